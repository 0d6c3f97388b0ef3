//! How plans compare: objective by objective, then by the preferences of market after market.

use super::market::{Built, Level};
use crate::engine::{Assignment, GroupId};
use crate::kernel::TAKEN;
use crate::number::Number;
use crate::trade::Way;

/// What a plan is compared by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct PlanKey {
    /// Each objective in order: `cost` once, over all markets; the others market by market.
    pub objectives: Vec<Number>,
    /// The preferences of the markets in order.
    pub preferences: Vec<Preference>,
}

/// What a market prefers once all objectives are equal: earlier candidates, values, carriers, parts, offers, sites, licences.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Preference {
    choices: Vec<u32>,
    carriers: (usize, Vec<u32>),
    planned: (usize, Vec<u32>),
    parts: Vec<u32>,
    offers: Vec<u32>,
    sites: Vec<u32>,
    licenses: Vec<u32>,
}

impl Preference {
    /// That of one market's answer.
    pub fn of(built: &Built<'_>, values: &Assignment) -> Self {
        let lowered = &built.lowered;
        let groups = lowered.slots.iter().map(|slot| slot.group).chain(lowered.options.iter().copied());
        let taken = |groups: &mut dyn Iterator<Item = GroupId>| {
            let values: Vec<u32> = groups.map(|group| values[group]).collect();
            (values.iter().filter(|value| **value == TAKEN).count(), values)
        };
        let parts = lowered.planned_parts.iter().map(|part| part.group);
        let ways: Vec<Option<Way>> = lowered
            .slots
            .iter()
            .map(|slot| Some(lowered.supplies.taken(slot.component(values[slot.group])?, values)))
            .collect();
        let each = |number: &dyn Fn(&Way) -> u32| ways.iter().map(|way| way.as_ref().map_or(0, number)).collect();
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX).saturating_add(1);
        Self {
            choices: groups.map(|group| values[group]).collect(),
            carriers: taken(&mut lowered.carriers.iter().flatten().copied()),
            planned: taken(&mut lowered.planned.iter().flatten().copied().chain(parts)),
            parts: each(&|way| way.part.saturating_add(1)),
            offers: each(&|way| way.offer.map_or(0, |offer| count(crate::keyed_vec::Key::index(offer)))),
            sites: built.place_of_sites.clone(),
            licenses: each(&|way| way.license.map_or(0, |license| license.saturating_add(1))),
        }
    }
}

/// The objectives of all markets in the order in which they count.
pub(super) fn objectives(levels: &[Level], of_market: &[Vec<Number>], volumes: &[Number]) -> Option<Vec<Number>> {
    let mut list = Vec::new();
    for (at, level) in levels.iter().enumerate() {
        let mut each = of_market.iter().map(|values| values.get(at).copied().unwrap_or(Number::ZERO));
        match level {
            Level::Cost => {
                let mut sum = Number::ZERO;
                for (cost, volume) in each.zip(volumes) {
                    sum = sum.checked_add(cost.checked_mul(*volume)?)?;
                }
                list.push(sum);
            }
            Level::Exact(_) => list.extend(&mut each),
        }
    }
    Some(list)
}
