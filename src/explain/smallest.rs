//! The smallest set of reasons that leaves no solution: of all minimal ones the fewest, then the fewest in built-in
//! files, then the first in reading order.
//!
//! Implicit hitting sets (Ignatiev, Previti, Liffiton and Marques-Silva 2015): every set of reasons that leaves no
//! solution hits every set without which there is one. So the least set that hits all of those found so far is tried;
//! if it leaves no solution it is the answer, else a solution of it shows one more set to hit.

use crate::engine::{GroupId, Label, LimitReached, Optimiser, Problem, Solver, Values, Verdict, Work};
use crate::kernel::Lowered;
use crate::span::Files;

/// Most sets to hit; past that, a set that is only minimal by inclusion has to do.
const MOST_ROUNDS: usize = 400;

/// The labels of the smallest set, ascending in reading order; `None` where it was not found in time.
pub(super) fn smallest(
    files: &Files,
    lowered: &Lowered,
    reading: &[Label],
    work: &mut Work,
) -> Result<Option<Vec<Label>>, LimitReached> {
    let problem = &lowered.problem;
    let mut solver = Solver::new(problem);
    let mut cover = Cover::new(files, lowered, reading);
    let mut optimiser = Optimiser::new();
    for _ in 0..MOST_ROUNDS {
        let Some(best) = optimiser.optimum(&cover.problem, work)? else { return Ok(None) };
        let chosen = cover.chosen(&best.values);
        match solver.solve(&chosen, &[], work)? {
            Verdict::Unsatisfiable { .. } => return Ok(Some(chosen)),
            Verdict::Satisfiable(model) => {
                let missing = grow(problem, &mut solver, reading, model, work)?;
                if missing.is_empty() {
                    return Ok(None);
                }
                cover.hit(&missing);
            }
        }
    }
    Ok(None)
}

/// What a solution of as many reasons as possible still breaks: a set that every conflict shares a reason with.
fn grow(
    problem: &Problem,
    solver: &mut Solver,
    reading: &[Label],
    mut model: Vec<u32>,
    work: &mut Work,
) -> Result<Vec<Label>, LimitReached> {
    let mut open = broken(problem, &model);
    let mut missing: Vec<Label> = Vec::new();
    // The last in reading order is given up first, so that conflicts at early places are met early.
    while let Some(label) = reading.iter().rev().copied().find(|label| open.contains(label) && !missing.contains(label))
    {
        let kept: Vec<Label> = reading.iter().copied().filter(|other| !open.contains(other)).collect();
        let with: Vec<Label> = kept.into_iter().chain([label]).collect();
        match solver.solve(&with, &[], work)? {
            Verdict::Satisfiable(better) => {
                model = better;
                open = broken(problem, &model);
            }
            Verdict::Unsatisfiable { .. } => missing.push(label),
        }
    }
    Ok(missing)
}

/// The labels that an assignment breaks, ascending.
fn broken(problem: &Problem, model: &[u32]) -> Vec<Label> {
    let value = |group: &GroupId| model.get(group.0 as usize).copied().unwrap_or(0);
    let clauses = problem
        .clauses
        .iter()
        .filter(|clause| !clause.literals.iter().any(|(group, values)| values.contains(value(group))));
    let budgets = problem.budgets.iter().filter(|budget| {
        let weight = |(group, weights): &(GroupId, Vec<i128>)| weights.get(value(group) as usize).copied().unwrap_or(0);
        budget.terms.iter().map(weight).sum::<i128>() > budget.cap
    });
    let mut labels: Vec<Label> = clauses.map(|one| one.label).chain(budgets.map(|one| one.label)).collect();
    labels.sort_unstable();
    labels.dedup();
    labels
}

/// The hitting-set problem: one group a reason, value 0 "in the set", so that ties go to the first in reading order.
struct Cover<'a> {
    problem: Problem,
    reading: &'a [Label],
}

impl<'a> Cover<'a> {
    fn new(files: &Files, lowered: &Lowered, reading: &'a [Label]) -> Self {
        let mut problem = Problem::new();
        let each = i128::try_from(reading.len()).unwrap_or(i128::from(u32::MAX)) + 1;
        for label in reading {
            let group = problem.add_group(2);
            let built_in = lowered.reason(*label).and_then(|reason| reason.span);
            let built_in = built_in.is_some_and(|span| files.is_built_in(span.file));
            problem.set_cost(group, 0, each + i128::from(built_in));
        }
        Self { problem, reading }
    }

    fn chosen(&self, values: &[u32]) -> Vec<Label> {
        let taken = self.reading.iter().zip(values).filter(|(_, value)| **value == 0);
        taken.map(|(label, _)| *label).collect()
    }

    /// At least one of these is in the set.
    fn hit(&mut self, labels: &[Label]) {
        let groups = (0..).zip(self.reading).filter(|(_, label)| labels.contains(label));
        let literals = groups.map(|(at, _)| (GroupId(at), Values::single(0))).collect();
        self.problem.add_clause(Label::STRUCTURE, literals);
    }
}
