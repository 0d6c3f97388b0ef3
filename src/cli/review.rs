//! `terroir review`: what a change does to all markets, as one comment for a pull request.

use super::console::Console;
use super::failure::Failure;
use super::global::Global;
use super::lock_file::LockFile;
use super::locking;
use super::request_flags::RequestFlags;
use super::session::Opened;
use super::status::Status;
use clap::ValueEnum;
use std::path::Path;
use terroir::diff::{Diff, NamedLock};
use terroir::export;
use terroir::export::review::Length;
use terroir::lock::Lock;
use terroir::printable;
use terroir::review::Review;
use terroir::{Number, Request};

const EXAMPLES: &str = "Examples:\n  git worktree add ../base origin/main && terroir review ../base .\n  \
    terroir review ../base . --format markdown --if-changed > comment.md\n  \
    terroir review ../base . --cost-threshold 1% --exit-code\n  terroir review terroir.lock .       what changed since the lock\n\n\
    A Markdown comment has at most 60000 characters. What does not fit is dropped in this order: the amounts of\n\
    single markets, further values of a row, all but one place of a row, the reasons of lost markets, the lightest\n\
    rows. `--full` prints everything.";

#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// Solution folder or lock before the change
    base: String,
    /// Solution folder or lock after the change
    head: String,
    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Print Markdown of any length
    #[arg(long)]
    full: bool,
    /// Print nothing if nothing differs
    #[arg(long)]
    if_changed: bool,
    /// Leave out markets that only cost a little more or less, as in `--cost-threshold 1%`
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    cost_threshold: Option<Number>,
    /// Exit with 1 if anything differs
    #[arg(long)]
    exit_code: bool,
    /// Name of BASE in the output [default: as given]
    #[arg(long, value_name = "NAME")]
    base_name: Option<String>,
    /// Name of HEAD in the output [default: as given]
    #[arg(long, value_name = "NAME")]
    head_name: Option<String>,
    /// Day on which both sides are answered [default: `as-of` in [solution] of HEAD, else today]
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Option<terroir::Date>,
}

/// The output formats of reviews.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Text for people
    Table,
    /// JSON (terroir.review/1)
    Json,
    /// Markdown with a marker line, for a comment
    Markdown,
}

/// `1%` or `1` as a share.
fn percent(text: &str) -> Result<Number, String> {
    let number = text.strip_suffix('%').unwrap_or(text).trim();
    let share = number.parse::<Number>().ok().filter(|number| !number.is_negative());
    let share = share.and_then(|number| number.checked_div(Number::from(100)));
    share.ok_or_else(|| "expected a percentage such as `1%`".to_owned())
}

pub fn run(arguments: &Arguments, global: &Global, console: &Console) -> Result<Status, Failure> {
    let review = match (Path::new(&arguments.base).is_file(), Path::new(&arguments.head).is_file()) {
        (false, false) => folders(arguments, global, console)?,
        (true, true) => locks(arguments, global)?,
        (true, false) => since_lock(arguments, global, console)?,
        (false, true) => to_lock(arguments, global, console)?,
    };
    let review = match arguments.cost_threshold {
        Some(share) => review.without_costs_below(share),
        None => review,
    };
    if !(arguments.if_changed && review.is_empty()) {
        let length = if arguments.full { Length::Full } else { Length::Comment };
        console.print(&match arguments.format {
            Format::Table => console.fitted(export::review::table(&review)),
            Format::Json => export::review::json(&review)?,
            Format::Markdown => export::review::markdown(&review, length),
        })?;
    }
    Ok(if arguments.exit_code && !review.is_empty() { Status::Findings } else { Status::Clean })
}

/// Compares two locks. The solution in the folder knows more of the causes, if the second lock is its own.
fn locks(arguments: &Arguments, global: &Global) -> Result<Review, Failure> {
    let (base, head) = (lock(&arguments.base)?, lock(&arguments.head)?);
    let opened = Opened::from_folder(global).ok();
    match opened.filter(|opened| head.is_of(&opened.solution)) {
        Some(opened) => Ok(Review::of_diff(&explained(arguments, &base, &head, &opened)?)),
        None => {
            let (old, new) = arguments.named(&base, &head);
            Ok(Review::of_diff(&Diff::of_locks(old, new).with_facts(&base, &head)))
        }
    }
}

