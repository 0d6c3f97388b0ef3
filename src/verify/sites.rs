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
    let model = answer.input.model;
    if model.articles.is_empty() {
        return Vec::new();
    }
    let chains: Vec<Vec<SlotId>> = answer.lines.iter().map(|line| chain(answer, line.slot)).collect();
    let mut holders: Vec<(usize, Option<SlotId>, Built<'a>)> = Vec::new();
    for (id, article) in model.articles.entries() {
        let is_known = holders.iter().any(|(_, slot, _)| *slot == article.slot);
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
        holders.push((depth, article.slot, Built { id, article, site, pieces, lines, below, is_part: false }));
    }
    // The innermost first, so that what is built of it comes later.
    holders.sort_by_key(|(depth, _, built)| (std::cmp::Reverse(*depth), built.id));
    let by_slot: BTreeMap<Option<SlotId>, usize> =
        holders.iter().enumerate().map(|(at, (_, slot, _))| (*slot, at)).collect();
    let holder = |slots: &[SlotId]| {
        let inner = slots.iter().find_map(|slot| by_slot.get(&Some(*slot)));
        inner.or_else(|| by_slot.get(&None)).copied()
    };
    for (at, (line, slots)) in answer.lines.iter().zip(&chains).enumerate() {
        let held = holder(slots).filter(|_| line.is_hardware()).and_then(|held| holders.get_mut(held));
        held.into_iter().for_each(|(_, _, built)| built.lines.push(at));
    }
    let mut found: Vec<Built<'a>> = Vec::new();
    let mut places: BTreeMap<Option<SlotId>, Vec<usize>> = BTreeMap::new();
    let slots: Vec<Option<SlotId>> = holders.iter().map(|(_, slot, _)| *slot).collect();
    let outer: Vec<Option<Option<SlotId>>> = slots
        .iter()
        .map(|slot| {
            let above = chain(answer, (*slot)?).into_iter().skip(1).collect::<Vec<SlotId>>();
            holder(&above).and_then(|at| slots.get(at).copied())
        })
        .collect();
    for ((_, slot, mut built), outer) in holders.into_iter().zip(outer) {
        built.below = places.remove(&slot).unwrap_or_default();
        if built.lines.is_empty() && built.below.is_empty() {
            continue;
        }
        if let Some(outer) = outer {
            built.is_part = true;
            places.entry(outer).or_default().push(found.len());
        }
        found.push(built);
    }
    found
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
