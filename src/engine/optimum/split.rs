//! What is left after reduction, split into connected components.
//!
//! The cost of search grows with the product of the choices within a component, but only with the sum over components, so
//! splitting is worth more than any bound. It is done again at every node: each decision tends to cut a component apart.

use super::found::Pick;
use super::instance::{Instance, Prices, Slot};
use super::reduce::Reducer;
use crate::engine::union_find::UnionFind;

/// A settled part and independent open parts.
pub(super) struct Parts {
    /// Cost of the settled slots, plus the least cost of every open slot.
    pub base: i128,
    /// The settled slots.
    pub fixed: Vec<Pick>,
    /// Each with least cost 0 in every slot and least weight 0 in every term; fewest slots first.
    pub parts: Vec<Instance>,
}

/// Splits what a reducer has left; the parts begin with these prices.
pub(super) fn split(reducer: &Reducer, prices: &Prices) -> Parts {
    let mut splitter = Splitter::new(reducer, prices);
    splitter.place_slots();
    splitter.copy_rules();
    splitter.copy_budgets();
    let Splitter { base, fixed, mut parts, .. } = splitter;
    parts.sort_by_key(|part| part.slots.len());
    Parts { base, fixed, parts }
}

struct Splitter<'a> {
    reducer: &'a Reducer<'a>,
    prices: &'a Prices,
    base: i128,
    fixed: Vec<Pick>,
    parts: Vec<Instance>,
    /// Where each slot has gone; `None` for a settled one.
    places: Vec<Option<Place>>,
}

/// A slot's part, and its number there.
#[derive(Clone, Copy)]
struct Place {
    part: usize,
    slot: u32,
}

impl<'a> Splitter<'a> {
    fn new(reducer: &'a Reducer<'a>, prices: &'a Prices) -> Self {
        let places = vec![None; reducer.instance.slots.len()];
        Self { reducer, prices, base: 0, fixed: Vec::new(), parts: Vec::new(), places }
    }

    fn place_slots(&mut self) {
        let instance = self.reducer.instance;
        let mut union = self.connect();
        let mut part_of_root: Vec<Option<usize>> = vec![None; instance.slots.len()];
        for (index, slot) in instance.slots.iter().enumerate() {
            if let Some(value) = self.only_value(slot) {
                let value = (slot.first + value) as usize;
                self.base += instance.costs[value];
                self.fixed.push(Pick { slot: slot.id, value: instance.values[value] });
                continue;
            }
            let root = union.root(index as u32) as usize;
            let part = *part_of_root[root].get_or_insert_with(|| {
                self.parts.push(Instance::default());
                self.parts.len() - 1
            });
            let target = &mut self.parts[part];
            self.places[index] = Some(Place { part, slot: target.slots.len() as u32 });
            self.base += copy_slot(self.reducer, slot, target);
        }
    }

    fn only_value(&self, slot: &Slot) -> Option<u32> {
        let mut values = self.reducer.open_values(slot);
        let first = values.next()?;
        values.next().is_none().then_some(first)
    }

    fn is_open(&self, slot: u32) -> bool {
        let slot = &self.reducer.instance.slots[slot as usize];
        self.reducer.open_of(slot).iter().map(|word| word.count_ones()).sum::<u32>() > 1
    }

    /// Joins slots that share a live rule or budget.
    fn connect(&self) -> UnionFind {
        let instance = self.reducer.instance;
        let mut union = UnionFind::new(instance.slots.len());
        for rule in (0..instance.rules.len()).filter(|rule| self.reducer.rule_lives[*rule]) {
            let cells = instance.rule_range(rule).filter(|cell| !self.reducer.cell_is_full[*cell]);
            union.join(cells.map(|cell| instance.cells[cell].slot));
        }
        for budget in (0..instance.budgets.len()).filter(|budget| self.reducer.budget_lives[*budget]) {
            let slots = instance.budget(budget).iter().map(|term| term.slot);
            union.join(slots.filter(|slot| self.is_open(*slot)));
        }
        union
    }

    fn copy_rules(&mut self) {
        let instance = self.reducer.instance;
        for rule in (0..instance.rules.len()).filter(|rule| self.reducer.rule_lives[*rule]) {
            let mut part = None;
            for index in instance.rule_range(rule) {
                if self.reducer.cell_is_full[index] {
                    continue;
                }
                let cell = &instance.cells[index];
                // A live rule leaves out full cells; the slots of the others are open, so they have a place.
                let Some(place) = self.places[cell.slot as usize] else { continue };
                part = Some(place.part);
                let target = &mut self.parts[place.part];
                target.push_cell(place.slot);
                let slot = &instance.slots[cell.slot as usize];
                let open = self.reducer.open_values(slot);
                push_mask(target, open.map(|value| instance.is_inside(cell, value)));
            }
            if let Some(part) = part.map(|part| &mut self.parts[part]) {
                part.end_rule();
                part.prices.rules.push(self.prices.rules.get(rule).copied().unwrap_or(0));
            }
        }
    }

    fn copy_budgets(&mut self) {
        let instance = self.reducer.instance;
        for budget in (0..instance.budgets.len()).filter(|budget| self.reducer.budget_lives[*budget]) {
            let mut cap = instance.budgets[budget].cap;
            let mut part = None;
            for term in instance.budget(budget) {
                let slot = &instance.slots[term.slot as usize];
                let all = instance.weights_of(term);
                let weights = || self.reducer.open_values(slot).map(|value| all[value as usize]);
                let least = weights().min().unwrap_or(0);
                cap -= least;
                // A settled slot has taken its weight off the cap: it has no term.
                let Some(place) = self.places[term.slot as usize] else { continue };
                let target = &mut self.parts[place.part];
                if part.is_none() {
                    part = Some(place.part);
                    target.push_budget(0);
                    target.prices.budgets.push(self.prices.budgets.get(budget).copied().unwrap_or(0));
                }
                target.push_term(place.slot);
                target.weights.extend(weights().map(|weight| weight - least));
            }
            if let Some(last) = part.and_then(|part| self.parts[part].budgets.last_mut()) {
                last.cap = cap;
            }
        }
    }
}

/// Copies a slot's open values; the least cost, which the copy is without.
fn copy_slot(reducer: &Reducer, slot: &Slot, part: &mut Instance) -> i128 {
    let instance = reducer.instance;
    let flat = |value: u32| (slot.first + value) as usize;
    let costs = reducer.open_values(slot).map(|value| instance.costs[flat(value)]);
    let least = costs.min().unwrap_or(0);
    let size = reducer.open_values(slot).count() as u32;
    part.push_slot(slot.id, size);
    for value in reducer.open_values(slot) {
        part.values.push(instance.values[flat(value)]);
        part.costs.push(instance.costs[flat(value)] - least);
    }
    least
}

fn push_mask(part: &mut Instance, inside: impl Iterator<Item = bool>) {
    let first = part.masks.len();
    for (value, inside) in inside.enumerate() {
        if value % 64 == 0 {
            part.masks.push(0);
        }
        part.masks[first + value / 64] |= u64::from(inside) << (value % 64);
    }
}
