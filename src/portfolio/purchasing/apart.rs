//! A plan that falls into independent blocks.

use super::blocks::{Block, blocks};
use super::evaluated::evaluate;
use super::found::{Found, Known};
use super::key::Preference;
use super::market::{Built, Engine, Level, Market};
use super::options::{PartChoices, of_market};
use super::relaxed::{Pick, Stop};
use crate::model::ComponentId;
use crate::number::Number;
use crate::trade::{OrderKey, Terms};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// The terms of every order with the components that are had from it.
pub(super) type AllTerms = BTreeMap<OrderKey, (Terms, BTreeSet<ComponentId>)>;

/// The best plan, block by block, from any plan; `None` where the plan does not fall into small blocks.
pub(super) fn planned(
    markets: &[&Market<'_>],
    picks: &[Rc<Pick>],
    terms: &AllTerms,
    engine: &mut Engine,
) -> Result<Option<Found>, Stop> {
    let has_capacity = terms.values().any(|(terms, _)| terms.capacity.is_some());
    if has_capacity || !markets.iter().all(|market| falls_apart(market)) {
        return Ok(None);
    }
    let mut all: Vec<Vec<PartChoices>> = Vec::with_capacity(markets.len());
    for (market, pick) in markets.iter().zip(picks) {
        let Some(parts) = market.built.first().and_then(|built| of_market(built, pick, market.volume)) else {
            return Ok(None);
        };
        all.push(parts);
    }
    let Some(model) = markets.first().and_then(|market| market.built.first()).map(|built| built.case.input.model)
    else {
        return Ok(None);
    };
    let of_order =
        |key: OrderKey| terms.get(&key).cloned().unwrap_or_else(|| (Terms::plain(Number::ZERO), BTreeSet::new()));
    let is_constant = |key: OrderKey| {
        let (terms, components) = of_order(key);
        terms.constant().is_some() && components.iter().all(|id| model.components[*id].attrition.is_none())
    };
    let mut values: Vec<_> = picks.iter().map(|pick| pick.values.clone()).collect();
    let mut open = Number::ZERO;
    for members in blocks(&all, &is_constant) {
        let lists = members.iter().map(|member| all[member.market][member.part].list.as_slice()).collect();
        let plan = Block::of(model, lists, &of_order).plan(&mut engine.work)?;
        let gap = plan.year.checked_sub(plan.at_least).ok_or(Stop::TooLarge)?;
        open = open.checked_add(gap).ok_or(Stop::TooLarge)?;
        for (member, choice) in members.iter().zip(plan.choices) {
            for (group, value) in &all[member.market][member.part].list[choice].values {
                values[member.market][*group] = *value;
            }
        }
    }
    let mut chosen = Vec::with_capacity(picks.len());
    for ((market, pick), values) in markets.iter().zip(picks).zip(values) {
        let Some(built) = market.built.first() else { return Ok(None) };
        let preference = Preference::of(built, &values);
        chosen.push(Rc::new(Pick { built: 0, values, objective: pick.objective.clone(), preference }));
    }
    let refs: Vec<&Pick> = chosen.iter().map(Rc::as_ref).collect();
    let Ok(evaluated) = evaluate(markets, &refs)? else { return Ok(None) };
    let year = evaluated.year;
    let known = Rc::new(Known { picks: chosen, evaluated });
    if open.is_zero() {
        return Ok(Some(Found::Best(known)));
    }
    Ok(Some(Found::Open { known: Some(known), at_least: year.checked_sub(open) }))
}

/// Whether what a market pays is the sum of what its parts pay, and nothing else counts.
fn falls_apart(market: &Market<'_>) -> bool {
    let [built] = market.built.as_slice() else { return false };
    let input = &built.case.input;
    let counts_nothing = |level: &Level| match level {
        Level::Cost => true,
        Level::Exact(weights) => weights.iter().flat_map(|(_, list)| list).all(|weight| weight.is_zero()),
    };
    let is_bounded = input.view.duties.iter().any(|duty| duty.at_least.is_some() || duty.at_most.is_some());
    let pays_once = input.model.licenses.iter().any(|license| !license.once.is_zero());
    let has_rules = !input.view.content.is_empty() || !input.model.articles.is_empty();
    !has_rules && !is_bounded && !pays_once && built.levels.iter().all(counts_nothing) && breaks_no_ties(built)
}

/// Whether carriers and planned certificates leave nothing to be decided: their number counts for a market as a whole.
fn breaks_no_ties(built: &Built<'_>) -> bool {
    let lowered = &built.lowered;
    let carriers = lowered.carriers.iter().flatten().copied();
    let parts = lowered.planned_parts.iter().map(|part| part.group);
    let mut groups = carriers.chain(lowered.planned.iter().flatten().copied()).chain(parts);
    groups.all(|group| built.open[group].len() == 1)
}
