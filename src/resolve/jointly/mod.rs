//! The objective `regional`: the markets of the portfolio solved together, with the fewest lines outside the shared core.
//!
//! A slot is part of the core if every resolved market fills it with the same component version in the same quantity.
//! All lines of all resolved markets in other slots are *regional*; so the objective is
//! Σ lines over the markets − markets × slots of the core.
//!
//! The objectives in front of `regional` concern each market alone: they are brought to their least first and stay there.
//! Those behind it are summed over the markets, `cost` times the units a year (`[volumes]`). Then ties are broken: the
//! first market's preference (slots, options, carriers, planned certificates), the second market's, and so on. Markets
//! without an answer take no part.
//!
//! | step | where |
//! |---|---|
//! | each market's problem, its earlier objectives at their least | `member` |
//! | what could stand in a slot everywhere | `seat` |
//! | all markets as one problem, in which slots that can be filled alike are one | `joint` |
//! | parting slots until nothing is left unsaid | here |
//! | what fewer regional lines cost | `curve` |
//! | past the work limit: a portfolio that stands, proved or not | `standing` |
//!
//! The joint problem is a relaxation that becomes exact where it matters, as in counterexample-guided refinement
//! (Clarke et al. 2000): a slot is only looked at market by market once an optimum wants it apart. "Apart" is the first
//! value of its group, so no answer that is as good and earlier is passed by.
//!
//! SKUs join markets otherwise (`portfolio::joint`). There what is shared is a demand: the markets of one SKU hold the
//! same hardware or cannot stand together, and thousands of sets of markets are asked about, so each market's problem is
//! taken apart once and equal pieces are one for all. Here what is shared is worth something and all markets are asked
//! about at once, so equality is what is relaxed, slot by slot, and every market keeps its own groups for its own ties.
//! Either encoding would carry the other's constraints in every problem. What they have in common is the engine's: what
//! a problem leaves open, and what in it hangs together.

mod curve;
mod joint;
mod member;
mod seat;
mod standing;

use super::Choice;
use crate::bom::RegionalBounds;
use crate::engine::{LimitReached, Optimiser, Optimum, Work, satisfy};
use crate::kernel::TooLarge;
use crate::model::{ComponentId, Objective, SlotId};
use crate::query::Case;
use joint::{Aim, Joint};
use member::Member;
use seat::Seat;
use std::collections::{BTreeMap, BTreeSet};

pub(super) use curve::commonality;

/// Why there are no choices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// The work limit was reached; what is known then of the lines outside the core.
    Limit(Option<RegionalBounds>),
    /// Amounts past 128 bits.
    TooLarge,
}

impl From<LimitReached> for Stop {
    fn from(_: LimitReached) -> Self {
        Self::Limit(None)
    }
}

impl From<TooLarge> for Stop {
    fn from(_: TooLarge) -> Self {
        Self::TooLarge
    }
}

/// What the markets of a portfolio take together; `None` for one that has no answer.
pub(super) fn choices(
    cases: &[Case<'_>],
    optimiser: &mut Optimiser,
    work: &mut Work,
) -> Result<Vec<Option<Choice>>, Stop> {
    let mut found = Vec::with_capacity(cases.len());
    for case in cases {
        let mut halves = case.objectives.split(|objective| *objective == Objective::Regional);
        let (before, after) = (halves.next().unwrap_or_default(), halves.collect::<Vec<_>>().concat());
        found.push(Member::of(case, (before, &after), optimiser)?);
    }
    let members: Vec<&Member> = found.iter().flatten().collect();
    let mut search = Search::of(&members);
    let limit = cases.first().map_or(0, |case| case.limit);
    let first = search.first(optimiser, work);
    let (joint, best) = first.map_err(|stop| search.with_bounds(stop, limit, optimiser))?;
    let mut next = 0;
    let choice = |member: &Option<Member>| {
        member.as_ref().map(|_| {
            next += 1;
            joint.choice(next - 1, &best.values)
        })
    };
    Ok(found.iter().map(choice).collect())
}

/// What the markets hold alike in slots: a component version, or nothing.
type Alike = BTreeMap<SlotId, Option<ComponentId>>;

/// The search for the joint optimum.
struct Search<'a> {
    members: &'a [&'a Member],
    seats: Vec<Seat>,
    /// Slots that are looked at market by market.
    parted: BTreeSet<SlotId>,
    /// There are not fewer lines outside the core than this, and some portfolio is known to have no more than that.
    at_least: i128,
    at_most: Option<i128>,
    /// What the last optimum wanted alike, whether or not the markets can have it.
    wanted: Alike,
}

