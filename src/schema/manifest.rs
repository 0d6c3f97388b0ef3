//! What `solution.toml` says of the other files: patterns of catalogues and overlays, and which tables are catalogues.

use crate::span::{DatabaseTable, Span};
use crate::syntax::node::{Node, Table};

/// A pattern of files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilePattern {
    /// `catalog/*.toml`.
    pub text: String,
    /// Where it is written; `None` for one that holds where nothing is written.
    pub span: Option<Span>,
}

/// The patterns of `[solution] catalog`, in their order.
#[must_use]
pub fn catalog_patterns(root: &Table) -> Vec<FilePattern> {
    patterns(root, "catalog", &["catalog/*.toml", "catalog/*.csv"])
}

/// The patterns of `[solution] overlays`, in their order.
#[must_use]
pub fn overlay_patterns(root: &Table) -> Vec<FilePattern> {
    patterns(root, "overlays", &["regions/*.toml"])
}

fn patterns(root: &Table, key: &str, defaults: &[&str]) -> Vec<FilePattern> {
    let written = root.table("solution").filter(|table| table.get(key).is_some());
    let usual = defaults.iter().map(|text| FilePattern { text: (*text).to_owned(), span: None });
    let of = |table: &Table| {
        let texts = table.texts(key);
        texts.map(|text| FilePattern { text: text.value.to_owned(), span: Some(text.span) }).collect()
    };
    written.map_or_else(|| usual.collect(), of)
}

/// One entry of `[[databases]]`: a table whose rows are components, and which column holds what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MappedTable {
    /// The database and the table.
    pub table: DatabaseTable,
    /// The place of the file's name.
    pub file_span: Span,
    /// The place of the table's name.
    pub table_span: Span,
    /// Key of a catalogue → column, with the place of the column's name; columns that it does not name are read where
    /// they are named as in a CSV catalogue.
    pub columns: Vec<(String, String, Span)>,
    /// Key of a catalogue → what a row says where its cell is empty.
    pub values: Vec<(String, String)>,
}

/// The tables that a `solution.toml` names, in its order.
#[must_use]
pub fn mapped_tables(root: &Table) -> Vec<MappedTable> {
    root.tables("databases").filter_map(mapped_table).collect()
}

fn mapped_table(entry: &Table) -> Option<MappedTable> {
    let (file, table) = (entry.text("file")?, entry.text("table")?);
    let entries = |key| entry.table(key).map(|found| &found.entries);
    let columns = entries("columns").into_iter().flatten();
    let value = |node: &Node| match node {
        Node::Number(number) => Some(number.to_string()),
        other => other.as_text().map(str::to_owned),
    };
    let values = entries("values").into_iter().flatten();
    Some(MappedTable {
        table: DatabaseTable { file: file.value.to_owned(), table: table.value.to_owned() },
        file_span: file.span,
        table_span: table.span,
        columns: columns
            .filter_map(|(key, node)| Some((key.value.to_string(), node.value.as_text()?.to_owned(), node.span)))
            .collect(),
        values: values.filter_map(|(key, node)| Some((key.value.to_string(), value(&node.value)?))).collect(),
    })
}
