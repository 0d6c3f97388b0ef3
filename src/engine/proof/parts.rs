//! What unit propagation alone settles, and the independent parts that are left.

use super::budget::{Budget, Term, Unproved};
use super::linear::{Linear, Literal};
use super::log::{Log, push_bound};
use super::numbering::Numbering;
use super::propagation::{Broken, Propagator};
use crate::engine::problem::{GroupId, Problem};
use crate::engine::union_find::UnionFind;
use crate::engine::values::Values;

/// A problem after propagation.
pub(super) struct Root<'a> {
    problem: &'a Problem,
    numbering: &'a Numbering,
    propagator: Propagator,
    budgets: Vec<Raised>,
}

/// A budget from which is taken what each of its groups must take.
#[derive(Clone, Default)]
struct Raised {
    name: String,
    /// The least weight of an open value, for each group of the budget.
    least: Vec<i128>,
}

/// Connected groups with more than one open value each, and what restricts them.
pub(super) struct Part {
    /// Groups of the problem, each with its open values, in order.
    pub groups: Vec<(GroupId, Vec<u32>)>,
    /// The same as a problem of its own: values are counted among the open ones.
    pub problem: Problem,
    /// The number in the proof of each clause.
    pub clauses: Vec<usize>,
    /// The name in the proof of each budget.
    pub budgets: Vec<String>,
}

/// What propagation of a whole problem ends in.
pub(super) enum Propagated<'a> {
    Open(Box<Root<'a>>),
    /// A contradiction, which the proof has not yet as a step.
    Broken,
}

