//! The keys of every kind of file, as tables of data, and reading a file by them.

mod catalog;
mod common;
mod csv;
mod manifest;
mod overlay;
mod solution;
mod sources;

#[cfg(test)]
mod tests;

pub(crate) use csv::column_key;
pub use manifest::{FilePattern, MappedTable, catalog_patterns, mapped_tables, overlay_patterns};

use crate::diagnostic::Diagnostic;
use crate::span::{FileId, Files};
use crate::syntax::Table;
use crate::syntax::context::Context;
use crate::syntax::shape::TableShape;
use crate::syntax::{check, csv_reader, toml_reader};
use std::sync::Arc;

/// The root table of a kind of file.
#[must_use]
pub fn of(kind: FileKind) -> &'static TableShape {
    match kind {
        FileKind::Solution => &solution::ROOT,
        FileKind::Catalog => &catalog::ROOT,
        FileKind::Overlay => &overlay::ROOT,
        FileKind::Sources => &sources::ROOT,
    }
}

/// The JSON Schema (draft 7) of a kind of file, for editors: `terroir schema catalog`. A key's description is what an
/// editor shows of it.
#[must_use]
pub fn json_schema(kind: FileKind) -> serde_json::Value {
    let title = match kind {
        FileKind::Solution => "terroir solution",
        FileKind::Catalog => "terroir catalogue",
        FileKind::Overlay => "terroir overlay",
        FileKind::Sources => "terroir sources",
    };
    crate::syntax::json_schema::document(of(kind), title, kind != FileKind::Sources)
}

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileKind {
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
    pub kind: FileKind,
    /// Its content, shared: the built-in documents are in every solution.
    pub root: Arc<Table>,
}

/// Reads a file: TOML, or CSV where it is a catalogue whose name ends in `.csv`, or in `.xlsx` (the
/// loader hands on the workbook's first sheet as CSV). Every fault is told, at its place; the
/// document holds what is sound. Faults come in the order of the text.
#[must_use]
pub fn read(kind: FileKind, file: FileId, files: &Files, diagnostics: &mut Vec<Diagnostic>) -> Document {
    let (name, text) = files.get(file).map_or(("", ""), |found| (&*found.name, &**found.text));
    let is_csv =
        kind == FileKind::Catalog && [".csv", ".xlsx"].iter().any(|end| name.to_ascii_lowercase().ends_with(end));
    let mut context = Context::new(file, text, is_csv);
    let raw = if is_csv { csv_reader::read(&csv::CATALOG_CSV, &mut context) } else { toml_reader::read(&mut context) };
    let root = check::root(of(kind), raw, &mut context);
    diagnostics.extend(context.finish());
    Document { file, kind, root: Arc::new(root) }
}
