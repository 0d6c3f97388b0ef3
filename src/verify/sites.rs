//! Articles: which there are in an answer, what each holds, and where it is built.

use super::answer::Answer;
use crate::model::{Article, ArticleId, Site, SiteId, SlotId};
use crate::number::Number;
use std::collections::BTreeMap;

/// An article of an answer.
pub(super) struct Built<'a> {
    /// The article.
    pub id: ArticleId,
    /// The article in the model.
    pub article: &'a Article,
    /// Where it is built; `None`: the answer names no site that exists, which is a fault.
    pub site: Option<(SiteId, &'a Site)>,
    /// How many in one product.
    pub pieces: Number,
    /// The lines that it holds itself: positions in the answer's.
    pub lines: Vec<usize>,
    /// The articles that are parts of it: positions in this list.
    pub below: Vec<usize>,
    /// Whether it goes to the site of another article, not to the market.
    pub is_part: bool,
}

/// The articles of an answer, each after those that are parts of it. One that holds no hardware is not there.
pub(super) fn built<'a>(answer: &Answer<'a>) -> Vec<Built<'a>> {
    if answer.input.model.articles.is_empty() {
        return Vec::new();
    }
    let mut stated = stated(answer);
    let by_slot: BTreeMap<Option<SlotId>, usize> =
        stated.iter().enumerate().map(|(at, built)| (built.article.slot, at)).collect();
    // The article of the first of some slots that has one, else that of the whole product.
    let holder = |slots: &[SlotId]| {
        let inner = slots.iter().find_map(|slot| by_slot.get(&Some(*slot)));
        inner.or_else(|| by_slot.get(&None)).copied()
    };
    for (at, line) in answer.lines.iter().enumerate().filter(|(_, line)| line.is_hardware()) {
        let held = holder(&chain(answer, line.slot)).and_then(|held| stated.get_mut(held));
        held.into_iter().for_each(|built| built.lines.push(at));
    }
    let around = |built: &Built<'_>| {
        let slots = chain(answer, built.article.slot?);
        holder(slots.get(1..).unwrap_or_default())
    };
    let outer: Vec<Option<usize>> = stated.iter().map(around).collect();
    let mut found: Vec<Built<'a>> = Vec::new();
    let mut parts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, (mut built, outer)) in stated.into_iter().zip(outer).enumerate() {
        built.below = parts.remove(&at).unwrap_or_default();
        if built.lines.is_empty() && built.below.is_empty() {
            continue;
        }
        if let Some(outer) = outer {
            built.is_part = true;
            parts.entry(outer).or_default().push(found.len());
        }
        found.push(built);
    }
    found
}

/// The articles in force of filled slots and of the product, without what they hold; the innermost first.
fn stated<'a>(answer: &Answer<'a>) -> Vec<Built<'a>> {
    let model = answer.input.model;
    let mut found: Vec<(usize, Built<'a>)> = Vec::new();
    for (id, article) in model.articles.entries() {
        let is_known = found.iter().any(|(_, known)| known.article.slot == article.slot);
        let is_filled = article.slot.is_none_or(|slot| answer.held(slot).is_some());
        if is_known || !is_filled || !answer.is_in_force(article.effectivity) {
            continue;
        }
        let depth = article.slot.map_or(0, |slot| chain(answer, slot).len());
        let own = article.slot.and_then(|slot| answer.lines.iter().find(|line| line.slot == slot));
        let pieces = own.map_or(Number::ONE, |line| line.pieces);
        let named = answer.selection.sites.get(id.index()).copied().flatten();
        let site = named.and_then(|site| Some((site, model.sites.get(site)?)));
        let (lines, below) = (Vec::new(), Vec::new());
        found.push((depth, Built { id, article, site, pieces, lines, below, is_part: false }));
    }
    found.sort_by_key(|(depth, built)| (std::cmp::Reverse(*depth), built.id));
    found.into_iter().map(|(_, built)| built).collect()
}

/// A slot and the slots that it is a part of, up to the whole.
fn chain(answer: &Answer<'_>, slot: SlotId) -> Vec<SlotId> {
    let part_of = |slot: SlotId| answer.input.view.slots.get(slot).and_then(Option::as_ref)?.part_of;
    let mut found = vec![slot];
    while let Some(above) = found.last().and_then(|slot| part_of(*slot))
        && !found.contains(&above)
    {
        found.push(above);
    }
    found
}

/// Every article is built at one of the sites that may build it; an article that is not there has no site.
pub(super) fn check(answer: &Answer<'_>, faults: &mut Vec<String>) {
    let model = answer.input.model;
    let built = built(answer);
    let name = |article: &Article| match article.slot {
        Some(slot) => format!("the article `{}`", model.slot_name(slot)),
        None => "the product as an article".to_owned(),
    };
    for one in &built {
        let Some((id, site)) = one.site else {
            faults.push(format!("{} has no site", name(one.article)));
            continue;
        };
        if !one.article.build.contains(&id) {
            faults.push(format!("{} is built in `{}`, which may not build it", name(one.article), site.id));
        }
        if !answer.is_in_force(site.effectivity) {
            faults.push(format!("site `{}` does not build on {}", site.id, answer.input.as_of));
        }
    }
    for (at, _) in answer.selection.sites.iter().enumerate().filter(|(_, site)| site.is_some()) {
        let id = ArticleId::at(at);
        if built.iter().any(|one| one.id == id) {
            continue;
        }
        faults.push(match model.articles.get(id) {
            Some(article) => format!("{} has a site, but there is no such article in the answer", name(article)),
            None => "the answer names a site for an article that does not exist".to_owned(),
        });
    }
}
