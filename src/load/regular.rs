//! Regular files, read within their limits: nothing else is opened.

use super::problem::{Problem, Unreadable, kind};
use super::text::decode;
use crate::span::File;
use std::fs;
use std::io::Read;
use std::path::Path;

/// The most bytes a file may have.
pub(super) const LARGEST_FILE: u64 = 8 << 20;

/// The most bytes of a lock, which has all lines of all markets and is read market by market.
const LARGEST_LOCK: u64 = 512 << 20;

/// Reads one text file within the limits of this module: regular, at most 8 MiB (a lock, `*.lock`: 512 MiB), UTF-8,
/// perhaps with a byte order mark.
///
/// ```no_run
/// let text = terroir::load::read_text("street-light/solution.toml".as_ref())?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// Why it cannot be read. A missing file is [`std::io::ErrorKind::NotFound`] in [`Unreadable::system_error`].
pub fn read_text(path: &Path) -> Result<String, Unreadable> {
    let is_lock = path.extension().is_some_and(|extension| extension == "lock");
    text_of(path, if is_lock { LARGEST_LOCK } else { LARGEST_FILE })
}

/// Reads the text of a lock, or of a part of one: as [`read_text`], but at most 512 MiB.
///
/// ```no_run
/// let lock = terroir::lock::Lock::parse(&terroir::load::read_lock("street-light/terroir.lock".as_ref())?)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`read_text`].
pub fn read_lock(path: &Path) -> Result<String, Unreadable> {
    text_of(path, LARGEST_LOCK)
}

/// Reads the bytes of one file within the limits of this module: regular, at most 8 MiB.
///
/// ```no_run
/// let bytes = terroir::load::read_file("parts.xlsx".as_ref())?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// Why it cannot be read.
pub fn read_file(path: &Path) -> Result<Vec<u8>, Unreadable> {
    read_bytes(path).map_err(|problem| Unreadable { path: path.to_owned(), problem })
}

/// The bytes of a file of a solution.
pub(super) fn read_bytes(path: &Path) -> Result<Vec<u8>, Problem> {
    bytes_of(path, LARGEST_FILE)
}

fn text_of(path: &Path, largest: u64) -> Result<String, Unreadable> {
    let unreadable = |problem| Unreadable { path: path.to_owned(), problem };
    let text = decode(&bytes_of(path, largest).map_err(unreadable)?);
    match text.fault {
        Some(fault) => Err(unreadable(Problem::Encoding(File::new("", &text.text).line_column(fault.offset).0))),
        None => Ok(text.text),
    }
}

fn bytes_of(path: &Path, largest: u64) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    open_regular(path)?.take(largest + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > largest { Err(Problem::TooLarge(largest >> 20)) } else { Ok(bytes) }
}

/// Opens a regular file, and nothing else.
pub(super) fn open_regular(path: &Path) -> Result<fs::File, Problem> {
    let not_a_file = |found| Problem::Kind { found: kind(found), wanted: "a regular file" };
    // Checked before opening, because opening a pipe waits for its other end.
    let found = fs::symlink_metadata(path)?;
    if !found.is_file() {
        return Err(not_a_file(found.file_type()));
    }
    let file = fs::File::open(path)?;
    let opened = file.metadata()?;
    if !opened.is_file() {
        return Err(not_a_file(opened.file_type()));
    }
    Ok(file)
}
