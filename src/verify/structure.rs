//! Slots, candidates and options, with the flags that fix them.

use super::PinnedTo;
use super::answer::{Answer, Line};
use super::licensees::{is_barred, is_licensed};
use crate::model::{ComponentId, OptionId, SlotId};
use crate::overlay::SlotDefinition;
use crate::terms::Lifecycle;

pub(super) fn check(answer: &Answer<'_>, faults: &mut Vec<String>) {
    for (at, definition) in answer.input.view.slots.iter().enumerate() {
        check_slot(answer, SlotId::at(at), definition.as_deref(), faults);
    }
    for line in &answer.lines {
        check_line(answer, line, faults);
    }
    for option in answer.input.model.options.keys() {
        check_option(answer, option, faults);
    }
}

/// A slot is filled exactly while its condition holds and its parent is filled; only an optional one may stay empty.
fn check_slot(answer: &Answer<'_>, slot: SlotId, definition: Option<&SlotDefinition>, faults: &mut Vec<String>) {
    let name = answer.input.model.slot_name(slot);
    let filled = answer.held(slot).is_some();
    let pin = pin_of(answer, slot);
    if filled && pin == Some(&PinnedTo::Nothing) {
        faults.push(format!("`{name}` is pinned empty, but it is filled"));
    }
    let Some(definition) = definition else {
        if filled {
            faults.push(format!("`{name}` is filled, but this market has no such slot"));
        }
        return;
    };
    let has_parent = definition.part_of.is_none_or(|parent| answer.held(parent).is_some());
    let condition = definition.when.as_ref().map_or(Some(true), |when| answer.holds(&when.value));
    let may_be_empty = definition.optional && !matches!(pin, Some(PinnedTo::OneOf(_)));
    match condition.map(|condition| condition && has_parent) {
        // Also where the slot would be empty anyway: an unknown condition of a slot is a failed constraint by itself.
        None => faults.push(format!("whether `{name}` is filled depends on a fact that is not stated")),
        Some(false) if filled => faults.push(format!("`{name}` is filled, but its condition does not hold")),
        Some(true) if !filled && !may_be_empty => faults.push(format!("`{name}` is empty")),
        Some(_) => {}
    }
}

/// What a slot is pinned to; `None` if it is not pinned.
fn pin_of<'v>(answer: &Answer<'v>, slot: SlotId) -> Option<&'v PinnedTo> {
    answer.input.pins.iter().find(|pinned| pinned.slot == slot).map(|pinned| &pinned.to)
}

/// The components that a slot is pinned to.
fn pinned_components<'v>(answer: &Answer<'v>, slot: SlotId) -> Option<&'v [ComponentId]> {
    match pin_of(answer, slot)? {
        PinnedTo::OneOf(components) => Some(components),
        PinnedTo::Nothing => None,
    }
}

/// The component in a slot is a candidate, is available on the day, and may be sold here.
fn check_line(answer: &Answer<'_>, line: &Line<'_>, faults: &mut Vec<String>) {
    let input = answer.input;
    // Words are made for faults only: an answer usually has none.
    let phrase = || answer.phrase(line);
    let definition = input.view.slots.get(line.slot).and_then(Option::as_ref);
    if !definition.is_some_and(|definition| definition.candidates.contains(&line.id)) {
        faults.push(format!("{} is not a candidate", phrase()));
    }
    let pin = pinned_components(answer, line.slot);
    if pin.is_some_and(|pinned| !pinned.contains(&line.id)) {
        faults.push(format!("{} is not what the slot is pinned to", phrase()));
    }
    if line.component.lifecycle == Lifecycle::Eol && !pin.is_some_and(|pinned| pinned.contains(&line.id)) {
        faults.push(format!("{} is at the end of its life and not pinned", phrase()));
    }
    if input.without.contains(&line.id) {
        faults.push(format!("{} was excluded", phrase()));
    }
    if !answer.is_in_force(line.component.effectivity) {
        faults.push(format!("{} is not available on {}", phrase(), input.as_of));
    }
    if is_barred(answer, line) && !is_licensed(answer, line.id) {
        let market = input.model.areas.code(input.market);
        faults.push(format!("{} may not be sold or operated in `{market}`", phrase()));
    }
}

/// `--set`, the variant and an area's `[set]` all fix an option; its default does where none of them does.
fn check_option(answer: &Answer<'_>, option: OptionId, faults: &mut Vec<String>) {
    let input = answer.input;
    let definition = &input.model.options[option];
    let name = &definition.name;
    let Some(value) = answer.selection.options.get(option).copied() else { return };
    if value as usize >= definition.values.len() {
        faults.push(format!("option `{name}` has no value number {value}"));
    }
    let flags = input.set.iter().filter(|set| set.option == option).map(|set| set.value);
    let settings = input.view.settings.iter().filter(|setting| setting.option == option).map(|setting| setting.value);
    let of_variant = input.variant.iter().flat_map(|variant| &variant.set);
    let of_variant = of_variant.filter(|setting| setting.option == option).map(|setting| setting.value);
    let mut fixed: Vec<u32> = flags.chain(of_variant).chain(settings).collect();
    if fixed.is_empty() {
        fixed.extend(definition.default.as_ref().map(|default| default.value));
    }
    for wanted in fixed.into_iter().filter(|wanted| *wanted != value) {
        let word = |at: u32| definition.values.get(at as usize).map(ToString::to_string).unwrap_or_default();
        faults.push(format!("option `{name}` is `{}`, but it is fixed to `{}`", word(value), word(wanted)));
    }
}
