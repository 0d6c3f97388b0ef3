//! Errors and warnings about the names that needs, limits and conditions use, over all markets at once.

mod facts;
mod implied;
mod loosened;
mod makers;
mod misspelt;
mod quantities;
mod unmatched;
mod weaker;

pub(crate) use unmatched::provided;

use crate::date::Effectivity;
use crate::diagnostic::{Diagnostic, has_errors};
use crate::model::{
    Alternative, AreaId, Areas, Attribute, AttributeKind, Attributes, Check, FactCheck, Formula, Model, Scalar,
    Section, Statement, Test, Which, effectivity_of, natural_attributes,
};
use crate::name::{is_below, listed, nearest};
use crate::overlay::{MarketView, Replacement};
use crate::schema::Switch;
use crate::schema::carriers::{NETWORKS, TECHNOLOGY};
use crate::span::{FileOrigin, Files, Span};
use crate::syntax::condition::FactPath;
use crate::terms::code::{LintCode, ModelCode, NameCode, OverlayCode};
use makers::{Use, Uses};
use quantities::Quantities;
use std::collections::{BTreeMap, BTreeSet};

/// What components, markets and carriers provide: capability → attribute → its kind, and where that was seen first.
#[derive(Default)]
struct Offers<'a> {
    capabilities: BTreeMap<&'a str, BTreeMap<&'a str, (AttributeKind, Span)>>,
    /// `carrier.<id>`: what picked carriers are themselves.
    carriers: BTreeSet<String>,
}

/// Reports names that nothing provides, attributes of two kinds, plain facts with several values, odd quantities.
pub(crate) fn report_market_lints(
    model: &Model,
    files: &Files,
    markets: &[(AreaId, &MarketView)],
    replacements: &[Replacement],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let offers = Offers::collect(model, markets, diagnostics);
    for uses in uses(model, files, markets) {
        if !makers::report(model, &uses, diagnostics) {
            offers.report(&uses, diagnostics);
        }
    }
    for (market, view) in markets {
        report_many_values(model, *market, view, diagnostics);
        quantities::report(&Quantities { model, files, view }, diagnostics);
        report_carriers(model, *market, view, diagnostics);
    }
    unmatched::report_entries(model, markets, diagnostics);
    unmatched::report_carriers(model, markets, diagnostics);
    misspelt::report(model, markets, diagnostics);
    // Where statements contradict each other, none of them is what holds.
    if !has_errors(diagnostics) {
        loosened::report(model, markets, replacements, diagnostics);
    }
    facts::report(model, diagnostics);
    report_networks(model.statements.as_slice(), diagnostics);
    report_idle_limits(files, markets, diagnostics);
    report_never_used(model, markets, diagnostics);
}

