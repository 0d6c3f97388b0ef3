//! From text with delimiters to tables: the quoting of RFC 4180, with true line numbers and without rows lost in quotes.

use crate::import::finding::Finding;
use crate::import::table::cell::{INDENT, clean, indent, is_rule};
use crate::import::table::lines::Lines;
use crate::import::table::{Sheet, TableRow};

/// Delimiters in use, most common first, each with its name.
const DELIMITERS: [(u8, &str); 4] = [(b',', ","), (b';', ";"), (b'\t', "tab"), (b'|', "|")];

/// Lines in which a delimiter must occur to be one: a header is looked for in fewer.
const SNIFFED: usize = 200;

/// A table for each delimiter that the first lines hold, most frequent first; findings name the file.
pub(super) fn candidates(file: &str, text: &str) -> Vec<Sheet> {
    let one = |text: &str, line: u64, (delimiter, name): (u8, &str)| {
        let mut parser = Parser { text, bytes: text.as_bytes(), at: 0, line, delimiter, width: 0 };
        let mut sheet = Sheet { name: name.to_owned(), ..Sheet::default() };
        if let Err(unclosed) = parser.rows(&mut sheet.rows) {
            sheet.findings.push(Finding::error(file, unclosed.line, unclosed.message()));
        }
        sheet
    };
    if let Some((delimiter, rest)) = stated_delimiter(text) {
        return vec![one(rest, 2, delimiter)];
    }
    let lines: Vec<&str> = Lines::new(text).map(|line| line.text).take(SNIFFED).collect();
    let uses = |delimiter: u8| lines.iter().filter(|line| line.as_bytes().contains(&delimiter)).count();
    let mut used: Vec<(usize, (u8, &str))> = DELIMITERS.iter().map(|one| (uses(one.0), *one)).collect();
    used.retain(|(lines, _)| *lines > 0);
    used.sort_by_key(|(lines, _)| std::cmp::Reverse(*lines));
    let used = if used.is_empty() { vec![(0, (b',', ","))] } else { used };
    used.into_iter().map(|(_, delimiter)| one(text, 1, delimiter)).collect()
}

/// Excel's first line `sep=;`, and the text below it.
fn stated_delimiter(text: &str) -> Option<((u8, &'static str), &str)> {
    let (first, rest) = text.split_at(text.find(['\r', '\n'])?);
    let stated = first.trim_matches(['"', ' ']).strip_prefix("sep=")?;
    let delimiter = DELIMITERS.iter().find(|(delimiter, _)| stated.as_bytes() == [*delimiter])?;
    let rest = rest.strip_prefix("\r\n").or_else(|| rest.get(1..))?;
    Some((*delimiter, rest))
}

/// A quote without its end.
struct Unclosed {
    /// The line in which it opens.
    line: u64,
    /// The last line that it takes in, if another quote closes it.
    until: Option<u64>,
}

impl Unclosed {
    fn message(&self) -> String {
        let swallowed = match self.until {
            Some(until) if until == self.line => "other cells".to_owned(),
            Some(until) => format!("the rows up to line {until}"),
            None => "the rest of the file".to_owned(),
        };
        format!(
            "the quote that opens here is not closed in its row and would take in {swallowed}; close it, or write a quote \
             that belongs to the text twice (`\"\"`)"
        )
    }
}

/// What follows a cell.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    Cell,
    Row,
}

/// A cell between quotes, as far as it was read.
struct Quoted {
    text: String,
    /// The byte after the closing quote and spaces.
    end: usize,
    /// Line ends within it.
    line_ends: u64,
}

struct Parser<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    line: u64,
    delimiter: u8,
    /// The cells of the last row that has more than one.
    width: usize,
}

