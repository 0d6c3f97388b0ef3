//! Fractions in 128 bits: most numbers, so most of the time.

use super::{Number, Repr};
use std::num::NonZeroU128;

/// A reduced fraction of numbers that 128 bits hold; `None` where they do not.
pub(super) fn reduced(numerator: i128, denominator: u128) -> Option<Number> {
    let divisor = common_divisor(numerator.unsigned_abs(), denominator);
    let below = NonZeroU128::new(denominator / divisor).filter(|denominator| denominator.get() >> 127 == 0)?;
    let numerator = if divisor == 1 { numerator } else { numerator / i128::try_from(divisor).ok()? };
    Some(Number(Repr::Narrow(numerator, below)))
}

/// The sum of two fractions, numerator and denominator; `None` where 128 bits do not hold it.
pub(super) fn sum((a, b): (i128, u128), (c, d): (i128, u128)) -> Option<Number> {
    if b == d {
        return reduced(a.checked_add(c)?, b);
    }
    let divisor = common_divisor(b, d);
    let (up, down) = (i128::try_from(d / divisor).ok()?, i128::try_from(b / divisor).ok()?);
    let numerator = a.checked_mul(up)?.checked_add(c.checked_mul(down)?)?;
    reduced(numerator, b.checked_mul(d / divisor)?)
}

/// Their product, likewise.
pub(super) fn product((a, b): (i128, u128), (c, d): (i128, u128)) -> Option<Number> {
    if b == 1 && d == 1 {
        return a.checked_mul(c).map(Number::from);
    }
    let (left, right) = (common_divisor(a.unsigned_abs(), d), common_divisor(c.unsigned_abs(), b));
    let numerator = (a / i128::try_from(left).ok()?).checked_mul(c / i128::try_from(right).ok()?)?;
    let denominator = NonZeroU128::new((b / right).checked_mul(d / left)?)?;
    (denominator.get() >> 127 == 0).then_some(Number(Repr::Narrow(numerator, denominator)))
}

/// The greatest number that divides both; 1 for 0 and 0, so that it divides always (Stein 1967).
fn common_divisor(mut left: u128, mut right: u128) -> u128 {
    if left == 0 || right == 0 {
        return (left | right).max(1);
    }
    if left == 1 || right == 1 {
        return 1;
    }
    let twos = (left | right).trailing_zeros();
    left >>= left.trailing_zeros();
    loop {
        right >>= right.trailing_zeros();
        if let (Ok(left), Ok(right)) = (u64::try_from(left), u64::try_from(right)) {
            return u128::from(of_words(left, right)) << twos;
        }
        if left > right {
            std::mem::swap(&mut left, &mut right);
        }
        right -= left;
        if right == 0 {
            return left << twos;
        }
    }
}

/// The same in 64 bits.
fn of_words(mut left: u64, mut right: u64) -> u64 {
    while right != 0 {
        (left, right) = (right, left % right);
    }
    left
}

/// A sum over a common denominator with one more fraction added, not reduced; `None` where 128 bits do not hold it.
pub(super) fn onto((above, below): (i128, i128), (up, down): (i128, i128)) -> Option<(i128, i128)> {
    if down == below {
        return Some((above.checked_add(up)?, below));
    }
    if let (Ok(wide), Ok(narrow)) = (u64::try_from(below), u64::try_from(down))
        && wide % narrow == 0
    {
        return Some((above.checked_add(up.checked_mul(i128::from(wide / narrow))?)?, below));
    }
    let divisor = i128::try_from(common_divisor(below.unsigned_abs(), down.unsigned_abs())).ok()?;
    let common = below.checked_mul(down / divisor)?;
    let sum = above.checked_mul(common / below)?.checked_add(up.checked_mul(common / down)?)?;
    Some((sum, common))
}
