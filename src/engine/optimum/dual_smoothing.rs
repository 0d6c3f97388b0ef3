//! Prices close to the best there are, for large components.
//!
//! Coordinate ascent on the dual bound ([`dual`](super::dual)) stops where no single price can rise. The bound has kinks,
//! and on dense rules such a point is well below the best bound. Smoothed it has none: with the soft minimum
//! −T·log₂ Σ 2^(−x/T) in place of each minimum, coordinate ascent reaches the best smooth bound, and as the
//! temperature T falls the smooth bound becomes the true one (Werner, *A Linear Programming Approach to Max-Sum
//! Problem*, 2007; Hazan & Shashua, *Norm-Product Belief Propagation*, 2010; Meshi, Jaakkola & Globerson 2012). The
//! price of a rule of two slots that makes the smooth bound highest is the same midpoint.
//!
//! (For smoothing with accelerated gradients in place of coordinate ascent see Savchynskyy, Kappes, Schmidt & Schnörr
//! 2011; sweeps need no step size.) Small components are left out: their search is over before this would be.
//!
//! Exponentials and logarithms come from tables of integers, as floats differ between machines; what is lost to rounding
//! is regained by the sweeps of exact arithmetic that follow, since any prices give a sound bound.

use super::instance::{Cell, Instance, Prices, Term};

/// The table of 2^(−x): the number of halvings, each in 2^`FINENESS` steps.
const FINENESS: u32 = 6;
const HALVINGS: usize = 16;
/// Bits of the weight 1, and bits of a logarithm after the point.
const UNIT_BITS: u32 = 24;
const LOG_BITS: u32 = 12;
/// 2^(62 − 1/64).
const ROOT: u128 = 4_562_008_997_483_360_349;

/// Costs and prices stay below 2^`ROOM`, which leaves room for their sums.
const ROOM: u32 = 48;
/// Sweeps at each temperature; each temperature begins with the prices of the one before, which are nearly right.
const SWEEPS: u32 = 16;
/// The first temperature is the mean cost over 2^`WARMTH`, the last is 2^−`COLDNESS` of the unit of cost.
const WARMTH: u32 = 2;
const COLDNESS: u32 = 3;

/// Sweeps for which a rule whose price is 0 and stays 0 is passed over: most rules never get a price.
const REST: u8 = 3;

/// Prices with `shift` bits after the unit of cost, and the steps they took; `None` if the numbers are too large.
pub(super) fn prices(instance: &Instance, shift: u32) -> Option<(Prices, u64)> {
    let mut smooth = Smooth::new(instance)?;
    smooth.cool();
    let widen = |price: &i64| match shift.checked_sub(smooth.shift) {
        Some(up) => i128::from(*price) << up,
        None => i128::from(*price) >> (smooth.shift - shift),
    };
    let rules = smooth.rules.iter().map(widen).collect();
    let budgets = smooth.budgets.iter().map(widen).collect();
    Some((Prices { rules, budgets }, smooth.steps))
}

struct Smooth<'a> {
    instance: &'a Instance,
    tables: Tables,
    weights: Vec<i64>,
    caps: Vec<i64>,
    reduced: Vec<i64>,
    rules: Vec<i64>,
    budgets: Vec<i64>,
    /// Sweeps for which each rule is still passed over.
    resting: Vec<u8>,
    steps: u64,
    /// A unit of cost is 2^shift.
    shift: u32,
    mean: u64,
    /// Weights are below 2^weight_bits.
    weight_bits: u32,
    /// The temperature is 2^heat.
    heat: u32,
}

