//! `terroir resolve`: the bill of materials of every market.

use super::console::Console;
use super::failure::Failure;
use super::file;
use super::global::Global;
use super::lock_file::LockFile;
use super::locking::{self, frozen};
use super::messages;
use super::path_text;
use super::request_flags::RequestFlags;
use super::session::Opened;
use super::status::Status;
use super::wording;
use clap::ValueEnum;
use std::path::PathBuf;
use terroir::Objective;
use terroir::lock::{FILE_NAME, Lock, Part, Partition};
use terroir::{Outcome, Portfolio, Priority, Request, export};

#[derive(clap::Args)]
#[command(after_help = "Examples:\n  terroir resolve --market BR --format csv > br.csv\n  \
    terroir resolve --pin driver=driver-universal   try a component; the lock is not written\n  \
    terroir resolve --locked                        in CI: fail if an answer would change\n  \
    terroir resolve --frozen                        the same, with database rows from the lock\n  \
    terroir resolve --keep                          change as little as possible against terroir.lock\n  \
    terroir resolve --partition hash:1/4 -o 1.part  resolve a quarter of the markets for `terroir merge`")]
pub struct Arguments {
    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Fail if terroir.lock would change; do not write it
    #[arg(long, conflicts_with_all = ["set", "pin", "without", "without_origin", "without_maker"])]
    locked: bool,
    /// Prefer the fewest changes against terroir.lock over the lowest cost
    #[arg(long)]
    keep: bool,
    /// Resolve only part M of N of the markets, for `terroir merge`; do not write terroir.lock
    #[arg(long, value_name = "hash:M/N", conflicts_with_all = ["set", "pin", "without", "locked", "market", "format"])]
    partition: Option<Partition>,
    /// Write the part to this file [default: stdout]
    #[arg(short, long, value_name = "FILE", requires = "partition")]
    output: Option<PathBuf>,
    #[command(flatten)]
    request: RequestFlags,
}

/// The output formats of the answers.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Text table
    Table,
    /// JSON (terroir.resolve/1)
    Json,
    /// CSV, one row per BOM line
    Csv,
}

pub fn run(arguments: &Arguments, global: &Global, console: &Console) -> Result<Status, Failure> {
    let opened = Opened::from_folder(global)?;
    opened.report(console)?;
    let lock = LockFile::read(&global.folder())?;
    let is_locked = arguments.locked || global.frozen && !arguments.request.is_what_if();
    let locked = if is_locked { Some(lock.required()?.as_of()) } else { None };
    let day = arguments.request.day(&opened, locked, console)?;
    if arguments.keep && lock.lock.is_none() {
        let help = Some("run `terroir resolve` without `--keep` to create it".to_owned());
        return Err(Failure::Usage(format!("`--keep` needs `{FILE_NAME}`, which does not exist"), help));
    }
    let kept = lock.lock.as_ref().map(Lock::choices);
    let priority = if arguments.keep { Priority::FewestChanges } else { Priority::Objectives };
    let request = arguments.request.request(day, kept).priority(priority);
    if let Some(partition) = arguments.partition {
        return part(arguments, &opened, partition, &request, console);
    }
    let portfolio = opened.portfolio(&request)?;
    console.print(&text(&portfolio, arguments.format, console)?)?;
    let status = messages::report_answers(console, &opened.solution, &portfolio, &arguments.request.deny)?;
    if is_locked {
        return Ok(status.max(locking::compare(&lock, &opened, &portfolio, &request, console)?));
    }
    if !arguments.request.is_what_if() {
        locking::update(&lock, &opened, &portfolio, console)?;
    }
    Ok(status)
}

/// Resolves the markets of one part and writes them for `terroir merge`.
fn part(
    arguments: &Arguments,
    opened: &Opened,
    partition: Partition,
    request: &Request,
    console: &Console,
) -> Result<Status, Failure> {
    let portfolio = opened.solution.markets();
    opened.wants_markets(&Request::default())?;
    if opened.solution.objectives().any(|objective| *objective == Objective::Regional) {
        let message = "the objective `regional` solves all markets jointly, so they cannot be partitioned".to_owned();
        return Err(Failure::Usage(message, Some("resolve without `--partition`".to_owned())));
    }
    let markets: Vec<String> = portfolio.iter().filter(|market| partition.holds(market)).cloned().collect();
    let mut answers = opened.alone(&request.for_markets(markets))?;
    // What concerns several markets at once is reported for all of them, by `terroir merge`.
    answers.warnings.clear();
    let status = messages::report_answers(console, &opened.solution, &answers, &arguments.request.deny)?;
    if answers.markets.iter().any(|outcome| matches!(outcome, Outcome::Undecided(_))) {
        console.error("note: the part was not written because a market is undecided\n")?;
        return Ok(status);
    }
    let text = Part::new(partition, portfolio, frozen(opened, &answers)?).to_text();
    match &arguments.output {
        None => console.print(&text)?,
        Some(path) => {
            file::replace(path, &text)?;
            let count = wording::plural(answers.markets.len(), "market");
            console.note(&format!("note: wrote `{}`, {count}\n", path_text::shown(path)))?;
        }
    }
    Ok(status)
}

fn text(portfolio: &Portfolio, format: Format, console: &Console) -> Result<String, Failure> {
    Ok(match format {
        Format::Table => console.fitted(export::table(portfolio)),
        Format::Json => export::json(portfolio)?,
        Format::Csv => export::csv(portfolio),
    })
}
