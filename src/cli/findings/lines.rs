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
    message: &'a str,
    file: Option<&'a str>,
    line: Option<u32>,
    column: Option<u32>,
    labels: Vec<Labelled<'a>>,
    help: Option<&'a str>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    markets: &'a [String],
}

#[derive(Serialize)]
struct Labelled<'a> {
    file: Option<&'a str>,
    line: Option<u32>,
    column: Option<u32>,
    text: &'a str,
}

/// A finding as a line with its end.
pub fn line(finding: &Finding) -> Result<String, Failure> {
    let (file, line, column) = parts(finding.place.as_ref());
    let labels = finding.labels.iter().map(|Label { text, place }| {
        let (file, line, column) = parts(place.as_ref());
        Labelled { file, line, column, text }
    });
    let object = Line {
        code: finding.code.as_str(),
        severity: finding.severity,
        message: &finding.message,
        file,
        line,
        column,
        labels: labels.collect(),
        help: finding.help.as_deref(),
        markets: &finding.markets,
    };
    Ok(format!("{}\n", serde_json::to_string(&object)?))
}

/// A message that is not a finding: what went wrong, or what was done.
#[derive(Serialize)]
struct Message<'a> {
    code: Option<&'a str>,
    severity: &'a str,
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
    let severities = ["error", "warning", "note", "help"];
    let begins = |word: &&str| first.strip_prefix(word).is_some_and(|rest| rest.starts_with([':', '[']));
    let severity = severities.into_iter().find(begins);
    let rest = first.strip_prefix(severity.unwrap_or("")).unwrap_or(first);
    let coded = rest.strip_prefix('[').and_then(|rest| rest.split_once("]: "));
    let (code, message) = match coded {
        Some((code, message)) => (Some(code), message),
        None => (None, rest.strip_prefix(": ").unwrap_or(rest)),
    };
    let rendered = text.contains('\n').then_some(text);
    let object = Message { code, severity: severity.unwrap_or("note"), message, rendered };
    Ok(Some(format!("{}\n", serde_json::to_string(&object)?)))
}

fn parts(place: Option<&Place>) -> (Option<&str>, Option<u32>, Option<u32>) {
    (place.map(|place| place.file.as_str()), place.map(|place| place.line), place.map(|place| place.column))
}
