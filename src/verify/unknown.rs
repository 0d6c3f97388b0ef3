//! What an answer needs of the market and nobody stated: no answer may hide it.

use super::answer::{Answer, Line, MADE};
use super::makers::{LISTS, party};
use super::offers::attribute_passes;
use crate::model::{Alternative, Attribute, AttributeTest, Attributes, Check, Formula, Test};
use crate::name::is_below;
use crate::overlay::CarrierDefinition;
use crate::syntax::condition::FactPath;
use crate::terms::ComponentKind;
use std::collections::BTreeSet;

/// The keys of all that is needed and not known.
pub(super) fn keys(answer: &Answer<'_>) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for line in &answer.lines {
        let needs = line.component.needs.iter().filter(|need| answer.is_in_force(need.effectivity));
        for need in needs {
            if need.when.as_ref().is_some_and(|when| value_of(answer, when, &mut keys) == Some(false)) {
                continue;
            }
            keys.extend(need.alternatives.iter().filter_map(|one| key_of(answer, one, Some(line))));
        }
    }
    let view = answer.input.view;
    for area_need in view.needs.iter().filter(|one| answer.is_in_force(one.need.effectivity)) {
        let need = &area_need.need;
        if need.when.as_ref().is_some_and(|when| value_of(answer, when, &mut keys) == Some(false)) {
            continue;
        }
        let of_carriers =
            |one: &&Alternative| ["network", "carrier"].iter().any(|above| is_below(&one.capability, above));
        keys.extend(need.alternatives.iter().filter(of_carriers).filter_map(|one| key_of(answer, one, None)));
    }
    let conditions = view.slots.iter().flatten().filter_map(|slot| Some(&slot.when.as_ref()?.value));
    let limits =
        view.limits.iter().filter(|one| answer.is_in_force(one.effectivity)).filter_map(|one| one.when.as_ref());
    let schemes = view.certification.iter().filter(|one| answer.is_in_force(one.effectivity));
    let schemes = schemes.filter_map(|one| one.when.as_ref());
    for condition in conditions.chain(limits).chain(schemes) {
        value_of(answer, condition, &mut keys);
    }
    for rule in view.rules.iter().filter(|rule| answer.is_in_force(rule.effectivity)) {
        let applies = rule.condition.as_ref().is_none_or(|when| value_of(answer, when, &mut keys) != Some(false));
        if applies {
            value_of(answer, &rule.then, &mut keys);
        }
    }
    if has_unknown_maker(answer) {
        keys.insert("made.by".to_owned());
    }
    keys.extend(answer.lines.iter().filter(|line| lacks_origin(answer, line)).map(|line| {
        let id = &line.component.id;
        format!("origin.{id}")
    }));
    keys
}

/// Whether a limit tests the lists of parties of a line whose maker is not a party: it passes, and nobody knows.
fn has_unknown_maker(answer: &Answer<'_>) -> bool {
    let limits = answer.input.view.limits.iter().filter(|limit| {
        is_below(&limit.capability, MADE)
            && limit.tests.iter().any(|test| test.attribute == LISTS)
            && answer.is_active(limit.effectivity, limit.when.as_ref()) == Some(true)
    });
    let unknown = |line: &Line<'_>| line.is_hardware() && line.maker().and_then(|by| party(answer, by)).is_none();
    let mut limits = limits.peekable();
    limits.peek().is_some()
        && limits.any(|limit| answer.lines.iter().any(|line| line.provides(&limit.capability) && unknown(line)))
}

/// Whether goods of no stated origin have a tariff code on which a duty depends on the origin.
fn lacks_origin(answer: &Answer<'_>, line: &Line<'_>) -> bool {
    let component = line.component;
    let Some(code) = line.hs() else { return false };
    let is_good = matches!(component.kind, ComponentKind::Hardware | ComponentKind::Document);
    let duties = &answer.input.view.duties;
    let mut by_origin = duties.iter().filter(|duty| duty.origin_area.is_some() && answer.is_in_force(duty.effectivity));
    is_good
        && line.origin().is_none()
        && by_origin.any(|duty| duty.hs.is_empty() || duty.hs.iter().any(|part| code.starts_with(&**part)))
}

/// The key of an alternative that neither a line nor anybody in the market is known to meet, though somebody might.
fn key_of(answer: &Answer<'_>, wanted: &Alternative, needing: Option<&Line<'_>>) -> Option<String> {
    let by_version = wanted.tests.iter().any(|one| matches!(one.test, Test::Version(_)));
    let mut others = answer.lines.iter().filter(|line| needing.is_none_or(|needing| needing.slot != line.slot));
    let by_line = others.any(|line| answer.line_meets(line, wanted));
    let operating = || answer.input.view.carriers.iter().filter(|carrier| answer.is_in_force(carrier.effectivity));
    let by_market = answer.market_meets(wanted) || operating().any(|carrier| answer.carrier_meets(carrier, wanted));
    if by_version || by_market || (by_line && !wanted.is_network()) {
        return None;
    }
    let capability = &wanted.capability;
    if wanted.is_network() {
        let carriers: Vec<&CarrierDefinition> = operating().map(AsRef::as_ref).collect();
        return key_of_network(answer, wanted, &carriers);
    }
    let entries = answer.input.view.provides.iter().filter(|entry| is_below(&entry.capability, capability));
    let in_force = entries.clone().filter(|entry| answer.is_in_force(entry.effectivity));
    let open: BTreeSet<&str> =
        in_force.flat_map(|entry| open_tests(answer, &wanted.tests, &entry.attributes)).collect();
    if let Some(first) = open.first() {
        return Some(format!("{capability}.{first}"));
    }
    let is_new = is_below(capability, "spectrum") && entries.count() == 0;
    let is_open = (is_new || is_called_unknown(answer, capability)) && !is_called_complete(answer, capability);
    is_open.then(|| capability.clone())
}

