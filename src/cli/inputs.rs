//! An output never overwrites a file that a solution is made of, and is never written where one would be read.

use super::failure::Failure;
use super::path_text;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use terroir::load::{database_files, is_read, read_text};
use terroir::lock::FILE_NAME;
use terroir::printable;

/// Refuses an output that is, or would be, an input of the solution in one of the folders above it.
pub fn refuse(path: &Path) -> Result<(), Failure> {
    // The name itself, and the file that it leads to if it is a link.
    let targets = [place_of(path), path.canonicalize().ok()];
    match targets.iter().flatten().any(|target| is_input(target)) {
        false => Ok(()),
        true if path.exists() => {
            let message = format!("`{}` is a file of the solution itself", shown(path));
            Err(Failure::Usage(message, Some("name another file with `-o`".to_owned())))
        }
        true => {
            let message = format!("`{}` would be read as a file of the solution by every later command", shown(path));
            Err(Failure::Usage(message, Some("write it into another folder, as in `-o out/`".to_owned())))
        }
    }
}

fn shown(path: &Path) -> String {
    printable(&path_text::shown(path).to_string())
}

/// Whether a file belongs to a solution in a folder above it.
fn is_input(target: &Path) -> bool {
    target.ancestors().skip(1).any(|root| {
        let Ok(inside) = target.strip_prefix(root) else { return false };
        let Ok(manifest) = read_text(&root.join("solution.toml")) else { return false };
        let parts: Vec<String> = inside.iter().map(|part| part.to_string_lossy().into_owned()).collect();
        let name = parts.join("/");
        let is_own = ["solution.toml", FILE_NAME].contains(&name.as_str());
        let is_database = || {
            let files = database_files(&manifest).into_iter().filter_map(|file| root.join(file).canonicalize().ok());
            files.into_iter().any(|file| file == target)
        };
        is_own || is_read(&manifest, &name) || is_database()
    })
}

/// The place of a file that may not exist yet: below its nearest parent that does.
fn place_of(path: &Path) -> Option<PathBuf> {
    let mut missing: Vec<OsString> = vec![path.file_name()?.to_owned()];
    let mut parent = path_text::folder_of(path).to_owned();
    loop {
        if let Ok(place) = parent.canonicalize() {
            return Some(missing.iter().rev().fold(place, |place, name| place.join(name)));
        }
        missing.push(parent.file_name()?.to_owned());
        parent = path_text::folder_of(&parent).to_owned();
    }
}
