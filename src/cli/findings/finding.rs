//! One finding, made from a diagnostic, an answer or a warning.

use crate::cli::conflict_text::headline;
use crate::cli::warnings::MarketWarning;
use crate::cli::wording::{quoted, with_markets, with_variants};
use terroir::bom::{Conflict, Fix, Reason};
use terroir::{Code, Diagnostic, Outcome, Portfolio, Severity, Solution};
use terroir::{Files, Place};

/// One error, warning or note.
pub struct Finding {
    pub code: Code,
    pub severity: Severity,
    /// What a warning or note is about; empty where the code alone says it.
    pub key: String,
    /// Whether a waiver accepts it.
    pub waived: bool,
    /// Why it is accepted.
    pub because: Option<String>,
    /// For the first market if there are several; [`Finding::text`] names them all.
    pub message: String,
    /// `None` where no file states it: an unknown fact, a flag.
    pub place: Option<Place>,
    /// Further texts, each with its place.
    pub labels: Vec<Label>,
    pub help: Option<String>,
    /// The markets that it concerns; empty for all of them.
    pub markets: Vec<String>,
    /// The variants that it concerns; empty for all that are requested, and for the solution.
    pub variants: Vec<String>,
}

impl Finding {
    /// The message with the markets that it concerns.
    pub fn text(&self) -> String {
        let markets: Vec<&str> = self.markets.iter().map(String::as_str).collect();
        let variants: Vec<&str> = self.variants.iter().map(String::as_str).collect();
        if self.code == Code::NO_VALID_BOM {
            return self.conflict_text(&markets, &variants);
        }
        let text = match markets.as_slice() {
            // A summary lists its markets itself.
            list @ [_, _, ..] if self.message.contains(&list.join(", ")) => self.message.clone(),
            list => with_markets(&self.message, list),
        };
        // An undecided market names its variant itself.
        if self.code == Code::UNDECIDED { text } else { with_variants(&text, &variants) }
    }

    /// The message of a conflict, which names a market and perhaps a variant, with all that it concerns.
    fn conflict_text(&self, markets: &[&str], variants: &[&str]) -> String {
        let mut text = self.message.clone();
        if let [first, _, ..] = markets {
            let one = format!("market `{first}` has");
            text = text.replacen(&one, &format!("markets {} have", markets.join(", ")), 1);
        }
        if let [first, _, ..] = variants {
            let all: Vec<String> = variants.iter().map(|name| quoted(name)).collect();
            text = text.replacen(&format!("variant `{first}` of"), &format!("variants {} of", all.join(", ")), 1);
        }
        text
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
    /// Of the solution, or one for each requested variant.
    pub portfolios: &'a [Portfolio],
}

/// How strictly findings are treated.
pub struct Strictness<'a> {
    /// Codes whose warnings and notes are errors.
    pub denied: &'a [Code],
    /// The lowest severity that makes the check fail.
    pub fail_on: Severity,
}

impl Strictness<'_> {
    /// The severity of a finding: a denied code is an error, and what is waived a note.
    fn severity(&self, finding: &Finding) -> Severity {
        match (finding.waived, self.denied.contains(&finding.code)) {
            (true, _) => Severity::Note,
            (false, true) => Severity::Error,
            (false, false) => finding.severity,
        }
    }

    /// Whether any of them makes the check fail.
    pub fn fails(&self, findings: &[Finding]) -> bool {
        // Severities are ordered from the worst.
        findings.iter().any(|finding| finding.severity <= self.fail_on && !finding.waived)
    }
}

/// The findings in the files.
pub fn of_files(diagnostics: &[Diagnostic], files: &Files, strictness: &Strictness<'_>) -> Vec<Finding> {
    let finding = |one: &Diagnostic| {
        let finding = of_diagnostic(one, files);
        Finding { severity: strictness.severity(&finding), ..finding }
    };
    diagnostics.iter().map(finding).collect()
}

/// A fault, a warning or a note about the files.
pub fn of_diagnostic(one: &Diagnostic, files: &Files) -> Finding {
    Finding {
        code: one.code,
        severity: one.severity,
        key: one.key.clone(),
        waived: one.waived,
        because: one.because.as_deref().map(str::to_owned),
        message: one.message.clone(),
        place: one.place(files),
        labels: one
            .labels
            .iter()
            .map(|label| Label { text: label.text.clone(), place: Some(files.place(label.span)) })
            .collect(),
        help: one.help.clone(),
        markets: Vec::new(),
        variants: Vec::new(),
    }
}

/// The findings in the answers: conflicts, markets that are undecided, and these warnings.
pub fn of_answers(
    solution: &Solution,
    portfolios: &[Portfolio],
    warnings: Vec<MarketWarning<'_>>,
    strictness: &Strictness<'_>,
) -> Vec<Finding> {
    let outcomes = portfolios.iter().flat_map(|portfolio| &portfolio.markets);
    let mut list: Vec<Finding> = outcomes.filter_map(|outcome| of_outcome(solution, outcome)).collect();
    let finding = |warning: MarketWarning<'_>| Finding {
        code: warning.warning.code,
        severity: warning.warning.severity(),
        key: warning.key().to_owned(),
        waived: warning.warning.waived,
        because: warning.warning.because.clone(),
        message: warning.plain(),
        place: None,
        labels: Vec::new(),
        help: warning.help(),
        markets: warning.markets.iter().map(|market| (*market).to_owned()).collect(),
        variants: warning.variants.iter().map(|variant| (*variant).to_owned()).collect(),
    };
    let findings = warnings.into_iter().map(finding);
    list.extend(findings.map(|finding| Finding { severity: strictness.severity(&finding), ..finding }));
    list
}

pub fn of_outcome(solution: &Solution, outcome: &Outcome) -> Option<Finding> {
    match outcome {
        Outcome::Resolved(_) => None,
        Outcome::Conflict(conflict) => Some(of_conflict(solution, conflict)),
        Outcome::Undecided(undecided) => Some(Finding {
            code: Code::UNDECIDED,
            severity: Severity::Error,
            key: String::new(),
            waived: false,
            because: None,
            message: undecided.to_string(),
            place: None,
            labels: Vec::new(),
            help: None,
            markets: vec![undecided.market.clone()],
            variants: undecided.variant.iter().cloned().collect(),
        }),
    }
}

fn of_conflict(solution: &Solution, conflict: &Conflict) -> Finding {
    Finding {
        code: Code::NO_VALID_BOM,
        severity: Severity::Error,
        key: String::new(),
        waived: false,
        because: None,
        message: headline(solution, conflict),
        place: conflict.reasons.iter().find_map(|reason| reason.place.clone()),
        labels: conflict.reasons.iter().flat_map(labels_of).collect(),
        help: conflict.fixes.first().map(Fix::full_text),
        markets: vec![conflict.market.clone()],
        variants: conflict.variant.iter().cloned().collect(),
    }
}

/// The text of a reason, then its labels.
fn labels_of(reason: &Reason) -> impl Iterator<Item = Label> + use<> {
    let own = Label { text: reason.text.clone(), place: reason.place.clone() };
    let labels: Vec<Label> =
        reason.labels.iter().map(|one| Label { text: one.text.clone(), place: one.place.clone() }).collect();
    std::iter::once(own).chain(labels)
}
