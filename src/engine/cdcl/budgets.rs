//! Budgets: Σ weight·literal ≤ cap with positive weights.
//!
//! Each budget counts the weight of its true literals (the counter method for pseudo-Boolean constraints; Roussel &
//! Manquinho, *Pseudo-Boolean and Cardinality Constraints*, Handbook of Satisfiability 2009). A literal that weighs more
//! than what is left becomes false. Nothing is explained before a conflict needs it, as most implications take part in none:
//! then the heaviest literals that were true at the time are named until they alone are too much, which keeps learned
//! clauses short.

use super::literal::Literal;
use super::propagate::Conflict;
use super::state::{Budget, BudgetId, CdclSolver, Occurrence, Reason, Weighted};

impl CdclSolver {
    /// Adds Σ weight·literal ≤ cap; all weights must be positive and every variable listed once.
    pub fn add_budget(&mut self, mut terms: Vec<Weighted>, mut cap: i128) -> BudgetId {
        self.backtrack(0);
        cap -= terms.iter().filter(|term| self.is_true(term.literal)).map(|term| term.weight).sum::<i128>();
        if cap < 0 {
            self.inconsistent = true;
            terms.clear();
        }
        terms.retain(|term| self.is_free(term.literal));
        terms.sort_by_key(|term| std::cmp::Reverse(term.weight));
        let budget = self.budgets.push(Budget { terms: Vec::new(), cap, sum: 0 });
        for term in &terms {
            if term.weight > cap {
                self.assign(!term.literal, Reason::Budget(budget));
            } else {
                self.occurrences[term.literal].push(Occurrence { budget, weight: term.weight });
            }
        }
        terms.retain(|term| term.weight <= cap);
        self.budgets[budget].terms = terms;
        budget
    }

    /// Lowers the cap of a budget. Clauses learned before still hold: they follow from a weaker constraint.
    pub fn tighten(&mut self, budget: BudgetId, by: i128) {
        self.backtrack(0);
        let lowered = &mut self.budgets[budget];
        lowered.cap -= by;
        let left = lowered.cap - lowered.sum;
        if left < 0 {
            self.inconsistent = true;
        } else {
            self.exclude_heavier(budget, left);
        }
    }

    /// Looks at the budgets of a literal that became true.
    pub(super) fn propagate_budgets(&mut self, literal: Literal) -> Result<(), Conflict> {
        for index in 0..self.occurrences[literal].len() {
            let id = self.occurrences[literal][index].budget;
            let budget = &self.budgets[id];
            let left = budget.cap - budget.sum;
            if left < 0 {
                let mut conflict = std::mem::take(&mut self.analysis.conflict);
                conflict.clear();
                self.name_heaviest(id, self.budgets[id].cap, u32::MAX, &mut conflict);
                self.analysis.conflict = conflict;
                return Err(Conflict);
            }
            self.exclude_heavier(id, left);
        }
        Ok(())
    }

    fn exclude_heavier(&mut self, budget: BudgetId, left: i128) {
        let mut index = 0;
        while let Some(&Weighted { literal, weight }) = self.budgets[budget].terms.get(index) {
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
    pub(super) fn explain_budget(&self, budget: BudgetId, implied: Literal, into: &mut Vec<Literal>) {
        let place = self.occurrences[!implied].iter().find(|place| place.budget == budget);
        // A literal that never fitted the cap is no term; it is false on level 0, and the analysis stops there.
        let weight = place.map_or(0, |place| place.weight);
        let before = self.position[implied.variable()];
        self.name_heaviest(budget, self.budgets[budget].cap - weight, before, into);
    }

    /// Negations of true literals from before position `before` that together weigh more than `bound`.
    ///
    /// Literals that became true later cannot be a reason: the implication graph would have a cycle.
    fn name_heaviest(&self, budget: BudgetId, bound: i128, before: u32, into: &mut Vec<Literal>) {
        let mut sum = 0;
        for Weighted { literal, weight } in &self.budgets[budget].terms {
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
