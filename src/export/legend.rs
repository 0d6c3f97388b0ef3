//! Narrow forms of wide tables: letters replace the content of cells, and the end of its row explains the letters.

use super::align::Align;
use super::grid::Grid;

/// Width in columns up to which a table shows its cells themselves.
pub(super) const WIDEST: usize = 100;

/// A grid of letters. Cells without a component (`-`, `!`) stay as they are.
///
/// ```text
/// slot    US  CA  CN
/// driver  a   a   b   a driver-universal, b driver-230
/// ```
pub(super) fn letters<'a>(
    head: &str,
    columns: &[&str],
    rows: impl IntoIterator<Item = (&'a str, &'a [String])>,
) -> Grid {
    let heads = std::iter::once(head).chain(columns.iter().copied()).chain([""]);
    let mut grid = Grid::new(heads.map(|head| (head, Align::Left)));
    for (name, cells) in rows {
        let mut known: Vec<&str> = Vec::new();
        let letters: Vec<String> = cells.iter().map(|cell| letter(&mut known, cell)).collect();
        let legend: Vec<String> =
            known.iter().enumerate().map(|(at, cell)| format!("{} {cell}", letter_at(at))).collect();
        grid.row(std::iter::once(name.to_owned()).chain(letters).chain([legend.join(", ")]));
    }
    grid
}

fn letter<'a>(known: &mut Vec<&'a str>, cell: &'a str) -> String {
    if matches!(cell, "-" | "!" | "") {
        return cell.to_owned();
    }
    let at = known.iter().position(|one| *one == cell).unwrap_or_else(|| {
        known.push(cell);
        known.len() - 1
    });
    letter_at(at)
}

/// a, b, …, z, a1, b1, …
fn letter_at(at: usize) -> String {
    let letter = char::from(b'a' + u8::try_from(at % 26).unwrap_or(0));
    match at / 26 {
        0 => letter.to_string(),
        round => format!("{letter}{round}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_continue_after_z() {
        assert_eq!([letter_at(0), letter_at(25), letter_at(26), letter_at(53)], ["a", "z", "a1", "b2"]);
    }
}
