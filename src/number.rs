//! Exact numbers: measures and money, never a float.

use num_rational::Ratio;
use num_traits::{CheckedAdd, CheckedDiv, CheckedMul, CheckedSub, Signed, Zero};
use std::fmt;

/// An exact rational number. Numbers in files are decimals of at most 18 digits before and 12 after the point; sums and
/// products of them are exact, and an overflow of 128 bits is the caller's error, never a wrong number.
///
/// ```
/// use terroir::Number;
/// let price: Number = "12.90".parse()?;
/// assert_eq!(price.to_string(), "12.9");
/// assert_eq!(price.checked_mul(Number::from(3)).map(|sum| sum.to_fixed(2)).as_deref(), Some("38.70"));
/// # Ok::<(), terroir::NumberError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Number(Ratio<i128>);

/// Why a text is not a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// Not of the form `-12.5`.
    #[error("not a decimal number")]
    Malformed,
    /// More than 18 digits before or 12 after the point.
    #[error("more than 18 digits before or 12 after the point")]
    TooLong,
}

impl Number {
    /// 0.
    pub const ZERO: Self = Self(Ratio::new_raw(0, 1));
    /// 1.
    pub const ONE: Self = Self(Ratio::new_raw(1, 1));

    /// The sum, or `None` past 128 bits.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        if self.denominator() == other.denominator() {
            let sum = self.numerator().checked_add(other.numerator())?;
            return Some(if self.denominator() == 1 {
                Self::from(sum)
            } else {
                Self(Ratio::new(sum, self.denominator()))
            });
        }
        self.0.checked_add(&other.0).map(Self)
    }

    /// The difference, or `None` past 128 bits.
    #[must_use]
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(&other.0).map(Self)
    }

    /// The product, or `None` past 128 bits.
    #[must_use]
    pub fn checked_mul(self, other: Self) -> Option<Self> {
        // Most factors are whole, often 1; the general product searches common divisors of 128 bits.
        if other == Self::ONE || self.is_zero() {
            return Some(self);
        }
        if self.denominator() == 1 && other.denominator() == 1 {
            return self.numerator().checked_mul(other.numerator()).map(Self::from);
        }
        self.0.checked_mul(&other.0).map(Self)
    }

    /// The quotient, or `None` past 128 bits and for a division by 0.
    #[must_use]
    pub fn checked_div(self, other: Self) -> Option<Self> {
        if other.0.is_zero() {
            return None;
        }
        self.0.checked_div(&other.0).map(Self)
    }

    /// Whether the number is below 0.
    #[must_use]
    pub fn is_negative(self) -> bool {
        self.0.is_negative()
    }

    /// Whether the number is 0.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    /// The numerator of the reduced fraction.
    #[must_use]
    pub fn numerator(self) -> i128 {
        *self.0.numer()
    }

    /// The denominator of the reduced fraction, above 0.
    #[must_use]
    pub fn denominator(self) -> i128 {
        *self.0.denom()
    }

    /// The number if it is whole.
    #[must_use]
    pub fn to_integer(self) -> Option<i128> {
        (self.denominator() == 1).then(|| self.numerator())
    }

    /// The number with a fixed number of decimal places, rounded half to even, as money is printed.
    #[must_use]
    pub fn to_fixed(self, places: u32) -> String {
        let scale = 10_i128.checked_pow(places);
        let Some(scaled) = scale.and_then(|scale| self.checked_mul(Self::from(scale))) else {
            return self.to_string();
        };
        let rounded = scaled.round_half_even();
        let sign = if rounded < 0 { "-" } else { "" };
        let digits = rounded.unsigned_abs().to_string();
        let places = places as usize;
        if places == 0 {
            return format!("{sign}{digits}");
        }
        let padded = format!("{digits:0>width$}", width = places + 1);
        let (whole, fraction) = padded.split_at(padded.len() - places);
        format!("{sign}{whole}.{fraction}")
    }

    /// The number with at least these decimal places, and with more where its exact value needs them: a unit price. At
    /// most 8, rounded half to even.
    #[must_use]
    pub fn to_price(self, least: u32) -> String {
        const MOST: u32 = 8;
        self.to_fixed(self.decimal_places().unwrap_or(MOST).clamp(least.min(MOST), MOST))
    }

    fn round_half_even(self) -> i128 {
        let floor = self.0.numer().div_euclid(*self.0.denom());
        let rest = self.0.numer().rem_euclid(*self.0.denom());
        let other = self.0.denom() - rest;
        let up = rest > other || (rest == other && floor % 2 != 0);
        if up { floor + 1 } else { floor }
    }

    /// The number of decimal places that the number needs; `None` if its decimal expansion is infinite (1/3).
    fn decimal_places(self) -> Option<u32> {
        let mut rest = self.denominator();
        let (mut twos, mut fives) = (0, 0);
        while rest % 2 == 0 {
            rest /= 2;
            twos += 1;
        }
        while rest % 5 == 0 {
            rest /= 5;
            fives += 1;
        }
        (rest == 1).then_some(std::cmp::max(twos, fives))
    }
}

