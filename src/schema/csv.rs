//! The columns of a CSV catalogue.

use super::components::{
    COMPONENTS, CURRENCY, HS, ID, KIND, LEAD_WEEKS, LIFECYCLE, MANUFACTURER, MPN, NEEDS, ORIGIN, PRICE, PROVIDES,
    SUPPLIES, THE_NAME, USES, VERSION,
};
use crate::syntax::Field;
use crate::syntax::shape::{CellContent, CsvColumn, CsvDefault, CsvShape};
use crate::terms::ComponentKind;

/// A catalogue as CSV: the columns of the language, and the names that GitPLM uses for two of them.
pub static CATALOG_CSV: CsvShape = CsvShape {
    array: COMPONENTS.name(),
    columns: &[
        text(&ID),
        text(&VERSION),
        text(&KIND),
        text(&THE_NAME),
        text(&MANUFACTURER),
        text(&MPN),
        text(&PRICE),
        text(&CURRENCY),
        text(&ORIGIN),
        text(&HS),
        column(&LEAD_WEEKS, CellContent::Integer),
        text(&LIFECYCLE),
        column(&PROVIDES, CellContent::Table),
        column(&NEEDS, CellContent::Table),
        column(&USES, CellContent::Table),
        column(&SUPPLIES, CellContent::Table),
        CsvColumn { name: "ipn", key: ID.name(), content: CellContent::Text },
        CsvColumn { name: "description", key: THE_NAME.name(), content: CellContent::Text },
    ],
    required: ID.name(),
    // A parts list written by GitPLM has no kinds.
    defaults: &[CsvDefault { key: KIND.name(), value: ComponentKind::Hardware.as_str() }],
};

const fn text<T>(field: &Field<T>) -> CsvColumn {
    column(field, CellContent::Text)
}

const fn column<T>(field: &Field<T>, content: CellContent) -> CsvColumn {
    CsvColumn { name: field.key.name, key: field.key.name, content }
}

/// The key that a column of a CSV catalogue holds, whatever the case of its name: `IPN` holds the id. `None` for a
/// column that is not read.
#[must_use]
pub fn column_key(name: &str) -> Option<&'static str> {
    CATALOG_CSV.column(name).map(|column| column.key)
}