impl Parser<'_> {
    fn rows(&mut self, rows: &mut Vec<TableRow>) -> Result<(), Unclosed> {
        while self.at < self.bytes.len() {
            let mut row = TableRow { line: self.line, cells: Vec::with_capacity(self.width), ..TableRow::default() };
            loop {
                let (cell, spaces, next) = self.cell()?;
                if spaces >= INDENT && !cell.is_empty() {
                    row.indents.push((row.cells.len(), spaces));
                }
                row.cells.push(cell);
                if next == Next::Row {
                    break;
                }
            }
            if row.cells.len() > 1 {
                self.width = row.cells.len();
            }
            if row.cells.iter().any(|cell| !cell.is_empty()) && !is_rule(&row.cells) {
                rows.push(row);
            }
        }
        Ok(())
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.bytes.get(at).copied()
    }

    /// A cell with the spaces before its text.
    fn cell(&mut self) -> Result<(String, usize, Next), Unclosed> {
        let begin = self.after_spaces(self.at);
        let is_formula = self.byte(begin) == Some(b'=') && self.byte(begin + 1) == Some(b'"');
        let open = begin + usize::from(is_formula);
        if self.byte(open) == Some(b'"')
            && let Some(quoted) = self.quoted(open)?
        {
            self.at = quoted.end;
            self.line += quoted.line_ends;
            // `="0603"` keeps its text from being taken for a number.
            let cell = if is_formula { quoted.text.trim().to_owned() } else { clean(&quoted.text) };
            return Ok((cell, indent(&quoted.text), self.end_of_cell()));
        }
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let length = rest.iter().position(|byte| *byte == self.delimiter || matches!(byte, b'\r' | b'\n'));
        let end = self.at + length.unwrap_or(rest.len());
        let raw = self.text.get(self.at..end).unwrap_or_default();
        self.at = end;
        Ok((clean(raw), indent(raw), self.end_of_cell()))
    }

    /// Steps over the delimiter or the line end.
    fn end_of_cell(&mut self) -> Next {
        let next = if self.byte(self.at) == Some(self.delimiter) { Next::Cell } else { Next::Row };
        if next == Next::Row {
            self.line += 1;
            self.at += usize::from(self.bytes.get(self.at..).is_some_and(|rest| rest.starts_with(b"\r\n")));
        }
        self.at += 1;
        next
    }

    fn after_spaces(&self, at: usize) -> usize {
        let is_space = |byte: &u8| *byte == b' ' || (*byte == b'\t' && self.delimiter != b'\t');
        at + self.bytes.get(at..).unwrap_or_default().iter().take_while(|byte| is_space(byte)).count()
    }

    /// The cell whose quote opens at `open`; `None` if the quotes are part of its text, as in `"A" and "B"`.
    fn quoted(&self, open: usize) -> Result<Option<Quoted>, Unclosed> {
        let unclosed = |until| Unclosed { line: self.line, until };
        let (mut text, mut at, mut line_ends, mut is_loose) = (String::new(), open + 1, 0, false);
        loop {
            let rest = self.bytes.get(at..).unwrap_or_default();
            let plain = rest.iter().position(|byte| matches!(byte, b'"' | b'\r' | b'\n')).unwrap_or(rest.len());
            text.push_str(self.text.get(at..at + plain).unwrap_or_default());
            at += plain;
            match self.byte(at) {
                None if is_loose => return Ok(None),
                None => return Err(unclosed(None)),
                Some(b'"') if self.byte(at + 1) == Some(b'"') => {
                    text.push('"');
                    at += 2;
                }
                Some(b'"') => {
                    let end = self.after_spaces(at + 1);
                    let closes =
                        self.byte(end).is_none_or(|byte| byte == self.delimiter || matches!(byte, b'\r' | b'\n'));
                    if closes {
                        return self.closed(open, Quoted { text, end, line_ends }).map(Some);
                    }
                    if line_ends > 0 {
                        return Err(unclosed(Some(self.line + line_ends)));
                    }
                    // The quote of another cell cannot close this one.
                    let is_other =
                        self.bytes.get(open + 1..at).is_some_and(|before| before.ends_with(&[self.delimiter]));
                    match (is_other, is_loose) {
                        (true, true) => return Ok(None),
                        (true, false) => return Err(unclosed(Some(self.line))),
                        (false, _) => {}
                    }
                    is_loose = true;
                    text.push('"');
                    at += 1;
                }
                Some(_) if is_loose => return Ok(None),
                Some(_) => {
                    at += if self.bytes.get(at..).is_some_and(|rest| rest.starts_with(b"\r\n")) { 2 } else { 1 };
                    line_ends += 1;
                    text.push('\n');
                }
            }
        }
    }

    /// A closed cell, unless its lines look like rows of this table: then the quote that closes it belongs to another.
    fn closed(&self, open: usize, quoted: Quoted) -> Result<Quoted, Unclosed> {
        if quoted.line_ends == 0 || self.width < 2 {
            return Ok(quoted);
        }
        let is_end = |byte: &u8| matches!(byte, b'\r' | b'\n');
        let before = self.bytes.get(..open).unwrap_or_default();
        let begin = before.iter().rposition(is_end).map_or(0, |at| at + 1);
        let after = self.bytes.get(quoted.end..).unwrap_or_default();
        let end = quoted.end + after.iter().position(is_end).unwrap_or(after.len());
        let delimiters = |line: &str| line.bytes().filter(|byte| *byte == self.delimiter).count();
        let mut lines = Lines::new(self.text.get(begin..end).unwrap_or_default()).map(|line| delimiters(line.text));
        if lines.all(|count| count + 1 == self.width) {
            return Err(Unclosed { line: self.line, until: Some(self.line + quoted.line_ends) });
        }
        Ok(quoted)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;

    /// The rows of the first candidate as `LINE: CELL|CELL`, then its findings.
    fn read(text: &str) -> Vec<String> {
        let sheet = candidates("a.csv", text).into_iter().next().unwrap();
        let rows = sheet.rows.iter().map(|row| format!("{}: {}", row.line, row.cells.join("|")));
        rows.chain(sheet.findings.iter().map(ToString::to_string)).collect()
    }

    #[test]
    fn lines_are_counted_with_every_line_end_and_in_cells() {
        assert_eq!(read("a,b\r\n\r\n\"x\r\ny\",1\r\rz,2\n\nq,3"), ["1: a|b", "3: x\ny|1", "6: z|2", "8: q|3"]);
        assert_eq!(read(""), [""; 0]);
    }

    #[test]
    fn delimiters_are_those_that_occur_and_the_stated_one_wins() {
        let names = |text: &str| -> Vec<String> { candidates("a", text).into_iter().map(|sheet| sheet.name).collect() };
        assert_eq!(names("a;b;c\n1;\"x,y\";3\n"), [";", ","]);
        assert_eq!(names("a|b\n1|2\n"), ["|"]);
        assert_eq!(names("a\tb\n"), ["tab"]);
        assert_eq!(names("nothing\n"), [","]);
        assert_eq!(names("sep=;\r\na,b;c\r\n"), [";"]);
        assert_eq!(read("sep=;\r\na,b;c\r\n"), ["2: a,b|c"]);
    }

    #[test]
    fn quotes_within_a_text_are_text() {
        assert_eq!(read("10\" screw,2\n"), ["1: 10\" screw|2"]);
        assert_eq!(read("\"1/4\" screw\",2\n"), ["1: 1/4\" screw|2"]);
        assert_eq!(read("\"A\" and \"B\" x,\"c,d\"\n"), ["1: \"A\" and \"B\" x|c,d"]);
        assert_eq!(read("\"say \"\"x\"\"\", \"y,z\" ,1\n"), ["1: say \"x\"|y,z|1"]);
    }

    #[test]
    fn a_quote_that_is_not_closed_is_an_error_where_it_opens() {
        let message = |line: u64, what: &str| {
            format!(
                "a.csv:{line}: the quote that opens here is not closed in its row and would take in {what}; close it, or \
                 write a quote that belongs to the text twice (`\"\"`)"
            )
        };
        assert_eq!(read("a,b,c\nR1,1,\"A\nR2,1,B\n"), ["1: a|b|c".to_owned(), message(2, "the rest of the file")]);
        assert_eq!(read("\"A,\"R1,R2\"\n"), [message(1, "other cells")]);
        // Another quote closes it by accident: in the middle of a text, and before a line end.
        let wanted = |until: &str| ["1: a|b|c".to_owned(), message(2, &format!("the rows up to line {until}"))];
        assert_eq!(read("a,b,c\nR1,1,\"A\nR2,1,B\nR3,1,\"C\"\n"), wanted("4"));
        assert_eq!(read("a,b,c\nR1,1,\"A\nR2,1,B\nR3,1,C\"\n"), wanted("4"));
        // A cell with several lines is none.
        assert_eq!(read("a,b,c\n1,\"R1,R2\nR3\",x\n"), ["1: a|b|c", "2: 1|R1,R2\nR3|x"]);
    }

    #[test]
    fn the_guards_of_spreadsheets_are_taken_off() {
        assert_eq!(read("=\"0603\",\"=\"\"1E5\"\"\",'-5V,'=x,'tis,=\"a,b\"\n"), ["1: 0603|1E5|-5V|=x|'tis|a,b"]);
    }

    #[test]
    fn rules_between_rows_are_no_rows() {
        assert_eq!(read("Item\tQty\n____________\n\n1\t2\n\tC4\n"), ["1: Item|Qty", "4: 1|2", "5: |C4"]);
    }
}
