//! Candidates that are excluded whatever else is selected: by flags, dates, end of life or territories.

use super::cause::Cause;
use super::groups::{Lowering, Pin, SlotGroup, Spot, Stated};
use crate::model::{Component, ComponentId, Territories, TerritoryKind};
use crate::terms::Lifecycle;

/// Forbids each of them under its cause.
pub(super) fn add(lowering: &mut Lowering<'_>) {
    let input = lowering.input;
    let is_plain = |id: &ComponentId| {
        let component = &input.model.components[*id];
        let is_always_there = component.effectivity.is_open() && component.lifecycle != Lifecycle::Eol;
        is_always_there && component.territories.is_none()
    };
    let has_flags = !input.flags.pins.is_empty() || !input.flags.without.is_empty();
    for place in lowering.lowered.slots.keys() {
        if !has_flags && lowering.lowered.slots[place].candidates.iter().all(is_plain) {
            continue;
        }
        let slot = lowering.lowered.slots[place].clone();
        let pin = input.flags.pin(slot.slot);
        for (value, id) in (1..).zip(&slot.candidates) {
            let component = &input.model.components[*id];
            let spot = Spot { place, value };
            let mut forbid = |cause: Cause| lowering.forbid(spot, cause, Stated::at(component.span));
            if !component.effectivity.holds_on(input.day) {
                forbid(Cause::Dates(slot.slot));
            }
            let pinned = matches!(pin, Some(Pin::Any(ids)) if ids.contains(id));
            if component.lifecycle == Lifecycle::Eol && !pinned {
                forbid(Cause::EndOfLife(slot.slot));
            }
            let is_licensed = !input.shop().usable_licenses(*id).is_empty();
            if let Some(territories) = excluding(lowering, component).filter(|_| !is_licensed) {
                let cause = Cause::Territory(slot.slot, territory_text(territories));
                lowering.forbid(spot, cause, Stated::at(territories.span));
            }
            forbid_by_flags(lowering, &slot, *id, spot);
        }
        if pin.is_some() {
            lowering.label(Cause::PinFlag(slot.slot), None);
        }
    }
}

fn forbid_by_flags(lowering: &mut Lowering<'_>, slot: &SlotGroup, id: ComponentId, spot: Spot) {
    let input = lowering.input;
    let unpinned = match input.flags.pin(slot.slot) {
        None => false,
        Some(Pin::Empty) => true,
        Some(Pin::Any(ids)) => !ids.contains(&id),
    };
    if unpinned {
        forbid_by_flag(lowering, spot, id, Cause::PinFlag(slot.slot));
    }
    for (flag, ids) in input.flags.without.iter().enumerate() {
        if ids.contains(&id) {
            forbid_by_flag(lowering, spot, id, Cause::WithoutFlag(flag));
        }
    }
}

/// A flag's reason has no place of its own.
fn forbid_by_flag(lowering: &mut Lowering<'_>, spot: Spot, id: ComponentId, cause: Cause) {
    lowering.label(cause.clone(), None);
    lowering.forbid(spot, cause, Stated::at(lowering.input.model.components[id].span));
}

/// The territories of a component, where they exclude this market.
fn excluding<'c>(lowering: &Lowering<'_>, component: &'c Component) -> Option<&'c Territories> {
    let input = lowering.input;
    let territories = component.territories.as_ref()?;
    let areas = &input.model.areas;
    let inside = territories.areas.iter().any(|area| areas.code_lies_in(areas.code(input.market), &area.value));
    (inside != (territories.kind == TerritoryKind::Only)).then_some(territories)
}

/// The text that makes two lists the same cause.
pub(crate) fn territory_text(territories: &Territories) -> String {
    let mut codes: Vec<&str> = territories.areas.iter().map(|area| area.value.as_str()).collect();
    codes.sort_unstable();
    let word = match territories.kind {
        TerritoryKind::Only => "only",
        TerritoryKind::Not => "not",
    };
    format!("{word} {}", codes.join(", "))
}
