//! Text tables whose columns line up on a terminal.

use unicode_width::UnicodeWidthStr;

/// How the cells of a column are aligned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// To the left: words.
    Left,
    /// To the right: amounts.
    Right,
}

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
        let (heads, aligns) = columns.into_iter().map(|(head, align)| (harmless(head), align)).unzip();
        Self { aligns, rows: vec![heads] }
    }

    /// Adds a row; cells beyond the last column are dropped, missing ones are empty.
    pub fn row<T: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = T>) {
        let mut row: Vec<String> = cells.into_iter().map(|cell| harmless(cell.as_ref())).collect();
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
        let row = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
        let rule = |align: &Align| match align {
            Align::Left => "---".to_owned(),
            Align::Right => "---:".to_owned(),
        };
        let escaped = |cells: &Vec<String>| cells.iter().map(|cell| escaped(cell)).collect::<Vec<_>>();
        let mut rows = self.rows.iter().map(|cells| row(&escaped(cells)));
        let head = rows.next().unwrap_or_default();
        let rules: Vec<String> = self.aligns.iter().map(rule).collect();
        std::iter::once(head).chain([row(&rules)]).chain(rows).collect()
    }

    fn widths(&self) -> Vec<usize> {
        let mut widths = vec![0; self.aligns.len()];
        for row in &self.rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(cell.width());
            }
        }
        widths
    }
}

fn pad(cell: &str, width: usize, align: Align) -> String {
    let blanks = " ".repeat(width.saturating_sub(cell.width()));
    match align {
        Align::Left => format!("{cell}{blanks}"),
        Align::Right => format!("{blanks}{cell}"),
    }
}

/// A text in which every character is literal in Markdown: no markup, no HTML, no further cell.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in harmless(text).chars() {
        if matches!(letter, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '&' | '#' | '!' | '~' | '$') {
            out.push('\\');
        }
        out.push(letter);
    }
    unlinked(&out)
}

/// Written after a sign so that no name follows it; it has no width, so the text looks as it was.
const NOTHING: &str = "&#8203;";

/// Escaped Markdown in which GitHub and GitLab find no person, issue, merge request, label, milestone or address to link.
pub(super) fn unlinked(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.char_indices();
    while let Some((at, letter)) = letters.next() {
        let rest = letters.as_str();
        let next = rest.chars().next().unwrap_or(' ');
        let is_link = match letter {
            '@' | '~' | '%' => next.is_alphanumeric() || matches!(next, '"' | '_' | '\\'),
            // An entity that is there already stays whole.
            '#' => next.is_ascii_digit() && !text.get(..at).unwrap_or("").ends_with('&'),
            '!' | '$' | '&' => next.is_ascii_digit(),
            ':' => rest.starts_with("//"),
            'w' | 'W' => next == '.' && text.get(..at).unwrap_or("").to_ascii_lowercase().ends_with("ww"),
            _ => false,
        };
        out.push(letter);
        if is_link {
            out.push_str(NOTHING);
        }
    }
    out
}

/// A text that stays in its cell: characters that move the cursor or change the writing direction become `\u{fffd}`.
pub(super) fn harmless(text: &str) -> String {
    let replaced = |letter: char| match letter {
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
        other if other.is_control() => '\u{fffd}',
        other => other,
    };
    text.chars().map(replaced).collect()
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
        assert_eq!(grid.to_markdown(), "| a | b |\n| --- | ---: |\n| x\\|\\<b\\>\\`c\\`\u{fffd}\\[d\\](e) | 1 |\n");
    }

    #[test]
    fn nothing_in_markdown_links_to_a_person_or_an_address() {
        let linked = "@octocat http://evil.example www.evil.example me@evil.example o/r#123 !123 ~bug %\"v1\"";
        let safe = escaped(linked);
        for link in ["@o", "@e", "://", "www.", "#1", "!1", "~b", "%\""] {
            assert!(!safe.contains(link), "{link}: {safe}");
        }
        assert_eq!(safe.replace(NOTHING, "").replace('\\', ""), linked);
        assert_eq!(unlinked(&safe), safe);
        let plain = "IN-P32TAT5R: 100nF, 5 % (0402) for 12.90 + 1 = 2; a:b / c, really!";
        assert_eq!(unlinked(plain), plain);
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
