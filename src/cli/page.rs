//! `terroir report`: one page to look at.

use super::ask::{Opened, Question};
use super::console::{Console, Status};
use super::failure::Failure;
use super::locking::LockFile;
use super::{Global, file, report, why};
use std::io;
use std::path::{Path, PathBuf};
use terroir::export::{self, Extras, WhyRow};
use terroir::load::{Problem, Unreadable, read_file};
use terroir::lock::Lock;
use terroir::{Portfolio, Request};

#[derive(clap::Args)]
#[command(after_help = "Example:\n  terroir report\n  terroir report -o street-light.html --market DE --market BR\n\n\
    One self-contained file: nothing is loaded from elsewhere; light and dark, keyboard and paper.")]
pub struct Arguments {
    #[command(flatten)]
    question: Question,
    /// The file to write; a page of terroir's that is there is replaced
    #[arg(short, long, value_name = "FILE", default_value = "report.html")]
    output: PathBuf,
}

pub fn run(arguments: &Arguments, global: &Global, console: &Console) -> Result<Status, Failure> {
    let opened = Opened::from_folder(global)?;
    opened.tell(console)?;
    let kept = LockFile::read(&global.folder())?.lock.as_ref().map(Lock::kept);
    let day = arguments.question.day(&opened.solution, None, console)?;
    let request = arguments.question.request(day, kept);
    let portfolio = opened.portfolio(&request)?;
    write(&opened, &portfolio, &request, &arguments.output, console)?;
    report::answers(console, &opened.solution, &portfolio, &arguments.question.deny)
}

/// The most cells of regional slots whose other candidates are explained: each is a question of its own.
const MOST_WHY: usize = 600;

/// What a page of terroir's own begins with.
const OWN: &str = "<meta name=\"generator\" content=\"terroir\">";

/// Writes the page of the answers to a request.
pub fn write(
    opened: &Opened,
    portfolio: &Portfolio,
    request: &Request,
    output: &Path,
    console: &Console,
) -> Result<(), Failure> {
    refuse_foreign(output)?;
    let extras = Extras { why: other_candidates(opened, portfolio, request, console)?, ..Extras::default() };
    let page = export::html(&opened.compiled, portfolio, &extras)?;
    file::replace(output, &page)?;
    console.print(&format!("wrote {} ({} KB)\n", file::shown(output), page.len().div_ceil(1024)))
}

/// Only a page that terroir made is replaced.
fn refuse_foreign(output: &Path) -> Result<(), Failure> {
    let own = match read_file(output) {
        Ok(bytes) => String::from_utf8_lossy(&bytes).contains(OWN),
        Err(Unreadable { problem: Problem::System(error), .. }) => error.kind() == io::ErrorKind::NotFound,
        Err(_) => false,
    };
    if own {
        return Ok(());
    }
    let message = format!("`{}` is there already and is no page of terroir's", file::shown(output));
    Err(Failure::Usage(message, Some("name another file with `-o`".to_owned())))
}

/// Why the other candidates of regional slots are not there, market by market.
fn other_candidates(
    opened: &Opened,
    portfolio: &Portfolio,
    request: &Request,
    console: &Console,
) -> Result<Vec<WhyRow>, Failure> {
    let slots: Vec<&String> = portfolio.core.regional.iter().map(|(slot, _)| slot).collect();
    let markets: Vec<&str> =
        portfolio.markets.iter().filter_map(|outcome| outcome.bom()).map(|bom| bom.market.as_str()).collect();
    let cells = slots.len().saturating_mul(markets.len());
    if cells > MOST_WHY {
        console.note(&format!(
            "note: why other candidates are not taken is left out of the page: {cells} cells; `terroir explain --slot` tells it\n"
        ))?;
        return Ok(Vec::new());
    }
    let mut rows = Vec::new();
    for market in markets {
        let asked = Request { markets: vec![market.to_owned()], ..request.clone() };
        for slot in &slots {
            let why = opened.compiled.why_slot(&asked, slot)?;
            let text = why::choices(&why);
            if !text.is_empty() {
                rows.push(WhyRow { market: market.to_owned(), slot: (*slot).clone(), text });
            }
        }
    }
    Ok(rows)
}
