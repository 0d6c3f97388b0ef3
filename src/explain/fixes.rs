//! Changes that make the market valid: each was tried before it is offered.

use crate::bom::Fix;
use crate::engine::{Optimiser, Work};
use crate::kernel::{Cause, Flags, Question, Reason, lower, set_costs};
use crate::model::{Component, ComponentId, SlotId};
use crate::name::is_below;
use crate::number::Number;
use crate::question::{Asked, Compiled, Typed, best, objectives, selection};
use crate::verify;

/// Most changes that are offered, and that are tried.
const OFFERED: usize = 3;
const TRIED: usize = 24;

/// What could be changed.
enum Change {
    /// Leave a flag out.
    Drop(Flags, String),
    /// Set an option otherwise.
    Set(Flags, String),
    /// Add a candidate to a slot.
    Add(Flags, SlotId, ComponentId),
    /// Plan a certificate of a scheme.
    Plan(Flags, String),
}

/// The changes that help, cheapest in touched places first: flags, options, further candidates.
pub(super) fn fixes(
    compiled: &Compiled,
    asked: &Asked,
    question: &Question<'_>,
    reasons: &[&Reason],
    work: &mut Work,
) -> Vec<Fix> {
    let mut optimiser = Optimiser::new();
    let mut found = Vec::new();
    for change in changes(compiled, asked, question, reasons).into_iter().take(TRIED) {
        if found.len() == OFFERED {
            break;
        }
        let flags = match &change {
            Change::Drop(flags, _) | Change::Set(flags, _) | Change::Add(flags, ..) | Change::Plan(flags, _) => flags,
        };
        let changed = Question { flags, ..*question };
        if let Some(cost) = tried(compiled, asked, &changed, &mut optimiser, work) {
            found.push(offer(compiled, question, &change, cost));
        }
    }
    found
}

fn changes(compiled: &Compiled, asked: &Asked, question: &Question<'_>, reasons: &[&Reason]) -> Vec<Change> {
    let (mut drops, mut sets, mut adds, mut plans) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for reason in reasons {
        match &reason.cause {
            Cause::PinFlag(slot) => {
                let mut flags = asked.flags.clone();
                flags.pins.retain(|(pinned, _)| pinned != slot);
                drops.push(Change::Drop(flags, typed(asked, Typed::Pin(*slot))));
            }
            Cause::SetFlag(option) => {
                let mut flags = asked.flags.clone();
                flags.set.retain(|(set, _)| set != option);
                drops.push(Change::Drop(flags, typed(asked, Typed::Set(*option))));
            }
            Cause::WithoutFlag(at) => {
                let mut flags = asked.flags.clone();
                if let Some(list) = flags.without.get_mut(*at) {
                    list.clear();
                }
                drops.push(Change::Drop(flags, typed(asked, Typed::Without(*at))));
            }
            Cause::Default(option) => {
                let Some(definition) = compiled.model.options.get(option.index()) else { continue };
                let default = definition.default.as_ref().map(|default| default.value);
                for (at, value) in (0..).zip(&definition.values) {
                    if Some(at) != default {
                        let mut flags = asked.flags.clone();
                        flags.set.push((*option, at));
                        sets.push(Change::Set(flags, format!("{} = {value}", definition.name)));
                    }
                }
            }
            Cause::Scheme(_, at) | Cause::ProductScheme(at) => {
                let Some(certification) = question.laid.certification.get(*at) else { continue };
                let mut flags = asked.flags.clone();
                flags.held.push(certification.scheme.clone());
                plans.push(Change::Plan(flags, certification.scheme.clone()));
            }
            _ => {}
        }
        if let Some(slot) = exclusive_slot(&reason.cause) {
            for id in similar(compiled, question, slot) {
                let mut flags = asked.flags.clone();
                flags.also.push((slot, id));
                adds.push(Change::Add(flags, slot, id));
            }
        }
    }
    drops.into_iter().chain(plans).chain(sets).chain(adds).collect()
}

fn typed(asked: &Asked, flag: Typed) -> String {
    asked.typed.iter().find(|(known, _)| *known == flag).map(|(_, text)| text.clone()).unwrap_or_default()
}

