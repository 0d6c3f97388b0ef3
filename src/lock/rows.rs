//! What was used of databases, so that an answer can be repeated when they have moved on.
//!
//! A lock holds the rows of every component that a slot may take or that a file of the solution names. Other rows decide
//! nothing, but a few of them may keep a question from being an error (an attribute that only they have); where the rows
//! used do not stand on their own, all rows of the table are held.

use super::digest::digest_of_text;
use super::write::write_table;
use super::{Lock, digest};
use crate::model::Model;
use crate::name::is_name;
use crate::solution::Solution;
use crate::span::{DatabaseTable, File, Files};
use crate::syntax::column_key;
use std::collections::{BTreeMap, BTreeSet};

/// The most bytes that a lock holds of one table.
pub(super) const LARGEST_TABLE: usize = 3 << 20;

/// What was used of a table is more than a lock can hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("what is used of table `{table}` of `{file}` is more than {} MiB, which a lock cannot hold", LARGEST_TABLE >> 20)]
pub struct TooManyRows {
    /// The table.
    pub table: String,
    /// The database.
    pub file: String,
}

/// The digest of what answers are made from: the solution's own files, and the rows that were used of databases.
#[must_use]
pub fn inputs(files: &Files, tables: &[LockedTable]) -> String {
    let texts: String = tables.iter().map(|table| format!("{}\0", table.to_csv())).collect();
    let own = digest(files, false);
    if tables.is_empty() { own } else { digest_of_text(&format!("{own}\0{texts}")) }
}

/// The rows that were used of one table.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LockedTable {
    /// The database and the table.
    pub table: DatabaseTable,
    /// The first line: the columns, as CSV.
    pub columns: String,
    /// The rows, as CSV.
    pub rows: Vec<String>,
}

impl LockedTable {
    /// The text of the CSV catalogue that is read in the database's place.
    #[must_use]
    pub fn to_csv(&self) -> String {
        let lines = std::iter::once(&self.columns).chain(&self.rows);
        lines.map(|line| format!("{line}\n")).collect()
    }

    /// How many bytes it takes in a lock.
    fn size(&self) -> usize {
        let mut out = String::new();
        write_table(&mut out, self);
        out.len()
    }

    /// The rows of a file that come from a database; `is_used` says of which components.
    fn of(table: &DatabaseTable, text: &str, is_used: impl Fn(&str) -> bool) -> Self {
        let mut lines = records(text).into_iter();
        let (columns, header) = lines.next().unwrap_or_default();
        let at = header.iter().position(|name| column_key(name.trim()) == Some("id"));
        let id = |cells: &[String]| at.and_then(|at| cells.get(at)).map_or(String::new(), |id| id.trim().to_owned());
        let rows = lines.filter(|(_, cells)| is_used(&id(cells))).map(|(line, _)| line).collect();
        Self { table: table.clone(), columns, rows }
    }

    /// The components that the rows are of, with what the rows say.
    fn by_component(&self) -> BTreeMap<String, String> {
        let text = self.to_csv();
        let mut records = records(&text).into_iter();
        let (_, header) = records.next().unwrap_or_default();
        let find = |key| header.iter().position(|name| column_key(name.trim()) == Some(key));
        let (id, version) = (find("id"), find("version"));
        let cell = |cells: &[String], at: Option<usize>| at.and_then(|at| cells.get(at)).cloned().unwrap_or_default();
        let named = |cells: &[String]| match cell(cells, version) {
            version if version.trim().is_empty() => cell(cells, id),
            version => format!("{}@{version}", cell(cells, id)),
        };
        let said = |cells: &[String]| {
            let cells = header.iter().zip(cells).filter(|(_, cell)| !cell.is_empty());
            cells.map(|(key, cell)| format!("{key}\0{cell}\0")).collect::<String>()
        };
        records.map(|(_, cells)| (named(&cells), said(&cells))).collect()
    }
}

