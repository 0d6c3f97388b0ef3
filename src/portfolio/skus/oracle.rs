//! Whether markets can share one hardware: a question to one solver that keeps what it learns, about sets of features.
//!
//! Each "no" is cut down to a minimal set of features that do not fit together, and holds from then on for all
//! markets that bring them; each "yes" covers all features that the hardware found has room for.

use super::sets::Set;
use crate::engine::{Assignment, Label, LimitReached, Problem, Solver, Verdict, Work};

/// Answers whether sets of features fit on one hardware.
pub(super) struct Oracle {
    problem: Problem,
    all: Vec<usize>,
    solver: Solver,
    /// Minimal sets of features that do not fit together.
    pub cuts: Vec<Set>,
    /// Sets of features that do.
    fits: Vec<Set>,
}

impl Oracle {
    pub fn new(problem: Problem) -> Self {
        let solver = Solver::new(&problem);
        let all = problem.labels().iter().map(|label| label.0 as usize).collect();
        Self { problem, all, solver, cuts: Vec::new(), fits: Vec::new() }
    }

    /// What is known without the solver.
    pub fn known(&self, features: &Set) -> Option<bool> {
        if self.cuts.iter().any(|cut| cut.is_subset(features)) {
            return Some(false);
        }
        self.fits.iter().any(|fit| features.is_subset(fit)).then_some(true)
    }

    /// What is known of two sets together.
    pub fn known_pair(&self, one: &Set, two: &Set) -> Option<bool> {
        if self.cuts.iter().any(|cut| cut.is_subset_of_two(one, two)) {
            return Some(false);
        }
        self.fits.iter().any(|fit| one.is_subset(fit) && two.is_subset(fit)).then_some(true)
    }

    /// Whether one hardware has room for all of these features.
    pub fn fits(&mut self, features: &Set, work: &mut Work) -> Result<bool, LimitReached> {
        if let Some(known) = self.known(features) {
            return Ok(known);
        }
        match self.solve(features, work)? {
            Ok(room) => {
                self.fits.retain(|fit| !fit.is_subset(&room));
                self.fits.push(room);
                Ok(true)
            }
            Err(core) => {
                let cut = self.minimal(core, work)?;
                self.cuts.push(cut);
                Ok(false)
            }
        }
    }

    /// The features that a hardware found has room for, or some of them that do not fit together.
    fn solve(&mut self, features: &Set, work: &mut Work) -> Result<Result<Set, Set>, LimitReached> {
        let labels: Vec<Label> = features.iter().map(label).collect();
        Ok(match self.solver.solve(&labels, &[], work)? {
            Verdict::Satisfiable(solution) => Ok(self.room(&solution)),
            Verdict::Unsatisfiable { labels, .. } => Err(labels.iter().map(|label| label.0 as usize).collect()),
        })
    }

    /// Drops what is not needed, the features of the fewest markets first: what is left cuts for the most.
    fn minimal(&mut self, mut core: Set, work: &mut Work) -> Result<Set, LimitReached> {
        let candidates: Vec<usize> = core.iter().rev().collect();
        for feature in candidates {
            if core.contains(feature) {
                let without: Set = core.iter().filter(|one| *one != feature).collect();
                if let Err(smaller) = self.solve(&without, work)? {
                    core = smaller;
                }
            }
        }
        Ok(core)
    }

    /// All features whose constraints a solution keeps.
    fn room(&self, solution: &Assignment) -> Set {
        let mut broken = Set::default();
        for clause in &self.problem.clauses {
            if !clause.literals.iter().any(|(group, values)| values.contains(solution[*group])) {
                broken.insert(clause.label.0 as usize);
            }
        }
        for budget in &self.problem.budgets {
            let weight = |(group, weights): &(crate::engine::GroupId, Vec<i128>)| weights[solution[*group] as usize];
            if budget.terms.iter().map(weight).sum::<i128>() > budget.cap {
                broken.insert(budget.label.0 as usize);
            }
        }
        self.all.iter().copied().filter(|feature| !broken.contains(*feature)).collect()
    }
}

fn label(feature: usize) -> Label {
    Label(u32::try_from(feature).unwrap_or(u32::MAX))
}
