//! Constraints that are taken as met: what comes after a loss is found by looking at the market without it.

use super::cause::Met;
use super::groups::Lowered;
use crate::engine::Values;

/// Loosens the constraints: C becomes C ∨ (slot = component), or goes away.
pub(super) fn apply(lowered: &mut Lowered, met: &[Met]) {
    for one in met {
        let Some(label) = lowered.label_of(&one.cause) else { continue };
        let slot = one.cause.excluded_slot().and_then(|slot| lowered.slot(slot).cloned());
        let values = one.component.zip(slot.as_ref()).map(|(component, slot)| {
            let candidates = (1..).zip(&slot.candidates).filter(|(_, id)| **id == component);
            (slot.group, candidates.map(|(value, _)| value).collect::<Values>())
        });
        let clauses = std::mem::take(&mut lowered.problem.clauses);
        let (touched, others): (Vec<_>, Vec<_>) = clauses.into_iter().partition(|clause| clause.label == label);
        lowered.problem.clauses = others;
        match values {
            Some((group, values)) => {
                for clause in touched {
                    let mut literals = clause.literals;
                    literals.push((group, values.clone()));
                    lowered.problem.add_clause(label, literals);
                }
                let reason = lowered.reasons.iter_mut().find(|reason| reason.cause == one.cause);
                reason.into_iter().for_each(|reason| reason.excluded.retain(|(id, _)| Some(*id) != one.component));
            }
            None => lowered.problem.budgets.retain(|budget| budget.label != label),
        }
    }
}
