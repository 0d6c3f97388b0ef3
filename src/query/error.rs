//! Why a request could not be answered.

use crate::kernel::TooLarge;
use crate::name::{listed, nearest};
use crate::solution::Faults;

/// Why a request could not be answered. That a market has no valid bill of materials is an answer, not an error.
///
/// ```
/// # let solution = terroir::Solution::from_sources([("solution.toml", "
/// #     [solution]\nname = 'lamp'\nmarkets = ['US']\ncurrency = 'USD'\n[slots.driver]\nchoose = ['driver-120']
/// # "), ("catalog/c.toml", "[[components]]\nid = 'driver-120'\nkind = 'hardware'")])?;
/// let request = terroir::Request::market("US").as_of("2026-11-22".parse()?).pin("drivr", "driver-120");
/// let error = solution.compile()?.resolve(&request).unwrap_err();
/// assert_eq!(error.kind(), terroir::ResolveErrorKind::UnknownName);
/// assert_eq!(error.to_string(), "unknown slot `drivr`; did you mean `driver`?");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, thiserror::Error)]
#[error("{message}")]
pub struct ResolveError {
    kind: ResolveErrorKind,
    message: String,
    faults: Option<Box<Faults>>,
}

/// What kept a request from being answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ResolveErrorKind {
    /// It names no market, or neither it nor the solution gives a date.
    Incomplete,
    /// There is no market, option, value, slot, component, origin or manufacturer of a name.
    UnknownName,
    /// The requested variant is not sold in the market.
    NotSold,
    /// A pin that its slot does not allow: another component than its candidates, or none where one is needed.
    ForeignPin,
    /// The request's step limit was reached before an answer was found.
    LimitReached,
    /// Whoever watches a session ended the work.
    Stopped,
    /// Amounts of more digits than are counted with: quantities multiplied up a structure, or joint costs of SKUs.
    TooLarge,
    /// The independent checker rejected the answer: a bug in terroir.
    Refused,
    /// Faults of overlays that only the requested markets use: [`ResolveError::faults`].
    Faults,
}

impl ResolveError {
    /// What kept the request from being answered.
    #[must_use]
    pub const fn kind(&self) -> ResolveErrorKind {
        self.kind
    }

    /// The faults of overlays that only the requested markets use.
    #[must_use]
    pub fn faults(&self) -> Option<&Faults> {
        self.faults.as_deref()
    }

    fn new(kind: ResolveErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), faults: None }
    }

    pub(crate) fn no_market() -> Self {
        Self::new(ResolveErrorKind::Incomplete, "no market given; name at least one")
    }

    pub(crate) fn no_date() -> Self {
        Self::new(ResolveErrorKind::Incomplete, "no as-of date given; give one, or set `as-of` in [solution]")
    }

    /// The message says what there is no such thing of, and what was probably meant.
    pub(crate) fn unknown_name(message: String) -> Self {
        Self::new(ResolveErrorKind::UnknownName, message)
    }

    /// The message names the variant and its markets.
    pub(crate) fn not_sold(message: String) -> Self {
        Self::new(ResolveErrorKind::NotSold, message)
    }

    pub(crate) fn foreign_pin(message: String) -> Self {
        Self::new(ResolveErrorKind::ForeignPin, message)
    }

    pub(crate) fn limit_reached() -> Self {
        Self::new(
            ResolveErrorKind::LimitReached,
            "the step limit was reached before an answer was found; `--limit` allows more steps",
        )
    }

    pub(crate) fn stopped() -> Self {
        Self::new(ResolveErrorKind::Stopped, "the work was ended before an answer was found")
    }

    pub(crate) fn too_large() -> Self {
        Self::new(ResolveErrorKind::TooLarge, "amounts are too large or too fine for exact sums; no step limit helps")
    }

    /// A slot's quantity, multiplied up the structure, is more than is counted with.
    pub(crate) fn too_many(slot: &str, place: &str) -> Self {
        let message = format!(
            "{place}: the quantity of slot `{slot}`, multiplied up the structure, has more than 36 digits before or after \
             the point"
        );
        Self::new(ResolveErrorKind::TooLarge, message)
    }

    /// The checker reports a violation in the answer for a market.
    pub(crate) fn refused(market: &str, violation: &str) -> Self {
        let message = format!(
            "the independent checker rejected the answer for `{market}`, which is a bug in terroir: {violation}"
        );
        Self::new(ResolveErrorKind::Refused, message)
    }
}

impl From<Faults> for ResolveError {
    fn from(faults: Faults) -> Self {
        let faults = Box::new(faults);
        Self { kind: ResolveErrorKind::Faults, message: faults.to_string(), faults: Some(faults) }
    }
}

impl From<TooLarge> for ResolveError {
    fn from(_: TooLarge) -> Self {
        Self::too_large()
    }
}

/// "; did you mean `x`?", or empty.
pub(super) fn did_you_mean(near: Option<&str>) -> String {
    near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default()
}

/// "; did you mean `x`?", or else the names that are expected, the first few of many.
pub(super) fn near_or_choices<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let mut names: Vec<&str> = Vec::new();
    for name in known {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    match nearest(word, names.iter().copied()) {
        None if names.is_empty() => String::new(),
        None => format!("; expected {}", listed(&names)),
        near => did_you_mean(near),
    }
}

/// "`a`, `b` or `c`".
pub(super) fn choices<T: std::fmt::Display>(names: impl IntoIterator<Item = T>) -> String {
    let names: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    match names.as_slice() {
        [first @ .., last] if !first.is_empty() => format!("{} or {last}", first.join(", ")),
        _ => names.concat(),
    }
}
