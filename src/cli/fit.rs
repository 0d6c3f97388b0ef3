//! Tables that fit a terminal: columns give way, the widest first, and their cells go on in the next line of the row.
//!
//! A table is known by its columns alone: lines without an empty one between them, in which at least two blanks stand at
//! the same places. Nothing is left out.

use std::ops::Range;
use unicode_width::UnicodeWidthChar;

/// A column is not made narrower than this.
const NARROWEST: usize = 10;
/// What stands in the second cell of a wide character.
const FILLER: char = '\0';

/// The text with lines not wider than a terminal, as far as that goes.
pub fn fit(text: &str, width: usize) -> String {
    let mut out = String::new();
    let lines: Vec<Vec<char>> = text.lines().map(cells).collect();
    for block in lines.split_inclusive(Vec::is_empty) {
        let is_wide = block.iter().any(|line| line.len() > width);
        let columns = if is_wide { columns(block) } else { Vec::new() };
        match (is_wide, columns.len()) {
            (false, _) => block.iter().for_each(|line| push(&mut out, line)),
            (true, 0 | 1) => block.iter().for_each(|line| prose(&mut out, line, width)),
            (true, _) => table(&mut out, block, &columns, width),
        }
    }
    out
}

/// A line as what stands in each cell of the terminal.
fn cells(line: &str) -> Vec<char> {
    let of = |letter: char| std::iter::once(letter).chain((1..letter.width().unwrap_or(1)).map(|_| FILLER));
    line.chars().flat_map(of).collect()
}

fn push(out: &mut String, line: &[char]) {
    let text: String = line.iter().filter(|letter| **letter != FILLER).collect();
    out.push_str(text.trim_end());
    out.push('\n');
}

/// Where something stands in some line; two blanks in all lines part columns.
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

fn table(out: &mut String, block: &[Vec<char>], columns: &[Range<usize>], width: usize) {
    let mut widths: Vec<usize> = columns.iter().map(Range::len).collect();
    let room = width.saturating_sub(2 * (columns.len() - 1));
    while widths.iter().sum::<usize>() > room {
        let widest = widths.iter_mut().rev().max_by_key(|width| **width).filter(|width| **width > NARROWEST);
        let Some(widest) = widest else { break };
        *widest -= 1;
    }
    for line in block {
        let cell = |(column, width): (&Range<usize>, &usize)| folded(slice(line, column), *width, is_break);
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

fn prose(out: &mut String, line: &[char], width: usize) {
    folded(line, width, |letter| letter == ' ').iter().for_each(|piece| push(out, piece));
}

fn slice<'a>(line: &'a [char], column: &Range<usize>) -> &'a [char] {
    let end = column.end.min(line.len());
    line.get(column.start..end).unwrap_or_default()
}

/// Names break behind their signs.
fn is_break(letter: char) -> bool {
    matches!(letter, ' ' | '-' | '@' | ',' | ';' | '/' | '_')
}

/// A cell in pieces that are not wider than its column; where it is indented, they are.
fn folded(cell: &[char], width: usize, is_break: impl Fn(char) -> bool) -> Vec<Vec<char>> {
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
        let end = if rest.len() <= room { rest.len() } else { break_of(rest, room, &is_break) };
        let (piece, behind) = rest.split_at(end);
        pieces.push([vec![' '; indent], piece.to_vec()].concat());
        let blanks = behind.iter().take_while(|letter| **letter == ' ').count();
        rest = behind.get(blanks..).unwrap_or_default();
        if rest.is_empty() {
            return pieces;
        }
    }
}

/// Behind the last sign that a line may end with, else where the room ends; not within a wide character.
fn break_of(rest: &[char], room: usize, is_break: &impl Fn(char) -> bool) -> usize {
    let within = rest.get(..=room).unwrap_or(rest);
    let behind_sign = within.iter().take(room).rposition(|letter| is_break(*letter)).map(|at| at + 1);
    let end = if within.last() == Some(&' ') { room } else { behind_sign.unwrap_or(room) };
    let is_split = |end: usize| rest.get(end) == Some(&FILLER);
    if is_split(end) && end > 1 {
        end - 1
    } else if is_split(end) {
        end + 1
    } else {
        end
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
        assert_eq!(fit(TABLE, 50), TABLE);
        assert_eq!(fit("", 50), "");
        assert_eq!(fit("a\n\n\nb\n", 1), "a\n\n\nb\n");
    }

    #[test]
    fn the_widest_column_gives_way_and_its_cells_go_on_in_the_next_line() {
        let expected = "slot      component      qty   cost\n\
                        board     board-of-the-    1  12.00\n\
                        \x20         lamp@1.0.0\n\
                        \x20 driver  driver-230@      2   8.40\n\
                        \x20         1.0.0\n";
        assert_eq!(fit(TABLE, 35), expected);
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
            let fitted = fit(&text, width);
            assert_eq!(letters(&fitted), letters(&text), "{width}");
            let widest = fitted.lines().map(|line| cells(line).len()).max().unwrap_or(0);
            assert!(width < 40 || widest <= width, "{width}: {widest}\n{fitted}");
        }
    }
}
