//! TOML → raw tree, with every syntax error, and with as much of the text after an error as can be read.

use super::context::Context;
use super::nesting::{Brackets, DEEPEST, Unclosed, brackets, is_too_deep};
use super::raw::{Raw, RawEntry, RawTable, RawValue};
use super::toml_errors::{self, Fault};
use super::toml_fast;
use crate::date::Date;
use crate::diagnostic::Diagnostic;
use crate::span::{Span, Spanned};
use crate::terms::code::SyntaxCode;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use toml::de::{DeTable, DeValue};

/// How often a text with errors is parsed again with its broken lines repaired.
const MOST_ROUNDS: usize = 3;

/// The size in bytes from which a text is first examined piece by piece.
const LONG: usize = 1024 * 1024;

/// The most syntax errors after which a long text is read further.
const MOST_FAULTS: usize = 1000;

/// Reads a whole file.
pub fn read<'t>(context: &mut Context<'t>) -> RawTable<'t> {
    toml_fast::read(context.text, context.file).unwrap_or_else(|| read_any(context))
}

/// Reads a file with any content.
pub fn read_any<'t>(context: &mut Context<'t>) -> RawTable<'t> {
    let brackets = match brackets(context.text) {
        Ok(brackets) => brackets,
        Err(at) => {
            report_too_deep(at, context);
            return RawTable { entries: Vec::new(), header: Span::start_of(context.file), is_implied: false };
        }
    };
    let text = readable(context.text, &brackets);
    let mut mended = Mended::default();
    let mut faults: Vec<Fault> = Vec::new();
    if text.len() < context.text.len() {
        faults.push(toml_errors::too_many(text.len()));
    }
    let unclosed: Vec<Unclosed> = brackets.unclosed.into_iter().filter(|bracket| bracket.at <= text.len()).collect();
    unclosed.iter().for_each(|bracket| mended.close(bracket));
    let mut round = 0;
    loop {
        let (copy, inserted) = mended.apply(text);
        let (table, errors) = DeTable::parse_recoverable(&copy);
        let known = mended.edits();
        for error in errors {
            let range = error.span().unwrap_or(0..0);
            let range = original(&inserted, range.start)..original(&inserted, range.end);
            mended.learn(error.message(), &range, text);
            faults.push(Fault { range, message: error.message().to_owned() });
        }
        round += 1;
        if mended.edits() == known || round == MOST_ROUNDS {
            let strings = open_strings(&faults);
            let brackets = unclosed.iter().filter(|bracket| !is_swallowed(bracket, &strings));
            faults.extend(brackets.map(|bracket| toml_errors::unclosed(bracket, text)));
            let root = sound(table.into_inner(), &inserted, &mut faults, context);
            toml_errors::report(faults, &root, context);
            return root;
        }
    }
}

/// Whether a string that is not closed has taken the end of the bracket with it; then that is the only fault.
fn is_swallowed(bracket: &Unclosed, strings: &[usize]) -> bool {
    let behind = strings.partition_point(|at| *at < bracket.open);
    strings.get(behind).is_some_and(|at| *at <= bracket.at)
}

/// Where strings are not closed, sorted.
fn open_strings(faults: &[Fault]) -> Vec<usize> {
    let open = faults.iter().filter(|fault| toml_errors::is_open_string(fault));
    let mut places: Vec<usize> = open.map(|fault| fault.range.start).collect();
    places.sort_unstable();
    places
}

/// The start of a long text with a bounded number of errors: each costs the parser memory, and nobody reads them all.
fn readable<'t>(text: &'t str, brackets: &Brackets) -> &'t str {
    let walked = text.get(..brackets.length).unwrap_or(text);
    if text.len() < LONG {
        return walked;
    }
    let mut count = 0;
    let mut start = 0;
    for end in brackets.cuts.iter().copied().chain([walked.len()]) {
        let piece = walked.get(start..end).unwrap_or("");
        count += DeTable::parse_recoverable(piece).1.len();
        if count > MOST_FAULTS {
            return walked.get(..end).unwrap_or(walked);
        }
        start = end;
    }
    walked
}

