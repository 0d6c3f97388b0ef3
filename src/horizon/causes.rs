//! Through what an answer changed between two days: the dated things without which it would have stayed.

use super::dated::{self, Dated, Turned};
use crate::bom::Outcome;
use crate::query::{Compiled, ResolveError};

/// Tells whether the old answer comes back if these of the things that turned are held back.
pub(super) type IsOld<'a> = dyn FnMut(&[bool]) -> Result<bool, ResolveError> + 'a;

/// What made an answer another one, of all that turned in between: a smallest list of dated things such that, had each
/// of them stayed as it was, the answer would have stayed too; smallest in that no part of it does as well.
pub(super) fn through(
    compiled: &Compiled,
    turned: &[Turned],
    is_old: &mut IsOld<'_>,
) -> Result<Vec<Dated>, ResolveError> {
    let mut search = Search { is_old, back: vec![true; turned.len()] };
    if turned.len() > 1 {
        search.shrink(0, turned.len())?;
    }
    let needed = turned.iter().zip(&search.back).filter(|(_, back)| **back);
    Ok(needed.filter_map(|(one, _)| dated::told(compiled, one)).collect())
}

struct Search<'a, 'b> {
    is_old: &'a mut IsOld<'b>,
    /// Which of the turned things are held back: all of them give the old answer.
    back: Vec<bool>,
}

impl Search<'_, '_> {
    /// Leaves out what is not needed of a stretch of the list: all of it at once, else by halves.
    fn shrink(&mut self, from: usize, to: usize) -> Result<(), ResolveError> {
        let others = self.back.iter().enumerate().any(|(at, back)| *back && !(from..to).contains(&at));
        // Without anything held back the answer is the new one, which is another.
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

/// Whether two answers are the same but for what is merely told with them: dates, facts, warnings, reasons.
pub(super) fn is_same_answer(left: &Outcome, right: &Outcome) -> bool {
    match (left, right) {
        (Outcome::Resolved(left), Outcome::Resolved(right)) => {
            let difference = crate::compare::boms(left, right);
            difference == crate::compare::Difference { cost: difference.cost, ..Default::default() }
                && difference.cost.is_some_and(|cost| cost.is_zero())
        }
        (Outcome::Conflict(_), Outcome::Conflict(_)) | (Outcome::Undecided(_), Outcome::Undecided(_)) => true,
        _ => false,
    }
}
