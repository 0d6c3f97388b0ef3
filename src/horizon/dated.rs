//! Everything that begins or ends in markets between two days, and the same solution with some of it undone.

use crate::date::{Date, Effectivity};
use crate::model::{AreaId, Certificate, Component, ComponentId};
use crate::overlay::{CertificateDefinition, MarketView, Origin};
use crate::query::Compiled;
use crate::schema::periods;
use crate::span::{Place, Span};
use std::collections::BTreeSet;
use std::mem::discriminant;
use std::sync::Arc;

/// Something with dates that holds on one of two days and not on the other.
///
/// Made by [`Compiled::through`](crate::Compiled::through) and, with the answers that it changes, by
/// [`Compiled::horizon`](crate::Compiled::horizon).
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Dated {
    /// The day on which it begins or ends.
    pub day: Date,
    /// What begins or ends, in a phrase without the day: "certificate `srrc` of `modem` ends".
    pub text: String,
    /// Where it is written.
    pub place: Place,
    /// Ids of the sources for it.
    pub source: Vec<String>,
    /// The first of them as it is cited: title and date.
    pub citation: Option<String>,
}

impl std::fmt::Display for Dated {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} on {}", self.text, self.day)
    }
}

/// Which dated thing of the compiled solution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Which {
    Market(MarketPart),
    Component(ComponentId, ComponentPart),
}

/// A dated part of a market's view, by position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum MarketPart {
    Rule(usize),
    Need(usize),
    Limit(usize),
    Provides(usize),
    Duty(usize),
    Certificate(usize),
    Certification(usize),
    Carrier(usize),
    Network { carrier: usize, network: usize },
}

/// A component or a dated part of it, by position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ComponentPart {
    Whole,
    Need(usize),
    Certificate(usize),
}

impl Which {
    fn is_same_kind(self, other: Self) -> bool {
        match (self, other) {
            (Self::Market(one), Self::Market(two)) => discriminant(&one) == discriminant(&two),
            (Self::Component(_, one), Self::Component(_, two)) => discriminant(&one) == discriminant(&two),
            (Self::Market(_), Self::Component(..)) | (Self::Component(..), Self::Market(_)) => false,
        }
    }
}

/// A dated thing in a market.
#[derive(Clone, Copy, Debug)]
struct InMarket {
    area: AreaId,
    which: Which,
}

/// A dated thing that holds on one of two days only.
#[derive(Clone, Debug)]
pub(super) struct DatedChange {
    /// Every market that it holds in; for a component the first requested one.
    places: Vec<InMarket>,
    dates: Effectivity,
    span: Span,
    begins: bool,
}

impl DatedChange {
    /// Whether it is the same thing, met in a further market.
    fn is_same(&self, other: &Self) -> bool {
        let kinds = self.places.first().zip(other.places.first());
        let met = |place: &InMarket| other.places.iter().any(|other| other.area == place.area);
        (self.span, self.dates) == (other.span, other.dates)
            && kinds.is_some_and(|(own, theirs)| own.which.is_same_kind(theirs.which))
            && !self.places.iter().any(met)
    }
}

