//! The cells of a row by the meaning of their columns.

use crate::import::list::columns::ListColumn;
use crate::import::list::header::{Column, Header};
use std::collections::BTreeSet;

/// A row and its cells by the meaning of their columns.
#[derive(Clone, Copy)]
pub(super) struct Cells<'a> {
    pub line: u64,
    pub header: &'a Header,
    pub cells: &'a [String],
}

impl<'a> Cells<'a> {
    /// The filled cells of a meaning with their columns.
    pub fn all(self, wanted: ListColumn) -> impl Iterator<Item = (&'a Column, &'a str)> {
        let columns = self.header.columns.iter().zip(self.cells);
        let filled = columns.filter(move |(column, cell)| column.means == wanted && !cell.is_empty());
        filled.map(|(column, cell)| (column, cell.as_str()))
    }

    /// The first of them; empty without one.
    pub fn first(self, wanted: ListColumn) -> &'a str {
        self.all(wanted).next().map_or("", |(_, cell)| cell)
    }
}

/// A text with single spaces.
pub(super) fn squeezed(text: &str) -> String {
    if text.contains(char::is_whitespace) {
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    } else {
        text.to_owned()
    }
}

/// The letters of designators, each once, in order.
pub(super) fn letters(references: &[String]) -> String {
    let prefix = |reference: &String| {
        let end = reference.find(|letter: char| letter.is_ascii_digit()).unwrap_or(reference.len());
        reference.get(..end).unwrap_or_default().trim_end_matches(['_', '-']).to_owned()
    };
    let all: BTreeSet<String> = references.iter().map(prefix).collect();
    all.into_iter().collect::<Vec<_>>().join(" ")
}
