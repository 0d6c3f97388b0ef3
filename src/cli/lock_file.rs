//! The lock file: reading and writing it.

use super::console::Console;
use super::failure::Failure;
use super::path_text::shown;
use super::writing::{Swapped, is_missing, swap};
use std::path::{Path, PathBuf};
use terroir::load::read_lock;
use terroir::lock::{FILE_NAME, Lock, StatedEdit};
use terroir::printable;

/// The lock of a solution's folder.
pub struct LockFile {
    path: PathBuf,
    /// Its content; `None` if there is no lock.
    pub lock: Option<Lock>,
    /// The text that was read.
    text: Option<String>,
}

impl LockFile {
    /// Reads the lock, if there is one. One that cannot be parsed is an error, so that it is not overwritten unasked.
    pub fn read(folder: &Path) -> Result<Self, Failure> {
        Self::at(folder.join(FILE_NAME))
    }

    /// No lock.
    pub fn none() -> Self {
        Self { path: PathBuf::new(), lock: None, text: None }
    }

    /// Reads a lock that may have another name.
    pub fn at(path: PathBuf) -> Result<Self, Failure> {
        let text = match read_lock(&path) {
            Ok(text) => text,
            Err(unreadable) if is_missing(&unreadable) => return Ok(Self { path, lock: None, text: None }),
            Err(unreadable) => return Err(Failure::Unreadable(vec![unreadable])),
        };
        match Lock::parse(&text) {
            Ok(lock) => Ok(Self { path, lock: Some(lock), text: Some(text) }),
            Err(error) => {
                let message = format!("`{}` is not a valid lock: {}", shown(&path), printable(&error.to_string()));
                let help = "restore it from version control, or delete it and run `terroir resolve`";
                Err(Failure::Finding(message, help.to_owned()))
            }
        }
    }

    /// The lock, which must be there.
    pub fn required(&self) -> Result<&Lock, Failure> {
        self.lock.as_ref().ok_or_else(|| {
            let help = "run `terroir resolve` to create it".to_owned();
            Failure::Finding(format!("there is no `{}`", shown(&self.path)), help)
        })
    }

    /// The lock as it is now.
    pub fn again(&self) -> Result<Self, Failure> {
        Self::at(self.path.clone())
    }

    /// The failure of a command whose lock was changed while it ran.
    pub fn changed(&self) -> Failure {
        Failure::Changed(self.path.clone())
    }

    /// Writes a lock, unless the file holds the same answers already. A file that changed since it was read is left alone.
    pub fn replace(&self, new: Lock, edits: &[StatedEdit], console: &Console) -> Result<Swapped, Failure> {
        let differences = self.lock.as_ref().map(|old| old.differences(&new, edits));
        // The same answers could not be repeated from a lock that lacks what they are now chosen from.
        let holds_rows = self.lock.as_ref().is_some_and(|old| old.holds_rows_of(&new));
        // What the lock says of its dates is renewed once they have passed, and an earlier format always.
        let holds = self
            .lock
            .as_ref()
            .is_some_and(|old| !old.is_of_earlier_format() && old.holds_until().is_none_or(|day| new.as_of() < day));
        if holds && holds_rows && differences.as_ref().is_some_and(Vec::is_empty) {
            return Ok(Swapped::Written);
        }
        self.write(&new, differences.as_deref(), console)
    }

    /// Writes a lock, whatever answers the file holds; not where it changed since it was read.
    pub fn write(&self, new: &Lock, differences: Option<&[String]>, console: &Console) -> Result<Swapped, Failure> {
        let text = readable(new)?;
        if swap(&self.path, self.text.as_deref(), &text)? == Swapped::Changed {
            return Ok(Swapped::Changed);
        }
        console.note(&format!("note: wrote `{}`{}\n", shown(&self.path), changes(differences)))?;
        Ok(Swapped::Written)
    }
}

/// The text of a lock that every later command can read.
pub fn readable(lock: &Lock) -> Result<String, Failure> {
    const LARGEST: usize = 512 << 20;
    let text = lock.to_text();
    let refused = match Lock::parse(&text) {
        Ok(_) if text.len() <= LARGEST => return Ok(text),
        Ok(_) => format!("it has {} MiB, and a lock of at most {} MiB is read", text.len() >> 20, LARGEST >> 20),
        Err(error) => printable(&error.to_string()),
    };
    let help = "lock fewer markets or variants, or split the solution".to_owned();
    Err(Failure::Usage(
        format!("the lock was not written, because no later command could read it: {refused}"),
        Some(help),
    ))
}

/// The changes, as many as fit a screen; `--locked` lists all.
fn changes(differences: Option<&[String]>) -> String {
    const MOST: usize = 12;
    match differences {
        None | Some([]) => String::new(),
        Some([only]) => format!(", 1 change: {}", printable(only)),
        Some(more) => {
            let lines: String = more.iter().take(MOST).map(|line| format!("\n  {}", printable(line))).collect();
            let rest = more.len().saturating_sub(MOST);
            let rest = if rest == 0 { String::new() } else { format!("\n  and {rest} more") };
            format!(", {} changes{lines}{rest}", more.len())
        }
    }
}
