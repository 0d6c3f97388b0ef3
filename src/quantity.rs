//! How many or how much of a component a line takes: 2 pieces, 0.35 m.

use crate::number::Number;
use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// The unit of components that state no other: pieces.
pub(crate) const PIECES: &str = "pcs";

/// Whether quantities in a unit are numbers of pieces.
pub(crate) fn counts_pieces(unit: &str) -> bool {
    unit.trim().is_empty() || unit.trim().eq_ignore_ascii_case(PIECES)
}

/// An exact quantity above 0: whole for pieces, a decimal for what is measured.
///
/// ```
/// use terroir::{Number, Quantity};
/// let length: Quantity = "0.35".parse()?;
/// assert_eq!(length.to_string(), "0.35");
/// assert_eq!(Number::from(length).checked_mul(Number::from(3)).map(|sum| sum.to_string()).as_deref(), Some("1.05"));
/// // TOML and JSON have a bare number where it is whole, else a decimal in quotes.
/// assert_eq!((Quantity::from(2).to_toml(), length.to_toml()), ("2".to_owned(), "\"0.35\"".to_owned()));
/// assert!("0".parse::<Quantity>().is_err());
/// # Ok::<(), terroir::QuantityError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quantity(Number);

/// The text is not a quantity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a decimal number above 0, like `0.35`")]
pub struct QuantityError;

impl Quantity {
    /// One.
    pub const ONE: Self = Self(Number::ONE);

    /// A number above 0.
    ///
    /// # Errors
    /// [`QuantityError`] for 0 and for what is below it.
    pub fn new(number: Number) -> Result<Self, QuantityError> {
        if number.is_negative() || number.is_zero() { Err(QuantityError) } else { Ok(Self(number)) }
    }

    /// More than any quantity that is counted with: quantities multiplied up a structure have at most 36 digits before the
    /// point, and 36 after it.
    pub(crate) fn too_many() -> Self {
        Self(Number::from(10_i128.pow(36)))
    }

    /// The product, at most [`Self::too_many`].
    #[must_use]
    pub(crate) fn times(self, other: Self) -> Self {
        Self::within(self.0.checked_mul(other.0))
    }

    /// The sum, at most [`Self::too_many`].
    #[must_use]
    pub(crate) fn plus(self, other: Self) -> Self {
        Self::within(self.0.checked_add(other.0))
    }

    fn within(number: Option<Number>) -> Self {
        let most = 10_i128.pow(36);
        let fits = |number: &Number| {
            number.narrow_fraction().is_some_and(|(above, below)| below <= most && above / below < most)
        };
        number.filter(fits).map_or_else(Self::too_many, Self)
    }

    /// A quantity as it is written in answers, with any number of digits; `None` for another text.
    pub(crate) fn from_exact(text: &str) -> Option<Self> {
        Number::from_exact(text).and_then(|number| Self::new(number).ok())
    }

    /// What there is of it in each of another quantity; `None` where that needs thousands of digits.
    #[must_use]
    pub(crate) fn per(self, other: Self) -> Option<Self> {
        self.0.checked_div(other.0).map(Self)
    }

    /// Whether it is a whole number.
    #[must_use]
    pub fn is_whole(self) -> bool {
        self.0.is_whole()
    }

    /// The number as an integer of TOML and JSON readers, which have 64 bits.
    fn as_integer(self) -> Option<i64> {
        self.0.to_integer().and_then(|whole| i64::try_from(whole).ok())
    }

    /// As a value in TOML: `2`, `"0.35"`.
    #[must_use]
    pub fn to_toml(self) -> String {
        if self.as_integer().is_some() { self.to_string() } else { format!("\"{self}\"") }
    }

    /// With its unit where that is not pieces: `2`, `0.35 m`.
    #[must_use]
    pub fn with_unit(self, unit: &str) -> String {
        if counts_pieces(unit) { self.to_string() } else { format!("{self} {unit}") }
    }

    /// After the name of a component: `x2`, `0.35 m`.
    #[must_use]
    pub fn after_name(self, unit: &str) -> String {
        if counts_pieces(unit) { format!("x{self}") } else { self.with_unit(unit) }
    }

    /// The same with a space before it; nothing for one piece.
    #[must_use]
    pub(crate) fn unless_one(self, unit: &str) -> String {
        if self == 1 && counts_pieces(unit) { String::new() } else { format!(" {}", self.after_name(unit)) }
    }
}

impl From<u64> for Quantity {
    /// A whole quantity; 0 counts as it is, although nothing has it.
    fn from(count: u64) -> Self {
        Self(Number::from(count))
    }
}

impl From<Quantity> for Number {
    fn from(quantity: Quantity) -> Self {
        quantity.0
    }
}

impl PartialEq<u64> for Quantity {
    fn eq(&self, count: &u64) -> bool {
        self.0 == Number::from(*count)
    }
}

impl std::str::FromStr for Quantity {
    type Err = QuantityError;

    fn from_str(text: &str) -> Result<Self, QuantityError> {
        let is_plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        text.parse().ok().filter(|_| is_plain).ok_or(QuantityError).and_then(Self::new)
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, formatter)
    }
}

impl fmt::Debug for Quantity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, formatter)
    }
}

/// A number where it is whole, else a decimal in a string.
impl Serialize for Quantity {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.as_integer() {
            Some(whole) => serializer.serialize_i64(whole),
            None => serializer.collect_str(self),
        }
    }
}

impl<'de> Deserialize<'de> for Quantity {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(QuantityVisitor)
    }
}

struct QuantityVisitor;

impl Visitor<'_> for QuantityVisitor {
    type Value = Quantity;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a whole number, or a decimal in a string")
    }

    fn visit_u64<E: Error>(self, count: u64) -> Result<Quantity, E> {
        Quantity::new(Number::from(count)).map_err(E::custom)
    }

    fn visit_i64<E: Error>(self, count: i64) -> Result<Quantity, E> {
        Quantity::new(Number::from(i128::from(count))).map_err(E::custom)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Quantity, E> {
        Quantity::from_exact(text).ok_or_else(|| E::custom(QuantityError))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_quantity_is_written_bare_where_it_is_whole() {
        for (text, json, toml) in [("2", "2", "2"), ("2.0", "2", "2"), ("0.350", "\"0.35\"", "\"0.35\"")] {
            let quantity: Quantity = text.parse().unwrap();
            assert_eq!((serde_json::to_string(&quantity).unwrap().as_str(), quantity.to_toml().as_str()), (json, toml));
            assert_eq!(serde_json::from_str::<Quantity>(json).unwrap(), quantity);
        }
    }

    #[test]
    fn what_is_no_quantity_is_refused() {
        for text in ["", "0", "0.0", "-1", "+1", "1e3", "abc", "0,35", "0.35 m", ".5", "1."] {
            assert_eq!(text.parse::<Quantity>(), Err(QuantityError), "{text}");
        }
        for json in ["0", "-1", "0.35", "\"0\"", "null"] {
            assert!(serde_json::from_str::<Quantity>(json).is_err(), "{json}");
        }
    }

    #[test]
    fn a_unit_stands_beside_a_quantity_that_does_not_count_pieces() {
        let length: Quantity = "0.35".parse().unwrap();
        assert_eq!((length.with_unit("m"), length.after_name("m")), ("0.35 m".to_owned(), "0.35 m".to_owned()));
        let two = Quantity::from(2);
        assert_eq!((two.with_unit("pcs"), two.after_name("pcs")), ("2".to_owned(), "x2".to_owned()));
    }
}
