//! Which candidates and option values some valid bill of materials contains.

use super::containing::{Containing, First, Found};
use crate::engine::{Assignment, GroupId, LimitReached, Pick, Work};
use crate::kernel::{Lowered, Probes};
use crate::keyed_vec::Key;
use crate::model::{AreaId, ComponentId, Model, OptionId, SlotId};
use crate::query::Compiled;
use crate::terms::Lifecycle;
use std::collections::{BTreeMap, BTreeSet};

/// What is known of one value.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Known {
    /// A valid bill of materials contains it.
    pub alive: bool,
    /// Some solver call about it ended without an answer.
    pub unproved: bool,
    /// Some market with it has a valid bill of materials: if it is dead, the market is not the cause.
    pub beside_valid: bool,
}

impl Known {
    /// Whether it is proved that no valid bill of materials contains it.
    pub fn is_dead(self) -> bool {
        !self.alive && !self.unproved
    }
}

/// All candidates and option values of all markets.
pub(super) struct Domain {
    /// Slot and candidate; parts at their end of life are left out, as they are not candidates.
    pub candidates: BTreeMap<(SlotId, ComponentId), Known>,
    /// Option and position of the value.
    pub values: BTreeMap<(OptionId, u32), Known>,
    /// The market with a valid bill of materials in which the fewest constraints exclude a candidate; of equal ones the first.
    nearest: BTreeMap<(SlotId, ComponentId), Nearest>,
    /// The markets that have a slot.
    pub markets: BTreeMap<SlotId, BTreeSet<AreaId>>,
    /// Markets with a valid bill of materials at some date.
    solvable: BTreeSet<AreaId>,
    /// The market that was offered last.
    market: Option<AreaId>,
}

impl Domain {
    pub fn of(compiled: &Compiled) -> Self {
        let mut values = BTreeMap::new();
        for (id, option) in compiled.model.options.entries() {
            values.extend((0..).take(option.values.len()).map(|value| ((id, value), Known::default())));
        }
        let (candidates, markets) = (BTreeMap::new(), BTreeMap::new());
        Self { candidates, values, nearest: BTreeMap::new(), markets, solvable: BTreeSet::new(), market: None }
    }

    /// Notes the candidates that a market has.
    pub fn offer(&mut self, compiled: &Compiled, market: AreaId, lowered: &Lowered) {
        self.market = Some(market);
        for slot in &lowered.slots {
            self.markets.entry(slot.slot).or_default().insert(market);
            for id in slot.candidates.iter().filter(|id| may_be_selected(&compiled.model, **id)) {
                self.candidates.entry((slot.slot, *id)).or_default();
            }
        }
        if self.solvable.contains(&market) {
            self.mark(lowered, |known| known.beside_valid = true);
        }
    }

    /// The market with a valid bill of materials in which the fewest constraints exclude a candidate.
    pub fn nearest_market(&self, slot: SlotId, id: ComponentId) -> Option<AreaId> {
        self.nearest.get(&(slot, id)).map(|nearest| nearest.market)
    }

    /// The markets of the solution without a valid bill of materials on any date.
    pub fn lost(&self, compiled: &Compiled) -> Vec<AreaId> {
        let markets = compiled.model.header.markets.iter().map(|market| market.value);
        markets.filter(|market| compiled.markets.contains_key(market) && !self.solvable.contains(market)).collect()
    }

    /// Looks for every value that no bill of materials has contained yet; a valid one, if there is one at all.
    pub fn search(&mut self, lowered: &Lowered, probes: &Probes, work: &mut Work) -> Result<Valid, LimitReached> {
        let mut plain = probes.without(&lowered.problem);
        plain.harden(|_| false);
        let mut solutions = match Containing::first(&plain, work)? {
            First::Solution(solutions) => solutions,
            First::Nothing => return Ok(Valid::Nothing),
            First::Unproved => {
                self.mark(lowered, |known| known.unproved = true);
                return Ok(Valid::Unproved);
            }
        };
        self.note(Solvable::Yes);
        self.mark(lowered, |known| known.beside_valid = true);
        self.note_nearest(lowered);
        let meanings = Meanings::of(lowered);
        self.mark_alive(&meanings, &solutions.taken());
        for value in meanings.all() {
            if self.known(value.meaning).is_none_or(|known| known.alive) {
                continue;
            }
            match solutions.find(Pick { group: value.group, value: value.value }, work)? {
                Found::Taken(picks) => self.mark_alive(&meanings, &picks),
                Found::Nothing => {}
                Found::Unproved => self.change(value.meaning, |known| known.unproved = true),
            }
        }
        Ok(Valid::One(solutions.values().clone()))
    }

    /// Marks what a bill of materials contains.
    fn mark_alive(&mut self, meanings: &Meanings, taken: &[Pick]) {
        for meaning in taken.iter().filter_map(|pick| meanings.find(*pick)) {
            self.change(meaning, |known| known.alive = true);
        }
    }

