//! Counting arguments: ten parts of which each fits into one of nine places do not fit.
//!
//! Conflicts teach clauses, and clauses alone need exponentially many steps to see that (Haken 1985), while budgets added up
//! show it in one (Cook, Coullard & Turán 1987). So budgets that say "at most n of these" are found, and of each
//! set of *places* that has less room than the parts that only fit there (Hall 1935) the sum is added as one budget more.
//! It follows from the others, so it changes no answer; it is broken or propagates where they do not see anything.
//!
//! A budget Σ w ≤ c is a place for c / d parts, where d is the least weight that a part can have there: Σ ⌊w / d⌋ ≤ ⌊c / d⌋
//! holds as well (Gomory 1958, Chvátal 1973). Sets with too little room are found by matching parts to places: what is
//! reached from a part that cannot be placed is such a set (König 1931).

use super::open::{OpenValues, open_values};
use super::problem::{GroupId, Label, Problem};
use crate::keyed_vec::KeyedVec;
use std::collections::BTreeSet;

/// Most sums that are added to one problem.
const MOST_SUMS: usize = 32;
/// Most pairs of a part and a place that are looked at, times parts: matching is no use where it takes longer than search.
const MOST_PAIRS: usize = 4_000_000;

/// Budgets added up: holds wherever the constraints of all labels hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sum {
    /// The labels of its budgets, without those that always hold.
    pub labels: Vec<Label>,
    /// What the values of each group take up.
    pub terms: Vec<(GroupId, Vec<i128>)>,
    /// The room of all places together.
    pub room: i128,
}

/// A budget as a place with room for parts.
struct Place<'a> {
    label: Label,
    cap: i128,
    terms: &'a [(GroupId, Vec<i128>)],
    /// What one part takes up at least.
    unit: i128,
    room: i128,
}

/// A group that takes up room.
struct Part {
    /// The places of which it takes one.
    places: Vec<usize>,
    /// Whether every open value takes up room.
    always: bool,
}

/// The sums of budgets that have less room than what could go there.
pub(crate) fn sums(problem: &Problem) -> Vec<Sum> {
    if problem.budgets.len() < 2 {
        return Vec::new();
    }
    let Some(open) = open_values(problem) else { return Vec::new() };
    let places = places(problem, &open);
    if places.len() < 2 {
        return Vec::new();
    }
    let parts = parts(problem, &open, &places);
    let pairs: usize = parts.iter().map(|part| part.places.len()).sum();
    if pairs.saturating_mul(parts.len()) > MOST_PAIRS {
        return Vec::new();
    }
    let mut chosen: BTreeSet<Vec<usize>> = BTreeSet::new();
    chosen.extend(connected(&open, &places));
    for always in [true, false] {
        let meant: Vec<&Part> = parts.iter().filter(|part| part.always || !always).collect();
        chosen.extend(crowded(&meant, &places));
    }
    let sums = chosen.into_iter().filter(|set| set.len() > 1).map(|set| sum(&set, &places));
    sums.filter(|sum| is_useful(sum, &open)).take(MOST_SUMS).collect()
}

/// Budgets with room for fewer parts than could go there.
fn places<'a>(problem: &'a Problem, open: &OpenValues) -> Vec<Place<'a>> {
    let of_budget = |one: &'a super::problem::Budget| {
        let (mut left, mut unit, mut parts) = (one.cap, i128::MAX, 0_i128);
        for (group, weights) in &one.terms {
            let weight = |value: u32| weights.get(value as usize).copied().unwrap_or(0);
            let least = open[*group].iter().map(weight).min()?;
            left -= least;
            let above = open[*group].iter().map(|value| weight(value) - least).filter(|weight| *weight > 0).min();
            unit = unit.min(above.unwrap_or(i128::MAX));
            parts += i128::from(above.is_some());
        }
        let room = left.checked_div(unit).filter(|_| left >= 0 && unit < i128::MAX)?;
        (room < parts).then_some(Place { label: one.label, cap: one.cap, terms: &one.terms, unit, room })
    };
    problem.budgets.iter().filter_map(of_budget).collect()
}

