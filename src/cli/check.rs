//! `terroir check`: errors, warnings and known gaps of all files and markets.

use super::console::Console;
use super::failure::Failure;
use super::findings::finding::{self, Answers, Finding, Strictness};
use super::findings::paths::Paths;
use super::findings::{cause, github, gitlab, junit, lines, sarif};
use super::global::Global;
use super::messages;
use super::proofs::ProofFlags;
use super::request_flags::RequestFlags;
use super::session::Opened;
use super::status::Status;
use super::warnings;
use super::wording;
use super::writing::append;
use clap::ValueEnum;
use std::path::PathBuf;
use terroir::{Code, Date, Diagnostic, Faults, Outcome, Portfolio, Severity, Solution, printable};

#[derive(clap::Args)]
#[command(after_help = "Examples:\n  terroir check\n  terroir check --deny gap --format json\n  \
    terroir check --variants                         prove every variant valid in each of its markets\n  \
    terroir check --format sarif > terroir.sarif     write findings for code scanning\n\n\
    `--format github` also appends the matrix to the step summary, the file named by $GITHUB_STEP_SUMMARY.")]
pub struct Arguments {
    /// Output format: `text` writes findings to stderr and a summary to stdout; all others write to stdout
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Lowest severity that makes the check fail
    #[arg(long, value_name = "SEVERITY", value_enum, default_value_t = FailOn::Error)]
    fail_on: FailOn,
    /// Exit with 0 even if there are findings; failures to run still exit with 2
    #[arg(long)]
    exit_zero: bool,
    #[command(flatten)]
    proof: ProofFlags,
    #[command(flatten)]
    request: RequestFlags,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Text for people
    #[value(alias = "table")]
    Text,
    /// JSON, one object per line
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// JUnit XML: the suite is the solution, each market (of each variant) is a test case
    Junit,
    /// GitHub annotations
    Github,
    /// GitLab code quality report
    Gitlab,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FailOn {
    /// Warnings and errors
    Warning,
    /// Errors
    Error,
}

pub fn run(arguments: &Arguments, global: &Global, console: &Console) -> Result<Status, Failure> {
    let status = match arguments.format {
        Format::Text => check_for_people(arguments, global, console),
        Format::Json | Format::Sarif | Format::Junit | Format::Github | Format::Gitlab => {
            check_for_programs(arguments, global, console)
        }
    };
    let status = match status {
        Err(Failure::Faults(faults)) if arguments.exit_zero => {
            messages::report_failure(Failure::Faults(faults), console)
        }
        status => status?,
    };
    Ok(if arguments.exit_zero && status == Status::Findings { Status::Clean } else { status })
}

impl Arguments {
    fn strictness(&self) -> Strictness<'_> {
        let fail_on = match self.fail_on {
            FailOn::Warning => Severity::Warning,
            FailOn::Error => Severity::Error,
        };
        Strictness { denied: &self.request.deny, fail_on }
    }

    /// What is found in the files and proved about the model, with what the waivers make of it.
    fn diagnostics(&self, opened: &Opened, portfolios: &[Portfolio]) -> Vec<Diagnostic> {
        let mut all = opened.diagnostics();
        all.extend(opened.compiled.lint(&outcomes(portfolios), None));
        if let Some(portfolio) = portfolios.first() {
            opened.compiled.waive(&mut all, portfolio.as_of);
        }
        // Only the whole solution, as it is, shows which waivers are of no use.
        if self.request.market.is_empty() && !self.request.is_what_if() {
            let idle = opened.compiled.idle_waivers(portfolios, &all);
            all.extend(idle);
        }
        all
    }

    /// The diagnostics with those of denied codes as errors.
    fn denied(&self, diagnostics: &[Diagnostic]) -> Vec<Diagnostic> {
        let mut all = diagnostics.to_vec();
        for one in all.iter_mut().filter(|one| !one.waived && self.request.deny.contains(&one.code)) {
            one.severity = Severity::Error;
        }
        all
    }

    fn status(&self, findings: &[Finding]) -> Status {
        if self.strictness().fails(findings) { Status::Findings } else { Status::Clean }
    }
}

fn check_for_people(arguments: &Arguments, global: &Global, console: &Console) -> Result<Status, Failure> {
    let opened = Opened::from_folder(global)?;
    let day = arguments.request.day(&opened, None, console)?;
    let portfolios = portfolios(arguments, &opened, day, console)?;
    let diagnostics = arguments.diagnostics(&opened, &portfolios);
    messages::report_diagnostics(console, &arguments.denied(&diagnostics), opened.solution.files())?;
    let status = report_answers(&opened.solution, &portfolios, &arguments.request.deny, console)?;
    let mut findings = finding::of_files(&diagnostics, opened.solution.files(), &arguments.strictness());
    let warnings = warnings::summarized(&portfolios);
    findings.extend(finding::of_answers(&opened.solution, &portfolios, warnings, &arguments.strictness()));
    let counted: Vec<Severity> = findings.iter().filter(|one| !one.waived).map(|one| one.severity).collect();
    messages::report_counts(console, &counted)?;
    if console.is_quiet() {
        // Errors were written.
        let others = findings.iter().filter(|one| one.severity != Severity::Error);
        let failing = others.filter(|one| arguments.strictness().fails(std::slice::from_ref(one)));
        failing.into_iter().try_for_each(|one| {
            console.warning(&format!("{}[{}]: {}\n", one.severity.word(), one.code, printable(&one.text())))
        })?;
    }
    Ok(status.max(arguments.status(&findings)))
}

