//! Budgets of numbers of any size, as budgets of 128 bits.

use super::problem::{GroupId, Label, Problem};
use num_bigint::BigInt;
use num_traits::ToPrimitive;

/// Bits that the weights and the cap of a budget may have together.
const ROOM: u64 = 98;
/// Bits of the lower part of what is split.
const DIGIT: u32 = 64;

/// Groups with one weight a value.
type Terms = Vec<(GroupId, Vec<BigInt>)>;

impl Problem {
    /// Adds Σ weight(group, value taken) ≤ `cap`; no group is listed twice.
    ///
    /// What 128 bits do not hold is split: with weights hi·2^k + lo and a cap HI·2^k + LO the sum keeps to the cap iff
    /// there is a carry t ≥ 0 with Σ lo ≤ LO + t·2^k and Σ hi + t ≤ HI. The carry is a group of its own.
    pub(crate) fn add_big_budget(&mut self, label: Label, terms: Terms, cap: BigInt) {
        let (terms, cap) = self.without_least(terms, cap);
        if cap < BigInt::ZERO {
            self.add_clause(label, Vec::new());
            return;
        }
        let most = terms.iter().map(|(_, weights)| weights.iter().max().cloned().unwrap_or_default()).sum::<BigInt>();
        if most <= cap {
            return;
        }
        if (most + &cap).bits() <= ROOM {
            let narrow = |weight: &BigInt| weight.to_i128().unwrap_or(i128::MAX >> 2);
            let narrowed = |(group, weights): &(GroupId, Vec<BigInt>)| (*group, weights.iter().map(narrow).collect());
            self.add_wide_budget(label, terms.iter().map(narrowed).collect(), narrow(&cap));
            return;
        }
        let unit = BigInt::from(1_u8) << DIGIT;
        let split = |number: &BigInt| (number >> DIGIT, number % &unit);
        let carries = u32::try_from(terms.len()).unwrap_or(u32::MAX).saturating_add(1);
        let carry = self.add_group(carries);
        let (mut high, mut low): (Terms, Terms) = (Vec::new(), Vec::new());
        for (group, weights) in terms {
            let (highs, lows): (Vec<BigInt>, Vec<BigInt>) = weights.iter().map(split).unzip();
            high.push((group, highs));
            low.push((group, lows));
        }
        high.push((carry, (0..carries).map(BigInt::from).collect()));
        low.push((carry, (0..carries).map(|carry| -(&unit * carry)).collect()));
        let (cap_high, cap_low) = split(&cap);
        self.add_big_budget(label, low, cap_low);
        self.add_big_budget(label, high, cap_high);
    }

    /// The weights beyond each group's least, which is taken anyway, none of them higher than one more than the cap: what
    /// is more is too much, however much more it is.
    fn without_least(&self, terms: Terms, mut cap: BigInt) -> (Terms, BigInt) {
        let mut clean = Vec::with_capacity(terms.len());
        for (group, mut weights) in terms {
            weights.resize(self.size(group) as usize, BigInt::ZERO);
            let Some(least) = weights.iter().min().cloned() else { continue };
            cap -= &least;
            weights.iter_mut().for_each(|weight| *weight -= &least);
            clean.push((group, weights));
        }
        let too_much: BigInt = &cap + 1;
        if too_much > BigInt::ZERO {
            for weight in clean.iter_mut().flat_map(|(_, weights)| weights).filter(|weight| **weight > too_much) {
                weight.clone_from(&too_much);
            }
        }
        (clean, cap)
    }
}
