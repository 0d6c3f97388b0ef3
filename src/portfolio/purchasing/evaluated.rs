//! What a plan really costs.

use super::key::{PlanKey, objectives};
use super::market::{Built, Level, Market};
use super::relaxed::{Pick, Stop};
use super::usage::order_position;
use crate::keyed_vec::KeyedVec;
use crate::model::{ArticleId, ComponentId, Formula, SiteId};
use crate::number::Number;
use crate::trade::{
    Counting, Landed, OrderKey, Ordered, Part, Product, Rates, Terms, license_each, loss, percent_of, rate,
};
use std::collections::{BTreeMap, BTreeSet};

/// An order of the plan.
#[derive(Clone, Debug)]
pub(super) struct Placed {
    pub key: OrderKey,
    pub terms: Terms,
    pub used: Number,
    pub lost: Number,
    pub ordered: Ordered,
    /// What one piece costs that is used.
    pub unit: Number,
    pub components: BTreeSet<ComponentId>,
    /// The pieces of each market that takes any, by its position.
    pub markets: Vec<(usize, Number)>,
}

/// What one market pays, a unit.
#[derive(Clone, Debug)]
pub(super) struct Money {
    pub landed: Landed,
    /// The parts in the order of the lines.
    pub parts: Vec<Part>,
    /// Licence, component, cost a unit.
    pub licenses: Vec<(u32, ComponentId, Number)>,
    pub cost: Number,
}

/// A plan with its costs.
#[derive(Clone, Debug)]
pub(super) struct Evaluated {
    pub key: PlanKey,
    pub orders: Vec<Placed>,
    pub money: Vec<Money>,
    /// What a year costs, over all markets.
    pub year: Number,
}

/// Why a plan cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// An order is past what can be bought.
    Capacity(OrderKey),
    /// A market's content rule is not met.
    Content(usize),
}

