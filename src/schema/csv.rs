//! The columns of a CSV catalogue.

use crate::syntax::shape::{CellContent, CsvColumn, CsvDefault, CsvShape};

/// A catalogue as CSV: the columns of the language, and the names that GitPLM uses for two of them.
pub static CATALOG_CSV: CsvShape = CsvShape {
    array: "components",
    columns: &[
        text("id", "id"),
        text("version", "version"),
        text("kind", "kind"),
        text("name", "name"),
        text("manufacturer", "manufacturer"),
        text("mpn", "mpn"),
        text("price", "price"),
        text("currency", "currency"),
        text("origin", "origin"),
        text("hs", "hs"),
        CsvColumn { name: "lead_weeks", key: "lead_weeks", content: CellContent::Integer },
        text("lifecycle", "lifecycle"),
        table("provides"),
        table("needs"),
        table("uses"),
        table("supplies"),
        text("ipn", "id"),
        text("description", "name"),
    ],
    required: "id",
    // A parts list written by GitPLM has no kinds.
    defaults: &[CsvDefault { key: "kind", value: "hardware" }],
};

const fn text(name: &'static str, key: &'static str) -> CsvColumn {
    CsvColumn { name, key, content: CellContent::Text }
}

const fn table(name: &'static str) -> CsvColumn {
    CsvColumn { name, key: name, content: CellContent::Table }
}

/// The key that a column of a CSV catalogue holds, whatever the case of its name: `IPN` holds the id. `None` for a
/// column that is not read.
#[must_use]
pub fn column_key(name: &str) -> Option<&'static str> {
    CATALOG_CSV.column(name).map(|column| column.key)
}
