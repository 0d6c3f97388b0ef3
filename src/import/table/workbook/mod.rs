//! From workbooks (`.xlsx`, ECMA-376) to tables of what people see in their cells. Cells are read one by one: the size of a
//! sheet is that of its texts, wherever they are.

mod cells;
mod package;
mod parts;
mod styles;
mod xml;

use crate::import::finding::Finding;
use crate::import::table::number::date::Epoch;
use crate::import::table::workbook::cells::Grid;
use crate::import::table::workbook::package::Package;
use crate::import::table::workbook::parts::SheetPart;
use crate::import::table::workbook::styles::Styles;
use crate::import::table::{Sheet, Table, TableRow};

/// The most cells of a sheet, empty ones before others in their row included.
const MOST_CELLS: usize = 4_000_000;

/// The most bytes that are kept of a workbook: its texts, and what each of them and of the small things costs beside its
/// letters. A file of a few kilobytes unpacks to millions of empty texts, and every cell can repeat one long text.
const MOST_KEPT: usize = 96 << 20;

/// What one text, link or format costs beside its letters, about.
const COST: usize = 64;

/// The bytes that may still be kept.
struct Space {
    left: usize,
}

impl Space {
    const fn new() -> Self {
        Self { left: MOST_KEPT }
    }

    fn keep(&mut self, letters: usize) -> Result<(), String> {
        let too_much = || format!("its texts need more than {} MiB of memory", MOST_KEPT >> 20);
        self.left = self.left.checked_sub(COST + letters).ok_or_else(too_much)?;
        Ok(())
    }
}

/// How a cell becomes text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reading {
    /// As people see it: part lists.
    Shown,
    /// Numbers without their format, dates as TOML writes them: catalogues.
    #[cfg_attr(not(feature = "fs"), allow(dead_code, reason = "only folders have catalogues in workbooks"))]
    Plain,
}

/// What all sheets share.
struct Book<'a> {
    package: Package<'a>,
    sheets: Vec<SheetPart>,
    strings: Vec<String>,
    styles: Styles,
    epoch: Epoch,
    reading: Reading,
    /// What may be kept of the cells of all sheets.
    space: Space,
}

/// A catalogue of a workbook.
#[cfg(feature = "fs")]
pub(crate) struct Catalogue {
    /// As CSV with the same line numbers as the sheet.
    pub text: String,
    /// Cells that were read as empty and are not: their row, and the message about them.
    pub lost: Vec<(u64, String)>,
}

/// The first sheet of a workbook that is not empty, as CSV with the same line numbers as the sheet: a catalogue is read
/// from it as from any CSV, and faults are reported with their row.
///
/// # Errors
/// What is wrong with the workbook, as the end of a sentence that begins with its name.
#[cfg(feature = "fs")]
pub(crate) fn csv(bytes: &[u8]) -> Result<Catalogue, String> {
    let mut book = Book::open(bytes, Reading::Plain)?;
    let (mut table, mut lost) = (Table::new(), Vec::new());
    for part in std::mem::take(&mut book.sheets) {
        let grid = book.grid(&part)?;
        if let Some(cell) = grid.far {
            return Err(format!("has text in the cell {cell}, too far to the right to be read; delete it"));
        }
        lost.extend(lost_cells(&grid));
        table = table_of(grid)?;
        if !table.is_empty() {
            break;
        }
    }
    // Rows of a catalogue are as wide as its header.
    let width = table.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    if width * table.len() > MOST_CELLS {
        return Err(format!("has a sheet with more than {MOST_CELLS} cells"));
    }
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    let mut line = 1;
    let unwritable = |error: String| format!("cannot be read as a workbook: {error}");
    for row in table {
        // Rows without text keep their lines.
        while line < row.line {
            writer.write_record([""]).map_err(|error| unwritable(error.to_string()))?;
            line += 1;
        }
        // A line end inside a cell would shift all rows below it.
        let texts = row.cells.iter().map(|cell| cell.replace(['\r', '\n'], " "));
        let cells = texts.chain(std::iter::repeat(String::new())).take(width);
        writer.write_record(cells).map_err(|error| unwritable(error.to_string()))?;
        line += 1;
    }
    let bytes = writer.into_inner().map_err(|error| unwritable(error.to_string()))?;
    let text = String::from_utf8(bytes).map_err(|error| unwritable(error.to_string()))?;
    Ok(Catalogue { text, lost })
}

