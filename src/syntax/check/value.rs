//! A value against its shape, down through the tables and arrays in it.

use super::subject::Subject;
use super::table::Found;
use super::{dotted, free, list, mistype, scalar, table, text};
use crate::diagnostic::Diagnostic;
use crate::span::{Span, Spanned};
use crate::syntax::context::{Context, quoted};
use crate::syntax::node::{Entry, Key, Node, Table};
use crate::syntax::raw::{Raw, RawTable, RawValue};
use crate::syntax::shape::{Form, FreeKeys, Operand, Rest, Shape, TableShape, TextForm};
use crate::terms::code::SchemaCode;
use std::borrow::Cow;
use std::mem::discriminant;
use std::sync::Arc;

/// What a free key may hold beside arrays.
static VALUE: Shape = Shape::Either(&[Shape::Boolean, Shape::Text(Form::Any), Shape::Number]);

/// A member of a set.
static MEMBER: Shape = Shape::Either(&[Shape::Text(Form::Any), Shape::Number]);

/// A table against its shape.
pub fn root(shape: &TableShape, raw: RawTable, context: &mut Context) -> Table {
    let mut found = Found { entries: Vec::with_capacity(raw.entries.len()), meant: Vec::new() };
    for (key, value) in raw.entries {
        let (key, node) = match shape.key(&key.value) {
            Some(known) => {
                let node = check(&known.shape, Subject::key(known.name), value, context);
                (Spanned::new(Cow::Borrowed(known.name), key.span), node)
            }
            None => {
                let node = free(shape, &key, value, &mut found.meant, context);
                (owned(key), node)
            }
        };
        found.entries.push((key, node));
    }
    table::report_missing(shape, raw.header, &found, context);
    let entries: Vec<Entry> = found.entries.into_iter().filter_map(|(key, node)| Some((key, node?))).collect();
    Table { entries, header: raw.header }
}

/// The value of a key that the shape does not name.
fn free(
    shape: &TableShape,
    key: &Spanned<Cow<'_, str>>,
    raw: Raw,
    meant: &mut Vec<&'static str>,
    context: &mut Context,
) -> Option<Spanned<Node>> {
    match &shape.rest {
        Rest::Closed => {
            meant.extend(table::report_unknown(shape, key, context));
            None
        }
        Rest::Prefix(prefix, of) if key.value.len() > prefix.len() && key.value.starts_with(*prefix) => {
            check(of, Subject::key(&key.value), raw, context)
        }
        Rest::Prefix(..) => {
            meant.extend(table::report_unknown(shape, key, context));
            None
        }
        Rest::Map(form, of) => mapped(*form, of, key, raw, context),
        Rest::Free(free) if free.tests.is_empty() && table::is_slip(shape, key, &raw) => {
            meant.extend(table::report_unknown(shape, key, context));
            None
        }
        Rest::Free(free) => table::has_name(free.what, key, context).then(|| named(free, &key.value, raw, context))?,
    }
}

fn mapped(
    form: Form,
    of: &Shape,
    key: &Spanned<Cow<'_, str>>,
    raw: Raw,
    context: &mut Context,
) -> Option<Spanned<Node>> {
    if let Form::Described(TextForm { unquoted: Some(unquoted), .. }) = form
        && dotted::report_if_unquoted(unquoted, of, key, &raw, context)
    {
        return None;
    }
    if !text::has_form(form, &key.value) {
        if context.is_csv {
            text::report_in_cell(form, key.as_deref(), context);
        } else {
            text::report(form, "the key", key.as_deref(), context);
        }
        return None;
    }
    check(of, Subject::key(&key.value), raw, context)
}

/// The bare value of a free key: a Boolean, a string, a number, a set, or the range that the key announces.
fn bare(key: &str, raw: Raw, context: &mut Context) -> Option<Spanned<Node>> {
    let subject = Subject::key(key);
    if free::is_range_key(key) {
        return check(&Shape::Range, subject, raw, context);
    }
    match raw.value {
        RawValue::Array(elements) => set(subject, elements, raw.span, context),
        RawValue::Date(_) | RawValue::Moment(_) | RawValue::Table(_) => {
            free::report_wrong_type(subject, &raw, context);
            None
        }
        RawValue::Boolean(_) | RawValue::Integer(_) | RawValue::Float(_) | RawValue::Text(_) | RawValue::Broken => {
            check(&VALUE, subject, raw, context)
        }
    }
}

/// A set of a free key or of a test. One of nothing says neither that something is known nor that nothing is.
fn set(subject: Subject, elements: Vec<Raw>, span: Span, context: &mut Context) -> Option<Spanned<Node>> {
    if elements.is_empty() {
        report_empty(subject, span, context);
        return None;
    }
    Some(Spanned::new(Node::Array(of_one_kind(&MEMBER, subject, elements, context)), span))
}

fn report_empty(subject: Subject, span: Span, context: &mut Context) {
    let message = format!("{subject} must contain at least one value, but is empty");
    context.report(Diagnostic::error(SchemaCode::BadValue, span, message));
}

