//! Atomic writes: a file is complete or not there. The bytes go to a temporary file in the same folder and are synced;
//! then the file gets its name, and the folder is synced.

use super::failure::Failure;
use super::path_text::{folder_of, shown};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;
use tempfile::NamedTempFile;
use terroir::load::read_file;

/// Writes a text to a file, replacing it if it exists.
pub fn replace(path: &Path, text: &str) -> Result<(), Failure> {
    replace_bytes(path, text.as_bytes())
}

/// Writes bytes to a file, replacing it if it exists.
pub fn replace_bytes(path: &Path, content: &[u8]) -> Result<(), Failure> {
    write(path, content, |temporary| temporary.persist(path).map(drop).map_err(|refused| refused.error))
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
    let persisted = write(path, text.as_bytes(), |temporary| {
        temporary.persist_noclobber(path).map(drop).map_err(|refused| refused.error)
    });
    match persisted {
        Ok(()) => Ok(Created::New),
        Err(Failure::Write(_, error)) if error.kind() == io::ErrorKind::AlreadyExists => Ok(Created::Kept),
        Err(failure) => Err(failure),
    }
}

/// Refuses to overwrite a file that terroir did not write: its own files contain the mark.
pub fn refuse_foreign(path: &Path, what: &str, mark: &str) -> Result<(), Failure> {
    let own = match read_file(path) {
        Ok(bytes) => String::from_utf8_lossy(&bytes).contains(mark),
        Err(unreadable) => unreadable
            .system_error()
            .is_some_and(|error| matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)),
    };
    if own {
        return Ok(());
    }
    let message = format!("`{}` already exists and is not a {what} written by terroir", shown(path));
    Err(Failure::Usage(message, Some("name another file with `-o`".to_owned())))
}

/// Appends a text to a file that other programs write to as well.
pub fn append(path: &Path, text: &str) -> Result<(), Failure> {
    let opened = File::options().append(true).create(true).open(path);
    let written = opened.and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|error| Failure::Write(path.to_owned(), error))
}

/// Creates a folder and its parents.
pub fn create_folder(path: &Path) -> Result<(), Failure> {
    fs::create_dir_all(path).map_err(|error| Failure::Write(path.to_owned(), error))
}

/// The system's error without the path of a temporary file, which means nothing to the user.
pub fn without_temporary_path(error: io::Error) -> io::Error {
    match error.to_string().split_once(" at path ") {
        Some((message, _)) => io::Error::new(error.kind(), message.to_owned()),
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

/// A temporary file with the permissions of the existing file, or of a new file of the user.
fn temporary(folder: &Path, path: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".terroir-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // The system applies the user's umask.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let temporary = builder.tempfile_in(folder).map_err(without_temporary_path)?;
    if let Ok(old) = fs::metadata(path) {
        temporary.as_file().set_permissions(old.permissions())?;
    }
    Ok(temporary)
}

/// A new name is durable once its folder is synced.
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}
