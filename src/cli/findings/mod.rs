//! What `check` found, as one list: each cause once, with the markets that it concerns. The forms for other programs are
//! written from it:
//!
//! | module | form |
//! |---|---|
//! | [`lines`] | one JSON object a line |
//! | [`sarif`] | SARIF 2.1.0, for code scanning |
//! | [`junit`] | JUnit: the suite is the solution, a case is a market |
//! | [`github`] | workflow commands of GitHub, and the summary of the step |
//! | [`gitlab`] | code quality of GitLab |

pub mod github;
pub mod gitlab;
pub mod junit;
pub mod lines;
pub mod paths;
pub mod sarif;

use super::render::{self, Told};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use terroir::bom::{Conflict, Reason};
use terroir::terms::code::AnswerCode;
use terroir::{Code, Diagnostic, Outcome, Portfolio, Severity, Solution};
use terroir::{Files, Place};

/// Of how many markets behind the first a text tells the cause in full.
const MOST_TOLD: usize = 10;

/// One cause of trouble, or one thing worth knowing.
pub struct Finding {
    pub code: Code,
    pub severity: Severity,
    /// Of the first market where there are several; [`Finding::text`] tells them all.
    pub message: String,
    /// `None` where no file says it: an unknown fact, a flag.
    pub place: Option<Place>,
    /// What else belongs to it, each with its place.
    pub labels: Vec<(String, Option<Place>)>,
    pub help: Option<String>,
    /// The markets that it concerns; empty: all of them.
    pub markets: Vec<String>,
}

impl Finding {
    /// The message with the markets that it concerns.
    pub fn text(&self) -> String {
        let markets: Vec<&str> = self.markets.iter().map(String::as_str).collect();
        match markets.as_slice() {
            [first, _, ..] if self.code == AnswerCode::NoValidBom => {
                let one = format!("market `{first}` has");
                self.message.replacen(&one, &format!("markets {} have", markets.join(", ")), 1)
            }
            // A summary lists its markets itself.
            list @ [_, _, ..] if self.message.contains(&list.join(", ")) => self.message.clone(),
            list => render::with_markets(&self.message, list),
        }
    }
}

/// Which warnings count for more.
pub struct Strictness<'a> {
    /// Codes whose warnings and notes are errors.
    pub denied: &'a [Code],
    /// The least severity that is a finding.
    pub fail_on: Severity,
}

impl Strictness<'_> {
    /// The severity of a finding once denied codes are errors.
    pub fn severity(&self, code: Code, severity: Severity) -> Severity {
        if self.denied.contains(&code) { Severity::Error } else { severity }
    }

    /// Whether any of them makes the check fail.
    pub fn fails(&self, findings: &[Finding]) -> bool {
        // The worst stands first in the order of severities.
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
        labels: one.labels.iter().map(|label| (label.text.clone(), Some(files.place(label.span)))).collect(),
        help: one.help.clone(),
        markets: Vec::new(),
    }
}

/// The findings in the answers: conflicts, markets that are undecided, and these warnings.
pub fn of_answers(
    solution: &Solution,
    portfolio: &Portfolio,
    warnings: Vec<Told<'_>>,
    strictness: &Strictness<'_>,
) -> Vec<Finding> {
    let mut list: Vec<Finding> = portfolio.markets.iter().filter_map(|outcome| of_outcome(solution, outcome)).collect();
    list.extend(warnings.into_iter().map(|told| Finding {
        code: told.warning.code,
        severity: strictness.severity(told.warning.code, Severity::Warning),
        message: told.plain(),
        place: None,
        labels: Vec::new(),
        help: None,
        markets: told.markets.iter().map(|market| (*market).to_owned()).collect(),
    }));
    list
}

pub fn of_outcome(solution: &Solution, outcome: &Outcome) -> Option<Finding> {
    match outcome {
        Outcome::Resolved(_) => None,
        Outcome::Conflict(conflict) => Some(of_conflict(solution, conflict)),
        Outcome::Undecided(undecided) => Some(Finding {
            code: AnswerCode::Undecided.into(),
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
        code: AnswerCode::NoValidBom.into(),
        severity: Severity::Error,
        message: render::headline(solution, conflict),
        place: conflict.reasons.iter().find_map(|reason| reason.place.clone()),
        labels: conflict.reasons.iter().flat_map(labels_of).collect(),
        help: conflict.fixes.first().map(|fix| fix.text.clone()),
        markets: vec![conflict.market.clone()],
    }
}

fn labels_of(reason: &Reason) -> impl Iterator<Item = (String, Option<Place>)> + use<> {
    let own = (reason.text.clone(), reason.place.clone());
    let below: Vec<_> = reason.labels.iter().map(|label| (label.text.clone(), label.place.clone())).collect();
    std::iter::once(own).chain(below)
}

/// One entry a cause, the worst first: conflicts that rest on the same places of the solution's own files are one, for
/// one edit mends them.
pub fn by_cause(findings: Vec<Finding>, paths: &paths::Paths) -> Vec<Cause> {
    let mut causes: Vec<Cause> = Vec::new();
    // Key → how many there are, and where the first stands.
    let mut known: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for finding in findings {
        let key = paths.key(&finding);
        let (count, first) = known.entry(key.clone()).or_insert((0, causes.len()));
        match causes.get_mut(*first) {
            Some(cause) if cause.finding.code == AnswerCode::NoValidBom => cause.join(finding),
            _ => {
                *count += 1;
                // Two that look alike are told apart by their number.
                let key = if *count == 1 { key } else { format!("{key}\n{count}") };
                causes.push(Cause { key, others: Vec::new(), finding });
            }
        }
    }
    causes.sort_by_key(|cause| cause.finding.severity);
    causes
}

/// A cause with all findings that rest on it.
pub struct Cause {
    /// What it is recognised by in the next run: stable when lines move.
    key: String,
    /// The first finding, with the markets of all.
    pub finding: Finding,
    /// What the cause comes to in each further market.
    others: Vec<String>,
}

impl Cause {
    fn join(&mut self, other: Finding) {
        self.others.extend(other.labels.into_iter().next().map(|(text, _)| text));
        self.finding.markets.extend(other.markets);
    }

    /// The message with everything that a reader needs where only a text is shown.
    pub fn text(&self) -> String {
        let finding = &self.finding;
        let mut out = finding.text();
        if finding.code == AnswerCode::NoValidBom {
            for (text, place) in &finding.labels {
                let place = place.as_ref().map(ToString::to_string).filter(|place| !text.contains(place));
                let place = place.map(|place| format!(" ({place})")).unwrap_or_default();
                let _ = write!(out, "\n- {text}{place}");
            }
            for text in self.others.iter().take(MOST_TOLD) {
                let _ = write!(out, "\n- {text}");
            }
            let more = self.others.len().saturating_sub(MOST_TOLD);
            if more > 0 {
                let _ = write!(out, "\n- and {}", render::plural(more, "more market"));
            }
        }
        if let Some(help) = &finding.help {
            let _ = write!(out, "\nhelp: {help}");
        }
        out
    }

    /// Sixty-four hexadecimal digits that stay the same while the cause does.
    pub fn fingerprint(&self) -> String {
        hmac_sha256::Hash::hash(self.key.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
    }
}
