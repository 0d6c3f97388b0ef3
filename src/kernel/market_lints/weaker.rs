//! Whether a requirement requires less than another, on some day and in some configuration.
//!
//! New entries require no less where each old one is implied by a new one. Tests of attributes are not looked at here
//! unless the capability is another one: whether other tests let more pass is a question about components.

use super::implied::implies;
use crate::date::Effectivity;
use crate::model::{Alternative, AttributeTest, Formula};
use crate::name::is_below;
use crate::overlay::{AreaNeed, CarrierDefinition, Certification, Limit, Rule};
use crate::schema::Entry;
use crate::terms::Level;
use std::sync::Arc;

/// In what the new entries require less than the old ones, as the end of a sentence; `None` where they do not.
pub(super) fn less(before: &[Entry], after: &[Entry]) -> Option<String> {
    before.iter().find_map(|old| {
        let compared: Vec<Option<String>> = after.iter().filter_map(|new| compared(old, new)).collect();
        if compared.is_empty() && is_requirement(old) {
            return Some("it is no longer required".to_owned());
        }
        let each: Option<Vec<String>> = compared.into_iter().collect();
        each?.into_iter().next()
    })
}

/// Whether an entry alone requires something: carriers are only required by who picks them.
fn is_requirement(entry: &Entry) -> bool {
    matches!(entry, Entry::Certification(_) | Entry::AreaNeed(_) | Entry::Limit(_) | Entry::Rule(_))
}

/// The comparison of two entries; `None` where they are about different things.
fn compared(old: &Entry, new: &Entry) -> Option<Option<String>> {
    if let (Entry::Certification(old), Entry::Certification(new)) = (old, new) {
        Some(certification(old, new))
    } else if let (Entry::AreaNeed(old), Entry::AreaNeed(new)) = (old, new) {
        Some(need(old, new))
    } else if let (Entry::Limit(old), Entry::Limit(new)) = (old, new) {
        Some(limit(old, new))
    } else if let (Entry::Rule(old), Entry::Rule(new)) = (old, new) {
        Some(rule(old, new))
    } else if let (Entry::CarrierDefinition(old), Entry::CarrierDefinition(new)) = (old, new) {
        Some(carrier(old, new))
    } else {
        None
    }
}

fn certification(old: &Certification, new: &Certification) -> Option<String> {
    let wider = new.accepts.iter().find(|scheme| !old.accepts.contains(scheme));
    let accepts = || wider.map(|scheme| format!("it accepts `{scheme}` too"));
    let applies = match (&old.applies_to, &new.applies_to) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(old), Some(new)) => is_below(old, new),
    };
    let level = new.level == old.level || new.level == Level::Solution;
    let months = match (old.valid_months, new.valid_months) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(old), Some(new)) => new <= old,
    };
    dates(old.effectivity, new.effectivity)
        .or_else(|| switch(old.when.as_ref(), new.when.as_ref()))
        .or_else(accepts)
        .or_else(|| (!applies).then(|| "it applies to fewer components".to_owned()))
        .or_else(|| (!level).then(|| "certificates of components count too".to_owned()))
        .or_else(|| (!months).then(|| "certificates count for longer".to_owned()))
}

fn need(old: &AreaNeed, new: &AreaNeed) -> Option<String> {
    let (old, new) = (&old.need, &new.need);
    let implied = |one: &Alternative| {
        let keeps = |other: &Alternative| {
            let tests = one.capability == other.capability || has_all(&other.tests, &one.tests);
            is_below(&one.capability, &other.capability) && tests
        };
        old.alternatives.iter().any(keeps)
    };
    dates(old.effectivity, new.effectivity)
        .or_else(|| switch(old.when.as_ref(), new.when.as_ref()))
        .or_else(|| (!new.alternatives.iter().all(implied)).then(|| OTHER_CAPABILITY.to_owned()))
}

fn limit(old: &Limit, new: &Limit) -> Option<String> {
    let tests = old.capability == new.capability || has_all(&old.tests, &new.tests);
    dates(old.effectivity, new.effectivity)
        .or_else(|| switch(old.when.as_ref(), new.when.as_ref()))
        .or_else(|| (!(is_below(&old.capability, &new.capability) && tests)).then(|| OTHER_CAPABILITY.to_owned()))
}

const OTHER_CAPABILITY: &str = "it is about another capability";

fn has_all(wanted: &[AttributeTest], tests: &[AttributeTest]) -> bool {
    let has =
        |one: &AttributeTest| tests.iter().any(|other| (&one.attribute, &one.test) == (&other.attribute, &other.test));
    wanted.iter().all(has)
}

fn rule(old: &Rule, new: &Rule) -> Option<String> {
    dates(old.effectivity, new.effectivity)
        .or_else(|| switch(old.condition.as_ref(), new.condition.as_ref()))
        .or_else(|| (!implies(&new.then, &old.then)).then(|| "its `then` lets more pass".to_owned()))
}

fn carrier(old: &CarrierDefinition, new: &CarrierDefinition) -> Option<String> {
    let keeps = |scheme: &str| new.approvals.iter().any(|one| one.value == scheme);
    let dropped = old.approvals.iter().find(|one| !keeps(&one.value))?;
    Some(format!("its approval `{}` is no longer required", dropped.value))
}

/// Whether the new dates leave out days of the old ones.
fn dates(old: Effectivity, new: Effectivity) -> Option<String> {
    let begins = new.from.is_none_or(|new| old.from.is_some_and(|old| new <= old));
    let ends = new.until.is_none_or(|new| old.until.is_some_and(|old| old <= new));
    match (new.from.filter(|_| !begins), new.until.filter(|_| !ends)) {
        (Some(from), _) => Some(format!("it is not required before {from}")),
        (None, Some(until)) => Some(format!("it is not required from {until} on")),
        (None, None) => None,
    }
}

/// Whether the new condition is false in cases of the old one.
fn switch(old: Option<&Arc<Formula>>, new: Option<&Arc<Formula>>) -> Option<String> {
    let implied = new.is_none_or(|new| implies(old.map_or(&Formula::And(Vec::new()), |old| old), new));
    (!implied).then(|| "it is required in fewer cases, by its condition".to_owned())
}
