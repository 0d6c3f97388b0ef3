//! What the fuzz targets do with a text or bytes. Whatever they are, no panic, hang or memory without bound; and where
//! something is promised about what comes out, that is checked too.

mod documents;
mod exports;
mod lists;
mod locks;

pub use documents::{catalogue, conditions, overlays, read, solution};
pub use exports::exporters;
pub use lists::{import, workbook};
pub use locks::lock;

use terroir::{Diagnostic, Faults, Files, Request, Severity};

/// The day of all answers.
const DAY: &str = "2026-11-22";

/// The most steps that a market may take: enough for any solution of a few kilobytes, too few to hang.
const STEPS: u64 = 20_000;

/// The most bytes that are looked at.
const LONGEST: usize = 1 << 16;

/// The input as text, if it is one of a size worth looking at.
fn text(data: &[u8]) -> Option<&str> {
    if data.len() > LONGEST { None } else { std::str::from_utf8(data).ok() }
}

/// A request for all markets within a bound.
fn request() -> Request {
    Request::default().as_of(DAY.parse().expect("a day")).limit(STEPS).jobs(1)
}

/// The text of a file up to the next line `=== NAME`, for each of them.
fn files(text: &str) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = Vec::new();
    for line in text.split_inclusive('\n') {
        match (line.strip_prefix("=== "), files.last_mut()) {
            (Some(name), _) => files.push((name.trim_end().to_owned(), String::new())),
            (None, Some((_, text))) => text.push_str(line),
            (None, None) => {}
        }
    }
    files
}

/// Faults have an error among them, and each has a place in a file and a text.
fn told(faults: &Faults) {
    assert!(terroir::has_errors(&faults.diagnostics), "refused without an error");
    said(&faults.diagnostics, &faults.files);
}

/// Each diagnostic has a place in a file, and a text without control characters.
fn said(diagnostics: &[Diagnostic], files: &Files) {
    for one in diagnostics {
        let place = one.place(files).expect("a diagnostic without a place");
        assert!(place.line > 0 && place.column > 0, "{place}");
        assert!(one.severity != Severity::Error || !one.message.is_empty(), "an error without a text");
        let shown = one.render(files);
        assert!(!shown.chars().any(|letter| letter.is_control() && letter != '\n'), "control characters: {shown:?}");
        assert!(shown.contains(&place.to_string()), "{shown}");
    }
}
