//! Fractions that 128 bits do not hold.
//!
//! Sums of costs that are shared by odd numbers of units have denominators of hundreds of bits. They are rare, and a
//! [`Number`](super::Number) is copied everywhere, so each such fraction is kept once for the life of the program and
//! numbers point to it. An answer that is computed again keeps nothing new.

use super::{Number, Repr};
use num_bigint::{BigInt, Sign};
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};
use std::collections::BTreeSet;
use std::num::NonZeroU128;
use std::sync::{Mutex, PoisonError};

/// A reduced fraction.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Fraction {
    pub numerator: BigInt,
    /// Above 0.
    pub denominator: BigInt,
}

/// Bits of a numerator or a denominator: more is refused, so that no chain of products fills the memory.
const MOST_BITS: u64 = 8_192;

static KNOWN: Mutex<BTreeSet<&'static Fraction>> = Mutex::new(BTreeSet::new());

/// The fraction in lowest terms; `None` for a denominator of 0 and past [`MOST_BITS`].
pub(super) fn reduced(numerator: BigInt, denominator: BigInt) -> Option<Repr> {
    if denominator.is_zero() {
        return None;
    }
    let divisor = numerator.gcd(&denominator);
    let sign = if denominator.is_negative() { -BigInt::one() } else { BigInt::one() };
    let (numerator, denominator) = (numerator / &divisor * &sign, denominator / divisor * sign);
    if let (Some(numerator), Some(denominator)) = (numerator.to_i128(), denominator.to_i128()) {
        return Some(Repr::Narrow(numerator, NonZeroU128::new(denominator.unsigned_abs())?));
    }
    let fits = numerator.bits() <= MOST_BITS && denominator.bits() <= MOST_BITS;
    fits.then(|| Repr::Wide(kept(Fraction { numerator, denominator })))
}

fn kept(fraction: Fraction) -> &'static Fraction {
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = known.get(&fraction) {
        return known;
    }
    let kept: &'static Fraction = Box::leak(Box::new(fraction));
    known.insert(kept);
    kept
}

/// The nearest whole number, the even one of two.
pub(super) fn round_half_even(numerator: BigInt, denominator: &BigInt) -> BigInt {
    let (floor, rest) = numerator.div_mod_floor(denominator);
    let twice = rest * 2;
    if twice > *denominator || (twice == *denominator && floor.is_odd()) { floor + 1 } else { floor }
}

/// The decimal places that a fraction of this denominator needs; `None` if they never end.
pub(super) fn decimal_places(denominator: BigInt) -> Option<u32> {
    let twos = denominator.trailing_zeros().unwrap_or(0);
    let mut rest = denominator >> twos;
    let five = BigInt::from(5);
    let mut fives = 0;
    while rest.is_multiple_of(&five) {
        rest /= &five;
        fives += 1;
    }
    rest.is_one().then_some(u32::try_from(twos).ok()?.max(fives))
}

/// `-12.5` and `-1/3` with any number of digits.
pub(super) fn read(text: &str) -> Option<Number> {
    let (sign, digits) = text.strip_prefix('-').map_or((Sign::Plus, text), |rest| (Sign::Minus, rest));
    let whole = |digits: &str| {
        let plain = !digits.is_empty() && digits.len() <= 3_000 && digits.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| BigInt::parse_bytes(digits.as_bytes(), 10)).flatten()
    };
    let (numerator, denominator) = match (digits.split_once('/'), digits.split_once('.')) {
        (Some((above, below)), _) => (whole(above)?, whole(below)?),
        (None, Some((before, after))) => {
            let places = u32::try_from(after.len()).ok()?;
            (whole(before).and(whole(after)).and(whole(&format!("{before}{after}")))?, BigInt::from(10).pow(places))
        }
        (None, None) => (whole(digits)?, BigInt::one()),
    };
    let numerator = if sign == Sign::Minus { -numerator } else { numerator };
    Number::from_fraction(numerator, denominator)
}
