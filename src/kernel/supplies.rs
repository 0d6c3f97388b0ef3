//! In which ways the candidates of a market can be bought, as groups.

use super::layout::Spot;
use crate::engine::{Assignment, GroupId, Problem};
use crate::model::ComponentId;
use crate::trade::{Shop, Way};
use std::collections::{HashMap, HashSet};

/// The ways of a component that can be bought in several.
#[derive(Clone, Debug)]
pub(crate) struct SupplyGroup {
    pub component: ComponentId,
    /// Value n is the n-th of them, counted from 1.
    pub ways: Vec<Way>,
    pub group: GroupId,
}

impl SupplyGroup {
    pub fn size(&self) -> u32 {
        u32::try_from(self.ways.len()).unwrap_or(u32::MAX).saturating_add(1)
    }
}

/// The way of one of several lines that a component can be on.
#[derive(Clone, Debug)]
pub(crate) struct LineGroup {
    pub(super) spot: Spot,
    pub group: GroupId,
}

/// In which ways the candidates of a market can be bought.
#[derive(Clone, Debug, Default)]
pub(crate) struct Supplies {
    pub groups: Vec<SupplyGroup>,
    pub lines: Vec<LineGroup>,
    /// What can be bought in one way that is not the nominal part at its own price.
    pub(super) single: HashMap<ComponentId, Way>,
    by_component: HashMap<ComponentId, usize>,
    /// What cannot be bought at all.
    pub nothing: Vec<ComponentId>,
}

impl Supplies {
    /// Whether every candidate is had as its nominal part at its own price.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty() && self.single.is_empty() && self.nothing.is_empty()
    }

    /// The ways of a component that can be bought in several.
    pub fn of(&self, component: ComponentId) -> Option<&SupplyGroup> {
        self.by_component.get(&component).and_then(|at| self.groups.get(*at))
    }

    /// The only way of a component; that of a component with several is in its group.
    pub fn only(&self, component: ComponentId) -> Way {
        self.single.get(&component).copied().unwrap_or(Way { part: 0, offer: None, license: None })
    }

    /// Every way of a component.
    pub fn all(&self, component: ComponentId) -> Vec<Way> {
        match self.of(component) {
            Some(group) => group.ways.clone(),
            None if self.nothing.contains(&component) => Vec::new(),
            None => vec![self.only(component)],
        }
    }

    /// How an answer has a component that it uses.
    pub fn taken(&self, component: ComponentId, values: &Assignment) -> Way {
        let group = self.of(component);
        let way = group.and_then(|group| group.ways.get((values[group.group] as usize).checked_sub(1)?));
        way.copied().unwrap_or_else(|| self.only(component))
    }

    /// The group whose value says how the line of a component in a slot is had.
    pub(super) fn of_line(&self, spot: Spot, component: ComponentId) -> Option<(GroupId, &[Way])> {
        let supply = self.of(component)?;
        let own = self.lines.iter().find(|line| line.spot.place == spot.place && line.spot.value == spot.value);
        Some((own.map_or(supply.group, |line| line.group), &supply.ways))
    }
}

/// The groups of all candidates, in the order of the slots.
pub(super) fn groups(
    shop: &Shop<'_>,
    candidates: impl Iterator<Item = ComponentId>,
    spots: &dyn Fn(ComponentId) -> Vec<Spot>,
    problem: &mut Problem,
) -> Supplies {
    let mut supplies = Supplies::default();
    let mut seen: HashSet<ComponentId> = HashSet::new();
    for id in candidates {
        if !shop.supply.has_ways(id) || !seen.insert(id) {
            continue;
        }
        let ways = shop.ways(id);
        match ways.as_slice() {
            [] => supplies.nothing.push(id),
            [only] => {
                supplies.single.insert(id, *only);
            }
            [..] => {
                let size = u32::try_from(ways.len()).unwrap_or(u32::MAX).saturating_add(1);
                supplies.by_component.insert(id, supplies.groups.len());
                supplies.groups.push(SupplyGroup { component: id, ways, group: problem.add_group(size) });
            }
        }
    }
    for at in 0..supplies.groups.len() {
        let (component, size) = (supplies.groups[at].component, supplies.groups[at].size());
        let spots = spots(component);
        if spots.len() > 1 {
            let lines = spots.into_iter().map(|spot| LineGroup { spot, group: problem.add_group(size) });
            supplies.lines.extend(lines.collect::<Vec<_>>());
        }
    }
    supplies
}
