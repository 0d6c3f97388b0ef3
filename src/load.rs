//! A solution's folder → a [`Solution`]. The only part of the library that touches the disk.
//!
//! What is opened is decided before it is opened: regular files below the folder, reached through plain folders, within
//! the limits below. A link, a device or a pipe is reported, not followed. All files that cannot be read are reported
//! together; a file that is not UTF-8 is reported with the errors of all other files. `packs` reads packs by the same
//! rules.

mod databases;
mod packs;
mod patterns;
mod problem;
mod refusal;
mod regular;
#[cfg(feature = "sqlite")]
mod sqlite;
mod text;
mod values;
mod workbooks;

use problem::Problem;
pub use problem::{LoadError, Unreadable};
pub use regular::{read_file, read_lock, read_text};

use crate::diagnostic::{Diagnostic, sort};
use crate::lock::{Lock, LockedTable};
use crate::schema::{
    self, FileKind, FilePattern, MappedTable, catalog_patterns, mapped_tables, offer_patterns, overlay_patterns,
    pattern_keys,
};
use crate::solution::{Faults, Pack, Solution};
use crate::span::{File, Files, Place, Span};
use crate::terms::code::SourceCode;
use patterns::{manifest_document, matching, split};
use regular::read_bytes;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use text::{Fault, Text, decode};
use values::{MOST_VALUES, weight};
use workbooks::{Lost, Unread, is_workbook, workbook};

/// The most files a solution may have.
const MOST_FILES: usize = 10_000;
/// The most bytes all files of a solution may have together.
const LARGEST_SOLUTION: u64 = 256 << 20;

const MANIFEST: &str = "solution.toml";

impl Solution {
    /// Reads the solution in a folder, as [`load`] does.
    ///
    /// ```no_run
    /// let solution = terroir::Solution::load("street-light")?;
    /// println!("{} is sold in {}", solution.name(), solution.markets().join(", "));
    /// # Ok::<(), terroir::load::LoadError>(())
    /// ```
    ///
    /// # Errors
    /// As [`load`].
    pub fn load(folder: impl AsRef<Path>) -> Result<Self, LoadError> {
        load(folder.as_ref())
    }
}

/// Reads the solution in a folder: `solution.toml` and the files that its `catalog`, `overlays` and `offers` patterns name.
///
/// ```no_run
/// let solution = terroir::load::load("street-light".as_ref())?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`LoadError::Io`] where files cannot be read, else [`LoadError::Faults`] where they are wrong.
pub fn load(folder: &Path) -> Result<Solution, LoadError> {
    load_with(folder, &[])
}

/// Reads the solution in a folder with packs: folders of overlays outside it, whose order has no effect. A pack's folder
/// contains overlays (`*.toml`) and perhaps a `sources.toml`.
///
/// ```no_run
/// let packs = ["/srv/regions/acme".into()];
/// let solution = terroir::load::load_with("street-light".as_ref(), &packs)?;
/// # Ok::<(), terroir::load::LoadError>(())
/// ```
///
/// # Errors
/// As [`load`]; errors in a pack are reported with the path by which it was named.
pub fn load_with(folder: &Path, packs: &[PathBuf]) -> Result<Solution, LoadError> {
    load_from(folder, packs, None)
}

/// Reads the solution in a folder with the rows of its databases as a lock holds them: the databases are not opened and
/// need not exist. This repeats an answer after its database has changed.
///
/// ```no_run
/// # use terroir::{load, lock::Lock};
/// let lock = Lock::parse(&load::read_text("street-light/terroir.lock".as_ref())?)?;
/// let solution = load::load_frozen("street-light".as_ref(), &[], &lock)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`load_with`]; a table without rows in the lock is an error.
pub fn load_frozen(folder: &Path, packs: &[PathBuf], lock: &Lock) -> Result<Solution, LoadError> {
    load_from(folder, packs, Some(&lock.tables))
}

