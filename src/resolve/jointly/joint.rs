//! The question about all markets as one problem for the engine.
//!
//! A slot that the markets could fill alike is one group for all of them, so their constraints meet in it. Its first
//! value means "not alike": it satisfies every constraint and costs no more than any such filling does. Where an optimum
//! takes it, the slot is parted: each market has a group of its own, tied to one more group that says whether they are
//! alike after all. So the problem is never larger than the markets' disagreement, and an optimum in which nothing is
//! left open is the optimum of the markets in full.

use super::member::Member;
use super::seat::{self, Seat};
use super::{Alike, Stop};
use crate::engine::{Assignment, GroupId, Label, Problem, Values};
use crate::kernel::{SlotGroup, Weights, combined};
use crate::model::SlotId;
use crate::number::Number;
use std::collections::{BTreeMap, BTreeSet};

/// What a joint problem minimises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Aim {
    /// The lines outside the core.
    Regional,
    /// The lines outside the core, then the levels; so many lines are known to be reached, and nothing that leads past
    /// that is looked at.
    RegionalThenLevels(i128),
    /// The levels, then the lines outside the core, of which there may be so many.
    LevelsThenRegional(i128),
}

/// Where a market's group is in the joint problem: its value there → the market's own; `None`: not said.
#[derive(Clone)]
struct Place {
    group: GroupId,
    values: Vec<Option<u32>>,
}

/// All markets as one problem.
pub(super) struct Joint<'a> {
    pub problem: Problem,
    members: &'a [&'a Member],
    /// By member and by its group.
    places: Vec<Vec<Option<Place>>>,
    /// Slots that are one group for all markets.
    shared: BTreeMap<SlotId, Place>,
    /// Lines outside the core by group and value.
    regional: BTreeMap<GroupId, Vec<i128>>,
}

