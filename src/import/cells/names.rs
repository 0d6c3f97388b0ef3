//! The forms of single designators.

use super::range::{self, Word};
use super::text::lower_words;
use super::words;

/// Whether a word is a designator with a number: `R1`, `U$2`, `TP1-A`, `1R2`.
pub(super) fn is_name(word: &str) -> bool {
    let body = word.trim_start_matches(['-', '+', '#']);
    let is_letter =
        |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.' | ':' | '$' | '@' | '~' | '/');
    let starts = body.starts_with(char::is_alphabetic) || is_numbered_sheet(body);
    let has_number = body.contains(|letter: char| letter.is_numeric());
    let bare = body.trim_end_matches(['+', '-']);
    starts && has_number && bare.chars().all(is_letter) && word.len() <= 60
}

/// `1R2`, `12LED3`: the number of a sheet, letters in capitals, a number. `10k` is a value.
fn is_numbered_sheet(word: &str) -> bool {
    let rest = word.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let number = rest.trim_start_matches(|letter: char| letter.is_ascii_uppercase());
    rest.len() < word.len() && number.len() < rest.len() && is_number(number)
}

/// Whether a word is digits.
pub(super) fn is_number(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|digit| digit.is_ascii_digit())
}

/// A word in capitals without a number may be a designator: `MCU`, `TP_VBAT`.
pub(super) fn is_capitals(word: &str) -> bool {
    const NOT_NAMES: [&str; 14] =
        ["TOTAL", "SUM", "NOTE", "SEE", "ALL", "EACH", "QTY", "REF", "REFDES", "NONE", "TBD", "TBA", "NA", "TO"];
    let is_letter = |letter: char| letter.is_ascii_uppercase() || matches!(letter, '_' | '-' | '+' | '.' | '/');
    let known = NOT_NAMES.contains(&word);
    word.starts_with(|letter: char| letter.is_ascii_uppercase())
        && word.chars().all(is_letter)
        && word.len() <= 24
        && !known
}

/// `C12` → `C`: the letters of a name that is letters and a number.
pub(super) fn prefix(name: &str) -> Option<&str> {
    let prefix = name.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let fits = prefix.len() < name.len() && !prefix.is_empty();
    (fits && prefix.chars().all(|letter| letter.is_alphabetic() || letter == '_')).then_some(prefix)
}

/// `*C26`, `C26*`, `C26-DNP`: a designator, or a range of them, that is marked as left out.
pub(super) fn marked(word: &str) -> Option<Vec<String>> {
    let bare = word.trim_matches('*');
    let labelled = || {
        let (name, label) = bare.rsplit_once(['-', '_', ':', '=', '.'])?;
        words::is_strong(&lower_words(label)).then_some(name)
    };
    let phrased = || words::joined_phrase(bare).and_then(|phrase| bare.strip_suffix(phrase));
    let name = if bare == word { phrased().or_else(labelled)? } else { bare };
    match range::expand(name) {
        Word::Range(names) => Some(names),
        Word::Single if is_name(name) => Some(vec![name.to_owned()]),
        Word::Single | Word::TooLong => None,
    }
}

/// `R1+R2`: designators that a plus joins.
pub(super) fn added(word: &str) -> Option<Vec<String>> {
    let names: Vec<&str> = word.split('+').collect();
    (names.len() > 1 && names.iter().all(|name| is_name(name))).then(|| names.into_iter().map(str::to_owned).collect())
}

/// `R1,R2, C5`: one or two capitals and a number each, as most cells are.
pub(super) fn plain_list(cell: &str) -> Option<Vec<String>> {
    let is_plain = |word: &str| {
        let digits = word.trim_start_matches(|letter: char| letter.is_ascii_uppercase());
        (1..=2).contains(&(word.len() - digits.len()))
            && (1..=6).contains(&digits.len())
            && digits.bytes().all(|digit| digit.is_ascii_digit())
    };
    let names = || cell.split(',').map(|word| word.strip_prefix(' ').unwrap_or(word));
    names().all(is_plain).then(|| names().map(str::to_owned).collect())
}
