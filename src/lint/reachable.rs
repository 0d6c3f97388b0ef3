//! Which candidates and option values some valid bill of materials holds.

use super::{portion, settle};
use crate::engine::{Assignment, GroupId, LimitReached, Pick, Solver, Verdict, Work};
use crate::kernel::{ASKED, Lowered, Probe};
use crate::model::{AreaId, ComponentId, Model, SlotId};
use crate::query::Compiled;
use crate::terms::Lifecycle;
use std::collections::{BTreeMap, BTreeSet};

/// What is known of one value.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Known {
    /// A valid bill of materials holds it.
    pub alive: bool,
    /// Some question about it ended without an answer.
    pub unproved: bool,
    /// Some market that offers it has a valid bill of materials: that it is dead is not the market's fault.
    pub beside_valid: bool,
}

/// All candidates and option values of all markets.
pub(super) struct Domain {
    /// Slot and candidate; parts at their end of life are left out, for they are no candidates.
    pub candidates: BTreeMap<(SlotId, ComponentId), Known>,
    /// Option and position of the value.
    pub values: BTreeMap<(usize, u32), Known>,
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
        for (at, option) in compiled.model.options.iter().enumerate() {
            values.extend((0..).take(option.values.len()).map(|value| ((at, value), Known::default())));
        }
        let (candidates, markets) = (BTreeMap::new(), BTreeMap::new());
        Self { candidates, values, markets, solvable: BTreeSet::new(), market: None }
    }

    /// Notes the candidates that a market has.
    pub fn offer(&mut self, compiled: &Compiled, market: AreaId, lowered: &Lowered) {
        self.market = Some(market);
        for slot in &lowered.slots {
            self.markets.entry(slot.slot).or_default().insert(market);
            for id in slot.candidates.iter().filter(|id| may_stand(&compiled.model, **id)) {
                self.candidates.entry((slot.slot, *id)).or_default();
            }
        }
        if self.solvable.contains(&market) {
            self.mark_valid(lowered);
        }
    }

    /// Asks for every value that no bill of materials held yet; whether there is a valid one at all.
    pub fn search(
        &mut self,
        lowered: &Lowered,
        probes: &[Probe],
        work: &mut Work,
    ) -> Result<Option<bool>, LimitReached> {
        let mut problem = lowered.problem.clone();
        problem.harden(|_| false);
        let mut solver = Solver::new(&problem);
        // Nobody asks about the rules here.
        let off = |group: GroupId| Pick { group, value: 1 - ASKED };
        let idle: Vec<Pick> = probes.iter().flat_map(|probe| [off(probe.broken), off(probe.reached)]).collect();
        match self.ask(&mut solver, lowered, &idle, None, work)? {
            Some(true) => {}
            other => return Ok(other),
        }
        self.solvable.extend(self.market);
        self.mark_valid(lowered);
        for (group, value, key) in self.open(lowered) {
            if !self.known(key).is_some_and(|known| known.alive) {
                self.ask(&mut solver, lowered, &idle, Some((group, value, key)), work)?;
            }
        }
        Ok(Some(true))
    }

    /// One question; a bill of materials found marks everything that it holds.
    fn ask(
        &mut self,
        solver: &mut Solver,
        lowered: &Lowered,
        idle: &[Pick],
        wanted: Option<(GroupId, u32, Key)>,
        work: &mut Work,
    ) -> Result<Option<bool>, LimitReached> {
        let mut picks = idle.to_vec();
        picks.extend(wanted.map(|(group, value, _)| Pick { group, value }));
        let mut meter = portion(work);
        let verdict = solver.solve(&[], &picks, &mut meter);
        settle(work, &meter)?;
        Ok(match verdict {
            Ok(Verdict::Satisfiable(values)) => {
                self.mark_alive(lowered, &values);
                Some(true)
            }
            Ok(Verdict::Unsatisfiable { .. }) => Some(false),
            Err(LimitReached) => {
                match wanted.and_then(|(.., key)| self.known(key)) {
                    Some(known) => known.unproved = true,
                    None => self.mark_unproved(lowered),
                }
                None
            }
        })
    }

    /// Every value of the market that is not known to be alive.
    fn open(&self, lowered: &Lowered) -> Vec<(GroupId, u32, Key)> {
        let keys = keys(lowered);
        keys.into_iter().filter(|(.., key)| self.peek(*key).is_some_and(|known| !known.alive)).collect()
    }

    fn mark_alive(&mut self, lowered: &Lowered, values: &Assignment) {
        let held: Vec<Key> = keys(lowered)
            .into_iter()
            .filter(|(group, value, _)| values[*group] == *value)
            .map(|(.., key)| key)
            .collect();
        held.into_iter().for_each(|key| self.each(key, |known| known.alive = true));
    }

    fn mark_valid(&mut self, lowered: &Lowered) {
        keys(lowered).into_iter().for_each(|(.., key)| self.each(key, |known| known.beside_valid = true));
    }

    fn mark_unproved(&mut self, lowered: &Lowered) {
        keys(lowered).into_iter().for_each(|(.., key)| self.each(key, |known| known.unproved = true));
    }

    fn each(&mut self, key: Key, change: impl Fn(&mut Known)) {
        if let Some(known) = self.known(key) {
            change(known);
        }
    }

    fn known(&mut self, key: Key) -> Option<&mut Known> {
        match key {
            Key::Candidate(slot, id) => self.candidates.get_mut(&(slot, id)),
            Key::Value(option, value) => self.values.get_mut(&(option, value)),
        }
    }

    fn peek(&self, key: Key) -> Option<Known> {
        match key {
            Key::Candidate(slot, id) => self.candidates.get(&(slot, id)).copied(),
            Key::Value(option, value) => self.values.get(&(option, value)).copied(),
        }
    }
}

/// What a value of a group means.
#[derive(Clone, Copy, Debug)]
enum Key {
    Candidate(SlotId, ComponentId),
    Value(usize, u32),
}

/// Every value of slots and options with its meaning.
fn keys(lowered: &Lowered) -> Vec<(GroupId, u32, Key)> {
    let mut list = Vec::new();
    for slot in &lowered.slots {
        let values = (1..).zip(&slot.candidates);
        list.extend(values.map(|(value, id)| (slot.group, value, Key::Candidate(slot.slot, *id))));
    }
    for (at, group) in lowered.options.iter().enumerate() {
        list.extend((0..lowered.problem.size(*group)).map(|value| (*group, value, Key::Value(at, value))));
    }
    list
}

/// Parts at their end of life are no candidates.
fn may_stand(model: &Model, id: ComponentId) -> bool {
    model.component(id).is_some_and(|component| component.lifecycle != Lifecycle::Eol)
}
