//! The questions of explanations, on [`Compiled`].

use super::{reason_sets, recheck, why};
use crate::bom::{Reason, ReasonSets, Recheck, Why};
use crate::engine::{LimitReached, Work};
use crate::query::{Case, Compiled, Request, ResolveError};

impl Compiled {
    /// Up to `most` minimal sets of reasons why the first market of the request has no valid bill of materials: first the
    /// set that its conflict shows, then those that share no reason with it, then the others; of each, the fewest
    /// reasons first, then the fewest in built-in files, then the first in reading order. None where it has one.
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
        self.with_case(request, |case| {
            let found = reason_sets(&case, most, &mut Work::new(case.limit));
            found.map_err(|LimitReached| ResolveError::limit_reached())
        })
    }

    /// Solves the reasons of a conflict again with a fresh solver: alone they leave no solution, and without any one of
    /// them there is one. What the tests hold against every conflict; a program may do the same.
    ///
    /// # Errors
    /// [`ResolveError`] for unknown names in the request, and where the work limit was reached.
    pub fn recheck(&self, request: &Request, reasons: &[Reason]) -> Result<Recheck, ResolveError> {
        self.with_case(request, |case| {
            let found = recheck::recheck(&case, reasons, &mut Work::new(case.limit));
            found.map_err(|LimitReached| ResolveError::limit_reached())
        })
    }

    /// Why a slot holds what it holds in the first market of the request, and what every other candidate leads to.
    ///
    /// # Errors
    /// [`ResolveError`] for unknown names, and where the work limit was reached.
    pub fn why_slot(&self, request: &Request, slot: &str) -> Result<Why, ResolveError> {
        self.known_slot(slot)?;
        self.why(request, |case, work| why::slot(case, slot, work))
    }

    /// Why a component (`ID[@REQ]`) is in the bill of materials of the first market of the request, or is not:
    /// one place for each slot that could hold it.
    ///
    /// # Errors
    /// [`ResolveError`] for unknown names, and where the work limit was reached.
    pub fn why_component(&self, request: &Request, component: &str) -> Result<Why, ResolveError> {
        let meant = self.versions(component)?;
        self.why(request, |case, work| why::component(case, &meant, work))
    }

    /// Why an option has the value it has in the first market of the request, and what every other value leads to, as
    /// `--set` would.
    ///
    /// # Errors
    /// [`ResolveError`] for unknown names, and where the work limit was reached.
    pub fn why_option(&self, request: &Request, option: &str) -> Result<Why, ResolveError> {
        let id = self.known_option(option)?;
        self.why(request, |case, work| why::option(case, id, work))
    }

    fn why(
        &self,
        request: &Request,
        find: impl FnOnce(&Case<'_>, &mut Work) -> Result<Why, LimitReached>,
    ) -> Result<Why, ResolveError> {
        self.with_case(request, |mut case| {
            case.price()?;
            find(&case, &mut Work::new(case.limit)).map_err(|LimitReached| ResolveError::limit_reached())
        })
    }
}
