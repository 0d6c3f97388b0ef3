//! The year's orders of a portfolio.

use crate::number::Number;

/// An order: all the pieces of one offer that the portfolio takes in a year.
///
/// Amounts are exact, in the currency of the [`Portfolio`](super::Portfolio); quantities count the component's unit.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Order {
    /// The component: `id`, or `id@version` where an id has several.
    pub component: String,
    /// The maker: a party's id, or the name as written.
    pub by: Option<String>,
    /// The maker's part number.
    pub mpn: Option<String>,
    /// The seller; `None` where the component's own price is paid.
    pub seller: Option<String>,
    /// The seller's number.
    pub sku: Option<String>,
    /// What the quantities count, where that is not pieces.
    pub unit: Option<String>,
    /// What the products of all markets take: Σ volume × quantity.
    pub used: Number,
    /// What is added for losses in production.
    pub attrition: Number,
    /// What is ordered.
    pub quantity: Number,
    /// What is ordered and neither used nor lost.
    pub excess: Number,
    /// The price of one at the tier that the quantity reaches.
    pub each: Number,
    /// Places after the point that this price was written with.
    pub price_places: u32,
    /// The fee of the order.
    pub fee: Number,
    /// `quantity` × `each` + `fee`.
    pub cost: Number,
    /// The `from` of the tier that the quantity reaches.
    pub tier: Number,
    /// The tier after it.
    pub next: Option<NextTier>,
    /// The smallest quantity that is sold.
    pub minimum: Option<Number>,
    /// What each quantity is a multiple of.
    pub multiple: Option<Number>,
    /// The most that the seller delivers in a year.
    pub capacity: Option<Number>,
    /// Weeks from order to delivery.
    pub lead_weeks: Option<Number>,
    /// What each market pays a year, in the order of the markets; together `cost`.
    pub markets: Vec<(String, Number)>,
}

/// The price tier after the one that an order reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct NextTier {
    /// From how many pieces on it holds.
    pub from: Number,
    /// The price of one.
    pub each: Number,
    /// Places after the point that this price was written with.
    pub price_places: u32,
}

impl Order {
    /// An order of nothing yet, at the component's own price.
    #[must_use]
    pub fn bare(component: &str) -> Self {
        Self {
            component: component.to_owned(),
            by: None,
            mpn: None,
            seller: None,
            sku: None,
            unit: None,
            used: Number::ZERO,
            attrition: Number::ZERO,
            quantity: Number::ZERO,
            excess: Number::ZERO,
            each: Number::ZERO,
            price_places: 0,
            fee: Number::ZERO,
            cost: Number::ZERO,
            tier: Number::ONE,
            next: None,
            minimum: None,
            multiple: None,
            capacity: None,
            lead_weeks: None,
            markets: Vec::new(),
        }
    }

    /// What its quantities count: `pcs`, `m`.
    #[must_use]
    pub fn counted_in(&self) -> &str {
        self.unit.as_deref().unwrap_or("pcs")
    }

    /// The price of one in as many digits as its exact value needs, or as it was written with if that is more.
    #[must_use]
    pub fn price(&self, minor_unit: u32) -> String {
        self.each.to_price(minor_unit.max(self.price_places))
    }
}

impl NextTier {
    /// The price of one, with as many digits as [`Order::price`].
    #[must_use]
    pub fn price(&self, minor_unit: u32) -> String {
        self.each.to_price(minor_unit.max(self.price_places))
    }
}
