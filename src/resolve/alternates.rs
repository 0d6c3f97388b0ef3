//! Other candidates that could replace a line with nothing else changed.

use super::found::Found;
use crate::engine::{GroupId, Values};
use crate::kernel::SlotGroup;
use crate::query::Case;

/// What the answer satisfies, indexed so that one exchanged value touches only its own constraints.
pub(super) struct Exchange<'a> {
    case: &'a Case<'a>,
    found: &'a Found<'a>,
    /// Group → the clauses it is in.
    clauses: Constraints,
    /// Group → the budgets it is in.
    budgets: Constraints,
    /// Clause → how many of its literals hold.
    holding: Vec<u32>,
    /// Budget → its sum in the answer.
    sums: Vec<i128>,
}

/// The values of a slot that fit the rest of the answer.
struct Fitting {
    /// Those with which no constraint fails that has no helper.
    alone: Values,
    /// Those with which no other fails either; for the rest a helper would have to change.
    helped: Values,
}

impl Fitting {
    /// The values for constraints among whose groups is one that is a helper, which could change, or none.
    fn among(&mut self, mut groups: impl Iterator<Item = GroupId>, is_helper: impl Fn(GroupId) -> bool) -> &mut Values {
        if groups.any(is_helper) { &mut self.helped } else { &mut self.alone }
    }
}

/// For each group the numbers of the constraints that it is in, one group after the other.
struct Constraints {
    ends: Vec<usize>,
    numbers: Vec<u32>,
}

impl Constraints {
    /// From the groups of each constraint, in the order of constraints.
    fn of_groups<I: Iterator<Item = GroupId>>(count: usize, constraints: impl Iterator<Item = I> + Clone) -> Self {
        let mut ends = vec![0_usize; count + 1];
        for group in constraints.clone().flatten() {
            ends[group.0 as usize + 1] += 1;
        }
        for group in 0..count {
            ends[group + 1] += ends[group];
        }
        let mut next = ends.clone();
        let mut numbers = vec![0_u32; ends[count]];
        for (number, groups) in (0..).zip(constraints) {
            for group in groups {
                let place = &mut next[group.0 as usize];
                numbers[*place] = number;
                *place += 1;
            }
        }
        Self { ends, numbers }
    }

    fn of(&self, group: usize) -> &[u32] {
        &self.numbers[self.ends[group]..self.ends[group + 1]]
    }
}

impl<'a> Exchange<'a> {
    pub fn of(case: &'a Case<'a>, found: &'a Found<'a>) -> Self {
        let problem = &case.lowered().problem;
        let clauses = problem.clauses.iter().take(found.valid.clauses);
        let budgets = problem.budgets.iter().take(found.valid.budgets);
        let holding = clauses.clone().map(|clause| {
            let held = clause.literals.iter().filter(|(group, values)| values.contains(found.value(*group)));
            u32::try_from(held.count()).unwrap_or(u32::MAX)
        });
        let sums = budgets.clone().map(|budget| {
            let weights = budget.terms.iter();
            weights.map(|(group, weights)| weight(weights, found.value(*group))).sum()
        });
        let groups = problem.groups();
        Self {
            case,
            found,
            holding: holding.collect(),
            sums: sums.collect(),
            clauses: Constraints::of_groups(groups, clauses.map(|one| one.literals.iter().map(|(group, _)| *group))),
            budgets: Constraints::of_groups(groups, budgets.map(|one| one.terms.iter().map(|(group, _)| *group))),
        }
    }

    /// The values that a slot could take instead.
    pub fn alternates(&self, slot: &SlotGroup) -> Vec<u32> {
        let now = self.found.value(slot.group);
        let Fitting { alone, helped } = self.fitting(slot, now);
        let others = alone.iter().filter(|value| *value != 0 && *value != now);
        others
            .filter(|value| match helped.contains(*value) {
                // A planned certificate may be taken for the line that goes: only the checker sees that.
                true if !self.takes_planned() => true,
                true | false => self.accepted(slot, *value),
            })
            .collect()
    }

    fn takes_planned(&self) -> bool {
        let selection = self.found.selection;
        selection.planned.contains(&true) || !selection.planned_parts.is_empty()
    }

    /// The values of a slot with which the constraints of its group hold, the others unchanged.
    fn fitting(&self, slot: &SlotGroup, now: u32) -> Fitting {
        let problem = &self.case.lowered().problem;
        let index = slot.group.0 as usize;
        let is_helper = |other: GroupId| other.0 >= self.case.lowered().helpers;
        let all = Values::all(slot.size());
        let mut fitting = Fitting { alone: all.clone(), helped: all };
        for at in self.clauses.of(index) {
            let Some(clause) = problem.clauses.get(*at as usize) else { continue };
            let Some((_, values)) = clause.literals.iter().find(|(other, _)| *other == slot.group) else { continue };
            let own = u32::from(values.contains(now));
            if self.holding.get(*at as usize).copied().unwrap_or(0) == own {
                let kept = fitting.among(clause.literals.iter().map(|(other, _)| *other), is_helper);
                *kept = kept.intersection(values);
            }
        }
        for at in self.budgets.of(index) {
            let Some(budget) = problem.budgets.get(*at as usize) else { continue };
            let Some((_, weights)) = budget.terms.iter().find(|(other, _)| *other == slot.group) else { continue };
            let rest = self.sums.get(*at as usize).copied().unwrap_or(0) - weight(weights, now);
            let fits = (0..slot.size()).filter(|value| rest + weight(weights, *value) <= budget.cap).collect();
            let kept = fitting.among(budget.terms.iter().map(|(other, _)| *other), is_helper);
            *kept = kept.intersection(&fits);
        }
        fitting
    }

    /// Whether the checker accepts the whole answer with one line exchanged.
    fn accepted(&self, slot: &SlotGroup, value: u32) -> bool {
        let mut selection = self.found.selection.clone();
        selection.slots[slot.slot] = slot.component(value);
        self.case.violations(&selection).is_empty()
    }
}

fn weight(weights: &[i128], value: u32) -> i128 {
    weights.get(value as usize).copied().unwrap_or(0)
}
