//! A column of designators that are marks of items: `A6` for 32 screws.

use crate::import::finding::Finding;
use crate::import::list::cell::{self, Marks};
use crate::import::list::columns::ListColumn;
use crate::import::list::header::{ChosenColumn, Header};
use crate::import::list::row_cells::Cells;
use crate::import::table::TableRow;
use crate::number::Number;

/// The number of rows from which on the column holds no designators: they contradict their one designator.
const FROM: usize = 3;

/// Keeps a column of marks of items as a field: several rows have one word there and a larger quantity, and no row has
/// several designators. One row is enough where the user named the column of quantities.
pub(super) fn settle<'a>(
    chosen: &[ChosenColumn],
    header: &mut Header,
    rows: impl Iterator<Item = &'a TableRow>,
    file: &str,
    findings: &mut Vec<Finding>,
) {
    let mut odd: Vec<(u64, String, Number)> = Vec::new();
    for row in rows {
        let cells = Cells { line: row.line, header, cells: &row.cells };
        let text = cells.first(ListColumn::Reference);
        let read = cell::read_designators(text);
        let count = read.fitted.len() + read.not_fitted.len();
        if count > 1 {
            return;
        }
        let quantity = cell::read_quantity(cells.first(ListColumn::Quantity), Marks::default());
        match quantity {
            Ok((amount, None)) if count == 1 && amount > Number::ONE => odd.push((row.line, text.to_owned(), amount)),
            Ok(_) | Err(_) => {}
        }
    }
    let from = if chosen.iter().any(|one| one.means == ListColumn::Quantity) { 1 } else { FROM };
    let Some((line, text, quantity)) = odd.first().filter(|_| odd.len() >= from) else { return };
    let Some(column) = header.columns.iter_mut().find(|column| column.means == ListColumn::Reference) else { return };
    let message = format!(
        "`{}` holds no designators: {} there and a larger quantity, such as `{text}` and {quantity}; it was kept as a \
         field, and the quantities were used",
        column.title,
        if odd.len() == 1 { "a row has one word".to_owned() } else { format!("{} rows have one word", odd.len()) }
    );
    findings.push(Finding::warning(file, *line, message));
    column.means = ListColumn::Field;
}
