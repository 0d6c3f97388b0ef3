//! The search for a market's best answer, with its ties broken.

use crate::engine::{Assignment, GroupId, Label, LimitReached, Optimiser, Problem, Values, Work};
use crate::kernel::{Lowered, TAKEN};

/// The optimum with ties broken: slots and options by the order of their groups, then the fewest and earliest carriers,
/// then the fewest and earliest planned certificates.
pub(crate) fn best(
    lowered: &Lowered,
    optimiser: &mut Optimiser,
    work: &mut Work,
) -> Result<Option<Assignment>, LimitReached> {
    let Some(optimum) = optimiser.optimum(&lowered.problem, work)? else { return Ok(None) };
    let mut values = optimum.values;
    let mut fixed: Vec<GroupId> = lowered.slots.iter().map(|slot| slot.group).collect();
    fixed.extend(&lowered.options);
    let carriers: Vec<GroupId> = lowered.carriers.iter().flatten().copied().collect();
    let parts = lowered.planned_parts.iter().map(|part| part.group);
    let planned: Vec<GroupId> = lowered.planned.iter().flatten().copied().chain(parts).collect();
    for counted in [carriers, planned] {
        if !counted.is_empty() {
            let problem = counting(&lowered.problem, &fixed, &counted, &values);
            let Some(better) = optimiser.optimum(&problem, work)? else { return Ok(None) };
            values = better.values;
            fixed.extend(counted);
        }
    }
    Ok(Some(values))
}

/// The same problem with some groups fixed, and "how many of these are taken" minimised after everything else.
fn counting(problem: &Problem, fixed: &[GroupId], counted: &[GroupId], values: &Assignment) -> Problem {
    let mut narrowed = problem.clone();
    narrowed.count_last(counted.len() as i128 + 1, counted, TAKEN);
    for group in fixed {
        narrowed.add_clause(Label::STRUCTURE, vec![(*group, Values::single(values[*group]))]);
    }
    narrowed
}