/// What holds in some markets on one of two days only, in the order of its places.
pub(super) fn changes(compiled: &Compiled, markets: &[AreaId], before: Date, after: Date) -> Vec<DatedChange> {
    let mut all = Vec::new();
    let mut add = |area: AreaId, which: Which, dates: Effectivity, span: Span| {
        let begins = dates.holds_on(after);
        if begins != dates.holds_on(before) {
            all.push(DatedChange { places: vec![InMarket { area, which }], dates, span, begins });
        }
    };
    // The markets that accept a planned certificate's scheme share its cost while they have a valid bill of materials.
    let known = || markets.iter().filter_map(|area| compiled.markets.get(area));
    let shares = known().any(|view| !compiled.planned_schemes(view).is_empty());
    let others = compiled.markets.keys().filter(|area| shares && !markets.contains(area));
    let views: Vec<(AreaId, &MarketView)> =
        markets.iter().chain(others).filter_map(|area| Some((*area, &**compiled.markets.get(area)?))).collect();
    let Some((first, _)) = views.first().copied() else { return all };
    for (area, view) in &views {
        of_market(view, &mut |part, dates, span| add(*area, Which::Market(part), dates, span));
    }
    let requirements = || views.iter().flat_map(|(_, view)| &view.certification);
    let slots = views.iter().flat_map(|(_, view)| view.slots.iter().flatten());
    let candidates: BTreeSet<ComponentId> = slots.flat_map(|slot| &slot.candidates).copied().collect();
    for id in candidates {
        let Some(component) = compiled.model.component(id) else { continue };
        add(first, Which::Component(id, ComponentPart::Whole), component.effectivity, component.span);
        for (at, need) in component.needs.iter().enumerate() {
            add(first, Which::Component(id, ComponentPart::Need(at)), need.effectivity, need.span);
        }
        for (at, one) in component.certificates.iter().enumerate() {
            let which = Which::Component(id, ComponentPart::Certificate(at));
            let all = periods(&one.scheme, one.validity(), requirements());
            all.into_iter().for_each(|dates| add(first, which, dates, one.span));
        }
    }
    all.sort_by_key(|one| one.span);
    all.dedup_by(|next, one| {
        let same = one.is_same(next);
        if same {
            one.places.append(&mut next.places);
        }
        same
    });
    all
}

fn of_market(view: &MarketView, add: &mut impl FnMut(MarketPart, Effectivity, Span)) {
    for (at, one) in view.rules.iter().enumerate() {
        add(MarketPart::Rule(at), one.effectivity, one.origin.span);
    }
    for (at, one) in view.needs.iter().enumerate() {
        add(MarketPart::Need(at), one.need.effectivity, one.origin.span);
    }
    for (at, one) in view.limits.iter().enumerate() {
        add(MarketPart::Limit(at), one.effectivity, one.origin.span);
    }
    for (at, one) in view.provides.iter().enumerate() {
        add(MarketPart::Provides(at), one.effectivity, one.origin.span);
    }
    for (at, one) in view.duties.iter().enumerate() {
        add(MarketPart::Duty(at), one.effectivity, one.origin.span);
    }
    for (at, one) in view.certification.iter().enumerate() {
        add(MarketPart::Certification(at), one.effectivity, one.origin.span);
    }
    for (at, one) in view.certificates.iter().enumerate() {
        let all = periods(&one.scheme, one.validity(), view.certification.iter());
        all.into_iter().for_each(|dates| add(MarketPart::Certificate(at), dates, one.origin.span));
    }
    for (at, carrier) in view.carriers.iter().enumerate() {
        add(MarketPart::Carrier(at), carrier.effectivity, carrier.origin.span);
        for (network, one) in carrier.networks.iter().enumerate() {
            add(MarketPart::Network { carrier: at, network }, one.effectivity, one.span);
        }
    }
}

/// The solution in which the dated things that are held back are on every day as they were before they changed.
pub(super) fn undone(compiled: &Compiled, changes: &[DatedChange], back: &[bool]) -> Compiled {
    let mut changed = compiled.to_be_changed();
    for (one, _) in changes.iter().zip(back).filter(|(_, back)| **back) {
        let dates = if one.begins { never() } else { Effectivity::default() };
        one.places.iter().for_each(|place| set(&mut changed, *place, dates));
    }
    changed
}

/// Dates that hold on no day.
fn never() -> Effectivity {
    let day = Date::new(1, 1, 1);
    Effectivity { from: day, until: day }
}

fn set(changed: &mut Compiled, place: InMarket, dates: Effectivity) {
    match place.which {
        Which::Component(id, part) => {
            let component = Arc::make_mut(&mut changed.model).components.get_mut(id);
            component.into_iter().for_each(|component| set_in_component(component, part, dates));
        }
        Which::Market(part) => {
            let view = changed.markets.get_mut(&place.area).map(Arc::make_mut);
            view.into_iter().for_each(|view| set_in_market(view, part, dates));
        }
    }
}

