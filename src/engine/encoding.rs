//! A problem as variables: one a value, one selector a label.

use super::Assignment;
use super::cdcl::{Clausal, Lit};
use super::problem::{Budget, Clause, GroupId, Label, Problem};
use super::values::Values;
use super::work::{LimitReached, Work};
use crate::keyed_vec::Key;

/// A clausal solver that holds a problem, and which variable stands for what.
pub(crate) struct Encoding {
    pub clausal: Clausal,
    /// First variable of each group, and one past the last.
    firsts: Vec<u32>,
    /// Ascending labels with the variable that switches them on.
    selectors: Vec<(Label, u32)>,
}

impl Encoding {
    pub fn new(problem: &Problem) -> Self {
        let mut clausal = Clausal::new();
        let mut firsts = Vec::with_capacity(problem.groups() + 1);
        let mut end = 0;
        for group in problem.group_ids() {
            let first = clausal.add_group(problem.size(group));
            firsts.push(first);
            end = first + problem.size(group);
        }
        firsts.push(end);
        let labels = problem.labels().into_iter();
        let selectors = labels.map(|label| (label, clausal.add_variable(false))).collect();
        let mut encoding = Self { clausal, firsts, selectors };
        for clause in &problem.clauses {
            encoding.add_clause(clause);
        }
        for budget in &problem.budgets {
            encoding.add_budget(budget);
        }
        encoding
    }

    /// The literal "this group takes this value", if there is such a value.
    pub fn literal(&self, group: GroupId, value: u32) -> Option<Lit> {
        let first = *self.firsts.get(group.0 as usize)?;
        let end = *self.firsts.get(group.0 as usize + 1)?;
        let variable = first.checked_add(value)?;
        (variable < end).then(|| Lit::positive(variable))
    }

    /// The literal that switches a label on, if constraints carry it.
    pub fn selector(&self, label: Label) -> Option<Lit> {
        let found = self.selectors.binary_search_by_key(&label, |(known, _)| *known);
        found.ok().map(|index| Lit::positive(self.selectors[index].1))
    }

    /// All selectors, ascending by label.
    pub fn selectors(&self) -> impl Iterator<Item = Lit> + '_ {
        self.selectors.iter().map(|(_, variable)| Lit::positive(*variable))
    }

    /// The label whose selector this is.
    pub fn label_of(&self, literal: Lit) -> Option<Label> {
        let variable = literal.variable() as u32;
        let found = self.selectors.binary_search_by_key(&variable, |(_, selector)| *selector);
        found.ok().map(|index| self.selectors[index].0)
    }

    /// The group and value whose literal this is.
    pub fn pick_of(&self, literal: Lit) -> Option<(GroupId, u32)> {
        let variable = literal.variable() as u32;
        let group = self.firsts.partition_point(|first| *first <= variable).checked_sub(1)?;
        (group + 1 < self.firsts.len()).then(|| (GroupId(group as u32), variable - self.firsts[group]))
    }

    /// The value each group takes in the solution just found.
    pub fn assignment(&self) -> Assignment {
        let taken = |range: &[u32]| {
            (range[0]..range[1])
                .find(|variable| self.clausal.is_true(Lit::positive(*variable)))
                .map_or(0, |variable| variable - range[0])
        };
        self.firsts.windows(2).map(taken).collect()
    }

    fn size(&self, group: GroupId) -> u32 {
        let group = group.0 as usize;
        self.firsts[group + 1] - self.firsts[group]
    }

    fn value(&self, group: GroupId, value: u32) -> u32 {
        self.firsts[group.0 as usize] + value
    }

    fn add_clause(&mut self, clause: &Clause) {
        let mut literals: Vec<Lit> = Vec::with_capacity(clause.literals.len() + 1);
        literals.extend(self.selector(clause.label).map(|selector| !selector));
        for (group, values) in &clause.literals {
            self.push_membership(*group, values, &mut literals);
        }
        self.clausal.add_clause(&literals);
    }

    /// group ∈ values: the one value left out is not taken, or else one of the values is.
    fn push_membership(&self, group: GroupId, values: &Values, into: &mut Vec<Lit>) {
        let size = self.size(group);
        if values.len() + 1 == size {
            let outside = values.complement(size);
            into.extend(outside.iter().map(|value| Lit::negative(self.value(group, value))));
        } else {
            into.extend(values.iter().map(|value| Lit::positive(self.value(group, value))));
        }
    }

    /// Each group's least weight is subtracted; the selector takes up what the cap would spare without it.
    fn add_budget(&mut self, budget: &Budget) {
        let mut cap = budget.cap;
        let mut heaviest = 0;
        let mut terms: Vec<(Lit, i128)> = Vec::new();
        for (group, weights) in &budget.terms {
            let least = weights.iter().min().copied().unwrap_or(0);
            let most = weights.iter().max().copied().unwrap_or(0);
            cap -= least;
            heaviest += most - least;
            for (value, weight) in weights.iter().enumerate() {
                if *weight > least {
                    let literal = Lit::positive(self.value(*group, value as u32));
                    terms.push((literal, weight - least));
                }
            }
        }
        if heaviest <= cap {
            return;
        }
        match self.selector(budget.label) {
            Some(selector) if cap < 0 => self.clausal.add_clause(&[!selector]),
            Some(selector) => {
                terms.push((selector, heaviest - cap));
                self.clausal.add_budget(terms, heaviest);
            }
            None => {
                self.clausal.add_budget(terms, cap);
            }
        }
    }

    /// The lexicographically first solution under the assumptions, of which `best` is one: the earliest value of
    /// the first groups, one after the other.
    pub fn earliest(
        &mut self,
        groups: usize,
        mut assumptions: Vec<Lit>,
        mut best: Assignment,
        work: &mut Work,
    ) -> Result<Assignment, LimitReached> {
        for at in 0..groups {
            let group = GroupId::at(at);
            for value in 0..best[group] {
                assumptions.extend(self.literal(group, value));
                if self.clausal.solve(&assumptions, work)? {
                    best = self.assignment();
                }
                assumptions.pop();
                if best[group] == value {
                    break;
                }
            }
            assumptions.extend(self.literal(group, best[group]));
        }
        Ok(best)
    }
}

/// Any assignment that satisfies every constraint of every label; `None` when there is none.
///
/// Conflict-driven clause learning (Marques-Silva & Sakallah 1999; Eén & Sörensson 2003).
///
/// ```
/// use terroir::engine::{Label, Problem, Values, Work, satisfy};
///
/// let mut problem = Problem::new();
/// let group = problem.add_group(2);
/// problem.add_clause(Label(1), vec![(group, Values::single(1))]);
/// let found = satisfy(&problem, &mut Work::unlimited())?;
/// assert_eq!(found.map(|values| values[group]), Some(1));
/// problem.add_clause(Label(2), vec![(group, Values::single(0))]);
/// assert_eq!(satisfy(&problem, &mut Work::unlimited())?, None);
/// # Ok::<(), terroir::engine::LimitReached>(())
/// ```
pub fn satisfy(problem: &Problem, work: &mut Work) -> Result<Option<Assignment>, LimitReached> {
    let mut encoding = Encoding::new(problem);
    let all: Vec<Lit> = encoding.selectors().collect();
    let found = encoding.clausal.solve(&all, work)?;
    Ok(found.then(|| encoding.assignment()))
}
