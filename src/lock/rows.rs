//! The rows that were used from databases, so that an answer can be repeated after the databases have changed.
//!
//! A lock holds the rows of every component that is a candidate for a slot or that a file of the solution names. Other
//! rows decide nothing, but the solution may be invalid without them (if only they have an attribute that a condition
//! names); then the lock holds all rows of the table.

use super::content::{Lock, LockedTable};
use super::digest::{Origin, digest, digest_of_text};
use super::write::write_table;
use crate::model::Model;
use crate::name::is_name;
use crate::schema::column_key;
use crate::solution::Solution;
use crate::span::{DatabaseTable, File, Files};
use std::collections::{BTreeMap, BTreeSet};

/// Maximum bytes that a lock holds of one table.
pub(super) const LARGEST_TABLE: usize = 3 << 20;

/// The rows used from a table are more than a lock can hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the rows used from table `{table}` of `{file}` take more than {} MiB, the maximum in a lock", LARGEST_TABLE >> 20)]
pub struct TooManyRows {
    table: String,
    file: String,
}

/// The digest of what answers are made from: the solution's own files, and the rows used from databases.
fn inputs(files: &Files, tables: &[LockedTable]) -> String {
    let texts: String = tables.iter().map(|table| format!("{}\0", table.to_csv())).collect();
    let own = digest(files, Origin::Own);
    if tables.is_empty() { own } else { digest_of_text(&format!("{own}\0{texts}")) }
}

impl LockedTable {
    /// The text of the CSV catalogue that is read instead of the database.
    #[must_use]
    pub fn to_csv(&self) -> String {
        let lines = std::iter::once(&self.columns).chain(&self.rows);
        lines.map(|line| format!("{line}\n")).collect()
    }

    /// The bytes that it takes in a lock.
    fn size(&self) -> usize {
        let mut out = String::new();
        write_table(&mut out, self);
        out.len()
    }

    /// The rows of a file that come from a database, of the components for which `is_used` is true.
    fn of(table: &DatabaseTable, text: &str, is_used: impl Fn(&str) -> bool) -> Self {
        let mut lines = records(text).into_iter();
        let Record { line: columns, cells: header } = lines.next().unwrap_or_default();
        let at = header.iter().position(|name| column_key(name.trim()) == Some("id"));
        let id = |cells: &[String]| at.and_then(|at| cells.get(at)).map_or(String::new(), |id| id.trim().to_owned());
        let rows = lines.filter(|record| is_used(&id(&record.cells))).map(|record| record.line).collect();
        Self { table: table.clone(), columns, rows }
    }

    /// The components of the rows, with the content of their rows.
    fn by_component(&self) -> BTreeMap<String, String> {
        let text = self.to_csv();
        let mut records = records(&text).into_iter();
        let header = records.next().unwrap_or_default().cells;
        let find = |key| header.iter().position(|name| column_key(name.trim()) == Some(key));
        let (id, version) = (find("id"), find("version"));
        let cell = |cells: &[String], at: Option<usize>| at.and_then(|at| cells.get(at)).cloned().unwrap_or_default();
        let named = |cells: &[String]| match cell(cells, version) {
            version if version.trim().is_empty() => cell(cells, id),
            version => format!("{}@{version}", cell(cells, id)),
        };
        let content = |cells: &[String]| {
            let cells = header.iter().zip(cells).filter(|(_, cell)| !cell.is_empty());
            cells.map(|(key, cell)| format!("{key}\0{cell}\0")).collect::<String>()
        };
        records.map(|record| (named(&record.cells), content(&record.cells))).collect()
    }
}

/// One record of a CSV text.
#[derive(Default)]
struct Record {
    /// As it is written, without its line end.
    line: String,
    cells: Vec<String>,
}

/// The records of a CSV text.
fn records(text: &str) -> Vec<Record> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(text.as_bytes());
    let records: Vec<csv::StringRecord> = reader.records().map_while(Result::ok).collect();
    let start = |record: &csv::StringRecord| record.position().map_or(0, |at| usize::try_from(at.byte()).unwrap_or(0));
    let starts: Vec<usize> = records.iter().map(start).chain([text.len()]).collect();
    let written = |place: &[usize]| match place {
        [start, end] => text.get(*start..*end).unwrap_or("").trim_matches(['\r', '\n']).to_owned(),
        _ => String::new(),
    };
    let cells = records.iter().map(|record| record.iter().map(str::to_owned).collect());
    starts.windows(2).map(written).zip(cells).map(|(line, cells)| Record { line, cells }).collect()
}

