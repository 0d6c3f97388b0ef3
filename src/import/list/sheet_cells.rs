//! Cells of workbooks: formulas without a result, and cells that are merged over several rows.

use crate::import::finding::Finding;
use crate::import::list::List;
use crate::import::list::columns::ListColumn;
use crate::import::list::header::Header;
use crate::import::table::spot::Merged;
use crate::import::table::{Sheet, TableRow};
use std::collections::BTreeMap;

/// Most lines and ranges that a message names.
const MOST: usize = 5;

/// Gives each row that a merged cell covers its text: a part that was written once for two places. The ranges that were read
/// so, and those of which only the first row has the text.
///
/// A row without a place of its own, or without a quantity where the list names no places, is not filled: it can be a second
/// source of the part above. Places and quantities are not filled: these are those of all rows together.
pub(super) fn fill(header: &Header, below: &mut [TableRow], merged: &[Merged]) -> Filled {
    let mut filled = Filled::default();
    let has_own = if header.has(ListColumn::Reference) { ListColumn::Reference } else { ListColumn::Quantity };
    let own = header.columns.iter().position(|column| column.means == has_own);
    for range in merged.iter().filter(|range| range.first.row > header.line) {
        let at = range.first.column;
        let Some(column) = header.columns.get(at).filter(|column| column.means != ListColumn::Ignore) else { continue };
        let begin = below.partition_point(|row| row.line < range.first.row);
        let end = below.partition_point(|row| row.line <= range.last.row);
        let Some((first, rows)) = below.get_mut(begin..end).and_then(<[TableRow]>::split_first_mut) else { continue };
        let (text, exact) = (first.cells.get(at), first.exact.iter().find(|(column, _)| *column == at));
        let Some(text) = text.filter(|_| is_of_each(column.means)) else {
            filled.first_only.push((*range, column.title.clone()));
            continue;
        };
        let has_place =
            |row: &&mut TableRow| own.and_then(|own| row.cells.get(own)).is_some_and(|cell| !cell.is_empty());
        let mut count = 0;
        for row in rows.iter_mut().filter(has_place) {
            row.cells.resize(row.cells.len().max(at + 1), String::new());
            if let Some(cell) = row.cells.get_mut(at).filter(|cell| cell.is_empty()) {
                cell.clone_from(text);
                row.exact.extend(exact.cloned());
                count += 1;
            }
        }
        let ranges = if count == 0 { &mut filled.first_only } else { &mut filled.each };
        ranges.push((*range, column.title.clone()));
    }
    filled
}

/// Whether a cell that is merged over several rows says the same of each of them.
fn is_of_each(means: ListColumn) -> bool {
    match means {
        ListColumn::Value
        | ListColumn::Footprint
        | ListColumn::Description
        | ListColumn::Manufacturer
        | ListColumn::Mpn
        | ListColumn::Ipn
        | ListColumn::Order
        | ListColumn::Price
        | ListColumn::Currency
        | ListColumn::Alternative
        | ListColumn::AlternativeMaker
        | ListColumn::NotFitted
        | ListColumn::Config
        | ListColumn::Fitted
        | ListColumn::Datasheet
        | ListColumn::Unit
        | ListColumn::Board
        | ListColumn::Optional
        | ListColumn::Field => true,
        ListColumn::Reference
        | ListColumn::Quantity
        | ListColumn::NotFittedPlaces
        | ListColumn::NotFittedCount
        | ListColumn::Level
        | ListColumn::Ignore => false,
    }
}

/// Merged ranges with the titles of their columns.
#[derive(Default)]
pub(super) struct Filled {
    each: Vec<(Merged, String)>,
    first_only: Vec<(Merged, String)>,
}

impl Filled {
    /// Says how merged cells were read.
    pub fn report(&self, file: &str, findings: &mut Vec<Finding>) {
        let readings = [
            (&self.each, "their text was read for each row with a place or a quantity of its own"),
            (&self.first_only, "only their first row has the text"),
        ];
        for (ranges, read) in readings {
            let Some((first, _)) = ranges.first() else { continue };
            let named: Vec<String> =
                ranges.iter().take(MOST).map(|(one, title)| format!("{one} (`{title}`)")).collect();
            let message = format!("the cells {}{} are merged: {read}", named.join(", "), more(ranges.len()));
            findings.push(Finding::note(file, first.first.row, message));
        }
    }
}

/// Reports formulas without a stored result in the columns that were read: what a library writes that calculates nothing.
pub(super) fn formulas(file: &str, sheet: &Sheet, list: &mut List, findings: &mut Vec<Finding>) {
    let mut columns: BTreeMap<usize, Vec<u64>> = BTreeMap::new();
    for spot in &sheet.unevaluated {
        let Some(header) = list.headers.iter().rev().find(|header| header.line <= spot.row) else { continue };
        let is_used = header.columns.get(spot.column).is_none_or(|column| column.means != ListColumn::Ignore);
        if is_used && list.skipped.iter().all(|skipped| skipped.line != spot.row) {
            columns.entry(spot.column).or_default().push(spot.row);
        }
    }
    for (at, lines) in columns {
        let title = list.headers.iter().find_map(|header| header.columns.get(at));
        let title = title.map_or_else(|| format!("column {}", at + 1), |column| column.title.clone());
        let named: Vec<String> = lines.iter().take(MOST).map(ToString::to_string).collect();
        let message = format!(
            "a formula without a result under `{title}` was read as empty, in row {}{}: open and save the workbook in a \
             spreadsheet program",
            named.join(", "),
            more(lines.len())
        );
        findings.push(Finding::warning(file, lines.first().copied().unwrap_or_default(), message));
        list.inexact.extend(lines);
    }
}

fn more(count: usize) -> String {
    match count.saturating_sub(MOST) {
        0 => String::new(),
        more => format!(" and {more} more"),
    }
}
