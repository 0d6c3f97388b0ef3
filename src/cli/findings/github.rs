//! GitHub workflow commands
//! (<https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands>): annotations at their lines,
//! the worst first, because a step shows ten of each kind; and the step summary.

use super::cause::Cause;
use super::paths::Paths;
use std::fmt::{self, Write as _};
use terroir::{Portfolio, Severity, export};
use terroir::{headed, printable};

/// How many annotations of a kind a step shows.
const SHOWN: usize = 10;

/// The largest summary of a step, in bytes.
const LARGEST_SUMMARY: usize = 1024 * 1024;

/// The commands, one per line; what exceeds the limit is written as plain text.
pub fn commands(causes: &[Cause], paths: &Paths) -> String {
    let mut out = String::new();
    for (severity, command) in [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Note, "notice")]
    {
        for (at, cause) in causes.iter().filter(|cause| cause.finding.severity == severity).enumerate() {
            let place = paths.place(&cause.finding);
            if at < SHOWN {
                let (file, title) = (paths.path(&place.file), cause.finding.code.as_str());
                let (file, title, text) = (Property(&file), Property(title), Data(&cause.text()).to_string());
                let (line, column) = (place.line, place.column);
                let _ = writeln!(out, "::{command} file={file},line={line},col={column},title={title}::{text}");
            } else {
                // Begins with a word, so that a text of the user cannot begin a command.
                let text = printable(&cause.finding.text());
                let head = headed(command, cause.finding.code, &cause.finding.key);
                let _ = writeln!(out, "{head}: {text} ({place})");
            }
        }
    }
    out
}

/// The summary of the step: how many markets have a bill of materials, and the matrix.
pub fn summary(portfolios: &[Portfolio]) -> String {
    portfolios.iter().map(summary_of).collect::<Vec<_>>().join("\n")
}

fn summary_of(portfolio: &Portfolio) -> String {
    let resolved = portfolio.markets.iter().filter(|outcome| outcome.bom().is_some()).count();
    let (name, version, day) = (&portfolio.solution, &portfolio.version, portfolio.as_of);
    let variant = portfolio.variant.as_ref().map(|name| format!(", variant {}", printable(name))).unwrap_or_default();
    let head = format!(
        "### {name} {version}{variant}: {resolved} of {} markets with a valid BOM on {day}\n\n",
        portfolio.markets.len()
    );
    let matrix = export::matrix(portfolio, export::MatrixRows::Varying);
    // Names contain no backticks, so they cannot close the fence.
    let whole = format!("{head}```text\n{matrix}```\n");
    if whole.len() <= LARGEST_SUMMARY { whole } else { format!("{head}The matrix is too large for a summary.\n") }
}

/// A text in a command: line breaks are kept, control characters are not.
struct Data<'a>(&'a str);

impl fmt::Display for Data<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, line) in self.0.lines().enumerate() {
            let end = if at > 0 { "%0A" } else { "" };
            write!(out, "{end}{}", printable(line).replace('%', "%25"))?;
        }
        Ok(())
    }
}

/// The value of a property of a command.
struct Property<'a>(&'a str);

impl fmt::Display for Property<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&Data(self.0).to_string().replace(':', "%3A").replace(',', "%2C"))
    }
}
