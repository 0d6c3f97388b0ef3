//! Text whose columns are aligned at their left or at their right: the position files that Altium and Protel write as text.
//!
//! ```text
//! Designator Footprint               Mid X         Mid Y TB      Rotation Comment
//! C6         CAP_EIA_7343-31   5102.499mil     1892.5mil  T        360.00 150 uF
//! ```
//!
//! Columns are where no line has a letter between them. What is between two gaps and has no title is a part of the text at its
//! left.

use crate::import::table::{Table, TableRow};

/// The table below a line of titles.
pub(super) fn table_below(lines: &[&str], header: usize) -> Table {
    let is_text = |line: &&&str| !line.trim().is_empty() && !line.starts_with('#');
    let rows = lines.iter().enumerate().skip(header).filter(|(_, line)| is_text(line));
    let rows: Vec<(usize, Vec<char>)> = rows.map(|(at, line)| (at, line.chars().collect())).collect();
    let Some((_, titles)) = rows.first() else { return Table::new() };
    let starts = starts(titles, &rows);
    let cells = |letters: &[char]| {
        let ends = starts.iter().skip(1).copied().chain([letters.len()]);
        let cell = |(begin, end): (&usize, usize)| {
            let cell: String = letters.iter().skip(*begin).take(end.saturating_sub(*begin)).collect();
            cell.trim().trim_matches('"').to_owned()
        };
        starts.iter().zip(ends).map(cell).collect()
    };
    rows.iter()
        .map(|(at, letters)| TableRow { line: *at as u64 + 1, cells: cells(letters), ..TableRow::default() })
        .collect()
}

/// Where columns begin: after a gap, if a title is before the next one.
fn starts(titles: &[char], rows: &[(usize, Vec<char>)]) -> Vec<usize> {
    let width = rows.iter().map(|(_, letters)| letters.len()).max().unwrap_or(0);
    let has_letter = |letters: &[char], at: usize| letters.get(at).is_some_and(|letter| !letter.is_whitespace());
    let is_gap = |at: usize| !rows.iter().any(|(_, letters)| has_letter(letters, at));
    let (mut starts, mut open) = (vec![0], None);
    for at in 0..width {
        if is_gap(at) {
            open = Some(at + 1);
        } else if let Some(start) = open.filter(|_| has_letter(titles, at)) {
            starts.push(start);
            open = None;
        }
    }
    starts
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        let lines: Vec<&str> = text.lines().collect();
        table_below(&lines, 0).iter().map(|row| format!("{}: {}", row.line, row.cells.join("|"))).collect()
    }

    #[test]
    fn numbers_at_the_right_and_texts_at_the_left_are_below_their_titles() {
        let text = "Designator Footprint               Mid X         Mid Y TB      Rotation Comment\n\n\
                    C6         CAP_EIA_7343-31   5102.499mil     1892.5mil  T        360.00 CAP 150 uF\n\
                    R10        RES 0402              -0.5mil        -12mil  B         45.50\n";
        assert_eq!(
            read(text),
            [
                "1: Designator|Footprint|Mid X|Mid Y|TB|Rotation|Comment",
                "3: C6|CAP_EIA_7343-31|5102.499mil|1892.5mil|T|360.00|CAP 150 uF",
                "4: R10|RES 0402|-0.5mil|-12mil|B|45.50|",
            ]
        );
    }

    #[test]
    fn a_text_that_fills_the_gap_joins_two_columns() {
        let rows = read("Name    Mid X\nLONGNAME12mil\nA       12mil\n");
        assert_eq!(rows, ["1: Name    Mid X", "2: LONGNAME12mil", "3: A       12mil"]);
    }
}
