//! GitLab code quality report: <https://docs.gitlab.com/ci/testing/code_quality/>.

use super::cause::Cause;
use super::paths::Paths;
use crate::cli::failure::Failure;
use serde::Serialize;
use terroir::Severity;

#[derive(Serialize)]
struct Entry {
    description: String,
    check_name: String,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
}

/// The findings as an array with a line end.
pub fn gitlab(causes: &[Cause], paths: &Paths) -> Result<String, Failure> {
    let entry = |cause: &Cause| {
        let place = paths.place(&cause.finding);
        Entry {
            description: cause.text(),
            check_name: format!("terroir/{}", cause.finding.code),
            fingerprint: cause.fingerprint(),
            severity: match cause.finding.severity {
                Severity::Error => "critical",
                Severity::Warning => "minor",
                Severity::Note => "info",
            },
            location: Location { path: paths.path(&place.file), lines: Lines { begin: place.line } },
        }
    };
    let entries: Vec<Entry> = causes.iter().map(entry).collect();
    Ok(format!("{}\n", serde_json::to_string_pretty(&entries)?))
}
