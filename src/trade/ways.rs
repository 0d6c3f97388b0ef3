//! In which ways a component can be bought in a market: a manufacturer part, from an offer, under a licence.

use super::terms::{Loss, Terms, Tier};
use crate::date::Date;
use crate::keyed_vec::KeyedVec;
use crate::model::{
    AreaId, ArticleId, Component, ComponentId, License, ManufacturerPart, Model, OfferId, Price, SiteId, SlotId,
    TerritoryKind,
};
use crate::name::is_below;
use crate::number::Number;
use crate::overlay::MarketView;
use crate::quantity::counts_pieces;
use std::collections::{BTreeMap, BTreeSet};

/// One way to have a component.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Way {
    /// The position in the component's `made`.
    pub part: u32,
    /// `None`: at the component's own price.
    pub offer: Option<OfferId>,
    /// The licence, by position, under which it is in a market that its territories exclude.
    pub license: Option<u32>,
}

/// What is ordered together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum OrderKey {
    /// The pieces of an offer.
    Offer(OfferId),
    /// The pieces of a manufacturer part of a component without offers.
    Listed(ComponentId, u32),
}

impl Way {
    /// The order that its pieces belong to.
    pub fn order(self, component: ComponentId) -> OrderKey {
        self.offer.map_or(OrderKey::Listed(component, self.part), OrderKey::Offer)
    }
}

/// Ways that a flag takes away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Lost {
    /// `--without-maker`: what this maker makes, by its id or name.
    Maker(String),
    /// `--without-origin`: what is made in this area.
    Origin(String),
    /// `--without-seller`.
    Seller(String),
}

/// What a component is had by, of all markets; made once.
#[derive(Debug, Default)]
pub(crate) struct Supply {
    offers: BTreeMap<ComponentId, Vec<(u32, OfferId)>>,
    terms: KeyedVec<OfferId, Terms>,
    licenses: BTreeMap<ComponentId, Vec<u32>>,
    /// Whether a need of a component tests how something is made.
    needs_made: bool,
    /// What could be bought in another way than as its nominal part at its own price.
    several: BTreeSet<ComponentId>,
    is_used: bool,
}

impl Supply {
    pub fn of(model: &Model) -> Self {
        let mut offers: BTreeMap<ComponentId, Vec<(u32, OfferId)>> = BTreeMap::new();
        for (id, offer) in model.offers.entries() {
            for (component, part) in &offer.parts {
                offers.entry(*component).or_default().push((*part, id));
            }
        }
        let mut licenses: BTreeMap<ComponentId, Vec<u32>> = BTreeMap::new();
        for (at, license) in (0..).zip(&model.licenses) {
            for component in &license.components {
                licenses.entry(*component).or_default().push(at);
            }
        }
        let needs = model.components.iter().flat_map(|component| &component.needs);
        let needs_made = needs.flat_map(|need| &need.alternatives).any(|one| is_below(&one.capability, MADE));
        let terms = model.offers.iter().map(|offer| {
            let rate = rate(model, offer.currency.as_ref().map(|currency| currency.value.as_str()));
            let tiers: Vec<Tier> =
                offer.price.iter().map(|tier| Tier { from: tier.from, each: times(tier.each, rate) }).collect();
            let first = tiers.first().map_or(Number::ZERO, |tier| tier.from);
            Terms {
                minimum: offer.minimum.unwrap_or(first),
                multiple: offer.multiple,
                fee: times(offer.fee, rate),
                capacity: offer.capacity,
                ..Terms::of_tiers(tiers)
            }
        });
        let has_several = |(_, component): &(ComponentId, &Component)| component.made.len() > 1;
        let several = model.components.entries().filter(has_several).map(|(id, _)| id);
        let several: BTreeSet<ComponentId> =
            several.chain(offers.keys().copied()).chain(licenses.keys().copied()).collect();
        let has_losses = model.components.iter().any(|component| component.attrition.is_some());
        let has_terms = !offers.is_empty() || !licenses.is_empty() || has_losses;
        // Makers in the long form are shown with the answer, whatever they cost.
        let has_makers = model.components.iter().any(|component| component.states_made);
        let is_used = has_terms || has_makers || !model.articles.is_empty() || !model.freight.is_empty();
        Self { offers, terms: terms.collect(), licenses, needs_made, several, is_used }
    }

    /// Whether a component has offers, in force or not.
    pub fn has_offers(&self, component: ComponentId) -> bool {
        self.offers.contains_key(&component)
    }

    /// Whether anything could be bought in several ways.
    pub fn has_several(&self) -> bool {
        !self.several.is_empty()
    }

    /// The first offer of a component, as written.
    pub fn first_offer(&self, component: ComponentId) -> Option<OfferId> {
        self.offers.get(&component)?.iter().map(|(_, offer)| *offer).min()
    }

