//! Values of facts as people write them.

use serde_json::{Map, Value};

/// A value in one line, cut where it is long.
pub fn short(value: &Value) -> String {
    const WIDEST: usize = 60;
    let text = words(value);
    if text.chars().count() <= WIDEST {
        return text;
    }
    format!("{} …", text.chars().take(WIDEST - 2).collect::<String>())
}

/// A value as people write it: `lte (bands 1, 3), umts (until 2027-03-01; single)`.
pub fn words(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(words).collect::<Vec<_>>().join(", "),
        Value::Object(entries) if entries.contains_key("technology") => network(entries),
        Value::Object(entries) => with_details("", &details(entries)),
        Value::Null | Value::Bool(_) | Value::Number(_) => value.to_string(),
    }
}

/// The elements of a value: `A, B and C`.
pub fn all_of(value: &Value) -> String {
    let items: Vec<String> =
        value.as_array().map_or_else(|| vec![words(value)], |list| list.iter().map(words).collect());
    joined(&items)
}

/// `A, B and C`.
pub fn joined(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// A network: what it is, its attributes, until when, and how far the sources agree where they do not.
fn network(entries: &Map<String, Value>) -> String {
    let text = |key: &str| entries.get(key).and_then(Value::as_str);
    let mut rest = details(entries);
    rest.extend(text("until").map(|day| format!("until {day}")));
    rest.extend(text("note").map(str::to_owned));
    rest.extend(text("status").filter(|status| *status != "agree").map(str::to_owned));
    with_details(text("technology").unwrap_or_default(), &rest)
}

/// What a table states, without what it cites, which has columns of its own.
fn details(entries: &Map<String, Value>) -> Vec<String> {
    const OWN: [&str; 7] = ["technology", "until", "note", "source", "as_of", "status", "contenders"];
    let is_network = entries.contains_key("technology");
    let cites = |key: &str| OWN.contains(&key) && (is_network || matches!(key, "source" | "as_of" | "status"));
    let shown = entries.iter().filter(|(key, _)| !cites(key));
    shown
        .map(|(key, value)| match value.as_bool() {
            Some(true) => key.clone(),
            Some(false) => format!("no {key}"),
            None => format!("{key} {}", words(value)),
        })
        .collect()
}

fn with_details(name: &str, details: &[String]) -> String {
    if details.is_empty() {
        name.to_owned()
    } else {
        format!("{name} ({})", details.join("; ")).trim_start().to_owned()
    }
}
