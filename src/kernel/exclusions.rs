//! Candidates that cannot stand in a slot whatever the others do: flags, dates, end of life, territories.

use super::cause::Cause;
use super::groups::{Lowering, Pin};
use crate::model::{Component, Territories};
use crate::span::Span;
use crate::terms::Lifecycle;

/// Forbids each of them under its cause.
pub(super) fn add(lowering: &mut Lowering<'_>) {
    let question = lowering.question;
    for at in 0..lowering.lowered.slots.len() {
        let Some(slot) = lowering.lowered.slots.get(at).cloned() else { continue };
        let pin = question.flags.pin(slot.slot);
        for (value, id) in (1..).zip(&slot.candidates) {
            let Some(component) = question.model.component(*id) else { continue };
            let place = component.span;
            let mut forbid = |cause: Cause, span: Span| lowering.forbid(at, value, cause, (span, span));
            if !component.effectivity.holds_on(question.day) {
                forbid(Cause::Dates(slot.slot), place);
            }
            let pinned = matches!(pin, Some(Pin::Any(ids)) if ids.contains(id));
            if component.lifecycle == Lifecycle::Eol && !pinned {
                forbid(Cause::EndOfLife(slot.slot), place);
            }
            if let Some(territories) = excluding(lowering, component) {
                let cause = Cause::Territory(slot.slot, territory_text(territories));
                lowering.forbid(at, value, cause, (territories.span, territories.span));
            }
            forbid_by_flags(lowering, at, value);
        }
        if pin.is_some() {
            lowering.label(Cause::PinFlag(slot.slot), None);
        }
    }
}

fn forbid_by_flags(lowering: &mut Lowering<'_>, at: usize, value: u32) {
    let question = lowering.question;
    let Some(slot) = lowering.lowered.slots.get(at) else { return };
    let (id, number) = (slot.component(value), slot.slot);
    let Some(id) = id else { return };
    let place = question.model.component(id).map_or(Span::start_of(crate::span::FileId(0)), |component| component.span);
    let unpinned = match question.flags.pin(number) {
        None => false,
        Some(Pin::Empty) => true,
        Some(Pin::Any(ids)) => !ids.contains(&id),
    };
    if unpinned {
        forbid_by_flag(lowering, at, value, Cause::PinFlag(number), place);
    }
    for (flag, ids) in question.flags.without.iter().enumerate() {
        if ids.contains(&id) {
            forbid_by_flag(lowering, at, value, Cause::WithoutFlag(flag), place);
        }
    }
}

/// A flag's reason has no place of its own.
fn forbid_by_flag(lowering: &mut Lowering<'_>, at: usize, value: u32, cause: Cause, place: Span) {
    lowering.label(cause.clone(), None);
    lowering.forbid(at, value, cause, (place, place));
}

/// The territories of a component, where they exclude this market.
fn excluding<'c>(lowering: &Lowering<'_>, component: &'c Component) -> Option<&'c Territories> {
    let question = lowering.question;
    let territories = component.territories.as_ref()?;
    let areas = &question.model.areas;
    let inside = territories.areas.iter().any(|area| areas.code_lies_in(areas.code(question.market), &area.value));
    (inside != territories.only).then_some(territories)
}

/// The text that makes two lists the same cause.
pub(crate) fn territory_text(territories: &Territories) -> String {
    let mut codes: Vec<&str> = territories.areas.iter().map(|area| area.value.as_str()).collect();
    codes.sort_unstable();
    format!("{} {}", if territories.only { "only" } else { "not" }, codes.join(", "))
}