/// The value of a free key: a bare value, or a table of tests where there are some.
fn named(free: &FreeKeys, key: &str, raw: Raw, context: &mut Context) -> Option<Spanned<Node>> {
    if let Some(other) = free.others.iter().find(|other| other.name == key) {
        return check(&other.shape, Subject::key(key), raw, context);
    }
    match raw {
        Raw { value: RawValue::Table(table), span } if !free.tests.is_empty() => {
            let table = tests(free, key, table, context)?;
            Some(Spanned::new(Node::Table(Arc::new(table)), span))
        }
        // An attribute may be known to have no value; a test for none of no values says nothing.
        Raw { value: RawValue::Array(elements), span } if free.tests.is_empty() && elements.is_empty() => {
            Some(Spanned::new(Node::Array(Vec::new()), span))
        }
        raw => bare(key, raw, context),
    }
}

fn tests(free: &FreeKeys, key: &str, raw: RawTable, context: &mut Context) -> Option<Table> {
    if raw.entries.is_empty() {
        let message = format!("{} has no test", quoted(key));
        context.report(Diagnostic::error(SchemaCode::BadValue, raw.header, message));
        return None;
    }
    let mut entries = Vec::with_capacity(raw.entries.len());
    for (name, operand) in raw.entries {
        if let Some(node) = test(free, key, name.as_deref(), operand, context) {
            entries.push((owned(name), node));
        }
    }
    (!entries.is_empty()).then_some(Table { entries, header: raw.header })
}

fn test(free: &FreeKeys, key: &str, name: Spanned<&str>, raw: Raw, context: &mut Context) -> Option<Spanned<Node>> {
    let subject = Subject::key(name.value);
    let span = raw.span;
    let Some(test) = free.tests.iter().find(|test| test.name == name.value) else {
        free::report_unknown_test(free.tests, name, context);
        return None;
    };
    match (test.takes, raw.value) {
        (Operand::Value, value) => bare(key, Raw { value, span }, context),
        (Operand::Set, RawValue::Array(elements)) => set(subject, elements, span, context),
        (Operand::Set, value) => check(&Shape::Scalars, subject, Raw { value, span }, context),
        (Operand::Shape(shape), value) => check(shape, subject, Raw { value, span }, context),
    }
}

/// A value against its shape; `None` if it does not fit, which has been reported.
fn check(shape: &Shape, subject: Subject, raw: Raw, context: &mut Context) -> Option<Spanned<Node>> {
    let span = raw.span;
    let node = match (shape, raw.value) {
        (_, RawValue::Broken) => return None,
        (Shape::Either(shapes), value) => {
            let raw = Raw { value, span };
            let Some(fitting) = shapes.iter().find(|shape| mistype::has_type(shape, &raw.value)) else {
                mistype::report(shape, subject, &raw, context);
                return None;
            };
            return check(fitting, subject, raw, context);
        }
        (Shape::Filled(_) | Shape::Scalars, RawValue::Array(elements)) if elements.is_empty() => {
            report_empty(subject, span, context);
            return None;
        }
        (Shape::List(of) | Shape::Filled(of), RawValue::Array(elements)) => {
            Node::Array(elements_of(of, subject, elements, context))
        }
        (Shape::Scalars, RawValue::Array(elements)) => {
            Node::Array(of_one_kind(&Shape::Scalar, subject, elements, context))
        }
        (Shape::Range, RawValue::Array(elements)) => free::range(subject, elements, span, context)?,
        (Shape::Table(shape), RawValue::Table(table)) => Node::Table(Arc::new(root(shape, table, context))),
        (shape, value) if mistype::has_type(shape, &value) => {
            scalar::check(shape, subject, Spanned::new(value, span), context)?
        }
        (shape, value) => {
            mistype::report(shape, subject, &Raw { value, span }, context);
            return None;
        }
    };
    Some(Spanned::new(node, span))
}

/// The elements of an array; those that do not fit are left out, and scalars that occur earlier.
fn elements_of(of: &Shape, subject: Subject, elements: Vec<Raw>, context: &mut Context) -> Vec<Spanned<Node>> {
    let each = subject.element();
    let found: Vec<_> = elements.into_iter().filter_map(|element| check(of, each, element, context)).collect();
    if of.is_scalar() { list::distinct(subject, found, context) } else { found }
}

/// The first element that fits decides the kind; elements of other kinds are reported.
fn of_one_kind(of: &Shape, subject: Subject, elements: Vec<Raw>, context: &mut Context) -> Vec<Spanned<Node>> {
    let mut found: Vec<Spanned<Node>> = Vec::new();
    for element in elements {
        let type_name = element.value.type_name();
        let Some(node) = check(of, subject.element(), element, context) else { continue };
        match found.first() {
            Some(first) if discriminant(&first.value) != discriminant(&node.value) => {
                list::report_other_kind(subject, first.span, node.span, type_name, context);
            }
            _ => found.push(node),
        }
    }
    list::distinct(subject, found, context)
}

/// A key that the schema does not name.
fn owned(key: Spanned<Cow<'_, str>>) -> Spanned<Key> {
    Spanned::new(Cow::Owned(key.value.into_owned()), key.span)
}
