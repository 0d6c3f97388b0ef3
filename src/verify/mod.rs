//! The independent checker: every bill of materials is evaluated against the meaning of the model before it is given.
//!
//! It shares nothing with what found the answer: no kernel, no engine, no clause. It looks at the checked 150% BOM
//! ([`Model`]) and at what holds in the market ([`MarketView`]), takes the answer as it is, and walks through the contract:
//!
//! | what is asked | module |
//! |---|---|
//! | a slot is filled exactly while it should be, by what may stand there; options are as fixed | `structure` |
//! | needs, limits, resources and rules hold | `requirements` |
//! | carriers are picked where they must be, and serve everything | `carriers` |
//! | certificates are held; planned ones are taken only where they are required | `certification` |
//! | what it costs | `costs` |
//!
//! Conditions are three-valued (`truth`); a provider is put to its tests in `offers`.

mod answer;
mod carriers;
mod certification;
mod costs;
mod offers;
mod requirements;
mod structure;
#[cfg(test)]
mod tests;
mod truth;

pub use costs::cost;

use crate::date::Date;
use crate::model::{AreaId, ComponentId, Model, OptionId, SlotId};
use crate::number::Number;
use crate::overlay::MarketView;
use answer::Answer;

/// What the checker needs to know of the question.
#[derive(Clone, Copy)]
pub struct Question<'a> {
    /// The checked 150% BOM.
    pub model: &'a Model,
    /// All that holds in the market.
    pub view: &'a MarketView,
    /// The market.
    pub market: AreaId,
    /// The day the product is placed on the market.
    pub as_of: Date,
    /// `--set`: options and the positions of their values.
    pub set: &'a [(OptionId, u32)],
    /// `--pin`: slots and what may stand there; `None`: the slot is pinned empty.
    pub pins: &'a [(SlotId, Option<Vec<ComponentId>>)],
    /// `--without`: components that may not be selected.
    pub without: &'a [ComponentId],
    /// Units a year of all markets that share the cost of a planned certificate of a scheme.
    pub shared_volume: &'a dyn Fn(&str) -> Number,
}

/// An answer in ids.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// What stands in each slot, by [`SlotId`]; `None`: it is empty.
    pub slots: Vec<Option<ComponentId>>,
    /// The position of each option's value, by [`OptionId`].
    pub options: Vec<u32>,
    /// Whether each carrier of [`MarketView::carriers`] is picked.
    pub carriers: Vec<bool>,
    /// Whether each certificate of [`MarketView::certificates`] is a planned one that is taken.
    pub planned: Vec<bool>,
}

/// Everything that is wrong with an answer, in words; nothing where it is valid.
///
/// ```text
/// `driver-120` in `driver` needs `power.mains` with voltage_v within 100 to 130, and nothing provides it
/// ```
#[must_use]
pub fn violations(question: &Question<'_>, selection: &Selection) -> Vec<String> {
    let mut faults = Vec::new();
    let answer = Answer::of(question, selection, &mut faults);
    structure::check(&answer, &mut faults);
    requirements::check(&answer, &mut faults);
    carriers::check(&answer, &mut faults);
    certification::check(&answer, &mut faults);
    faults
}
