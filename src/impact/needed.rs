//! Who needs what a component provides, and what goes with it.

use super::Dependent;
use crate::model::{ComponentId, Need};
use crate::name::is_below;
use crate::query::Compiled;
use std::collections::BTreeSet;

/// The candidates of any market that need what these components provide. One whose need nothing else meets is lost, and
/// who needs that one follows.
pub(super) fn needed_by(compiled: &Compiled, meant: &[ComponentId]) -> Vec<Dependent> {
    let candidates: BTreeSet<ComponentId> = compiled
        .markets
        .values()
        .flat_map(|view| view.slots.iter().flatten())
        .flat_map(|slot| slot.candidates.iter().copied())
        .collect();
    let mut gone: BTreeSet<ComponentId> = meant.iter().copied().collect();
    let mut open: Vec<ComponentId> = meant.to_vec();
    let mut list: Vec<Dependent> = Vec::new();
    while let Some(provider) = open.pop() {
        for asker in candidates.iter().filter(|id| !meant.contains(id)) {
            let needs = compiled.model.component(*asker).map(|component| component.needs.as_slice());
            for need in needs.unwrap_or_default().iter().filter(|need| !need.is_network()) {
                let meeting = meeting(compiled, need);
                if !meeting.contains(&provider) {
                    continue;
                }
                let others = meeting.iter().any(|id| candidates.contains(id) && !gone.contains(id) && id != asker);
                let is_lost = !others && !is_offered(compiled, need);
                let one = Dependence { asker: *asker, provider, need, is_lost }.named(compiled);
                if !list.contains(&one) {
                    list.push(one);
                }
                if is_lost && gone.insert(*asker) {
                    open.push(*asker);
                }
            }
        }
    }
    list.sort_by(|left, right| (&left.component, &left.capability).cmp(&(&right.component, &right.capability)));
    list
}

/// Who needs what of whom, and whether it goes with that one.
struct Dependence<'a> {
    asker: ComponentId,
    provider: ComponentId,
    need: &'a Need,
    is_lost: bool,
}

impl Dependence<'_> {
    fn named(&self, compiled: &Compiled) -> Dependent {
        let capability = self.need.alternatives.first().map(|one| one.capability.clone());
        Dependent {
            component: compiled.model.component_label(self.asker),
            capability: capability.unwrap_or_default(),
            provider: compiled.model.component_label(self.provider),
            is_lost: self.is_lost,
        }
    }
}

/// The components that meet a need.
fn meeting(compiled: &Compiled, need: &Need) -> BTreeSet<ComponentId> {
    let alternatives = need.alternatives.iter();
    let lists = alternatives.map(|one| compiled.index.meeting(&compiled.model, one));
    lists.flat_map(|list| list.iter().copied().collect::<Vec<_>>()).collect()
}

/// Whether a market or a carrier offers anything of the kind.
fn is_offered(compiled: &Compiled, need: &Need) -> bool {
    let mut offers = compiled.markets.values().flat_map(|view| &view.provides);
    offers.any(|offer| need.alternatives.iter().any(|one| is_below(&offer.capability, &one.capability)))
}
