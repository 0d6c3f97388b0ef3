//! The cheapest assignment, and the first of the cheapest.
//!
//! Reduce ([`reduce`]), split into components ([`split`]), and for each component that was not met before: bound
//! it by duality ([`dual`], large ones from the prices of [`smooth`]), search just above the bound ([`search`], on
//! dense rules with [`learning`]), break ties ([`first`]). A component on which that takes too many steps goes to
//! conflict-driven search ([`fallback`]), which gives the same answer.

mod dual;
mod dual_smoothing;
mod fallback;
mod instance;
mod learning;
mod lexicographic;
mod reduce;
mod search;
mod split;

use std::collections::BTreeMap;

use super::Assignment;
use super::problem::{GroupId, Problem};
use super::values::Values;
use super::work::{LimitReached, Work};
use instance::Instance;
use reduce::Reducer;
use search::{Search, Stop};

/// An assignment of least cost.
#[derive(Clone, Eq, PartialEq, Debug)]
pub struct Optimum {
    /// The value of each group.
    pub values: Assignment,
    /// The sum of the costs of these values.
    pub cost: i128,
}

/// Finds optima and remembers the independent parts of the problems it has met, so that the next similar problem
/// is cheap.
///
/// What it remembers never changes an answer nor what it costs: a remembered part spends the steps that it took
/// when it was met first.
///
/// ```
/// use terroir::engine::{Optimiser, Problem, Work};
///
/// let mut problem = Problem::new();
/// let group = problem.add_group(3);
/// problem.set_cost(group, 0, 5);
/// let best = Optimiser::new().optimum(&problem, &mut Work::unlimited())?;
/// assert!(best.is_some_and(|best| best.values[group] == 1 && best.cost == 0));
/// # Ok::<(), terroir::engine::LimitReached>(())
/// ```
#[derive(Clone, Debug)]
pub struct Optimiser {
    known: BTreeMap<(u64, Vec<u64>), Known>,
    patience: u64,
}

#[derive(Clone, Debug)]
struct Known {
    /// Cost and the place of each slot's value.
    answer: Option<(i128, Vec<u32>)>,
    steps: u64,
}

/// Steps that each of the two searches has on a component in the first round.
const PATIENCE: u64 = 256_000_000;

impl Default for Optimiser {
    fn default() -> Self {
        Self::new()
    }
}

impl Optimiser {
    /// One that has met nothing yet.
    pub fn new() -> Self {
        Self::with_patience(PATIENCE)
    }

    /// One that begins with rounds of so many steps, 0 for conflict-driven search only; the answers are the same.
    pub(crate) fn with_patience(patience: u64) -> Self {
        Self { known: BTreeMap::new(), patience }
    }

    /// The assignment of least total cost that satisfies every constraint of every label; among those the
    /// lexicographically first (the first group's value smallest, then the second's, …). `None` when there is
    /// none.
    ///
    /// Costs are exact. If the sum over the groups of the greatest magnitude of a cost exceeds 2^120, the
    /// answer is [`LimitReached`].
    pub fn optimum(&mut self, problem: &Problem, work: &mut Work) -> Result<Option<Optimum>, LimitReached> {
        check_magnitude(problem)?;
        let instance = Instance::of(problem);
        let mut reducer = Reducer::new(&instance, instance.all_open());
        let infeasible = reducer.run().is_err();
        work.spend(reducer.steps)?;
        if infeasible {
            return Ok(None);
        }
        let parts = split::split(&reducer, &instance.prices);
        let mut best = Optimum { values: Assignment::filled(0, problem.groups()), cost: parts.base };
        for (group, value) in parts.fixed {
            best.values[GroupId(group)] = value;
        }
        for part in parts.parts {
            let Some((cost, places)) = self.part(&part, work)? else { return Ok(None) };
            best.cost += cost;
            for (slot, place) in part.slots.iter().zip(places) {
                best.values[GroupId(slot.id)] = part.values[(slot.first + place) as usize];
            }
        }
        Ok(Some(best))
    }

    /// Values of each group such that every solution that costs no more than `cost` takes one of them: what the dual
    /// bound proves to be dearer is left out, so a value that is in may still be too dear.
    pub(crate) fn affordable(problem: &Problem, cost: i128, work: &mut Work) -> Result<Vec<Values>, LimitReached> {
        let all = || problem.group_ids().map(|group| Values::all(problem.size(group))).collect();
        let instance = Instance::of(problem);
        let Ok(scale) = lexicographic::scale_of(&instance) else { return Ok(all()) };
        let mut search = Search { scale, work, left: u64::MAX, depth: 0 };
        let dual = match search.root_dual(instance.clone()) {
            Ok(dual) => dual,
            Err(Stop::Hard) => return Ok(all()),
            Err(Stop::Limit) => return Err(LimitReached),
        };
        let Some(open) = search::affordable(&instance, &dual, cost.saturating_add(1)) else { return Ok(all()) };
        let of_slot = |slot: &instance::Slot| {
            Values::from_words(open[slot.word as usize..slot.word as usize + slot.words()].iter().copied())
        };
        Ok(instance.slots.iter().map(of_slot).collect())
    }

