//! Components of the catalogue that could be further candidates.

use super::super::ground::{Ground, Unmet};
use super::super::wording::Wording;
use super::{Change, Kind, Step};
use crate::bom::Edit;
use crate::kernel::{Cause, Reason};
use crate::model::{Amount, Component, ComponentId, Need, Provided, SlotId};
use crate::name::is_below;
use crate::number::Number;
use crate::terms::Lifecycle;

/// Most further candidates that are thought of for one reason.
const FURTHER: usize = 8;

/// Components of the catalogue that provide all that a candidate of the excluding slot provides.
pub(super) fn further(wording: &Wording<'_>, reason: &Reason) -> Vec<Change> {
    let Some(slot) = reason.cause.excluded_slot() else { return Vec::new() };
    similar(wording, slot).into_iter().take(FURTHER).map(|id| addition(wording, slot, id)).collect()
}

fn addition(wording: &Wording<'_>, slot: SlotId, id: ComponentId) -> Change {
    let place = wording.group(slot).map(|group| wording.place(group.definition.choose));
    let at = place.as_ref().map(|place| format!(" at {place}")).unwrap_or_default();
    let text = format!("add `{}` to `slots.{}.choose`{at}", wording.component(id), wording.slot(slot));
    let edit = Edit::AddCandidate { slot: wording.slot(slot).to_owned(), component: wording.exact_component(id) };
    Change::new(Kind::Candidate, Step::Also(slot, id), edit, text, place)
}

/// The components that are not candidates of a slot and could be.
fn similar(wording: &Wording<'_>, slot: SlotId) -> Vec<ComponentId> {
    let model = &wording.case.compiled.model;
    let Some(group) = wording.group(slot) else { return Vec::new() };
    let candidates: Vec<&Component> = group.candidates.iter().filter_map(|id| model.component(*id)).collect();
    let alike = |component: &Component| {
        component.lifecycle != Lifecycle::Eol
            && candidates.iter().any(|candidate| {
                candidate.kind == component.kind
                    && (candidate.id == component.id || !candidate.provides.is_empty())
                    && candidate.provides.iter().all(|wanted| {
                        component.provides.iter().any(|provided| is_below(&provided.capability, &wanted.capability))
                    })
            })
    };
    let all = (0..model.components.len()).map(ComponentId::at);
    let others = all.filter(|id| !group.candidates.contains(id));
    others.filter(|id| model.component(*id).is_some_and(alike)).collect()
}

/// Components that meet a need of a reason, as further candidates of the slots that take their like.
pub(super) fn providers(wording: &Wording<'_>, reason: &Reason) -> Vec<Change> {
    let mut found: Vec<(SlotId, ComponentId)> = Vec::new();
    for need in needs(wording, reason) {
        for alternative in &need.alternatives {
            let meeting = wording.case.input.index.meeting(wording.case.input.model, alternative);
            let places = meeting.iter().flat_map(|id| homes(wording, *id).into_iter().map(|slot| (slot, *id)));
            for place in places {
                if !found.contains(&place) {
                    found.push(place);
                }
            }
        }
    }
    found.into_iter().take(FURTHER).map(|(slot, id)| addition(wording, slot, id)).collect()
}

/// Components that supply more of a resource that runs out, or use less of it, as further candidates; what changes most
/// comes first.
pub(super) fn suppliers(wording: &Wording<'_>, reason: &Reason) -> Vec<Change> {
    let Cause::Resource(resource) = &reason.cause else { return Vec::new() };
    let model = &wording.case.compiled.model;
    let mut found: Vec<(Number, SlotId, ComponentId)> = Vec::new();
    for group in &wording.lowered.slots {
        let known = || group.candidates.iter().filter_map(|id| model.component(*id));
        let Some(best) = known().map(|one| balance(one, resource)).max() else { continue };
        for id in (0..model.components.len()).map(ComponentId::at).filter(|id| !group.candidates.contains(id)) {
            let Some(component) = model.component(id).filter(|one| one.lifecycle != Lifecycle::Eol) else { continue };
            let more = balance(component, resource).checked_sub(best).unwrap_or(Number::ZERO);
            let takes_its_like =
                known().any(|other| is_like(component, other) || both_supply(component, other, resource));
            if more > Number::ZERO && takes_its_like {
                found.push((more, group.slot, id));
            }
        }
    }
    found.sort_by_key(|(more, ..)| std::cmp::Reverse(*more));
    found.into_iter().take(FURTHER).map(|(_, slot, id)| addition(wording, slot, id)).collect()
}

/// What a piece supplies of a resource without what it uses.
fn balance(component: &Component, resource: &str) -> Number {
    let of = |list: &[Amount]| list.iter().find(|one| one.resource == resource).map_or(Number::ZERO, |one| one.amount);
    of(&component.supplies).checked_sub(of(&component.uses)).unwrap_or(Number::ZERO)
}

fn both_supply(one: &Component, other: &Component, resource: &str) -> bool {
    let supplies = |component: &Component| component.supplies.iter().any(|supply| supply.resource == resource);
    one.kind == other.kind && supplies(one) && supplies(other)
}

/// Another version of a component, or something of its kind that provides one of the same things.
fn is_like(component: &Component, other: &Component) -> bool {
    let is_shared = |provided: &Provided| component.provides.iter().any(|mine| mine.capability == provided.capability);
    other.id == component.id || other.kind == component.kind && other.provides.iter().any(is_shared)
}

/// The needs that a reason says are unmet.
fn needs<'w>(wording: &'w Wording<'_>, reason: &Reason) -> Vec<&'w Need> {
    let Ground::Need(unmet) = Ground::from(&reason.cause) else { return Vec::new() };
    match unmet {
        Unmet::OfArea(at) => wording.case.input.view.needs.get(at).map(|need| &need.need).into_iter().collect(),
        Unmet::Nowhere | Unmet::ByLines => {
            let needs = reason.excluded.iter().filter_map(|(id, span)| wording.need_at(*id, *span));
            needs.filter(|need| !need.is_network()).collect()
        }
        Unmet::ByCarrier => Vec::new(),
    }
}

/// The slots that have another version of a component, or something of its kind that provides one of the same things.
fn homes(wording: &Wording<'_>, id: ComponentId) -> Vec<SlotId> {
    let model = &wording.case.compiled.model;
    let Some(component) = model.component(id).filter(|component| component.lifecycle != Lifecycle::Eol) else {
        return Vec::new();
    };
    let like = |other: &ComponentId| model.component(*other).is_some_and(|other| is_like(component, other));
    let fitting = wording.lowered.slots.iter().filter(|group| !group.candidates.contains(&id));
    fitting.filter(|group| group.candidates.iter().any(like)).map(|group| group.slot).collect()
}
