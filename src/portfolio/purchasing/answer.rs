//! The plan as answers: every market's bill of materials, the orders, and what no plan could serve.

use super::evaluated::{Evaluated, Fault, Money, Placed};
use super::found::{Found, Known};
use super::market::{Engine, Market};
use super::relaxed::{Pick, Stop};
use super::served::{Served, served};
use crate::bom::{Conflict, NextTier, Order, Outcome, Reason, Warning};
use crate::engine::{Optimiser, Work};
use crate::keyed_vec::Key;
use crate::model::PriceTier;
use crate::model::{Model, Price};
use crate::number::Number;
use crate::portfolio::parallel::Watch;
use crate::query::{Case, Request, ResolveError, ServedAnswer, plan_costs};
use crate::resolve::{OrderPlace, Paid, planned, solve, undecided, unexplained};
use crate::span::Span;
use crate::terms::Pool;
use crate::terms::code::AnswerCode;
use crate::trade::OrderKey;
use crate::verify::Selection;
use std::collections::BTreeMap;

/// The answers of all markets with what they pay together.
pub(in crate::portfolio) struct Answered {
    pub outcomes: Vec<Outcome>,
    pub year_cost: Option<Number>,
    pub bounds: Option<(Number, Number)>,
    pub orders: Vec<Order>,
}

/// Plans all markets together, or each for itself where the solution says so.
pub(in crate::portfolio) fn outcomes(
    cases: Vec<Case<'_>>,
    request: &Request,
    watch: Watch<'_>,
) -> Result<Answered, ResolveError> {
    let Some(first) = cases.first() else {
        return Ok(Answered { outcomes: Vec::new(), year_cost: None, bounds: None, orders: Vec::new() });
    };
    let groups: Vec<Vec<usize>> = match first.input.model.header.pool {
        Pool::Portfolio => vec![(0..cases.len()).collect()],
        Pool::Market => (0..cases.len()).map(|at| vec![at]).collect(),
    };
    let mut plan = Plan {
        cases: &cases,
        request,
        outcomes: vec![None; cases.len()],
        year: Some(Number::ZERO),
        bounds: None,
        orders: Vec::new(),
    };
    for group in groups {
        plan.add(&group, watch)?;
    }
    let Plan { outcomes, year, bounds, orders, .. } = plan;
    let outcomes: Vec<Outcome> = outcomes.into_iter().flatten().collect();
    let year_cost = year.filter(|_| outcomes.iter().any(|outcome| outcome.bom().is_some()));
    Ok(Answered { outcomes, year_cost, bounds, orders })
}

/// The answers so far.
struct Plan<'p, 'a> {
    cases: &'p [Case<'a>],
    request: &'p Request,
    outcomes: Vec<Option<Outcome>>,
    /// What a year costs; `None` where some markets are undecided.
    year: Option<Number>,
    bounds: Option<(Number, Number)>,
    orders: Vec<Order>,
}

