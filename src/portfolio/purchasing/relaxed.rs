//! A market's best answer at given prices.

use super::key::Preference;
use super::market::{Built, Engine, Level, Market};
use crate::engine::{Assignment, GroupId, Label, Values};
use crate::kernel::{CostTerm, Lowered, TooLarge, Weights, combined, cost_terms, weights_of};
use crate::keyed_vec::KeyedVec;
use crate::model::ArticleId;
use crate::number::Number;
use crate::query::{ResolveError, best};
use crate::trade::{OrderKey, Rates};
use std::cell::RefCell;
use std::sync::Arc;

/// What a market takes.
#[derive(Clone, Debug)]
pub(super) struct Pick {
    /// Which way of building.
    pub built: usize,
    pub values: Assignment,
    /// By level.
    pub objective: Vec<Number>,
    pub preference: Preference,
}

/// What is paid for a piece of an order, and for the set-up of an article.
pub(super) struct Paid<'p> {
    /// `None`: the order cannot be bought.
    pub each: &'p dyn Fn(OrderKey) -> Option<Number>,
    /// By way of building and article.
    pub set_up: &'p dyn Fn(&Built<'_>, ArticleId) -> Number,
}

/// What is open to a market.
pub(super) struct Choice<'p> {
    pub restricted: &'p [(GroupId, Values)],
    pub routes: &'p [usize],
}

/// The best answer of a market; `None` where it has none.
pub(super) fn pick(
    market: &Market<'_>,
    choice: &Choice<'_>,
    paid: &Paid<'_>,
    engine: &mut Engine,
) -> Result<Option<Pick>, Stop> {
    let mut first: Option<Pick> = None;
    for at in choice.routes {
        let Some(built) = market.built.get(*at) else { continue };
        let Some(found) = answer(built, choice.restricted, paid, engine)? else { continue };
        let preference = Preference::of(built, &found.0);
        let pick = Pick { built: *at, values: found.0, objective: found.1, preference };
        let rank = |pick: &Pick| (pick.objective.clone(), pick.preference.clone());
        if first.as_ref().is_none_or(|known| rank(&pick) < rank(known)) {
            first = Some(pick);
        }
    }
    Ok(first)
}

/// Why a plan was not found.
#[derive(Debug)]
pub(super) enum Stop {
    /// The work limit was reached.
    Limit,
    /// Amounts are past all bounds.
    TooLarge,
}

impl From<crate::engine::LimitReached> for Stop {
    fn from(_: crate::engine::LimitReached) -> Self {
        Self::Limit
    }
}

impl From<TooLarge> for Stop {
    fn from(_: TooLarge) -> Self {
        Self::TooLarge
    }
}

fn answer(
    built: &Built<'_>,
    restricted: &[(GroupId, Values)],
    paid: &Paid<'_>,
    engine: &mut Engine,
) -> Result<Option<(Assignment, Vec<Number>)>, Stop> {
    let forbidden: RefCell<Vec<(GroupId, u32)>> = RefCell::default();
    let each = |term: &CostTerm, order: OrderKey| match (paid.each)(order) {
        Some(price) => Some(price),
        None => {
            forbidden.borrow_mut().push((term.group, term.value));
            Some(Number::ZERO)
        }
    };
    let (mut cost, constant) = costs(built, paid, &each)?;
    cost.extend(built.planned.iter().cloned());
    let levels: Vec<Weights> = built
        .levels
        .iter()
        .map(|level| match level {
            Level::Cost => cost.clone(),
            Level::Exact(weights) => weights.clone(),
        })
        .collect();
    let mut lowered: Lowered = built.lowered.clone();
    lowered.problem.set_costs(combined(&levels));
    for (group, values) in restricted {
        lowered.problem.add_clause(Label::STRUCTURE, vec![(*group, values.clone())]);
    }
    for (group, value) in forbidden.into_inner() {
        let others = Values::single(value).complement(lowered.problem.size(group));
        lowered.problem.add_clause(Label::STRUCTURE, vec![(group, others)]);
    }
    let Some(values) = best(&lowered, &mut engine.optimiser, &mut engine.work)? else { return Ok(None) };
    let mut objective = Vec::with_capacity(levels.len());
    for (level, weights) in built.levels.iter().zip(&levels) {
        let mut sum = if matches!(level, Level::Cost) { constant } else { Number::ZERO };
        for (group, list) in weights {
            let weight = list.get(values[*group] as usize).copied().unwrap_or(Number::ZERO);
            sum = sum.checked_add(weight).ok_or(Stop::TooLarge)?;
        }
        objective.push(sum);
    }
    Ok(Some((values, objective)))
}

/// The weights of the costs at these prices, and what is paid whatever is chosen.
fn costs(
    built: &Built<'_>,
    paid: &Paid<'_>,
    each: &dyn Fn(&CostTerm, OrderKey) -> Option<Number>,
) -> Result<(Weights, Number), Stop> {
    if !built.has_set_up {
        return Ok((weights_of(&built.terms, &built.lowered, each)?, built.terms.constant));
    }
    let articles: KeyedVec<ArticleId, Number> =
        built.route.keys().map(|article| (paid.set_up)(built, article)).collect();
    let rates = Rates { route: built.route.clone(), set_up: articles, ..Rates::default() };
    let mut input = built.case.input.clone();
    input.rates = Some(Arc::new(rates));
    let terms = cost_terms(&input, &built.lowered)?;
    Ok((weights_of(&terms, &built.lowered, each)?, terms.constant))
}

impl From<Stop> for ResolveError {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Limit => Self::limit_reached(),
            Stop::TooLarge => Self::too_large(),
        }
    }
}
