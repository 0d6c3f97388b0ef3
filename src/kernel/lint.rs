//! What is wrong or suspicious with the names that needs, limits and conditions use, over all markets at once.

use crate::diagnostic::Diagnostic;
use crate::model::{
    Alternative, AreaId, AttributeKind, AttributeTest, Attributes, Check, FactCheck, Formula, Model, Scalar, Test,
    Which,
};
use crate::name::{is_below, nearest};
use crate::overlay::Laid;
use crate::span::{Files, Span};
use std::collections::{BTreeMap, BTreeSet};

/// Attributes that sections of overlays have by their nature: a market that does not state one has a gap, no wrong name.
const KNOWN: [(&str, &[&str]); 3] = [
    ("power.mains", &["voltage_v", "frequency_hz", "plugs"]),
    (
        "spectrum",
        &["range_mhz", "plan", "eirp_dbm", "width_mhz", "dfs", "indoor", "no-ir", "duty_cycle_percent", "power_dbm"],
    ),
    ("network", &["bands"]),
];

/// Who offers what, over the catalogue and all markets: capability → attribute → where its kind was first seen.
#[derive(Default)]
struct Offers<'a> {
    capabilities: BTreeMap<&'a str, BTreeMap<&'a str, (AttributeKind, Span)>>,
}

/// Tells names that nobody offers, attributes of two kinds, plain facts with several values, odd quantities.
pub(crate) fn lint(model: &Model, files: &Files, markets: &[(AreaId, &Laid)], diagnostics: &mut Vec<Diagnostic>) {
    let offers = Offers::collect(model, markets, diagnostics);
    let mut asked: Vec<(&str, &[AttributeTest], Span, bool)> = Vec::new();
    let alternatives =
        model.components.iter().flat_map(|component| &component.needs).flat_map(|need| &need.alternatives);
    asked
        .extend(alternatives.map(|one: &Alternative| (one.capability.as_str(), one.tests.as_slice(), one.span, false)));
    for (_, laid) in markets {
        for need in &laid.needs {
            let built_in = files.is_built_in(need.origin.span.file);
            let each = need.need.alternatives.iter();
            asked.extend(each.map(|one| (one.capability.as_str(), one.tests.as_slice(), one.span, built_in)));
        }
        for limit in &laid.limits {
            let built_in = files.is_built_in(limit.origin.span.file);
            asked.push((&limit.capability, &limit.tests, limit.origin.span, built_in));
        }
    }
    asked.sort_by_key(|(_, _, span, _)| *span);
    asked.dedup_by_key(|(_, _, span, _)| *span);
    for (capability, tests, span, built_in) in asked {
        if !built_in {
            offers.tell(capability, tests, span, diagnostics);
        }
    }
    for (market, laid) in markets {
        tell_many_values(model, *market, laid, diagnostics);
        tell_refdes(model, laid, diagnostics);
        tell_carriers(model, *market, laid, diagnostics);
    }
    tell_dates(model, diagnostics);
}

