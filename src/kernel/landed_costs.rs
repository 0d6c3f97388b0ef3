//! What the values of groups cost once the product is there: linear in what a piece costs at its order, for one way of
//! building it.

use super::groups::{Lowered, MarketInput, SlotGroup, Spot};
use super::weights::{TooLarge, Weights};
use crate::engine::GroupId;
use crate::keyed_vec::KeyedVec;
use crate::model::{ArticleId, ComponentId, SlotId};
use crate::number::Number;
use crate::terms::ComponentKind;
use crate::trade::{Counting, OrderKey, Part, Product, Rates, Route, Structure, Way, World, loss};
use std::collections::BTreeMap;

/// What a value of a group costs: `per_price` times what one piece costs at its order, and `fixed`.
#[derive(Clone, Debug)]
pub(crate) struct CostTerm {
    pub group: GroupId,
    pub value: u32,
    /// `None`: nothing is ordered for it.
    pub order: Option<OrderKey>,
    /// What is ordered, and how many pieces of it one product takes.
    pub component: Option<ComponentId>,
    pub pieces: Number,
    pub per_price: Number,
    pub fixed: Number,
}

impl CostTerm {
    fn of_line(
        slot: &SlotGroup,
        (component, way): (ComponentId, Way),
        (per_price, fixed): (Number, Number),
        (group, value): (GroupId, u32),
    ) -> Self {
        let (order, pieces) = (Some(way.order(component)), Number::from(slot.quantity));
        Self { group, value, order, component: Some(component), pieces, per_price, fixed }
    }

    fn fixed((group, value): (GroupId, u32), fixed: Number) -> Self {
        let nothing = Number::ZERO;
        Self { group, value, order: None, component: None, pieces: nothing, per_price: nothing, fixed }
    }
}

/// The costs of one product in one market.
#[derive(Clone, Debug, Default)]
pub(crate) struct CostTerms {
    pub terms: Vec<CostTerm>,
    /// What is paid whatever is chosen.
    pub constant: Number,
}

impl<'a> MarketInput<'a> {
    /// The world for amounts, exact or no more than they will be.
    pub fn world(&self, counting: Counting) -> World<'a> {
        World { model: self.model, places: self.places, day: self.day, counting }
    }

    /// Whether what this market pays is more than prices and duties line by line.
    pub fn is_traded(&self, lowered: &Lowered) -> bool {
        self.rates.is_some() || self.index.supply.is_used() || !lowered.supplies.is_empty()
    }

    /// What one piece costs at its order: as the plan says, else as if this line were the order.
    pub fn each_at_order(&self, key: OrderKey, component: ComponentId, pieces: Number) -> Option<Number> {
        if let Some(known) = self.rates.as_ref().and_then(|rates| rates.each.get(&key)) {
            return Some(*known);
        }
        let used = pieces.checked_mul(self.model.header.volume(self.market))?;
        let terms = self.index.supply.terms(self.model, key);
        if let Some(each) = terms.constant() {
            return Some(each);
        }
        if used.is_zero() {
            return terms.tiers.first().map(|tier| tier.each);
        }
        let lost = match loss(&self.model.components[component]) {
            Some(loss) => loss.of(used)?,
            None => Number::ZERO,
        };
        // Where the capacity is below one market's own pieces, that is what a joint plan says.
        let without_capacity = crate::trade::Terms { capacity: None, ..terms };
        without_capacity.order(used.checked_add(lost)?)?.cost.checked_div(used)
    }

    /// How long a line takes to come: its offer's time, else its part's, and the legs on its way.
    pub fn weeks(&self, slot: &SlotGroup, component: ComponentId, way: &Way) -> Option<Number> {
        let definition = &self.model.components[component];
        let of_offer = way.offer.and_then(|offer| self.model.offers[offer].lead_weeks);
        let own = of_offer.or_else(|| definition.made.get(way.part as usize).and_then(|part| part.lead_weeks));
        let legs = self.rates.as_ref().and_then(|rates| rates.weeks.get(&(slot.slot, component, *way)));
        match legs.copied() {
            None => own,
            Some(legs) => own.unwrap_or(Number::ZERO).checked_add(legs),
        }
    }

    /// The structure of articles.
    pub fn structure(&self, lowered: &Lowered) -> Structure {
        let pieces = |slot: SlotId| lowered.slot(slot).map_or(Number::ZERO, |slot| Number::from(slot.quantity));
        Structure::of(&self.world(Counting::Exact), self.view, &pieces)
    }
}

