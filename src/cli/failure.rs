//! Why a command ended without its answer.

use super::status::Status;
use std::io;
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
    /// Another program changed a file between reading and writing it.
    Changed(std::path::PathBuf),
    /// A fault of terroir itself, or of a crate that it is built on: what it says.
    Internal(String),
    /// An answer could not be written as JSON.
    Json(serde_json::Error),
    /// stdout could not be written.
    Stdout(io::Error),
    /// stderr could not be written.
    Stderr,
}

impl Failure {
    /// The status that a command ends with.
    pub fn status(&self) -> Status {
        match self {
            Self::Finding(..) | Self::Faults(_) => Status::Findings,
            Self::Usage(..)
            | Self::Unreadable(_)
            | Self::Resolve(_)
            | Self::Write(..)
            | Self::Changed(_)
            | Self::Internal(_)
            | Self::Json(_)
            | Self::Stdout(_)
            | Self::Stderr => Status::NotDone,
        }
    }

    /// The faults of the files with the warnings that reading found before them.
    pub fn faults(mut faults: Faults, before: &[Diagnostic]) -> Self {
        faults.diagnostics.extend_from_slice(before);
        terroir::sort_diagnostics(&mut faults.diagnostics, &faults.files);
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
