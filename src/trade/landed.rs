//! What one product of a market costs once it is there: line by line and article by article, from given unit costs.

use super::borders::{Content, Counting, Destination, Goods, Leg, Unstated, World};
use super::structure::Structure;
use super::ways::{Route, Way, rate};
use crate::keyed_vec::KeyedVec;
use crate::model::{ArticleId, Component, ComponentId, SiteId, SlotId};
use crate::number::Number;
use crate::overlay::{ContentRule, MarketView};
use crate::terms::{ComponentKind, Counts};
use std::collections::{BTreeMap, BTreeSet};

/// A filled slot.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Part {
    pub slot: SlotId,
    pub component: ComponentId,
    pub way: Way,
    /// How many in one product.
    pub pieces: Number,
    /// What one costs at its order.
    pub unit: Number,
}

/// What a line pays on its way.
#[derive(Clone, Debug, Default)]
pub(crate) struct LineMoney {
    pub freight: Number,
    pub duty: Number,
    /// Weeks of all legs, to the market.
    pub weeks: Number,
    pub unknown: BTreeSet<Unstated>,
}

/// What an article costs beside its parts, all of its pieces in one product.
#[derive(Clone, Debug)]
pub(crate) struct ArticleMoney {
    pub article: ArticleId,
    pub site: SiteId,
    pub pieces: Number,
    /// All that was paid until it leaves its site.
    pub value: Number,
    pub labour: Number,
    pub set_up: Number,
    pub freight: Number,
    pub duty: Number,
    pub owed: Vec<String>,
    pub unknown: BTreeSet<Unstated>,
}

/// How far a content rule is met by the articles that go to the market.
#[derive(Clone, Debug)]
pub(crate) struct ShareMoney {
    pub rule: String,
    pub percent: Number,
    pub holds: bool,
    /// Whether the market takes nothing that does not meet it.
    pub is_required: bool,
}

/// What one product costs.
#[derive(Clone, Debug, Default)]
pub(crate) struct Landed {
    /// By part, in their order.
    pub lines: Vec<LineMoney>,
    pub articles: Vec<ArticleMoney>,
    pub content: Vec<ShareMoney>,
    /// Parts, freight, duties, labour and set-ups.
    pub total: Number,
}

/// One product of a market with where its articles are built.
pub(crate) struct Product<'a> {
    pub world: World<'a>,
    pub view: &'a MarketView,
    pub market: &'a str,
    pub structure: &'a Structure,
    pub route: &'a Route,
    /// Of each article, what one piece pays of the set-up of its site.
    pub set_up: &'a KeyedVec<ArticleId, Number>,
    /// The content rules whose condition holds, by position in the view.
    pub rules: &'a [usize],
    /// Articles that are built although nothing is in them.
    pub present: &'a [ArticleId],
}

/// What an article has got so far.
#[derive(Default)]
struct Made {
    /// Whether anything is in it.
    has_parts: bool,
    value: Number,
    content: Content,
    /// Of the parts whose mass is stated.
    kilograms: Number,
    lacks_mass: bool,
    inputs: Vec<Input>,
}

/// What is put into an article.
struct Input {
    origin: Option<String>,
    paid: Number,
}

