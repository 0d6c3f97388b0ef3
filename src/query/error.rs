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
/// assert_eq!(error.to_string(), "unknown slot `drivr`; did you mean `driver`?");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ResolveError {
    /// The request names no market, and one is needed.
    #[error("no market given; name at least one")]
    NoMarket,
    /// Neither the request nor the solution gives a date.
    #[error("no as-of date given; give one, or set `as-of` in [solution]")]
    NoDate,
    /// There is no such area.
    #[error("unknown market `{market}`{hint}")]
    UnknownMarket {
        /// As given.
        market: String,
        /// "; did you mean …?", or the markets that there are.
        hint: String,
    },
    /// There is no such option.
    #[error("unknown option `{option}`{hint}")]
    UnknownOption {
        /// As given.
        option: String,
        /// "; did you mean …?", or the options that there are.
        hint: String,
    },
    /// The option has no such value.
    #[error("option `{option}` has no value `{value}`; expected {expected}")]
    UnknownValue {
        /// The option.
        option: String,
        /// As given.
        value: String,
        /// The values it has, as a list in words.
        expected: String,
    },
    /// There is no such slot.
    #[error("unknown slot `{slot}`{hint}")]
    UnknownSlot {
        /// As given.
        slot: String,
        /// "; did you mean …?", or the slots that there are.
        hint: String,
    },
    /// There is no such component, or no version of it that meets the requirement.
    #[error("unknown component `{component}`{hint}")]
    UnknownComponent {
        /// As given.
        component: String,
        /// "; did you mean …?", or the versions or components that there are.
        hint: String,
    },
    /// There is no such area, and no component is made there.
    #[error("`{origin}` is neither a known area nor the origin of a component{hint}")]
    UnknownOrigin {
        /// As given.
        origin: String,
        /// "; did you mean …?", or empty.
        hint: String,
    },
    /// No component has this manufacturer.
    #[error("no component has the manufacturer `{maker}`{hint}")]
    UnknownMaker {
        /// As given.
        maker: String,
        /// "; did you mean …?", or empty.
        hint: String,
    },
    /// The pinned component is not a candidate of the slot.
    #[error("`{component}` is not a candidate of slot `{slot}`; expected {expected}")]
    NotACandidate {
        /// The slot.
        slot: String,
        /// As given.
        component: String,
        /// The candidates, as a list in words.
        expected: String,
    },
    /// A slot that must be filled was pinned empty.
    #[error("slot `{slot}` is not optional and cannot be left empty")]
    NotOptional {
        /// The slot.
        slot: String,
    },
    /// The request's step limit was reached before an answer was found.
    #[error("the step limit was reached before an answer was found; allow more steps")]
    LimitReached,
    /// Amounts past 128 bits.
    #[error("amounts are too large or too fine for exact sums in 128 bits")]
    TooLarge,
    /// The independent checker rejected the answer: a bug in terroir.
    #[error("the independent checker rejected the answer for `{market}`, which is a bug in terroir: {violation}")]
    Refused {
        /// The market.
        market: String,
        /// What the checker reports.
        violation: String,
    },
    /// Faults of overlays that only the requested markets use.
    #[error("{0}")]
    Faults(Box<Faults>),
}

impl From<Faults> for ResolveError {
    fn from(faults: Faults) -> Self {
        Self::Faults(Box::new(faults))
    }
}

impl From<TooLarge> for ResolveError {
    fn from(_: TooLarge) -> Self {
        Self::TooLarge
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