    /// Whether a component could be bought in another way than as its nominal part at its own price.
    pub fn has_ways(&self, component: ComponentId) -> bool {
        self.several.contains(&component)
    }

    /// Whether anything is made, sold, built, shipped or licensed in a way that prices alone do not say.
    pub fn is_used(&self) -> bool {
        self.is_used
    }

    /// The terms of an order.
    pub fn terms(&self, model: &Model, key: OrderKey) -> Terms {
        match key {
            OrderKey::Offer(offer) => self.terms[offer].clone(),
            OrderKey::Listed(component, _) => listed(model, &model.components[component]),
        }
    }
}

/// The capability that every hardware line provides for the manufacturer part that is used.
pub(crate) const MADE: &str = "made";

/// One unit of a currency in the solution's; a missing rate was reported when the files were read.
pub(crate) fn rate(model: &Model, currency: Option<&str>) -> Number {
    let foreign = currency.filter(|currency| *currency != model.header.currency);
    foreign.and_then(|currency| model.header.exchange.get(currency)).map_or(Number::ONE, |rate| rate.value)
}

/// Amounts of files have at most 18 digits and rates too, so their products are exact.
fn times(amount: Number, rate: Number) -> Number {
    amount.checked_mul(rate).unwrap_or(amount)
}

/// A component's own price as terms: below its first tier that tier holds.
fn listed(model: &Model, component: &Component) -> Terms {
    let rate = rate(model, component.currency.as_ref().map(|currency| currency.value.as_str()));
    match &component.price {
        Price::Missing => Terms::plain(Number::ZERO),
        Price::PerMonth(month) => {
            let months = model.header.term_months.unwrap_or(Number::ZERO);
            Terms::plain(times(times(*month, months), rate))
        }
        Price::Tiers(tiers) => {
            let tiers = tiers.iter().map(|tier| Tier { from: tier.from, each: times(tier.each, rate) });
            Terms { minimum: Number::ZERO, ..Terms::of_tiers(tiers.collect()) }
        }
    }
}

/// What a component loses in production.
pub(crate) fn loss(component: &Component) -> Option<Loss> {
    let attrition = component.attrition.as_ref()?;
    let is_whole = counts_pieces(component.details.counted_in());
    Some(Loss { percent: attrition.percent, at_least: attrition.at_least, is_whole })
}

/// A market on a day, for the question how things can be bought there.
#[derive(Clone, Copy)]
pub(crate) struct Shop<'a> {
    pub model: &'a Model,
    pub supply: &'a Supply,
    pub view: &'a MarketView,
    pub market: AreaId,
    pub day: Date,
    pub lost: &'a [Lost],
}

impl<'a> Shop<'a> {
    /// The ways in which a component can be bought, in the order of preference: manufacturer parts as written, then offers as
    /// written, then licences. What differs in nothing that an answer could depend on is one way, the first.
    pub fn ways(&self, component: ComponentId) -> Vec<Way> {
        let definition = &self.model.components[component];
        let mut ways = Vec::new();
        let mut kept: Vec<&ManufacturerPart> = Vec::new();
        for (at, part) in (0..).zip(&definition.made) {
            if self.lost.iter().any(|lost| self.loses(lost, part)) {
                continue;
            }
            let offers = self.offers(component, at);
            let is_listed = offers.is_empty() && self.has_own_price(component);
            if is_listed && kept.iter().any(|earlier| self.is_alike(earlier, part)) {
                continue;
            }
            if is_listed {
                kept.push(part);
            }
            let offers = offers.into_iter().map(Some).chain(is_listed.then_some(None));
            for offer in offers {
                ways.extend(self.licenses(component).into_iter().map(|license| Way { part: at, offer, license }));
            }
        }
        ways
    }

    /// The offers in force for a manufacturer part whose sellers are not lost.
    fn offers(&self, component: ComponentId, part: u32) -> Vec<OfferId> {
        let all = self.supply.offers.get(&component).map(Vec::as_slice).unwrap_or_default();
        let is_there = |id: &OfferId| {
            let offer = &self.model.offers[*id];
            let is_lost =
                |lost: &Lost| matches!(lost, Lost::Seller(seller) if offer.seller.eq_ignore_ascii_case(seller));
            offer.effectivity.holds_on(self.day) && !self.lost.iter().any(is_lost)
        };
        all.iter().filter(|(at, _)| *at == part).map(|(_, id)| *id).filter(is_there).collect()
    }

    /// Whether the component's own price holds: no offers are written for it, or none of them is in force and a price is
    /// written. A flag never brings it back.
    pub fn has_own_price(&self, component: ComponentId) -> bool {
        let Some(offers) = self.supply.offers.get(&component) else { return true };
        let any_in_force = offers.iter().any(|(_, id)| self.model.offers[*id].effectivity.holds_on(self.day));
        !any_in_force && self.model.components[component].price != Price::Missing
    }