/// The tree without the values that have errors, which are reported to the context.
fn sound<'t>(
    table: DeTable<'_>,
    inserted: &[usize],
    faults: &mut Vec<Fault>,
    context: &mut Context<'t>,
) -> RawTable<'t> {
    faults.sort_by(|left, right| {
        (left.range.start, left.range.end, &left.message).cmp(&(right.range.start, right.range.end, &right.message))
    });
    faults.dedup();
    let broken = faults.iter().filter(|fault| !fault.is_duplicate()).map(|fault| fault.range.clone()).collect();
    let mut conversion = Conversion { inserted, broken, headers: Vec::new(), context };
    let root = conversion.table(table, None);
    let (headers, broken) = (conversion.headers, conversion.broken);
    let starts = broken.iter().map(|range| u32::try_from(range.start).unwrap_or(u32::MAX)).collect();
    context.remember_faults(starts, headers);
    root
}

/// A single value, as in a cell of a CSV file. `place` maps its bytes to the file.
pub fn read_value<'t>(text: &str, place: &dyn Fn(usize) -> usize, context: &mut Context<'t>) -> Raw<'t> {
    let broken = |span| Raw { value: RawValue::Broken, span };
    let whole = context.span(place(0)..place(text.len()));
    if is_too_deep(text) {
        report_too_deep(place(0), context);
        return broken(whole);
    }
    let (value, errors) = DeValue::parse_recoverable(text);
    if let Some(error) = errors.first() {
        let range = error.span().unwrap_or(0..text.len());
        let fault = Fault { range: place(range.start)..place(range.end), message: error.message().to_owned() };
        toml_errors::report_one(&fault, context);
        return broken(whole);
    }
    let mut conversion = Conversion { inserted: &[], broken: Vec::new(), headers: Vec::new(), context };
    let mut raw = conversion.value(value.into_inner(), 0..text.len(), None);
    relocate(&mut raw, place);
    raw
}

fn report_too_deep(at: usize, context: &mut Context) {
    let message = format!("nested more than {DEEPEST} levels deep; the rest is not read");
    let span = context.span(at..at + 1);
    context.report(Diagnostic::error(SyntaxCode::TooDeep, span, message));
    let start = span.start;
    context.remember_faults(vec![start], Vec::new());
}

/// Moves the places of a tree that was read from a piece of text to the file.
fn relocate(raw: &mut Raw, place: &dyn Fn(usize) -> usize) {
    let file = raw.span.file;
    let moved = |span: Span| Span::new(file, place(span.start as usize)..place(span.end as usize));
    raw.span = moved(raw.span);
    match &mut raw.value {
        RawValue::Array(elements) => elements.iter_mut().for_each(|element| relocate(element, place)),
        RawValue::Table(table) => {
            table.header = moved(table.header);
            for (key, value) in &mut table.entries {
                key.span = moved(key.span);
                relocate(value, place);
            }
        }
        RawValue::Boolean(_)
        | RawValue::Integer(_)
        | RawValue::Float(_)
        | RawValue::Text(_)
        | RawValue::Date(_)
        | RawValue::Moment(_)
        | RawValue::Broken => {}
    }
}

/// Edits that let the parser continue after a broken line; all in offsets of the file.
#[derive(Default)]
struct Mended {
    /// Brackets that close a header, or a value on the lines before.
    insertions: BTreeMap<usize, String>,
    /// Lines that are read as blank: the parser stops for good at a key without a value.
    blanks: BTreeMap<usize, usize>,
}

impl Mended {
    fn edits(&self) -> usize {
        self.insertions.len() + self.blanks.len()
    }

    fn close(&mut self, bracket: &Unclosed) {
        self.insertions.insert(bracket.at, format!("{}\n", bracket.closing));
    }

