//! Propagation: everything that follows from the assignment at once.

use super::literal::Reason;
use super::{Clausal, Lit, Watch};

impl Clausal {
    /// Draws all consequences; whether a constraint broke. Its false literals are then in `conflict`.
    pub(super) fn propagate(&mut self) -> bool {
        while let Some(&literal) = self.trail.get(self.head) {
            self.head += 1;
            self.steps += 1;
            self.take_weight(literal);
            if self.exclude_siblings(literal) || self.propagate_clauses(!literal) || self.propagate_budgets(literal) {
                return true;
            }
        }
        false
    }

    fn exclude_siblings(&mut self, literal: Lit) -> bool {
        if literal.is_negative() {
            return false;
        }
        let (first, end) = self.siblings[literal.variable()];
        for sibling in first..end {
            let excluded = Lit::negative(sibling);
            if excluded == !literal || self.is_true(excluded) {
                continue;
            }
            if self.is_false(excluded) {
                self.conflict.clear();
                self.conflict.extend([excluded, !literal]);
                return true;
            }
            self.assign(excluded, Reason::Sibling(literal));
        }
        false
    }

    /// Visits the clauses that watch a literal that became false.
    fn propagate_clauses(&mut self, falsified: Lit) -> bool {
        let mut watches = std::mem::take(&mut self.watches[falsified.index()]);
        let mut kept = 0;
        let mut broken = false;
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
                    broken = true;
                    index -= 1;
                    break;
                }
            }
        }
        self.steps += (index as u64) / 4;
        watches.copy_within(index.., kept);
        let rest = watches.len() - index;
        watches.truncate(kept + rest);
        self.watches[falsified.index()] = watches;
        broken
    }

    fn visit(&mut self, watch: Watch, falsified: Lit) -> Visit {
        let codes = self.arena.codes_mut(watch.clause);
        if codes[0] == falsified.code() {
            codes.swap(0, 1);
        }
        let first = Lit::from_code(codes[0]);
        let kept = Watch { clause: watch.clause, blocker: first };
        if self.truth[first.index()] == super::TRUE {
            return Visit::Kept(kept);
        }
        for index in 2..codes.len() {
            let other = Lit::from_code(codes[index]);
            if self.truth[other.index()] != super::FALSE {
                codes.swap(1, index);
                self.watches[other.index()].push(kept);
                return Visit::Moved;
            }
        }
        if self.is_free(first) {
            self.assign(first, Reason::Clause(watch.clause));
            return Visit::Kept(kept);
        }
        self.conflict.clear();
        let codes = self.arena.codes(watch.clause);
        self.conflict.extend(codes.iter().map(|code| Lit::from_code(*code)));
        Visit::Broken
    }
}

enum Visit {
    /// The clause watches another literal now.
    Moved,
    Kept(Watch),
    Broken,
}