/// What the own files need and limit, each place once, in order.
fn uses<'a>(model: &'a Model, files: &Files, markets: &[(AreaId, &'a MarketView)]) -> Vec<Uses<'a>> {
    let of =
        |one: &'a Alternative| Uses { capability: &one.capability, tests: &one.tests, span: one.span, what: Use::Need };
    let needs = model.components.iter().flat_map(|component| &component.needs);
    let mut found: Vec<Uses<'a>> = needs.flat_map(|need| &need.alternatives).map(of).collect();
    let is_own = |span: Span| !files.is_built_in(span.file);
    for (_, view) in markets {
        let needs = view.needs.iter().filter(|need| is_own(need.origin.span));
        found.extend(needs.flat_map(|need| &need.need.alternatives).map(of));
        let limits = view.limits.iter().filter(|limit| is_own(limit.origin.span));
        found.extend(limits.map(|limit| Uses {
            capability: &limit.capability,
            tests: &limit.tests,
            span: limit.origin.span,
            what: Use::Limit,
        }));
    }
    found.sort_by_key(|uses| uses.span);
    found.dedup_by_key(|uses| uses.span);
    found
}

impl<'a> Offers<'a> {
    fn collect(model: &'a Model, markets: &[(AreaId, &'a MarketView)], diagnostics: &mut Vec<Diagnostic>) -> Self {
        let mut offers = Self::default();
        for provided in model.components.iter().flat_map(|component| &component.provides) {
            offers.add(&provided.capability, &provided.attributes, diagnostics);
        }
        for (_, view) in markets {
            for provides in &view.provides {
                offers.add(&provides.capability, &provides.attributes, diagnostics);
            }
            offers.carriers.extend(view.carriers.iter().map(|carrier| format!("carrier.{}", carrier.id)));
            for network in view.carriers.iter().flat_map(|carrier| &carrier.networks) {
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
                let diagnostic =
                    Diagnostic::error(ModelCode::AttributeKind, attribute.span, message).and(place, first.word());
                diagnostics.push(diagnostic.help("write both the same way"));
            }
        }
    }

    fn report(&self, uses: &Uses<'_>, diagnostics: &mut Vec<Diagnostic>) {
        let Uses { capability, tests, span, what } = *uses;
        let offering = || self.capabilities.iter().filter(|(known, _)| is_below(known, capability));
        // Carriers and markets come and go with the portfolio; only what a line could offer is a suspicious name.
        let by_market = ["network", "carrier", "spectrum", "power.mains"].iter().any(|one| is_below(capability, one));
        if offering().next().is_none() && !self.carriers.iter().any(|known| is_below(known, capability)) {
            let known: Vec<&str> =
                self.capabilities.keys().copied().chain(self.carriers.iter().map(String::as_str)).collect();
            let near = unmatched::near_capability(capability, &known);
            // A part may name carriers of markets that this solution does not have, but no slip of one that it has.
            let is_slip = is_below(capability, "carrier") && near.is_some();
            if (!by_market || is_slip) && what == Use::Need {
                let message = format!("nothing provides `{capability}`");
                let warning = Diagnostic::warning(NameCode::Unprovided, span, message).about(capability);
                diagnostics.push(warning.did_you_mean(near.as_deref()));
            }
            return;
        }
        for one in tests.iter().filter(|one| !matches!(one.test, Test::Version(_))) {
            let name = one.attribute.as_str();
            let kinds: Vec<(AttributeKind, Span)> =
                offering().filter_map(|(_, names)| names.get(name).copied()).collect();
            if kinds.is_empty() && !natural_attributes(capability).contains(&name) {
                let known: BTreeSet<&str> = offering().flat_map(|(_, names)| names.keys().copied()).collect();
                let message = format!("no provider of `{capability}` has the attribute `{name}`");
                let known: Vec<&str> = known.into_iter().collect();
                let near = nearest(name, known.iter().copied());
                let diagnostic = Diagnostic::error(NameCode::UnknownAttribute, one.span, message);
                diagnostics.push(match near {
                    Some(_) => diagnostic.did_you_mean(near),
                    None if known.is_empty() => diagnostic,
                    None => diagnostic.help(format!("its providers have {}", listed(&known))),
                });
            }
            if let (Some(compared), Some((kind, place))) = (one.test.kind(), kinds.first())
                && compared != *kind
                && !kinds.iter().any(|(other, _)| *other == compared)
            {
                let message =
                    format!("`{name}` of `{capability}` is {}, but the test expects {}", kind.word(), compared.word());
                let diagnostic = Diagnostic::error(ModelCode::AttributeKind, one.span, message);
                diagnostics.push(diagnostic.and(*place, kind.word()).help("test it with a value of the same kind"));
            }
        }
    }
}

/// A plain fact that has several values, or a range, in some market of the solution.
fn report_many_values(model: &Model, market: AreaId, view: &MarketView, diagnostics: &mut Vec<Diagnostic>) {
    let slots = view.slots.iter().flatten().filter_map(|slot| slot.when.as_ref().map(|when| &*when.value));
    let rules = view.rules.iter().flat_map(|rule| rule.condition.iter().chain([&rule.then])).map(|formula| &**formula);
    let needs = view.needs.iter().filter_map(|need| need.need.when.as_deref());
    let limits = view.limits.iter().filter_map(|limit| limit.when.as_deref());
    let certification = view.certification.iter().filter_map(|one| one.when.as_deref());
    let of_components = model.components.iter().flat_map(|component| &component.needs);
    let of_components = of_components.filter_map(|need| need.when.as_deref());
    let formulas: Vec<&Formula> =
        slots.chain(rules).chain(needs).chain(limits).chain(certification).chain(of_components).collect();
    for formula in formulas {
        formula.each_check(&mut |check| {
            if let Check::Fact(fact) = check {
                report_fact(model, market, view, fact, diagnostics);
            }
        });
    }
}

