//! Atomic writes: a file is complete or not there. The bytes go to a temporary file in the same folder and are synced;
//! then the file gets its name, and the folder is synced.

use super::super::path_text::folder_of;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;
use tempfile::{NamedTempFile, TempDir};

/// Writes a file, replacing it if it exists.
pub fn replace(path: &Path, content: &[u8]) -> io::Result<()> {
    let put = |temporary: NamedTempFile| temporary.persist(path).map(drop).map_err(|refused| refused.error);
    write(path, |file| file.write_all(content), put)
}

/// Writes a file that must not exist.
pub fn create(path: &Path, content: &[u8]) -> io::Result<()> {
    write(path, |file| file.write_all(content), |temporary| named_anew(temporary, path))
}

/// Copies a file to a place where there is none.
pub fn copy(from: &Path, to: &Path) -> io::Result<()> {
    let mut source = File::open(from)?;
    write(to, |file| io::copy(&mut source, file).map(drop), |temporary| named_anew(temporary, to))
}

/// A temporary folder; it is removed with what is in it.
pub fn temporary_folder(parent: &Path) -> io::Result<TempDir> {
    tempfile::Builder::new().prefix(".terroir-").tempdir_in(parent).map_err(without_temporary_path)
}

/// Gives a folder the name of one that does not exist or is empty.
pub fn rename_folder(from: &Path, to: &Path) -> io::Result<()> {
    fs::rename(from, to)?;
    sync_folder(folder_of(to))
}

fn named_anew(temporary: NamedTempFile, path: &Path) -> io::Result<()> {
    temporary.persist_noclobber(path).map(drop).map_err(|refused| refused.error)
}

fn write(
    path: &Path,
    fill: impl FnOnce(&mut NamedTempFile) -> io::Result<()>,
    put: impl FnOnce(NamedTempFile) -> io::Result<()>,
) -> io::Result<()> {
    let folder = folder_of(path);
    let mut temporary = temporary(folder, path)?;
    fill(&mut temporary).map_err(without_temporary_path)?;
    temporary.as_file().sync_all()?;
    put(temporary)?;
    sync_folder(folder)
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

/// The system's error without the path of a temporary file, which means nothing to the user.
fn without_temporary_path(error: io::Error) -> io::Error {
    match error.to_string().split_once(" at path ") {
        Some((message, _)) => io::Error::new(error.kind(), message.to_owned()),
        None => error,
    }
}

/// A new name is durable once its folder is synced.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}