/// What counts the costs of single parts.
struct Counter<'a> {
    input: &'a MarketInput<'a>,
    structure: Structure,
    rates: Rates,
    rules: Vec<usize>,
    /// Whether amounts are those of the prices alone.
    is_plain: bool,
}

impl Counter<'_> {
    /// What a product of these parts costs, with these articles built although nothing is in them.
    fn total(&self, parts: &[Part], present: &[ArticleId]) -> Option<Number> {
        Some(self.product(present).landed(parts)?.total)
    }

    fn product<'p>(&'p self, present: &'p [ArticleId]) -> Product<'p> {
        let input = self.input;
        Product {
            world: input.world(Counting::AtMost),
            view: input.view,
            market: input.model.areas.code(input.market),
            structure: &self.structure,
            route: &self.rates.route,
            set_up: &self.rates.set_up,
            rules: &self.rules,
            present,
        }
    }

    /// The articles around a slot that are built.
    fn around(&self, article: Option<ArticleId>) -> Vec<ArticleId> {
        let up = std::iter::successors(article, |article| self.structure.parent[*article]);
        up.filter(|article| self.rates.route[*article].is_some()).collect()
    }

    /// What a line costs at an order's price of 1, and what it costs beside its price.
    fn line(&self, slot: &SlotGroup, component: ComponentId, way: Way) -> Option<(Number, Number)> {
        let pieces = Number::from(slot.quantity);
        let (mut per_price, mut fixed) = (pieces, Number::ZERO);
        if !self.is_plain {
            let around = self.around(self.structure.holder[slot.slot]);
            let part = |unit| Part { slot: slot.slot, component, way, pieces, unit };
            let nothing = self.total(&[], &around)?;
            let free = self.total(&[part(Number::ZERO)], &around)?;
            let at_one = self.total(&[part(Number::ONE)], &around)?;
            (per_price, fixed) = (at_one.checked_sub(free)?, free.checked_sub(nothing)?);
        }
        if let Some(license) = way.license.and_then(|at| self.input.model.licenses.get(at as usize)) {
            let paid = crate::trade::license_each(self.input.model, license)?;
            fixed = fixed.checked_add(paid.checked_mul(pieces)?)?;
            per_price = per_price.checked_add(crate::trade::percent_of(pieces, license.percent)?)?;
        }
        Some((per_price, fixed))
    }
}

impl MarketInput<'_> {
    /// Weeks of the legs of every line that a market could have, where articles are built so; nothing without freight.
    pub fn weeks_of_legs(
        &self,
        lowered: &Lowered,
        route: &Route,
    ) -> Option<BTreeMap<(SlotId, ComponentId, Way), Number>> {
        let mut weeks = BTreeMap::new();
        if self.model.freight.is_empty() {
            return Some(weeks);
        }
        let rates = Rates { route: route.clone(), ..Rates::default() }.sized(self.model.articles.len());
        let counter =
            Counter { input: self, structure: self.structure(lowered), rates, rules: Vec::new(), is_plain: false };
        for slot in &lowered.slots {
            for id in &slot.candidates {
                for way in lowered.supplies.all(*id) {
                    let pieces = Number::from(slot.quantity);
                    let part = Part { slot: slot.slot, component: *id, way, pieces, unit: Number::ZERO };
                    let legs = counter.product(&[]).landed(&[part])?.lines.first().map(|line| line.weeks);
                    weeks.extend(legs.filter(|legs| !legs.is_zero()).map(|legs| ((slot.slot, *id, way), legs)));
                }
            }
        }
        Some(weeks)
    }
}

