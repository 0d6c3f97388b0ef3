//! The lint of the model: what no valid bill of materials of any market on any date can use, proved by the engine.
//!
//! | step | where |
//! |---|---|
//! | every market between every two days on which something changes there; equal problems once | `moments` |
//! | which candidates and option values stand in some valid bill of materials | `domain` |
//! | rules that never matter, rules that leave nothing | `rules` |
//! | needs that a single component meets, lines that only the order of the file decides | `luck` |
//! | own overlays that repeat what holds anyway | [`overlay`](crate::overlay) |
//! | the words | `tell` |
//!
//! Options are free here but where an area fixes them: a default is what `--set` replaces, and what a value could do is
//! no dead part. A value is alive with the first valid bill of materials that holds it, whichever question found it, so
//! each is asked for only until then; what is left is refuted in every market at every date. Work is counted: what was
//! neither found nor refuted within the limit is said to be unproved, never told as dead.

mod intervals;
mod messages;
mod reachable;
mod rules;
mod single_provider;

use crate::bom::Outcome;
use crate::diagnostic::{self, Diagnostic};
use crate::engine::{LimitReached, Work};
use crate::overlay::report_idle;
use crate::query::Compiled;
use reachable::Domain;
use rules::{Rules, Verdicts};
use std::collections::BTreeMap;

/// Steps of reasoning for all markets together where the caller does not say.
const USUAL_LIMIT: u64 = 2_000_000_000;

/// Steps that one question may take: a hard one does not spend what is left for the others.
const ONE_QUESTION: u64 = 20_000_000;

impl Compiled {
    /// What is suspicious about the model in all markets and at all dates at once, proved, sorted by place; `answers`
    /// are looked through for lines that only the order of the file decided. `limit`: steps of reasoning in all.
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
    /// let told = solution.compile()?.lint(&[], None);
    /// assert_eq!(told[0].code, "dead-component");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn lint(&self, answers: &[Outcome], limit: Option<u64>) -> Vec<Diagnostic> {
        let mut work = Work::new(limit.unwrap_or(USUAL_LIMIT));
        let mut domain = Domain::of(self);
        let mut rules = Rules::of(self);
        let finished = search(self, &mut domain, &mut rules, &mut work).is_ok();
        let mut told = Vec::new();
        if finished {
            messages::dead(self, &domain, &mut told);
            messages::rules(self, &rules, &mut told);
        }
        report_idle(&self.model, &self.files, &mut told);
        single_provider::single_providers(self, &domain, &mut told);
        single_provider::ambiguous(self, answers, &mut told);
        told.extend(messages::unproved(self, &domain, &rules, finished));
        diagnostic::sort(&mut told, &self.files);
        told
    }
}

/// Goes through every market and date; fails where the limit ended it before the last.
fn search(compiled: &Compiled, domain: &mut Domain, rules: &mut Rules, work: &mut Work) -> Result<(), LimitReached> {
    let mut seen: BTreeMap<[u8; 32], Verdicts> = BTreeMap::new();
    for moment in intervals::all(compiled) {
        let (lowered, probes) = intervals::lowered(compiled, moment);
        domain.offer(compiled, moment.market, &lowered);
        let digest = intervals::digest(compiled, moment.market, &lowered, &probes);
        if let Some(known) = seen.get(&digest) {
            rules.note(moment.market, known);
            continue;
        }
        let solvable = domain.search(&lowered, &probes, work)?;
        let verdicts = rules.search(compiled, moment, (&lowered, &probes), solvable, work)?;
        rules.note(moment.market, &verdicts);
        seen.insert(digest, verdicts);
    }
    Ok(())
}

/// A meter for one question.
fn portion(work: &Work) -> Work {
    work.portion(ONE_QUESTION)
}

/// Takes what a portion spent off the whole; whether the whole still has something.
fn settle(work: &mut Work, portion: &Work) -> Result<(), LimitReached> {
    work.spend(portion.spent())
}
