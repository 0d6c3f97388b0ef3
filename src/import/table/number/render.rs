//! Cells in their number formats.

use crate::import::table::number::date::{DayTime, Epoch};
use crate::import::table::number::decimal::Decimal;
use crate::import::table::number::format::{Format, Token};
use crate::import::table::number::{fraction, general};

/// What a cell shows of a whole number in the format `General` that is too long for it: `9.55167E+12`.
pub(in crate::import::table) fn shortened(number: &Decimal, format: &Format) -> Option<String> {
    let is_general = format.sections.first().is_some_and(|tokens| tokens.iter().all(|token| *token == Token::General));
    if is_general { general::shortened(number) } else { None }
}

/// A number as people see it, but with all its digits where a format shows fewer: `0.00` hides those of small prices.
pub(in crate::import::table) fn number(number: &Decimal, format: &Format, epoch: Epoch) -> String {
    let count = format.sections.len();
    if format.has_conditions {
        return general::general(number);
    }
    let section = match count {
        2.. if number.is_negative => 1,
        3.. if number.is_zero() => 2,
        _ => 0,
    };
    let tokens = format.sections.get(section).map(Vec::as_slice).unwrap_or_default();
    if format.is_date() {
        return DayTime::of(number, epoch).map_or_else(|| general::general(number), |time| time.shown(tokens));
    }
    // The section for negative numbers has its own sign.
    let number = if section == 1 { number.magnitude() } else { number.clone() };
    let has = |wanted: &Token| tokens.contains(wanted);
    let has_digits = tokens.iter().any(|token| matches!(token, Token::Digit(_)));
    if has_digits && has(&Token::Slash) {
        return fraction::shown(&number, tokens).unwrap_or_else(|| general::general(&number));
    }
    if has_digits {
        let exponent = tokens.iter().any(|token| matches!(token, Token::Exponent { .. }));
        let text = if exponent { scientific(&number, tokens) } else { decimal(&number, tokens) };
        return text.trim().to_owned();
    }
    if tokens.is_empty() || has(&Token::General) || has(&Token::Text) {
        let sign = if number.is_negative { "-" } else { "" };
        return format!("{sign}{}", with_text(&general::general(&number.magnitude()), tokens)).trim().to_owned();
    }
    // A format of nothing but a text, as in `"sold out"`, hides the number.
    with_text("", tokens).trim().to_owned()
}

/// A text in the section for texts.
pub(in crate::import::table) fn text(text: &str, format: &Format) -> String {
    let is_for_texts = |tokens: &&Vec<Token>| tokens.contains(&Token::Text);
    let section = format.sections.get(3).or_else(|| format.sections.last()).filter(is_for_texts);
    section.map_or_else(|| text.to_owned(), |tokens| with_text(text, tokens))
}

/// Literals with a text in its place.
fn with_text(text: &str, tokens: &[Token]) -> String {
    let part = |token: &Token| match token {
        Token::Literal(literal) => literal.clone(),
        Token::Text | Token::General => text.to_owned(),
        Token::Percent => "%".to_owned(),
        Token::Slash => "/".to_owned(),
        Token::Point => ".".to_owned(),
        Token::Comma => ",".to_owned(),
        Token::Digit(_)
        | Token::Exponent { .. }
        | Token::Date(_)
        | Token::HalfDay
        | Token::Elapsed(_)
        | Token::SubSecond(_) => String::new(),
    };
    if tokens.is_empty() { text.to_owned() } else { tokens.iter().map(part).collect() }
}

/// A format split at its decimal point.
struct Layout<'a> {
    whole: &'a [Token],
    fraction: &'a [Token],
    has_thousands: bool,
}

impl<'a> Layout<'a> {
    fn of(tokens: &'a [Token]) -> Self {
        let point = tokens.iter().position(|token| *token == Token::Point);
        let (whole, fraction) = match point {
            Some(at) => (tokens.get(..at).unwrap_or_default(), tokens.get(at + 1..).unwrap_or_default()),
            // What follows the last digit comes after the decimals.
            None => {
                let end = tokens.iter().rposition(|token| matches!(token, Token::Digit(_))).map_or(0, |at| at + 1);
                tokens.split_at(end)
            }
        };
        let last = whole.iter().rposition(|token| matches!(token, Token::Digit(_))).unwrap_or(0);
        let has_thousands = whole.get(..last).is_some_and(|before| before.contains(&Token::Comma));
        Self { whole, fraction, has_thousands }
    }

