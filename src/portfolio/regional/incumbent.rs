//! A valid portfolio with few lines outside the core, without proof that there are no fewer: the best known one when the
//! step limit is reached.
//!
//! The markets choose one after the other. Each takes what leads to the fewest lines given what the markets before it
//! took: the first one picks what all could take, the next ones keep it where they can.

use super::market::{Market, Stop};
use super::relaxation::{Agreed, Relaxation, whole};
use super::search::Search;
use super::shared_slot::{self, SharedSlot};
use crate::engine::{Assignment, GroupId, Optimiser, Work};
use crate::kernel::{SlotGroup, Weights, combined};
use crate::model::{ComponentId, SlotId};
use crate::number::Number;
use std::collections::BTreeMap;

/// A valid portfolio, not proved to be the best.
pub(super) struct Incumbent {
    /// Its lines outside the core.
    pub regional: i128,
    /// By market, the values of its groups.
    values: Vec<Assignment>,
}

impl Incumbent {
    /// What a market pays of its first level.
    pub fn paid(&self, at: usize, market: &Market) -> Option<Number> {
        let values = self.values.get(at)?;
        market.paid(|group| Some(values[group]))
    }
}

/// Whether a slot can still be filled alike everywhere.
#[derive(Clone, Copy)]
enum Agreement {
    /// No market has chosen yet.
    Open,
    /// So far all markets hold this.
    Held(Option<ComponentId>),
    /// Two markets differ.
    Lost,
}

/// One attempt from each start, which lists what slots should hold alike; an empty one leaves that to the markets. The
/// first `levels` of the markets' levels count after the lines. An attempt that reaches the limit is left out.
pub(super) fn attempts<'a>(
    search: &Search<'_>,
    starts: impl IntoIterator<Item = &'a Agreed>,
    levels: usize,
    optimiser: &mut Optimiser,
    work: &mut Work,
) -> Vec<Incumbent> {
    let starts = starts.into_iter();
    starts.filter_map(|start| market_by_market(search, start, levels, optimiser, work).ok()).collect()
}

/// Most starts from one solution.
const STARTS: usize = 8;

/// What a solution fills alike with one slot added: the slots in which that costs least, by the prices of the parts alone.
pub(super) fn next_starts(search: &Search<'_>, relaxation: &Relaxation<'_>, values: &Assignment) -> Vec<Agreed> {
    let choices: Vec<BTreeMap<GroupId, u32>> =
        (0..search.markets.len()).map(|market| relaxation.choice(market, values).into_iter().collect()).collect();
    let mut alike = Agreed::new();
    let mut steps: Vec<(Number, SlotId, ComponentId)> = Vec::new();
    for shared_slot in &search.shared_slots {
        let held = |(market, taken): (&&Market, &BTreeMap<GroupId, u32>)| {
            let group = market.slot(shared_slot.slot)?;
            group.component(*taken.get(&group.group)?)
        };
        let mut held = search.markets.iter().zip(&choices).map(held);
        let first = held.next().flatten();
        if first.is_some() && held.all(|other| other == first) {
            alike.insert(shared_slot.slot, first);
        } else {
            let priced =
                |part: &ComponentId| Some((extra_cost(search, shared_slot.slot, *part)?, shared_slot.slot, *part));
            steps.extend(shared_slot.common.iter().flatten().filter_map(priced));
        }
    }
    steps.sort_by_key(|step| step.0);
    let step = |(_, slot, part): (Number, SlotId, ComponentId)| {
        let mut more = alike.clone();
        more.insert(slot, Some(part));
        more
    };
    steps.into_iter().take(STARTS).map(step).collect()
}

/// What a part in a slot of every market costs more than the cheapest part that each market could take.
fn extra_cost(search: &Search<'_>, slot: SlotId, part: ComponentId) -> Option<Number> {
    let more = |sum: Number, market: &&Market| {
        let group = market.slot(slot)?;
        let (_, weights) = market.levels.first()?.iter().find(|(id, _)| *id == group.group)?;
        let paid = *weights.get(shared_slot::value(market, group, Some(part))? as usize)?;
        sum.checked_add(paid.checked_sub(market.least(group.group, weights))?)
    };
    search.markets.iter().try_fold(Number::ZERO, more)
}

