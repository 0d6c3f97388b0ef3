//! Excel workbooks: one sheet per market, or per market and board, then one with the matrix.
//!
//! Text is text, so a part number like `1E10` or `007` is kept; quantities and amounts are numbers. The same answer gives
//! the same bytes: the date of creation is the as-of date.

use super::buy;
use super::cross_market::matrix_sheet;
use super::excel_text::is_changed;
use super::profile::Profile;
use super::release::Release;
use super::sheet::{Cell, Sheet};
use crate::bom::Portfolio;
use crate::date::Date;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use std::collections::BTreeSet;
use unicode_width::UnicodeWidthStr;

/// Why a workbook could not be written.
#[derive(Debug, thiserror::Error)]
#[error("cannot write the workbook: {0}")]
pub struct WorkbookError(#[from] XlsxError);

/// Maximum characters in the name of a sheet.
const LONGEST_NAME: usize = 31;

/// Digits that Excel keeps in a number.
const DIGITS: usize = 15;

/// The bytes of a workbook (`.xlsx`) with the bills of materials in the columns of a profile.
///
/// # Errors
/// [`WorkbookError`] for what Excel cannot hold: a text of more than 32,767 characters, more than 1,048,576 rows.
pub fn workbook(release: &Release, profile: &Profile) -> Result<Vec<u8>, WorkbookError> {
    let mut workbook = Workbook::new();
    let title = format!("{} {}", release.solution, release.version);
    workbook.set_properties(&properties(&title, release.as_of)?);
    let mut taken = BTreeSet::new();
    for market in &release.markets {
        for sheet in profile.sheets(release, market) {
            write(workbook.add_worksheet(), &sheet, &mut taken)?;
        }
    }
    write(workbook.add_worksheet(), &matrix_sheet(release), &mut taken)?;
    Ok(workbook.save_to_buffer()?)
}

/// The bytes of a workbook (`.xlsx`) with the orders of a portfolio, one sheet for each seller.
///
/// # Errors
/// [`WorkbookError`] for what Excel cannot hold.
pub fn buy_workbook(portfolio: &Portfolio) -> Result<Vec<u8>, WorkbookError> {
    let mut workbook = Workbook::new();
    let title = format!("{} {}", portfolio.solution, portfolio.version);
    workbook.set_properties(&properties(&title, portfolio.as_of)?);
    let mut taken = BTreeSet::new();
    for sheet in buy::sheets(portfolio) {
        write(workbook.add_worksheet(), &sheet, &mut taken)?;
    }
    Ok(workbook.save_to_buffer()?)
}

fn properties(title: &str, as_of: Date) -> Result<DocProperties, XlsxError> {
    let day = as_of.to_string();
    // Excel's calendar begins in 1900; without a date the library would read the clock.
    let created = ExcelDateTime::parse_from_str(&format!("{day}T00:00:00")).or(ExcelDateTime::from_ymd(1900, 1, 1))?;
    let title = without_controls(&format!("{title}, as of {day}"));
    Ok(DocProperties::new().set_title(title).set_comment("Written by terroir").set_creation_datetime(&created))
}

fn write(worksheet: &mut Worksheet, sheet: &Sheet, taken: &mut BTreeSet<String>) -> Result<(), XlsxError> {
    worksheet.set_name(name(&sheet.name, taken))?;
    let bold = Format::new().set_bold();
    worksheet.set_freeze_panes(1, 0)?;
    let mut page = Page { worksheet, widths: Vec::new() };
    for (column, head) in (0_u16..).zip(&sheet.header) {
        // The button of the filter covers the end of a title.
        page.widen(column, head, FILTER_BUTTON);
        page.worksheet.write_string_with_format(0, column, without_controls(head), &bold)?;
    }
    for (row, cells) in (1_u32..).zip(sheet.rows.iter().chain(&sheet.footer)) {
        for (column, cell) in (0_u16..).zip(cells) {
            page.cell(row, column, cell)?;
        }
    }
    page.set_widths()?;
    let last = u16::try_from(sheet.header.len()).ok().and_then(|columns| columns.checked_sub(1));
    let rows = u32::try_from(sheet.rows.len()).unwrap_or(0);
    if let Some(last) = last.filter(|_| rows > 0) {
        page.worksheet.autofilter(0, 0, rows, last)?;
    }
    Ok(())
}

/// A sheet being written, with the width that each column needs, in characters.
struct Page<'a> {
    worksheet: &'a mut Worksheet,
    widths: Vec<usize>,
}

