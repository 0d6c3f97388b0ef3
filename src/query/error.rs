//! Why a request could not be answered.

use crate::kernel::TooLarge;
use crate::solution::Faults;

/// Why a request could not be answered.
#[derive(Clone, Debug, thiserror::Error)]
pub enum ResolveError {
    /// The request names no market and one is needed.
    #[error("no market is asked for")]
    NoMarket,
    /// Neither the request nor the solution gives a date.
    #[error("no as-of date is given")]
    NoDate,
    /// No such area.
    #[error("no market `{market}` is known{hint}")]
    UnknownMarket {
        /// As asked.
        market: String,
        /// "; did you mean …".
        hint: String,
    },
    /// No such option.
    #[error("no option `{option}` is known{hint}")]
    UnknownOption {
        /// As asked.
        option: String,
        /// "; did you mean …".
        hint: String,
    },
    /// The option has no such value.
    #[error("option `{option}` has no value `{value}`; its values are {known}")]
    UnknownValue {
        /// The option.
        option: String,
        /// As asked.
        value: String,
        /// The values it has.
        known: String,
    },
    /// No such slot.
    #[error("no slot `{slot}` is known{hint}")]
    UnknownSlot {
        /// As asked.
        slot: String,
        /// "; did you mean …".
        hint: String,
    },
    /// No such component.
    #[error("no component `{component}` is in the catalogue{hint}")]
    UnknownComponent {
        /// As asked.
        component: String,
        /// "; did you mean …".
        hint: String,
    },
    /// No such area, and no component is made there.
    #[error("no area `{origin}` is known, and no component is made there{hint}")]
    UnknownOrigin {
        /// As asked.
        origin: String,
        /// "; did you mean …".
        hint: String,
    },
    /// No component has this manufacturer.
    #[error("no component of the catalogue is made by `{supplier}`{hint}")]
    UnknownSupplier {
        /// As asked.
        supplier: String,
        /// "; did you mean …".
        hint: String,
    },
    /// The pinned component is no candidate of the slot.
    #[error("`{component}` is no candidate of slot `{slot}`; its candidates are {known}")]
    NotACandidate {
        /// The slot.
        slot: String,
        /// As asked.
        component: String,
        /// The candidates.
        known: String,
    },
    /// A slot that must be filled was pinned empty.
    #[error("slot `{slot}` is not optional and cannot be emptied")]
    NotOptional {
        /// The slot.
        slot: String,
    },
    /// The request's limit of work was reached before there was an answer.
    #[error("the limit of work was reached before an answer was found")]
    LimitReached,
    /// Amounts past 128 bits.
    #[error("amounts are too large or too fine for exact sums of 128 bits")]
    TooLarge,
    /// The independent checker refused the answer: a fault of this program.
    #[error("the checker refused the answer for `{market}`, which is a fault of terroir: {violation}")]
    Refused {
        /// The market.
        market: String,
        /// What the checker says.
        violation: String,
    },
    /// Faults of overlays that only the asked markets use.
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

/// "; did you mean `x`?" or nothing.
pub(crate) fn hint(near: Option<&str>) -> String {
    near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default()
}
