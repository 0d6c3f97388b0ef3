//! `[import.columns]` in `solution.toml`: what the columns of imported part lists hold, where their titles do not say it.

use super::common::TEXT;
use crate::syntax::field::{self, Field};
use crate::syntax::shape::{Form, TableShape, closed, map};
use crate::syntax::{Entry, Table};

static COLUMNS_TABLE: TableShape = map("`[import.columns]`", Form::Any, &TEXT);
static COLUMNS: Field<Table> = field::table(
    "columns",
    &COLUMNS_TABLE,
    "what columns of part lists hold, by their title: `\"Order code\" = \"mpn\"`",
);
static TABLE: TableShape = closed("`[import]`", &[&[&COLUMNS.key]]);

/// The table.
pub static IMPORT: Field<Table> =
    field::table("import", &TABLE, "how part lists were imported; `import bom --columns-from` reads it again");

/// Titles of columns with the field that each holds, in the order of the file.
#[must_use]
pub fn import_columns_of(root: &Table) -> Vec<(String, String)> {
    let columns = root.read(&IMPORT).and_then(|import| import.read(&COLUMNS));
    let column = |(title, node): &Entry| Some((title.value.to_string(), node.value.as_text()?.to_owned()));
    columns.map(|table| table.entries.as_slice()).unwrap_or_default().iter().filter_map(column).collect()
}
