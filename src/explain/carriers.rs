//! Which carrier to state something of: the picked one meets all needs of networks.

use super::entries::Writer;
use super::requested::Requested;
use crate::kernel::Lacking;
use crate::model::{Alternative, Section};

/// The carriers, by position, of which a request lacks something.
pub(super) fn open(requested: &Requested) -> &[usize] {
    match &requested.unknown.lacking {
        Lacking::Network(open) | Lacking::Bands(open, _) => open,
        Lacking::Capability | Lacking::Attributes(_) | Lacking::Carriers => &[],
    }
}

/// The carrier that most requests lack something of; of several the one that meets most needs of components already, then
/// one that an own overlay names.
pub(super) fn best<'r>(writer: Writer<'_>, requests: impl Iterator<Item = &'r Requested>) -> Option<usize> {
    let lists: Vec<&[usize]> = requests.map(open).filter(|list| !list.is_empty()).collect();
    let mut all: Vec<usize> = lists.iter().copied().flatten().copied().collect();
    all.sort_unstable();
    all.dedup();
    let rank = |at: &usize| {
        let requested = lists.iter().filter(|list| list.contains(at)).count();
        (usize::MAX - requested, usize::MAX - met(writer, *at), !is_own(writer, *at), *at)
    };
    all.into_iter().min_by_key(rank)
}

fn met(writer: Writer<'_>, at: usize) -> usize {
    let Some(carrier) = writer.input.view.carriers.get(at) else { return 0 };
    let needs = writer.input.model.components.iter().flat_map(|component| &component.needs);
    let networks = needs.flat_map(|need| &need.alternatives).filter(|one| one.is_network());
    networks.filter(|one: &&Alternative| writer.input.carrier_meets(carrier, one)).count()
}

fn is_own(writer: Writer<'_>, at: usize) -> bool {
    let carrier = writer.input.view.carriers.get(at);
    carrier.is_some_and(|carrier| writer.own_entry(Section::Carriers, &carrier.id).is_some())
}
