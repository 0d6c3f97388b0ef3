//! Strings of a form: names, words, and forms that the schema describes.

use super::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::name::{LONGEST_NAME, dashed, is_name, nearest};
use crate::span::Spanned;
use crate::syntax::context::{Context, is_plain, quoted};
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
        Form::Identifier => text.len() <= LONGEST_NAME && text.split('.').all(is_name),
        Form::Described(form) => (form.matches)(text),
        Form::Term(list) => list.words.contains(&text) || is_call(list, text),
        Form::Word(words) => words.contains(&text),
        Form::Listed(list) => list.words.contains(&text),
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
    context.report(match (edit(form, text.value), form) {
        (Some(edit), _) => diagnostic.help(format!("write `{quote}{edit}{quote}`")),
        (None, Form::Listed(list)) => diagnostic.help(list.help),
        (None, _) => diagnostic,
    });
}

/// Reports the name of an entry in a cell of a CSV file.
pub fn report_in_cell(form: Form, text: Spanned<&str>, context: &mut Context) {
    let what = if let Form::Described(form) = form { form.unquoted.as_ref().map(|key| key.what) } else { None };
    let what = what.and_then(|what| what.strip_prefix("the "));
    let subject = what.map_or_else(|| "the name of an entry".to_owned(), |what| format!("a {what}"));
    let is_separator = |letter: char| letter.is_whitespace() || letter == ',';
    let Some(parts) = text.value.trim().contains(is_separator).then(|| {
        let parts = text.value.split(is_separator).filter(|part| !part.is_empty());
        parts.collect::<Vec<&str>>()
    }) else {
        report(form, &subject, text, context);
        return;
    };
    // Words with a space between may be one name: only with dots or commas they are surely several.
    let are_several = text.value.contains(',') || parts.iter().all(|part| part.contains('.'));
    let are_names = are_several && parts.len() > 1 && parts.iter().all(|part| has_form(form, part));
    let rule = "separate the entries of a cell with `;`";
    let diagnostic = fault(form, &subject, &text);
    let edit = parts.join("; ");
    context.report(match are_names && is_plain(&edit) {
        true => diagnostic.help(format!("{rule}: `{edit}`")),
        false => diagnostic.help(rule),
    });
}

fn fault(form: Form, subject: &str, text: &Spanned<&str>) -> Diagnostic {
    let words = quoted(text.value);
    if let Some(longest) = longest(form).filter(|longest| text.value.len() > *longest) {
        let message = format!("{subject} is longer than {longest} bytes: {words}");
        return Diagnostic::error(SchemaCode::BadName, text.span, message);
    }
    let (code, message) = match form {
        Form::Any => (SchemaCode::BadValue, format!("{subject} cannot be {words}")),
        Form::Name | Form::Identifier => (SchemaCode::BadName, format!("{subject} must be a name, found {words}")),
        Form::Described(form) => (form.code, format!("{subject} must be {}, found {words}", form.expected)),
        Form::Listed(list) => (SchemaCode::BadValue, format!("{subject} must be {}, found {words}", list.expected)),
        Form::Word(known) => {
            (SchemaCode::BadValue, format!("{subject} must be one of {}, found {words}", listed(known)))
        }
        Form::Term(list) => {
            let shown = list.words.iter().filter(|word| !list.aliases.contains(word));
            let (what, known) = (list.what, listed(&shown.copied().collect::<Vec<_>>()));
            let call = format!("`{}({})`", list.function, list.argument);
            (list.unknown, format!("unknown {what} {words}; expected {known} or {call}"))
        }
    };
    Diagnostic::error(code, text.span, message)
}

/// The most bytes of a text of the form, if they are limited.
fn longest(form: Form) -> Option<usize> {
    match form {
        Form::Name | Form::Identifier => Some(LONGEST_NAME),
        Form::Described(form) => form.longest,
        Form::Any | Form::Term(_) | Form::Word(_) | Form::Listed(_) => None,
    }
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
        Form::Described(form) => (form.edit)(text),
        Form::Term(list) => nearest(text, list.words.iter().copied())?.to_owned(),
        Form::Word(words) => nearest(text, words.iter().copied())?.to_owned(),
        Form::Listed(list) => nearest(text, list.words.iter().copied())?.to_owned(),
    };
    has_form(form, &edit).then_some(edit)
}
