//! A cell of a CSV file that contains a table: `protection.fuse = { current_a = 6 }; sense.light`.

use super::context::{Context, quoted};
use super::csv_cell::Cell;
use super::raw::{Raw, RawEntry, RawTable, RawValue};
use super::toml_reader::read_value;
use crate::diagnostic::Diagnostic;
use crate::span::{Span, Spanned};
use crate::terms::code::SyntaxCode;
use std::ops::Range;

/// The entries of a cell as a table.
pub fn read<'t>(cell: &Cell, context: &mut Context<'t>) -> Raw<'t> {
    let span = context.span(cell.range.clone());
    let mut entries: Vec<RawEntry<'t>> = Vec::new();
    for range in split(&cell.text, b';') {
        let Some((key, value)) = entry(cell, range, context) else { continue };
        match entries.iter().find(|(known, _)| known.value == key.value) {
            Some((first, _)) => {
                let message = format!("the key {} is defined twice", quoted(&key.value));
                let first = first.span;
                context.report(Diagnostic::error(SyntaxCode::DuplicateKey, key.span, message).and(first, "first here"));
            }
            None => entries.push((key, value)),
        }
    }
    Raw { value: RawValue::Table(RawTable { entries, header: span, is_implied: false }), span }
}

/// `name = value`, or a name alone, which means an empty table.
fn entry<'t>(cell: &Cell, range: Range<usize>, context: &mut Context<'t>) -> Option<RawEntry<'t>> {
    let range = trimmed(&cell.text, range);
    let text = cell.text.get(range.clone()).filter(|text| !text.is_empty())?;
    let equals = split(text, b'=').first().map_or(text.len(), |first| first.end);
    let key_range = trimmed(&cell.text, range.start..range.start + equals);
    let key_text = cell.text.get(key_range.clone()).unwrap_or("");
    let key_span = span(cell, key_range, context);
    let key = Spanned::new(key_text.trim_matches(['"', '\'']).to_owned().into(), key_span);
    if equals == text.len() {
        let empty = RawTable { entries: Vec::new(), header: key_span, is_implied: false };
        return Some((key, Raw { value: RawValue::Table(empty), span: key_span }));
    }
    let value_range = trimmed(&cell.text, range.start + equals + 1..range.end);
    let value = cell.text.get(value_range.clone()).unwrap_or("");
    if split(value, b',').len() > 1 {
        let message = "the entries of a cell must be separated by `;`";
        let place = span(cell, value_range, context);
        context.report(Diagnostic::error(SyntaxCode::TomlSyntax, place, message).help("write `;` instead of `,`"));
        return None;
    }
    let start = value_range.start;
    Some((key, read_value(value, &|offset| cell.place(start + offset), context)))
}

fn span(cell: &Cell, range: Range<usize>, context: &Context) -> Span {
    context.span(cell.place(range.start)..cell.place(range.end))
}

/// The range without spaces at its ends.
pub(super) fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let part = text.get(range.clone()).unwrap_or("");
    let start = range.start + part.len() - part.trim_start().len();
    start..start + part.trim().len()
}

/// The parts between separators outside of quotes and brackets.
pub(super) fn split(text: &str, separator: u8) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let (mut start, mut depth) = (0, 0_usize);
    let mut quote: Option<u8> = None;
    let mut is_escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (Some(_), _) if is_escaped => is_escaped = false,
            (Some(b'"'), b'\\') => is_escaped = true,
            (Some(open), _) if open == byte => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'[' | b'{') => depth += 1,
            (None, b']' | b'}') => depth = depth.saturating_sub(1),
            (None, _) if byte == separator && depth == 0 => {
                parts.push(start..at);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(start..text.len());
    parts
}
