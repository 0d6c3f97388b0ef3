//! What was read from each list, for people and programs.

use crate::import::imported::{ReadColumn, ReadList, SkippedRow};
use crate::import::list::header::Column;
use crate::import::part_list::PartList;

/// What was read from each list.
pub(super) fn read_lists(lists: &[PartList]) -> Vec<ReadList> {
    lists.iter().filter_map(read_list).collect()
}

fn read_list(part_list: &PartList) -> Option<ReadList> {
    let list = part_list.list.as_ref()?;
    let header = list.headers.first()?;
    let column = |column: &Column| ReadColumn { title: column.title.clone(), read_as: column.shown() };
    Some(ReadList {
        name: part_list.name.clone(),
        file: part_list.file.clone(),
        sheet: list.sheet.clone(),
        other_sheets: list.other_sheets.clone(),
        line: header.line,
        columns: header.columns.iter().map(column).collect(),
        rows: list.read,
        skipped: list.skipped.iter().map(|row| SkippedRow { line: row.line, why: row.why.to_owned() }).collect(),
        inexact: list.inexact.iter().copied().collect(),
        filled: list.filled,
    })
}
