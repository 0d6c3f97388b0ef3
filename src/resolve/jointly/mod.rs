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

use crate::engine::{GroupId, LimitReached, Optimiser, Optimum, Work, satisfy};
use crate::kernel::TooLarge;
use crate::model::{Objective, SlotId};
use crate::question::{Asked, Compiled, objectives};
use joint::{Aim, Joint};
use member::Member;
use seat::Seat;
use std::collections::BTreeSet;

pub(super) use curve::commonality;

/// What a market takes in its slots and options.
pub(super) type Choice = Vec<(GroupId, u32)>;

/// Why there are no choices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// The work limit was reached.
    Limit,
    /// Amounts past 128 bits.
    TooLarge,
}

impl From<LimitReached> for Stop {
    fn from(_: LimitReached) -> Self {
        Self::Limit
    }
}

impl From<TooLarge> for Stop {
    fn from(_: TooLarge) -> Self {
        Self::TooLarge
    }
}

/// What the markets of a portfolio take together; `None` for one that has no answer.
pub(super) fn choices(
    compiled: &Compiled,
    asked: &[Asked],
    optimiser: &mut Optimiser,
    work: &mut Work,
) -> Result<Vec<Option<Choice>>, Stop> {
    let mut found = Vec::with_capacity(asked.len());
    for one in asked {
        let all = objectives(compiled, one);
        let mut halves = all.split(|objective| *objective == Objective::Regional);
        let (before, after) = (halves.next().unwrap_or_default(), halves.collect::<Vec<_>>().concat());
        found.push(Member::of(compiled, one, (before, &after), optimiser)?);
    }
    let members: Vec<&Member> = found.iter().flatten().collect();
    let mut search = Search::of(&members);
    let fewest = search.fewest(optimiser, work)?;
    let (joint, best) = search.solve(Aim::RegionalThenLevels(fewest), optimiser, work)?;
    let mut next = 0;
    let choice = |member: &Option<Member>| {
        member.as_ref().map(|_| {
            next += 1;
            joint.choice(next - 1, &best.values)
        })
    };
    Ok(found.iter().map(choice).collect())
}

/// The search for the joint optimum.
struct Search<'a> {
    members: &'a [&'a Member],
    seats: Vec<Seat>,
    /// Slots that are looked at market by market.
    parted: BTreeSet<SlotId>,
}

impl<'a> Search<'a> {
    fn of(members: &'a [&'a Member]) -> Self {
        Self { members, seats: seat::seats(members), parted: BTreeSet::new() }
    }

    /// The least number of lines outside the core.
    fn fewest(&mut self, optimiser: &mut Optimiser, work: &mut Work) -> Result<i128, Stop> {
        // Usually all that could be alike can be alike at once.
        let base = Joint::of(self.members, &self.seats, &self.parted, Aim::Regional)?.base();
        let alike = Joint::of(self.members, &self.seats, &self.parted, Aim::RegionalThenLevels(base))?;
        if satisfy(&alike.problem, work)?.is_some_and(|values| alike.unsaid(&values).is_empty()) {
            return Ok(base);
        }
        let (joint, best) = self.solve(Aim::Regional, optimiser, work)?;
        Ok(joint.regional(&best.values))
    }

    /// An optimum in which every slot is said, the first of all where all levels count.
    fn solve(&mut self, aim: Aim, optimiser: &mut Optimiser, work: &mut Work) -> Result<(Joint<'a>, Optimum), Stop> {
        loop {
            let joint = Joint::of(self.members, &self.seats, &self.parted, aim)?;
            // Every market has an answer, so there is a joint one.
            let best = optimiser.optimum(&joint.problem, work)?.ok_or(Stop::Limit)?;
            let unsaid = joint.unsaid(&best.values);
            if unsaid.is_empty() {
                return Ok((joint, best));
            }
            self.parted.extend(unsaid);
        }
    }
}