impl Product<'_> {
    /// What it costs; `None` where an amount is past all bounds.
    pub fn landed(&self, parts: &[Part]) -> Option<Landed> {
        let mut landed = Landed { lines: vec![LineMoney::default(); parts.len()], ..Landed::default() };
        let mut made: BTreeMap<ArticleId, Made> = BTreeMap::new();
        let mut total = Number::ZERO;
        for (part, line) in parts.iter().zip(&mut landed.lines) {
            let goods_value = part.unit.checked_mul(part.pieces)?;
            total = total.checked_add(goods_value)?;
            let component = &self.world.model.components[part.component];
            if !is_goods(component.kind) {
                continue;
            }
            let goods = self.goods_of(part, goods_value)?;
            let holder = if component.kind == ComponentKind::Hardware { self.holder(part.slot) } else { None };
            let to = holder.map_or(self.home(), |(_, site)| self.place_of(site));
            let leg = self.world.leg(&goods, to)?;
            total = total.checked_add(leg.freight)?.checked_add(leg.duty)?;
            if let Some((article, _)) = holder {
                let paid = goods_value.checked_add(leg.freight)?.checked_add(leg.duty)?;
                put_in(made.entry(article).or_default(), &goods, paid)?;
            }
            *line = LineMoney { freight: leg.freight, duty: leg.duty, weeks: leg.weeks, unknown: leg.unknown };
        }
        for article in &self.structure.order {
            let Some(site) = self.route[*article] else { continue };
            let own = made.remove(article).unwrap_or_default();
            if !own.has_parts && !self.present.contains(article) {
                continue;
            }
            let (money, leg, goods) = self.build(*article, site, own, &mut landed)?;
            for amount in [money.labour, money.set_up, leg.freight, leg.duty] {
                total = total.checked_add(amount)?;
            }
            if let Some(parent) = self.structure.parent[*article].filter(|parent| self.route[*parent].is_some()) {
                let paid = goods.value.checked_add(leg.freight)?.checked_add(leg.duty)?;
                put_in(made.entry(parent).or_default(), &goods, paid)?;
            }
            landed.articles.push(money);
        }
        self.add_weeks(parts, &mut landed)?;
        self.add_rules_of_nothing(&mut landed);
        landed.total = total;
        Some(landed)
    }

    /// The article that holds a slot's hardware and is built, with its site.
    fn holder(&self, slot: SlotId) -> Option<(ArticleId, SiteId)> {
        let article = self.structure.holder[slot]?;
        Some((article, self.route[article]?))
    }

    fn home(&self) -> Destination<'_> {
        Destination { code: self.market, view: Some(self.view) }
    }

    fn place_of(&self, site: SiteId) -> Destination<'_> {
        self.world.destination(&self.world.model.sites[site].within)
    }

    fn goods_of(&self, part: &Part, value: Number) -> Option<Goods> {
        let model = self.world.model;
        let component = &model.components[part.component];
        let made = component.made.get(part.way.part as usize);
        let origin = made.and_then(|made| made.origin.as_ref()).map(|origin| origin.value.clone());
        let offer = part.way.offer.map(|offer| &model.offers[offer]);
        let mass = made.and_then(|made| made.mass_g);
        let kilograms = mass.map(|grams| kilograms(grams, part.pieces));
        Some(Goods {
            hs: made.and_then(|made| made.hs.clone()),
            from: offer.and_then(|offer| offer.at.clone()).or_else(|| origin.clone()),
            origin,
            pieces: part.pieces,
            kilograms: match kilograms {
                None => None,
                Some(kilograms) => Some(kilograms?),
            },
            value,
            content: self.content_of(component, part.pieces, value)?,
            lacks_mass: mass.is_none(),
            is_article: false,
            claims: BTreeSet::new(),
        })
    }

    fn content_of(&self, component: &Component, pieces: Number, value: Number) -> Option<Content> {
        let Some(stated) = &component.content else { return Some(Content { unstated: value, ..Content::default() }) };
        let currency = component.currency.as_ref().map(|currency| currency.value.as_str());
        self.stated(stated, rate(self.world.model, currency), pieces)
    }

    fn stated(&self, list: &[(String, Number)], rate: Number, pieces: Number) -> Option<Content> {
        let mut content = Content::default();
        for (name, each) in list {
            content.stated.insert(name.clone(), each.checked_mul(rate)?.checked_mul(pieces)?);
        }
        Some(content)
    }

    /// An article is built, and leaves its site.
    fn build(
        &self,
        id: ArticleId,
        site: SiteId,
        made: Made,
        landed: &mut Landed,
    ) -> Option<(ArticleMoney, Leg, Goods)> {
        let model = self.world.model;
        let (article, place) = (&model.articles[id], &model.sites[site]);
        let pieces = self.structure.pieces[id];
        let wage = place.per_hour.checked_mul(rate(model, place.currency.as_ref().map(|one| one.value.as_str())))?;
        let hours = article.minutes.checked_div(Number::from(60_u32))?;
        let labour = wage.checked_mul(hours)?.checked_mul(pieces)?;
        let set_up = self.set_up[id].checked_mul(pieces)?;
        let value = made.value.checked_add(labour)?.checked_add(set_up)?;
        let content = match &article.content {
            Some(stated) => self.stated(stated, Number::ONE, pieces)?,
            None => made.content.clone(),
        };
        let kilograms = match article.mass_g {
            Some(grams) => Some(kilograms(grams, pieces)?),
            None => Some(made.kilograms),
        };
        let lacks_mass = article.mass_g.is_none() && made.lacks_mass;
        let goes_to_market = self.structure.parent[id].is_none_or(|parent| self.route[parent].is_none());
        let claims = if goes_to_market { self.claims(site, &made, [labour, set_up], landed)? } else { BTreeSet::new() };
        let goods = Goods {
            hs: article.hs.clone(),
            origin: place.origin.clone(),
            from: Some(place.within.clone()),
            pieces,
            kilograms,
            lacks_mass,
            value,
            content,
            is_article: true,
            claims,
        };
        let parent = self.structure.parent[id].and_then(|parent| self.route[parent]);
        let to = parent.map_or(self.home(), |site| self.place_of(site));
        let leg = self.world.leg(&goods, to)?;
        let money = ArticleMoney {
            article: id,
            site,
            pieces,
            value,
            labour,
            set_up,
            freight: leg.freight,
            duty: leg.duty,
            owed: leg.owed.clone(),
            unknown: leg.unknown.clone(),
        };
        Some((money, leg, goods))
    }

    /// The content rules that an article meets which goes to the market; all are noted.
    fn claims(&self, site: SiteId, made: &Made, added: [Number; 2], landed: &mut Landed) -> Option<BTreeSet<String>> {
        let mut claims = BTreeSet::new();
        for rule in self.rules.iter().filter_map(|at| self.view.content.get(*at)) {
            let percent = self.share(rule, site, made, added)?;
            let is_enough = rule.bound.holds(percent);
            let within = &self.world.model.sites[site].within;
            let lies_in = |area: &String| self.world.model.areas.code_lies_in(within, area);
            let is_built_there = rule.built_in.as_ref().is_none_or(|areas| areas.iter().any(lies_in));
            let holds = (is_enough && is_built_there) || self.world.counting == Counting::AtMost;
            if holds {
                claims.insert(rule.id.clone());
            }
            note(landed, ShareMoney { rule: rule.id.clone(), percent, holds, is_required: rule.require });
        }
        Some(claims)
    }

    /// The percentage of an article that counts for a content rule; 0 of nothing.
    fn share(&self, rule: &ContentRule, site: SiteId, made: &Made, added: [Number; 2]) -> Option<Number> {
        let lies_in = |code: &str| rule.of.iter().any(|area| self.world.model.areas.code_lies_in(code, area));
        let (mut whole, mut own) = (Number::ZERO, Number::ZERO);
        for input in &made.inputs {
            whole = whole.checked_add(input.paid)?;
            if input.origin.as_deref().is_some_and(lies_in) {
                own = own.checked_add(input.paid)?;
            }
        }
        if rule.counts == Counts::Value {
            for amount in added {
                whole = whole.checked_add(amount)?;
                if lies_in(&self.world.model.sites[site].within) {
                    own = own.checked_add(amount)?;
                }
            }
        }
        if whole.is_zero() {
            return Some(Number::ZERO);
        }
        own.checked_mul(Number::from(100_u32))?.checked_div(whole)
    }

    /// Rules that no article goes by: what is required is not met.
    fn add_rules_of_nothing(&self, landed: &mut Landed) {
        for rule in self.rules.iter().filter_map(|at| self.view.content.get(*at)) {
            if rule.require && !landed.content.iter().any(|share| share.rule == rule.id) {
                let holds = self.world.counting == Counting::AtMost;
                let (rule, percent) = (rule.id.clone(), Number::ZERO);
                note(landed, ShareMoney { rule, percent, holds, is_required: true });
            }
        }
    }

    /// The weeks of the legs of the articles that a part travels in.
    fn add_weeks(&self, parts: &[Part], landed: &mut Landed) -> Option<()> {
        if self.world.model.freight.is_empty() {
            return Some(());
        }
        let mut weeks: BTreeMap<ArticleId, Number> = BTreeMap::new();
        for article in self.structure.order.iter().rev() {
            let Some(site) = self.route[*article] else { continue };
            let parent = self.structure.parent[*article].filter(|parent| self.route[*parent].is_some());
            let onward = parent.and_then(|parent| weeks.get(&parent)).copied().unwrap_or(Number::ZERO);
            let to = parent.and_then(|parent| self.route[parent]).map_or(self.home(), |site| self.place_of(site));
            let from = Some(self.world.model.sites[site].within.clone());
            let leg = self.world.leg(&Goods { from, ..Goods::default() }, to)?;
            weeks.insert(*article, onward.checked_add(leg.weeks)?);
        }
        for (part, line) in parts.iter().zip(&mut landed.lines) {
            let holder = self.holder(part.slot).and_then(|(article, _)| weeks.get(&article));
            line.weeks = line.weeks.checked_add(holder.copied().unwrap_or(Number::ZERO))?;
        }
        Some(())
    }
}

