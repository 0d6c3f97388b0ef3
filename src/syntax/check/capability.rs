//! Capabilities as keys: without quotes, TOML makes tables of their dots.

use crate::diagnostic::Diagnostic;
use crate::name::nearest;
use crate::span::Spanned;
use crate::syntax::context::{Context, is_plain, quoted};
use crate::syntax::raw::{Raw, RawTable, RawValue};
use crate::syntax::shape::{Rest, Shape};
use crate::terms::Operator;
use crate::terms::code::SyntaxCode;
use std::borrow::Cow;

/// Reports a capability whose dots are not in quotes; `shape` is the shape of a capability's value here.
pub fn report_if_unquoted(shape: &Shape, key: &Spanned<Cow<'_, str>>, raw: &Raw, context: &mut Context) -> bool {
    let RawValue::Table(table) = &raw.value else { return false };
    let has_tests = matches!(shape, Shape::Table(inner) if matches!(inner.rest, Rest::Where));
    if key.value.contains('.') || !(table.is_implied || has_capability_below(table, has_tests)) {
        return false;
    }
    let mut path = vec![&*key.value];
    let mut span = key.span;
    let mut current = table;
    while let Some((name, below)) = next(current, has_tests) {
        path.push(&name.value);
        span.end = span.end.max(name.span.end);
        current = below;
    }
    let whole = path.join(".");
    let message = format!("the capability {} must be in quotes", quoted(&whole));
    let diagnostic = Diagnostic::error(SyntaxCode::UnquotedCapability, span, message);
    context.report(match (path.as_slice(), table.entries.first()) {
        // A dotted attribute, not a dotted capability: the table around it must be seen.
        ([only], Some((name, _))) => {
            diagnostic.help(format!("write {} as a table with the key {}", quoted(only), quoted(&name.value)))
        }
        _ if is_plain(&whole) => diagnostic.help(format!("write `\"{whole}\"`")),
        _ => diagnostic,
    });
    true
}

/// The first key whose value is a table that can only be meant as a longer capability.
fn next<'r, 't>(table: &'r RawTable<'t>, has_tests: bool) -> Option<(&'r Spanned<Cow<'t, str>>, &'r RawTable<'t>)> {
    table.entries.iter().find_map(|(name, value)| match &value.value {
        RawValue::Table(below) if !has_tests || !is_tests(below) => Some((name, below)),
        _ => None,
    })
}

fn has_capability_below(table: &RawTable, has_tests: bool) -> bool {
    next(table, has_tests).is_some()
}

/// Whether a table holds tests, perhaps misspelt.
fn is_tests(table: &RawTable) -> bool {
    table.entries.iter().any(|(name, _)| nearest(&name.value, Operator::WORDS.iter().copied()).is_some())
}