fn load_from(folder: &Path, packs: &[PathBuf], rows: Option<&[LockedTable]>) -> Result<Solution, LoadError> {
    let manifest = read_manifest(folder).map_err(|unreadable| LoadError::Io(vec![unreadable]))?;
    let mut reading = Reading::default();
    let document = manifest_document(&manifest.text);
    reading.size = manifest.text.len() as u64;
    reading.take(MANIFEST.to_owned(), manifest);
    let catalogues = catalog_patterns(&document.root);
    let (overlays, offers) = (overlay_patterns(&document.root), offer_patterns(&document.root));
    for pattern in catalogues.iter().chain(&overlays).chain(&offers) {
        reading.list(folder, pattern);
    }
    for (key, patterns) in pattern_keys(&document.root).into_iter().zip([&catalogues, &offers]) {
        reading.note_workbooks(folder, patterns, key);
    }
    let tables = mapped_tables(&document.root);
    match rows {
        Some(rows) => reading.rows_of_lock(&tables, rows),
        None => reading.databases(folder, &tables),
    }
    reading.packs(packs);
    reading.finish(Solution::from_sources_and_packs)
}

/// A solution read from texts, or only the built-in areas if there are none, with packs from the disk.
///
/// ```no_run
/// let solution = terroir::load::with_packs(&[("solution.toml", "[solution]")], &["packs/ports".into()])?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`load_with`].
pub fn with_packs(sources: &[(&str, &str)], packs: &[PathBuf]) -> Result<Solution, LoadError> {
    let sources = sources.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    let mut reading = Reading { sources, ..Reading::default() };
    reading.packs(packs);
    reading.finish(|sources, packs| match sources.is_empty() {
        true => Solution::world_with(packs),
        false => Solution::from_sources_and_packs(sources, packs),
    })
}

/// Where `solution.toml` names the database tables whose rows are components, by the name of the rows' file.
///
/// It reads faulty files too, so that a finding in a row has a place that a reviewer sees.
#[must_use]
pub fn table_places(files: &Files) -> BTreeMap<String, Place> {
    let Some((id, _)) = files.iter().find(|(_, file)| &*file.name == MANIFEST) else { return BTreeMap::new() };
    let manifest = schema::read(FileKind::Solution, id, files, &mut Vec::new());
    let place = |table: MappedTable| (table.table.source_name(), files.place(table.table_span));
    mapped_tables(&manifest.root).into_iter().map(place).collect()
}

/// Whether a file of this name in the solution's folder would be read: a pattern of `catalog`, `overlays` or `offers` matches it. The
/// name is relative to the folder, with `/`.
#[must_use]
pub fn is_read(manifest: &str, name: &str) -> bool {
    let document = manifest_document(manifest);
    let patterns = catalog_patterns(&document.root).into_iter().chain(overlay_patterns(&document.root));
    let patterns = patterns.chain(offer_patterns(&document.root));
    let split_name = name.rsplit_once('/').unwrap_or(("", name));
    patterns.into_iter().any(|pattern| {
        let found = split(&pattern.text);
        found.is_some_and(|(folder, file)| folder == split_name.0 && crate::model::glob(file, split_name.1))
    })
}

/// The database files that a `solution.toml` names, relative to its folder.
#[must_use]
pub fn database_files(manifest: &str) -> Vec<String> {
    mapped_tables(&manifest_document(manifest).root).into_iter().map(|mapped| mapped.table.file).collect()
}

fn read_manifest(folder: &Path) -> Result<Text, Unreadable> {
    let path = folder.join(MANIFEST);
    match read_bytes(&path) {
        Ok(bytes) => Ok(decode(&bytes)),
        Err(Problem::System(error)) if error.kind() == io::ErrorKind::NotFound => {
            Err(Unreadable { path: folder.to_owned(), problem: Problem::NoSolution })
        }
        Err(problem) => Err(Unreadable { path, problem }),
    }
}

/// A fault with its place.
struct FileFault {
    /// The name of the file.
    file: String,
    /// The place in its text.
    place: Range<usize>,
    fault: Fault,
}

