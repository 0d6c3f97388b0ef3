//! `terroir horizon`: when markets change or lose their bill of materials, and why.

use super::console::Console;
use super::failure::Failure;
use super::global::Global;
use super::path_text;
use super::request_flags::RequestFlags;
use super::session::Opened;
use super::status::Status;
use super::writing::{Force, Mark, Writer};
use clap::ValueEnum;
use std::path::PathBuf;
use terroir::horizon::{Calendar, Horizon, State};
use terroir::{Date, export};

#[derive(clap::Args)]
#[command(after_help = "Examples:\n  terroir horizon --until 2036-12-31\n  \
    terroir horizon --until 2036-12-31 --format ics -o street-light.ics    write a calendar to subscribe to\n  \
    terroir horizon --until 2030-01-01 --market BR --without modem-x\n\n\
    The exit status is 1 if any market has no valid BOM at any time in the period.")]
#[command(mut_arg("variants", |flag| flag.hide(true)))]
pub struct Arguments {
    /// Last date of the period
    #[arg(long, value_name = "YYYY-MM-DD")]
    until: Date,
    /// First date of the period; same as --as-of
    #[arg(long, value_name = "YYYY-MM-DD", conflicts_with = "as_of")]
    from: Option<Date>,
    /// Output format [default: by the extension of --output, else table]
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Write to this file [default: stdout]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    force: Force,
    #[command(flatten)]
    request: RequestFlags,
}

/// The output formats of a calendar.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Text table
    Table,
    /// JSON (terroir.horizon/1)
    Json,
    /// Markdown, for a review
    #[value(alias = "md")]
    Markdown,
    /// iCalendar (RFC 5545), for calendar programs
    Ics,
}

impl Format {
    /// How a calendar of this format is known again.
    fn mark(self) -> Mark {
        match self {
            Self::Table | Self::Markdown => Mark::Calendar,
            Self::Json => Mark::HORIZON,
            Self::Ics => Mark::ICALENDAR,
        }
    }
}

pub fn run(arguments: &Arguments, global: &Global, console: &Console) -> Result<Status, Failure> {
    let writer = Writer::new(arguments.force, &global.packs);
    let mark = format(arguments).mark();
    arguments.output.as_deref().map_or(Ok(()), |path| writer.check(path, &mark))?;
    let opened = Opened::from_folder(global)?;
    opened.report(console)?;
    let from = match arguments.from {
        Some(from) => from,
        None => arguments.request.day(&opened, None, console)?,
    };
    if arguments.until < from {
        let message = format!("`--until {}` is before the first date, {from}", arguments.until);
        return Err(Failure::Usage(message, Some("give a later `--until` or an earlier `--from`".to_owned())));
    }
    let request = arguments.request.single(&opened, from, None, console)?.jobs(opened.jobs);
    opened.wants_markets(&request)?;
    let horizon = opened.compiled.horizon(&request, arguments.until)?;
    let text = text(&horizon, format(arguments))?;
    match &arguments.output {
        None if format(arguments) == Format::Table => console.print(&console.fitted(text))?,
        None => console.print(&text)?,
        Some(path) => {
            writer.write(path, text.as_bytes(), &mark)?;
            console.note(&format!("note: wrote `{}`\n", path_text::shown(path)))?;
        }
    }
    Ok(horizon.markets.iter().map(status).max().unwrap_or(Status::Clean))
}

/// The format of the flag, else the one that the file's extension implies.
fn format(arguments: &Arguments) -> Format {
    let extension = arguments.output.as_ref().and_then(|path| path.extension()).and_then(|text| text.to_str());
    arguments.format.unwrap_or(match extension {
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

/// A period without a bill of materials is a finding; an undecided one could not be answered.
fn status(calendar: &Calendar) -> Status {
    let of = |state: &State| match state {
        State::Resolved { .. } => Status::Clean,
        State::Conflict => Status::Findings,
        State::Undecided => Status::NotDone,
    };
    calendar.stretches.iter().map(|stretch| of(&stretch.state)).max().unwrap_or(Status::Clean)
}
