//! Warnings about units a year: a volume that nobody stated, and fewer pieces than the first price tier begins at.

use crate::bom::{OneOff, Warning};
use crate::model::{Component, Price};
use crate::number::Number;
use crate::quantity::Quantity;
use crate::query::Case;
use crate::terms::code::CostCode;

/// That a market's volume is assumed, where it counts: an amount of the answer depends on it, or other markets have volumes
/// that are stated.
pub(super) fn assumed(case: &Case<'_>, components: &[&Component], one_off: &[OneOff]) -> Option<Warning> {
    let header = &case.input.model.header;
    let has_tiers = |component: &Component| matches!(&component.price, Price::Tiers(tiers) if tiers.len() > 1);
    let is_sold = |component: &Component| {
        let supply = &case.input.index.supply;
        case.input
            .model
            .find_version(&component.id, &component.version.to_string())
            .is_some_and(|(id, _)| supply.has_offers(id))
    };
    let has_tiers = |component: &Component| has_tiers(component) || is_sold(component);
    let counts = !header.volumes.is_empty() || !one_off.is_empty() || components.iter().any(|one| has_tiers(one));
    if header.volumes.contains_key(&case.input.market) || !counts {
        return None;
    }
    let (code, units) = (case.code(), case.volume());
    let message = format!("`{code}` has no volume and counts as {units} units a year; add `{code} = …` to `[volumes]`");
    Some(Warning::new(CostCode::AssumedVolume, code, message))
}

/// That a line takes fewer pieces a year than the first price tier of its component begins at.
pub(super) fn below_first_tier(case: &Case<'_>, component: &Component, quantity: Quantity) -> Option<Warning> {
    below(component, Number::from(quantity).checked_mul(case.volume())?)
}

/// The same for the pieces of an order.
pub(super) fn below(component: &Component, pieces: Number) -> Option<Warning> {
    let Price::Tiers(tiers) = &component.price else { return None };
    let first = tiers.first()?;
    if first.from <= pieces {
        return None;
    }
    let (id, from) = (&component.id, first.from);
    let message = match component.details.measure() {
        None => {
            format!("{pieces} pieces of `{id}` a year are fewer than the {from} of its first price, which is used")
        }
        Some(unit) => {
            format!(
                "{pieces} {unit} of `{id}` a year are less than the {from} {unit} of its first price, which is used"
            )
        }
    };
    Some(Warning::new(CostCode::BelowFirstTier, id, message))
}
