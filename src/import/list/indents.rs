//! Levels of an assembly that are only seen: part numbers after dots or other signs (`..EXAMPLE-A`), or spaces.

use crate::import::list::columns::ListColumn;
use crate::import::list::header::Header;
use crate::import::list::row_cells::Cells;
use crate::import::table::TableRow;

/// The level of each row, and the column that shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Indents {
    pub column: usize,
    pub levels: Vec<usize>,
    /// The first part number that is indented, as the file has it.
    pub example: String,
}

/// The fewest rows that are indented.
const FROM: usize = 2;

/// The levels of the rows below a header, if its part numbers are indented and no column of levels says the same.
pub(super) fn of(header: &Header, rows: &[&TableRow]) -> Option<Indents> {
    if header.has(ListColumn::Level) {
        return None;
    }
    let at = |wanted: ListColumn| header.columns.iter().position(|column| column.means == wanted);
    let numbers = [ListColumn::Mpn, ListColumn::Ipn].into_iter().filter_map(at);
    let dotted = numbers.filter_map(|column| levels(column, rows, |row| marks(row, column))).next();
    dotted.or_else(|| {
        use ListColumn::{Description, Ipn, Mpn, Order, Value};
        let texts = [Mpn, Ipn, Order, Value, Description].into_iter().filter_map(at);
        let found = texts.filter_map(|column| levels(column, rows, |row| spaces(row, column))).next()?;
        are_assemblies(header, rows, &found.levels).then_some(found)
    })
}

/// Signs before a part number: dots, and others that a space follows, as in `-- EXAMPLE-A` and `└─ EXAMPLE-A`.
const DOTS: [char; 3] = ['.', '·', '•'];
const SIGNS: [char; 10] = ['-', '–', '>', '*', '+', '└', '─', '│', '├', '|'];

/// A part number without the signs before it.
pub(super) fn without_marks(cell: &str) -> &str {
    let is_mark = |letter: char| DOTS.contains(&letter) || SIGNS.contains(&letter) || letter.is_whitespace();
    let bare = cell.trim_start_matches(is_mark);
    let marks = cell.get(..cell.len() - bare.len()).unwrap_or_default();
    let is_spaced = marks.ends_with(char::is_whitespace) || !marks.contains(SIGNS);
    if is_spaced { bare } else { cell }
}

/// The levels by the marks of the rows: each is at most one below the row above, and the first one is the highest.
fn levels(column: usize, rows: &[&TableRow], depth: impl Fn(&TableRow) -> usize) -> Option<Indents> {
    let all: Vec<usize> = rows.iter().map(|row| depth(row)).collect();
    let mut depths = all.clone();
    depths.sort_unstable();
    depths.dedup();
    let unit = depths.iter().copied().find(|depth| *depth > 0)?;
    let rank = |depth: &usize| depths.iter().position(|one| one == depth).unwrap_or_default();
    let levels: Vec<usize> = all.iter().map(rank).collect();
    let is_stepped = levels.windows(2).all(|pair| matches!(pair, [above, own] if *own <= above + 1));
    let is_even = depths.iter().all(|depth| depth % unit == 0);
    let indented = all.iter().filter(|depth| **depth > 0).count();
    let fits = depths.first() == Some(&0) && levels.first() == Some(&0) && is_stepped && is_even && indented >= FROM;
    let example = all.iter().zip(rows).find(|(depth, _)| **depth > 0)?.1.cells.get(column)?.clone();
    fits.then_some(Indents { column, levels, example })
}

/// The signs before the text of a cell that a letter or a digit follows; of lines of a tree, their length.
fn marks(row: &TableRow, column: usize) -> usize {
    let cell = row.cells.get(column).map_or("", String::as_str);
    let bare = without_marks(cell);
    if !bare.starts_with(char::is_alphanumeric) {
        return 0;
    }
    let marks = cell.get(..cell.len() - bare.len()).unwrap_or_default();
    let is_tree = marks.contains(['└', '│', '├']);
    marks.chars().filter(|letter| is_tree || !letter.is_whitespace()).count()
}

fn spaces(row: &TableRow, column: usize) -> usize {
    row.indents.iter().find(|(at, _)| *at == column).map_or(0, |(_, spaces)| *spaces)
}

/// Whether no row that has rows below it has designators: these are places of parts.
fn are_assemblies(header: &Header, rows: &[&TableRow], levels: &[usize]) -> bool {
    let inner = levels.windows(2).zip(rows).filter(|(pair, _)| matches!(pair, [own, next] if next > own));
    inner
        .map(|(_, row)| Cells { line: row.line, header, cells: &row.cells })
        .all(|row| row.first(ListColumn::Reference).is_empty())
}
