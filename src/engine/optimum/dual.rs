//! The dual bound: prices for rules and budgets that make the cheapest values of every slot a lower bound.
//!
//! With y ≥ 0 a rule and z ≥ 0 a budget, the reduced cost of a value is
//! rc(v) = c(v) − Σ y of the rules v satisfies + Σ z·weight, and
//! Σ y − Σ z·cap + Σ over slots of min rc
//! is at most the cost of any solution, *whatever* y and z are (Lagrangian duality; Everett 1963). So nothing about the
//! prices has to be proved: they are a certificate of the bound that one pass checks, and rounding makes them no worse
//! than a little weaker. Integers throughout, since floats would make the optimum depend on the order of sums.
//!
//! The prices are found by coordinate ascent, one rule or budget after the other, as in the message passing algorithms for
//! soft constraints (Werner 2007; virtual arc consistency, Cooper et al. 2010). The margin of a slot in a rule is how far
//! the price can rise before the slot would rather satisfy the rule than not. Up to the smallest margin each unit of price
//! is a unit of bound; between the smallest and the second smallest the bound stays the same, and any price is an optimum
//! of the coordinate. Only the midpoint works: at either end of that range the ascent soon gets stuck, since all the
//! slack is left to one slot.

use super::instance::{Cell, Instance, Prices, Term};

/// How finely prices are counted, and how high they may go so that no sum overflows.
///
/// Costs are scaled up, as the best prices are fractions: whole ones would lose up to half a unit for each rule.
#[derive(Copy, Clone, Debug)]
pub(super) struct Scale {
    /// A unit of cost is 2^shift units of price.
    pub shift: u32,
    rule_limit: i128,
    budget_limit: i128,
}

/// All sums of prices stay below 2^120.
const HEADROOM: i128 = 1 << 118;

impl Scale {
    /// A scale for an instance and all instances cut from it; `None` if its costs leave no room.
    pub fn of(instance: &Instance) -> Option<Self> {
        let most = |range: std::ops::Range<usize>| instance.costs[range].iter().max().copied();
        let spread: i128 = instance.slots.iter().filter_map(|slot| most(slot.range())).sum();
        let slots = instance.slots.len() as i128 + 2;
        let factor = slots.checked_mul(instance.rules.len() as i128 + 4)?;
        let room = HEADROOM / factor / spread.checked_add(1)?;
        let heaviest = (0..instance.budgets.len()).map(|budget| heaviest_total(instance, budget));
        let heaviest = heaviest.max().unwrap_or(0);
        let wanted = 6 + (128 - heaviest.leading_zeros()).min(24);
        let shift = wanted.min(room.checked_ilog2()?);
        let rule_limit = (spread + 1) << shift;
        let share = HEADROOM / slots / (instance.budgets.len() as i128 + 1);
        Some(Self { shift, rule_limit, budget_limit: share / (heaviest + 1) })
    }

    fn round_up(self, price: i128) -> i128 {
        (price + (1 << self.shift) - 1) >> self.shift
    }
}

fn heaviest_total(instance: &Instance, budget: usize) -> i128 {
    // Weights of an instance that no reduction has seen may be negative.
    let most = |term: &Term| instance.weights_of(term).iter().map(|weight| weight.abs()).max().unwrap_or(0);
    instance.budget(budget).iter().map(most).sum::<i128>() + instance.budgets[budget].cap.abs()
}

/// Prices of an instance with the reduced costs and the bound that they give.
pub(super) struct Dual {
    pub reduced: Vec<i128>,
    pub steps: u64,
    scale: Scale,
    pub prices: Prices,
    bound: i128,
    /// Sweeps for which each rule is still passed over.
    resting: Vec<u8>,
}

/// Sweeps for which a rule whose price is 0 and stays 0 is passed over: most rules never get a price.
const REST: u8 = 3;

