//! One market's part of the plan: its lines, articles, content, licences and planned certificates.

use super::articles::{self, ArticleCosts, Build, Inside};
use super::borders::Entry;
use super::content::{self, ContentCosts};
use super::duties::{Goods, Owed, owed};
use super::freight::freight;
use super::licenses::{self, LicenseCosts};
use super::line::LineCosts;
use super::money::total;
use super::orders::Orders;
use super::{Group, Places};
use crate::model::AreaId;
use crate::number::Number;
use crate::overlay::ContentRule;
use crate::terms::ComponentKind;
use crate::verify::answer::Answer;
use crate::verify::costs::one_off;
use crate::verify::sites::{Built, built};
use std::collections::{BTreeMap, BTreeSet};

/// What a market costs; amounts are for one product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarketCosts {
    /// The market.
    pub market: AreaId,
    /// Everything.
    pub total: Number,
    /// Lines, in the order of slots.
    pub lines: Vec<LineCosts>,
    /// Articles, each after those that are parts of it.
    pub articles: Vec<ArticleCosts>,
    /// What content rules find in the articles that go to the market.
    pub content: Vec<ContentCosts>,
    /// Licences, as they are taken.
    pub licenses: Vec<LicenseCosts>,
    /// Planned certificates.
    pub one_off: Number,
}

/// What the markets of a group share.
struct Shared<'a> {
    orders: &'a Orders,
    places: &'a Places,
    set_ups: BTreeMap<Build, Number>,
    licenses: BTreeMap<usize, Number>,
}

/// Counts all markets of a group; `None` where an amount cannot be counted.
pub(super) fn count(
    group: &Group<'_>,
    orders: &Orders,
    places: &Places,
    faults: &mut Vec<String>,
) -> Option<Vec<MarketCosts>> {
    let (set_ups, licenses) = (articles::set_ups(group)?, licenses::sharing(group)?);
    let shared = Shared { orders, places, set_ups, licenses };
    group.answers.iter().map(|answer| count_market(answer, &shared, faults)).collect()
}

fn count_market(answer: &Answer<'_>, shared: &Shared<'_>, faults: &mut Vec<String>) -> Option<MarketCosts> {
    let rules = content::rules(answer, faults);
    let mut counting = Counting::new(answer, shared)?;
    for at in 0..counting.built.len() {
        counting.count_article(at, &rules)?;
    }
    content::check(answer, &rules, &counting.content, faults);
    let Counting { lines, articles, content, .. } = counting;
    let licenses = licenses::costs(answer, &lines, &shared.licenses)?;
    let one_off = one_off(answer)?;
    let of_lines = lines.iter().flat_map(|line| [line.goods, line.freight, line.duty]);
    let of_articles = articles.iter().flat_map(|one| [one.labour, one.set_up, one.freight, one.duty]);
    let of_licenses = licenses.iter().map(|one| one.cost);
    let all = of_lines.chain(of_articles).chain(of_licenses).chain([one_off]);
    let total = total(all.map(Some))?;
    Some(MarketCosts { market: answer.input.market, total, lines, articles, content, licenses, one_off })
}

/// A market that is being counted.
struct Counting<'a> {
    answer: &'a Answer<'a>,
    shared: &'a Shared<'a>,
    built: Vec<Built<'a>>,
    lines: Vec<LineCosts>,
    articles: Vec<ArticleCosts>,
    content: Vec<ContentCosts>,
    /// The articles that were built and did not yet become part of another one: goods with what was paid for their way.
    arrived: BTreeMap<usize, (Goods<'a>, Number)>,
}

