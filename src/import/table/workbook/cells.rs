//! The cells of one sheet.

use crate::import::table::cell::{INDENT, indent};
use crate::import::table::number::date::{DayTime, Epoch};
use crate::import::table::number::decimal::Decimal;
use crate::import::table::number::format::Format;
use crate::import::table::number::render::{number, shortened, text};
use crate::import::table::spot::{Merged, Spot};
use crate::import::table::workbook::xml::{Node, attribute, is_set, walk};
use crate::import::table::workbook::{Book, Reading, Space};
use quick_xml::events::BytesStart;
use std::collections::BTreeMap;

/// Columns that are read (A to ALL); a cell far to the right is a slip.
const MOST_COLUMNS: usize = 1_000;

/// The last column and row of a sheet, XFD1048576.
const LAST_COLUMN: usize = 16_384;
const LAST_ROW: u64 = 1 << 20;

/// The texts of a sheet, and what was seen beside them.
pub(super) struct Grid {
    /// What is left of the book's.
    pub space: Space,
    /// By row and column, the row from 1, the column from 0.
    pub rows: BTreeMap<u64, Vec<(usize, String)>>,
    /// The spaces before texts, by row and column.
    pub indents: BTreeMap<u64, Vec<(usize, usize)>>,
    /// Numbers whose texts can be read in several ways or are rounded, by row and column.
    pub exact: BTreeMap<u64, Vec<(usize, String)>>,
    /// The first hidden row and their number.
    pub hidden: Option<(u64, u64)>,
    /// Ranges that are merged over several rows and have a text.
    pub merged: Vec<Merged>,
    /// Place and look of the first whole number that its cell does not show fully, and their number.
    pub long: Option<(Spot, String, u64)>,
    /// Formulas without a stored result.
    pub unevaluated: Vec<Spot>,
    /// In a catalogue: formulas whose result is an error, such as `#N/A`.
    pub errors: Vec<Spot>,
    /// The first cell with control characters.
    pub controls: Option<Spot>,
    /// The first cell too far to the right.
    pub far: Option<Spot>,
}

impl Grid {
    const fn new(space: Space) -> Self {
        Self {
            space,
            rows: BTreeMap::new(),
            indents: BTreeMap::new(),
            exact: BTreeMap::new(),
            hidden: None,
            merged: Vec::new(),
            long: None,
            unevaluated: Vec::new(),
            errors: Vec::new(),
            controls: None,
            far: None,
        }
    }
}

/// The cell that is being read.
#[derive(Default)]
struct Cell {
    row: u64,
    column: usize,
    style: usize,
    kind: String,
    value: String,
    has_value: bool,
    has_formula: bool,
}

impl Cell {
    fn spot(&self) -> Spot {
        Spot { row: self.row, column: self.column }
    }

    /// Whether its formula has no stored result. A result that is a text may be empty (`t="str"` with `<v></v>`); what
    /// libraries write beside a formula (`<v/>` without a kind) is none.
    fn is_unevaluated(&self) -> bool {
        let has_result = self.has_value && matches!(self.kind.as_str(), "str" | "s" | "inlineStr");
        self.has_formula && self.value.trim().is_empty() && !has_result
    }
}

/// The tag whose text is read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    Value,
    Text,
    Other,
}

struct CellReader<'a> {
    book: &'a Book<'a>,
    grid: Grid,
    row: u64,
    is_hidden: bool,
    next_column: usize,
    cell: Cell,
    within: Within,
    is_pronunciation: bool,
}

/// Reads the XML of a sheet.
pub(super) fn read(xml: &str, book: &Book<'_>) -> Result<Grid, String> {
    let mut reader = CellReader {
        book,
        grid: Grid::new(Space { left: book.space.left }),
        row: 0,
        is_hidden: false,
        next_column: 0,
        cell: Cell::default(),
        within: Within::Other,
        is_pronunciation: false,
    };
    walk(xml, |node| reader.node(node))?;
    for cells in reader.grid.rows.values_mut() {
        cells.sort_by_key(|(column, _)| *column);
    }
    Ok(reader.grid)
}

