//! A problem in the form that the search for an optimum needs: slots, rules as boxes, budgets, all in flat vectors.
//!
//! A rule is stored by the values that do *not* satisfy it: it is broken exactly where every slot takes one of those, so
//! reduction and bound need one bit test for each slot. Flat vectors make cutting an instance out of another one cheap,
//! which happens at every node of the search.

use super::found::{Found, Pick};
use crate::engine::problem::{Assignment, GroupId, Label, Problem};
use crate::engine::values::{Values, word_below};

/// A group of the problem that is still open; at the start, every group.
#[derive(Copy, Clone, Debug)]
pub(super) struct Slot {
    /// Its number in the problem (or in the component) that the instance was cut from.
    pub id: u32,
    /// Its first value in the flat vectors of values.
    pub first: u32,
    pub size: u32,
    /// Its first word in sets of open values.
    pub word: u32,
}

impl Slot {
    pub fn range(&self) -> std::ops::Range<usize> {
        self.first as usize..(self.first + self.size) as usize
    }

    pub fn words(&self) -> usize {
        self.size.div_ceil(64) as usize
    }
}

/// A slot's part in a rule: the values that do *not* satisfy it.
#[derive(Copy, Clone, Debug)]
pub(super) struct Cell {
    pub slot: u32,
    /// First word of the set.
    pub mask: u32,
}

/// Σ weight ≤ cap; its terms start at `first` and end where the next budget's start.
#[derive(Copy, Clone, Debug)]
pub(super) struct Cap {
    pub cap: i128,
    pub first: u32,
}

#[derive(Copy, Clone, Debug)]
pub(super) struct Term {
    pub slot: u32,
    /// First of one weight a value.
    pub weights: u32,
}

/// Slots with costs, rules (broken iff every slot of the rule takes a value of its cell) and budgets.
#[derive(Clone, Default, Debug)]
pub(super) struct Instance {
    pub slots: Vec<Slot>,
    /// The number of each value in the problem (or in the component).
    pub values: Vec<u32>,
    pub costs: Vec<i128>,
    /// Where each rule's cells end.
    pub rules: Vec<u32>,
    pub cells: Vec<Cell>,
    pub masks: Vec<u64>,
    pub budgets: Vec<Cap>,
    pub terms: Vec<Term>,
    pub weights: Vec<i128>,
    /// Prices to begin with, as found for the instance that this one was cut from; missing ones are 0.
    pub prices: Prices,
}

/// A price ≥ 0 for each rule and each budget.
#[derive(Clone, Default, Debug)]
pub(super) struct Prices {
    pub rules: Vec<i128>,
    pub budgets: Vec<i128>,
}

impl Instance {
    pub fn of(problem: &Problem) -> Self {
        let mut instance = Self::default();
        for group in problem.group_ids() {
            instance.push_slot(group.0, problem.size(group));
            instance.values.extend(0..problem.size(group));
            instance.costs.extend_from_slice(problem.costs(group));
        }
        for clause in &problem.clauses {
            for (group, values) in &clause.literals {
                let slot = instance.slots[group.0 as usize];
                instance.push_cell(group.0);
                let outside = (0..slot.words()).map(|word| !values.word(word) & word_below(slot.size, word));
                instance.masks.extend(outside);
            }
            instance.end_rule();
        }
        for budget in &problem.budgets {
            instance.push_budget(budget.cap);
            for (group, weights) in &budget.terms {
                instance.push_term(group.0);
                instance.weights.extend_from_slice(weights);
            }
        }
        instance
    }

