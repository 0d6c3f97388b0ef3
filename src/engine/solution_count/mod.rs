//! How many solutions there are, counted by what some groups take.
//!
//! Model counting by component caching (Bayardo & Pehoushek 2000; Sang et al., *Combining component caching and clause
//! learning*, 2004), on exactly-one groups: a group is split by its values, what a choice leaves falls into independent
//! parts, their counts multiply, and a part met again is not counted again. Values that all open constraints treat alike are
//! counted once and multiplied. Budgets are propagated like clauses, and what they have left is part of a part's key.
//!
//! Solutions that differ only within a *class* of values count once (projected counting, Aziz et al. 2015): a part in which no
//! group has two classes open counts 1 if it has a solution and 0 if not.
//!
//! Where the work ends first, what was counted is a lower bound. One solution is known from the start and is followed first,
//! so that each part on its way counts at least 1.

mod state;

use super::encoding::satisfy;
use super::problem::{Assignment, GroupId, Problem};
use super::values::Values;
use super::work::Work;
use crate::keyed_vec::KeyedVec;
use num_bigint::BigUint;
use num_traits::{One, Zero};
use state::{State, ends};
use std::collections::BTreeMap;

/// Decisions below one another; deeper ones end the count like the step limit, so that no call stack overflows.
const DEEPEST: usize = 400;

/// A number of solutions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SolutionCount {
    /// How many were counted.
    pub counted: BigUint,
    /// Whether these are all; else there are at least as many.
    pub is_exact: bool,
}

impl SolutionCount {
    fn exactly(counted: BigUint) -> Self {
        Self { counted, is_exact: true }
    }
}

/// By group the class of each value; solutions whose values are of the same classes count once.
pub(crate) type Classes = KeyedVec<GroupId, Vec<u32>>;

/// The number of solutions that differ in the class of a value at least.
pub(crate) fn count_solutions(problem: &Problem, classes: &Classes, work: &mut Work) -> SolutionCount {
    let Ok(found) = satisfy(problem, work) else {
        return SolutionCount { counted: BigUint::zero(), is_exact: false };
    };
    let Some(witness) = found else { return SolutionCount::exactly(BigUint::zero()) };
    let mut counter = Counter {
        state: State::new(problem),
        classes,
        witness,
        known: BTreeMap::new(),
        seen_groups: KeyedVec::filled(0, problem.groups()),
        seen_clauses: vec![0; problem.clauses.len()],
        seen_budgets: vec![0; problem.budgets.len()],
        stamp: 0,
        work,
    };
    if counter.state.propagate_all().is_err() {
        return SolutionCount::exactly(BigUint::zero());
    }
    let all: Vec<GroupId> = problem.group_ids().collect();
    counter.count(&all, Path { is_witness: true, depth: 0 })
}

/// Where a count is in the search.
#[derive(Clone, Copy)]
struct Path {
    /// All decisions agree with the known solution.
    is_witness: bool,
    depth: usize,
}

/// Groups that open constraints join.
struct Part {
    /// Breadth first from the smallest.
    groups: Vec<GroupId>,
    clauses: Vec<usize>,
    budgets: Vec<usize>,
}

struct Counter<'a> {
    state: State<'a>,
    classes: &'a Classes,
    witness: Assignment,
    known: BTreeMap<Vec<u64>, BigUint>,
    seen_groups: KeyedVec<GroupId, u64>,
    seen_clauses: Vec<u64>,
    seen_budgets: Vec<u64>,
    stamp: u64,
    work: &'a mut Work,
}

