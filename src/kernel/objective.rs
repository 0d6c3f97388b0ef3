//! Objectives as one whole number a value: a lexicographic order fits into one sum when each step outweighs all after it.

use super::cost::{MarketDay, line_cost, planned_cost};
use super::formula::attribute_of;
use super::groups::{Lowered, MarketInput, SlotPlace, Spot, TAKEN};
use super::variants::preference;
use crate::engine::{Costs, GroupId, Label, Values};
use crate::keyed_vec::KeyedVec;
use crate::model::{ComponentId, Objective, SlotId};
use crate::number::Number;
use num_bigint::BigInt;
use num_integer::Integer;
use std::collections::BTreeMap;

/// Amounts that not even exact numbers hold: thousands of digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("amounts are too large or too fine for exact sums")]
pub(crate) struct TooLarge;

/// One objective's exact value for each value of some groups.
pub(crate) type Weights = Vec<(GroupId, Vec<Number>)>;

/// Slots as the lock has them: slot → component, `None` where it was empty.
pub(crate) type Before = BTreeMap<SlotId, Option<ComponentId>>;

/// Sets the costs of the problem to the objectives in their order, after the preference for a variant; what a unit of each
/// of them counts. `regional` concerns all markets together, so it counts nothing here.
pub(crate) fn set_costs(
    input: &MarketInput<'_>,
    lowered: &mut Lowered,
    objectives: &[Objective],
    before: &Before,
) -> Result<Vec<Factor>, TooLarge> {
    let preferred = preference(input, lowered).map(|differs| vec![(differs, vec![Number::ZERO, Number::ONE])]);
    let mut ranked: Vec<Weights> = preferred.into_iter().collect();
    ranked.extend(levels(input, lowered, objectives, before)?);
    lowered.problem.set_costs(combined(&ranked));
    // Without factors the numbers are past 128 bits, and nobody states them.
    Ok(factors(&ranked).unwrap_or_default())
}

/// The objectives one by one, without `regional`; the helpers that they count with become part of the problem.
pub(crate) fn levels(
    input: &MarketInput<'_>,
    lowered: &mut Lowered,
    objectives: &[Objective],
    before: &Before,
) -> Result<Vec<Weights>, TooLarge> {
    if lowered.is_too_large {
        return Err(TooLarge);
    }
    let mut levels = Vec::new();
    for objective in objectives {
        levels.push(match objective {
            Objective::Cost => cost(input, lowered)?,
            Objective::Parts => parts(lowered),
            Objective::LeadTime => lead_time(input, lowered),
            Objective::Changes => changes(lowered, before),
            Objective::Sum(attribute) => sum(input, lowered, attribute)?,
            Objective::Regional => continue,
        });
    }
    Ok(levels)
}

/// One cost a value that orders as the levels one after the other do: a unit of a level outweighs all levels after it.
/// No group occurs twice in a level.
pub(crate) fn combined(levels: &[Weights]) -> Costs {
    narrow_combined(levels).map_or_else(|| Costs::Wide(wide_combined(levels)), Costs::Narrow)
}

/// The same in 128 bits, with room for the search; `None` where they do not hold it.
fn narrow_combined(levels: &[Weights]) -> Option<BTreeMap<GroupId, Vec<i128>>> {
    const ROOM: u32 = 100;
    let mut total: BTreeMap<GroupId, Vec<i128>> = BTreeMap::new();
    let mut factor: i128 = 1;
    for level in levels.iter().rev() {
        let mut span: i128 = 0;
        for (group, weights) in whole(level, scale_of([level]).ok()?).ok()? {
            let (least, most) =
                (weights.iter().min().copied().unwrap_or(0), weights.iter().max().copied().unwrap_or(0));
            span = span.checked_add(most.checked_sub(least)?)?;
            let sums = total.entry(group).or_insert_with(|| vec![0; weights.len()]);
            for (sum, weight) in sums.iter_mut().zip(weights) {
                *sum = sum.checked_add(weight.checked_mul(factor)?)?;
            }
        }
        factor = factor.checked_mul(span.checked_add(1)?)?;
    }
    let most = |costs: &Vec<i128>| costs.iter().map(|cost| cost.unsigned_abs()).max().unwrap_or(0);
    let magnitude = total.values().try_fold(0_u128, |sum, costs| sum.checked_add(most(costs)))?;
    (magnitude >> ROOM == 0).then_some(total)
}

/// What a unit of a level counts in the combined costs: `scale` makes its weights whole, and a whole one counts `step`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Factor {
    pub scale: i128,
    pub step: i128,
}