impl Dual {
    /// Prices after at most `sweeps` sweeps; fewer when they gain little or the bound reaches `enough`.
    ///
    /// Sweeps go forward and back in turn: a price depends on those of its neighbours, and one direction alone carries a
    /// change through a chain of rules by one rule a sweep against it. The end is looked at after each pair.
    pub fn of(instance: &Instance, scale: Scale, sweeps: u32, enough: i128) -> Self {
        let mut dual = Self {
            reduced: instance.costs.iter().map(|cost| cost << scale.shift).collect(),
            steps: 0,
            scale,
            prices: instance.prices.clone(),
            bound: 0,
            resting: vec![0; instance.rules.len()],
        };
        dual.begin(instance);
        dual.bound = dual.bound_of(instance);
        let start = dual.bound;
        for sweep in 0..sweeps {
            let before = dual.bound;
            match sweep % 2 {
                0 => dual.sweep_forward(instance),
                _ => dual.sweep_backward(instance),
            }
            dual.bound = dual.bound_of(instance);
            let small = ((dual.bound - start) >> 13).max(1 << scale.shift >> 4);
            if sweep % 2 == 1 && dual.bound - before < small || dual.lower() >= enough {
                break;
            }
        }
        dual
    }

    /// Reduced costs at the prices the instance came with.
    fn begin(&mut self, instance: &Instance) {
        self.prices.rules.resize(instance.rules.len(), 0);
        self.prices.budgets.resize(instance.budgets.len(), 0);
        for rule in 0..instance.rules.len() {
            let price = self.prices.rules[rule].min(self.scale.rule_limit);
            self.prices.rules[rule] = price;
            if price > 0 {
                self.credit(instance, rule, price);
            }
        }
        for budget in 0..instance.budgets.len() {
            let price = self.prices.budgets[budget].min(self.scale.budget_limit);
            self.prices.budgets[budget] = price;
            self.charge(instance, budget, price);
        }
    }

    pub fn shift(&self) -> u32 {
        self.scale.shift
    }

    /// How much, in prices, a solution of at most this cost can pay beyond the least reduced costs.
    pub fn room(&self, cost: i128) -> i128 {
        (cost << self.scale.shift) - self.bound
    }

    /// No solution costs less.
    pub fn lower(&self) -> i128 {
        self.scale.round_up(self.bound)
    }

    /// No solution that pays this much beyond the least reduced costs is cheaper.
    pub fn lower_with(&self, extra: i128) -> i128 {
        self.scale.round_up(self.bound + extra)
    }

    fn bound_of(&mut self, instance: &Instance) -> i128 {
        self.steps += self.reduced.len() as u64;
        let slots = instance.slots.iter();
        let least = slots.filter_map(|slot| self.reduced[slot.range()].iter().min());
        let budgets = self.prices.budgets.iter().zip(&instance.budgets);
        self.prices.rules.iter().sum::<i128>() + least.sum::<i128>()
            - budgets.map(|(price, budget)| price * budget.cap).sum::<i128>()
    }

    fn sweep_forward(&mut self, instance: &Instance) {
        (0..instance.rules.len()).for_each(|rule| self.price_rule(instance, rule));
        (0..instance.budgets.len()).for_each(|budget| self.price_budget(instance, budget));
    }

    fn sweep_backward(&mut self, instance: &Instance) {
        (0..instance.budgets.len()).rev().for_each(|budget| self.price_budget(instance, budget));
        (0..instance.rules.len()).rev().for_each(|rule| self.price_rule(instance, rule));
    }

    /// Sets a rule's price to the midpoint of its two smallest margins.
    fn price_rule(&mut self, instance: &Instance, rule: usize) {
        if self.resting[rule] > 0 {
            self.resting[rule] -= 1;
            return;
        }
        let old = self.prices.rules[rule];
        let (mut first, mut second) = (i128::MAX, i128::MAX);
        for cell in instance.rule(rule) {
            let range = instance.slots[cell.slot as usize].range();
            self.steps += range.len() as u64;
            let [outside, inside] = least_by_side(instance, cell, &self.reduced[range]);
            // The price is in the reduced costs of the values outside already, so it is added to compare without it.
            let margin = (outside + old - inside).max(0);
            second = second.min(margin.max(first));
            first = first.min(margin);
        }
        let price = (first / 2 + second / 2).min(self.scale.rule_limit);
        if price == old {
            self.resting[rule] = if price == 0 { REST } else { 0 };
            return;
        }
        self.prices.rules[rule] = price;
        self.credit(instance, rule, price - old);
    }

