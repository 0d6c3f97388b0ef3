//! The search for the joint optimum: slots are split until an optimum of the relaxation leaves none open.

use super::market::{Market, Stop};
use super::relaxation::{Agreed, Aim, Relaxation};
use super::shared_slot::{SharedSlot, shared_slots};
use crate::engine::{Optimiser, Optimum, Work, satisfy};
use crate::model::SlotId;
use std::collections::BTreeSet;

/// The search for the joint optimum, with the bounds it has found so far.
pub(super) struct Search<'a> {
    pub markets: &'a [&'a Market],
    pub shared_slots: Vec<SharedSlot>,
    /// Slots that are looked at market by market.
    split: BTreeSet<SlotId>,
    /// No portfolio has fewer lines outside the core than this.
    pub at_least: i128,
    /// Some portfolio has no more than this.
    pub at_most: Option<i128>,
    /// What the last optimum fills alike, whether or not the markets can.
    pub wanted: Agreed,
}

impl<'a> Search<'a> {
    pub fn of(markets: &'a [&'a Market]) -> Self {
        let (shared_slots, split) = (shared_slots(markets), BTreeSet::new());
        Self { markets, shared_slots, split, at_least: 0, at_most: None, wanted: Agreed::new() }
    }

    /// The answer: the fewest lines outside the core, then the levels, then the first in order.
    pub fn first(&mut self, optimiser: &mut Optimiser, work: &mut Work) -> Result<(Relaxation<'a>, Optimum), Stop> {
        let fewest = self.fewest_lines(optimiser, work)?;
        (self.at_least, self.at_most) = (fewest, Some(fewest));
        self.solve(Aim::RegionalThenLevels(fewest), optimiser, work)
    }

    /// The least number of lines outside the core.
    fn fewest_lines(&mut self, optimiser: &mut Optimiser, work: &mut Work) -> Result<i128, Stop> {
        // Usually all slots that could be filled alike can be at once.
        let base = self.relaxed(Aim::Regional)?.base();
        self.at_least = base;
        let alike = self.relaxed(Aim::RegionalThenLevels(base))?;
        if satisfy(&alike.problem, work)?.is_some_and(|values| alike.open_slots(&values).is_empty()) {
            return Ok(base);
        }
        let (relaxation, best) = self.solve(Aim::Regional, optimiser, work)?;
        Ok(relaxation.regional(&best.values))
    }

    /// An optimum that leaves no slot open, the first in order where all levels count.
    pub fn solve(
        &mut self,
        aim: Aim,
        optimiser: &mut Optimiser,
        work: &mut Work,
    ) -> Result<(Relaxation<'a>, Optimum), Stop> {
        self.wanted.clear();
        loop {
            let relaxation = self.relaxed(aim)?;
            // Every market has an answer, so there is a joint one.
            let best = optimiser.optimum(&relaxation.problem, work)?.ok_or(Stop::Limit(None))?;
            match aim {
                Aim::Regional | Aim::RegionalThenLevels(_) => {
                    self.at_least = self.at_least.max(relaxation.regional(&best.values));
                }
                Aim::LevelsThenRegional(_) => {}
            }
            let open = relaxation.open_slots(&best.values);
            if open.is_empty() {
                return Ok((relaxation, best));
            }
            self.wanted = relaxation.agreed(&best.values);
            self.split.extend(open);
        }
    }

    fn relaxed(&self, aim: Aim) -> Result<Relaxation<'a>, Stop> {
        Relaxation::of(self.markets, &self.shared_slots, &self.split, aim)
    }
}