    /// Commas after the last digit divide by a thousand each.
    fn scale(&self) -> i32 {
        let is_between = |token: &&Token| matches!(token, Token::Comma);
        let at_end = self.whole.iter().rev().take_while(is_between).count();
        let after = self.fraction.iter().skip_while(|token| matches!(token, Token::Digit(_)));
        i32::try_from(at_end + after.take_while(is_between).count()).unwrap_or(0)
    }
}

fn decimal(number: &Decimal, tokens: &[Token]) -> String {
    let layout = Layout::of(tokens);
    let percents = tokens.iter().filter(|token| **token == Token::Percent).count();
    let scaled = number.magnitude().shifted(2 * i32::try_from(percents).unwrap_or(0) - 3 * layout.scale());
    let wanted = layout.fraction.iter().filter(|token| matches!(token, Token::Digit(_))).count();
    // As many decimals as `General` shows: a cell in `0.00` may hold 0.0043.
    let seen = Decimal::parse(&general::general(&scaled)).unwrap_or_else(|| scaled.clone());
    let value = if seen.decimals() > wanted { seen } else { scaled };
    let sign = if number.is_negative { "-" } else { "" };
    format!("{sign}{}{}", whole_part(&value.whole(), &layout), fraction_part(&value, wanted, layout.fraction))
}

/// The digits before the point, in their places from the right.
fn whole_part(digits: &str, layout: &Layout<'_>) -> String {
    let mut digits = digits.chars().rev().peekable();
    let mut reversed: Vec<String> = Vec::new();
    let mut count = 0_usize;
    let first = layout.whole.iter().position(|token| matches!(token, Token::Digit(_)));
    for (at, token) in layout.whole.iter().enumerate().rev() {
        let Token::Digit(kind) = token else {
            if *token != Token::Comma {
                reversed.push(with_text("", std::slice::from_ref(token)));
            }
            continue;
        };
        let mut place = vec![digits.next().or(match kind {
            '0' => Some('0'),
            '?' => Some(' '),
            _ => None,
        })];
        // Digits without a place of their own come before the first one.
        if Some(at) == first {
            place.extend(digits.by_ref().map(Some));
        }
        for digit in place.into_iter().flatten() {
            if layout.has_thousands && count > 0 && count.is_multiple_of(3) && digit != ' ' {
                reversed.push(",".to_owned());
            }
            count += 1;
            reversed.push(digit.to_string());
        }
    }
    if first.is_none() {
        reversed.splice(0..0, digits.map(|digit| digit.to_string()));
    }
    reversed.into_iter().rev().collect()
}

/// The point and the digits after it, then what follows them.
fn fraction_part(value: &Decimal, wanted: usize, tokens: &[Token]) -> String {
    let digits = value.fraction(value.decimals().max(wanted));
    let mut kinds = tokens.iter().filter_map(|token| if let Token::Digit(kind) = token { Some(*kind) } else { None });
    let mut shown = String::new();
    for (at, digit) in digits.char_indices() {
        let kind = kinds.next().unwrap_or('#');
        let rest_is_zero = digits.get(at..).is_some_and(|rest| rest.bytes().all(|digit| digit == b'0'));
        match kind {
            '0' => shown.push(digit),
            _ if !rest_is_zero => shown.push(digit),
            _ => {}
        }
    }
    let point = if shown.is_empty() { "" } else { "." };
    let after = tokens.iter().filter(|token| !matches!(token, Token::Digit(_) | Token::Comma));
    let after: String = after.map(|token| with_text("", std::slice::from_ref(token))).collect();
    format!("{point}{shown}{after}")
}