/// The groups that take up room somewhere. A value that does so in several places counts in the tightest alone.
fn parts(problem: &Problem, open: &OpenValues, places: &[Place<'_>]) -> Vec<Part> {
    let mut used: KeyedVec<GroupId, Vec<Option<usize>>> =
        problem.group_ids().map(|group| vec![None; problem.size(group) as usize]).collect();
    for (at, place) in places.iter().enumerate() {
        for (group, weights) in place.terms {
            let weight = |value: u32| weights.get(value as usize).copied().unwrap_or(0);
            let least = open[*group].iter().map(weight).min().unwrap_or(0);
            for value in open[*group].iter().filter(|value| weight(*value) > least) {
                let Some(own) = used[*group].get_mut(value as usize) else { continue };
                if own.is_none_or(|other| places[other].room > place.room) {
                    *own = Some(at);
                }
            }
        }
    }
    let part = |group: GroupId| {
        let taken = |value: u32| used[group].get(value as usize).copied().flatten();
        let mut list: Vec<usize> = open[group].iter().filter_map(taken).collect();
        list.sort_unstable();
        list.dedup();
        let always = open[group].iter().all(|value| taken(value).is_some());
        (!list.is_empty()).then_some(Part { places: list, always })
    };
    problem.group_ids().filter_map(part).collect()
}

/// Places that one group or another, through others, can take up.
fn connected(open: &OpenValues, places: &[Place<'_>]) -> Vec<Vec<usize>> {
    let mut union = super::UnionFind::new(places.len());
    let mut first: KeyedVec<GroupId, Option<u32>> = KeyedVec::filled(None, open.len());
    for (at, place) in (0..).zip(places) {
        for (group, weights) in place.terms {
            let mut values = open[*group].iter().filter_map(|value| weights.get(value as usize));
            let Some(least) = values.next() else { continue };
            if values.any(|weight| weight != least) {
                let known = *first[*group].get_or_insert(at);
                union.join([known, at].into_iter());
            }
        }
    }
    let mut sets: Vec<Vec<usize>> = vec![Vec::new(); places.len()];
    for place in 0..places.len() {
        sets[union.root(place as u32) as usize].push(place);
    }
    sets.retain(|set| set.len() > 1);
    sets
}

/// Sets of places that are full when a part that only fits there comes.
fn crowded(parts: &[&Part], places: &[Place<'_>]) -> Vec<Vec<usize>> {
    let mut held: Vec<Vec<usize>> = vec![Vec::new(); places.len()];
    let mut found: Vec<Vec<usize>> = Vec::new();
    for part in 0..parts.len() {
        let mut reached = vec![false; places.len()];
        if !place_part(part, parts, places, &mut held, &mut reached) {
            let set: Vec<usize> = (0..places.len()).filter(|place| reached[*place]).collect();
            if !found.contains(&set) {
                found.push(set);
            }
            if found.len() >= MOST_SUMS {
                break;
            }
        }
    }
    found
}

/// Finds a place for a part, moving others on where that makes room; breadth first, so that no call stack grows.
fn place_part(
    part: usize,
    parts: &[&Part],
    places: &[Place<'_>],
    held: &mut [Vec<usize>],
    reached: &mut [bool],
) -> bool {
    // How each place was reached: the part that would go there, and the place it would leave.
    let mut from: Vec<Option<(usize, Option<usize>)>> = vec![None; places.len()];
    let mut queue: Vec<usize> = Vec::new();
    let mut next = 0;
    let mut reach = |mover: usize, leaving: Option<usize>, queue: &mut Vec<usize>, from: &mut Vec<_>| {
        for place in &parts[mover].places {
            if !std::mem::replace(&mut reached[*place], true) {
                from[*place] = Some((mover, leaving));
                queue.push(*place);
            }
        }
    };
    reach(part, None, &mut queue, &mut from);
    while let Some(place) = queue.get(next).copied() {
        next += 1;
        if places[place].room > held[place].len() as i128 {
            let mut at = Some(place);
            while let Some((mover, leaving)) = at.and_then(|at| from[at]) {
                let Some(to) = at else { break };
                held[to].push(mover);
                if let Some(leaving) = leaving {
                    held[leaving].retain(|other| *other != mover);
                }
                at = leaving;
            }
            return true;
        }
        for mover in held[place].clone() {
            reach(mover, Some(place), &mut queue, &mut from);
        }
    }
    false
}

/// The budgets of some places in units of what a part takes up there, added up.
fn sum(set: &[usize], places: &[Place<'_>]) -> Sum {
    let mut terms: std::collections::BTreeMap<GroupId, Vec<i128>> = std::collections::BTreeMap::new();
    let mut sum = Sum { labels: Vec::new(), terms: Vec::new(), room: 0 };
    for place in set.iter().map(|place| &places[*place]) {
        let mut cap = 0;
        for (group, weights) in place.terms {
            let least = weights.iter().min().copied().unwrap_or(0);
            cap -= least;
            let own = terms.entry(*group).or_insert_with(|| vec![0; weights.len()]);
            for (own, weight) in own.iter_mut().zip(weights) {
                *own += (weight - least) / place.unit;
            }
        }
        sum.room += (place.cap + cap).div_euclid(place.unit);
        if place.label != Label::STRUCTURE {
            sum.labels.push(place.label);
        }
    }
    sum.labels.sort_unstable();
    sum.labels.dedup();
    sum.terms = terms.into_iter().collect();
    sum
}

/// Whether the sum could ever be broken.
fn is_useful(sum: &Sum, open: &OpenValues) -> bool {
    let most = sum.terms.iter().map(|(group, units)| {
        open[*group].iter().filter_map(|value| units.get(value as usize)).max().copied().unwrap_or(0)
    });
    most.sum::<i128>() > sum.room
}

/// The problem with its sums as further budgets that always hold; `None` where there are none. For questions in which
/// the constraints of all labels hold.
pub(super) fn strengthened(problem: &Problem) -> Option<Problem> {
    let sums = sums(problem);
    if sums.is_empty() {
        return None;
    }
    let mut stronger = problem.clone();
    for sum in sums {
        stronger.add_wide_budget(Label::STRUCTURE, sum.terms, sum.room);
    }
    Some(stronger)
}

/// What a counting argument says about some labels: these groups all take up room in places that have less together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Counted {
    /// The groups, ascending.
    pub groups: Vec<GroupId>,
    /// The room that they need at least.
    pub needed: i128,
    /// The room that there is.
    pub room: i128,
}

/// The counting argument by which the constraints of these labels have no solution; `None` where counting does not show it.
pub(crate) fn counted(problem: &Problem, labels: &[Label]) -> Option<Counted> {
    let mut own = problem.clone();
    own.retain(|label| label == Label::STRUCTURE || labels.contains(&label));
    let open = open_values(&own)?;
    sums(&own).into_iter().find_map(|sum| {
        let least = |(group, units): &(GroupId, Vec<i128>)| {
            let least = open[*group].iter().filter_map(|value| units.get(value as usize)).min().copied().unwrap_or(0);
            (*group, least)
        };
        let needing: Vec<(GroupId, i128)> = sum.terms.iter().map(least).filter(|(_, least)| *least > 0).collect();
        let needed = needing.iter().map(|(_, least)| least).sum();
        let groups = needing.into_iter().map(|(group, _)| group).collect();
        (needed > sum.room).then_some(Counted { groups, needed, room: sum.room })
    })
}
