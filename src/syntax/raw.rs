//! The tree before its shape is checked, the same for TOML and CSV.

use crate::date::Date;
use crate::number::{Number, NumberError};
use crate::span::{Span, Spanned};
use std::borrow::Cow;

/// A value with its place; its keys may point into the text.
#[derive(Clone, Debug)]
pub struct Raw<'t> {
    /// The value.
    pub value: RawValue<'t>,
    /// Where it is written.
    pub span: Span,
}

/// A value of any type of TOML.
#[derive(Clone, Debug)]
pub enum RawValue<'t> {
    /// `true`, `false`.
    Boolean(bool),
    /// A whole number in any base.
    Integer(Result<Number, NumberFault>),
    /// A decimal, `nan` or `inf`.
    Float(Result<Number, NumberFault>),
    /// A string.
    Text(String),
    /// A local date; `None` where the calendar has no such day.
    Date(Option<Date>),
    /// A time, or a date with a time; its date, if it has one.
    Moment(Option<Date>),
    /// An array.
    Array(Vec<Raw<'t>>),
    /// A table.
    Table(RawTable<'t>),
    /// A value with a syntax error that has been reported.
    Broken,
}

/// Why a number cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberFault {
    /// `nan` or `inf`.
    NotFinite,
    /// More digits than terroir computes with.
    TooLong,
}

/// A key with its value.
pub type RawEntry<'t> = (Spanned<Cow<'t, str>>, Raw<'t>);

/// A table's entries in the order of the text.
#[derive(Clone, Debug)]
pub struct RawTable<'t> {
    /// Keys with their values.
    pub entries: Vec<RawEntry<'t>>,
    /// The header, or the whole table where it is written inline.
    pub header: Span,
    /// Whether it is there only because a dotted key or a longer header names it.
    pub is_implied: bool,
}

impl RawValue<'_> {
    /// The type, as messages name it.
    #[must_use]
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::Boolean(_) => "a Boolean",
            Self::Integer(_) => "a whole number",
            Self::Float(_) => "a decimal number",
            Self::Text(_) => "a string",
            Self::Date(_) => "a date",
            Self::Moment(_) => "a date with a time",
            Self::Array(_) => "an array",
            Self::Table(_) => "a table",
            Self::Broken => "nothing readable",
        }
    }

    /// The number of an integer's digits.
    #[must_use]
    pub fn integer(digits: &str, radix: u32) -> Self {
        let limit = 1_000_000_000_000_000_000_i128;
        let value = i128::from_str_radix(digits, radix).ok().filter(|value| value.abs() < limit);
        Self::Integer(value.map(Number::from).ok_or(NumberFault::TooLong))
    }

    /// The number of a decimal's digits.
    #[must_use]
    pub fn float(digits: &str) -> Self {
        Self::Float(digits.parse::<Number>().map_err(|error| match error {
            NumberError::Malformed => NumberFault::NotFinite,
            NumberError::TooLong => NumberFault::TooLong,
        }))
    }
}