    /// Cost and places of a part's first optimum.
    fn part(&mut self, part: &Instance, work: &mut Work) -> Result<Option<(i128, Vec<u32>)>, LimitReached> {
        let (component, unit) = normalised(part);
        let key = key_of(&component);
        if !self.known.contains_key(&key) {
            let before = work.spent();
            let answer = solve(&component, self.patience, work)?;
            let steps = work.spent() - before;
            self.known.insert(key.clone(), Known { answer, steps });
        } else if let Some(known) = self.known.get(&key) {
            work.spend(known.steps)?;
        }
        let known = self.known.get(&key).and_then(|known| known.answer.clone());
        Ok(known.map(|(cost, places)| (cost * unit, places)))
    }
}

/// Branch and bound and conflict-driven search in change_point, each round with more steps: either may be the one that
/// does not get lost, and both give the same answer.
fn solve(component: &Instance, patience: u64, work: &mut Work) -> Result<Option<(i128, Vec<u32>)>, LimitReached> {
    let mut steps = patience;
    let found = loop {
        match by_branch_and_bound(component, steps, work) {
            Ok(found) => break found,
            Err(Stop::Limit) => return Err(LimitReached),
            Err(Stop::Hard) => {}
        }
        // Without patience for branch and bound the other search has all the time.
        let mut portion = if steps == 0 { work.clone() } else { work.portion(steps) };
        let before = portion.spent();
        let found = fallback::first_optimum(component, &mut portion);
        work.spend(portion.spent() - before)?;
        if let Ok(found) = found {
            break found;
        }
        steps = steps.saturating_mul(4);
    };
    Ok(found.map(|found| {
        let mut places = vec![0; component.slots.len()];
        for (slot, value) in found.picks {
            places[slot as usize] = value;
        }
        (found.cost, places)
    }))
}

fn by_branch_and_bound(component: &Instance, patience: u64, work: &mut Work) -> search::Outcome {
    let scale = lexicographic::scale_of(component)?;
    let mut search = Search { scale, work, left: patience, depth: 0 };
    lexicographic::first_optimum(component, &mut search)
}

fn check_magnitude(problem: &Problem) -> Result<(), LimitReached> {
    let mut sum: u128 = 0;
    for group in problem.group_ids() {
        let most = problem.costs(group).iter().map(|cost| cost.unsigned_abs()).max();
        sum = sum.checked_add(most.unwrap_or(0)).ok_or(LimitReached)?;
    }
    if sum >> 120 == 0 { Ok(()) } else { Err(LimitReached) }
}

/// The part with its own numbers for slots and values, and costs divided by what they all share.
fn normalised(part: &Instance) -> (Instance, i128) {
    let mut component = part.clone();
    let unit = part.costs.iter().fold(0, |unit, cost| greatest_common_divisor(unit, *cost)).max(1);
    for (id, slot) in (0..).zip(&mut component.slots) {
        slot.id = id;
        let range = slot.range();
        for (place, value) in (0..).zip(&mut component.values[range]) {
            *value = place;
        }
    }
    component.costs.iter_mut().for_each(|cost| *cost /= unit);
    (component, unit)
}

fn greatest_common_divisor(mut first: i128, mut second: i128) -> i128 {
    while second != 0 {
        (first, second) = (second, first % second);
    }
    first
}

/// A component's content, led by a digest (FNV-1a) that tells most of them apart at once.
fn key_of(component: &Instance) -> (u64, Vec<u64>) {
    let mut words: Vec<u64> = Vec::new();
    let lengths = [component.slots.len(), component.rules.len(), component.cells.len(), component.terms.len()];
    words.extend(lengths.map(|length| length as u64));
    words.extend(component.slots.iter().map(|slot| u64::from(slot.size)));
    words.extend(component.costs.iter().flat_map(|cost| halves(*cost)));
    words.extend(component.rules.iter().map(|end| u64::from(*end)));
    words.extend(component.cells.iter().map(|cell| u64::from(cell.slot)));
    words.extend(&component.masks);
    words.extend(component.budgets.iter().flat_map(|budget| halves(budget.cap)));
    words.extend(component.budgets.iter().map(|budget| u64::from(budget.first)));
    words.extend(component.terms.iter().map(|term| u64::from(term.slot)));
    words.extend(component.weights.iter().flat_map(|weight| halves(*weight)));
    let digest = words
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |digest: u64, word| (digest ^ word).wrapping_mul(0x0000_0100_0000_01b3));
    (digest, words)
}

fn halves(number: i128) -> [u64; 2] {
    [number as u64, (number >> 64) as u64]
}
