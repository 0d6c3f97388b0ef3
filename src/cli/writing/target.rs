//! The file that the path of an output leads to. What is not a plain file is refused, and the message says what it is.

use super::super::failure::Failure;
use super::super::path_text::{folder_of, shown};
use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use terroir::printable;

/// The path itself, or the file that it leads to where it is a link.
pub fn of(path: &Path) -> Result<PathBuf, Failure> {
    if path.as_os_str() == "-" {
        return Err(not_a_file(path, "is not the name of a file", STDOUT));
    }
    if !path.to_string_lossy().ends_with(['/', '\\']) && is_stream(path) {
        return Err(not_a_file(path, "is a device or a stream, not a file", STDOUT));
    }
    let found = match fs::symlink_metadata(path) {
        Ok(found) => found,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(path.to_owned()),
        Err(error) => return Err(Failure::Write(path.to_owned(), error)),
    };
    if !found.is_symlink() {
        return plain(path, &found).map(|()| path.to_owned());
    }
    match (path.canonicalize(), fs::metadata(path)) {
        (Ok(_), Ok(metadata)) if is_stream_kind(&metadata) => {
            Err(not_a_file(path, "is a link to a device or a pipe, not to a file", STDOUT))
        }
        (Ok(target), Ok(metadata)) => plain(path, &metadata).map(|()| target),
        (Err(_), _) | (_, Err(_)) => Err(not_a_file(path, "is a link that leads to no file", "remove the link first")),
    }
}

const STDOUT: &str = "leave out `-o` to write to stdout, or name a file";

fn plain(path: &Path, found: &Metadata) -> Result<(), Failure> {
    match (found.is_file(), found.is_dir()) {
        (true, _) => Ok(()),
        (false, true) => Err(not_a_file(path, "is a folder, not a file", "name a file in it with `-o`")),
        (false, false) => Err(not_a_file(path, "is a device or a pipe, not a file", STDOUT)),
    }
}

fn is_stream_kind(found: &Metadata) -> bool {
    !found.is_file() && !found.is_dir()
}

/// Whether a path is a link of the system to an open stream: `/dev/stdout` leads to any file that the shell names.
fn is_stream(path: &Path) -> bool {
    let Ok(folder) = folder_of(path).canonicalize() else { return false };
    let is_link = fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink());
    is_link && ["/dev", "/proc"].iter().any(|system| folder.starts_with(system))
}

fn not_a_file(path: &Path, what: &str, help: &str) -> Failure {
    Failure::Usage(format!("`{}` {what}", printable(&shown(path).to_string())), Some(help.to_owned()))
}
