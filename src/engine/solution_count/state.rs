//! The open values of all groups while solutions are counted: narrowed, propagated and taken back.

use crate::engine::problem::{GroupId, Problem};
use crate::engine::values::Values;
use crate::keyed_vec::KeyedVec;

/// A budget with the least and the most that its open values can weigh.
pub(super) struct OpenBudget {
    pub least: i128,
    pub most: i128,
    pub cap: i128,
}

/// A constraint leaves nothing open.
pub(super) struct Broken;

/// Open values that can be taken back to an earlier state.
pub(super) struct State<'a> {
    pub problem: &'a Problem,
    pub open: KeyedVec<GroupId, Values>,
    pub budgets: Vec<OpenBudget>,
    pub clauses_of: KeyedVec<GroupId, Vec<usize>>,
    /// The budgets of each group, with the number of its term.
    pub terms_of: KeyedVec<GroupId, Vec<(usize, usize)>>,
    trail: Vec<(GroupId, Values)>,
    /// Literals and weights that were looked at.
    pub steps: u64,
}

impl<'a> State<'a> {
    pub fn new(problem: &'a Problem) -> Self {
        let groups = problem.groups();
        let mut clauses_of = KeyedVec::filled(Vec::new(), groups);
        let mut terms_of = KeyedVec::filled(Vec::new(), groups);
        for (at, clause) in problem.clauses.iter().enumerate() {
            clause.literals.iter().for_each(|(group, _)| clauses_of[*group].push(at));
        }
        for (at, budget) in problem.budgets.iter().enumerate() {
            budget.terms.iter().enumerate().for_each(|(term, (group, _))| terms_of[*group].push((at, term)));
        }
        let sums = problem.budgets.iter().map(|budget| {
            let least = budget.terms.iter().filter_map(|(_, weights)| weights.iter().min()).sum();
            let most = budget.terms.iter().filter_map(|(_, weights)| weights.iter().max()).sum();
            OpenBudget { least, most, cap: budget.cap }
        });
        Self {
            problem,
            open: problem.group_ids().map(|group| Values::all(problem.size(group))).collect(),
            budgets: sums.collect(),
            clauses_of,
            terms_of,
            trail: Vec::new(),
            steps: 0,
        }
    }

    /// A mark to which everything can be taken back.
    pub fn mark(&self) -> usize {
        self.trail.len()
    }

    /// Takes back everything since a mark.
    pub fn take_back(&mut self, mark: usize) {
        while self.trail.len() > mark {
            let Some((group, values)) = self.trail.pop() else { return };
            self.replace(group, values);
        }
    }

    /// Narrows a group, with all that follows.
    pub fn narrow(&mut self, group: GroupId, allowed: &Values) -> Result<(), Broken> {
        let mut queue = Vec::new();
        self.cut(group, allowed, &mut queue)?;
        self.propagate(queue)
    }

    /// Draws what follows from the constraints alone.
    pub fn propagate_all(&mut self) -> Result<(), Broken> {
        if self.problem.clauses.iter().any(|clause| clause.literals.is_empty()) {
            return Err(Broken);
        }
        if self.budgets.iter().any(|budget| budget.least > budget.cap) || self.open.iter().any(Values::is_empty) {
            return Err(Broken);
        }
        self.propagate(self.problem.group_ids().collect())
    }

    fn propagate(&mut self, mut queue: Vec<GroupId>) -> Result<(), Broken> {
        let problem = self.problem;
        while let Some(group) = queue.pop() {
            for at in self.clauses_of[group].clone() {
                self.steps += 1;
                let mut alive =
                    problem.clauses[at].literals.iter().filter(|(own, values)| !self.open[*own].is_disjoint(values));
                let Some((own, values)) = alive.next() else { return Err(Broken) };
                if alive.next().is_none() {
                    self.cut(*own, values, &mut queue)?;
                }
            }
            for (at, _) in self.terms_of[group].clone() {
                self.propagate_budget(at, &mut queue)?;
            }
        }
        Ok(())
    }

    fn propagate_budget(&mut self, at: usize, queue: &mut Vec<GroupId>) -> Result<(), Broken> {
        let OpenBudget { least, most, cap } = self.budgets[at];
        if least > cap {
            return Err(Broken);
        }
        if most <= cap {
            return Ok(());
        }
        let problem = self.problem;
        for (group, weights) in &problem.budgets[at].terms {
            self.steps += 1;
            let (low, high) = ends(&self.open[*group], weights);
            // A cut raises the least of its group to no more than fits, so the room stays as it is.
            let room = cap - least + low;
            if high > room {
                let fits = (0..).zip(weights).filter(|(_, weight)| **weight <= room).map(|(value, _)| value).collect();
                self.cut(*group, &fits, queue)?;
            }
        }
        Ok(())
    }

    fn cut(&mut self, group: GroupId, allowed: &Values, queue: &mut Vec<GroupId>) -> Result<(), Broken> {
        let left = self.open[group].intersection(allowed);
        if left == self.open[group] {
            return Ok(());
        }
        if left.is_empty() {
            return Err(Broken);
        }
        let before = self.replace(group, left);
        self.trail.push((group, before));
        queue.push(group);
        Ok(())
    }

    /// Sets the open values of a group; those that it had.
    fn replace(&mut self, group: GroupId, values: Values) -> Values {
        for (at, term) in &self.terms_of[group] {
            let weights = &self.problem.budgets[*at].terms[*term].1;
            let ((low, high), (new_low, new_high)) = (ends(&self.open[group], weights), ends(&values, weights));
            self.budgets[*at].least += new_low - low;
            self.budgets[*at].most += new_high - high;
        }
        std::mem::replace(&mut self.open[group], values)
    }
}

/// The least and the greatest weight of some values.
pub(super) fn ends(values: &Values, weights: &[i128]) -> (i128, i128) {
    let of = || values.iter().map(|value| weights.get(value as usize).copied().unwrap_or(0));
    (of().min().unwrap_or(0), of().max().unwrap_or(0))
}
