//! One market of the portfolio, prepared for solving it with the others.

use crate::bom::RegionalBounds;
use crate::engine::{GroupId, LimitReached, OpenValues, Optimiser, Values, Work, keep_optima, open_values, satisfy};
use crate::kernel::{Lowered, SlotGroup, TooLarge, Weights, levels, set_costs};
use crate::model::{Objective, SlotId};
use crate::number::Number;
use crate::query::Case;

/// Why there is no joint answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::portfolio) enum Stop {
    /// The step limit was reached; what is known by then of the lines outside the core.
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

/// The objectives of a market around `regional`.
#[derive(Clone, Copy)]
pub(super) struct Objectives<'a> {
    pub before: &'a [Objective],
    pub after: &'a [Objective],
}

/// A market that has an answer: its problem, in which the objectives before `regional` are kept at their minimum.
pub(super) struct Market {
    pub code: String,
    pub lowered: Lowered,
    /// What each group can take at all.
    pub open: OpenValues,
    /// The objectives after `regional`; `cost` times the market's volume.
    pub levels: Vec<Weights>,
}

impl Market {
    /// Prepares the market of a case; `None` if it has no answer.
    pub fn of(case: &Case<'_>, objectives: Objectives<'_>, optimiser: &mut Optimiser) -> Result<Option<Self>, Stop> {
        let Objectives { before, after } = objectives;
        let mut work = Work::new(case.limit);
        let mut lowered = case.lowered().clone();
        if before.is_empty() && !case.prefers_variants() {
            if satisfy(&lowered.problem, &mut work)?.is_none() {
                return Ok(None);
            }
        } else {
            set_costs(&case.input, &mut lowered, before, &case.locked)?;
            let Some(best) = optimiser.optimum(&lowered.problem, &mut work)? else { return Ok(None) };
            keep_optima(&mut lowered.problem, &best.values, &mut work)?;
        }
        let mut levels = levels(&case.input, &mut lowered, after, &case.locked)?;
        let volume = case.volume();
        for (level, _) in levels.iter_mut().zip(after).filter(|(_, objective)| **objective == Objective::Cost) {
            let weights = level.iter_mut().flat_map(|(_, weights)| weights);
            for weight in weights {
                *weight = weight.checked_mul(volume).ok_or(Stop::TooLarge)?;
            }
        }
        let Some(open) = open_values(&lowered.problem) else { return Ok(None) };
        Ok(Some(Self { code: case.code().to_owned(), lowered, open, levels }))
    }

    /// The slot's group, where the market has the slot.
    pub fn slot(&self, slot: SlotId) -> Option<&SlotGroup> {
        self.lowered.slot(slot)
    }

    /// What a group can take.
    pub fn open(&self, group: GroupId) -> Values {
        self.open[group].clone()
    }

    /// The least that a group's open values weigh.
    pub fn least(&self, group: GroupId, weights: &[Number]) -> Number {
        let open = self.open(group);
        open.iter().filter_map(|value| weights.get(value as usize)).min().copied().unwrap_or(Number::ZERO)
    }

    /// What is paid of the first level by the values that its groups take.
    pub fn paid(&self, taken: impl Fn(GroupId) -> Option<u32>) -> Option<Number> {
        let mut each = self.levels.first().into_iter().flatten();
        each.try_fold(Number::ZERO, |sum, (group, weights)| sum.checked_add(*weights.get(taken(*group)? as usize)?))
    }
}