impl From<i128> for Number {
    fn from(value: i128) -> Self {
        Self(Ratio::from_integer(value))
    }
}

impl From<u32> for Number {
    fn from(value: u32) -> Self {
        Self::from(i128::from(value))
    }
}

impl From<u64> for Number {
    fn from(value: u64) -> Self {
        Self::from(i128::from(value))
    }
}

impl From<i32> for Number {
    fn from(value: i32) -> Self {
        Self::from(i128::from(value))
    }
}

impl std::str::FromStr for Number {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<Self, NumberError> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (mantissa, exponent) = split_exponent(digits)?;
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) || mantissa.ends_with('.') {
            return Err(NumberError::Malformed);
        }
        let fraction = fraction.trim_end_matches('0');
        if whole.trim_start_matches('0').len() > 18 || fraction.len() > 12 {
            return Err(NumberError::TooLong);
        }
        let joined: i128 = format!("{whole}{fraction}").parse().map_err(|_| NumberError::TooLong)?;
        let places = u32::try_from(fraction.len()).map_err(|_| NumberError::TooLong)?;
        let value = Ratio::new(joined, 10_i128.pow(places));
        let scaled = scale(value, exponent).ok_or(NumberError::TooLong)?;
        Ok(Self(if negative { -scaled } else { scaled }))
    }
}

fn split_exponent(text: &str) -> Result<(&str, i32), NumberError> {
    let Some((mantissa, exponent)) = text.split_once(['e', 'E']) else { return Ok((text, 0)) };
    let exponent = exponent.parse().map_err(|_| NumberError::Malformed)?;
    Ok((mantissa, exponent))
}

fn scale(value: Ratio<i128>, exponent: i32) -> Option<Ratio<i128>> {
    if exponent.unsigned_abs() > 18 {
        return None;
    }
    let factor = Ratio::from_integer(10_i128.pow(exponent.unsigned_abs()));
    if exponent < 0 { value.checked_div(&factor) } else { value.checked_mul(&factor) }
}

impl fmt::Display for Number {
    /// A finite decimal in full, anything else as a fraction: `12.9`, `1/3`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.decimal_places() {
            Some(places) if places <= 30 => match 10_i128
                .checked_pow(places)
                .and_then(|scale| self.checked_mul(Self::from(scale)).map(|_| self.to_fixed(places)))
            {
                Some(text) => formatter.write_str(&text),
                None => write!(formatter, "{}/{}", self.numerator(), self.denominator()),
            },
            _ => write!(formatter, "{}/{}", self.numerator(), self.denominator()),
        }
    }
}

/// As text, because JSON has no exact fractions: `"12.9"`, `"1/3"`.
impl serde::Serialize for Number {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn number(text: &str) -> Number {
        text.parse().unwrap()
    }

    #[test]
    fn a_decimal_prints_as_it_was_read() {
        for text in ["0", "12.9", "-0.05", "2483.5", "999999999999999999.999999999999"] {
            assert_eq!(number(text).to_string(), text);
        }
        assert_eq!(number("1.50").to_string(), "1.5");
        assert_eq!(number("5e-3").to_string(), "0.005");
    }

    #[test]
    fn money_is_rounded_half_to_even() {
        for (text, rounded) in
            [("0.005", "0.00"), ("0.015", "0.02"), ("0.025", "0.02"), ("-0.015", "-0.02"), ("7", "7.00")]
        {
            assert_eq!(number(text).to_fixed(2), rounded);
        }
        assert_eq!(number("2.5").to_fixed(0), "2");
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in ["", "-", "1,5", "1.", ".5", "0x10", "1 2", "nan", "inf", "1e", "12.90 USD"] {
            assert_eq!(text.parse::<Number>(), Err(NumberError::Malformed), "{text}");
        }
        assert_eq!("1234567890123456789".parse::<Number>(), Err(NumberError::TooLong));
    }
}
