//! Reads one part list: from a table of any common form to parts with their places.

mod cell;
mod collated;
pub(in crate::import) mod columns;
mod config;
mod footers;
mod grouped;
mod guess;
pub(in crate::import) mod header;
mod indents;
mod item_marks;
mod levels;
pub(in crate::import) mod part;
mod price_columns;
mod row;
mod row_cells;
mod row_count;
mod row_fitted;
mod row_price;
mod row_reader;
mod rows;
mod sample;
mod seconds;
mod sections;
mod sheet_cells;
mod short_rows;
mod sources;
mod title;
pub(in crate::import) mod titles;
mod variant_columns;

use crate::diagnostic::Severity;
use crate::import::finding::Finding;
use crate::import::reading::{ColumnChoice, Reading};
use crate::import::table::{self, How, Sheet, Source, TableRow};
use columns::ListColumn;
use header::{ChosenColumn, Column, Header};
use part::Row;
use rows::{Reader, Skipped};
use std::collections::{BTreeMap, BTreeSet};
use title::titles_in;
use titles::whole_key;

/// The first rows that are searched for the header: a title, a date or a logo may come before it.
const HEADER_WITHIN: usize = 60;

/// A part list as it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::import) struct List {
    /// The headers: one, or several with a column of boards.
    pub headers: Vec<Header>,
    pub rows: Vec<Row>,
    /// The sheet that holds it, and the others.
    pub sheet: Option<String>,
    pub other_sheets: Vec<String>,
    /// The number of rows with a part, fitted or not.
    pub read: usize,
    pub skipped: Vec<Skipped>,
    /// Lines that the solution does not hold as the file has them.
    pub inexact: BTreeSet<u64>,
    /// Cells that its parts have from other lists.
    pub filled: usize,
    /// Titles that the user named and the list does not have.
    pub missing: Vec<String>,
}

/// A header and the indexes of its first and last row: two where groups of columns have a title of their own.
struct FoundHeader {
    first: usize,
    at: usize,
    header: Header,
}

/// Reads the bytes of a file as the list of a variant; findings name the file.
pub(in crate::import) fn read(
    variant: &str,
    file: &str,
    bytes: &[u8],
    reading: &Reading,
    findings: &mut Vec<Finding>,
) -> Option<List> {
    let opened = chosen(file, reading).and_then(|chosen| Ok((open(file, bytes, reading, findings)?, chosen)));
    let (source, chosen) = match opened {
        Ok(opened) => opened,
        Err(error) => {
            findings.push(error);
            return None;
        }
    };
    let mut headers =
        source.sheets().iter().filter_map(|sheet| header(&sheet.rows, &chosen).map(|found| (sheet, found)));
    // On a tie the first delimiter wins, so that a delimiter that only occurs inside texts does not.
    let best = match &source {
        Source::Text { .. } => {
            headers.reduce(|best, next| if next.1.header.known() > best.1.header.known() { next } else { best })
        }
        Source::Book { .. } => headers.next(),
    };
    let Some((sheet, found)) = best else {
        let errors = source.sheets().iter().flat_map(|sheet| &sheet.findings);
        let error = errors.into_iter().find(|finding| finding.severity == Severity::Error).cloned();
        findings.extend(source.sheets().iter().find_map(|sheet| sheet.without_results(file)));
        findings.push(error.unwrap_or_else(|| no_header(file, source.sheets(), &chosen)));
        return None;
    };
    findings.extend(sheet.findings.iter().cloned());
    if sheet.findings.iter().any(|finding| finding.severity == Severity::Error) {
        return None;
    }
    let mut list = rows((variant, file), sheet, found, &chosen, findings)?;
    sheet_cells::formulas(file, sheet, &mut list, findings);
    let has = |one: &&ChosenColumn| {
        let mut columns = list.headers.iter().flat_map(|header| &header.columns);
        columns.any(|column| whole_key(&column.title) == whole_key(&one.title))
    };
    list.missing = chosen.iter().filter(|one| !has(one)).map(|one| one.title.clone()).collect();
    if let Source::Book { sheets } = &source {
        list.sheet = Some(sheet.name.clone());
        // With `--sheet`, only that one was opened.
        let all = reading.sheet.as_ref().and_then(|_| table::open(file, bytes, &How::default(), &mut Vec::new()).ok());
        let sheets = all.as_ref().map_or(sheets.as_slice(), Source::sheets);
        let others = sheets.iter().filter(|other| other.name != sheet.name && !other.rows.is_empty());
        let (lists, rest): (Vec<&Sheet>, Vec<&Sheet>) =
            others.partition(|other| header(&other.rows, &chosen).is_some());
        report_sheets(file, &sheet.name, (&lists, &rest), reading, findings);
        list.other_sheets = lists.into_iter().chain(rest).map(|other| other.name.clone()).collect();
    }
    Some(list)
}

