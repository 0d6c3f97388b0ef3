//! SQLite databases → rows of a CSV catalogue.
//!
//! A database is read whole into memory, so that nothing of it is locked or written, and one that was made to do harm
//! meets limits: on the work of a query, the length of a value and the size of the rows. SQLite's advice on databases of
//! strangers is followed (<https://sqlite.org/security.html>): functions and virtual tables with effects are closed to
//! its views.

use super::refusal::Refusal;
use super::regular::LARGEST_FILE;
use crate::diagnostic::printable;
use crate::name::nearest;
use crate::schema::{MappedTable, column_key};
use crate::terms::code::SourceCode;
use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row, Statement};
use std::io::{Cursor, Read};

/// Instructions of SQLite's virtual machine that the rows of one table may take: rows of 8 MiB take a tenth of it.
const MOST_STEPS: u64 = 30_000_000;
/// The number of instructions between two checks of the limit.
const STEPS_A_LOOK: i32 = 10_000;
/// The most bytes of one value or row.
const LONGEST_VALUE: i32 = 1 << 20;
/// The length of a database's header.
const HEADER: usize = 100;

/// A database in memory.
pub(super) struct Database {
    connection: Connection,
}

/// Where the cells of a key come from.
struct Column {
    key: String,
    /// The column's number; `None` where only a value for all rows is given.
    at: Option<usize>,
    /// What a row says where its cell is empty.
    value: String,
}

impl Database {
    /// Reads a database of the given size in bytes.
    pub fn read(file: &mut impl Read, size: u64) -> Result<Self, String> {
        let failed = |error: rusqlite::Error| format!("cannot be read: {}", printable(&error.to_string()));
        let mut header = [0; HEADER];
        let is_whole = file.read_exact(&mut header).is_ok();
        if !is_whole || !header.starts_with(b"SQLite format 3\0") {
            return Err("is not an SQLite database".to_owned());
        }
        // Bytes 18 and 19 say that changes go to a file beside it, which a copy in memory cannot have.
        header.iter_mut().skip(18).take(2).for_each(|version| *version = 1);
        let whole = Cursor::new(header).chain(file);
        let size = usize::try_from(size).map_err(|error| error.to_string())?;
        let mut connection = Connection::open_in_memory().map_err(failed)?;
        connection.deserialize_read_exact("main", whole, size, true).map_err(failed)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false).map_err(failed)?;
        connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, LONGEST_VALUE).map_err(failed)?;
        connection.pragma_update(None, "cell_size_check", true).map_err(failed)?;
        connection.pragma_update(None, "temp_store", "memory").map_err(failed)?;
        Ok(Self { connection })
    }

    /// The rows of a table as a CSV catalogue, sorted by id.
    pub fn rows(&self, wanted: &MappedTable) -> Result<String, Refusal> {
        let mut left = MOST_STEPS / u64::from(STEPS_A_LOOK.unsigned_abs());
        let look = move || {
            left = left.saturating_sub(1);
            left == 0
        };
        self.connection.progress_handler(STEPS_A_LOOK, Some(look)).map_err(|error| failed(wanted, &error))?;
        let table = self.table(wanted)?;
        let query = format!("SELECT * FROM \"{}\"", table.replace('"', "\"\""));
        let mut statement = self.connection.prepare(&query).map_err(|error| failed(wanted, &error))?;
        let columns = columns(&statement, wanted)?;
        let mut rows = rows(&mut statement, &columns, wanted)?;
        rows.sort();
        let keys = columns.iter().map(|column| column.key.as_str()).collect();
        to_csv(keys, &rows).ok_or_else(|| Refusal::Unreadable("cannot be read as CSV".to_owned()))
    }

    /// The table's name as the database spells it.
    fn table(&self, wanted: &MappedTable) -> Result<String, Refusal> {
        let failed = |error| failed(wanted, &error);
        let query = "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' \
                     ESCAPE '\\'";
        let mut statement = self.connection.prepare(query).map_err(failed)?;
        let names = statement.query_map([], |row| row.get(0)).map_err(failed)?;
        let names: Vec<String> = names.collect::<Result<_, _>>().map_err(failed)?;
        let name = &wanted.table.table;
        if let Some(found) = names.iter().find(|found| found.eq_ignore_ascii_case(name)) {
            return Ok(found.clone());
        }
        let file = printable(&wanted.table.file);
        Err(Refusal::Wrong {
            span: wanted.table_span,
            code: SourceCode::MissingTable,
            message: format!("there is no table `{}` in `{file}`", printable(name)),
            help: near_or_all(name, &names, "the database has no tables"),
        })
    }
}

/// A fault of the database itself, or a limit that was reached.
fn failed(wanted: &MappedTable, error: &rusqlite::Error) -> Refusal {
    let table = printable(&wanted.table.table);
    Refusal::Unreadable(match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::OperationInterrupted) => {
            format!("table `{table}` takes too much work to read; make a simpler view")
        }
        _ => format!("table `{table}` cannot be read: {}", printable(&error.to_string())),
    })
}

