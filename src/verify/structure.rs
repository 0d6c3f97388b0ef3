//! Slots, candidates, options, and what the flags of the question say of them.

use super::answer::{Answer, Line};
use crate::model::{OptionId, SlotId, Territories};
use crate::overlay::SlotDefinition;
use crate::terms::Lifecycle;

pub(super) fn check(answer: &Answer<'_>, faults: &mut Vec<String>) {
    for (at, definition) in answer.question.view.slots.iter().enumerate() {
        check_slot(answer, SlotId::at(at), definition.as_deref(), faults);
    }
    for line in &answer.lines {
        check_line(answer, line, faults);
    }
    for at in 0..answer.question.model.options.len() {
        check_option(answer, OptionId::at(at), faults);
    }
}

/// A slot is filled exactly while its condition holds and its parent is filled; only an optional one may stay empty.
fn check_slot(answer: &Answer<'_>, slot: SlotId, definition: Option<&SlotDefinition>, faults: &mut Vec<String>) {
    let name = answer.question.model.slot_name(slot);
    let filled = answer.held(slot).is_some();
    let pin = pin_of(answer, slot);
    if filled && matches!(pin, Some(None)) {
        faults.push(format!("`{name}` is pinned empty and filled"));
    }
    let Some(definition) = definition else {
        if filled {
            faults.push(format!("`{name}` is filled, and this market has no such slot"));
        }
        return;
    };
    let has_parent = definition.part_of.is_none_or(|parent| answer.held(parent).is_some());
    let condition = definition.when.as_ref().map_or(Some(true), |when| answer.holds(&when.value));
    let may_be_empty = definition.optional && !matches!(pin, Some(Some(_)));
    match condition.map(|condition| condition && has_parent) {
        // Also where the slot would be empty anyway: an unknown condition of a slot is a failed constraint by itself.
        None => faults.push(format!("whether `{name}` is filled depends on a fact that is not stated")),
        Some(false) if filled => faults.push(format!("`{name}` is filled, and its condition does not hold")),
        Some(true) if !filled && !may_be_empty => faults.push(format!("`{name}` is empty")),
        Some(_) => {}
    }
}

/// The pin of a slot: not pinned, pinned empty (`Some(None)`), or pinned to some components.
fn pin_of<'v>(answer: &Answer<'v>, slot: SlotId) -> Option<Option<&'v [crate::model::ComponentId]>> {
    let pin = answer.question.pins.iter().find(|(pinned, _)| *pinned == slot);
    pin.map(|(_, components)| components.as_deref())
}

/// What stands in a slot is a candidate, can be had on the day, and may be sold here.
fn check_line(answer: &Answer<'_>, line: &Line<'_>, faults: &mut Vec<String>) {
    let question = answer.question;
    let phrase = answer.phrase(line);
    let definition = question.view.slots.get(line.slot.index()).and_then(Option::as_ref);
    if !definition.is_some_and(|definition| definition.candidates.contains(&line.id)) {
        faults.push(format!("{phrase} is no candidate"));
    }
    let pin = pin_of(answer, line.slot).flatten();
    if pin.is_some_and(|pinned| !pinned.contains(&line.id)) {
        faults.push(format!("{phrase} is not what the slot is pinned to"));
    }
    if line.component.lifecycle == Lifecycle::Eol && !pin.is_some_and(|pinned| pinned.contains(&line.id)) {
        faults.push(format!("{phrase} is at the end of its life and not pinned"));
    }
    if question.without.contains(&line.id) {
        faults.push(format!("{phrase} was to be left out"));
    }
    if !answer.is_in_force(line.component.effectivity) {
        faults.push(format!("{phrase} cannot be had on {}", question.as_of));
    }
    if line.component.territories.as_ref().is_some_and(|territories| !is_allowed(answer, territories)) {
        let market = question.model.areas.code(question.market);
        faults.push(format!("{phrase} may not be sold or operated in `{market}`"));
    }
}

fn is_allowed(answer: &Answer<'_>, territories: &Territories) -> bool {
    let areas = &answer.question.model.areas;
    let market = areas.code(answer.question.market);
    territories.areas.iter().any(|area| areas.code_lies_in(market, &area.value)) == territories.only
}

/// `--set` and an area's `[set]` both bind; the default binds where neither speaks.
fn check_option(answer: &Answer<'_>, option: OptionId, faults: &mut Vec<String>) {
    let question = answer.question;
    let Some(definition) = question.model.options.get(option) else { return };
    let name = &definition.name;
    let Some(value) = answer.selection.options.get(option.index()).copied() else { return };
    if value as usize >= definition.values.len() {
        faults.push(format!("option `{name}` has no value number {value}"));
    }
    let flags = question.set.iter().filter(|(set, _)| *set == option).map(|(_, value)| *value);
    let settings =
        question.view.settings.iter().filter(|setting| setting.option == option).map(|setting| setting.value);
    let mut fixed: Vec<u32> = flags.chain(settings).collect();
    if fixed.is_empty() {
        fixed.extend(definition.default.as_ref().map(|default| default.value));
    }
    for wanted in fixed.into_iter().filter(|wanted| *wanted != value) {
        let word = |at: u32| definition.values.get(at as usize).map(ToString::to_string).unwrap_or_default();
        faults.push(format!("option `{name}` is `{}` and was fixed to `{}`", word(value), word(wanted)));
    }
}
