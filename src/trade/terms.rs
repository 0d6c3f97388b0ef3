//! A seller's terms for a part: what is ordered for a number of used pieces, and what that costs.

use crate::number::Number;

/// What each costs from a number of pieces on, in the solution's currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tier {
    pub from: Number,
    pub each: Number,
}

/// A seller's terms, in the solution's currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Terms {
    /// Ascending, at least one.
    pub tiers: Vec<Tier>,
    /// The least that is sold; of an offer that states none, where its first tier begins.
    pub minimum: Number,
    pub multiple: Option<Number>,
    /// Paid once an order.
    pub fee: Number,
    /// The most that can be bought in a year.
    pub capacity: Option<Number>,
}

/// What is ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ordered {
    pub quantity: Number,
    /// The price of one at the tier that the quantity reaches.
    pub each: Number,
    /// Quantity × price, and the fee.
    pub cost: Number,
}

/// What each component of an order loses in production.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Loss {
    pub percent: Number,
    pub at_least: Number,
    /// Whether it is counted in pieces, of which there are only whole ones.
    pub is_whole: bool,
}

impl Loss {
    /// What is added to the pieces that are used; `None` where the amount is past all bounds.
    pub fn of(&self, used: Number) -> Option<Number> {
        let share = used.checked_mul(self.percent)?.checked_div(Number::from(100_u32))?;
        let added = share.max(self.at_least);
        if self.is_whole { rounded_up(added) } else { Some(added) }
    }
}

impl Terms {
    /// Terms of one price, without conditions.
    pub fn plain(each: Number) -> Self {
        let tiers = vec![Tier { from: Number::ONE, each }];
        Self { tiers, minimum: Number::ZERO, multiple: None, fee: Number::ZERO, capacity: None }
    }

    /// Tiers without conditions; none is a price of nothing.
    pub fn of_tiers(tiers: Vec<Tier>) -> Self {
        let tiers = if tiers.is_empty() { Self::plain(Number::ZERO).tiers } else { tiers };
        Self { tiers, ..Self::plain(Number::ZERO) }
    }

    /// The price of one, whatever is ordered; `None` where it depends on that.
    pub fn constant(&self) -> Option<Number> {
        let [only] = self.tiers.as_slice() else { return None };
        let is_free = self.minimum <= Number::ONE && self.fee.is_zero() && self.capacity.is_none();
        let is_single = self.multiple.is_none_or(|multiple| multiple == Number::ONE);
        (is_free && is_single).then_some(only.each)
    }

    /// The cheapest quantity that is at least what is needed and that the terms allow, of equal ones the smallest; `None`
    /// where the capacity is below it, and where an amount is past all bounds.
    pub fn order(&self, needed: Number) -> Option<Ordered> {
        let mut best: Option<Ordered> = None;
        for (at, tier) in self.tiers.iter().enumerate() {
            // Below the first tier its price holds, where so little is sold at all.
            let from = if at == 0 { Number::ZERO } else { tier.from };
            let least = needed.max(self.minimum).max(from);
            let Some(quantity) = self.multiple.map_or(Some(least), |multiple| next_multiple(least, multiple)) else {
                continue;
            };
            let is_reached = self.tiers.get(at + 1).is_none_or(|next| quantity < next.from);
            if !is_reached || self.capacity.is_some_and(|capacity| quantity > capacity) {
                continue;
            }
            let cost = quantity.checked_mul(tier.each)?.checked_add(self.fee)?;
            if best.is_none_or(|best| cost < best.cost) {
                best = Some(Ordered { quantity, each: tier.each, cost });
            }
        }
        best
    }

    /// The next tier above a quantity.
    pub fn next_tier(&self, quantity: Number) -> Option<Tier> {
        self.tiers.iter().find(|tier| tier.from > quantity).copied()
    }

    /// A price that no piece is below, where at most `most` are used and each takes `share` pieces with its losses: what
    /// the fee and the least order add is shared by all of them.
    pub fn least_each(&self, most: Number, share: Number) -> Option<Number> {
        if most.is_zero() {
            return None;
        }
        let fee = self.fee.checked_div(most)?;
        let mut least: Option<Number> = None;
        for (at, tier) in self.tiers.iter().enumerate() {
            let from = if at == 0 { Number::ZERO } else { tier.from };
            let ordered = from.max(self.minimum).checked_div(most)?.max(share);
            if self.capacity.is_some_and(|capacity| from > capacity) {
                continue;
            }
            let each = tier.each.checked_mul(ordered)?.checked_add(fee)?;
            least = Some(least.map_or(each, |known| known.min(each)));
        }
        least
    }
}

/// The least whole number that is not below another number.
pub(crate) fn rounded_up(number: Number) -> Option<Number> {
    if number.is_whole() {
        return Some(number);
    }
    let (above, below) = number.fraction();
    Number::from_fraction(num_integer::Integer::div_ceil(&above, &below), 1_u8.into())
}

fn next_multiple(least: Number, multiple: Number) -> Option<Number> {
    rounded_up(least.checked_div(multiple)?)?.checked_mul(multiple)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn number(text: &str) -> Number {
        Number::from_exact(text).unwrap()
    }

    fn terms(tiers: &[(&str, &str)]) -> Terms {
        let tiers: Vec<Tier> =
            tiers.iter().map(|(from, each)| Tier { from: number(from), each: number(each) }).collect();
        Terms { minimum: tiers[0].from, tiers, ..Terms::plain(Number::ZERO) }
    }

    #[track_caller]
    fn ordered(terms: &Terms, needed: &str, quantity: &str, cost: &str) {
        let order = terms.order(number(needed)).unwrap();
        assert_eq!((order.quantity, order.cost), (number(quantity), number(cost)));
    }

    #[test]
    fn more_is_ordered_where_that_costs_less() {
        let offer = terms(&[("1", "1.00"), ("250", "0.80")]);
        ordered(&offer, "240", "250", "200");
        ordered(&offer, "199", "199", "199");
        // Equal costs: the smaller quantity.
        ordered(&offer, "200", "200", "200");
    }

    #[test]
    fn the_minimum_then_the_multiple_then_the_fee() {
        let offer = Terms {
            minimum: number("300"),
            multiple: Some(number("250")),
            fee: number("20"),
            ..terms(&[("1", "1.00")])
        };
        ordered(&offer, "240", "500", "520");
    }

    #[test]
    fn what_the_capacity_is_below_cannot_be_had() {
        let offer = Terms { capacity: Some(number("245")), multiple: Some(number("250")), ..terms(&[("1", "1.00")]) };
        assert_eq!(offer.order(number("240")), None);
    }

    #[test]
    fn no_piece_is_below_the_least_price() {
        let offer = Terms {
            fee: number("7"),
            multiple: Some(number("30")),
            ..terms(&[("10", "3"), ("50", "2.5"), ("90", "2.75")])
        };
        let least = offer.least_each(number("120"), Number::ONE).unwrap();
        for used in 1..=120_u32 {
            let cost = offer.order(Number::from(used)).unwrap().cost;
            assert!(cost.checked_div(Number::from(used)).unwrap() >= least, "{used}");
        }
    }

    #[test]
    fn losses_are_whole_pieces() {
        let loss = Loss { percent: number("2"), at_least: Number::ZERO, is_whole: true };
        assert_eq!(loss.of(number("990")), Some(number("20")));
        let loss = Loss { percent: number("2"), at_least: number("10"), is_whole: true };
        assert_eq!(loss.of(number("100")), Some(number("10")));
    }
}
