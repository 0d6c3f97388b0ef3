//! Other candidates that could replace a line with nothing else changed.

use super::found::Found;
use crate::engine::GroupId;
use crate::kernel::SlotGroup;
use crate::query::Case;

/// What the answer satisfies, indexed so that one exchanged value touches only its own constraints.
pub(super) struct Exchange<'a> {
    case: &'a Case<'a>,
    found: &'a Found<'a>,
    /// Group → the clauses it is in.
    clauses: Vec<Vec<usize>>,
    /// Group → the budgets it is in.
    budgets: Vec<Vec<usize>>,
    /// Clause → how many of its literals hold.
    holding: Vec<u32>,
    /// Budget → its sum in the answer.
    sums: Vec<i128>,
}

impl<'a> Exchange<'a> {
    pub fn of(case: &'a Case<'a>, found: &'a Found<'a>) -> Self {
        let problem = &case.lowered().problem;
        let groups = problem.groups();
        let (mut clauses, mut budgets) = (vec![Vec::new(); groups], vec![Vec::new(); groups]);
        let (mut holding, mut sums) = (Vec::new(), Vec::new());
        for (at, clause) in problem.clauses.iter().take(found.valid.clauses).enumerate() {
            let held = clause.literals.iter().filter(|(group, values)| values.contains(found.value(*group)));
            holding.push(u32::try_from(held.count()).unwrap_or(u32::MAX));
            for (group, _) in &clause.literals {
                if let Some(list) = clauses.get_mut(group.0 as usize) {
                    list.push(at);
                }
            }
        }
        for (at, budget) in problem.budgets.iter().take(found.valid.budgets).enumerate() {
            let weights = budget.terms.iter();
            sums.push(weights.map(|(group, weights)| weight(weights, found.value(*group))).sum());
            for (group, _) in &budget.terms {
                if let Some(list) = budgets.get_mut(group.0 as usize) {
                    list.push(at);
                }
            }
        }
        Self { case, found, clauses, budgets, holding, sums }
    }

    /// The values that a slot could take instead.
    pub fn alternates(&self, slot: &SlotGroup) -> Vec<u32> {
        let now = self.found.value(slot.group);
        let others = (1..slot.size()).filter(|value| *value != now);
        others
            .filter(|value| match self.fits(slot.group, now, *value) {
                // A planned certificate may be taken for the line that goes: only the checker sees that.
                Some(fits) if !fits || !self.takes_planned() => fits,
                _ => self.accepted(slot, *value),
            })
            .collect()
    }

    fn takes_planned(&self) -> bool {
        let selection = self.found.selection;
        selection.planned.contains(&true) || !selection.planned_parts.is_empty()
    }

    /// Whether all constraints of a group hold with another value; `None` where a helper would have to change with it.
    fn fits(&self, group: GroupId, now: u32, then: u32) -> Option<bool> {
        let problem = &self.case.lowered().problem;
        let index = group.0 as usize;
        let mut helped = false;
        let is_helper = |other: GroupId| other.0 >= self.case.lowered().helpers;
        for at in self.clauses.get(index).into_iter().flatten() {
            let Some(clause) = problem.clauses.get(*at) else { continue };
            let Some((_, values)) = clause.literals.iter().find(|(other, _)| *other == group) else { continue };
            let own = u32::from(values.contains(now));
            let others = self.holding.get(*at).copied().unwrap_or(0).saturating_sub(own);
            if others == 0 && !values.contains(then) {
                if clause.literals.iter().any(|(other, _)| is_helper(*other)) {
                    helped = true;
                } else {
                    return Some(false);
                }
            }
        }
        for at in self.budgets.get(index).into_iter().flatten() {
            let Some(budget) = problem.budgets.get(*at) else { continue };
            let Some((_, weights)) = budget.terms.iter().find(|(other, _)| *other == group) else { continue };
            let sum = self.sums.get(*at).copied().unwrap_or(0) - weight(weights, now) + weight(weights, then);
            if sum > budget.cap {
                if budget.terms.iter().any(|(other, _)| is_helper(*other)) {
                    helped = true;
                } else {
                    return Some(false);
                }
            }
        }
        if helped { None } else { Some(true) }
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