/// The cost of every value of every group, planned certificates aside.
pub(crate) fn cost_terms(input: &MarketInput<'_>, lowered: &Lowered) -> Result<CostTerms, TooLarge> {
    let articles = input.model.articles.len();
    let rates = input.rates.as_ref().map(|rates| (**rates).clone()).unwrap_or_default().sized(articles);
    let duties = input.view.duties.iter().any(|duty| duty.effectivity.holds_on(input.day));
    let is_plain = !duties && articles == 0 && input.model.freight.is_empty();
    let rules = (0..input.view.content.len()).collect();
    let counter = Counter { input, structure: input.structure(lowered), rates, rules, is_plain };
    counted(&counter, lowered).ok_or(TooLarge)
}

fn counted(counter: &Counter<'_>, lowered: &Lowered) -> Option<CostTerms> {
    let mut terms = Vec::new();
    for (place, slot) in lowered.slots.entries() {
        for (value, id) in (1..).zip(&slot.candidates) {
            let spot = Spot { place, value };
            match lowered.supplies.of_line(spot, *id) {
                Some((group, ways)) => {
                    for (value, way) in (1..).zip(ways) {
                        let line = counter.line(slot, *id, *way)?;
                        terms.push(CostTerm::of_line(slot, (*id, *way), line, (group, value)));
                    }
                }
                None => {
                    let way = lowered.supplies.only(*id);
                    let line = counter.line(slot, *id, way)?;
                    terms.push(CostTerm::of_line(slot, (*id, way), line, (slot.group, value)));
                }
            }
        }
    }
    let mut constant = Number::ZERO;
    for article in counter.structure.order.iter().filter(|article| counter.rates.route[**article].is_some()) {
        let around = counter.around(Some(*article));
        let outside = counter.around(counter.structure.parent[*article]);
        let fixed = counter.total(&[], &around)?.checked_sub(counter.total(&[], &outside)?)?;
        match counter.input.model.articles[*article].slot.and_then(|slot| lowered.slot(slot)) {
            None => constant = constant.checked_add(fixed)?,
            Some(slot) => {
                let is_hardware =
                    |id: &ComponentId| counter.input.model.components[*id].kind == ComponentKind::Hardware;
                for (value, _) in (1..).zip(&slot.candidates).filter(|(_, id)| is_hardware(id)) {
                    terms.push(CostTerm::fixed((slot.group, value), fixed));
                }
            }
        }
    }
    Some(CostTerms { terms, constant })
}

/// The costs as weights, with what a piece costs at each order.
pub(crate) fn weights_of(
    terms: &CostTerms,
    lowered: &Lowered,
    each: &dyn Fn(&CostTerm, OrderKey) -> Option<Number>,
) -> Result<Weights, TooLarge> {
    let mut sums: BTreeMap<GroupId, Vec<Number>> = BTreeMap::new();
    for term in &terms.terms {
        let size = lowered.problem.size(term.group) as usize;
        let list = sums.entry(term.group).or_insert_with(|| vec![Number::ZERO; size]);
        let Some(weight) = list.get_mut(term.value as usize) else { continue };
        let price = match term.order {
            None => Number::ZERO,
            Some(order) => each(term, order).ok_or(TooLarge)?,
        };
        let cost = term.per_price.checked_mul(price).and_then(|cost| cost.checked_add(term.fixed)).ok_or(TooLarge)?;
        *weight = weight.checked_add(cost).ok_or(TooLarge)?;
    }
    Ok(sums.into_iter().collect())
}

impl Rates {
    /// With a place for every article.
    fn sized(mut self, articles: usize) -> Self {
        if self.route.len() != articles {
            self.route = KeyedVec::filled(None, articles);
        }
        if self.set_up.len() != articles {
            self.set_up = KeyedVec::filled(Number::ZERO, articles);
        }
        self
    }
}
