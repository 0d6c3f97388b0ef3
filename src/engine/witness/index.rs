//! A problem with its constraints found by group, and one assignment that is changed a few values at a time.

use crate::engine::problem::{Assignment, GroupId, Label, Problem};
use crate::engine::values::Values;
use crate::keyed_vec::KeyedVec;

/// A clause, and the group whose restriction switches it on; `None`: it always holds.
pub(super) struct IndexedClause {
    pub owner: Option<GroupId>,
    pub literals: Vec<(GroupId, Values)>,
}

/// Σ weight ≤ cap, with the sum of the assignment.
pub(super) struct IndexedBudget {
    pub terms: Vec<(GroupId, Vec<i128>)>,
    cap: i128,
    sum: i128,
}

/// A group's place in a budget: the budget, and the number of the term.
#[derive(Clone, Copy)]
pub(super) struct TermPlace {
    pub budget: u32,
    pub term: u32,
}

/// The constraints of each group, and the values that all groups have.
pub(super) struct Index {
    pub clauses: Vec<IndexedClause>,
    pub budgets: Vec<IndexedBudget>,
    of_group: KeyedVec<GroupId, Vec<u32>>,
    /// The clauses that each group's restriction switches on.
    pub owned: KeyedVec<GroupId, Vec<u32>>,
    terms_of_group: KeyedVec<GroupId, Vec<TermPlace>>,
    /// The value of each group.
    pub now: Assignment,
    /// What may be counted as work since it was last tried.
    pub steps: u64,
}

impl Index {
    /// `owner` names the group whose restriction switches the constraints of a label on.
    pub fn new(problem: &Problem, owner: impl Fn(Label) -> Option<GroupId>) -> Self {
        let groups = problem.groups();
        let mut index = Self {
            clauses: Vec::with_capacity(problem.clauses.len()),
            budgets: Vec::with_capacity(problem.budgets.len()),
            of_group: KeyedVec::filled(Vec::new(), groups),
            owned: KeyedVec::filled(Vec::new(), groups),
            terms_of_group: KeyedVec::filled(Vec::new(), groups),
            now: Assignment::filled(0, groups),
            steps: 0,
        };
        for (number, clause) in (0..).zip(&problem.clauses) {
            clause.literals.iter().for_each(|(group, _)| index.of_group[*group].push(number));
            let owner = owner(clause.label);
            if let Some(owner) = owner {
                index.owned[owner].push(number);
            }
            index.clauses.push(IndexedClause { owner, literals: clause.literals.clone() });
        }
        for (budget, one) in (0..).zip(&problem.budgets) {
            for (term, (group, _)) in (0..).zip(&one.terms) {
                index.terms_of_group[*group].push(TermPlace { budget, term });
            }
            let mut added = IndexedBudget { terms: one.terms.clone(), cap: one.cap, sum: 0 };
            added.sum = added.terms.iter().map(|(group, weights)| weight(weights, index.now[*group])).sum();
            index.budgets.push(added);
        }
        index
    }

    /// The clauses of a group.
    pub fn clauses_of(&self, group: GroupId) -> &[u32] {
        &self.of_group[group]
    }

    /// The budgets of a group.
    pub fn terms_of(&self, group: GroupId) -> &[TermPlace] {
        &self.terms_of_group[group]
    }

    /// Gives a group another value; the one that it had.
    pub fn set(&mut self, group: GroupId, value: u32) -> u32 {
        let before = std::mem::replace(&mut self.now[group], value);
        for place in &self.terms_of_group[group] {
            let budget = &mut self.budgets[place.budget as usize];
            let weights = &budget.terms[place.term as usize].1;
            budget.sum += weight(weights, value) - weight(weights, before);
        }
        before
    }

    /// Whether a clause holds.
    pub fn holds(&self, clause: u32) -> bool {
        let literals = &self.clauses[clause as usize].literals;
        literals.iter().any(|(group, values)| values.contains(self.now[*group]))
    }

    /// Whether a budget keeps to its cap.
    pub fn fits(&self, budget: u32) -> bool {
        let budget = &self.budgets[budget as usize];
        budget.sum <= budget.cap
    }

    /// How much a budget is above its cap.
    pub fn excess(&self, budget: u32) -> i128 {
        let budget = &self.budgets[budget as usize];
        budget.sum - budget.cap
    }
}

/// The weight of a value.
pub(super) fn weight(weights: &[i128], value: u32) -> i128 {
    weights.get(value as usize).copied().unwrap_or(0)
}
