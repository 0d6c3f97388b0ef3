//! `terroir check`: every fault and lint in all markets, and what is not known.

use super::Global;
use super::ask::{Opened, Question};
use super::console::{Console, Status};
use super::failure::Failure;
use super::report;
use clap::ValueEnum;
use serde::Serialize;
use terroir::bom::{Conflict, Reason};
use terroir::span::{Files, Place};
use terroir::{Diagnostic, Faults, Outcome, Portfolio, Severity, Solution};

#[derive(clap::Args)]
#[command(after_help = "Example:\n  terroir check\n  terroir check --deny gap --format json")]
pub struct Arguments {
    #[command(flatten)]
    question: Question,
    /// How findings are told: to people on stderr, or to programs on stdout, one JSON object a line
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    #[value(alias = "table")]
    Text,
    /// For programs, one object a line
    Json,
}

pub fn run(arguments: &Arguments, global: &Global, console: &Console) -> Result<Status, Failure> {
    let opened = match Opened::from_folder(global) {
        Err(Failure::Faults(faults)) if arguments.format == Format::Json => return print_faults(&faults, console),
        opened => opened?,
    };
    let mut diagnostics = opened.diagnostics();
    tell(&diagnostics, &opened.solution, arguments.format, console)?;
    let day = arguments.question.day(&opened.solution, None, console)?;
    let portfolio = opened.portfolio(&arguments.question.request(day, None))?;
    let lint = opened.compiled.lint(&portfolio.markets, None);
    tell(&lint, &opened.solution, arguments.format, console)?;
    diagnostics.extend(lint);
    if arguments.format == Format::Text {
        report::count(console, &diagnostics)?;
    }
    if arguments.format == Format::Json {
        return print_answers(&opened.solution, &portfolio, &arguments.question.deny, console);
    }
    tell_answers(&opened.solution, &portfolio, &arguments.question.deny, console)
}

fn tell(diagnostics: &[Diagnostic], solution: &Solution, format: Format, console: &Console) -> Result<(), Failure> {
    match format {
        Format::Json => print_all(diagnostics, solution.files(), console),
        Format::Text => report::diagnostics(console, diagnostics, solution.files()),
    }
}

/// Conflicts first and gaps last: what is not known is what a reader takes along.
fn tell_answers(
    solution: &Solution,
    portfolio: &Portfolio,
    denied: &[String],
    console: &Console,
) -> Result<Status, Failure> {
    let mut status = Status::Clean;
    for outcome in &portfolio.markets {
        if let Some(text) = report::no_bom(solution, outcome) {
            console.error(&format!("{text}\n"))?;
        }
        status = status.max(report::status_of(outcome));
    }
    for told in report::condensed(portfolio) {
        let is_denied = denied.iter().any(|code| code == told.warning.code);
        let word = if is_denied { "error" } else { "warning" };
        let text = format!("{word}[{}]: {}\n", told.warning.code, told.message());
        if is_denied {
            console.error(&text)?;
            status = status.max(Status::Findings);
        } else {
            console.note(&text)?;
        }
    }
    let resolved = portfolio.markets.iter().filter(|outcome| outcome.bom().is_some()).count();
    let markets = report::plural(portfolio.markets.len(), "market");
    let (name, version, day) = (&portfolio.solution, &portfolio.version, portfolio.as_of);
    console.print(&format!("{name} {version}: {resolved} of {markets} with a valid BOM on {day}\n"))?;
    Ok(status)
}

/// One finding as a line of JSON; the order of keys is fixed.
#[derive(Serialize)]
struct Finding<'a> {
    code: &'a str,
    severity: Severity,
    message: String,
    file: Option<String>,
    line: Option<u32>,
    column: Option<u32>,
    labels: Vec<Labelled<'a>>,
    help: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    markets: Vec<&'a str>,
}

#[derive(Serialize)]
struct Labelled<'a> {
    file: Option<String>,
    line: Option<u32>,
    column: Option<u32>,
    text: &'a str,
}

fn print_faults(faults: &Faults, console: &Console) -> Result<Status, Failure> {
    print_all(&faults.diagnostics, &faults.files, console)?;
    Ok(Status::Findings)
}

fn print_all(diagnostics: &[Diagnostic], files: &Files, console: &Console) -> Result<(), Failure> {
    diagnostics.iter().try_for_each(|one| print_one(&from_diagnostic(one, files), console))
}

fn print_answers(
    solution: &Solution,
    portfolio: &Portfolio,
    denied: &[String],
    console: &Console,
) -> Result<Status, Failure> {
    let mut status = Status::Clean;
    for outcome in &portfolio.markets {
        status = status.max(report::status_of(outcome));
        match outcome {
            Outcome::Conflict(conflict) => print_one(&from_conflict(solution, conflict), console)?,
            Outcome::Undecided(undecided) => {
                let message = format!("undecided after {} steps of work", undecided.steps);
                print_one(&placeless("undecided", Severity::Error, message, vec![&undecided.market]), console)?;
            }
            Outcome::Resolved(_) => {}
        }
    }
    for told in report::warnings(portfolio) {
        let is_denied = denied.iter().any(|code| code == told.warning.code);
        let severity = if is_denied { Severity::Error } else { Severity::Warning };
        status = status.max(if is_denied { Status::Findings } else { Status::Clean });
        print_one(&placeless(told.warning.code, severity, told.warning.message.clone(), told.markets), console)?;
    }
    Ok(status)
}

fn print_one(finding: &Finding<'_>, console: &Console) -> Result<(), Failure> {
    console.print(&format!("{}\n", serde_json::to_string(finding)?))
}

fn from_diagnostic<'a>(diagnostic: &'a Diagnostic, files: &Files) -> Finding<'a> {
    let place = diagnostic.place(files);
    let labels = diagnostic.labels.iter().map(|label| labelled(&label.text, Some(&files.place(label.span)))).collect();
    Finding {
        code: diagnostic.code,
        severity: diagnostic.severity,
        message: diagnostic.message.clone(),
        line: place.as_ref().map(|place| place.line),
        column: place.as_ref().map(|place| place.column),
        file: place.map(|place| place.file),
        labels,
        help: diagnostic.help.as_deref(),
        markets: Vec::new(),
    }
}

fn from_conflict<'a>(solution: &Solution, conflict: &'a Conflict) -> Finding<'a> {
    let place = conflict.reasons.iter().find_map(|reason| reason.place.as_ref());
    Finding {
        line: place.map(|place| place.line),
        column: place.map(|place| place.column),
        file: place.map(|place| place.file.clone()),
        labels: conflict.reasons.iter().flat_map(reason_labels).collect(),
        help: conflict.fixes.first().map(|fix| fix.text.as_str()),
        ..placeless("no-valid-bom", Severity::Error, report::headline(solution, conflict), vec![&conflict.market])
    }
}

fn reason_labels(reason: &Reason) -> impl Iterator<Item = Labelled<'_>> {
    let own = labelled(&reason.text, reason.place.as_ref());
    std::iter::once(own).chain(reason.labels.iter().map(|(text, place)| labelled(text, place.as_ref())))
}

fn labelled<'a>(text: &'a str, place: Option<&Place>) -> Labelled<'a> {
    Labelled {
        file: place.map(|place| place.file.clone()),
        line: place.map(|place| place.line),
        column: place.map(|place| place.column),
        text,
    }
}

fn placeless<'a>(code: &'a str, severity: Severity, message: String, markets: Vec<&'a str>) -> Finding<'a> {
    Finding { code, severity, message, file: None, line: None, column: None, labels: Vec::new(), help: None, markets }
}
