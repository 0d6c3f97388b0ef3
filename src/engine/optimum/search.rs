//! Branch and bound over reduction, split and dual bound.

use super::dual::{Dual, Scale};
use super::dual_smoothing;
use super::found::{Found, Pick};
use super::instance::{Instance, Prices, Slot};
use super::learning;
use super::reduce::Reducer;
use super::split::{Parts, split};
use crate::engine::work::{LimitReached, Work};

/// Why the search ended early.
pub(super) enum Stop {
    /// The instance is too hard for branch and bound: another method must solve it.
    Hard,
    /// The caller's work limit is reached.
    Limit,
}

impl From<LimitReached> for Stop {
    fn from(_: LimitReached) -> Self {
        Self::Limit
    }
}

pub(super) type Outcome = Result<Option<Found>, Stop>;

/// Sweeps of the dual bound at a root, after smoothing, and in a node, which begins with the prices of its parent: those
/// are almost right.
const PLAIN_SWEEPS: u32 = 32;
const SMOOTHED_SWEEPS: u32 = 16;
const NODE_SWEEPS: u32 = 8;
/// Rules and budgets of a large component: from here on smoothing the dual bound pays.
const LARGE: usize = 100;
/// Rules and budgets of a node that learns from conflicts before it branches, and the steps that it has for that. Small
/// nodes are enumerated sooner than a solver is built.
const WORTH_LEARNING: usize = 60;
const LEARNING_STEPS: u64 = 8_000_000;
/// Deeper than this is too hard: the search recurses, and threads have small call stacks.
pub(super) const DEPTH_LIMIT: u32 = 256;

/// What one step at a node has found.
struct Step {
    /// A solution cheaper than the limit.
    best: Option<Found>,
    /// The values that a still cheaper one can take, if the instance was not searched to its end.
    open: Option<Vec<u64>>,
}

/// What learning from conflicts has found.
enum Learned {
    /// An optimum below the limit, or that there is no solution below it.
    Searched(Option<Found>),
    /// It takes too long to be worth it.
    TooLong,
}

/// Whether a component is worth the effort that dense rules take.
pub(super) fn is_large(component: &Instance) -> bool {
    component.rules.len() + component.budgets.len() >= LARGE
}

pub(super) struct Search<'a> {
    scale: Scale,
    pub work: &'a mut Work,
    pub depth: u32,
}

impl<'a> Search<'a> {
    pub fn new(scale: Scale, work: &'a mut Work) -> Self {
        Self { scale, work, depth: 0 }
    }

    pub fn spend(&mut self, steps: u64) -> Result<(), Stop> {
        Ok(self.work.spend(steps)?)
    }

    /// The prices of a large instance are smoothed first.
    pub fn root_dual(&mut self, instance: Instance) -> Result<Dual, Stop> {
        if is_large(&instance) { self.smooth_dual(instance) } else { self.plain_dual(&instance) }
    }

    pub fn plain_dual(&mut self, instance: &Instance) -> Result<Dual, Stop> {
        self.dual(instance, PLAIN_SWEEPS, i128::MAX)
    }

    pub fn smooth_dual(&mut self, mut instance: Instance) -> Result<Dual, Stop> {
        if let Some((prices, steps)) = dual_smoothing::prices(&instance, self.scale.shift) {
            instance.prices = prices;
            self.spend(steps)?;
        }
        self.dual(&instance, SMOOTHED_SWEEPS, i128::MAX)
    }

    fn dual(&mut self, instance: &Instance, sweeps: u32, enough: i128) -> Result<Dual, Stop> {
        let dual = Dual::of(instance, self.scale, sweeps, enough);
        self.spend(dual.steps)?;
        Ok(dual)
    }

    /// The parts left when only `open` values may be taken; `None` if nothing can.
    pub fn parts(&mut self, instance: &Instance, open: Vec<u64>, prices: &Prices) -> Result<Option<Parts>, Stop> {
        let mut reducer = Reducer::new(instance, open);
        let infeasible = reducer.run().is_err();
        self.spend(reducer.steps)?;
        Ok((!infeasible).then(|| split(&reducer, prices)))
    }

    /// The dual of each part and the sum of all bounds.
    pub fn duals(&mut self, parts: &Parts) -> Result<(Vec<Dual>, i128), Stop> {
        let mut duals = Vec::with_capacity(parts.parts.len());
        let mut total = parts.base;
        for part in &parts.parts {
            let dual = self.dual(part, NODE_SWEEPS, i128::MAX)?;
            total += dual.lower();
            duals.push(dual);
        }
        Ok((duals, total))
    }

