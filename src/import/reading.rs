//! How a list is read where its file does not say so itself.

/// How a list is read where its file does not say so itself.
///
/// ```
/// use terroir::import::{ColumnChoice, PartList, Reading};
/// let mut reading = Reading::default();
/// reading.columns.push(ColumnChoice { field: "mpn".to_owned(), title: "Code".to_owned() });
/// let list = PartList::read("EU868", "eu.csv", b"Designator;Code\nU1;EXAMPLE-868\n", &reading);
/// assert!(list.findings().is_empty());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[non_exhaustive]
pub struct Reading {
    /// Columns with titles that terroir does not know, or reads as something else.
    pub columns: Vec<ColumnChoice>,
    /// The sheet of a workbook that holds the list, by its name or its number from 1; `None`: the first that holds one.
    pub sheet: Option<String>,
    /// The encoding of a text, such as `windows-1252` or `shift-jis`; `None`: recognised.
    pub encoding: Option<String>,
}

/// What a column holds: `mpn` for the title `Order code`.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ColumnChoice {
    /// `reference`, `quantity`, `value`, `footprint`, `description`, `manufacturer`, `mpn`, `ipn`, `order`, `price`,
    /// `currency`, `alternative`, `not-fitted`, `fitted`, `datasheet`, `unit`, `level` or `ignore`.
    pub field: String,
    /// The title of the column in the file.
    pub title: String,
}
