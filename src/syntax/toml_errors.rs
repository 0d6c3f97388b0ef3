//! Syntax errors of TOML in terroir's words: what to write, and where a duplicate key occurs first.

use super::context::{Context, is_plain, quoted};
use super::nesting::Unclosed;
use super::raw::{Raw, RawTable, RawValue};
use crate::date::Date;
use crate::diagnostic::Diagnostic;
use crate::span::Span;
use crate::terms::code::{SchemaCode, SyntaxCode};
use std::collections::BTreeMap;
use std::ops::Range;

/// An error as the parser reports it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The bytes of the file.
    pub range: Range<usize>,
    /// The parser's words.
    pub message: String,
}

impl Fault {
    /// Whether a key is defined twice; then both values are readable.
    #[must_use]
    pub fn is_duplicate(&self) -> bool {
        self.message.starts_with("duplicate key")
    }
}

/// The fault of a bracket that is never closed.
#[must_use]
pub fn unclosed(bracket: &Unclosed, text: &str) -> Fault {
    let message = match text.as_bytes().get(bracket.open) {
        Some(b'{') => "the bracket `{` is never closed",
        _ => "the bracket `[` is never closed",
    };
    Fault { range: bracket.open..bracket.open + 1, message: message.to_owned() }
}

/// Whether a fault is a string that is not closed.
#[must_use]
pub fn is_open_string(fault: &Fault) -> bool {
    let is_string = fault.message.contains("basic string") || fault.message.contains("literal string,");
    is_string && QUOTES.iter().any(|quote| fault.message.ends_with(&format!("expected `{quote}`")))
}

/// The error that the file is not read after a byte.
#[must_use]
pub fn too_many(at: usize) -> Fault {
    Fault { range: at..at, message: "too many faults; the rest of the file is not read".to_owned() }
}

/// A key of the tree that may be the first of two.
struct Candidate {
    key: Span,
    table: Span,
}

/// The most duplicate keys whose first place is searched for; others are reported without it.
const MOST_LOOKED_FOR: usize = 50;

/// Reports all errors of a file; the tree shows where keys occur first.
pub fn report(faults: Vec<Fault>, root: &RawTable, context: &mut Context) {
    let mut firsts: BTreeMap<String, Vec<Candidate>> = BTreeMap::new();
    for fault in faults.iter().filter(|fault| fault.is_duplicate()).take(MOST_LOOKED_FOR) {
        firsts.entry(key_of(fault, context)).or_default();
    }
    let mut headers = Vec::new();
    collect(root, &mut firsts, &mut headers, context);
    headers.sort_unstable();
    for fault in faults {
        if fault.is_duplicate() {
            report_duplicate(&fault, &firsts, &headers, context);
        } else {
            report_one(&fault, context);
        }
    }
}

fn key_of(fault: &Fault, context: &Context) -> String {
    let written = context.snippet(context.span(fault.range.clone()));
    written.trim_matches(['"', '\'']).to_owned()
}

fn collect(table: &RawTable, firsts: &mut BTreeMap<String, Vec<Candidate>>, headers: &mut Vec<u32>, context: &Context) {
    if context.snippet(table.header).starts_with('[') {
        headers.push(table.header.start);
    }
    for (key, value) in &table.entries {
        if let Some(candidates) = firsts.get_mut(&*key.value) {
            candidates.push(Candidate { key: key.span, table: table.header });
        }
        collect_value(value, firsts, headers, context);
    }
}

