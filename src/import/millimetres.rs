//! Places of position files as exact decimal millimetres.

use crate::number::Number;

/// A unit of length that board tools write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Length {
    Millimetre,
    Mil,
    Inch,
}

impl Length {
    /// The unit of a word: `mm`, `mils`, `inches`.
    pub fn of(word: &str) -> Option<Self> {
        match word.to_lowercase().as_str() {
            "mm" | "millimetre" | "millimetres" | "millimeter" | "millimeters" => Some(Self::Millimetre),
            "mil" | "mils" | "thou" => Some(Self::Mil),
            "in" | "inch" | "inches" => Some(Self::Inch),
            _ => None,
        }
    }
}

/// How the numbers of a file are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Written {
    /// The unit of numbers without one.
    pub unit: Length,
    /// What a comma means.
    pub comma: Comma,
}

/// What a comma in a number means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comma {
    /// It is before the decimals.
    Decimal,
    /// The numbers of the file have points, so it is not known.
    Unclear,
}

/// A place in millimetres: as it is written where it is in millimetres, else converted without rounding. The error says what
/// is wrong with the text.
pub(super) fn millimetres(text: &str, written: Written) -> Result<String, String> {
    let start = text.find(|letter: char| letter.is_alphabetic()).unwrap_or(text.len());
    let (number, word) = text.split_at(start);
    let plain = decimal(number.trim(), written.comma)?;
    let unit = match word.trim() {
        "" => written.unit,
        word => Length::of(word).ok_or_else(|| format!("the unit `{word}` is not known"))?,
    };
    let factor = match unit {
        Length::Millimetre if word.trim().is_empty() => return Ok(plain),
        Length::Millimetre => return Ok(format!("{plain}{}", word.trim())),
        Length::Mil => "0.0254",
        Length::Inch => "25.4",
    };
    let too_long = || format!("`{text}` is not a number that can be converted to millimetres");
    let value = |text: &str| text.parse::<Number>().ok();
    let padded = plain.strip_prefix('.').map_or_else(|| plain.clone(), |rest| format!("0.{rest}"));
    let padded = padded.strip_prefix("-.").map_or(padded.clone(), |rest| format!("-0.{rest}"));
    let product = value(&padded).zip(value(factor)).and_then(|(number, factor)| number.checked_mul(factor));
    product.map(|number| number.to_string()).ok_or_else(too_long)
}

/// A number with a point before its decimals, in the digits that are written.
pub(super) fn decimal(text: &str, comma: Comma) -> Result<String, String> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let marks = unsigned.matches(['.', ',']).count();
    let is_number = marks <= 1
        && unsigned.bytes().any(|byte| byte.is_ascii_digit())
        && unsigned.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','));
    if !is_number {
        return Err(format!("`{text}` is not a number"));
    }
    if comma == Comma::Unclear && unsigned.contains(',') {
        return Err(format!("`{text}` has a comma, but other numbers of the file have points"));
    }
    Ok(text.strip_prefix('+').unwrap_or(text).replace(',', "."))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn mil_and_inches_are_converted_without_rounding() {
        let of = |text: &str, unit| millimetres(text, Written { unit, comma: Comma::Decimal });
        let good = [
            ("1000.000", Length::Mil, "25.4"),
            ("393.7mil", Length::Millimetre, "9.99998"),
            ("-0.001", Length::Mil, "-0.0000254"),
            ("1in", Length::Mil, "25.4"),
            ("1.25", Length::Inch, "31.75"),
            (".5", Length::Inch, "12.7"),
            ("-.5", Length::Inch, "-12.7"),
            ("104.1400", Length::Millimetre, "104.1400"),
            ("10mm", Length::Mil, "10mm"),
            ("10,5", Length::Millimetre, "10.5"),
            ("+1", Length::Millimetre, "1"),
        ];
        for (text, unit, expected) in good {
            assert_eq!(of(text, unit).as_deref(), Ok(expected), "{text}");
        }
        for bad in ["1.234,5", "", "1e5", "5um", "mil", "--1", "=1", "1 2"] {
            assert!(of(bad, Length::Mil).is_err(), "{bad}");
        }
        assert!(millimetres("1,5", Written { unit: Length::Millimetre, comma: Comma::Unclear }).is_err());
    }
}
