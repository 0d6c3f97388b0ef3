//! The keys of a table: those that are missing, and those that it does not have.

use super::text;
use crate::diagnostic::Diagnostic;
use crate::name::{LONGEST_NAME, nearest};
use crate::span::{Span, Spanned};
use crate::syntax::context::{Context, quoted};
use crate::syntax::node::{self, Node};
use crate::syntax::raw::{Raw, RawValue};
use crate::syntax::shape::{Choice, Form, Key, Keys, Rest, TableShape};
use crate::terms::code::SchemaCode;
use std::borrow::Cow;

/// What was found in a table.
pub struct Found {
    /// All keys in the table, including those whose value does not fit.
    pub entries: Vec<(Spanned<node::Key>, Option<Spanned<Node>>)>,
    /// The keys that were probably meant by unknown ones.
    pub meant: Vec<&'static str>,
}

/// Whether a free key has a value that no free key can have, and is similar to the name of a key: `untill = 2028-01-01`.
pub fn is_slip(shape: &TableShape, key: &Spanned<Cow<'_, str>>, raw: &Raw) -> bool {
    let is_foreign = matches!(raw.value, RawValue::Date(_) | RawValue::Moment(_) | RawValue::Table(_));
    is_foreign && nearest(&key.value, shape.keys().map(|known| known.name)).is_some()
}

/// Whether a free key is a name; reports it if not. `what` is what such a key is.
pub fn has_name(what: &str, key: &Spanned<Cow<'_, str>>, context: &mut Context) -> bool {
    let fits = text::has_form(Form::Name, &key.value);
    if !fits {
        text::report(Form::Name, what, key.as_deref(), context);
    }
    fits
}

/// Reports an unknown key; returns the known key that was probably meant.
pub fn report_unknown(shape: &TableShape, key: &Spanned<Cow<'_, str>>, context: &mut Context) -> Option<&'static str> {
    if key.value.len() > LONGEST_NAME {
        text::report(Form::Name, "the key", key.as_deref(), context);
        return None;
    }
    if key.span.start == key.span.end {
        // An empty key is a syntax error, which has been reported.
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

/// Reports missing keys, unless a syntax error or a misspelled key explains their absence.
pub fn report_missing(shape: &TableShape, header: Span, found: &Found, context: &mut Context) {
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
        let there: Vec<Spanned<&str>> = written().filter(|key| is_among(keys, key.value)).collect();
        let is_meant = keys.iter().any(|key| found.meant.contains(&key.name));
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

fn is_among(keys: Keys, name: &str) -> bool {
    keys.iter().any(|key| key.name == name)
}

fn missing_key(shape: &TableShape, key: &Key, example: &str, header: Span, found: &Found) -> Diagnostic {
    let message = format!("{} lacks the key `{}`", shape.what, key.name);
    let diagnostic = Diagnostic::error(SchemaCode::MissingKey, header, message);
    // In a table with free keys a misspelled key is not unknown, so it is searched for here.
    let free = found.entries.iter().map(|(key, _)| &*key.value).filter(|name| shape.key(name).is_none());
    match nearest(key.name, free) {
        Some(near) if !matches!(shape.rest, Rest::Closed) => {
            diagnostic.help(format!("write `{}` instead of {}", key.name, quoted(near)))
        }
        _ => diagnostic.help(format!("add `{} = {example}`", key.name)),
    }
}

fn none_of(shape: &TableShape, keys: Keys, example: &str, header: Span) -> Diagnostic {
    let keys: Vec<String> = keys.iter().map(|key| format!("`{}`", key.name)).collect();
    let message = format!("{} needs one of {}", shape.what, keys.join(", "));
    Diagnostic::error(SchemaCode::MissingKey, header, message).help(format!("add `{example}`"))
}

fn both(shape: &TableShape, first: &Spanned<&str>, second: &Spanned<&str>) -> Diagnostic {
    let message = format!("{} has both `{}` and `{}`", shape.what, first.value, second.value);
    Diagnostic::error(SchemaCode::BadValue, second.span, message)
        .and(first.span, "the other is here")
        .help(format!("remove `{}`", second.value))
}
