//! Waivers: findings that the solution accepts, and waivers that accept nothing.

use super::{Case, Compiled};
use crate::bom::{Outcome, Portfolio, Warning};
use crate::date::Date;
use crate::diagnostic::{self, Diagnostic};
use crate::name::{listed, nearest};
use crate::overlay::Waiver;
use crate::span::Span;
use crate::terms::Code;
use crate::terms::code::{FactCode, LintCode};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// How many keys a help names.
const MOST_KEYS: usize = 3;

impl Case<'_> {
    /// Whether a waiver accepts a finding about this key, and not all with the code.
    pub(crate) fn accepts_key(&self, code: impl Into<Code>, key: &str) -> bool {
        let code = code.into();
        let waivers = self.input.view.waivers.iter();
        let mut waivers = waivers.filter(|one| one.code == code && self.is_counted(one));
        waivers.clone().all(|one| one.key.is_some()) && waivers.any(|one| one.names(code, key))
    }

    /// Marks the warnings of this market that a waiver accepts.
    pub fn waived(&self, mut warnings: Vec<Warning>) -> Vec<Warning> {
        for warning in &mut warnings {
            let mut waivers = self.input.view.waivers.iter();
            let accepting = waivers.find(|one| one.names(warning.code, &warning.key) && self.is_counted(one));
            (warning.waived, warning.because) = (accepting.is_some(), accepting.map(|one| one.because.clone()));
        }
        warnings
    }

    /// Whether a waiver counts in this market on this day.
    fn is_counted(&self, waiver: &Waiver) -> bool {
        waiver.reaches(|area| self.compiled.is_in(self.code(), area)) && waiver.counts(self.input.day)
    }
}

impl Compiled {
    /// Marks the diagnostics that a waiver of the whole solution accepts on a day. Errors cannot be waived.
    pub fn waive(&self, diagnostics: &mut [Diagnostic], day: Date) {
        for one in diagnostics.iter_mut().filter(|one| one.severity != diagnostic::Severity::Error) {
            one.because = self.accepting(one.code, &one.key, day).map(String::into_boxed_str);
            one.waived = one.because.is_some();
        }
    }

    /// Marks the warnings about several markets that a waiver of the whole solution accepts on a day.
    pub(crate) fn waived(&self, mut warnings: Vec<Warning>, day: Date) -> Vec<Warning> {
        for warning in &mut warnings {
            warning.because = self.accepting(warning.code, &warning.key, day);
            warning.waived = warning.because.is_some();
        }
        warnings
    }

    /// Why a waiver of the whole solution accepts a finding; `None` where none does.
    fn accepting(&self, code: Code, key: &str, day: Date) -> Option<String> {
        let waivers = self.waivers();
        let mut of_all = waivers.values().filter(|waiver| self.is_of_all(waiver));
        let found = of_all.find(|waiver| waiver.names(code, key) && waiver.effectivity.holds_on(day));
        found.map(|waiver| waiver.because.clone())
    }

    /// Whether a market is, or lies in, an area.
    fn is_in(&self, market: &str, area: &str) -> bool {
        let areas = &self.model.areas;
        let inside = areas.find(market).zip(areas.find(area)).is_some_and(|(market, area)| areas.lies_in(market, area));
        inside || market == area
    }

    /// Whether a waiver is for the solution as a whole: findings about the files, or several markets, are of no market.
    fn is_of_all(&self, waiver: &Waiver) -> bool {
        waiver.markets.is_empty() && self.model.areas.code(waiver.origin.area) == "world"
    }

    /// The waivers of all markets by place.
    fn waivers(&self) -> BTreeMap<Span, &Arc<Waiver>> {
        let all = self.markets.values().flat_map(|view| &view.waivers);
        all.map(|waiver| (waiver.origin.span, waiver)).collect()
    }

    /// The waivers that have ended, and those that match nothing, given the answers for all markets and all diagnostics of
    /// the solution: neither accepts anything any more.
    ///
    /// ```
    /// let solution = "
    ///     solution = { name = 'lamp', markets = ['DE'], currency = 'EUR' }
    ///     slots = { lamp = { choose = ['lamp-1'] } }
    ///     waivers = [{ code = 'gap', key = 'network.lte-m', because = 'measured' }]
    /// ";
    /// let catalog = "components = [{ id = 'lamp-1', kind = 'hardware', price = '1' }]";
    /// let solution = terroir::Solution::from_sources([("solution.toml", solution), ("catalog/a.toml", catalog)])?;
    /// let compiled = solution.compile()?;
    /// let portfolio = compiled.portfolio(&terroir::Request::default().as_of("2026-11-22".parse()?))?;
    /// assert_eq!(compiled.idle_waivers(&[portfolio], &[])[0].code, "waiver-unused");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn idle_waivers(&self, portfolios: &[Portfolio], diagnostics: &[Diagnostic]) -> Vec<Diagnostic> {
        let Some(day) = portfolios.first().map(|portfolio| portfolio.as_of) else { return Vec::new() };
        let findings = Findings { compiled: self, portfolios, diagnostics };
        let mut found = Vec::new();
        for (place, waiver) in self.waivers() {
            let what = diagnostic::headed("", waiver.code, waiver.key.as_deref().unwrap_or_default());
            if let Some(until) = waiver.effectivity.until.filter(|until| *until <= day) {
                let last = until.previous().unwrap_or(until);
                let message = format!("the waiver of `{what}` has ended: {last} was its last day");
                let ended = Diagnostic::warning(LintCode::WaiverEnded, place, message).about(waiver.code.as_str());
                found.push(ended.help("delete it, or give it a later date if the finding is still accepted"));
            } else if waiver.effectivity.holds_on(day) && !findings.accepts(waiver) && !findings.may_accept(waiver) {
                let message = format!("the waiver of `{what}` matches no finding");
                let unused = Diagnostic::warning(LintCode::WaiverUnused, place, message).about(waiver.code.as_str());
                found.push(unused.help(findings.instead(waiver)));
            }
        }
        found
    }
}

