//! `terroir matrix`: slots by markets, what makes them differ, and what a larger shared core costs.

use super::console::Console;
use super::failure::Failure;
use super::global::Global;
use super::lock_file::LockFile;
use super::messages;
use super::request_flags::RequestFlags;
use super::session::Opened;
use super::status::Status;
use super::variant_flags::json_of_variants;
use clap::ValueEnum;
use terroir::export::{self, MatrixRows};
use terroir::{Portfolio, Request};

#[derive(clap::Args)]
#[command(after_help = "Examples:\n  terroir matrix --all\n  terroir matrix --market US --market BR\n  \
    terroir matrix --commonality\n\n\
    `=` marks the shared core, `~` a regional slot, `!` a market without a bill of materials, `-` an \
    empty slot. A table wider than 100 columns shows the letters `a`, `b` … in place of the contents; the end of each row \
    explains its letters.")]
pub struct Arguments {
    /// Show every slot, not only those that vary
    #[arg(long)]
    all: bool,
    /// Show what a larger shared core would cost, up to the largest possible one
    #[arg(long)]
    commonality: bool,
    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    #[command(flatten)]
    request: RequestFlags,
}

/// The output formats of a matrix.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Text table
    Table,
    /// JSON (terroir.matrix/1)
    Json,
}

pub fn run(arguments: &Arguments, global: &Global, console: &Console) -> Result<Status, Failure> {
    let opened = Opened::from_folder(global)?;
    opened.report(console)?;
    let lock = LockFile::read(&global.folder())?.lock;
    let day = arguments.request.day(&opened, None, console)?;
    let requests = arguments.request.requests(&opened, day, lock.as_ref(), console)?;
    let portfolios = opened.portfolios(&requests)?;
    let matrices = requests.iter().zip(&portfolios);
    let texts: Vec<String> =
        matrices.map(|(request, portfolio)| text(arguments, &opened, request, portfolio)).collect::<Result<_, _>>()?;
    match (arguments.format, texts.as_slice()) {
        (Format::Json, [only]) => console.print(only)?,
        (Format::Json, several) => console.print(&json_of_variants("terroir.matrix/1", several))?,
        (Format::Table, several) => console.print(&console.fitted(several.join("\n")))?,
    }
    messages::report_answers(console, &opened.solution, &portfolios, &arguments.request.deny)
}

/// The matrix of one portfolio.
fn text(arguments: &Arguments, opened: &Opened, request: &Request, portfolio: &Portfolio) -> Result<String, Failure> {
    let splits = opened.compiled.splits(request, portfolio)?;
    let price = if arguments.commonality { Some(opened.compiled.commonality(request)?) } else { None };
    if arguments.format == Format::Json {
        return Ok(export::matrix_json(portfolio, &splits, price.as_ref())?);
    }
    let rows = if arguments.all { MatrixRows::All } else { MatrixRows::Varying };
    let currency = opened.solution.currency();
    let price = price.map(|price| format!("\n{}", export::commonality(&price, currency))).unwrap_or_default();
    Ok(format!("{}{}{price}", export::matrix(portfolio, rows), export::splits(&splits, currency)))
}
