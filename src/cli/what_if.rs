//! `terroir what-if`: compares today's answers with those under the what-if flags, or on another date.

use super::console::Console;
use super::failure::Failure;
use super::global::Global;
use super::lock_file::LockFile;
use super::request_flags::RequestFlags;
use super::session::Opened;
use super::status::Status;
use clap::ValueEnum;
use terroir::compare::Comparison;
use terroir::export;

#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  terroir what-if --without bg95-m3           if a component is no longer available\n  \
    terroir what-if --without-origin CN         if nothing may come from a country\n  \
    terroir what-if --as-of 2028-01-01          if the product is placed on the market later\n\n\
    Nothing is written. For a market that loses its BOM, the first reasons are shown."
)]
#[command(mut_arg("variants", |flag| flag.hide(true)))]
pub struct Arguments {
    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    #[command(flatten)]
    request: RequestFlags,
}

/// The output formats of a comparison.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Text table
    Table,
    /// JSON (terroir.what-if/1)
    Json,
    /// Markdown, for a ticket or a review
    #[value(alias = "md")]
    Markdown,
}

pub fn run(arguments: &Arguments, global: &Global, console: &Console) -> Result<Status, Failure> {
    let question = &arguments.request;
    if !question.is_what_if() && question.as_of.is_none() {
        let message = "nothing to compare: give at least one what-if flag";
        let help =
            "use `--set`, `--pin`, `--without`, `--without-origin`, `--without-maker`, `--without-seller` or `--as-of`";
        return Err(Failure::Usage(message.to_owned(), Some(help.to_owned())));
    }
    let opened = Opened::from_folder(global)?;
    opened.report(console)?;
    let lock = LockFile::read(&global.folder())?.lock;
    // The flag's date is that of the second answers; the first ones are for the usual date.
    let usual = question.usual_day(&opened, console)?;
    let then = question.single(&opened, question.as_of.unwrap_or(usual), lock.as_ref(), console)?;
    let today = then.baseline().as_of(usual);
    let comparison = opened.what_if(&today, &then)?;
    console.print(&text(&comparison, arguments.format, console)?)?;
    Ok(comparison.markets.iter().map(|one| Status::of(&one.after)).max().unwrap_or(Status::Clean))
}

fn text(comparison: &Comparison, format: Format, console: &Console) -> Result<String, Failure> {
    Ok(match format {
        Format::Table => console.fitted(export::what_if_table(comparison)),
        Format::Json => export::what_if_json(comparison)?,
        Format::Markdown => export::what_if_markdown(comparison),
    })
}
