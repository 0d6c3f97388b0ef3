//! Errors, warnings and notes about the input: code, severity, message, labelled places and one help.

pub use crate::span::printable;
use crate::span::{Files, Place, Span};
use crate::terms::Code;
use std::fmt::Write as _;

/// How bad a diagnostic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The input cannot be used.
    Error,
    /// The input can be used, but probably does not mean what was intended.
    Warning,
    /// Something worth knowing.
    Note,
}

impl Severity {
    /// The word with which messages begin.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// A place with a short text. The first label of a diagnostic is its own place.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What is found there; may be empty.
    pub text: String,
}

/// One error, warning or note about the input.
///
/// As JSON, its code and severity are words; a label's `span` is the number of the file, counted from 0 in the order of
/// [`Files::iter`], and the offsets of the first byte and of the one after the last. [`Diagnostic::place`] has the name
/// of the file, line and column.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Diagnostic {
    /// What kind of diagnostic it is: `unknown-component`. `terroir explain --code CODE` explains it.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// What a warning or note is about, for `warning[gap: network.lte-m]` and for waivers: a component, a slot, a
    /// capability … Errors have none, nor do codes that say it all.
    pub key: String,
    /// A lower-case phrase without a full stop, the user's words in backticks.
    pub message: String,
    /// Whether a waiver accepts it: it is listed, and no longer counts as a finding.
    pub waived: bool,
    /// Why it is accepted.
    pub because: Option<Box<str>>,
    /// The places, the diagnostic's own first.
    pub labels: Vec<Label>,
    /// An edit that works.
    pub help: Option<String>,
}

impl Diagnostic {
    /// An error at a place.
    pub fn error(code: impl Into<Code>, span: Span, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, span, message)
    }

    /// A warning at a place.
    pub fn warning(code: impl Into<Code>, span: Span, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, span, message)
    }

    /// A note at a place.
    pub fn note(code: impl Into<Code>, span: Span, message: impl Into<String>) -> Self {
        Self::new(Severity::Note, code, span, message)
    }

    fn new(severity: Severity, code: impl Into<Code>, span: Span, message: impl Into<String>) -> Self {
        let labels = vec![Label { span, text: String::new() }];
        Self {
            code: code.into(),
            severity,
            key: String::new(),
            message: message.into(),
            waived: false,
            because: None,
            labels,
            help: None,
        }
    }

    /// Sets what the diagnostic is about.
    #[must_use]
    pub fn about(mut self, key: impl Into<String>) -> Self {
        self.key = key.into();
        self
    }

    /// Sets the text at the diagnostic's own place.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        if let Some(first) = self.labels.first_mut() {
            first.text = text.into();
        }
        self
    }

    /// Adds another place.
    #[must_use]
    pub fn and(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// Sets the help.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// Sets the help to "did you mean `x`?" if there is a similar name.
    #[must_use]
    pub fn did_you_mean(self, near: Option<&str>) -> Self {
        match near {
            Some(name) => self.help(format!("did you mean `{name}`?")),
            None => self,
        }
    }

    /// The diagnostic's own place; `None` if it has none, as for a flag.
    #[must_use]
    pub fn span(&self) -> Option<Span> {
        self.labels.first().map(|label| label.span)
    }

    /// The diagnostic as text: a headline, the source lines with a marker under each place, and the help.
    #[must_use]
    pub fn render(&self, files: &Files) -> String {
        if self.waived {
            return self.accepted(files);
        }
        let mut out = format!("{}: {}\n", headed(self.severity.word(), self.code, &self.key), self.message);
        let width = self.labels.iter().map(|label| files.place(label.span).line.to_string().len()).max().unwrap_or(1);
        let marks = std::iter::once(OWN).chain(std::iter::repeat(FURTHER));
        for (label, mark) in self.labels.iter().zip(marks) {
            render_label(&mut out, files, label, width, mark);
        }
        if let Some(help) = &self.help {
            let _ = writeln!(out, "help: {help}");
        }
        out
    }

    /// In one line, with the reason of the waiver.
    fn accepted(&self, files: &Files) -> String {
        let place = self.place(files).map(|place| format!(" ({place})")).unwrap_or_default();
        let because = self.because.as_ref().map(|because| format!("; accepted because \"{}\"", printable(because)));
        let because = because.unwrap_or_default();
        format!("{}: {}{place}{because}\n", headed("waived", self.code, &self.key), self.message)
    }

    /// The file, line and column of the diagnostic.
    #[must_use]
    pub fn place(&self, files: &Files) -> Option<Place> {
        self.span().map(|span| files.place(span))
    }
}

