//! The rows below the header of a list: parts, and rows that are none.

use crate::import::finding::{Finding, plural};
use crate::import::list::cell::{self, Marks};
use crate::import::list::columns::ListColumn;
use crate::import::list::footers::is_footer;
use crate::import::list::header::{ChosenColumn, Header};
use crate::import::list::indents;
use crate::import::list::item_marks;
use crate::import::list::levels::{self, Leveled};
use crate::import::list::part::Row;
use crate::import::list::row::Outcome;
use crate::import::list::row_reader::RowReader;
use crate::import::list::seconds::{Seconds, is_second};
use crate::import::list::sections::{Sections, says_not_fitted};
use crate::import::list::short_rows;
use crate::import::list::title::titles_in;
use crate::import::list::titles::whole_key;
use crate::import::table::TableRow;
use crate::number::Number;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A row of the file that is not part of the list, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::import) struct Skipped {
    pub line: u64,
    pub why: &'static str,
}

/// What was read below a header.
#[derive(Debug, Default)]
pub(super) struct Below {
    pub headers: Vec<Header>,
    pub rows: Vec<Row>,
    /// The number of rows with a part, fitted or not.
    pub read: usize,
    pub skipped: Vec<Skipped>,
    pub inexact: BTreeSet<u64>,
}

/// Reads the rows of a table below a header.
pub(super) struct Reader<'a> {
    pub file: &'a str,
    /// The name of the list's variant.
    pub variant: &'a str,
    pub chosen: &'a [ChosenColumn],
    /// The rows above the header.
    pub above: &'a [TableRow],
    pub findings: &'a mut Vec<Finding>,
}

/// A row as it is read, and the rows that continue it.
struct Open {
    row: TableRow,
    header: usize,
    /// Whether it is in a section of parts that are not fitted.
    is_left_out: bool,
    /// Rows with further sources of its part.
    seconds: Vec<TableRow>,
    /// Its level, where part numbers are indented.
    level: Option<usize>,
}