impl Plan<'_, '_> {
    /// The answers of markets that are planned together.
    fn add(&mut self, group: &[usize], watch: Watch<'_>) -> Result<(), ResolveError> {
        let limit: u64 = group.iter().map(|at| self.cases[*at].limit).fold(0, u64::saturating_add);
        let watching = group.first().and_then(|at| self.cases[*at].watch.clone());
        let work = Work::new(limit).watched(watching);
        let mut engine = Engine { optimiser: Optimiser::new(), work };
        let mut markets: Vec<(usize, Market<'_>)> = Vec::new();
        let mut is_undecided = false;
        for at in group {
            let case = &self.cases[*at];
            is_undecided |= case.sharing.is_undecided;
            match Market::of(case, &mut engine.work) {
                Ok(Some(market)) => markets.push((*at, market)),
                Ok(None) => {
                    let copy = case.with_flags(case.input.flags.clone());
                    self.outcomes[*at] = Some(solve(copy, &mut Optimiser::new())?);
                }
                Err(error) if error.kind() == crate::query::ResolveErrorKind::LimitReached => {
                    is_undecided = true;
                }
                Err(error) => return Err(error),
            }
        }
        let list: Vec<(usize, &Market<'_>)> = markets.iter().map(|(at, market)| (*at, market)).collect();
        let open = || Served {
            markets: list.iter().map(|(at, _)| *at).collect(),
            found: Found::Open { known: None, at_least: None },
            refused: Vec::new(),
        };
        let found = if is_undecided {
            open()
        } else {
            match served(&list, &mut engine) {
                Ok(found) => found,
                Err(Stop::Limit) => open(),
                Err(Stop::TooLarge) => return Err(ResolveError::too_large()),
            }
        };
        self.take(&list, found, engine.work.spent())?;
        for at in group.iter().filter(|at| self.outcomes[**at].is_none()).copied().collect::<Vec<_>>() {
            self.outcomes[at] = Some(undecided(&self.cases[at], engine.work.spent()));
            self.year = None;
        }
        self.hold_together(group);
        watch(group.len(), self.cases.len());
        Ok(())
    }

    /// Answers that depend on each other hold until the first of them may change.
    fn hold_together(&mut self, group: &[usize]) {
        let boms = || group.iter().filter_map(|at| self.outcomes[*at].as_ref()?.bom());
        let until = boms().filter_map(|bom| bom.holds_until).min();
        for at in group {
            if let Some(Outcome::Resolved(bom)) = &mut self.outcomes[*at] {
                bom.holds_until = until;
            }
        }
    }

    fn take(&mut self, list: &[(usize, &Market<'_>)], served: Served, steps: u64) -> Result<(), ResolveError> {
        for (at, fault) in served.refused {
            self.outcomes[at] = Some(Outcome::Conflict(Box::new(refused(&self.cases[at], fault))));
        }
        let is_served = |(at, _): &&(usize, &Market<'_>)| served.markets.contains(at);
        let own: Vec<&(usize, &Market<'_>)> = list.iter().filter(is_served).collect();
        match served.found {
            Found::Best(known) => self.write(&own, &known, None),
            Found::Nothing(_) => Ok(()),
            Found::Open { known, at_least } => {
                let accepted =
                    known.as_ref().zip(at_least).and_then(|(known, at_least)| self.accepted(known, at_least));
                if let (Some(known), Some(at_least)) = (&known, at_least) {
                    self.bounds = Some((at_least, known.evaluated.year));
                }
                match (known, accepted) {
                    (Some(known), Some(warning)) => self.write(&own, &known, Some(warning)),
                    (None, _) | (Some(_), None) => {
                        self.year = None;
                        for (at, _) in own {
                            self.outcomes[*at] = Some(undecided(&self.cases[*at], steps));
                        }
                        Ok(())
                    }
                }
            }
        }
    }

    /// That a plan is near enough to what no plan is below.
    fn accepted(&self, known: &Known, at_least: Number) -> Option<Warning> {
        let gap = self.request.accept_gap?;
        let year = known.evaluated.year;
        let beyond = year.checked_sub(at_least)?;
        let allowed = year.checked_mul(gap)?.checked_div(Number::from(100_u32))?;
        let message = || {
            let places = 2;
            format!(
                "the plan costs {} a year and is not proved to be the best: no plan costs less than {}",
                year.to_fixed(places),
                at_least.to_fixed(places)
            )
        };
        (beyond <= allowed).then(|| Warning::new(AnswerCode::NotProved, "", message()))
    }

    fn write(
        &mut self,
        own: &[&(usize, &Market<'_>)],
        known: &Known,
        not_proved: Option<Warning>,
    ) -> Result<(), ResolveError> {
        let Evaluated { orders, money, year, .. } = &known.evaluated;
        let Some((_, market)) = own.first() else { return Ok(()) };
        let Some(model) = market.built.first().map(|built| built.case.input.model) else { return Ok(()) };
        let places: BTreeMap<OrderKey, OrderPlace> = orders
            .iter()
            .map(|order| (order.key, OrderPlace { price: tier(model, order).map(|tier| tier.span), used: order.used }))
            .collect();
        self.check(own, known)?;
        let paired = own.iter().zip(&known.picks).zip(money);
        for (((at, market), pick), money) in paired {
            let outcome = bom(market, pick, money, &places, not_proved.clone())?;
            self.outcomes[*at] = Some(outcome);
        }
        self.year = self.year.and_then(|sum| sum.checked_add(*year));
        let codes: Vec<String> = own.iter().map(|(at, _)| self.cases[*at].code().to_owned()).collect();
        for order in orders {
            let mut written = written(model, order, &codes).ok_or_else(ResolveError::too_large)?;
            let files = &self.cases[0].compiled.files;
            written.price_places = tier(model, order).map_or(0, |tier| files.decimal_places(tier.span));
            let next = written
                .next
                .as_mut()
                .zip(tiers_of(model, order.key).iter().find(|tier| tier.from > order.ordered.quantity));
            if let Some((next, tier)) = next {
                next.price_places = files.decimal_places(tier.span);
            }
            self.orders.push(written);
        }
        Ok(())
    }
}

impl Plan<'_, '_> {
    /// No plan is given that the independent checker counts otherwise.
    fn check(&self, own: &[&(usize, &Market<'_>)], known: &Known) -> Result<(), ResolveError> {
        let chosen = own.iter().zip(&known.picks).map(|((_, market), pick)| (&market.built[pick.built].case, pick));
        let selections: Vec<(&Case<'_>, Selection)> =
            chosen.map(|(case, pick)| (case, case.selection(&pick.values))).collect();
        let served: Vec<ServedAnswer<'_, '_>> =
            selections.iter().map(|(case, selection)| ServedAnswer { case, selection }).collect();
        let all = || self.cases.iter().map(Case::code).collect::<Vec<_>>().join(", ");
        let costs = plan_costs(&served).map_err(|fault| ResolveError::refused(&all(), &fault))?;
        let evaluated = &known.evaluated;
        for ((case, _), (counted, money)) in selections.iter().zip(costs.markets.iter().zip(&evaluated.money)) {
            if counted.total != money.cost {
                let fault = format!("it costs {} and was counted as {}", counted.total, money.cost);
                return Err(ResolveError::refused(case.code(), &fault));
            }
        }
        let is_same = costs.year == evaluated.year && costs.orders.len() == evaluated.orders.len();
        if !is_same {
            let fault = format!("a year costs {} and was counted as {}", costs.year, evaluated.year);
            return Err(ResolveError::refused(&all(), &fault));
        }
        Ok(())
    }
}

fn bom(
    market: &Market<'_>,
    pick: &Pick,
    money: &Money,
    orders: &BTreeMap<OrderKey, OrderPlace>,
    not_proved: Option<Warning>,
) -> Result<Outcome, ResolveError> {
    let built = &market.built[pick.built];
    let paid = Paid {
        landed: &money.landed,
        parts: &money.parts,
        licenses: &money.licenses,
        orders,
        cost: money.cost,
        not_proved,
    };
    Ok(Outcome::Resolved(Box::new(planned(&built.case, &pick.values, &paid)?)))
}

/// The tier that an order reaches, where it is written.
fn tier(model: &Model, order: &Placed) -> Option<PriceTier> {
    let tiers = tiers_of(model, order.key);
    let reached = tiers.iter().rev().find(|tier| tier.from <= order.ordered.quantity);
    reached.or(tiers.first()).copied()
}

fn tiers_of(model: &Model, key: OrderKey) -> &[PriceTier] {
    match key {
        OrderKey::Offer(offer) => &model.offers[offer].price,
        OrderKey::Listed(component, _) => match &model.components[component].price {
            Price::Tiers(tiers) => tiers,
            Price::Missing | Price::PerMonth(_) => &[],
        },
    }
}

/// An order in names.
fn written(model: &Model, order: &Placed, codes: &[String]) -> Option<Order> {
    let (component, part) = match order.key {
        OrderKey::Listed(component, part) => (component, part),
        OrderKey::Offer(offer) => {
            let used = |(component, _): &&(crate::model::ComponentId, u32)| order.components.contains(component);
            model.offers[offer].parts.iter().find(used).copied()?
        }
    };
    let definition = &model.components[component];
    let made = definition.made.get(part as usize);
    let offer = match order.key {
        OrderKey::Offer(offer) => Some(&model.offers[offer]),
        OrderKey::Listed(..) => None,
    };
    let reached = tier(model, order);
    let labels: Vec<String> = order.components.iter().map(|id| model.component_label(*id)).collect();
    let mut markets = Vec::with_capacity(order.markets.len());
    for (at, pieces) in &order.markets {
        markets.push((codes.get(*at)?.clone(), order.unit.checked_mul(*pieces)?));
    }
    let next = order.terms.next_tier(order.ordered.quantity);
    Some(Order {
        by: made.and_then(|made| made.by.clone()),
        mpn: made.and_then(|made| made.mpn.clone()),
        seller: offer.map(|offer| offer.seller.clone()),
        sku: offer.and_then(|offer| offer.sku.clone()),
        unit: definition.details.measure().map(str::to_owned),
        used: order.used,
        attrition: order.lost,
        quantity: order.ordered.quantity,
        excess: order.ordered.quantity.checked_sub(order.used)?.checked_sub(order.lost)?,
        each: order.ordered.each,
        price_places: 0,
        fee: order.terms.fee,
        cost: order.ordered.cost,
        tier: reached.map_or(Number::ONE, |tier| tier.from),
        next: next.map(|tier| NextTier { from: tier.from, each: tier.each, price_places: 0 }),
        minimum: offer.map(|_| order.terms.minimum),
        multiple: order.terms.multiple,
        capacity: order.terms.capacity,
        lead_weeks: offer.and_then(|offer| offer.lead_weeks).or_else(|| made.and_then(|made| made.lead_weeks)),
        markets,
        ..Order::bare(&labels.join(", "))
    })
}

/// Why a market that could be served alone is not: the capacities, or a rule on content.
fn refused(case: &Case<'_>, fault: Option<Fault>) -> Conflict {
    let model = case.input.model;
    let place = |span: Span| Some(case.compiled.files.place(span));
    let reason = |key: String, text: String, span: Span| Reason {
        key,
        text,
        place: place(span),
        labels: Vec::new(),
        source: Vec::new(),
    };
    let mut reasons = Vec::new();
    match fault {
        Some(Fault::Content(_)) | None => {
            for rule in
                case.input.view.content.iter().filter(|rule| rule.require && rule.effectivity.holds_on(case.input.day))
            {
                let text = format!("no article that goes to {} meets the content rule `{}`", case.code(), rule.id);
                reasons.push(Reason {
                    source: rule.origin.cited.source.iter().map(|source| source.value.clone()).collect(),
                    ..reason(format!("content:{}", rule.id), text, rule.origin.span)
                });
            }
        }
        Some(Fault::Capacity(OrderKey::Offer(_) | OrderKey::Listed(..))) => {}
    }
    if reasons.is_empty() {
        let lowered = case.lowered();
        let candidates = lowered.slots.iter().flat_map(|slot| &slot.candidates);
        let mut offers: Vec<usize> = candidates
            .flat_map(|id| lowered.supplies.all(*id))
            .filter_map(|way| way.offer)
            .filter(|offer| model.offers[*offer].capacity.is_some())
            .map(Key::index)
            .collect();
        offers.sort_unstable();
        offers.dedup();
        for offer in offers {
            let offer = &model.offers[crate::model::OfferId::at(offer)];
            let name = offer.parts.first().map(|(component, _)| model.component_label(*component)).unwrap_or_default();
            let capacity = offer.capacity.map(|capacity| capacity.to_string()).unwrap_or_default();
            let text = format!(
                "`{}` delivers {capacity} of `{name}` a year, and the markets before {} leave too few of them",
                offer.seller,
                case.code()
            );
            reasons.push(reason(format!("capacity:{}:{name}", offer.seller), text, offer.span));
        }
    }
    Conflict { reasons, ..unexplained(case) }
}