impl<'a> Smooth<'a> {
    fn new(instance: &'a Instance) -> Option<Self> {
        let total: i128 = instance.costs.iter().sum();
        let mean = u64::try_from(total / (instance.costs.len() as i128).max(1)).ok()?.max(1);
        let heaviest = instance.weights.iter().max().copied().unwrap_or(0);
        let bits = (heaviest + 1).ilog2() + 1;
        let shift = ROOM.checked_sub(bits + (total + 1).ilog2() + 1)?.min(10 + bits);
        let narrow = |number: &i128| i64::try_from(*number).ok().filter(|number| number >> 24 == 0);
        let caps = instance.budgets.iter().map(|budget| i64::try_from(budget.cap).ok());
        Some(Self {
            instance,
            tables: Tables::new(),
            weights: instance.weights.iter().map(narrow).collect::<Option<_>>()?,
            caps: caps.collect::<Option<_>>()?,
            reduced: instance.costs.iter().map(|cost| (*cost as i64) << shift).collect(),
            rules: vec![0; instance.rules.len()],
            budgets: vec![0; instance.budgets.len()],
            resting: vec![0; instance.rules.len()],
            steps: 0,
            shift,
            mean,
            weight_bits: bits,
            heat: 0,
        })
    }

    /// Halves the temperature step by step. Starting cold would stop at the same kinks as without smoothing.
    fn cool(&mut self) {
        let first = (self.mean.ilog2() + self.shift).saturating_sub(WARMTH);
        let last = self.shift.saturating_sub(COLDNESS);
        for heat in (last..=first).rev() {
            self.heat = heat;
            self.resting.fill(0);
            for sweep in 0..SWEEPS {
                match sweep % 2 {
                    0 => self.sweep_forward(),
                    _ => self.sweep_backward(),
                }
            }
        }
    }

    fn sweep_forward(&mut self) {
        (0..self.rules.len()).for_each(|rule| self.price_rule(rule));
        (0..self.budgets.len()).for_each(|budget| self.price_budget(budget));
    }

    fn sweep_backward(&mut self) {
        (0..self.budgets.len()).rev().for_each(|budget| self.price_budget(budget));
        (0..self.rules.len()).rev().for_each(|rule| self.price_rule(rule));
    }

    /// Sets a rule's price to the midpoint of its two smallest soft margins.
    fn price_rule(&mut self, rule: usize) {
        if self.resting[rule] > 0 {
            self.resting[rule] -= 1;
            return;
        }
        let old = self.rules[rule];
        let (mut first, mut second) = (i64::MAX, i64::MAX);
        for cell in self.instance.rule(rule) {
            let margin = self.margin(cell) + old;
            second = second.min(margin.max(first));
            first = first.min(margin);
            self.steps += u64::from(self.instance.slots[cell.slot as usize].size);
        }
        let price = (first / 2 + second / 2).clamp(0, 1 << ROOM);
        if price == old {
            self.resting[rule] = if price == 0 { REST } else { 0 };
            return;
        }
        self.rules[rule] = price;
        for cell in self.instance.rule(rule) {
            let range = self.instance.slots[cell.slot as usize].range();
            for (value, reduced) in self.reduced[range].iter_mut().enumerate() {
                if !self.instance.is_inside(cell, value as u32) {
                    *reduced -= price - old;
                }
            }
        }
    }

    /// The soft minimum outside the cell less that inside.
    fn margin(&self, cell: &Cell) -> i64 {
        let values = &self.reduced[self.instance.slots[cell.slot as usize].range()];
        let (mut least, mut sum) = ([i64::MAX; 2], [0; 2]);
        let side = |value: usize| usize::from(self.instance.is_inside(cell, value as u32));
        for (value, reduced) in values.iter().enumerate() {
            let least = &mut least[side(value)];
            *least = (*least).min(*reduced);
        }
        for (value, reduced) in values.iter().enumerate() {
            let side = side(value);
            sum[side] += self.tables.power(reduced - least[side], self.heat);
        }
        match least {
            [i64::MAX, _] | [_, i64::MAX] => i64::MAX / 4,
            [outside, inside] => {
                outside - inside + self.tables.logarithm(sum[1], self.heat) - self.tables.logarithm(sum[0], self.heat)
            }
        }
    }

    /// Sets a budget's price to the least, to within 1/64, at which the mean weight fits the budget: the slope of the smooth
    /// bound is the mean under the soft minimum.
    fn price_budget(&mut self, budget: usize) {
        let old = self.budgets[budget];
        let terms = self.instance.budget(budget);
        self.charge(terms, -old);
        let price = if self.fits(terms, budget, 0) { 0 } else { self.fitting_price(terms, budget, old.max(1)) };
        self.charge(terms, price);
        self.budgets[budget] = price;
    }