/// The factor of each level.
pub(crate) fn factors(levels: &[Weights]) -> Result<Vec<Factor>, TooLarge> {
    let mut factors = Vec::with_capacity(levels.len());
    let mut step: i128 = 1;
    for level in levels.iter().rev() {
        let scale = scale_of([level])?;
        factors.push(Factor { scale, step });
        let mut span: i128 = 0;
        for (_, weights) in whole(level, scale)? {
            let (least, most) =
                (weights.iter().min().copied().unwrap_or(0), weights.iter().max().copied().unwrap_or(0));
            span = span.checked_add(most.checked_sub(least).ok_or(TooLarge)?).ok_or(TooLarge)?;
        }
        step = step.checked_mul(span.checked_add(1).ok_or(TooLarge)?).ok_or(TooLarge)?;
    }
    factors.reverse();
    Ok(factors)
}

/// The same in numbers of any size.
fn wide_combined(levels: &[Weights]) -> BTreeMap<GroupId, Vec<BigInt>> {
    let mut total: BTreeMap<GroupId, Vec<BigInt>> = BTreeMap::new();
    let mut factor = BigInt::from(1_u8);
    for level in levels.iter().rev() {
        let weights = level.iter().flat_map(|(_, list)| list);
        let scale = weights.fold(BigInt::from(1_u8), |scale, weight| scale.lcm(&weight.fraction().1));
        let mut span = BigInt::ZERO;
        for (group, list) in level {
            let scaled = list.iter().map(|weight| weight.fraction()).map(|(above, below)| above * (&scale / below));
            let scaled: Vec<BigInt> = scaled.collect();
            let sums = total.entry(*group).or_insert_with(|| vec![BigInt::ZERO; scaled.len()]);
            for (sum, weight) in sums.iter_mut().zip(&scaled) {
                *sum += weight * &factor;
            }
            span += scaled.iter().max().zip(scaled.iter().min()).map_or(BigInt::ZERO, |(most, least)| most - least);
        }
        factor *= span + 1;
    }
    total
}

/// The least number that makes each of these weights whole, in 128 bits.
pub(crate) fn scale_of<'a>(weights: impl IntoIterator<Item = &'a Weights>) -> Result<i128, TooLarge> {
    let mut each = weights.into_iter().flatten().flat_map(|(_, list)| list);
    each.try_fold(1, |scale: i128, weight| {
        let (_, below) = weight.narrow_fraction().ok_or(TooLarge)?;
        if scale % below == 0 { Ok(scale) } else { scale.checked_mul(below / scale.gcd(&below)).ok_or(TooLarge) }
    })
}

/// The weights times a number that makes them whole.
pub(crate) fn whole(weights: &Weights, scale: i128) -> Result<Vec<(GroupId, Vec<i128>)>, TooLarge> {
    let scaled = |weight: &Number| {
        let (above, below) = weight.narrow_fraction().ok_or(TooLarge)?;
        above.checked_mul(scale / below).ok_or(TooLarge)
    };
    weights.iter().map(|(group, list)| Ok((*group, list.iter().map(scaled).collect::<Result<_, _>>()?))).collect()
}

/// What each candidate and each planned certificate costs in one product, exact.
pub(crate) fn cost(input: &MarketInput<'_>, lowered: &Lowered) -> Result<Weights, TooLarge> {
    if lowered.is_too_large {
        return Err(TooLarge);
    }
    let mut weights: Weights = Vec::new();
    for slot in &lowered.slots {
        let mut list = vec![Number::ZERO];
        for id in &slot.candidates {
            let component = &input.model.components[*id];
            let at = MarketDay { market: input.market, day: input.day };
            let line = line_cost(input.model, input.view, at, component, slot.quantity);
            list.push(line.ok_or(TooLarge)?.total);
        }
        weights.push((slot.group, list));
    }
    for (certificate, group) in input.view.certificates.iter().zip(&lowered.planned) {
        let (Some(planned), Some(group)) = (&certificate.planned, group) else { continue };
        let volume = input.shared_volume(&certificate.scheme);
        let each = planned_cost(planned, volume).ok_or(TooLarge)?;
        weights.push((*group, taken(each)));
    }
    for part in &lowered.planned_parts {
        let Some((certificate, planned)) = part.certificate(input.model) else { continue };
        let each = planned_cost(planned, input.shared_volume(&certificate.scheme)).ok_or(TooLarge)?;
        weights.push((part.group, taken(each)));
    }
    Ok(weights)
}

