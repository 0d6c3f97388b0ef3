//! Rows that go on with a further source of the part above: a maker and a number, and neither a place nor a quantity.

use crate::import::cells::placeholder::is_no_part_number;
use crate::import::finding::{Finding, plural};
use crate::import::list::columns::ListColumn;
use crate::import::list::header::Header;
use crate::import::list::part::{Part, Source};
use crate::import::list::row_cells::{Cells, squeezed};
use crate::import::table::TableRow;
use crate::number::Number;

/// Most lines that a message names.
const MOST_LINES: usize = 5;

/// The rows that were read as further sources.
#[derive(Debug, Default)]
pub(super) struct Seconds {
    lines: Vec<u64>,
    /// Those with cells of which nothing is kept.
    others: Vec<u64>,
}

/// Whether a row is a further source of the row above.
pub(super) fn is_second(header: &Header, row: &TableRow) -> bool {
    let cells = Cells { line: row.line, header, cells: &row.cells };
    let is_named = |wanted| !is_no_part_number(cells.first(wanted)) && !cells.first(wanted).is_empty();
    let is_empty = |wanted: ListColumn| cells.first(wanted).is_empty();
    let counts = [ListColumn::Reference, ListColumn::Quantity, ListColumn::Value, ListColumn::Footprint];
    let numbers = header.columns.iter().zip(&row.cells);
    let has_number = numbers
        .filter(|(column, _)| column.means == ListColumn::Ignore)
        .any(|(_, cell)| !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_digit()));
    header.has(ListColumn::Reference)
        && header.has(ListColumn::Quantity)
        && !header.has(ListColumn::Level)
        && is_named(ListColumn::Mpn)
        && is_named(ListColumn::Manufacturer)
        && counts.into_iter().all(is_empty)
        && !has_number
}

impl Seconds {
    /// Adds the sources of rows to the part above them.
    pub fn add(&mut self, header: &Header, rows: &[TableRow], part: &mut Part) {
        for row in rows {
            let cells = Cells { line: row.line, header, cells: &row.cells };
            let source = Source {
                manufacturer: squeezed(cells.first(ListColumn::Manufacturer)),
                mpn: squeezed(cells.first(ListColumn::Mpn)),
            };
            let is_main = source.mpn == part.mpn && source.manufacturer == part.manufacturer;
            if !is_main && !part.approved.contains(&source) {
                part.approved.push(source);
            }
            self.lines.push(row.line);
            let filled = header.columns.iter().zip(&row.cells).filter(|(_, cell)| !cell.is_empty());
            let mut others = filled.map(|(column, _)| column.means);
            if others.any(|means| !matches!(means, ListColumn::Mpn | ListColumn::Manufacturer | ListColumn::Ignore)) {
                self.others.push(row.line);
            }
        }
    }

    /// Reports the rows, and gives the lines of which cells are not kept.
    pub fn report<'a>(&'a self, file: &str, findings: &mut Vec<Finding>) -> &'a [u64] {
        if let Some(first) = self.lines.first() {
            let message = format!(
                "{} with a maker and a part number, but no designators and no quantity, read as second sources of the \
                 part above: {}",
                plural(Number::from(self.lines.len() as u64), "row"),
                lines(&self.lines)
            );
            findings.push(Finding::note(file, *first, message));
        }
        if let Some(first) = self.others.first() {
            let message = format!(
                "of second sources only the maker and the part number are kept; {} more cells: {}",
                if self.others.len() == 1 { "a row has" } else { "rows have" },
                lines(&self.others)
            );
            findings.push(Finding::warning(file, *first, message));
        }
        &self.others
    }
}

/// `lines 3, 4, 5 and 7 more`.
fn lines(all: &[u64]) -> String {
    let named = all.iter().take(MOST_LINES).map(ToString::to_string).collect::<Vec<_>>().join(", ");
    match all.len().saturating_sub(MOST_LINES) {
        0 if all.len() == 1 => format!("line {named}"),
        0 => format!("lines {named}"),
        more => format!("lines {named} and {more} more"),
    }
}