fn market_by_market(
    search: &Search<'_>,
    wanted: &Agreed,
    levels: usize,
    optimiser: &mut Optimiser,
    work: &mut Work,
) -> Result<Incumbent, Stop> {
    let first = |shared_slot: &SharedSlot| match wanted.get(&shared_slot.slot) {
        Some(alike) => Agreement::Held(*alike),
        None if wanted.is_empty() && shared_slot.common.iter().any(Option::is_some) => Agreement::Open,
        None => Agreement::Lost,
    };
    let mut agreements: BTreeMap<SlotId, Agreement> =
        search.shared_slots.iter().map(|shared_slot| (shared_slot.slot, first(shared_slot))).collect();
    let mut values = Vec::with_capacity(search.markets.len());
    for market in search.markets {
        let mut problem = market.lowered.problem.clone();
        let lines = market.lowered.slots.iter().map(|group| lines(search, group, &agreements));
        let lines: Weights = lines.collect();
        let weights: Vec<Weights> = std::iter::once(lines).chain(market.levels.iter().take(levels).cloned()).collect();
        problem.set_costs(combined(&weights));
        let best = optimiser.optimum(&problem, work)?.ok_or(Stop::Limit(None))?;
        for group in &market.lowered.slots {
            let taken = group.component(best.values[group.group]);
            if let (Some(agreement), Some(shared_slot)) =
                (agreements.get_mut(&group.slot), find_shared_slot(search, group.slot))
            {
                *agreement = agreement.after(taken, shared_slot);
            }
        }
        values.push(best.values);
    }
    let regional =
        search.shared_slots.iter().map(|shared_slot| outside(search.markets, shared_slot.slot, &values)).sum();
    Ok(Incumbent { regional, values })
}

fn find_shared_slot<'a>(search: &'a Search<'_>, slot: SlotId) -> Option<&'a SharedSlot> {
    let at = search.shared_slots.binary_search_by_key(&slot, |shared_slot| shared_slot.slot).ok()?;
    search.shared_slots.get(at)
}

impl Agreement {
    /// What it becomes once a market has chosen.
    fn after(self, taken: Option<ComponentId>, shared_slot: &SharedSlot) -> Self {
        match self {
            Self::Open if taken.is_some() && shared_slot.common.contains(&taken) => Self::Held(taken),
            Self::Held(held) if held == taken => self,
            Self::Open | Self::Held(_) | Self::Lost => Self::Lost,
        }
    }
}

/// How many more lines each value of a slot leads to.
fn lines(search: &Search<'_>, group: &SlotGroup, agreements: &BTreeMap<SlotId, Agreement>) -> (GroupId, Vec<Number>) {
    let agreement = agreements.get(&group.slot).copied().unwrap_or(Agreement::Lost);
    let shared_slot = find_shared_slot(search, group.slot);
    let all = search.markets.len();
    let lines = |taken: Option<ComponentId>| match agreement {
        Agreement::Open if taken.is_none() => shared_slot.map_or(0, |shared_slot| shared_slot.filled),
        Agreement::Open if shared_slot.is_some_and(|shared_slot| shared_slot.common.contains(&taken)) => 0,
        Agreement::Held(held) if held == taken => 0,
        Agreement::Open | Agreement::Held(Some(_)) => all - usize::from(taken.is_none()),
        Agreement::Held(None) | Agreement::Lost => usize::from(taken.is_some()),
    };
    let each = (0..group.size()).map(|value| Number::from(lines(group.component(value)) as u64));
    (group.group, each.collect())
}

/// The lines that a slot has outside the core.
fn outside(markets: &[&Market], slot: SlotId, values: &[Assignment]) -> i128 {
    let filling = |(market, values): (&&Market, &Assignment)| {
        let group = market.slot(slot)?;
        Some((group.component(values[group.group])?, group.quantity))
    };
    let fillings: Vec<_> = markets.iter().zip(values).map(filling).collect();
    let is_alike = fillings.first().is_some_and(|first| fillings.iter().all(|one| one == first));
    if is_alike { 0 } else { whole(fillings.iter().flatten().count()) }
}
