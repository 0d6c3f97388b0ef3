//! Strings of a form: names, capabilities, references, words.

use super::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::name::{LONGEST_NAME, is_capability, is_name, nearest};
use crate::span::Spanned;
use crate::syntax::context::{Context, quoted};
use crate::syntax::node::Node;
use crate::syntax::shape::{Form, TermList};
use crate::terms::code::SchemaCode;

/// The text, if it has the form; otherwise reports it.
pub fn check(form: Form, subject: Subject, text: Spanned<String>, context: &mut Context) -> Option<Node> {
    if has_form(form, &text.value) {
        return Some(Node::Text(text.value));
    }
    report(form, &subject.to_string(), text.as_deref(), context);
    None
}

/// Whether a text has a form.
#[must_use]
pub fn has_form(form: Form, text: &str) -> bool {
    match form {
        Form::Any => true,
        Form::Name => is_name(text),
        Form::Capability => is_capability(text),
        Form::Identifier => text.len() <= LONGEST_NAME && text.split('.').all(is_name),
        Form::Reference => match text.split_once('@') {
            Some((id, requirement)) => is_name(id) && !requirement.trim().is_empty(),
            None => is_name(text),
        },
        Form::Currency => text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase()),
        Form::Tariff => !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()),
        Form::Term(list) => list.words.contains(&text) || is_call(list, text),
        Form::Word(words) => words.contains(&text),
    }
}

fn is_call(list: &TermList, text: &str) -> bool {
    let rest = text.strip_prefix(list.function).and_then(|rest| rest.strip_prefix('('));
    rest.and_then(|rest| rest.strip_suffix(')')).is_some_and(is_name)
}

/// Reports a text that does not have its form; `subject` names the value.
pub fn report(form: Form, subject: &str, text: Spanned<&str>, context: &mut Context) {
    let diagnostic = fault(form, subject, &text);
    let quote = context.quote(text.span);
    context.report(match edit(form, text.value) {
        Some(edit) => diagnostic.help(format!("write `{quote}{edit}{quote}`")),
        None => diagnostic,
    });
}

fn fault(form: Form, subject: &str, text: &Spanned<&str>) -> Diagnostic {
    let words = quoted(text.value);
    let (code, message) = match form {
        Form::Any => (SchemaCode::BadValue, format!("{subject} cannot be {words}")),
        _ if is_named(form) && text.value.len() > LONGEST_NAME => {
            (SchemaCode::BadName, format!("{subject} is longer than {LONGEST_NAME} bytes: {words}"))
        }
        Form::Name | Form::Identifier => (SchemaCode::BadName, format!("{subject} must be a name, found {words}")),
        Form::Reference => (
            SchemaCode::BadName,
            format!("{subject} must be a component's id, perhaps with `@` and a version, found {words}"),
        ),
        Form::Capability => {
            (SchemaCode::BadCapability, format!("{subject} must be lower-case names joined by dots, found {words}"))
        }
        Form::Currency => {
            (SchemaCode::BadValue, format!("{subject} must be a currency's three capital letters, found {words}"))
        }
        Form::Tariff => (SchemaCode::BadValue, format!("{subject} must be digits only, found {words}")),
        Form::Word(known) => {
            (SchemaCode::BadValue, format!("{subject} must be one of {}, found {words}", listed(known)))
        }
        Form::Term(list) => {
            let (what, known) = (list.what, listed(list.words));
            let call = format!("`{}({})`", list.function, list.argument);
            (list.unknown, format!("unknown {what} {words}; expected {known} or {call}"))
        }
    };
    Diagnostic::error(code, text.span, message)
}

fn is_named(form: Form) -> bool {
    matches!(form, Form::Name | Form::Identifier | Form::Capability | Form::Reference)
}

fn listed(words: &[&str]) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    words.join(", ")
}

/// A text of the form that is similar enough to have been meant.
fn edit(form: Form, text: &str) -> Option<String> {
    if text.len() > LONGEST_NAME {
        return None;
    }
    let edit = match form {
        Form::Any => return None,
        Form::Name | Form::Identifier => dashed(text),
        Form::Capability => dashed(&text.to_lowercase()),
        Form::Reference => dashed(text.trim_end_matches('@')),
        Form::Currency => text.to_uppercase(),
        Form::Tariff => text.chars().filter(|letter| !matches!(letter, '.' | ' ' | '-')).collect(),
        Form::Term(list) => nearest(text, list.words.iter().copied())?.to_owned(),
        Form::Word(words) => nearest(text, words.iter().copied())?.to_owned(),
    };
    has_form(form, &edit).then_some(edit)
}

/// Spaces and other characters that a name cannot contain become dashes.
fn dashed(text: &str) -> String {
    let letter = |letter: char| match letter {
        '.' | '_' | '-' | '@' => letter,
        other if other.is_ascii_alphanumeric() => other,
        _ => '-',
    };
    let dashed: String = text.trim().chars().map(letter).collect();
    if dashed.chars().any(|letter| letter.is_ascii_alphanumeric()) { dashed } else { String::new() }
}
