//! Columns that a solution remembers from the import that made it.

use crate::import::reading::ColumnChoice;
use crate::schema::import_columns::import_columns_of;
use crate::schema::{FileKind, read};
use crate::span::{File, Files};
use crate::syntax::toml_string;
use std::fmt::Write as _;

/// The columns of `[import.columns]` in the text of a `solution.toml`, for the next import of such lists.
///
/// ```
/// let columns = terroir::import::remembered_columns("[import.columns]\n\"Order code\" = \"mpn\"\n");
/// assert_eq!((columns[0].field.as_str(), columns[0].title.as_str()), ("mpn", "Order code"));
/// ```
#[must_use]
pub fn remembered_columns(manifest: &str) -> Vec<ColumnChoice> {
    let mut files = Files::new();
    let id = files.add(File::new("solution.toml", manifest));
    let document = read(FileKind::Solution, id, &files, &mut Vec::new());
    let columns = import_columns_of(&document.root).into_iter();
    columns.map(|(title, field)| ColumnChoice { field, title }).collect()
}

/// `[import.columns]` for columns that the user named; empty without any.
pub(super) fn table(columns: &[ColumnChoice]) -> String {
    let mut out = String::new();
    for (at, column) in columns.iter().enumerate() {
        if at == 0 {
            out.push_str("\n# For the next import: `terroir import bom … --columns-from FOLDER`\n[import.columns]\n");
        }
        if columns.iter().take(at).all(|before| before.title != column.title) {
            let _ = writeln!(out, "{} = {}", toml_string(&column.title), toml_string(&column.field));
        }
    }
    out
}