impl<'a> Joint<'a> {
    /// The markets with the slots in `parted` filled market by market.
    pub fn of(members: &'a [&'a Member], seats: &[Seat], parted: &BTreeSet<SlotId>, aim: Aim) -> Result<Self, Stop> {
        let places = members.iter().map(|member| vec![None; member.lowered.problem.groups()]).collect();
        let (shared, regional) = (BTreeMap::new(), BTreeMap::new());
        let mut joint = Self { problem: Problem::new(), members, places, shared, regional };
        joint.add_groups(seats, parted);
        for seat in seats.iter().filter(|seat| parted.contains(&seat.slot)) {
            joint.tie(seat);
        }
        joint.add_clauses();
        joint.add_budgets();
        joint.set_costs(aim)?;
        match aim {
            Aim::Regional => {}
            Aim::RegionalThenLevels(most) => joint.close_what_exceeds(most),
            Aim::LevelsThenRegional(most) => {
                joint.close_what_exceeds(most);
                let terms = joint.regional.iter().map(|(group, lines)| (*group, lines.clone())).collect();
                joint.problem.add_wide_budget(Label::STRUCTURE, terms, most);
            }
        }
        Ok(joint)
    }

    /// Groups in the order in which ties are broken: market after market its slots and options, then all else.
    fn add_groups(&mut self, seats: &[Seat], parted: &BTreeSet<SlotId>) {
        let members = self.members;
        for (at, member) in members.iter().enumerate() {
            for group in &member.lowered.slots {
                let place = seats.binary_search_by_key(&group.slot, |seat| seat.slot).ok();
                let seat = place.and_then(|place| seats.get(place)).filter(|seat| !seat.common.is_empty());
                match seat.filter(|seat| !parted.contains(&seat.slot)) {
                    Some(seat) => self.share(at, group, seat),
                    None => self.add_own_slot(at, group, seat),
                }
            }
            for group in &member.lowered.options {
                self.add_own(at, *group);
            }
        }
        for (at, member) in members.iter().enumerate() {
            for group in member.lowered.problem.group_ids() {
                if self.place(at, group).is_none() {
                    self.add_own(at, group);
                }
            }
        }
    }

    fn place(&self, member: usize, group: GroupId) -> Option<&Place> {
        self.places.get(member)?.get(group.0 as usize)?.as_ref()
    }

    fn put(&mut self, member: usize, group: GroupId, place: Place) {
        if let Some(spot) = self.places.get_mut(member).and_then(|places| places.get_mut(group.0 as usize)) {
            *spot = Some(place);
        }
    }

    fn add_own(&mut self, at: usize, group: GroupId) -> GroupId {
        let open = self.members.get(at).map(|member| member.open(group)).unwrap_or_default();
        let joint = self.problem.add_group(open.len());
        self.put(at, group, Place { group: joint, values: open.iter().map(Some).collect() });
        joint
    }

    /// A market's own group of a slot: a line outside the core where it is filled. Where the markets could be alike, the
    /// lines that cannot be spared are counted by the group that ties them.
    fn add_own_slot(&mut self, at: usize, group: &SlotGroup, seat: Option<&Seat>) {
        let joint = self.add_own(at, group.group);
        let open = self.members.get(at).map(|member| member.open(group.group)).unwrap_or_default();
        let counted = seat.is_none() || open.contains(0);
        let lines = open.iter().map(|value| i128::from(counted && value > 0));
        self.regional.insert(joint, lines.collect());
    }

    /// One group for all markets.
    fn share(&mut self, at: usize, group: &SlotGroup, seat: &Seat) {
        let Some(member) = self.members.get(at) else { return };
        let known = self.shared.get(&seat.slot).map(|place| place.group);
        let joint = known.unwrap_or_else(|| {
            let apart = usize::from(seat.may_part);
            let added = self.problem.add_group(u32::try_from(seat.common.len() + apart).unwrap_or(u32::MAX));
            let mut lines = vec![0; seat.common.len()];
            if seat.may_part {
                lines.insert(0, whole(seat.least_apart()));
            }
            self.regional.insert(added, lines);
            added
        });
        let mut values: Vec<Option<u32>> =
            seat.common.iter().map(|component| seat::value(member, group, *component)).collect();
        if seat.may_part {
            values.insert(0, None);
        }
        let place = Place { group: joint, values };
        self.shared.entry(seat.slot).or_insert_with(|| place.clone());
        self.put(at, group.group, place);
    }

    /// Says of a parted slot whether the markets fill it alike: the first value means that they do not.
    fn tie(&mut self, seat: &Seat) {
        let filled: Vec<_> = seat.common.iter().filter(|component| component.is_some()).copied().collect();
        let alike = self.problem.add_group(u32::try_from(filled.len() + 1).unwrap_or(u32::MAX));
        let saved = whole(seat.filled) - whole(self.members.len());
        let lines = std::iter::once(whole(seat.filled)).chain(filled.iter().map(|_| saved));
        self.regional.insert(alike, lines.collect());
        let size = self.problem.size(alike);
        for (at, member) in self.members.iter().enumerate() {
            let Some(group) = member.slot(seat.slot) else { continue };
            for (said, component) in (1..).zip(&filled) {
                let own = seat::value(member, group, *component);
                let Some(place) = self.place(at, group.group) else { continue };
                let taken = (0..).zip(&place.values).filter(|(_, value)| **value == own).map(|(value, _)| value);
                let literals = vec![(alike, Values::single(said).complement(size)), (place.group, taken.collect())];
                self.problem.add_clause(Label::STRUCTURE, literals);
            }
        }
    }

    /// Every market's clauses, equal ones once.
    fn add_clauses(&mut self) {
        let mut clauses = BTreeSet::new();
        for (at, member) in self.members.iter().enumerate() {
            for clause in &member.lowered.problem.clauses {
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

    /// Every market's budgets, equal ones once. What is not said weighs as little as it can.
    fn add_budgets(&mut self) {
        let mut budgets = BTreeSet::new();
        for (at, member) in self.members.iter().enumerate() {
            for budget in &member.lowered.problem.budgets {
                let terms = budget.terms.iter().filter_map(|(group, weights)| {
                    let place = self.place(at, *group)?;
                    let weight = |value: u32| weights.get(value as usize).copied().unwrap_or(0);
                    let least = member.open(*group).iter().map(weight).min().unwrap_or(0);
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
        let count = self.members.first().map_or(0, |member| member.levels.len());
        let mut levels = Vec::with_capacity(count + 1);
        for level in 0..if aim == Aim::Regional { 0 } else { count } {
            levels.push(self.level(level)?);
        }
        match aim {
            Aim::Regional | Aim::RegionalThenLevels(_) => levels.insert(0, regional),
            Aim::LevelsThenRegional(_) => levels.push(regional),
        }
        for (group, costs) in combined(&levels)? {
            for (value, cost) in (0..).zip(costs) {
                self.problem.set_cost(group, value, cost);
            }
        }
        Ok(())
    }

    /// One objective, summed over the markets. What is not said costs as little as it can.
    fn level(&self, level: usize) -> Result<Weights, Stop> {
        let mut sums: BTreeMap<GroupId, Vec<Number>> = BTreeMap::new();
        for (at, member) in self.members.iter().enumerate() {
            for (group, weights) in member.levels.get(level).into_iter().flatten() {
                let Some(place) = self.place(at, *group) else { continue };
                let least = member.least(*group, weights);
                let sum = sums.entry(place.group).or_insert_with(|| vec![Number::ZERO; place.values.len()]);
                for (sum, own) in sum.iter_mut().zip(&place.values) {
                    let weight = own.map_or(Some(least), |own| weights.get(own as usize).copied());
                    *sum = sum.checked_add(weight.unwrap_or(Number::ZERO)).ok_or(Stop::TooLarge)?;
                }
            }
        }
        Ok(sums.into_iter().collect())
    }

    /// Forbids values that alone lead past the number of lines.
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

    /// The slots of which a solution only says that they are not filled alike.
    pub fn unsaid(&self, values: &Assignment) -> Vec<SlotId> {
        let unsaid = |(slot, place): (&SlotId, &Place)| {
            let taken = values[place.group];
            let said = place.values.get(taken as usize).is_some_and(Option::is_some);
            (!said).then_some(*slot)
        };
        self.shared.iter().filter_map(unsaid).collect()
    }

    /// What a solution says of the slots that are one group for all markets.
    pub fn alike(&self, values: &Assignment) -> Alike {
        let said = |(slot, place): (&SlotId, &Place)| {
            let mut groups = self.members.iter().enumerate();
            let (at, group) = groups.find_map(|(at, member)| Some((at, member.slot(*slot)?)))?;
            let taken = values[place.group];
            let own = self.place(at, group.group)?.values.get(taken as usize).copied().flatten()?;
            Some((*slot, group.component(own)))
        };
        self.shared.iter().filter_map(said).collect()
    }

    /// What a market pays of its first level.
    pub fn paid(&self, member: usize, values: &Assignment) -> Option<Number> {
        let own = |group: GroupId| {
            let place = self.place(member, group)?;
            place.values.get(values[place.group] as usize).copied().flatten()
        };
        self.members.get(member)?.paid(own)
    }

    /// What a market takes in its slots and options.
    pub fn choice(&self, member: usize, values: &Assignment) -> Vec<(GroupId, u32)> {
        let Some(lowered) = self.members.get(member).map(|member| &member.lowered) else { return Vec::new() };
        let groups = lowered.slots.iter().map(|slot| slot.group).chain(lowered.options.iter().copied());
        let taken = groups.filter_map(|group| {
            let place = self.place(member, group)?;
            let value = values[place.group];
            Some((group, place.values.get(value as usize).copied().flatten()?))
        });
        taken.collect()
    }
}

pub(super) fn whole(count: usize) -> i128 {
    i128::try_from(count).unwrap_or(i128::MAX)
}
