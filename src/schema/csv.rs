//! The columns of a CSV catalogue: every key of a component can be one.

use super::components::{COMPONENTS, ID, KIND, PRICE, TABLE, THE_NAME};
use super::details::DESCRIPTION;
use super::offers;
use super::prices::{TIER_EACH, TIER_FROM};
use crate::syntax::shape::{CellContent, CsvAlias, CsvDefault, CsvPairs, CsvShape, CsvValue};
use crate::terms::ComponentKind;
use std::fmt::Write as _;

/// A catalogue as CSV: the keys of a component, and the name that GitPLM uses for the id.
pub static CATALOG_CSV: CsvShape = CsvShape {
    array: COMPONENTS.name(),
    table: &TABLE,
    aliases: &[CsvAlias { name: "ipn", key: ID.name() }],
    pairs: &[CsvPairs { key: PRICE.name(), first: TIER_FROM.name(), second: TIER_EACH.name() }],
    required: ID.name(),
    // A parts list written by GitPLM has neither kinds nor names.
    defaults: &[
        CsvDefault { key: KIND.name(), value: CsvValue::Text(ComponentKind::Hardware.as_str()) },
        CsvDefault { key: THE_NAME.name(), value: CsvValue::Of(DESCRIPTION.name()) },
    ],
};

/// Offers as CSV: the keys of an offer.
pub static OFFERS_CSV: CsvShape = CsvShape {
    array: offers::OFFERS.name(),
    table: &offers::TABLE,
    aliases: &[],
    pairs: &[CsvPairs { key: offers::PRICE.name(), first: TIER_FROM.name(), second: TIER_EACH.name() }],
    required: offers::SELLER.name(),
    defaults: &[],
};

/// The key that a column of a CSV catalogue holds, whatever the case of its name: `IPN` holds the id. `None` for a
/// column that is not read.
#[must_use]
pub fn column_key(name: &str) -> Option<&'static str> {
    CATALOG_CSV.column(name).map(|column| column.key)
}

/// Every column of a CSV file of offers with what its cells hold and mean, one Markdown table.
///
/// ```
/// assert!(terroir::offers_csv_reference().contains("| `seller` | text |"));
/// ```
#[must_use]
pub fn offers_csv_reference() -> String {
    columns(&OFFERS_CSV)
}

/// Every column of a CSV catalogue with what its cells hold and mean, one Markdown table.
///
/// ```
/// assert!(terroir::csv_reference().contains("| `certificates` | tables in braces, separated by `;` |"));
/// ```
#[must_use]
pub fn csv_reference() -> String {
    columns(&CATALOG_CSV)
}

fn columns(shape: &CsvShape) -> String {
    let mut text = String::from("| column | a cell holds | meaning |\n|---|---|---|\n");
    for key in shape.table.keys() {
        let holds = holds(shape.content(key));
        let required = if key.name == shape.required { "; required" } else { "" };
        let _ = writeln!(text, "| `{}` | {holds} | {}{required} |", key.name, key.doc);
    }
    text
}

fn holds(content: CellContent) -> &'static str {
    match content {
        CellContent::Text => "text",
        CellContent::Number => "a number",
        CellContent::Boolean => "`true` or `false`",
        CellContent::Date => "a date: `2026-11-22`",
        CellContent::Texts => "texts, separated by `;`",
        CellContent::Table => "the inside of the table, its entries separated by `;`",
        CellContent::Tables => "tables in braces, separated by `;`",
        CellContent::TableOrTables => "the inside of the table, or several tables in braces, separated by `;`",
        CellContent::Pairs(_) => "`18.20`, or `1: 18.20; 1000: 12.90`",
        CellContent::Value => "the value as TOML writes it",
    }
}
