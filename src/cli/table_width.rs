//! Tables that fit a terminal: the widest columns become narrower, and their cells continue on the next line of the row.
//!
//! A table is recognised by its columns alone: consecutive lines in which at least two blanks are at the same places.
//! Nothing is left out; a table with too many columns stays as it is.

use std::ops::Range;
use unicode_width::UnicodeWidthChar;

/// No column becomes narrower than this.
const NARROWEST: usize = 10;
/// The content of the second cell of a wide character.
const FILLER: char = '\0';

/// The text with lines no wider than a terminal, as far as possible.
pub fn fitted(text: &str, width: usize) -> String {
    let mut out = String::new();
    let lines: Vec<Vec<char>> = text.lines().map(cells).collect();
    for block in lines.split_inclusive(Vec::is_empty) {
        // Text above a table is not part of it.
        let (words, rows) = block.split_at(block.iter().position(|line| is_row(line)).unwrap_or(block.len()));
        words.iter().for_each(|line| prose(&mut out, line, width));
        table(&mut out, rows, width);
    }
    out
}

/// A line as the cells of the terminal.
fn cells(line: &str) -> Vec<char> {
    let of = |letter: char| std::iter::once(letter).chain((1..letter.width().unwrap_or(1)).map(|_| FILLER));
    line.chars().flat_map(of).collect()
}

fn push(out: &mut String, line: &[char]) {
    let text: String = line.iter().filter(|letter| **letter != FILLER).collect();
    out.push_str(text.trim_end());
    out.push('\n');
}

/// The columns that are used in any line; two blanks in all lines separate columns.
fn columns(block: &[Vec<char>]) -> Vec<Range<usize>> {
    let width = block.iter().map(Vec::len).max().unwrap_or(0);
    let is_used = |at: &usize| block.iter().any(|line| line.get(*at).is_some_and(|letter| *letter != ' '));
    let mut columns: Vec<Range<usize>> = Vec::new();
    for at in (0..width).filter(is_used) {
        match columns.last_mut().filter(|last| at - last.end < 2) {
            Some(last) => last.end = at + 1,
            None => columns.push(at..at + 1),
        }
    }
    columns
}

/// Whether two blanks separate columns in a line.
fn is_row(line: &[char]) -> bool {
    let indent = line.iter().take_while(|letter| **letter == ' ').count();
    line.get(indent..).is_some_and(|rest| rest.windows(2).any(|pair| pair == [' ', ' ']))
}

fn table(out: &mut String, block: &[Vec<char>], width: usize) {
    let Some(widths) = widths(block, width) else { return block.iter().for_each(|line| push(out, line)) };
    let columns = columns(block);
    for line in block {
        let cell = |(column, width): (&Range<usize>, &usize)| folded(slice(line, column), *width, end_in_cell);
        let pieces: Vec<Vec<Vec<char>>> = columns.iter().zip(&widths).map(cell).collect();
        for row in 0..pieces.iter().map(Vec::len).max().unwrap_or(1) {
            let mut printed = Vec::new();
            for (piece, width) in pieces.iter().zip(&widths) {
                let mut piece = piece.get(row).cloned().unwrap_or_default();
                piece.resize((*width).max(piece.len()) + 2, ' ');
                printed.append(&mut piece);
            }
            push(out, &printed);
        }
    }
}

/// The new width of each column; `None` if the table fits, or cannot be made to fit.
fn widths(block: &[Vec<char>], width: usize) -> Option<Vec<usize>> {
    if block.iter().all(|line| line.len() <= width) {
        return None;
    }
    let mut widths: Vec<usize> = columns(block).iter().map(Range::len).collect();
    let room = width.checked_sub(2 * widths.len().saturating_sub(1))?;
    while widths.iter().sum::<usize>() > room {
        let widest = widths.iter_mut().rev().max_by_key(|width| **width)?;
        *widest = widest.checked_sub(1).filter(|left| *left >= NARROWEST)?;
    }
    Some(widths)
}

fn prose(out: &mut String, line: &[char], width: usize) {
    let hanging = hanging(line);
    if line.len() <= width || hanging * 2 > width {
        return folded(line, width, end_in_words).iter().for_each(|piece| push(out, piece));
    }
    // The first piece has the whole width, the others begin under the first word of the text.
    let first = folded(line, width, end_in_words).into_iter().next().unwrap_or_default();
    push(out, &first);
    let rest = line.get(first.len()..).unwrap_or_default();
    let start = rest.iter().position(|letter| *letter != ' ').unwrap_or(rest.len());
    for piece in folded(rest.get(start..).unwrap_or_default(), width - hanging, end_in_words) {
        push(out, &[vec![' '; hanging], piece].concat());
    }
}

/// How far the further lines of a sentence are indented: under the text of a numbered reason or of a help, and a little
/// under a line that is indented itself.
fn hanging(line: &[char]) -> usize {
    let blanks = line.iter().take_while(|letter| **letter == ' ').count();
    let text: String = line.iter().skip(blanks).take(8).collect();
    let number = text.strip_prefix('(').and_then(|rest| rest.split_once(") ")).map(|(number, _)| number.len() + 3);
    let label = text.starts_with("help: ").then_some("help: ".len());
    blanks + number.or(label).unwrap_or(if blanks > 0 { 2 } else { 0 })
}

