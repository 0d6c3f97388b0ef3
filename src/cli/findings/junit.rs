//! JUnit as Ant's schema has it: the suite is the solution, a case is a market, and the files are one case.

use super::Finding;
use crate::cli::render;
use std::fmt::Write as _;
use terroir::terms::code::AnswerCode;
use terroir::{Outcome, Portfolio, Severity, Solution};

/// A case with what is wrong with it.
struct Case {
    name: String,
    /// The element, its type and message, and the text.
    wrong: Option<(&'static str, String, String, String)>,
}

/// The suite: the files, then each market. What was noticed besides stands in its output.
pub fn junit(findings: &[Finding], answered: Option<(&Solution, &Portfolio)>) -> String {
    let of_files = findings.iter().filter(|one| one.severity == Severity::Error && one.markets.is_empty());
    let mut cases = vec![files_case(&of_files.collect::<Vec<_>>())];
    if let Some((solution, portfolio)) = answered {
        let denied = |outcome: &Outcome| findings.iter().find(|one| is_denied(one, outcome.market()));
        cases.extend(portfolio.markets.iter().map(|outcome| market_case(solution, outcome, denied(outcome))));
    }
    let noticed = findings.iter().filter(|one| one.severity != Severity::Error);
    let noticed: String =
        noticed.map(|one| format!("{}[{}]: {}\n", one.severity.word(), one.code, one.text())).collect();
    let (name, day) = match answered {
        Some((solution, portfolio)) => (solution.name().to_owned(), portfolio.as_of.to_string()),
        // A suite has a day; one that could not be read has none of its own.
        None => ("terroir".to_owned(), "1970-01-01".to_owned()),
    };
    suite(&name, &day, &cases, &noticed)
}

fn is_denied(finding: &Finding, market: &str) -> bool {
    finding.severity == Severity::Error && finding.markets.iter().any(|one| one == market)
}

fn files_case(faults: &[&Finding]) -> Case {
    let told = |one: &&Finding| {
        let place = one.place.as_ref().map(|place| format!("{place}: ")).unwrap_or_default();
        let help = one.help.as_ref().map(|help| format!("\nhelp: {help}")).unwrap_or_default();
        format!("{place}error[{}]: {}{help}\n", one.code, one.message)
    };
    let text: String = faults.iter().map(told).collect();
    let wrong = faults
        .first()
        .map(|first| ("failure", first.code.as_str().to_owned(), render::plural(faults.len(), "error"), text));
    Case { name: "files".to_owned(), wrong }
}

fn market_case(solution: &Solution, outcome: &Outcome, denied: Option<&Finding>) -> Case {
    let text = || render::no_bom(solution, outcome).unwrap_or_default();
    let wrong = match outcome {
        Outcome::Resolved(_) => {
            denied.map(|one| ("failure", one.code.as_str(), one.message.clone(), one.message.clone()))
        }
        Outcome::Conflict(conflict) => {
            Some(("failure", AnswerCode::NoValidBom.as_str(), render::headline(solution, conflict), text()))
        }
        Outcome::Undecided(_) => Some(("error", "undecided", "the step limit was reached".to_owned(), text())),
    };
    let wrong = wrong.map(|(element, code, message, text)| (element, code.to_owned(), message, text));
    Case { name: outcome.market().to_owned(), wrong }
}

fn suite(name: &str, day: &str, cases: &[Case], noticed: &str) -> String {
    let count = |element: &str| {
        cases.iter().filter(|case| case.wrong.as_ref().is_some_and(|(wrong, ..)| *wrong == element)).count()
    };
    let (tests, failures, errors) = (cases.len(), count("failure"), count("error"));
    let name = escaped(name);
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n  <testsuite package=\"terroir\" id=\"0\" \
         name=\"{name}\" timestamp=\"{day}T00:00:00\" hostname=\"localhost\" tests=\"{tests}\" \
         failures=\"{failures}\" errors=\"{errors}\" skipped=\"0\" time=\"0\">\n    <properties/>\n"
    );
    for case in cases {
        let _ = write!(out, "    <testcase name=\"{}\" classname=\"{name}\" time=\"0\"", escaped(&case.name));
        match &case.wrong {
            None => out.push_str("/>\n"),
            Some((element, code, message, text)) => {
                let (code, message, text) = (escaped(code), escaped(message), escaped(text));
                let _ = writeln!(
                    out,
                    ">\n      <{element} type=\"{code}\" message=\"{message}\">{text}</{element}>\n    </testcase>"
                );
            }
        }
    }
    let noticed = escaped(noticed);
    let _ = write!(out, "    <system-out>{noticed}</system-out>\n    <system-err/>\n  </testsuite>\n</testsuites>\n");
    out
}

/// Text that stays text in XML; characters that XML cannot hold are left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\t' => out.push(' '),
            '\u{fffe}' | '\u{ffff}' => {}
            other if other.is_control() => {}
            other => out.push(other),
        }
    }
    out
}