/// The messages about the cells of a sheet that were read as empty and are not.
#[cfg(feature = "fs")]
fn lost_cells(grid: &Grid) -> impl Iterator<Item = (u64, String)> {
    let without_result = grid.unevaluated.first().map(|cell| {
        let count = likewise(grid.unevaluated.len() as u64);
        (cell.row, format!("the formula in {cell} has no stored result and was read as empty{count}"))
    });
    let errors = grid.errors.first().map(|cell| {
        let count = likewise(grid.errors.len() as u64);
        (cell.row, format!("the cell {cell} shows an error instead of a result and was read as empty{count}"))
    });
    without_result.into_iter().chain(errors)
}

/// The sheets in their order, or the one that is named; findings name the file.
pub(super) fn sheets(file: &str, bytes: &[u8], wanted: Option<&str>) -> Result<Vec<Sheet>, Finding> {
    let fault = |message: String| Finding::error(file, 0, message);
    let mut book = Book::open(bytes, Reading::Shown).map_err(fault)?;
    let mut parts = std::mem::take(&mut book.sheets);
    if let Some(wanted) = wanted {
        let found = parts.iter().position(|part| part.name == wanted);
        let found = found.or_else(|| parts.iter().position(|part| part.name.eq_ignore_ascii_case(wanted)));
        let number = || wanted.parse::<usize>().ok()?.checked_sub(1).filter(|at| *at < parts.len());
        let Some(at) = found.or_else(number) else {
            let names: Vec<String> = parts.iter().map(|part| format!("`{}`", part.name)).collect();
            return Err(fault(format!("has no sheet `{wanted}`; its sheets are {}", names.join(", "))));
        };
        parts = vec![parts.swap_remove(at)];
    }
    let mut sheets = Vec::new();
    for part in parts {
        let mut grid = book.grid(&part).map_err(fault)?;
        let findings = findings(file, &part, &grid);
        let (unevaluated, merged) = (std::mem::take(&mut grid.unevaluated), std::mem::take(&mut grid.merged));
        let rows = table_of(grid).map_err(fault)?;
        sheets.push(Sheet { name: part.name, rows, findings, unevaluated, merged });
    }
    Ok(sheets)
}

impl<'a> Book<'a> {
    fn open(bytes: &'a [u8], reading: Reading) -> Result<Self, String> {
        let mut package = Package::open(bytes)?;
        let workbook = parts::workbook(&mut package)?;
        let part = |package: &mut Package<'_>, path: &Option<String>| match path {
            Some(path) => package.part(path),
            None => Ok(None),
        };
        let strings = part(&mut package, &workbook.strings)?;
        let strings = strings.map_or_else(|| Ok(Vec::new()), |text| parts::shared_strings(&text))?;
        let styles = part(&mut package, &workbook.styles)?;
        let styles = styles.map_or_else(|| Ok(Styles::default()), |text| Styles::read(&text))?;
        Ok(Self {
            package,
            sheets: workbook.sheets,
            strings,
            styles,
            epoch: workbook.epoch,
            reading,
            space: Space::new(),
        })
    }

    fn grid(&mut self, part: &SheetPart) -> Result<Grid, String> {
        let Some(text) = self.package.part(&part.path)? else {
            return Err(format!("cannot be read as a workbook: its sheet `{}` is missing", part.name));
        };
        let unreadable = |error| format!("cannot be read as a workbook: sheet `{}`: {error}", part.name);
        let grid = cells::read(&text, self).map_err(unreadable)?;
        self.space.left = grid.space.left;
        Ok(grid)
    }
}

