//! Rows from which a cell was lost: what follows it is one column too far to the left.

use crate::import::finding::Finding;
use crate::import::list::header::Header;
use crate::import::table::TableRow;
use std::collections::{BTreeSet, HashSet};

/// One row of this many may be short: where more are, the tool leaves out empty cells at the end.
const RARE: usize = 4;

/// Reports rows with fewer cells than the header whose cells are those of other columns in the rows that have all of them;
/// the lines.
pub(super) fn report(header: &Header, rows: &[&TableRow], file: &str, findings: &mut Vec<Finding>) -> BTreeSet<u64> {
    let mut lines = BTreeSet::new();
    let (short, full): (Vec<&TableRow>, Vec<&TableRow>) =
        rows.iter().copied().partition(|row| row.cells.len() < header.titled);
    if short.is_empty() || full.len() < 2 || short.len() * RARE > rows.len() + RARE {
        return lines;
    }
    let seen: HashSet<(usize, &str)> =
        full.iter().flat_map(|row| (0..).zip(row.cells.iter().map(String::as_str))).collect();
    for row in short {
        let lost = header.titled - row.cells.len();
        let is_moved = |(at, cell): &(usize, &String)| {
            cell.len() > 1 && !seen.contains(&(*at, cell.as_str())) && seen.contains(&(at + lost, cell.as_str()))
        };
        if let Some((at, cell)) = row.cells.iter().enumerate().find(is_moved) {
            let title = header.columns.get(at + lost).map_or("", |column| column.title.as_str());
            let message = format!(
                "the row has fewer cells than the header, and `{cell}` is one of `{title}`: its cells may be in wrong columns"
            );
            findings.push(Finding::warning(file, row.line, message));
            lines.insert(row.line);
        }
    }
    lines
}
