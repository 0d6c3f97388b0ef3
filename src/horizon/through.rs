//! Through what an answer changed between two days: the dated things without which it would have stayed.

use super::dated::{self, Dated, Turned};
use crate::bom::Outcome;
use crate::engine::Optimiser;
use crate::question::{Asked, Compiled, ResolveError};
use crate::resolve::solve;

/// What made the answer of `before` another one on the day asked about: a smallest list of dated things such that, had
/// each of them stayed as it was, the answer would have stayed too; smallest in that no part of it does as well.
pub(super) fn through(
    compiled: &Compiled,
    asked: &Asked,
    before: (&Outcome, crate::date::Date),
    optimiser: &mut Optimiser,
) -> Result<Vec<Dated>, ResolveError> {
    let (outcome, day) = before;
    let turned = dated::turned(compiled, asked.market, day, asked.day);
    let needed = if turned.len() > 1 {
        let mut search =
            Search { compiled, asked, outcome, optimiser, kept: vec![true; turned.len()], turned: &turned };
        search.shrink(0, turned.len())?;
        let kept = std::mem::take(&mut search.kept);
        turned.iter().zip(kept).filter(|(_, kept)| *kept).map(|(one, _)| *one).collect()
    } else {
        turned
    };
    Ok(needed.iter().filter_map(|one| dated::told(compiled, asked.market, one)).collect())
}

struct Search<'a> {
    compiled: &'a Compiled,
    asked: &'a Asked,
    outcome: &'a Outcome,
    optimiser: &'a mut Optimiser,
    turned: &'a [Turned],
    /// Which of the turned things are undone: all of them give the old answer.
    kept: Vec<bool>,
}

impl Search<'_> {
    /// Leaves out what is not needed of a stretch of the list: all of it at once, else by halves.
    fn shrink(&mut self, from: usize, to: usize) -> Result<(), ResolveError> {
        let others = self.kept.iter().enumerate().any(|(at, kept)| *kept && !(from..to).contains(&at));
        // Without anything undone the answer is the new one, which is another.
        if others {
            let saved = self.kept.clone();
            self.kept.iter_mut().take(to).skip(from).for_each(|kept| *kept = false);
            if self.gives_the_old_answer()? {
                return Ok(());
            }
            self.kept = saved;
        }
        let middle = from + (to - from) / 2;
        if to - from > 1 {
            self.shrink(from, middle)?;
            self.shrink(middle, to)?;
        }
        Ok(())
    }

    fn gives_the_old_answer(&mut self) -> Result<bool, ResolveError> {
        let kept = self.turned.iter().zip(&self.kept).filter(|(_, kept)| **kept);
        let kept: Vec<Turned> = kept.map(|(one, _)| *one).collect();
        let undone = dated::undone(self.compiled, self.asked.market, &kept);
        let answer = solve(&undone, self.asked, self.optimiser)?;
        Ok(is_same_answer(self.outcome, &answer))
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