    /// An optimum among the `open` values if it costs less than `limit`.
    pub fn below(&mut self, instance: &Instance, open: Vec<u64>, prices: &Prices, mut limit: i128) -> Outcome {
        let mut best = None;
        let Some(mut parts) = self.parts(instance, open, prices)? else { return Ok(None) };
        while parts.base < limit {
            let [part] = &parts.parts[..] else {
                return Ok(self.parts_below(parts, limit)?.or(best));
            };
            let dual = self.dual(part, NODE_SWEEPS, limit - parts.base)?;
            let Step { best: found, open } = self.step(part, &dual, limit - parts.base)?;
            if let Some(found) = found {
                let found = found.beside(parts.base, &parts.fixed);
                limit = found.cost;
                best = Some(found);
            }
            let Some(open) = open else { break };
            let Some(next) = self.parts(part, open, &dual.prices)? else { break };
            parts = next.beside(parts.base, parts.fixed);
        }
        Ok(best)
    }

    fn parts_below(&mut self, parts: Parts, limit: i128) -> Outcome {
        let (duals, mut total) = self.duals(&parts)?;
        let mut picks = parts.fixed;
        for (part, dual) in parts.parts.iter().zip(&duals) {
            if total >= limit {
                return Ok(None);
            }
            let lower = dual.lower();
            let found = self.connected_below(part, dual, limit - (total - lower))?;
            let Some(found) = found else { return Ok(None) };
            total += found.cost - lower;
            picks.extend(found.picks);
        }
        Ok((total < limit).then_some(Found { cost: total, picks }))
    }

    /// An optimum of a connected instance if it costs less than `limit`.
    pub fn connected_below(&mut self, instance: &Instance, dual: &Dual, limit: i128) -> Outcome {
        let Step { best: found, open } = self.step(instance, dual, limit)?;
        let Some(open) = open else { return Ok(found) };
        let limit = found.as_ref().map_or(limit, |found| found.cost);
        self.deeper()?;
        let better = self.below(instance, open, &dual.prices, limit)?;
        self.depth -= 1;
        Ok(better.or(found))
    }

    /// Guesses, bounds and fixes; branches where none of these decides.
    fn step(&mut self, instance: &Instance, dual: &Dual, mut limit: i128) -> Result<Step, Stop> {
        let guess = Guess::of(instance, dual);
        self.spend(instance.cells.len() as u64)?;
        let mut best = None;
        if guess.branch.is_none() && guess.cost < limit {
            limit = guess.cost;
            best = Some(Found { cost: guess.cost, picks: instance.picks_of(&guess.taken) });
        }
        if dual.lower() >= limit {
            return Ok(Step { best, open: None });
        }
        if let Some(open) = affordable(instance, dual, limit) {
            return Ok(Step { best, open: Some(open) });
        }
        if let Learned::Searched(found) = self.learned_below(instance, dual, limit)? {
            return Ok(Step { best: found.or(best), open: None });
        }
        let slot = guess.branch.unwrap_or(guess.clearest);
        let better = self.branch(instance, dual, slot, limit)?;
        Ok(Step { best: better.or(best), open: None })
    }

    /// An optimum below the limit by learning from conflicts.
    ///
    /// Branch and bound forgets why a branch failed, so where many rules meet it refutes the same part again and again.
    fn learned_below(&mut self, instance: &Instance, dual: &Dual, limit: i128) -> Result<Learned, Stop> {
        if instance.rules.len() + instance.budgets.len() < WORTH_LEARNING {
            return Ok(Learned::TooLong);
        }
        let mut portion = self.work.portion(LEARNING_STEPS);
        let found = learning::below(instance, dual, limit, &mut portion);
        self.spend(portion.spent())?;
        Ok(found.map_or(Learned::TooLong, Learned::Searched))
    }

    /// Tries the values of a slot, least reduced cost first: the best solution is likely among the first, and its cost
    /// ends the loop early.
    fn branch(&mut self, instance: &Instance, dual: &Dual, slot: u32, mut limit: i128) -> Outcome {
        let slot = &instance.slots[slot as usize];
        let mut best = None;
        self.deeper()?;
        for (extra, value) in by_reduced_cost(slot, dual) {
            if dual.lower_with(extra) >= limit {
                break;
            }
            let open = restricted(instance, slot, |other| other == value);
            if let Some(found) = self.below(instance, open, &dual.prices, limit)? {
                limit = found.cost;
                best = Some(found);
            }
        }
        self.depth -= 1;
        Ok(best)
    }

    pub fn deeper(&mut self) -> Result<(), Stop> {
        self.depth += 1;
        if self.depth >= DEPTH_LIMIT { Err(Stop::Hard) } else { Ok(()) }
    }
}

