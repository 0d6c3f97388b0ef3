//! The lint of the model: what no valid bill of materials of any market on any date can use, proved by the engine.
//!
//! | step | where |
//! |---|---|
//! | every market between every two days on which something changes there; equal problems once | `intervals` |
//! | which candidates and option values some valid bill of materials contains | `reachable`, `containing` |
//! | changes of a known solution in a few places, before the solver is called | `nearby` |
//! | rules that never matter, rules that alone make a market impossible | `rule_search`, `rules`, `contradictions` |
//! | markets without any bill of materials, and everything that they alone could use | `lost_markets` |
//! | needs that a single component meets, lines that only the order of the file decides | `single_provider` |
//! | requirements of built-in overlays that no component matches | `unmatched` |
//! | own overlays that repeat what holds anyway | [`overlay`](crate::overlay) |
//! | the diagnostics | `messages` |
//!
//! Options are free here but where an area fixes them: a default is what `--set` replaces, and what a value could do is
//! not dead. A value is alive with the first valid bill of materials that contains it, whichever call of the solver found
//! it, so most values need no call of their own; what is left is refuted in every market on every date. Work is counted:
//! what was neither found nor refuted within the limit is reported as unproved, never as dead.

mod containing;
mod contradictions;
mod intervals;
mod lost_markets;
mod messages;
mod nearby;
mod questions;
mod reachable;
mod rule_search;
mod rules;
mod single_provider;
mod unmatched;

use crate::bom::Outcome;
use crate::diagnostic::{self, Diagnostic};
use crate::engine::{LimitReached, Work};
use crate::overlay::report_idle;
use crate::query::Compiled;
use reachable::{Domain, Solvable};
use rules::{Probed, Rules, Verdicts};
use std::collections::BTreeMap;

/// Solver steps for all markets together where the caller does not limit them.
const USUAL_LIMIT: u64 = 2_000_000_000;

impl Compiled {
    /// What is suspicious about the model in all markets and at all dates at once, proved, sorted by place; `answers`
    /// are looked through for lines that only the order of the file decided. `limit`: solver steps in all.
    ///
    /// ```
    /// let solution = terroir::Solution::from_sources([
    ///     ("solution.toml", "
    ///         [solution]
    ///         name = 'lamp'
    ///         markets = ['DE']
    ///         currency = 'EUR'
    ///         [slots.driver]
    ///         choose = ['driver-230', 'driver-120']
    ///     "),
    ///     ("catalog/drivers.toml", "
    ///         [[components]]
    ///         id = 'driver-120'
    ///         kind = 'hardware'
    ///         needs = { 'power.mains' = { voltage_v = { within = [100, 130] } } }
    ///         [[components]]
    ///         id = 'driver-230'
    ///         kind = 'hardware'
    ///     "),
    /// ])?;
    /// let diagnostics = solution.compile()?.lint(&[], None);
    /// assert_eq!(diagnostics[0].code, "dead-component");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn lint(&self, answers: &[Outcome], limit: Option<u64>) -> Vec<Diagnostic> {
        let mut work = Work::new(limit.unwrap_or(USUAL_LIMIT));
        let mut domain = Domain::of(self);
        let mut rules = Rules::of(self);
        let found = search(self, &mut domain, &mut rules, &mut work)
            .and_then(|()| lost_markets::search(self, &domain, &mut rules, &mut work));
        let search = if found.is_ok() { Search::Finished } else { Search::Stopped };
        let mut diagnostics = Vec::new();
        if let Ok(lost) = found {
            messages::dead(self, &domain, &lost, &mut diagnostics);
            messages::rules(self, &rules, &mut diagnostics);
        }
        report_idle(&self.model, &self.files, &mut diagnostics);
        unmatched::unmatched(self, answers, &mut diagnostics);
        single_provider::single_providers(self, &domain, &mut diagnostics);
        single_provider::ambiguous(self, answers, &mut diagnostics);
        diagnostics.extend(messages::unproved(self, &domain, &rules, search));
        diagnostic::sort(&mut diagnostics, &self.files);
        diagnostics
    }
}

/// How the search through all markets and dates ended.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Search {
    Finished,
    /// At the step limit.
    Stopped,
}

/// Goes through every market and date; fails where the limit ended it before the last.
fn search(compiled: &Compiled, domain: &mut Domain, rules: &mut Rules, work: &mut Work) -> Result<(), LimitReached> {
    let mut seen: BTreeMap<[u8; 32], (Solvable, Verdicts)> = BTreeMap::new();
    for interval in intervals::all(compiled) {
        let (lowered, probes) = intervals::lowered(compiled, interval);
        domain.offer(compiled, interval.market, &lowered);
        let digest = intervals::digest(compiled, interval.market, &lowered, &probes.each);
        if let Some((solvable, verdicts)) = seen.get(&digest) {
            domain.note(*solvable);
            rules.note(interval.market, verdicts);
            continue;
        }
        let valid = domain.search(&lowered, &probes, work)?;
        let solvable = valid.solvable();
        let problem = Probed { market: interval.market, lowered: &lowered, probes: &probes };
        let verdicts = rule_search::search(compiled, rules, &problem, valid, work)?;
        rules.note(interval.market, &verdicts);
        seen.insert(digest, (solvable, verdicts));
    }
    Ok(())
}
