//! The cheapest assignment, and the first of the cheapest.
//!
//! | step | file |
//! |---|---|
//! | propagate rules and budgets, drop dominated values | `reduce` |
//! | split into components; one that is known already is not solved again | `split` |
//! | a lower bound by duality; for large components with smoothing | `dual`, `dual_smoothing` |
//! | branch and bound just above the bound, learning from conflicts where rules are dense | `windows`, `search`, `learning` |
//! | the first of all optima | `lexicographic` |
//! | a component on which that takes too many steps, solved from below by unsat cores | `core_guided` |
//! | which of these has how many steps, in turn | `attempts` |
//! | costs that 128 bits do not hold | `big` |
//!
//! CDCL with OLL alone took ten to a thousand times as long on generated solutions: prices of parts are large numbers
//! that differ little, so cores are many and each raises the bound by little, while the dual bound is close at once.
//! Where rules are dense it is the other way round; hence both.

mod attempts;
mod big;
mod core_guided;
mod dual;
mod dual_smoothing;
mod found;
mod instance;
mod learning;
mod lexicographic;
mod reduce;
mod search;
mod split;
mod windows;

use std::collections::BTreeMap;

use super::counting::strengthened;
use super::problem::{Assignment, GroupId, Problem};
use super::values::Values;
use super::work::{LimitReached, Work};
use instance::Instance;
use num_traits::ToPrimitive;
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

/// Finds optima and remembers the independent parts of the problems that it has solved: most markets of a portfolio share
/// most parts, so the next similar problem is cheap.
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
    known: BTreeMap<ComponentKey, Known>,
    patience: u64,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct ComponentKey {
    digest: u64,
    words: Vec<u64>,
}

#[derive(Clone, Debug)]
struct Known {
    answer: Option<PartOptimum>,
    steps: u64,
}

/// A part's first optimum.
#[derive(Clone, Debug)]
struct PartOptimum {
    cost: i128,
    /// The place of each slot's value among the values of the slot.
    places: Vec<u32>,
}

impl Default for Optimiser {
    fn default() -> Self {
        Self::new()
    }
}

impl Optimiser {
    /// An optimiser that has solved nothing yet.
    pub fn new() -> Self {
        Self::with_patience(attempts::PATIENCE)
    }

    /// An optimiser whose turns are counted in this many steps; with 0 core-guided search has all. The answers
    /// are the same.
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
        if problem.has_big_costs() {
            let found = self.big_optimum(problem, work)?;
            // A cost that does not fit is the least that is known of it; who has such costs counts them anew.
            return Ok(found.map(|(values, cost)| Optimum { values, cost: cost.to_i128().unwrap_or(i128::MAX) }));
        }
        check_magnitude(problem)?;
        let stronger = strengthened(problem);
        let problem = stronger.as_ref().unwrap_or(problem);
        let instance = Instance::of(problem);
        let mut reducer = Reducer::new(&instance, instance.all_open());
        let infeasible = reducer.run().is_err();
        work.spend(reducer.steps)?;
        if infeasible {
            return Ok(None);
        }
        let parts = split::split(&reducer, &instance.prices);
        let mut best = Optimum { values: Assignment::filled(0, problem.groups()), cost: parts.base };
        for pick in parts.fixed {
            best.values[GroupId(pick.slot)] = pick.value;
        }
        for part in parts.parts {
            let Some(found) = self.part(&part, work)? else { return Ok(None) };
            best.cost += found.cost;
            for (slot, place) in part.slots.iter().zip(found.places) {
                best.values[GroupId(slot.id)] = part.values[(slot.first + place) as usize];
            }
        }
        Ok(Some(best))
    }

    /// Values of each group such that every solution that costs no more than `cost` takes one of them. Values that the dual
    /// bound proves to be too expensive are left out; some that are too expensive may remain.
    pub(crate) fn values_within_cost(
        problem: &Problem,
        cost: i128,
        work: &mut Work,
    ) -> Result<Vec<Values>, LimitReached> {
        let all = || problem.group_ids().map(|group| Values::all(problem.size(group))).collect();
        let instance = Instance::of(problem);
        let Ok(scale) = lexicographic::scale_of(&instance) else { return Ok(all()) };
        let mut search = Search::new(scale, work);
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

    /// A part's first optimum.
    fn part(&mut self, part: &Instance, work: &mut Work) -> Result<Option<PartOptimum>, LimitReached> {
        let Normalised { component, unit } = normalised(part);
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
        Ok(known.map(|found| PartOptimum { cost: found.cost * unit, ..found }))
    }
}

fn solve(component: &Instance, patience: u64, work: &mut Work) -> Result<Option<PartOptimum>, LimitReached> {
    let found = attempts::first_optimum(component, patience, work)?;
    Ok(found.map(|found| {
        let mut places = vec![0; component.slots.len()];
        for pick in found.picks {
            places[pick.slot as usize] = pick.value;
        }
        PartOptimum { cost: found.cost, places }
    }))
}

/// Prices of a problem's clauses and budgets that make a lower bound of its cost; a unit of cost is 2^`shift` of them.
pub(super) struct DualPrices {
    pub shift: u32,
    pub rules: Vec<i128>,
    pub budgets: Vec<i128>,
}

/// The prices of the dual bound; none where the numbers leave no room for them.
pub(super) fn dual_prices(problem: &Problem, work: &mut Work) -> Result<DualPrices, LimitReached> {
    let mut instance = Instance::of(problem);
    for slot in instance.slots.clone() {
        let costs = &mut instance.costs[slot.range()];
        let least = costs.iter().min().copied().unwrap_or(0);
        costs.iter_mut().for_each(|cost| *cost -= least);
    }
    let none = DualPrices { shift: 0, rules: Vec::new(), budgets: Vec::new() };
    let Some(scale) = dual::Scale::of(&instance) else { return Ok(none) };
    let mut search = Search::new(scale, work);
    match search.root_dual(instance) {
        Ok(dual) => Ok(DualPrices { shift: scale.shift, rules: dual.prices.rules, budgets: dual.prices.budgets }),
        Err(Stop::Hard) => Ok(none),
        Err(Stop::Limit) => Err(LimitReached),
    }
}

fn check_magnitude(problem: &Problem) -> Result<(), LimitReached> {
    let mut sum: u128 = 0;
    for group in problem.group_ids() {
        let most = problem.costs(group).iter().map(|cost| cost.unsigned_abs()).max();
        sum = sum.checked_add(most.unwrap_or(0)).ok_or(LimitReached)?;
    }
    if sum >> 120 == 0 { Ok(()) } else { Err(LimitReached) }
}

/// The part with its own numbers for slots and values, and costs divided by their greatest common divisor, so that equal
/// parts of different problems look equal.
fn normalised(part: &Instance) -> Normalised {
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
    Normalised { component, unit }
}

/// A component whose costs are to be multiplied by the unit.
struct Normalised {
    component: Instance,
    unit: i128,
}

fn greatest_common_divisor(mut first: i128, mut second: i128) -> i128 {
    while second != 0 {
        (first, second) = (second, first % second);
    }
    first
}

/// A component's content, led by a digest (FNV-1a) by which most comparisons end at the first word. The content itself
/// decides: an answer must not rest on a hash.
fn key_of(component: &Instance) -> ComponentKey {
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
    ComponentKey { digest, words }
}

fn halves(number: i128) -> [u64; 2] {
    [number as u64, (number >> 64) as u64]
}
