//! One JSON object per line; the order of the keys is fixed.

use super::finding::{Finding, Label};
use crate::cli::failure::Failure;
use serde::Serialize;
use terroir::Place;
use terroir::Severity;

#[derive(Serialize)]
struct Line<'a> {
    code: &'a str,
    severity: Severity,
    key: &'a str,
    message: &'a str,
    file: Option<&'a str>,
    line: Option<u32>,
    column: Option<u32>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    built_in: bool,
    labels: Vec<Labelled<'a>>,
    help: Option<&'a str>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    markets: &'a [String],
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    variants: &'a [String],
    waived: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    because: Option<&'a str>,
}

#[derive(Serialize)]
struct Labelled<'a> {
    file: Option<&'a str>,
    line: Option<u32>,
    column: Option<u32>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    built_in: bool,
    text: &'a str,
}

/// A finding as a line with its end.
pub fn line(finding: &Finding) -> Result<String, Failure> {
    let (file, line, column) = parts(finding.place.as_ref());
    let labels = finding.labels.iter().map(|Label { text, place }| {
        let (file, line, column) = parts(place.as_ref());
        Labelled { file, line, column, built_in: place.as_ref().is_some_and(Place::is_built_in), text }
    });
    let object = Line {
        code: finding.code.as_str(),
        severity: finding.severity,
        key: &finding.key,
        message: &finding.message,
        file,
        line,
        column,
        built_in: finding.place.as_ref().is_some_and(Place::is_built_in),
        labels: labels.collect(),
        help: finding.help.as_deref(),
        markets: &finding.markets,
        variants: &finding.variants,
        waived: finding.waived,
        because: finding.because.as_deref(),
    };
    Ok(format!("{}\n", serde_json::to_string(&object)?))
}

/// A message that is not a finding: what went wrong, or what was done.
#[derive(Serialize)]
struct Message<'a> {
    code: Option<&'a str>,
    severity: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<&'a str>,
    message: &'a str,
    /// The message as people read it, if it has several lines.
    #[serde(skip_serializing_if = "Option::is_none")]
    rendered: Option<&'a str>,
}

/// A text for people as an object: its first word is the severity, followed by the code in brackets. `None` for an empty
/// text.
pub fn message(text: &str) -> Result<Option<String>, Failure> {
    let text = text.trim_matches('\n');
    let Some(first) = text.lines().next() else { return Ok(None) };
    let severities = ["error", "warning", "note", "help", "waived"];
    let begins = |word: &&str| first.strip_prefix(word).is_some_and(|rest| rest.starts_with([':', '[']));
    let severity = severities.into_iter().find(begins);
    let rest = first.strip_prefix(severity.unwrap_or("")).unwrap_or(first);
    let coded = rest.strip_prefix('[').and_then(|rest| rest.split_once("]: "));
    let (code, message) = match coded {
        Some((code, message)) => (Some(code), message),
        None => (None, rest.strip_prefix(": ").unwrap_or(rest)),
    };
    let (code, key) = match code.and_then(|code| code.split_once(": ")) {
        Some((code, key)) => (Some(code), Some(key)),
        None => (code, None),
    };
    let rendered = text.contains('\n').then_some(text);
    let object = Message { code, severity: severity.unwrap_or("note"), key, message, rendered };
    Ok(Some(format!("{}\n", serde_json::to_string(&object)?)))
}

fn parts(place: Option<&Place>) -> (Option<&str>, Option<u32>, Option<u32>) {
    (place.map(|place| place.file.as_str()), place.map(|place| place.line), place.map(|place| place.column))
}
