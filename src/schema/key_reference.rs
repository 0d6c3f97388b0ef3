//! The tables of all keys, as Markdown, for the documentation.

use crate::syntax::shape::{Key, Rest, Shape, TableShape};
use std::fmt::Write as _;

/// Every key of a table and of the tables in it.
pub fn document(shape: &TableShape, text: &mut String) {
    if shape.keys().next().is_some() {
        let _ = write!(text, "### {}\n\n| key | holds | meaning |\n|---|---|---|\n", shape.what);
        shape.keys().for_each(|key| row(key, text));
        text.push('\n');
    }
    shape.keys().for_each(|key| below(&key.shape, text));
    match &shape.rest {
        Rest::Map(_, of) | Rest::Prefix(_, of) => below(of, text),
        Rest::Closed | Rest::Free(_) => {}
    }
}

fn row(key: &Key, text: &mut String) {
    let required = if key.example.is_some() { "; required" } else { "" };
    let default = key.default.map(|default| format!("; default `{default}`")).unwrap_or_default();
    let _ = writeln!(text, "| `{}` | {} | {}{required}{default} |", key.name, key.shape.expected(), key.doc);
}

fn below(shape: &Shape, text: &mut String) {
    match shape {
        Shape::Table(table) => document(table, text),
        Shape::List(of) | Shape::Filled(of) => below(of, text),
        Shape::Either(shapes) => shapes.iter().for_each(|shape| below(shape, text)),
        Shape::Boolean | Shape::Integer(..) | Shape::Number | Shape::Amount | Shape::Share | Shape::Text(_) => {}
        Shape::Money
        | Shape::Decimal(..)
        | Shape::Date
        | Shape::Condition
        | Shape::Scalar
        | Shape::Scalars
        | Shape::Range => {}
    }
}
