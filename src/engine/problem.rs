//! What the engine reasons about: groups, clauses over them, budgets and costs.

use super::values::Values;
use crate::keyed_vec::{Key, KeyedVec};
use num_bigint::BigInt;
use std::collections::BTreeMap;

/// A group, which takes exactly one of its values `0..size`; made by [`Problem::add_group`].
#[derive(Copy, Clone, Eq, PartialEq, Ord, PartialOrd, Hash, Debug)]
pub struct GroupId(pub u32);

impl Key for GroupId {
    fn at(index: usize) -> Self {
        Self(index as u32)
    }

    fn index(self) -> usize {
        self.0 as usize
    }
}

/// Bits that the sum of all costs may have in 128 bits, so that the dual bound has room for prices.
const ROOM: u32 = 100;

/// The value of each group, by [`GroupId`].
pub type Assignment = KeyedVec<GroupId, u32>;

/// The caller's name for a constraint or several: its reason, by number.
#[derive(Copy, Clone, Eq, PartialEq, Ord, PartialOrd, Hash, Debug)]
pub struct Label(pub u32);

impl Label {
    /// Of constraints that always hold: never a reason, never switched off.
    pub const STRUCTURE: Self = Self(0);
}

/// Groups, constraints over them and the costs of their values.
///
/// ```
/// use terroir::engine::{Label, Optimiser, Problem, Values, Work};
///
/// let mut problem = Problem::new();
/// let driver = problem.add_group(2);
/// let lamp = problem.add_group(2);
/// problem.set_cost(driver, 1, 30);
/// problem.set_cost(lamp, 1, 20);
/// // Driver 0 does not go with lamp 0.
/// problem.add_clause(Label(1), vec![(driver, Values::single(1)), (lamp, Values::single(1))]);
/// let best = Optimiser::new().optimum(&problem, &mut Work::unlimited())?;
/// let best = best.ok_or("there is a solution")?;
/// assert_eq!((best.values[driver], best.values[lamp], best.cost), (0, 1, 20));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Default, Debug)]
pub struct Problem {
    groups: KeyedVec<GroupId, Group>,
    costs: Vec<i128>,
    /// The costs where 128 bits do not hold them all; then `costs` say nothing.
    big_costs: Option<Vec<BigInt>>,
    pub(crate) clauses: Vec<Clause>,
    pub(crate) budgets: Vec<Budget>,
}

/// What values cost, by group and value; groups that are not listed cost nothing.
#[derive(Clone, Debug)]
pub(crate) enum Costs {
    /// In 128 bits, with room for sums.
    Narrow(BTreeMap<GroupId, Vec<i128>>),
    /// Of any size.
    Wide(BTreeMap<GroupId, Vec<BigInt>>),
}

#[derive(Clone, Copy, Debug)]
struct Group {
    size: u32,
    first: usize,
}

/// Holds iff a listed group takes a value of its set.
#[derive(Clone, Debug)]
pub(crate) struct Clause {
    pub label: Label,
    /// Ascending groups, no empty and no full set.
    pub literals: Vec<(GroupId, Values)>,
}

/// Holds iff the weights of the values taken sum to at most the cap.
#[derive(Clone, Debug)]
pub(crate) struct Budget {
    pub label: Label,
    /// Ascending groups, one weight a value.
    pub terms: Vec<(GroupId, Vec<i128>)>,
    pub cap: i128,
}

impl Problem {
    /// No groups, no constraints: one solution, the empty one.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a group that takes exactly one of `0..size`; a group of size 0 makes the problem unsolvable.
    ///
    /// Earlier groups and smaller values come first when optima tie.
    pub fn add_group(&mut self, size: u32) -> GroupId {
        let first = self.costs.len();
        self.costs.resize(first + size as usize, 0);
        if let Some(costs) = &mut self.big_costs {
            costs.resize(first + size as usize, BigInt::ZERO);
        }
        self.groups.push(Group { size, first })
    }

    /// Sets the cost of a value (0 unless set, may be negative); a value that does not exist is ignored.
    pub fn set_cost(&mut self, group: GroupId, value: u32, cost: i128) {
        if value < self.size(group) {
            let first = self.groups[group].first;
            self.costs[first + value as usize] = cost;
            if let Some(costs) = &mut self.big_costs {
                costs[first + value as usize] = BigInt::from(cost);
            }
        }
    }

