//! From the bytes of a file to tables of cells; nothing here knows what a column means.

mod aligned;
mod cell;
mod delimited;
mod encoding;
#[cfg(feature = "encodings")]
mod legacy;
mod lines;
#[cfg(feature = "xlsx")]
mod number;
mod open;
pub(in crate::import) mod spot;
pub(in crate::import) mod text;
#[cfg(feature = "xlsx")]
pub(in crate::import) mod workbook;

pub(in crate::import) use open::open;

use crate::import::finding::Finding;
use spot::{Merged, Spot};

/// A row of cells with its line, counted from 1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::import) struct TableRow {
    /// The line of the file, or the row of the sheet.
    pub line: u64,
    /// Its cells, without spaces around them.
    pub cells: Vec<String>,
    /// The spaces before the texts of some cells, by their column: two or more.
    pub indents: Vec<(usize, usize)>,
    /// The numbers of a workbook whose texts can be read in several ways or are rounded, by their column: with a point for
    /// the decimals, and at least four of these.
    pub exact: Vec<(usize, String)>,
}

/// A table as the file has it; rows without any text are left out.
pub(in crate::import) type Table = Vec<TableRow>;

/// How a file is read where it does not say so itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::import) struct How {
    /// The name of the encoding of a text (`--encoding`); recognised if there is none.
    pub encoding: Option<String>,
    /// The sheet of a workbook, by its name or its number from 1 (`--sheet`); all sheets if there is none.
    pub sheet: Option<String>,
}

/// One sheet of a workbook, or one way to read a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::import) struct Sheet {
    /// The name of the sheet; for a text how it was split: `,`, `;`, `tab`, `|` or `aligned`.
    pub name: String,
    pub rows: Table,
    /// What to report if this one is taken. An error among them means that its rows are not to be used.
    pub findings: Vec<Finding>,
    /// Formulas without a stored result: nothing is known of what their cells show.
    pub unevaluated: Vec<Spot>,
    /// Cells with a text that are merged over several rows.
    pub merged: Vec<Merged>,
}

impl Sheet {
    /// The warning about its formulas without a result, where it is not known which of its columns matter.
    pub fn without_results(&self, file: &str) -> Option<Finding> {
        let first = self.unevaluated.first()?;
        let message = format!(
            "the sheet `{}` has formulas without a result, the first in {first}: open and save the workbook in a spreadsheet \
             program",
            self.name
        );
        Some(Finding::warning(file, first.row, message))
    }
}

/// What a file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::import) enum Source {
    /// A text: one table for each delimiter that could be meant, most likely first.
    Text { candidates: Vec<Sheet> },
    /// A workbook: its sheets in their order.
    #[cfg_attr(not(feature = "xlsx"), allow(dead_code, reason = "only builds that read workbooks make it"))]
    Book { sheets: Vec<Sheet> },
}

/// How sure a recognition is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Certainty {
    Sure,
    /// Another encoding is about as likely.
    Guess,
}

impl Source {
    /// The sheets of a workbook, or the ways to read a text.
    pub fn sheets(&self) -> &[Sheet] {
        match self {
            Self::Text { candidates } => candidates,
            Self::Book { sheets } => sheets,
        }
    }
}
