//! Columns of prices from a number of pieces on: `Price 1`, `Price 10`, `Price@100`, `1k+ Unit Price`.

use crate::import::cells::currency::in_title;
use crate::import::list::columns::ListColumn;
use crate::import::list::sample::Sample;
use crate::import::list::titles::{meanings, whole_key};
use crate::number::Number;

/// Words between a price and its number of pieces.
const FROM: [&str; 14] =
    ["from", "ab", "at", "qty", "quantity", "menge", "pcs", "pieces", "units", "stk", "stück", "break", "off", "up"];

/// Words for the price of several pieces together.
const PER: [&str; 5] = ["per", "pro", "je", "par", "por"];

/// The least number of pieces that is not the number of a source: `Price 2` may be that of the second supplier.
const LEAST: u64 = 5;

/// A title that is a price from a number of pieces on.
struct Break {
    at: usize,
    from: u64,
    /// Whether a sign or word says so: `@`, `+`, `from`.
    is_marked: bool,
}

/// For each title the number of pieces from which its price holds, where the list has such columns; they are then the
/// columns of its price.
pub(super) fn breaks(titles: &[String], means: &mut [Option<ListColumn>], sample: &Sample<'_>) -> Vec<Option<Number>> {
    let mut from = vec![None; titles.len()];
    if means.contains(&Some(ListColumn::Price)) {
        return from;
    }
    let free = |at: &usize| means.get(*at) == Some(&None);
    let all: Vec<Break> = (0..titles.len()).filter(free).filter_map(|at| of(at, titles.get(at)?)).collect();
    let all = if all.is_empty() { numbers(titles, means, sample) } else { all };
    if !are_breaks(&all) {
        return from;
    }
    let mut taken: Vec<(usize, u64)> = Vec::new();
    for one in &all {
        if !taken.iter().any(|(_, other)| *other == one.from) {
            taken.push((one.at, one.from));
        }
    }
    // A price without a number is that of one piece, if no column of the breaks is.
    let is_plain = |at: &usize| {
        let is_price = titles.get(*at).is_some_and(|title| is_price(title));
        is_price && means.get(*at) == Some(&None) && all.iter().all(|one| one.at != *at)
    };
    if taken.iter().all(|(_, from)| *from > 1)
        && let Some(at) = (0..titles.len()).find(is_plain)
    {
        taken.push((at, 1));
    }
    for (at, count) in taken {
        if let (Some(means), Some(from)) = (means.get_mut(at), from.get_mut(at)) {
            *means = Some(ListColumn::Price);
            *from = Some(Number::from(count));
        }
    }
    from
}

/// Columns that have only the number of pieces for a title, and amounts in their cells: 1, 10, 100.
fn numbers(titles: &[String], means: &[Option<ListColumn>], sample: &Sample<'_>) -> Vec<Break> {
    let is_free = |at: usize| means.get(at) == Some(&None) && sample.is_amounts(at);
    let counted = (0..).zip(titles).filter_map(|(at, title)| Some((at, count(title.trim().trim_end_matches('+'))?)));
    let all: Vec<Break> = counted
        .filter(|(at, from)| *from > 0 && is_free(*at))
        .map(|(at, from)| Break { at, from, is_marked: false })
        .collect();
    let is_growing = all.windows(2).all(|pair| matches!(pair, [low, high] if low.from < high.from));
    if all.len() > 1 && is_growing && !titles.iter().any(|title| is_price(title)) { all } else { Vec::new() }
}

/// Whether the numbers in titles of prices are numbers of pieces, not of sources.
fn are_breaks(all: &[Break]) -> bool {
    let is_large = all.iter().any(|one| one.from >= LEAST);
    all.iter().any(|one| one.is_marked) || is_large
}

fn is_price(title: &str) -> bool {
    let bare = title.split(['(', '[']).next().unwrap_or(title);
    let words = bare.split(|letter: char| !letter.is_alphanumeric()).filter(|word| in_title(word).is_none());
    is_price_key(&words.map(whole_key).collect::<String>())
}

