//! What a plan of all markets makes one market's answer cost.

use crate::bom::{ArticleLine, ContentShare, LicenseUse, Warning};
use crate::keyed_vec::KeyedVec;
use crate::model::{ComponentId, SlotId};
use crate::number::Number;
use crate::quantity::Quantity;
use crate::query::Case;
use crate::span::Span;
use crate::terms::code::{CostCode, FactCode};
use crate::trade::{Landed, LineMoney, OrderKey, Part, Unstated};
use std::collections::BTreeMap;

/// What a market pays in a plan, a unit.
pub(crate) struct Paid<'p> {
    pub landed: &'p Landed,
    /// The parts, in the order of the lines.
    pub parts: &'p [Part],
    /// Licence, component, cost.
    pub licenses: &'p [(u32, ComponentId, Number)],
    /// Where the price of each order is written, and how many pieces of it are used.
    pub orders: &'p BTreeMap<OrderKey, OrderPlace>,
    /// Everything.
    pub cost: Number,
    /// That the plan is accepted without a proof.
    pub not_proved: Option<Warning>,
}

/// An order of the plan, for a line of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OrderPlace {
    pub price: Option<Span>,
    pub used: Number,
}

impl Paid<'_> {
    /// The part of a slot, and what it pays on its way.
    pub fn line(&self, slot: SlotId) -> Option<(&Part, &LineMoney)> {
        // Parts are in the order of slots.
        let at = self.parts.binary_search_by_key(&slot, |part| part.slot).ok()?;
        Some((self.parts.get(at)?, self.landed.lines.get(at)?))
    }

    /// Weeks of the legs of a slot's line.
    pub fn weeks_of(&self, case: &Case<'_>, slot: &str) -> Option<Number> {
        let (_, money) = self.line(case.input.model.find_slot(slot)?)?;
        Some(money.weeks)
    }

    /// The articles as an answer has them.
    pub fn articles(&self, case: &Case<'_>) -> Option<Vec<ArticleLine>> {
        let model = case.input.model;
        let line = |money: &crate::trade::ArticleMoney| {
            let (article, site) = (&model.articles[money.article], &model.sites[money.site]);
            let slot = article.slot.map(|slot| model.slot_name(slot));
            let costs = [money.labour, money.set_up, money.freight, money.duty];
            Some(ArticleLine {
                origin: site.origin.clone(),
                quantity: Quantity::new(money.pieces).ok()?,
                value: money.value,
                labour: money.labour,
                set_up: money.set_up,
                freight: money.freight,
                duty: money.duty,
                duties: money.owed.clone(),
                cost: Number::sum(costs.into_iter())?,
                ..ArticleLine::bare(slot, &site.id)
            })
        };
        let mut list: Vec<ArticleLine> = self.landed.articles.iter().map(line).collect::<Option<_>>()?;
        list.sort_by(|one, other| one.slot.cmp(&other.slot));
        Some(list)
    }

    /// The content rules as an answer has them.
    pub fn content(&self) -> Vec<ContentShare> {
        let share = |share: &crate::trade::ShareMoney| ContentShare {
            id: share.rule.clone(),
            percent: share.percent,
            holds: share.holds,
        };
        self.landed.content.iter().map(share).collect()
    }

    /// The licences as an answer has them.
    pub fn licenses(&self, case: &Case<'_>) -> Vec<LicenseUse> {
        let model = case.input.model;
        let taken = |(at, component, cost): &(u32, ComponentId, Number)| {
            let license = model.licenses.get(*at as usize)?;
            let component = model.component_label(*component);
            Some(LicenseUse { component, owner: license.owner.clone(), to: license.to.clone(), cost: *cost })
        };
        self.licenses.iter().filter_map(taken).collect()
    }

    /// What amounts depend on and nobody states.
    fn gaps(&self, case: &Case<'_>) -> Vec<Warning> {
        let model = case.input.model;
        // Without articles, goods without a code owe nothing and goods without an origin are named for themselves.
        if model.articles.is_empty() && model.freight.is_empty() {
            return Vec::new();
        }
        let gap = |one: Unstated, name: &str| {
            let (what, key) = one.words();
            let message =
                format!("the {what} of `{name}` is not known, and what depends on it is not counted; add {key}");
            Warning::new(FactCode::Gap, format!("{}.{name}", one.kind()), message)
        };
        let mut list = Vec::new();
        for (part, line) in self.parts.iter().zip(&self.landed.lines) {
            let id = &model.components[part.component].id;
            // The origin of a line where the market's duties depend on it is named already.
            list.extend(line.unknown.iter().filter(|one| **one != Unstated::Origin).map(|one| gap(*one, id)));
        }
        for money in &self.landed.articles {
            let slot = model.articles[money.article].slot.map_or("product", |slot| model.slot_name(slot));
            list.extend(money.unknown.iter().map(|one| {
                let key = format!("article.{slot}.{}", one.kind());
                Warning { key, ..gap(*one, slot) }
            }));
        }
        list
    }

    /// Warnings about how its components are bought.
    pub fn warnings(&self, case: &Case<'_>) -> Vec<Warning> {
        let model = case.input.model;
        let mut list: Vec<Warning> = self.not_proved.iter().cloned().collect();
        list.extend(self.gaps(case));
        let mut seen: KeyedVec<ComponentId, bool> = KeyedVec::filled(false, model.components.len());
        for part in self.parts {
            if std::mem::replace(&mut seen[part.component], true) || part.way.offer.is_some() {
                continue;
            }
            let component = &model.components[part.component];
            if case.input.index.supply.has_offers(part.component) {
                let id = &component.id;
                let message = format!("no offer of `{id}` is in force on {}; its own price is used", case.input.day);
                list.push(Warning::new(CostCode::OfferEnded, id, message));
            }
            let order = self.orders.get(&part.way.order(part.component));
            list.extend(order.and_then(|order| super::volumes::below(component, order.used)));
        }
        list
    }
}
