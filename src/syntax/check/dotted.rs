//! Keys with dots: without quotes, TOML makes tables of them.

use crate::diagnostic::Diagnostic;
use crate::name::nearest;
use crate::span::Spanned;
use crate::syntax::context::{Context, is_plain, quoted};
use crate::syntax::raw::{Raw, RawTable, RawValue};
use crate::syntax::shape::{Rest, Shape, TableShape, TestKey, UnquotedKey};
use std::borrow::Cow;

/// Reports a key whose dots are not in quotes; `shape` is the shape of its value.
pub fn report_if_unquoted(
    unquoted: &UnquotedKey,
    shape: &Shape,
    key: &Spanned<Cow<'_, str>>,
    raw: &Raw,
    context: &mut Context,
) -> bool {
    let RawValue::Table(table) = &raw.value else { return false };
    let tests = tests_in(shape);
    if key.value.contains('.') || !(table.is_implied || next(table, tests).is_some()) {
        return false;
    }
    let mut path = vec![&*key.value];
    let mut span = key.span;
    let mut current = table;
    while let Some((name, below)) = next(current, tests) {
        path.push(&name.value);
        span.end = span.end.max(name.span.end);
        current = below;
    }
    let whole = path.join(".");
    let message = format!("{} {} must be in quotes", unquoted.what, quoted(&whole));
    let diagnostic = Diagnostic::error(unquoted.code, span, message);
    context.report(match (path.as_slice(), table.entries.first()) {
        // The dots belong to a key of the value: the table around it must be seen.
        ([only], Some((name, _))) => {
            diagnostic.help(format!("write {} as a table with the key {}", quoted(only), quoted(&name.value)))
        }
        _ if is_plain(&whole) => diagnostic.help(format!("write `\"{whole}\"`")),
        _ => diagnostic,
    });
    true
}

/// The tests that the values in a table of this shape may be; none if they may not.
fn tests_in(shape: &Shape) -> &'static [TestKey] {
    let Shape::Table(TableShape { rest: Rest::Free(free), .. }) = shape else { return &[] };
    free.tests
}

/// The first key whose value is a table that can only be meant as a longer key.
fn next<'r, 't>(table: &'r RawTable<'t>, tests: &[TestKey]) -> Option<(&'r Spanned<Cow<'t, str>>, &'r RawTable<'t>)> {
    table.entries.iter().find_map(|(name, value)| {
        let RawValue::Table(below) = &value.value else { return None };
        (!is_tests(below, tests)).then_some((name, below))
    })
}

/// Whether a table holds tests, perhaps misspelt.
fn is_tests(table: &RawTable, tests: &[TestKey]) -> bool {
    let is_test = |name: &str| nearest(name, tests.iter().map(|test| test.name)).is_some();
    table.entries.iter().any(|(name, _)| is_test(&name.value))
}