/// The weights of a two-valued group that count when it is taken.
fn taken(weight: Number) -> Vec<Number> {
    if TAKEN == 0 { vec![weight, Number::ZERO] } else { vec![Number::ZERO, weight] }
}

/// Distinct component versions: a component of one slot counts there, one of several slots through a helper.
fn parts(lowered: &mut Lowered) -> Weights {
    let mut places: BTreeMap<ComponentId, Vec<Spot>> = BTreeMap::new();
    for (place, slot) in lowered.slots.entries() {
        for (value, id) in (1..).zip(&slot.candidates) {
            places.entry(*id).or_default().push(Spot { place, value });
        }
    }
    let mut list: KeyedVec<SlotPlace, Vec<Number>> =
        lowered.slots.iter().map(|slot| vec![Number::ZERO; slot.candidates.len() + 1]).collect();
    let mut weights: Weights = Vec::new();
    for spots in places.values() {
        if let [only] = spots.as_slice() {
            list[only.place][only.value as usize] = Number::ONE;
            continue;
        }
        let used = lowered.problem.add_group(2);
        for spot in spots {
            let slot = &lowered.slots[spot.place];
            let other = Values::single(spot.value).complement(slot.size());
            lowered.problem.add_clause(Label::STRUCTURE, vec![(slot.group, other), (used, Values::single(1))]);
        }
        weights.push((used, vec![Number::ZERO, Number::ONE]));
    }
    weights.extend(lowered.slots.iter().map(|slot| slot.group).zip(list));
    weights
}

/// The lead time of one value of a group of this size.
struct Wait {
    group: GroupId,
    size: u32,
    value: u32,
    weeks: Number,
}

/// The longest lead time: a helper that is at least every selected one.
fn lead_time(input: &MarketInput<'_>, lowered: &mut Lowered) -> Weights {
    let mut waits: Vec<Wait> = Vec::new();
    for slot in &lowered.slots {
        for (value, id) in (1..).zip(&slot.candidates) {
            let weeks = input.model.components[*id].lead_weeks;
            waits.extend(weeks.map(|weeks| Wait { group: slot.group, size: slot.size(), value, weeks }));
        }
    }
    for (certificate, group) in input.view.certificates.iter().zip(&lowered.planned) {
        let weeks = certificate.planned.as_ref().and_then(|planned| planned.weeks);
        waits.extend(group.zip(weeks).map(|(group, weeks)| Wait { group, size: 2, value: TAKEN, weeks }));
    }
    for part in &lowered.planned_parts {
        let weeks = part.certificate(input.model).and_then(|(_, planned)| planned.weeks);
        waits.extend(weeks.map(|weeks| Wait { group: part.group, size: 2, value: TAKEN, weeks }));
    }
    let mut steps: Vec<Number> = waits.iter().map(|wait| wait.weeks).collect();
    steps.push(Number::ZERO);
    steps.sort();
    steps.dedup();
    let size = u32::try_from(steps.len()).unwrap_or(u32::MAX);
    let longest = lowered.problem.add_group(size);
    for wait in waits {
        let reaching = (0..).zip(&steps).filter(|(_, step)| **step >= wait.weeks).map(|(at, _)| at);
        let literals =
            vec![(wait.group, Values::single(wait.value).complement(wait.size)), (longest, reaching.collect())];
        lowered.problem.add_clause(Label::STRUCTURE, literals);
    }
    vec![(longest, steps)]
}

fn changes(lowered: &Lowered, before: &Before) -> Weights {
    // A market that the lock does not hold has nothing to keep, and an empty slot is not closer to it than a filled one.
    let is_new = before.is_empty();
    let weight = |changed: bool| if changed && !is_new { Number::ONE } else { Number::ZERO };
    let mut weights: Weights = Vec::new();
    for slot in &lowered.slots {
        let held = before.get(&slot.slot).copied().flatten();
        let list = (0..slot.size()).map(|value| weight(slot.component(value) != held));
        weights.push((slot.group, list.collect()));
    }
    weights
}

fn sum(input: &MarketInput<'_>, lowered: &Lowered, attribute: &str) -> Result<Weights, TooLarge> {
    let mut weights: Weights = Vec::new();
    for slot in &lowered.slots {
        let quantity = Number::from(slot.quantity);
        let mut list = vec![Number::ZERO];
        for id in &slot.candidates {
            let each = attribute_of(&input.model.components[*id], attribute);
            list.push(each.checked_mul(quantity).ok_or(TooLarge)?);
        }
        weights.push((slot.group, list));
    }
    Ok(weights)
}