/// `warning[gap: network.lte-m]`, `error[unknown-key]`: how a message begins.
#[must_use]
pub fn headed(word: &str, code: Code, key: &str) -> String {
    if key.is_empty() { format!("{word}[{code}]") } else { format!("{word}[{code}: {}]", printable(key)) }
}

/// How a place is marked in the text.
#[derive(Clone, Copy)]
struct Mark {
    arrow: &'static str,
    under: &'static str,
}

/// The diagnostic's own place.
const OWN: Mark = Mark { arrow: "-->", under: "^" };

/// The others.
const FURTHER: Mark = Mark { arrow: ":::", under: "-" };

fn render_label(out: &mut String, files: &Files, label: &Label, width: usize, mark: Mark) {
    let place = files.place(label.span);
    let arrow = mark.arrow;
    let _ = writeln!(out, "{:width$}{arrow} {place}:{}", "", place.column);
    let Some(file) = files.get(label.span.file) else { return };
    let (line, cut) =
        window(file.line(place.line), place.column as usize, before(&file.text, label.span.start as usize));
    let line = printable(line);
    let _ = writeln!(out, "{:width$} |", "");
    let _ = writeln!(out, "{:>width$} | {line}", place.line);
    let (end_line, end_column) = file.line_column(label.span.end);
    let rest = line.chars().count().saturating_sub(place.column as usize - 1 - cut);
    let length = if end_line == place.line { end_column.saturating_sub(place.column) as usize } else { rest };
    let marker = mark.under.repeat(length.clamp(1, rest.max(1)));
    let indent = " ".repeat(place.column as usize - 1 - cut);
    let text = format!("{:width$} | {indent}{marker} {}", "", label.text);
    let _ = writeln!(out, "{}", text.trim_end());
}

/// The bytes of a line before a place.
fn before(text: &str, at: usize) -> usize {
    let head = text.get(..at).unwrap_or("");
    head.len() - head.rfind('\n').map_or(0, |end| end + 1)
}

/// A line cut to the width of a screen so that the place is visible; also the number of characters cut off before it. A
/// line may be as long as its file, and have a thousand faults, so it is not walked from its start.
fn window(line: &str, column: usize, at: usize) -> (&str, usize) {
    const WIDEST: usize = 160;
    if line.char_indices().nth(WIDEST).is_none() {
        return (line, 0);
    }
    let head = line.get(..at).unwrap_or("");
    let shown = head.char_indices().rev().take(WIDEST / 2 - 1);
    let (start, count) = shown.fold((head.len(), 0), |(_, count), (start, _)| (start, count + 1));
    let rest = line.get(start..).unwrap_or("");
    let end = rest.char_indices().nth(WIDEST).map_or(rest.len(), |(end, _)| end);
    (rest.get(..end).unwrap_or(rest), column.saturating_sub(1 + count))
}

/// Sorts diagnostics by file name, place, code and message, and removes duplicates.
pub fn sort(diagnostics: &mut Vec<Diagnostic>, files: &Files) {
    diagnostics.sort_by_cached_key(|one| {
        let place = one.span().map(|span| (files.name(span.file).to_owned(), span.start));
        (place, one.code, one.message.clone())
    });
    diagnostics.dedup();
}

/// Whether any of the diagnostics is an error.
#[must_use]
pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|one| one.severity == Severity::Error)
}
