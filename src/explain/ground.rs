//! Kinds of causes: they decide which changes are thought of.

use crate::kernel::Cause;
use crate::model::OptionId;
use crate::query::FlagId;

/// The kind of a cause. A new cause decides here whether explanations treat it like one that they know.
#[derive(Clone, Copy)]
pub(super) enum Ground {
    /// A flag of the request.
    Flag(FlagId),
    /// The value that an option is fixed to.
    Value(OptionId, FixedBy),
    /// A need that is not met.
    Need(Unmet),
    /// Anything else: its own place says what could be changed.
    Other,
}

/// What fixes an option.
#[derive(Clone, Copy)]
pub(super) enum FixedBy {
    /// Its default.
    Default,
    /// The requested variant.
    Variant,
    /// An area.
    Area,
}

/// Whose need is not met, and where.
#[derive(Clone, Copy)]
pub(super) enum Unmet {
    /// A candidate's need that nothing in the market can meet.
    Nowhere,
    /// A candidate's need that another line could meet.
    ByLines,
    /// A candidate's need of the network, which a carrier lacks.
    ByCarrier,
    /// A need of the market, by position.
    OfArea(usize),
}

impl From<&Cause> for Ground {
    fn from(cause: &Cause) -> Self {
        match cause {
            Cause::SetFlag(option) => Self::Flag(FlagId::Set(*option)),
            Cause::PinFlag(slot) => Self::Flag(FlagId::Pin(*slot)),
            Cause::WithoutFlag(at) => Self::Flag(FlagId::Without(*at)),
            Cause::Variant(option) => Self::Value(*option, FixedBy::Variant),
            Cause::Setting(option) => Self::Value(*option, FixedBy::Area),
            Cause::Default(option) => Self::Value(*option, FixedBy::Default),
            Cause::Unmeetable(..) => Self::Need(Unmet::Nowhere),
            Cause::Need(..) => Self::Need(Unmet::ByLines),
            Cause::CarrierLacks(..) => Self::Need(Unmet::ByCarrier),
            Cause::AreaNeed(at) => Self::Need(Unmet::OfArea(*at)),
            Cause::Approval(..)
            | Cause::RequestedCarrier(..)
            | Cause::Scheme(..)
            | Cause::ProductScheme(_)
            | Cause::Territory(..)
            | Cause::Dates(_)
            | Cause::EndOfLife(_)
            | Cause::NoOffer(_)
            | Cause::Licensee(_)
            | Cause::Rule(_)
            | Cause::Limit(..)
            | Cause::CarrierLimit(..)
            | Cause::Resource(_)
            | Cause::UnknownSlotCondition(_)
            | Cause::UnknownCondition(_) => Self::Other,
        }
    }
}