/// Rows with text; empty cells after the last text of a row are left out.
fn table_of(mut grid: Grid) -> Result<Table, String> {
    let width = |cells: &[(usize, String)]| cells.iter().map(|(column, _)| column + 1).max().unwrap_or(0);
    let cells: usize = grid.rows.values().map(|cells| width(cells)).sum();
    if cells > MOST_CELLS {
        return Err(format!("has a sheet with more than {MOST_CELLS} cells"));
    }
    let mut row = |(line, texts): (u64, Vec<(usize, String)>)| {
        let mut cells = vec![String::new(); width(&texts)];
        for (column, text) in texts {
            if let Some(cell) = cells.get_mut(column) {
                *cell = text;
            }
        }
        let indents = grid.indents.remove(&line).unwrap_or_default();
        let exact = grid.exact.remove(&line).unwrap_or_default();
        TableRow { line, cells, indents, exact }
    };
    Ok(std::mem::take(&mut grid.rows).into_iter().map(&mut row).collect())
}

/// What to report if this sheet is taken.
fn findings(file: &str, part: &SheetPart, grid: &Grid) -> Vec<Finding> {
    let mut findings = Vec::new();
    if part.is_hidden {
        findings.push(Finding::note(file, 0, format!("the sheet `{}` is hidden and was read", part.name)));
    }
    if let Some((first, count)) = grid.hidden {
        let rows =
            if count == 1 { "this row is hidden".to_owned() } else { format!("{count} rows from here on are hidden") };
        findings.push(Finding::note(file, first, format!("{rows}, as by a filter, and read all the same")));
    }
    if let Some((cell, shown, count)) = &grid.long {
        let message = format!(
            "the cell {cell} shows `{shown}`, and the number in it was read with all its digits{}",
            likewise(*count)
        );
        findings.push(Finding::note(file, cell.row, message));
    }
    if let Some(cell) = &grid.controls {
        findings.push(Finding::warning(
            file,
            cell.row,
            format!("control characters were left out, the first in {cell}"),
        ));
    }
    if let Some(cell) = &grid.far {
        let message = format!("the cells from column ALM on were left out; the first with text is {cell}");
        findings.push(Finding::warning(file, 0, message));
    }
    findings
}

