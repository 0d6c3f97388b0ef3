//! Comparing answers with the lock, and updating it.

use super::console::Console;
use super::failure::Failure;
use super::lock_file::LockFile;
use super::request_flags::today;
use super::session::Opened;
use super::status::Status;
use super::writing::Swapped;
use terroir::Code;
use terroir::diff::{Diff, NamedLock};
use terroir::lock::{FILE_NAME, Lock, StatedEdit};
use terroir::printable;
use terroir::{Outcome, Portfolio, Request, Scope, export};

/// The answers of a run as a lock.
pub struct Frozen {
    /// The answers of the solution and of all its variants.
    lock: Lock,
    /// Whether some answer was not found, so that the lock is not whole.
    is_undecided: bool,
}

impl Frozen {
    /// Freezes the answers of the solution and resolves all variants in the markets of the request; a variant without an
    /// answer is reported in a note.
    pub fn of(
        file: &LockFile,
        opened: &Opened,
        portfolio: &Portfolio,
        request: &Request,
        console: &Console,
    ) -> Result<Self, Failure> {
        let variants = variants(file, opened, request)?;
        for outcome in variants.iter().flat_map(|variant| &variant.markets).filter(|outcome| outcome.bom().is_none()) {
            let (variant, market) = (printable(outcome.variant().unwrap_or_default()), outcome.market());
            console.note(&format!(
                "note: variant `{variant}` has no valid BOM in {market}; `terroir check --variants` explains it\n"
            ))?;
        }
        let undecided = |outcome: &Outcome| matches!(outcome, Outcome::Undecided(_));
        let is_undecided = variants.iter().chain([portfolio]).flat_map(|portfolio| &portfolio.markets).any(undecided);
        Ok(Self { lock: frozen(opened, portfolio)?.with_variants(&variants, opened.solution.files()), is_undecided })
    }
}

/// Compares the answers with the lock; a difference is a finding, reported line by line.
pub fn compare(
    file: &LockFile,
    opened: &Opened,
    new: &Frozen,
    request: &Request,
    console: &Console,
) -> Result<Status, Failure> {
    let new = &new.lock;
    let codes: Vec<String> = new.markets().map(str::to_owned).collect();
    let whole = opened.solution.markets().iter().all(|market| codes.contains(market));
    let old = file.required()?.clone();
    let old = if whole { old } else { old.only(&codes) };
    let edits = opened.compiled.edits_since(&old);
    report_age(&old, console)?;
    let differences = old.differences(new, &edits);
    if differences.is_empty() {
        let notes = old.dates_since(new, &edits);
        notes.iter().try_for_each(|note| console.note(&format!("note: {}\n", printable(note))))?;
        return Ok(Status::Clean);
    }
    let causes = causes(opened, &old, new, &edits, request)?;
    let lines = differences.iter().chain(&causes).map(|line| format!("  {}\n", printable(line)));
    let lines: String = lines.collect();
    let help = "run `terroir resolve` without `--locked` to update the lock";
    console.error(&format!("error[{}]: `{FILE_NAME}` would change\n{lines}help: {help}\n", Code::LOCK_WOULD_CHANGE))?;
    Ok(Status::Findings)
}

/// Warns where the lock says less than it could, or no longer holds for a product that is placed on the market today.
fn report_age(old: &Lock, console: &Console) -> Result<(), Failure> {
    if old.is_of_earlier_format() {
        console.note(&format!(
            "warning: `{FILE_NAME}` has an earlier format: it holds components and quantities, but no part numbers, \
             prices or certificates, so they are not compared\nhelp: run `terroir resolve` to write it anew\n"
        ))?;
    }
    let today = today()?;
    match old.holds_until() {
        Some(day) if day <= today => console.note(&format!(
            "warning: the answers of `{FILE_NAME}`, as of {}, hold until {day}, which has passed: since then something \
             that they depend on has begun or ended\nhelp: run `terroir resolve --as-of {today}`, and review what \
             changes\n",
            old.as_of()
        )),
        Some(_) | None => Ok(()),
    }
}

/// Writes the answers into the lock, unless it holds them already. Other markets are left unchanged; they have the lock's
/// day, so answers of some markets on another day are not written.
///
/// Where another run wrote the lock meanwhile, these answers are merged into what it holds now, if it holds of their markets
/// still what it held.
pub fn update(
    file: &LockFile,
    opened: &Opened,
    new: Frozen,
    request: &Request,
    console: &Console,
) -> Result<(), Failure> {
    if new.is_undecided {
        return console.error(&format!("note: `{FILE_NAME}` was not updated because a market is undecided\n"));
    }
    const MOST_TRIES: usize = 100;
    let mut now = None;
    for _ in 0..MOST_TRIES {
        let current = now.as_ref().unwrap_or(file);
        if write(current, opened, &new.lock, request, console)? == Swapped::Written {
            return Ok(());
        }
        let next = file.again()?;
        if !can_merge(file.lock.as_ref(), next.lock.as_ref(), &new.lock) {
            return Err(file.changed());
        }
        now = Some(next);
    }
    Err(file.changed())
}

