//! Orders: all the pieces of one offer that the markets take in a year, and what one of them costs.

use super::Group;
use super::money::{ceiling, exchanged, percent_of, total};
use super::ordered::{Ordered, Terms, cheapest};
use crate::model::{ComponentId, Model, Offer, OfferId, Price};
use crate::number::Number;
use crate::span::Spanned;
use crate::verify::answer::Line;
use std::collections::BTreeMap;

/// An order of a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderCosts {
    /// The manufacturer parts that it is for: components, each with a position in its `made`.
    pub parts: Vec<(ComponentId, u32)>,
    /// The offer; `None`: the component's own price.
    pub offer: Option<OfferId>,
    /// What is built in.
    pub used: Number,
    /// What is lost in assembly.
    pub attrition: Number,
    /// What is ordered.
    pub quantity: Number,
    /// What is left over.
    pub excess: Number,
    /// What one costs at the tier that is reached.
    pub each: Number,
    /// What the order costs beside its pieces.
    pub fee: Number,
    /// All of it.
    pub cost: Number,
    /// What each used one bears of it.
    pub unit: Number,
    /// What each market that takes of it pays a year, by its position among those given.
    pub markets: Vec<(usize, Number)>,
}

/// What an order is placed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Source {
    Listed(ComponentId, u32),
    Offer(OfferId),
}

/// What is taken of a source.
#[derive(Default)]
struct Taken {
    by_part: BTreeMap<(ComponentId, u32), Number>,
    by_market: BTreeMap<usize, Number>,
}

/// All orders of markets that share them.
pub(super) struct Orders {
    /// The orders.
    pub list: Vec<OrderCosts>,
    units: BTreeMap<Source, Number>,
}

impl Orders {
    /// What one of a line costs, in the solution's currency; of a service, for the whole term.
    pub fn unit(&self, model: &Model, line: &Line<'_>) -> Option<Number> {
        if let Some(source) = source_of(line) {
            return self.units.get(&source).copied();
        }
        match &line.component.price {
            Price::PerMonth(month) => {
                let term = month.checked_mul(model.header.term_months?)?;
                exchanged(model, term, line.component.currency.as_ref())
            }
            Price::Missing | Price::Tiers(_) => Some(Number::ZERO),
        }
    }
}

/// What a line is ordered from; `None`: it is paid by the month, or has no price.
fn source_of(line: &Line<'_>) -> Option<Source> {
    if let Some(offer) = line.way.offer {
        return Some(Source::Offer(offer));
    }
    match &line.component.price {
        Price::Tiers(_) => Some(Source::Listed(line.id, line.way.part)),
        Price::PerMonth(_) | Price::Missing => None,
    }
}

/// Places all orders; `None`: an amount cannot be counted, `Some(None)`: something cannot be ordered, which is a fault.
pub(super) fn place(group: &Group<'_>, faults: &mut Vec<String>) -> Option<Option<Orders>> {
    let Some(model) = group.answers.first().map(|answer| answer.input.model) else {
        return Some(Some(Orders { list: Vec::new(), units: BTreeMap::new() }));
    };
    let mut list = Vec::new();
    let mut units = BTreeMap::new();
    let mut is_complete = true;
    for (source, taken) in taken(group)? {
        match order(model, group, source, &taken)? {
            Some(order) => {
                units.insert(source, order.unit);
                list.push(order);
            }
            None => {
                is_complete = false;
                faults.push(phrase(model, source, &taken));
            }
        }
    }
    list.sort_by_key(|order: &OrderCosts| (order.parts.first().copied(), order.offer));
    Some(is_complete.then_some(Orders { list, units }))
}

fn taken(group: &Group<'_>) -> Option<BTreeMap<Source, Taken>> {
    let mut all: BTreeMap<Source, Taken> = BTreeMap::new();
    for (at, (answer, volume)) in group.answers.iter().zip(&group.volumes).enumerate() {
        for line in &answer.lines {
            let Some(source) = source_of(line) else { continue };
            let pieces = line.pieces.checked_mul(*volume)?;
            let taken = all.entry(source).or_default();
            let of_part = taken.by_part.entry((line.id, line.way.part)).or_insert(Number::ZERO);
            *of_part = of_part.checked_add(pieces)?;
            let of_market = taken.by_market.entry(at).or_insert(Number::ZERO);
            *of_market = of_market.checked_add(pieces)?;
        }
    }
    Some(all)
}

