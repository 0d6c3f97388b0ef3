//! Writes diagnostics, warnings and conflicts to the console.

use super::conflict_text::no_bom;
use super::console::Console;
use super::failure::Failure;
use super::findings::finding;
use super::path_text;
use super::status::Status;
use super::warnings::{MarketWarning, summarized};
use super::wording::plural;
use std::io;
use terroir::Files;
use terroir::import::Finding;
use terroir::printable;
use terroir::{Code, Diagnostic, Faults, Outcome, Portfolio, Severity, Solution};

/// Reports diagnostics on stderr; only errors when quiet.
pub fn report_diagnostics(console: &Console, diagnostics: &[Diagnostic], files: &Files) -> Result<(), Failure> {
    diagnostics.iter().try_for_each(|one| {
        if one.severity != Severity::Error && console.is_quiet() {
            return Ok(());
        }
        console.finding(&finding::of_diagnostic(one, files), &format!("{}\n", one.render(files)))
    })
}

/// Writes a finding; all but notes are why the status is 1.
pub fn report_import(finding: &Finding, console: &Console) -> Result<(), Failure> {
    let text = format!("{}: {}\n", finding.severity.word(), printable(&finding.to_string()));
    match finding.severity {
        Severity::Note => console.note(&text),
        Severity::Warning => console.warning(&text),
        Severity::Error => console.error(&text),
    }
}

/// Reports how many there are of each severity: `2 errors, 1 warning`.
pub fn report_counts(console: &Console, severities: &[Severity]) -> Result<(), Failure> {
    let counted = |severity: Severity| {
        let count = severities.iter().filter(|one| **one == severity).count();
        (count, severity.word())
    };
    let counts = [Severity::Error, Severity::Warning, Severity::Note].map(counted);
    let words = counts.iter().filter(|(count, _)| *count > 0).map(|(count, word)| plural(*count, word));
    let words: Vec<String> = words.collect();
    if words.is_empty() || (console.is_quiet() && !severities.contains(&Severity::Error)) {
        return Ok(());
    }
    console.error(&format!("{}\n", words.join(", ")))
}

