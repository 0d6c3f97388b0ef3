//! Conditions whose names were looked up.

use super::attributes::Scalar;
use super::ids::{AreaId, ComponentId, OptionId, SlotId};
use crate::number::Number;
use crate::span::Span;
use crate::syntax::condition::{Comparator, FactPath};

/// A condition over ids. Three-valued (Kleene): a fact that the market does not state is unknown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Formula {
    /// One question.
    Check(Check),
    /// ¬a.
    Not(Box<Formula>),
    /// a ∧ b ∧ …; the empty one holds.
    And(Vec<Formula>),
    /// a ∨ b ∨ …; the empty one does not hold.
    Or(Vec<Formula>),
}

/// A question about the answer or the market.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Check {
    /// The option takes one of these values (positions in its list).
    Option(OptionId, Vec<u32>),
    /// The slot is filled.
    Filled(SlotId),
    /// The slot holds one of these.
    Holds(SlotId, Vec<ComponentId>),
    /// One of these is selected in some slot.
    Selected(Vec<ComponentId>),
    /// A selected component provides the capability.
    Provides(String),
    /// The market is one of these areas.
    MarketIs(Vec<AreaId>),
    /// The market is, or lies in, one of these areas.
    MarketIn(Vec<AreaId>),
    /// One of these carriers is picked.
    Carrier(Vec<String>),
    /// A fact of the market compares so; unknown where it is not stated.
    Fact(FactCheck),
    /// The market states the fact.
    Known(FactPath),
    /// The number of selected providers of a capability (with quantities) compares so.
    Count(String, Ordering),
    /// The sum of an attribute of components (with quantities) compares so.
    Sum(String, Ordering),
}

impl Check {
    /// The fact that it reads: its value, or whether it is known.
    #[must_use]
    pub fn fact_path(&self) -> Option<&FactPath> {
        match self {
            Self::Fact(fact) => Some(&fact.path),
            Self::Known(path) => Some(path),
            Self::Option(..)
            | Self::Filled(_)
            | Self::Holds(..)
            | Self::Selected(_)
            | Self::Provides(_)
            | Self::MarketIs(_)
            | Self::MarketIn(_)
            | Self::Carrier(_)
            | Self::Count(..)
            | Self::Sum(..) => None,
        }
    }
}

/// `fact(f) == x`, `min(f) >= x`, `fact(f) in (a, b)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactCheck {
    /// Which fact.
    pub path: FactPath,
    /// Which of its values.
    pub which: Which,
    /// The comparison; [`Comparator::In`] holds if the value is one of `values`.
    pub operator: Comparator,
    /// The right side.
    pub values: Vec<Scalar>,
    /// Where it is written.
    pub span: Span,
}

/// Which value of a fact is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// The only one.
    Single,
    /// The least.
    Min,
    /// The greatest.
    Max,
}

/// A comparison with a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ordering {
    /// The operator; never [`Comparator::In`] or [`Comparator::NotEqual`].
    pub operator: Comparator,
    /// The right side.
    pub value: Number,
}

impl Formula {
    /// Calls `visit` with every question.
    pub fn each_check<'a>(&'a self, visit: &mut dyn FnMut(&'a Check)) {
        match self {
            Self::Check(check) => visit(check),
            Self::Not(inner) => inner.each_check(visit),
            Self::And(parts) | Self::Or(parts) => {
                for part in parts {
                    part.each_check(visit);
                }
            }
        }
    }
}

/// Whether two numbers compare so; `in` means equal here, `!=` too (the negation is around it).
#[must_use]
pub fn orders(left: Number, operator: Comparator, right: Number) -> bool {
    match operator {
        Comparator::Equal | Comparator::NotEqual | Comparator::In => left == right,
        Comparator::Less => left < right,
        Comparator::LessOrEqual => left <= right,
        Comparator::Greater => left > right,
        Comparator::GreaterOrEqual => left >= right,
    }
}
