//! One market's answer: searched, checked and written down.

use super::assemble;
use super::found::Found;
use super::jointly::Choice;
use crate::bom::{Outcome, Undecided};
use crate::engine::{Label, LimitReached, Optimiser, Values, Work};
use crate::explain;
use crate::kernel::{lower, set_costs};
use crate::overlay::MarketView;
use crate::query::{self, Asked, Checked, Compiled, ResolveError, best, objectives, selection};
use crate::verify::{self, Selection};

/// Asks the engine and change_points what it says into the answer of the contract.
pub(crate) fn solve(compiled: &Compiled, asked: &Asked, optimiser: &mut Optimiser) -> Result<Outcome, ResolveError> {
    solve_as(compiled, asked, None, optimiser)
}

/// The same, taking as given what the markets of the portfolio chose together.
pub(super) fn solve_as(
    compiled: &Compiled,
    asked: &Asked,
    chosen: Option<&Choice>,
    optimiser: &mut Optimiser,
) -> Result<Outcome, ResolveError> {
    let view = compiled.markets.get(&asked.market).ok_or(ResolveError::NoMarket)?;
    let shared_volume = |scheme: &str| compiled.shared_volume(scheme, asked.market, asked.day);
    let question = query::question(compiled, asked, view, &shared_volume);
    let mut work = Work::new(asked.limit);
    let mut lowered = lower(&question);
    let constraints = (lowered.problem.clauses.len(), lowered.problem.budgets.len());
    set_costs(&question, &mut lowered, &objectives(compiled, asked), &asked.before)?;
    for (group, value) in chosen.into_iter().flatten() {
        lowered.problem.add_clause(Label::STRUCTURE, vec![(*group, Values::single(*value))]);
    }
    let values = match best(&lowered, optimiser, &mut work) {
        Ok(Some(values)) => values,
        Ok(None) => {
            return Ok(match explain::conflict(compiled, asked, &question, &lowered, &mut work) {
                Ok(conflict) => Outcome::Conflict(Box::new(conflict)),
                Err(LimitReached) => undecided(compiled, asked, &work),
            });
        }
        Err(LimitReached) => return Ok(undecided(compiled, asked, &work)),
    };
    let selection = selection(compiled, &lowered, &values);
    check(compiled, asked, view, &shared_volume, &selection)?;
    let found = Found { lowered: &lowered, values: &values, selection: &selection, constraints };
    Ok(Outcome::Resolved(Box::new(assemble::bom(compiled, asked, &question, &found)?)))
}

fn undecided(compiled: &Compiled, asked: &Asked, work: &Work) -> Outcome {
    let market = compiled.model.areas.code(asked.market).to_owned();
    Outcome::Undecided(Box::new(Undecided { market, as_of: asked.day, steps: work.spent(), regional: None }))
}

/// No answer is given that the independent checker does not accept.
fn check(
    compiled: &Compiled,
    asked: &Asked,
    view: &MarketView,
    shared_volume: &dyn Fn(&str) -> crate::number::Number,
    selection: &Selection,
) -> Result<(), ResolveError> {
    let facts = Checked::of(asked);
    let question = facts.question(compiled, asked, view, shared_volume);
    match verify::violations(&question, selection).into_iter().next() {
        None => Ok(()),
        Some(violation) => {
            let market = compiled.model.areas.code(asked.market).to_owned();
            Err(ResolveError::Refused { market, violation })
        }
    }
}