    fn learn(&mut self, message: &str, range: &Range<usize>, text: &str) {
        if message.starts_with("unclosed table") {
            self.insertions.insert(range.start, "]".to_owned());
        } else if message.starts_with("unclosed array table") {
            let has_one = text.get(..range.start).is_some_and(|before| before.ends_with(']'));
            self.insertions.insert(range.start, if has_one { "]" } else { "]]" }.to_owned());
        } else if message.starts_with("key with no value") {
            let start = text.get(..range.start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
            let end = text.get(range.start..).and_then(|rest| rest.find('\n'));
            self.blanks.insert(start, end.map_or(text.len(), |at| range.start + at));
        }
    }

    /// The repaired text, and where bytes were inserted in it.
    fn apply(&self, text: &str) -> (String, Vec<usize>) {
        let mut copy = String::with_capacity(text.len() + self.insertions.len() * 2);
        let mut inserted = Vec::new();
        let mut done = 0;
        for (at, bracket) in &self.insertions {
            copy.push_str(text.get(done..*at).unwrap_or(""));
            for letter in bracket.chars() {
                inserted.push(copy.len());
                copy.push(letter);
            }
            done = *at;
        }
        copy.push_str(text.get(done..).unwrap_or(""));
        if self.blanks.is_empty() {
            return (copy, inserted);
        }
        let origins: Vec<usize> = inserted.iter().enumerate().map(|(nth, place)| place - nth).collect();
        let mut bytes = copy.into_bytes();
        for (start, end) in &self.blanks {
            // Text inserted at the start of a line comes before it, text at its end after it.
            let first = start + origins.partition_point(|origin| origin <= start);
            let behind = end + origins.partition_point(|origin| origin < end);
            if let Some(line) = bytes.get_mut(first..behind) {
                line.iter_mut().filter(|byte| **byte != b'\r').for_each(|byte| *byte = b' ');
            }
        }
        (String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned()), inserted)
    }
}

/// The offset in the file of an offset in the repaired text.
fn original(inserted: &[usize], at: usize) -> usize {
    at - inserted.partition_point(|place| *place < at)
}

struct Conversion<'c, 't> {
    inserted: &'c [usize],
    broken: Vec<Range<usize>>,
    headers: Vec<u32>,
    context: &'c Context<'t>,
}

impl<'t> Conversion<'_, 't> {
    fn span(&self, range: Range<usize>) -> Span {
        self.context.span(original(self.inserted, range.start)..original(self.inserted, range.end))
    }

    /// Entries in the order of the text; `place` is absent for the root.
    fn table(&mut self, table: DeTable<'_>, place: Option<(Span, bool)>) -> RawTable<'t> {
        let mut entries: Vec<RawEntry<'t>> = Vec::with_capacity(table.len());
        for (key, value) in table {
            let (key_range, range) = (key.span(), value.span());
            let key = Spanned::new(Cow::Owned(key.into_inner().into_owned()), self.span(key_range.clone()));
            entries.push((key, self.value(value.into_inner(), range, Some(key_range))));
        }
        entries.sort_by_key(|(key, _)| key.span);
        let (header, is_implied) = place.unwrap_or((Span::start_of(self.context.file), false));
        RawTable { entries, header, is_implied }
    }

    fn value(&mut self, value: DeValue<'_>, range: Range<usize>, key: Option<Range<usize>>) -> Raw<'t> {
        let span = self.span(range.clone());
        let value = match value {
            DeValue::Array(elements) => RawValue::Array(
                elements
                    .into_iter()
                    .map(|element| {
                        let range = element.span();
                        self.value(element.into_inner(), range, None)
                    })
                    .collect(),
            ),
            DeValue::Table(table) => {
                let is_implied = key.is_some_and(|key| key == range);
                if self.context.snippet(span).starts_with('[') {
                    self.headers.push(span.start);
                }
                RawValue::Table(self.table(table, Some((span, is_implied))))
            }
            _ if self.is_broken(span) => RawValue::Broken,
            DeValue::String(text) => RawValue::Text(text.into_owned()),
            DeValue::Integer(digits) => RawValue::integer(digits.as_str(), digits.radix()),
            DeValue::Float(digits) => RawValue::float(digits.as_str()),
            DeValue::Boolean(value) => RawValue::Boolean(value),
            DeValue::Datetime(moment) => {
                let day = moment.date.and_then(|date| Date::new(date.year, date.month, date.day));
                if moment.time.is_none() { RawValue::Date(day) } else { RawValue::Moment(day) }
            }
        };
        Raw { value, span }
    }

    /// Whether an error touches the value. Errors are short, so the nearest few decide.
    fn is_broken(&self, span: Span) -> bool {
        let (start, end) = (span.start as usize, span.end as usize);
        let behind = self.broken.partition_point(|fault| fault.start <= end);
        let near = self.broken.get(behind.saturating_sub(4)..behind).unwrap_or_default();
        near.iter().any(|fault| fault.end >= start)
    }
}
