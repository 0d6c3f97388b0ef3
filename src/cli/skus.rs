//! `terroir skus`: the fewest hardware SKUs.

use super::Global;
use super::console::{Console, Status};
use super::failure::Failure;
use super::locking::LockFile;
use super::render;
use super::session::{Opened, Question};
use clap::ValueEnum;
use std::time::{Duration, Instant};
use terroir::bom::Skus;
use terroir::lock::Lock;
use terroir::{Code, Outcome, SkuDepth, SkuProgress, export};

#[derive(clap::Args)]
#[command(after_help = "Example:\n  terroir skus                       who is served by which, and why not fewer\n  \
    terroir skus --max 8 --format md   costs of up to 8 SKUs, for a page\n\n\
    A SKU is one set of hardware lines; firmware, software, services, documents, free options and carriers may differ\n\
    among the markets that it serves. Of all plans with the fewest SKUs it is the cheapest at the markets' volumes, with\n\
    `sku-cost` for each; then the one with the fewest changes against the lock.")]
pub struct Arguments {
    #[command(flatten)]
    question: Question,
    /// How the answer is printed
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Also the costs of up to so many SKUs [default: a few more than needed]
    #[arg(long, value_name = "N")]
    max: Option<usize>,
    /// Only the plan: not what other numbers of SKUs would do
    #[arg(long, conflicts_with = "max")]
    no_curve: bool,
    /// Only the least number with its proof: no hardware, no costs
    #[arg(long, conflicts_with_all = ["max", "no_curve", "keep"])]
    number: bool,
    /// Fewest changes against the lock come before cost
    #[arg(long)]
    keep: bool,
}

/// The forms of the answer.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Table,
    /// For programs: terroir.skus/1
    Json,
    /// For a page: Markdown
    Md,
}

pub fn run(arguments: &Arguments, global: &Global, console: &Console) -> Result<Status, Failure> {
    let opened = Opened::from_folder(global)?;
    opened.report(console)?;
    let kept = LockFile::read(&global.folder())?.lock.as_ref().map(Lock::kept);
    let day = arguments.question.day(&opened, None, console)?;
    let mut request = arguments.question.request(day, kept);
    request.keep = arguments.keep;
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
        Format::Md => export::skus_markdown(&skus),
    };
    console.print(&text)?;
    told(&skus, &opened, &arguments.question.deny, console)
}

/// What is known so far, on stderr, once a second is over and not more often than each second.
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
        let text = match step {
            SkuProgress::Number { at_least, at_most } if at_least == at_most => format!("{at_least} SKUs, proved"),
            SkuProgress::Number { at_least, at_most } => format!("between {at_least} and {at_most} SKUs"),
            SkuProgress::Costs { skus } => format!("costs of {}", render::plural(skus, "SKU")),
        };
        self.failed = self.console.note(&format!("{text} …\n"));
    }

    fn end(self) -> Result<(), Failure> {
        self.failed
    }
}

/// What is wrong with the answer: markets that nothing serves, bounds that stayed apart.
fn told(skus: &Skus, opened: &Opened, denied: &[Code], console: &Console) -> Result<Status, Failure> {
    let served = skus.skus.iter().flat_map(|sku| &sku.markets);
    let of_served = served.flat_map(|one| one.warnings.iter().map(|warning| (&*one.market, warning)));
    let of_others = skus.unservable.iter().flat_map(|one| one.warnings.iter().map(|warning| (&*one.market, warning)));
    let warnings = render::gathered(&skus.warnings, of_served.chain(of_others));
    let mut status = render::report(console, &warnings, denied)?;
    for conflict in &skus.unservable {
        let outcome = Outcome::Conflict(Box::new(conflict.clone()));
        if let Some(text) = render::no_bom(&opened.solution, &outcome) {
            console.error(&format!("\n{text}"))?;
        }
        status = status.max(Status::Findings);
    }
    if !skus.minimum.is_proved() {
        let (least, most) = (skus.minimum.at_least, skus.minimum.at_most);
        console.error(&format!(
            "error[undecided]: the least number of SKUs lies between {least} and {most}\nhelp: a higher `--limit` than {} \
             steps gives the search more room\n",
            skus.minimum.steps
        ))?;
        status = Status::NotDone;
    }
    for market in &skus.undecided {
        console.error(&format!("error[undecided]: whether any hardware serves `{market}` is undecided\n"))?;
        status = Status::NotDone;
    }
    Ok(status)
}
