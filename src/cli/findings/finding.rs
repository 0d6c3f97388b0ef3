//! One finding, made from a diagnostic, an answer or a warning.

use crate::cli::conflict_text::headline;
use crate::cli::warnings::MarketWarning;
use crate::cli::wording::with_markets;
use terroir::bom::{Conflict, Reason};
use terroir::{Code, Diagnostic, Outcome, Portfolio, Severity, Solution};
use terroir::{Files, Place};

/// One error, warning or note.
pub struct Finding {
    pub code: Code,
    pub severity: Severity,
    /// For the first market if there are several; [`Finding::text`] names them all.
    pub message: String,
    /// `None` where no file states it: an unknown fact, a flag.
    pub place: Option<Place>,
    /// Further texts, each with its place.
    pub labels: Vec<Label>,
    pub help: Option<String>,
    /// The markets that it concerns; empty for all of them.
    pub markets: Vec<String>,
}

impl Finding {
    /// The message with the markets that it concerns.
    pub fn text(&self) -> String {
        let markets: Vec<&str> = self.markets.iter().map(String::as_str).collect();
        match markets.as_slice() {
            [first, _, ..] if self.code == Code::NO_VALID_BOM => {
                let one = format!("market `{first}` has");
                self.message.replacen(&one, &format!("markets {} have", markets.join(", ")), 1)
            }
            // A summary lists its markets itself.
            list @ [_, _, ..] if self.message.contains(&list.join(", ")) => self.message.clone(),
            list => with_markets(&self.message, list),
        }
    }
}

/// A further text of a finding, with its place.
pub struct Label {
    pub text: String,
    /// `None` where no file states it.
    pub place: Option<Place>,
}

/// The answers of a solution.
pub struct Answers<'a> {
    pub solution: &'a Solution,
    pub portfolio: &'a Portfolio,
}

/// How strictly findings are treated.
pub struct Strictness<'a> {
    /// Codes whose warnings and notes are errors.
    pub denied: &'a [Code],
    /// The lowest severity that makes the check fail.
    pub fail_on: Severity,
}

impl Strictness<'_> {
    /// The severity of a finding once denied codes are errors.
    pub fn severity(&self, code: Code, severity: Severity) -> Severity {
        if self.denied.contains(&code) { Severity::Error } else { severity }
    }

    /// Whether any of them makes the check fail.
    pub fn fails(&self, findings: &[Finding]) -> bool {
        // Severities are ordered from the worst.
        findings.iter().any(|finding| finding.severity <= self.fail_on)
    }
}

/// The findings in the files.
pub fn of_files(diagnostics: &[Diagnostic], files: &Files, strictness: &Strictness<'_>) -> Vec<Finding> {
    let finding = |one: &Diagnostic| {
        let severity = strictness.severity(one.code, one.severity);
        Finding { severity, ..of_diagnostic(one, files) }
    };
    diagnostics.iter().map(finding).collect()
}

/// A fault, a warning or a note about the files.
pub fn of_diagnostic(one: &Diagnostic, files: &Files) -> Finding {
    Finding {
        code: one.code,
        severity: one.severity,
        message: one.message.clone(),
        place: one.place(files),
        labels: one
            .labels
            .iter()
            .map(|label| Label { text: label.text.clone(), place: Some(files.place(label.span)) })
            .collect(),
        help: one.help.clone(),
        markets: Vec::new(),
    }
}

/// The findings in the answers: conflicts, markets that are undecided, and these warnings.
pub fn of_answers(
    solution: &Solution,
    portfolio: &Portfolio,
    warnings: Vec<MarketWarning<'_>>,
    strictness: &Strictness<'_>,
) -> Vec<Finding> {
    let mut list: Vec<Finding> = portfolio.markets.iter().filter_map(|outcome| of_outcome(solution, outcome)).collect();
    list.extend(warnings.into_iter().map(|warning| Finding {
        code: warning.warning.code,
        severity: strictness.severity(warning.warning.code, Severity::Warning),
        message: warning.plain(),
        place: None,
        labels: Vec::new(),
        help: None,
        markets: warning.markets.iter().map(|market| (*market).to_owned()).collect(),
    }));
    list
}

pub fn of_outcome(solution: &Solution, outcome: &Outcome) -> Option<Finding> {
    match outcome {
        Outcome::Resolved(_) => None,
        Outcome::Conflict(conflict) => Some(of_conflict(solution, conflict)),
        Outcome::Undecided(undecided) => Some(Finding {
            code: Code::UNDECIDED,
            severity: Severity::Error,
            message: undecided.to_string(),
            place: None,
            labels: Vec::new(),
            help: None,
            markets: vec![undecided.market.clone()],
        }),
    }
}

fn of_conflict(solution: &Solution, conflict: &Conflict) -> Finding {
    Finding {
        code: Code::NO_VALID_BOM,
        severity: Severity::Error,
        message: headline(solution, conflict),
        place: conflict.reasons.iter().find_map(|reason| reason.place.clone()),
        labels: conflict.reasons.iter().flat_map(labels_of).collect(),
        help: conflict.fixes.first().map(|fix| fix.text.clone()),
        markets: vec![conflict.market.clone()],
    }
}

/// The text of a reason, then its labels.
fn labels_of(reason: &Reason) -> impl Iterator<Item = Label> + use<> {
    let own = Label { text: reason.text.clone(), place: reason.place.clone() };
    let labels: Vec<Label> =
        reason.labels.iter().map(|one| Label { text: one.text.clone(), place: one.place.clone() }).collect();
    std::iter::once(own).chain(labels)
}
