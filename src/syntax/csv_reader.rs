//! CSV → the same raw tree as TOML, so that later steps do not depend on the format.

use super::cell_values;
use super::context::{Context, quoted};
use super::csv_cell::Cell;
use super::raw::{Raw, RawTable, RawValue};
use super::shape::{CellContent, CsvShape, CsvValue};
use crate::diagnostic::Diagnostic;
use crate::name::nearest;
use crate::span::{Span, Spanned};
use crate::terms::code::{SchemaCode, SyntaxCode};
use std::ops::Range;

/// The most columns of a header.
const MOST_COLUMNS: usize = 1000;

const UNCLOSED: &str = "the quote is never closed, so the rest of the file is one cell";

/// A column that is read: its place in the row, the key, what its cells hold, the place of its name.
struct Column {
    at: usize,
    key: &'static str,
    content: CellContent,
    span: Span,
}

/// The columns whose header is empty: their places in the row, and those where a cell has a value.
struct Unnamed {
    columns: Vec<(usize, Span)>,
    filled: Vec<(usize, Span)>,
}

impl Unnamed {
    fn of(header: &[Cell], context: &Context) -> Self {
        let empty = header.iter().enumerate().filter(|(_, cell)| cell.text.trim().is_empty());
        Self { columns: empty.map(|(at, cell)| (at, context.span(cell.range.clone()))).collect(), filled: Vec::new() }
    }

    fn look(&mut self, cells: &[Cell], context: &Context) {
        for (at, _) in &self.columns {
            let cell = cells.get(*at).filter(|cell| !cell.text.trim().is_empty());
            if let Some(cell) = cell.filter(|_| !self.filled.iter().any(|(known, _)| known == at)) {
                self.filled.push((*at, context.span(cell.range.clone())));
            }
        }
    }

    fn report(&self, context: &mut Context) {
        let Some((first, cell)) = self.filled.iter().min_by_key(|(at, _)| *at) else { return };
        let Some((_, header)) = self.columns.iter().find(|(at, _)| at == first) else { return };
        let count = self.filled.len();
        let verb = if count == 1 { "column without a name is" } else { "columns without a name are" };
        let message = format!("{count} {verb} not read, but have values; the first is column {}", first + 1);
        let message = if count == 1 { message.replace("have values; the first is", "it has values:") } else { message };
        let fault = Diagnostic::warning(SyntaxCode::UnknownColumn, *header, message).label("no name here");
        context.report(fault.and(*cell, "a value").help("name the column in the header, or empty its cells"));
    }
}

/// Reads a whole file: a table with one array, which has a table for each row.
pub fn read<'t>(shape: &CsvShape, context: &mut Context<'t>) -> RawTable<'t> {
    let root_span = Span::start_of(context.file);
    let start = if context.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let text = readable(context.text.get(start..).unwrap_or(""), start, context);
    let mut reader = csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(text.as_bytes());
    let mut columns: Option<(Vec<Column>, usize)> = None;
    let mut rows = Vec::new();
    let mut unnamed: Option<Unnamed> = None;
    for record in reader.records().map_while(Result::ok) {
        let at = record.position().map_or(0, |place| usize::try_from(place.byte()).unwrap_or(0)) + start;
        let expected = columns.as_ref().map(|(_, count)| *count);
        if record.len() > MOST_COLUMNS || expected.is_some_and(|count| count != record.len()) {
            report_width(&record, at, expected, context);
            if expected.is_none() {
                break;
            }
            continue;
        }
        let Some(cells) = cells_of(&record, at, context) else {
            // Without a header no row below it can be read.
            if columns.is_none() {
                break;
            }
            continue;
        };
        match &columns {
            None => {
                columns = Some((header(shape, &cells, context), cells.len()));
                unnamed = Some(Unnamed::of(&cells, context));
            }
            Some((columns, _)) => {
                unnamed.iter_mut().for_each(|unnamed| unnamed.look(&cells, context));
                rows.extend(row(shape, columns, &cells, context));
            }
        }
    }
    unnamed.iter().for_each(|unnamed| unnamed.report(context));
    let key = Spanned::new(shape.array.into(), root_span);
    let value = Raw { value: RawValue::Array(rows), span: root_span };
    RawTable { entries: vec![(key, value)], header: root_span, is_implied: false }
}

