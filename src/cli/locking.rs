//! The lock beside a solution: reading, comparing, updating.

use super::console::{Console, Status};
use super::failure::Failure;
use super::file;
use super::session::Opened;
use std::io;
use std::path::{Path, PathBuf};
use terroir::diagnostic::printable;
use terroir::diff::Diff;
use terroir::load::{Problem, read_text};
use terroir::lock::{FILE_NAME, Lock};
use terroir::{Outcome, Portfolio, Request, export};

/// The lock of a solution's folder.
pub struct LockFile {
    path: PathBuf,
    /// What it holds; `None` where there is none.
    pub lock: Option<Lock>,
}

impl LockFile {
    /// Reads the lock, if there is one. One that cannot be parsed is an error, so that it is not overwritten unasked.
    pub fn read(folder: &Path) -> Result<Self, Failure> {
        Self::at(folder.join(FILE_NAME))
    }

    /// Reads a lock that may have another name.
    pub fn at(path: PathBuf) -> Result<Self, Failure> {
        let text = match read_text(&path) {
            Ok(text) => text,
            Err(unreadable) => match unreadable.problem {
                Problem::System(error) if error.kind() == io::ErrorKind::NotFound => {
                    return Ok(Self { path, lock: None });
                }
                problem => return Err(Failure::Unreadable(vec![terroir::load::Unreadable { path, problem }])),
            },
        };
        match Lock::parse(&text) {
            Ok(lock) => Ok(Self { path, lock: Some(lock) }),
            Err(error) => {
                let message =
                    format!("`{}` is not a valid lock: {}", file::shown(&path), printable(&error.to_string()));
                let help = "restore it from version control, or delete it and run `terroir resolve`";
                Err(Failure::Finding(message, help.to_owned()))
            }
        }
    }

    /// The lock, which must be there.
    pub fn required(&self) -> Result<&Lock, Failure> {
        self.lock.as_ref().ok_or_else(|| {
            let help = "run `terroir resolve` without `--locked` to create it".to_owned();
            Failure::Finding(format!("there is no lock: `{}` does not exist", file::shown(&self.path)), help)
        })
    }

    /// Compares the answers with the lock; a difference is a finding, reported line by line.
    pub fn compare(
        &self,
        opened: &Opened,
        portfolio: &Portfolio,
        request: &Request,
        console: &Console,
    ) -> Result<Status, Failure> {
        let new = frozen(opened, portfolio)?;
        let codes: Vec<String> = portfolio.markets.iter().map(|outcome| outcome.market().to_owned()).collect();
        let whole = opened.solution.markets().iter().all(|market| codes.contains(market));
        let old = self.required()?.clone();
        let old = if whole { old } else { old.only(&codes) };
        let differences = old.differences(&new);
        if differences.is_empty() {
            return Ok(Status::Clean);
        }
        let causes = causes(opened, (&old, &new), request)?;
        let lines = differences.iter().chain(&causes).map(|line| format!("  {}\n", printable(line)));
        let lines: String = lines.collect();
        let help = "run `terroir resolve` without `--locked` to update the lock";
        console.error(&format!("error[lock-would-change]: `{FILE_NAME}` would change\n{lines}help: {help}\n"))?;
        Ok(Status::Findings)
    }

    /// Writes the answers into the lock, unless it holds them already. Other markets are left unchanged.
    pub fn update(&self, opened: &Opened, portfolio: &Portfolio, console: &Console) -> Result<(), Failure> {
        if portfolio.markets.iter().any(|outcome| matches!(outcome, Outcome::Undecided(_))) {
            return console.error(&format!("note: `{FILE_NAME}` was not updated because a market is undecided\n"));
        }
        let order = opened.solution.markets();
        let new = frozen(opened, portfolio)?;
        self.replace(
            match &self.lock {
                Some(old) => new.with_kept(old, &order),
                None => new.only(&order),
            },
            console,
        )
    }

    /// Writes a lock, unless the file holds the same answers already.
    pub fn replace(&self, new: Lock, console: &Console) -> Result<(), Failure> {
        let differences = self.lock.as_ref().map(|old| old.differences(&new));
        // The same answers could not be repeated from a lock that lacks what they are now chosen from.
        let holds_rows = self.lock.as_ref().is_some_and(|old| old.holds_rows_of(&new));
        if holds_rows && differences.as_ref().is_some_and(Vec::is_empty) {
            return Ok(());
        }
        file::replace(&self.path, &new.to_text())?;
        console.note(&format!("note: wrote `{}`{}\n", file::shown(&self.path), changes(differences.as_deref())))
    }
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
fn causes(opened: &Opened, (old, new): (&Lock, &Lock), request: &Request) -> Result<Vec<String>, Failure> {
    let diff = Diff::of_locks((FILE_NAME, old), ("now", new)).explained(&opened.compiled, request)?;
    let told = diff.markets.iter().flat_map(|pair| {
        let lines = old.markets.iter().find(|market| market.market == pair.left).map(|market| market.lines.as_slice());
        let at = |slot: &str| lines?.iter().position(|line| line.slot == slot).map(|at| at + 1);
        export::diff::causes(pair, at)
    });
    let mut told: Vec<String> = told.collect();
    let rows = old.row_changes(new);
    if old.inputs != new.inputs && rows.is_empty() {
        told.push("the solution's own files have changed since the lock was written".to_owned());
    }
    told.extend(rows);
    Ok(told)
}

/// The changes, as many as fit a screen; `--locked` lists all.
fn changes(differences: Option<&[String]>) -> String {
    const MOST: usize = 12;
    match differences {
        None | Some([]) => String::new(),
        Some([only]) => format!(", 1 change: {}", printable(only)),
        Some(more) => {
            let lines: String = more.iter().take(MOST).map(|line| format!("\n  {}", printable(line))).collect();
            let rest = more.len().saturating_sub(MOST);
            let rest = if rest == 0 { String::new() } else { format!("\n  and {rest} more") };
            format!(", {} changes{lines}{rest}", more.len())
        }
    }
}
