//! Which lines meet the needs of which: the edges between the lines of an answer.

use crate::date::Date;
use crate::kernel::component_passes;
use crate::model::{Areas, Attributes, Component};
use crate::name::is_below;
use std::collections::{BTreeMap, BTreeSet};

/// A capability that a line provides.
#[derive(Clone, Copy)]
struct Offer<'a> {
    /// The position of the line.
    line: usize,
    component: &'a Component,
    attributes: &'a Attributes,
}

/// For each line the positions of the lines that meet one of its needs, ascending; conditional needs count wherever a line
/// meets them.
pub(super) fn of_lines(components: &[&Component], day: Date, areas: &Areas) -> Vec<Vec<usize>> {
    let mut offers: BTreeMap<&str, Vec<Offer<'_>>> = BTreeMap::new();
    for (line, component) in components.iter().enumerate() {
        for provided in &component.provides {
            let offer = Offer { line, component, attributes: &provided.attributes };
            offers.entry(&provided.capability).or_default().push(offer);
        }
    }
    let meeting = |(own, component): (usize, &&Component)| {
        let needs = component.needs.iter().filter(|need| need.effectivity.holds_on(day));
        let mut lines: BTreeSet<usize> = BTreeSet::new();
        for one in needs.flat_map(|need| &need.alternatives) {
            let wanted = one.capability.as_str();
            let from = offers.range(wanted..).take_while(|(name, _)| name.starts_with(wanted));
            let below = from.filter(|(name, _)| is_below(name, wanted)).flat_map(|(_, offers)| offers);
            let passing = below.filter(|offer| component_passes(&one.tests, offer.component, offer.attributes, areas));
            lines.extend(passing.map(|offer| offer.line));
        }
        lines.remove(&own);
        lines.into_iter().collect()
    };
    components.iter().enumerate().map(meeting).collect()
}
