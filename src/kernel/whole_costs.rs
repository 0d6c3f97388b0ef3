//! Costs as whole numbers from the start: most amounts have few denominators, so candidates are priced in integers over a
//! common one, and nothing is reduced candidate by candidate. What 128 bits do not hold is priced exactly by `objective`.

use super::cost::{each_of, is_levied, planned_cost};
use super::exact_cost;
use super::groups::{Lowered, MarketInput, TAKEN};
use super::linear::quotient;
use super::weights::{Factor, Weights, scale_of, whole};
use crate::engine::GroupId;
use crate::model::Component;
use crate::number::Number;
use crate::overlay::Duty;
use num_integer::Integer;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Most that a common denominator may be: numerators keep room for amounts.
const MOST: i128 = 1 << 62;

/// One objective's value for each value of some groups, times the least number that makes all of them whole.
pub(super) struct Whole {
    pub scale: i128,
    pub list: Vec<(GroupId, Vec<i128>)>,
}

impl Whole {
    /// The same as exact weights; `None` where 128 bits do not hold them.
    pub fn of(weights: &Weights) -> Option<Self> {
        let scale = scale_of([weights]).ok()?;
        Some(Self { scale, list: whole(weights, scale).ok()? })
    }

    /// From numerators and their denominators, of which each group's are together.
    fn reduced(mut list: Vec<(GroupId, Vec<i128>)>, denominators: &[i128], common: i128) -> Option<Self> {
        let mut divisor = common;
        let weights = list.iter_mut().flat_map(|(_, weights)| weights);
        for (weight, denominator) in weights.zip(denominators) {
            if *weight != 0 {
                *weight = weight.checked_mul(quotient(common, *denominator))?;
                divisor = if divisor == 1 { 1 } else { divisor.gcd(weight) };
            }
        }
        if divisor != 1 {
            list.iter_mut().flat_map(|(_, weights)| weights).for_each(|weight| *weight /= divisor);
        }
        Some(Self { scale: common / divisor, list })
    }

    /// How far the sum of a value a group can vary.
    fn span(&self) -> Option<i128> {
        self.list.iter().try_fold(0_i128, |span, (_, weights)| {
            let least = weights.iter().min().copied().unwrap_or(0);
            let most = weights.iter().max().copied().unwrap_or(0);
            span.checked_add(most.checked_sub(least)?)
        })
    }
}

/// What each candidate and each planned certificate costs in one product; `None` where 128 bits do not hold it.
pub(super) fn cost(input: &MarketInput<'_>, lowered: &Lowered) -> Option<Whole> {
    if input.is_traded(lowered) {
        return Whole::of(&exact_cost::cost(input, lowered).ok()?);
    }
    let in_force = input.view.duties.iter().filter(|duty| duty.effectivity.holds_on(input.day));
    let duties: Vec<&Duty> = in_force.map(Arc::as_ref).collect();
    let volume = input.model.header.volume(input.market);
    let mut priced = Priced { list: Vec::with_capacity(lowered.slots.len()), denominators: Vec::new(), common: 1 };
    for slot in &lowered.slots {
        let pieces = Number::from(slot.quantity);
        let yearly = pieces.checked_mul(volume)?;
        let quantity = pieces.narrow_fraction()?;
        let mut weights = Vec::with_capacity(slot.candidates.len() + 1);
        weights.push(priced.keep((0, 1))?);
        for id in &slot.candidates {
            let component = &input.model.components[*id];
            let each = each_of(&input.model.header, component, yearly)?.narrow_fraction()?;
            let goods = (each.0.checked_mul(quantity.0)?, each.1.checked_mul(quantity.1)?);
            weights.push(priced.keep(with_duty(input, &duties, component, goods)?)?);
        }
        priced.list.push((slot.group, weights));
    }
    for (certificate, group) in input.view.certificates.iter().zip(&lowered.planned) {
        let (Some(planned), Some(group)) = (&certificate.planned, group) else { continue };
        priced.taken(*group, planned_cost(planned, input.shared_volume(&certificate.scheme))?)?;
    }
    for part in &lowered.planned_parts {
        let Some((certificate, planned)) = part.certificate(input.model) else { continue };
        priced.taken(part.group, planned_cost(planned, input.shared_volume(&certificate.scheme))?)?;
    }
    Whole::reduced(priced.list, &priced.denominators, priced.common)
}

/// Numerators so far, and what they are over.
struct Priced {
    list: Vec<(GroupId, Vec<i128>)>,
    denominators: Vec<i128>,
    common: i128,
}

impl Priced {
    /// Notes a fraction's denominator and gives back its numerator.
    fn keep(&mut self, (above, below): (i128, i128)) -> Option<i128> {
        if self.denominators.last() != Some(&below) && quotient(self.common, below) * below != self.common {
            self.common = self.common.checked_mul(below / self.common.gcd(&below)).filter(|common| *common <= MOST)?;
        }
        self.denominators.push(below);
        Some(above)
    }

    /// A two-valued group that costs something when it is taken.
    fn taken(&mut self, group: GroupId, each: Number) -> Option<()> {
        let fraction = each.narrow_fraction()?;
        let mut weights = Vec::with_capacity(2);
        for value in 0..2 {
            weights.push(self.keep(if value == TAKEN { fraction } else { (0, 1) })?);
        }
        self.list.push((group, weights));
        Some(())
    }
}

/// The goods of a line and the duties on them.
fn with_duty(
    input: &MarketInput<'_>,
    duties: &[&Duty],
    component: &Component,
    (above, below): (i128, i128),
) -> Option<(i128, i128)> {
    let levied = duties.iter().filter(|duty| is_levied(input.model, duty, component));
    let percent = levied.into_iter().try_fold(Number::ZERO, |sum, duty| sum.checked_add(duty.percent))?;
    if percent.is_zero() {
        return Some((above, below));
    }
    let (up, down) = percent.narrow_fraction()?;
    let whole = down.checked_mul(100)?;
    Some((above.checked_mul(whole.checked_add(up)?)?, below.checked_mul(whole)?))
}

/// Costs in 128 bits by group, and what a unit of each level counts in them.
pub(super) struct Combined {
    pub costs: BTreeMap<GroupId, Vec<i128>>,
    pub factors: Vec<Factor>,
}

/// One cost a value that orders as the levels one after the other do; `None` where 128 bits, with room for the search, do
/// not hold it. No group occurs twice in a level.
pub(super) fn combined(levels: &[Whole]) -> Option<Combined> {
    const ROOM: u32 = 100;
    let mut costs: BTreeMap<GroupId, Vec<i128>> = BTreeMap::new();
    let mut factors = Vec::with_capacity(levels.len());
    let mut step: i128 = 1;
    for level in levels.iter().rev() {
        factors.push(Factor { scale: level.scale, step });
        for (group, weights) in &level.list {
            let sums = costs.entry(*group).or_insert_with(|| vec![0; weights.len()]);
            for (sum, weight) in sums.iter_mut().zip(weights) {
                *sum = sum.checked_add(weight.checked_mul(step)?)?;
            }
        }
        step = step.checked_mul(level.span()?.checked_add(1)?)?;
    }
    factors.reverse();
    let most = |costs: &Vec<i128>| costs.iter().map(|cost| cost.unsigned_abs()).max().unwrap_or(0);
    let magnitude = costs.values().try_fold(0_u128, |sum, costs| sum.checked_add(most(costs)))?;
    (magnitude >> ROOM == 0).then_some(Combined { costs, factors })
}