    /// Sets the costs of all values anew.
    pub(crate) fn set_costs(&mut self, costs: Costs) {
        self.clear_costs();
        match costs {
            Costs::Narrow(costs) => {
                for (group, costs) in costs {
                    (0..).zip(costs).for_each(|(value, cost)| self.set_cost(group, value, cost));
                }
            }
            Costs::Wide(costs) => {
                let mut all = vec![BigInt::ZERO; self.costs.len()];
                for (group, costs) in costs {
                    let Group { first, size } = self.groups[group];
                    all[first..first + size as usize].iter_mut().zip(costs).for_each(|(own, cost)| *own = cost);
                }
                self.big_costs = Some(all);
            }
        }
    }

    /// Makes every value cost nothing.
    pub(crate) fn clear_costs(&mut self) {
        self.costs.fill(0);
        self.big_costs = None;
    }

    /// Multiplies every cost by `factor` and adds 1 to those of `value` in the `counted` groups.
    pub(crate) fn count_last(&mut self, factor: i128, counted: &[GroupId], value: u32) {
        let scaled = |cost: i128| cost.checked_mul(factor)?.checked_add(1);
        let most: Option<i128> = self.group_ids().try_fold(0_i128, |sum, group| {
            let magnitudes = self.costs(group).iter().map(|cost| cost.checked_abs());
            let most = magnitudes.max().flatten().unwrap_or(0);
            sum.checked_add(scaled(most)?)
        });
        if self.big_costs.is_none() && most.is_some_and(|most| most >> ROOM == 0) {
            self.costs.iter_mut().for_each(|cost| *cost *= factor);
            for group in counted {
                self.costs[self.groups[*group].first + value as usize] += 1;
            }
            return;
        }
        let mut costs: Vec<BigInt> = match self.big_costs.take() {
            Some(costs) => costs,
            None => self.costs.iter().map(|cost| BigInt::from(*cost)).collect(),
        };
        costs.iter_mut().for_each(|cost| *cost *= factor);
        for group in counted {
            costs[self.groups[*group].first + value as usize] += 1;
        }
        self.big_costs = Some(costs);
    }

    /// The costs of a group's values, where 128 bits do not hold those of all groups.
    pub(crate) fn big_costs(&self, group: GroupId) -> Option<&[BigInt]> {
        let Group { first, size } = self.groups[group];
        self.big_costs.as_ref().map(|costs| &costs[first..first + size as usize])
    }

    /// Whether 128 bits do not hold the costs.
    pub(crate) fn has_big_costs(&self) -> bool {
        self.big_costs.is_some()
    }

    /// Adds ⋁ (group ∈ values): holds iff at least one listed group takes a value of its set.
    ///
    /// An empty list never holds. A group listed twice has its sets united. Values that do not exist are never taken.
    pub fn add_clause(&mut self, label: Label, mut literals: Vec<(GroupId, Values)>) {
        literals.sort_by_key(|(group, _)| *group);
        let mut clean: Vec<(GroupId, Values)> = Vec::with_capacity(literals.len());
        for (group, values) in literals {
            let values = values.below(self.size(group));
            match clean.last_mut() {
                Some((last, united)) if *last == group => *united = united.union(&values),
                _ if values.is_empty() => {}
                _ => clean.push((group, values)),
            }
        }
        let holds_always = |(group, values): &(GroupId, Values)| values.len() == self.size(*group);
        if !clean.iter().any(holds_always) {
            self.clauses.push(Clause { label, literals: clean });
        }
    }

    /// Adds Σ weight(group, value taken) ≤ `cap`.
    ///
    /// Weights may be negative; a group listed twice has its weights added. Missing weights are 0.
    pub fn add_budget(&mut self, label: Label, terms: Vec<(GroupId, Vec<i64>)>, cap: i64) {
        let widen = |weights: Vec<i64>| weights.into_iter().map(i128::from).collect();
        let terms = terms.into_iter().map(|(group, weights)| (group, widen(weights))).collect();
        self.add_wide_budget(label, terms, i128::from(cap));
    }

