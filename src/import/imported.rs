//! The solution made of part lists.

use crate::import::finding::Finding;
use crate::import::variant::axes::Axis;
use crate::import::variant::markets::ImportedMarket;
use crate::import::variant::variants::ImportedVariant;

/// A solution made of part lists, with what was found on the way.
///
/// ```
/// use terroir::import::{PartList, Settings, import};
/// let list = |name: &str, mpn: &str| PartList::csv(name, "list.csv", format!("Ref,MPN\nU1,{mpn}\n").as_bytes());
/// let made = import(&[list("EU868", "A"), list("US915", "B")], &Settings::new("gateway", "2026-11-22".parse()?))?;
/// assert_eq!((made.lists, made.places, made.shared), (2, 1, 0));
/// assert_eq!(made.read[0].columns[1].read_as, "part number");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Imported {
    /// The files of the solution.
    pub files: Vec<ImportedFile>,
    /// What looks wrong in the lists, in their order.
    pub findings: Vec<Finding>,
    /// What was read from each list, in their order.
    pub read: Vec<ReadList>,
    /// The choices that the variants' names express.
    pub axes: Vec<Axis>,
    /// The number of lists.
    pub lists: usize,
    /// The number of lists of which every row comes back exactly.
    pub same: usize,
    /// Places in all lists together: designators; a part without any counts once.
    pub places: usize,
    /// Places that hold the same part in every list.
    pub shared: usize,
    /// The number of different parts.
    pub parts: usize,
    /// Combinations of choices for which there is no list; at most 100.
    pub unpublished: Vec<Vec<String>>,
    /// The markets of the solution.
    pub markets: Vec<ImportedMarket>,
    /// The variants of the solution, one per list.
    pub variants: Vec<ImportedVariant>,
}

/// What was read from one list.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct ReadList {
    /// The variant's name.
    pub name: String,
    /// The file.
    pub file: String,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// The other sheets, which were not read.
    pub other_sheets: Vec<String>,
    /// The line of the header.
    pub line: u64,
    /// What each column was read as.
    pub columns: Vec<ReadColumn>,
    /// Rows with a part, fitted or not.
    pub rows: usize,
    /// Rows that hold no part: titles, repeated headers and what is below the list.
    pub skipped: Vec<SkippedRow>,
    /// Lines that the solution does not hold exactly as the file has them; the findings say why.
    pub inexact: Vec<u64>,
    /// Cells that its parts have from other lists that name the same parts.
    pub filled: usize,
}

impl ReadList {
    /// Whether every row of the list comes back exactly.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.inexact.is_empty()
    }
}

/// A column of a list and what it was read as.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct ReadColumn {
    /// Its title in the file.
    pub title: String,
    /// `designators`, `quantity`, `part number`, `field` (kept under its title), `not used` and so on.
    pub read_as: String,
}

/// A row that holds no part.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct SkippedRow {
    /// The line of the file, or the row of the sheet.
    pub line: u64,
    /// `is a title`, `repeats the header` or `is below the list`.
    pub why: String,
}

/// A file of an imported solution.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct ImportedFile {
    /// Its name, relative to the solution's folder, with `/`.
    pub name: String,
    /// Its text.
    pub text: String,
}
