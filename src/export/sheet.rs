//! A table of text and numbers, and its form as CSV.

/// A cell of a [`Sheet`].
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(untagged)]
pub enum Cell {
    /// Text, which a spreadsheet must not take for a formula.
    Text(String),
    /// A number as decimal text; empty where there is none.
    Number(String),
}

impl Cell {
    /// Its content, unquoted.
    #[cfg(feature = "xlsx")]
    #[must_use]
    pub fn content(&self) -> &str {
        match self {
            Self::Text(text) | Self::Number(text) => text,
        }
    }
}

/// A table with a header, ready to be written as CSV or into a workbook.
///
/// Made by [`Profile::sheet`](super::Profile::sheet) and [`kicad_variants`](super::kicad_variants).
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Sheet {
    /// Its name: the market.
    pub(crate) name: String,
    /// The titles of the columns.
    pub(crate) header: Vec<String>,
    /// The rows, one cell per column.
    pub(crate) rows: Vec<Vec<Cell>>,
}

/// Who reads a CSV file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dialect {
    /// Programs: UTF-8, lines end with `\n`.
    #[default]
    Plain,
    /// Excel: a byte-order mark marks the file as UTF-8, lines end with `\r\n`.
    Excel,
}

impl Sheet {
    /// The table as CSV (RFC 4180): commas, the header in row 1, quotes where they are needed.
    ///
    /// ```
    /// # mod lamp { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/export/samples/lamp.rs")); }
    /// use terroir::export::{Dialect, Release, kicad_variants};
    /// # let (compiled, portfolio) = lamp::solve()?;
    /// let sheet = kicad_variants(&Release::of(&compiled, &portfolio)?, Some("US"));
    /// assert!(sheet.is_some_and(|sheet| sheet.csv(Dialect::Plain).starts_with("Variant,Reference,State,DNP,")));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn csv(&self, dialect: Dialect) -> String {
        let (mark, end) = match dialect {
            Dialect::Plain => ("", "\n"),
            Dialect::Excel => ("\u{feff}", "\r\n"),
        };
        let mut out = mark.to_owned();
        let header: Vec<String> = self.header.iter().map(|head| text(head)).collect();
        out.push_str(&header.join(","));
        out.push_str(end);
        for row in &self.rows {
            let cells: Vec<String> = row.iter().map(written).collect();
            out.push_str(&cells.join(","));
            out.push_str(end);
        }
        out
    }
}

fn written(cell: &Cell) -> String {
    match cell {
        Cell::Text(content) => text(content),
        Cell::Number(number) => number.clone(),
    }
}

/// A text cell: never a formula, and quoted where needed.
///
/// Spreadsheets run cells that begin with `=` and the like as formulas: such a text gets a leading apostrophe, as in
/// spreadsheets themselves.
pub(super) fn text(cell: &str) -> String {
    let guard = if cell.starts_with(is_formula_start) { "'" } else { "" };
    // A null byte ends the text for some readers, and no part number has one.
    let cell = cell.replace('\0', "");
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{guard}{}\"", cell.replace('"', "\"\""))
    } else {
        format!("{guard}{cell}")
    }
}

/// Full-width forms count too: some spreadsheets treat them as the plain ones.
fn is_formula_start(first: char) -> bool {
    matches!(first, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '\0' | '＝' | '＋' | '－' | '＠')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_never_a_formula() {
        for first in ["=", "+", "-", "@", "\t", "\r", "\0", "＝", "＋", "－", "＠"] {
            let cell = text(&format!("{first}1"));
            assert!(cell.trim_start_matches('"').starts_with('\''), "{cell}");
        }
        assert_eq!(text("a=b"), "a=b");
    }

    #[test]
    fn excel_gets_its_mark_and_its_line_ends() {
        let sheet = Sheet { name: "DE".into(), header: vec!["a".into()], rows: vec![vec![Cell::Number("-1".into())]] };
        assert_eq!(sheet.csv(Dialect::Excel), "\u{feff}a\r\n-1\r\n");
        assert_eq!(sheet.csv(Dialect::Plain), "a\n-1\n");
    }
}