/// All that is found, in the answers and in the files.
struct Findings<'a> {
    compiled: &'a Compiled,
    portfolios: &'a [Portfolio],
    diagnostics: &'a [Diagnostic],
}

impl<'a> Findings<'a> {
    /// The warnings about one market, each with it.
    fn of_markets(&self) -> impl Iterator<Item = (&'a str, &'a Warning)> + use<'a> {
        let outcomes = self.portfolios.iter().flat_map(|portfolio| &portfolio.markets);
        outcomes.flat_map(|outcome: &Outcome| outcome.warnings().iter().map(|one| (outcome.market(), one)))
    }

    /// The codes and keys of what is about the solution as a whole.
    fn of_all(&self) -> impl Iterator<Item = (Code, &'a str)> + use<'a> {
        let shared = self.portfolios.iter().flat_map(|portfolio| &portfolio.warnings);
        let of_files = self.diagnostics.iter().map(|one| (one.code, one.key.as_str()));
        shared.map(|one| (one.code, one.key.as_str())).chain(of_files)
    }

    /// Whether a waiver that is in force accepts any finding.
    fn accepts(&self, waiver: &Waiver) -> bool {
        let in_markets =
            || self.of_markets().any(|(market, one)| self.reaches(waiver, market) && waiver.names(one.code, &one.key));
        let in_all = || self.of_all().any(|(code, key)| waiver.names(code, key));
        in_markets() || (self.compiled.is_of_all(waiver) && in_all())
    }

    /// The facts of the answers that a code is about.
    fn facts_with(&self, code: Code) -> impl Iterator<Item = &'a str> + use<'a> {
        let boms = self.portfolios.iter().flat_map(|portfolio| &portfolio.markets).filter_map(Outcome::bom);
        let facts = boms.flat_map(|bom| &bom.facts);
        let with_status = facts.filter(move |fact| {
            let status = fact.status.as_deref().and_then(FactCode::of_status);
            status.is_some_and(|status| code == status)
        });
        with_status.map(|fact| fact.key.as_str())
    }

    /// Whether a market that it is for has no bill of materials, so that nobody knows which findings that would have.
    fn may_accept(&self, waiver: &Waiver) -> bool {
        let mut outcomes = self.portfolios.iter().flat_map(|portfolio| &portfolio.markets);
        outcomes.any(|outcome| outcome.bom().is_none() && self.reaches(waiver, outcome.market()))
    }

    fn reaches(&self, waiver: &Waiver, market: &str) -> bool {
        let areas = &self.compiled.model.areas;
        let lies_in = areas.find(market).is_some_and(|area| areas.lies_in(area, waiver.origin.area));
        lies_in && waiver.reaches(|area| self.compiled.is_in(market, area))
    }

    /// What to do about a waiver that accepts nothing: what it may have meant.
    fn instead(&self, waiver: &Waiver) -> String {
        let named = self.of_markets().filter(|(_, one)| waiver.names(one.code, &one.key));
        let markets: BTreeSet<&str> = named.map(|(market, _)| market).collect();
        if !markets.is_empty() {
            let markets: Vec<&str> = markets.into_iter().collect();
            return format!("delete it, or correct its markets: the finding is one of {}", markets.join(", "));
        }
        if self.of_all().any(|(code, key)| waiver.names(code, key)) {
            return "write it in solution.toml and without `markets`: the finding is one of the whole solution"
                .to_owned();
        }
        let in_markets = self.of_markets().map(|(_, one)| (one.code, one.key.as_str()));
        let keys = in_markets.chain(self.of_all()).filter(|(code, _)| *code == waiver.code).map(|(_, key)| key);
        let facts = self.facts_with(waiver.code);
        let keys: BTreeSet<&str> = keys.filter(|key| !key.is_empty()).chain(facts).collect();
        match nearest(waiver.key.as_deref().unwrap_or_default(), keys.iter().copied()) {
            Some(key) => format!("did you mean `{key}`?"),
            None if keys.is_empty() => format!("delete it: there is no finding `{}`", waiver.code),
            None => {
                let keys: Vec<&str> = keys.into_iter().take(MOST_KEYS).collect();
                format!("delete it, or correct its `key`, such as {}", listed(&keys))
            }
        }
    }
}
