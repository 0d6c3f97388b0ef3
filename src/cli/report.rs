//! `terroir report`: one HTML page.

use super::console::Console;
use super::explain_text;
use super::failure::Failure;
use super::global::Global;
use super::lock_file::LockFile;
use super::messages;
use super::path_text;
use super::request_flags::RequestFlags;
use super::session::Opened;
use super::status::Status;
use super::variant_flags::file_names;
use super::writing::{Force, Mark, Writer};
use std::path::{Path, PathBuf};
use terroir::export::{self, Extras, WhyRow};
use terroir::{Date, Portfolio, Request, SkuDepth};

#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  terroir report\n  terroir report --variants    write a page for each variant\n  terroir report -o street-light.html --market DE --market BR\n\n\
    The page is one self-contained file that loads nothing from elsewhere. It has a light and a dark theme, can be used \
    by keyboard, and prints well."
)]
pub struct Arguments {
    /// File to write; an existing page is replaced only if terroir wrote it
    #[arg(short, long, value_name = "FILE", default_value = "report.html")]
    output: PathBuf,
    #[command(flatten)]
    force: Force,
    /// Last date of the calendar [default: five years from the date of the answers]
    #[arg(long, value_name = "YYYY-MM-DD")]
    until: Option<Date>,
    #[command(flatten)]
    request: RequestFlags,
}

pub fn run(arguments: &Arguments, global: &Global, console: &Console) -> Result<Status, Failure> {
    let opened = Opened::from_folder(global)?;
    opened.report(console)?;
    let lock = LockFile::read(&global.folder())?.lock;
    let day = arguments.request.day(&opened, None, console)?;
    let requests = arguments.request.requests(&opened, day, lock.as_ref(), console)?;
    let portfolios = opened.portfolios(&requests)?;
    for ((request, portfolio), output) in requests.iter().zip(&portfolios).zip(outputs(&arguments.output, &portfolios))
    {
        let writer = Writer::new(arguments.force, &global.packs);
        write(&opened, portfolio, &Page { request, until: arguments.until, output: &output, writer }, console)?;
    }
    messages::report_answers(console, &opened.solution, &portfolios, &arguments.request.deny)
}

/// The file of each portfolio: the given one, or for several variants the given one with the variant in its name.
fn outputs(output: &Path, portfolios: &[Portfolio]) -> Vec<PathBuf> {
    if portfolios.len() == 1 {
        return vec![output.to_owned()];
    }
    let stem = output.file_stem().map(|stem| stem.to_string_lossy()).unwrap_or_default();
    let names = portfolios.iter().map(|portfolio| portfolio.variant.as_deref().unwrap_or_default());
    let of = |name: &String| output.with_file_name(format!("{stem}-{name}.html"));
    file_names(names).iter().map(of).collect()
}

/// The most cells of regional slots whose other candidates are explained: each needs a solve of its own.
const MOST_WHY: usize = 600;

/// What to write, and where.
pub struct Page<'a> {
    /// The request that the answers are for.
    pub request: &'a Request,
    /// The last date of the calendar, if given.
    pub until: Option<Date>,
    /// The file.
    pub output: &'a Path,
    /// What writes it.
    pub writer: Writer,
}

/// Writes the page of the answers to a request.
pub fn write(opened: &Opened, portfolio: &Portfolio, page: &Page<'_>, console: &Console) -> Result<(), Failure> {
    page.writer.check(page.output, &Mark::PAGE)?;
    if let Some(until) = page.until.filter(|until| *until < portfolio.as_of) {
        let message = format!("`--until {until}` is before the date of the answers, {}", portfolio.as_of);
        return Err(Failure::Usage(message, Some("give a later `--until`".to_owned())));
    }
    let why = other_candidates(opened, portfolio, page.request, console)?;
    let is_small = portfolio.markets.len() <= MOST_MARKETS;
    let until = page.until.or_else(|| in_five_years(portfolio.as_of).filter(|_| is_small));
    let horizon = until.map(|until| opened.compiled.horizon(page.request, until)).transpose()?;
    let skus = is_small.then(|| opened.compiled.skus(page.request, SkuDepth::Plan, &mut |_| {})).transpose()?;
    let extras = Extras { horizon: horizon.as_ref(), skus: skus.as_ref(), why: &why };
    let text = export::html(&opened.compiled, portfolio, &extras)?;
    page.writer.write(page.output, text.as_bytes(), &Mark::PAGE)?;
    console.print(&format!("wrote {} ({} KB)\n", path_text::shown(page.output), text.len().div_ceil(1024)))
}

/// With more markets than this there are no SKUs, and no calendar unless its last date is given; `skus` and `horizon`
/// print them.
const MOST_MARKETS: usize = 40;

fn in_five_years(day: Date) -> Option<Date> {
    let text = day.to_string();
    let (year, rest) = text.split_once('-')?;
    let year: u16 = year.parse().ok()?;
    // The 29th of February may not exist in that year.
    let later = |rest: &str| format!("{:04}-{rest}", year.saturating_add(5)).parse().ok();
    later(rest).or_else(|| later("02-28"))
}

/// Why the other candidates of regional slots were not selected, market by market.
fn other_candidates(
    opened: &Opened,
    portfolio: &Portfolio,
    request: &Request,
    console: &Console,
) -> Result<Vec<WhyRow>, Failure> {
    let slots: Vec<&String> = portfolio.core.regional.iter().map(|one| &one.slot).collect();
    let markets: Vec<&str> =
        portfolio.markets.iter().filter_map(|outcome| outcome.bom()).map(|bom| bom.market.as_str()).collect();
    let cells = slots.len().saturating_mul(markets.len());
    if cells > MOST_WHY {
        console.note(&format!(
            "note: the page leaves out why other candidates were not selected: {cells} cells are more than {MOST_WHY}; \
             use `terroir explain --slot`\n"
        ))?;
        return Ok(Vec::new());
    }
    let mut rows = Vec::new();
    for market in markets {
        let request = request.for_markets([market]);
        for slot in &slots {
            let why = opened.compiled.why_slot(&request, slot)?;
            let text = explain_text::choices(&why);
            if !text.is_empty() {
                rows.push(WhyRow { market: market.to_owned(), slot: (*slot).clone(), text });
            }
        }
    }
    Ok(rows)
}