/// Reports a row that is wider or narrower than the header, or a header that is too wide.
fn report_width(record: &csv::StringRecord, at: usize, expected: Option<usize>, context: &mut Context) {
    if expected.is_some() && record.iter().all(|cell| cell.trim().is_empty()) {
        return;
    }
    let (ranges, is_closed) = ranges(context.text, at, record.len());
    let first = if is_closed { ranges.first() } else { ranges.last() };
    let start = first.map_or(at, |range| range.start);
    let end = ranges.last().map_or(start, |range| range.end);
    let message = match expected {
        None => format!("the header has more than {MOST_COLUMNS} columns"),
        Some(_) if !is_closed => UNCLOSED.to_owned(),
        Some(count) => format!("the row has {} cells, the header has {count}", record.len()),
    };
    let diagnostic = Diagnostic::error(SyntaxCode::CsvRow, context.span(start..end), message);
    let is_split = is_closed && expected.is_some_and(|count| record.len() > count);
    context.report(match is_split {
        true => diagnostic.help("quote a cell that contains a comma; in numbers, use a point"),
        false => diagnostic,
    });
}

/// The text before the first line with too many cells to be a row, which is reported.
fn readable<'t>(text: &'t str, start: usize, context: &mut Context) -> &'t str {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.bytes().filter(|byte| *byte == b',').count() > MOST_COLUMNS * 100 {
            let message = "the line has too many cells for a row; the rest of the file is not read";
            context.report(Diagnostic::error(SyntaxCode::CsvRow, context.span(start + at..start + at + 1), message));
            return text.get(..at).unwrap_or("");
        }
        at += line.len();
    }
    text
}

/// The cells of a row; `None` if a quote is never closed, which is reported.
fn cells_of(record: &csv::StringRecord, at: usize, context: &mut Context) -> Option<Vec<Cell>> {
    let (ranges, is_closed) = ranges(context.text, at, record.len());
    if !is_closed {
        let open = ranges.last().map_or(at, |range| range.start);
        context.report(Diagnostic::error(SyntaxCode::CsvRow, context.span(open..open + 1), UNCLOSED));
        return None;
    }
    // As in TOML: such a letter is damage, and would go on into every output.
    let is_control = |letter: &char| letter.is_ascii_control() && !matches!(letter, '\t' | '\n' | '\r');
    let controls = record.iter().zip(&ranges).find_map(|(text, range)| Some((text.chars().find(is_control)?, range)));
    if let Some((letter, range)) = controls {
        let message = format!("the cell contains the control character U+{:04X}", u32::from(letter));
        let fault = Diagnostic::error(SyntaxCode::CsvRow, context.span(range.clone()), message);
        context.report(fault.help("delete the character"));
        return None;
    }
    let cell = |(text, range): (&str, Range<usize>)| Cell::new(context.text, range, text.to_owned());
    Some(record.iter().zip(ranges).map(cell).collect())
}

/// The ranges of `count` cells from an offset on, and whether the last quote is closed.
fn ranges(text: &str, start: usize, count: usize) -> (Vec<Range<usize>>, bool) {
    let bytes = text.as_bytes();
    let mut at = start;
    while bytes.get(at).is_some_and(|byte| matches!(byte, b'\r' | b'\n')) {
        at += 1;
    }
    let mut ranges = Vec::with_capacity(count);
    let mut is_closed = true;
    for _ in 0..count {
        let first = at;
        if bytes.get(at) == Some(&b'"') {
            (at, is_closed) = behind_quotes(bytes, at + 1);
        }
        while bytes.get(at).is_some_and(|byte| !matches!(byte, b',' | b'\r' | b'\n')) {
            at += 1;
        }
        ranges.push(first..at);
        at += usize::from(bytes.get(at) == Some(&b','));
    }
    (ranges, is_closed)
}

fn behind_quotes(bytes: &[u8], start: usize) -> (usize, bool) {
    let mut at = start;
    while let Some(byte) = bytes.get(at) {
        match (byte, bytes.get(at + 1)) {
            (b'"', Some(b'"')) => at += 2,
            (b'"', _) => return (at + 1, true),
            _ => at += 1,
        }
    }
    (at, false)
}