impl Parts {
    fn beside(mut self, base: i128, fixed: Vec<Pick>) -> Self {
        self.base += base;
        self.fixed.extend(fixed);
        self
    }
}

/// The set of all values, in one slot only those that pass.
pub(super) fn restricted(instance: &Instance, slot: &Slot, passes: impl Fn(u32) -> bool) -> Vec<u64> {
    let mut open = instance.all_open();
    for value in (0..slot.size).filter(|value| !passes(*value)) {
        open[(slot.word + value / 64) as usize] &= !(1 << (value % 64));
    }
    open
}

/// Reduced-cost fixing (Dantzig, Fulkerson & Johnson 1954): the values that a solution cheaper than `limit` can take;
/// `None` if all can. A solution with the value pays at least its reduced cost above the slot's least one on top of the
/// bound, so a good incumbent closes values, and closed values make the next reduction and bound stronger.
pub(super) fn affordable(instance: &Instance, dual: &Dual, limit: i128) -> Option<Vec<u64>> {
    let mut open = instance.all_open();
    let mut dropped = false;
    for slot in &instance.slots {
        let reduced = &dual.reduced[slot.range()];
        let least = reduced.iter().min().copied().unwrap_or(0);
        for (value, reduced) in reduced.iter().enumerate() {
            if dual.lower_with(reduced - least) >= limit {
                open[slot.word as usize + value / 64] &= !(1 << (value % 64));
                dropped = true;
            }
        }
    }
    dropped.then_some(open)
}

/// A slot's values by what they cost beyond the least reduced cost.
fn by_reduced_cost(slot: &Slot, dual: &Dual) -> Vec<(i128, u32)> {
    let reduced = &dual.reduced[slot.range()];
    let least = reduced.iter().min().copied().unwrap_or(0);
    let mut values: Vec<(i128, u32)> = reduced.iter().map(|cost| cost - least).zip(0..).collect();
    values.sort_unstable();
    values
}

/// Every slot at its least reduced cost: if no rule and no budget is broken, it is a solution.
struct Guess {
    taken: Vec<u32>,
    cost: i128,
    /// The slot of broken rules and budgets with the clearest choice: the largest gap between its least and its second
    /// least reduced cost. All its other values raise the bound by that gap, so they are refuted soonest.
    branch: Option<u32>,
    /// The slot with the clearest choice of all, to branch on where nothing is broken but the cost is above the bound.
    clearest: u32,
}

impl Guess {
    fn of(instance: &Instance, dual: &Dual) -> Self {
        let mut taken = Vec::with_capacity(instance.slots.len());
        let mut gaps = Vec::with_capacity(instance.slots.len());
        let mut cost = 0;
        for slot in &instance.slots {
            let (value, gap) = least_and_gap(&dual.reduced[slot.range()]);
            cost += instance.costs[(slot.first + value) as usize];
            taken.push(value);
            gaps.push(gap);
        }
        let all = 0..instance.slots.len() as u32;
        let clearest = clearest(all, &gaps).unwrap_or(0);
        let branch = clearest_of_broken(instance, &taken, &gaps);
        Self { taken, cost, branch, clearest }
    }
}

fn least_and_gap(reduced: &[i128]) -> (u32, i128) {
    let (mut value, mut least, mut next) = (0, i128::MAX, i128::MAX);
    for (index, cost) in (0..).zip(reduced) {
        if *cost < least {
            (value, next, least) = (index, least, *cost);
        } else if *cost < next {
            next = *cost;
        }
    }
    (value, next.saturating_sub(least))
}

fn clearest(slots: impl Iterator<Item = u32>, gaps: &[i128]) -> Option<u32> {
    slots.max_by_key(|slot| (gaps[*slot as usize], std::cmp::Reverse(*slot)))
}

fn clearest_of_broken(instance: &Instance, taken: &[u32], gaps: &[i128]) -> Option<u32> {
    let rules = (0..instance.rules.len()).map(|rule| instance.rule(rule));
    let broken = rules.filter(|rule| rule.iter().all(|cell| instance.is_inside(cell, taken[cell.slot as usize])));
    let of_rules = clearest(broken.flatten().map(|cell| cell.slot), gaps);
    let budgets = (0..instance.budgets.len()).filter(|budget| {
        let terms = instance.budget(*budget).iter();
        let weight = terms.map(|term| instance.weights_of(term)[taken[term.slot as usize] as usize]);
        weight.sum::<i128>() > instance.budgets[*budget].cap
    });
    let of_budgets = clearest(budgets.flat_map(|budget| instance.budget(budget)).map(|term| term.slot), gaps);
    clearest(of_rules.into_iter().chain(of_budgets), gaps)
}
