//! How many pieces of an order the markets could take, and the least price at which one could come.

use super::market::Built;
use crate::engine::{GroupId, OpenValues};
use crate::model::{ComponentId, Model};
use crate::number::Number;
use crate::trade::{OrderKey, Terms, Way, loss};
use std::collections::{BTreeMap, BTreeSet};

/// Most sums that are looked at one by one.
const MOST: usize = 256;

/// What a market, or all of them, could take of an order in a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Amounts {
    /// Any of these, ascending.
    Each(Vec<Number>),
    /// Something between the two.
    Between(Number, Number),
}

impl Amounts {
    fn nothing() -> Self {
        Self::Each(vec![Number::ZERO])
    }

    pub fn most(&self) -> Number {
        match self {
            Self::Each(list) => list.last().copied().unwrap_or(Number::ZERO),
            Self::Between(_, most) => *most,
        }
    }

    pub fn least(&self) -> Number {
        match self {
            Self::Each(list) => list.first().copied().unwrap_or(Number::ZERO),
            Self::Between(least, _) => *least,
        }
    }

    /// The sums of both; `None` where an amount is past all bounds.
    pub fn plus(&self, other: &Self) -> Option<Self> {
        if let (Self::Each(own), Self::Each(others)) = (self, other)
            && own.len().saturating_mul(others.len()) <= MOST * 4
        {
            let mut sums = BTreeSet::new();
            for one in own {
                for other in others {
                    sums.insert(one.checked_add(*other)?);
                }
            }
            if sums.len() <= MOST {
                return Some(Self::Each(sums.into_iter().collect()));
            }
        }
        Some(Self::Between(self.least().checked_add(other.least())?, self.most().checked_add(other.most())?))
    }
}

/// What one market could take of each order, a year.
pub(super) type Usage = BTreeMap<OrderKey, Amounts>;

/// What a market could take with what is open to it.
pub(super) fn of_market(built: &Built<'_>, open: &OpenValues, volume: Number) -> Option<Usage> {
    let mut usage = Usage::new();
    for slot in &built.lowered.slots {
        let values = &open[slot.group];
        for value in values.iter() {
            let Some(id) = slot.component(value) else { continue };
            let is_used = values.len() == 1;
            for (way, is_only) in open_ways(built, open, id) {
                let is_certain = is_used && is_only;
                let pieces = Number::from(slot.quantity).checked_mul(volume)?;
                let amounts =
                    if is_certain { Amounts::Each(vec![pieces]) } else { Amounts::Each(vec![Number::ZERO, pieces]) };
                let known = usage.entry(way.order(id)).or_insert_with(Amounts::nothing);
                *known = known.plus(&amounts)?;
            }
        }
    }
    Some(usage)
}

/// The ways of a component that are open, each with whether it is the only one.
fn open_ways(built: &Built<'_>, open: &OpenValues, id: ComponentId) -> Vec<(Way, bool)> {
    match built.lowered.supplies.of(id) {
        None => vec![(built.lowered.supplies.only(id), true)],
        Some(supply) => {
            let values = &open[supply.group];
            let is_only = values.len() == 1;
            let way = |value: u32| supply.ways.get((value as usize).checked_sub(1)?).copied();
            values.iter().filter_map(way).map(|way| (way, is_only)).collect()
        }
    }
}

/// The least price at which a piece of an order could come; `None` where the order cannot be bought at all.
pub(super) fn least_price(
    model: &Model,
    terms: &Terms,
    components: &BTreeSet<ComponentId>,
    amounts: &Amounts,
) -> Option<Number> {
    let only = match components.iter().collect::<Vec<_>>().as_slice() {
        [only] => Some(&model.components[**only]),
        [] | [_, _, ..] => None,
    };
    let loss = only.and_then(loss);
    let is_exact = only.is_some() || components.iter().all(|id| model.components[*id].attrition.is_none());
    let list = match amounts {
        Amounts::Each(list) if is_exact => list,
        Amounts::Each(_) | Amounts::Between(..) => {
            let percent = loss.map_or(Number::ZERO, |loss| loss.percent);
            let share = Number::ONE.checked_add(percent.checked_div(Number::from(100_u32))?)?;
            return terms.least_each(amounts.most(), share);
        }
    };
    let mut least: Option<Number> = None;
    for used in list.iter().filter(|used| !used.is_zero()) {
        let lost = loss.map_or(Some(Number::ZERO), |loss| loss.of(*used))?;
        let Some(order) = terms.order(used.checked_add(lost)?) else { continue };
        let each = order.cost.checked_div(*used)?;
        least = Some(least.map_or(each, |known| known.min(each)));
    }
    least
}

/// A choice of a market that decides whether it takes pieces of an order: a slot's value, else a component's way.
pub(super) fn deciding(built: &Built<'_>, open: &OpenValues, key: OrderKey) -> Option<(GroupId, u32)> {
    let mut way_of: Option<(GroupId, u32)> = None;
    for slot in &built.lowered.slots {
        for value in open[slot.group].iter() {
            let Some(id) = slot.component(value) else { continue };
            let Some(at) = value_of(built, open, id, key) else { continue };
            if open[slot.group].len() > 1 {
                return Some((slot.group, value));
            }
            way_of = way_of.or(at.filter(|(group, _)| open[*group].len() > 1));
        }
    }
    way_of
}

/// Whether a component can be bought from an order: its only way, or the value of its group.
#[expect(clippy::option_option, reason = "not from it, from it alone, or as one of several ways")]
fn value_of(built: &Built<'_>, open: &OpenValues, id: ComponentId, key: OrderKey) -> Option<Option<(GroupId, u32)>> {
    match built.lowered.supplies.of(id) {
        None => (built.lowered.supplies.only(id).order(id) == key).then_some(None),
        Some(supply) => {
            let mut values = (1..).zip(&supply.ways).filter(|(value, _)| open[supply.group].contains(*value));
            values.find(|(_, way)| way.order(id) == key).map(|(value, _)| Some((supply.group, value)))
        }
    }
}

/// The position of an order among those of a portfolio: by component, then as offers are written.
pub(super) fn order_position(model: &Model, key: OrderKey) -> (usize, usize, u32) {
    match key {
        OrderKey::Offer(offer) => {
            let (component, part) = model.offers[offer].parts.first().copied().unwrap_or((ComponentId::at(0), 0));
            (component.index(), offer.index(), part)
        }
        OrderKey::Listed(component, part) => (component.index(), 0, part),
    }
}