    fn credit(&mut self, instance: &Instance, rule: usize, price: i128) {
        for cell in instance.rule(rule) {
            let range = instance.slots[cell.slot as usize].range();
            for (value, reduced) in self.reduced[range].iter_mut().enumerate() {
                if !instance.is_inside(cell, value as u32) {
                    *reduced -= price;
                }
            }
        }
    }

    /// Sets a budget's price to the least at which the cheapest values of the slots fit the budget: there the bound, which
    /// is concave in the price, is highest.
    fn price_budget(&mut self, instance: &Instance, budget: usize) {
        let old = self.prices.budgets[budget];
        self.charge(instance, budget, -old);
        let price = self.fitting_price(instance, budget, old.max(1));
        self.charge(instance, budget, price);
        self.prices.budgets[budget] = price;
    }

    /// The least price that fits, to within 1/64: by doubling from the old price, as it seldom moves far, then by bisection.
    fn fitting_price(&mut self, instance: &Instance, budget: usize, guess: i128) -> i128 {
        if self.fits(instance, budget, 0) {
            return 0;
        }
        let (mut low, mut high, mut step) = (0, guess, (guess >> 5).max(1));
        if self.fits(instance, budget, high) {
            while high > step && self.fits(instance, budget, high - step) {
                high -= step;
                step *= 2;
            }
            low = (high - step).max(0);
        } else {
            while high < self.scale.budget_limit && !self.fits(instance, budget, high) {
                low = high;
                high += step;
                step *= 2;
            }
        }
        while high - low > (high >> 6).max(1) {
            let middle = low + (high - low) / 2;
            if self.fits(instance, budget, middle) {
                high = middle;
            } else {
                low = middle;
            }
        }
        high.min(self.scale.budget_limit)
    }

    /// Whether the cheapest values, lightest among equals, keep within the budget at this price.
    fn fits(&mut self, instance: &Instance, budget: usize, price: i128) -> bool {
        let mut left = instance.budgets[budget].cap;
        for term in instance.budget(budget) {
            let range = instance.slots[term.slot as usize].range();
            self.steps += range.len() as u64;
            let reduced = self.reduced[range].iter().zip(instance.weights_of(term));
            let cheapest = reduced.map(|(reduced, weight)| (reduced + price * weight, *weight)).min();
            left -= cheapest.map_or(0, |(_, weight)| weight);
        }
        left >= 0
    }

    fn charge(&mut self, instance: &Instance, budget: usize, price: i128) {
        if price == 0 {
            return;
        }
        for term in instance.budget(budget) {
            let range = instance.slots[term.slot as usize].range();
            let weights = instance.weights_of(term);
            self.reduced[range].iter_mut().zip(weights).for_each(|(reduced, weight)| {
                *reduced += price * weight;
            });
        }
    }
}

/// The least of the reduced costs outside a cell and inside. Without a branch on the side, which nobody foresees.
fn least_by_side(instance: &Instance, cell: &Cell, reduced: &[i128]) -> [i128; 2] {
    let mut least = [i128::MAX; 2];
    for (word, values) in instance.mask(cell).iter().zip(reduced.chunks(64)) {
        for (bit, value) in values.iter().enumerate() {
            let is_inside = word >> bit & 1 == 1;
            least[0] = least[0].min(if is_inside { i128::MAX } else { *value });
            least[1] = least[1].min(if is_inside { *value } else { i128::MAX });
        }
    }
    least
}
