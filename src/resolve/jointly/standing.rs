//! A portfolio that stands, with few lines outside the core but without proof that there are no fewer: what can be said
//! of the best one where the work limit is reached.
//!
//! The markets choose one after the other. Each takes what leads to the fewest lines as far as the markets before it have
//! decided: the first one picks what all could take, the next ones hold on to it where they can.

use super::joint::{Joint, whole};
use super::member::Member;
use super::seat::{self, Seat};
use super::{Alike, Search, Stop};
use crate::engine::{Assignment, GroupId, Optimiser, Work};
use crate::kernel::{SlotGroup, Weights, combined};
use crate::model::{ComponentId, SlotId};
use crate::number::Number;
use std::collections::BTreeMap;

/// A portfolio that stands.
pub(super) struct Standing {
    /// Its lines outside the core.
    pub regional: i128,
    /// By member, the values of its groups.
    values: Vec<Assignment>,
}

impl Standing {
    /// What a market pays of its first level.
    pub fn paid(&self, at: usize, member: &Member) -> Option<Number> {
        let values = self.values.get(at)?;
        member.paid(|group| Some(values[group]))
    }
}

/// What has become of the chance that a slot is filled alike everywhere.
#[derive(Clone, Copy)]
enum Chance {
    /// Nobody has chosen yet.
    Open,
    /// So far all hold this.
    Held(Option<ComponentId>),
    Gone,
}

/// One attempt from each start, which says what slots are to hold alike; an empty one leaves that to the markets. So many
/// of the markets' levels count behind the lines. An attempt that the limit ends is left out.
pub(super) fn attempts<'a>(
    search: &Search<'_>,
    starts: impl IntoIterator<Item = &'a Alike>,
    levels: usize,
    (optimiser, work): (&mut Optimiser, &mut Work),
) -> Vec<Standing> {
    let starts = starts.into_iter();
    starts.filter_map(|start| one_by_one(search, start, levels, (optimiser, work)).ok()).collect()
}

/// How many slots are tried as the next one that is filled alike.
const STEPS: usize = 8;

/// What a solution holds alike and one slot more: the slots in which that costs least by the price of the parts alone.
pub(super) fn steps_from(search: &Search<'_>, joint: &Joint<'_>, values: &Assignment) -> Vec<Alike> {
    let choices: Vec<BTreeMap<GroupId, u32>> =
        (0..search.members.len()).map(|member| joint.choice(member, values).into_iter().collect()).collect();
    let mut alike = Alike::new();
    let mut steps: Vec<(Number, SlotId, ComponentId)> = Vec::new();
    for seat in &search.seats {
        let held = |(member, taken): (&&Member, &BTreeMap<GroupId, u32>)| {
            let group = member.slot(seat.slot)?;
            group.component(*taken.get(&group.group)?)
        };
        let mut held = search.members.iter().zip(&choices).map(held);
        let first = held.next().flatten();
        if first.is_some() && held.all(|other| other == first) {
            alike.insert(seat.slot, first);
        } else {
            let priced = |part: &ComponentId| Some((dearer(search, seat.slot, *part)?, seat.slot, *part));
            steps.extend(seat.common.iter().flatten().filter_map(priced));
        }
    }
    steps.sort_by_key(|step| step.0);
    let step = |(_, slot, part): (Number, SlotId, ComponentId)| {
        let mut more = alike.clone();
        more.insert(slot, Some(part));
        more
    };
    steps.into_iter().take(STEPS).map(step).collect()
}

/// What a part in a slot everywhere costs more than the cheapest that each market could take there.
fn dearer(search: &Search<'_>, slot: SlotId, part: ComponentId) -> Option<Number> {
    let more = |sum: Number, member: &&Member| {
        let group = member.slot(slot)?;
        let (_, weights) = member.levels.first()?.iter().find(|(id, _)| *id == group.group)?;
        let paid = *weights.get(seat::value(member, group, Some(part))? as usize)?;
        sum.checked_add(paid.checked_sub(member.least(group.group, weights))?)
    };
    search.members.iter().try_fold(Number::ZERO, more)
}

