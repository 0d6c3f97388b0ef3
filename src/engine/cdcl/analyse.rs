//! What a conflict teaches.

use super::literal::Reason;
use super::{Clausal, Lit};

impl Clausal {
    /// Learns the first unique implication point of `conflict` into `learned`; the level to jump back to.
    ///
    /// The first literal of `learned` is the one that becomes true there, the second is of that level.
    pub(super) fn analyse(&mut self) -> u32 {
        self.learned.clear();
        self.learned.push(Lit::positive(0));
        let mut antecedents = std::mem::take(&mut self.conflict);
        let mut open = 0u32;
        let mut index = self.trail.len();
        loop {
            open += self.collect(&antecedents);
            index = self.last_seen_before(index);
            let literal = self.trail[index];
            open = open.saturating_sub(1);
            if open == 0 {
                self.learned[0] = !literal;
                break;
            }
            antecedents.clear();
            self.explain(literal, &mut antecedents);
        }
        self.minimise(&mut antecedents);
        self.conflict = antecedents;
        self.bump_touched();
        self.second_literal_of_jump()
    }

    /// Marks false literals; how many of them are of the current level.
    fn collect(&mut self, antecedents: &[Lit]) -> u32 {
        let current = self.current_level();
        let mut fresh = 0;
        for literal in antecedents {
            let variable = literal.variable();
            if self.seen[variable] || self.level[variable] == 0 {
                continue;
            }
            self.seen[variable] = true;
            self.touched.push(variable as u32);
            if self.level[variable] == current {
                fresh += 1;
            } else {
                self.learned.push(*literal);
            }
        }
        self.steps += antecedents.len() as u64;
        fresh
    }

    fn last_seen_before(&self, mut index: usize) -> usize {
        while index > 0 {
            index -= 1;
            if self.seen[self.trail[index].variable()] {
                break;
            }
        }
        index
    }

    /// The other literals of the implication that made `implied` true, all false.
    fn explain(&self, implied: Lit, into: &mut Vec<Lit>) {
        match self.reason[implied.variable()] {
            Reason::Decision => {}
            Reason::Clause(clause) => {
                let codes = self.arena.codes(clause).iter().map(|code| Lit::from_code(*code));
                into.extend(codes.filter(|literal| *literal != implied));
            }
            Reason::Sibling(taken) => into.push(!taken),
            Reason::Budget(budget) => self.explain_budget(budget, implied, into),
        }
    }

    /// Leaves out literals that follow from the others.
    fn minimise(&mut self, scratch: &mut Vec<Lit>) {
        let mut learned = std::mem::take(&mut self.learned);
        let mut first = true;
        learned.retain(|literal| {
            let keep = std::mem::take(&mut first) || !self.is_implied(*literal, scratch);
            self.steps += scratch.len() as u64;
            keep
        });
        self.learned = learned;
    }

    fn is_implied(&self, literal: Lit, scratch: &mut Vec<Lit>) -> bool {
        scratch.clear();
        if self.reason[literal.variable()] == Reason::Decision {
            return false;
        }
        self.explain(!literal, scratch);
        scratch.iter().all(|other| {
            let variable = other.variable();
            self.seen[variable] || self.level[variable] == 0
        })
    }

    /// Moves the variables of the conflict to the front, in their old order, and clears their marks.
    fn bump_touched(&mut self) {
        let mut touched = std::mem::take(&mut self.touched);
        touched.sort_unstable_by_key(|variable| self.queue.stamp(*variable as usize));
        for variable in &touched {
            self.queue.bump(*variable as usize);
            self.seen[*variable as usize] = false;
        }
        touched.clear();
        self.touched = touched;
    }

    fn second_literal_of_jump(&mut self) -> u32 {
        let level = |literal: &Lit| self.level[literal.variable()];
        let rest = self.learned.iter().enumerate().skip(1);
        let highest = rest.max_by_key(|(index, literal)| (level(literal), std::cmp::Reverse(*index)));
        let Some((index, literal)) = highest else { return 0 };
        let jump = level(literal);
        self.learned.swap(1, index);
        jump
    }

    /// How many decision levels the learned clause joins (Audemard & Simon 2009).
    pub(super) fn score_of_learned(&mut self) -> u32 {
        self.mark += 1;
        let mut score = 0;
        for literal in &self.learned {
            let level = self.level[literal.variable()] as usize;
            if self.level_marks[level] != self.mark {
                self.level_marks[level] = self.mark;
                score += 1;
            }
        }
        score
    }

    /// Names in `failed` the assumptions that refute `assumption`, with itself.
    pub(super) fn blame(&mut self, assumption: Lit) {
        self.failed.clear();
        self.failed.push(assumption);
        if self.level[assumption.variable()] == 0 {
            return;
        }
        self.seen[assumption.variable()] = true;
        let mut antecedents = Vec::new();
        let bottom = self.level_starts.first().map_or(0, |start| *start as usize);
        for index in (bottom..self.trail.len()).rev() {
            let literal = self.trail[index];
            if !std::mem::take(&mut self.seen[literal.variable()]) {
                continue;
            }
            if self.reason[literal.variable()] == Reason::Decision {
                self.failed.push(literal);
            }
            antecedents.clear();
            self.explain(literal, &mut antecedents);
            for antecedent in &antecedents {
                let variable = antecedent.variable();
                self.seen[variable] = self.level[variable] > 0;
            }
        }
    }
}
