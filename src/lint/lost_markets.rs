//! What no valid bill of materials contains only because a market has none on any date: one missing certificate is one
//! cause, and not one for every part, slot, option value and rule of that market.
//!
//! The reasons of the market's conflicts are taken as met until it has a bill of materials. What such a one can contain is
//! listed with the market.

use super::intervals;
use super::questions::{Finding, all_off, find};
use super::reachable::{Domain, Meaning, values};
use super::rules::{Probed, Rules};
use crate::engine::{LimitReached, Pick, Solver, Work};
use crate::explain::take_reasons_as_met;
use crate::kernel::{Lowered, Probe};
use crate::model::{AreaId, ComponentId, OptionId, SlotId};
use crate::query::Compiled;
use std::collections::BTreeSet;

/// A market without a valid bill of materials on any date, with what it could use.
pub(super) struct LostMarket {
    pub market: AreaId,
    pub candidates: BTreeSet<(SlotId, ComponentId)>,
    pub values: BTreeSet<(OptionId, u32)>,
}

/// The markets without a bill of materials, in the order of the solution. Rules that matter in one are noted.
pub(super) fn search(
    compiled: &Compiled,
    domain: &Domain,
    rules: &mut Rules,
    work: &mut Work,
) -> Result<Vec<LostMarket>, LimitReached> {
    let mut all = Vec::new();
    for market in domain.lost(compiled) {
        let mut lost = LostMarket { market, candidates: BTreeSet::new(), values: BTreeSet::new() };
        let mut seen = BTreeSet::new();
        for interval in intervals::all(compiled).into_iter().filter(|interval| interval.market == market) {
            let (mut lowered, probes) = intervals::lowered(compiled, interval);
            let is_new = seen.insert(intervals::digest(compiled, market, &lowered, &probes));
            let is_open = rules.has_open() || values(&lowered).iter().any(|one| lost.lacks(domain, one.meaning));
            if !is_new || !is_open {
                continue;
            }
            if take_reasons_as_met(compiled, &mut lowered, work)? {
                lost.search(domain, &lowered, &probes, work)?;
                rules.search_lost(compiled, &Probed::lost(market, &lowered, &probes), work)?;
            } else {
                // The structure alone leaves nothing: what the market could use without it is not known.
                values(&lowered).iter().for_each(|one| lost.add(domain, one.meaning));
            }
        }
        all.push(lost);
    }
    Ok(all)
}

impl LostMarket {
    /// Whether a value is dead and not known to be one that the market could use.
    fn lacks(&self, domain: &Domain, meaning: Meaning) -> bool {
        domain.is_dead(meaning)
            && !match meaning {
                Meaning::Candidate(slot, id) => self.candidates.contains(&(slot, id)),
                Meaning::Value(option, value) => self.values.contains(&(option, value)),
            }
    }

    fn add(&mut self, domain: &Domain, meaning: Meaning) {
        if !domain.is_dead(meaning) {
            return;
        }
        match meaning {
            Meaning::Candidate(slot, id) => self.candidates.insert((slot, id)),
            Meaning::Value(option, value) => self.values.insert((option, value)),
        };
    }

    fn search(
        &mut self,
        domain: &Domain,
        lowered: &Lowered,
        probes: &[Probe],
        work: &mut Work,
    ) -> Result<(), LimitReached> {
        let mut problem = lowered.problem.clone();
        problem.harden(|_| false);
        let mut solver = Solver::new(&problem);
        let mut picks = all_off(probes);
        let all = values(lowered);
        for value in &all {
            if !self.lacks(domain, value.meaning) {
                continue;
            }
            picks.push(Pick { group: value.group, value: value.value });
            if let Finding::Possible(taken) = find(&mut solver, &[], &picks, work)? {
                let contained = all.iter().filter(|one| taken[one.group] == one.value);
                contained.for_each(|one| self.add(domain, one.meaning));
            }
            picks.pop();
        }
        Ok(())
    }
}
