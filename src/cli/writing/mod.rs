//! The only way in which a command writes a file.
//!
//! | what | which file | through |
//! |---|---|---|
//! | an answer | a new or empty one, one that terroir wrote, or with `--force` another; never an input | [`Writer::write`] |
//! | a file of a new solution | one that does not exist | [`create`], [`create_solution`] |
//! | an edit of the user's file, or the lock | one that still holds what was read | [`edit`], [`swap`] |
//! | the summary of a CI step | the one that CI names | [`append`] |
//!
//! Every file is complete or not there ([`atomic`]), and two runs of terroir never write into a folder at once ([`hold`]).

mod atomic;
mod hold;
mod inputs;
mod mark;
mod target;

pub use mark::{Found, Mark};

use super::failure::Failure;
use super::path_text::{folder_of, shown};
use hold::Held;
use inputs::Inputs;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use terroir::load::{Unreadable, read_lock, read_text};
use terroir::printable;

/// The flag of every command that writes an answer to a file.
#[derive(Clone, Copy, Default, clap::Args)]
pub struct Force {
    /// Replace files that terroir did not write; files of the solution are never replaced
    #[arg(long)]
    force: bool,
}

/// Writes answers, by the rule that an output is never an input and replaces only what terroir wrote.
pub struct Writer {
    force: Force,
    inputs: Inputs,
}

impl Writer {
    /// A writer of a command that reads these packs.
    pub fn new(force: Force, packs: &[PathBuf]) -> Self {
        Self { force, inputs: Inputs::with_packs(packs) }
    }

    /// The same for a command that also reads this file.
    pub fn reading(mut self, path: &Path) -> Self {
        self.inputs.add(path);
        self
    }

    /// Whether a file may be written: checked before the work, so that no answer is computed in vain.
    pub fn check(&self, path: &Path, mark: &Mark) -> Result<(), Failure> {
        self.target(path, mark, None).map(drop)
    }

    /// Whether a file is no input, for one that is named by the user to be changed.
    pub fn check_name(&self, path: &Path) -> Result<(), Failure> {
        self.inputs.refuse(path)
    }

    /// Writes an answer. The same bytes are not written again.
    pub fn write(&self, path: &Path, content: &[u8], mark: &Mark) -> Result<(), Failure> {
        create_folder(folder_of(path))?;
        let target = self.target(path, mark, Some(content))?;
        let _held = hold(folder_of(&target), path)?;
        // Another run may have written it meanwhile.
        match self.found(&target, mark, Some(content)) {
            Ok(Found::Same) => Ok(()),
            Ok(_) => atomic::replace(&target, content).map_err(|error| Failure::Write(path.to_owned(), error)),
            Err(failure) => Err(failure),
        }
    }

    /// The file that a path leads to, if it may be written.
    fn target(&self, path: &Path, mark: &Mark, content: Option<&[u8]>) -> Result<PathBuf, Failure> {
        self.inputs.refuse(path)?;
        let target = target::of(path)?;
        self.inputs.refuse(&target)?;
        self.found(&target, mark, content)?;
        Ok(target)
    }

    fn found(&self, target: &Path, mark: &Mark, content: Option<&[u8]>) -> Result<Found, Failure> {
        match mark.find(target, content)? {
            Found::Foreign if !self.force.force => {
                let message =
                    format!("`{}` already exists, and terroir did not write it", printable(&shown(target).to_string()));
                Err(Failure::Usage(
                    message,
                    Some("name another file with `-o`, or replace it with `--force`".to_owned()),
                ))
            }
            found @ (Found::Nothing | Found::Same | Found::Own | Found::Foreign) => Ok(found),
        }
    }
}

/// A file that a command creates.
#[derive(Clone)]
pub struct NewFile {
    /// The path below the folder of the solution, with `/`.
    pub name: String,
    pub text: String,
}

/// What became of a file that was to be created.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Created {
    /// It was written.
    New,
    /// It existed already and was not changed.
    Kept,
}

/// Writes a file that must not exist yet; one that does stays as it is.
pub fn create(path: &Path, text: &str) -> Result<Created, Failure> {
    match atomic::create(path, text.as_bytes()) {
        Ok(()) => Ok(Created::New),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(Created::Kept),
        Err(error) => Err(Failure::Write(path.to_owned(), error)),
    }
}

