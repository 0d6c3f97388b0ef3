//! The steps of a price in one cell: `$0.65 @ 100`, `10 for $5`, `1+ $0.10, 10+ $0.08`.

use super::currency::PLACE;
use super::digits::{self, Counts};
use super::{Mark, Unreadable};
use crate::number::Number;

/// A price from a quantity on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::import) struct Tier {
    /// The least quantity.
    pub from: Number,
    /// The price of one piece.
    pub each: Number,
}

/// Words between a price and the quantity from which it holds.
const FROM: [&str; 8] = ["@", " at ", " ab ", " from ", " bei ", " à partir de ", " a partir de ", " desde "];

/// Words between a quantity and the price of all of them.
const FOR: [&str; 5] = [" for ", " für ", " fuer ", " pour ", " por "];

/// Words between a price and the number of pieces that it buys.
const PER: [&str; 4] = [" per ", " pro ", " je ", " par "];

/// Words for one piece after a price, and after a quantity.
const PIECE: [&str; 26] = [
    "each", "ea", "pcs", "pc", "pce", "piece", "pieces", "unit", "units", "stück", "stueck", "stk", "st", "pièce",
    "pièces", "unité", "unidad", "unidades", "个", "個", "只", "片", "颗", "pieza", "item", "net",
];

/// The steps of a price, by quantity; `hint` is the decimal mark of the column.
pub(super) fn tiers(text: &str, hint: Option<Mark>) -> Result<Vec<Tier>, Unreadable> {
    let lower = text.to_lowercase();
    let parts: Vec<String> = parts(&lower);
    let mut tiers = parts.iter().map(|part| tier(part, hint)).collect::<Result<Vec<_>, _>>()?;
    tiers.sort();
    tiers.dedup();
    let doubled = tiers.windows(2).any(|pair| matches!(pair, [one, other] if one.from == other.from));
    if doubled {
        return Err(Unreadable::new("it gives two prices for one quantity"));
    }
    if tiers.is_empty() { Err(Unreadable::new("there is no number")) } else { Ok(tiers) }
}

