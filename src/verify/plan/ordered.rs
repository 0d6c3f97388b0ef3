//! The cheapest quantity of an order.

use super::money::multiple_from;
use crate::model::PriceTier;
use crate::number::Number;

/// The terms that decide how much is ordered.
pub(super) struct Terms<'m> {
    /// What one costs from a quantity on, sorted.
    pub tiers: &'m [PriceTier],
    /// The least of an order.
    pub least: Number,
    /// An order is a multiple of this.
    pub multiple: Option<Number>,
    /// The most that there is.
    pub capacity: Option<Number>,
}

/// A quantity at a price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ordered {
    /// How much.
    pub quantity: Number,
    /// What one costs.
    pub each: Number,
    /// All of it.
    pub cost: Number,
}

/// The cheapest quantity that is at least what is needed, of equal ones the smallest; `Some(None)`: no quantity will do.
///
/// Within a tier the price of one is the same, so only the smallest possible quantity of each tier counts. What is below the
/// first tier is at its price.
pub(super) fn cheapest(terms: &Terms<'_>, needed: Number) -> Option<Option<Ordered>> {
    let mut best: Option<Ordered> = None;
    for (at, tier) in terms.tiers.iter().enumerate() {
        let from = if at == 0 { Number::ZERO } else { tier.from };
        let least = needed.max(terms.least).max(from);
        let quantity = match terms.multiple {
            Some(step) => multiple_from(least, step)?,
            None => least,
        };
        let is_above = terms.tiers.get(at + 1).is_some_and(|next| quantity >= next.from);
        if is_above || terms.capacity.is_some_and(|most| quantity > most) {
            continue;
        }
        let cost = quantity.checked_mul(tier.each)?;
        let is_better = best.is_none_or(|best| (cost, quantity) < (best.cost, best.quantity));
        if is_better {
            best = Some(Ordered { quantity, each: tier.each, cost });
        }
    }
    Some(best)
}
