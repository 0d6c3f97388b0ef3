//! Objectives as one whole number a value: a lexicographic order fits into one sum when each step outweighs all after it.

use super::exact_cost::cost;
use super::formula::attribute_of;
use super::groups::{Lowered, MarketInput, SlotPlace, Spot, TAKEN};
use super::variants::preference;
use super::weights::{Factor, TooLarge, Weights, scale_of, whole};
use super::whole_costs::{self, Whole};
use crate::engine::{Costs, GroupId, Label, Values};
use crate::keyed_vec::KeyedVec;
use crate::model::{ComponentId, Objective, SlotId};
use crate::number::Number;
use num_bigint::BigInt;
use num_integer::Integer;
use std::collections::BTreeMap;

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
    if lowered.is_too_large {
        return Err(TooLarge);
    }
    let mut ranked: Vec<Level> = preferred.into_iter().map(Level::Exact).collect();
    for objective in objectives {
        ranked.extend(match objective {
            Objective::Cost => Some(Level::Cost),
            other @ (Objective::Regional
            | Objective::Parts
            | Objective::LeadTime
            | Objective::Changes
            | Objective::Sum(_)) => level(input, lowered, other, before)?.map(Level::Exact),
        });
    }
    let in_words = |level: &Level| match level {
        Level::Cost => whole_costs::cost(input, lowered),
        Level::Exact(weights) => Whole::of(weights),
    };
    let narrow: Option<Vec<Whole>> = ranked.iter().map(in_words).collect();
    if let Some(found) = narrow.and_then(|levels| whole_costs::combined(&levels)) {
        lowered.problem.set_costs(Costs::Narrow(found.costs));
        return Ok(found.factors);
    }
    let exact = |level: Level| match level {
        Level::Cost => cost(input, lowered),
        Level::Exact(weights) => Ok(weights),
    };
    let ranked: Vec<Weights> = ranked.into_iter().map(exact).collect::<Result<_, _>>()?;
    lowered.problem.set_costs(combined(&ranked));
    // Without factors the numbers are past 128 bits, and nobody states them.
    Ok(factors(&ranked).unwrap_or_default())
}

/// What is minimised at one step.
enum Level {
    /// What an answer costs: priced in whole numbers, exactly only where these do not hold it.
    Cost,
    /// Weights that are known.
    Exact(Weights),
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
        levels.extend(level(input, lowered, objective, before)?);
    }
    Ok(levels)
}

/// One objective; `None` for `regional`.
fn level(
    input: &MarketInput<'_>,
    lowered: &mut Lowered,
    objective: &Objective,
    before: &Before,
) -> Result<Option<Weights>, TooLarge> {
    Ok(Some(match objective {
        Objective::Cost => cost(input, lowered)?,
        Objective::Parts => parts(lowered),
        Objective::LeadTime => lead_time(input, lowered),
        Objective::Changes => changes(lowered, before),
        Objective::Sum(attribute) => sum(input, lowered, attribute)?,
        Objective::Regional => return Ok(None),
    }))
}

/// One cost a value that orders as the levels one after the other do: a unit of a level outweighs all levels after it.
/// No group occurs twice in a level.
pub(crate) fn combined(levels: &[Weights]) -> Costs {
    narrow_combined(levels).map_or_else(|| Costs::Wide(wide_combined(levels)), Costs::Narrow)
}

/// The same in 128 bits, with room for the search; `None` where they do not hold it.
fn narrow_combined(levels: &[Weights]) -> Option<BTreeMap<GroupId, Vec<i128>>> {
    let levels: Option<Vec<Whole>> = levels.iter().map(Whole::of).collect();
    Some(whole_costs::combined(&levels?)?.costs)
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
    for (place, slot) in lowered.slots.entries() {
        for (value, id) in (1..).zip(&slot.candidates) {
            match lowered.supplies.of_line(Spot { place, value }, *id) {
                Some((group, ways)) => {
                    let size = lowered.problem.size(group);
                    for (value, way) in (1..).zip(ways) {
                        let weeks = input.weeks(slot, *id, way);
                        waits.extend(weeks.map(|weeks| Wait { group, size, value, weeks }));
                    }
                }
                None => {
                    let weeks = input.weeks(slot, *id, &lowered.supplies.only(*id));
                    waits.extend(weeks.map(|weeks| Wait { group: slot.group, size: slot.size(), value, weeks }));
                }
            }
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