    /// The same as a problem, for the CDCL solver.
    pub fn to_problem(&self) -> Problem {
        let mut problem = Problem::new();
        for slot in &self.slots {
            let group = problem.add_group(slot.size);
            for (value, cost) in self.costs[slot.range()].iter().enumerate() {
                problem.set_cost(group, value as u32, *cost);
            }
        }
        for rule in 0..self.rules.len() {
            let literal = |cell: &Cell| {
                let size = self.slots[cell.slot as usize].size;
                let broken = Values::from_words(self.mask(cell).iter().copied());
                (GroupId(cell.slot), broken.complement(size))
            };
            problem.add_clause(Label::STRUCTURE, self.rule(rule).iter().map(literal).collect());
        }
        for budget in 0..self.budgets.len() {
            let term = |term: &Term| (GroupId(term.slot), self.weights_of(term).to_vec());
            let terms = self.budget(budget).iter().map(term).collect();
            problem.add_wide_budget(Label::STRUCTURE, terms, self.budgets[budget].cap);
        }
        problem
    }

    pub fn push_slot(&mut self, id: u32, size: u32) {
        let word = self.slots.last().map_or(0, |slot| slot.word + slot.words() as u32);
        self.slots.push(Slot { id, first: self.values.len() as u32, size, word });
    }

    /// Starts a cell; its words follow in `masks`.
    pub fn push_cell(&mut self, slot: u32) {
        self.cells.push(Cell { slot, mask: self.masks.len() as u32 });
    }

    pub fn end_rule(&mut self) {
        self.rules.push(self.cells.len() as u32);
    }

    pub fn push_budget(&mut self, cap: i128) {
        self.budgets.push(Cap { cap, first: self.terms.len() as u32 });
    }

    /// Starts a term; its weights follow in `weights`.
    pub fn push_term(&mut self, slot: u32) {
        self.terms.push(Term { slot, weights: self.weights.len() as u32 });
    }

    pub fn rule_range(&self, rule: usize) -> std::ops::Range<usize> {
        let first = if rule == 0 { 0 } else { self.rules[rule - 1] };
        first as usize..self.rules[rule] as usize
    }

    pub fn rule(&self, rule: usize) -> &[Cell] {
        &self.cells[self.rule_range(rule)]
    }

    pub fn mask(&self, cell: &Cell) -> &[u64] {
        let first = cell.mask as usize;
        &self.masks[first..first + self.slots[cell.slot as usize].words()]
    }

    /// Whether the value does not satisfy the cell's rule.
    pub fn is_inside(&self, cell: &Cell, value: u32) -> bool {
        self.masks[(cell.mask + value / 64) as usize] >> (value % 64) & 1 == 1
    }

    pub fn budget_range(&self, budget: usize) -> std::ops::Range<usize> {
        let end = self.budgets.get(budget + 1).map_or(self.terms.len(), |next| next.first as usize);
        self.budgets[budget].first as usize..end
    }

    pub fn budget(&self, budget: usize) -> &[Term] {
        &self.terms[self.budget_range(budget)]
    }

    pub fn weights_of(&self, term: &Term) -> &[i128] {
        let first = term.weights as usize;
        &self.weights[first..first + self.slots[term.slot as usize].size as usize]
    }

    /// What a solution of the instance as a problem costs.
    pub fn cost_of(&self, values: &Assignment) -> i128 {
        self.slots.iter().zip(values).map(|(slot, value)| self.costs[(slot.first + value) as usize]).sum()
    }

    /// The picks of places in the slots, by the numbers that the instance was cut from.
    pub fn picks_of<'v>(&self, places: impl IntoIterator<Item = &'v u32>) -> Vec<Pick> {
        let slots = self.slots.iter().zip(places);
        slots.map(|(slot, place)| Pick { slot: slot.id, value: self.values[(slot.first + place) as usize] }).collect()
    }

    /// A solution of the instance as a problem, with its cost.
    pub fn found(&self, values: &Assignment) -> Found {
        Found { cost: self.cost_of(values), picks: self.picks_of(values) }
    }

    /// The set of all values of all slots.
    pub fn all_open(&self) -> Vec<u64> {
        let words = self.slots.iter().flat_map(|slot| {
            let size = slot.size;
            (0..slot.words()).map(move |word| word_below(size, word))
        });
        words.collect()
    }
}
