//! Choices made one after the other: what is still possible after each, why not, and what the rest would be.
//!
//! A [`Session`] serves a configurator: [`Session::commit`] and [`Session::undo`] make and take back choices,
//! [`Session::domains`] says what is possible in a market, [`Session::reasons`] why a value is not,
//! [`Session::price_differences`] what values cost and [`Session::completion`] what the cheapest rest is.
//!
//! A committed slot or option is what `--pin` or `--set` makes of it: every answer is that of
//! [`Compiled::resolve`](crate::Compiled::resolve) with these flags. So a committed slot stays empty while its condition is
//! false. A committed carrier is picked, or is not. A value is *possible* where some valid bill of materials has it under
//! all commitments but those about the same slot, option or carrier: as if it were committed in their place.
//!
//! | what | where |
//! |---|---|
//! | what is committed | `commitment`; names looked up: `held` |
//! | the state of a choice, for the caller | `domain` |
//! | one market: its choices as groups, and their witnesses | `market` |
//! | the questions | `questions` |

mod commitment;
mod domain;
mod held;
mod market;
mod questions;

pub use commitment::{ChoiceKind, Commitment};
pub use domain::{Domain, DomainValue, Verdict};

use crate::bom::Outcome;
use crate::engine::{LimitReached, Watch};
use crate::query::{Compiled, Request, ResolveError, Unasked};
use commitment::Target;
use held::Held;
use market::MarketSession;
use std::ops::ControlFlow;

/// Choices made one after the other, in all markets or in one.
///
/// ```
/// use terroir::session::{Commitment, Session, Verdict};
/// # let solution = terroir::Solution::from_sources([("solution.toml", "
/// #     [solution]\nname = 'lamp'\nmarkets = ['US']\ncurrency = 'USD'
/// #     [slots.modem]\nchoose = ['cat-1', 'lte-m']\n[slots.sim]\nchoose = ['plastic', 'esim']
/// #     [[rules]]\nid = 'esim-only'\nif = 'slot.modem == lte-m'\nthen = 'slot.sim == esim'
/// # "), ("catalog/c.toml", "
/// #     [[components]]\nid = 'cat-1'\nkind = 'hardware'\nprice = '5.00'\n[[components]]\nid = 'lte-m'\nkind = 'hardware'\nprice = '7.00'
/// #     [[components]]\nid = 'plastic'\nkind = 'hardware'\nprice = '1.00'\n[[components]]\nid = 'esim'\nkind = 'hardware'\nprice = '2.00'
/// # ")])?;
/// let compiled = solution.compile()?;
/// let mut session = Session::new(&compiled, &terroir::Request::default().as_of("2026-11-22".parse()?))?;
/// session.commit(Commitment::slot("modem", "lte-m"))?;
/// let sim = &session.domains("US")?[1];
/// // Value 0 is the empty slot.
/// assert_eq!((sim.values[1].verdict, sim.values[2].verdict), (Verdict::Forbidden, Verdict::Forced));
/// let why = session.reasons("US", &Commitment::slot("sim", "plastic"))?.ok_or("possible")?;
/// assert_eq!(why[1].key, "rule:esim-only");
/// assert_eq!(session.completion("US")?.bom().ok_or("none")?.cost().to_fixed(2), "9.00");
/// session.undo();
/// assert_eq!(session.completion("US")?.bom().ok_or("none")?.cost().to_fixed(2), "6.00");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Session {
    compiled: Compiled,
    request: Request,
    markets: Vec<MarketSession>,
    held: Vec<Held>,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let held: Vec<&Commitment> = self.commitments().collect();
        formatter.debug_struct("Session").field("commitments", &held).finish_non_exhaustive()
    }
}

impl Session {
    /// A session about the markets, the day and the flags of a request. Its options and pins hold like commitments: one about
    /// the same slot or option replaces them.
    ///
    /// # Errors
    /// [`ResolveError`] for unknown names in the request, and where it has no day.
    pub fn new(compiled: &Compiled, request: &Request) -> Result<Self, ResolveError> {
        let codes = compiled.answered_markets(request)?;
        let compiled = compiled.for_markets(&codes)?.into_owned();
        let markets =
            codes.iter().map(|code| MarketSession::new(&compiled, request, code)).collect::<Result<_, _>>()?;
        Ok(Self { compiled, request: request.clone(), markets, held: Vec::new() })
    }