impl<'a> Root<'a> {
    /// Propagates the constraints of a problem; the proof gets a step for each budget that is raised.
    pub fn of(problem: &'a Problem, numbering: &'a Numbering, log: &mut Log) -> Result<Propagated<'a>, Unproved> {
        let propagator = Propagator::new(numbering.variables() as usize + 1);
        let budgets = vec![Raised::default(); problem.budgets.len()];
        let mut root = Self { problem, numbering, propagator, budgets };
        let mut constraints = Vec::new();
        for group in problem.group_ids() {
            let values = || (0..problem.size(group)).map(|value| (numbering.variable(group, value), 1));
            constraints.push(Linear::at_least(values(), 1));
            constraints.push(Linear::at_most(values(), 1));
        }
        for clause in &problem.clauses {
            let of = |(group, values): &(GroupId, Values)| {
                let group = *group;
                values.iter().map(move |value| (numbering.variable(group, value), 1)).collect::<Vec<_>>()
            };
            constraints.push(Linear::at_least(clause.literals.iter().flat_map(of), 1));
        }
        for constraint in constraints {
            let added = root.propagator.add(constraint.ok_or(Unproved::TooLarge)?);
            if added.is_err() {
                return Ok(Propagated::Broken);
            }
        }
        match root.settle(log)? {
            Ok(()) => Ok(Propagated::Open(Box::new(root))),
            Err(Broken(_)) => Ok(Propagated::Broken),
        }
    }

    /// Propagates and raises budgets in turn until nothing changes.
    fn settle(&mut self, log: &mut Log) -> Result<Result<(), Broken>, Unproved> {
        loop {
            if let Err(broken) = self.propagator.propagate() {
                return Ok(Err(broken));
            }
            let before = self.propagator.trail().len();
            let mut is_raised = false;
            for at in 0..self.problem.budgets.len() {
                let budget = &self.problem.budgets[at];
                let least: Option<Vec<i128>> = budget
                    .terms
                    .iter()
                    .map(|(group, weights)| self.open(*group).map(|value| weights[value as usize]).min())
                    .collect();
                let Some(least) = least else { continue };
                if self.budgets[at].least == least && !self.budgets[at].name.is_empty() {
                    continue;
                }
                is_raised = true;
                if let Err(broken) = self.raise(at, least, log)? {
                    return Ok(Err(broken));
                }
            }
            if !is_raised && self.propagator.trail().len() == before {
                return Ok(Ok(()));
            }
        }
    }

    fn raise(&mut self, at: usize, least: Vec<i128>, log: &mut Log) -> Result<Result<(), Broken>, Unproved> {
        let budget = &self.problem.budgets[at];
        let name = format!("@b{}_{}", at + 1, self.propagator.trail().len());
        let mut step = format!("{name} pol {}", self.numbering.budget(at));
        let (mut cap, mut weights) = (budget.cap, Vec::new());
        for ((group, all), least) in budget.terms.iter().zip(&least) {
            push_bound(&mut step, self.bounds(*group), *least);
            cap = cap.checked_sub(*least).ok_or(Unproved::TooLarge)?;
            let of_group =
                (0..).zip(all).map(|(value, weight)| (self.numbering.variable(*group, value), weight - least));
            weights.extend(of_group);
        }
        log.step(&step);
        self.budgets[at] = Raised { name, least };
        let linear = Linear::at_most(weights, cap).ok_or(Unproved::TooLarge)?;
        Ok(self.propagator.add(linear).map(|_| ()))
    }

    fn bounds(&self, group: GroupId) -> (usize, usize) {
        (self.numbering.at_least_one(group), self.numbering.at_most_one(group))
    }

    /// The values of a group that propagation leaves.
    pub fn open(&self, group: GroupId) -> impl Iterator<Item = u32> + '_ {
        let is_closed = move |value| {
            let variable = self.numbering.variable(group, value);
            self.propagator.is_true(Literal::negative(variable))
        };
        (0..self.problem.size(group)).filter(move |value| !is_closed(*value))
    }

    /// The value of a group that has one left.
    pub fn only(&self, group: GroupId) -> Option<u32> {
        let mut open = self.open(group);
        let first = open.next()?;
        open.next().is_none().then_some(first)
    }

    /// Independent parts, smallest first.
    pub fn parts(&self) -> Vec<Part> {
        let mut union = UnionFind::new(self.problem.groups());
        let clauses: Vec<Option<Literals>> = (0..self.problem.clauses.len()).map(|at| self.live_clause(at)).collect();
        let budgets: Vec<Option<Weighted>> = (0..self.problem.budgets.len()).map(|at| self.live_budget(at)).collect();
        for clause in clauses.iter().flatten() {
            union.join(clause.iter().map(|(group, _)| group.0));
        }
        for (terms, _) in budgets.iter().flatten() {
            union.join(terms.iter().map(|(group, _)| group.0));
        }
        let mut parts: Vec<Part> = Vec::new();
        let mut places: Vec<Option<(usize, GroupId)>> = vec![None; self.problem.groups()];
        for group in self.problem.group_ids().filter(|group| self.only(*group).is_none()) {
            let root = union.root(group.0) as usize;
            let at = places[root].map_or(parts.len(), |(at, _)| at);
            if at == parts.len() {
                parts.push(Part {
                    groups: Vec::new(),
                    problem: Problem::new(),
                    clauses: Vec::new(),
                    budgets: Vec::new(),
                });
            }
            places[group.0 as usize] = Some((at, self.add_group(group, &mut parts[at])));
        }
        let place = |group: GroupId| places[group.0 as usize];
        for (at, clause) in clauses.into_iter().enumerate() {
            let Some(clause) = clause else { continue };
            let Some((part, _)) = clause.first().and_then(|(group, _)| place(*group)) else { continue };
            let literals = clause.into_iter().filter_map(|(group, values)| Some((place(group)?.1, values))).collect();
            parts[part].problem.add_clause(crate::engine::Label::STRUCTURE, literals);
            parts[part].clauses.push(self.numbering.clause(at));
        }
        for (at, budget) in budgets.into_iter().enumerate() {
            let Some((terms, cap)) = budget else { continue };
            let Some((part, _)) = terms.first().and_then(|(group, _)| place(*group)) else { continue };
            let terms = terms.into_iter().filter_map(|(group, weights)| Some((place(group)?.1, weights))).collect();
            parts[part].problem.add_wide_budget(crate::engine::Label::STRUCTURE, terms, cap);
            parts[part].budgets.push(self.budgets[at].name.clone());
        }
        parts.sort_by_key(|part| part.groups.len());
        parts
    }

    fn add_group(&self, group: GroupId, part: &mut Part) -> GroupId {
        let open: Vec<u32> = self.open(group).collect();
        let own = part.problem.add_group(open.len() as u32);
        for (at, value) in (0..).zip(&open) {
            part.problem.set_cost(own, at, self.problem.costs(group)[*value as usize]);
        }
        part.groups.push((group, open));
        own
    }

    /// The open values of a clause, counted among the open values of their groups; `None` where it holds already.
    fn live_clause(&self, at: usize) -> Option<Literals> {
        let mut literals = Vec::new();
        for (group, values) in &self.problem.clauses[at].literals {
            let open: Vec<u32> = self.open(*group).collect();
            let inside: Values =
                (0..).zip(&open).filter(|(_, value)| values.contains(**value)).map(|(at, _)| at).collect();
            if inside.len() as usize == open.len() {
                return None;
            }
            if !inside.is_empty() {
                literals.push((*group, inside));
            }
        }
        Some(literals)
    }

    /// What the open values of a budget weigh beyond the least of their groups; `None` where it cannot be exceeded.
    fn live_budget(&self, at: usize) -> Option<Weighted> {
        let (budget, raised) = (&self.problem.budgets[at], &self.budgets[at]);
        let cap = raised.least.iter().try_fold(budget.cap, |cap, least| cap.checked_sub(*least))?;
        let (mut terms, mut most) = (Vec::new(), 0_i128);
        for ((group, weights), least) in budget.terms.iter().zip(&raised.least) {
            let open: Vec<i128> = self.open(*group).map(|value| weights[value as usize] - least).collect();
            let heaviest = open.iter().max().copied().unwrap_or(0);
            most = most.checked_add(heaviest)?;
            if heaviest > 0 {
                terms.push((*group, open));
            }
        }
        (most > cap).then_some((terms, cap))
    }
}

