//! The objective `regional`: the markets of the portfolio solved jointly, with the fewest lines outside the shared core.
//!
//! A slot is part of the core if every resolved market fills it with the same component version in the same quantity.
//! All lines of all resolved markets in other slots are *regional*; so the objective is
//! Σ lines over the markets − markets × slots of the core.
//!
//! The objectives before `regional` concern each market alone: each is minimised first and then kept at its minimum.
//! Those after it are summed over the markets, `cost` times the units a year (`[volumes]`). Then ties are broken: the
//! first market's preference (slots, options, carriers, planned certificates), the second market's, and so on. Markets
//! without an answer take no part.
//!
//! | step | where |
//! |---|---|
//! | each market's problem, its earlier objectives at their minimum | `market` |
//! | what could fill a slot in every market | `shared_slot` |
//! | all markets as one problem, in which slots that can be filled alike are one | `relaxation` |
//! | slots are split until no slot is left open | `search` |
//! | the price of fewer regional lines | `pareto` |
//! | at the step limit: the best portfolio found, without proof | `incumbent` |
//!
//! The joint problem is a relaxation that becomes exact where it matters, as in counterexample-guided refinement
//! (Clarke et al. 2000): a slot is looked at market by market only once an optimum fills it differently. "Not alike" is
//! the first value of its group, so no answer that is as good and earlier is missed.
//!
//! SKUs join markets in another way (`portfolio::skus`). There, sharing is a requirement: the markets of one SKU hold
//! the same hardware or cannot be served together, and thousands of sets of markets are tried, so each market's problem
//! is taken apart once and equal pieces are used for all. Here, sharing has a price and all markets are solved at once,
//! so equality is what is relaxed, slot by slot, and every market keeps its own groups for its own ties. Either encoding
//! would carry the other's constraints in every problem. What they have in common is in the engine: what a problem
//! leaves open, and which of its groups are connected.

mod incumbent;
mod market;
mod pareto;
mod relaxation;
mod search;
mod shared_slot;

pub(super) use market::Stop;
pub(super) use pareto::commonality;

use crate::bom::RegionalBounds;
use crate::engine::{Optimiser, Work};
use crate::model::Objective;
use crate::query::Case;
use crate::resolve::Choice;
use market::{Market, Objectives};
use relaxation::Agreed;
use search::Search;

/// What the markets of a portfolio take in the joint optimum; `None` for a market that has no answer.
pub(super) fn choices(
    cases: &[Case<'_>],
    optimiser: &mut Optimiser,
    work: &mut Work,
) -> Result<Vec<Option<Choice>>, Stop> {
    let mut found = Vec::with_capacity(cases.len());
    for case in cases {
        let mut halves = case.objectives.split(|objective| *objective == Objective::Regional);
        let (before, after) = (halves.next().unwrap_or_default(), halves.collect::<Vec<_>>().concat());
        found.push(Market::of(case, Objectives { before, after: &after }, optimiser)?);
    }
    let markets: Vec<&Market> = found.iter().flatten().collect();
    let mut search = Search::of(&markets);
    let limit = cases.first().map_or(0, |case| case.limit);
    let first = search.first(optimiser, work);
    let (joint, best) = first.map_err(|stop| with_bounds(&search, stop, limit, optimiser))?;
    let mut next = 0;
    let choice = |market: &Option<Market>| {
        market.as_ref().map(|_| {
            next += 1;
            joint.choice(next - 1, &best.values)
        })
    };
    Ok(found.iter().map(choice).collect())
}

/// A reached limit with the bounds known by then: no portfolio has fewer lines than the last optimum, and the best one
/// found shows how many are enough. Looking for that one may take as many steps again.
fn with_bounds(search: &Search<'_>, stop: Stop, limit: u64, optimiser: &mut Optimiser) -> Stop {
    if stop != Stop::Limit(None) {
        return stop;
    }
    let fewest_found = || {
        let starts = [&search.wanted, &Agreed::new()];
        let starts = starts.into_iter().skip(usize::from(search.wanted.is_empty()));
        let attempts = incumbent::attempts(search, starts, 0, optimiser, &mut Work::new(limit));
        attempts.iter().map(|incumbent| incumbent.regional).min()
    };
    let count = |lines: i128| usize::try_from(lines).unwrap_or(usize::MAX);
    let at_most = search.at_most.or_else(fewest_found).map(count);
    Stop::Limit(Some(RegionalBounds { at_least: count(search.at_least), at_most }))
}
