//! A portfolio that stands, with few lines outside the core but without proof that there are no fewer: what can be said
//! of the best one where the work limit is reached.
//!
//! The markets choose one after the other. Each takes what leads to the fewest lines as far as the markets before it have
//! decided: the first one picks what all could take, the next ones hold on to it where they can.

use super::member::Member;
use super::seat::Seat;
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
        member.paid(|group| values.get(group.0 as usize).copied())
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

/// Up to two attempts: from what the search wanted last, and from nothing. So many of the markets' levels count behind
/// the lines. An attempt that the limit ends is left out.
pub(super) fn attempts(
    search: &Search<'_>,
    levels: usize,
    optimiser: &mut Optimiser,
    work: &mut Work,
) -> Vec<Standing> {
    let starts = [&search.wanted, &Alike::new()];
    let starts = starts.into_iter().take(if search.wanted.is_empty() { 1 } else { 2 });
    starts.filter_map(|wanted| one_by_one(search, wanted, levels, (optimiser, work)).ok()).collect()
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
            let taken = best.values.get(group.group.0 as usize).and_then(|value| group.component(*value));
            if let (Some(chance), Some(seat)) = (chances.get_mut(&group.slot), seat(search, group.slot)) {
                *chance = chance.after(taken, seat);
            }
        }
        values.push(best.values);
    }
    let regional = search.seats.iter().map(|seat| outside(search.members, seat.slot, &values)).sum();
    Ok(Standing { regional, values })
}

fn seat<'a>(search: &'a Search<'_>, slot: SlotId) -> Option<&'a Seat> {
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
    let seat = seat(search, group.slot);
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
        Some((group.component(*values.get(group.group.0 as usize)?)?, group.quantity))
    };
    let fillings: Vec<_> = members.iter().zip(values).map(filling).collect();
    let is_alike = fillings.first().is_some_and(|first| fillings.iter().all(|one| one == first));
    if is_alike { 0 } else { super::joint::whole(fillings.iter().flatten().count()) }
}
