//! `terroir horizon`: when markets lose or change their bill of materials, and through what.

use super::Global;
use super::console::{Console, Status};
use super::failure::Failure;
use super::file;
use super::session::{Opened, Question};
use clap::ValueEnum;
use std::path::PathBuf;
use terroir::horizon::{Calendar, Horizon, State};
use terroir::{Date, Request, export};

#[derive(clap::Args)]
#[command(after_help = "Example:\n  terroir horizon --until 2036-12-31\n  \
    terroir horizon --until 2036-12-31 --format ics -o street-light.ics    to subscribe to\n  \
    terroir horizon --until 2030-01-01 --market BR --without modem-x\n\n\
    Exit status 1: some market has no valid BOM at some time.")]
pub struct Arguments {
    #[command(flatten)]
    question: Question,
    /// The last day looked at
    #[arg(long, value_name = "YYYY-MM-DD")]
    until: Date,
    /// The first day; the same as --as-of
    #[arg(long, value_name = "YYYY-MM-DD", conflicts_with = "as_of")]
    from: Option<Date>,
    /// How the calendar is printed [default: by the ending of --output, else table]
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Write the calendar into this file
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// The forms of a calendar.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Table,
    /// For programs: terroir.horizon/1
    Json,
    /// For reviews
    Markdown,
    /// For calendar programs: iCalendar, RFC 5545
    Ics,
}

pub fn run(arguments: &Arguments, global: &Global, console: &Console) -> Result<Status, Failure> {
    let opened = Opened::from_folder(global)?;
    opened.report(console)?;
    let from = match arguments.from {
        Some(from) => from,
        None => arguments.question.day(&opened, None, console)?,
    };
    if arguments.until < from {
        let message = format!("the horizon ends on {}, before it begins on {from}", arguments.until);
        return Err(Failure::Usage(message, Some("`--from` names an earlier day".to_owned())));
    }
    let request = Request { jobs: opened.jobs, ..arguments.question.request(from, None) };
    opened.wants_markets(&request)?;
    let horizon = opened.compiled.horizon(&request, arguments.until)?;
    let text = text(&horizon, format(arguments))?;
    match &arguments.output {
        None if format(arguments) == Format::Table => console.print(&console.fitted(text))?,
        None => console.print(&text)?,
        Some(path) => {
            file::replace(path, &text)?;
            console.note(&format!("note: wrote `{}`\n", file::shown(path)))?;
        }
    }
    Ok(horizon.markets.iter().map(status).max().unwrap_or(Status::Clean))
}

/// The form asked for, or the one that the file's ending names.
fn format(arguments: &Arguments) -> Format {
    let ending = arguments.output.as_ref().and_then(|path| path.extension()).and_then(|ending| ending.to_str());
    arguments.format.unwrap_or(match ending {
        Some("json") => Format::Json,
        Some("md") => Format::Markdown,
        Some("ics") => Format::Ics,
        _ => Format::Table,
    })
}

fn text(horizon: &Horizon, format: Format) -> Result<String, Failure> {
    Ok(match format {
        Format::Table => export::horizon::table(horizon),
        Format::Json => export::horizon::json(horizon)?,
        Format::Markdown => export::horizon::markdown(horizon),
        Format::Ics => export::horizon::ics(horizon),
    })
}

/// A time without a bill of materials is a finding, one that is undecided could not be answered.
fn status(calendar: &Calendar) -> Status {
    let of = |state: &State| match state {
        State::Resolved { .. } => Status::Clean,
        State::Conflict => Status::Findings,
        State::Undecided => Status::NotDone,
    };
    calendar.stretches.iter().map(|stretch| of(&stretch.state)).max().unwrap_or(Status::Clean)
}