/// Of a network, the carriers that operate decide: one with an open attribute, else one whose list may be longer.
fn key_of_network(answer: &Answer<'_>, wanted: &Alternative, carriers: &[&CarrierDefinition]) -> Option<String> {
    let capability = &wanted.capability;
    if carriers.is_empty() {
        return (!is_called_complete(answer, "carrier")).then(|| capability.clone());
    }
    let mut open: BTreeSet<&str> = BTreeSet::new();
    let mut may_be_longer = false;
    for carrier in carriers {
        let listed: Vec<_> = carrier.networks.iter().filter(|one| is_below(&one.capability, capability)).collect();
        let on_air = listed.iter().filter(|network| answer.is_in_force(network.effectivity));
        open.extend(on_air.flat_map(|network| open_tests(answer, &wanted.tests, &network.attributes)));
        may_be_longer |= listed.is_empty() && !carrier.networks_complete;
    }
    match open.first() {
        Some(first) => Some(format!("{capability}.{first}")),
        None => may_be_longer.then(|| capability.clone()),
    }
}

/// The attributes that are tested and not stated, if nothing that is stated rules the rest out.
fn open_tests<'t>(answer: &Answer<'_>, tests: &'t [AttributeTest], stated: &Attributes) -> Vec<&'t str> {
    let rules_out = |one: &AttributeTest| match stated.get(&one.attribute).map(|found| &found.value) {
        None => false,
        // Another entry may cover the rest of a range.
        Some(Attribute::Range(low, high)) if matches!(one.test, Test::Covers(..)) => {
            let Test::Covers(from, to) = one.test else { return true };
            *high < from || to < *low
        }
        Some(value) => !attribute_passes(value, &one.test, &answer.input.model.areas),
    };
    if tests.iter().any(rules_out) {
        return Vec::new();
    }
    let missing = tests.iter().filter(|one| stated.get(&one.attribute).is_none());
    missing.map(|one| one.attribute.as_str()).collect()
}

/// The section that could state a capability, if its absence from all overlays means that it is not known.
fn section(capability: &str) -> Option<&'static str> {
    match capability.split('.').next() {
        Some("power") => Some("power"),
        Some("spectrum") => Some("radio"),
        Some("network" | "carrier") => Some("carriers"),
        Some(_) | None => None,
    }
}

fn is_called_unknown(answer: &Answer<'_>, capability: &str) -> bool {
    answer.input.view.gaps.iter().any(|gap| {
        Some(gap.key.as_str()) == section(capability)
            || is_below(&gap.key, capability)
            || is_below(capability, &gap.key)
    })
}

fn is_called_complete(answer: &Answer<'_>, capability: &str) -> bool {
    let technology = capability.strip_prefix("spectrum.");
    answer.input.view.complete.iter().any(|one| {
        let all = one.only.is_none();
        let named = one.only.iter().flatten().any(|only| technology.is_some_and(|own| is_below(own, only)));
        Some(one.section.as_str()) == section(capability) && (all || named)
    })
}

/// The value of a condition, where a fact that nobody stated could change it unknown, even if it only tests whether the
/// fact is known; then its facts are open.
fn value_of(answer: &Answer<'_>, condition: &Formula, keys: &mut BTreeSet<String>) -> Option<bool> {
    let value = open_value(answer, condition);
    if value.is_none() {
        condition.each_check(&mut |check| {
            let Some(path) = check.fact_path() else { return };
            if is_open_fact(answer, path) {
                keys.insert(format!("{}.{}", path.capability, path.attribute));
            }
        });
    }
    value
}

fn open_value(answer: &Answer<'_>, condition: &Formula) -> Option<bool> {
    let several = |parts: &[Formula], deciding: bool| {
        let mut values = parts.iter().map(|part| open_value(answer, part));
        let known = values.try_fold(true, |known, value| match value {
            Some(value) if value == deciding => Err(()),
            value => Ok(known && value.is_some()),
        });
        match known {
            Err(()) => Some(deciding),
            Ok(true) => Some(!deciding),
            Ok(false) => None,
        }
    };
    match condition {
        Formula::Not(inner) => open_value(answer, inner).map(|value| !value),
        Formula::And(parts) => several(parts, false),
        Formula::Or(parts) => several(parts, true),
        Formula::Check(Check::Known(path)) if is_open_fact(answer, path) => None,
        Formula::Check(Check::Fact(fact)) if !is_open_fact(answer, &fact.path) => {
            Some(answer.holds(condition).unwrap_or(false))
        }
        Formula::Check(_) => answer.holds(condition),
    }
}

fn is_open_fact(answer: &Answer<'_>, path: &FactPath) -> bool {
    let entries = || answer.input.view.provides.iter().filter(|entry| entry.capability == path.capability);
    let mut in_force = entries().filter(|entry| answer.is_in_force(entry.effectivity));
    let is_stated = in_force.any(|entry| entry.attributes.get(&path.attribute).is_some());
    !is_stated && (entries().next().is_some() || !is_called_complete(answer, &path.capability))
}
