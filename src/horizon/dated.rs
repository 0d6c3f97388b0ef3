//! Everything that begins or ends in markets between two days, and the same solution with some of it undone.

use crate::date::{Date, Effectivity};
use crate::model::{AreaId, Certificate, Component, ComponentId};
use crate::overlay::{CertificateDefinition, MarketView, Origin};
use crate::query::Compiled;
use crate::span::{Place, Span};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Something with dates that holds on one of two days and not on the other.
///
/// Made by [`Compiled::through`](crate::Compiled::through) and, with the answers that it changes, by
/// [`Compiled::horizon`](crate::Compiled::horizon).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dated {
    /// The day on which it begins or ends.
    pub day: Date,
    /// What begins or ends, in a phrase without the day: "certificate `srrc` of `modem` ends".
    pub text: String,
    /// Where it is written.
    pub place: Place,
    /// Ids of the sources that say so.
    pub source: Vec<String>,
    /// The first of them as people cite it: title and date.
    pub citation: Option<String>,
}

impl std::fmt::Display for Dated {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} on {}", self.text, self.day)
    }
}

/// Where a dated thing stands in the compiled solution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Which {
    Rule(usize),
    Need(usize),
    Limit(usize),
    Provides(usize),
    Duty(usize),
    Certificate(usize),
    Certification(usize),
    Carrier(usize),
    Network(usize, usize),
    Component(ComponentId),
    ComponentNeed(ComponentId, usize),
    ComponentCertificate(ComponentId, usize),
}

/// A dated thing that holds on one of two days only.
#[derive(Clone, Debug)]
pub(super) struct Turned {
    /// Every market that it holds in; of a component the first one asked about.
    places: Vec<(AreaId, Which)>,
    dates: Effectivity,
    span: Span,
    begins: bool,
}

impl Turned {
    /// Whether it is the same thing, met in a further market.
    fn is_same(&self, other: &Self) -> bool {
        let kinds = |one: &Self| one.places.first().map(|(_, which)| std::mem::discriminant(which));
        let met = |(area, _): &(AreaId, Which)| other.places.iter().any(|(other, _)| other == area);
        (self.span, self.dates, kinds(self)) == (other.span, other.dates, kinds(other)) && !self.places.iter().any(met)
    }
}

