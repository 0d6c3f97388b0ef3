//! One market's answer: searched, checked and written down.

use super::assemble;
use super::found::Found;
use crate::bom::{Outcome, Undecided};
use crate::engine::{GroupId, Label, LimitReached, Optimiser, Values, Work};
use crate::explain;
use crate::query::{Case, ResolveError, best};

/// Values that are decided already: what the markets of a portfolio chose together.
pub(crate) type Choice = Vec<(GroupId, u32)>;

/// The best answer to a case, checked, or the conflict that forbids one.
pub(crate) fn solve(case: Case<'_>, optimiser: &mut Optimiser) -> Result<Outcome, ResolveError> {
    solve_as(case, None, optimiser)
}

/// The same with some values decided already.
pub(crate) fn solve_as(
    mut case: Case<'_>,
    chosen: Option<&Choice>,
    optimiser: &mut Optimiser,
) -> Result<Outcome, ResolveError> {
    let mut work = Work::new(case.limit);
    let valid = case.price()?;
    if let Some(chosen) = chosen {
        case.edit(|_, lowered| {
            for (group, value) in chosen {
                lowered.problem.add_clause(Label::STRUCTURE, vec![(*group, Values::single(*value))]);
            }
        });
    }
    let values = match best(case.lowered(), optimiser, &mut work) {
        Ok(Some(values)) => values,
        Ok(None) => {
            return Ok(match explain::conflict(&case, &mut work) {
                Ok(conflict) => Outcome::Conflict(Box::new(conflict)),
                Err(LimitReached) => undecided(&case, &work),
            });
        }
        Err(LimitReached) => return Ok(undecided(&case, &work)),
    };
    let selection = case.selection(&values);
    // No answer is given that the independent checker does not accept.
    if let Some(violation) = case.violations(&selection).into_iter().next() {
        return Err(ResolveError::refused(case.code(), &violation));
    }
    let found = Found { values: &values, selection: &selection, valid };
    Ok(Outcome::Resolved(Box::new(assemble::bom(&case, &found)?)))
}

fn undecided(case: &Case<'_>, work: &Work) -> Outcome {
    let market = case.code().to_owned();
    Outcome::Undecided(Box::new(Undecided { market, as_of: case.input.day, steps: work.spent(), regional: None }))
}
