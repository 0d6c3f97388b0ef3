//! Shows what a new CSV file would change in the built-in overlays, for maintainers of `regions/`.
//!
//! ```text
//! cargo run --example refresh -- mains.csv wifi_rules.csv
//! ```
//!
//! The name of a file is its kind: `aqi`, `carriers`, `cellular_tech`, `country`, `ground_truth`, `lorawan`, `mains`,
//! `regimes`, `subghz`, `wifi_rules`. Every difference is one line: what happened, the market, the key, the value in the
//! overlay and the value in the file. The exit status is 0 if nothing differs, 1 if something does, 2 if a file cannot be read.

mod compare;

use compare::sheet::{Book, Change, Report};
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let files: Vec<String> = std::env::args().skip(1).collect();
    let mut out = String::new();
    let status = if files.is_empty() {
        out.push_str("usage: refresh CSV…; the name of a file is its kind\n");
        ExitCode::from(2)
    } else {
        match all(&files, &mut out) {
            Ok(0) => ExitCode::SUCCESS,
            Ok(_) => ExitCode::from(1),
            Err(error) => {
                out.push_str(&format!("{error}\n"));
                ExitCode::from(2)
            }
        }
    };
    match std::io::stdout().write_all(out.as_bytes()) {
        Ok(()) => status,
        Err(_) => ExitCode::from(2),
    }
}

/// Compares every file; how many differences there are.
fn all(files: &[String], out: &mut String) -> Result<usize, Box<dyn std::error::Error>> {
    let mut book = Book::new()?;
    let mut differences = 0;
    for file in files {
        let path = Path::new(file);
        let kind = path.file_stem().and_then(|name| name.to_str()).unwrap_or_default();
        let text = std::fs::read_to_string(path).map_err(|error| format!("{file}: {error}"))?;
        let rows = compare::rows(&text).map_err(|error| format!("{file}: {error}"))?;
        let report = compare::compare(kind, &rows, &mut book)
            .ok_or_else(|| format!("{file}: no kind `{kind}`; the kinds are {}", compare::KINDS.join(", ")))?;
        differences += report.differences.len();
        print_report(file, &report, out);
    }
    Ok(differences)
}

fn print_report(file: &str, report: &Report, out: &mut String) {
    out.push_str(&format!("{file}: {} cells compared, {} differences\n", report.compared, report.differences.len()));
    for one in &report.differences {
        let change = match one.change {
            Change::New => "new",
            Change::Changed => "changed",
            Change::Gone => "gone",
        };
        let shown = |text: &str| if text.is_empty() { "nothing".to_owned() } else { format!("`{text}`") };
        let (overlay, new) = (shown(&one.overlay), shown(&one.file));
        out.push_str(&format!("  {change:<8}{} {}: the overlay says {overlay}, the file {new}\n", one.market, one.key));
    }
    for (reason, count) in &report.left_out {
        out.push_str(&format!("  left out {count:>6}: {reason}\n"));
    }
}
