//! The questions of explanations, on [`Compiled`].

use super::why::Ground;
use super::{reason_sets, recheck};
use crate::bom::{Reason, ReasonSets, Recheck, Why};
use crate::engine::{LimitReached, Work};
use crate::kernel::{Lowered, Question, lower, set_costs};
use crate::query::{self, Asked, Compiled, Request, ResolveError, objectives};

impl Compiled {
    /// Up to `most` minimal sets of reasons why the first market of the request has no valid bill of materials: the
    /// fewest reasons first, then the fewest in built-in files, then the first in reading order. None where it has one.
    ///
    /// ```
    /// # let solution = terroir::Solution::from_sources([("solution.toml", "
    /// #     [solution]\nname = 'lamp'\nmarkets = ['US']\ncurrency = 'USD'\n[slots.a]\nchoose = ['one']\n[slots.b]\nchoose = ['one']
    /// #     [[rules]]\nid = 'no-a'\nthen = 'not slot.a'\n[[rules]]\nid = 'no-b'\nthen = 'not slot.b'
    /// # "), ("catalog/c.toml", "[[components]]\nid = 'one'\nkind = 'hardware'")])?;
    /// let compiled = solution.compile()?;
    /// let request = terroir::Request::market("US").as_of("2026-11-22".parse()?);
    /// let found = compiled.reason_sets(&request, 10)?;
    /// let keys: Vec<&str> = found.sets.iter().map(|set| set[0].key.as_str()).collect();
    /// assert_eq!(keys, ["rule:no-a", "rule:no-b"]);
    /// assert!(found.complete);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`ResolveError`] for unknown names in the request, and where the work limit was reached.
    pub fn reason_sets(&self, request: &Request, most: usize) -> Result<ReasonSets, ResolveError> {
        self.asking(request, |compiled, asked, question, lowered, work| {
            reason_sets(compiled, asked, question, lowered, (most, work))
        })
    }

    /// Solves the reasons of a conflict again with a fresh solver: alone they leave no solution, and without any one of
    /// them there is one. What the tests hold against every conflict; a program may do the same.
    ///
    /// # Errors
    /// [`ResolveError`] for unknown names in the request, and where the work limit was reached.
    pub fn recheck(&self, request: &Request, reasons: &[Reason]) -> Result<Recheck, ResolveError> {
        self.asking(request, |compiled, _, question, lowered, work| {
            recheck::recheck(compiled, question, lowered, reasons, work)
        })
    }

    /// Why a slot holds what it holds in the first market of the request, and what every other candidate leads to.
    ///
    /// # Errors
    /// [`ResolveError`] for unknown names, and where the work limit was reached.
    pub fn why_slot(&self, request: &Request, slot: &str) -> Result<Why, ResolveError> {
        self.known_slot(slot)?;
        self.grounded(request, |ground, work| ground.slot(slot, work))
    }

    /// Why a component (`ID[@REQ]`) stands in the bill of materials of the first market of the request, or does not:
    /// one place for each slot that could hold it.
    ///
    /// # Errors
    /// [`ResolveError`] for unknown names, and where the work limit was reached.
    pub fn why_component(&self, request: &Request, component: &str) -> Result<Why, ResolveError> {
        let meant = self.versions(component)?;
        self.grounded(request, |ground, work| ground.component(&meant, work))
    }

    /// Why an option has the value it has in the first market of the request, and what every other value leads to, as
    /// `--set` would.
    ///
    /// # Errors
    /// [`ResolveError`] for unknown names, and where the work limit was reached.
    pub fn why_option(&self, request: &Request, option: &str) -> Result<Why, ResolveError> {
        let id = self.known_option(option)?;
        self.grounded(request, |ground, work| ground.option(id, work))
    }

    fn grounded(
        &self,
        request: &Request,
        ask: impl FnOnce(&Ground<'_>, &mut Work) -> Result<Why, LimitReached>,
    ) -> Result<Why, ResolveError> {
        let mut costs = Ok(());
        let why = self.asking(request, |compiled, asked, question, lowered, work| {
            let mut priced = lowered.clone();
            costs = set_costs(question, &mut priced, &objectives(compiled, asked), &asked.before);
            ask(&Ground { compiled, asked, question, lowered: &priced }, work)
        });
        costs?;
        why
    }

    /// Looks up the request's first market, lowers its question and asks.
    fn asking<T>(
        &self,
        request: &Request,
        ask: impl FnOnce(&Self, &Asked, &Question<'_>, &Lowered, &mut Work) -> Result<T, LimitReached>,
    ) -> Result<T, ResolveError> {
        let Some(code) = request.markets.first() else { return Err(ResolveError::NoMarket) };
        let wide = self.reaching(std::slice::from_ref(code))?;
        let compiled = wide.as_ref().unwrap_or(self);
        let asked = compiled.asked(request, code)?;
        let view = compiled.markets.get(&asked.market).ok_or(ResolveError::NoMarket)?;
        let shared_volume = |scheme: &str| compiled.shared_volume(scheme, asked.market, asked.day);
        let question = query::question(compiled, &asked, view, &shared_volume);
        let lowered = lower(&question);
        ask(compiled, &asked, &question, &lowered, &mut Work::new(asked.limit))
            .map_err(|LimitReached| ResolveError::LimitReached)
    }
}
