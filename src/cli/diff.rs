//! `terroir diff`: what differs between two markets, two locks or two solutions, and why.

use super::Global;
use super::console::{Console, Status};
use super::failure::Failure;
use super::locking::LockFile;
use super::session::{Opened, Question};
use clap::ValueEnum;
use std::path::Path;
use terroir::diagnostic::printable;
use terroir::diff::Diff;
use terroir::lock::Lock;
use terroir::{Request, export};

#[derive(clap::Args)]
#[command(after_help = "Example:\n  terroir diff US CN                        two markets\n  \
    git show HEAD~1:terroir.lock > old.lock\n  \
    terroir diff old.lock terroir.lock        two locks\n  \
    terroir diff ../lamp-1 ../lamp-2          two solutions")]
pub struct Arguments {
    /// A market, a lock file or a solution's folder
    left: String,
    /// The same kind of thing
    right: String,
    #[command(flatten)]
    question: Question,
    /// How the differences are printed
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Exit with 1 if anything differs
    #[arg(long)]
    exit_code: bool,
}

/// The forms of a difference.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Table,
    /// For programs: terroir.diff/1
    Json,
    /// For reviews
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
        // A path that is not there would be told as a market that is not known.
        if given.contains(['/', '\\']) || given.ends_with(".lock") {
            let message = format!("`{}` and `{}` are not two files or two folders", arguments.left, arguments.right);
            let help = "give two markets, two locks or two folders of solutions".to_owned();
            return Err(Failure::Usage(printable(&message), Some(help)));
        }
    }
    let opened = Opened::from_folder(global)?;
    opened.report(console)?;
    let day = arguments.question.day(&opened, None, console)?;
    Ok(opened.compiled.diff(&arguments.question.request(day, None), &arguments.left, &arguments.right)?)
}

fn solutions(arguments: &Arguments, global: &Global, console: &Console) -> Result<Diff, Failure> {
    let open = |folder: &str| Opened::from_path(Path::new(folder), global);
    let (left, right) = (open(&arguments.left)?, open(&arguments.right)?);
    let day = arguments.question.day(&right, None, console)?;
    let request = arguments.question.request(day, None);
    Ok(left.compiled.diff_from(&request, (&arguments.left, &arguments.right), &right.compiled)?)
}

/// Two locks; the solution in whose folder this runs tells more of the causes, if it is theirs.
fn locks(arguments: &Arguments, global: &Global) -> Result<Diff, Failure> {
    let read = |name: &str| -> Result<Lock, Failure> { Ok(LockFile::at(Path::new(name).into())?.required()?.clone()) };
    let (left, right) = (read(&arguments.left)?, read(&arguments.right)?);
    let chosen =
        |lock: Lock| if arguments.question.market.is_empty() { lock } else { lock.only(&arguments.question.market) };
    let (left, right) = (chosen(left), chosen(right));
    let diff = Diff::of_locks((&arguments.left, &left), (&arguments.right, &right)).with_facts(&left, &right);
    match Opened::from_folder(global) {
        Ok(opened) if opened.solution.name() == right.solution => {
            Ok(diff.explained(&opened.compiled, &Request { kept: Some(left.kept()), ..Request::default() })?)
        }
        // Locks can be compared without their solution.
        _ => Ok(diff),
    }
}
