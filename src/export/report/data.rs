//! The data of the page, as its script reads it: names once, cells by index, so that 200 markets by 500 slots stay a few
//! megabytes.

use super::extras::WhyRow;
use super::money::MoneyData;
use crate::export::graph::Graph;
use crate::quantity::Quantity;
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Data<'a> {
    pub solution: &'a str,
    pub version: &'a str,
    pub as_of: String,
    pub currency: &'a str,
    pub core: CoreData,
    pub markets: Vec<Market<'a>>,
    pub parts: Vec<Part<'a>>,
    pub slots: Vec<SlotRow<'a>>,
    pub areas: Vec<AreaBox>,
    pub sources: BTreeMap<&'a str, String>,
    pub graph: Graph,
    pub calendar: Vec<CalendarRow<'a>>,
    /// The last day of the calendar.
    pub until: Option<String>,
    pub skus: Vec<SkuRow<'a>>,
    pub sku_proof: String,
    pub why: &'a [WhyRow],
    pub warnings: Vec<&'a str>,
    /// Only of a portfolio with a plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub money: Option<MoneyData<'a>>,
}

#[derive(Serialize)]
pub(super) struct CoreData {
    pub share: String,
    pub hardware: String,
    pub lines: usize,
    pub markets: usize,
    pub requested: usize,
}

#[derive(Serialize)]
pub(super) struct Market<'a> {
    pub code: &'a str,
    pub name: String,
    pub status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost: Option<String>,
    /// Share of core lines, in tenths of a percent of the market's lines.
    pub core: usize,
    pub lines: usize,
    /// The certificate that ends first among those that the answer depends on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ends: Option<FirstEnd>,
    pub options: Vec<OptionRow<'a>>,
    pub carriers: &'a [String],
    pub kinds: Vec<KindCost>,
    pub warnings: Vec<&'a str>,
    pub facts: Vec<FactRow<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conflict: Option<ConflictRow<'a>>,
}

#[derive(Serialize)]
pub(super) struct FactRow<'a> {
    pub key: &'a str,
    /// What it says, in words.
    pub text: String,
    pub place: String,
    pub slots: &'a [String],
    pub layer: &'a str,
    pub source: &'a [String],
    pub status: Option<&'a str>,
}

#[derive(Serialize)]
pub(super) struct ConflictRow<'a> {
    pub reasons: Vec<ReasonRow<'a>>,
    pub context: &'a [String],
    pub fixes: Vec<PlacedText<'a>>,
}

#[derive(Serialize)]
pub(super) struct ReasonRow<'a> {
    pub text: &'a str,
    pub place: String,
    pub labels: Vec<PlacedText<'a>>,
    pub source: &'a [String],
}

/// A component version that lines use.
#[derive(Serialize)]
pub(super) struct Part<'a> {
    pub id: &'a str,
    pub version: &'a str,
    pub kind: &'static str,
    pub name: &'a str,
    pub maker: &'a str,
    pub mpn: &'a str,
    /// What it needs, in words.
    pub needs: Vec<String>,
}

#[derive(Serialize)]
pub(super) struct SlotRow<'a> {
    pub name: &'a str,
    pub part_of: Option<&'a str>,
    pub core: bool,
    pub varies: bool,
    /// The distinct lines; cells name them by index.
    pub lines: Vec<LineRow<'a>>,
    /// One per market; −1 for an empty slot.
    pub cells: Vec<i64>,
}

#[derive(PartialEq, Eq, Hash, Clone, Serialize)]
pub(super) struct LineRow<'a> {
    pub part: usize,
    pub quantity: Quantity,
    /// The quantity with its unit, where that is not pieces.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub measured: Option<String>,
    pub cost: String,
    pub unit: String,
    pub duty: String,
    pub lead: Option<String>,
    pub refdes: &'a [String],
    pub certificates: &'a [String],
    pub alternates: &'a [String],
}

#[derive(Serialize)]
pub(super) struct AreaBox {
    pub code: String,
    pub name: String,
    pub within: Vec<String>,
}

/// A text with the place it refers to.
#[derive(Serialize)]
pub(super) struct PlacedText<'a> {
    pub text: &'a str,
    pub place: String,
}

#[derive(Serialize)]
pub(super) struct OptionRow<'a> {
    pub name: &'a str,
    pub value: String,
}

#[derive(Serialize)]
pub(super) struct KindCost {
    pub kind: &'static str,
    pub cost: String,
}

/// The first certificate to end.
#[derive(Serialize)]
pub(super) struct FirstEnd {
    /// Days from the as-of date.
    pub days: i64,
    pub what: String,
}

/// A change on a day.
#[derive(Serialize)]
pub(super) struct CalendarRow<'a> {
    pub date: String,
    /// The markets in which the same happens.
    pub markets: Vec<&'a str>,
    /// The kind of the event, in a word.
    pub what: &'static str,
    /// What it changes into.
    pub change: String,
    /// What one product costs before and after, by market.
    pub costs: Vec<String>,
    /// Its causes, or the reasons why there is no BOM.
    pub text: String,
    /// The cheapest fix; empty if none is needed.
    pub help: &'a str,
}

#[derive(Serialize)]
pub(super) struct SkuRow<'a> {
    pub id: &'a str,
    pub markets: Vec<SkuMarket<'a>>,
    /// The hardware that not all SKUs have.
    pub hardware: Vec<Fitting<'a>>,
}

/// A market that a SKU serves.
#[derive(Serialize)]
pub(super) struct SkuMarket<'a> {
    pub code: &'a str,
    /// Units a year.
    pub units: String,
    /// The cost of one.
    pub cost: Option<String>,
}

#[derive(Serialize)]
pub(super) struct Fitting<'a> {
    pub slot: &'a str,
    pub component: &'a str,
}
