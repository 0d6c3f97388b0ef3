//! Rows that hold one text: titles of sections, and sections whose parts are not fitted.

use crate::import::cells::fitted::in_value;
use crate::import::finding::{Finding, plural};
use crate::import::table::TableRow;
use crate::number::Number;

/// Most lines that a note names.
const MOST_LINES: usize = 5;

/// The texts that are alone in their rows.
#[derive(Debug, Default)]
pub(super) struct Sections {
    titles: Vec<(u64, String)>,
    /// Those whose rows are not fitted, with the number of these.
    not_fitted: Vec<(u64, String, u64)>,
    /// Whether the rows that are read now are not fitted.
    pub is_not_fitted: bool,
}

impl Sections {
    /// A title begins a section; `DO NOT INSTALL COMPONENTS BELOW` one whose parts are not fitted.
    pub fn title(&mut self, row: &TableRow) {
        let text = alone(row).unwrap_or_default();
        self.is_not_fitted = says_not_fitted(row);
        if self.is_not_fitted {
            self.not_fitted.push((row.line, text.to_owned(), 0));
        } else {
            self.titles.push((row.line, text.to_owned()));
        }
    }

    /// Counts a row of the section.
    pub fn count(&mut self) {
        if let (true, Some((.., count))) = (self.is_not_fitted, self.not_fitted.last_mut()) {
            *count += 1;
        }
    }

    /// Reports the titles, and what is not fitted.
    pub fn report(&self, file: &str, findings: &mut Vec<Finding>) {
        for (line, text, count) in &self.not_fitted {
            let rows = plural(Number::from(*count), "row");
            let message = format!("`{text}`: the {rows} below it are not fitted and were left out");
            findings.push(Finding::note(file, *line, message));
        }
        let Some((first, _)) = self.titles.first() else { return };
        let named = self.titles.iter().take(MOST_LINES).map(|(line, text)| format!("`{text}` in line {line}"));
        let more = match self.titles.len().saturating_sub(MOST_LINES) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let named = named.collect::<Vec<_>>().join(", ");
        findings.push(Finding::note(file, *first, format!("read as titles without a part: {named}{more}")));
    }
}

/// The text of a row that has no other.
fn alone(row: &TableRow) -> Option<&str> {
    let mut filled = row.cells.iter().filter(|cell| !cell.is_empty());
    filled.next().filter(|_| filled.next().is_none()).map(String::as_str)
}

/// Whether a row is a text alone that says "not fitted" and names no part.
pub(super) fn says_not_fitted(row: &TableRow) -> bool {
    let Some(text) = alone(row).filter(|text| text.len() > 2) else { return false };
    let has_digit = text.contains(|letter: char| letter.is_ascii_digit());
    !has_digit && in_value(text.trim_end_matches([':', '.', '：'])).is_some()
}
