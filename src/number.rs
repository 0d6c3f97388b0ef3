//! Exact numbers: measures and money, never a float.

mod narrow;
mod wide;

use narrow::{onto, product, reduced, sum};
use num_bigint::BigInt;
use num_traits::Signed;
use std::cmp::Ordering;
use std::fmt;
use std::num::NonZeroU128;
use wide::Fraction;

/// An exact rational number. Numbers in files are decimals of at most 18 digits before and 12 after the point; sums and
/// products of them are exact, whatever they are: what 128 bits do not hold is kept beside the number, each once.
///
/// ```
/// use terroir::Number;
/// let price: Number = "12.90".parse()?;
/// assert_eq!(price.to_string(), "12.9");
/// assert_eq!(price.checked_mul(Number::from(3)).map(|sum| sum.to_fixed(2)).as_deref(), Some("38.70"));
/// # Ok::<(), terroir::NumberError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Number(Repr);

/// A reduced fraction: in 128 bits where they hold it, and only there.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Repr {
    /// The denominator is below 2^127.
    Narrow(i128, NonZeroU128),
    Wide(&'static Fraction),
}

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
    pub const ZERO: Self = Self(Repr::Narrow(0, NonZeroU128::MIN));
    /// 1.
    pub const ONE: Self = Self(Repr::Narrow(1, NonZeroU128::MIN));

    /// The sum; `None` only where it needs thousands of digits.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        if let (Repr::Narrow(a, b), Repr::Narrow(c, d)) = (self.0, other.0)
            && let Some(total) = sum((a, b.get()), (c, d.get()))
        {
            return Some(total);
        }
        let ((a, b), (c, d)) = (self.fraction(), other.fraction());
        Self::from_fraction(a * &d + c * &b, b * d)
    }

    /// The sum of all, as [`Self::checked_add`] one by one gives it. Amounts have few denominators, so the common one is kept
    /// and the sum is reduced once.
    pub(crate) fn sum(numbers: impl Iterator<Item = Self>) -> Option<Self> {
        let mut total = Self::ZERO;
        let (mut above, mut below) = (0_i128, 1_i128);
        for number in numbers {
            let added = number.narrow_fraction().and_then(|fraction| onto((above, below), fraction));
            match added {
                Some(sum) => (above, below) = sum,
                None => {
                    let so_far = reduced(above, below.unsigned_abs())?;
                    total = total.checked_add(so_far)?.checked_add(number)?;
                    (above, below) = (0, 1);
                }
            }
        }
        total.checked_add(reduced(above, below.unsigned_abs())?)
    }

    /// The difference; `None` only where it needs thousands of digits.
    #[must_use]
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.checked_add(other.negated()?)
    }

    /// The product; `None` only where it needs thousands of digits.
    #[must_use]
    pub fn checked_mul(self, other: Self) -> Option<Self> {
        // Most factors are whole, often 1; the general product searches common divisors of 128 bits.
        if other == Self::ONE || self.is_zero() {
            return Some(self);
        }
        if let (Repr::Narrow(a, b), Repr::Narrow(c, d)) = (self.0, other.0)
            && let Some(found) = product((a, b.get()), (c, d.get()))
        {
            return Some(found);
        }
        let ((a, b), (c, d)) = (self.fraction(), other.fraction());
        Self::from_fraction(a * c, b * d)
    }

    /// The quotient; `None` for a division by 0, and where it needs thousands of digits.
    #[must_use]
    pub fn checked_div(self, other: Self) -> Option<Self> {
        if other.is_zero() {
            return None;
        }
        if let Repr::Narrow(c, d) = other.0
            && let (Ok(up), Some(down)) = (i128::try_from(d.get()), NonZeroU128::new(c.unsigned_abs()))
            && down.get() >> 127 == 0
        {
            let inverse = Self(Repr::Narrow(if c < 0 { -up } else { up }, down));
            return self.checked_mul(inverse);
        }
        let ((a, b), (c, d)) = (self.fraction(), other.fraction());
        Self::from_fraction(a * d, b * c)
    }

    fn negated(self) -> Option<Self> {
        if let Repr::Narrow(numerator, denominator) = self.0
            && let Some(numerator) = numerator.checked_neg()
        {
            return Some(Self(Repr::Narrow(numerator, denominator)));
        }
        let (numerator, denominator) = self.fraction();
        Self::from_fraction(-numerator, denominator)
    }

    /// Whether the number is below 0.
    #[must_use]
    pub fn is_negative(self) -> bool {
        match self.0 {
            Repr::Narrow(numerator, _) => numerator < 0,
            Repr::Wide(fraction) => fraction.numerator.is_negative(),
        }
    }

    /// Whether the number is 0.
    #[must_use]
    pub fn is_zero(self) -> bool {
        matches!(self.0, Repr::Narrow(0, _))
    }

    /// The numerator and the denominator, above 0, of the reduced fraction.
    pub(crate) fn fraction(self) -> (BigInt, BigInt) {
        match self.0 {
            Repr::Narrow(numerator, denominator) => (numerator.into(), denominator.get().into()),
            Repr::Wide(fraction) => (fraction.numerator.clone(), fraction.denominator.clone()),
        }
    }

    /// The same where 128 bits hold them.
    pub(crate) fn narrow_fraction(self) -> Option<(i128, i128)> {
        match self.0 {
            Repr::Narrow(numerator, denominator) => Some((numerator, i128::try_from(denominator.get()).ok()?)),
            Repr::Wide(_) => None,
        }
    }

    /// The quotient of two whole numbers; `None` for a division by 0, and where it needs thousands of digits.
    pub(crate) fn from_fraction(numerator: BigInt, denominator: BigInt) -> Option<Self> {
        wide::reduced(numerator, denominator).map(Self)
    }

    /// The number if it is whole and 128 bits hold it.
    #[must_use]
    pub fn to_integer(self) -> Option<i128> {
        match self.0 {
            Repr::Narrow(numerator, NonZeroU128::MIN) => Some(numerator),
            Repr::Narrow(..) | Repr::Wide(_) => None,
        }
    }

    /// Whether the number is whole.
    pub(crate) fn is_whole(self) -> bool {
        match self.0 {
            Repr::Narrow(_, denominator) => denominator == NonZeroU128::MIN,
            Repr::Wide(fraction) => fraction.denominator == BigInt::from(1_u8),
        }
    }

    /// The number with a fixed number of decimal places, rounded half to even, as money is printed.
    #[must_use]
    pub fn to_fixed(self, places: u32) -> String {
        let (negative, digits) = self.rounded(places);
        let sign = if negative { "-" } else { "" };
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

    /// The number in units of 10^−places, rounded half to even: whether it is below 0, and its digits.
    fn rounded(self, places: u32) -> (bool, String) {
        if let Some((numerator, denominator)) = self.narrow_fraction()
            && let Some(scaled) = 10_i128.checked_pow(places).and_then(|scale| numerator.checked_mul(scale))
        {
            let (floor, rest) = (scaled.div_euclid(denominator), scaled.rem_euclid(denominator));
            let up = match rest.cmp(&(denominator - rest)) {
                Ordering::Less => false,
                Ordering::Equal => floor % 2 != 0,
                Ordering::Greater => true,
            };
            let rounded = if up { floor + 1 } else { floor };
            return (rounded < 0, rounded.unsigned_abs().to_string());
        }
        let (numerator, denominator) = self.fraction();
        let rounded = wide::round_half_even(numerator * BigInt::from(10).pow(places), &denominator);
        (rounded.is_negative(), rounded.magnitude().to_string())
    }

    /// The number of decimal places that the number needs; `None` if its decimal expansion is infinite (1/3).
    fn decimal_places(self) -> Option<u32> {
        let Some((_, mut rest)) = self.narrow_fraction() else {
            return wide::decimal_places(self.fraction().1);
        };
        let twos = rest.trailing_zeros();
        rest >>= twos;
        let mut fives = 0;
        while rest % 5 == 0 {
            rest /= 5;
            fives += 1;
        }
        (rest == 1).then_some(std::cmp::max(twos, fives))
    }

    /// A number as [`Display`](fmt::Display) writes it, with any number of digits; `None` for another text.
    pub(crate) fn from_exact(text: &str) -> Option<Self> {
        wide::read(text)
    }
}

