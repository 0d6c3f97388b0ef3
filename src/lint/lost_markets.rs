//! What no valid bill of materials contains only because a market has none on any date: one missing certificate is one
//! cause, and not one for every part, slot, option value and rule of that market.
//!
//! The reasons of the market's conflicts are taken as met until it has a bill of materials. What such a one can contain is
//! listed with the market.

use super::containing::{Containing, First, Found};
use super::intervals;
use super::reachable::{Domain, Meaning, Meanings, values};
use super::rule_search::search_lost;
use super::rules::{Probed, Rules};
use crate::engine::{Assignment, LimitReached, Pick, Work};
use crate::explain::take_reasons_as_met;
use crate::kernel::{Lowered, Probes};
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
            let is_new = seen.insert(intervals::digest(compiled, market, &lowered, &probes.each));
            let is_open = rules.has_open() || values(&lowered).iter().any(|one| lost.lacks(domain, one.meaning));
            if !is_new || !is_open {
                continue;
            }
            if take_reasons_as_met(compiled, &mut lowered, work)? {
                let valid = lost.search(domain, &lowered, &probes, work)?;
                let problem = Probed { market, lowered: &lowered, probes: &probes };
                search_lost(compiled, rules, &problem, valid, work)?;
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

    /// Looks for what a market could use; a solution, if one was found.
    fn search(
        &mut self,
        domain: &Domain,
        lowered: &Lowered,
        probes: &Probes,
        work: &mut Work,
    ) -> Result<Option<Assignment>, LimitReached> {
        let mut plain = probes.without(&lowered.problem);
        plain.harden(|_| false);
        let First::Solution(mut solutions) = Containing::first(&plain, work)? else { return Ok(None) };
        let meanings = Meanings::of(lowered);
        self.add_taken(domain, &meanings, &solutions.taken());
        for value in meanings.all() {
            if !self.lacks(domain, value.meaning) {
                continue;
            }
            if let Found::Taken(picks) = solutions.find(Pick { group: value.group, value: value.value }, work)? {
                self.add_taken(domain, &meanings, &picks);
            }
        }
        Ok(Some(solutions.values().clone()))
    }

    fn add_taken(&mut self, domain: &Domain, meanings: &Meanings, taken: &[Pick]) {
        taken.iter().filter_map(|pick| meanings.find(*pick)).for_each(|meaning| self.add(domain, meaning));
    }
}