fn is_price_key(key: &str) -> bool {
    meanings(key).iter().any(|one| one.column == ListColumn::Price)
}

fn of(at: usize, title: &str) -> Option<Break> {
    let low = title.to_lowercase();
    if low.len() > 60 || low.contains('/') {
        return None;
    }
    let words = words(&low);
    let is_signed = low.contains(['@', '+', '≥', '>', '从']);
    let counts: Vec<u64> = words.iter().filter_map(|word| count(word)).collect();
    let (from, is_span) = match counts.as_slice() {
        [from] => (*from, false),
        [low, high] if low < high => (*low, true),
        _ => return None,
    };
    let named: Vec<&str> =
        words.iter().map(String::as_str).filter(|word| count(word).is_none() && in_title(word).is_none()).collect();
    if named.iter().any(|word| PER.contains(word) || ["supplier", "vendor", "distributor"].contains(word)) {
        return None;
    }
    let has_word = named.iter().any(|word| FROM.contains(word));
    let key: String = named.iter().filter(|word| !FROM.contains(word)).map(|word| whole_key(word)).collect();
    let is_known = is_price_key(&key) && from > 0;
    is_known.then_some(Break { at, from, is_marked: is_signed || is_span || has_word })
}

/// The words of a title; digits are words of their own, with a `k` for thousands.
fn words(low: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for run in low.split(|letter: char| !letter.is_alphanumeric()) {
        let mut word = String::new();
        for letter in run.chars() {
            let is_digit = letter.is_ascii_digit();
            let was_digit = word.ends_with(|last: char| last.is_ascii_digit());
            if !word.is_empty() && is_digit != was_digit && !(letter == 'k' && was_digit) {
                words.push(std::mem::take(&mut word));
            }
            word.push(letter);
        }
        if !word.is_empty() {
            words.push(word);
        }
    }
    words
}

/// `100` and `1k`.
fn count(word: &str) -> Option<u64> {
    let (digits, times) = word.strip_suffix('k').map_or((word, 1), |digits| (digits, 1_000));
    let is_count = (1..=7).contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_digit());
    if is_count { digits.parse::<u64>().ok().map(|count| count * times) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::table::TableRow;

    fn found(titles: &[&str]) -> Vec<String> {
        let titles: Vec<String> = titles.iter().map(|title| (*title).to_owned()).collect();
        let mut means = vec![None; titles.len()];
        let header = TableRow { cells: titles.clone(), ..TableRow::default() };
        let from = breaks(&titles, &mut means, &Sample::of(&header, &[]));
        from.iter().map(|from| from.map_or(String::new(), |from| from.to_string())).collect()
    }

    #[test]
    fn numbers_of_pieces_are_told_from_numbers_of_sources() {
        for (titles, wanted) in [
            (&["Price 1", "Price 10", "Price 100"][..], &["1", "10", "100"][..]),
            (&["Price@1", "Price@100 (USD)", "Price @ 1k"], &["1", "100", "1000"]),
            (&["Unit Price (1+)", "Unit Price (10+)"], &["1", "10"]),
            (&["Price 1-9", "Price 10-99"], &["1", "10"]),
            (&["Unit Price", "Price 100"], &["1", "100"]),
            (&["1pcs price", "100pcs price"], &["1", "100"]),
            (&["Preis ab 10", "Preis ab 100"], &["10", "100"]),
            (&["Price 1", "Price 2"], &["", ""]),
            (&["Supplier Unit Price 1", "Supplier Unit Price 10"], &["", ""]),
            (&["Price per 1000"], &[""]),
            (&["Price/1k"], &[""]),
            (&["Extended Price 1", "Extended Price 100"], &["", ""]),
            (&["Unit Price", "Extended Price"], &["", ""]),
        ] {
            assert_eq!(found(titles), wanted, "{titles:?}");
        }
    }
}
