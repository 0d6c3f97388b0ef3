//! Rows below a list: sums, dates and signatures.

use crate::import::list::cell;
use crate::import::list::columns::ListColumn;
use crate::import::list::header::Header;
use crate::import::list::titles::whole_key;
use crate::import::table::TableRow;

/// Words with which rows below a list begin.
const FOOTERS: [&str; 22] = [
    "total",
    "totals",
    "totalparts",
    "totalcomponents",
    "totalcost",
    "totalprice",
    "totalquantity",
    "grandtotal",
    "subtotal",
    "sum",
    "gesamt",
    "summe",
    "gesamtsumme",
    "合计",
    "总计",
    "合計",
    "小计",
    "componentcount",
    "componentgroups",
    "totalqty",
    "endofbom",
    "endoflist",
];

/// Whether a row is a sum, a date or a signature below the list.
pub(super) fn is_footer(header: &Header, row: &TableRow) -> bool {
    let Some((at, first)) = row.cells.iter().enumerate().find(|(_, cell)| !cell.is_empty()) else { return false };
    let column = header.columns.get(at).map(|column| column.means);
    let key = whole_key(first);
    let filled = row.cells.iter().filter(|cell| !cell.is_empty()).count();
    let begins = ["total", "rounding", "plannedcertificate"].iter().any(|word| key.starts_with(word));
    let is_word = FOOTERS.contains(&key.as_str()) || (begins && filled <= 3);
    let is_label = first.ends_with([':', '：'])
        && !matches!(column, Some(ListColumn::Mpn | ListColumn::Description | ListColumn::Value));
    if !is_word && !is_label {
        return false;
    }
    let named = |wanted: ListColumn| {
        let mut cells = header.columns.iter().zip(&row.cells).enumerate();
        cells.any(|(other, (column, cell))| other != at && column.means == wanted && !cell.is_empty())
    };
    let is_place = |cell: &str| {
        cell::read_designators(cell).fitted.iter().any(|one| one.bytes().any(|byte| byte.is_ascii_digit()))
    };
    if named(ListColumn::Reference) || (column == Some(ListColumn::Reference) && is_place(first)) {
        return false;
    }
    is_label || (is_word && !named(ListColumn::Mpn))
}