fn report_fact(model: &Model, market: AreaId, view: &MarketView, fact: &FactCheck, diagnostics: &mut Vec<Diagnostic>) {
    let offers = view.provides.iter().filter(|offer| offer.capability == fact.path.capability);
    let stated: Vec<_> =
        offers.filter_map(|offer| Some((offer.effectivity, offer.attributes.get(&fact.path.attribute)?))).collect();
    let name = format!("{}.{}", fact.path.capability, fact.path.attribute);
    let mut several = None;
    for (dates, value) in &stated {
        let together = stated.iter().filter(|(other, _)| other.overlaps(*dates));
        let mut values: Vec<&Scalar> = Vec::new();
        for (_, other) in together {
            match &other.value {
                Attribute::Set(set) => values.extend(set),
                Attribute::Range(..) => several = Some(value.span),
            }
        }
        values.sort();
        values.dedup();
        if values.len() > 1 {
            several = Some(value.span);
        }
        let kinds = value.value.kind().zip(fact.values.first());
        if let Some((kind, wanted)) = kinds {
            let compared = wanted.kind();
            if compared != kind && kind != AttributeKind::Range {
                let word = compared.word();
                let message = format!("`{name}` is {}, but is compared with {word}", kind.word());
                diagnostics
                    .push(Diagnostic::error(ModelCode::ConditionKind, fact.span, message).and(value.span, kind.word()));
            }
        }
    }
    if let (Some(place), Which::Single) = (several, fact.which) {
        let code = model.areas.code(market);
        let message = format!("`{name}` has several values in `{code}`, so a plain comparison means nothing");
        let diagnostic = Diagnostic::error(ModelCode::ManyValues, fact.span, message).and(place, format!("`{code}`"));
        diagnostics.push(diagnostic.help(instead_of_plain(fact, stated.first().map(|(_, value)| &value.value), &name)));
    }
}

/// What to write instead of a plain comparison: numbers have a least and a greatest, other values have not.
fn instead_of_plain(fact: &FactCheck, value: Option<&Attribute>, name: &str) -> String {
    if let (Some(Attribute::Set(_)), Some(wanted)) = (value, fact.values.first())
        && !matches!(wanted, Scalar::Number(_))
    {
        let FactPath { capability, attribute } = &fact.path;
        let wanted = if let Scalar::Text(text) = wanted { format!("\"{text}\"") } else { wanted.to_string() };
        return format!(
            "a condition cannot test for one of several values, but a need can: \
             `needs = {{ \"{capability}\" = {{ {attribute} = {{ any-of = [{wanted}] }} }} }}`"
        );
    }
    format!("write `min({name})` or `max({name})`")
}

/// A carrier that solution.toml requires and the market does not have.
fn report_carriers(model: &Model, market: AreaId, view: &MarketView, diagnostics: &mut Vec<Diagnostic>) {
    let requested =
        model.header.carriers.iter().filter(|served| served.market == market).flat_map(|served| &served.carriers);
    for id in requested.filter(|id| !view.carriers.iter().any(|carrier| carrier.id == id.value)) {
        let message = format!("`{}` has no carrier `{}`", model.areas.code(market), id.value);
        let near = nearest(&id.value, view.carriers.iter().map(|carrier| carrier.id.as_str()));
        diagnostics.push(Diagnostic::error(NameCode::UnknownCarrier, id.span, message).did_you_mean(near));
    }
}