fn header(shape: &CsvShape, cells: &[Cell], context: &mut Context) -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::new();
    let mut unknown: Vec<Spanned<String>> = Vec::new();
    for (at, cell) in cells.iter().enumerate() {
        let span = context.span(cell.range.clone());
        let name = cell.text.trim();
        match shape.column(name) {
            None if name.is_empty() => {}
            None => unknown.push(Spanned::new(quoted(name), span)),
            Some(known) => match columns.iter().find(|column| column.key == known.key) {
                Some(first) => {
                    let message = format!("the column `{}` occurs twice", known.key);
                    context.report(
                        Diagnostic::error(SyntaxCode::DuplicateKey, span, message).and(first.span, "first here"),
                    );
                }
                None => columns.push(Column { at, key: known.key, content: known.content, span }),
            },
        }
    }
    report_header(shape, cells, &columns, unknown, context);
    columns
}

fn report_header(
    shape: &CsvShape,
    cells: &[Cell],
    columns: &[Column],
    unknown: Vec<Spanned<String>>,
    context: &mut Context,
) {
    let whole = row_span(cells, context);
    let required = shape.required;
    if !columns.iter().any(|column| column.key == required) {
        let message = format!("the header has no column `{required}`");
        let diagnostic = Diagnostic::error(SchemaCode::MissingKey, whole, message);
        let first = context.snippet(whole);
        let separator =
            [(";", "`;`"), ("\t", "tabs")].into_iter().find(|(sign, _)| !first.contains(',') && first.contains(sign));
        context.report(match separator {
            Some((_, name)) => diagnostic.help(format!("separate columns with `,` instead of {name}")),
            None => diagnostic.help(format!("add a column `{required}`")),
        });
        return;
    }
    if let Some(first) = unknown.first() {
        let names: Vec<String> = unknown.iter().take(20).map(|name| name.value.clone()).collect();
        let verb = if unknown.len() == 1 { "column is" } else { "columns are" };
        let message = format!("{} {verb} not read: {}", unknown.len(), names.join(", "));
        let known: Vec<&str> = shape.names().collect();
        let near = match unknown.as_slice() {
            [only] => nearest(only.value.trim_matches('`'), known.iter().copied()),
            _ => None,
        };
        let near = near.map(|near| format!("did you mean `{near}`? ")).unwrap_or_default();
        let help = format!("{near}the columns are `{}`", known.join("`, `"));
        let fault = Diagnostic::warning(SyntaxCode::UnknownColumn, first.span, message).about(&first.value);
        context.report(fault.help(help));
    }
}

fn row_span(cells: &[Cell], context: &Context) -> Span {
    let start = cells.first().map_or(0, |cell| cell.range.start);
    let end = cells.last().map_or(start, |cell| cell.range.end);
    context.span(start..end)
}

fn row<'t>(shape: &CsvShape, columns: &[Column], cells: &[Cell], context: &mut Context<'t>) -> Option<Raw<'t>> {
    let has_required = columns.iter().any(|column| column.key == shape.required);
    if !has_required || cells.iter().all(|cell| cell.text.trim().is_empty()) {
        return None;
    }
    let span = row_span(cells, context);
    let mut entries = Vec::with_capacity(columns.len());
    for column in columns {
        let Some(cell) = cells.get(column.at).filter(|cell| !cell.text.trim().is_empty()) else { continue };
        let place = context.span(cell.range.clone());
        entries.push((Spanned::new(column.key.into(), place), cell_values::read(column.content, cell, context)));
    }
    for missing in shape.defaults.iter().filter(|default| !columns.iter().any(|column| column.key == default.key)) {
        let value = match missing.value {
            CsvValue::Text(text) => Some(Raw { value: RawValue::Text(text.to_owned()), span }),
            CsvValue::Of(other) => entries.iter().find(|(key, _)| key.value == other).map(|(_, value)| value.clone()),
        };
        entries.extend(value.map(|value| (Spanned::new(missing.key.into(), span), value)));
    }
    Some(Raw { value: RawValue::Table(RawTable { entries, header: span, is_implied: false }), span })
}
