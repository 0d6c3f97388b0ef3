//! `terroir resolve`: the bill of materials of every market.

use super::Global;
use super::ask::{Opened, Question};
use super::console::{Console, Status};
use super::failure::Failure;
use super::locking::LockFile;
use super::report;
use clap::ValueEnum;
use terroir::{Portfolio, export};

#[derive(clap::Args)]
#[command(after_help = "Example:\n  terroir resolve --market BR --format csv > br.csv\n  \
    terroir resolve --pin driver=driver-universal   what if; writes no lock\n  \
    terroir resolve --locked                        in CI: fails if an answer would change")]
pub struct Arguments {
    #[command(flatten)]
    question: Question,
    /// How the answers are printed
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Write no lock, and fail if it would change
    #[arg(long, conflicts_with_all = ["set", "pin", "without", "without_origin", "without_supplier"])]
    locked: bool,
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
    opened.tell(console)?;
    let lock = LockFile::read(&global.folder())?;
    let locked = if arguments.locked { Some(lock.required()?.as_of) } else { None };
    let day = arguments.question.day(&opened.solution, locked, console)?;
    let kept = lock.lock.as_ref().map(terroir::lock::Lock::kept);
    let portfolio = opened.portfolio(&arguments.question.request(day, kept))?;
    console.print(&text(&portfolio, arguments.format)?)?;
    let status = report::answers(console, &opened.solution, &portfolio, &arguments.question.deny)?;
    if arguments.locked {
        return Ok(status.max(lock.compare(&opened, &portfolio, console)?));
    }
    if !arguments.question.is_what_if() {
        lock.renew(&opened, &portfolio, console)?;
    }
    Ok(status)
}

fn text(portfolio: &Portfolio, format: Format) -> Result<String, Failure> {
    Ok(match format {
        Format::Table => export::table(portfolio),
        Format::Json => export::json(portfolio)?,
        Format::Csv => export::csv(portfolio),
    })
}
