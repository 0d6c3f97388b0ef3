//! All markets as one problem for the engine.
//!
//! A slot that the markets could fill alike is one group for all of them, so their constraints meet in it. Its first
//! value means "not alike": it satisfies every constraint and costs no more than any such filling does. Where an optimum
//! takes it, the slot is split: each market has a group of its own, tied to one more group whose value is what all of
//! them hold, or that they differ. So the problem is never larger than the markets' disagreement, and an optimum that
//! leaves no slot open is the optimum of the markets in full.

use super::market::{Market, Stop};
use super::shared_slot::{self, SharedSlot};
use crate::engine::{Assignment, GroupId, Label, Problem, Values};
use crate::kernel::{SlotGroup, Weights, combined};
use crate::model::{ComponentId, SlotId};
use crate::number::Number;
use std::collections::{BTreeMap, BTreeSet};

/// What the markets fill alike: a component version, or nothing.
pub(super) type Agreed = BTreeMap<SlotId, Option<ComponentId>>;

/// What a joint problem minimises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Aim {
    /// The lines outside the core.
    Regional,
    /// The lines outside the core, then the levels. This many lines are known to be enough, so values that lead past it
    /// are closed.
    RegionalThenLevels(i128),
    /// The levels, then the lines outside the core, of which there may be at most this many.
    LevelsThenRegional(i128),
}

/// Where a market's group is in the joint problem: its value there → the market's own; `None`: left open.
#[derive(Clone)]
struct Place {
    group: GroupId,
    values: Vec<Option<u32>>,
}

/// All markets as one problem.
pub(super) struct Relaxation<'a> {
    pub problem: Problem,
    markets: &'a [&'a Market],
    /// By market and by its group.
    places: Vec<Vec<Option<Place>>>,
    /// Slots that are one group for all markets.
    shared: BTreeMap<SlotId, Place>,
    /// Lines outside the core by group and value.
    regional: BTreeMap<GroupId, Vec<i128>>,
}

