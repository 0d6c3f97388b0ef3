//! Writing files so that a file is whole or not there: a temporary file in the same folder, its bytes on the disk, then
//! its new name, then the folder on the disk.

use super::failure::Failure;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;
use tempfile::NamedTempFile;
use terroir::load::{Problem, Unreadable, read_file};

/// Puts a text in a file's place, whether there is one or not.
pub fn replace(path: &Path, text: &str) -> Result<(), Failure> {
    replace_bytes(path, text.as_bytes())
}

/// Puts bytes in a file's place, whether there is one or not.
pub fn replace_bytes(path: &Path, content: &[u8]) -> Result<(), Failure> {
    write(path, content, |temporary| temporary.persist(path).map(drop).map_err(|refused| refused.error))
}

/// Writes a file that must not be there yet; `false` where it is, and it stays as it is.
pub fn create(path: &Path, text: &str) -> Result<bool, Failure> {
    let persisted = write(path, text.as_bytes(), |temporary| {
        temporary.persist_noclobber(path).map(drop).map_err(|refused| refused.error)
    });
    match persisted {
        Ok(()) => Ok(true),
        Err(Failure::Write(_, error)) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(failure) => Err(failure),
    }
}

/// Refuses to put something in the place of a file that terroir did not write: one of its own has the mark in it.
pub fn refuse_foreign(path: &Path, what: &str, mark: &str) -> Result<(), Failure> {
    let own = match read_file(path) {
        Ok(bytes) => String::from_utf8_lossy(&bytes).contains(mark),
        Err(Unreadable { problem: Problem::System(error), .. }) => {
            matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
        }
        Err(_) => false,
    };
    if own {
        return Ok(());
    }
    let message = format!("`{}` is there already and is no {what} of terroir's", shown(path));
    Err(Failure::Usage(message, Some("name another with `-o`".to_owned())))
}

/// Adds a text to the end of a file that others write to as well.
pub fn append(path: &Path, text: &str) -> Result<(), Failure> {
    let opened = File::options().append(true).create(true).open(path);
    let written = opened.and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|error| Failure::Write(path.to_owned(), error))
}

/// Makes a folder and those above it.
pub fn create_folder(path: &Path) -> Result<(), Failure> {
    fs::create_dir_all(path).map_err(|error| Failure::Write(path.to_owned(), error))
}

/// The folder that a file or folder lies in.
pub fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// A path as people write it: `solution.toml`, not `./solution.toml`.
pub fn shown(path: &Path) -> std::path::Display<'_> {
    let inner = path.strip_prefix(".").ok().filter(|inner| !inner.as_os_str().is_empty());
    inner.unwrap_or(path).display()
}

/// A path as it is typed into a shell.
pub fn typed(path: &Path) -> String {
    let text = path.display().to_string();
    let is_plain = |letter: char| letter.is_alphanumeric() || "-_./\\:".contains(letter);
    if text.chars().all(is_plain) { text } else { format!("'{}'", text.replace('\'', "'\\''")) }
}

/// What the system said, without the name of a temporary file that nobody asked for.
pub fn of_system(error: io::Error) -> io::Error {
    match error.to_string().split_once(" at path ") {
        Some((said, _)) => io::Error::new(error.kind(), said.to_owned()),
        None => error,
    }
}

fn write(path: &Path, content: &[u8], put: impl FnOnce(NamedTempFile) -> io::Result<()>) -> Result<(), Failure> {
    let folder = folder_of(path);
    let written = temporary(folder, path).and_then(|mut temporary| {
        temporary.write_all(content)?;
        temporary.as_file().sync_all()?;
        put(temporary)?;
        sync_folder(folder)
    });
    written.map_err(|error| Failure::Write(path.to_owned(), error))
}

/// A temporary file with the rights that the file has, or that a new file of the user's would have.
fn temporary(folder: &Path, path: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".terroir-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // The system takes the user's mask off.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let temporary = builder.tempfile_in(folder).map_err(of_system)?;
    if let Ok(old) = fs::metadata(path) {
        temporary.as_file().set_permissions(old.permissions())?;
    }
    Ok(temporary)
}

/// A new name is on the disk when its folder is.
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}
