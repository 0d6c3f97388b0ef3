//! The value of a cell of a CSV file: written as TOML writes it inside the table, texts without their quotes.

use super::context::Context;
use super::csv_cell::Cell;
use super::inline_cell::{self, split, trimmed};
use super::raw::{Raw, RawTable, RawValue};
use super::shape::{CellContent, CsvPairs};
use super::toml_reader::read_value;
use crate::diagnostic::{Diagnostic, printable};
use crate::number::Number;
use crate::span::{Span, Spanned};
use crate::terms::code::SyntaxCode;
use std::ops::Range;

/// The value of a cell that is not empty.
pub fn read<'t>(content: CellContent, cell: &Cell, context: &mut Context<'t>) -> Raw<'t> {
    let whole = trimmed(&cell.text, 0..cell.text.len());
    let text = cell.text.get(whole.clone()).unwrap_or("");
    let span = context.span(cell.range.clone());
    let value = match content {
        CellContent::Texts => return texts(cell, context),
        CellContent::Table => return inline_cell::read(cell, context),
        CellContent::TableOrTables if !text.starts_with('{') => return inline_cell::read(cell, context),
        CellContent::Tables | CellContent::TableOrTables => return tables(cell, context),
        CellContent::Pairs(of) if text.contains([':', ';']) => return pairs(of, cell, context),
        CellContent::Value => return toml(cell, whole, context),
        CellContent::Text | CellContent::Pairs(_) => RawValue::Text(text.to_owned()),
        CellContent::Number => number(text),
        CellContent::Boolean => boolean(text),
        CellContent::Date => date(text),
    };
    Raw { value, span }
}

/// `true` or `false`, also as spreadsheets write them; any other text stays one, so that the check of the shape reports
/// it.
fn boolean<'t>(text: &str) -> RawValue<'t> {
    match text.to_ascii_lowercase().as_str() {
        "true" => RawValue::Boolean(true),
        "false" => RawValue::Boolean(false),
        _ => RawValue::Text(text.to_owned()),
    }
}

/// A number as TOML writes it; any other text stays one.
fn number<'t>(text: &str) -> RawValue<'t> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let is_decimal = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return RawValue::integer(text.trim_start_matches('+'), 10);
    }
    if is_decimal && text.parse::<Number>().is_ok() { RawValue::float(text) } else { RawValue::Text(text.to_owned()) }
}

/// A date; any other text stays one.
fn date<'t>(text: &str) -> RawValue<'t> {
    let is_date = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    if is_date { RawValue::Date(text.parse().ok()) } else { RawValue::Text(text.to_owned()) }
}

/// The parts of a cell between `;`, without those that are empty.
fn parts(cell: &Cell) -> Vec<Range<usize>> {
    let parts = split(&cell.text, b';').into_iter().map(|range| trimmed(&cell.text, range));
    parts.filter(|range| !range.is_empty()).collect()
}

fn place(cell: &Cell, range: &Range<usize>, context: &Context<'_>) -> Span {
    context.span(cell.place(range.start)..cell.place(range.end))
}

/// A part of a cell as TOML.
fn toml<'t>(cell: &Cell, range: Range<usize>, context: &mut Context<'t>) -> Raw<'t> {
    let text = cell.text.get(range.clone()).unwrap_or("");
    let start = range.start;
    read_value(text, &|offset| cell.place(start + offset), context)
}

fn texts<'t>(cell: &Cell, context: &mut Context<'t>) -> Raw<'t> {
    let mut list = Vec::new();
    for range in parts(cell) {
        let text = cell.text.get(range.clone()).unwrap_or("");
        let span = place(cell, &range, context);
        list.push(match text.starts_with(['"', '\'']) {
            true => toml(cell, range, context),
            false => Raw { value: RawValue::Text(text.to_owned()), span },
        });
    }
    Raw { value: RawValue::Array(list), span: context.span(cell.range.clone()) }
}

/// `{ scheme = "fcc" }; { scheme = "red" }`.
fn tables<'t>(cell: &Cell, context: &mut Context<'t>) -> Raw<'t> {
    let mut list = Vec::new();
    for range in parts(cell) {
        let text = cell.text.get(range.clone()).unwrap_or("");
        if text.starts_with('{') && split(text, b',').len() == 1 {
            list.push(toml(cell, range, context));
            continue;
        }
        let span = place(cell, &range, context);
        report_entry(text, span, context);
        list.push(Raw { value: RawValue::Broken, span });
    }
    Raw { value: RawValue::Array(list), span: context.span(cell.range.clone()) }
}

/// Reports what is no table in braces, with what was probably meant.
fn report_entry(text: &str, span: Span, context: &mut Context) {
    let several: Vec<&str> = split(text, b',').into_iter().filter_map(|range| text.get(range)).map(str::trim).collect();
    if text.starts_with('{') && several.iter().all(|part| part.starts_with('{')) {
        let message = "the tables of a cell must be separated by `;`";
        let help = format!("write `{}`", printable(&several.join("; ")));
        context.report(Diagnostic::error(SyntaxCode::TomlSyntax, span, message).help(help));
        return;
    }
    let message = format!("expected a table in braces, found `{}`", printable(text));
    let diagnostic = Diagnostic::error(SyntaxCode::TomlSyntax, span, message);
    let inside = text.trim_matches(['[', ']', '{', '}']).trim();
    context.report(match inside.contains('=') {
        true => diagnostic.help(format!("write `{{ {} }}`; separate several with `;`", printable(inside))),
        false => diagnostic.help("write `{ key = value }` for each; separate several with `;`"),
    });
}

/// `1: 18.20; 1000: 12.90`.
fn pairs<'t>(of: &'static CsvPairs, cell: &Cell, context: &mut Context<'t>) -> Raw<'t> {
    let mut list = Vec::new();
    for range in parts(cell) {
        let text = cell.text.get(range.clone()).unwrap_or("");
        let span = place(cell, &range, context);
        let Some((first, second)) = text.split_once(':') else {
            let message = format!("expected `{}: {}`, found `{}`", of.first, of.second, printable(text));
            let help = format!("write `1: {}`; separate several with `;`", printable(text));
            context.report(Diagnostic::error(SyntaxCode::TomlSyntax, span, message).help(help));
            list.push(Raw { value: RawValue::Broken, span });
            continue;
        };
        let entries = vec![
            (Spanned::new(of.first.into(), span), Raw { value: number(first.trim()), span }),
            (Spanned::new(of.second.into(), span), Raw { value: RawValue::Text(second.trim().to_owned()), span }),
        ];
        list.push(Raw { value: RawValue::Table(RawTable { entries, header: span, is_implied: false }), span });
    }
    Raw { value: RawValue::Array(list), span: context.span(cell.range.clone()) }
}