impl Default for Number {
    /// 0.
    fn default() -> Self {
        Self::ZERO
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        if let (Repr::Narrow(a, b), Repr::Narrow(c, d)) = (self.0, other.0) {
            if b == d {
                return a.cmp(&c);
            }
            let cross = |left: i128, right: NonZeroU128| left.checked_mul(i128::try_from(right.get()).ok()?);
            if let (Some(left), Some(right)) = (cross(a, d), cross(c, b)) {
                return left.cmp(&right);
            }
        }
        let ((a, b), (c, d)) = (self.fraction(), other.fraction());
        (a * d).cmp(&(c * b))
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl From<i128> for Number {
    fn from(value: i128) -> Self {
        Self(Repr::Narrow(value, NonZeroU128::MIN))
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
        let scaled = scale(joined, places, exponent).ok_or(NumberError::TooLong)?;
        if negative { scaled.negated().ok_or(NumberError::TooLong) } else { Ok(scaled) }
    }
}

fn split_exponent(text: &str) -> Result<(&str, i32), NumberError> {
    let Some((mantissa, exponent)) = text.split_once(['e', 'E']) else { return Ok((text, 0)) };
    let exponent = exponent.parse().map_err(|_| NumberError::Malformed)?;
    Ok((mantissa, exponent))
}

/// digits · 10^(exponent − places), within 128 bits.
fn scale(digits: i128, places: u32, exponent: i32) -> Option<Number> {
    if exponent.unsigned_abs() > 18 {
        return None;
    }
    let value = reduced(digits, 10_u128.pow(places))?;
    let factor = 10_i128.pow(exponent.unsigned_abs());
    let scaled =
        if exponent < 0 { value.checked_div(Number::from(factor)) } else { value.checked_mul(Number::from(factor)) };
    scaled.filter(|number| number.narrow_fraction().is_some())
}

impl fmt::Display for Number {
    /// A finite decimal in full, anything else as a fraction: `12.9`, `1/3`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.decimal_places() {
            Some(places) if places <= 120 => formatter.write_str(&self.to_fixed(places)),
            Some(_) | None => {
                let (numerator, denominator) = self.fraction();
                write!(formatter, "{numerator}/{denominator}")
            }
        }
    }
}

