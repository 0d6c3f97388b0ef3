//! A slot in all markets at once: what could stand there everywhere.

use super::member::Member;
use crate::kernel::SlotGroup;
use crate::model::{ComponentId, SlotId};

/// A slot of the portfolio.
pub(super) struct Seat {
    pub slot: SlotId,
    /// What every market could take in the same quantity, in the order of the first market that has the slot; `None`:
    /// the slot is empty everywhere.
    pub common: Vec<Option<ComponentId>>,
    /// In how many markets it cannot stay empty.
    pub filled: usize,
    /// Whether it can be filled otherwise than alike at all.
    pub may_part: bool,
}

impl Seat {
    /// The least number of lines outside the core if the markets do not fill it alike.
    pub fn least_apart(&self) -> usize {
        self.filled.max(1)
    }
}

/// The slots of all markets, in their order.
pub(super) fn seats(members: &[&Member]) -> Vec<Seat> {
    let mut slots: Vec<SlotId> =
        members.iter().flat_map(|member| &member.lowered.slots).map(|group| group.slot).collect();
    slots.sort_unstable();
    slots.dedup();
    slots.into_iter().map(|slot| seat(members, slot)).collect()
}

fn seat(members: &[&Member], slot: SlotId) -> Seat {
    let groups: Vec<Option<&SlotGroup>> = members.iter().map(|member| member.slot(slot)).collect();
    let mut quantities = groups.iter().flatten().map(|group| group.quantity);
    let first = quantities.next();
    let alike = quantities.all(|quantity| Some(quantity) == first) && groups.iter().all(Option::is_some);
    let places = || members.iter().zip(&groups);
    let everywhere = |component: Option<ComponentId>| {
        places()
            .all(|(member, group)| group.map_or(component.is_none(), |group| value(member, group, component).is_some()))
    };
    let leading = places().find_map(|(member, group)| Some((*member, (*group)?)));
    let mut common = Vec::new();
    if let Some((member, group)) = leading {
        let values = member.open(group.group);
        let components = values.iter().map(|value| group.component(value));
        common.extend(components.filter(|component| (alike || component.is_none()) && everywhere(*component)));
    }
    let is_filled = |(member, group): &(&&Member, &Option<&SlotGroup>)| {
        group.is_some_and(|group| !member.open(group.group).contains(0))
    };
    let is_open = |(member, group): (&&Member, &Option<&SlotGroup>)| {
        group.is_some_and(|group| member.open(group.group).len() > 1)
    };
    Seat {
        slot,
        common,
        filled: places().filter(is_filled).count(),
        may_part: members.len() > 1 && places().any(is_open),
    }
}

/// The open value of a slot that is this component, or "empty".
pub(super) fn value(member: &Member, group: &SlotGroup, component: Option<ComponentId>) -> Option<u32> {
    member.open(group.group).iter().find(|value| group.component(*value) == component)
}
