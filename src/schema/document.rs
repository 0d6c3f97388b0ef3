//! The kinds of files, the shape of each, and reading one by its shape.

use super::csv::{CATALOG_CSV, OFFERS_CSV};
use super::{
    OVERLAY_SECTIONS, SECTIONS, attribute_keys, common, components, effectivity, key_reference as reference, offers,
    overlay, solution, sources,
};
use crate::diagnostic::Diagnostic;
use crate::span::{FileId, Files};
use crate::syntax::context::Context;
use crate::syntax::shape::{CsvShape, Rest, TableShape};
use crate::syntax::{Table, check, csv_reader, toml_reader};
use std::sync::Arc;

static SOLUTION: TableShape = TableShape {
    what: "solution.toml",
    groups: &[solution::ROOT_KEYS, SECTIONS, overlay::REMOVALS],
    rest: Rest::Closed,
    choices: &[],
};
static OVERLAY: TableShape = TableShape {
    what: "an overlay",
    groups: &[overlay::KEYS, OVERLAY_SECTIONS, SECTIONS, overlay::REMOVALS, overlay::CITATIONS],
    rest: Rest::Closed,
    choices: &[],
};

/// The root table of a kind of file.
#[must_use]
pub fn of(kind: FileKind) -> &'static TableShape {
    match kind {
        FileKind::Solution => &SOLUTION,
        FileKind::Catalog => &components::ROOT,
        FileKind::Offers => &offers::ROOT,
        FileKind::Overlay => &OVERLAY,
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
        FileKind::Offers => "terroir offers",
        FileKind::Overlay => "terroir overlay",
        FileKind::Sources => "terroir sources",
    };
    // Files of sources and offers have no attributes.
    let has_attributes = !matches!(kind, FileKind::Sources | FileKind::Offers);
    let free = has_attributes.then_some(&attribute_keys::TESTED);
    crate::syntax::json_schema::document(of(kind), title, free)
}

/// Every key of a kind of file with what it holds and means, one Markdown table for each table of the file.
///
/// ```
/// use terroir::{FileKind, key_reference};
/// let text = key_reference(FileKind::Overlay);
/// assert!(text.contains("| `percent` | an amount in quotes |"), "{text}");
/// ```
#[must_use]
pub fn key_reference(kind: FileKind) -> String {
    let mut text = String::new();
    reference::document(of(kind), &mut text);
    text
}

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileKind {
    /// `solution.toml`.
    Solution,
    /// A catalogue in TOML or CSV.
    Catalog,
    /// Offers in TOML or CSV.
    Offers,
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

impl FileKind {
    /// How its files are as CSV; `None` where they are not.
    fn csv(self) -> Option<&'static CsvShape> {
        match self {
            Self::Catalog => Some(&CATALOG_CSV),
            Self::Offers => Some(&OFFERS_CSV),
            Self::Solution | Self::Overlay | Self::Sources => None,
        }
    }
}

/// Reads a file: TOML, or CSV where it is a catalogue or has offers, and its name ends in `.csv`, or in `.xlsx` (the
/// loader hands on the workbook's first sheet as CSV). Every fault is reported, at its place; the
/// document holds what is sound. Faults come in the order of the text.
#[must_use]
pub fn read(kind: FileKind, file: FileId, files: &Files, diagnostics: &mut Vec<Diagnostic>) -> Document {
    let (name, text) = files.get(file).map_or(("", ""), |found| (&*found.name, &**found.text));
    let has_rows = [".csv", ".xlsx"].iter().any(|end| name.to_ascii_lowercase().ends_with(end));
    let csv = kind.csv().filter(|_| has_rows);
    let mut context = if csv.is_some() { Context::csv(file, text) } else { Context::toml(file, text) };
    context.report_second_mark();
    let raw = match csv {
        Some(shape) => csv_reader::read(shape, &mut context),
        None => toml_reader::read(&mut context),
    };
    let mut root = check::root(of(kind), raw, &mut context);
    diagnostics.extend(context.finish());
    // Most files have none, and then their tables need not be searched.
    if text.contains(common::THROUGH.name()) {
        effectivity::until_next_day(&mut root, diagnostics);
    }
    Document { file, kind, root: Arc::new(root) }
}
