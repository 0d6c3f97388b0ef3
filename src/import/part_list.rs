//! One variant's part list.

use crate::import::finding::Finding;
use crate::import::list::part::Row;
use crate::import::list::{List, read};
use crate::import::reading::{ColumnChoice, Reading};

/// One variant's part list, read from a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartList {
    pub(super) name: String,
    pub(super) file: String,
    /// What was read; `None` if the file is not a part list.
    pub(super) list: Option<List>,
    pub(super) findings: Vec<Finding>,
    /// The columns that the user named.
    pub(super) columns: Vec<ColumnChoice>,
}

impl PartList {
    /// Reads a list from a file of any common form: text with any delimiter and encoding, or a workbook. `name` is the
    /// variant's, `file` is named in findings.
    ///
    /// ```
    /// use terroir::import::{PartList, Reading};
    /// let list = PartList::read("EU868", "eu.csv", b"Designator;Qty;MPN\nU1;1;EXAMPLE-868\n", &Reading::default());
    /// assert_eq!(list.name(), "EU868");
    /// assert!(list.findings().is_empty());
    /// ```
    #[must_use]
    pub fn read(name: &str, file: &str, bytes: &[u8], reading: &Reading) -> Self {
        let mut findings = Vec::new();
        let list = read(name, file, bytes, reading, &mut findings);
        Self { name: name.to_owned(), file: file.to_owned(), list, findings, columns: reading.columns.clone() }
    }

    /// Reads a list from text with commas, semicolons, tabs or bars, or aligned by spaces, in UTF-8, UTF-16 or Windows-1252
    /// and, with the feature `encodings`, any other usual encoding. `name` is the variant's, `file` is named in findings.
    ///
    /// ```
    /// use terroir::import::PartList;
    /// let list = PartList::csv("EU868", "eu.csv", b"Designator;Qty;MPN\nU1;1;EXAMPLE-868\n");
    /// assert_eq!(list.name(), "EU868");
    /// assert!(list.findings().is_empty());
    /// ```
    #[must_use]
    pub fn csv(name: &str, file: &str, bytes: &[u8]) -> Self {
        Self::read(name, file, bytes, &Reading::default())
    }

    /// Reads a list from the first sheet of a workbook (`.xlsx`) that holds one.
    #[cfg(feature = "xlsx")]
    #[must_use]
    pub fn xlsx(name: &str, file: &str, bytes: &[u8]) -> Self {
        Self::read(name, file, bytes, &Reading::default())
    }

    /// The variant's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What looks wrong in the list.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// The rows that were read; none if the file is not a part list.
    pub(super) fn rows(&self) -> impl Iterator<Item = &Row> {
        self.list.iter().flat_map(|list| &list.rows)
    }
}