fn collect_value(
    value: &Raw,
    firsts: &mut BTreeMap<String, Vec<Candidate>>,
    headers: &mut Vec<u32>,
    context: &Context,
) {
    match &value.value {
        RawValue::Table(table) => collect(table, firsts, headers, context),
        RawValue::Array(elements) => {
            for element in elements {
                collect_value(element, firsts, headers, context);
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

fn report_duplicate(fault: &Fault, firsts: &BTreeMap<String, Vec<Candidate>>, headers: &[u32], context: &mut Context) {
    let span = context.span(fault.range.clone());
    let name = key_of(fault, context);
    let first = firsts.get(&name).and_then(|candidates| first_of(span, candidates, headers, context));
    let diagnostic =
        Diagnostic::error(SyntaxCode::DuplicateKey, span, format!("the key {} is defined twice", quoted(&name)));
    context.report(match first.or_else(|| first_header(span, context)) {
        Some(first) => diagnostic.and(first, "first here"),
        None => diagnostic,
    });
}

/// The key of the same name in the same table: the innermost inline table around both, or the same header above both.
fn first_of(span: Span, candidates: &[Candidate], headers: &[u32], context: &Context) -> Option<Span> {
    let above = |at: u32| headers.partition_point(|header| *header <= at);
    let rank = |candidate: &Candidate| {
        let is_inline = context.snippet(candidate.table).starts_with('{');
        let is_around = candidate.table.start < span.start && span.end <= candidate.table.end;
        match (is_inline, is_around) {
            (true, true) => Some((1, candidate.table.start)),
            (true, false) => None,
            (false, _) => (above(candidate.key.start) == above(span.start)).then_some((0, candidate.key.start)),
        }
    };
    let before = candidates.iter().filter(|candidate| candidate.key.start < span.start);
    let ranked = before.filter_map(|candidate| rank(candidate).map(|rank| (rank, candidate.key)));
    ranked.max_by_key(|(rank, _)| *rank).map(|(_, key)| key)
}

/// An earlier line with the same header.
fn first_header(span: Span, context: &Context) -> Option<Span> {
    let text = context.text;
    let before = text.get(..span.start as usize)?;
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = text.get(start..)?.lines().next()?;
    let header = line.get(..=line.find(']')?)?.trim();
    if !header.starts_with('[') {
        return None;
    }
    let mut at = 0;
    for line in text.get(..start)?.split_inclusive('\n') {
        let indent = line.len() - line.trim_start().len();
        if line.trim_start().starts_with(header) {
            return Some(context.span(at + indent..at + indent + header.len()));
        }
        at += line.len();
    }
    None
}

/// Reports an error that is not a duplicate key.
pub fn report_one(fault: &Fault, context: &mut Context) {
    let span = context.span(fault.range.clone());
    let (start, word) = word_at(span, context);
    let message = fault.message.as_str();
    let is_word = word.starts_with(|first: char| first.is_ascii_alphabetic());
    let is_string = message.contains("basic string") || message.contains("literal string,");
    let wants_quotes =
        message.starts_with("string values must be quoted") || (message.starts_with("invalid") && is_word);
    let is_value = || context.text.get(..start).is_some_and(|before| before.trim_end().ends_with(['=', '[', ',']));
    let diagnostic = if fault.is_duplicate() {
        Diagnostic::error(SyntaxCode::DuplicateKey, span, "a key is defined twice")
    } else if message.starts_with("too many faults") {
        Diagnostic::error(SyntaxCode::TooManyFaults, span, message)
    } else if message.contains("recurs") {
        Diagnostic::error(SyntaxCode::TooDeep, span, "nested too deeply")
    } else if message.starts_with("invalid date") || message.starts_with("invalid time") {
        let why = message.split_once(", ").map_or("", |(_, why)| why);
        Diagnostic::error(SchemaCode::BadDate, span, format!("{} is not a date: {why}", quoted(word)))
    } else if message.starts_with("invalid") && is_string {
        broken_string(span, message)
    } else if message.starts_with("the bracket") {
        let closing = if context.snippet(span) == "{" { "}" } else { "]" };
        Diagnostic::error(SyntaxCode::TomlSyntax, span, message)
            .help(format!("add `{closing}` at the end of its value"))
    } else if Date::is_meant(word) && is_value() {
        // The parser has several faults for it; at one place they are one.
        foreign_date(context.span(start..start + word.len()), word)
    } else if wants_quotes {
        unquoted(span, word)
    } else {
        Diagnostic::error(SyntaxCode::TomlSyntax, span, lower_first(message))
    };
    context.report(diagnostic);
}

/// The quotes of strings, longest first.
const QUOTES: [&str; 4] = ["\"\"\"", "'''", "\"", "'"];

/// A string that is not closed on its line, or contains a character that it cannot contain.
fn broken_string(span: Span, message: &str) -> Diagnostic {
    for quote in QUOTES {
        if message.ends_with(&format!("expected `{quote}`")) {
            let diagnostic = Diagnostic::error(SyntaxCode::TomlSyntax, span, "the string is not closed");
            return diagnostic.help(format!("add `{quote}` at its end"));
        }
    }
    Diagnostic::error(SyntaxCode::TomlSyntax, span, "a string cannot contain a control character")
}

/// A date in another form.
fn foreign_date(span: Span, word: &str) -> Diagnostic {
    let message = format!("{} is not written as YYYY-MM-DD, as dates are", quoted(word));
    let diagnostic = Diagnostic::error(SyntaxCode::TomlSyntax, span, message);
    match Date::of_any_form(word) {
        Some(day) => diagnostic.help(format!("write `{day}`")),
        None => diagnostic,
    }
}

/// A word where a value was expected.
fn unquoted(span: Span, word: &str) -> Diagnostic {
    if word.is_empty() {
        return Diagnostic::error(SyntaxCode::TomlSyntax, span, "expected a value after `=`");
    }
    let lower = word.to_ascii_lowercase();
    if lower == "true" || lower == "false" {
        let message = format!("{} must be lower case", quoted(word));
        return Diagnostic::error(SyntaxCode::TomlSyntax, span, message).help(format!("write `{lower}`"));
    }
    let message = format!("the string {} must be in quotes", quoted(word));
    let diagnostic = Diagnostic::error(SyntaxCode::TomlSyntax, span, message);
    if is_plain(word) { diagnostic.help(format!("write `\"{word}\"`")) } else { diagnostic }
}

/// The word that an error points at or into.
fn word_at<'a>(span: Span, context: &Context<'a>) -> (usize, &'a str) {
    let text = context.text;
    let is_word = |letter: char| !letter.is_whitespace() && !",]}[{=#\"'".contains(letter);
    let before = text.get(..span.start as usize).unwrap_or("");
    let start = before
        .char_indices()
        .rev()
        .take_while(|(_, letter)| is_word(*letter))
        .last()
        .map_or(before.len(), |(at, _)| at);
    let rest = text.get(start..).unwrap_or("");
    let end = rest.find(|letter: char| !is_word(letter)).unwrap_or(rest.len());
    (start, rest.get(..end).unwrap_or(""))
}

fn lower_first(message: &str) -> String {
    let mut letters = message.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().collect::<String>() + letters.as_str())
}
