//! Which article holds what, and how many of each are in a product.

use super::borders::World;
use crate::keyed_vec::KeyedVec;
use crate::model::{Article, ArticleId, SlotId};
use crate::number::Number;
use crate::overlay::MarketView;

/// Which article holds which slot in a market.
#[derive(Clone, Debug)]
pub(crate) struct Structure {
    /// The article that holds the hardware of a slot.
    pub holder: KeyedVec<SlotId, Option<ArticleId>>,
    /// The article that an article is a part of.
    pub parent: KeyedVec<ArticleId, Option<ArticleId>>,
    /// Articles that can be there, inner ones first.
    pub order: Vec<ArticleId>,
    /// How many of each in one product.
    pub pieces: KeyedVec<ArticleId, Number>,
}

impl Structure {
    /// From the slots of a market with how often each is in a product.
    pub fn of(world: &World<'_>, view: &MarketView, quantities: &dyn Fn(SlotId) -> Number) -> Self {
        let model = world.model;
        let in_force = |article: &Article| article.effectivity.holds_on(world.day);
        let at = |slot: Option<SlotId>| {
            let found = model.articles.entries().find(|(_, article)| article.slot == slot && in_force(article));
            found.map(|(id, _)| id)
        };
        let whole = at(None);
        let part_of = |slot: SlotId| view.slot(slot).and_then(|slot| slot.part_of);
        let above = |slot: Option<SlotId>| {
            let mut next = slot;
            // A circle of slots was reported; the count ends it.
            for _ in 0..=model.slots.len() {
                let Some(slot) = next else { break };
                if let Some(article) = at(Some(slot)) {
                    return Some(article);
                }
                next = part_of(slot);
            }
            whole
        };
        let holder = model.slots.keys().map(|slot| view.slot(slot).and_then(|_| above(Some(slot)))).collect();
        let parent: KeyedVec<ArticleId, Option<ArticleId>> =
            model.articles.iter().map(|article| article.slot.and_then(|slot| above(part_of(slot)))).collect();
        let is_there =
            |article: &Article| in_force(article) && article.slot.is_none_or(|slot| view.slot(slot).is_some());
        let mut order: Vec<ArticleId> =
            model.articles.entries().filter(|(_, article)| is_there(article)).map(|(id, _)| id).collect();
        let depth = |article: &ArticleId| std::iter::successors(parent[*article], |article| parent[*article]).count();
        order.sort_by_key(|article| std::cmp::Reverse(depth(article)));
        let pieces = model.articles.iter().map(|article| article.slot.map_or(Number::ONE, quantities)).collect();
        Self { holder, parent, order, pieces }
    }
}
