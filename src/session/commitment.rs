//! A choice that is made: in the user's names, and in ids.

use crate::kernel::Pin;
use crate::model::{OptionId, SlotId};
use serde::{Deserialize, Serialize};

/// What a choice is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChoiceKind {
    /// A slot that candidates fill.
    Slot,
    /// An option that takes a value.
    Option,
    /// A carrier that is picked or is not.
    Carrier,
}

/// A slot, an option or a carrier with the value that it is committed to.
///
/// ```
/// use terroir::session::{ChoiceKind, Commitment};
/// let one = Commitment::slot("modem", "bg95-m3").in_market("US");
/// assert_eq!((one.kind, one.market.as_deref()), (ChoiceKind::Slot, Some("US")));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Commitment {
    /// Slot, option or carrier.
    pub kind: ChoiceKind,
    /// Its name.
    pub name: String,
    /// A component as [`Domain`](super::Domain) writes it, or `ID[@REQ]`; an option's value; `picked`. `None`: the slot
    /// is empty, or the carrier is not picked.
    pub value: Option<String>,
    /// The market in which it holds; `None`: all of the session.
    pub market: Option<String>,
}

impl Commitment {
    /// What a picked carrier's value is.
    pub(super) const PICKED: &'static str = "picked";

    fn new(kind: ChoiceKind, name: String, value: Option<String>) -> Self {
        Self { kind, name, value, market: None }
    }

    /// A component in a slot.
    #[must_use]
    pub fn slot(slot: impl Into<String>, component: impl Into<String>) -> Self {
        Self::new(ChoiceKind::Slot, slot.into(), Some(component.into()))
    }

    /// Nothing in an optional slot.
    #[must_use]
    pub fn empty(slot: impl Into<String>) -> Self {
        Self::new(ChoiceKind::Slot, slot.into(), None)
    }

    /// An option's value.
    #[must_use]
    pub fn option(option: impl Into<String>, value: impl Into<String>) -> Self {
        Self::new(ChoiceKind::Option, option.into(), Some(value.into()))
    }

    /// A carrier that is picked.
    #[must_use]
    pub fn carrier(carrier: impl Into<String>) -> Self {
        Self::new(ChoiceKind::Carrier, carrier.into(), Some(Self::PICKED.to_owned()))
    }

    /// A carrier that is not picked.
    #[must_use]
    pub fn without_carrier(carrier: impl Into<String>) -> Self {
        Self::new(ChoiceKind::Carrier, carrier.into(), None)
    }

    /// The same in one market only.
    #[must_use]
    pub fn in_market(mut self, code: impl Into<String>) -> Self {
        self.market = Some(code.into());
        self
    }
}

/// Whether a carrier is picked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Picked {
    Yes,
    No,
}

/// What a commitment is about, and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    Slot(SlotId, Pin),
    Option(OptionId, u32),
    Carrier(String, Picked),
}

impl Target {
    /// Whether both are about the same slot, option or carrier.
    pub fn is_about(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Slot(own, _), Self::Slot(other, _)) => own == other,
            (Self::Option(own, _), Self::Option(other, _)) => own == other,
            (Self::Carrier(own, _), Self::Carrier(other, _)) => own == other,
            (Self::Slot(..) | Self::Option(..) | Self::Carrier(..), _) => false,
        }
    }
}
