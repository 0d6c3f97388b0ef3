//! Which candidates and option values some valid bill of materials contains.

use super::questions::{Finding, all_off, find};
use crate::engine::{Assignment, GroupId, LimitReached, Pick, Solver, Work};
use crate::kernel::{Lowered, Probe};
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

/// All candidates and option values of all markets.
pub(super) struct Domain {
    /// Slot and candidate; parts at their end of life are left out, as they are not candidates.
    pub candidates: BTreeMap<(SlotId, ComponentId), Known>,
    /// Option and position of the value.
    pub values: BTreeMap<(OptionId, u32), Known>,
    /// The markets in which a slot has a candidate.
    offered: BTreeMap<(SlotId, ComponentId), BTreeSet<AreaId>>,
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
        Self { candidates, values, offered: BTreeMap::new(), markets, solvable: BTreeSet::new(), market: None }
    }

    /// Notes the candidates that a market has.
    pub fn offer(&mut self, compiled: &Compiled, market: AreaId, lowered: &Lowered) {
        self.market = Some(market);
        for slot in &lowered.slots {
            self.markets.entry(slot.slot).or_default().insert(market);
            for id in slot.candidates.iter().filter(|id| may_be_selected(&compiled.model, **id)) {
                self.candidates.entry((slot.slot, *id)).or_default();
                self.offered.entry((slot.slot, *id)).or_default().insert(market);
            }
        }
        if self.solvable.contains(&market) {
            self.mark(lowered, |known| known.beside_valid = true);
        }
    }

    /// The first market with a valid bill of materials that offers a candidate, and the first one without any.
    pub fn markets_of(&self, compiled: &Compiled, slot: SlotId, id: ComponentId) -> (Option<AreaId>, Option<AreaId>) {
        let offering = self.offered.get(&(slot, id));
        let in_order = || compiled.model.header.markets.iter().map(|market| market.value);
        let first = |is_solvable: bool| {
            in_order().find(|market| {
                offering.is_some_and(|areas| areas.contains(market)) && self.solvable.contains(market) == is_solvable
            })
        };
        (first(true), first(false))
    }

    /// Looks for every value that no bill of materials has contained yet; whether there is a valid one at all.
    pub fn search(&mut self, lowered: &Lowered, probes: &[Probe], work: &mut Work) -> Result<Solvable, LimitReached> {
        let mut problem = lowered.problem.clone();
        problem.harden(|_| false);
        let mut solver = Solver::new(&problem);
        let mut picks = all_off(probes);
        match find(&mut solver, &[], &picks, work)? {
            Finding::Possible(values) => self.mark_alive(lowered, &values),
            Finding::Impossible => return Ok(Solvable::No),
            Finding::Unproved => {
                self.mark(lowered, |known| known.unproved = true);
                return Ok(Solvable::Unproved);
            }
        }
        self.solvable.extend(self.market);
        self.mark(lowered, |known| known.beside_valid = true);
        for value in values(lowered) {
            if self.known(value.meaning).is_none_or(|known| known.alive) {
                continue;
            }
            picks.push(Pick { group: value.group, value: value.value });
            match find(&mut solver, &[], &picks, work)? {
                Finding::Possible(values) => self.mark_alive(lowered, &values),
                Finding::Impossible => {}
                Finding::Unproved => self.change(value.meaning, |known| known.unproved = true),
            }
            picks.pop();
        }
        Ok(Solvable::Yes)
    }

    /// Marks everything that a bill of materials contains.
    fn mark_alive(&mut self, lowered: &Lowered, taken: &Assignment) {
        for value in values(lowered).into_iter().filter(|value| taken[value.group] == value.value) {
            self.change(value.meaning, |known| known.alive = true);
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

    /// What is known of a value; `None` for a part at its end of life, which is not a candidate.
    fn known(&mut self, meaning: Meaning) -> Option<&mut Known> {
        match meaning {
            Meaning::Candidate(slot, id) => self.candidates.get_mut(&(slot, id)),
            Meaning::Value(option, value) => self.values.get_mut(&(option, value)),
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
struct Value {
    group: GroupId,
    value: u32,
    meaning: Meaning,
}

/// What a value of a group means.
#[derive(Clone, Copy, Debug)]
enum Meaning {
    Candidate(SlotId, ComponentId),
    Value(OptionId, u32),
}

/// Every value of slots and options.
fn values(lowered: &Lowered) -> Vec<Value> {
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
