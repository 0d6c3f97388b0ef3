//! Amounts of other currencies, percents and rounding.

use crate::model::Model;
use crate::number::Number;
use crate::span::Spanned;

/// An amount in the solution's currency; `None` where the rate is missing.
pub(super) fn exchanged(model: &Model, amount: Number, currency: Option<&Spanned<String>>) -> Option<Number> {
    match currency {
        Some(currency) if currency.value != model.header.currency => {
            amount.checked_mul(model.header.exchange.get(&currency.value)?.value)
        }
        _ => Some(amount),
    }
}

/// A percentage of an amount.
pub(super) fn percent_of(percent: Number, amount: Number) -> Option<Number> {
    percent.checked_mul(amount)?.checked_div(Number::from(100_u32))
}

/// The least whole number that is not below one.
pub(super) fn ceiling(number: Number) -> Option<Number> {
    let (numerator, denominator) = number.fraction();
    let (quotient, rest) = (&numerator / &denominator, &numerator % &denominator);
    // The quotient is rounded towards zero.
    let up = num_bigint::BigInt::from(u8::from(rest > num_bigint::BigInt::ZERO));
    Number::from_fraction(quotient + up, num_bigint::BigInt::from(1_u8))
}

/// The least multiple of a step that is not below a quantity.
pub(super) fn multiple_from(quantity: Number, step: Number) -> Option<Number> {
    ceiling(quantity.checked_div(step)?)?.checked_mul(step)
}

/// Sums.
pub(super) fn total(amounts: impl IntoIterator<Item = Option<Number>>) -> Option<Number> {
    amounts.into_iter().try_fold(Number::ZERO, |sum, amount| sum.checked_add(amount?))
}
