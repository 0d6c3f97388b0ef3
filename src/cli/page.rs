//! `terroir report`: one page to look at.

use super::ask::{Opened, Question};
use super::console::{Console, Status};
use super::failure::Failure;
use super::locking::LockFile;
use super::{Global, file, report};
use std::path::{Path, PathBuf};
use terroir::export::{self, Extras};
use terroir::lock::Lock;
use terroir::{Portfolio, Request};

#[derive(clap::Args)]
#[command(after_help = "Example:\n  terroir report\n  terroir report -o street-light.html --market DE --market BR\n\n\
    One self-contained file: nothing is loaded from elsewhere; light and dark, keyboard and paper.")]
pub struct Arguments {
    #[command(flatten)]
    question: Question,
    /// The file to write; one that is there is replaced
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

/// Writes the page of the answers to a request.
pub fn write(
    opened: &Opened,
    portfolio: &Portfolio,
    _request: &Request,
    output: &Path,
    console: &Console,
) -> Result<(), Failure> {
    let extras = Extras::default();
    let page = export::html(&opened.compiled, portfolio, &extras)?;
    file::replace(output, &page)?;
    console.print(&format!("wrote {} ({} KB)\n", file::shown(output), page.len().div_ceil(1024)))
}
