//! The answers of several markets, one by one or, where `regional` is an objective, solved jointly.

use super::parallel::{self, Watch};
use super::purchasing::{self, Answered};
use super::regional::{self, Stop};
use super::shared_core::{mark, shared};
use crate::bom::{Outcome, Portfolio, Undecided};
use crate::engine::{Optimiser, Work};
use crate::model::Objective;
use crate::query::{Case, Compiled, Request, ResolveError, ResolveErrorKind, Scope};
use crate::resolve::{solve, solve_as};
use std::collections::HashMap;

/// Resolves market after market and counts the shared core: that of the solution's own markets, so all of them are
/// resolved, unless the scope is that of the requested ones.
pub(super) fn portfolio(
    compiled: &Compiled,
    request: &Request,
    codes: &[String],
    watch: Watch<'_>,
) -> Result<Portfolio, ResolveError> {
    let own = match request.scope {
        Scope::Portfolio => compiled.portfolio_markets(request)?,
        Scope::Requested => codes.to_vec(),
    };
    let further = codes.iter().filter(|code| !own.contains(code));
    let named: Vec<String> = own.iter().chain(further).cloned().collect();
    let (mut all, mut cases) = (Vec::with_capacity(named.len()), Vec::with_capacity(named.len()));
    for code in named {
        match compiled.case(request, &code) {
            Ok(case) => {
                cases.push(case);
                all.push(code);
            }
            // A market that nobody asks about and that a pin does not fit takes no part.
            Err(error) if error.kind() == ResolveErrorKind::ForeignPin && !codes.contains(&code) => {}
            Err(error) => return Err(error),
        }
    }
    let own: Vec<String> = own.into_iter().filter(|code| all.contains(code)).collect();
    let day = cases.first().map(|case| case.input.day);
    let answered = outcomes(cases, own.len(), request, watch)?;
    let Answered { mut outcomes, year_cost, bounds, orders } = answered;
    let portfolio = outcomes.get(..own.len()).unwrap_or_default();
    let (core, warnings) = shared(compiled, compiled.variant_of(request)?, portfolio);
    mark(&mut outcomes, &core);
    let markets = in_order(outcomes, &all, codes);
    let as_of = day.or(request.as_of).or(compiled.model.header.as_of).ok_or_else(ResolveError::no_date)?;
    Ok(Portfolio {
        solution: compiled.solution.name().to_owned(),
        version: compiled.solution.version().to_owned(),
        as_of,
        variant: request.variant.clone(),
        markets,
        currency: compiled.model.header.currency.clone(),
        year_cost,
        bounds,
        orders,
        core,
        warnings: compiled.waived(warnings, as_of),
    })
}

/// The answers of some markets in their order, out of those of all; an answer is copied only where it is wanted again.
fn in_order(outcomes: Vec<Outcome>, all: &[String], codes: &[String]) -> Vec<Outcome> {
    if all == codes {
        return outcomes;
    }
    let mut places: HashMap<&str, usize> = HashMap::new();
    for (at, code) in all.iter().enumerate() {
        places.entry(code).or_insert(at);
    }
    let wanted: Vec<usize> = codes.iter().filter_map(|code| places.get(code.as_str()).copied()).collect();
    let mut times = vec![0_usize; outcomes.len()];
    for at in &wanted {
        times[*at] += 1;
    }
    let mut left: Vec<Option<Outcome>> = outcomes.into_iter().map(Some).collect();
    let take = |at: usize| {
        times[at] -= 1;
        if times[at] == 0 { left[at].take() } else { left[at].clone() }
    };
    wanted.into_iter().filter_map(take).collect()
}

/// The answers to all questions, of which the first `own` are about the markets of the solution: these are solved
/// together where `regional` is an objective.
fn outcomes(cases: Vec<Case<'_>>, own: usize, request: &Request, watch: Watch<'_>) -> Result<Answered, ResolveError> {
    let is_regional = cases.first().is_some_and(|case| case.objectives.contains(&Objective::Regional));
    if !is_regional && purchasing::is_needed(&cases) {
        let orders_together = cases.first().is_some_and(|case| case.compiled.orders_together());
        let answered = purchasing::outcomes(cases, request, watch)?;
        // Which of several makers is used concerns each market alone.
        return Ok(if orders_together {
            answered
        } else {
            Answered { year_cost: None, bounds: None, orders: Vec::new(), ..answered }
        });
    }
    let outcomes = solved(cases, own, request.jobs, watch)?;
    Ok(Answered { outcomes, year_cost: None, bounds: None, orders: Vec::new() })
}

/// The same where no market's costs depend on another market.
fn solved(cases: Vec<Case<'_>>, own: usize, jobs: usize, watch: Watch<'_>) -> Result<Vec<Outcome>, ResolveError> {
    let (portfolio, _) = cases.split_at_checked(own).unwrap_or_default();
    let is_joint = portfolio.first().is_some_and(|case| case.objectives.contains(&Objective::Regional));
    if !is_joint {
        let solved = parallel::map(cases, jobs, watch, |optimiser, case| solve(case, optimiser));
        return solved.into_iter().collect();
    }
    let mut work = portfolio.first().map_or_else(|| Work::new(0), Case::work);
    let (mut choices, bounds) = match regional::choices(portfolio, &mut Optimiser::new(), &mut work) {
        Ok(choices) => (choices, None),
        Err(Stop::TooLarge) => return Err(ResolveError::too_large()),
        Err(Stop::Limit(bounds)) => (Vec::new(), bounds),
    };
    choices.resize(cases.len(), None);
    let numbered: Vec<(usize, Case<'_>)> = cases.into_iter().enumerate().collect();
    let solved = parallel::map(numbered, jobs, watch, |optimiser, (at, case)| {
        let chosen = choices.get(at).and_then(Option::as_ref);
        match solve_as(case, chosen, optimiser)? {
            // A market that has answers alone: which of them is the one was not found in time.
            Outcome::Resolved(bom) if chosen.is_none() && at < own => {
                let (market, variant, as_of, steps) = (bom.market, bom.variant, bom.as_of, work.spent());
                Ok(Outcome::Undecided(Box::new(Undecided { market, variant, as_of, steps, regional: bounds })))
            }
            outcome @ (Outcome::Resolved(_) | Outcome::Conflict(_) | Outcome::Undecided(_)) => Ok(outcome),
        }
    });
    solved.into_iter().collect()
}