impl CellReader<'_> {
    fn node(&mut self, node: Node<'_>) -> Result<(), String> {
        match node {
            Node::Open("row", tag) => {
                let number = attribute(tag, "r").and_then(|number| number.parse().ok());
                self.row = number.unwrap_or(self.row + 1);
                self.is_hidden = is_set(tag, "hidden");
                self.next_column = 0;
            }
            Node::Open("c", tag) => self.open_cell(tag)?,
            Node::Close("c") => {
                self.check_text()?;
                self.close_cell()?;
            }
            Node::Open("f", _) => self.cell.has_formula = true,
            Node::Open("v", _) => {
                self.cell.has_value = true;
                self.within = Within::Value;
            }
            Node::Open("t", _) => self.within = Within::Text,
            Node::Close("v" | "t") => self.within = Within::Other,
            Node::Open("rPh", _) => self.is_pronunciation = true,
            Node::Close("rPh") => self.is_pronunciation = false,
            Node::Open("mergeCell", tag) => self.merged(&attribute(tag, "ref").unwrap_or_default())?,
            Node::Text(text) => match self.within {
                Within::Value => self.cell.value.push_str(text),
                Within::Text if !self.is_pronunciation => self.cell.value.push_str(text),
                Within::Text | Within::Other => {}
            },
            Node::Open(..) | Node::Close(_) => {}
        }
        Ok(())
    }

    fn open_cell(&mut self, tag: &BytesStart<'_>) -> Result<(), String> {
        let (column, row) = match attribute(tag, "r") {
            Some(name) => place(&name).ok_or_else(|| format!("`{name}` is not a cell of a sheet"))?,
            None => (self.next_column, self.row),
        };
        self.next_column = column + 1;
        let style = attribute(tag, "s").and_then(|style| style.parse().ok()).unwrap_or(0);
        self.cell = Cell { row, column, style, kind: attribute(tag, "t").unwrap_or_default(), ..Cell::default() };
        Ok(())
    }

    /// A cell that refers to a text which the workbook does not have would be read as empty.
    fn check_text(&self) -> Result<(), String> {
        let cell = &self.cell;
        let is_known = |index: usize| index < self.book.strings.len();
        if cell.kind != "s" || !cell.has_value || cell.value.trim().parse().is_ok_and(is_known) {
            return Ok(());
        }
        let name = cell.spot();
        Err(format!("the cell {name} refers to the shared text `{}`, which is not there", cell.value.trim()))
    }

    fn close_cell(&mut self) -> Result<(), String> {
        let cell = std::mem::take(&mut self.cell);
        if cell.is_unevaluated() {
            self.grid.space.keep(0)?;
            self.grid.unevaluated.push(cell.spot());
            return Ok(());
        }
        let shown = self.shown(&cell);
        let is_wrong = |letter: char| letter.is_control() && !matches!(letter, '\t' | '\n');
        let mut shown = shown.replace("\r\n", "\n").replace('\r', "\n");
        if shown.contains(is_wrong) {
            self.grid.controls.get_or_insert_with(|| cell.spot());
            shown.retain(|letter| !is_wrong(letter));
        }
        let spaces = indent(&shown);
        let shown = shown.trim();
        if shown.is_empty() {
            // An error in a catalogue is kept by its place.
            return if cell.kind == "e" { self.grid.space.keep(0) } else { Ok(()) };
        }
        if cell.column >= MOST_COLUMNS {
            self.grid.far.get_or_insert_with(|| cell.spot());
            return Ok(());
        }
        if self.is_hidden && !self.grid.rows.contains_key(&cell.row) {
            self.grid.hidden.get_or_insert((cell.row, 0)).1 += 1;
        }
        if spaces >= INDENT {
            self.grid.indents.entry(cell.row).or_default().push((cell.column, spaces));
        }
        if let Some(exact) = self.exact(&cell, shown) {
            self.grid.exact.entry(cell.row).or_default().push((cell.column, exact));
        }
        self.grid.space.keep(shown.len())?;
        self.grid.rows.entry(cell.row).or_default().push((cell.column, shown.to_owned()));
        Ok(())
    }

    /// The number of a cell whose text does not show it beyond doubt: `1.125`, `1,125` and a rounded `0.01`.
    fn exact(&self, cell: &Cell, shown: &str) -> Option<String> {
        let is_number = matches!(cell.kind.as_str(), "" | "n") && self.book.reading == Reading::Shown;
        if !is_number || self.book.styles.format(cell.style).is_date() {
            return None;
        }
        let value = Decimal::parse(cell.value.trim())?;
        let plain = value.plain();
        let decimals = plain.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        let is_clear = plain == shown && decimals != 3;
        // Four decimals cannot be three digits after a mark of thousands.
        let zeros = "0".repeat(4_usize.saturating_sub(decimals));
        let point = if decimals == 0 { "." } else { "" };
        (!is_clear).then(|| format!("{plain}{point}{zeros}"))
    }

    /// The text of a cell.
    fn shown(&mut self, cell: &Cell) -> String {
        let format = self.book.styles.format(cell.style);
        let is_plain = self.book.reading == Reading::Plain;
        let as_text = |value: &str| if is_plain { value.to_owned() } else { text(value, format) };
        match cell.kind.as_str() {
            "s" => {
                let index = cell.value.trim().parse::<usize>().ok();
                let value = index.and_then(|index| self.book.strings.get(index));
                as_text(&unescaped(value.map_or("", String::as_str)))
            }
            "str" | "inlineStr" => as_text(&unescaped(&cell.value)),
            "b" => match (cell.value.trim() == "1", is_plain) {
                (true, true) => "true",
                (false, true) => "false",
                (true, false) => "TRUE",
                (false, false) => "FALSE",
            }
            .to_owned(),
            "e" if is_plain => {
                self.grid.errors.push(cell.spot());
                String::new()
            }
            "e" => cell.value.clone(),
            "d" if is_plain => cell.value.chars().take(10).collect(),
            "d" => cell.value.clone(),
            _ => {
                let Some(value) = Decimal::parse(cell.value.trim()) else { return cell.value.clone() };
                if is_plain {
                    return plain(&value, format, self.book.epoch);
                }
                if let Some(short) = shortened(&value, format) {
                    self.grid.long.get_or_insert((cell.spot(), short, 0)).2 += 1;
                }
                number(&value, format, self.book.epoch)
            }
        }
    }

    /// Notes a range that is merged over several rows and has a text.
    fn merged(&mut self, range: &str) -> Result<(), String> {
        let Some((from, to)) = range.split_once(':') else { return Ok(()) };
        let (Some((column, row)), Some((last_column, last_row))) = (place(from), place(to)) else { return Ok(()) };
        let cells = self.grid.rows.get(&row).map(Vec::as_slice).unwrap_or_default();
        if last_row > row && cells.iter().any(|(at, _)| *at == column) {
            let (first, last) = (Spot { row, column }, Spot { row: last_row, column: last_column });
            self.grid.space.keep(0)?;
            self.grid.merged.push(Merged { first, last });
        }
        Ok(())
    }
}

