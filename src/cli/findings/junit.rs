//! JUnit XML after Ant's schema: the suite is the solution, each market (of each variant) is a test case, and the files
//! are another one.

use super::finding::{Answers, Finding};
use crate::cli::conflict_text;
use crate::cli::wording;
use std::fmt::{self, Write as _};
use terroir::{Code, headed};
use terroir::{Outcome, Severity, Solution};

/// A test case.
struct Case {
    name: String,
    /// `None` where it passes.
    problem: Option<Problem>,
}

/// Why a test case does not pass.
struct Problem {
    /// The element: `failure`, or `error` for what could not be decided.
    element: &'static str,
    code: String,
    message: String,
    text: String,
}

/// The suite: one case for the files, then one per market. Warnings and notes go to its output.
pub fn junit(findings: &[Finding], answers: Option<&Answers<'_>>) -> String {
    let of_files = findings.iter().filter(|one| one.severity == Severity::Error && one.markets.is_empty());
    let mut cases = vec![files_case(&of_files.collect::<Vec<_>>())];
    if let Some(Answers { solution, portfolios }) = answers {
        let denied = |outcome: &Outcome| findings.iter().find(|one| is_denied(one, outcome));
        let outcomes = portfolios.iter().flat_map(|portfolio| &portfolio.markets);
        cases.extend(outcomes.map(|outcome| market_case(solution, outcome, denied(outcome))));
    }
    let others = findings.iter().filter(|one| one.severity != Severity::Error);
    let head = |one: &Finding| headed(one.severity.word(), one.code, &one.key);
    let others: String = others.map(|one| format!("{}: {}\n", head(one), one.text())).collect();
    let (name, day) = match answers {
        Some(Answers { solution, portfolios: [portfolio, ..] }) => {
            (solution.name().to_owned(), portfolio.as_of.to_string())
        }
        // A suite has a date; a solution that could not be read has none.
        Some(_) | None => ("terroir".to_owned(), "1970-01-01".to_owned()),
    };
    suite(&name, &day, &cases, &others)
}

/// Whether a warning of the answer is an error.
fn is_denied(finding: &Finding, outcome: &Outcome) -> bool {
    let is_of_it = |list: &[String], name: Option<&str>| name.is_some_and(|name| list.iter().any(|one| one == name));
    let variants = &finding.variants;
    finding.severity == Severity::Error
        && is_of_it(&finding.markets, Some(outcome.market()))
        && (variants.is_empty() || is_of_it(variants, outcome.variant()))
        && outcome.warnings().iter().any(|warning| warning.code == finding.code)
}

fn files_case(faults: &[&Finding]) -> Case {
    let line = |one: &&Finding| {
        let place = one.place.as_ref().map(|place| format!("{place}: ")).unwrap_or_default();
        let help = one.help.as_ref().map(|help| format!("\nhelp: {help}")).unwrap_or_default();
        format!("{place}{}: {}{help}\n", headed("error", one.code, &one.key), one.message)
    };
    let text: String = faults.iter().map(line).collect();
    let problem = faults.first().map(|first| Problem {
        element: "failure",
        code: first.code.to_string(),
        message: wording::plural(faults.len(), "error"),
        text,
    });
    Case { name: "files".to_owned(), problem }
}

fn market_case(solution: &Solution, outcome: &Outcome, denied: Option<&Finding>) -> Case {
    let text = || conflict_text::no_bom(solution, outcome).unwrap_or_default();
    let problem = match outcome {
        Outcome::Resolved(_) => denied.map(|one| Problem {
            element: "failure",
            code: one.code.to_string(),
            message: one.message.clone(),
            text: one.message.clone(),
        }),
        Outcome::Conflict(conflict) => Some(Problem {
            element: "failure",
            code: Code::NO_VALID_BOM.as_str().to_owned(),
            message: conflict_text::headline(solution, conflict),
            text: text(),
        }),
        Outcome::Undecided(_) => Some(Problem {
            element: "error",
            code: Code::UNDECIDED.as_str().to_owned(),
            message: "the step limit was reached".to_owned(),
            text: text(),
        }),
    };
    let name = match outcome.variant() {
        Some(variant) => format!("{variant}, {}", outcome.market()),
        None => outcome.market().to_owned(),
    };
    Case { name, problem }
}

fn suite(name: &str, day: &str, cases: &[Case], others: &str) -> String {
    let count = |element: &str| {
        cases.iter().filter(|case| case.problem.as_ref().is_some_and(|problem| problem.element == element)).count()
    };
    let (tests, failures, errors) = (cases.len(), count("failure"), count("error"));
    let name = Xml(name);
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n  <testsuite package=\"terroir\" id=\"0\" \
         name=\"{name}\" timestamp=\"{day}T00:00:00\" hostname=\"localhost\" tests=\"{tests}\" \
         failures=\"{failures}\" errors=\"{errors}\" skipped=\"0\" time=\"0\">\n    <properties/>\n"
    );
    for case in cases {
        let _ = write!(out, "    <testcase name=\"{}\" classname=\"{name}\" time=\"0\"", Xml(&case.name));
        match &case.problem {
            None => out.push_str("/>\n"),
            Some(Problem { element, code, message, text }) => {
                let (code, message, text) = (Xml(code), Xml(message), Xml(text));
                let _ = writeln!(
                    out,
                    ">\n      <{element} type=\"{code}\" message=\"{message}\">{text}</{element}>\n    </testcase>"
                );
            }
        }
    }
    let others = Xml(others);
    let _ = write!(out, "    <system-out>{others}</system-out>\n    <system-err/>\n  </testsuite>\n</testsuites>\n");
    out
}

/// A text in an element or an attribute of XML; characters that XML does not allow are left out.
struct Xml<'a>(&'a str);

impl fmt::Display for Xml<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|letter| match letter {
            '&' => out.write_str("&amp;"),
            '<' => out.write_str("&lt;"),
            '>' => out.write_str("&gt;"),
            '"' => out.write_str("&quot;"),
            '\n' => out.write_str("&#10;"),
            '\t' => out.write_char(' '),
            '\u{fffe}' | '\u{ffff}' => Ok(()),
            other if other.is_control() => Ok(()),
            other => out.write_char(other),
        })
    }
}
