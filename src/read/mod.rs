//! Text → documents: TOML, CSV and conditions. Reading never fails; it keeps every place and tells every fault.
//!
//! | step | module |
//! |---|---|
//! | text → raw tree, whatever its shape | `from_toml` (`plain` is its short way, `nesting` looks for what is too deep), `from_csv` |
//! | raw tree → checked tree | `check`, by the tables of `schema` |
//! | a string → a condition | [`condition`] |
//! | the same tables → JSON Schema | [`json_schema`] |
//!
//! A key whose value does not fit is told and left out; a table whose required key is missing is told and stays, so that
//! one slip is one fault.

mod check;
pub mod condition;
mod context;
mod from_csv;
mod from_toml;
mod inline_cell;
mod json_schema;
mod manifest;
mod nesting;
pub mod node;
mod plain;
mod raw;
mod schema;
mod shape;
mod toml_faults;

#[cfg(test)]
mod tests;

pub use check::is_range_key;
pub use condition::parse_condition;
pub use from_csv::column_key;
pub use json_schema::json_schema;
pub use manifest::{FilePattern, MappedTable, catalog_patterns, mapped_tables, overlay_patterns};
pub use node::{Entry, Key, Node, Table};

use crate::diagnostic::Diagnostic;
use crate::span::{FileId, Files};
use context::Context;
use std::sync::Arc;

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// `solution.toml`.
    Solution,
    /// A catalogue in TOML or CSV.
    Catalog,
    /// An overlay.
    Overlay,
    /// The list of sources that facts cite.
    Sources,
}

/// A file that was read: its shape is checked; what did not fit is not in the tree.
#[derive(Clone, Debug)]
pub struct Document {
    /// The file.
    pub file: FileId,
    /// What it is.
    pub kind: Kind,
    /// Its content, shared: the built-in documents are in every solution.
    pub root: Arc<Table>,
}

/// Reads a file: TOML, or CSV where it is a catalogue whose name ends in `.csv`, or in `.xlsx` (the
/// loader hands on the workbook's first sheet as CSV). Every fault is told, at its place; the
/// document holds what is sound. Faults come in the order of the text.
#[must_use]
pub fn read(kind: Kind, file: FileId, files: &Files, diagnostics: &mut Vec<Diagnostic>) -> Document {
    let (name, text) = files.get(file).map_or(("", ""), |found| (&*found.name, &**found.text));
    let is_csv = kind == Kind::Catalog && [".csv", ".xlsx"].iter().any(|end| name.to_ascii_lowercase().ends_with(end));
    let mut context = Context::new(file, text, is_csv);
    let raw = if is_csv { from_csv::read(&mut context) } else { from_toml::read(&mut context) };
    let root = check::root(schema::of(kind), raw, &mut context);
    diagnostics.extend(context.finish());
    Document { file, kind, root: Arc::new(root) }
}
