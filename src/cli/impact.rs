//! `terroir impact`: where a component is used, what depends on it and what could replace it.

use super::console::Console;
use super::failure::Failure;
use super::global::Global;
use super::lock_file::LockFile;
use super::request_flags::RequestFlags;
use super::session::Opened;
use super::status::Status;
use clap::ValueEnum;
use terroir::export;

#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  terroir impact bg95-m3              show where it is used and what could replace it\n  \
    terroir impact modem-fw@^2.1 --market CN --format json\n\n\
    Nothing is written. A market that would lose its BOM is reported, but is not an error: it has a BOM today."
)]
#[command(mut_arg("variants", |flag| flag.hide(true)))]
pub struct Arguments {
    /// Component id, optionally with a version requirement
    #[arg(value_name = "COMPONENT[@REQ]")]
    component: String,
    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    #[command(flatten)]
    request: RequestFlags,
}

/// The output formats of the answer.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Text table
    Table,
    /// JSON (terroir.impact/1)
    Json,
}

pub fn run(arguments: &Arguments, global: &Global, console: &Console) -> Result<Status, Failure> {
    let opened = Opened::from_folder(global)?;
    opened.report(console)?;
    let lock = LockFile::read(&global.folder())?.lock;
    let day = arguments.request.day(&opened, None, console)?;
    let request = arguments.request.single(&opened, day, lock.as_ref(), console)?;
    let impact = opened.impact(&arguments.component, &request)?;
    console.print(&match arguments.format {
        Format::Table => console.fitted(export::impact_table(&impact)),
        Format::Json => export::impact_json(&impact)?,
    })?;
    Ok(Status::Clean)
}