impl<'a> Counting<'a> {
    /// Lines at their orders; those in no article travel alone to the market.
    fn new(answer: &'a Answer<'a>, shared: &'a Shared<'a>) -> Option<Self> {
        let built = built(answer);
        let held: BTreeSet<usize> = built.iter().flat_map(|one| one.lines.iter().copied()).collect();
        let (articles, content, arrived) = (Vec::new(), Vec::new(), BTreeMap::new());
        let lines = Vec::with_capacity(answer.lines.len());
        let mut counting = Self { answer, shared, built, lines, articles, content, arrived };
        for (at, line) in answer.lines.iter().enumerate() {
            let unit = shared.orders.unit(answer.input.model, line)?;
            let goods = unit.checked_mul(line.pieces)?;
            let (slot, component, zero) = (line.slot, line.id, Number::ZERO);
            counting.lines.push(LineCosts {
                slot,
                component,
                unit,
                goods,
                freight: zero,
                duty: zero,
                owed: Vec::new(),
            });
            let is_good = match line.component.kind {
                ComponentKind::Hardware | ComponentKind::Document => true,
                ComponentKind::Firmware | ComponentKind::Software | ComponentKind::Service => false,
            };
            if is_good && !held.contains(&at) {
                counting.bring_line(at, &Entry::of_market(answer))?;
            }
        }
        Some(counting)
    }

    /// Brings a line to a place: as goods, with what its way cost.
    fn bring_line(&mut self, at: usize, entry: &Entry<'_>) -> Option<(Goods<'a>, Number)> {
        let (line, costs) = (self.answer.lines.get(at)?, self.lines.get_mut(at)?);
        let goods = articles::goods_of_line(self.answer, line, costs.goods)?;
        let (paid, Owed { amount, ids }) = bring(self.answer, entry, &goods, &BTreeSet::new())?;
        (costs.freight, costs.duty, costs.owed) = (paid, amount, ids);
        Some((goods, paid.checked_add(amount)?))
    }

    /// Builds an article of its parts and brings it to where it goes.
    fn count_article(&mut self, at: usize, rules: &[&ContentRule]) -> Option<()> {
        let one = self.built.get(at)?;
        let (lines, below, site) = (one.lines.clone(), one.below.clone(), one.site?);
        let at_site = Entry::of_site(self.answer, &site.1.within, self.shared.places);
        let mut inside = Inside::default();
        for line in lines {
            let (goods, paid) = self.bring_line(line, &at_site)?;
            inside.add(&goods, paid)?;
        }
        for part in below {
            let (goods, paid) = self.arrived.remove(&part)?;
            inside.add(&goods, paid)?;
        }
        let one = self.built.get(at)?;
        let labour = articles::labour(self.answer, one)?;
        let set_up = articles::set_up(self.answer, one, &self.shared.set_ups)?;
        let work = labour.checked_add(set_up)?;
        let value = inside.cost()?.checked_add(work)?;
        let inputs = std::mem::take(&mut inside.inputs);
        if !one.is_part {
            let assembly = articles::assembly(one, inputs, work)?;
            self.content.extend(content::shares(self.answer, rules, &assembly)?);
        }
        let goods = articles::goods_of_article(one, inside, value)?;
        let entry = articles::destination(self.answer, &self.built, at, self.shared.places)?;
        let claims = content::holding(&self.content, one.id);
        let (freight, Owed { amount: duty, ids: owed }) = bring(self.answer, &entry, &goods, &claims)?;
        let (article, quantity) = (one.id, one.pieces);
        self.articles.push(ArticleCosts {
            article,
            site: site.0,
            quantity,
            value,
            labour,
            set_up,
            freight,
            duty,
            owed,
        });
        self.arrived.insert(at, (goods, freight.checked_add(duty)?));
        Some(())
    }
}

/// Freight and duties of goods that go to a place.
fn bring(answer: &Answer<'_>, entry: &Entry<'_>, goods: &Goods<'_>, claims: &BTreeSet<&str>) -> Option<(Number, Owed)> {
    let paid = freight(answer.input, goods, entry.code)?;
    let owed = owed(answer.input, entry, goods, paid, claims)?;
    Some((paid, owed))
}