/// One market has one line of a rule: the worst of its articles.
fn note(landed: &mut Landed, share: ShareMoney) {
    match landed.content.iter_mut().find(|known| known.rule == share.rule) {
        None => landed.content.push(share),
        Some(known) if (share.holds, share.percent) < (known.holds, known.percent) => *known = share,
        Some(_) => {}
    }
}

fn put_in(made: &mut Made, goods: &Goods, paid: Number) -> Option<()> {
    made.has_parts = true;
    made.value = made.value.checked_add(paid)?;
    made.content = std::mem::take(&mut made.content).plus(&goods.content)?;
    made.kilograms = made.kilograms.checked_add(goods.kilograms.unwrap_or(Number::ZERO))?;
    made.lacks_mass |= goods.lacks_mass;
    made.inputs.push(Input { origin: goods.origin.clone(), paid });
    Some(())
}

fn kilograms(grams: Number, pieces: Number) -> Option<Number> {
    grams.checked_mul(pieces)?.checked_div(Number::from(1000_u32))
}

/// What customs look at: goods, not services and not what is loaded.
pub(crate) fn is_goods(kind: ComponentKind) -> bool {
    match kind {
        ComponentKind::Hardware | ComponentKind::Document => true,
        ComponentKind::Firmware | ComponentKind::Software | ComponentKind::Service => false,
    }
}