/// The parts of a solution read so far.
#[derive(Default)]
struct Reading {
    sources: Vec<(String, String)>,
    packs: Vec<Pack>,
    names: BTreeSet<String>,
    faults: Vec<FileFault>,
    unreadable: Vec<Unreadable>,
    /// Workbooks in folders of catalogues that no pattern matches, with the place of the patterns.
    workbooks: Vec<Unread>,
    /// Cells of workbooks that were read as empty and are not.
    lost: Vec<Lost>,
    size: u64,
    /// The marks between the values of all files so far.
    values: u64,
}

impl Reading {
    fn take(&mut self, name: String, text: Text) {
        self.count(&name, &text.text);
        if let Some(fault) = text.fault {
            let at = fault.offset as usize;
            self.faults.push(FileFault { file: name.clone(), place: at..at, fault });
        }
        self.names.insert(name.clone());
        self.sources.push((name, text.text));
    }

    /// Counts the values of a file; the first file with too many is reported.
    fn count(&mut self, name: &str, text: &str) {
        let before = self.values;
        self.values += weight(name, text);
        if before <= MOST_VALUES && self.values > MOST_VALUES {
            self.unreadable.push(Unreadable { path: PathBuf::from(name), problem: Problem::TooManyValues });
        }
    }

    /// Reads the files of one pattern, by name.
    fn list(&mut self, root: &Path, pattern: &FilePattern) {
        let Some((folder, file)) = split(&pattern.text) else {
            let message = format!("`{}` is not a pattern of files below the solution's folder", pattern.text);
            return self.fault(
                pattern,
                SourceCode::BadPattern,
                message,
                "name plain folders, and `*` or `?` in the file name only",
            );
        };
        match matching(root, folder, file) {
            Ok(names) if names.is_empty() && pattern.span.is_some() && !file.contains(['*', '?']) => {
                let message = format!("there is no file `{}`", pattern.text);
                self.fault(pattern, SourceCode::MissingFile, message, "correct the name, or remove it from the list");
            }
            Ok(names) => names.into_iter().for_each(|name| self.read(root, name)),
            Err(unreadable) => self.unreadable.extend(unreadable),
        }
    }

    fn fault(&mut self, pattern: &FilePattern, code: SourceCode, message: String, help: &'static str) {
        let place = pattern.span.map_or(0..0, |span| span.start as usize..span.end as usize);
        self.manifest_fault(place, code, message, help.to_owned());
    }

    fn manifest_fault(&mut self, place: Range<usize>, code: SourceCode, message: String, help: String) {
        let fault = Fault { offset: 0, code, message, help };
        self.faults.push(FileFault { file: MANIFEST.to_owned(), place, fault });
    }

    fn unreadable(&mut self, root: &Path, name: &str, problem: Problem) {
        self.unreadable.push(Unreadable { path: root.join(name), problem });
    }

    fn read(&mut self, root: &Path, name: String) {
        if self.names.contains(&name) {
            return;
        }
        if let Some(text) = self.text(root, &name, name.clone()) {
            self.take(name, text);
        }
    }

    /// The text of a file below a folder, within the limits; reports a file that cannot be read. The file is remembered
    /// under its full name.
    fn text(&mut self, root: &Path, name: &str, full: String) -> Option<Text> {
        if self.names.len() >= MOST_FILES || self.size > LARGEST_SOLUTION {
            let problem = if self.size > LARGEST_SOLUTION { Problem::TooMuch } else { Problem::TooMany };
            // Reported once, however many files follow.
            if !self.unreadable.iter().any(|one| matches!(one.problem, Problem::TooMuch | Problem::TooMany)) {
                self.unreadable.push(Unreadable { path: root.to_owned(), problem });
            }
            return None;
        }
        if self.values > MOST_VALUES {
            return None;
        }
        self.names.insert(full);
        match read_bytes(&root.join(name)) {
            Ok(bytes) => {
                self.size += bytes.len() as u64;
                match is_workbook(name) {
                    true => self.workbook(root, name, &bytes),
                    false => Some(decode(&bytes)),
                }
            }
            Err(problem) => {
                self.unreadable(root, name, problem);
                None
            }
        }
    }

