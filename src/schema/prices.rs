//! Prices: of one, or tiers by quantity.

use crate::number::Number;
use crate::span::{Span, Spanned};
use crate::syntax::field::{self, Field};
use crate::syntax::shape::{Keys, Shape, TableShape, closed};
use crate::syntax::{Node, Table};

/// The quantity at which a price tier begins.
pub static TIER_FROM: Field<Number> = field::whole("from", 1, "the quantity from which the price holds").required("1");
/// The price of one in a tier.
pub static TIER_EACH: Field<Number> = field::money("each", "the price of one").required("\"12.90\"");
static TIER_KEYS: Keys = &[&TIER_FROM.key, &TIER_EACH.key];
static TIER_TABLE: TableShape = closed("a price tier", &[TIER_KEYS]);
static TIER: Shape = Shape::Table(&TIER_TABLE);

/// The key of a price, in every table.
pub const PRICE: &str = "price";

/// The price of one, or tiers.
pub const TIER_PRICE: Shape = Shape::Either(&[Shape::Money, Shape::Filled(&TIER)]);

/// What each costs from a quantity on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PriceTier {
    /// The quantity from which the price holds.
    pub from: Number,
    /// The price of one.
    pub each: Number,
    /// Where the price is written.
    pub span: Span,
}

/// The tiers of a price, as tables.
pub fn tiers(table: &Table) -> impl Iterator<Item = &Table> {
    table.tables(PRICE)
}

/// What one costs from a quantity on, sorted; empty where nothing is stated.
pub(super) fn prices_of(table: &Table, field: &Field<Node>) -> Vec<PriceTier> {
    if let Some(Spanned { value, span }) = table.read_at(field)
        && let Some(each) = value.as_number()
    {
        return vec![PriceTier { from: Number::ONE, each, span }];
    }
    let tier = |tier: &Table| {
        let each = tier.read_at(&TIER_EACH)?;
        Some(PriceTier { from: tier.read(&TIER_FROM)?, each: each.value, span: each.span })
    };
    let mut tiers: Vec<PriceTier> = tiers(table).filter_map(tier).collect();
    tiers.sort();
    tiers
}
