//! `terroir buy`: the year's purchase list of the portfolio.

use super::answered::{Answered, Bound, Prepared};
use super::console::Console;
use super::exported;
use super::failure::Failure;
use super::global::Global;
use super::outputs::{Output, targets, write};
use super::request_flags::RequestFlags;
use super::session::Opened;
use super::status::Status;
use super::wording::plural;
use super::writing::{Force, Mark, Writer};
use clap::ValueEnum;
use std::path::PathBuf;
use terroir::Portfolio;
use terroir::export::buy::{self, Shop};
use terroir::export::{Dialect, Sheet};
use terroir::printable;

#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  terroir buy                              show what to order from whom, and what each market pays\n  \
    terroir buy --format xlsx -o orders.xlsx one sheet per seller\n  \
    terroir buy --format digikey -o cart.csv the orders from Digi-Key, for its upload page\n  \
    terroir buy --without-seller digikey     show the orders without a seller\n\n\
    An order is all the pieces of one offer that the markets of the portfolio take in a year. It holds the whole portfolio \
    also with `--market`. The next tier shows how many pieces are missing to it, and how much less the pieces of this order \
    would cost at its price."
)]
#[command(mut_arg("variants", |flag| flag.hide(true)))]
pub struct Arguments {
    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Write to this file [default: stdout]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Fail if terroir.lock would change
    #[arg(long, conflicts_with_all = ["set", "pin", "without", "without_origin", "without_maker", "without_seller"])]
    locked: bool,
    #[command(flatten)]
    force: Force,
    #[command(flatten)]
    request: RequestFlags,
}

/// The output formats of the orders.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Text table, seller by seller
    Table,
    /// JSON (terroir.buy/1)
    Json,
    /// CSV, one row per order
    Csv,
    /// Excel workbook, one sheet per seller
    Xlsx,
    /// CSV of the orders from Digi-Key, for its upload page
    Digikey,
    /// CSV of the orders from Mouser, for its upload page
    Mouser,
    /// CSV of the orders from LCSC, for its upload page
    Lcsc,
}

impl Format {
    const fn shop(self) -> Option<Shop> {
        match self {
            Self::Digikey => Some(Shop::DigiKey),
            Self::Mouser => Some(Shop::Mouser),
            Self::Lcsc => Some(Shop::Lcsc),
            Self::Table | Self::Json | Self::Csv | Self::Xlsx => None,
        }
    }
}

pub fn run(arguments: &Arguments, global: &Global, console: &Console) -> Result<Status, Failure> {
    if arguments.format == Format::Xlsx && arguments.output.is_none() {
        let help = Some("name a file with `-o FILE.xlsx`".to_owned());
        return Err(Failure::Usage("a workbook cannot be written to stdout".to_owned(), help));
    }
    let opened = Opened::from_folder(global)?;
    let bound = if arguments.locked { Bound::ByLock } else { Bound::Free };
    let prepared = Prepared::of(opened, &arguments.request, bound, global, console)?;
    let [_] = prepared.requests.as_slice() else {
        let help = Some("name it with `--variant NAME`".to_owned());
        return Err(Failure::Usage("this command answers one variant at a time".to_owned(), help));
    };
    let Answered { portfolios, status, is_refused, .. } = prepared.resolve(console)?;
    if is_refused {
        return Ok(status.max(Status::Findings));
    }
    let Some(portfolio) = portfolios.first() else { return Ok(status) };
    let output = output(arguments.format, portfolio, console)?;
    let writer = Writer::new(arguments.force, &global.packs);
    let outputs = [output];
    let targets = targets(arguments.output.as_deref(), 1, &outputs, &writer)?;
    write(&targets, &outputs, &writer, console)?;
    if let Some(shop) = arguments.format.shop() {
        report_others(portfolio, shop, console)?;
    }
    Ok(status)
}

/// What is written.
fn output(format: Format, portfolio: &Portfolio, console: &Console) -> Result<Output, Failure> {
    let named = |ending: &str, bytes: Vec<u8>, mark| {
        Ok(Output { name: format!("{}-orders.{ending}", portfolio.solution), bytes, mark })
    };
    match format {
        Format::Table => named("txt", console.fitted(buy::table(portfolio)).into_bytes(), Mark::Columns),
        Format::Json => named("json", buy::json(portfolio)?.into_bytes(), Mark::BUY),
        Format::Csv => named("csv", buy::csv(portfolio, Dialect::Plain).into_bytes(), Mark::Columns),
        Format::Xlsx => named("xlsx", exported::buy_workbook_of(portfolio)?, Mark::Workbook),
        Format::Digikey => named("csv", upload(portfolio, Shop::DigiKey).into_bytes(), Mark::Columns),
        Format::Mouser => named("csv", upload(portfolio, Shop::Mouser).into_bytes(), Mark::Columns),
        Format::Lcsc => named("csv", upload(portfolio, Shop::Lcsc).into_bytes(), Mark::Columns),
    }
}

fn upload(portfolio: &Portfolio, shop: Shop) -> String {
    let sheet: Sheet = buy::upload(portfolio, shop);
    sheet.csv(Dialect::Plain)
}

/// Says what a file for one shop leaves out, and which of its rows lack the shop's number.
fn report_others(portfolio: &Portfolio, shop: Shop, console: &Console) -> Result<(), Failure> {
    let (own, others): (Vec<_>, Vec<_>) = portfolio.orders.iter().partition(|order| shop.sells(order));
    if !others.is_empty() {
        let count = plural(others.len(), "order");
        console.note(&format!("note: {count} from other sellers left out\n"))?;
    }
    let without: Vec<String> = own
        .iter()
        .filter(|order| order.sku.is_none())
        .map(|order| format!("`{}`", printable(&order.component)))
        .collect();
    if without.is_empty() {
        return Ok(());
    }
    let name = shop.name();
    console.note(&format!(
        "note: {} without a number of {name}; state `sku` in its offer: {}\n",
        plural(without.len(), "order"),
        without.join(", ")
    ))
}
