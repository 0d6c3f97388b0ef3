//! The price of a row.

use crate::import::cells::currency::{Currency, in_cell, in_title};
use crate::import::cells::placeholder::is_none;
use crate::import::cells::price::Tier;
use crate::import::list::cell::{self, Marks, ReadPrice};
use crate::import::list::columns::ListColumn;
use crate::import::list::header::Column;
use crate::import::list::part::PartPrice;
use crate::import::list::row_cells::Cells;
use crate::import::list::title::{Each, is_other_money, priced};
use crate::number::Number;

/// The price that a row names, if any; of columns of prices from numbers of pieces on, all of them.
///
/// # Errors
/// Why its price was left out.
pub(super) fn read(row: Cells<'_>, marks: Marks) -> Result<Option<PartPrice>, String> {
    let mut all: Option<PartPrice> = None;
    for (column, text) in row.all(ListColumn::Price) {
        let Some(own) = one(row, (column, text), marks)? else { continue };
        let Some(before) = &mut all else {
            all = Some(own);
            continue;
        };
        if before.currency != own.currency || before.one_of != own.one_of {
            return Err(format!("the prices `{}` and `{text}` are in two currencies and were left out", before.text));
        }
        before.tiers.extend(own.tiers);
        before.text = format!("{}; {}", before.text, own.text);
    }
    if let Some(price) = &mut all {
        price.tiers.sort();
        let is_doubled = price.tiers.windows(2).any(|pair| matches!(pair, [one, next] if one.from == next.from));
        if is_doubled {
            return Err(format!("the prices `{}` give two for one quantity and were left out", price.text));
        }
    }
    Ok(all)
}

/// The price of one column.
fn one(row: Cells<'_>, (column, text): (&Column, &str), marks: Marks) -> Result<Option<PartPrice>, String> {
    let left_out = |why: &str| format!("the price `{text}` {why} and was left out");
    let read = cell::read_price(text, marks).map_err(|why| format!("the price `{text}` was left out: {why}"))?;
    let Some(mut read) = read else {
        let is_word = text.chars().any(char::is_alphabetic) && !is_none(text);
        return if is_word { Err(left_out("names no amount")) } else { Ok(None) };
    };
    match (column.from, priced(&column.title)) {
        (None, Each::One) => {}
        (Some(from), _) if !is_other_money(&column.title) => {
            if let [Tier { from: first, .. }] = read.tiers.as_mut_slice()
                && *first == Number::ONE
            {
                *first = from;
            }
        }
        (None, Each::Of(count)) => {
            for tier in &mut read.tiers {
                tier.each = tier.each.checked_div(count).ok_or_else(|| left_out("is too small"))?;
            }
        }
        (_, _) => {
            let why = format!("under `{}` may be for more than one piece or in another unit of money", column.title);
            return Err(left_out(&why));
        }
    }
    let (currency, one_of) = currency(row, column, &read);
    let text = column.from.map_or_else(|| text.to_owned(), |from| format!("{from}: {text}"));
    Ok(Some(PartPrice { tiers: read.tiers, currency, one_of, text }))
}

/// The currency of a price, or those of which its sign means one: its own, that of its row, of its title, of its list.
fn currency(row: Cells<'_>, column: &Column, read: &ReadPrice) -> (Option<String>, Vec<&'static str>) {
    let named = in_cell(row.first(ListColumn::Currency)).map(Currency::Code);
    let own = read.currency.clone().filter(|own| named.is_none() || own.code().is_some());
    let titled = || column.from.and_then(|_| in_title(&column.title));
    match own.or(named).or_else(titled).or_else(|| row.header.currency.clone()) {
        Some(Currency::Code(code)) => (Some(code), Vec::new()),
        Some(Currency::OneOf(codes)) => (None, codes),
        None => (None, Vec::new()),
    }
}
