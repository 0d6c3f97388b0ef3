//! The whole answer for one component: its optimum, then the lexicographically first of all optima.
//!
//! Ties are common (parts of equal price), and an answer must not depend on the order of search. So the tie-break is a
//! search of its own, once the optimum is known: with the limit just above it, almost everything is fixed by
//! reduced cost, and usually one call shows that no slot can be earlier.

use std::collections::BTreeMap;

use super::dual::{Dual, Scale};
use super::found::{Found, Pick};
use super::instance::{Instance, Slot};
use super::learning;
use super::search::{Outcome, Search, Stop, affordable, is_large};
use super::split::Parts;
use crate::engine::encoding::satisfy;
use crate::engine::values::word_below;
use crate::engine::work::LimitReached;

/// Steps of learning from conflicts on a whole component before branch and bound has its turn.
const LEARNING_STEPS: u64 = 48_000_000;

/// A component's lexicographically first optimum: a large one's by learning from conflicts if that is quick, else by
/// branch and bound.
pub(super) fn first_optimum(component: &Instance, search: &mut Search) -> Outcome {
    let dual = search.root_dual(component.clone())?;
    if is_large(component) && component.budgets.is_empty() {
        let mut left = LEARNING_STEPS.min(search.left / 4);
        let learn = |limit, search: &mut Search| learn(component, &dual, limit, (search, &mut left));
        match widen(component, &dual, search, learn) {
            Err(Stop::Hard) => {}
            answer => return answer,
        }
    }
    let below = |limit, search: &mut Search| search.connected_below(component, &dual, limit);
    let Some(found) = widen(component, &dual, search, below)? else { return Ok(None) };
    search.first_connected(component, &dual, found).map(Some)
}

/// A scale for the component; without one branch and bound cannot answer.
pub(super) fn scale_of(component: &Instance) -> Result<Scale, Stop> {
    Scale::of(component).ok_or(Stop::Hard)
}

/// Searches in a narrow window above the bound, then in wider ones: the first solution found is an optimum.
///
/// The bound is mostly close to the optimum, and reduced-cost fixing is the stronger the lower the limit
/// is: several searches in narrow windows cost less than one without an upper bound. A component without a solution would
/// widen for ever, so after the first window any solution is looked for, and its cost is the ceiling.
fn widen(
    component: &Instance,
    dual: &Dual,
    search: &mut Search,
    mut below: impl FnMut(i128, &mut Search) -> Outcome,
) -> Outcome {
    let lower = dual.lower();
    let mut width = first_width(component, lower);
    let mut ceiling = None;
    loop {
        let limit = ceiling.map_or(lower + width, |ceiling: i128| ceiling.min(lower + width));
        if let Some(found) = below(limit, search)? {
            return Ok(Some(found));
        }
        if ceiling.is_none() {
            let problem = component.to_problem();
            let Some(values) = satisfy(&problem, search.work)? else { return Ok(None) };
            ceiling = Some(component.cost_of(&values) + 1);
        }
        width += (width >> 1).max(1);
    }
}

/// The first optimum below a limit by learning from conflicts, within the steps that are left for that.
fn learn(component: &Instance, dual: &Dual, limit: i128, (search, left): (&mut Search, &mut u64)) -> Outcome {
    let mut portion = search.work.portion(*left);
    let found = learning::first_below(component, dual, limit, &mut portion);
    *left = left.saturating_sub(portion.spent());
    search.spend_learning(portion.spent())?;
    found.map_err(|LimitReached| Stop::Hard)
}

fn first_width(component: &Instance, lower: i128) -> i128 {
    let spread = component.costs.iter().fold(0i128, |sum, cost| sum.saturating_add(*cost));
    let mean = spread / (component.costs.len() as i128).max(1);
    (mean / 4).max(lower >> 8).max(1)
}

impl Search<'_> {
    /// The first optimum of a connected instance of which one optimum is known.
    fn first_connected(&mut self, instance: &Instance, dual: &Dual, known: Found) -> Result<Found, Stop> {
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
