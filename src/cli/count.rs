//! `terroir count`: how many valid variants each market has.

use super::console::Console;
use super::failure::Failure;
use super::global::Global;
use super::request_flags::RequestFlags;
use super::session::Opened;
use super::status::Status;
use clap::ValueEnum;
use terroir::count::{MarketCount, VariantCounts};
use terroir::{Code, export};

#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  terroir count                           count the valid variants of every market\n  \
    terroir count --market US --set uplink=cellular --format json\n\n\
    A variant is a component or nothing in every slot, a value of every option, and the set of carriers that are relied \
    on. An option with a default has that value unless `--set` says otherwise. Planned certificates are not choices: \
    variants that differ only in them count once. \"Different hardware\" counts variants with the same hardware in the \
    same slots once. Numbers are exact; where the step limit is reached they are lower \
    bounds, reported as \"at least\"."
)]
#[command(mut_arg("variants", |flag| flag.hide(true)))]
pub struct Arguments {
    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    #[command(flatten)]
    request: RequestFlags,
}

/// The output formats of the counts.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Text table
    Table,
    /// JSON (terroir.count/1)
    Json,
}

pub fn run(arguments: &Arguments, global: &Global, console: &Console) -> Result<Status, Failure> {
    let opened = Opened::from_folder(global)?;
    opened.report(console)?;
    let day = arguments.request.day(&opened, None, console)?;
    let request = arguments.request.single(&opened, day, None, console)?;
    opened.wants_markets(&request)?;
    let counts = opened.compiled.count(&request)?;
    console.print(&match arguments.format {
        Format::Table => console.fitted(export::count_table(&counts)),
        Format::Json => export::count_json(&counts)?,
    })?;
    report_problems(&counts, console)
}

/// Reports markets without any variant, and counts that are lower bounds.
fn report_problems(counts: &VariantCounts, console: &Console) -> Result<Status, Failure> {
    let mut status = Status::Clean;
    let is_bound = |one: &&MarketCount| !(one.all.is_exact && one.hardware.is_exact);
    let none = counts.markets.iter().filter(|one| one.all.is_exact && one.all.number == "0");
    for one in none {
        console.error(&format!(
            "error[{}]: market `{}` has no valid variant\nhelp: `terroir explain --market {}` shows why\n",
            Code::NO_VALID_BOM,
            one.market,
            one.market
        ))?;
        status = Status::Findings;
    }
    for one in counts.markets.iter().filter(is_bound) {
        console.error(&format!(
            "error[{}]: step limit reached in market `{}` after {} steps; the count is a lower bound\n\
             help: set `--limit` to more steps\n",
            Code::UNDECIDED,
            one.market,
            one.steps
        ))?;
        status = Status::NotDone;
    }
    Ok(status)
}
