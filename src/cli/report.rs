//! How diagnostics, warnings and conflicts are told.

use super::console::{Console, Status};
use super::failure::Failure;
use std::fmt::Write as _;
use terroir::bom::{Conflict, Reason, Warning};
use terroir::diagnostic::printable;
use terroir::span::{Files, Place};
use terroir::{Diagnostic, Outcome, Portfolio, Severity, Solution};

/// Tells diagnostics on stderr; when quiet, only errors.
pub fn diagnostics(console: &Console, diagnostics: &[Diagnostic], files: &Files) -> Result<(), Failure> {
    diagnostics.iter().try_for_each(|one| {
        let text = format!("{}\n", one.render(files));
        if one.severity == Severity::Error { console.error(&text) } else { console.note(&text) }
    })
}

/// Tells how many diagnostics there were: `2 errors, 1 warning`.
pub fn count(console: &Console, diagnostics: &[Diagnostic]) -> Result<(), Failure> {
    let counted = |severity: Severity| {
        let count = diagnostics.iter().filter(|one| one.severity == severity).count();
        (count, severity.word())
    };
    let counts = [Severity::Error, Severity::Warning, Severity::Note].map(counted);
    let words = counts.iter().filter(|(count, _)| *count > 0).map(|(count, word)| plural(*count, word));
    let words: Vec<String> = words.collect();
    if words.is_empty() || (console.is_quiet() && !terroir::diagnostic::has_errors(diagnostics)) {
        return Ok(());
    }
    console.error(&format!("{}\n", words.join(", ")))
}

/// `1 error`, `2 errors`.
pub fn plural(count: usize, word: &str) -> String {
    if count == 1 { format!("{count} {word}") } else { format!("{count} {word}s") }
}

/// A warning with the markets that it was given for.
pub struct Told<'a> {
    pub warning: &'a Warning,
    /// Empty where it concerns the portfolio.
    pub markets: Vec<&'a str>,
}

impl Told<'_> {
    /// The message with its markets: `no source was read for carriers (CN, IN)`.
    pub fn message(&self) -> String {
        let message = printable(&self.warning.message);
        if self.markets.is_empty() { message } else { format!("{message} ({})", self.markets.join(", ")) }
    }
}

/// All warnings of a portfolio, each once with its markets; gaps last, for they are what is not known.
pub fn warnings(portfolio: &Portfolio) -> Vec<Told<'_>> {
    let mut told: Vec<Told<'_>> = Vec::new();
    told.extend(portfolio.warnings.iter().map(|warning| Told { warning, markets: Vec::new() }));
    for outcome in &portfolio.markets {
        for warning in outcome.warnings() {
            match told.iter_mut().find(|one| one.warning == warning) {
                Some(one) => one.markets.push(outcome.market()),
                None => told.push(Told { warning, markets: vec![outcome.market()] }),
            }
        }
    }
    told.sort_by_key(|one| one.warning.code == "gap");
    told
}

/// Tells what is wrong with the answers: conflicts, limits, warnings. A warning that is denied is a finding.
pub fn answers(
    console: &Console,
    solution: &Solution,
    portfolio: &Portfolio,
    denied: &[String],
) -> Result<Status, Failure> {
    let mut status = Status::Clean;
    for told in warnings(portfolio) {
        let message = told.message();
        if denied.iter().any(|code| code == told.warning.code) {
            status = Status::Findings;
            console.error(&format!("error[{}]: {message}\n", told.warning.code))?;
        } else {
            console.note(&format!("warning[{}]: {message}\n", told.warning.code))?;
        }
    }
    for outcome in &portfolio.markets {
        if let Some(text) = no_bom(solution, outcome) {
            console.error(&format!("\n{text}"))?;
        }
        status = status.max(status_of(outcome));
    }
    Ok(status)
}

/// What a market's answer means for the exit status.
pub fn status_of(outcome: &Outcome) -> Status {
    match outcome {
        Outcome::Resolved(_) => Status::Clean,
        Outcome::Conflict(_) => Status::Findings,
        Outcome::Undecided(_) => Status::NotDone,
    }
}

/// Why a market has no bill of materials; `None` where it has one.
pub fn no_bom(solution: &Solution, outcome: &Outcome) -> Option<String> {
    match outcome {
        Outcome::Resolved(_) => None,
        Outcome::Conflict(found) => Some(conflict(solution, found)),
        Outcome::Undecided(undecided) => Some(format!(
            "error[undecided]: market `{}` is undecided after {} steps of work on {}\nhelp: fewer free options or \
             candidates make the question smaller\n",
            undecided.market, undecided.steps, undecided.as_of
        )),
    }
}

/// A conflict as people read it: the headline, the reasons numbered with their places, what joins them, the fixes.
fn conflict(solution: &Solution, conflict: &Conflict) -> String {
    let headline = headline(solution, conflict);
    let mut out = format!("error[no-valid-bom]: {headline}\n");
    for (at, reason) in conflict.reasons.iter().enumerate() {
        let _ = writeln!(out, "({}) {}{}", at + 1, printable(&reason.text), cited(solution, reason));
        for (text, place) in &reason.labels {
            let place = place.as_ref().map(|place| format!(" ({place})")).unwrap_or_default();
            let _ = writeln!(out, "      {}{place}", printable(text));
        }
    }
    for line in &conflict.context {
        let _ = writeln!(out, "{}", printable(line));
    }
    for (at, fix) in conflict.fixes.iter().enumerate() {
        let place = fix.place.as_ref().map(|place| format!(" ({place})")).unwrap_or_default();
        let or = if at == 0 { "" } else { "or " };
        let _ = writeln!(out, "help: {or}{}{place}", printable(&fix.text));
    }
    out
}

/// The sentence that a conflict begins with.
pub fn headline(solution: &Solution, conflict: &Conflict) -> String {
    let (market, name, day) = (&conflict.market, solution.name(), conflict.as_of);
    format!("market `{market}` has no valid bill of materials for `{name}` on {day}")
}

/// Place and sources of a reason in parentheses: ` (regions/BR.toml:6, IEC World Plugs, 2017-10)`.
fn cited(solution: &Solution, reason: &Reason) -> String {
    let place = reason.place.as_ref().map(Place::to_string);
    let sources = reason.source.iter().map(|id| citation(solution, id));
    let words: Vec<String> = place.into_iter().chain(sources).collect();
    if words.is_empty() { String::new() } else { format!(" ({})", printable(&words.join(", "))) }
}

/// A source as people cite it: title and date; its id where nothing more is known.
pub fn citation(solution: &Solution, id: &str) -> String {
    match solution.citation(id) {
        Some(source) => match source.date.or(source.version) {
            Some(date) => format!("{}, {date}", source.title),
            None => source.title,
        },
        None => id.to_owned(),
    }
}
