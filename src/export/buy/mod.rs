//! The year's purchase list of a portfolio, seller by seller: as a table, as JSON (`terroir.buy/1`), as CSV, as sheets of a
//! workbook, and in the columns that the order pages of shops read.

mod json;
mod rows;
mod table;
mod upload;

pub use json::json;
pub use rows::{csv, sheets};
pub(super) use table::next_tier;
pub use table::table;
pub use upload::{Shop, upload};

use crate::bom::{Order, Portfolio};
use crate::number::Number;

/// The orders of one seller.
pub(super) struct SellerOrders<'a> {
    /// The seller; `None`: at the price of the catalogue.
    pub seller: Option<&'a str>,
    pub orders: Vec<&'a Order>,
}

/// The orders by seller, in the order in which sellers first appear; what has no seller comes last.
pub(super) fn by_seller(portfolio: &Portfolio) -> Vec<SellerOrders<'_>> {
    let mut all: Vec<SellerOrders<'_>> = Vec::new();
    let named = portfolio.orders.iter().filter(|order| order.seller.is_some());
    let others = portfolio.orders.iter().filter(|order| order.seller.is_none());
    for order in named.chain(others) {
        let seller = order.seller.as_deref();
        match all.iter_mut().find(|one| one.seller == seller) {
            Some(known) => known.orders.push(order),
            None => all.push(SellerOrders { seller, orders: vec![order] }),
        }
    }
    all
}

impl SellerOrders<'_> {
    /// The seller's name for people.
    pub fn title(&self) -> &str {
        self.seller.unwrap_or("without a seller")
    }

    /// What they cost together; `None` past 128 bits.
    pub fn cost(&self) -> Option<Number> {
        self.orders.iter().try_fold(Number::ZERO, |sum, order| sum.checked_add(order.cost))
    }
}

/// What reaching the next price tier means for an order.
pub(super) struct Nearness {
    /// How many more would have to be ordered.
    pub more: Number,
    /// How much less the pieces of this order would cost at that price.
    pub saves: Number,
}

impl Nearness {
    /// That of an order which has a further tier.
    pub fn of(order: &Order) -> Option<Self> {
        let next = order.next?;
        let more = next.from.checked_sub(order.quantity)?;
        let saves = order.each.checked_sub(next.each)?.checked_mul(order.quantity)?;
        Some(Self { more, saves })
    }
}

/// How much of what the seller delivers in a year is ordered, in percent.
pub(super) fn capacity_used(order: &Order) -> Option<Number> {
    order.quantity.checked_mul(Number::from(100))?.checked_div(order.capacity?)
}
