//! `terroir resolve`: the bill of materials of every market.

use super::console::Console;
use super::failure::Failure;
use super::global::Global;
use super::lock_file::LockFile;
use super::locking::{self, Frozen, frozen};
use super::messages;
use super::path_text;
use super::proofs::ProofFlags;
use super::request_flags::RequestFlags;
use super::session::Opened;
use super::status::Status;
use super::wording;
use super::writing::{Force, Mark, Writer};
use clap::ValueEnum;
use std::path::PathBuf;
use terroir::Objective;
use terroir::lock::{FILE_NAME, Lock, Part, Partition};
use terroir::{Outcome, Portfolio, Priority, Request, Scope, export};

#[derive(clap::Args)]
#[command(after_help = "Examples:\n  terroir resolve --market BR --format csv > br.csv\n  \
    terroir resolve --pin driver=driver-universal   try a component; the lock is not written\n  \
    terroir resolve --variants                      show all variants; the lock is not written\n  \
    terroir resolve --locked                        in CI: fail if an answer would change\n  \
    terroir resolve --frozen                        the same, with database rows from the lock\n  \
    terroir resolve --keep                          change as little as possible against terroir.lock\n  \
    terroir resolve --proof proofs/                 prove every answer to others: `veripb proofs/BR.opb proofs/BR.pbp`\n  \
    terroir resolve --partition hash:1/4 -o 1.part  resolve a quarter of the markets for `terroir merge`")]
pub struct Arguments {
    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Fail if terroir.lock would change; do not write it
    #[arg(long, conflicts_with_all = ["set", "pin", "without", "without_origin", "without_maker", "without_seller"])]
    locked: bool,
    /// Prefer the fewest changes against terroir.lock over the lowest cost
    #[arg(long)]
    keep: bool,
    /// Resolve only part M of N of the markets, for `terroir merge`; do not write terroir.lock
    #[arg(long, value_name = "hash:M/N", conflicts_with_all = ["set", "pin", "without", "locked", "market", "format", "variant", "variants", "proof"])]
    partition: Option<Partition>,
    /// Write the part to this file [default: stdout]
    #[arg(short, long, value_name = "FILE", requires = "partition")]
    output: Option<PathBuf>,
    #[command(flatten)]
    proof: ProofFlags,
    #[command(flatten)]
    force: Force,
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
    if arguments.locked && arguments.request.has_variants() {
        let message = "`--locked` compares the solution and all its variants, so it cannot be limited to variants";
        let help = "leave out `--variant` and `--variants`".to_owned();
        return Err(Failure::Usage(message.to_owned(), Some(help)));
    }
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
    let priority = if arguments.keep { Priority::FewestChanges } else { Priority::Objectives };
    if arguments.partition.is_some() {
        let request = arguments.request.request(day, lock.lock.as_ref().map(Lock::choices)).priority(priority);
        let writer = Writer::new(arguments.force, &global.packs);
        let parted = Parted { opened: &opened, lock: &lock, request: &request, writer: &writer };
        return part(arguments, &parted, console);
    }
    let requests = arguments.request.requests(&opened, day, lock.lock.as_ref(), console)?;
    let requests: Vec<Request> = requests.into_iter().map(|request| request.priority(priority)).collect();
    let portfolios = opened.portfolios(&requests)?;
    console.print(&text(&portfolios, arguments.format, console)?)?;
    let status = messages::report_answers(console, &opened.solution, &portfolios, &arguments.request.deny)?;
    arguments.proof.write(&opened, &requests, &portfolios, console)?;
    let (Some(portfolio), Some(request), false) =
        (portfolios.first(), requests.first(), arguments.request.has_variants())
    else {
        console.note(&format!(
            "note: `{FILE_NAME}` is not written where only variants are resolved; `terroir resolve` without \
             `--variant` and `--variants` writes them with the solution\n"
        ))?;
        return Ok(status);
    };
    if is_locked {
        let new = Frozen::of(&lock, &opened, portfolio, request, console)?;
        return Ok(status.max(locking::compare(&lock, &opened, &new, request, console)?));
    }
    if !arguments.request.is_what_if() {
        let new = Frozen::of(&lock, &opened, portfolio, request, console)?;
        locking::update(&lock, &opened, new, request, console)?;
    }
    Ok(status)
}

/// How a part is known again.
const PART: Mark = Mark::Words(Part::HEADER, "");

/// What a part is made from, and how it is written.
struct Parted<'a> {
    opened: &'a Opened,
    lock: &'a LockFile,
    request: &'a Request,
    writer: &'a Writer,
}

/// Resolves the markets of one part and writes them for `terroir merge`.
fn part(arguments: &Arguments, parted: &Parted<'_>, console: &Console) -> Result<Status, Failure> {
    let Parted { opened, lock, request, writer } = parted;
    let Some(partition) = arguments.partition else { return Ok(Status::Clean) };
    if let Some(path) = &arguments.output {
        writer.check(path, &PART)?;
    }
    let portfolio = opened.solution.markets();
    opened.wants_markets(&Request::default())?;
    if opened.solution.objectives().any(|objective| *objective == Objective::Regional) {
        let message = "the objective `regional` solves all markets jointly, so they cannot be partitioned".to_owned();
        return Err(Failure::Usage(message, Some("resolve without `--partition`".to_owned())));
    }
    let markets: Vec<String> = portfolio.iter().filter(|market| partition.holds(market)).cloned().collect();
    if markets.is_empty() {
        console.error(&format!(
            "note: part {partition} has none of the {}; it is written all the same, because `terroir merge` wants every part\n",
            wording::plural(portfolio.len(), "market")
        ))?;
    }
    let mut answers = opened.alone(&request.for_markets(markets.clone()))?;
    if answers.year_cost.is_some() {
        let message = "the markets share orders, so they cannot be partitioned".to_owned();
        return Err(Failure::Usage(message, Some("resolve without `--partition`".to_owned())));
    }
    // What concerns several markets at once is reported for all of them, by `terroir merge`.
    answers.warnings.clear();
    let status =
        messages::report_answers(console, &opened.solution, std::slice::from_ref(&answers), &arguments.request.deny)?;
    if answers.markets.iter().any(|outcome| matches!(outcome, Outcome::Undecided(_))) {
        console.error("note: the part was not written because a market is undecided\n")?;
        return Ok(status);
    }
    let variants = locking::variants(lock, opened, &request.for_markets(markets).scope(Scope::Requested))?;
    let frozen = frozen(opened, &answers)?.with_variants(&variants, opened.solution.files());
    let text = Part::new(partition, portfolio, frozen).to_text();
    match &arguments.output {
        None => console.print(&text)?,
        Some(path) => {
            writer.write(path, text.as_bytes(), &PART)?;
            let count = wording::plural(answers.markets.len(), "market");
            console.note(&format!("note: wrote `{}`, {count}\n", path_text::shown(path)))?;
        }
    }
    Ok(status)
}

fn text(portfolios: &[Portfolio], format: Format, console: &Console) -> Result<String, Failure> {
    Ok(match format {
        Format::Table => {
            let tables: Vec<String> = portfolios.iter().map(export::table).collect();
            console.fitted(tables.join("\n"))
        }
        Format::Json => export::json_of(portfolios)?,
        Format::Csv => export::csv_of(portfolios),
    })
}
