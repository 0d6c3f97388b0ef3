//! The whole answer for one component: its optimum, then the lexicographically first of all optima.
//!
//! Ties are common (parts of equal price), and an answer must not depend on the order of search. So the tie-break is a
//! search of its own, once the optimum is known: with the limit just above it, almost everything is fixed by
//! reduced cost, and usually one call shows that no slot can be earlier.

use std::collections::BTreeMap;

use super::dual::{Dual, Scale};
use super::found::{Found, Pick};
use super::instance::{Instance, Slot};
use super::search::{Search, Stop, affordable};
use super::split::Parts;
use crate::engine::values::word_below;

/// A scale for the component; without one branch and bound cannot answer.
pub(super) fn scale_of(component: &Instance) -> Result<Scale, Stop> {
    Scale::of(component).ok_or(Stop::Hard)
}

impl Search<'_> {
    /// The first optimum of a connected instance of which one optimum is known.
    pub fn first_connected(&mut self, instance: &Instance, dual: &Dual, known: Found) -> Result<Found, Stop> {
        match affordable(instance, dual, known.cost + 1) {
            Some(open) => self.first(instance, dual, open, known),
            None => self.break_ties(instance, dual, known),
        }
    }

    /// The first optimum among the `open` values, where one that costs as much as `known` must be.
    fn first(&mut self, instance: &Instance, dual: &Dual, open: Vec<u64>, known: Found) -> Result<Found, Stop> {
        let Some(parts) = self.parts(instance, open, &dual.prices)? else { return Ok(known) };
        let mut again = restrictions(&parts, &known).map(Vec::into_iter);
        let (duals, mut total) = self.duals(&parts)?;
        let mut picks = parts.fixed;
        for (part, dual) in parts.parts.iter().zip(&duals) {
            if let Some(found) = again.as_mut().and_then(Iterator::next) {
                self.deeper()?;
                picks.extend(self.first_connected(part, dual, found)?.picks);
                self.depth -= 1;
                continue;
            }
            let lower = dual.lower();
            let limit = known.cost + 1 - (total - lower);
            let Some(found) = self.connected_below(part, dual, limit)? else { return Ok(known) };
            total += found.cost - lower;
            self.deeper()?;
            picks.extend(self.first_connected(part, dual, found)?.picks);
            self.depth -= 1;
        }
        let cost = if again.is_some() { known.cost } else { total };
        Ok(Found { cost, picks })
    }

    /// Solves once with the rule that some slot is earlier; if there is such an optimum, goes slot by slot.
    fn break_ties(&mut self, instance: &Instance, dual: &Dual, known: Found) -> Result<Found, Stop> {
        let limit = known.cost + 1;
        let mut best = to_local(instance, &known);
        let question = with_earlier_slot(instance, &best);
        let Some(other) = self.below(&question, question.all_open(), &dual.prices, limit)? else { return Ok(known) };
        best = best.min(to_local(instance, &other));
        let mut open = instance.all_open();
        for index in 0..instance.slots.len() {
            while best[index] > 0 {
                let earlier = with_earlier(instance, &open, index, best[index]);
                let Some(found) = self.below(instance, earlier, &dual.prices, limit)? else { break };
                best = to_local(instance, &found);
            }
            close_all_but(instance, &mut open, index, best[index]);
        }
        Ok(Found { cost: known.cost, picks: instance.picks_of(&best) })
    }
}

/// What a solution takes in each part, if it takes nothing else than the parts and the settled slots do: then it is
/// an optimum of each part if it is one of the whole.
fn restrictions(parts: &Parts, known: &Found) -> Option<Vec<Found>> {
    let taken: BTreeMap<u32, u32> = known.picks.iter().map(|pick| (pick.slot, pick.value)).collect();
    let agrees = |pick: &Pick| taken.get(&pick.slot) == Some(&pick.value);
    if !parts.fixed.iter().all(agrees) {
        return None;
    }
    let of_part = |part: &Instance| {
        let mut found = Found { cost: 0, picks: Vec::with_capacity(part.slots.len()) };
        for slot in &part.slots {
            let value = *taken.get(&slot.id)?;
            let place = part.values[slot.range()].binary_search(&value).ok()?;
            found.cost += part.costs[slot.first as usize + place];
            found.picks.push(Pick { slot: slot.id, value });
        }
        Some(found)
    };
    parts.parts.iter().map(of_part).collect()
}

/// The instance with one rule more: some slot takes an earlier value than now.
fn with_earlier_slot(instance: &Instance, now: &[u32]) -> Instance {
    let mut question = instance.clone();
    for (index, slot) in instance.slots.iter().enumerate() {
        question.push_cell(index as u32);
        let late = (0..slot.words()).map(|word| word_below(slot.size, word) & !word_below(now[index], word));
        question.masks.extend(late);
    }
    question.end_rule();
    question
}

/// The open values with only those before `value` in one slot.
fn with_earlier(instance: &Instance, open: &[u64], index: usize, value: u32) -> Vec<u64> {
    let mut earlier = open.to_vec();
    let slot = &instance.slots[index];
    for word in 0..slot.words() {
        earlier[slot.word as usize + word] &= word_below(value, word);
    }
    earlier
}

fn close_all_but(instance: &Instance, open: &mut [u64], index: usize, value: u32) {
    let slot = &instance.slots[index];
    open[slot.word as usize..slot.word as usize + slot.words()].fill(0);
    open[(slot.word + value / 64) as usize] = 1 << (value % 64);
}

/// A solution as places in the instance's slots.
fn to_local(instance: &Instance, found: &Found) -> Vec<u32> {
    let mut picks = found.picks.clone();
    picks.sort_unstable();
    let slots = instance.slots.iter().zip(&picks);
    let place = |(slot, pick): (&Slot, &Pick)| {
        instance.values[slot.range()].partition_point(|other| *other < pick.value) as u32
    };
    slots.map(place).collect()
}
