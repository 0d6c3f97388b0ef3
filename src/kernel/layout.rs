//! What markets with the same slots share: where each component is a candidate, how often each slot counts, and what rules
//! lower to. Most markets of a solution have the same slots, so all of it is found once and kept beside the index.

use super::cost::quantities;
use crate::engine::{GroupId, Values};
use crate::keyed_vec::{Key, KeyedVec};
use crate::model::{Check, ComponentId, Formula, Model, SlotId};
use crate::overlay::{MarketView, Rule, SlotDefinition};
use crate::quantity::Quantity;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard};

/// Most different sets of slots that are kept; more would cost more to compare than to make anew.
const MOST: usize = 16;

/// The place of a slot among the slots of its market.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct SlotPlace(usize);

impl Key for SlotPlace {
    fn at(index: usize) -> Self {
        Self(index)
    }

    fn index(self) -> usize {
        self.0
    }
}

/// A candidate in a slot, as the value of the slot's group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    pub place: SlotPlace,
    pub value: u32,
}

/// The clauses of a rule, without its label.
pub(super) type RuleClauses = Vec<Vec<(GroupId, Values)>>;

/// What follows from the slots of a market alone.
#[derive(Debug)]
pub(super) struct Tables {
    /// How many of each slot are in one product.
    pub quantities: Vec<Quantity>,
    /// The place of each slot of the model; `None` where the market does not have it.
    pub places: KeyedVec<SlotId, Option<SlotPlace>>,
    /// Where the spots of each component end.
    ends: Vec<u32>,
    /// The slots of which each component is a candidate, one component after the other.
    spots: Vec<Spot>,
}

impl Tables {
    /// Of the slots of a market with their candidates, in order.
    pub fn of<'a>(
        model: &Model,
        view: &MarketView,
        slots: impl Iterator<Item = (SlotId, &'a [ComponentId])> + Clone,
    ) -> Self {
        let mut places = KeyedVec::filled(None, model.slots.len());
        let mut ends = vec![0_u32; model.components.len() + 1];
        for (at, (slot, candidates)) in slots.clone().enumerate() {
            places[slot] = Some(SlotPlace::at(at));
            candidates.iter().for_each(|id| ends[id.index() + 1] += 1);
        }
        for at in 1..ends.len() {
            ends[at] += ends[at - 1];
        }
        let all = ends.last().copied().unwrap_or(0) as usize;
        let mut spots = vec![Spot { place: SlotPlace::at(0), value: 0 }; all];
        let mut next = ends.clone();
        for (at, (_, candidates)) in slots.enumerate() {
            for (value, id) in (1..).zip(candidates) {
                let free = &mut next[id.index()];
                spots[*free as usize] = Spot { place: SlotPlace::at(at), value };
                *free += 1;
            }
        }
        Self { quantities: quantities(view), places, ends, spots }
    }

    /// The slots of which a component is a candidate.
    pub fn spots(&self, component: ComponentId) -> &[Spot] {
        let at = component.index();
        &self.spots[self.ends[at] as usize..self.ends[at + 1] as usize]
    }
}

/// The slots of some markets, compared by the definitions that they share.
#[derive(Debug)]
pub(super) struct Layout {
    definitions: KeyedVec<SlotId, Option<Arc<SlotDefinition>>>,
    pub tables: Arc<Tables>,
    /// What rules lower to in these markets, with the rule itself: a place in memory is the rule's as long as it is held.
    rules: RwLock<HashMap<usize, KnownRule>>,
}

#[derive(Debug)]
struct KnownRule {
    rule: Arc<Rule>,
    clauses: RuleClauses,
}

/// The rules that are known in some markets.
pub(super) struct KnownRules<'a>(RwLockReadGuard<'a, HashMap<usize, KnownRule>>);

impl KnownRules<'_> {
    /// What a rule lowers to; `None` where that is not known.
    pub fn clauses(&self, rule: &Arc<Rule>) -> Option<&RuleClauses> {
        let known = self.0.get(&address(rule))?;
        Arc::ptr_eq(&known.rule, rule).then_some(&known.clauses)
    }
}

fn address(rule: &Arc<Rule>) -> usize {
    Arc::as_ptr(rule).addr()
}

impl Layout {
    fn is_of(&self, view: &MarketView) -> bool {
        let is_same = |(own, other): (&Option<Arc<SlotDefinition>>, &Option<Arc<SlotDefinition>>)| match (own, other) {
            (Some(own), Some(other)) => Arc::ptr_eq(own, other),
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        };
        self.definitions.len() == view.slots.len() && self.definitions.iter().zip(&view.slots).all(is_same)
    }

    pub fn rules(&self) -> KnownRules<'_> {
        KnownRules(self.rules.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Keeps what rules lower to.
    pub fn keep(&self, found: Vec<(Arc<Rule>, RuleClauses)>) {
        if !found.is_empty() {
            let mut rules = self.rules.write().unwrap_or_else(PoisonError::into_inner);
            rules.extend(found.into_iter().map(|(rule, clauses)| (address(&rule), KnownRule { rule, clauses })));
        }
    }
}

/// The layouts met so far.
#[derive(Debug, Default)]
pub(super) struct Layouts(Mutex<Vec<Arc<Layout>>>);

/// What is known of the slots of a market.
pub(super) struct Found {
    pub tables: Arc<Tables>,
    /// Where rules are kept; `None` for the first market, which may be the only one.
    pub layout: Option<Arc<Layout>>,
}

impl Layouts {
    /// The tables of a market whose slots take the candidates of their definitions.
    pub fn find(&self, model: &Model, view: &MarketView) -> Found {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let size = model.components.len();
        if let Some(layout) = known.iter().find(|layout| layout.tables.ends.len() == size + 1 && layout.is_of(view)) {
            return Found { tables: layout.tables.clone(), layout: Some(layout.clone()) };
        }
        let slots = view.slots.iter().flatten().map(|slot| (slot.slot, slot.candidates.as_slice()));
        let tables = Arc::new(Tables::of(model, view, slots));
        if known.len() < MOST {
            let (definitions, tables) = (view.slots.clone(), tables.clone());
            known.push(Arc::new(Layout { definitions, tables, rules: RwLock::default() }));
        }
        Found { tables, layout: None }
    }
}

/// Whether a condition looks at slots and options only: then it lowers to the same in all markets of a layout.
pub(super) fn is_of_slots(formula: &Formula) -> bool {
    let mut is_of_slots = true;
    formula.each_check(&mut |check| match check {
        Check::Option(..) | Check::Filled(_) | Check::Holds(..) | Check::Selected(_) | Check::Provides(_) => {}
        Check::MarketIs(_)
        | Check::MarketIn(_)
        | Check::Carrier(_)
        | Check::Fact(_)
        | Check::Known(_)
        | Check::Count(..)
        | Check::Sum(..) => is_of_slots = false,
    });
    is_of_slots
}
