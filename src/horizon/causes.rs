//! Why an answer changed between two days: the dated things without which it would have stayed.

use super::dated::{self, Dated, DatedChange};
use crate::bom::Outcome;
use crate::query::{Compiled, ResolveError};

/// Whether the old answer comes back if these of the dated changes are held back.
pub(super) type IsOld<'a> = dyn FnMut(&[bool]) -> Result<bool, ResolveError> + 'a;

/// What changed an answer, of all that changed in between: a minimal list of dated things such that, had each of them
/// stayed as it was, the answer would have stayed too.
pub(super) fn through(
    compiled: &Compiled,
    changes: &[DatedChange],
    is_old: &mut IsOld<'_>,
) -> Result<Vec<Dated>, ResolveError> {
    let mut search = Search { is_old, back: vec![true; changes.len()] };
    if changes.len() > 1 {
        search.shrink(0, changes.len())?;
    }
    let needed = changes.iter().zip(&search.back).filter(|(_, back)| **back);
    Ok(needed.filter_map(|(one, _)| dated::described(compiled, one)).collect())
}

struct Search<'a, 'b> {
    is_old: &'a mut IsOld<'b>,
    /// Which of the changes are held back: all of them give the old answer.
    back: Vec<bool>,
}

impl Search<'_, '_> {
    /// Leaves out what is not needed of a stretch of the list: all of it at once, else by halves.
    fn shrink(&mut self, from: usize, to: usize) -> Result<(), ResolveError> {
        let others = self.back.iter().enumerate().any(|(at, back)| *back && !(from..to).contains(&at));
        // With nothing held back the answer is the new one, which differs.
        if others {
            let saved = self.back.clone();
            self.back.iter_mut().take(to).skip(from).for_each(|back| *back = false);
            if (self.is_old)(&self.back)? {
                return Ok(());
            }
            self.back = saved;
        }
        let middle = from + (to - from) / 2;
        if to - from > 1 {
            self.shrink(from, middle)?;
            self.shrink(middle, to)?;
        }
        Ok(())
    }
}

/// Whether two answers are the same, leaving aside their dates, facts, warnings and reasons.
pub(super) fn is_same_answer(left: &Outcome, right: &Outcome) -> bool {
    match (left, right) {
        (Outcome::Resolved(left), Outcome::Resolved(right)) => {
            let difference = crate::compare::boms(left, right);
            difference == crate::compare::Difference { cost: difference.cost, ..Default::default() }
                && difference.cost.is_some_and(|cost| cost.is_zero())
        }
        (Outcome::Conflict(_), Outcome::Conflict(_)) | (Outcome::Undecided(_), Outcome::Undecided(_)) => true,
        (Outcome::Resolved(_) | Outcome::Conflict(_) | Outcome::Undecided(_), _) => false,
    }
}
