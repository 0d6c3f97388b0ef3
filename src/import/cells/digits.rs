//! Numbers as people write them: with marks of thousands and of decimals of any country.

use super::Mark;
use super::Unreadable;
use crate::number::Number;

/// What a number with three digits after its only mark (`1,234`) counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Counts {
    /// Pieces: the mark is one of thousands.
    Pieces,
    /// Metres, grams: a point is one of decimals, a comma may be either.
    Measure,
    /// Both readings are possible, whatever the mark.
    Either,
    /// Money: a point is one of decimals, a comma may be either.
    Money,
}

/// What a number's marks say about its country.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Evidence {
    /// Both marks, or several of one: the decimal mark is certain.
    Certain(Mark),
    /// One mark, which three digits after a 0 follow: `0.500`.
    ThreeDecimals(Mark),
    /// One mark, which another number of digits follows: `0.5`.
    Decimals(Mark),
    /// No mark, or one that may be either.
    None,
}

/// Reads a number without its unit or currency; `hint` is the decimal mark of its column.
pub(super) fn read(text: &str, hint: Option<Mark>, counts: Counts) -> Result<Number, Unreadable> {
    let unsigned = text.strip_prefix('+').unwrap_or(text).trim();
    if unsigned.starts_with(['-', '−', '–']) {
        return Err(Unreadable::new("the number is negative"));
    }
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let joined = without_blanks(mantissa).ok_or_else(|| not_a_number(text))?;
    let decimal = decimal(&joined, hint, counts).ok_or_else(|| not_a_number(text))?;
    match (decimal, exponent) {
        (Reading::Sure(decimal), None) => parse(&decimal),
        (Reading::Sure(decimal), Some(exponent)) => {
            let is_whole = exponent.trim_start_matches(['+', '-']).bytes().all(|digit| digit.is_ascii_digit());
            if is_whole { parse(&format!("{decimal}e{exponent}")) } else { Err(not_a_number(text)) }
        }
        (Reading::Either(one, other), _) => {
            Err(Unreadable::new(format!("it can be read as {} or as {}", parse(&one)?, parse(&other)?)))
        }
    }
}

/// What the marks of a number say.
pub(super) fn evidence(text: &str) -> Evidence {
    let digits: String = text.chars().filter(|letter| letter.is_ascii_digit() || matches!(letter, '.' | ',')).collect();
    let digits = digits.trim_matches(['.', ',']);
    let Some(last) = digits.rfind(['.', ',']) else { return Evidence::None };
    let (before, after) = (digits.get(..last).unwrap_or_default(), digits.get(last + 1..).unwrap_or_default());
    let mark = if digits.get(last..=last) == Some(",") { Mark::Comma } else { Mark::Point };
    let own = if mark == Mark::Comma { ',' } else { '.' };
    if before.contains(own) {
        return Evidence::Certain(if mark == Mark::Comma { Mark::Point } else { Mark::Comma });
    }
    if before.contains(['.', ',']) {
        return Evidence::Certain(mark);
    }
    match after.len() {
        3 if before == "0" => Evidence::ThreeDecimals(mark),
        3 if before.len() <= 3 => Evidence::None,
        _ => Evidence::Decimals(mark),
    }
}

enum Reading {
    Sure(String),
    Either(String, String),
}

fn not_a_number(text: &str) -> Unreadable {
    if text.is_empty() { Unreadable::new("there is no number") } else { Unreadable::new("it is not a number") }
}

fn parse(text: &str) -> Result<Number, Unreadable> {
    text.parse().map_err(|problem: crate::number::NumberError| Unreadable::new(problem.to_string()))
}

/// `1 000`, `1'000` → `1000`; `None` if the groups are not of three digits.
fn without_blanks(text: &str) -> Option<String> {
    const BLANKS: [char; 4] = [' ', '\'', '’', '_'];
    let text = text.trim();
    if !text.contains(BLANKS) {
        return Some(text.to_owned());
    }
    let end = text.find(['.', ',']).unwrap_or(text.len());
    let (whole, fraction) = text.split_at(end);
    let mut groups = whole.split(BLANKS);
    let is_first = groups.next().is_some_and(|first| (1..=3).contains(&first.len()));
    let fits = is_first && groups.all(|group| group.len() == 3) && !fraction.contains(BLANKS);
    fits.then(|| whole.chars().filter(|letter| !BLANKS.contains(letter)).collect::<String>() + fraction)
}

/// Digits with marks as a decimal with a point.
fn decimal(text: &str, hint: Option<Mark>, counts: Counts) -> Option<Reading> {
    let is_known = |letter: char| letter.is_ascii_digit() || matches!(letter, '.' | ',');
    if !text.chars().all(is_known) || !text.contains(|letter: char| letter.is_ascii_digit()) {
        return None;
    }
    let Some(last) = text.rfind(['.', ',']) else { return Some(Reading::Sure(text.to_owned())) };
    let (before, after) = (text.get(..last)?, text.get(last + 1..)?);
    let mark = text.get(last..)?.chars().next()?;
    let other = if mark == ',' { '.' } else { ',' };
    if before.contains(mark) {
        // Several equal marks are marks of thousands.
        let whole = (!before.contains(other)).then(|| grouped(text, mark)).flatten()?;
        return Some(Reading::Sure(whole));
    }
    if before.contains(other) {
        return Some(Reading::Sure(point(&grouped(before, other)?, after)));
    }
    let as_decimal = point(before, after);
    let may_be_thousands = after.len() == 3 && (1..=3).contains(&before.len()) && !before.starts_with('0');
    if !may_be_thousands {
        return Some(Reading::Sure(as_decimal));
    }
    let as_thousands = format!("{before}{after}");
    let own = if mark == ',' { Mark::Comma } else { Mark::Point };
    Some(match (hint, counts) {
        (Some(hint), _) => Reading::Sure(if hint == own { as_decimal } else { as_thousands }),
        (None, Counts::Pieces) => Reading::Sure(as_thousands),
        (None, Counts::Money | Counts::Measure) if own == Mark::Point => Reading::Sure(as_decimal),
        (None, Counts::Money | Counts::Measure | Counts::Either) => Reading::Either(as_thousands, as_decimal),
    })
}

fn point(before: &str, after: &str) -> String {
    let whole = if before.is_empty() { "0" } else { before };
    if after.is_empty() { whole.to_owned() } else { format!("{whole}.{after}") }
}

/// `1,234,567` → `1234567`; also the groups of India: `12,34,567`.
fn grouped(text: &str, mark: char) -> Option<String> {
    let groups: Vec<&str> = text.split(mark).collect();
    let (first, rest) = groups.split_first()?;
    let (last, middle) = rest.split_last()?;
    let fits = |size: usize| (1..=size).contains(&first.len()) && middle.iter().all(|group| group.len() == size);
    (last.len() == 3 && !first.starts_with('0') && (fits(3) || fits(2))).then(|| groups.concat())
}
