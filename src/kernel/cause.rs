//! Why a constraint is there: the reasons that explanations name. Their wording is made in explain/.

use crate::model::{ComponentId, OptionId, SlotId};
use crate::span::Span;

/// What a constraint is there for. Constraints of equal cause are one reason.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Cause {
    /// `--set OPTION=VALUE`.
    SetFlag(OptionId),
    /// `--pin SLOT=…`.
    PinFlag(SlotId),
    /// `--without COMPONENT`.
    WithoutFlag(usize),
    /// The requested variant fixes an option.
    Variant(OptionId),
    /// An area fixes an option.
    Setting(OptionId),
    /// An option's default.
    Default(OptionId),
    /// Candidates of a slot need a capability that nothing in this market can meet.
    Unmeetable(SlotId, String),
    /// A candidate's need that another line could meet, by the need's place.
    Need(SlotId, Span),
    /// Candidates of a slot need something of the network that one carrier does not offer.
    CarrierLacks(SlotId, usize, String),
    /// Candidates of a slot lack an approval that a carrier requires.
    Approval(SlotId, usize, String),
    /// solution.toml requires a carrier.
    RequestedCarrier(String, Span),
    /// Candidates of a slot, or the product, lack a certificate.
    Scheme(SlotId, usize),
    /// The product as a whole lacks a certificate.
    ProductScheme(usize),
    /// Candidates of a slot may not be sold or operated here, by the list's text.
    Territory(SlotId, String),
    /// Candidates of a slot are not available on the day.
    Dates(SlotId),
    /// Candidates of a slot are at their end of life.
    EndOfLife(SlotId),
    /// Candidates of a slot cannot be bought: no offer is in force, and no price is written.
    NoOffer(SlotId),
    /// The licensee of a licence takes no part in the answer, by position.
    Licensee(u32),
    /// A rule, by position.
    Rule(usize),
    /// A need of the market, by position.
    AreaNeed(usize),
    /// Providers in a slot fail a limit, by position.
    Limit(usize, SlotId),
    /// A carrier fails a limit.
    CarrierLimit(usize, usize),
    /// A resource runs out.
    Resource(String),
    /// The condition of a slot depends on a fact that is not known.
    UnknownSlotCondition(SlotId),
    /// The condition of a need, a limit or an area's need depends on a fact that is not known, by its place.
    UnknownCondition(Span),
}

impl Cause {
    /// The slot whose candidates the cause excludes.
    pub fn excluded_slot(&self) -> Option<SlotId> {
        match self {
            Self::Unmeetable(slot, _)
            | Self::Need(slot, _)
            | Self::CarrierLacks(slot, ..)
            | Self::Approval(slot, ..)
            | Self::Scheme(slot, _)
            | Self::Territory(slot, _)
            | Self::Dates(slot)
            | Self::EndOfLife(slot)
            | Self::NoOffer(slot)
            | Self::Limit(_, slot) => Some(*slot),
            Self::SetFlag(_)
            | Self::PinFlag(_)
            | Self::WithoutFlag(_)
            | Self::Variant(_)
            | Self::Setting(_)
            | Self::Default(_)
            | Self::RequestedCarrier(..)
            | Self::ProductScheme(_)
            | Self::Rule(_)
            | Self::AreaNeed(_)
            | Self::CarrierLimit(..)
            | Self::Resource(_)
            | Self::Licensee(_)
            | Self::UnknownSlotCondition(_)
            | Self::UnknownCondition(_) => None,
        }
    }
}

/// A reason: its cause, its place, and the candidates it excludes.
#[derive(Clone, Debug)]
pub(crate) struct Reason {
    /// Why.
    pub cause: Cause,
    /// The constraint's own place; `None` for flags.
    pub span: Option<Span>,
    /// Candidates that it forbids, each with the place that says so.
    pub excluded: Vec<(ComponentId, Span)>,
}

/// The constraints of a cause, taken as met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Met {
    pub cause: Cause,
    /// The candidate of the cause's slot for which they are; `None`: altogether.
    pub component: Option<ComponentId>,
}
