//! Why a constraint stands: the reasons that explanations name. Finding only; the words are made elsewhere.

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
    /// An area fixes an option.
    Setting(OptionId),
    /// An option's default.
    Default(OptionId),
    /// Candidates of a slot need a capability that nothing in this market can meet.
    Unmeetable(SlotId, String),
    /// A candidate's need that another line could meet, by the need's place.
    Need(SlotId, Span),
    /// Candidates of a slot need of the network what one carrier does not give.
    CarrierLacks(SlotId, usize, String),
    /// Candidates of a slot lack an approval that a carrier asks.
    Approval(SlotId, usize, String),
    /// A carrier is asked for in solution.toml.
    RequestedCarrier(String, Span),
    /// Candidates of a slot, or the product, lack a certificate.
    Scheme(SlotId, usize),
    /// The product as a whole lacks a certificate.
    ProductScheme(usize),
    /// Candidates of a slot may not be sold or operated here, by the list's text.
    Territory(SlotId, String),
    /// Candidates of a slot cannot be had on the day.
    Dates(SlotId),
    /// Candidates of a slot are at their end of life.
    EndOfLife(SlotId),
    /// A rule, by position.
    Rule(usize),
    /// What the market asks for, by position.
    AreaNeed(usize),
    /// Providers in a slot fail a limit, by position.
    Limit(usize, SlotId),
    /// A carrier fails a limit.
    CarrierLimit(usize, usize),
    /// A resource runs out.
    Resource(String),
    /// The condition of a slot rests on a fact that is not known.
    UnknownSlotCondition(SlotId),
    /// The condition of a need, a limit or an area's need rests on a fact that is not known, by its place.
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
            | Self::Limit(_, slot) => Some(*slot),
            _ => None,
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