/// Compares a lock with the answers of today's files.
fn since_lock(arguments: &Arguments, global: &Global, console: &Console) -> Result<Review, Failure> {
    let base = lock(&arguments.base)?;
    let opened = opened(&arguments.head, "HEAD", global, console)?;
    let head = answers(&opened, arguments, console)?;
    Ok(opened.compiled.review_of(&explained(arguments, &base, &head, &opened)?))
}

/// What differs between a lock and one of this solution, with the edits of its files, the facts and the dates that cause it.
fn explained(arguments: &Arguments, base: &Lock, head: &Lock, opened: &Opened) -> Result<Diff, Failure> {
    let edits = opened.compiled.edits_since(base);
    let (old, new) = arguments.named(base, head);
    let diff = Diff::of_edited_locks(old, new, &edits).with_facts(base, head);
    Ok(diff.explained(&opened.compiled, &Request::default().locked(base.choices()))?)
}

/// Compares the answers of a folder's files with a lock that came after them.
fn to_lock(arguments: &Arguments, global: &Global, console: &Console) -> Result<Review, Failure> {
    let opened = opened(&arguments.base, "BASE", global, console)?;
    let (base, head) = (answers(&opened, arguments, console)?, lock(&arguments.head)?);
    let (old, new) = arguments.named(&base, &head);
    Ok(Review::of_diff(&Diff::of_locks(old, new).with_facts(&base, &head)))
}

fn lock(path: &str) -> Result<Lock, Failure> {
    Ok(LockFile::at(Path::new(path).into())?.required()?.clone())
}

/// The answers of a folder's files as a lock.
fn answers(opened: &Opened, arguments: &Arguments, console: &Console) -> Result<Lock, Failure> {
    let request = arguments.request(opened, console)?;
    let file = LockFile::none();
    let portfolio = opened.portfolio(&request)?;
    let variants = locking::variants(&file, opened, &request)?;
    Ok(locking::frozen(opened, &portfolio)?.with_variants(&variants, opened.solution.files()))
}

impl Arguments {
    /// The request to a folder, on its day.
    fn request(&self, opened: &Opened, console: &Console) -> Result<Request, Failure> {
        let flags = RequestFlags { as_of: self.as_of, ..RequestFlags::default() };
        Ok(Request::default().as_of(flags.day(opened, None, console)?).jobs(opened.jobs))
    }

    /// The two sides with their names.
    fn named<'a>(&'a self, base: &'a Lock, head: &'a Lock) -> (NamedLock<'a>, NamedLock<'a>) {
        let (base_name, head_name) = self.names();
        (NamedLock { name: base_name, lock: base }, NamedLock { name: head_name, lock: head })
    }

    /// What the sides are called.
    fn names(&self) -> (&str, &str) {
        let base = self.base_name.as_ref().unwrap_or(&self.base);
        (base, self.head_name.as_ref().unwrap_or(&self.head))
    }
}

/// Compares two folders on one day.
fn folders(arguments: &Arguments, global: &Global, console: &Console) -> Result<Review, Failure> {
    let base = opened(&arguments.base, "BASE", global, console)?;
    let head = opened(&arguments.head, "HEAD", global, console)?;
    let request = arguments.request(&head, console)?;
    let (base_name, head_name) = arguments.names();
    Ok(head.compiled.review_from(&request, base_name, &base.compiled, head_name)?)
}

/// The solution in a folder; where it has errors, which of the two sides it is.
fn opened(folder: &str, side: &str, global: &Global, console: &Console) -> Result<Opened, Failure> {
    if !Path::new(folder).is_dir() {
        let message = format!("`{}` is neither a folder nor a lock", printable(folder));
        let help = "give the solution's folder or lock before and after the change".to_owned();
        return Err(Failure::Usage(message, Some(help)));
    }
    let opened = Opened::from_path(Path::new(folder), global);
    if opened.is_err() {
        console
            .error(&format!("error: {side}, `{}`, has errors, so there is nothing to review\n", printable(folder)))?;
    }
    opened
}
