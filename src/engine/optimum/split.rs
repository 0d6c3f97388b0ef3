//! What is left after reduction, split into connected components.

use super::instance::{Instance, Prices, Slot};
use super::reduce::Reducer;
use crate::engine::union::Union;

/// A settled part and independent open parts.
pub(super) struct Parts {
    /// Cost of the settled slots, plus the least cost of every open slot.
    pub base: i128,
    /// (slot, value) by their numbers in the problem or component.
    pub fixed: Vec<(u32, u32)>,
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
    fixed: Vec<(u32, u32)>,
    parts: Vec<Instance>,
    /// Of each open slot: its part and its place there.
    places: Vec<(u32, u32)>,
}

const SETTLED: (u32, u32) = (u32::MAX, 0);

impl<'a> Splitter<'a> {
    fn new(reducer: &'a Reducer<'a>, prices: &'a Prices) -> Self {
        let places = vec![SETTLED; reducer.instance.slots.len()];
        Self { reducer, prices, base: 0, fixed: Vec::new(), parts: Vec::new(), places }
    }

    fn place_slots(&mut self) {
        let instance = self.reducer.instance;
        let mut union = self.connect();
        let mut part_of_root = vec![u32::MAX; instance.slots.len()];
        for (index, slot) in instance.slots.iter().enumerate() {
            if let Some(value) = self.only_value(slot) {
                let value = (slot.first + value) as usize;
                self.base += instance.costs[value];
                self.fixed.push((slot.id, instance.values[value]));
                continue;
            }
            let root = union.root(index as u32) as usize;
            if part_of_root[root] == u32::MAX {
                part_of_root[root] = self.parts.len() as u32;
                self.parts.push(Instance::default());
            }
            let part = &mut self.parts[part_of_root[root] as usize];
            self.places[index] = (part_of_root[root], part.slots.len() as u32);
            self.base += copy_slot(self.reducer, slot, part);
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
    fn connect(&self) -> Union {
        let instance = self.reducer.instance;
        let mut union = Union::of(instance.slots.len());
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
            let mut part = SETTLED.0;
            for index in instance.rule_range(rule) {
                if self.reducer.cell_is_full[index] {
                    continue;
                }
                let cell = &instance.cells[index];
                let place = self.places[cell.slot as usize];
                part = place.0;
                let Some(target) = self.parts.get_mut(part as usize) else { continue };
                target.push_cell(place.1);
                let slot = &instance.slots[cell.slot as usize];
                let open = self.reducer.open_values(slot);
                push_mask(target, open.map(|value| instance.is_inside(cell, value)));
            }
            if let Some(part) = self.parts.get_mut(part as usize) {
                part.end_rule();
                part.prices.rules.push(self.prices.rules.get(rule).copied().unwrap_or(0));
            }
        }
    }

    fn copy_budgets(&mut self) {
        let instance = self.reducer.instance;
        for budget in (0..instance.budgets.len()).filter(|budget| self.reducer.budget_lives[*budget]) {
            let mut cap = instance.budgets[budget].cap;
            let mut part = SETTLED.0;
            for term in instance.budget(budget) {
                let slot = &instance.slots[term.slot as usize];
                let all = instance.weights_of(term);
                let weights = || self.reducer.open_values(slot).map(|value| all[value as usize]);
                let least = weights().min().unwrap_or(0);
                cap -= least;
                let place = self.places[term.slot as usize];
                let Some(target) = self.parts.get_mut(place.0 as usize) else { continue };
                if part == SETTLED.0 {
                    part = place.0;
                    target.push_budget(0);
                    target.prices.budgets.push(self.prices.budgets.get(budget).copied().unwrap_or(0));
                }
                target.push_term(place.1);
                target.weights.extend(weights().map(|weight| weight - least));
            }
            let part = self.parts.get_mut(part as usize);
            if let Some(last) = part.and_then(|part| part.budgets.last_mut()) {
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
