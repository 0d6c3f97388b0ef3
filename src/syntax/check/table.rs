//! Tables: their keys, what is missing, and free keys.

use super::{Subject, attribute, capability, owned, text};
use crate::diagnostic::Diagnostic;
use crate::name::{LONGEST_NAME, nearest};
use crate::span::{Span, Spanned};
use crate::syntax::context::{Context, quoted};
use crate::syntax::node::{self, Entry, Node, Table};
use crate::syntax::raw::{Raw, RawTable, RawValue};
use crate::syntax::shape::{Choice, Form, Key, Rest, Shape, TableShape};
use crate::terms::code::SchemaCode;
use std::borrow::Cow;

/// What was found in a table.
struct Found {
    /// All keys that are written, also those whose value does not fit.
    entries: Vec<(Spanned<node::Key>, Option<Spanned<Node>>)>,
    /// Keys that unknown ones were probably meant to be.
    meant: Vec<&'static str>,
}

/// A table against its shape.
pub fn check(shape: &TableShape, raw: RawTable, context: &mut Context) -> Table {
    let mut found = Found { entries: Vec::with_capacity(raw.entries.len()), meant: Vec::new() };
    for (key, value) in raw.entries {
        let (key, node) = match shape.key(&key.value) {
            Some(known) => {
                let node = super::check(&known.shape, Subject::key(known.name), value, context);
                (Spanned::new(Cow::Borrowed(known.name), key.span), node)
            }
            None => {
                let node = free(shape, &key, value, &mut found.meant, context);
                (owned(key), node)
            }
        };
        found.entries.push((key, node));
    }
    missing(shape, raw.header, &found, context);
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
            meant.extend(report_unknown(shape, key, context));
            None
        }
        Rest::Prefix(prefix, of) if key.value.len() > prefix.len() && key.value.starts_with(*prefix) => {
            super::check(of, Subject::key(&key.value), raw, context)
        }
        Rest::Prefix(..) => {
            meant.extend(report_unknown(shape, key, context));
            None
        }
        Rest::Map(form, of) => mapped(*form, of, key, raw, context),
        Rest::Attributes if is_slip(shape, key, &raw) => {
            meant.extend(report_unknown(shape, key, context));
            None
        }
        Rest::Attributes => has_name(key, context).then(|| attribute::value(&key.value, raw, context))?,
        Rest::Where => has_name(key, context).then(|| attribute::tested(&key.value, raw, context))?,
    }
}

fn mapped(
    form: Form,
    of: &Shape,
    key: &Spanned<Cow<'_, str>>,
    raw: Raw,
    context: &mut Context,
) -> Option<Spanned<Node>> {
    if form == Form::Capability && capability::report_if_unquoted(of, key, &raw, context) {
        return None;
    }
    if !text::has_form(form, &key.value) {
        text::report(form, "the key", key.as_deref(), context);
        return None;
    }
    super::check(of, Subject::key(&key.value), raw, context)
}

/// Whether a free key holds what no attribute can, and is nearly the name of a key: `untill = 2028-01-01`.
fn is_slip(shape: &TableShape, key: &Spanned<Cow<'_, str>>, raw: &Raw) -> bool {
    let is_foreign = matches!(raw.value, RawValue::Date(_) | RawValue::Moment(_) | RawValue::Table(_));
    is_foreign && nearest(&key.value, shape.keys().map(|known| known.name)).is_some()
}

fn has_name(key: &Spanned<Cow<'_, str>>, context: &mut Context) -> bool {
    let fits = text::has_form(Form::Name, &key.value);
    if !fits {
        text::report(Form::Name, "an attribute", key.as_deref(), context);
    }
    fits
}

/// Tells an unknown key; gives the known one it was probably meant to be.
fn report_unknown(shape: &TableShape, key: &Spanned<Cow<'_, str>>, context: &mut Context) -> Option<&'static str> {
    if key.value.len() > LONGEST_NAME {
        text::report(Form::Name, "the key", key.as_deref(), context);
        return None;
    }
    if key.span.start == key.span.end {
        // A key of no letters is a fault of syntax, which was told.
        return None;
    }
    if !context.has_room(SchemaCode::UnknownKey) {
        context.report(Diagnostic::error(SchemaCode::UnknownKey, key.span, String::new()));
        return None;
    }
    let near = nearest(&key.value, shape.keys().map(|known| known.name));
    let message = format!("unknown key {} in {}", quoted(&key.value), shape.what);
    context.report(Diagnostic::error(SchemaCode::UnknownKey, key.span, message).did_you_mean(near));
    near
}

/// Tells what must be there and is not, unless a fault of syntax or a slip in a key's name explains it.
fn missing(shape: &TableShape, header: Span, found: &Found, context: &mut Context) {
    let written = || found.entries.iter().map(|(key, _)| key.as_deref());
    let is_there = |name: &str| written().any(|key| key.value == name) || found.meant.contains(&name);
    let is_broken = context.is_broken(header);
    for key in shape.keys() {
        if let Some(example) = key.example
            && !is_there(key.name)
            && !is_broken
        {
            context.report(missing_key(shape, key, example, header, found));
        }
    }
    for choice in shape.choices {
        let (Choice::Exactly(keys, _) | Choice::Any(keys, _) | Choice::Exclusive(keys)) = choice;
        let there: Vec<Spanned<&str>> = written().filter(|key| keys.contains(&key.value)).collect();
        let is_meant = keys.iter().any(|key| found.meant.contains(key));
        match (choice, there.as_slice()) {
            (Choice::Exactly(_, example) | Choice::Any(_, example), []) if !is_meant && !is_broken => {
                context.report(none_of(shape, keys, example, header));
            }
            (Choice::Exactly(..) | Choice::Exclusive(_), [first, second, ..]) => {
                context.report(both(shape, first, second));
            }
            _ => {}
        }
    }
}

fn missing_key(shape: &TableShape, key: &Key, example: &str, header: Span, found: &Found) -> Diagnostic {
    let message = format!("{} lacks the key `{}`", shape.what, key.name);
    let diagnostic = Diagnostic::error(SchemaCode::MissingKey, header, message);
    // In a table of free keys a slip is no unknown key, so it is looked for here.
    let free = found.entries.iter().map(|(key, _)| &*key.value).filter(|name| shape.key(name).is_none());
    match nearest(key.name, free) {
        Some(near) if !matches!(shape.rest, Rest::Closed) => {
            diagnostic.help(format!("write `{}` instead of {}", key.name, quoted(near)))
        }
        _ => diagnostic.help(format!("add `{} = {example}`", key.name)),
    }
}

fn none_of(shape: &TableShape, keys: &[&str], example: &str, header: Span) -> Diagnostic {
    let keys: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
    let message = format!("{} needs one of {}", shape.what, keys.join(", "));
    Diagnostic::error(SchemaCode::MissingKey, header, message).help(format!("add `{example}`"))
}

fn both(shape: &TableShape, first: &Spanned<&str>, second: &Spanned<&str>) -> Diagnostic {
    let message = format!("{} has both `{}` and `{}`", shape.what, first.value, second.value);
    Diagnostic::error(SchemaCode::BadValue, second.span, message)
        .and(first.span, "the other is here")
        .help(format!("remove `{}`", second.value))
}