/// Each record of a CSV text: as it is written, and its cells.
fn records(text: &str) -> Vec<(String, Vec<String>)> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(text.as_bytes());
    let records: Vec<csv::StringRecord> = reader.records().map_while(Result::ok).collect();
    let start = |record: &csv::StringRecord| record.position().map_or(0, |at| usize::try_from(at.byte()).unwrap_or(0));
    let starts: Vec<usize> = records.iter().map(start).chain([text.len()]).collect();
    let written = |place: &[usize]| match place {
        [start, end] => text.get(*start..*end).unwrap_or("").trim_matches(['\r', '\n']).to_owned(),
        _ => String::new(),
    };
    let cells = records.iter().map(|record| record.iter().map(str::to_owned).collect());
    starts.windows(2).map(written).zip(cells).collect()
}

impl Lock {
    /// This lock with what was used of a solution's databases.
    ///
    /// # Errors
    /// [`TooManyRows`] where it is more than a lock can hold.
    pub fn with_tables(mut self, solution: &Solution) -> Result<Self, TooManyRows> {
        self.tables = used(solution);
        if let Some(table) = self.tables.iter().find(|table| table.size() > LARGEST_TABLE) {
            return Err(TooManyRows { table: table.table.table.clone(), file: table.table.file.clone() });
        }
        self.inputs = inputs(solution.files(), &self.tables);
        Ok(self)
    }

    /// Whether this lock's rows stand for all components that another one uses.
    #[must_use]
    pub fn holds_rows_of(&self, other: &Self) -> bool {
        other.tables.iter().all(|table| {
            let own = self.tables.iter().find(|own| own.table == table.table).map(LockedTable::by_component);
            own.is_some_and(|own| table.by_component().keys().all(|component| own.contains_key(component)))
        })
    }

    /// How the rows of another lock differ from this one's, a line a table.
    #[must_use]
    pub fn row_changes(&self, other: &Self) -> Vec<String> {
        let old = |new: &LockedTable| self.tables.iter().find(|old| old.table == new.table);
        other.tables.iter().filter_map(|new| row_changes(old(new)?, new)).collect()
    }
}

fn row_changes(old: &LockedTable, new: &LockedTable) -> Option<String> {
    const MOST: usize = 8;
    let (was, is) = (old.by_component(), new.by_component());
    let mut told = Vec::new();
    for component in was.keys().chain(is.keys()).collect::<BTreeSet<_>>() {
        match (was.get(component), is.get(component)) {
            (Some(_), None) => told.push(format!("{component} is gone")),
            (None, Some(_)) => told.push(format!("{component} is new")),
            (was, is) if was != is => told.push(format!("{component} has changed")),
            _ => {}
        }
    }
    let more = told.len().saturating_sub(MOST);
    told.truncate(MOST);
    if more > 0 {
        told.push(format!("{more} more"));
    }
    let DatabaseTable { file, table } = &new.table;
    (!told.is_empty()).then(|| format!("table `{table}` of `{file}`: {}", told.join(", ")))
}

/// The rows that were used of each table, in the order of the solution.
fn used(solution: &Solution) -> Vec<LockedTable> {
    let of_tables = || solution.files().iter().filter_map(|(_, file)| Some((file.table.as_deref()?, file)));
    if of_tables().next().is_none() {
        return Vec::new();
    }
    let candidates = candidates(solution.model());
    let named: BTreeSet<&str> = solution
        .files()
        .iter()
        .map(|(_, file)| file)
        .filter(|file| is_own_text(file))
        .flat_map(|file| words(&file.text))
        .collect();
    let is_used = |id: &str| candidates.contains(id) || named.contains(id);
    let few: Vec<LockedTable> = of_tables().map(|(table, file)| LockedTable::of(table, &file.text, is_used)).collect();
    let texts = few.iter().map(|table| (table.table.source_name(), table.to_csv())).collect();
    match solution.with_texts(&texts).and_then(|narrow| narrow.compile().map(|_| ())) {
        Ok(()) => few,
        Err(_) => of_tables().map(|(table, file)| LockedTable::of(table, &file.text, |_| true)).collect(),
    }
}

/// What slots may take.
fn candidates(model: &Model) -> BTreeSet<&str> {
    let ids = model.choices.values().flat_map(|choice| choice.iter());
    ids.filter_map(|id| model.component(*id)).map(|component| component.id.as_str()).collect()
}

fn is_own_text(file: &File) -> bool {
    !file.built_in && file.table.is_none()
}

/// The names in a text: more than those of components, but all of those.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let in_name = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_');
    text.split(move |letter| !in_name(letter)).filter(|word| is_name(word))
}
