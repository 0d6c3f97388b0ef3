//! `terroir what-if`: today's answers beside those without a component, an origin, a supplier, or on another day.

use super::Global;
use super::console::{Console, Status};
use super::failure::Failure;
use super::locking::LockFile;
use super::render;
use super::session::{Opened, Question};
use clap::ValueEnum;
use terroir::compare::Comparison;
use terroir::{Request, export};

#[derive(clap::Args)]
#[command(after_help = "Example:\n  terroir what-if --without bg95-m3           if a part can no longer be had\n  \
    terroir what-if --without-origin CN         if nothing may come from a country\n  \
    terroir what-if --as-of 2028-01-01          what a later day changes\n\n\
    Nothing is written. What makes a market lose its BOM is told with the first reasons.")]
pub struct Arguments {
    #[command(flatten)]
    question: Question,
    /// How the comparison is printed
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

/// The forms of a comparison.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Table,
    /// For programs: terroir.what-if/1
    Json,
    /// For a ticket or a review: Markdown
    Md,
}

pub fn run(arguments: &Arguments, global: &Global, console: &Console) -> Result<Status, Failure> {
    let question = &arguments.question;
    if !question.is_what_if() && question.as_of.is_none() {
        let help = "`terroir what-if --without COMPONENT`; `--without-origin`, `--without-supplier`, `--set`, `--pin` and \
                    `--as-of` suppose other things";
        return Err(Failure::Usage("what is to be supposed?".to_owned(), Some(help.to_owned())));
    }
    let opened = Opened::from_folder(global)?;
    opened.report(console)?;
    let kept = LockFile::read(&global.folder())?.lock.as_ref().map(terroir::lock::Lock::kept);
    // The day that is supposed is that of the second answers; the first are of the usual day.
    let usual = question.usual_day(&opened, console)?;
    let then = question.request(question.as_of.unwrap_or(usual), kept);
    let today = Request { as_of: Some(usual), ..then.as_written() };
    let comparison = opened.what_if(&today, &then)?;
    console.print(&text(&comparison, arguments.format, console)?)?;
    Ok(comparison.markets.iter().map(|one| render::status_of(&one.after)).max().unwrap_or(Status::Clean))
}

fn text(comparison: &Comparison, format: Format, console: &Console) -> Result<String, Failure> {
    Ok(match format {
        Format::Table => console.fitted(export::what_if_table(comparison)),
        Format::Json => export::what_if_json(comparison)?,
        Format::Md => export::what_if_markdown(comparison),
    })
}