fn one_by_one(
    search: &Search<'_>,
    wanted: &Alike,
    levels: usize,
    (optimiser, work): (&mut Optimiser, &mut Work),
) -> Result<Standing, Stop> {
    let first = |seat: &Seat| match wanted.get(&seat.slot) {
        Some(alike) => Chance::Held(*alike),
        None if wanted.is_empty() && seat.common.iter().any(Option::is_some) => Chance::Open,
        None => Chance::Gone,
    };
    let mut chances: BTreeMap<SlotId, Chance> = search.seats.iter().map(|seat| (seat.slot, first(seat))).collect();
    let mut values = Vec::with_capacity(search.members.len());
    for member in search.members {
        let mut problem = member.lowered.problem.clone();
        let lines = member.lowered.slots.iter().map(|group| lines(search, group, &chances));
        let lines: Weights = lines.collect();
        let weights: Vec<Weights> = std::iter::once(lines).chain(member.levels.iter().take(levels).cloned()).collect();
        for (group, costs) in combined(&weights)? {
            (0..).zip(costs).for_each(|(value, cost)| problem.set_cost(group, value, cost));
        }
        let best = optimiser.optimum(&problem, work)?.ok_or(Stop::Limit(None))?;
        for group in &member.lowered.slots {
            let taken = group.component(best.values[group.group]);
            if let (Some(chance), Some(seat)) = (chances.get_mut(&group.slot), find_seat(search, group.slot)) {
                *chance = chance.after(taken, seat);
            }
        }
        values.push(best.values);
    }
    let regional = search.seats.iter().map(|seat| outside(search.members, seat.slot, &values)).sum();
    Ok(Standing { regional, values })
}

fn find_seat<'a>(search: &'a Search<'_>, slot: SlotId) -> Option<&'a Seat> {
    let at = search.seats.binary_search_by_key(&slot, |seat| seat.slot).ok()?;
    search.seats.get(at)
}

impl Chance {
    /// What is left of it once a market has chosen.
    fn after(self, taken: Option<ComponentId>, seat: &Seat) -> Self {
        match self {
            Self::Open if taken.is_some() && seat.common.contains(&taken) => Self::Held(taken),
            Self::Held(held) if held == taken => self,
            _ => Self::Gone,
        }
    }
}

/// How many lines more each value of a slot leads to.
fn lines(search: &Search<'_>, group: &SlotGroup, chances: &BTreeMap<SlotId, Chance>) -> (GroupId, Vec<Number>) {
    let chance = chances.get(&group.slot).copied().unwrap_or(Chance::Gone);
    let seat = find_seat(search, group.slot);
    let all = search.members.len();
    let lines = |taken: Option<ComponentId>| match chance {
        Chance::Open if taken.is_none() => seat.map_or(0, |seat| seat.filled),
        Chance::Open if seat.is_some_and(|seat| seat.common.contains(&taken)) => 0,
        Chance::Held(held) if held == taken => 0,
        Chance::Open | Chance::Held(Some(_)) => all - usize::from(taken.is_none()),
        Chance::Held(None) | Chance::Gone => usize::from(taken.is_some()),
    };
    let each = (0..group.size()).map(|value| Number::from(lines(group.component(value)) as u64));
    (group.group, each.collect())
}

/// The lines that a slot has outside the core.
fn outside(members: &[&Member], slot: SlotId, values: &[Assignment]) -> i128 {
    let filling = |(member, values): (&&Member, &Assignment)| {
        let group = member.slot(slot)?;
        Some((group.component(values[group.group])?, group.quantity))
    };
    let fillings: Vec<_> = members.iter().zip(values).map(filling).collect();
    let is_alike = fillings.first().is_some_and(|first| fillings.iter().all(|one| one == first));
    if is_alike { 0 } else { whole(fillings.iter().flatten().count()) }
}
