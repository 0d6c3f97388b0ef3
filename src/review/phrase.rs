//! What an edit does, in a phrase.

use crate::diagnostic::printable;
use crate::syntax::written::Written;

/// The most letters of a value that a phrase shows.
const LONGEST: usize = 60;

/// A step on the way from the root of a file to a value.
#[derive(Clone, Debug)]
pub(super) enum Step {
    /// A key of a table.
    Key(String),
    /// An entry of an array, by its label.
    Entry(String),
}

/// `` `price` of `bg95-m3` is 13.50 instead of 12.50 ``.
pub(super) fn edit(path: &[Step], base: Option<&Written>, head: Option<&Written>) -> String {
    let subject = subject(path);
    let is_entry = matches!(path.last(), Some(Step::Entry(_)));
    match (base, head) {
        (Some(base), Some(head)) => match (&elements(base), &elements(head)) {
            (Some(old), Some(new)) => members(&subject, old, new)
                .unwrap_or_else(|| format!("{subject} is {} instead of {}", shown(head), shown(base))),
            (None, _) | (_, None) => format!("{subject} is {} instead of {}", shown(head), shown(base)),
        },
        (None, Some(_)) if is_entry => format!("{subject} is new"),
        (Some(_), None) if is_entry => format!("{subject} is gone"),
        (None, Some(Written::Table(_))) => format!("{subject} is new"),
        (Some(Written::Table(_)), None) => format!("{subject} is gone"),
        (None, Some(head)) => format!("{subject} is new: {}", shown(head)),
        (Some(base), None) => format!("{subject} is gone; it was {}", shown(base)),
        (None, None) => subject,
    }
}

/// A file that is new.
pub(super) fn new_file(name: &str) -> String {
    format!("the file `{}` is new", printable(name))
}

/// A file that is gone.
pub(super) fn lost_file(name: &str) -> String {
    format!("the file `{}` is gone", printable(name))
}

/// Entries in another order.
pub(super) fn order(path: &[Step]) -> String {
    match path {
        [] => "the sections are in another order".to_owned(),
        path => format!("the entries of {} are in another order", subject(path)),
    }
}

/// `` `needs.power.mains` of `driver-120` ``: keys below the innermost entry, then the entries from inside out.
fn subject(path: &[Step]) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut keys: Vec<&str> = Vec::new();
    for step in path {
        match step {
            Step::Key(key) => keys.push(key),
            Step::Entry(label) => {
                // A component is known by its id; other entries also need the name of their section.
                let section = keys.join(".");
                let is_plain = matches!(section.as_str(), "components" | "rows");
                parts.push(if is_plain { label.clone() } else { format!("{section} {label}") });
                keys.clear();
            }
        }
    }
    if !keys.is_empty() {
        parts.push(keys.join("."));
    }
    let quoted: Vec<String> = parts.iter().rev().map(|part| format!("`{}`", printable(part))).collect();
    quoted.join(" of ")
}

/// The elements of a list of plain values.
fn elements(value: &Written) -> Option<Vec<String>> {
    let Written::Array(elements) = value else { return None };
    let plain = |value: &Written| matches!(value, Written::Plain(_)).then(|| cut(&value.shown()));
    elements.iter().map(|element| plain(&element.value)).collect()
}

/// What a list gained and lost; `None` where only its order differs.
fn members(subject: &str, old: &[String], new: &[String]) -> Option<String> {
    let only = |one: &[String], other: &[String]| -> Vec<String> {
        one.iter().filter(|element| !other.contains(element)).map(|element| format!("`{element}`")).collect()
    };
    let (gained, lost) = (only(new, old), only(old, new));
    match (gained.as_slice(), lost.as_slice()) {
        ([], []) => None,
        (_, []) => Some(format!("{subject} also has {}", listed(&gained))),
        ([], _) => Some(format!("{subject} no longer has {}", listed(&lost))),
        _ => Some(format!("{subject} has {} instead of {}", listed(&gained), listed(&lost))),
    }
}

/// A few of them.
fn listed(names: &[String]) -> String {
    const MOST: usize = 5;
    let rest = names.len().saturating_sub(MOST);
    let shown = names.iter().take(MOST).cloned().collect::<Vec<_>>().join(", ");
    if rest == 0 { shown } else { format!("{shown} and {rest} more") }
}

fn shown(value: &Written) -> String {
    let text = cut(&value.shown());
    if text.is_empty() { "empty".to_owned() } else { text }
}

/// A value on one line, cut if it is long.
fn cut(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut cut: String = printable(&text).chars().take(LONGEST).collect();
    if text.chars().nth(LONGEST).is_some() {
        cut.push('…');
    }
    cut
}
