//! A table of text and numbers, and its form as CSV.

use super::excel_text;

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
    /// Its name: the market, and the board where there are several.
    pub(crate) name: String,
    /// The board that it lists.
    pub(crate) board: Option<String>,
    /// The titles of the columns.
    pub(crate) header: Vec<String>,
    /// The rows, one cell per column.
    pub(crate) rows: Vec<Vec<Cell>>,
    /// Rows for people only, under the others: what is paid once, the total. A CSV file has none, for a program would take
    /// them for parts.
    pub(crate) footer: Vec<Vec<Cell>>,
}

/// Who reads a CSV file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dialect {
    /// Programs: UTF-8, lines end with `\n`, texts as they are.
    #[default]
    Plain,
    /// Excel: a byte-order mark marks the file as UTF-8, lines end with `\r\n`, and texts stay texts: one that Excel takes
    /// for a formula, an error, a number or a date is written as `="0603"`.
    Excel,
}

impl Sheet {
    /// The board that the sheet lists; `None` for one of the whole product.
    #[must_use]
    pub fn board(&self) -> Option<&str> {
        self.board.as_deref()
    }

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
        let mut csv = Csv::new(dialect);
        csv.header(self.header.iter().map(String::as_str));
        self.rows.iter().for_each(|row| csv.row(row));
        csv.into_text()
    }
}

/// CSV that is being written: every text goes in quoted and, for Excel, protected.
pub(super) struct Csv {
    dialect: Dialect,
    out: String,
}

impl Csv {
    pub fn new(dialect: Dialect) -> Self {
        let mark = match dialect {
            Dialect::Plain => "",
            Dialect::Excel => "\u{feff}",
        };
        Self { dialect, out: mark.to_owned() }
    }

    /// The titles of the columns.
    pub fn header<'a>(&mut self, titles: impl IntoIterator<Item = &'a str>) {
        let titles: Vec<Cell> = titles.into_iter().map(|title| Cell::Text(title.to_owned())).collect();
        self.row(&titles);
    }

    /// A row.
    pub fn row(&mut self, cells: &[Cell]) {
        for (at, cell) in cells.iter().enumerate() {
            if at > 0 {
                self.out.push(',');
            }
            match (cell, self.dialect) {
                (Cell::Text(content), Dialect::Plain) => self.out.push_str(&text(content)),
                (Cell::Text(content), Dialect::Excel) => self.out.push_str(&excel_text(content)),
                // What is no number would be a text.
                (Cell::Number(number), _)
                    if number.bytes().all(|byte| byte.is_ascii_digit() || b"+-.".contains(&byte)) =>
                {
                    self.out.push_str(number);
                }
                (Cell::Number(number), _) => self.out.push_str(&text(number)),
            }
        }
        self.out.push_str(match self.dialect {
            Dialect::Plain => "\n",
            Dialect::Excel => "\r\n",
        });
    }

    /// The file.
    pub fn into_text(self) -> String {
        self.out
    }
}

/// A text cell, quoted where needed. A null byte ends the text for some readers, and no part number has one.
fn text(cell: &str) -> String {
    let cell = cell.replace('\0', "");
    let has_margin = cell.starts_with(' ') || cell.ends_with(' ');
    if has_margin || cell.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell
    }
}

/// A text cell that stays text in Excel.
fn excel_text(cell: &str) -> String {
    let cell = cell.replace('\0', "");
    let is_formula = cell.starts_with(is_formula_start);
    if cell.chars().count() > LONGEST_TEXT {
        return text(&if is_formula { format!("'{cell}") } else { cell });
    }
    if is_formula || is_error(&cell) || excel_text::is_changed(&cell) {
        text(&format!("=\"{}\"", cell.replace('"', "\"\"")))
    } else {
        text(&cell)
    }
}

/// Characters that a text in a formula may have; a longer one has an apostrophe before it.
const LONGEST_TEXT: usize = 255;

/// `#N/A`, `#REF!`, `#NAME?`.
fn is_error(cell: &str) -> bool {
    let code = cell.trim().strip_prefix('#').unwrap_or_default();
    let is_code = code.eq_ignore_ascii_case("n/a") || code.ends_with(['!', '?']);
    is_code && !code.contains(' ')
}

/// Full-width forms count too: some spreadsheets treat them as the plain ones.
fn is_formula_start(first: char) -> bool {
    matches!(first, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_never_a_formula_in_excel() {
        for first in ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"] {
            let cell = excel_text(&format!("{first}1"));
            assert_eq!(cell, format!("\"=\"\"{first}1\"\"\""));
        }
        assert_eq!(excel_text("=a\"b"), "\"=\"\"=a\"\"\"\"b\"\"\"");
        assert_eq!([excel_text("#N/A"), excel_text("# 4")], ["\"=\"\"#N/A\"\"\"", "# 4"]);
        assert!(excel_text(&format!("={}", "a".repeat(300))).starts_with("'=a"), "a text in a formula is short");
        assert_eq!(excel_text("a=b"), "a=b");
        assert_eq!([text("=1"), text("-"), text("a\0b")], ["=1", "-", "ab"]);
    }

    #[test]
    fn excel_gets_its_mark_its_line_ends_and_texts_as_texts() {
        let row = vec![Cell::Number("-1".into()), Cell::Text("0603".into())];
        let sheet = Sheet {
            name: "DE".into(),
            board: None,
            header: vec!["a".into(), "b".into()],
            rows: vec![row],
            footer: Vec::new(),
        };
        assert_eq!(sheet.csv(Dialect::Excel), "\u{feff}a,b\r\n-1,\"=\"\"0603\"\"\"\r\n");
        assert_eq!(sheet.csv(Dialect::Plain), "a,b\n-1,0603\n");
    }
}