/// `, as in 2 other cells`, if there are more than one.
fn likewise(count: u64) -> String {
    match count {
        0 | 1 => String::new(),
        2 => ", as in 1 other cell".to_owned(),
        _ => format!(", as in {} other cells", count - 1),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};

    /// Every sheet with its rows, then its findings.
    fn read(bytes: &[u8], wanted: Option<&str>) -> Vec<String> {
        let sheets = match sheets("a.xlsx", bytes, wanted) {
            Ok(sheets) => sheets,
            Err(error) => return vec![error.to_string()],
        };
        let mut seen = Vec::new();
        for sheet in sheets {
            seen.push(format!("[{}]", sheet.name));
            seen.extend(sheet.rows.iter().map(|row| format!("{}: {}", row.line, row.cells.join("|"))));
            seen.extend(sheet.findings.iter().map(|one| format!("{} {one}", one.severity.word())));
            seen.extend(sheet.merged.iter().map(|one| format!("merged {one}")));
            seen.extend(sheet.unevaluated.iter().map(|one| format!("unevaluated {one}")));
        }
        seen
    }

    fn saved(mut book: Workbook) -> Vec<u8> {
        book.save_to_buffer().unwrap()
    }

    #[test]
    fn cells_are_read_as_people_see_them() {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        let formats =
            ["0000", "0.00E+00", "d-mmm", "0%", "$#,##0.00", "@"].map(|code| Format::new().set_num_format(code));
        let numbers = [603.0, 9.551_67e12, 0.0, 0.05, 0.0043, 603.0];
        sheet.write_string(1, 0, "0603").unwrap();
        for (column, (format, number)) in (1..).zip(formats.iter().zip(numbers)) {
            sheet.write_number_with_format(1, column, number, format).unwrap();
        }
        let day = ExcelDateTime::from_ymd(2026, 3, 1).unwrap();
        sheet.write_datetime_with_format(1, 3, &day, &formats[2]).unwrap();
        sheet.write_boolean(3, 0, true).unwrap();
        sheet.write_formula(3, 1, Formula::new("=NA()").set_result("#N/A")).unwrap();
        sheet.write_formula(3, 2, Formula::new("=1/3").set_result("0.33333333333333331")).unwrap();
        sheet.write_string(3, 4, " R1,\r\nR2 ").unwrap();
        sheet.write_number(4, 0, 1000).unwrap();
        sheet.write_number(4, 1, 4_006_381_333_931_f64).unwrap();
        assert_eq!(
            read(&saved(book), None),
            [
                "[Sheet1]",
                "2: 0603|0603|9.55E+12|1-Mar|5%|$0.0043|603",
                "4: TRUE|#N/A|0.333333333||R1,\nR2",
                "5: 1000|4006381333931",
                "note a.xlsx:5: the cell B5 shows `4.00638E+12`, and the number in it was read with all its digits",
            ]
        );
    }

    #[test]
    fn sheets_are_chosen_by_name_or_number() {
        let mut book = Workbook::new();
        for name in ["Cover", "BOM"] {
            book.add_worksheet().set_name(name).unwrap().write_string(0, 0, name).unwrap();
        }
        let bytes = saved(book);
        assert_eq!(read(&bytes, None), ["[Cover]", "1: Cover", "[BOM]", "1: BOM"]);
        for wanted in ["BOM", "bom", "2"] {
            assert_eq!(read(&bytes, Some(wanted)), ["[BOM]", "1: BOM"]);
        }
        assert_eq!(read(&bytes, Some("Parts")), ["a.xlsx: has no sheet `Parts`; its sheets are `Cover`, `BOM`"]);
    }

    #[test]
    fn hidden_rows_and_merged_cells_are_reported() {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet.set_hidden(true);
        sheet.merge_range(0, 0, 2, 0, "R1", &Format::new()).unwrap();
        for row in 0..4 {
            sheet.write_number(row, 1, row).unwrap();
        }
        sheet.set_row_hidden(1).unwrap().set_row_hidden(3).unwrap();
        book.add_worksheet().set_active(true);
        assert_eq!(
            read(&saved(book), None).get(..8).unwrap(),
            [
                "[Sheet1]",
                "1: R1|0",
                "2: |1",
                "3: |2",
                "4: |3",
                "note a.xlsx: the sheet `Sheet1` is hidden and was read",
                "note a.xlsx:2: 2 rows from here on are hidden, as by a filter, and read all the same",
                "merged A1:A3",
            ]
        );
    }

    #[cfg(feature = "fs")]
    #[test]
    fn a_catalogue_has_plain_numbers_and_rows_as_wide_as_its_header() {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        for (column, title) in (0..).zip(["id", "price", "until", "maker"]) {
            sheet.write_string(1, column, title).unwrap();
        }
        let formats = ["$#,##0.00", "d-mmm"].map(|code| Format::new().set_num_format(code));
        sheet.write_string(3, 0, "a\nb").unwrap();
        sheet.write_number_with_format(3, 1, 1234.5, &formats[0]).unwrap();
        let day = ExcelDateTime::from_ymd(2026, 3, 1).unwrap();
        sheet.write_datetime_with_format(3, 2, &day, &formats[1]).unwrap();
        assert_eq!(csv(&saved(book)).unwrap().text, "\"\"\nid,price,until,maker\n\"\"\na b,1234.5,2026-03-01,\n");
    }

    #[test]
    fn a_cell_far_out_costs_nothing() {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet.write_string(0, 0, "a").unwrap();
        sheet.write_string(1_048_575, 0, "b").unwrap();
        sheet.write_string(1_048_575, 16_383, "c").unwrap();
        let bytes = saved(book);
        assert_eq!(
            read(&bytes, None),
            [
                "[Sheet1]",
                "1: a",
                "1048576: b",
                "warning a.xlsx: the cells from column ALM on were left out; the first with text is XFD1048576",
            ]
        );
        #[cfg(feature = "fs")]
        assert_eq!(
            csv(&bytes).err().unwrap(),
            "has text in the cell XFD1048576, too far to the right to be read; delete it"
        );
    }

    #[test]
    fn other_archives_are_refused() {
        assert!(read(b"PK\x03\x04", None).first().unwrap().contains("cannot be read as a workbook"));
    }
}