/// What holds in some markets on one of two days only, in the order of its places.
pub(super) fn turned(compiled: &Compiled, markets: &[AreaId], before: Date, after: Date) -> Vec<Turned> {
    let mut all = Vec::new();
    let mut add = |area: AreaId, which: Which, dates: Effectivity, span: Span| {
        let begins = dates.holds_on(after);
        if begins != dates.holds_on(before) {
            all.push(Turned { places: vec![(area, which)], dates, span, begins });
        }
    };
    let asked: Vec<(AreaId, &MarketView)> =
        markets.iter().filter_map(|area| Some((*area, &**compiled.markets.get(area)?))).collect();
    let Some((first, _)) = asked.first().copied() else { return all };
    for (area, view) in &asked {
        of_market(view, &mut |which, dates, span| add(*area, which, dates, span));
    }
    // The markets that accept a planned certificate's scheme share its cost.
    let shares = asked.iter().any(|(_, view)| view.certificates.iter().any(|one| one.planned.is_some()));
    for (area, view) in compiled.markets.iter().filter(|(area, _)| shares || markets.contains(area)) {
        for (at, one) in view.certification.iter().enumerate() {
            add(*area, Which::Certification(at), one.effectivity, one.origin.span);
        }
    }
    let slots = asked.iter().flat_map(|(_, view)| view.slots.iter().flatten());
    let candidates: BTreeSet<ComponentId> = slots.flat_map(|slot| &slot.candidates).copied().collect();
    for id in candidates {
        let Some(component) = compiled.model.component(id) else { continue };
        add(first, Which::Component(id), component.effectivity, component.span);
        for (at, need) in component.needs.iter().enumerate() {
            add(first, Which::ComponentNeed(id, at), need.effectivity, need.span);
        }
        for (at, one) in component.certificates.iter().enumerate() {
            add(first, Which::ComponentCertificate(id, at), one.effectivity, one.span);
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

fn of_market(view: &MarketView, add: &mut impl FnMut(Which, Effectivity, Span)) {
    for (at, one) in view.rules.iter().enumerate() {
        add(Which::Rule(at), one.effectivity, one.origin.span);
    }
    for (at, one) in view.needs.iter().enumerate() {
        add(Which::Need(at), one.need.effectivity, one.origin.span);
    }
    for (at, one) in view.limits.iter().enumerate() {
        add(Which::Limit(at), one.effectivity, one.origin.span);
    }
    for (at, one) in view.provides.iter().enumerate() {
        add(Which::Provides(at), one.effectivity, one.origin.span);
    }
    for (at, one) in view.duties.iter().enumerate() {
        add(Which::Duty(at), one.effectivity, one.origin.span);
    }
    for (at, one) in view.certificates.iter().enumerate() {
        add(Which::Certificate(at), one.effectivity, one.origin.span);
    }
    for (at, carrier) in view.carriers.iter().enumerate() {
        add(Which::Carrier(at), carrier.effectivity, carrier.origin.span);
        for (network, one) in carrier.networks.iter().enumerate() {
            add(Which::Network(at, network), one.effectivity, one.span);
        }
    }
}

/// The solution in which the dated things that are kept back are on every day as they were before they turned.
pub(super) fn undone(compiled: &Compiled, turned: &[Turned], back: &[bool]) -> Compiled {
    let mut changed = compiled.clone();
    for (one, _) in turned.iter().zip(back).filter(|(_, back)| **back) {
        let dates = if one.begins { never() } else { Effectivity::default() };
        for (area, which) in &one.places {
            set(&mut changed, *area, *which, dates);
        }
    }
    changed
}

/// Dates that hold on no day.
fn never() -> Effectivity {
    let day = Date::new(1, 1, 1);
    Effectivity { from: day, until: day }
}

fn set(changed: &mut Compiled, market: AreaId, which: Which, dates: Effectivity) {
    match which {
        Which::Component(id) | Which::ComponentNeed(id, _) | Which::ComponentCertificate(id, _) => {
            let component = Arc::make_mut(&mut changed.model).components.get_mut(id);
            component.into_iter().for_each(|component| set_in_component(component, which, dates));
        }
        _ => {
            let view = changed.markets.get_mut(&market).map(Arc::make_mut);
            view.into_iter().for_each(|view| set_in_market(view, which, dates));
        }
    }
}

fn set_in_component(component: &mut Component, which: Which, dates: Effectivity) {
    let place = match which {
        Which::ComponentNeed(_, at) => component.needs.get_mut(at).map(|need| &mut need.effectivity),
        Which::ComponentCertificate(_, at) => component.certificates.get_mut(at).map(|one| &mut one.effectivity),
        _ => Some(&mut component.effectivity),
    };
    place.into_iter().for_each(|place| *place = dates);
}

fn set_in_market(view: &mut MarketView, which: Which, dates: Effectivity) {
    let place = match which {
        Which::Rule(at) => view.rules.get_mut(at).map(|one| &mut Arc::make_mut(one).effectivity),
        Which::Need(at) => view.needs.get_mut(at).map(|one| &mut Arc::make_mut(one).need.effectivity),
        Which::Limit(at) => view.limits.get_mut(at).map(|one| &mut Arc::make_mut(one).effectivity),
        Which::Provides(at) => view.provides.get_mut(at).map(|one| &mut Arc::make_mut(one).effectivity),
        Which::Duty(at) => view.duties.get_mut(at).map(|one| &mut Arc::make_mut(one).effectivity),
        Which::Certificate(at) => view.certificates.get_mut(at).map(|one| &mut Arc::make_mut(one).effectivity),
        Which::Certification(at) => view.certification.get_mut(at).map(|one| &mut Arc::make_mut(one).effectivity),
        Which::Carrier(at) => view.carriers.get_mut(at).map(|one| &mut Arc::make_mut(one).effectivity),
        Which::Network(at, network) => view
            .carriers
            .get_mut(at)
            .and_then(|one| Arc::make_mut(one).networks.get_mut(network))
            .map(|one| &mut one.effectivity),
        _ => None,
    };
    place.into_iter().for_each(|place| *place = dates);
}

/// A turned thing in words, with its place and sources.
pub(super) fn told(compiled: &Compiled, one: &Turned) -> Option<Dated> {
    let day = if one.begins { one.dates.from } else { one.dates.until.or(one.dates.from) };
    let (area, which) = one.places.first()?;
    let (text, origin) = words(compiled, compiled.markets.get(area)?, (*which, one.begins))?;
    let source = origin.map(|origin| origin.cited.source.iter().map(|id| id.value.clone()).collect());
    let source: Vec<String> = source.unwrap_or_default();
    let citation = source.first().map(|id| cited(compiled, id));
    Some(Dated { day: day?, text, place: compiled.files.place(one.span), source, citation })
}

/// A source as people cite it; its id where nothing more is known.
fn cited(compiled: &Compiled, id: &str) -> String {
    let Some(citation) = compiled.model.citations.get(id) else { return id.to_owned() };
    match citation.date.as_ref().or(citation.version.as_ref()) {
        Some(date) => format!("{}, {date}", citation.title),
        None => citation.title.clone(),
    }
}

fn words<'a>(
    compiled: &'a Compiled,
    view: &'a MarketView,
    (which, begins): (Which, bool),
) -> Option<(String, Option<&'a Origin>)> {
    let verb = |first: &'static str, last: &'static str| if begins { first } else { last };
    let force = verb("comes into force", "ends");
    let area = |origin: &Origin| compiled.model.areas.code(origin.area);
    Some(match which {
        Which::Rule(at) => {
            let rule = view.rules.get(at)?;
            (format!("rule `{}` {force}", rule.id), Some(&rule.origin))
        }
        Which::Need(at) => {
            let need = view.needs.get(at)?;
            (format!("{}'s need of `{}` {force}", area(&need.origin), need.id), Some(&need.origin))
        }
        Which::Limit(at) => {
            let limit = view.limits.get(at)?;
            (format!("{}'s limit on `{}` {force}", area(&limit.origin), limit.capability), Some(&limit.origin))
        }
        Which::Provides(at) => {
            let offer = view.provides.get(at)?;
            let held = verb("begins to hold", "ceases to hold");
            (format!("what {} says of `{}` {held}", area(&offer.origin), offer.capability), Some(&offer.origin))
        }
        Which::Duty(at) => {
            let duty = view.duties.get(at)?;
            let text = format!("duty `{}` of {} percent {}", duty.id, duty.percent, verb("is levied", "ends"));
            (text, Some(&duty.origin))
        }
        Which::Certificate(at) => {
            let certificate = view.certificates.get(at)?;
            (format!("{} {}", held(certificate, compiled), verb("begins", "ends")), Some(&certificate.origin))
        }
        Which::Certification(at) => {
            let asked = view.certification.get(at)?;
            let authority = asked.authority.as_deref().map(|who| format!(" ({who})")).unwrap_or_default();
            (format!("certification `{}`{authority} of {} {force}", asked.id, area(&asked.origin)), Some(&asked.origin))
        }
        Which::Carrier(at) => {
            let carrier = view.carriers.get(at)?;
            let text = format!("carrier `{}` {}", carrier.id, verb("begins to operate", "ceases to operate"));
            (text, Some(&carrier.origin))
        }
        Which::Network(at, network) => {
            let carrier = view.carriers.get(at)?;
            let name = carrier.networks.get(network)?.capability.as_str();
            let text = format!("`{name}` of carrier `{}` {}", carrier.id, verb("goes on the air", "is switched off"));
            (text, Some(&carrier.origin))
        }
        _ => return Some((of_component(compiled, which, &verb)?, None)),
    })
}

/// What begins or ends at a component, in words.
fn of_component(
    compiled: &Compiled,
    which: Which,
    verb: &dyn Fn(&'static str, &'static str) -> &'static str,
) -> Option<String> {
    Some(match which {
        Which::ComponentNeed(id, at) => {
            let need = compiled.model.component(id)?.needs.get(at)?;
            let what: Vec<String> = need.alternatives.iter().map(|one| format!("`{}`", one.capability)).collect();
            let name = compiled.model.component_label(id);
            format!("`{name}`'s need of {} {}", what.join(" or "), verb("begins", "ends"))
        }
        Which::ComponentCertificate(id, at) => {
            let certificate = compiled.model.component(id)?.certificates.get(at)?;
            let name = compiled.model.component_label(id);
            format!("{} of `{name}` {}", proof(certificate), verb("begins", "ends"))
        }
        Which::Component(id) => {
            format!("`{}` {}", compiled.model.component_label(id), verb("can be had", "can no longer be had"))
        }
        _ => return None,
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
