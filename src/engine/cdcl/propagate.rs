//! Propagation: everything that follows from the assignment at once.

use super::literal::Literal;
use super::state::{CdclSolver, Reason, Truth, Watch};

/// A constraint broke; its false literals are in the analysis.
pub(super) struct Conflict;

impl CdclSolver {
    /// Draws all consequences of what the head has not passed yet.
    ///
    /// Groups come first, then clauses, then budgets: the cheapest reasons are found first, and a sibling's reason is a
    /// single literal, which keeps learned clauses short.
    pub(super) fn propagate(&mut self) -> Result<(), Conflict> {
        while let Some(&literal) = self.trail.get(self.head) {
            self.head += 1;
            self.steps += 1;
            self.take_weight(literal);
            self.exclude_siblings(literal)?;
            self.propagate_clauses(!literal)?;
            self.propagate_budgets(literal)?;
        }
        Ok(())
    }

    fn exclude_siblings(&mut self, literal: Literal) -> Result<(), Conflict> {
        if literal.is_negative() {
            return Ok(());
        }
        for sibling in self.siblings[literal.variable()].iter() {
            let excluded = Literal::negative(sibling);
            if excluded == !literal || self.is_true(excluded) {
                continue;
            }
            if self.is_false(excluded) {
                self.analysis.conflict.clear();
                self.analysis.conflict.extend([excluded, !literal]);
                return Err(Conflict);
            }
            self.assign(excluded, Reason::Sibling(literal));
        }
        Ok(())
    }

    /// Visits the clauses that watch a literal that became false.
    fn propagate_clauses(&mut self, falsified: Literal) -> Result<(), Conflict> {
        // The list is taken out, as visiting a clause may push to other lists; a clause never moves to this one, for its
        // new watch is not false.
        let mut watches = std::mem::take(&mut self.watches[falsified]);
        let mut kept = 0;
        let mut result = Ok(());
        let mut index = 0;
        while index < watches.len() {
            let watch = watches[index];
            index += 1;
            if self.is_true(watch.blocker) {
                watches[kept] = watch;
                kept += 1;
                continue;
            }
            match self.visit(watch, falsified) {
                Visit::Moved => {}
                Visit::Kept(watch) => {
                    watches[kept] = watch;
                    kept += 1;
                }
                Visit::Broken => {
                    result = Err(Conflict);
                    index -= 1;
                    break;
                }
            }
        }
        self.steps += (index as u64) / 4;
        watches.copy_within(index.., kept);
        let rest = watches.len() - index;
        watches.truncate(kept + rest);
        self.watches[falsified] = watches;
        result
    }

    /// Reads a clause whose watched literal became false. The watched literals are the first two, so an implied literal is
    /// the first.
    fn visit(&mut self, watch: Watch, falsified: Literal) -> Visit {
        let codes = self.arena.codes_mut(watch.clause);
        if codes[0] == falsified.code() {
            codes.swap(0, 1);
        }
        let first = Literal::from_code(codes[0]);
        let kept = Watch { clause: watch.clause, blocker: first };
        if self.truth[first] == Truth::True {
            return Visit::Kept(kept);
        }
        for index in 2..codes.len() {
            let other = Literal::from_code(codes[index]);
            if self.truth[other] != Truth::False {
                codes.swap(1, index);
                self.watches[other].push(kept);
                return Visit::Moved;
            }
        }
        if self.is_free(first) {
            self.assign(first, Reason::Clause(watch.clause));
            return Visit::Kept(kept);
        }
        let codes = self.arena.codes(watch.clause);
        self.analysis.conflict.clear();
        self.analysis.conflict.extend(codes.iter().map(|code| Literal::from_code(*code)));
        Visit::Broken
    }
}

enum Visit {
    /// The clause watches another literal now.
    Moved,
    Kept(Watch),
    Broken,
}
