//! Articles: what is paid for them until they are built, how they travel, and what is owed on them.

use super::borders::Entry;
use super::content::{Assembly, Input};
use super::duties::{Contents, Goods};
use super::money::{exchanged, total};
use super::{Group, Places};
use crate::model::{ArticleId, ComponentId, SiteId};
use crate::number::Number;
use crate::verify::answer::{Answer, Line};
use crate::verify::sites::{Built, built};
use std::collections::{BTreeMap, BTreeSet};

/// What an article costs; amounts are for all of it in one product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleCosts {
    /// The article.
    pub article: ArticleId,
    /// Where it is built.
    pub site: SiteId,
    /// How many in one product.
    pub quantity: Number,
    /// What is paid until it leaves the site: parts with their freight and duty, labour, its share of the set-up.
    pub value: Number,
    /// Labour.
    pub labour: Number,
    /// Its share of the set-up.
    pub set_up: Number,
    /// The freight to the market, or to the site of the article that it is a part of.
    pub freight: Number,
    /// What is owed there.
    pub duty: Number,
    /// The duties, in the order of the market.
    pub owed: Vec<String>,
}

/// A build that is set up once a year: the site, the article, the components in it.
pub(super) type Build = (SiteId, ArticleId, BTreeSet<ComponentId>);

/// The build of an article; `None` where it has no site.
fn build_of(answer: &Answer<'_>, built: &Built<'_>) -> Option<Build> {
    let lines = built.lines.iter().filter_map(|at| answer.lines.get(*at));
    Some((built.site?.0, built.id, lines.map(|line| line.id).collect()))
}

/// The pieces a year that share each set-up.
pub(super) fn set_ups(group: &Group<'_>) -> Option<BTreeMap<Build, Number>> {
    let mut pieces: BTreeMap<Build, Number> = BTreeMap::new();
    for (answer, volume) in group.answers.iter().zip(&group.volumes) {
        for one in built(answer) {
            let sum = pieces.entry(build_of(answer, &one)?).or_insert(Number::ZERO);
            *sum = sum.checked_add(one.pieces.checked_mul(*volume)?)?;
        }
    }
    Some(pieces)
}

/// Labour of all pieces of an article.
pub(super) fn labour(answer: &Answer<'_>, built: &Built<'_>) -> Option<Number> {
    let site = built.site?.1;
    let hours = built.article.minutes.checked_div(Number::from(60_u32))?.checked_mul(built.pieces)?;
    exchanged(answer.input.model, hours.checked_mul(site.per_hour)?, site.currency.as_ref())
}

/// The share of the set-up that all pieces of an article bear.
pub(super) fn set_up(answer: &Answer<'_>, built: &Built<'_>, pieces: &BTreeMap<Build, Number>) -> Option<Number> {
    let site = built.site?.1;
    if site.set_up.is_zero() {
        return Some(Number::ZERO);
    }
    let share = site.set_up.checked_div(*pieces.get(&build_of(answer, built)?)?)?.checked_mul(built.pieces)?;
    exchanged(answer.input.model, share, site.currency.as_ref())
}

/// What is in an article: what it was paid for, weighs and contains, and what a content rule counts.
#[derive(Default)]
pub(super) struct Inside<'a> {
    pub inputs: Vec<Input<'a>>,
    pub grams: Option<Number>,
    pub content: Contents,
}

impl<'a> Inside<'a> {
    /// Adds goods that arrived with freight and duty.
    pub fn add(&mut self, goods: &Goods<'a>, paid: Number) -> Option<()> {
        self.content.add(&goods.content, goods.value)?;
        if let Some(grams) = goods.grams {
            self.grams = Some(self.grams.unwrap_or(Number::ZERO).checked_add(grams)?);
        }
        self.inputs.push(Input { cost: goods.value.checked_add(paid)?, origin: goods.origin });
        Some(())
    }

    /// What all of it cost.
    pub fn cost(&self) -> Option<Number> {
        total(self.inputs.iter().map(|input| Some(input.cost)))
    }
}

/// A line as goods, with what all of it cost at its order.
pub(super) fn goods_of_line<'a>(answer: &Answer<'a>, line: &Line<'a>, value: Number) -> Option<Goods<'a>> {
    let model = answer.input.model;
    let at = line.way.offer.and_then(|offer| model.offers.get(offer)?.at.as_deref());
    let mass = line.part.and_then(|part| part.mass_g);
    let grams = match mass {
        Some(mass) => Some(mass.checked_mul(line.pieces)?),
        None => None,
    };
    let mut content = Contents { is_whole: line.component.content.is_none(), ..Contents::default() };
    for (material, each) in line.component.content.iter().flatten() {
        let value = exchanged(model, each.checked_mul(line.pieces)?, line.component.currency.as_ref())?;
        content.stated.insert(material.clone(), value);
    }
    let (hs, origin) = (line.hs(), line.origin());
    Some(Goods { pieces: line.pieces, hs, origin, from: at.or(origin), grams, value, content })
}

/// A built article as goods.
pub(super) fn goods_of_article<'a>(built: &Built<'a>, inside: Inside<'a>, value: Number) -> Option<Goods<'a>> {
    let (article, pieces) = (built.article, built.pieces);
    let site = built.site?.1;
    let grams = match article.mass_g {
        Some(mass) => Some(mass.checked_mul(pieces)?),
        None => inside.grams,
    };
    let content = match &article.content {
        Some(stated) => {
            let of_all = |(material, each): &(String, Number)| Some((material.clone(), each.checked_mul(pieces)?));
            Contents { stated: stated.iter().map(of_all).collect::<Option<_>>()?, ..Contents::default() }
        }
        None => inside.content,
    };
    let (hs, origin) = (article.hs.as_deref(), site.origin.as_deref());
    Some(Goods { pieces, hs, origin, from: Some(&site.within), grams, value, content })
}

/// Where an article goes: to the site of the one that it is a part of, else to the market.
pub(super) fn destination<'a>(
    answer: &Answer<'a>,
    all: &[Built<'a>],
    at: usize,
    places: &'a Places,
) -> Option<Entry<'a>> {
    match all.iter().find(|other| other.below.contains(&at)) {
        Some(outer) => Some(Entry::of_site(answer, &outer.site?.1.within, places)),
        None => Some(Entry::of_market(answer)),
    }
}

/// An article as content rules see it.
pub(super) fn assembly<'a>(built: &Built<'a>, inputs: Vec<Input<'a>>, work: Number) -> Option<Assembly<'a>> {
    Some(Assembly { id: built.id, inputs, work, within: &built.site?.1.within })
}