    /// No licence where the component's territories allow the market; else those that reach it, perhaps none at all.
    fn licenses(&self, component: ComponentId) -> Vec<Option<u32>> {
        if !self.is_excluded(component) {
            return vec![None];
        }
        let usable = self.usable_licenses(component);
        // Without a licence the territories are the reason, which is stated once, for the component.
        if usable.is_empty() { vec![None] } else { usable.into_iter().map(Some).collect() }
    }

    /// The licences under which a component may be in the market.
    pub fn usable_licenses(&self, component: ComponentId) -> Vec<u32> {
        let all = self.supply.licenses.get(&component).map(Vec::as_slice).unwrap_or_default();
        let code = self.model.areas.code(self.market);
        let reaches = |license: &License| license.areas.iter().any(|area| self.model.areas.code_lies_in(code, area));
        let is_usable = |at: &u32| {
            let license = self.model.licenses.get(*at as usize);
            license.is_some_and(|license| license.effectivity.holds_on(self.day) && reaches(license))
        };
        all.iter().copied().filter(is_usable).collect()
    }

    /// Whether a component's territories exclude the market.
    pub fn is_excluded(&self, component: ComponentId) -> bool {
        let Some(territories) = &self.model.components[component].territories else { return false };
        let code = self.model.areas.code(self.market);
        let inside = territories.areas.iter().any(|area| self.model.areas.code_lies_in(code, &area.value));
        match territories.kind {
            TerritoryKind::Only => !inside,
            TerritoryKind::Not => inside,
        }
    }

    /// Whether a flag takes a manufacturer part away.
    pub fn loses(&self, lost: &Lost, part: &ManufacturerPart) -> bool {
        match lost {
            Lost::Maker(maker) => part.by.as_deref().is_some_and(|by| self.model.is_same_party(by, maker)),
            Lost::Origin(area) => {
                let lies_in = |code: &str| self.model.areas.code_lies_in(code, area);
                part.origin.as_ref().is_some_and(|origin| lies_in(&origin.value))
            }
            Lost::Seller(_) => false,
        }
    }

    /// Whether two parts of one component differ in nothing that an answer in this market could depend on.
    fn is_alike(&self, one: &ManufacturerPart, other: &ManufacturerPart) -> bool {
        let origin = |part: &ManufacturerPart| part.origin.as_ref().map(|origin| origin.value.clone());
        let of_part = |part: &ManufacturerPart| (part.hs.clone(), part.mass_g, part.lead_weeks);
        let has_own = |part: &ManufacturerPart| !part.certificates.is_empty();
        let is_same_maker = self.model.licenses.is_empty() || one.by == other.by;
        let is_indifferent = is_same_maker
            && !self.looks_at_makers()
            && !has_own(one)
            && !has_own(other)
            && of_part(one) == of_part(other);
        is_indifferent && (origin(one) == origin(other) || !self.looks_at_origins())
    }

    /// Whether anything tests how something is made.
    pub fn looks_at_makers(&self) -> bool {
        let needs = self.view.needs.iter().flat_map(|need| &need.need.alternatives);
        let limits = self.view.limits.iter().map(|limit| limit.capability.as_str());
        let mut tested = needs.map(|one| one.capability.as_str()).chain(limits);
        self.supply.needs_made || tested.any(|capability| is_below(capability, MADE))
    }

    fn looks_at_origins(&self) -> bool {
        !self.view.duties.is_empty() || !self.model.articles.is_empty() || !self.model.freight.is_empty()
    }
}

/// Where each article is built; `None` where it is not.
pub(crate) type Route = KeyedVec<ArticleId, Option<SiteId>>;

/// What the pieces of a plan cost in one market, and where its articles are built.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rates {
    /// What one piece costs at its order.
    pub each: BTreeMap<OrderKey, Number>,
    /// Where each article is built.
    pub route: Route,
    /// What one piece of each article pays of the set-up of its site.
    pub set_up: KeyedVec<ArticleId, Number>,
    /// What one product pays of what is paid once for a licence.
    pub licenses: BTreeMap<u32, Number>,
    /// Weeks of the legs of a line on its way.
    pub weeks: BTreeMap<(SlotId, ComponentId, Way), Number>,
}

/// What a licence costs a piece, the share of the line's cost and what is paid once aside.
pub(crate) fn license_each(model: &Model, license: &License) -> Option<Number> {
    let months = model.header.term_months.unwrap_or(Number::ZERO);
    let each = license.each.checked_add(license.per_month.checked_mul(months)?)?;
    each.checked_mul(rate(model, license.currency.as_ref().map(|currency| currency.value.as_str())))
}
