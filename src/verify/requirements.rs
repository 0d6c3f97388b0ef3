//! Needs, limits, resources and rules.

use super::answer::{Answer, Line};
use super::offers::Offer;
use crate::model::{Alternative, Need};
use crate::name::is_below;
use crate::number::Number;
use crate::overlay::{AreaNeed, Limit, Rule};
use std::collections::BTreeMap;

pub(super) fn check(answer: &Answer<'_>, faults: &mut Vec<String>) {
    for line in &answer.lines {
        for need in &line.component.needs {
            check_component_need(answer, line, need, faults);
        }
    }
    let view = answer.input.view;
    view.needs.iter().for_each(|need| check_area_need(answer, need, faults));
    view.limits.iter().for_each(|limit| check_limit(answer, limit, faults));
    view.rules.iter().for_each(|rule| check_rule(answer, rule, faults));
    check_resources(answer, faults);
}

/// A component's need is met by another line, the market, or a picked carrier; networks are checked elsewhere.
fn check_component_need(answer: &Answer<'_>, line: &Line<'_>, need: &Need, faults: &mut Vec<String>) {
    let words = || (answer.phrase(line), need.phrase());
    match answer.is_active(need.effectivity, need.when.as_ref()) {
        Some(false) => {}
        None => {
            let (phrase, wanted) = words();
            faults.push(format!("whether {phrase} needs {wanted} depends on a fact that is not stated"));
        }
        Some(true) if need.is_network() => {}
        Some(true) => {
            let met = need.alternatives.iter().any(|alternative| {
                line_meets(answer, alternative, Some(line))
                    || answer.market_meets(alternative)
                    || answer.picked.iter().any(|carrier| answer.carrier_meets(carrier, alternative))
            });
            if !met {
                let (phrase, wanted) = words();
                faults.push(format!("{phrase} needs {wanted}, and nothing provides it"));
            }
        }
    }
}

/// Whether some line, other than the one with the need, meets an alternative.
fn line_meets(answer: &Answer<'_>, alternative: &Alternative, needing: Option<&Line<'_>>) -> bool {
    let mut others = answer.lines.iter().filter(|line| needing.is_none_or(|needing| needing.slot != line.slot));
    others.any(|line| answer.line_meets(line, alternative))
}

/// A market's own need is met by a line or by a picked carrier, never by the market itself.
fn check_area_need(answer: &Answer<'_>, area_need: &AreaNeed, faults: &mut Vec<String>) {
    let wanted = area_need.need.phrase();
    match answer.is_active(area_need.need.effectivity, area_need.need.when.as_ref()) {
        Some(false) => {}
        None => faults.push(format!("whether the market needs {wanted} depends on a fact that is not stated")),
        Some(true) => {
            let met = area_need.need.alternatives.iter().any(|alternative| {
                answer.picked.iter().any(|carrier| answer.carrier_meets(carrier, alternative))
                    || (!alternative.is_network() && line_meets(answer, alternative, None))
            });
            if !met {
                faults.push(format!("the market needs {wanted} (`{}`), and nothing provides it", area_need.id));
            }
        }
    }
}

/// Every selected component and every picked carrier that provides the capability passes.
fn check_limit(answer: &Answer<'_>, limit: &Limit, faults: &mut Vec<String>) {
    let areas = &answer.input.model.areas;
    match answer.is_active(limit.effectivity, limit.when.as_ref()) {
        Some(false) => return,
        None => faults.push(format!("whether the limit `{}` counts depends on a fact that is not stated", limit.id)),
        Some(true) => {}
    }
    let fails = |offer: &Offer<'_>| is_below(offer.capability, &limit.capability) && !offer.passes(&limit.tests, areas);
    for line in answer.lines.iter().filter(|line| !answer.line_passes(line, limit)) {
        faults.push(format!("{} does not pass the limit `{}`", answer.phrase(line), limit.id));
    }
    for carrier in &answer.picked {
        let own = format!("carrier.{}", carrier.id);
        let itself = Offer { capability: &own, attributes: None, version: None };
        if fails(&itself) || answer.networks(carrier).any(|offer| fails(&offer)) {
            faults.push(format!("carrier `{}` does not pass the limit `{}`", carrier.id, limit.id));
        }
    }
}

/// A rule in force holds; an unknown one does not.
fn check_rule(answer: &Answer<'_>, rule: &Rule, faults: &mut Vec<String>) {
    if !answer.is_in_force(rule.effectivity) {
        return;
    }
    let condition = rule.condition.as_ref().map_or(Some(true), |condition| answer.holds(condition));
    let holds = condition == Some(false) || answer.holds(&rule.then) == Some(true);
    if !holds {
        faults.push(format!("the rule `{}` is not met", rule.id));
    }
}

/// What is used and supplied of a resource; `None` past thousands of digits.
#[derive(Clone, Copy)]
struct Balance {
    used: Option<Number>,
    supplied: Option<Number>,
}

impl Balance {
    const ZERO: Self = Self { used: Some(Number::ZERO), supplied: Some(Number::ZERO) };
}

/// Of each resource that something uses, at least as much is supplied, over all pieces and by the market.
fn check_resources(answer: &Answer<'_>, faults: &mut Vec<String>) {
    let mut balances: BTreeMap<&str, Balance> = BTreeMap::new();
    let add = |sum: &mut Option<Number>, amount: Option<Number>| {
        *sum = sum.and_then(|sum| sum.checked_add(amount?));
    };
    for line in &answer.lines {
        for used in &line.component.uses {
            let balance = balances.entry(&used.resource).or_insert(Balance::ZERO);
            add(&mut balance.used, used.amount.checked_mul(line.pieces));
        }
    }
    for line in &answer.lines {
        for supplied in &line.component.supplies {
            let Some(balance) = balances.get_mut(supplied.resource.as_str()) else { continue };
            add(&mut balance.supplied, supplied.amount.checked_mul(line.pieces));
        }
    }
    for supply in &answer.input.view.supplies {
        let Some(balance) = balances.get_mut(supply.resource.as_str()) else { continue };
        add(&mut balance.supplied, Some(supply.amount));
    }
    for (resource, balance) in balances {
        match (balance.used, balance.supplied) {
            (Some(used), Some(supplied)) if used <= supplied => {}
            (Some(used), Some(supplied)) => {
                faults.push(format!("{used} of `{resource}` are used, but {supplied} are supplied"))
            }
            (None, _) | (_, None) => faults.push(format!("the sum of `{resource}` is too large")),
        }
    }
}
