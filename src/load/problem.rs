//! Why a folder or file could not be read.

use super::values::{MOST_VALUES, OF_TABLE};
use super::{LARGEST_SOLUTION, MOST_FILES};
use crate::diagnostic::printable;
use crate::solution::Faults;
use std::io;
use std::path::PathBuf;

/// Why a solution could not be read from a folder.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// Files that could not be read, or limits that were reached.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Io(Vec<Unreadable>),
    /// Files that were read and are wrong.
    #[error(transparent)]
    Faults(#[from] Faults),
}

/// A file that could not be read.
#[derive(Debug, thiserror::Error)]
#[error("`{}` {problem}", printable(&path.to_string_lossy()))]
pub struct Unreadable {
    /// The file or folder.
    pub path: PathBuf,
    pub(super) problem: Problem,
}

impl Unreadable {
    /// What is wrong with it: `is larger than 8 MiB`.
    #[must_use]
    pub fn problem(&self) -> String {
        self.problem.to_string()
    }

    /// The error of the system, where it refused. A missing file is [`io::ErrorKind::NotFound`].
    #[must_use]
    pub fn system_error(&self) -> Option<&io::Error> {
        match &self.problem {
            Problem::System(error) => Some(error),
            Problem::NoSolution
            | Problem::Kind { .. }
            | Problem::TooLarge(_)
            | Problem::TooMany
            | Problem::TooMuch
            | Problem::TooManyValues
            | Problem::Encoding(_)
            | Problem::NoOverlay
            | Problem::SolutionAsPack
            | Problem::Name
            | Problem::Workbook(_)
            | Problem::Database(_) => None,
        }
    }
}

/// What is wrong with a file.
#[derive(Debug, thiserror::Error)]
pub(super) enum Problem {
    /// There is no `solution.toml`.
    #[error("has no `solution.toml`: create a solution with `terroir new DIR`, or name one with `--manifest-path DIR`")]
    NoSolution,
    /// It is not of the expected kind.
    #[error("is {found}, not {wanted}")]
    Kind {
        /// What it is.
        found: &'static str,
        /// What it should be.
        wanted: &'static str,
    },
    /// It is too large.
    #[error("is larger than {0} MiB")]
    TooLarge(u64),
    /// There are too many files.
    #[error("contains more than {MOST_FILES} files")]
    TooMany,
    /// The files are too large together.
    #[error("contains more than {} MiB", LARGEST_SOLUTION >> 20)]
    TooMuch,
    /// There is too much to build in memory.
    #[error(
        "has too many values: those of all files together, where a row or a table counts {OF_TABLE}, are more than {MOST_VALUES}"
    )]
    TooManyValues,
    /// It is not UTF-8.
    #[error("is not UTF-8 in line {0}")]
    Encoding(u32),
    /// It contains no overlay.
    #[error("contains no overlay: a pack is a folder of `*.toml` files, one for each area")]
    NoOverlay,
    /// A solution's folder was named as a pack.
    #[error("is a solution, not a pack: its overlays are in the folder `regions` below it")]
    SolutionAsPack,
    /// Its name is not UTF-8.
    #[error("has a name that is not UTF-8")]
    Name,
    /// It is not a workbook, or cannot be read as one.
    #[error("{0}")]
    Workbook(String),
    /// It is not a database, or cannot be read as one.
    #[error("{0}")]
    Database(String),
    /// The system refused.
    #[error("cannot be read: {0}")]
    System(#[from] io::Error),
}

/// What a file is, as messages call it.
pub(super) fn kind(found: std::fs::FileType) -> &'static str {
    match (found.is_symlink(), found.is_dir(), found.is_file()) {
        (true, ..) => "a symbolic link",
        (_, true, _) => "a folder",
        (_, _, true) => "a regular file",
        _ => "a pipe or device",
    }
}