type Literals = Vec<(GroupId, Values)>;
type Weighted = (Vec<(GroupId, Vec<i128>)>, i128);

impl Part {
    /// The variables of its open values.
    pub fn variables(&self, numbering: &Numbering) -> Vec<u32> {
        let groups = self.groups.iter();
        groups.flat_map(|(group, values)| values.iter().map(|value| numbering.variable(*group, *value))).collect()
    }

    /// The variable of one of its values.
    pub fn variable(&self, numbering: &Numbering, own: GroupId, value: u32) -> u32 {
        let (group, values) = &self.groups[own.0 as usize];
        numbering.variable(*group, values[value as usize])
    }

    /// Its constraints: clauses, with "exactly one value" of each group.
    pub fn inequalities(&self, numbering: &Numbering) -> Vec<Linear> {
        let mut list = Vec::new();
        for own in self.problem.group_ids() {
            let all = || (0..self.problem.size(own)).map(|value| (self.variable(numbering, own, value), 1));
            list.extend(Linear::at_least(all(), 1));
            list.extend(Linear::at_most(all(), 1));
        }
        for clause in &self.problem.clauses {
            let of = |(own, values): &(GroupId, Values)| {
                values.iter().map(|value| Literal::positive(self.variable(numbering, *own, value))).collect::<Vec<_>>()
            };
            let literals: Vec<Literal> = clause.literals.iter().flat_map(of).collect();
            list.push(Linear::clause(&literals));
        }
        list
    }

    /// Its budgets.
    pub fn budgets(&self, numbering: &Numbering) -> Vec<Budget> {
        let budgets = self.problem.budgets.iter().zip(&self.budgets);
        let of = |(own, weights): &(GroupId, Vec<i128>)| self.term(numbering, *own, weights);
        budgets
            .map(|(budget, name)| Budget {
                name: name.clone(),
                terms: budget.terms.iter().map(of).collect(),
                cap: budget.cap,
            })
            .collect()
    }

    /// A group's part in a budget.
    pub fn term(&self, numbering: &Numbering, own: GroupId, weights: &[i128]) -> Term {
        let (group, _) = &self.groups[own.0 as usize];
        let values = (0..).zip(weights).map(|(value, weight)| (self.variable(numbering, own, value), *weight));
        Term {
            at_least_one: numbering.at_least_one(*group),
            at_most_one: numbering.at_most_one(*group),
            values: values.collect(),
        }
    }
}
