//! `[exchange]` in `solution.toml`: what one unit of a currency is in the solution's.

use super::forms;
use crate::number::Number;
use crate::span::Spanned;
use crate::syntax::Table;
use crate::syntax::field::{self, Field};
use crate::syntax::shape::{Shape, TableShape, map};
use std::collections::BTreeMap;

static RATE: Shape = Shape::Money;
static TABLE: TableShape = map("`[exchange]`", forms::CURRENCY, &RATE);

/// The table.
pub static EXCHANGE: Field<Table> =
    field::table("exchange", &TABLE, "one unit of a currency in the solution's currency");

/// The rates of a `solution.toml`, by currency.
#[must_use]
pub fn rates_of(root: &Table) -> BTreeMap<String, Spanned<Number>> {
    let entries = root.read(&EXCHANGE).map(|table| table.entries.as_slice()).unwrap_or_default();
    let rate = entries.iter().filter_map(|(currency, node)| {
        Some((currency.value.to_string(), Spanned::new(node.value.as_number()?, node.span)))
    });
    rate.collect()
}