/// A limit without tests: every provider of the capability passes.
fn report_idle_limits(files: &Files, markets: &[(AreaId, &MarketView)], diagnostics: &mut Vec<Diagnostic>) {
    let own = |span: &Span| !files.is_built_in(span.file);
    let limits = markets.iter().flat_map(|(_, view)| &view.limits);
    for limit in limits.filter(|limit| limit.tests.is_empty() && own(&limit.origin.span)) {
        let name = limit.name();
        let message = format!("limit `{name}` has no test, so every provider of `{}` passes", limit.capability);
        let diagnostic =
            Diagnostic::warning(OverlayCode::LimitWithoutTests, limit.origin.span, message).about(limit.name());
        diagnostics.push(diagnostic.help("add `where = { … }` with the tests, or delete the limit"));
    }
}

/// Slots, rules, needs and limits whose condition is false in every market that they apply to, whatever is chosen.
fn report_never_used(model: &Model, markets: &[(AreaId, &MarketView)], diagnostics: &mut Vec<Diagnostic>) {
    for statement in &model.statements {
        let Some(Switch { what, condition }) = statement.section.shape().switch else { continue };
        let key = condition.name();
        let Some(layer) = model.layer(statement.layer).filter(|layer| layer.file_origin == FileOrigin::Own) else {
            continue;
        };
        let markets = markets.iter().map(|(market, _)| *market);
        let reached: Vec<AreaId> = markets.filter(|market| model.areas.lies_in(*market, layer.area)).collect();
        let conditions = statement.keys().filter(|(name, _)| *name == key);
        for (node, formula) in conditions.filter_map(|(_, node)| Some((node, model.formula(node.span)?))) {
            let is_false = |market: &AreaId| in_market(&formula, *market, &model.areas) == Some(false);
            if !reached.is_empty() && reached.iter().all(is_false) {
                let id = statement.name();
                let message = format!("no market of the solution can use {what} `{id}`: its `{key}` is false in all");
                let diagnostic = Diagnostic::warning(LintCode::NeverUsed, node.span, message).about(id);
                diagnostics.push(diagnostic.help(format!("add a market for which it holds, or delete the {what}")));
            }
        }
    }
}

/// What the market alone decides of a formula; `None` where choices or facts matter too.
fn in_market(formula: &Formula, market: AreaId, areas: &Areas) -> Option<bool> {
    let all = |parts: &[Formula], neutral: bool| {
        let mut known = Some(neutral);
        for part in parts {
            match in_market(part, market, areas) {
                Some(value) if value == neutral => {}
                Some(value) => return Some(value),
                None => known = None,
            }
        }
        known
    };
    match formula {
        Formula::Not(inner) => in_market(inner, market, areas).map(|value| !value),
        Formula::And(parts) => all(parts, true),
        Formula::Or(parts) => all(parts, false),
        Formula::Check(Check::MarketIs(list)) => Some(list.contains(&market)),
        Formula::Check(Check::MarketIn(list)) => Some(list.iter().any(|area| areas.lies_in(market, *area))),
        Formula::Check(
            Check::Option(..)
            | Check::Filled(_)
            | Check::Holds(..)
            | Check::Selected(_)
            | Check::Provides(_)
            | Check::Carrier(_)
            | Check::Known(_)
            | Check::Fact(_)
            | Check::Count(..)
            | Check::Sum(..),
        ) => None,
    }
}

/// A carrier that lists one technology twice in one array, at dates that overlap.
fn report_networks(statements: &[Statement], diagnostics: &mut Vec<Diagnostic>) {
    for statement in statements.iter().filter(|statement| statement.section == Section::Carriers) {
        let tables = statement.table.list(&NETWORKS).map(|network| network.value);
        let networks = tables.filter_map(|table| Some((table.read_at(&TECHNOLOGY)?, effectivity_of(table))));
        let mut seen: BTreeMap<&str, Vec<(Effectivity, Span)>> = BTreeMap::new();
        for (technology, dates) in networks {
            let before = seen.entry(technology.value).or_default();
            if let Some((_, first)) = before.iter().find(|(other, _)| other.overlaps(dates)) {
                let message = format!("carrier `{}` lists `{}` twice", statement.id, technology.value);
                let diagnostic = Diagnostic::error(NameCode::DuplicateEntry, technology.span, message).label("here");
                let help = "join the two, or give them dates that do not overlap";
                diagnostics.push(diagnostic.and(*first, "and here").help(help));
            }
            before.push((dates, technology.span));
        }
    }
}