/// The slot whose candidates a cause excludes.
fn exclusive_slot(cause: &Cause) -> Option<SlotId> {
    match cause {
        Cause::Unmeetable(slot, _)
        | Cause::Scheme(slot, _)
        | Cause::Territory(slot, _)
        | Cause::Dates(slot)
        | Cause::EndOfLife(slot)
        | Cause::Need(slot, _)
        | Cause::Limit(_, slot) => Some(*slot),
        _ => None,
    }
}

/// Components of the catalogue that are no candidates of a slot and provide all that one of its candidates provides.
fn similar(compiled: &Compiled, question: &Question<'_>, slot: SlotId) -> Vec<ComponentId> {
    let Some(Some(definition)) = question.laid.slots.get(slot.index()) else { return Vec::new() };
    let candidates: Vec<&Component> =
        definition.candidates.iter().filter_map(|id| compiled.model.component(*id)).collect();
    let alike = |component: &Component| {
        candidates.iter().any(|candidate| {
            candidate.kind == component.kind
                && (candidate.id == component.id || !candidate.provides.is_empty())
                && candidate.provides.iter().all(|wanted| {
                    component.provides.iter().any(|provided| is_below(&provided.capability, &wanted.capability))
                })
        })
    };
    let all = (0..compiled.model.components.len()).map(ComponentId::at);
    let others = all.filter(|id| !definition.candidates.contains(id));
    others.filter(|id| compiled.model.component(*id).is_some_and(alike)).collect()
}

/// Solves the changed question; the cost of its answer where the checker accepts it.
fn tried(
    compiled: &Compiled,
    asked: &Asked,
    question: &Question<'_>,
    optimiser: &mut Optimiser,
    work: &mut Work,
) -> Option<Number> {
    let mut lowered = lower(question);
    set_costs(question, &mut lowered, &objectives(compiled, asked).ok()?, &asked.before).ok()?;
    let values = best(&lowered, optimiser, work).ok()??;
    let selection = selection(compiled, &lowered, &values);
    let check = verify::Question {
        model: question.model,
        laid: question.laid,
        market: question.market,
        as_of: question.day,
        set: &question.flags.set,
        pins: &[],
        without: &[],
        shared_volume: question.shared_volume,
    };
    verify::cost(&check, &selection)
}

fn offer(compiled: &Compiled, question: &Question<'_>, change: &Change, cost: Number) -> Fix {
    let header = &compiled.model.header;
    let amount = format!("{} {}", cost.to_fixed(crate::bom::minor_unit(&header.currency)), header.currency);
    let then = format!("the BOM then costs {amount}");
    match change {
        Change::Drop(_, flag) => Fix { text: format!("leave out `{flag}`; {then}"), place: None },
        Change::Set(_, value) => {
            let code = compiled.model.areas.code(question.market);
            Fix { text: format!("let {code} take `{value}` (`[set]` in an own overlay); {then}"), place: None }
        }
        Change::Plan(_, scheme) => {
            let place = compiled.files.place(header.span);
            let entry = format!("scheme = \"{scheme}\", planned = {{ cost = \"…\", weeks = … }}");
            let text = format!(
                "add `[[certificates]]` {entry} to solution.toml; the BOM then costs {amount} and its share of that cost"
            );
            Fix { text, place: Some(place) }
        }
        Change::Add(_, slot, id) => {
            let definition = question.laid.slots.get(slot.index()).and_then(Option::as_ref);
            let place = definition.map(|definition| compiled.files.place(definition.choose));
            let (name, component) =
                (compiled.model.slot_name(*slot), compiled.model.component(*id).map(Component::label));
            let at = place.as_ref().map(|place| format!(" at {place}")).unwrap_or_default();
            let component = match (&component, compiled.model.component_label(*id)) {
                (_, label) if !label.is_empty() => label,
                (Some(label), _) => label.clone(),
                _ => String::new(),
            };
            Fix { text: format!("add `{component}` to `slots.{name}.choose`{at}; {then}"), place }
        }
    }
}