/// A number without its format; a day as TOML writes it.
fn plain(value: &Decimal, format: &Format, epoch: Epoch) -> String {
    match DayTime::of(value, epoch) {
        Some(day) if format.shows_a_day() => day.iso(),
        Some(_) if format.is_date() => number(value, format, epoch),
        Some(_) | None => value.plain(),
    }
}

/// Column from 0 and row from 1 of a cell such as `AB12`.
fn place(name: &str) -> Option<(usize, u64)> {
    let letters = name.find(|letter: char| letter.is_ascii_digit())?;
    let (column, row) = name.split_at_checked(letters)?;
    let number = column.bytes().try_fold(0_usize, |sum, letter| {
        let digit = usize::from(letter.to_ascii_uppercase().checked_sub(b'A').filter(|digit| *digit < 26)?);
        Some(sum * 26 + digit + 1).filter(|sum| *sum <= LAST_COLUMN)
    })?;
    let row = row.parse().ok().filter(|row| (1..=LAST_ROW).contains(row))?;
    Some((number.checked_sub(1)?, row))
}

/// A text without the escapes of characters that XML cannot hold: `_x000D_`.
fn unescaped(text: &str) -> String {
    if !text.contains("_x") {
        return text.to_owned();
    }
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("_x") {
        let code = after.get(..4).filter(|_| after.as_bytes().get(4) == Some(&b'_'));
        let letter = code.and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32);
        plain.push_str(before);
        match letter {
            Some(letter) => plain.push(letter),
            None => plain.push_str("_x"),
        }
        rest = if letter.is_some() { after.get(5..).unwrap_or_default() } else { after };
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_cells_are_checked() {
        assert_eq!(place("A1"), Some((0, 1)));
        assert_eq!(place("AB12"), Some((27, 12)));
        assert_eq!(place("XFD1048576"), Some((16_383, 1_048_576)));
        for wrong in ["XFE1", "A0", "A1048577", "1", "A", "", "A-1", "Ä1", "AAAAAAAAAAAAAAAAAAAAAAAA1"] {
            assert_eq!(place(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn escapes_are_undone() {
        assert_eq!(unescaped("a_x000D_b_x005F_x_xyz_"), "a\rb_x_xyz_");
    }
}
