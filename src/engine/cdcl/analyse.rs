//! Conflict analysis: the clause that a conflict teaches, and the assumptions that are to blame.

use super::literal::{Literal, Variable};
use super::state::{CdclSolver, Reason};

impl CdclSolver {
    /// Learns the first unique implication point (1-UIP) of the conflict; the level to jump back to.
    ///
    /// Marques-Silva & Sakallah 1999: literals of the current level are replaced by their reasons, latest first, until one
    /// is left. The clause of that cut is false now and implies that literal as soon as all later levels are gone; cuts
    /// further back are longer and jump no further (Zhang et al. 2001). The first literal of the learned clause is the
    /// one that becomes true after the jump, the second is of the level jumped to: those two must be watched.
    pub(super) fn analyse(&mut self) -> u32 {
        self.analysis.learned.clear();
        // The place of the asserted literal, which is known last.
        self.analysis.learned.push(Literal::positive(Variable(0)));
        let mut antecedents = std::mem::take(&mut self.analysis.conflict);
        let mut open = 0u32;
        let mut index = self.trail.len();
        loop {
            open += self.collect(&antecedents);
            index = self.last_seen_before(index);
            let literal = self.trail[index];
            open = open.saturating_sub(1);
            if open == 0 {
                self.analysis.learned[0] = !literal;
                break;
            }
            antecedents.clear();
            self.explain(literal, &mut antecedents);
        }
        self.minimise(&mut antecedents);
        self.analysis.conflict = antecedents;
        self.bump_touched();
        self.second_literal_of_jump()
    }

    /// Marks false literals; how many of them are of the current level. What is false on level 0 is false for good and
    /// explains nothing.
    fn collect(&mut self, antecedents: &[Literal]) -> u32 {
        let current = self.current_level();
        let mut fresh = 0;
        for literal in antecedents {
            let variable = literal.variable();
            if self.analysis.seen[variable] || self.level[variable] == 0 {
                continue;
            }
            self.analysis.seen[variable] = true;
            self.analysis.touched.push(variable);
            if self.level[variable] == current {
                fresh += 1;
            } else {
                self.analysis.learned.push(*literal);
            }
        }
        self.steps += antecedents.len() as u64;
        fresh
    }

    fn last_seen_before(&self, mut index: usize) -> usize {
        while index > 0 {
            index -= 1;
            if self.analysis.seen[self.trail[index].variable()] {
                break;
            }
        }
        index
    }

    /// The other literals of the implication that made `implied` true, all false.
    fn explain(&self, implied: Literal, into: &mut Vec<Literal>) {
        match self.reason[implied.variable()] {
            Reason::Decision => {}
            Reason::Clause(clause) => {
                let literals = self.arena.codes(clause).iter().map(|code| Literal::from_code(*code));
                into.extend(literals.filter(|literal| *literal != implied));
            }
            Reason::Sibling(taken) => into.push(!taken),
            Reason::Budget(budget) => self.explain_budget(budget, implied, into),
        }
    }

    /// Leaves out literals that the others imply (clause minimisation, Sörensson & Biere 2009): shorter clauses propagate
    /// earlier and are cheaper to keep. Only direct reasons are looked at; following them further, as MiniSat does, costs
    /// a search of the implication graph, and the reasons here are short.
    fn minimise(&mut self, scratch: &mut Vec<Literal>) {
        let mut learned = std::mem::take(&mut self.analysis.learned);
        let mut first = true;
        learned.retain(|literal| {
            let keep = std::mem::take(&mut first) || !self.is_implied(*literal, scratch);
            self.steps += scratch.len() as u64;
            keep
        });
        self.analysis.learned = learned;
    }

    fn is_implied(&self, literal: Literal, scratch: &mut Vec<Literal>) -> bool {
        scratch.clear();
        if self.reason[literal.variable()] == Reason::Decision {
            return false;
        }
        self.explain(!literal, scratch);
        scratch.iter().all(|other| {
            let variable = other.variable();
            self.analysis.seen[variable] || self.level[variable] == 0
        })
    }

    /// Moves the variables of the conflict to the front and clears their marks. They keep their order among themselves:
    /// reversing it with every conflict would make the search jump between them (Biere & Fröhlich 2015).
    fn bump_touched(&mut self) {
        let mut touched = std::mem::take(&mut self.analysis.touched);
        touched.sort_unstable_by_key(|variable| self.queue.stamp(*variable));
        for variable in &touched {
            self.queue.bump(*variable);
            self.analysis.seen[*variable] = false;
        }
        touched.clear();
        self.analysis.touched = touched;
    }

    /// Puts a literal of the second highest level second; that level.
    fn second_literal_of_jump(&mut self) -> u32 {
        let level = |literal: &Literal| self.level[literal.variable()];
        let rest = self.analysis.learned.iter().enumerate().skip(1);
        let highest = rest.max_by_key(|(index, literal)| (level(literal), std::cmp::Reverse(*index)));
        let Some((index, literal)) = highest else { return 0 };
        let jump = level(literal);
        self.analysis.learned.swap(1, index);
        jump
    }

    /// How many decision levels the learned clause joins: its literal block distance (LBD), the best known guess at how
    /// useful a clause will be (Audemard & Simon 2009). A clause of few levels becomes an implication after few decisions.
    pub(super) fn score_of_learned(&mut self) -> u32 {
        let analysis = &mut self.analysis;
        analysis.mark += 1;
        let mut score = 0;
        for literal in &analysis.learned {
            let level = self.level[literal.variable()] as usize;
            if analysis.level_marks[level] != analysis.mark {
                analysis.level_marks[level] = analysis.mark;
                score += 1;
            }
        }
        score
    }

    /// Names in `failed` the assumptions that refute `assumption`, and itself.
    ///
    /// All decisions on the trail are assumptions at this point, so following the reasons back to decisions gives a set of
    /// assumptions that cannot hold together (Eén & Sörensson 2003). It is seldom minimal.
    pub(super) fn blame(&mut self, assumption: Literal) {
        self.failed.clear();
        self.failed.push(assumption);
        if self.level[assumption.variable()] == 0 {
            return;
        }
        self.analysis.seen[assumption.variable()] = true;
        let mut antecedents = Vec::new();
        let bottom = self.level_starts.first().map_or(0, |start| *start as usize);
        for index in (bottom..self.trail.len()).rev() {
            let literal = self.trail[index];
            if !std::mem::take(&mut self.analysis.seen[literal.variable()]) {
                continue;
            }
            if self.reason[literal.variable()] == Reason::Decision {
                self.failed.push(literal);
            }
            antecedents.clear();
            self.explain(literal, &mut antecedents);
            for antecedent in &antecedents {
                let variable = antecedent.variable();
                self.analysis.seen[variable] = self.level[variable] > 0;
            }
        }
    }
}
