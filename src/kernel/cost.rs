//! What a line costs: price tier, exchange, duties, term of services; exact, or `None` past 128 bits.

use crate::date::Date;
use crate::model::{AreaId, Component, Header, Model, Price};
use crate::number::Number;
use crate::overlay::{Duty, MarketView, Planned};
use crate::quantity::Quantity;
use crate::span::Span;

/// A market on a day.
#[derive(Clone, Copy)]
pub(crate) struct MarketDay {
    pub market: AreaId,
    pub day: Date,
}

/// A line's amounts in the solution's currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LineCost {
    /// One piece, without duty.
    pub unit: Number,
    /// Where the price of one is written; `None` where none is, or a service is paid by the month.
    pub price: Option<Span>,
    /// Duties on the whole line.
    pub duty: Number,
    /// Everything.
    pub total: Number,
}

/// How much of each slot one product takes: quantities multiplied up the chain of `part-of`.
pub(crate) fn quantities(view: &MarketView) -> Vec<Quantity> {
    let own = |index: usize| view.slots.as_slice().get(index).and_then(Option::as_ref);
    let mut known: Vec<Option<Quantity>> = vec![None; view.slots.len()];
    for start in 0..view.slots.len() {
        // Up to the first slot that is known, then down again with the products. A circle of slots ends where it closes.
        let mut way = Vec::new();
        let mut at = Some(start);
        while let Some(index) =
            at.filter(|index| known.get(*index).copied().flatten().is_none() && !way.contains(index))
        {
            way.push(index);
            at = own(index).and_then(|slot| slot.part_of).map(crate::model::SlotId::index);
        }
        let mut total = at.and_then(|index| known.get(index).copied().flatten()).unwrap_or(Quantity::ONE);
        for index in way.into_iter().rev() {
            total = own(index).map_or(total, |slot| total.times(slot.quantity));
            if let Some(place) = known.get_mut(index) {
                *place = Some(total);
            }
        }
    }
    known.into_iter().map(|total| total.unwrap_or(Quantity::ONE)).collect()
}

/// The cost of a line with this quantity of a component.
pub(crate) fn line_cost(
    model: &Model,
    view: &MarketView,
    at: MarketDay,
    component: &Component,
    quantity: Quantity,
) -> Option<LineCost> {
    let pieces = Number::from(quantity);
    let yearly = pieces.checked_mul(model.header.volume(at.market))?;
    let price = unit_price(&model.header, component, yearly)?;
    let unit = exchanged(&model.header, component, price.each)?;
    let value = unit.checked_mul(pieces)?;
    let mut percent = Number::ZERO;
    for duty in view.duties.iter().filter(|duty| duty.effectivity.holds_on(at.day) && is_levied(model, duty, component))
    {
        percent = percent.checked_add(duty.percent)?;
    }
    let duty = match percent.is_zero() {
        true => Number::ZERO,
        false => value.checked_mul(percent)?.checked_div(Number::from(100_u32))?,
    };
    Some(LineCost { unit, price: price.span, duty, total: value.checked_add(duty)? })
}

/// The price of one, and where it is written.
struct UnitPrice {
    each: Number,
    span: Option<Span>,
}

/// The price of one at a yearly quantity: the last tier not above it, else the first.
fn unit_price(header: &Header, component: &Component, yearly: Number) -> Option<UnitPrice> {
    let unplaced = |each| UnitPrice { each, span: None };
    match &component.price {
        Price::Missing => Some(unplaced(Number::ZERO)),
        Price::PerMonth(each) => each.checked_mul(header.term_months.unwrap_or(Number::ZERO)).map(unplaced),
        Price::Tiers(tiers) if tiers.len() == 1 => {
            tiers.first().map(|tier| UnitPrice { each: tier.each, span: Some(tier.span) })
        }
        Price::Tiers(tiers) => {
            let reached = tiers.iter().rev().find(|tier| tier.from <= yearly);
            reached.or(tiers.first()).map(|tier| UnitPrice { each: tier.each, span: Some(tier.span) })
        }
    }
}

/// The price of one at a yearly quantity, in the solution's currency.
pub(super) fn each_of(header: &Header, component: &Component, yearly: Number) -> Option<Number> {
    exchanged(header, component, unit_price(header, component, yearly)?.each)
}

fn exchanged(header: &Header, component: &Component, amount: Number) -> Option<Number> {
    match &component.currency {
        Some(currency) if currency.value != header.currency => {
            let rate = header.exchange.get(&currency.value).map_or(Number::ONE, |rate| rate.value);
            amount.checked_mul(rate)
        }
        _ => Some(amount),
    }
}

/// By tariff code and origin; never without a code, never on what is made inside the area that states the duty.
pub(crate) fn is_levied(model: &Model, duty: &Duty, component: &Component) -> bool {
    let Some(code) = &component.hs else { return false };
    if !duty.is_on(code) {
        return false;
    }
    match (&component.origin, &duty.origin_area) {
        (None, None) => true,
        (None, Some(_)) => false,
        (Some(origin), wanted) => {
            let inside = model.areas.code_lies_in(&origin.value, model.areas.code(duty.stated_in));
            let fits = wanted.as_ref().is_none_or(|area| model.areas.code_lies_in(&origin.value, area));
            fits && !inside
        }
    }
}

/// What a planned certificate costs a unit.
pub(crate) fn planned_cost(planned: &Planned, shared_volume: Number) -> Option<Number> {
    planned.cost.checked_div(shared_volume)
}