impl<'a> Search<'a> {
    fn of(members: &'a [&'a Member]) -> Self {
        let (seats, parted) = (seat::seats(members), BTreeSet::new());
        Self { members, seats, parted, at_least: 0, at_most: None, wanted: Alike::new() }
    }

    /// The answer: the fewest lines outside the core, then the levels, then the first.
    fn first(&mut self, optimiser: &mut Optimiser, work: &mut Work) -> Result<(Joint<'a>, Optimum), Stop> {
        let fewest = self.fewest(optimiser, work)?;
        self.solve(Aim::RegionalThenLevels(fewest), optimiser, work)
    }

    /// The least number of lines outside the core.
    fn fewest(&mut self, optimiser: &mut Optimiser, work: &mut Work) -> Result<i128, Stop> {
        let fewest = self.fewest_lines(optimiser, work)?;
        (self.at_least, self.at_most) = (fewest, Some(fewest));
        Ok(fewest)
    }

    fn fewest_lines(&mut self, optimiser: &mut Optimiser, work: &mut Work) -> Result<i128, Stop> {
        // Usually all that could be alike can be alike at once.
        let base = Joint::of(self.members, &self.seats, &self.parted, Aim::Regional)?.base();
        self.at_least = base;
        let alike = Joint::of(self.members, &self.seats, &self.parted, Aim::RegionalThenLevels(base))?;
        if satisfy(&alike.problem, work)?.is_some_and(|values| alike.unsaid(&values).is_empty()) {
            return Ok(base);
        }
        let (joint, best) = self.solve(Aim::Regional, optimiser, work)?;
        Ok(joint.regional(&best.values))
    }

    /// An optimum in which every slot is said, the first of all where all levels count.
    fn solve(&mut self, aim: Aim, optimiser: &mut Optimiser, work: &mut Work) -> Result<(Joint<'a>, Optimum), Stop> {
        self.wanted.clear();
        loop {
            let joint = Joint::of(self.members, &self.seats, &self.parted, aim)?;
            // Every market has an answer, so there is a joint one.
            let best = optimiser.optimum(&joint.problem, work)?.ok_or(Stop::Limit(None))?;
            if !matches!(aim, Aim::LevelsThenRegional(_)) {
                self.at_least = self.at_least.max(joint.regional(&best.values));
            }
            let unsaid = joint.unsaid(&best.values);
            if unsaid.is_empty() {
                return Ok((joint, best));
            }
            self.wanted = joint.alike(&best.values);
            self.parted.extend(unsaid);
        }
    }

    /// A reached limit with what is known by then: no portfolio has fewer lines than the last optimum, and one that
    /// stands has so many. Looking for that one may take as many steps again.
    fn with_bounds(&self, stop: Stop, limit: u64, optimiser: &mut Optimiser) -> Stop {
        if stop != Stop::Limit(None) {
            return stop;
        }
        let standing = || {
            let starts = [&self.wanted, &Alike::new()];
            let starts = starts.into_iter().skip(usize::from(self.wanted.is_empty()));
            let attempts = standing::attempts(self, starts, 0, (optimiser, &mut Work::new(limit)));
            attempts.iter().map(|standing| standing.regional).min()
        };
        let count = |lines: i128| usize::try_from(lines).unwrap_or(usize::MAX);
        let at_most = self.at_most.or_else(standing).map(count);
        Stop::Limit(Some(RegionalBounds { at_least: count(self.at_least), at_most }))
    }
}