impl<'a> Offers<'a> {
    fn collect(model: &'a Model, markets: &[(AreaId, &'a Laid)], diagnostics: &mut Vec<Diagnostic>) -> Self {
        let mut offers = Self::default();
        for provided in model.components.iter().flat_map(|component| &component.provides) {
            offers.add(&provided.capability, &provided.attributes, diagnostics);
        }
        for (_, laid) in markets {
            for provides in &laid.provides {
                offers.add(&provides.capability, &provides.attributes, diagnostics);
            }
            for network in laid.carriers.iter().flat_map(|carrier| &carrier.networks) {
                offers.add(&network.capability, &network.attributes, diagnostics);
            }
        }
        offers
    }

    fn add(&mut self, capability: &'a str, attributes: &'a Attributes, diagnostics: &mut Vec<Diagnostic>) {
        let known = self.capabilities.entry(capability).or_default();
        for (name, attribute) in &attributes.0 {
            let Some(kind) = attribute.value.kind() else { continue };
            let (first, place) = *known.entry(name).or_insert((kind, attribute.span));
            if first != kind {
                let message =
                    format!("`{name}` of `{capability}` is {} here and {} elsewhere", kind.word(), first.word());
                let told = Diagnostic::error("attribute-kind", attribute.span, message).and(place, first.word());
                diagnostics.push(told.help("write both the same way"));
            }
        }
    }

    fn tell(&self, capability: &str, tests: &[AttributeTest], span: Span, diagnostics: &mut Vec<Diagnostic>) {
        let offering = || self.capabilities.iter().filter(|(known, _)| is_below(known, capability));
        // Carriers and markets come and go with the portfolio; only what a line could offer is a suspicious name.
        let by_market = ["network", "carrier", "spectrum", "power.mains"].iter().any(|one| is_below(capability, one));
        if offering().next().is_none() {
            if !by_market {
                let near = nearest(capability, self.capabilities.keys().copied());
                let message = format!("nobody provides `{capability}`");
                diagnostics.push(Diagnostic::warning("unprovided", span, message).did_you_mean(near));
            }
            return;
        }
        for one in tests.iter().filter(|one| !matches!(one.test, Test::Version(_))) {
            let name = one.attribute.as_str();
            let kinds: Vec<(AttributeKind, Span)> =
                offering().filter_map(|(_, names)| names.get(name).copied()).collect();
            let by_nature = KNOWN.iter().any(|(above, names)| is_below(capability, above) && names.contains(&name));
            if kinds.is_empty() && !by_nature {
                let known: BTreeSet<&str> = offering().flat_map(|(_, names)| names.keys().copied()).collect();
                let message = format!("no provider of `{capability}` has the attribute `{name}`");
                let near = nearest(name, known.iter().copied());
                diagnostics.push(Diagnostic::error("unknown-attribute", one.span, message).did_you_mean(near));
            }
            if let (Some(asked), Some((kind, place))) = (kind_asked(&one.test), kinds.first())
                && asked != *kind
                && !kinds.iter().any(|(other, _)| *other == asked)
            {
                let message = format!("`{name}` of `{capability}` is {}, and {} is asked", kind.word(), asked.word());
                let told = Diagnostic::error("attribute-kind", one.span, message);
                diagnostics.push(told.and(*place, kind.word()).help("ask for a value of the same kind"));
            }
        }
    }
}

/// The kind of value that a test compares with; `None` where any will do.
fn kind_asked(test: &Test) -> Option<AttributeKind> {
    let of = |values: &[Scalar]| match values.first()? {
        Scalar::Boolean(_) => Some(AttributeKind::Boolean),
        Scalar::Number(_) => Some(AttributeKind::Number),
        Scalar::Text(_) => Some(AttributeKind::Text),
    };
    match test {
        Test::Equals(attribute) => attribute.kind(),
        Test::AnyOf(values) | Test::AllOf(values) | Test::NoneOf(values) => of(values),
        Test::AtLeast(_) | Test::AtMost(_) => Some(AttributeKind::Number),
        Test::In(_) => Some(AttributeKind::Text),
        Test::Covers(..) => Some(AttributeKind::Range),
        Test::Within(..) | Test::Version(_) => None,
    }
}

/// A plain fact that has several values, or a range, in some market of the solution.
fn tell_many_values(model: &Model, market: AreaId, laid: &Laid, diagnostics: &mut Vec<Diagnostic>) {
    let slots = laid.slots.iter().flatten().filter_map(|slot| slot.when.as_ref().map(|when| &*when.value));
    let rules = laid.rules.iter().flat_map(|rule| rule.condition.iter().chain([&rule.then])).map(|formula| &**formula);
    let needs = laid.needs.iter().filter_map(|need| need.need.when.as_deref());
    let limits = laid.limits.iter().filter_map(|limit| limit.when.as_deref());
    let of_components = model.components.iter().flat_map(|component| &component.needs);
    let of_components = of_components.filter_map(|need| need.when.as_deref());
    let formulas: Vec<&Formula> = slots.chain(rules).chain(needs).chain(limits).chain(of_components).collect();
    for formula in formulas {
        formula.each_check(&mut |check| {
            if let Check::Fact(fact) = check {
                tell_fact(model, market, laid, fact, diagnostics);
            }
        });
    }
}

