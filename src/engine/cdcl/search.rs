//! The search itself: decide, propagate, learn, restart, forget.

use super::literal::Reason;
use super::{Clausal, Lit};
use crate::engine::work::{LimitReached, Work};

/// Conflicts between restarts, times Luby's sequence.
const RESTART_UNIT: u64 = 64;
/// Learned clauses that join at most so many levels are kept for ever.
const KEPT_SCORE: u32 = 2;
const REDUCTION_STEP: u64 = 1_000;

enum Next {
    Decide(Lit),
    Refuted(Lit),
    Complete,
}

impl Clausal {
    /// Whether the constraints can hold together with the assumptions.
    ///
    /// On yes [`Clausal::is_true`] tells the assignment, on no [`Clausal::failed`] tells assumptions to blame.
    pub fn solve(&mut self, assumptions: &[Lit], work: &mut Work) -> Result<bool, LimitReached> {
        self.prepare(assumptions);
        let mut restarts = 1;
        let mut restart_at = self.conflicts + RESTART_UNIT * luby(restarts);
        let mut counted = self.steps;
        work.spend(1)?;
        while !self.inconsistent {
            if self.propagate() {
                self.learn();
            } else if self.conflicts >= restart_at {
                self.backtrack(self.assumptions.len() as u32);
                self.forget();
                restarts += 1;
                restart_at = self.conflicts + RESTART_UNIT * luby(restarts);
            } else {
                match self.next() {
                    Next::Decide(literal) => self.decide(literal),
                    Next::Complete => return Ok(true),
                    Next::Refuted(assumption) => {
                        self.blame(assumption);
                        return Ok(false);
                    }
                }
            }
            work.spend(self.steps - counted)?;
            counted = self.steps;
        }
        Ok(false)
    }

    /// The assumptions that cannot hold together, after a refuted question.
    pub fn failed(&self) -> &[Lit] {
        &self.failed
    }

    /// How many conflicts were met so far.
    #[cfg(test)]
    pub fn conflicts(&self) -> u64 {
        self.conflicts
    }

    /// Keeps the levels of the assumptions that the last question began with too.
    fn prepare(&mut self, assumptions: &[Lit]) {
        let pairs = self.assumptions.iter().zip(assumptions);
        let common = pairs.take_while(|(old, new)| old == new).count();
        self.backtrack(common as u32);
        self.assumptions.clear();
        self.assumptions.extend_from_slice(assumptions);
        self.failed.clear();
    }

    fn learn(&mut self) {
        self.conflicts += 1;
        if self.current_level() == 0 {
            self.inconsistent = true;
            return;
        }
        let jump = self.analyse();
        let score = self.score_of_learned();
        self.backtrack(jump);
        let asserted = self.learned[0];
        if let Some(&second) = self.learned.get(1) {
            let clause = self.arena.add(&self.learned, Some(score));
            self.watch(clause, asserted, second);
            self.assign(asserted, Reason::Clause(clause));
        } else {
            self.assign(asserted, Reason::Decision);
        }
    }

    fn next(&mut self) -> Next {
        while let Some(&assumption) = self.assumptions.get(self.level_starts.len()) {
            if self.is_false(assumption) {
                return Next::Refuted(assumption);
            }
            if self.is_free(assumption) {
                return Next::Decide(assumption);
            }
            // An assumption that holds already still gets its level, so that levels number assumptions.
            self.open_level();
        }
        let truth = &self.truth;
        match self.queue.next(|variable| truth[2 * variable] != super::FREE) {
            None => Next::Complete,
            Some(variable) if self.phase[variable] => Next::Decide(Lit::positive(variable as u32)),
            Some(variable) => Next::Decide(Lit::negative(variable as u32)),
        }
    }

    /// Deletes the worse half of the learned clauses when there are many.
    fn forget(&mut self) {
        if self.conflicts < self.next_reduction {
            return;
        }
        self.next_reduction = self.conflicts + REDUCTION_STEP + self.arena.learned().len() as u64 / 2;
        let mut candidates: Vec<u32> = self.arena.learned().to_vec();
        candidates.retain(|clause| self.arena.score(*clause) > KEPT_SCORE && !self.is_reason(*clause));
        let arena = &self.arena;
        candidates.sort_by_key(|clause| (arena.score(*clause), arena.len(*clause), *clause));
        for clause in candidates.split_off(candidates.len() / 2) {
            self.arena.delete(clause);
        }
        self.compact();
    }

    fn is_reason(&self, clause: u32) -> bool {
        let first = Lit::from_code(self.arena.codes(clause)[0]);
        self.is_true(first) && self.reason[first.variable()] == Reason::Clause(clause)
    }

    fn compact(&mut self) {
        let moves = self.arena.compact();
        for watches in &mut self.watches {
            watches.retain_mut(|watch| match moves.of(watch.clause) {
                Some(clause) => {
                    watch.clause = clause;
                    true
                }
                None => false,
            });
        }
        for literal in &self.trail {
            let reason = &mut self.reason[literal.variable()];
            if let Reason::Clause(clause) = *reason {
                *reason = moves.of(clause).map_or(Reason::Decision, Reason::Clause);
            }
        }
    }
}

/// Luby's sequence 1, 1, 2, 1, 1, 2, 4, … (Luby, Sinclair & Zuckerman 1993), counted from 1.
fn luby(mut index: u64) -> u64 {
    loop {
        let power = (index + 1).next_power_of_two();
        if power == index + 1 {
            return power / 2;
        }
        index -= power / 2 - 1;
    }
}

#[cfg(test)]
mod tests {
    use super::luby;

    #[test]
    fn restarts_follow_the_sequence_of_luby() {
        let start: Vec<u64> = (1..=15).map(luby).collect();
        assert_eq!(start, [1, 1, 2, 1, 1, 2, 4, 1, 1, 2, 1, 1, 2, 4, 8]);
    }
}