fn set_in_component(component: &mut Component, part: ComponentPart, dates: Effectivity) {
    let place = match part {
        ComponentPart::Whole => Some(&mut component.effectivity),
        ComponentPart::Need(at) => component.needs.get_mut(at).map(|need| &mut need.effectivity),
        ComponentPart::Certificate(at) => component.certificates.get_mut(at).map(|one| {
            one.issued = None;
            &mut one.effectivity
        }),
    };
    place.into_iter().for_each(|place| *place = dates);
}

fn set_in_market(view: &mut MarketView, part: MarketPart, dates: Effectivity) {
    let place = match part {
        MarketPart::Rule(at) => view.rules.get_mut(at).map(|one| &mut Arc::make_mut(one).effectivity),
        MarketPart::Need(at) => view.needs.get_mut(at).map(|one| &mut Arc::make_mut(one).need.effectivity),
        MarketPart::Limit(at) => view.limits.get_mut(at).map(|one| &mut Arc::make_mut(one).effectivity),
        MarketPart::Provides(at) => view.provides.get_mut(at).map(|one| &mut Arc::make_mut(one).effectivity),
        MarketPart::Duty(at) => view.duties.get_mut(at).map(|one| &mut Arc::make_mut(one).effectivity),
        MarketPart::Certificate(at) => view.certificates.get_mut(at).map(|one| {
            let one = Arc::make_mut(one);
            one.issued = None;
            &mut one.effectivity
        }),
        MarketPart::Certification(at) => view.certification.get_mut(at).map(|one| &mut Arc::make_mut(one).effectivity),
        MarketPart::Carrier(at) => view.carriers.get_mut(at).map(|one| &mut Arc::make_mut(one).effectivity),
        MarketPart::Network { carrier, network } => view
            .carriers
            .get_mut(carrier)
            .and_then(|one| Arc::make_mut(one).networks.get_mut(network))
            .map(|one| &mut one.effectivity),
    };
    place.into_iter().for_each(|place| *place = dates);
}

/// A dated thing in words, with its place and sources.
pub(super) fn described(compiled: &Compiled, one: &DatedChange) -> Option<Dated> {
    let day = if one.begins { one.dates.from } else { one.dates.until.or(one.dates.from) };
    let place = one.places.first()?;
    let verb = if one.begins { Verb::Begins } else { Verb::Ends };
    let (text, source) = match place.which {
        Which::Market(part) => {
            let (text, origin) = in_market(compiled, compiled.markets.get(&place.area)?, part, verb)?;
            (text, origin.cited.source.iter().map(|id| id.value.clone()).collect())
        }
        Which::Component(id, part) => (of_component(compiled, id, part, verb)?, Vec::new()),
    };
    let citation = source.first().map(|id: &String| cited(compiled, id));
    Some(Dated { day: day?, text, place: compiled.files.place(one.span), source, citation })
}

/// A source as it is cited; its id where nothing more is known.
fn cited(compiled: &Compiled, id: &str) -> String {
    let Some(citation) = compiled.model.citations.get(id) else { return id.to_owned() };
    match citation.date.as_ref().or(citation.version.as_ref()) {
        Some(date) => format!("{}, {date}", citation.title),
        None => citation.title.clone(),
    }
}

/// Whether something begins or ends.
#[derive(Clone, Copy)]
enum Verb {
    Begins,
    Ends,
}

impl Verb {
    fn of(self, begins: &'static str, ends: &'static str) -> &'static str {
        match self {
            Self::Begins => begins,
            Self::Ends => ends,
        }
    }
}

