//! The format `General`.

use crate::import::table::number::decimal::Decimal;

/// Characters of a cell of usual width, without the sign.
const WIDTH: usize = 11;

/// Digits of a whole number that a spreadsheet keeps exactly.
const LONGEST_WHOLE: i32 = 15;

/// A number in the format `General`. A whole number keeps its digits even where a cell shows fewer of them
/// ([`shortened`]): it may be an order number.
pub(super) fn general(number: &Decimal) -> String {
    if number.decimals() == 0 && number.point <= LONGEST_WHOLE {
        return number.plain();
    }
    in_a_cell(number)
}

/// What a cell shows of a whole number that is too long for it.
pub(super) fn shortened(number: &Decimal) -> Option<String> {
    let is_long = number.decimals() == 0 && (12..=LONGEST_WHOLE).contains(&number.point);
    is_long.then(|| in_a_cell(number))
}

fn in_a_cell(number: &Decimal) -> String {
    let fits = |text: &String| text.trim_start_matches('-').len() <= WIDTH;
    let significant = |count: i32| number.to_significant(usize::try_from(count).unwrap_or(1));
    // The exponent of the first digit.
    match number.point - 1 {
        first @ -4..=-1 => significant(10 + first).plain(),
        -9..=9 => {
            let short = Some(number.to_decimals(12).plain()).filter(fits);
            let short = short.or_else(|| Some(significant(10).plain()).filter(fits));
            short.unwrap_or_else(|| scientific(number, 5))
        }
        10 => number.to_decimals(0).plain(),
        _ => scientific(number, 5),
    }
}

/// `1.23457E+11`: at most that many decimals.
fn scientific(number: &Decimal, decimals: usize) -> String {
    let rounded = number.to_significant(decimals + 1);
    let exponent = rounded.point - 1;
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{}E{sign}{:02}", rounded.shifted(-exponent).plain(), exponent.abs())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn numbers_look_as_in_a_cell() {
        for (text, wanted) in [
            ("0", "0"),
            ("603", "603"),
            ("-2.5", "-2.5"),
            ("0.333333333333333", "0.333333333"),
            ("1234.56789012", "1234.56789"),
            ("0.00001", "0.00001"),
            ("0.00000123456789", "1.23457E-06"),
            ("12345678901.5", "12345678902"),
            ("123456789012", "123456789012"),
            ("1e+20", "1E+20"),
        ] {
            assert_eq!(general(&Decimal::parse(text).unwrap()), wanted, "{text}");
        }
        assert_eq!(shortened(&Decimal::parse("9551670000000").unwrap()).as_deref(), Some("9.55167E+12"));
        assert_eq!(shortened(&Decimal::parse("12345678901").unwrap()), None);
    }
}