/// The tables of a file.
fn open(file: &str, bytes: &[u8], reading: &Reading, findings: &mut Vec<Finding>) -> Result<Source, Finding> {
    let how = How { encoding: reading.encoding.clone(), sheet: reading.sheet.clone() };
    let source = table::open(file, bytes, &how, findings)?;
    match (&source, &reading.sheet) {
        (Source::Text { .. }, Some(sheet)) => {
            let message = format!("is a text and has no sheet `{sheet}`; leave `--sheet` out");
            Err(Finding::error(file, 0, message))
        }
        (Source::Text { .. } | Source::Book { .. }, _) => Ok(source),
    }
}

/// Reports the sheets that were not read: those that hold a list too, and the others.
fn report_sheets(
    file: &str,
    taken: &str,
    (lists, rest): (&[&Sheet], &[&Sheet]),
    reading: &Reading,
    findings: &mut Vec<Finding>,
) {
    let names = |sheets: &[&Sheet]| sheets.iter().map(|one| format!("`{}`", one.name)).collect::<Vec<_>>().join(", ");
    if !lists.is_empty() && reading.sheet.is_none() {
        let message = format!(
            "the sheet `{taken}` was read; {} {} a list too: choose one with `--sheet`",
            names(lists),
            if lists.len() == 1 { "holds" } else { "hold" }
        );
        findings.push(Finding::warning(file, 0, message));
    } else if !lists.is_empty() {
        findings.push(Finding::note(file, 0, format!("other sheets with a list were not read: {}", names(lists))));
    }
    if !rest.is_empty() {
        findings.push(Finding::note(file, 0, format!("other sheets were not read: {}", names(rest))));
    }
}

/// The columns that the user named.
fn chosen(file: &str, reading: &Reading) -> Result<Vec<ChosenColumn>, Finding> {
    let one = |choice: &ColumnChoice| {
        let means = ListColumn::from_word(&choice.field).ok_or_else(|| {
            let words: Vec<String> = ListColumn::words().map(|word| format!("`{word}`")).collect();
            let message = format!("unknown field `{}`; expected one of {}", choice.field, words.join(", "));
            Finding::error(file, 0, message)
        })?;
        Ok(ChosenColumn { means, title: choice.title.clone() })
    };
    reading.columns.iter().map(one).collect()
}

/// The row of the first lines that names the most columns.
fn header(table: &[TableRow], chosen: &[ChosenColumn]) -> Option<FoundHeader> {
    let is_chosen = |row: &TableRow| {
        let mut cells = row.cells.iter();
        cells.any(|cell| chosen.iter().any(|one| one.title.trim() == cell))
    };
    let rows = table.iter().enumerate().take(HEADER_WITHIN);
    let likely = rows.filter(|(_, row)| titles_in(&row.cells) >= 2 || is_chosen(row));
    let below = |at: usize| table.get(at + 1..).unwrap_or_default();
    let headers = likely.map(|(first, row)| match table.get(first + 1).and_then(|lower| grouped::joined(row, lower)) {
        Some(joined) => FoundHeader { first, at: first + 1, header: Header::of(&joined, below(first + 1), chosen) },
        None => FoundHeader { first, at: first, header: Header::of(row, below(first), chosen) },
    });
    let enough: Vec<FoundHeader> = headers.filter(|found| found.header.is_enough()).collect();
    let most = enough.iter().map(|found| found.header.known()).max().unwrap_or_default();
    // A later header with more columns is that of another table, which is reported as such.
    enough.into_iter().find(|found| found.header.known() * 2 >= most)
}

/// Why no row can be the header, with the row that comes closest.
fn no_header(file: &str, sheets: &[Sheet], chosen: &[ChosenColumn]) -> Finding {
    let rows = sheets.iter().flat_map(|sheet| sheet.rows.iter().take(HEADER_WITHIN));
    let several = rows.filter(|row| row.cells.iter().filter(|cell| !cell.is_empty()).count() > 1);
    let closest = several.max_by_key(|row| (titles_in(&row.cells), std::cmp::Reverse(row.line)));
    let message = "no row names the columns of a part list: a part (`MPN`, `Part Number`, `Value`, `Description` …) and its \
                   designators or quantity (`Reference`, `Designator`, `Quantity` …)";
    let Some(row) = closest else { return Finding::error(file, 0, message) };
    let taken: Vec<String> = mapping(&Header::of(row, &[], chosen)).collect();
    let help = "name a column with `--columns reference=\"TITLE\"`, `--columns mpn=\"TITLE\"` …";
    Finding::error(file, row.line, format!("{message}; this row comes closest: {}; {help}", taken.join(", ")))
}

/// `Qty` → quantity.
fn mapping(header: &Header) -> impl Iterator<Item = String> {
    let columns = header.columns.iter();
    columns.map(|column| {
        format!(
            "`{}` → {}",
            column.title,
            if column.means == ListColumn::Field { "not known".to_owned() } else { column.shown() }
        )
    })
}

