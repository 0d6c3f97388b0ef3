//! What single cells say, for the rows of a list.

use crate::import::cells::currency::Currency;
use crate::import::cells::damage::{self, Damage};
use crate::import::cells::designators;
use crate::import::cells::fitted::{self, Column, Fitting};
use crate::import::cells::price::{self, Tier};
use crate::import::cells::quantity::{self, Of, Written};
use crate::import::cells::{Mark, units};
use crate::import::list::columns::ListColumn;
use crate::import::list::config;
use crate::import::list::header::Header;
use crate::import::table::TableRow;
use crate::number::Number;

/// How the numbers and marks of a list are written.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Marks {
    quantity: Written,
    price: Option<Mark>,
    /// Whether the column of what is fitted has only marks and empty cells, so that either may mean fitted.
    pub has_unclear_blanks: bool,
    /// Whether a mark of a variant names the one of the list.
    pub names_variant: bool,
}

impl Marks {
    /// The marks of the columns below a header.
    pub fn of<'a>(header: &Header, rows: impl Iterator<Item = &'a TableRow> + Clone, variant: &str) -> Self {
        let cells = |wanted: ListColumn| {
            let at = header.columns.iter().position(|column| column.means == wanted);
            rows.clone().filter_map(move |row| row.cells.get(at?)).map(String::as_str)
        };
        let prices = rows.clone().flat_map(|row| {
            let columns = header.columns.iter().zip(&row.cells);
            columns.filter(|(column, _)| column.means == ListColumn::Price).map(|(_, cell)| cell.as_str())
        });
        let mark = quantity::decimal_mark(cells(ListColumn::Quantity));
        let is_contradicted = mark.is_none() && quantity::is_contradicted(cells(ListColumn::Quantity));
        let of = if is_contradicted { Of::Contradicted } else { Of::Pieces };
        let blank = fitted::of_empty(Column::Fitted, cells(ListColumn::Fitted));
        Self {
            quantity: Written { mark, of },
            price: price::decimal_mark(prices),
            has_unclear_blanks: blank == Fitting::Unclear,
            names_variant: cells(ListColumn::Config).any(|cell| config::names(cell, variant)),
        }
    }

    /// The marks for a row whose part has a unit.
    pub fn of_unit(self, unit: &str) -> Self {
        let of = if unit.is_empty() { self.quantity.of } else { Of::Measure };
        Self { quantity: Written { of, ..self.quantity }, ..self }
    }
}

/// A quantity with its unit, if the cell names one that is not pieces.
pub(super) fn read_quantity(cell: &str, marks: Marks) -> Result<(Number, Option<String>), String> {
    let read = quantity::read(cell, marks.quantity).map_err(|error| error.why)?;
    let unit = read.unit.clone().filter(|_| !read.is_pieces());
    Ok((read.amount, unit))
}

/// Whether a quantity was read as thousands by convention only: `1.200` pieces.
pub(super) fn is_assumed(cell: &str, marks: Marks) -> bool {
    quantity::read(cell, marks.quantity).is_ok_and(|read| read.is_assumed)
}

/// A price as the solution can hold it.
pub(super) struct ReadPrice {
    pub tiers: Vec<Tier>,
    pub currency: Option<Currency>,
}

/// The price of a cell; `None` if it names none.
pub(super) fn read_price(cell: &str, marks: Marks) -> Result<Option<ReadPrice>, String> {
    let Some(read) = price::read(cell, marks.price).map_err(|error| error.why)? else { return Ok(None) };
    Ok(Some(ReadPrice { tiers: read.tiers, currency: read.currency }))
}

/// Designators of a cell; units of one part are one.
pub(super) fn read_designators(cell: &str) -> designators::Designators {
    designators::read(cell)
}

/// The designators of a row with the units of each part as one.
pub(super) fn joined(names: &[String], quantity: Option<Number>) -> Vec<String> {
    units::join(names, quantity).names
}

/// A cell of a column of parts that are not fitted.
pub(super) fn not_fitted(cell: &str) -> Fitting {
    fitted::read(Column::NotFitted, cell)
}

/// A cell of a column of parts that are fitted.
pub(super) fn fitted(cell: &str) -> Fitting {
    fitted::read(Column::Fitted, cell)
}

/// Whether a text has words that mean "not fitted" and nothing else.
pub(super) fn says_not_fitted(text: &str) -> bool {
    !text.is_empty() && text.len() < 200 && fitted::has_phrase(text)
}

/// What a spreadsheet did to a cell.
pub(super) struct Damaged {
    /// What happened, for people.
    pub what: String,
    pub is_certain: bool,
}

/// What a spreadsheet did to a cell of a column.
pub(super) fn damage(column: ListColumn, cell: &str) -> Option<Damaged> {
    let lost = || {
        let what = format!("a spreadsheet may have taken the first zero of `{}`", damage::lost_zero(cell)?);
        Some(Damaged { what, is_certain: true })
    };
    match (column, damage::of(cell)) {
        // 1E3 is a value.
        (ListColumn::Value, Some(Damage::Exponent)) => None,
        (_, Some(found)) => Some(Damaged { what: found.what().to_owned(), is_certain: found.is_certain() }),
        (ListColumn::Footprint, None) => lost(),
        _ => None,
    }
}