/// Counts a plan: each market's pick.
pub(super) fn evaluate(markets: &[&Market<'_>], picks: &[&Pick]) -> Result<Result<Evaluated, Fault>, Stop> {
    count(markets, picks).ok_or(Stop::TooLarge)
}

fn count(markets: &[&Market<'_>], picks: &[&Pick]) -> Option<Result<Evaluated, Fault>> {
    let chosen: Vec<Chosen<'_, '_>> =
        markets.iter().zip(picks).map(|(market, pick)| Chosen::of(market, pick)).collect();
    let mut all: Vec<Vec<Part>> = Vec::with_capacity(chosen.len());
    for one in &chosen {
        all.push(one.parts());
    }
    let orders = match orders(&chosen, &all)? {
        Ok(orders) => orders,
        Err(fault) => return Some(Err(fault)),
    };
    let units: BTreeMap<OrderKey, Number> = orders.iter().map(|order| (order.key, order.unit)).collect();
    let set_ups = set_ups(&chosen, &all)?;
    let once = once(&chosen)?;
    let mut money = Vec::with_capacity(chosen.len());
    for (at, (one, parts)) in chosen.iter().zip(&mut all).enumerate() {
        for part in parts.iter_mut() {
            let key = part.way.order(part.component);
            let input = &one.built.case.input;
            part.unit = match units.get(&key) {
                Some(unit) => *unit,
                // What is paid by the month or has no price is no order.
                None => input.index.supply.terms(input.model, key).constant().unwrap_or(Number::ZERO),
            };
        }
        let set_up = set_ups.get(at)?.clone();
        let found = one.money(
            std::mem::take(parts),
            Rates {
                each: units.clone(),
                route: one.built.route.clone(),
                set_up,
                licenses: once.clone(),
                weeks: BTreeMap::new(),
            },
        )?;
        if found.landed.content.iter().any(|share| share.is_required && !share.holds) {
            return Some(Err(Fault::Content(at)));
        }
        money.push(found);
    }
    let volumes: Vec<Number> = chosen.iter().map(|one| one.market.volume).collect();
    let mut year = Number::ZERO;
    for (one, volume) in money.iter().zip(&volumes) {
        year = year.checked_add(one.cost.checked_mul(*volume)?)?;
    }
    let mut of_market: Vec<Vec<Number>> = picks.iter().map(|pick| pick.objective.clone()).collect();
    let levels = chosen.first().map(|one| one.built.levels.as_slice()).unwrap_or_default();
    for (values, money) in of_market.iter_mut().zip(&money) {
        for (value, level) in values.iter_mut().zip(levels) {
            if matches!(level, Level::Cost) {
                *value = money.cost;
            }
        }
    }
    let objectives = objectives(levels, &of_market, &volumes)?;
    let preferences = picks.iter().map(|pick| pick.preference.clone()).collect();
    Some(Ok(Evaluated { key: PlanKey { objectives, preferences }, orders, money, year }))
}

/// A market with what it takes.
struct Chosen<'m, 'a> {
    market: &'m Market<'a>,
    built: &'m Built<'a>,
    pick: &'m Pick,
}

impl<'m, 'a> Chosen<'m, 'a> {
    fn of(market: &'m &'m Market<'a>, pick: &'m &'m Pick) -> Self {
        Self { market, built: &market.built[pick.built], pick }
    }

    /// The filled slots; what they cost is not known yet.
    fn parts(&self) -> Vec<Part> {
        let lowered = &self.built.lowered;
        let part = |slot: &crate::kernel::SlotGroup| {
            let component = slot.component(self.pick.values[slot.group])?;
            let way = lowered.supplies.taken(component, &self.pick.values);
            Some(Part { slot: slot.slot, component, way, pieces: Number::from(slot.quantity), unit: Number::ZERO })
        };
        lowered.slots.iter().filter_map(part).collect()
    }

    /// The licences that are taken, each with its components.
    fn licenses(&self, parts: &[Part]) -> BTreeSet<(u32, ComponentId)> {
        parts.iter().filter_map(|part| Some((part.way.license?, part.component))).collect()
    }

    fn money(&self, parts: Vec<Part>, rates: Rates) -> Option<Money> {
        let case = &self.built.case;
        let selection = case.selection(&self.pick.values);
        let holds = |when: &Formula| case.holds(&selection, when) == Some(true);
        let is_active = |rule: &crate::overlay::ContentRule| {
            rule.effectivity.holds_on(case.input.day) && rule.when.as_deref().is_none_or(holds)
        };
        let rules: Vec<usize> =
            case.input.view.content.iter().enumerate().filter(|(_, rule)| is_active(rule)).map(|(at, _)| at).collect();
        let product = Product {
            world: case.input.world(Counting::Exact),
            view: case.input.view,
            market: case.code(),
            structure: &self.built.structure,
            route: &rates.route,
            set_up: &rates.set_up,
            rules: &rules,
            present: &[],
        };
        let landed = product.landed(&parts)?;
        let mut cost = landed.total;
        let mut licenses = Vec::new();
        let model = case.input.model;
        let mut paid_once = BTreeSet::new();
        for (at, component) in self.licenses(&parts) {
            let Some(license) = model.licenses.get(at as usize) else { continue };
            let mut paid = Number::ZERO;
            for part in parts.iter().filter(|part| part.component == component) {
                paid = paid.checked_add(license_each(model, license)?.checked_mul(part.pieces)?)?;
                paid = paid.checked_add(percent_of(part.unit.checked_mul(part.pieces)?, license.percent)?)?;
            }
            if paid_once.insert(at) {
                paid = paid.checked_add(rates.licenses.get(&at).copied().unwrap_or(Number::ZERO))?;
            }
            cost = cost.checked_add(paid)?;
            licenses.push((at, component, paid));
        }
        for (group, weights) in &self.built.planned {
            cost = cost.checked_add(weights.get(self.pick.values[*group] as usize).copied()?)?;
        }
        Some(Money { landed, parts, licenses, cost })
    }
}

/// Whether a part is ordered: what is paid by the month is not, nor what has no price at all.
fn is_ordered(one: &Chosen<'_, '_>, part: &Part) -> bool {
    let component = &one.built.case.input.model.components[part.component];
    part.way.offer.is_some() || matches!(component.price, crate::model::Price::Tiers(_))
}

/// All orders of a plan, by component and then as offers are written.
fn orders(chosen: &[Chosen<'_, '_>], all: &[Vec<Part>]) -> Option<Result<Vec<Placed>, Fault>> {
    struct Sum {
        components: BTreeMap<ComponentId, Number>,
        markets: BTreeMap<usize, Number>,
    }
    let Some(first) = chosen.first() else { return Some(Ok(Vec::new())) };
    let input = &first.built.case.input;
    let mut sums: BTreeMap<OrderKey, Sum> = BTreeMap::new();
    for (at, (one, parts)) in chosen.iter().zip(all).enumerate() {
        for part in parts.iter().filter(|part| is_ordered(one, part)) {
            let pieces = part.pieces.checked_mul(one.market.volume)?;
            let key = part.way.order(part.component);
            let sum = sums.entry(key).or_insert_with(|| Sum { components: BTreeMap::new(), markets: BTreeMap::new() });
            let of_component = sum.components.entry(part.component).or_insert(Number::ZERO);
            *of_component = of_component.checked_add(pieces)?;
            let own = sum.markets.entry(at).or_insert(Number::ZERO);
            *own = own.checked_add(pieces)?;
        }
    }
    let mut orders = Vec::with_capacity(sums.len());
    for (key, sum) in sums {
        let terms = input.index.supply.terms(input.model, key);
        let (mut used, mut lost) = (Number::ZERO, Number::ZERO);
        for (component, pieces) in &sum.components {
            used = used.checked_add(*pieces)?;
            if let Some(loss) = loss(&input.model.components[*component]) {
                lost = lost.checked_add(loss.of(*pieces)?)?;
            }
        }
        let needed = used.checked_add(lost)?;
        let Some(ordered) = terms.order(needed) else { return Some(Err(Fault::Capacity(key))) };
        let unit = if used.is_zero() { ordered.each } else { ordered.cost.checked_div(used)? };
        let (components, markets) = (sum.components.into_keys().collect(), sum.markets.into_iter().collect());
        orders.push(Placed { key, terms, used, lost, ordered, unit, components, markets });
    }
    orders.sort_by_key(|order| order_position(input.model, order.key));
    Some(Ok(orders))
}

/// What one piece of each article pays of the set-up of its site, by market: a set-up is paid once a year for each site,
/// article and set of components in it.
fn set_ups(chosen: &[Chosen<'_, '_>], all: &[Vec<Part>]) -> Option<Vec<KeyedVec<ArticleId, Number>>> {
    type Build = (SiteId, ArticleId, BTreeSet<ComponentId>);
    let mut pieces: BTreeMap<Build, Number> = BTreeMap::new();
    let mut builds: Vec<Vec<(ArticleId, Build)>> = Vec::with_capacity(chosen.len());
    for (one, parts) in chosen.iter().zip(all) {
        let mut own = Vec::new();
        for (article, site) in one.built.route.entries() {
            let Some(site) = *site else { continue };
            let model = one.built.case.input.model;
            let is_in = |part: &&Part| {
                one.built.structure.holder[part.slot] == Some(article)
                    && model.components[part.component].kind == crate::terms::ComponentKind::Hardware
            };
            let around = |part: &Part| {
                let holder = one.built.structure.holder[part.slot];
                std::iter::successors(holder, |article| one.built.structure.parent[*article])
            };
            if !parts.iter().any(|part| around(part).any(|other| other == article)) {
                continue;
            }
            let held: BTreeSet<ComponentId> = parts.iter().filter(is_in).map(|part| part.component).collect();
            let build = (site, article, held);
            let made = one.built.structure.pieces[article].checked_mul(one.market.volume)?;
            let sum = pieces.entry(build.clone()).or_insert(Number::ZERO);
            *sum = sum.checked_add(made)?;
            own.push((article, build));
        }
        builds.push(own);
    }
    let mut shares = Vec::with_capacity(chosen.len());
    for (one, builds) in chosen.iter().zip(builds) {
        let model = one.built.case.input.model;
        let mut share = KeyedVec::filled(Number::ZERO, model.articles.len());
        for (article, build) in builds {
            let total = pieces.get(&build).copied().unwrap_or(Number::ZERO);
            if !total.is_zero() {
                share[article] = set_up_of(one.built, build.0)?.checked_div(total)?;
            }
        }
        shares.push(share);
    }
    Some(shares)
}

/// A site's set-up in the solution's currency.
pub(super) fn set_up_of(built: &Built<'_>, site: SiteId) -> Option<Number> {
    let model = built.case.input.model;
    let site = &model.sites[site];
    site.set_up.checked_mul(rate(model, site.currency.as_ref().map(|currency| currency.value.as_str())))
}

/// What one product pays of what is paid once a year for a licence: shared by the units of the markets that take it.
fn once(chosen: &[Chosen<'_, '_>]) -> Option<BTreeMap<u32, Number>> {
    let mut units: BTreeMap<u32, Number> = BTreeMap::new();
    for one in chosen {
        let taken: BTreeSet<u32> = one.licenses(&one.parts()).into_iter().map(|(at, _)| at).collect();
        for at in taken {
            let sum = units.entry(at).or_insert(Number::ZERO);
            *sum = sum.checked_add(one.market.volume)?;
        }
    }
    let mut shares = BTreeMap::new();
    for (at, units) in units {
        let model = chosen.first()?.built.case.input.model;
        let Some(license) = model.licenses.get(at as usize) else { continue };
        let paid = license.once.checked_mul(rate(model, license.currency.as_ref().map(|one| one.value.as_str())))?;
        let share = if units.is_zero() { Number::ZERO } else { paid.checked_div(units)? };
        shares.insert(at, share);
    }
    Some(shares)
}
