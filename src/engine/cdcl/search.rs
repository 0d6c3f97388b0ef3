//! The search: decide, propagate, learn, restart, delete.

use super::arena::{ClauseRef, Source};
use super::literal::Literal;
use super::state::{CdclSolver, Reason, Truth};
use crate::engine::work::{LimitReached, Work};

/// Conflicts between restarts, times Luby's sequence.
///
/// Without restarts a few bad decisions at the top can cost the whole run, as the time of backtracking search is heavy
/// tailed (Gomes, Selman & Kautz 1998). Luby's sequence is within a constant factor of the best fixed schedule without
/// knowing anything of the problem; phases and learned clauses survive a restart, so little work is lost.
const RESTART_UNIT: u64 = 64;
/// Learned clauses that join at most this many levels are never deleted ("glue clauses", Audemard & Simon 2009).
const KEPT_SCORE: u32 = 2;
/// Conflicts between deletions of learned clauses, to which half the number of clauses kept is added: the store grows
/// slowly, so that a long proof can still be found.
const REDUCTION_STEP: u64 = 1_000;

/// What a step here counts in [`Work`]: it goes to and fro in memory and takes as long as this many steps over the flat
/// lists of the dual bound, so that a limit is about the same time whichever search reaches it.
const COUNTED: u64 = 8;

/// What the search does when nothing is left to propagate.
enum Step {
    Decide(Literal),
    /// An assumption is false.
    Refuted(Literal),
    /// Every variable that matters is assigned.
    Complete,
}

impl CdclSolver {
    /// Whether the constraints can hold together with the assumptions.
    ///
    /// If so, [`CdclSolver::is_true`] gives the assignment; if not, [`CdclSolver::failed`] the assumptions to blame.
    pub fn solve(&mut self, assumptions: &[Literal], work: &mut Work) -> Result<bool, LimitReached> {
        self.prepare(assumptions);
        let mut restarts = 1;
        let mut restart_at = self.conflicts + RESTART_UNIT * luby(restarts);
        let mut counted = self.steps;
        work.spend(1)?;
        while !self.inconsistent {
            if self.propagate().is_err() {
                self.learn();
            } else if self.conflicts >= restart_at {
                // The assumptions stay: they would be decided again at once.
                self.backtrack(self.assumptions.len() as u32);
                self.forget();
                restarts += 1;
                restart_at = self.conflicts + RESTART_UNIT * luby(restarts);
            } else {
                match self.next_step() {
                    Step::Decide(literal) => self.decide(literal),
                    Step::Complete => return Ok(true),
                    Step::Refuted(assumption) => {
                        self.blame(assumption);
                        return Ok(false);
                    }
                }
            }
            work.spend((self.steps - counted).saturating_mul(COUNTED))?;
            counted = self.steps;
        }
        Ok(false)
    }

    /// The assumptions that cannot hold together, after a call that was refuted.
    pub fn failed(&self) -> &[Literal] {
        &self.failed
    }

    /// The number of conflicts so far.
    #[cfg(test)]
    pub fn conflicts(&self) -> u64 {
        self.conflicts
    }

    /// Keeps the levels of the assumptions that the last call began with too: calls that differ in their last assumptions
    /// only, as those of a deletion or of a tie-break do, propagate just the difference.
    fn prepare(&mut self, assumptions: &[Literal]) {
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
        let asserted = self.analysis.learned[0];
        if let Some(&second) = self.analysis.learned.get(1) {
            let clause = self.arena.add(&self.analysis.learned, Source::Learned(score));
            self.watch(clause, asserted, second);
            self.assign(asserted, Reason::Clause(clause));
        } else {
            self.assign(asserted, Reason::Decision);
        }
    }

    fn next_step(&mut self) -> Step {
        while let Some(&assumption) = self.assumptions.get(self.level_starts.len()) {
            match self.truth[assumption] {
                Truth::False => return Step::Refuted(assumption),
                Truth::Free => return Step::Decide(assumption),
                // An assumption that holds already still gets its level, so that levels number assumptions.
                Truth::True => self.open_level(),
            }
        }
        let truth = &self.truth;
        let free = self.queue.next(|variable| truth[Literal::positive(variable)] != Truth::Free);
        free.map_or(Step::Complete, |variable| Step::Decide(self.phase[variable]))
    }

    /// Deletes the worse half of the learned clauses when there are many: each one slows propagation, and most are never
    /// needed again.
    fn forget(&mut self) {
        if self.conflicts < self.next_reduction {
            return;
        }
        self.next_reduction = self.conflicts + REDUCTION_STEP + self.arena.learned().len() as u64 / 2;
        let mut candidates: Vec<ClauseRef> = self.arena.learned().to_vec();
        candidates.retain(|clause| self.arena.score(*clause) > KEPT_SCORE && !self.is_reason(*clause));
        let arena = &self.arena;
        // The offset breaks ties, so that the answer does not depend on the sort.
        candidates.sort_by_key(|clause| (arena.score(*clause), arena.len(*clause), *clause));
        for clause in candidates.split_off(candidates.len() / 2) {
            self.arena.delete(clause);
        }
        self.compact();
    }

    /// Whether a clause is the reason of a literal on the trail: the analysis may still read it.
    fn is_reason(&self, clause: ClauseRef) -> bool {
        let first = Literal::from_code(self.arena.codes(clause)[0]);
        self.is_true(first) && self.reason[first.variable()] == Reason::Clause(clause)
    }

    fn compact(&mut self) {
        let moves = self.arena.compact();
        for watches in self.watches.iter_mut() {
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