/// Whether a lock that another run wrote still takes these answers: on the same day, and of their markets it holds what it
/// held when they were looked for, or these very answers.
fn can_merge(read: Option<&Lock>, now: Option<&Lock>, new: &Lock) -> bool {
    let Some(now) = now else { return false };
    let codes: Vec<String> = new.markets().map(str::to_owned).collect();
    let held = now.clone().only(&codes);
    let is_as_read = match read {
        Some(read) => read.as_of() == now.as_of() && read.clone().only(&codes).differences(&held, &[]).is_empty(),
        None => now.as_of() == new.as_of() && held.markets().next().is_none(),
    };
    is_as_read || (now.as_of() == new.as_of() && held.differences(new, &[]).is_empty())
}

fn write(
    file: &LockFile,
    opened: &Opened,
    new: &Lock,
    request: &Request,
    console: &Console,
) -> Result<Swapped, Failure> {
    let is_whole = opened.solution.markets().iter().all(|market| new.markets().any(|code| code == market));
    match &file.lock {
        Some(old) if !is_whole && old.as_of() != new.as_of() => {
            console.note(&format!(
                "note: `{FILE_NAME}` was not updated: it is as of {}, these answers as of {}\n\
                 help: run `terroir resolve --as-of {}` without `--market` to update all markets\n",
                old.as_of(),
                new.as_of(),
                new.as_of()
            ))?;
            return Ok(Swapped::Written);
        }
        Some(old) if is_whole && is_of_its_day_only(file, opened, new, request)? => {
            let lock = new.clone().with_kept(old, &opened.solution);
            return file.write(&lock, Some(&[]), console);
        }
        Some(_) | None => {}
    }
    let (lock, edits) = match &file.lock {
        Some(old) => (new.clone().with_kept(old, &opened.solution), opened.compiled.edits_since(old)),
        None => (new.clone().only(&opened.solution.markets()), Vec::new()),
    };
    file.replace(lock, &edits, console)
}

/// Whether the lock holds the answers of the new day, but not those that the files now give on the lock's own day, with
/// which `--locked` compares.
fn is_of_its_day_only(file: &LockFile, opened: &Opened, new: &Lock, request: &Request) -> Result<bool, Failure> {
    let Some(old) = &file.lock else { return Ok(false) };
    let is_same_day = old.as_of() == new.as_of() || opened.solution.as_of().is_some();
    if is_same_day || old.holds_on_day_of(new) || !old.differences(new, &[]).is_empty() {
        return Ok(false);
    }
    let request = request.for_markets(Vec::<String>::new()).as_of(old.as_of());
    let portfolio = opened.portfolio(&request)?;
    let variants = variants(file, opened, &request)?;
    let own = frozen(opened, &portfolio)?.with_variants(&variants, opened.solution.files());
    Ok(!old.differences(&own, &[]).is_empty())
}

/// The answers of all variants in the markets of a request.
pub fn variants(file: &LockFile, opened: &Opened, request: &Request) -> Result<Vec<Portfolio>, Failure> {
    let is_whole = request.markets.is_empty() && request.scope == Scope::Portfolio;
    let mut portfolios = Vec::new();
    for variant in opened.solution.variants() {
        if is_whole || request.markets.iter().any(|code| variant.markets.contains(code)) {
            let mut of_variant = request.clone().variant(&variant.name);
            of_variant.locked = file.lock.as_ref().map(|lock| lock.choices_of(Some(&variant.name)));
            portfolios.push(opened.portfolio(&of_variant)?);
        }
    }
    Ok(portfolios)
}

/// The answers as a lock, with fingerprints of what the files state and the rows that were used from databases.
pub fn frozen(opened: &Opened, portfolio: &Portfolio) -> Result<Lock, Failure> {
    let solution = &opened.solution;
    let lock = Lock::from_portfolio(portfolio, solution.files(), solution.currency());
    let lock = lock.with_stated(solution).with_tables(solution);
    lock.map_err(|error| {
        let help = "name a view with fewer rows in `[[databases]]`, or list fewer components in `choose`";
        Failure::Finding(printable(&error.to_string()), help.to_owned())
    })
}

/// The causes of the differences that the solution knows beside the facts: which dated statement, price or constraint
/// rules out an old line.
fn causes(
    opened: &Opened,
    old: &Lock,
    new: &Lock,
    edits: &[StatedEdit],
    request: &Request,
) -> Result<Vec<String>, Failure> {
    let diff = Diff::of_locks(NamedLock { name: FILE_NAME, lock: old }, NamedLock { name: "now", lock: new })
        .explained(&opened.compiled, request)?;
    let causes = diff.markets.iter().flat_map(|pair| {
        export::diff::causes(pair, |slot| old.line_of(&pair.left.market, pair.left.variant.as_deref(), slot))
    });
    let mut causes: Vec<String> = causes.collect();
    if edits.is_empty() {
        causes.extend(old.input_changes(new));
    }
    Ok(causes)
}