/// An order with what it costs; `Some(None)`: no quantity will do.
fn order(model: &Model, group: &Group<'_>, source: Source, taken: &Taken) -> Option<Option<OrderCosts>> {
    let used = total(taken.by_part.values().copied().map(Some))?;
    let attrition = attrition(model, taken)?;
    let needed = used.checked_add(attrition)?;
    let (offer, fee, currency): (Option<OfferId>, Number, Option<&Spanned<String>>) = match source {
        Source::Offer(id) => {
            let offer = model.offers.get(id)?;
            (Some(id), offer.fee, offer.currency.as_ref())
        }
        Source::Listed(component, _) => (None, Number::ZERO, model.component(component)?.currency.as_ref()),
    };
    let Some(Ordered { quantity, each, cost }) = cheapest(&terms(model, source)?, needed)? else { return Some(None) };
    let money = |amount| exchanged(model, amount, currency);
    let (each, fee) = (money(each)?, money(fee)?);
    let cost = money(cost)?.checked_add(fee)?;
    // Without a use there is nothing to share the order between.
    let unit = if used.is_zero() { each } else { cost.checked_div(used)? };
    let paid = |(at, pieces): (&usize, &Number)| Some((*group.places.get(*at)?, pieces.checked_mul(unit)?));
    let excess = quantity.checked_sub(needed)?;
    let markets = taken.by_market.iter().map(paid).collect::<Option<Vec<_>>>()?;
    let parts = taken.by_part.keys().copied().collect();
    Some(Some(OrderCosts { parts, offer, used, attrition, quantity, excess, each, fee, cost, unit, markets }))
}

fn terms(model: &Model, source: Source) -> Option<Terms<'_>> {
    match source {
        Source::Offer(id) => {
            let Offer { price, minimum, multiple, capacity, .. } = model.offers.get(id)?;
            let first = price.first().map_or(Number::ZERO, |tier| tier.from);
            Some(Terms { tiers: price, least: minimum.unwrap_or(first), multiple: *multiple, capacity: *capacity })
        }
        Source::Listed(component, _) => match &model.component(component)?.price {
            Price::Tiers(tiers) => Some(Terms { tiers, least: Number::ZERO, multiple: None, capacity: None }),
            Price::PerMonth(_) | Price::Missing => None,
        },
    }
}

/// What is lost of all components of an order, each once: the greater of a share and a least number, in whole pieces.
fn attrition(model: &Model, taken: &Taken) -> Option<Number> {
    let mut by_component: BTreeMap<ComponentId, Number> = BTreeMap::new();
    for ((component, _), used) in &taken.by_part {
        let sum = by_component.entry(*component).or_insert(Number::ZERO);
        *sum = sum.checked_add(*used)?;
    }
    total(by_component.into_iter().map(|(id, used)| {
        let component = model.component(id)?;
        let Some(attrition) = &component.attrition else { return Some(Number::ZERO) };
        let lost = percent_of(attrition.percent, used)?.max(attrition.at_least);
        if component.details.measure().is_none() { ceiling(lost) } else { Some(lost) }
    }))
}

fn phrase(model: &Model, source: Source, taken: &Taken) -> String {
    let used = total(taken.by_part.values().copied().map(Some)).map(|used| used.to_string()).unwrap_or_default();
    let labels: Vec<String> =
        taken.by_part.keys().map(|(component, _)| format!("`{}`", model.component_label(*component))).collect();
    let parts = labels.join(", ");
    match source {
        Source::Offer(id) => {
            let seller = model.offers.get(id).map(|offer| offer.seller.as_str()).unwrap_or_default();
            format!("the offer of `{seller}` for {parts} has no quantity for the {used} that are used")
        }
        Source::Listed(..) => format!("{parts} has no quantity for the {used} that are used"),
    }
}