impl Lock {
    /// Whether it was made from the files that a solution has now.
    ///
    /// ```
    /// # mod lamp { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/export/samples/lamp.rs")); }
    /// # let (compiled, portfolio) = lamp::solve()?;
    /// let solution = lamp::solution()?;
    /// let lock = terroir::lock::Lock::from_portfolio(&portfolio, solution.files(), "USD");
    /// assert!(lock.is_of(&solution));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn is_of(&self, solution: &Solution) -> bool {
        self.solution == solution.name() && self.inputs == inputs(solution.files(), &self.tables)
    }

    /// This lock with the rows that were used from the solution's databases.
    ///
    /// # Errors
    /// [`TooManyRows`] if they are more than a lock can hold.
    ///
    /// ```
    /// # mod lamp { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/export/samples/lamp.rs")); }
    /// # let (compiled, portfolio) = lamp::solve()?;
    /// let solution = lamp::solution()?;
    /// let lock = terroir::lock::Lock::from_portfolio(&portfolio, solution.files(), "USD");
    /// assert_eq!(lock.clone().with_tables(&solution)?, lock, "it has no databases");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn with_tables(mut self, solution: &Solution) -> Result<Self, TooManyRows> {
        self.tables = used(solution);
        if let Some(table) = self.tables.iter().find(|table| table.size() > LARGEST_TABLE) {
            return Err(TooManyRows { table: table.table.table.clone(), file: table.table.file.clone() });
        }
        self.inputs = inputs(solution.files(), &self.tables);
        Ok(self)
    }

    /// Whether this lock has rows for all components of another lock's rows.
    ///
    /// ```
    /// # mod lamp { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/export/samples/lamp.rs")); }
    /// # let (compiled, portfolio) = lamp::solve()?;
    /// let solution = lamp::solution()?;
    /// let lock = terroir::lock::Lock::from_portfolio(&portfolio, solution.files(), "USD");
    /// assert!(lock.holds_rows_of(&lock));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn holds_rows_of(&self, other: &Self) -> bool {
        other.tables.iter().all(|table| {
            let own = self.tables.iter().find(|own| own.table == table.table).map(LockedTable::by_component);
            own.is_some_and(|own| table.by_component().keys().all(|component| own.contains_key(component)))
        })
    }

    /// How what another lock was made from differs: the rows of databases, one line per table, else the files.
    #[must_use]
    pub fn input_changes(&self, other: &Self) -> Vec<String> {
        let old = |new: &LockedTable| self.tables.iter().find(|old| old.table == new.table);
        let rows: Vec<String> = other.tables.iter().filter_map(|new| row_changes(old(new)?, new)).collect();
        if self.inputs != other.inputs && rows.is_empty() {
            return vec!["the solution's own files have changed since the lock was written".to_owned()];
        }
        rows
    }
}

fn row_changes(old: &LockedTable, new: &LockedTable) -> Option<String> {
    const MOST: usize = 8;
    let (was, is) = (old.by_component(), new.by_component());
    let mut changes = Vec::new();
    for component in was.keys().chain(is.keys()).collect::<BTreeSet<_>>() {
        match (was.get(component), is.get(component)) {
            (Some(_), None) => changes.push(format!("{component} was removed")),
            (None, Some(_)) => changes.push(format!("{component} was added")),
            (was, is) if was != is => changes.push(format!("{component} changed")),
            _ => {}
        }
    }
    let more = changes.len().saturating_sub(MOST);
    changes.truncate(MOST);
    if more > 0 {
        changes.push(format!("{more} more"));
    }
    let DatabaseTable { file, table } = &new.table;
    (!changes.is_empty()).then(|| format!("table `{table}` of `{file}`: {}", changes.join(", ")))
}

/// The rows that were used from each table, in the order of the solution.
fn used(solution: &Solution) -> Vec<LockedTable> {
    let of_tables = || solution.files().iter().filter_map(|(_, file)| Some((file.table.as_deref()?, file)));
    if of_tables().next().is_none() {
        return Vec::new();
    }
    let candidates = candidates(&solution.model);
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

/// The ids of all candidates.
fn candidates(model: &Model) -> BTreeSet<&str> {
    let ids = model.choices.values().flat_map(|choice| choice.iter());
    ids.filter_map(|id| model.component(*id)).map(|component| component.id.as_str()).collect()
}

fn is_own_text(file: &File) -> bool {
    !file.built_in && file.table.is_none()
}

/// The names in a text: those of components, and others.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let in_name = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_');
    text.split(move |letter| !in_name(letter)).filter(|word| is_name(word))
}
