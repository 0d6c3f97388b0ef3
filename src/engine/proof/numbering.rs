//! The variables and constraints of a problem, numbered as its pseudo-Boolean form has them.

use crate::engine::problem::{GroupId, Problem};

/// How the pseudo-Boolean form of a problem counts: one 0-1 variable for each value of each group, then one equation for
/// each group, one inequality for each clause and one for each budget.
///
/// A proof refers to constraints by number, and an equation counts twice: "at least one" and "at most one".
#[derive(Clone, Debug)]
pub(crate) struct Numbering {
    first: Vec<u32>,
    clauses: usize,
    budgets: usize,
}

impl Numbering {
    /// The numbers of a problem.
    pub fn of(problem: &Problem) -> Self {
        let mut first = Vec::with_capacity(problem.groups() + 1);
        let mut next = 1;
        for group in problem.group_ids() {
            first.push(next);
            next += problem.size(group);
        }
        first.push(next);
        Self { first, clauses: problem.clauses.len(), budgets: problem.budgets.len() }
    }

    /// The variable that is 1 where the group takes the value; the first one is 1.
    pub fn variable(&self, group: GroupId, value: u32) -> u32 {
        self.first[group.0 as usize] + value
    }

    /// How many variables there are.
    pub fn variables(&self) -> u32 {
        self.first.last().map_or(0, |next| next - 1)
    }

    /// How many constraints a proof begins with.
    pub fn constraints(&self) -> usize {
        2 * (self.first.len() - 1) + self.clauses + self.budgets
    }

    /// The number of "the group takes at least one value".
    pub fn at_least_one(&self, group: GroupId) -> usize {
        2 * group.0 as usize + 1
    }

    /// The number of "the group takes at most one value".
    pub fn at_most_one(&self, group: GroupId) -> usize {
        self.at_least_one(group) + 1
    }

    /// The number of a clause, by its position.
    pub fn clause(&self, at: usize) -> usize {
        2 * (self.first.len() - 1) + at + 1
    }

    /// The number of a budget, by its position.
    pub fn budget(&self, at: usize) -> usize {
        self.clause(self.clauses) + at
    }
}
