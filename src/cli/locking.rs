//! Comparing answers with the lock, and updating it.

use super::console::Console;
use super::failure::Failure;
use super::lock_file::LockFile;
use super::session::Opened;
use super::status::Status;
use terroir::Code;
use terroir::diff::{Diff, NamedLock};
use terroir::lock::{FILE_NAME, Lock};
use terroir::printable;
use terroir::{Outcome, Portfolio, Request, export};

/// Compares the answers with the lock; a difference is a finding, reported line by line.
pub fn compare(
    file: &LockFile,
    opened: &Opened,
    portfolio: &Portfolio,
    request: &Request,
    console: &Console,
) -> Result<Status, Failure> {
    let new = frozen(opened, portfolio)?;
    let codes: Vec<String> = portfolio.markets.iter().map(|outcome| outcome.market().to_owned()).collect();
    let whole = opened.solution.markets().iter().all(|market| codes.contains(market));
    let old = file.required()?.clone();
    let old = if whole { old } else { old.only(&codes) };
    let differences = old.differences(&new);
    if differences.is_empty() {
        return Ok(Status::Clean);
    }
    let causes = causes(opened, &old, &new, request)?;
    let lines = differences.iter().chain(&causes).map(|line| format!("  {}\n", printable(line)));
    let lines: String = lines.collect();
    let help = "run `terroir resolve` without `--locked` to update the lock";
    console.error(&format!("error[{}]: `{FILE_NAME}` would change\n{lines}help: {help}\n", Code::LOCK_WOULD_CHANGE))?;
    Ok(Status::Findings)
}

/// Writes the answers into the lock, unless it holds them already. Other markets are left unchanged.
pub fn update(file: &LockFile, opened: &Opened, portfolio: &Portfolio, console: &Console) -> Result<(), Failure> {
    if portfolio.markets.iter().any(|outcome| matches!(outcome, Outcome::Undecided(_))) {
        return console.error(&format!("note: `{FILE_NAME}` was not updated because a market is undecided\n"));
    }
    let order = opened.solution.markets();
    let new = frozen(opened, portfolio)?;
    file.replace(
        match &file.lock {
            Some(old) => new.with_kept(old, &order),
            None => new.only(&order),
        },
        console,
    )
}

/// The answers with the facts of their markets.
pub fn frozen(opened: &Opened, portfolio: &Portfolio) -> Result<Lock, Failure> {
    let (solution, day) = (&opened.solution, portfolio.as_of);
    let codes = portfolio.markets.iter().map(Outcome::market);
    let facts = codes.map(|code| Ok((code.to_owned(), opened.compiled.stated(code, day)?)));
    let facts = facts.collect::<Result<_, Failure>>()?;
    let lock = Lock::from_portfolio(portfolio, solution.files(), solution.currency());
    let lock = lock.with_facts(&facts, solution.files()).with_tables(solution);
    lock.map_err(|error| {
        let help = "name a view with fewer rows in `[[databases]]`, or list fewer components in `choose`";
        Failure::Finding(printable(&error.to_string()), help.to_owned())
    })
}

/// The causes of the differences that the solution knows beside the facts: which dated statement, price or constraint
/// rules out an old line.
fn causes(opened: &Opened, old: &Lock, new: &Lock, request: &Request) -> Result<Vec<String>, Failure> {
    let diff = Diff::of_locks(NamedLock { name: FILE_NAME, lock: old }, NamedLock { name: "now", lock: new })
        .explained(&opened.compiled, request)?;
    let causes =
        diff.markets.iter().flat_map(|pair| export::diff::causes(pair, |slot| old.line_of(&pair.left.market, slot)));
    let mut causes: Vec<String> = causes.collect();
    causes.extend(old.input_changes(new));
    Ok(causes)
}