fn slice<'a>(line: &'a [char], column: &Range<usize>) -> &'a [char] {
    let end = column.end.min(line.len());
    line.get(column.start..end).unwrap_or_default()
}

/// A cell in pieces no wider than its column, each with the indentation of the cell.
fn folded(cell: &[char], width: usize, end_of: impl Fn(&[char], usize) -> usize) -> Vec<Vec<char>> {
    let used = cell.iter().rposition(|letter| *letter != ' ').map_or(0, |last| last + 1);
    let mut rest = cell.get(..used).unwrap_or_default();
    let blanks = rest.iter().take_while(|letter| **letter == ' ').count();
    if used <= width {
        return vec![rest.to_vec()];
    }
    let indent = blanks.min(width / 2);
    rest = rest.get(blanks..).unwrap_or_default();
    let room = (width - indent).max(1);
    let mut pieces = Vec::new();
    loop {
        let end = if rest.len() <= room { rest.len() } else { end_of(rest, room) };
        let (piece, behind) = rest.split_at(end);
        pieces.push([vec![' '; indent], piece.to_vec()].concat());
        let blanks = behind.iter().take_while(|letter| **letter == ' ').count();
        rest = behind.get(blanks..).unwrap_or_default();
        if rest.is_empty() {
            return pieces;
        }
    }
}

/// Where a piece of a cell ends: after an entry of a list, else at a blank, else after a sign in a name, else where the
/// room does; not so early that a line is nearly empty.
fn end_in_cell(rest: &[char], room: usize) -> usize {
    let is_blank = |at: usize| rest.get(at) == Some(&' ');
    let is_sign = |at: usize| matches!(rest.get(at), Some('-' | '@' | ',' | ';' | '/' | '_'));
    let behind_entry = (1..=room).rev().find(|end| is_blank(*end) && rest.get(end - 1) == Some(&','));
    let at_blank = (1..=room).rev().find(|end| is_blank(*end));
    let behind_sign = (1..=room).rev().find(|end| is_sign(end - 1));
    let mut ends = [behind_entry, at_blank, behind_sign].into_iter().flatten();
    whole(rest, ends.find(|end| end * 3 >= room).unwrap_or(room))
}

/// Where a piece of a sentence ends: at a blank, else at the edge.
fn end_in_words(rest: &[char], room: usize) -> usize {
    whole(rest, (1..=room).rev().find(|end| rest.get(*end) == Some(&' ')).unwrap_or(room))
}

/// An end that does not cut a wide character.
fn whole(rest: &[char], end: usize) -> usize {
    match rest.get(end) {
        Some(&FILLER) if end > 1 => end - 1,
        Some(&FILLER) => end + 1,
        _ => end,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "slot         component                qty   cost\n\
                         board        board-of-the-lamp@1.0.0    1  12.00\n\
                         \x20 driver     driver-230@1.0.0           2   8.40\n";

    #[test]
    fn what_fits_stays_as_it_is() {
        assert_eq!(fitted(TABLE, 50), TABLE);
        assert_eq!(fitted("", 50), "");
        assert_eq!(fitted("a\n\n\nb\n", 1), "a\n\n\nb\n");
    }

    #[test]
    fn the_widest_column_gives_way_and_its_cells_go_on_in_the_next_line() {
        let expected = "slot      component      qty   cost\n\
                        board     board-of-the-    1  12.00\n\
                        \x20         lamp@1.0.0\n\
                        \x20 driver  driver-230@      2   8.40\n\
                        \x20         1.0.0\n";
        assert_eq!(fitted(TABLE, 35), expected);
    }

    #[test]
    fn words_over_a_table_are_no_cells_and_too_many_columns_stay() {
        let text = format!("what the table below shows, in words\n{TABLE}");
        assert_eq!(fitted(&text, 35), format!("what the table below shows, in\nwords\n{}", fitted(TABLE, 35)));
        assert_eq!(fitted(&text, 30), format!("what the table below shows, in\nwords\n{TABLE}"));
    }

    #[test]
    fn no_letter_is_lost_and_no_line_is_wider_than_the_terminal() {
        let text = format!(
            "{TABLE}\nDE has no 电源电源电源 that fits, and nothing else will do\n\n电源电源电源电源电源电源  x\na  y\n"
        );
        let letters = |text: &str| {
            let mut all: Vec<char> = text.chars().filter(|letter| !letter.is_whitespace()).collect();
            all.sort_unstable();
            all
        };
        for width in 1..80 {
            let fitted = fitted(&text, width);
            assert_eq!(letters(&fitted), letters(&text), "{width}");
            let widest = fitted.lines().map(|line| cells(line).len()).max().unwrap_or(0);
            assert!(width < 40 || widest <= width, "{width}: {widest}\n{fitted}");
        }
    }
}