fn tell_fact(model: &Model, market: AreaId, laid: &Laid, fact: &FactCheck, diagnostics: &mut Vec<Diagnostic>) {
    let offers = laid.provides.iter().filter(|offer| offer.capability == fact.path.capability);
    let stated: Vec<_> =
        offers.filter_map(|offer| Some((offer.effectivity, offer.attributes.get(&fact.path.attribute)?))).collect();
    let name = format!("{}.{}", fact.path.capability, fact.path.attribute);
    let mut several = None;
    for (dates, value) in &stated {
        let together = stated.iter().filter(|(other, _)| other.overlaps(*dates));
        let mut values: Vec<&Scalar> = Vec::new();
        for (_, other) in together {
            match &other.value {
                crate::model::Attribute::Set(set) => values.extend(set),
                crate::model::Attribute::Range(..) => several = Some(value.span),
            }
        }
        values.sort();
        values.dedup();
        if values.len() > 1 {
            several = Some(value.span);
        }
        let kinds = value.value.kind().zip(fact.values.first());
        if let Some((kind, wanted)) = kinds {
            let asked = kind_asked(&Test::AnyOf(vec![wanted.clone()]));
            if asked != Some(kind) && kind != AttributeKind::Range {
                let word = asked.map(AttributeKind::word).unwrap_or_default();
                let message = format!("`{name}` is {}, and is compared with {word}", kind.word());
                diagnostics.push(Diagnostic::error("condition-kind", fact.span, message).and(value.span, kind.word()));
            }
        }
    }
    if let (Some(place), Which::Single) = (several, fact.which) {
        let code = model.areas.code(market);
        let message = format!("`{name}` has several values in `{code}`, so a plain comparison means nothing");
        let told = Diagnostic::error("many-values", fact.span, message).and(place, format!("`{code}`"));
        diagnostics.push(told.help(format!("write `min({name})` or `max({name})`")));
    }
}

/// A slot whose reference designators are not as many as its pieces.
fn tell_refdes(model: &Model, laid: &Laid, diagnostics: &mut Vec<Diagnostic>) {
    for slot in laid.slots.iter().flatten().filter(|slot| !slot.refdes.is_empty()) {
        let count = slot.refdes.len();
        if u64::try_from(count).ok() != Some(slot.quantity) {
            let name = model.slot_name(slot.slot);
            let message = format!("slot `{name}` has {count} reference designators and quantity {}", slot.quantity);
            let told = Diagnostic::warning("refdes-count", slot.origin.span, message);
            diagnostics.push(told.help(format!("write `quantity = {count}`, or list {}", slot.quantity)));
        }
    }
}

/// A carrier that solution.toml asks for and the market does not have.
fn tell_carriers(model: &Model, market: AreaId, laid: &Laid, diagnostics: &mut Vec<Diagnostic>) {
    let requested = model.header.carriers.iter().filter(|(area, _)| *area == market).flat_map(|(_, ids)| ids);
    for id in requested.filter(|id| !laid.carriers.iter().any(|carrier| carrier.id == id.value)) {
        let message = format!("`{}` has no carrier `{}`", model.areas.code(market), id.value);
        let near = nearest(&id.value, laid.carriers.iter().map(|carrier| carrier.id.as_str()));
        diagnostics.push(Diagnostic::error("unknown-carrier", id.span, message).did_you_mean(near));
    }
}

/// Something that ends before it begins.
fn tell_dates(model: &Model, diagnostics: &mut Vec<Diagnostic>) {
    let stated = model.statements.iter().map(|statement| (statement.effectivity, statement.span));
    let parts = model.components.iter().flat_map(|component| {
        let certificates = component.certificates.iter().map(|one| (one.effectivity, one.span));
        certificates.chain([(component.effectivity, component.span)])
    });
    for (dates, span) in stated.chain(parts) {
        if let (Some(from), Some(until)) = (dates.from, dates.until)
            && until <= from
        {
            let message = format!("this ends on {until}, before it begins on {from}");
            let told = Diagnostic::error("empty-effectivity", span, message);
            diagnostics.push(told.help("`until` is the day after the last; make it later than `from`"));
        }
    }
}
