//! From text whose columns are aligned by spaces to a table: position files of KiCad, part lists of EAGLE.

use crate::import::finding::Finding;
use crate::import::table::cell::{clean, is_rule};
use crate::import::table::lines::{Line, Lines};
use crate::import::table::{Sheet, TableRow};

/// The lines in which the header row is looked for.
const HEADER_WITHIN: usize = 60;

/// The lines below a header that show where its columns begin.
const SAMPLED: usize = 200;

/// A table has at least this many columns; two words above each other are chance.
const FEWEST_COLUMNS: usize = 3;

/// A header row with the letters at which its columns begin.
struct Layout {
    /// The index of its line.
    at: usize,
    starts: Vec<usize>,
}

/// A table whose columns begin below the titles of its header row, if the text is one; findings name the file.
pub(super) fn candidate(file: &str, text: &str) -> Option<Sheet> {
    let lines: Vec<Line<'_>> = Lines::new(text).collect();
    let layout = layout(&lines)?;
    let mut sheet = Sheet { name: "aligned".to_owned(), ..Sheet::default() };
    for line in lines.iter().skip(layout.at) {
        let is_comment = line.text.starts_with("##");
        let text = without_mark(line.text);
        if is_comment || text.trim().is_empty() {
            continue;
        }
        let (cells, is_aligned) = split(&text, &layout.starts);
        if is_rule(&cells) {
            continue;
        }
        if !is_aligned {
            let message = "this line does not have its texts below the titles of the columns, so that its cells may be cut \
                           at the wrong places: check it, or export the list as CSV";
            sheet.findings.push(Finding::warning(file, line.number, message));
        }
        sheet.rows.push(TableRow { line: line.number, cells, ..TableRow::default() });
    }
    Some(sheet)
}

/// A line without the `#` before the header of a position file; what follows keeps its place.
fn without_mark(line: &str) -> String {
    match line.strip_prefix("# ") {
        Some(rest) => format!("  {rest}"),
        None => line.to_owned(),
    }
}