impl Reader<'_> {
    /// Reads all rows; `None` if they are several lists.
    pub fn read(mut self, header: Header, table: &[TableRow]) -> Option<Below> {
        let mut below = Below { headers: vec![header], ..Below::default() };
        let mut open: Vec<Open> = Vec::new();
        let mut title: Option<u64> = None;
        let mut sections = Sections::default();
        let mut again: Vec<(u64, usize)> = Vec::new();
        for (at, row) in table.iter().enumerate() {
            let number = below.headers.len() - 1;
            let Some(header) = below.headers.last() else { break };
            match self.kind(header, row, open.last(), table.get(at + 1..).unwrap_or_default()) {
                Kind::Header => {
                    sections.is_not_fitted = false;
                    let rest = table.get(at + 1..).unwrap_or_default();
                    match self.second_header(header, row, rest, title)? {
                        Some(other) => below.headers.push(other),
                        None => {
                            again.push((row.line, open.len()));
                            below.skipped.push(Skipped { line: row.line, why: "repeats the header" });
                        }
                    }
                }
                Kind::Continued if !sections.is_not_fitted => continued(open.last_mut(), row),
                Kind::Second if open.iter().any(|one| one.header == number) => {
                    if let Some(open) = open.last_mut() {
                        open.seconds.push(row.clone());
                    }
                }
                Kind::Footer => below.skipped.push(Skipped { line: row.line, why: "is below the list" }),
                Kind::Title => {
                    if !self.is_page_title(row) {
                        title = Some(row.line);
                    }
                    sections.title(row);
                    below.skipped.push(Skipped { line: row.line, why: "is a title" });
                }
                Kind::Rule => {}
                Kind::Comment(mark) => {
                    let message = format!("the row begins with `{mark}` and was left out as a comment");
                    self.findings.push(Finding::warning(self.file, row.line, message));
                    below.inexact.insert(row.line);
                }
                Kind::Part | Kind::Continued | Kind::Second => {
                    title = None;
                    sections.count();
                    let is_left_out = sections.is_not_fitted;
                    let row = header.exact(row);
                    open.push(Open { row, header: number, is_left_out, seconds: Vec::new(), level: None });
                }
            }
        }
        if let Some(line) = self.doubled_after(&below.headers, &open, &again) {
            self.several(line, "designators above it come again below it");
            return None;
        }
        sections.report(self.file, self.findings);
        self.shapes(&mut below, &mut open);
        self.parts(&mut below, &open);
        Some(below)
    }

    /// What the rows show only together: levels, and cells that were lost.
    fn shapes(&mut self, below: &mut Below, open: &mut [Open]) {
        for (number, header) in below.headers.iter().enumerate() {
            let own: Vec<&mut Open> = open.iter_mut().filter(|one| one.header == number).collect();
            self.indented(header, own);
            let own: Vec<&TableRow> = open.iter().filter(|one| one.header == number).map(|one| &one.row).collect();
            below.inexact.extend(short_rows::report(header, &own, self.file, self.findings));
        }
    }

    /// Takes indented part numbers for the levels of an assembly.
    fn indented(&mut self, header: &Header, mut open: Vec<&mut Open>) {
        let rows: Vec<&TableRow> = open.iter().map(|one| &one.row).collect();
        let Some(found) = indents::of(header, &rows) else { return };
        for (one, level) in open.iter_mut().zip(&found.levels) {
            one.level = Some(*level);
            if let Some(cell) = one.row.cells.get_mut(found.column) {
                *cell = indents::without_marks(cell).to_owned();
            }
        }
        let title = header.columns.get(found.column).map_or("", |column| column.title.as_str());
        let message = format!(
            "the cells under `{title}` are indented, as in `{}`: they were read as the levels of an assembly",
            found.example
        );
        self.findings.push(Finding::note(self.file, header.line, message));
    }

    /// A further header, if it has other columns; `None` outside if it begins another list.
    fn second_header(
        &mut self,
        header: &Header,
        row: &TableRow,
        below: &[TableRow],
        title: Option<u64>,
    ) -> Option<Option<Header>> {
        if header.is_same(&row.cells) {
            if let Some(line) = title {
                self.several(row.line, &format!("line {line} is the title of another table"));
                return None;
            }
            return Some(None);
        }
        let other = Header::of(row, below, self.chosen);
        if !(header.has(ListColumn::Board) && other.has(ListColumn::Board)) {
            self.several(row.line, "it has other columns than the header above");
            return None;
        }
        Some(Some(other))
    }

    fn several(&mut self, line: u64, why: &str) {
        let message = format!(
            "a second header: the file holds several lists ({why}); save each as a file of its own, or add a column \
             `Board` to all of them"
        );
        self.findings.push(Finding::error(self.file, line, message));
    }

    /// Reads the rows that may hold parts, and multiplies along their levels.
    fn parts(&mut self, below: &mut Below, open: &[Open]) {
        let mut placeholders = BTreeMap::new();
        let mut fittings = HashMap::new();
        let mut leveled: Vec<Leveled> = Vec::new();
        let mut seconds = Seconds::default();
        for (at, header) in below.headers.iter_mut().enumerate() {
            let rows = open.iter().filter(|one| one.header == at).map(|one| &one.row);
            let is_chosen = self.chosen.iter().any(|one| one.means == ListColumn::Reference);
            if !is_chosen && header.has(ListColumn::Reference) && header.has(ListColumn::Quantity) {
                item_marks::settle(self.chosen, header, rows, self.file, self.findings);
            }
        }
        let marks = |number: usize, header: &Header| {
            let rows = open.iter().filter(move |one| one.header == number).map(|one| &one.row);
            Marks::of(header, rows, self.variant)
        };
        let marks: Vec<Marks> = below.headers.iter().enumerate().map(|(at, header)| marks(at, header)).collect();
        for one in open {
            let Some(header) = below.headers.get(one.header) else { continue };
            let level = header.columns.iter().zip(&one.row.cells).find(|(column, _)| column.means == ListColumn::Level);
            let level = level.map(|(_, cell)| cell.clone()).or_else(|| one.level.map(|level| level.to_string()));
            let mut reader = RowReader {
                file: self.file,
                variant: self.variant,
                header,
                number: one.header,
                findings: self.findings,
                inexact: &mut below.inexact,
                placeholders: &mut placeholders,
                fittings: &mut fittings,
                marks: marks.get(one.header).copied().unwrap_or_default(),
            };
            let mut outcome = if one.is_left_out { Outcome::NotFitted } else { reader.row(&one.row) };
            if let Outcome::Part(row) = &mut outcome {
                seconds.add(header, &one.seconds, &mut row.part);
            }
            below.read += usize::from(!matches!(outcome, Outcome::LeftOut));
            leveled.push(Leveled { level, line: one.row.line, outcome });
        }
        below.rows = levels::flat(leveled, self.file, self.findings);
        below.inexact.extend(seconds.report(self.file, self.findings));
        self.placeholders(placeholders);
    }

    /// Notes the cells that say that nothing is known.
    fn placeholders(&mut self, placeholders: BTreeMap<String, usize>) {
        for (title, count) in placeholders {
            let message = format!(
                "{} under `{title}` {} that nothing is known, such as `?` or `n/a`, and were read as empty",
                plural(Number::from(count as u64), "cell"),
                if count == 1 { "says" } else { "say" }
            );
            self.findings.push(Finding::note(
                self.file,
                0,
                message.replace("were read", if count == 1 { "was read" } else { "were read" }),
            ));
        }
    }

    /// The line of a repeated header below which designators come again that are above it.
    fn doubled_after(&self, headers: &[Header], open: &[Open], again: &[(u64, usize)]) -> Option<u64> {
        let names = |one: &Open| -> Vec<String> {
            let columns = headers.get(one.header).map(|header| header.columns.as_slice()).unwrap_or_default();
            let cell = columns.iter().zip(&one.row.cells).find(|(column, _)| column.means == ListColumn::Reference);
            cell.map(|(_, cell)| cell::read_designators(cell).fitted).unwrap_or_default()
        };
        again.iter().find_map(|(line, split)| {
            let (before, after) = open.split_at_checked(*split)?;
            let before: BTreeSet<String> = before.iter().flat_map(names).collect();
            after.iter().flat_map(names).any(|name| before.contains(&name)).then_some(*line)
        })
    }

    fn kind(&self, header: &Header, row: &TableRow, before: Option<&Open>, below: &[TableRow]) -> Kind {
        let filled = || row.cells.iter().filter(|cell| !cell.is_empty());
        let count = filled().count();
        if filled().all(|cell| cell.chars().all(|letter| matches!(letter, '-' | '_' | '=' | '*' | '.'))) && count <= 1 {
            return Kind::Rule;
        }
        if let Some(mark) = commented(header, row) {
            return Kind::Comment(mark);
        }
        // A row with a number of its own is not a header.
        let is_number = |cell: &&String| cell.bytes().all(|byte| byte.is_ascii_digit());
        let titles = if filled().any(|cell| is_number(&cell)) { 0 } else { titles_in(&row.cells) };
        if titles >= 2 && titles * 2 > count && (header.has_titles(&row.cells) || is_header(row, below, self.chosen)) {
            return Kind::Header;
        }
        if says_not_fitted(row) {
            return Kind::Title;
        }
        if is_second(header, row) {
            return Kind::Second;
        }
        if is_footer(header, row) {
            return Kind::Footer;
        }
        let cell = |wanted: ListColumn| {
            let mut cells = header.columns.iter().zip(&row.cells);
            cells.find(|(column, _)| column.means == wanted).map_or("", |(_, cell)| cell.as_str())
        };
        let references = cell(ListColumn::Reference);
        if !references.is_empty() && count == 1 {
            if before.is_some_and(|before| is_continued(header, before)) {
                return Kind::Continued;
            }
            let read = cell::read_designators(references);
            return if read.fitted.iter().all(|one| !one.bytes().any(|byte| byte.is_ascii_digit())) {
                Kind::Title
            } else {
                Kind::Part
            };
        }
        let is_alone = count == 1 && header.columns.len() > 2;
        let is_counted = cell(ListColumn::Quantity).contains(char::is_numeric);
        if is_alone && references.is_empty() && !is_counted { Kind::Title } else { Kind::Part }
    }

    /// Whether a title is that of a further page: the same as one above the header but for its numbers.
    fn is_page_title(&self, row: &TableRow) -> bool {
        let plain = |row: &TableRow| -> String {
            let text: String = row.cells.iter().map(|cell| whole_key(cell)).collect();
            text.chars().filter(|letter| !letter.is_numeric()).collect()
        };
        let own = plain(row);
        self.above.iter().any(|above| plain(above) == own) || own.starts_with("page")
    }
}