/// Reports warnings; a denied one is a finding.
pub fn report_warnings(console: &Console, warnings: &[MarketWarning<'_>], denied: &[Code]) -> Result<Status, Failure> {
    let (mut status, mut shown) = (Status::Clean, Vec::new());
    for warning in warnings {
        if warning.warning.waived {
            console.note(&warning.text("waived", &mut shown))?;
        } else if denied.contains(&warning.warning.code) {
            status = Status::Findings;
            console.error(&warning.text("error", &mut shown))?;
        } else {
            console.note(&warning.text(warning.warning.severity().word(), &mut shown))?;
        }
    }
    Ok(status)
}

/// Reports what is wrong with the answers: warnings, conflicts and limits. A denied warning is a finding.
pub fn report_answers(
    console: &Console,
    solution: &Solution,
    portfolios: &[Portfolio],
    denied: &[Code],
) -> Result<Status, Failure> {
    let mut status = report_warnings(console, &summarized(portfolios), denied)?;
    for outcome in portfolios.iter().flat_map(|portfolio| &portfolio.markets) {
        report_no_bom(console, solution, outcome, |text| format!("\n{text}"))?;
        status = status.max(Status::of(outcome));
    }
    Ok(status)
}

/// Reports why a market has no bill of materials; `layout` puts the text into its surroundings.
pub fn report_no_bom(
    console: &Console,
    solution: &Solution,
    outcome: &Outcome,
    layout: impl Fn(&str) -> String,
) -> Result<(), Failure> {
    match (no_bom(solution, outcome), finding::of_outcome(solution, outcome)) {
        (Some(text), Some(finding)) => console.finding(&finding, &layout(&console.explained(&text))),
        _ => Ok(()),
    }
}

/// Reports a failure on stderr and returns the status that the command ends with.
pub fn report_failure(failure: Failure, console: &Console) -> Status {
    let status = failure.status();
    // A broken stderr cannot be reported; the status still shows that something went wrong.
    if write_failure(failure, console).is_ok() { status } else { Status::NotDone }
}

fn write_failure(failure: Failure, console: &Console) -> Result<(), Failure> {
    match failure {
        Failure::Usage(message, None) => console.error(&format!("error: {message}\n")),
        Failure::Usage(message, Some(help)) | Failure::Finding(message, help) => {
            console.error(&format!("error: {message}\nhelp: {help}\n"))
        }
        Failure::Unreadable(files) => files.iter().try_for_each(|one| {
            let (path, problem) = (path_text::shown(&one.path).to_string(), one.problem());
            console.error(&format!("error: `{}` {problem}\n", printable(&path)))
        }),
        Failure::Faults(Faults { files, diagnostics }) => {
            report_diagnostics(console, &diagnostics, &files)?;
            let severities: Vec<Severity> = diagnostics.iter().map(|one| one.severity).collect();
            report_counts(console, &severities)
        }
        Failure::Resolve(error) => console.error(&format!("error: {}\n", printable(&error.to_string()))),
        Failure::Write(path, error) => {
            console.error(&format!("error: cannot write `{}`: {error}\n", path_text::shown(&path)))
        }
        Failure::Changed(path) => console.error(&format!(
            "error: another program changed `{}` while this command ran, so it was not written\nhelp: run the command again\n",
            printable(&path_text::shown(&path).to_string())
        )),
        Failure::Internal(what) => console.error(&format!(
            "error: internal fault: {}\nhelp: this is a fault of terroir {}, not of your files; please report it with this \
             message, the command, and the files if you may share them\n",
            printable(&what.lines().collect::<Vec<_>>().join(" ")),
            env!("CARGO_PKG_VERSION")
        )),
        Failure::Json(error) => console.error(&format!("error: cannot write the answer as JSON: {error}\n")),
        // The reader closed the pipe, as `head` does: nothing to report.
        Failure::Stdout(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        Failure::Stdout(error) => console.error(&format!("error: cannot write to stdout: {error}\n")),
        Failure::Stderr => Ok(()),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::warnings::of_portfolios;
    use super::*;
    use terroir::Place;
    use terroir::Request;
    use terroir::bom::{Conflict, Warning};

    /// Answers to fill in: a conflict that a flag brings about, in a market with warnings.
    fn answers() -> Portfolio {
        let solution = "[solution]\nname = 'lamp'\nmarkets = ['DE', 'US']\ncurrency = 'USD'\n\
            [slots.driver]\nchoose = ['a', 'b']\n[slots.bulb]\nchoose = ['c']";
        let catalog = "components = [\n\
            { id = 'a', kind = 'hardware', price = '1', needs = { 'power.mains' = { voltage_v = { within = [100, 130] } } } },\n\
            { id = 'b', kind = 'hardware', price = '1' },\n\
            { id = 'c', kind = 'hardware' },\n]";
        let solution = Solution::from_sources([("solution.toml", solution), ("catalog/a.toml", catalog)]).unwrap();
        let request = Request::default().as_of("2026-11-22".parse().unwrap()).pin("driver", "a");
        solution.compile().unwrap().portfolio(&request).unwrap()
    }

    fn conflict_of(market: &str, warnings: Vec<Warning>) -> Conflict {
        let template = answers().markets.into_iter().find_map(|outcome| match outcome {
            Outcome::Conflict(conflict) => Some(*conflict),
            Outcome::Resolved(_) | Outcome::Undecided(_) => None,
        });
        let mut conflict = template.unwrap();
        let place = |line| Some(Place::in_solution("catalog/a.toml", line, 1));
        let mut label = conflict.reasons.iter().find_map(|reason| reason.labels.first().cloned()).unwrap();
        let mut reason = |text: &str, line, below: &str, below_line| {
            let mut reason = conflict.reasons[0].clone();
            (label.text, label.place) = (below.to_owned(), place(below_line));
            (reason.text, reason.place) = (text.to_owned(), place(line));
            (reason.labels, reason.source) = (vec![label.clone()], vec!["unknown-source".to_owned()]);
            reason
        };
        let reasons = vec![
            reason("nothing takes the mains", 9, "`a` takes 120 V", 14),
            reason("the mains are 230 V (regions/DE.toml:9, a source)", 12, "`b`", 12),
        ];
        let fix = |text: &str, place| {
            let mut fix = conflict.fixes[0].clone();
            (fix.text, fix.place) = (text.to_owned(), place);
            fix
        };
        conflict.fixes = vec![fix("add `c` at catalog/a.toml:3", place(3)), fix("drop the pin", None)];
        conflict.market = market.to_owned();
        conflict.context = vec!["slot `driver` must be filled".to_owned()];
        (conflict.reasons, conflict.warnings) = (reasons, warnings);
        conflict
    }

    fn portfolio(markets: Vec<Conflict>, warnings: Vec<Warning>) -> Portfolio {
        let mut portfolio = answers();
        portfolio.markets = markets.into_iter().map(|one| Outcome::Conflict(Box::new(one))).collect();
        portfolio.warnings = warnings;
        portfolio
    }

    fn warning(code: &'static str, message: &str) -> Warning {
        let mut warning = answers().markets.iter().find_map(|outcome| outcome.warnings().first().cloned()).unwrap();
        (warning.code, warning.message) = (code.parse().unwrap(), message.to_owned());
        warning
    }

    #[test]
    fn a_warning_of_several_markets_is_given_once_and_gaps_come_last() {
        let gap = |market: &str| warning("gap", &format!("`network` of `{market}` is not known"));
        let price = warning("no-price", "`a` has no price");
        let markets = vec![
            conflict_of("US", vec![gap("US"), price.clone()]),
            conflict_of("DE", vec![gap("DE"), price]),
            conflict_of("BR", vec![warning("gap", "`carriers` of `BR` is not known")]),
        ];
        let portfolio = portfolio(markets, vec![warning("core-share", "the core is small")]);
        let messages: Vec<String> =
            of_portfolios(std::slice::from_ref(&portfolio)).iter().map(MarketWarning::message).collect();
        assert_eq!(
            messages,
            [
                "the core is small",
                "`a` has no price (US, DE)",
                "`network` of these markets is not known (US, DE)",
                "`carriers` of `BR` is not known",
            ]
        );
    }

    #[test]
    fn a_conflict_names_every_place_once() {
        let world = Solution::world().unwrap();
        assert_eq!(
            no_bom(&world, &Outcome::Conflict(Box::new(conflict_of("DE", Vec::new())))).unwrap(),
            "error[no-valid-bom]: market `DE` has no valid bill of materials for `world` on 2026-11-22\n\
             (1) nothing takes the mains (catalog/a.toml:9, unknown-source)\n      \
             `a` takes 120 V (catalog/a.toml:14)\n\
             (2) the mains are 230 V (regions/DE.toml:9, a source)\n      \
             `b` (catalog/a.toml:12)\n\
             slot `driver` must be filled\n\
             help: add `c` at catalog/a.toml:3\n\
             help: or drop the pin\n"
        );
    }
}
