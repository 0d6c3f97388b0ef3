//! A conflict's reasons solved again: by a fresh solver that is given nothing but their constraints.

use super::finding::with_network_reasons;
use super::keys::key;
use crate::bom::{Reason, Recheck};
use crate::engine::{Label, LimitReached, Work, satisfy};
use crate::kernel::Lowered;
use crate::query::Case;

/// Whether the reasons alone leave no solution, and which of them are not needed for that.
pub(super) fn recheck(case: &Case<'_>, reasons: &[Reason], work: &mut Work) -> Result<Recheck, LimitReached> {
    let lowered = case.lowered();
    let keyed = (1..).zip(&lowered.reasons).map(|(at, one)| (key(&one.cause, case), Label(at)));
    let labels: Vec<(String, Label)> =
        keyed.filter(|(key, _)| reasons.iter().any(|reason| reason.key == *key)).collect();
    let known = reasons.iter().all(|reason| labels.iter().any(|(key, _)| *key == reason.key));
    if !known && !case.input.flags.network_needs_are_reasons {
        return recheck(&with_network_reasons(case), reasons, work);
    }
    let all: Vec<Label> = labels.iter().map(|(_, label)| *label).collect();
    let refutes = known && !has_solution(lowered, &all, work)?;
    let mut superfluous = Vec::new();
    for reason in reasons {
        let others: Vec<Label> = labels.iter().filter(|(key, _)| *key != reason.key).map(|(_, label)| *label).collect();
        if !has_solution(lowered, &others, work)? {
            superfluous.push(reason.key.clone());
        }
    }
    Ok(Recheck { refutes, superfluous })
}

/// Whether the structure and the constraints of some labels have a solution.
fn has_solution(lowered: &Lowered, labels: &[Label], work: &mut Work) -> Result<bool, LimitReached> {
    let holds = |label: Label| label == Label::STRUCTURE || labels.contains(&label);
    let mut problem = lowered.problem.clone();
    problem.clauses.retain(|clause| holds(clause.label));
    problem.budgets.retain(|budget| holds(budget.label));
    Ok(satisfy(&problem, work)?.is_some())
}
