//! One market of the portfolio, made ready to be solved with the others.

use super::Stop;
use crate::engine::{GroupId, OpenValues, Optimiser, Values, Work, keep_optima, open_values, satisfy};
use crate::kernel::{Lowered, SlotGroup, Weights, levels, lower, set_costs};
use crate::model::{Objective, SlotId};
use crate::number::Number;
use crate::query::{self, Asked, Compiled};

/// A market that has an answer: its problem, in which the objectives before `regional` are at their best.
pub(super) struct Member {
    pub code: String,
    pub lowered: Lowered,
    /// What each group can take at all.
    pub open: OpenValues,
    /// The objectives after `regional`; `cost` times the market's volume.
    pub levels: Vec<Weights>,
}

impl Member {
    /// The market of a question with its objectives before and after `regional`; `None` if it has no answer.
    pub fn of(
        compiled: &Compiled,
        asked: &Asked,
        (before, after): (&[Objective], &[Objective]),
        optimiser: &mut Optimiser,
    ) -> Result<Option<Self>, Stop> {
        let Some(view) = compiled.markets.get(&asked.market) else { return Ok(None) };
        let shared_volume = |scheme: &str| compiled.shared_volume(scheme, asked.market, asked.day);
        let question = query::question(compiled, asked, view, &shared_volume);
        let mut work = Work::new(asked.limit);
        let mut lowered = lower(&question);
        if before.is_empty() {
            if satisfy(&lowered.problem, &mut work)?.is_none() {
                return Ok(None);
            }
        } else {
            set_costs(&question, &mut lowered, before, &asked.before)?;
            let Some(best) = optimiser.optimum(&lowered.problem, &mut work)? else { return Ok(None) };
            keep_optima(&mut lowered.problem, &best.values, &mut work)?;
        }
        let mut levels = levels(&question, &mut lowered, after, &asked.before)?;
        let volume = compiled.model.header.volume(asked.market);
        for (level, _) in levels.iter_mut().zip(after).filter(|(_, objective)| **objective == Objective::Cost) {
            let weights = level.iter_mut().flat_map(|(_, weights)| weights);
            for weight in weights {
                *weight = weight.checked_mul(volume).ok_or(Stop::TooLarge)?;
            }
        }
        let Some(open) = open_values(&lowered.problem) else { return Ok(None) };
        let code = compiled.model.areas.code(asked.market).to_owned();
        Ok(Some(Self { code, lowered, open, levels }))
    }

    /// The slot's group, where the market has the slot.
    pub fn slot(&self, slot: SlotId) -> Option<&SlotGroup> {
        let at = self.lowered.slots.binary_search_by_key(&slot, |group| group.slot).ok()?;
        self.lowered.slots.get(at)
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