    /// Watches long questions: the callback is given the number of steps counted so far, every few milliseconds of work, and
    /// ends the question by `Break`; the question then is the error [`Stopped`](crate::ResolveErrorKind::Stopped), and
    /// the session stays as it was.
    ///
    /// ```
    /// # fn example(session: &mut terroir::session::Session) {
    /// use std::ops::ControlFlow;
    /// session.watch(|steps| if steps > 1_000_000_000 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) });
    /// # }
    /// ```
    pub fn watch(&mut self, callback: impl Fn(u64) -> ControlFlow<()> + Send + Sync + 'static) {
        self.request.watch = Unasked(Some(Watch::new(callback)));
    }

    /// The codes of the markets, in the order of the request.
    pub fn markets(&self) -> impl Iterator<Item = &str> {
        self.markets.iter().map(MarketSession::code)
    }

    /// What is committed, in order.
    pub fn commitments(&self) -> impl Iterator<Item = &Commitment> {
        self.held.iter().map(|held| &held.commitment)
    }

    /// Commits a slot, an option or a carrier to a value. It may leave a market without a bill of materials: then
    /// [`domains`](Self::domains) shows which commitments could be changed, and [`completion`](Self::completion) why.
    ///
    /// # Errors
    /// [`ResolveError`] for unknown names and for values that the slot does not have in a market; nothing is committed then.
    pub fn commit(&mut self, commitment: Commitment) -> Result<(), ResolveError> {
        let held = Held::new(&self.compiled, &self.request, &self.markets, commitment)?;
        let target = held.target.clone();
        self.held.push(held);
        self.apply(&target);
        Ok(())
    }

    /// Takes back the last commitment.
    pub fn undo(&mut self) -> Option<Commitment> {
        let held = self.held.pop()?;
        self.apply(&held.target);
        Some(held.commitment)
    }

    /// Restricts a choice in every market to what is committed now.
    fn apply(&mut self, target: &Target) {
        for (at, market) in self.markets.iter_mut().enumerate() {
            let last = self.held.iter().rev().find(|held| held.holds_in(at) && held.target.is_about(target));
            market.restrict(target, last.map(|held| &held.target));
        }
    }

    /// Every slot, option and carrier of a market with what is possible.
    ///
    /// # Errors
    /// [`ResolveError`] for a market that is not of the session, and where the work was ended.
    pub fn domains(&mut self, market: &str) -> Result<&[Domain], ResolveError> {
        let at = self.position(market)?;
        let watch = self.begin();
        let limit = self.request.limit;
        let Some(session) = self.markets.get_mut(at) else { return Err(ResolveError::no_market()) };
        match session.update(limit, watch.as_ref()) {
            Ok(()) => Ok(session.domains()),
            Err(LimitReached) => Err(ResolveError::stopped()),
        }
    }

    /// The cheapest valid rest of a market, or why there is none: the answer of [`Compiled::resolve`] with the commitments of
    /// this market as flags, for all markets of the portfolio. A committed carrier holds in this market alone.
    ///
    /// # Errors
    /// As [`Compiled::resolve`], and where the work was ended.
    pub fn completion(&mut self, market: &str) -> Result<Outcome, ResolveError> {
        let at = self.position(market)?;
        let watch = self.begin();
        let outcome = self.answer(at)?;
        let is_stopped = watch.is_some_and(|watch| watch.is_stopped());
        if is_stopped { Err(ResolveError::stopped()) } else { Ok(outcome) }
    }

    fn position(&self, market: &str) -> Result<usize, ResolveError> {
        let found = self.markets.iter().position(|one| one.code() == market);
        found.ok_or_else(|| ResolveError::unknown_name(format!("market `{market}` is not one of the session's")))
    }

    /// The watch, counting from 0.
    fn begin(&self) -> Option<Watch> {
        let watch = self.request.watch.0.clone();
        watch.iter().for_each(Watch::restart);
        watch
    }
}
