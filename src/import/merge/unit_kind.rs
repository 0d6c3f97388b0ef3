//! Units that measure the same.

use crate::number::Number;

/// Units of one kind, with how many thousandths of the first one they are.
const KINDS: [&[(&str, u64)]; 3] = [
    &[("m", 1_000), ("mm", 1), ("cm", 10), ("km", 1_000_000)],
    &[("g", 1_000), ("mg", 1), ("kg", 1_000_000)],
    &[("l", 1_000_000), ("ml", 1_000), ("cl", 10_000), ("ul", 1)],
];

/// The kind of a unit by its first one: `m` for `cm`; another unit is of a kind of its own.
pub(super) fn kind(unit: &str) -> &str {
    let same = KINDS.iter().find(|kind| kind.iter().any(|(one, _)| *one == unit));
    same.and_then(|kind| kind.first()).map_or(unit, |(first, _)| first)
}

/// A quantity in another unit of its kind.
pub(super) fn converted(quantity: Number, from: &str, to: &str) -> Option<Number> {
    let size =
        |unit: &str| KINDS.iter().copied().flatten().find(|(one, _)| *one == unit).map(|(_, size)| Number::from(*size));
    if kind(from) != kind(to) {
        return None;
    }
    quantity.checked_mul(size(from)?)?.checked_div(size(to)?)
}
