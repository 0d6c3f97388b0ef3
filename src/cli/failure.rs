//! Why a command ended without its answer, and how that is reported.

use super::console::{Console, Status};
use super::{file, render};
use std::io;
use terroir::diagnostic::printable;
use terroir::load::{LoadError, Unreadable};
use terroir::{Diagnostic, Faults, ResolveError};

/// Why a command could not go on.
#[derive(Debug)]
pub enum Failure {
    /// Wrong usage, with an optional help.
    Usage(String, Option<String>),
    /// Something in the user's files that the library does not read: the lock. With a help.
    Finding(String, String),
    /// Files that could not be read.
    Unreadable(Vec<Unreadable>),
    /// Faults in the files.
    Faults(Faults),
    /// A request that could not be answered.
    Resolve(ResolveError),
    /// A file or folder could not be written.
    Write(std::path::PathBuf, io::Error),
    /// An answer could not be written as JSON.
    Json(serde_json::Error),
    /// stdout could not be written.
    Stdout(io::Error),
    /// stderr could not be written.
    Stderr,
}

impl Failure {
    /// Reports the failure on stderr and returns the status that the command ends with.
    pub fn report(self, console: &Console) -> Status {
        let status = self.status();
        // A broken stderr cannot be reported; the status still shows that something went wrong.
        if self.write(console).is_ok() { status } else { Status::NotDone }
    }

    fn status(&self) -> Status {
        match self {
            Self::Finding(..) | Self::Faults(_) => Status::Findings,
            _ => Status::NotDone,
        }
    }

    fn write(self, console: &Console) -> Result<(), Failure> {
        match self {
            Self::Usage(message, None) => console.error(&format!("error: {message}\n")),
            Self::Usage(message, Some(help)) | Self::Finding(message, help) => {
                console.error(&format!("error: {message}\nhelp: {help}\n"))
            }
            Self::Unreadable(files) => files.iter().try_for_each(|one| {
                let (path, problem) = (file::shown(&one.path).to_string(), &one.problem);
                console.error(&format!("error: `{}` {problem}\n", printable(&path)))
            }),
            Self::Faults(Faults { files, diagnostics }) => {
                render::diagnostics(console, &diagnostics, &files)?;
                render::count(console, &diagnostics)
            }
            Self::Resolve(error) => console.error(&format!("error: {}\n", printable(&error.to_string()))),
            Self::Write(path, error) => {
                console.error(&format!("error: cannot write `{}`: {error}\n", file::shown(&path)))
            }
            Self::Json(error) => console.error(&format!("error: cannot write the answer as JSON: {error}\n")),
            // The reader closed the pipe, as `head` does: nothing to report.
            Self::Stdout(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            Self::Stdout(error) => console.error(&format!("error: cannot write to stdout: {error}\n")),
            Self::Stderr => Ok(()),
        }
    }

    /// The faults of the files with the warnings that reading found before them.
    pub fn faults(mut faults: Faults, before: &[Diagnostic]) -> Self {
        faults.diagnostics.extend_from_slice(before);
        terroir::diagnostic::sort(&mut faults.diagnostics, &faults.files);
        Self::Faults(faults)
    }
}

impl From<LoadError> for Failure {
    fn from(error: LoadError) -> Self {
        match error {
            LoadError::Io(files) => Self::Unreadable(files),
            LoadError::Faults(faults) => Self::Faults(faults),
        }
    }
}

impl From<ResolveError> for Failure {
    fn from(error: ResolveError) -> Self {
        Self::Resolve(error)
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Self::Json(error)
    }
}