/// `0.00E+00`, with as many digits as the format has: what is left of a part number that was taken for a number.
fn scientific(number: &Decimal, tokens: &[Token]) -> String {
    let at = tokens.iter().position(|token| matches!(token, Token::Exponent { .. })).unwrap_or(tokens.len());
    let (mantissa, after) = tokens.split_at(at);
    let layout = Layout::of(mantissa);
    let count = |tokens: &[Token]| tokens.iter().filter(|token| matches!(token, Token::Digit(_))).count();
    let step = i32::try_from(count(layout.whole)).unwrap_or(1).max(1);
    let decimals = count(layout.fraction);
    let mut exponent = if number.is_zero() { 0 } else { (number.point - 1).div_euclid(step) * step };
    let mut value = number.magnitude().shifted(-exponent).to_decimals(decimals);
    if value.point > step {
        exponent += step;
        value = value.shifted(-step);
    }
    let sign = if number.is_negative { "-" } else { "" };
    let plus = tokens.iter().any(|token| matches!(token, Token::Exponent { sign: '+' }));
    let exponent_sign = match exponent {
        ..0 => "-",
        _ if plus => "+",
        _ => "",
    };
    let width = count(after).max(1);
    let whole = whole_part(&value.whole(), &layout);
    let fraction = fraction_part(&value, decimals, layout.fraction);
    format!("{sign}{whole}{fraction}E{exponent_sign}{:0width$}", exponent.abs())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::import::table::number::format::built_in;

    fn shown(value: &str, code: &str) -> String {
        number(&Decimal::parse(value).unwrap(), &Format::parse(code), Epoch::Of1900)
    }

    #[test]
    fn numbers_are_shown_in_their_formats() {
        for (value, code, wanted) in [
            ("603", "0000", "0603"),
            ("2", "0.00", "2.00"),
            ("0.65", "0.00", "0.65"),
            ("0.0043", "$#,##0.00", "$0.0043"),
            ("1234567.5", "#,##0.00", "1,234,567.50"),
            ("1000", "#,##0", "1,000"),
            ("100", "#,##0", "100"),
            ("0.05", "0%", "5%"),
            ("0.015", "0%", "1.5%"),
            ("9551670000000", "0.00E+00", "9.55E+12"),
            ("100000", "0.00E+00", "1.00E+05"),
            ("0.00015", "0.00E+00", "1.50E-04"),
            ("99960", "0.0E+0", "1.0E+5"),
            ("12345", "##0.0E+0", "12.3E+3"),
            ("-5", "0", "-5"),
            ("-5", "0;(0)", "(5)"),
            ("0", "0;-0;\"none\"", "none"),
            ("0.5", "0.##", "0.5"),
            ("5", "0.##", "5"),
            ("0.5", "#.00", ".50"),
            ("12", "0\" pcs\"", "12 pcs"),
            ("2.5", "0 \"m\"", "2.5 m"),
            ("0.1", "[$€-407] #,##0.00", "€ 0.10"),
            ("0.1", "#,##0.00\\ [$€-407]", "0.10 €"),
            ("5551234", "000-0000", "555-1234"),
            ("1234567", "#,##0,", "1,234.567"),
            ("4.7", "General\" V\"", "4.7 V"),
            ("0.25", "# ?/?", "1/4"),
            ("2.3333333333", "# ?/?", "2 1/3"),
            ("0.3125", "# ??/16", "5/16"),
            ("603", "@", "603"),
            ("5", "[Red]0", "5"),
            ("12", "", "12"),
        ] {
            assert_eq!(shown(value, code), wanted, "{value} in {code}");
        }
    }

    #[test]
    fn days_and_times_are_shown_in_their_formats() {
        for (value, code, wanted) in [
            ("46082", "d-mmm", "1-Mar"),
            ("46082", built_in(14), "3/1/2026"),
            ("46082.75", "yyyy-mm-dd hh:mm", "2026-03-01 18:00"),
            ("46082.75", "h:mm AM/PM", "6:00 PM"),
            ("0.5", "h:mm:ss", "12:00:00"),
            ("1.5", "[h]:mm", "36:00"),
            ("46082", "mmm-yy", "Mar-26"),
            ("46082", "dddd, d mmmm yyyy", "Sunday, 1 March 2026"),
            ("60", "d-mmm-yy", "29-Feb-00"),
            ("1", "yyyy-mm-dd", "1900-01-01"),
            ("61", "yyyy-mm-dd", "1900-03-01"),
            ("0.000011574", "mm:ss.0", "00:01.0"),
            ("46082.999999999", "yyyy-mm-dd", "2026-03-02"),
            ("-1", "yyyy-mm-dd", "-1"),
        ] {
            assert_eq!(shown(value, code), wanted, "{value} in {code}");
        }
        let number = Decimal::parse("44620").unwrap();
        assert_eq!(DayTime::of(&number, Epoch::Of1904).unwrap().iso(), "2026-03-01");
    }

    #[test]
    fn texts_stay_unless_their_format_adds_to_them() {
        assert_eq!(text("0603", &Format::parse("0.00")), "0603");
        assert_eq!(text("10", &Format::parse("0;0;0;\"R\"@")), "R10");
        assert_eq!(text("10", &Format::parse("@")), "10");
    }
}