impl Counter<'_> {
    /// The number for some groups with what is open of them.
    fn count(&mut self, groups: &[GroupId], path: Path) -> SolutionCount {
        let mut product = SolutionCount::exactly(BigUint::one());
        for part in self.parts(groups) {
            let factor = match part.groups.as_slice() {
                [only] if part.clauses.is_empty() && part.budgets.is_empty() => {
                    SolutionCount::exactly(BigUint::from(self.open_classes(*only).len()))
                }
                _ => self.count_part(&part, path),
            };
            product.counted *= &factor.counted;
            product.is_exact &= factor.is_exact;
            if product.counted.is_zero() {
                return factor;
            }
        }
        product
    }

    /// The open values of a group by class.
    fn open_classes(&self, group: GroupId) -> BTreeMap<u32, Values> {
        let mut found: BTreeMap<u32, Values> = BTreeMap::new();
        for value in self.state.open[group].iter() {
            found.entry(self.classes[group][value as usize]).or_default().insert(value);
        }
        found
    }

    /// The parts into which open constraints join the groups; groups with one open value are in none.
    fn parts(&mut self, groups: &[GroupId]) -> Vec<Part> {
        self.stamp += 1;
        let mut sorted: Vec<GroupId> =
            groups.iter().copied().filter(|group| self.state.open[*group].len() > 1).collect();
        sorted.sort_unstable();
        let mut parts = Vec::new();
        for first in sorted {
            if self.seen_groups[first] == self.stamp {
                continue;
            }
            self.seen_groups[first] = self.stamp;
            let mut part = Part { groups: vec![first], clauses: Vec::new(), budgets: Vec::new() };
            let mut next = 0;
            while let Some(group) = part.groups.get(next).copied() {
                next += 1;
                self.join_clauses(group, &mut part);
                self.join_budgets(group, &mut part);
            }
            part.clauses.sort_unstable();
            part.budgets.sort_unstable();
            parts.push(part);
        }
        parts
    }

    fn join_clauses(&mut self, group: GroupId, part: &mut Part) {
        let problem = self.state.problem;
        for at in self.state.clauses_of[group].clone() {
            if std::mem::replace(&mut self.seen_clauses[at], self.stamp) == self.stamp {
                continue;
            }
            self.state.steps += 1;
            let literals = &problem.clauses[at].literals;
            let open = &self.state.open;
            if literals.iter().any(|(own, values)| open[*own].intersection(values) == open[*own]) {
                continue;
            }
            part.clauses.push(at);
            for (own, values) in literals {
                if !open[*own].is_disjoint(values) && self.seen_groups[*own] != self.stamp {
                    self.seen_groups[*own] = self.stamp;
                    part.groups.push(*own);
                }
            }
        }
    }

    fn join_budgets(&mut self, group: GroupId, part: &mut Part) {
        let problem = self.state.problem;
        for (at, _) in self.state.terms_of[group].clone() {
            if std::mem::replace(&mut self.seen_budgets[at], self.stamp) == self.stamp {
                continue;
            }
            let budget = &self.state.budgets[at];
            if budget.most <= budget.cap {
                continue;
            }
            part.budgets.push(at);
            for (own, weights) in &problem.budgets[at].terms {
                self.state.steps += 1;
                let (low, high) = ends(&self.state.open[*own], weights);
                if low < high && self.seen_groups[*own] != self.stamp {
                    self.seen_groups[*own] = self.stamp;
                    part.groups.push(*own);
                }
            }
        }
    }

    fn count_part(&mut self, part: &Part, path: Path) -> SolutionCount {
        let key = self.key(part);
        if let Some(known) = self.known.get(&key) {
            return SolutionCount::exactly(known.clone());
        }
        let steps = std::mem::take(&mut self.state.steps) + key.len() as u64 + 16;
        if self.work.spend(steps).is_err() || path.depth > DEEPEST {
            return SolutionCount { counted: BigUint::from(u8::from(path.is_witness)), is_exact: false };
        }
        let is_counted = part.groups.iter().any(|group| self.open_classes(*group).len() > 1);
        let found = if is_counted { self.by_class(part, path) } else { self.exists(part, path) };
        if found.is_exact {
            self.known.insert(key, found.counted.clone());
        }
        found
    }

    /// What decides the number of a part: its groups with their open values, its constraints, and what budgets have left.
    fn key(&self, part: &Part) -> Vec<u64> {
        let mut words = vec![part.groups.len() as u64, part.clauses.len() as u64];
        let mut groups = part.groups.clone();
        groups.sort_unstable();
        for group in &groups {
            let open = &self.state.open[*group];
            let size = self.state.problem.size(*group).div_ceil(64) as usize;
            words.push(u64::from(group.0));
            words.extend((0..size).map(|word| open.word(word)));
        }
        words.extend(part.clauses.iter().map(|clause| *clause as u64));
        for at in &part.budgets {
            let budget = &self.state.budgets[*at];
            let left = budget.cap - budget.least;
            words.extend([*at as u64, left as u64, (left >> 64) as u64]);
        }
        words
    }

    /// The group that most constraints of a part are about; of several the one in the middle, which splits most evenly.
    fn branching_group(&self, part: &Part, classes: usize) -> Option<GroupId> {
        let mut degree: BTreeMap<GroupId, usize> = BTreeMap::new();
        for at in &part.clauses {
            for (group, _) in &self.state.problem.clauses[*at].literals {
                *degree.entry(*group).or_default() += 1;
            }
        }
        let middle = part.groups.len() / 2;
        let eligible = part.groups.iter().enumerate().filter(|(_, group)| self.open_classes(**group).len() >= classes);
        let best = eligible.min_by_key(|(at, group)| {
            let degree = degree.get(*group).copied().unwrap_or(0);
            (std::cmp::Reverse(degree), at.abs_diff(middle))
        });
        best.map(|(_, group)| *group)
    }

    fn by_class(&mut self, part: &Part, path: Path) -> SolutionCount {
        let Some(group) = self.branching_group(part, 2) else { return SolutionCount::exactly(BigUint::zero()) };
        let mut sum = SolutionCount::exactly(BigUint::zero());
        for Branch { values, classes, is_witness } in self.branches(part, group) {
            let below = Path { is_witness: path.is_witness && is_witness, depth: path.depth + 1 };
            let found = self.narrowed(part, (group, &values), below);
            sum.counted += found.counted * classes;
            sum.is_exact &= found.is_exact;
        }
        sum
    }

    /// The classes of a group, those together that all open constraints treat alike; the one of the known solution first.
    fn branches(&self, part: &Part, group: GroupId) -> Vec<Branch> {
        let mut list: Vec<(Vec<Vec<i128>>, Branch)> = Vec::new();
        for values in self.open_classes(group).into_values() {
            let mut signatures: Vec<Vec<i128>> =
                values.iter().map(|value| self.signature(part, group, value)).collect();
            signatures.sort_unstable();
            signatures.dedup();
            let is_witness = values.contains(self.witness[group]);
            match list.iter_mut().find(|(own, _)| *own == signatures) {
                Some((_, branch)) => {
                    branch.classes += 1;
                    if is_witness {
                        (branch.values, branch.is_witness) = (values, true);
                    }
                }
                None => list.push((signatures, Branch { values, classes: 1, is_witness })),
            }
        }
        let mut branches: Vec<Branch> = list.into_iter().map(|(_, branch)| branch).collect();
        branches.sort_by_key(|branch| !branch.is_witness);
        branches
    }

    /// What the open constraints of a part see of a value.
    fn signature(&self, part: &Part, group: GroupId, value: u32) -> Vec<i128> {
        let problem = self.state.problem;
        let is_open = |list: &[usize], at: &usize| list.binary_search(at).is_ok();
        let clauses = self.state.clauses_of[group].iter().filter(|at| is_open(&part.clauses, at));
        let seen = clauses.map(|at| {
            let literals = &problem.clauses[*at].literals;
            i128::from(literals.iter().any(|(own, values)| *own == group && values.contains(value)))
        });
        let budgets = self.state.terms_of[group].iter().filter(|(at, _)| is_open(&part.budgets, at));
        let weights =
            budgets.map(|(at, term)| problem.budgets[*at].terms[*term].1.get(value as usize).copied().unwrap_or(0));
        seen.chain(weights).collect()
    }

    /// The count of a part with one of its groups narrowed.
    fn narrowed(&mut self, part: &Part, (group, values): (GroupId, &Values), path: Path) -> SolutionCount {
        let mark = self.state.mark();
        let found = match self.state.narrow(group, values) {
            Ok(()) => self.count(&part.groups, path),
            Err(state::Broken) => SolutionCount::exactly(BigUint::zero()),
        };
        self.state.take_back(mark);
        found
    }

    /// 1 if a part has a solution, else 0.
    fn exists(&mut self, part: &Part, path: Path) -> SolutionCount {
        let Some(group) = self.branching_group(part, 1) else { return SolutionCount::exactly(BigUint::zero()) };
        let mut open: Vec<u32> = self.state.open[group].iter().collect();
        open.sort_by_key(|value| *value != self.witness[group]);
        let mut is_exact = true;
        for value in open {
            let is_witness = path.is_witness && value == self.witness[group];
            let below = Path { is_witness, depth: path.depth + 1 };
            let found = self.narrowed(part, (group, &Values::single(value)), below);
            if !found.counted.is_zero() {
                return SolutionCount::exactly(BigUint::one());
            }
            is_exact &= found.is_exact;
        }
        SolutionCount { counted: BigUint::zero(), is_exact }
    }
}

/// A class that is tried, how many classes it represents, and whether the known solution takes it.
struct Branch {
    values: Values,
    classes: u32,
    is_witness: bool,
}