/// Whether there is something at a path on which it depends what is written; that it cannot be found out is an error.
pub fn is_there(path: &Path) -> Result<bool, Failure> {
    path.try_exists().map_err(|error| Failure::Write(path.to_owned(), error))
}

/// Copies a file to a place where there is none.
pub fn copy(from: &Path, to: &Path) -> Result<(), Failure> {
    atomic::copy(from, to).map_err(|error| Failure::Write(to.to_owned(), error))
}

/// Creates a folder and its parents.
pub fn create_folder(path: &Path) -> Result<(), Failure> {
    fs::create_dir_all(path).map_err(|error| Failure::Write(path.to_owned(), error))
}

/// Writes the files of a solution into a folder that does not exist: the folder is complete or not there.
pub fn create_solution(folder: &Path, files: &[NewFile]) -> Result<(), Failure> {
    let failed = |error| Failure::Write(folder.to_owned(), error);
    let parent = folder_of(folder);
    create_folder(parent)?;
    let staging = atomic::temporary_folder(parent).map_err(failed)?;
    // A folder inside it, because the outer one has private permissions and the new one must have the usual ones.
    let inner = staging.path().join("new");
    create_all(&inner, files)?;
    atomic::rename_folder(&inner, folder).map_err(failed)
}

/// Writes all files of a solution into a folder, `solution.toml` last: an incomplete folder is then not a solution.
pub fn create_all(folder: &Path, files: &[NewFile]) -> Result<(), Failure> {
    let (manifests, others): (Vec<_>, Vec<_>) = files.iter().partition(|file| file.name == "solution.toml");
    for file in others.into_iter().chain(manifests) {
        let path = folder.join(&file.name);
        create_folder(folder_of(&path))?;
        if create(&path, &file.text)? == Created::Kept {
            return Err(Failure::Usage(format!("`{}` already exists", printable(&shown(&path).to_string())), None));
        }
    }
    Ok(())
}

/// Edits a file of the user: it is read, edited and written while no other run of terroir writes into its folder, so that
/// of several edits at once none is lost.
pub fn edit<T>(path: &Path, edit: impl Fn(&str) -> Result<(String, T), Failure>) -> Result<T, Failure> {
    const MOST_TRIES: usize = 100;
    for _ in 0..MOST_TRIES {
        let text = read_text(path).map_err(|unreadable| Failure::Unreadable(vec![unreadable]))?;
        let (edited, result) = edit(&text)?;
        if swap(path, Some(&text), &edited)? == Swapped::Written {
            return Ok(result);
        }
    }
    Err(Failure::Changed(path.to_owned()))
}

/// Whether a file was written over what was read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Swapped {
    /// It was.
    Written,
    /// It holds something else by now, and was left alone.
    Changed,
}

/// Writes a file that still holds the text that was read from it; `None` where there was none.
pub fn swap(path: &Path, read: Option<&str>, content: &str) -> Result<Swapped, Failure> {
    let _held = hold(folder_of(path), path)?;
    let now = match read_lock(path) {
        Ok(text) => Some(text),
        Err(unreadable) if is_missing(&unreadable) => None,
        Err(unreadable) => return Err(Failure::Unreadable(vec![unreadable])),
    };
    if now.as_deref() != read {
        return Ok(Swapped::Changed);
    }
    atomic::replace(path, content.as_bytes()).map_err(|error| Failure::Write(path.to_owned(), error))?;
    Ok(Swapped::Written)
}

/// Whether a file cannot be read because it is not there.
pub fn is_missing(unreadable: &Unreadable) -> bool {
    unreadable.system_error().is_some_and(|error| error.kind() == io::ErrorKind::NotFound)
}

/// Appends a text to a file that other programs write to as well.
pub fn append(path: &Path, text: &str) -> Result<(), Failure> {
    Inputs::default().refuse(path)?;
    let target = target::of(path)?;
    let opened = File::options().append(true).create(true).open(target);
    let written = opened.and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|error| Failure::Write(path.to_owned(), error))
}

fn hold(folder: &Path, path: &Path) -> Result<Held, Failure> {
    Held::of(folder).map_err(|error| Failure::Write(path.to_owned(), error))
}
