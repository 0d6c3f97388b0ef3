//! The price of a row.

use crate::import::cells::currency::{Currency, in_cell};
use crate::import::cells::placeholder::is_none;
use crate::import::list::cell::{self, Marks};
use crate::import::list::columns::ListColumn;
use crate::import::list::part::PartPrice;
use crate::import::list::row_cells::Cells;
use crate::import::list::title::{Each, priced};

/// The price that a row names, if any.
///
/// # Errors
/// Why its price was left out.
pub(super) fn read(row: Cells<'_>, marks: Marks) -> Result<Option<PartPrice>, String> {
    let Some((column, text)) = row.all(ListColumn::Price).next() else { return Ok(None) };
    let left_out = |why: &str| format!("the price `{text}` {why} and was left out");
    let read = cell::read_price(text, marks).map_err(|why| format!("the price `{text}` was left out: {why}"))?;
    let Some(mut read) = read else {
        let is_word = text.chars().any(char::is_alphabetic) && !is_none(text);
        return if is_word { Err(left_out("names no amount")) } else { Ok(None) };
    };
    match priced(&column.title) {
        Each::One => {}
        Each::Of(count) => {
            for tier in &mut read.tiers {
                tier.each = tier.each.checked_div(count).ok_or_else(|| left_out("is too small"))?;
            }
        }
        Each::Unclear => {
            let why = format!("under `{}` may be for more than one piece or in another unit of money", column.title);
            return Err(left_out(&why));
        }
    }
    let named = in_cell(row.first(ListColumn::Currency)).map(Currency::Code);
    let own = read.currency.filter(|own| named.is_none() || own.code().is_some());
    let found = own.or(named).or_else(|| row.header.currency.clone());
    let (currency, one_of) = match found {
        Some(Currency::Code(code)) => (Some(code), Vec::new()),
        Some(Currency::OneOf(codes)) => (None, codes),
        None => (None, Vec::new()),
    };
    Ok(Some(PartPrice { tiers: read.tiers, currency, one_of, text: text.to_owned() }))
}