/// The parts between semicolons, line ends, bars, and commas before a blank.
fn parts(text: &str) -> Vec<String> {
    let listed = text.replace([';', '|', '\n'], ";").replace(", ", ";");
    let parts = listed.split(';').map(|part| part.trim().trim_end_matches(',').trim());
    parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

fn tier(part: &str, hint: Option<Mark>) -> Result<Tier, Unreadable> {
    let part = bare(part);
    let part = part.as_str();
    if let Some((count, total)) = FOR.iter().find_map(|word| part.split_once(word)) {
        return for_all(count, total, hint);
    }
    if let Some((price, count)) = FROM.iter().find_map(|word| part.split_once(word)) {
        return either_side(price, count, hint);
    }
    if let Some((price, count)) = PER.iter().find_map(|word| part.split_once(word)) {
        return per(price, count, hint);
    }
    if let Some((price, count)) = part.split_once('/') {
        return slashed(price, count, hint);
    }
    if let Some((price, count)) = part.strip_suffix([')', ']']).and_then(|inner| inner.split_once(['(', '['])) {
        let count = count.trim().trim_start_matches('@');
        return Ok(Tier { from: self::count(count)?, each: price_of(price, hint)? });
    }
    if let Some((count, price)) = counted(part) {
        return Ok(Tier { from: self::count(&count)?, each: price_of(&price, hint)? });
    }
    Ok(Tier { from: Number::ONE, each: price_of(part, hint)? })
}

/// Without empty brackets and words for one piece at the end.
fn bare(part: &str) -> String {
    let empty = [format!("({PLACE})"), format!("[{PLACE}]"), "()".to_owned(), "[]".to_owned()];
    let mut text = part.trim().to_owned();
    for brackets in &empty {
        text = text.replace(brackets, &PLACE.to_string());
    }
    text
}

/// `10 for $5`: the price of ten is 5.
fn for_all(count: &str, total: &str, hint: Option<Mark>) -> Result<Tier, Unreadable> {
    if count.contains(PLACE) {
        return Err(Unreadable::new("it can be read as the price of all of them or of each"));
    }
    let from = self::count(count)?;
    let each = price_of(total, hint)?.checked_div(from).ok_or_else(too_long)?;
    Ok(Tier { from, each })
}

/// `$0.65 @ 100` and `100 @ $0.65`: the price is where the currency or the decimals are.
fn either_side(one: &str, other: &str, hint: Option<Mark>) -> Result<Tier, Unreadable> {
    let is_money = |text: &str| text.contains(PLACE);
    let has_decimals = |text: &str| {
        digits::read(clean(text).as_str(), hint, Counts::Money).is_ok_and(|number| number.to_integer().is_none())
    };
    let other_is_price = is_money(other) || (!is_money(one) && has_decimals(other));
    let (price, count) = if other_is_price { (other, one) } else { (one, other) };
    if !is_money(price)
        && !has_decimals(price)
        && !count.contains(|letter: char| letter.is_alphabetic() || letter == '+')
    {
        return Err(Unreadable::new("it does not show which number is the price"));
    }
    if is_money(count) || (has_decimals(price) && has_decimals(count)) {
        return Err(Unreadable::new("it holds two prices and no quantity"));
    }
    Ok(Tier { from: self::count(count)?, each: price_of(price, hint)? })
}

/// `0.65 per 1000`: each costs a thousandth. `0.65 per piece`.
fn per(price: &str, count: &str, hint: Option<Mark>) -> Result<Tier, Unreadable> {
    let each = price_of(price, hint)?;
    if is_piece(count) {
        return Ok(Tier { from: Number::ONE, each });
    }
    let each = each.checked_div(self::count(count)?).ok_or_else(too_long)?;
    Ok(Tier { from: Number::ONE, each })
}

/// `0.65/pc`; `0.65/1000` can be read in two ways.
fn slashed(price: &str, count: &str, hint: Option<Mark>) -> Result<Tier, Unreadable> {
    let each = price_of(price, hint)?;
    let count = count.trim();
    if is_piece(count) || count == "1" {
        return Ok(Tier { from: Number::ONE, each });
    }
    let number = self::count(count).map_err(|_| Unreadable::new("it does not say what it is the price of"))?;
    Err(Unreadable::new(format!("it can be read as {each} each from {number} on or as {each} for {number}")))
}

/// `100: 0.08`, `10+ 0.08`, `≥10 0.08`, `10-99: 0.08`, `10 pcs 0.08`.
fn counted(part: &str) -> Option<(String, String)> {
    let text = part.trim_start_matches(['≥', '>', '=']).trim_start();
    let split = text
        .split_once(':')
        .or_else(|| text.split_once('='))
        .or_else(|| text.split_once('+').filter(|(count, _)| !count.ends_with('e')))
        .or_else(|| {
            let at = text.find(PLACE).filter(|at| *at > 0 && text.len() < part.len())?;
            Some((text.get(..at)?, text.get(at..)?))
        });
    let (count, price) = split?;
    let (count, price) = (count.trim(), price.trim_start_matches([':', '=', ' ', '+']));
    if count.is_empty() || count.contains(PLACE) {
        return None;
    }
    let first = count.split(['-', '–', '~']).next().unwrap_or(count);
    Some((first.trim().trim_end_matches('+').to_owned(), price.to_owned()))
}

/// A whole quantity above 0: `100`, `1,000`, `1k`, `10 pcs`, `100+`.
fn count(text: &str) -> Result<Number, Unreadable> {
    let text = text.trim().trim_start_matches(['≥', '>', '=', 'x', '×']).trim_end_matches(['+', '.', ':']).trim();
    let text = PIECE.iter().find_map(|word| text.strip_suffix(word)).unwrap_or(text).trim().trim_end_matches('+');
    let (digits, factor) = text.strip_suffix('k').map_or((text, 1), |digits| (digits, 1000));
    let counts = if factor == 1 { Counts::Pieces } else { Counts::Money };
    let number = digits::read(digits, None, counts).ok().and_then(|number| number.checked_mul(Number::from(factor)));
    let whole = number.filter(|number| number.to_integer().is_some_and(|whole| whole > 0));
    whole.ok_or_else(|| Unreadable::new(format!("`{}` is not a quantity", text.replace(PLACE, ""))))
}

fn is_piece(text: &str) -> bool {
    PIECE.contains(&text.trim().trim_end_matches('.').trim())
}

/// The text without its currency and words for one piece.
fn clean(text: &str) -> String {
    let text = text.replace(PLACE, " ");
    let text = text.trim().trim_end_matches('.').trim();
    let found = PIECE.iter().filter_map(|word| text.strip_suffix(word)).min_by_key(|rest| rest.len());
    let text = found.unwrap_or(text).trim();
    // `19.-` and `19,–` are whole prices.
    let whole = [".-", ",-", ".–", ",–", ".—", ",—"].iter().find_map(|end| text.strip_suffix(end));
    whole.unwrap_or(text).trim().trim_start_matches(['=', ':', '@']).trim().to_owned()
}

fn price_of(text: &str, hint: Option<Mark>) -> Result<Number, Unreadable> {
    digits::read(&clean(text), hint, Counts::Money)
}

fn too_long() -> Unreadable {
    Unreadable::new("the number is too long")
}
