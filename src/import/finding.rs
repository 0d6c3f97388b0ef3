//! What a person should look at in a list.

use crate::diagnostic::Severity;

/// Something in the lists that a person should look at.
///
/// ```
/// let list = terroir::import::PartList::csv("a", "a.csv", b"hello\n");
/// assert!(list.findings()[0].to_string().starts_with("a.csv: no row names the columns"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Finding {
    /// The file, as it was named.
    pub file: String,
    /// The line or row, counted from 1; 0 for the whole file.
    pub line: u64,
    /// How serious it is: an error means that the list could not be read.
    #[serde(serialize_with = "severity")]
    pub severity: Severity,
    /// What was found.
    pub message: String,
}

fn severity<S: serde::Serializer>(severity: &Severity, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(severity.word())
}

impl Finding {
    fn new(severity: Severity, file: &str, line: u64, message: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line, severity, message: message.into() }
    }

    pub(super) fn warning(file: &str, line: u64, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, file, line, message)
    }

    pub(super) fn note(file: &str, line: u64, message: impl Into<String>) -> Self {
        Self::new(Severity::Note, file, line, message)
    }

    pub(super) fn error(file: &str, line: u64, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, file, line, message)
    }
}

impl std::fmt::Display for Finding {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.line {
            0 => write!(formatter, "{}: {}", self.file, self.message),
            line => write!(formatter, "{}:{line}: {}", self.file, self.message),
        }
    }
}

/// `1 designator`, `2 designators`.
pub(super) fn plural(count: crate::number::Number, noun: &str) -> String {
    let one = count == crate::number::Number::ONE;
    let stem = noun.strip_suffix('y').filter(|_| !one);
    match stem {
        Some(stem) => format!("{count} {stem}ies"),
        None => format!("{count} {noun}{}", if one { "" } else { "s" }),
    }
}