fn portfolios(arguments: &Arguments, opened: &Opened, day: Date, console: &Console) -> Result<Vec<Portfolio>, Failure> {
    let requests = arguments.request.requests(opened, day, None, console)?;
    let portfolios = opened.portfolios(&requests)?;
    arguments.proof.write(opened, &requests, &portfolios, console)?;
    Ok(portfolios)
}

fn outcomes(portfolios: &[Portfolio]) -> Vec<Outcome> {
    portfolios.iter().flat_map(|portfolio| &portfolio.markets).cloned().collect()
}

/// Conflicts first and gaps last, so that the gaps are what a reader sees at the end.
fn report_answers(
    solution: &Solution,
    portfolios: &[Portfolio],
    denied: &[Code],
    console: &Console,
) -> Result<Status, Failure> {
    let mut status = Status::Clean;
    for outcome in portfolios.iter().flat_map(|portfolio| &portfolio.markets) {
        messages::report_no_bom(console, solution, outcome, |text| format!("{text}\n"))?;
        status = status.max(Status::of(outcome));
    }
    status = status.max(messages::report_warnings(console, &warnings::summarized(portfolios), denied)?);
    for portfolio in portfolios {
        let resolved = portfolio.markets.iter().filter(|outcome| outcome.bom().is_some()).count();
        let markets = wording::plural(portfolio.markets.len(), "market");
        let (name, version, day) = (&portfolio.solution, &portfolio.version, portfolio.as_of);
        let variant = portfolio.variant.as_ref().map(|name| format!(", variant `{}`", printable(name)));
        let variant = variant.unwrap_or_default();
        console.print(&format!("{name} {version}{variant}: {resolved} of {markets} with a valid BOM on {day}\n"))?;
    }
    Ok(status)
}

fn check_for_programs(arguments: &Arguments, global: &Global, console: &Console) -> Result<Status, Failure> {
    let strictness = arguments.strictness();
    let opened = match Opened::from_folder(global) {
        Err(Failure::Faults(Faults { files, diagnostics })) => {
            let findings = finding::of_files(&diagnostics, &files, &strictness);
            let status = arguments.status(&findings).max(Status::Findings);
            let paths = Paths::of(&global.folder(), &files, None);
            print(arguments.format, findings, &paths, None, console)?;
            return Ok(status);
        }
        opened => opened?,
    };
    let solution = &opened.solution;
    let day = arguments.request.day(&opened, None, console)?;
    let portfolios = portfolios(arguments, &opened, day, console)?;
    let diagnostics = arguments.diagnostics(&opened, &portfolios);
    let mut findings = finding::of_files(&diagnostics, solution.files(), &strictness);
    let every = arguments.format == Format::Json;
    let warnings = if every { warnings::of_portfolios(&portfolios) } else { warnings::summarized(&portfolios) };
    findings.extend(finding::of_answers(solution, &portfolios, warnings, &strictness));
    let answers = outcomes(&portfolios).iter().map(Status::of).max().unwrap_or(Status::Clean);
    let status = answers.max(arguments.status(&findings));
    let paths = Paths::of(&global.folder(), solution.files(), Some(solution));
    print(arguments.format, findings, &paths, Some(&Answers { solution, portfolios: &portfolios }), console)?;
    Ok(status)
}

fn print(
    format: Format,
    findings: Vec<Finding>,
    paths: &Paths,
    answers: Option<&Answers<'_>>,
    console: &Console,
) -> Result<(), Failure> {
    match format {
        Format::Text | Format::Json => findings.iter().try_for_each(|finding| console.print(&lines::line(finding)?)),
        Format::Junit => console.print(&junit::junit(&findings, answers)),
        Format::Sarif => console.print(&sarif::sarif(&cause::by_cause(findings, paths), paths)?),
        Format::Gitlab => console.print(&gitlab::gitlab(&cause::by_cause(findings, paths), paths)?),
        Format::Github => {
            console.print(&github::commands(&cause::by_cause(findings, paths), paths))?;
            let summary = std::env::var_os("GITHUB_STEP_SUMMARY").filter(|name| !name.is_empty());
            match (summary.map(PathBuf::from), answers) {
                (Some(path), Some(answers)) => append(&path, &github::summary(answers.portfolios)),
                _ => Ok(()),
            }
        }
    }
}
