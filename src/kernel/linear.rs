//! Sums over groups against a cap, exact whatever their size: whole numbers in 128 bits where these hold them.

use crate::engine::GroupId;
use crate::number::Number;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::Zero;

/// Σ weight(group, value) ≤ cap, in whole numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Linear {
    /// All weights and the cap together stay below 2^[`ROOM`].
    Narrow { terms: Vec<(GroupId, Vec<i128>)>, cap: i128 },
    /// Numbers of any size.
    Wide { terms: Vec<(GroupId, Vec<BigInt>)>, cap: BigInt },
}

/// Bits that the sum of all magnitudes may have in 128 bits: negated and with a slack it still fits.
const ROOM: u32 = 98;

/// What the values of a group weigh, each as often as the group counts.
pub(super) struct Weighed {
    pub group: GroupId,
    pub times: Number,
    pub each: Vec<Number>,
}

/// Σ weight ≤ bound in whole numbers, and whether the bound itself is one of them.
pub(super) struct Scaled {
    pub at_most: Linear,
    pub is_whole: bool,
}

/// Rational weights and a bound times the least number that makes all weights whole; the bound is rounded down.
pub(super) fn scaled(terms: &[Weighed], bound: Number) -> Scaled {
    narrow(terms, bound).unwrap_or_else(|| wide(terms, bound))
}

fn narrow(terms: &[Weighed], bound: Number) -> Option<Scaled> {
    let mut list: Vec<(GroupId, Vec<(i128, i128)>)> = Vec::with_capacity(terms.len());
    let mut scale: i128 = 1;
    for term in terms {
        let mut weights = Vec::with_capacity(term.each.len());
        for each in &term.each {
            let weight = each.checked_mul(term.times)?.narrow_fraction()?;
            if weight.1 != 1 && quotient(scale, weight.1) * weight.1 != scale {
                scale = scale.checked_mul(weight.1 / scale.gcd(&weight.1))?;
            }
            weights.push(weight);
        }
        list.push((term.group, weights));
    }
    let (above, below) = bound.narrow_fraction()?;
    let above = above.checked_mul(scale)?;
    let cap = above.div_euclid(below);
    let mut magnitude = cap.checked_abs()?;
    let mut whole = Vec::with_capacity(list.len());
    for (group, weights) in list {
        let weights: Option<Vec<i128>> =
            weights.into_iter().map(|(above, below)| above.checked_mul(quotient(scale, below))).collect();
        let weights = weights?;
        let most = weights.iter().map(|weight| weight.unsigned_abs()).max().unwrap_or(0);
        magnitude = magnitude.checked_add(i128::try_from(most).ok()?)?;
        whole.push((group, weights));
    }
    let fits = magnitude >> ROOM == 0;
    fits.then(|| Scaled { at_most: Linear::Narrow { terms: whole, cap }, is_whole: above % below == 0 })
}

/// Of numbers that mostly have 64 bits, where division is much faster.
pub(super) fn quotient(above: i128, below: i128) -> i128 {
    match (u64::try_from(above), u64::try_from(below)) {
        (Ok(above), Ok(below)) if below != 0 => i128::from(above / below),
        _ => above / below,
    }
}

fn wide(terms: &[Weighed], bound: Number) -> Scaled {
    let fraction = |term: &Weighed, each: &Number| {
        let ((a, b), (c, d)) = (each.fraction(), term.times.fraction());
        (a * c, b * d)
    };
    let mut scale = BigInt::from(1_u8);
    for term in terms {
        for each in &term.each {
            let (above, below) = fraction(term, each);
            scale = scale.lcm(&(&below / above.gcd(&below)));
        }
    }
    let weights = |term: &Weighed| {
        let whole = term.each.iter().map(|each| {
            let (above, below) = fraction(term, each);
            above * &scale / below
        });
        (term.group, whole.collect())
    };
    let (above, below) = bound.fraction();
    let (cap, rest) = (above * &scale).div_mod_floor(&below);
    Scaled { at_most: Linear::Wide { terms: terms.iter().map(weights).collect(), cap }, is_whole: rest.is_zero() }
}

impl Linear {
    /// The sum is below the cap.
    pub fn below(&self) -> Self {
        match self {
            Self::Narrow { terms, cap } => Self::Narrow { terms: terms.clone(), cap: cap - 1 },
            Self::Wide { terms, cap } => Self::Wide { terms: terms.clone(), cap: cap - 1 },
        }
    }

    /// The sum is above the cap: −Σ ≤ −cap − 1.
    pub fn complement(&self) -> Self {
        match self {
            Self::Narrow { terms, cap } => {
                let flip = |weights: &Vec<i128>| weights.iter().map(|weight| -weight).collect();
                let terms = terms.iter().map(|(group, weights)| (*group, flip(weights))).collect();
                Self::Narrow { terms, cap: -cap - 1 }
            }
            Self::Wide { terms, cap } => {
                let flip = |weights: &Vec<BigInt>| weights.iter().map(|weight| -weight).collect();
                let terms = terms.iter().map(|(group, weights)| (*group, flip(weights))).collect();
                Self::Wide { terms, cap: -cap - 1 }
            }
        }
    }
}