fn near_or_all(name: &str, known: &[String], none: &str) -> String {
    const MOST: usize = 12;
    if let Some(near) = nearest(name, known.iter().map(String::as_str)) {
        return format!("did you mean `{}`?", printable(near));
    }
    let names: Vec<String> = known.iter().take(MOST).map(|name| format!("`{}`", printable(name))).collect();
    let more = if known.len() > MOST { ", …" } else { "" };
    if names.is_empty() { none.to_owned() } else { format!("it has {}{more}", names.join(", ")) }
}

/// Which column holds which key: as `columns` states, otherwise by the names of CSV catalogues. The id comes first.
fn columns(statement: &Statement<'_>, wanted: &MappedTable) -> Result<Vec<Column>, Refusal> {
    let names: Vec<String> = statement.column_names().into_iter().map(str::to_owned).collect();
    let find = |name: &str| {
        let exact = names.iter().position(|column| column == name);
        exact.or_else(|| names.iter().position(|column| column.eq_ignore_ascii_case(name)))
    };
    let mut found: Vec<(String, usize)> = Vec::new();
    for (key, name, span) in &wanted.columns {
        let Some(at) = find(name) else {
            let (table, name) = (printable(&wanted.table.table), printable(name));
            return Err(Refusal::Wrong {
                span: *span,
                code: SourceCode::MissingColumn,
                message: format!("table `{table}` has no column `{name}`"),
                help: near_or_all(&name, &names, "the table has no columns"),
            });
        };
        found.push((key.clone(), at));
    }
    for (at, name) in names.iter().enumerate() {
        let Some(key) = column_key(name.trim()) else { continue };
        if !found.iter().any(|(known, column)| known == key || *column == at) {
            found.push((key.to_owned(), at));
        }
    }
    if !found.iter().any(|(key, _)| key == "id") {
        return Err(Refusal::Wrong {
            span: wanted.table_span,
            code: SourceCode::MissingColumn,
            message: format!("table `{}` has no column `id`", printable(&wanted.table.table)),
            help: "state which column contains it: `columns = { id = \"Part ID\" }`".to_owned(),
        });
    }
    let value = |key: &str| wanted.values.iter().find(|(known, _)| known == key).map(|(_, value)| value.clone());
    let mut columns: Vec<Column> = found
        .into_iter()
        .map(|(key, at)| Column { value: value(&key).unwrap_or_default(), at: Some(at), key })
        .collect();
    for (key, value) in &wanted.values {
        if !columns.iter().any(|column| column.key == *key) {
            columns.push(Column { key: key.clone(), at: None, value: value.clone() });
        }
    }
    columns.sort_by_key(|column| column.key != "id");
    Ok(columns)
}

fn rows(statement: &mut Statement<'_>, columns: &[Column], wanted: &MappedTable) -> Result<Vec<Vec<String>>, Refusal> {
    let mut found = statement.query([]).map_err(|error| failed(wanted, &error))?;
    let (mut rows, mut size) = (Vec::new(), 0);
    while let Some(row) = found.next().map_err(|error| failed(wanted, &error))? {
        let mut cells = Vec::with_capacity(columns.len());
        for column in columns {
            let cell = cell(row, column).map_err(|problem| wrong_cell(column, &cells, problem, wanted))?;
            size += cell.len() as u64 + 1;
            cells.push(cell);
        }
        if size > LARGEST_FILE {
            let table = printable(&wanted.table.table);
            let message = format!(
                "table `{table}` has more than {} MiB of rows; name a view of the rows that the solution may use",
                LARGEST_FILE >> 20
            );
            return Err(Refusal::Unreadable(message));
        }
        rows.push(cells);
    }
    Ok(rows)
}

/// The text of a cell. A number of the kind REAL is written with the fewest digits that read back the same, which are
/// those that it was entered with.
fn cell(row: &Row<'_>, column: &Column) -> Result<String, &'static str> {
    let value = column.at.map_or(Ok(ValueRef::Null), |at| row.get_ref(at)).map_err(|_| "cannot be read")?;
    let text = match value {
        ValueRef::Null => String::new(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) if number.is_finite() => number.to_string(),
        ValueRef::Real(_) => return Err("contains a number that is not finite"),
        ValueRef::Text(bytes) => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => return Err("contains text that is not UTF-8"),
        },
        ValueRef::Blob(_) => return Err("contains bytes, not text"),
    };
    Ok(if text.trim().is_empty() { column.value.clone() } else { text })
}

fn wrong_cell(column: &Column, before: &[String], problem: &str, wanted: &MappedTable) -> Refusal {
    let row = before.first().map_or_else(String::new, |id| format!(" of `{}`", printable(id)));
    let (table, key) = (printable(&wanted.table.table), &column.key);
    Refusal::Wrong {
        span: wanted.table_span,
        code: SourceCode::DatabaseCell,
        message: format!("the cell with the {key}{row} in table `{table}` {problem}"),
        help: "correct the cell, or name a view without it".to_owned(),
    }
}

fn to_csv(keys: Vec<&str>, rows: &[Vec<String>]) -> Option<String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(keys).ok()?;
    for row in rows {
        writer.write_record(row).ok()?;
    }
    String::from_utf8(writer.into_inner().ok()?).ok()
}
