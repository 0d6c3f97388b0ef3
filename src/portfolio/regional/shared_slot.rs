//! A slot in all markets at once: what could fill it everywhere.

use super::market::Market;
use crate::kernel::SlotGroup;
use crate::model::{ComponentId, SlotId};

/// A slot of the portfolio.
pub(super) struct SharedSlot {
    pub slot: SlotId,
    /// What every market could take in the same quantity, in the order of the first market that has the slot; `None`:
    /// the slot is empty everywhere.
    pub common: Vec<Option<ComponentId>>,
    /// In how many markets it cannot be empty.
    pub filled: usize,
    /// Whether the markets could fill it differently at all.
    pub may_differ: bool,
}

impl SharedSlot {
    /// The least number of lines outside the core if the markets do not fill it alike.
    pub fn least_lines_if_split(&self) -> usize {
        self.filled.max(1)
    }
}

/// The slots of all markets, in their order.
pub(super) fn shared_slots(markets: &[&Market]) -> Vec<SharedSlot> {
    let mut slots: Vec<SlotId> =
        markets.iter().flat_map(|market| &market.lowered.slots).map(|group| group.slot).collect();
    slots.sort_unstable();
    slots.dedup();
    slots.into_iter().map(|slot| shared_slot(markets, slot)).collect()
}

fn shared_slot(markets: &[&Market], slot: SlotId) -> SharedSlot {
    let groups: Vec<Option<&SlotGroup>> = markets.iter().map(|market| market.slot(slot)).collect();
    let mut quantities = groups.iter().flatten().map(|group| group.quantity);
    let first = quantities.next();
    let alike = quantities.all(|quantity| Some(quantity) == first) && groups.iter().all(Option::is_some);
    let places = || markets.iter().zip(&groups);
    let everywhere = |component: Option<ComponentId>| {
        places()
            .all(|(market, group)| group.map_or(component.is_none(), |group| value(market, group, component).is_some()))
    };
    let leading = places().find_map(|(market, group)| Some((*market, (*group)?)));
    let mut common = Vec::new();
    if let Some((market, group)) = leading {
        let values = market.open(group.group);
        let components = values.iter().map(|value| group.component(value));
        common.extend(components.filter(|component| (alike || component.is_none()) && everywhere(*component)));
    }
    let is_filled = |(market, group): &(&&Market, &Option<&SlotGroup>)| {
        group.is_some_and(|group| !market.open(group.group).contains(0))
    };
    let is_open = |(market, group): (&&Market, &Option<&SlotGroup>)| {
        group.is_some_and(|group| market.open(group.group).len() > 1)
    };
    SharedSlot {
        slot,
        common,
        filled: places().filter(is_filled).count(),
        may_differ: markets.len() > 1 && places().any(is_open),
    }
}

/// The open value of a slot that is this component, or "empty".
pub(super) fn value(market: &Market, group: &SlotGroup, component: Option<ComponentId>) -> Option<u32> {
    market.open(group.group).iter().find(|value| group.component(*value) == component)
}
