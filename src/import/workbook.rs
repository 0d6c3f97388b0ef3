//! From workbooks (`.xlsx`) to tables.

use super::finding::Finding;
use super::list::{List, Table, TableRow, read_table};
use calamine::{Data, Reader, Xlsx};
use std::io::Cursor;

/// Maximum unpacked size of a workbook in bytes: it is read into memory as a whole.
const LARGEST_UNPACKED: u64 = 256 << 20;

/// Reads the first sheet that holds a part list.
pub(super) fn read(file: &str, bytes: &[u8], findings: &mut Vec<Finding>) -> Option<List> {
    let tables = match tables(bytes) {
        Ok(tables) => tables,
        Err(problem) => {
            findings.push(Finding::error(file, 0, problem));
            return None;
        }
    };
    for table in tables {
        let mut own = Vec::new();
        if let Some(list) = read_table(file, &table, &mut own) {
            findings.append(&mut own);
            return Some(list);
        }
    }
    findings.push(Finding::no_header(file));
    None
}

/// The first sheet of a workbook that is not empty, as CSV with the same line numbers as the sheet: a catalogue is read
/// from it as from any CSV, and faults are reported with their row.
///
/// # Errors
/// What is wrong with the workbook, as the end of a sentence that begins with its name.
pub(crate) fn csv(bytes: &[u8]) -> Result<String, String> {
    let table = tables(bytes)?.into_iter().find(|table| !table.is_empty()).unwrap_or_default();
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    let first = table.first().map_or(1, |row| row.line);
    let width = table.iter().map(|row| row.cells.len()).max().unwrap_or_default();
    let blank = |line| TableRow { line, cells: vec![String::new(); width.max(1)] };
    for row in (1..first).map(blank).chain(table) {
        // A line end inside a cell would shift all rows below it.
        let cells = row.cells.iter().map(|cell| cell.replace(['\r', '\n'], " "));
        writer.write_record(cells).map_err(|error| format!("cannot be read as a workbook: {error}"))?;
    }
    let bytes = writer.into_inner().map_err(|error| format!("cannot be read as a workbook: {error}"))?;
    String::from_utf8(bytes).map_err(|error| format!("cannot be read as a workbook: {error}"))
}

/// All sheets, in their order, from the first row that is not empty to the last.
fn tables(bytes: &[u8]) -> Result<Vec<Table>, String> {
    if unpacked(bytes) > LARGEST_UNPACKED {
        return Err(format!("unpacks to more than {} MiB", LARGEST_UNPACKED >> 20));
    }
    let unreadable = |error: calamine::XlsxError| format!("cannot be read as a workbook: {error}");
    let mut workbook = Xlsx::new(Cursor::new(bytes)).map_err(unreadable)?;
    let mut all = Vec::new();
    for sheet in workbook.sheet_names() {
        let range = workbook.worksheet_range(&sheet).map_err(unreadable)?;
        let first = range.start().map_or(0, |(row, _)| u64::from(row));
        let rows = range.rows().zip(first + 1..);
        all.push(rows.map(|(row, line)| TableRow { line, cells: row.iter().map(cell).collect() }).collect());
    }
    Ok(all)
}

/// A cell as people see it; whole numbers without a decimal point.
fn cell(cell: &Data) -> String {
    if matches!(cell, Data::Empty | Data::Error(_)) { String::new() } else { cell.to_string().trim().to_owned() }
}

/// The unpacked size in bytes, as the directory of the archive states it (ZIP, APPNOTE 4.3.12).
fn unpacked(bytes: &[u8]) -> u64 {
    let size = |at: usize| -> Option<u64> {
        let field = bytes.get(at + 24..at + 28)?;
        <[u8; 4]>::try_from(field).ok().map(|field| u64::from(u32::from_le_bytes(field)))
    };
    let entries = bytes.windows(4).enumerate().filter(|(_, word)| *word == b"PK\x01\x02");
    entries.filter_map(|(at, _)| size(at)).sum()
}
