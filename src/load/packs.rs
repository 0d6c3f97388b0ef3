//! Packs: folders of overlays outside the solution, named by its user and never by its files.

use super::problem::kind;
use super::{FileFault, Problem, Reading, Text, Unreadable, matching};
use crate::solution::{Pack, joined};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

impl Reading {
    /// Reads packs; a folder that is named twice, however it is written, is one pack.
    pub(super) fn packs(&mut self, folders: &[PathBuf]) {
        let mut seen = BTreeSet::new();
        for folder in folders {
            let place = fs::canonicalize(folder).unwrap_or_else(|_| folder.clone());
            if seen.insert(place) {
                self.pack(folder);
            }
        }
    }

    fn pack(&mut self, folder: &Path) {
        let names = match names(folder) {
            Ok(names) => names,
            Err(unreadable) => return self.unreadable.extend(unreadable),
        };
        let typed = folder.to_string_lossy().into_owned();
        let mut files = Vec::new();
        for name in names {
            let full = joined(&typed, &name);
            let Some(Text { text, fault }) = self.text(folder, &name, full.clone()) else { continue };
            self.count(&full, &text);
            if let Some(fault) = fault {
                let at = fault.offset as usize;
                self.faults.push(FileFault { file: full, place: at..at, fault });
            }
            files.push((name, text));
        }
        self.packs.push(Pack::from_sources(typed, files));
    }
}

/// The names of the files of a pack. The folder itself may be a link, for its user names it; what is in it may not.
fn names(folder: &Path) -> Result<Vec<String>, Vec<Unreadable>> {
    let one = |problem| vec![Unreadable { path: folder.to_owned(), problem }];
    if folder.to_str().is_none() {
        return Err(one(Problem::Name));
    }
    let found = fs::metadata(folder).map_err(|error| one(error.into()))?;
    if !found.is_dir() {
        return Err(one(Problem::Kind { found: kind(found.file_type()), wanted: "a folder of overlays" }));
    }
    let names = matching(folder, "", "*.toml")?;
    match names.as_slice() {
        names if names.iter().any(|name| name == "solution.toml") => Err(one(Problem::SolutionAsPack)),
        names if names.iter().all(|name| name == "sources.toml") => Err(one(Problem::NoOverlay)),
        _ => Ok(names),
    }
}