/// As text, because JSON has no exact fractions: `"12.9"`, `"1/3"`.
impl serde::Serialize for Number {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// From text, as it is written in files: `"12.9"`.
impl<'de> serde::Deserialize<'de> for Number {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
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

    #[test]
    fn what_128_bits_do_not_hold_is_exact() {
        let tiny = number("0.000000000001");
        let product = (0..20).try_fold(Number::ONE, |product, _| product.checked_mul(tiny)).unwrap();
        let back = (0..20).try_fold(product, |rest, _| rest.checked_div(tiny)).unwrap();
        assert_eq!(
            (back, product.is_whole(), product > Number::ZERO, product < tiny),
            (Number::ONE, false, true, true)
        );
        assert_eq!(product.to_fixed(2), "0.00");
        let third = |of: u32| Number::ONE.checked_div(Number::from(of)).unwrap();
        let primes = [1_000_003_u32, 1_000_033, 1_000_037, 1_000_039, 1_000_081, 1_000_099, 1_000_117, 1_000_121];
        let sum = primes.iter().try_fold(number("0.125"), |sum, one| sum.checked_add(third(*one))).unwrap();
        let rest = primes.iter().rev().try_fold(sum, |sum, one| sum.checked_sub(third(*one))).unwrap();
        assert_eq!((rest, sum.to_fixed(2).as_str(), sum > rest), (number("0.125"), "0.13", true));
        assert_eq!(rest.to_fixed(2), "0.12");
        for exact in [sum, product, number("-12.5"), Number::ZERO, third(3)] {
            assert_eq!(Number::from_exact(&exact.to_string()), Some(exact));
        }
        for text in ["", "-", "1.", ".5", "1/0", "1/-3", "a", "1/2/3", "0x1"] {
            assert_eq!(Number::from_exact(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_keep_their_size() {
        assert_eq!(size_of::<Number>(), 32);
    }
}
