//! Text tables whose columns line up on a terminal.

use super::align::Align;
use super::markdown::{Inline, Markdown};
use crate::diagnostic::printable;
use unicode_width::UnicodeWidthStr;

/// Rows of cells, printed in columns as wide as their widest cell on a terminal: `电源` is four columns wide.
///
/// ```
/// use terroir::export::{Align, Grid};
/// let mut grid = Grid::new([("slot", Align::Left), ("cost", Align::Right)]);
/// grid.row(["电源", "7.10"]);
/// grid.row(["driver", "12.00"]);
/// assert_eq!(grid.to_text(), "slot     cost\n电源     7.10\ndriver  12.00\n");
/// ```
#[derive(Clone, Debug)]
pub struct Grid {
    aligns: Vec<Align>,
    rows: Vec<Vec<String>>,
}

impl Grid {
    /// A grid with the titles of its columns.
    ///
    /// ```
    /// # use terroir::export::{Align, Grid};
    /// let grid = Grid::new([("slot", Align::Left), ("cost", Align::Right)]);
    /// assert_eq!(grid.to_text(), "slot  cost\n");
    /// ```
    #[must_use]
    pub fn new<'a>(columns: impl IntoIterator<Item = (&'a str, Align)>) -> Self {
        let (heads, aligns) = columns.into_iter().map(|(head, align)| (printable(head), align)).unzip();
        Self { aligns, rows: vec![heads] }
    }

    /// Adds a row; cells beyond the last column are dropped, missing ones are empty.
    pub fn row<T: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = T>) {
        let mut row: Vec<String> = cells.into_iter().map(|cell| printable(cell.as_ref())).collect();
        row.resize(self.aligns.len(), String::new());
        self.rows.push(row);
    }

    /// Whether there is no row below the titles.
    ///
    /// ```
    /// # use terroir::export::{Align, Grid};
    /// assert!(Grid::new([("slot", Align::Left)]).is_empty());
    /// ```
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.len() < 2
    }

    /// The width of the widest line, in terminal columns.
    ///
    /// ```
    /// # use terroir::export::{Align, Grid};
    /// assert_eq!(Grid::new([("slot", Align::Left), ("cost", Align::Right)]).width(), 10);
    /// ```
    #[must_use]
    pub fn width(&self) -> usize {
        let widths = self.widths();
        widths.iter().sum::<usize>() + 2 * widths.len().saturating_sub(1)
    }

    /// The text, one line per row.
    #[must_use]
    pub fn to_text(&self) -> String {
        let widths = self.widths();
        let mut out = String::new();
        for row in &self.rows {
            let padded =
                row.iter().zip(&widths).zip(&self.aligns).map(|((cell, width), align)| pad(cell, *width, *align));
            out.push_str(padded.collect::<Vec<_>>().join("  ").trim_end());
            out.push('\n');
        }
        out
    }

    /// The rows as a Markdown table; every character of a cell is literal.
    ///
    /// ```
    /// # use terroir::export::{Align, Grid};
    /// let mut grid = Grid::new([("slot", Align::Left), ("cost", Align::Right)]);
    /// grid.row(["a|b", "7.10"]);
    /// assert_eq!(grid.to_markdown(), "| slot | cost |\n| --- | ---: |\n| a\\|b | 7.10 |\n");
    /// ```
    #[must_use]
    pub fn to_markdown(&self) -> String {
        let mut page = Markdown::default();
        self.write_to(&mut page);
        page.into_text()
    }

    /// Writes the rows into a page as a table.
    pub(super) fn write_to(&self, page: &mut Markdown) {
        if let Some((heads, rows)) = self.rows.split_first() {
            page.table_head(heads.iter().map(String::as_str).zip(self.aligns.iter().copied()));
            rows.iter().for_each(|cells| page.table_row(cells.iter().map(Inline::text)));
        }
    }

    fn widths(&self) -> Vec<usize> {
        let mut widths = vec![0; self.aligns.len()];
        for row in &self.rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(cell.width().min(WIDEST_COLUMN));
            }
        }
        widths
    }
}

/// The widest column, in terminal columns: a longer cell moves the rest of its own row alone, not that of all rows.
const WIDEST_COLUMN: usize = 400;

fn pad(cell: &str, width: usize, align: Align) -> String {
    let blanks = " ".repeat(width.saturating_sub(cell.width()));
    match align {
        Align::Left => format!("{cell}{blanks}"),
        Align::Right => format!("{blanks}{cell}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_cannot_write_outside_itself() {
        let mut grid = Grid::new([("a", Align::Left)]);
        grid.row(["x\u{1b}[2J\n\u{202e}y"]);
        assert_eq!(grid.to_text(), "a\nx\u{fffd}[2J\u{fffd}\u{fffd}y\n");
    }

    #[test]
    fn a_cell_of_markdown_holds_no_markup() {
        let mut grid = Grid::new([("a", Align::Left), ("b", Align::Right)]);
        grid.row(["x|<b>`c`\n[d](e)", "1"]);
        assert_eq!(grid.to_markdown(), "| a | b |\n| --- | ---: |\n| x\\|\\<b>`c`\u{fffd}\\[d\\](e) | 1 |\n");
    }

    #[test]
    fn rows_that_are_too_long_or_too_short_fit() {
        let mut grid = Grid::new([("a", Align::Left), ("b", Align::Right)]);
        grid.row(["1", "2", "3"]);
        grid.row(["1"]);
        assert_eq!(grid.to_text(), "a  b\n1  2\n1\n");
        assert_eq!(grid.width(), 4);
    }
}