impl<'a> Relaxation<'a> {
    /// The markets with the slots in `split` filled market by market.
    pub fn of(
        markets: &'a [&'a Market],
        shared_slots: &[SharedSlot],
        split: &BTreeSet<SlotId>,
        aim: Aim,
    ) -> Result<Self, Stop> {
        let places = markets.iter().map(|market| vec![None; market.lowered.problem.groups()]).collect();
        let (shared, regional) = (BTreeMap::new(), BTreeMap::new());
        let mut relaxation = Self { problem: Problem::new(), markets, places, shared, regional };
        relaxation.add_groups(shared_slots, split);
        for shared_slot in shared_slots.iter().filter(|shared_slot| split.contains(&shared_slot.slot)) {
            relaxation.tie(shared_slot);
        }
        relaxation.add_clauses();
        relaxation.add_budgets();
        relaxation.set_costs(aim)?;
        match aim {
            Aim::Regional => {}
            Aim::RegionalThenLevels(most) => relaxation.close_what_exceeds(most),
            Aim::LevelsThenRegional(most) => {
                relaxation.close_what_exceeds(most);
                let terms = relaxation.regional.iter().map(|(group, lines)| (*group, lines.clone())).collect();
                relaxation.problem.add_wide_budget(Label::STRUCTURE, terms, most);
            }
        }
        Ok(relaxation)
    }

    /// Groups in the order in which ties are broken: market after market its slots and options, then all else.
    fn add_groups(&mut self, shared_slots: &[SharedSlot], split: &BTreeSet<SlotId>) {
        let markets = self.markets;
        for (at, market) in markets.iter().enumerate() {
            for group in &market.lowered.slots {
                let place = shared_slots.binary_search_by_key(&group.slot, |shared| shared.slot).ok();
                let shared = place.and_then(|place| shared_slots.get(place)).filter(|shared| !shared.common.is_empty());
                match shared.filter(|shared| !split.contains(&shared.slot)) {
                    Some(shared) => self.share(at, group, shared),
                    None => self.add_own_slot(at, group, shared),
                }
            }
            for group in &market.lowered.options {
                self.add_own(at, *group);
            }
        }
        for (at, market) in markets.iter().enumerate() {
            for group in market.lowered.problem.group_ids() {
                if self.place(at, group).is_none() {
                    self.add_own(at, group);
                }
            }
        }
    }

    fn place(&self, market: usize, group: GroupId) -> Option<&Place> {
        self.places.get(market)?.get(group.0 as usize)?.as_ref()
    }

    fn put(&mut self, market: usize, group: GroupId, place: Place) {
        if let Some(spot) = self.places.get_mut(market).and_then(|places| places.get_mut(group.0 as usize)) {
            *spot = Some(place);
        }
    }

    fn add_own(&mut self, at: usize, group: GroupId) -> GroupId {
        let open = self.markets.get(at).map(|market| market.open(group)).unwrap_or_default();
        let joint = self.problem.add_group(open.len());
        self.put(at, group, Place { group: joint, values: open.iter().map(Some).collect() });
        joint
    }

    /// A market's own group of a slot: a line outside the core where it is filled. Where the markets could be alike, the
    /// lines that cannot be avoided are counted by the group that ties them.
    fn add_own_slot(&mut self, at: usize, group: &SlotGroup, shared: Option<&SharedSlot>) {
        let joint = self.add_own(at, group.group);
        let open = self.markets.get(at).map(|market| market.open(group.group)).unwrap_or_default();
        let counted = shared.is_none() || open.contains(0);
        let lines = open.iter().map(|value| i128::from(counted && value > 0));
        self.regional.insert(joint, lines.collect());
    }

    /// One group for all markets.
    fn share(&mut self, at: usize, group: &SlotGroup, shared: &SharedSlot) {
        let Some(market) = self.markets.get(at) else { return };
        let known = self.shared.get(&shared.slot).map(|place| place.group);
        let joint = known.unwrap_or_else(|| {
            let apart = usize::from(shared.may_differ);
            let added = self.problem.add_group(u32::try_from(shared.common.len() + apart).unwrap_or(u32::MAX));
            let mut lines = vec![0; shared.common.len()];
            if shared.may_differ {
                lines.insert(0, whole(shared.least_lines_if_split()));
            }
            self.regional.insert(added, lines);
            added
        });
        let mut values: Vec<Option<u32>> =
            shared.common.iter().map(|component| shared_slot::value(market, group, *component)).collect();
        if shared.may_differ {
            values.insert(0, None);
        }
        let place = Place { group: joint, values };
        self.shared.entry(shared.slot).or_insert_with(|| place.clone());
        self.put(at, group.group, place);
    }

    /// Adds the group of a split slot: its first value means that the markets differ, each other one what all of them hold.
    fn tie(&mut self, shared: &SharedSlot) {
        let filled: Vec<_> = shared.common.iter().filter(|component| component.is_some()).copied().collect();
        let alike = self.problem.add_group(u32::try_from(filled.len() + 1).unwrap_or(u32::MAX));
        let saved = whole(shared.filled) - whole(self.markets.len());
        let lines = std::iter::once(whole(shared.filled)).chain(filled.iter().map(|_| saved));
        self.regional.insert(alike, lines.collect());
        let size = self.problem.size(alike);
        for (at, market) in self.markets.iter().enumerate() {
            let Some(group) = market.slot(shared.slot) else { continue };
            for (value, component) in (1..).zip(&filled) {
                let own = shared_slot::value(market, group, *component);
                let Some(place) = self.place(at, group.group) else { continue };
                let taken = (0..).zip(&place.values).filter(|(_, taken)| **taken == own).map(|(at, _)| at);
                let literals = vec![(alike, Values::single(value).complement(size)), (place.group, taken.collect())];
                self.problem.add_clause(Label::STRUCTURE, literals);
            }
        }
    }

    /// Every market's clauses, equal ones once.
    fn add_clauses(&mut self) {
        let mut clauses = BTreeSet::new();
        for (at, market) in self.markets.iter().enumerate() {
            for clause in &market.lowered.problem.clauses {
                let literals = clause.literals.iter().filter_map(|(group, values)| {
                    let place = self.place(at, *group)?;
                    let holds = |own: &Option<u32>| own.is_none_or(|own| values.contains(own));
                    let held = (0..).zip(&place.values).filter(|(_, own)| holds(own)).map(|(value, _)| value);
                    Some((place.group, held.collect::<Values>()))
                });
                let mut literals: Vec<(GroupId, Values)> = literals.filter(|(_, values)| !values.is_empty()).collect();
                literals.sort();
                if !literals.iter().any(|(group, values)| values.len() == self.problem.size(*group)) {
                    clauses.insert(literals);
                }
            }
        }
        for literals in clauses {
            self.problem.add_clause(Label::STRUCTURE, literals);
        }
    }

    /// Every market's budgets, equal ones once. What is left open weighs as little as it can.
    fn add_budgets(&mut self) {
        let mut budgets = BTreeSet::new();
        for (at, market) in self.markets.iter().enumerate() {
            for budget in &market.lowered.problem.budgets {
                let terms = budget.terms.iter().filter_map(|(group, weights)| {
                    let place = self.place(at, *group)?;
                    let weight = |value: u32| weights.get(value as usize).copied().unwrap_or(0);
                    let least = market.open(*group).iter().map(weight).min().unwrap_or(0);
                    let joint = place.values.iter().map(|own| own.map_or(least, weight));
                    Some((place.group, joint.collect::<Vec<i128>>()))
                });
                let mut terms: Vec<(GroupId, Vec<i128>)> = terms.collect();
                terms.sort();
                budgets.insert((terms, budget.cap));
            }
        }
        for (terms, cap) in budgets {
            self.problem.add_wide_budget(Label::STRUCTURE, terms, cap);
        }
    }

    fn set_costs(&mut self, aim: Aim) -> Result<(), Stop> {
        let lines =
            |(group, lines): (&GroupId, &Vec<i128>)| (*group, lines.iter().map(|one| Number::from(*one)).collect());
        let regional: Weights = self.regional.iter().map(lines).collect();
        let count = self.markets.first().map_or(0, |market| market.levels.len());
        let mut levels = Vec::with_capacity(count + 1);
        for level in 0..if aim == Aim::Regional { 0 } else { count } {
            levels.push(self.level(level)?);
        }
        match aim {
            Aim::Regional | Aim::RegionalThenLevels(_) => levels.insert(0, regional),
            Aim::LevelsThenRegional(_) => levels.push(regional),
        }
        self.problem.set_costs(combined(&levels));
        Ok(())
    }

    /// One objective, summed over the markets. What is left open costs as little as it can.
    fn level(&self, level: usize) -> Result<Weights, Stop> {
        let mut sums: BTreeMap<GroupId, Vec<Number>> = BTreeMap::new();
        for (at, market) in self.markets.iter().enumerate() {
            for (group, weights) in market.levels.get(level).into_iter().flatten() {
                let Some(place) = self.place(at, *group) else { continue };
                let least = market.least(*group, weights);
                let sum = sums.entry(place.group).or_insert_with(|| vec![Number::ZERO; place.values.len()]);
                for (sum, own) in sum.iter_mut().zip(&place.values) {
                    let weight = own.map_or(Some(least), |own| weights.get(own as usize).copied());
                    *sum = sum.checked_add(weight.unwrap_or(Number::ZERO)).ok_or(Stop::TooLarge)?;
                }
            }
        }
        Ok(sums.into_iter().collect())
    }

    /// Forbids values that by themselves exceed the number of lines.
    fn close_what_exceeds(&mut self, most: i128) {
        let least = |lines: &[i128]| lines.iter().min().copied().unwrap_or(0);
        let base: i128 = self.regional.values().map(|lines| least(lines)).sum();
        for (group, lines) in &self.regional {
            let room = most - base + least(lines);
            let allowed = (0..).zip(lines).filter(|(_, lines)| **lines <= room).map(|(value, _)| value);
            self.problem.add_clause(Label::STRUCTURE, vec![(*group, allowed.collect())]);
        }
    }

    /// The least that the number of lines outside the core can be, whatever the constraints say.
    pub fn base(&self) -> i128 {
        self.regional.values().filter_map(|lines| lines.iter().min()).sum()
    }

    /// The lines outside the core of a solution.
    pub fn regional(&self, values: &Assignment) -> i128 {
        let lines = |(group, lines): (&GroupId, &Vec<i128>)| lines.get(values[*group] as usize).copied().unwrap_or(0);
        self.regional.iter().map(lines).sum()
    }

    /// The slots that a solution leaves open: not filled alike, and nothing more is known of them.
    pub fn open_slots(&self, values: &Assignment) -> Vec<SlotId> {
        let open = |(slot, place): (&SlotId, &Place)| {
            let is_decided = place.values.get(values[place.group] as usize).is_some_and(Option::is_some);
            (!is_decided).then_some(*slot)
        };
        self.shared.iter().filter_map(open).collect()
    }

    /// What a solution fills alike, of the slots that are one group for all markets.
    pub fn agreed(&self, values: &Assignment) -> Agreed {
        let agreed = |(slot, place): (&SlotId, &Place)| {
            let mut groups = self.markets.iter().enumerate();
            let (at, group) = groups.find_map(|(at, market)| Some((at, market.slot(*slot)?)))?;
            let taken = values[place.group];
            let own = self.place(at, group.group)?.values.get(taken as usize).copied().flatten()?;
            Some((*slot, group.component(own)))
        };
        self.shared.iter().filter_map(agreed).collect()
    }

    /// What a market pays of its first level.
    pub fn paid(&self, market: usize, values: &Assignment) -> Option<Number> {
        let own = |group: GroupId| {
            let place = self.place(market, group)?;
            place.values.get(values[place.group] as usize).copied().flatten()
        };
        self.markets.get(market)?.paid(own)
    }

    /// What a market takes in its slots and options.
    pub fn choice(&self, market: usize, values: &Assignment) -> Vec<(GroupId, u32)> {
        let Some(lowered) = self.markets.get(market).map(|market| &market.lowered) else { return Vec::new() };
        let groups = lowered.slots.iter().map(|slot| slot.group).chain(lowered.options.iter().copied());
        let taken = groups.filter_map(|group| {
            let place = self.place(market, group)?;
            let value = values[place.group];
            Some((group, place.values.get(value as usize).copied().flatten()?))
        });
        taken.collect()
    }
}

/// A count as a cost.
pub(super) fn whole(count: usize) -> i128 {
    i128::try_from(count).unwrap_or(i128::MAX)
}
