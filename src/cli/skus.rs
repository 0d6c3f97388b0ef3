//! `terroir skus`: the fewest hardware SKUs.

use super::conflict_text;
use super::console::Console;
use super::failure::Failure;
use super::global::Global;
use super::lock_file::LockFile;
use super::messages;
use super::request_flags::RequestFlags;
use super::session::Opened;
use super::status::Status;
use super::warnings;
use clap::ValueEnum;
use std::time::{Duration, Instant};
use terroir::bom::Skus;
use terroir::{Code, Outcome, Priority, SkuDepth, SkuProgress, export};

#[derive(clap::Args)]
#[command(after_help = "Examples:\n  terroir skus                             show which SKU serves which market\n  \
    terroir skus --max 8 --format markdown   compare the costs of up to 8 SKUs\n\n\
    A SKU is one set of hardware lines. Firmware, software, services, documents, free options and carriers may differ \
    between the markets that it serves. Among all plans with the fewest SKUs, terroir selects the cheapest at the \
    markets' volumes, including `sku-cost` for each SKU; then the one with the fewest changes against the lock.")]
#[command(mut_arg("variants", |flag| flag.hide(true)))]
pub struct Arguments {
    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Show the costs of up to N SKUs [default: a few more than needed]
    #[arg(long, value_name = "N")]
    max: Option<usize>,
    /// Print only the plan; skip the costs of other numbers of SKUs
    #[arg(long, conflicts_with = "max")]
    no_curve: bool,
    /// Print only the lowest number of SKUs with its proof; skip hardware and costs
    #[arg(long, conflicts_with_all = ["max", "no_curve", "keep"])]
    number: bool,
    /// Prefer the fewest changes against terroir.lock over the lowest cost
    #[arg(long)]
    keep: bool,
    #[command(flatten)]
    request: RequestFlags,
}

/// The output formats of the answer.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Text table
    Table,
    /// JSON (terroir.skus/1)
    Json,
    /// Markdown, for a page
    #[value(alias = "md")]
    Markdown,
}

pub fn run(arguments: &Arguments, global: &Global, console: &Console) -> Result<Status, Failure> {
    let opened = Opened::from_folder(global)?;
    opened.report(console)?;
    let lock = LockFile::read(&global.folder())?.lock;
    let day = arguments.request.day(&opened, None, console)?;
    let priority = if arguments.keep { Priority::FewestChanges } else { Priority::Objectives };
    let request = arguments.request.single(&opened, day, lock.as_ref(), console)?.priority(priority);
    opened.wants_markets(&request)?;
    let depth = match arguments.max {
        _ if arguments.number => SkuDepth::Number,
        _ if arguments.no_curve => SkuDepth::Plan,
        Some(last) => SkuDepth::UpTo(last),
        None => SkuDepth::Usual,
    };
    let mut progress = Progress::new(console);
    let skus = opened.compiled.skus(&request, depth, &mut |step| progress.report(step))?;
    progress.end()?;
    let text = match arguments.format {
        Format::Table => console.fitted(export::skus_table(&skus)),
        Format::Json => export::skus_json(&skus)?,
        Format::Markdown => export::skus_markdown(&skus),
    };
    console.print(&text)?;
    report_problems(&skus, &opened, &arguments.request.deny, console)
}

/// Progress on stderr, at most once a second.
struct Progress<'a> {
    console: &'a Console,
    last: Instant,
    failed: Result<(), Failure>,
}

impl<'a> Progress<'a> {
    fn new(console: &'a Console) -> Self {
        Self { console, last: Instant::now(), failed: Ok(()) }
    }

    fn report(&mut self, step: SkuProgress) {
        if self.last.elapsed() < Duration::from_secs(1) || self.failed.is_err() {
            return;
        }
        self.last = Instant::now();
        self.failed = self.console.note(&format!("{step} …\n"));
    }

    fn end(self) -> Result<(), Failure> {
        self.failed
    }
}

/// Reports what is wrong with the answer: markets that nothing serves, bounds that did not meet.
fn report_problems(skus: &Skus, opened: &Opened, denied: &[Code], console: &Console) -> Result<Status, Failure> {
    let served = skus.skus.iter().flat_map(|sku| &sku.markets);
    let of_served = served.flat_map(|one| one.warnings.iter().map(|warning| (&*one.market, warning)));
    let of_others = skus.unservable.iter().flat_map(|one| one.warnings.iter().map(|warning| (&*one.market, warning)));
    let warnings = warnings::grouped(&skus.warnings, of_served.chain(of_others));
    let mut status = messages::report_warnings(console, &warnings, denied)?;
    for conflict in &skus.unservable {
        let outcome = Outcome::Conflict(Box::new(conflict.clone()));
        if let Some(text) = conflict_text::no_bom(&opened.solution, &outcome) {
            console.error(&format!("\n{text}"))?;
        }
        status = status.max(Status::Findings);
    }
    if !skus.minimum.is_proved() {
        let (least, most) = (skus.minimum.at_least, skus.minimum.at_most);
        console.error(&format!(
            "error[{}]: the lowest number of SKUs is between {least} and {most}\nhelp: set `--limit` to more than \
             {} steps\n",
            Code::UNDECIDED,
            skus.minimum.steps
        ))?;
        status = Status::NotDone;
    }
    for market in &skus.undecided {
        console.error(&format!(
            "error[{}]: step limit reached before any hardware for `{market}` was found\n",
            Code::UNDECIDED
        ))?;
        status = Status::NotDone;
    }
    Ok(status)
}