    /// The same with numbers that need more room; each must stay below 2^100.
    pub(crate) fn add_wide_budget(&mut self, label: Label, mut terms: Vec<(GroupId, Vec<i128>)>, cap: i128) {
        terms.sort_by_key(|(group, _)| *group);
        let mut clean: Vec<(GroupId, Vec<i128>)> = Vec::with_capacity(terms.len());
        for (group, mut weights) in terms {
            weights.resize(self.size(group) as usize, 0);
            match clean.last_mut() {
                Some((last, added)) if *last == group => {
                    added.iter_mut().zip(&weights).for_each(|(sum, weight)| *sum += weight);
                }
                _ if weights.is_empty() => {}
                _ => clean.push((group, weights)),
            }
        }
        self.budgets.push(Budget { label, terms: clean, cap });
    }

    /// Leaves out the clauses and budgets whose labels are not wanted.
    pub(crate) fn retain(&mut self, wanted: impl Fn(Label) -> bool) {
        self.clauses.retain(|clause| wanted(clause.label));
        self.budgets.retain(|budget| wanted(budget.label));
    }

    /// Makes hard constraints of the clauses and budgets whose labels are not `switched`: they always hold.
    pub(crate) fn harden(&mut self, switched: impl Fn(Label) -> bool) {
        let hard = |label: Label| if switched(label) { label } else { Label::STRUCTURE };
        self.clauses.iter_mut().for_each(|clause| clause.label = hard(clause.label));
        self.budgets.iter_mut().for_each(|budget| budget.label = hard(budget.label));
    }

    /// Leaves out all groups but the first ones, and the constraints that mention others.
    pub(crate) fn keep_first(&mut self, groups: usize) {
        let Some(first_left_out) = self.groups.as_slice().get(groups) else { return };
        self.costs.truncate(first_left_out.first);
        if let Some(costs) = &mut self.big_costs {
            costs.truncate(first_left_out.first);
        }
        self.groups = self.groups.iter().take(groups).copied().collect();
        // Groups are listed in ascending order, so the last one decides.
        let is_kept = |last: Option<GroupId>| last.is_none_or(|group| group.index() < groups);
        self.clauses.retain(|clause| is_kept(clause.literals.last().map(|(group, _)| *group)));
        self.budgets.retain(|budget| is_kept(budget.terms.last().map(|(group, _)| *group)));
    }

    /// Leaves out the constraints of some labels.
    pub(crate) fn leave_out(&mut self, labels: &[Label]) {
        self.clauses.retain(|clause| !labels.contains(&clause.label));
        self.budgets.retain(|budget| !labels.contains(&budget.label));
    }

    /// The number of groups.
    pub fn groups(&self) -> usize {
        self.groups.len()
    }

    /// The number of values of a group.
    pub fn size(&self, group: GroupId) -> u32 {
        self.groups[group].size
    }

    /// The costs of a group's values.
    pub fn costs(&self, group: GroupId) -> &[i128] {
        let group = &self.groups[group];
        &self.costs[group.first..group.first + group.size as usize]
    }

    /// The labels in use, ascending, without [`Label::STRUCTURE`].
    pub fn labels(&self) -> Vec<Label> {
        let clauses = self.clauses.iter().map(|clause| clause.label);
        let budgets = self.budgets.iter().map(|budget| budget.label);
        let mut labels: Vec<Label> = clauses.chain(budgets).filter(|label| *label != Label::STRUCTURE).collect();
        labels.sort_unstable();
        labels.dedup();
        labels
    }

    /// Whether an assignment takes a value of every group and satisfies every clause and budget.
    #[cfg(any(test, feature = "internals"))]
    pub fn is_satisfied(&self, assignment: &Assignment) -> bool {
        let complete = assignment.len() == self.groups.len()
            && assignment.iter().zip(&self.groups).all(|(value, group)| *value < group.size);
        let clause_holds = |clause: &Clause| {
            let met = |(group, values): &(GroupId, Values)| values.contains(assignment[*group]);
            clause.literals.iter().any(met)
        };
        let budget_holds = |budget: &Budget| {
            let weight = |(group, weights): &(GroupId, Vec<i128>)| weights[assignment[*group] as usize];
            budget.terms.iter().map(weight).sum::<i128>() <= budget.cap
        };
        complete && self.clauses.iter().all(clause_holds) && self.budgets.iter().all(budget_holds)
    }

    /// Every group in order.
    pub(crate) fn group_ids(&self) -> impl DoubleEndedIterator<Item = GroupId> + ExactSizeIterator + use<> {
        self.groups.keys()
    }
}

/// A value that a group must take.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Pick {
    /// The group.
    pub group: GroupId,
    /// Its value.
    pub value: u32,
}