impl Page<'_> {
    fn cell(&mut self, row: u32, column: u16, cell: &Cell) -> Result<(), XlsxError> {
        match (cell, number(cell)) {
            (_, Some(number)) => {
                let format = Format::new().set_num_format(number_format(cell.content()));
                self.worksheet.write_number_with_format(row, column, number, &format)?;
            }
            (cell, None) if cell.content().is_empty() => return Ok(()),
            (cell, None) if is_changed(cell.content()) => {
                // A cell of text: who edits it gets no date or number.
                let format = Format::new().set_num_format("@");
                self.worksheet.write_string_with_format(row, column, without_controls(cell.content()), &format)?;
            }
            (cell, None) => {
                self.worksheet.write_string(row, column, without_controls(cell.content()))?;
            }
        }
        self.widen(column, cell.content(), 0);
        Ok(())
    }

    fn widen(&mut self, column: u16, text: &str, beside: usize) {
        let at = usize::from(column);
        if self.widths.len() <= at {
            self.widths.resize(at + 1, 0);
        }
        let longest = text.lines().map(UnicodeWidthStr::width).max().unwrap_or(0) + beside;
        if let Some(width) = self.widths.get_mut(at) {
            *width = (*width).max(longest).min(WIDEST);
        }
    }

    fn set_widths(&mut self) -> Result<(), XlsxError> {
        for (column, width) in (0_u16..).zip(&self.widths) {
            let width = u16::try_from(*width + MARGIN).unwrap_or(u16::MAX);
            self.worksheet.set_column_width(column, f64::from(width))?;
        }
        Ok(())
    }
}

/// The widest column, in characters; longer texts are cut on the screen, not in the cell.
const WIDEST: usize = 60;

/// Room beside the text of a column, in characters.
const MARGIN: usize = 2;

/// Room for the button of a filter, in characters.
const FILTER_BUTTON: usize = 2;

/// Shows a number with the digits that its text has: an amount of 4.20 is not shown as 4.2.
fn number_format(text: &str) -> String {
    let places = text.split_once('.').map_or(0, |(_, places)| places.len());
    if places == 0 { "0".to_owned() } else { format!("0.{}", "0".repeat(places)) }
}

/// A number that Excel keeps exactly; one with more digits stays text.
fn number(cell: &Cell) -> Option<f64> {
    let Cell::Number(text) = cell else { return None };
    let digits = text.chars().filter(char::is_ascii_digit).count();
    if digits <= DIGITS { text.parse().ok() } else { None }
}

/// A unique sheet name without characters that Excel forbids, cut to its maximum length: `Matrix`, `Matrix (2)`.
fn name(wanted: &str, taken: &mut BTreeSet<String>) -> String {
    let allowed =
        |letter: char| if matches!(letter, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'') { '_' } else { letter };
    let wanted: String = without_controls(wanted).chars().map(allowed).collect();
    let numbered = (1_usize..).map(|number| {
        let suffix = if number == 1 { String::new() } else { format!(" ({number})") };
        let stem: String = wanted.chars().take(LONGEST_NAME - suffix.len().min(LONGEST_NAME)).collect();
        format!("{stem}{suffix}")
    });
    let mut free = numbered.filter(|name| !taken.contains(&name.to_lowercase()));
    let name = free.next().unwrap_or_default();
    taken.insert(name.to_lowercase());
    name
}

/// A text without what XML cannot hold: control characters other than tab and line end, and the two non-characters.
fn without_controls(text: &str) -> String {
    let is_allowed = |letter: &char| {
        matches!(letter, '\t' | '\n' | '\r') || !(letter.is_control() || matches!(letter, '\u{fffe}' | '\u{ffff}'))
    };
    text.chars().filter(is_allowed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_have_unique_names_that_excel_accepts() {
        let mut taken = BTreeSet::new();
        let long = "A".repeat(60);
        assert_eq!(name("Matrix", &mut taken), "Matrix");
        assert_eq!(name("matrix", &mut taken), "matrix (2)");
        assert_eq!(name(&long, &mut taken).chars().count(), 31);
        assert_eq!(name(&long, &mut taken), format!("{} (2)", "A".repeat(27)));
        assert_eq!(name("a/b", &mut taken), "a_b");
    }

    #[test]
    fn a_number_with_more_digits_than_excel_keeps_stays_text() {
        assert_eq!(number(&Cell::Number("12.50".to_owned())), Some(12.5));
        assert_eq!(number(&Cell::Number("1234567890123456".to_owned())), None);
        assert_eq!(number(&Cell::Text("1".to_owned())), None);
    }
}
