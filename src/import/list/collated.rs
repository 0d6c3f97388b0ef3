//! Files with two sections about the same parts: KiCad 5 lists `Individual Components:`, one a row, and below them `Collated
//! Components:`, those of one value together. The collated ones are the list; the others are compared with it.

use crate::import::finding::Finding;
use crate::import::list::cell::read_designators;
use crate::import::list::columns::ListColumn;
use crate::import::list::header::{ChosenColumn, Header};
use crate::import::list::titles::whole_key;
use crate::import::list::{FoundHeader, List, header};
use crate::import::table::TableRow;
use std::collections::BTreeMap;

/// Most differences that are named one by one.
const MOST: usize = 10;

/// The individual components of a file, which are not read as a list.
pub(super) struct Individual<'a> {
    header: Header,
    rows: &'a [TableRow],
}

/// The header of the collated section, and the individual one above it; `None` for files of other forms.
pub(super) fn split<'a>(
    table: &'a [TableRow],
    found: &FoundHeader,
    chosen: &[ChosenColumn],
) -> Option<(FoundHeader, Individual<'a>)> {
    let is_titled = |rows: &[TableRow], title: &str| rows.iter().rposition(|row| is_title(row, title));
    is_titled(table.get(..found.first)?, "individualcomponents")?;
    let rest = table.get(found.at + 1..)?;
    let title = is_titled(rest, "collatedcomponents")?;
    let begin = found.at + 1 + title + 1;
    let below = header(table.get(begin..)?, chosen)?;
    let individual = Individual { header: found.header.clone(), rows: rest.get(..title)? };
    Some((FoundHeader { first: begin + below.first, at: begin + below.at, header: below.header }, individual))
}

fn is_title(row: &TableRow, title: &str) -> bool {
    let mut filled = row.cells.iter().filter(|cell| !cell.is_empty());
    filled.next().is_some_and(|cell| whole_key(cell) == title) && filled.next().is_none()
}

/// A row about a designator.
#[derive(Clone, Copy)]
struct Stated<'a> {
    header: &'a Header,
    row: &'a TableRow,
}

impl<'a> Stated<'a> {
    /// The cell under a title.
    fn cell(self, title: &str) -> &'a str {
        let mut cells = self.header.columns.iter().zip(&self.row.cells);
        cells.find(|(column, _)| column.title == title).map_or("", |(_, cell)| cell.as_str())
    }
}

/// The rows of a section by designator.
fn by_place<'a>(header: &'a Header, rows: &'a [TableRow]) -> BTreeMap<String, Stated<'a>> {
    let at = header.columns.iter().position(|column| column.means == ListColumn::Reference);
    let names = |row: &TableRow| {
        let cell = at.and_then(|at| row.cells.get(at)).map_or("", String::as_str);
        let read = read_designators(cell);
        [read.fitted, read.not_fitted, read.unclear].concat()
    };
    rows.iter().flat_map(|row| names(row).into_iter().map(move |name| (name, Stated { header, row }))).collect()
}

impl Individual<'_> {
    /// Reports what differs from the collated section, which was read.
    pub fn compare(
        &self,
        file: &str,
        (header, rows): (&Header, &[TableRow]),
        list: &mut List,
        findings: &mut Vec<Finding>,
    ) {
        let message = "the file lists its parts twice: the section of collated components was read, and compared with that of \
                       the individual ones above it";
        findings.push(Finding::note(file, header.line, message));
        let (own, collated) = (by_place(&self.header, self.rows), by_place(header, rows));
        let mut differences: Vec<(u64, String)> = Vec::new();
        for (name, stated) in &own {
            let Some(other) = collated.get(name) else {
                differences.push((
                    stated.row.line,
                    format!("`{name}` is not among the collated components, and was left out"),
                ));
                continue;
            };
            let used =
                |means: ListColumn| !matches!(means, ListColumn::Ignore | ListColumn::Reference | ListColumn::Quantity);
            for column in self.header.columns.iter().filter(|column| used(column.means)) {
                let (one, read) = (stated.cell(&column.title), other.cell(&column.title));
                if one != read && !one.is_empty() {
                    let message = format!(
                        "`{}` of `{name}` is `{one}` in line {}, and `{read}` here, which was read",
                        column.title, stated.row.line
                    );
                    differences.push((other.row.line, message));
                }
            }
        }
        for (name, stated) in collated.iter().filter(|(name, _)| !own.contains_key(*name)) {
            differences
                .push((stated.row.line, format!("`{name}` is not among the individual components; it was read")));
        }
        list.inexact.extend(differences.iter().map(|(line, _)| *line));
        let more = differences.len().saturating_sub(MOST);
        for (line, message) in differences.into_iter().take(MOST) {
            findings.push(Finding::warning(file, line, message));
        }
        if more > 0 {
            let message = format!("the two sections differ in {more} more cells or designators");
            findings.push(Finding::warning(file, header.line, message));
        }
    }
}