enum Kind {
    Part,
    Header,
    Continued,
    /// A further source of the part above.
    Second,
    Footer,
    Title,
    Rule,
    Comment(&'static str),
}

/// The mark of a row that was made a comment: `#R1`, `//R3`, `;R4`. `#PWR01` is a designator.
fn commented(header: &Header, row: &TableRow) -> Option<&'static str> {
    let is_first = header.columns.first().is_some_and(|column| column.means == ListColumn::Reference);
    let first = row.cells.first().filter(|_| is_first)?.trim_start();
    let mark = ["#", "//", ";"].into_iter().find(|mark| first.starts_with(mark))?;
    let rest = first.strip_prefix(mark)?.trim_start();
    let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    let most = if mark == "#" { 2 } else { 5 };
    let has_digit = rest.as_bytes().get(letters).is_some_and(u8::is_ascii_digit);
    ((1..=most).contains(&letters) && has_digit).then_some(mark)
}

/// Whether a row is the header of the rows below it: it holds titles only, or names the columns of a list.
fn is_header(row: &TableRow, below: &[TableRow], chosen: &[ChosenColumn]) -> bool {
    let filled = || row.cells.iter().filter(|cell| !cell.is_empty());
    let has_digits = filled().any(|cell| cell.starts_with(|letter: char| letter.is_ascii_digit()));
    let titles = titles_in(&row.cells);
    titles >= 3 && !has_digits && (titles == filled().count() || Header::of(row, below, chosen).is_enough())
}

/// Whether the row before has fewer designators than its quantity, or ends with a comma.
fn is_continued(header: &Header, before: &Open) -> bool {
    let cell = |wanted: ListColumn| {
        let mut cells = header.columns.iter().zip(&before.row.cells);
        cells.find(|(column, _)| column.means == wanted).map_or("", |(_, cell)| cell.as_str())
    };
    let references = cell(ListColumn::Reference);
    let count = cell::read_designators(references).fitted.len() as u64;
    let wanted = cell::read_quantity(cell(ListColumn::Quantity), Marks::default()).map(|(amount, _)| amount);
    references.ends_with([',', ';']) || wanted.is_ok_and(|wanted| wanted > Number::from(count))
}

/// Adds the cells of a row to those of the row that it continues.
fn continued(open: Option<&mut Open>, row: &TableRow) {
    let Some(open) = open else { return };
    for (at, cell) in row.cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
        while open.row.cells.len() <= at {
            open.row.cells.push(String::new());
        }
        if let Some(place) = open.row.cells.get_mut(at) {
            place.push(' ');
            place.push_str(cell);
        }
    }
}
