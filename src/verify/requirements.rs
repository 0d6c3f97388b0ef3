//! Needs that lines and the market meet, limits, resources, rules.

use super::offers::Offer;
use super::view::{Line, View};
use crate::model::{Alternative, Need};
use crate::name::is_below;
use crate::number::Number;
use crate::overlay::{AreaNeed, Limit, Rule};
use std::collections::BTreeMap;

pub(super) fn check(view: &View<'_>, told: &mut Vec<String>) {
    for line in &view.lines {
        for need in &line.component.needs {
            check_component_need(view, line, need, told);
        }
    }
    let laid = view.question.laid;
    laid.needs.iter().for_each(|need| check_area_need(view, need, told));
    laid.limits.iter().for_each(|limit| check_limit(view, limit, told));
    laid.rules.iter().for_each(|rule| check_rule(view, rule, told));
    check_resources(view, told);
}

/// A component's need is met by another line, the market, or a picked carrier; networks are asked for elsewhere.
fn check_component_need(view: &View<'_>, line: &Line<'_>, need: &Need, told: &mut Vec<String>) {
    let (phrase, wanted) = (view.phrase(line), need.phrase());
    match view.is_active(need.effectivity, need.when.as_ref()) {
        Some(false) => {}
        None => told.push(format!("whether {phrase} needs {wanted} depends on a fact that is not stated")),
        Some(true) if need.is_network() => {}
        Some(true) => {
            let met = need.alternatives.iter().any(|alternative| {
                line_meets(view, alternative, Some(line))
                    || view.market_meets(alternative)
                    || view.picked.iter().any(|carrier| view.carrier_meets(carrier, alternative))
            });
            if !met {
                told.push(format!("{phrase} needs {wanted}, and nothing provides it"));
            }
        }
    }
}

/// Whether some line, other than the one that asks, meets an alternative.
fn line_meets(view: &View<'_>, alternative: &Alternative, asking: Option<&Line<'_>>) -> bool {
    let others = view.lines.iter().filter(|line| asking.is_none_or(|asking| asking.slot != line.slot));
    others.flat_map(Offer::of_line).any(|offer| offer.meets(alternative, &view.question.model.areas))
}

/// A market's own need is met by a line or by a picked carrier, never by the market itself.
fn check_area_need(view: &View<'_>, asked: &AreaNeed, told: &mut Vec<String>) {
    let wanted = asked.need.phrase();
    match view.is_active(asked.need.effectivity, asked.need.when.as_ref()) {
        Some(false) => {}
        None => told.push(format!("whether the market needs {wanted} depends on a fact that is not stated")),
        Some(true) => {
            let met = asked.need.alternatives.iter().any(|alternative| {
                view.picked.iter().any(|carrier| view.carrier_meets(carrier, alternative))
                    || (!alternative.is_network() && line_meets(view, alternative, None))
            });
            if !met {
                told.push(format!("the market needs {wanted} (`{}`), and nothing provides it", asked.id));
            }
        }
    }
}

/// Every selected component and every picked carrier that provides the capability passes.
fn check_limit(view: &View<'_>, limit: &Limit, told: &mut Vec<String>) {
    let areas = &view.question.model.areas;
    match view.is_active(limit.effectivity, limit.when.as_ref()) {
        Some(false) => return,
        None => told.push(format!("whether the limit `{}` counts depends on a fact that is not stated", limit.id)),
        Some(true) => {}
    }
    let fails = |offer: &Offer<'_>| is_below(offer.capability, &limit.capability) && !offer.passes(&limit.tests, areas);
    for line in view.lines.iter().filter(|line| Offer::of_line(line).any(|offer| fails(&offer))) {
        told.push(format!("{} does not pass the limit `{}`", view.phrase(line), limit.id));
    }
    for carrier in &view.picked {
        let own = format!("carrier.{}", carrier.id);
        let itself = Offer { capability: &own, attributes: None, version: None };
        if fails(&itself) || view.networks(carrier).any(|offer| fails(&offer)) {
            told.push(format!("carrier `{}` does not pass the limit `{}`", carrier.id, limit.id));
        }
    }
}

/// A rule in force holds; an unknown one does not.
fn check_rule(view: &View<'_>, rule: &Rule, told: &mut Vec<String>) {
    if !view.is_in_force(rule.effectivity) {
        return;
    }
    let condition = rule.condition.as_ref().map_or(Some(true), |condition| view.holds(condition));
    let holds = condition == Some(false) || view.holds(&rule.then) == Some(true);
    if !holds {
        told.push(format!("the rule `{}` is not met", rule.id));
    }
}

/// Of each resource that something uses, at least as much is supplied, over all pieces and by the market.
fn check_resources(view: &View<'_>, told: &mut Vec<String>) {
    let mut balance: BTreeMap<&str, (Option<Number>, Option<Number>)> = BTreeMap::new();
    let add = |sum: &mut Option<Number>, amount: Option<Number>| {
        *sum = sum.and_then(|sum| sum.checked_add(amount?));
    };
    let nothing = (Some(Number::ZERO), Some(Number::ZERO));
    for line in &view.lines {
        for used in &line.component.uses {
            let (used_sum, _) = balance.entry(&used.resource).or_insert(nothing);
            add(used_sum, used.amount.checked_mul(line.pieces));
        }
    }
    for line in &view.lines {
        for supplied in &line.component.supplies {
            let Some((_, supplied_sum)) = balance.get_mut(supplied.resource.as_str()) else { continue };
            add(supplied_sum, supplied.amount.checked_mul(line.pieces));
        }
    }
    for supply in &view.question.laid.supplies {
        let Some((_, supplied_sum)) = balance.get_mut(supply.resource.as_str()) else { continue };
        add(supplied_sum, Some(supply.amount));
    }
    for (resource, sums) in balance {
        match sums {
            (Some(used), Some(supplied)) if used <= supplied => {}
            (Some(used), Some(supplied)) => {
                told.push(format!("{used} of `{resource}` are used and {supplied} supplied"))
            }
            _ => told.push(format!("`{resource}` cannot be counted")),
        }
    }
}