    fn workbook(&mut self, root: &Path, name: &str, bytes: &[u8]) -> Option<Text> {
        let read = workbook(name, bytes).map_err(|problem| self.unreadable(root, name, problem)).ok();
        read.map(|(text, lost)| {
            self.lost.extend(lost);
            text
        })
    }

    fn finish(
        self,
        build: impl FnOnce(Vec<(String, String)>, Vec<Pack>) -> Result<Solution, Faults>,
    ) -> Result<Solution, LoadError> {
        if !self.unreadable.is_empty() {
            return Err(LoadError::Io(self.unreadable));
        }
        let faults = self.faults;
        let (mut files, mut diagnostics) = match build(self.sources, self.packs) {
            Ok(solution) if faults.is_empty() => {
                let lost: Vec<Diagnostic> = self.lost.iter().filter_map(|one| one.warning(solution.files())).collect();
                let solution = lost.into_iter().fold(solution, Solution::with_warning);
                return Ok(self.workbooks.into_iter().fold(solution, Unread::reported));
            }
            Ok(solution) => (solution.files().clone(), solution.diagnostics().to_vec()),
            Err(found) => (found.files, found.diagnostics),
        };
        diagnostics.extend(self.lost.iter().filter_map(|one| one.warning(&files)));
        // The reader of manifests already reported why the rows were not read.
        let has_faulty_manifest = faults.iter().any(|fault| fault.file == MANIFEST);
        let is_reported = |one: &Diagnostic| one.code == SourceCode::MissingTable && has_faulty_manifest;
        diagnostics.retain(|one| !is_reported(one));
        for FileFault { file, place, fault } in faults {
            let span = span(&mut files, &file, place);
            diagnostics.push(Diagnostic::error(fault.code, span, fault.message).help(fault.help));
        }
        sort(&mut diagnostics, &files);
        Err(LoadError::Faults(Faults { files, diagnostics }))
    }
}

fn span(files: &mut Files, name: &str, place: Range<usize>) -> Span {
    let known = files.iter().find(|(_, file)| !file.built_in && &*file.name == name).map(|(id, _)| id);
    let id = known.unwrap_or_else(|| files.add(File::new(name, "")));
    Span::new(id, place)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn every_encoding_is_read_as_well_as_it_can_be() {
        let told = |bytes: &[u8]| {
            let read = decode(bytes);
            (read.text, read.fault.map(|fault| fault.offset))
        };
        assert_eq!(told(b"a = 1"), ("a = 1".to_owned(), None));
        assert_eq!(told(b"\xef\xbb\xbfa = 1"), ("a = 1".to_owned(), None));
        assert_eq!(told(b"a\xffb"), ("a\u{fffd}b".to_owned(), Some(1)));
        assert_eq!(told(b"\xff\xfea\0=\0"), ("a=".to_owned(), Some(0)));
        assert_eq!(told(b"\xfe\xff\0a\0=\0"), ("a=".to_owned(), Some(0)));
        assert_eq!(told(b"ab\0\xff"), (String::new(), Some(0)));
    }

    #[test]
    fn what_is_no_regular_file_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let told = |name: &str| read_text(&folder.path().join(name)).unwrap_err().problem.to_string();
        fs::create_dir(folder.path().join("folder")).unwrap();
        fs::write(folder.path().join("latin"), b"a\nb\n\xe4").unwrap();
        fs::write(folder.path().join("large"), vec![b'a'; (8 << 20) + 1]).unwrap();
        assert_eq!(told("folder"), "is a folder, not a regular file");
        assert_eq!(told("latin"), "is not UTF-8 in line 3");
        assert_eq!(told("large"), "is larger than 8 MiB");
        assert!(told("none").starts_with("cannot be read"));
        assert!(read_text(Path::new("/dev/null")).unwrap_err().to_string().contains("is a pipe or device"));
    }
}