fn rows(
    (variant, file): (&str, &str),
    sheet: &Sheet,
    found: FoundHeader,
    chosen: &[ChosenColumn],
    findings: &mut Vec<Finding>,
) -> Option<List> {
    let own = findings.len();
    let above = sheet.rows.get(..found.first).unwrap_or_default();
    let (found, individual) = match collated::split(&sheet.rows, &found, chosen) {
        Some((collated, individual)) => (collated, Some(individual)),
        None => (found, None),
    };
    let FoundHeader { first, at, mut header } = found;
    let below = sheet.rows.get(at + 1..).unwrap_or_default();
    if at > first {
        findings.push(two_rows(file, &header));
    }
    widen(&mut header, below);
    let mut covered = Vec::new();
    let below = if sheet.merged.is_empty() {
        below
    } else {
        covered.extend_from_slice(below);
        sheet_cells::fill(&header, &mut covered, &sheet.merged).report(file, findings);
        covered.as_slice()
    };
    let blank = variant_columns::settle(&mut header, below, (variant, file), findings);
    header.columns.iter_mut().enumerate().for_each(|(at, column)| column.is_denied_by_blank = Some(at) == blank);
    let reader = Reader { file, variant, chosen, above, findings };
    let mut read = reader.read(header, below)?;
    read.inexact.extend(unread(file, above, findings));
    boards(&mut read.rows, file, findings);
    if read.rows.is_empty() {
        findings.push(Finding::warning(file, 0, "the list names no part, so its variant is empty"));
    }
    let mut list = List {
        headers: read.headers,
        rows: read.rows,
        read: read.read,
        skipped: read.skipped,
        inexact: read.inexact,
        ..List::default()
    };
    if let (Some(individual), Some(header)) = (individual, list.headers.first().cloned()) {
        individual.compare(file, (&header, below), &mut list, findings);
    }
    if let Some(new) = findings.get_mut(own..) {
        new.sort_by_key(|finding| finding.line);
    }
    Some(list)
}

/// Says how a header of two rows was read.
fn two_rows(file: &str, header: &Header) -> Finding {
    let titles: Vec<String> = header.columns.iter().map(|column| format!("`{}`", column.title)).collect();
    let message = format!(
        "the rows {} and {} were read as one header: {}",
        header.line.saturating_sub(1),
        header.line,
        titles.join(", ")
    );
    Finding::note(file, header.line, message)
}

/// Reports a row above the header that is one, too, but not of a part list; its line if there is one.
fn unread(file: &str, above: &[TableRow], findings: &mut Vec<Finding>) -> Option<u64> {
    let is_header = |row: &&TableRow| {
        let titles = titles_in(&row.cells);
        titles >= 3 && titles == row.cells.iter().filter(|cell| !cell.is_empty()).count()
    };
    let row = above.iter().find(is_header)?;
    let message = "the row looks like a header, but names no part with its designators or quantity; it was left out with the \
                   rows up to the header below it";
    findings.push(Finding::warning(file, row.line, message));
    Some(row.line)
}

/// Gives cells right of the header a column, so that rows that differ in them stay apart.
fn widen(header: &mut Header, below: &[TableRow]) {
    let filled = |row: &TableRow| row.cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |at| at + 1);
    let width = below.iter().map(filled).max().unwrap_or_default();
    for at in header.columns.len()..width {
        let title = format!("column {}", at + 1);
        header.columns.push(Column {
            title,
            means: ListColumn::Field,
            source: 0,
            own: None,
            from: None,
            is_denied_by_blank: false,
        });
    }
}

/// A designator that several boards have gets the name of its board.
fn boards(rows: &mut [Row], file: &str, findings: &mut Vec<Finding>) {
    let mut boards: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for row in rows.iter().filter(|row| !row.board.is_empty()) {
        for reference in &row.references {
            boards.entry(reference).or_default().insert(&row.board);
        }
    }
    let doubled: BTreeSet<String> =
        boards.into_iter().filter(|(_, boards)| boards.len() > 1).map(|(name, _)| name.to_owned()).collect();
    if doubled.is_empty() {
        return;
    }
    let first =
        rows.iter().find(|row| row.references.iter().any(|one| doubled.contains(one))).map_or(0, |row| row.line);
    for row in rows.iter_mut().filter(|row| !row.board.is_empty()) {
        for reference in row.references.iter_mut().filter(|one| doubled.contains(*one)) {
            *reference = format!("{}/{reference}", row.board);
        }
    }
    let names = doubled.iter().take(5).cloned().collect::<Vec<_>>().join(" ");
    let message = format!("`{names}` is on several boards: the name of the board was put before the designator");
    findings.push(Finding::note(file, first, message));
}
