//! Marks of variants as KiBoM has them: `-US` leaves a part out of the variant US, `+EU` out of all others but EU.

use crate::import::cells::fitted::{Column, Fitting, read};

/// What the marks of a row say about the variant of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Says {
    Fitted,
    NotFitted,
    /// They name other variants, and no mark of the column names the one of the list.
    Other,
}

/// Whether a cell holds marks of variants only, or says that the part is not fitted.
pub(super) fn is_config(cell: &str) -> bool {
    let is_mark = |word: &str| {
        let name = word.strip_prefix(['-', '+']).unwrap_or_default();
        let is_letter = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.');
        name.chars().all(is_letter) && name.starts_with(char::is_alphanumeric) && name.contains(char::is_alphabetic)
    };
    marks(cell).all(|word| is_mark(word) || read(Column::NotFitted, word) == Fitting::NotFitted)
}

/// Whether a cell names the variant, by its whole name or a word of it.
pub(super) fn names(cell: &str, variant: &str) -> bool {
    marks(cell).any(|mark| mark.strip_prefix(['-', '+']).is_some_and(|name| is_variant(name, variant)))
}

/// The variant of a list.
#[derive(Clone, Copy)]
pub(super) struct Variant<'a> {
    pub name: &'a str,
    /// Whether any cell of the column names it.
    pub is_known: bool,
}

/// What a cell says of the variant of its list.
pub(super) fn says(cell: &str, variant: Variant<'_>) -> Says {
    let is_own = |name: &str| is_variant(name, variant.name);
    let mut only = marks(cell).filter_map(|mark| mark.strip_prefix('+')).peekable();
    let has_only = only.peek().is_some();
    let is_named = only.any(is_own);
    let is_left_out = marks(cell).any(|mark| match mark.strip_prefix('-') {
        Some(name) => is_own(name),
        None => !mark.starts_with('+') && read(Column::NotFitted, mark) == Fitting::NotFitted,
    });
    match (is_left_out, has_only, is_named) {
        (true, ..) => Says::NotFitted,
        (false, true, false) if variant.is_known => Says::NotFitted,
        (false, true, false) => Says::Other,
        (false, ..) => Says::Fitted,
    }
}

fn marks(cell: &str) -> impl Iterator<Item = &str> {
    cell.split([',', ';', ' ', '|']).filter(|word| !word.is_empty())
}

fn is_variant(name: &str, variant: &str) -> bool {
    let is_same = |word: &str| !word.is_empty() && word.eq_ignore_ascii_case(name);
    is_same(variant) || variant.split(|letter: char| !letter.is_alphanumeric()).any(is_same)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_say_what_belongs_to_a_variant() {
        for (cell, name, is_known, wanted) in [
            ("-US", "US", true, Says::NotFitted),
            ("-US", "gateway us", true, Says::NotFitted),
            ("-US", "EU", true, Says::Fitted),
            ("+EU", "US", true, Says::NotFitted),
            ("+EU,+US", "US", true, Says::Fitted),
            ("+EU", "v", false, Says::Other),
            ("DNF", "v", false, Says::NotFitted),
            ("", "v", false, Says::Fitted),
        ] {
            assert_eq!(says(cell, Variant { name, is_known }), wanted, "{cell} of {name}");
        }
        assert!(is_config("-US +EU") && is_config("DNF") && !is_config("A") && !is_config("-5"));
    }
}
