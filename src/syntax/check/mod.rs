//! Raw tree → checked tree: what does not fit its shape is told and left out.

mod attribute;
mod capability;
mod list;
mod mistype;
mod scalar;
mod table;
mod text;

#[cfg(feature = "internals")]
pub use attribute::is_range_key;

use super::context::{Context, quoted};
use super::node::{Key, Node, Table};
use super::raw::{Raw, RawTable, RawValue};
use super::shape::{Shape, TableShape};
use crate::diagnostic::Diagnostic;
use crate::span::Spanned;
use crate::terms::code::SchemaCode;
use std::borrow::Cow;
use std::sync::Arc;

/// What a message calls the value: a key, or an element of its array.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
    key: &'a str,
    is_element: bool,
}

impl<'a> Subject<'a> {
    fn key(key: &'a str) -> Self {
        Self { key, is_element: false }
    }

    fn element(self) -> Self {
        Self { is_element: true, ..self }
    }
}

impl std::fmt::Display for Subject<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let before = if self.is_element { "an element of " } else { "" };
        write!(formatter, "{before}{}", quoted(self.key))
    }
}

/// A key that the schema does not name.
fn owned(key: Spanned<Cow<'_, str>>) -> Spanned<Key> {
    Spanned::new(Cow::Owned(key.value.into_owned()), key.span)
}

/// The root table of a file.
pub fn root(shape: &TableShape, raw: RawTable, context: &mut Context) -> Table {
    table::check(shape, raw, context)
}

/// A value against its shape; `None` where it does not fit, which was told.
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
            let message = format!("{subject} must hold at least one value, and is empty");
            context.report(Diagnostic::error(SchemaCode::BadValue, span, message));
            return None;
        }
        (Shape::List(of) | Shape::Filled(of), RawValue::Array(elements)) => {
            Node::Array(list::check(of, subject, elements, context))
        }
        (Shape::Scalars, RawValue::Array(elements)) => Node::Array(list::scalars(subject, elements, context)),
        (Shape::Range, RawValue::Array(elements)) => attribute::range(subject, elements, span, context)?,
        (Shape::Table(shape), RawValue::Table(table)) => Node::Table(Arc::new(table::check(shape, table, context))),
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
