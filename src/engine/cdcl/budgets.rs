//! Budgets: Σ weight·literal ≤ cap with positive weights.
//!
//! Each budget keeps the sum of the weights of its true literals. A literal that weighs more than what is left
//! becomes false. Nothing is explained before a conflict asks; then the heaviest literals that were true at the
//! time are named until they alone are too much.

use super::literal::Reason;
use super::{Clausal, Lit};

#[derive(Clone)]
pub(super) struct Allowance {
    /// Heaviest first.
    terms: Vec<(Lit, i128)>,
    cap: i128,
    /// Of the true literals on the trail before the head.
    sum: i128,
}

/// A literal's place in a budget.
#[derive(Copy, Clone)]
pub(super) struct Use {
    budget: u32,
    weight: i128,
}

impl Clausal {
    /// Adds Σ weight·literal ≤ cap; all weights must be positive and every variable listed once. Its number.
    pub fn add_budget(&mut self, mut terms: Vec<(Lit, i128)>, mut cap: i128) -> u32 {
        self.backtrack(0);
        for (literal, weight) in &terms {
            if self.is_true(*literal) {
                cap -= weight;
            }
        }
        if cap < 0 {
            self.inconsistent = true;
            terms.clear();
        }
        terms.retain(|(literal, _)| self.is_free(*literal));
        terms.sort_by_key(|(_, weight)| std::cmp::Reverse(*weight));
        let budget = self.allowances.len() as u32;
        for (literal, weight) in &terms {
            if *weight > cap {
                self.assign(!*literal, Reason::Budget(budget));
            } else {
                self.uses[literal.index()].push(Use { budget, weight: *weight });
            }
        }
        terms.retain(|(_, weight)| *weight <= cap);
        self.allowances.push(Allowance { terms, cap, sum: 0 });
        budget
    }

    /// Lowers the cap of a budget; what was learned stays true.
    pub fn tighten(&mut self, budget: u32, by: i128) {
        self.backtrack(0);
        let allowance = &mut self.allowances[budget as usize];
        allowance.cap -= by;
        let left = allowance.cap - allowance.sum;
        if left < 0 {
            self.inconsistent = true;
        } else {
            self.exclude_heavier(budget, left);
        }
    }

    /// Counts the weight of a literal that the head passes.
    pub(super) fn take_weight(&mut self, literal: Lit) {
        for place in &self.uses[literal.index()] {
            self.allowances[place.budget as usize].sum += place.weight;
        }
    }

    pub(super) fn release_weight(&mut self, literal: Lit) {
        for place in &self.uses[literal.index()] {
            self.allowances[place.budget as usize].sum -= place.weight;
        }
    }

    /// Looks at the budgets of a literal that became true; whether one is broken.
    pub(super) fn propagate_budgets(&mut self, literal: Lit) -> bool {
        for index in 0..self.uses[literal.index()].len() {
            let budget = self.uses[literal.index()][index].budget;
            let allowance = &self.allowances[budget as usize];
            let left = allowance.cap - allowance.sum;
            if left < 0 {
                self.conflict.clear();
                let mut conflict = std::mem::take(&mut self.conflict);
                self.name_heaviest(budget, allowance.cap, u32::MAX, &mut conflict);
                self.conflict = conflict;
                return true;
            }
            self.exclude_heavier(budget, left);
        }
        false
    }

    fn exclude_heavier(&mut self, budget: u32, left: i128) {
        let mut index = 0;
        while let Some(&(literal, weight)) = self.allowances[budget as usize].terms.get(index) {
            if weight <= left {
                return;
            }
            self.steps += 1;
            if self.is_free(literal) {
                self.assign(!literal, Reason::Budget(budget));
            }
            index += 1;
        }
    }

    /// Why a budget made `implied` true: the other literals of the implication, all false.
    pub(super) fn explain_budget(&self, budget: u32, implied: Lit, into: &mut Vec<Lit>) {
        let allowance = &self.allowances[budget as usize];
        let place = self.uses[(!implied).index()].iter().find(|place| place.budget == budget);
        let weight = place.map_or(0, |place| place.weight);
        let before = self.position[implied.variable()];
        self.name_heaviest(budget, allowance.cap - weight, before, into);
    }

    /// Negations of true literals from before `before` that together weigh more than `bound`.
    fn name_heaviest(&self, budget: u32, bound: i128, before: u32, into: &mut Vec<Lit>) {
        let mut sum = 0;
        for (literal, weight) in &self.allowances[budget as usize].terms {
            if self.is_true(*literal) && self.position[literal.variable()] < before {
                into.push(!*literal);
                sum += weight;
                if sum > bound {
                    return;
                }
            }
        }
    }
}