/// What begins or ends in a market, in words, with who states it.
fn in_market<'a>(
    compiled: &'a Compiled,
    view: &'a MarketView,
    part: MarketPart,
    verb: Verb,
) -> Option<(String, &'a Origin)> {
    let force = verb.of("comes into force", "ends");
    let area = |origin: &Origin| compiled.model.areas.code(origin.area);
    Some(match part {
        MarketPart::Rule(at) => {
            let rule = view.rules.get(at)?;
            (format!("rule `{}` {force}", rule.id), &rule.origin)
        }
        MarketPart::Need(at) => {
            let need = view.needs.get(at)?;
            (format!("{}'s need of `{}` {force}", area(&need.origin), need.name()), &need.origin)
        }
        MarketPart::Limit(at) => {
            let limit = view.limits.get(at)?;
            (format!("{}'s limit on `{}` {force}", area(&limit.origin), limit.capability), &limit.origin)
        }
        MarketPart::Provides(at) => {
            let offer = view.provides.get(at)?;
            let held = verb.of("begins to hold", "ceases to hold");
            (format!("what {} states of `{}` {held}", area(&offer.origin), offer.capability), &offer.origin)
        }
        MarketPart::Duty(at) => {
            let duty = view.duties.get(at)?;
            let text = format!("duty `{}` of {} percent {}", duty.id, duty.percent, verb.of("is levied", "ends"));
            (text, &duty.origin)
        }
        MarketPart::Certificate(at) => {
            let certificate = view.certificates.get(at)?;
            (format!("{} {}", held(certificate, compiled), verb.of("begins", "ends")), &certificate.origin)
        }
        MarketPart::Certification(at) => {
            let certification = view.certification.get(at)?;
            let authority = certification.authority.as_deref().map(|who| format!(" ({who})")).unwrap_or_default();
            (
                format!("certification `{}`{authority} of {} {force}", certification.id, area(&certification.origin)),
                &certification.origin,
            )
        }
        MarketPart::Carrier(at) => {
            let carrier = view.carriers.get(at)?;
            let text = format!("carrier `{}` {}", carrier.id, verb.of("begins to operate", "ceases to operate"));
            (text, &carrier.origin)
        }
        MarketPart::Network { carrier, network } => {
            let carrier = view.carriers.get(carrier)?;
            let name = carrier.networks.get(network)?.capability.as_str();
            let text =
                format!("`{name}` of carrier `{}` {}", carrier.id, verb.of("goes on the air", "is switched off"));
            (text, &carrier.origin)
        }
    })
}

/// What begins or ends at a component, in words.
fn of_component(compiled: &Compiled, id: ComponentId, part: ComponentPart, verb: Verb) -> Option<String> {
    Some(match part {
        ComponentPart::Need(at) => {
            let need = compiled.model.component(id)?.needs.get(at)?;
            let what: Vec<String> = need.alternatives.iter().map(|one| format!("`{}`", one.capability)).collect();
            let name = compiled.model.component_label(id);
            format!("`{name}`'s need of {} {}", what.join(" or "), verb.of("begins", "ends"))
        }
        ComponentPart::Certificate(at) => {
            let certificate = compiled.model.component(id)?.certificates.get(at)?;
            let name = compiled.model.component_label(id);
            format!("{} of `{name}` {}", proof(certificate), verb.of("begins", "ends"))
        }
        ComponentPart::Whole => {
            format!(
                "`{}` {}",
                compiled.model.component_label(id),
                verb.of("becomes available", "is no longer available")
            )
        }
    })
}

fn held(certificate: &CertificateDefinition, compiled: &Compiled) -> String {
    let number = certificate.id.as_deref().map(|id| format!(" `{id}`")).unwrap_or_default();
    format!("certificate `{}`{number} of `{}`", certificate.scheme, compiled.solution.name())
}

fn proof(certificate: &Certificate) -> String {
    let number = certificate.id.as_deref().map(|id| format!(" `{id}`")).unwrap_or_default();
    format!("certificate `{}`{number}", certificate.scheme)
}
