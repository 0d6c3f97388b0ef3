//! Until when an answer holds: the first day after its own on which something that it may depend on begins or ends.

use super::found::Found;
use crate::date::Date;
use crate::kernel::offer_passes;
use crate::model::{Component, ComponentId, OfferId, Price};
use crate::name::is_below;
use crate::overlay::{CarrierDefinition, ChangePoint, Network};
use crate::query::Case;
use crate::span::Span;
use std::cell::LazyCell;
use std::collections::BTreeSet;

/// The first change of the market after the day of the answer, leaving aside the end of what the answer does not use: of
/// components, certificates, carriers, networks and offers. `used` are the places of the certificates that it uses.
pub(super) fn of_answer(
    case: &Case<'_>,
    found: &Found<'_>,
    components: &[&Component],
    used: &BTreeSet<Span>,
) -> Option<Date> {
    let plans = !found.selection.planned_parts.is_empty() || found.selection.planned.contains(&true);
    let is_shared = plans && case.sharing.markets.len() > 1;
    // Most days on which something changes begin something, so what the answer does not use is seldom looked for. The
    // others that share the cost of a planned certificate may use what this answer does not.
    let nothing = BTreeSet::new;
    let unused = LazyCell::new(|| if is_shared { nothing() } else { unused(case, found, components, used) });
    let unasked = LazyCell::new(|| if is_shared { nothing() } else { of_nothing(case) });
    let points = case.compiled.change_points(case.code());
    let is_idle = |point: &ChangePoint| !point.begins && unused.contains(&point.span) || unasked.contains(&point.span);
    points.iter().find(|point| point.day > case.input.day && !is_idle(point)).map(|point| point.day)
}

/// The places of what the answer does not use, and whose end can therefore not change it.
fn unused(case: &Case<'_>, found: &Found<'_>, components: &[&Component], used: &BTreeSet<Span>) -> BTreeSet<Span> {
    let (model, view) = (case.input.model, case.input.view);
    let selected: BTreeSet<Span> = components.iter().map(|component| component.span).collect();
    let mut spans = BTreeSet::new();
    for id in view.slots.iter().flatten().flat_map(|slot| &slot.candidates) {
        let component = &model.components[*id];
        spans.insert(component.span);
        spans.extend(component.certificates.iter().map(|one| one.span));
    }
    spans.extend(idle_offers(case, found));
    spans.extend(view.certificates.iter().filter(|one| one.planned.is_none()).map(|one| one.origin.span));
    for (carrier, picked) in view.carriers.iter().zip(&found.selection.carriers) {
        if !*picked {
            spans.insert(carrier.origin.span);
        }
        let idle = carrier.networks.iter().filter(|one| !*picked || !serves(case, carrier, one, components));
        spans.extend(idle.map(|one| one.span));
    }
    spans.retain(|span| !selected.contains(span) && !used.contains(span));
    spans
}

/// The places of the offers that the answer does not use. Where the component has a price of its own, that price comes in when
/// the last offer ends, so that their ends count.
fn idle_offers(case: &Case<'_>, found: &Found<'_>) -> Vec<Span> {
    let model = case.input.model;
    let used: BTreeSet<OfferId> = found.selection.ways.values().filter_map(|way| way.offer).collect();
    let is_alone = |(component, _): &(ComponentId, u32)| matches!(model.components[*component].price, Price::Missing);
    let idle = model.offers.entries().filter(|(id, offer)| !used.contains(id) && offer.parts.iter().all(is_alone));
    idle.map(|(_, offer)| offer.span).collect()
}

/// The places of requirements and limits on what no candidate and no carrier of the market provides: they concern no answer
/// there, whenever they begin or end.
fn of_nothing(case: &Case<'_>) -> BTreeSet<Span> {
    let (model, view) = (case.input.model, case.input.view);
    let candidates: BTreeSet<ComponentId> =
        view.slots.iter().flatten().flat_map(|slot| &slot.candidates).copied().collect();
    let mut provided: BTreeSet<&str> = BTreeSet::new();
    for id in candidates {
        provided.extend(model.components[id].provides.iter().map(|one| one.capability.as_str()));
    }
    provided.extend(view.carriers.iter().flat_map(|one| &one.networks).map(|one| one.capability.as_str()));
    let is_provided =
        |capability: &str| is_below(capability, "carrier") || provided.iter().any(|known| is_below(known, capability));
    let idle = |capability: Option<&str>| capability.is_some_and(|capability| !is_provided(capability));
    let certification = view.certification.iter().filter(|one| idle(one.applies_to.as_deref()));
    let limits = view.limits.iter().filter(|limit| idle(Some(&limit.capability)));
    certification.map(|one| one.origin.span).chain(limits.map(|limit| limit.origin.span)).collect()
}

/// Whether a network of a picked carrier meets a need of the answer.
fn serves(case: &Case<'_>, carrier: &CarrierDefinition, network: &Network, components: &[&Component]) -> bool {
    let day = case.input.day;
    let wanted = |component: &&&Component| {
        let needs = component.needs.iter().filter(|need| need.effectivity.holds_on(day));
        needs.flat_map(|need| &need.alternatives).any(|one| {
            is_below(&network.capability, &one.capability)
                && offer_passes(&one.tests, &network.attributes, &case.input.model.areas)
        })
    };
    carrier.effectivity.holds_on(day) && network.effectivity.holds_on(day) && components.iter().any(|one| wanted(&one))
}
