//! `terroir demo`: resolves the built-in street light; needs no files.

use super::console::Console;
use super::failure::Failure;
use super::global::Global;
use super::messages;
use super::request_flags::RequestFlags;
use super::session::Opened;
use super::status::Status;
use super::writing::{Force, Mark, Writer};
use super::{report, templates};
use std::path::PathBuf;
use terroir::Date;
use terroir::export::{self, MatrixRows};

#[derive(clap::Args)]
#[command(after_help = "Examples:\n  terroir demo\n  \
    terroir demo --as-of 2027-12-11    resolve it for the day the Cyber Resilience Act starts to apply")]
pub struct Arguments {
    /// Date on which the light is placed on the market [default: the example's own, else today]
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Option<Date>,
    /// HTML page to write; an existing page is replaced only if terroir wrote it
    #[arg(short, long, value_name = "FILE", default_value = "terroir-demo.html")]
    output: PathBuf,
    #[command(flatten)]
    force: Force,
}

pub fn run(arguments: &Arguments, global: &Global, console: &Console) -> Result<Status, Failure> {
    let writer = Writer::new(arguments.force, &global.packs);
    writer.check(&arguments.output, &Mark::PAGE)?;
    let sources: Vec<_> = templates::STREET_LIGHT.solution_files().collect();
    let solution = terroir::load::with_packs(&sources, &global.packs)?;
    let opened = Opened::compile(solution)?;
    opened.report(console)?;
    let flags = RequestFlags { as_of: arguments.as_of, ..RequestFlags::default() };
    let day = flags.day(&opened, None, console)?;
    let request = flags.request(day, None);
    let portfolio = opened.portfolio(&request)?;
    let tables = format!("{}\n{}", export::matrix(&portfolio, MatrixRows::All), export::totals(&portfolio));
    console.print(&console.fitted(tables))?;
    let page = report::Page { request: &request, until: None, output: &arguments.output, writer };
    report::write(&opened, &portfolio, &page, console)?;
    let status = messages::report_answers(console, &opened.solution, std::slice::from_ref(&portfolio), &[])?;
    console.note("\nnote: `terroir new my-light --template street-light` creates these files for you to change\n")?;
    Ok(status)
}
