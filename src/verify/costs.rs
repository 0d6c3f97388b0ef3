//! The exact cost of an answer, counted anew.

use super::answer::{Answer, Line};
use super::certification::{taken, taken_parts};
use super::{CheckInput, Selection};
use crate::date::Date;
use crate::model::{AreaId, Component, Model, Price};
use crate::number::Number;
use crate::overlay::{Duty, MarketView};

/// What an answer costs: all lines with their duties, and the planned certificates that it takes, a unit.
///
/// `None` where the amount has thousands of digits, where a rate or a term is missing, and where the answer names what is
/// not there.
#[must_use]
pub fn cost(input: &CheckInput<'_>, selection: &Selection) -> Option<Number> {
    let mut faults = Vec::new();
    let answer = Answer::of(input, selection, &mut faults);
    if !faults.is_empty() {
        return None;
    }
    let mut sum = Number::ZERO;
    for line in &answer.lines {
        sum = sum.checked_add(line_cost(input, line)?)?;
    }
    sum.checked_add(one_off(&answer)?)
}

/// What the planned certificates that an answer takes cost, a unit.
pub(super) fn one_off(answer: &Answer<'_>) -> Option<Number> {
    let of_solution = taken(answer).map(|certificate| (&certificate.scheme, &certificate.planned));
    let of_parts = taken_parts(answer).map(|part| (&part.certificate.scheme, &part.certificate.planned));
    let mut sum = Number::ZERO;
    for (scheme, planned) in of_solution.chain(of_parts) {
        let Some(planned) = planned else { continue };
        sum = sum.checked_add(planned.cost.checked_div((answer.input.shared_volume)(scheme))?)?;
    }
    Some(sum)
}

/// Units a year of those of some markets that share the cost of a planned certificate of a scheme: they have a
/// certification in force that accepts it, or a carrier that operates and wants it as an approval.
#[must_use]
pub fn sharing_units(model: &Model, markets: &[(AreaId, &MarketView)], scheme: &str, day: Date) -> Number {
    let mut units = Number::ZERO;
    for (market, view) in markets {
        let accepted = view.certification.iter().filter(|required| required.effectivity.holds_on(day));
        let accepted = accepted.flat_map(|required| &required.accepts).map(String::as_str);
        let carriers = view.carriers.iter().filter(|carrier| carrier.effectivity.holds_on(day));
        let approvals = carriers.flat_map(|carrier| &carrier.approvals).map(|approval| approval.value.as_str());
        if accepted.chain(approvals).any(|known| known == scheme) {
            // Volumes have 64 bits: their sum is exact.
            units = units.checked_add(model.header.volume(*market)).unwrap_or(Number::ZERO);
        }
    }
    units
}

/// Price of one at its tier × pieces, and the duties on that.
fn line_cost(input: &CheckInput<'_>, line: &Line<'_>) -> Option<Number> {
    let goods = unit_price(input, line)?.checked_mul(line.pieces)?;
    let mut percent = Number::ZERO;
    let levied = input.view.duties.iter().filter(|duty| is_levied(input, duty, line.component));
    for duty in levied {
        percent = percent.checked_add(duty.percent)?;
    }
    let duty = goods.checked_mul(percent)?.checked_div(Number::from(100_u32))?;
    goods.checked_add(duty)
}

/// The price of one in the solution's currency; of a service, for the whole term.
fn unit_price(input: &CheckInput<'_>, line: &Line<'_>) -> Option<Number> {
    let header = &input.model.header;
    let price = match &line.component.price {
        Price::Missing => Number::ZERO,
        Price::PerMonth(month) => month.checked_mul(header.term_months?)?,
        Price::Tiers(tiers) => {
            let yearly = line.pieces.checked_mul(header.volume(input.market))?;
            let reached = tiers.iter().rev().find(|tier| tier.from <= yearly);
            reached.or(tiers.first()).map_or(Number::ZERO, |tier| tier.each)
        }
    };
    match &line.component.currency {
        Some(currency) if currency.value != header.currency => {
            price.checked_mul(header.exchange.get(&currency.value)?.value)
        }
        _ => Some(price),
    }
}

/// By tariff number and origin; what is made inside the area that states the duty pays none.
fn is_levied(input: &CheckInput<'_>, duty: &Duty, component: &Component) -> bool {
    let areas = &input.model.areas;
    let Some(hs) = &component.hs else { return false };
    let listed = duty.hs.is_empty() || duty.hs.iter().any(|prefix| hs.starts_with(prefix.as_str()));
    let from_there = match (&component.origin, &duty.origin_area) {
        (Some(origin), wanted) => {
            let inside = areas.code_lies_in(&origin.value, areas.code(duty.stated_in));
            !inside && wanted.as_ref().is_none_or(|wanted| areas.code_lies_in(&origin.value, wanted))
        }
        (None, wanted) => wanted.is_none(),
    };
    listed && from_there && duty.effectivity.holds_on(input.as_of)
}
