//! `terroir merge`: merges the parts that several machines resolved into one lock.

use super::console::Console;
use super::failure::Failure;
use super::global::Global;
use super::lock_file::{LockFile, readable};
use super::messages;
use super::path_text;
use super::session::Opened;
use super::status::Status;
use super::warnings;
use super::writing::{Force, Mark, Swapped, Writer};
use std::path::{Path, PathBuf};
use terroir::Code;
use terroir::export;
use terroir::load::read_lock;
use terroir::lock::{FILE_NAME, LockedCore, NamedPart, Part};
use terroir::printable;

#[derive(clap::Args)]
#[command(after_help = "Examples:\n  terroir resolve --partition hash:1/2 -o 1.part    on one machine\n  \
    terroir resolve --partition hash:2/2 -o 2.part    on another machine\n  \
    terroir merge 1.part 2.part                       write the terroir.lock that a single run would write")]
pub struct Arguments {
    /// All parts, in any order, as written by `resolve --partition`
    #[arg(required = true, value_name = "PART")]
    parts: Vec<PathBuf>,
    /// Write the lock to this file [default: terroir.lock in the solution folder]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    force: Force,
    /// Treat warnings with this code as errors, as in `--deny core-share`; may be repeated
    #[arg(long, value_name = "CODE")]
    deny: Vec<Code>,
}

pub fn run(arguments: &Arguments, global: &Global, console: &Console) -> Result<Status, Failure> {
    let opened = Opened::from_folder(global)?;
    let parts = arguments.parts.iter().map(|path| read(path)).collect::<Result<Vec<_>, _>>()?;
    let help = || "run `terroir resolve --partition hash:M/N` on the same files for every part".to_owned();
    let lock = Part::merge(&parts).map_err(|error| Failure::Finding(printable(&error.to_string()), help()))?;
    // Variants are in the order of the solution, whatever the order of the parts.
    let lock = lock.clone().with_kept(&lock, &opened.solution);
    if !lock.is_of(&opened.solution) {
        let message = format!("the parts were not made from the current files of `{}`", opened.solution.name());
        return Err(Failure::Finding(message, help()));
    }
    let LockedCore { core, warnings, .. } = lock.shared_core(&opened.compiled);
    console.print(&format!("{}\n{}", export::lock_table(&lock), export::core_sentence(&core)))?;
    let grouped = warnings::grouped(&warnings, std::iter::empty());
    let status = messages::report_warnings(console, &grouped, &arguments.deny)?;
    let status = if lock.has_conflict() { status.max(Status::Findings) } else { status };
    let lock = lock.with_warnings(&warnings);
    let path = arguments.output.clone().unwrap_or_else(|| global.folder().join(FILE_NAME));
    if path.file_name().is_none_or(|name| name != FILE_NAME) {
        let mut writer = Writer::new(arguments.force, &global.packs);
        writer = arguments.parts.iter().fold(writer, |writer, part| writer.reading(part));
        writer.check(&path, &Mark::LOCK)?;
        writer.write(&path, readable(&lock)?.as_bytes(), &Mark::LOCK)?;
        console.note(&format!("note: wrote `{}`\n", printable(&path_text::shown(&path).to_string())))?;
        return Ok(status);
    }
    let file = LockFile::at(path)?;
    match file.replace(lock, &[], console)? {
        Swapped::Written => Ok(status),
        Swapped::Changed => Err(file.changed()),
    }
}

fn read(path: &Path) -> Result<NamedPart, Failure> {
    let name = path_text::shown(path).to_string();
    let text = read_lock(path).map_err(|unreadable| Failure::Unreadable(vec![unreadable]))?;
    let part = Part::parse(&text).map_err(|error| {
        let message = format!("`{}` is not a part: {}", printable(&name), printable(&error.to_string()));
        Failure::Finding(message, "write one with `terroir resolve --partition hash:M/N -o FILE`".to_owned())
    })?;
    Ok(NamedPart { name, part })
}
