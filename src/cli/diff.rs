//! `terroir diff`: compares two markets, two locks or two solutions and explains the differences.

use super::console::Console;
use super::failure::Failure;
use super::global::Global;
use super::lock_file::LockFile;
use super::request_flags::RequestFlags;
use super::session::Opened;
use super::status::Status;
use clap::ValueEnum;
use std::path::Path;
use terroir::diff::{Diff, NamedLock};
use terroir::lock::Lock;
use terroir::printable;
use terroir::{Request, export};

#[derive(clap::Args)]
#[command(after_help = "Examples:\n  terroir diff US CN                        compare two markets\n  \
    git show HEAD~1:terroir.lock > old.lock\n  \
    terroir diff old.lock terroir.lock        compare two locks\n  \
    terroir diff ../lamp-1 ../lamp-2          compare two solutions")]
pub struct Arguments {
    /// Market, lock file or solution folder
    left: String,
    /// Market, lock file or solution folder to compare with
    right: String,
    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Exit with 1 if anything differs
    #[arg(long)]
    exit_code: bool,
    #[command(flatten)]
    request: RequestFlags,
}

/// The output formats of differences.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Text table
    Table,
    /// JSON (terroir.diff/1)
    Json,
    /// Markdown, for a review
    #[value(alias = "md")]
    Markdown,
}

pub fn run(arguments: &Arguments, global: &Global, console: &Console) -> Result<Status, Failure> {
    let (left, right) = (Path::new(&arguments.left), Path::new(&arguments.right));
    let diff = if left.is_dir() && right.is_dir() {
        solutions(arguments, global, console)?
    } else if left.is_file() && right.is_file() {
        locks(arguments, global)?
    } else {
        markets(arguments, global, console)?
    };
    console.print(&match arguments.format {
        Format::Table => console.fitted(export::diff::table(&diff)),
        Format::Json => export::diff::json(&diff)?,
        Format::Markdown => export::diff::markdown(&diff),
    })?;
    Ok(if arguments.exit_code && !diff.is_empty() { Status::Findings } else { Status::Clean })
}

fn markets(arguments: &Arguments, global: &Global, console: &Console) -> Result<Diff, Failure> {
    for given in [&arguments.left, &arguments.right] {
        // A path that does not exist would be reported as an unknown market.
        if given.contains(['/', '\\']) || given.ends_with(".lock") {
            let message = format!("`{}` and `{}` are not two files or two folders", arguments.left, arguments.right);
            let help = "give two markets, two lock files or two solution folders".to_owned();
            return Err(Failure::Usage(printable(&message), Some(help)));
        }
    }
    let opened = Opened::from_folder(global)?;
    opened.report(console)?;
    let day = arguments.request.day(&opened, None, console)?;
    let request = arguments.request.single(&opened, day, None, console)?;
    Ok(opened.compiled.diff(&request, &arguments.left, &arguments.right)?)
}

fn solutions(arguments: &Arguments, global: &Global, console: &Console) -> Result<Diff, Failure> {
    let open = |folder: &str| Opened::from_path(Path::new(folder), global);
    let (left, right) = (open(&arguments.left)?, open(&arguments.right)?);
    let day = arguments.request.day(&right, None, console)?;
    // Both sides are compared in all their variants, as locks are.
    let request = if arguments.request.variants {
        arguments.request.request(day, None)
    } else {
        arguments.request.single(&right, day, None, console)?
    };
    Ok(left.compiled.diff_by_edits(&request, &arguments.left, &right.compiled, &arguments.right)?)
}

/// Compares two locks; the solution in the folder, if they are its locks, explains more of the causes.
fn locks(arguments: &Arguments, global: &Global) -> Result<Diff, Failure> {
    let read = |name: &str| -> Result<Lock, Failure> { Ok(LockFile::at(Path::new(name).into())?.required()?.clone()) };
    let (left, right) = (read(&arguments.left)?, read(&arguments.right)?);
    let chosen =
        |lock: Lock| if arguments.request.market.is_empty() { lock } else { lock.only(&arguments.request.market) };
    let (left, right) = (chosen(left), chosen(right));
    let opened = Opened::from_folder(global).ok();
    // The solution knows what was edited if the second lock is its own.
    let own = opened.as_ref().filter(|opened| right.is_of(&opened.solution));
    let edits = own.map(|opened| opened.compiled.edits_since(&left)).unwrap_or_default();
    let one = NamedLock { name: &arguments.left, lock: &left };
    let two = NamedLock { name: &arguments.right, lock: &right };
    let diff = Diff::of_edited_locks(one, two, &edits).with_facts(&left, &right);
    match opened {
        Some(opened) if opened.solution.name() == diff.right.solution => {
            Ok(diff.explained(&opened.compiled, &Request::default().locked(left.choices()))?)
        }
        // Locks can be compared without their solution.
        _ => Ok(diff),
    }
}
