//! `terroir matrix`: slots by markets.

use super::Global;
use super::ask::{Opened, Question};
use super::console::{Console, Status};
use super::failure::Failure;
use super::locking::LockFile;
use super::report;
use terroir::export::{self, Rows};
use terroir::lock::Lock;

#[derive(clap::Args)]
#[command(after_help = "Example:\n  terroir matrix --all\n  terroir matrix --market US --market BR\n\n\
    `=` marks the shared core, `~` what is regional, `!` a market without a bill of materials.")]
pub struct Arguments {
    #[command(flatten)]
    question: Question,
    /// Every slot, not only what varies
    #[arg(long)]
    all: bool,
}

pub fn run(arguments: &Arguments, global: &Global, console: &Console) -> Result<Status, Failure> {
    let opened = Opened::from_folder(global)?;
    opened.tell(console)?;
    let kept = LockFile::read(&global.folder())?.lock.as_ref().map(Lock::kept);
    let day = arguments.question.day(&opened.solution, None, console)?;
    let portfolio = opened.portfolio(&arguments.question.request(day, kept))?;
    let rows = if arguments.all { Rows::All } else { Rows::Varying };
    console.print(&export::matrix(&portfolio, rows))?;
    report::answers(console, &opened.solution, &portfolio, &arguments.question.deny)
}
