//! Freight: what it costs to bring goods from one area to another.

use super::duties::Goods;
use super::money::{exchanged, percent_of, total};
use crate::model::{Areas, Freight};
use crate::number::Number;
use crate::verify::CheckInput;

/// What the leg of goods to an area costs; 0 where no entry is for it, or where they come from is unknown.
pub(super) fn freight(input: &CheckInput<'_>, goods: &Goods<'_>, to: &str) -> Option<Number> {
    let Some(entry) = goods.from.and_then(|from| leg(input, from, to)) else { return Some(Number::ZERO) };
    let sum = total([entry.per_kg.checked_mul(goods.kilograms()?), entry.per_unit.checked_mul(goods.pieces)])?;
    exchanged(input.model, sum, entry.currency.as_ref())?.checked_add(percent_of(entry.percent, goods.value)?)
}

/// The entry of a leg: that of the narrowest first area, then of the narrowest second one, then the first written.
fn leg<'a>(input: &CheckInput<'a>, from: &str, to: &str) -> Option<&'a Freight> {
    let areas = &input.model.areas;
    let mut best: Option<(usize, usize, &Freight)> = None;
    for entry in &input.model.freight {
        let fits = areas.code_lies_in(from, &entry.from) && areas.code_lies_in(to, &entry.to);
        if !fits || !entry.effectivity.holds_on(input.as_of) {
            continue;
        }
        let narrowness = (depth(areas, &entry.from), depth(areas, &entry.to));
        if best.is_none_or(|(first, second, _)| narrowness > (first, second)) {
            best = Some((narrowness.0, narrowness.1, entry));
        }
    }
    best.map(|(_, _, entry)| entry)
}

/// The number of areas that an area lies in, with itself: the more, the narrower.
fn depth(areas: &Areas, code: &str) -> usize {
    // A country that no overlay describes lies in the world.
    areas.find(code).map_or(2, |area| areas.ancestors(area).len())
}
