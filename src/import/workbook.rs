//! Workbooks (`.xlsx`) → the table of a part list.

use super::Finding;
use super::list::{List, Table, read_table};
use calamine::{Data, Reader, Xlsx};
use std::io::Cursor;

/// The most bytes that a workbook may unpack to: what stands in it is read whole.
const LARGEST_UNPACKED: u64 = 256 << 20;

/// Reads the first sheet that holds a part list.
pub(super) fn read(file: &str, bytes: &[u8], told: &mut Vec<Finding>) -> Option<List> {
    if unpacked(bytes) > LARGEST_UNPACKED {
        told.push(Finding::error(file, 0, format!("unpacks to more than {} MiB", LARGEST_UNPACKED >> 20)));
        return None;
    }
    let mut workbook = match Xlsx::new(Cursor::new(bytes)) {
        Ok(workbook) => workbook,
        Err(error) => {
            told.push(Finding::error(file, 0, format!("cannot be read as a workbook: {error}")));
            return None;
        }
    };
    let sheets = workbook.sheet_names();
    for sheet in sheets {
        let Ok(range) = workbook.worksheet_range(&sheet) else { continue };
        let first = range.start().map_or(0, |(row, _)| u64::from(row));
        let rows = range.rows().zip(first + 1..);
        let table: Table = rows.map(|(row, line)| (line, row.iter().map(cell).collect())).collect();
        let mut findings = Vec::new();
        if let Some(list) = read_table(file, &table, &mut findings) {
            told.append(&mut findings);
            return Some(list);
        }
    }
    told.push(Finding::no_head(file));
    None
}

/// A cell as people see it; whole numbers without a point.
fn cell(cell: &Data) -> String {
    match cell {
        Data::Empty | Data::Error(_) => String::new(),
        other => other.to_string().trim().to_owned(),
    }
}

/// The bytes that the archive's directory says its files unpack to (ZIP, APPNOTE 4.3.12).
fn unpacked(bytes: &[u8]) -> u64 {
    let size = |at: usize| -> Option<u64> {
        let field = bytes.get(at + 24..at + 28)?;
        <[u8; 4]>::try_from(field).ok().map(|field| u64::from(u32::from_le_bytes(field)))
    };
    let entries = bytes.windows(4).enumerate().filter(|(_, word)| *word == b"PK\x01\x02");
    entries.filter_map(|(at, _)| size(at)).sum()
}
