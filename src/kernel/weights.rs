//! What the values of groups weigh in an objective, exact, and as whole numbers.

use crate::engine::GroupId;
use crate::number::Number;
use num_integer::Integer;

/// Amounts that not even exact numbers hold: thousands of digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("amounts are too large or too fine for exact sums")]
pub(crate) struct TooLarge;

/// One objective's exact value for each value of some groups.
pub(crate) type Weights = Vec<(GroupId, Vec<Number>)>;

/// What a unit of a level counts in the combined costs: `scale` makes its weights whole, and a whole one counts `step`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Factor {
    pub scale: i128,
    pub step: i128,
}

/// The least number that makes each of these weights whole, in 128 bits.
pub(crate) fn scale_of<'a>(weights: impl IntoIterator<Item = &'a Weights>) -> Result<i128, TooLarge> {
    let mut each = weights.into_iter().flatten().flat_map(|(_, list)| list);
    each.try_fold(1, |scale: i128, weight| {
        let (_, below) = weight.narrow_fraction().ok_or(TooLarge)?;
        if scale % below == 0 { Ok(scale) } else { scale.checked_mul(below / scale.gcd(&below)).ok_or(TooLarge) }
    })
}

/// The weights times a number that makes them whole.
pub(crate) fn whole(weights: &Weights, scale: i128) -> Result<Vec<(GroupId, Vec<i128>)>, TooLarge> {
    let scaled = |weight: &Number| {
        let (above, below) = weight.narrow_fraction().ok_or(TooLarge)?;
        above.checked_mul(scale / below).ok_or(TooLarge)
    };
    weights.iter().map(|(group, list)| Ok((*group, list.iter().map(scaled).collect::<Result<_, _>>()?))).collect()
}
