//! Attributes, and tests of them.

use super::{Subject, check, list, mistype, owned, scalar};
use crate::diagnostic::Diagnostic;
use crate::name::nearest;
use crate::span::{Span, Spanned};
use crate::syntax::context::{Context, quoted};
use crate::syntax::node::{Node, Table};
use crate::syntax::raw::{Raw, RawTable, RawValue};
use crate::syntax::shape::{Form, Shape};
use crate::terms::code::SchemaCode;
use crate::terms::{Operand, Operator};
use std::sync::Arc;

static VALUE: Shape = Shape::Either(&[Shape::Boolean, Shape::Text(Form::Any), Shape::Number]);
static REQUIREMENT: Shape = Shape::Text(Form::Any);
static AREA: Shape = Shape::Text(Form::Name);

/// Whether an attribute's key says that it holds a range: `range_<unit>` or `*_range_<unit>`.
///
/// ```
/// use terroir::syntax::is_range_key;
/// assert!(is_range_key("range_mhz") && is_range_key("temperature_range_c"));
/// assert!(!is_range_key("voltage_v") && !is_range_key("range") && !is_range_key("orange_v"));
/// ```
#[must_use]
pub fn is_range_key(key: &str) -> bool {
    let unit = key.strip_prefix("range_").or_else(|| key.split_once("_range_").map(|(_, unit)| unit));
    unit.is_some_and(|unit| !unit.is_empty())
}

/// An attribute's value: a Boolean, a string, a number, a set, or the range that its key announces.
pub fn value(key: &str, raw: Raw, context: &mut Context) -> Option<Spanned<Node>> {
    let subject = Subject::key(key);
    if is_range_key(key) {
        return check(&Shape::Range, subject, raw, context);
    }
    match raw.value {
        RawValue::Array(elements) => {
            let members = list::set(subject, elements, context);
            Some(Spanned::new(Node::Array(members), raw.span))
        }
        RawValue::Date(_) | RawValue::Moment(_) | RawValue::Table(_) => {
            report_no_attribute(subject, &raw, context);
            None
        }
        _ => check(&VALUE, subject, raw, context),
    }
}

fn report_no_attribute(subject: Subject, raw: &Raw, context: &mut Context) {
    let found = raw.value.type_name();
    let message = format!("{subject} must be a Boolean, a string, a number or an array, found {found}");
    let diagnostic = Diagnostic::error(SchemaCode::WrongType, raw.span, message);
    let is_date = matches!(raw.value, RawValue::Date(_) | RawValue::Moment(_)) && !context.is_csv;
    let written = context.snippet(raw.span);
    context.report(if is_date { diagnostic.help(format!("write `\"{written}\"`")) } else { diagnostic });
}

/// Both ends of a range, the lower first.
pub fn range(subject: Subject, elements: Vec<Raw>, span: Span, context: &mut Context) -> Option<Node> {
    if elements.iter().any(|element| matches!(element.value, RawValue::Broken)) {
        return None;
    }
    let count = elements.len();
    if count != 2 {
        let message = format!("{subject} must be a range `[lo, hi]`, found {count} elements");
        context.report(Diagnostic::error(SchemaCode::BadRange, span, message));
        return None;
    }
    let mut ends = Vec::with_capacity(2);
    for element in elements {
        ends.push(end(subject, element, context)?);
    }
    let numbers: Vec<_> = ends.iter().filter_map(|end| end.value.as_number()).collect();
    if let [low, high] = numbers.as_slice()
        && low > high
    {
        let message = format!("the range {subject} ends below its start");
        context.report(Diagnostic::error(SchemaCode::BadRange, span, message).help(format!("write `[{high}, {low}]`")));
        return None;
    }
    Some(Node::Array(ends))
}

fn end(subject: Subject, raw: Raw, context: &mut Context) -> Option<Spanned<Node>> {
    let span = raw.span;
    match raw.value {
        RawValue::Integer(number) | RawValue::Float(number) => {
            let number = scalar::finite(subject, number, span, context)?;
            Some(Spanned::new(Node::Number(number), span))
        }
        value => {
            mistype::report(&Shape::Number, subject.element(), &Raw { value, span }, context);
            None
        }
    }
}

/// An attribute in a table of tests: a bare value, or a table of tests.
pub fn tested(key: &str, raw: Raw, context: &mut Context) -> Option<Spanned<Node>> {
    let span = raw.span;
    match raw.value {
        _ if key == "version" => check(&REQUIREMENT, Subject::key(key), raw, context),
        RawValue::Table(table) => {
            let table = tests(key, table, context)?;
            Some(Spanned::new(Node::Table(Arc::new(table)), span))
        }
        _ => value(key, raw, context),
    }
}

fn tests(key: &str, raw: RawTable, context: &mut Context) -> Option<Table> {
    if raw.entries.is_empty() {
        let message = format!("{} has no test", quoted(key));
        context.report(Diagnostic::error(SchemaCode::BadValue, raw.header, message));
        return None;
    }
    let mut entries = Vec::with_capacity(raw.entries.len());
    for (name, operand) in raw.entries {
        if let Some(node) = test(key, name.as_deref(), operand, context) {
            entries.push((owned(name), node));
        }
    }
    (!entries.is_empty()).then_some(Table { entries, header: raw.header })
}

fn test(key: &str, name: Spanned<&str>, raw: Raw, context: &mut Context) -> Option<Spanned<Node>> {
    let subject = Subject::key(name.value);
    let span = raw.span;
    let Some(operator) = Operator::from_word(name.value) else {
        report_unknown_test(name, context);
        return None;
    };
    match (operator.operand(), raw.value) {
        (Operand::Attribute, raw_value) => value(key, Raw { value: raw_value, span }, context),
        (Operand::Range, value) => check(&Shape::Range, subject, Raw { value, span }, context),
        (Operand::Set, RawValue::Array(elements)) => {
            Some(Spanned::new(Node::Array(list::set(subject, elements, context)), span))
        }
        (Operand::Set, value) => check(&Shape::Scalars, subject, Raw { value, span }, context),
        (Operand::Number, value) => check(&Shape::Number, subject, Raw { value, span }, context),
        (Operand::Area, value) => check(&AREA, subject, Raw { value, span }, context),
    }
}

fn report_unknown_test(name: Spanned<&str>, context: &mut Context) {
    let message = format!("unknown test {}", quoted(name.value));
    let near = nearest(name.value, Operator::WORDS.iter().copied());
    context.report(Diagnostic::error(SchemaCode::UnknownKey, name.span, message).did_you_mean(near));
}
