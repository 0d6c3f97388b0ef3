//! An output never overwrites a file that a solution is made of, and is never written where one would be read.

use super::super::failure::Failure;
use super::super::path_text;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use terroir::load::{database_files, is_read, read_text};
use terroir::lock::FILE_NAME;
use terroir::printable;

/// What a command reads beside the solutions in the folders above an output.
#[derive(Default)]
pub struct Inputs {
    files: Vec<PathBuf>,
    /// Folders of packs, whose TOML files are read.
    packs: Vec<PathBuf>,
}

impl Inputs {
    /// The packs of a run.
    pub fn with_packs(packs: &[PathBuf]) -> Self {
        Self { files: Vec::new(), packs: packs.iter().filter_map(|pack| pack.canonicalize().ok()).collect() }
    }

    /// One more file that is read.
    pub fn add(&mut self, path: &Path) {
        self.files.extend(path.canonicalize());
    }

    /// Refuses an output that is, or would be, an input of this run or of the solution in one of the folders above it.
    pub fn refuse(&self, path: &Path) -> Result<(), Failure> {
        // The name itself, and the file that it leads to if it is a link.
        let targets = [place_of(path), path.canonicalize().ok()];
        let targets = || targets.iter().flatten();
        if targets().any(|target| self.files.contains(target)) {
            let message = format!("`{}` is a file that this command reads", shown(path));
            return Err(Failure::Usage(message, Some("name another file with `-o`".to_owned())));
        }
        match targets().any(|target| self.is_of_pack(target) || is_input(target)) {
            false => Ok(()),
            true if path.exists() => {
                let message = format!("`{}` is a file of the solution itself", shown(path));
                Err(Failure::Usage(message, Some("name another file with `-o`".to_owned())))
            }
            true => {
                let message =
                    format!("`{}` would be read as a file of the solution by every later command", shown(path));
                Err(Failure::Usage(message, Some("write it into another folder, as in `-o out/`".to_owned())))
            }
        }
    }

    fn is_of_pack(&self, target: &Path) -> bool {
        let is_toml = target.extension().is_some_and(|extension| extension == "toml");
        is_toml && target.parent().is_some_and(|folder| self.packs.iter().any(|pack| pack == folder))
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