    fn mark(&mut self, lowered: &Lowered, change: impl Fn(&mut Known)) {
        values(lowered).into_iter().for_each(|value| self.change(value.meaning, &change));
    }

    fn change(&mut self, meaning: Meaning, change: impl Fn(&mut Known)) {
        if let Some(known) = self.known(meaning) {
            change(known);
        }
    }

    /// Notes for the market that was offered last what was found in an interval of it, or in an equal problem.
    pub fn note(&mut self, solvable: Solvable) {
        if solvable == Solvable::Yes {
            self.solvable.extend(self.market);
        }
    }

    /// Counts the constraints that exclude each candidate where the market has a valid bill of materials.
    fn note_nearest(&mut self, lowered: &Lowered) {
        let Some(market) = self.market else { return };
        let mut excluding: BTreeMap<(SlotId, ComponentId), usize> = BTreeMap::new();
        for reason in &lowered.reasons {
            if let Some(slot) = reason.cause.excluded_slot() {
                reason.excluded.iter().for_each(|(id, _)| *excluding.entry((slot, *id)).or_default() += 1);
            }
        }
        for slot in &lowered.slots {
            for id in &slot.candidates {
                let place = (slot.slot, *id);
                let here = Nearest { excluding: excluding.get(&place).copied().unwrap_or(0), market };
                let nearest = self.nearest.entry(place).or_insert(here);
                *nearest = here.min(*nearest);
            }
        }
    }

    /// Whether no valid bill of materials contains a value.
    pub fn is_dead(&self, meaning: Meaning) -> bool {
        let known = match meaning {
            Meaning::Candidate(slot, id) => self.candidates.get(&(slot, id)),
            Meaning::Value(option, value) => self.values.get(&(option, value)),
        };
        known.is_some_and(|known| known.is_dead())
    }

    /// What is known of a value; `None` for a part at its end of life, which is not a candidate.
    fn known(&mut self, meaning: Meaning) -> Option<&mut Known> {
        match meaning {
            Meaning::Candidate(slot, id) => self.candidates.get_mut(&(slot, id)),
            Meaning::Value(option, value) => self.values.get_mut(&(option, value)),
        }
    }
}

/// How near a candidate of a market is to a valid bill of materials.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Nearest {
    /// The constraints that exclude it.
    excluding: usize,
    market: AreaId,
}

/// A valid bill of materials of an interval.
pub(super) enum Valid {
    /// As values of the problem without probes.
    One(Assignment),
    Nothing,
    Unproved,
}

impl Valid {
    pub fn solvable(&self) -> Solvable {
        match self {
            Self::One(_) => Solvable::Yes,
            Self::Nothing => Solvable::No,
            Self::Unproved => Solvable::Unproved,
        }
    }
}

/// Whether an interval has a valid bill of materials.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Solvable {
    Yes,
    No,
    Unproved,
}

/// A value of a group with its meaning.
#[derive(Clone, Copy, Debug)]
pub(super) struct Value {
    pub group: GroupId,
    pub value: u32,
    pub meaning: Meaning,
}

/// What a value of a group means.
#[derive(Clone, Copy, Debug)]
pub(super) enum Meaning {
    Candidate(SlotId, ComponentId),
    Value(OptionId, u32),
}

/// What the values of slots and options mean.
pub(super) struct Meanings {
    /// Those of a group together, ascending.
    all: Vec<Value>,
    /// By group: the position of its first value; for groups of other things no value.
    first: Vec<Option<usize>>,
}

impl Meanings {
    pub fn of(lowered: &Lowered) -> Self {
        let all = values(lowered);
        let mut first = vec![None; lowered.problem.groups()];
        for (at, value) in all.iter().enumerate().rev() {
            first[value.group.index()] = Some(at);
        }
        Self { all, first }
    }

    /// All values.
    pub fn all(&self) -> &[Value] {
        &self.all
    }

    /// What a value means; `None` for an empty slot and for other groups.
    pub fn find(&self, pick: Pick) -> Option<Meaning> {
        let at = (*self.first.get(pick.group.index())?)?;
        let step = pick.value.checked_sub(self.all[at].value)?;
        self.all.get(at + step as usize).filter(|value| value.group == pick.group).map(|value| value.meaning)
    }
}

/// Every value of slots and options.
pub(super) fn values(lowered: &Lowered) -> Vec<Value> {
    let mut list = Vec::new();
    for slot in &lowered.slots {
        let candidates = (1..).zip(&slot.candidates);
        list.extend(candidates.map(|(value, id)| Value {
            group: slot.group,
            value,
            meaning: Meaning::Candidate(slot.slot, *id),
        }));
    }
    for (option, group) in lowered.options.entries() {
        let all = 0..lowered.problem.size(*group);
        list.extend(all.map(|value| Value { group: *group, value, meaning: Meaning::Value(option, value) }));
    }
    list
}

/// Parts at their end of life are not candidates.
fn may_be_selected(model: &Model, id: ComponentId) -> bool {
    model.components[id].lifecycle != Lifecycle::Eol
}