    fn fitting_price(&mut self, terms: &[Term], budget: usize, guess: i64) -> i64 {
        let limit =
            self.reduced.iter().max().map_or(0, |most| most.saturating_mul(2)).min(1 << (ROOM - self.weight_bits));
        let (mut low, mut high, mut step) = (0, guess.min(limit), (guess >> 4).max(1));
        if self.fits(terms, budget, high) {
            while high > step && self.fits(terms, budget, high - step) {
                high -= step;
                step *= 2;
            }
            low = (high - step).max(0);
        } else {
            while high < limit && !self.fits(terms, budget, high) {
                low = high;
                high += step;
                step *= 2;
            }
        }
        while high - low > (high >> 6).max(1) {
            let middle = low + (high - low) / 2;
            if self.fits(terms, budget, middle) { high = middle } else { low = middle }
        }
        high.min(limit)
    }

    fn fits(&mut self, terms: &[Term], budget: usize, price: i64) -> bool {
        let mut left = self.caps[budget];
        for term in terms {
            let slot = self.instance.slots[term.slot as usize];
            let first = term.weights as usize;
            let weights = &self.weights[first..first + slot.size as usize];
            let priced = || self.reduced[slot.range()].iter().zip(weights).map(|(cost, weight)| cost + price * weight);
            let least = priced().min().unwrap_or(0);
            let (mut sum, mut weighted) = (0, 0);
            for (cost, weight) in priced().zip(weights) {
                let power = self.tables.power(cost - least, self.heat);
                sum += power;
                weighted += u128::from(power) * *weight as u128;
            }
            left -= (weighted / u128::from(sum.max(1))) as i64;
            self.steps += u64::from(slot.size);
        }
        left >= 0
    }

    fn charge(&mut self, terms: &[Term], price: i64) {
        for term in terms {
            let range = self.instance.slots[term.slot as usize].range();
            let weights = &self.weights[term.weights as usize..];
            self.reduced[range].iter_mut().zip(weights).for_each(|(reduced, weight)| *reduced += price * weight);
        }
    }
}

/// 2^(−x) and log₂ in integers.
struct Tables {
    powers: Vec<u64>,
    logarithms: Vec<i64>,
}

impl Tables {
    fn new() -> Self {
        let next = |power: &u128| Some((power * ROOT) >> 62);
        let powers = std::iter::successors(Some(1u128 << 62), next).map(|power| (power >> (62 - UNIT_BITS)) as u64);
        Self { powers: powers.take(HALVINGS << FINENESS).collect(), logarithms: (256..512).map(logarithm).collect() }
    }

    /// 2^(−x / 2^heat) in units of 2^−`UNIT_BITS`.
    fn power(&self, x: i64, heat: u32) -> u64 {
        let index = if heat >= FINENESS { x >> (heat - FINENESS) } else { x << (FINENESS - heat) };
        self.powers.get(index as usize).copied().unwrap_or(0)
    }

    /// 2^heat · log₂ of a sum of powers.
    fn logarithm(&self, sum: u64, heat: u32) -> i64 {
        let lead = sum.max(1).ilog2();
        let mantissa = if lead >= 8 { sum >> (lead - 8) } else { sum << (8 - lead) };
        let whole = (i64::from(lead) - i64::from(UNIT_BITS)) << LOG_BITS;
        let logarithm = whole + self.logarithms[(mantissa & 255) as usize];
        if heat >= LOG_BITS { logarithm << (heat - LOG_BITS) } else { logarithm >> (LOG_BITS - heat) }
    }
}

/// log₂ of a number of 256ths between 1 and 2, digit by digit: squared it is twice as large.
fn logarithm(number: u128) -> i64 {
    let (mut number, mut digits) = (number << 32, 0);
    for _ in 0..LOG_BITS {
        number = (number * number) >> 40;
        digits <<= 1;
        if number >> 41 > 0 {
            number >>= 1;
            digits |= 1;
        }
    }
    digits
}
