//! Databases of a solution: which file is opened, and what becomes of its rows.
//!
//! A table's rows go on as the text of a CSV catalogue, sorted by id, so that no later step knows where a
//! component was written, and the order of rows, which a database does not guarantee, has no effect.

use super::refusal::Refusal;
use super::regular::open_regular;
use super::{LARGEST_SOLUTION, Problem, Reading, Text, matching, split};
use crate::diagnostic::printable;
use crate::lock::LockedTable;
use crate::schema::MappedTable;
use crate::span::Span;
use crate::terms::code::SourceCode;
use std::collections::BTreeMap;
use std::fs::File;
use std::ops::Range;
use std::path::{Path, PathBuf};

#[cfg(feature = "sqlite")]
use super::sqlite::Database;

impl Reading {
    /// Reads the tables of the databases below a folder.
    pub(super) fn databases(&mut self, root: &Path, tables: &[MappedTable]) {
        let mut opened: BTreeMap<&str, Option<Database>> = BTreeMap::new();
        for wanted in tables {
            let file = wanted.table.file.as_str();
            let database = opened.entry(file).or_insert_with(|| self.open(root, wanted));
            let Some(database) = database else { continue };
            match database.rows(wanted) {
                Ok(text) => self.rows(wanted, text),
                Err(Refusal::Wrong { span, code, message, help }) => {
                    self.manifest_fault(place(span), code, message, help);
                }
                Err(Refusal::Unreadable(message)) => self.unreadable(root, file, Problem::Database(message)),
            }
        }
    }

    /// Takes the rows of tables from a lock.
    pub(super) fn rows_of_lock(&mut self, tables: &[MappedTable], locked: &[LockedTable]) {
        for wanted in tables {
            match locked.iter().find(|table| table.table == wanted.table) {
                Some(table) => self.rows(wanted, table.to_csv()),
                None => {
                    let (table, file) = (printable(&wanted.table.table), printable(&wanted.table.file));
                    let message = format!("`terroir.lock` has no rows of table `{table}` of `{file}`");
                    let help = "`terroir resolve` without `--frozen` writes them".to_owned();
                    self.manifest_fault(place(wanted.table_span), SourceCode::MissingTable, message, help);
                }
            }
        }
    }

    fn rows(&mut self, wanted: &MappedTable, text: String) {
        self.size += text.len() as u64;
        self.take(wanted.table.source_name(), Text { text, fault: None });
    }

    /// Opens a database in the solution's folder; reports one that cannot be opened.
    fn open(&mut self, root: &Path, wanted: &MappedTable) -> Option<Database> {
        let (name, place) = (wanted.table.file.as_str(), place(wanted.file_span));
        let Some((folder, file)) = split(name).filter(|(_, file)| !file.contains(['*', '?'])) else {
            let message = format!("`{}` is not a file below the solution's folder", printable(name));
            let help = "name one file; folders must be plain names".to_owned();
            self.manifest_fault(place, SourceCode::BadPattern, message, help);
            return None;
        };
        match matching(root, folder, file) {
            Ok(names) if names.is_empty() => {
                let message = format!("there is no file `{}`", printable(name));
                let help = "correct the name, or use the rows in the lock with `--frozen`".to_owned();
                self.manifest_fault(place, SourceCode::MissingFile, message, help);
                None
            }
            Ok(_) => match open(&root.join(name), LARGEST_SOLUTION.saturating_sub(self.size)) {
                Ok((database, size)) => {
                    self.size += size;
                    Some(database)
                }
                Err(problem) => {
                    self.unreadable(root, name, problem);
                    None
                }
            },
            Err(unreadable) => {
                self.unreadable.extend(unreadable);
                None
            }
        }
    }
}

fn place(span: Span) -> Range<usize> {
    span.start as usize..span.end as usize
}

/// The database in a file that no program is writing, and its size in bytes.
fn open(path: &Path, largest: u64) -> Result<(Database, u64), Problem> {
    let mut file = open_regular(path)?;
    let before = file.metadata()?;
    if before.len() > largest {
        return Err(Problem::TooMuch);
    }
    unfinished(path)?;
    let database = Database::read(&mut file, before.len()).map_err(Problem::Database)?;
    let after = file.metadata()?;
    if (before.len(), before.modified()?) != (after.len(), after.modified()?) {
        return Err(Problem::Database("has changed while it was read; try again".to_owned()));
    }
    Ok((database, before.len()))
}

/// Refuses a database with unwritten changes in a file beside it: the main file alone is outdated or inconsistent.
fn unfinished(path: &Path) -> Result<(), Problem> {
    let beside = |end: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(end);
        PathBuf::from(name)
    };
    let is_filled = |path: &Path| std::fs::symlink_metadata(path).is_ok_and(|found| found.len() > 0);
    if is_filled(&beside("-wal")) {
        let message = "has changes that are not in its file yet (`-wal`): close the program that writes it, or run \
                       `PRAGMA wal_checkpoint(TRUNCATE)`";
        return Err(Problem::Database(message.to_owned()));
    }
    // A journal that is kept after a change begins with zeros.
    let is_hot = |path: &Path| {
        let mut first = [0; 8];
        File::open(path)
            .is_ok_and(|mut file| std::io::Read::read_exact(&mut file, &mut first).is_ok() && first != [0; 8])
    };
    let journal = beside("-journal");
    if is_filled(&journal) && open_regular(&journal).is_ok() && is_hot(&journal) {
        let message = "is in the middle of a change (`-journal`): let the program that writes it finish";
        return Err(Problem::Database(message.to_owned()));
    }
    Ok(())
}

/// Replaces the reader of databases in builds without the feature `sqlite`; reports that the feature is missing.
#[cfg(not(feature = "sqlite"))]
struct Database;

#[cfg(not(feature = "sqlite"))]
impl Database {
    fn read(_: &mut File, _: u64) -> Result<Self, String> {
        let message = "is a database, but this terroir was built without the feature `sqlite`: build it with `--features \
                       sqlite`, or use the rows in the lock with `--frozen`";
        Err(message.to_owned())
    }

    fn rows(&self, _: &MappedTable) -> Result<String, Refusal> {
        Err(Refusal::Unreadable("cannot be read".to_owned()))
    }
}
