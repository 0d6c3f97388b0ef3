//! `terroir resolve`: the bill of materials of every market.

use super::Global;
use super::console::{Console, Status};
use super::failure::Failure;
use super::locking::{LockFile, frozen};
use super::session::{Opened, Question};
use super::{file, render};
use clap::ValueEnum;
use std::path::PathBuf;
use terroir::lock::{FILE_NAME, Lock, Part, Partition};
use terroir::model::Objective;
use terroir::{Outcome, Portfolio, Request, export};

#[derive(clap::Args)]
#[command(after_help = "Example:\n  terroir resolve --market BR --format csv > br.csv\n  \
    terroir resolve --pin driver=driver-universal   what if; writes no lock\n  \
    terroir resolve --locked                        in CI: fails if an answer would change\n  \
    terroir resolve --frozen                        the same without the databases: rows come from the lock\n  \
    terroir resolve --keep                          the fewest changes against terroir.lock\n  \
    terroir resolve --partition hash:1/4 -o 1.part  a quarter of the markets; see `terroir merge`")]
pub struct Arguments {
    #[command(flatten)]
    question: Question,
    /// How the answers are printed
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Write no lock, and fail if it would change
    #[arg(long, conflicts_with_all = ["set", "pin", "without", "without_origin", "without_supplier"])]
    locked: bool,
    /// Take the answer with the fewest changes against the lock, not the cheapest
    #[arg(long)]
    keep: bool,
    /// Resolve only the M-th of N parts of the markets, for `terroir merge`; writes no lock
    #[arg(long, value_name = "hash:M/N", conflicts_with_all = ["set", "pin", "without", "locked", "market", "format"])]
    partition: Option<Partition>,
    /// Write the part into this file
    #[arg(short, long, value_name = "FILE", requires = "partition")]
    output: Option<PathBuf>,
}

/// The forms of an answer.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Table,
    /// For programs: terroir.resolve/1
    Json,
    /// For spreadsheets: one row a line
    Csv,
}

pub fn run(arguments: &Arguments, global: &Global, console: &Console) -> Result<Status, Failure> {
    let opened = Opened::from_folder(global)?;
    opened.report(console)?;
    let lock = LockFile::read(&global.folder())?;
    let is_locked = arguments.locked || global.frozen && !arguments.question.is_what_if();
    let locked = if is_locked { Some(lock.required()?.as_of) } else { None };
    let day = arguments.question.day(&opened, locked, console)?;
    if arguments.keep && lock.lock.is_none() {
        let help = Some("`terroir resolve` writes one".to_owned());
        return Err(Failure::Usage(format!("there is no `{FILE_NAME}` to keep anything of"), help));
    }
    let kept = lock.lock.as_ref().map(Lock::kept);
    let request = Request { keep: arguments.keep, ..arguments.question.request(day, kept) };
    if let Some(partition) = arguments.partition {
        return part(arguments, &opened, partition, &request, console);
    }
    let portfolio = opened.portfolio(&request)?;
    console.print(&text(&portfolio, arguments.format, console)?)?;
    let status = render::answers(console, &opened.solution, &portfolio, &arguments.question.deny)?;
    if is_locked {
        return Ok(status.max(lock.compare(&opened, &portfolio, &request, console)?));
    }
    if !arguments.question.is_what_if() {
        lock.renew(&opened, &portfolio, console)?;
    }
    Ok(status)
}

/// Resolves the markets of one part and writes them down for `terroir merge`.
fn part(
    arguments: &Arguments,
    opened: &Opened,
    partition: Partition,
    request: &Request,
    console: &Console,
) -> Result<Status, Failure> {
    let portfolio = opened.solution.markets();
    opened.wants_markets(&Request::default())?;
    if opened.solution.model().header.objective.iter().any(|one| one.value == Objective::Regional) {
        let message = "the objective `regional` solves all markets jointly, so they cannot be parted".to_owned();
        return Err(Failure::Usage(message, None));
    }
    let markets = portfolio.iter().filter(|market| partition.holds(market)).cloned().collect();
    let answers = opened.alone(&Request { markets, ..request.clone() })?;
    // What concerns several markets at once is told of all of them, by `terroir merge`.
    let answers = Portfolio { warnings: Vec::new(), ..answers };
    let status = render::answers(console, &opened.solution, &answers, &arguments.question.deny)?;
    if answers.markets.iter().any(|outcome| matches!(outcome, Outcome::Undecided(_))) {
        console.error("note: no part is written, for a market is undecided\n")?;
        return Ok(status);
    }
    let text = Part { partition, portfolio, lock: frozen(opened, &answers)? }.to_text();
    match &arguments.output {
        None => console.print(&text)?,
        Some(path) => {
            file::replace(path, &text)?;
            let count = render::plural(answers.markets.len(), "market");
            console.note(&format!("note: wrote `{}`, {count}\n", file::shown(path)))?;
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