/// The header row with most columns; the first on a tie.
fn layout(lines: &[Line<'_>]) -> Option<Layout> {
    let mut best: Option<Layout> = None;
    for (at, line) in lines.iter().enumerate().take(HEADER_WITHIN) {
        let is_first = at
            .checked_sub(1)
            .and_then(|before| lines.get(before))
            .is_none_or(|before| before.text.trim().is_empty() || before.text.starts_with("##"));
        let is_header = line.text.starts_with("# ") || (is_first && line.text.contains("  "));
        if !is_header || line.text.starts_with("##") || line.text.contains('\t') {
            continue;
        }
        let starts = starts(&without_mark(line.text), lines.get(at + 1..).unwrap_or_default());
        if starts.len() >= FEWEST_COLUMNS && best.as_ref().is_none_or(|best| starts.len() > best.starts.len()) {
            best = Some(Layout { at, starts });
        }
    }
    best
}

/// Where the columns below a header begin: at its words, as far as nearly every line has a space before that place.
fn starts(header: &str, below: &[Line<'_>]) -> Vec<usize> {
    let letters: Vec<char> = header.chars().collect();
    let is_space = |at: usize| letters.get(at).is_none_or(|letter| letter.is_whitespace());
    let words = (0..letters.len()).filter(|at| !is_space(*at) && (*at == 0 || is_space(at - 1)));
    let body = below.iter().filter(|line| !line.text.trim().is_empty() && !line.text.starts_with('#'));
    let body: Vec<Vec<char>> = body.take(SAMPLED).map(|line| line.text.chars().collect()).collect();
    let tokens = words.clone().count();
    if body.is_empty() {
        return Vec::new();
    }
    let by_words = body.iter().filter(|line| words_of(line) == tokens).count();
    if header.starts_with("  ") && by_words * 10 >= body.len() * 9 {
        return words.collect();
    }
    let has_space = |line: &Vec<char>, at: usize| line.get(at).is_none_or(|letter| letter.is_whitespace());
    let is_start =
        |at: &usize| *at == 0 || body.iter().filter(|line| has_space(line, at - 1)).count() * 10 >= body.len() * 9;
    let starts: Vec<usize> = words.filter(is_start).collect();
    // Texts of one line each, below no title, are no table.
    let is_filled = |line: &&Vec<char>| starts.get(1).is_some_and(|second| line.len() > *second);
    if body.iter().filter(is_filled).count() * 2 >= body.len() { starts } else { Vec::new() }
}

fn words_of(line: &[char]) -> usize {
    line.split(|letter| letter.is_whitespace()).filter(|word| !word.is_empty()).count()
}

/// The cells of a line, and whether none is cut: what is below each title, or else its words if there is one for each
/// column, as with numbers that are aligned at their right.
fn split(line: &str, starts: &[usize]) -> (Vec<String>, bool) {
    let letters: Vec<char> = line.chars().collect();
    let is_cut = |at: usize| {
        let has_text = |at: usize| letters.get(at).is_some_and(|letter| !letter.is_whitespace());
        at > 0 && has_text(at) && has_text(at - 1)
    };
    let is_aligned = !starts.iter().skip(1).any(|start| is_cut(*start));
    let words: Vec<&str> = line.split_whitespace().collect();
    if !is_aligned && words.len() == starts.len() {
        return (words.into_iter().map(clean).collect(), true);
    }
    let begins = starts.iter().enumerate().map(|(column, start)| if column == 0 { 0 } else { *start });
    let ends = starts.iter().skip(1).copied().chain([letters.len()]);
    let cells = begins.zip(ends).map(|(begin, end)| {
        let cell: String = letters.iter().skip(begin).take(end.saturating_sub(begin)).collect();
        clean(&cell)
    });
    (cells.collect(), is_aligned)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        let Some(sheet) = candidate("a.txt", text) else { return Vec::new() };
        let rows = sheet.rows.iter().map(|row| format!("{}: {}", row.line, row.cells.join("|")));
        rows.chain(sheet.findings.iter().map(ToString::to_string)).collect()
    }

    #[test]
    fn a_position_file_of_kicad_is_a_table() {
        let text = "### Module positions - created on 2026-01-05 ###\n### Printed by Pcbnew\n## Unit = mm, Angle = deg.\n\
                    ## Side : All\n# Ref     Val       Package                PosX       PosY       Rot  Side\n\
                    C1        100nF     C_0402_1005Metric   104.1400   -73.6600   90.0000  top\n\
                    U10       EXAMPLE-1 QFN-24            9.5000    -7.0000    0.0000  bottom\n## End\n";
        assert_eq!(
            read(text),
            [
                "5: Ref|Val|Package|PosX|PosY|Rot|Side",
                "6: C1|100nF|C_0402_1005Metric|104.1400|-73.6600|90.0000|top",
                "7: U10|EXAMPLE-1|QFN-24|9.5000|-7.0000|0.0000|bottom",
            ]
        );
    }

    #[test]
    fn a_part_list_of_eagle_is_a_table() {
        let text = "Partlist\n\nExported from lamp.sch at 05.01.2026 10:00\n\nEAGLE Version 9.6.2 Copyright (c) 1988-2020\n\n\
                    Assembly variant: \n\n\
                    Part     Value           Device          Package   Library      Sheet\n\n\
                    C1       100n            C-EUC0805K      C0805K    rcl          1\n\
                    J1       2 x 5 header    MA05-2          MA05-2    con-lstb     1\n\
                    R1                       R-EU_R0603      R0603     rcl          2\n";
        assert_eq!(
            read(text),
            [
                "9: Part|Value|Device|Package|Library|Sheet",
                "11: C1|100n|C-EUC0805K|C0805K|rcl|1",
                "12: J1|2 x 5 header|MA05-2|MA05-2|con-lstb|1",
                "13: R1||R-EU_R0603|R0603|rcl|2",
            ]
        );
    }

    #[test]
    fn titles_of_several_words_are_one_column() {
        let text = "Qty  Part Number     Ref\n2    EXAMPLE-10000   R1, R2\n1    EXAMPLE-2       C1\n";
        assert_eq!(read(text), ["1: Qty|Part Number|Ref", "2: 2|EXAMPLE-10000|R1, R2", "3: 1|EXAMPLE-2|C1"]);
    }

    #[test]
    fn prose_and_delimited_text_are_no_such_table() {
        assert_eq!(read("Reference, Quantity, Value\nC1, 1, 100 nF\nR12 R13, 2, 10k\n"), [""; 0]);
        assert_eq!(read("hello  world, this is a text\nof several lines without columns\n"), [""; 0]);
    }
}
