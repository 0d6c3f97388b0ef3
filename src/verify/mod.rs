//! The independent checker: every bill of materials is evaluated against the meaning of the model before it is given.
//!
//! It shares nothing with what found the answer: no kernel, no engine, no clause. A mistake there would have to be made
//! here a second time, in other words, to go unnoticed. It looks at the checked 150% BOM ([`Model`]) and at what holds in
//! the market ([`MarketView`]), takes the answer as it is, and goes through the contract:
//!
//! | what is checked | module |
//! |---|---|
//! | a slot is filled exactly while it should be, by one of its candidates; options are as fixed | `structure` |
//! | needs, limits, resources and rules hold | `requirements` |
//! | carriers are picked where they must be, and serve everything | `carriers` |
//! | certificates are held; planned ones are taken only where they are required | `certification` |
//! | manufacturer parts and offers are there, in force, and one a component | `ways` |
//! | articles are built at sites that may build them | `sites` |
//! | licences are those that are needed, and their licensees act | `licensees` |
//! | what one market alone costs | `costs` |
//! | what the markets that are served together cost: orders, articles, duties, content, licences | `plan` |
//! | what it needs and nobody stated | `unknown` |
//!
//! Conditions are three-valued (`truth`); `offers` tests what is provided.

mod answer;
mod carriers;
mod certification;
mod costs;
mod licensees;
mod makers;
mod offers;
mod plan;
mod requirements;
mod sites;
mod structure;
#[cfg(test)]
mod tests;
mod truth;
mod unknown;
mod ways;

pub use costs::{cost, sharing_units};
#[cfg(feature = "internals")]
pub use plan::{ArticleCosts, ContentCosts, LicenseCosts, LineCosts, MarketCosts, OrderCosts};
pub use plan::{NoPlan, Places, PlanCosts, Served, plan};

use crate::date::Date;
use crate::keyed_vec::KeyedVec;
use crate::model::{AreaId, ComponentId, Formula, Model, OfferId, OptionId, SiteId, SlotId, Variant};
use crate::number::Number;
use crate::overlay::MarketView;
use answer::Answer;
use std::collections::{BTreeMap, BTreeSet};

/// What the checker needs to know besides the answer: one market on one day with its flags.
#[derive(Clone, Copy)]
pub struct CheckInput<'a> {
    /// The checked 150% BOM.
    pub model: &'a Model,
    /// All that holds in the market.
    pub view: &'a MarketView,
    /// The market.
    pub market: AreaId,
    /// The day the product is placed on the market.
    pub as_of: Date,
    /// `--set`.
    pub set: &'a [SetOption],
    /// `--variant`.
    pub variant: Option<&'a Variant>,
    /// `--pin`.
    pub pins: &'a [PinnedSlot],
    /// `--without`: components that must not be selected.
    pub without: &'a [ComponentId],
    /// `--without-maker`, `--without-origin`: manufacturer parts that must not be used, by their position in `made`.
    pub without_parts: &'a [(ComponentId, u32)],
    /// `--without-seller`: offers that must not be taken.
    pub without_offers: &'a [OfferId],
    /// Units a year of all markets that share the cost of a planned certificate of a scheme.
    pub shared_volume: &'a dyn Fn(&str) -> Number,
}

/// An option that a flag fixes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SetOption {
    /// The option.
    pub option: OptionId,
    /// The position of its value.
    pub value: u32,
}

/// A slot that a flag pins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PinnedSlot {
    /// The slot.
    pub slot: SlotId,
    /// What it is pinned to.
    pub to: PinnedTo,
}

/// What a slot is pinned to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PinnedTo {
    /// It stays empty.
    Nothing,
    /// One of these components fills it.
    OneOf(Vec<ComponentId>),
}

/// An answer in ids.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// The component in each slot; `None`: the slot is empty.
    pub slots: KeyedVec<SlotId, Option<ComponentId>>,
    /// The position of each option's value.
    pub options: KeyedVec<OptionId, u32>,
    /// Whether each carrier of [`MarketView::carriers`] is picked.
    pub carriers: Vec<bool>,
    /// Whether each certificate of [`MarketView::certificates`] is a planned one that is taken.
    pub planned: Vec<bool>,
    /// The certificates planned by components that are taken.
    pub planned_parts: Vec<PlannedOfPart>,
    /// Which manufacturer part of each component is used, and under which offer. Of a component that is not here: the
    /// nominal part at the component's own price.
    pub ways: BTreeMap<ComponentId, Way>,
    /// Where each article of the model is built, in its order; `None`, or nothing: there is no such article here.
    pub sites: Vec<Option<SiteId>>,
    /// The licences that are taken: positions in the model's.
    pub licenses: Vec<usize>,
}

/// How a component is bought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Way {
    /// The manufacturer part: a position in [`Component::made`](crate::model::Component::made).
    pub part: u32,
    /// The offer; `None`: the component's own price.
    pub offer: Option<OfferId>,
}

/// A certificate that a component plans.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PlannedOfPart {
    /// The component.
    pub component: ComponentId,
    /// Its position among the component's certificates.
    pub certificate: usize,
}

/// Whether a condition holds in an answer; `None` where it depends on a fact that the market does not state.
#[must_use]
pub fn holds(input: &CheckInput<'_>, selection: &Selection, condition: &Formula) -> Option<bool> {
    Answer::of(input, selection, &mut Vec::new()).holds(condition)
}

/// The keys of all that an answer needs of the market and that nobody stated: `network.lte-m`.
#[must_use]
pub fn unknown(input: &CheckInput<'_>, selection: &Selection) -> BTreeSet<String> {
    unknown::keys(&Answer::of(input, selection, &mut Vec::new()))
}

/// Everything that is wrong with an answer, in words; empty if it is valid.
///
/// ```text
/// `driver-120` in `driver` needs `power.mains` with voltage_v within 100 to 130, and nothing provides it
/// ```
#[must_use]
pub fn violations(input: &CheckInput<'_>, selection: &Selection) -> Vec<String> {
    let mut faults = Vec::new();
    let answer = Answer::of(input, selection, &mut faults);
    structure::check(&answer, &mut faults);
    requirements::check(&answer, &mut faults);
    carriers::check(&answer, &mut faults);
    certification::check(&answer, &mut faults);
    ways::check(&answer, &mut faults);
    sites::check(&answer, &mut faults);
    licensees::check(&answer, &mut faults);
    faults
}

/// Everything that is wrong with answers that are served together, in words; empty if they are valid.
#[must_use]
#[cfg_attr(not(feature = "internals"), allow(dead_code))]
pub fn plan_violations(markets: &[Served<'_>], places: &Places) -> Vec<String> {
    let mut faults: Vec<String> =
        markets.iter().flat_map(|market| violations(&market.input, market.selection)).collect();
    if faults.is_empty()
        && let Err(NoPlan::Invalid(found)) = plan(markets, places)
    {
        faults = found;
    }
    faults
}
