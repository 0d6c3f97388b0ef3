//! What could be changed so that a conflict goes away; whether it does is tried elsewhere.

use super::asks::ended;
use super::words::{Words, assignment};
use crate::kernel::{Cause, Flags, Reason};
use crate::model::{Component, ComponentId, Need, OptionId, SlotId};
use crate::name::is_below;
use crate::question::Typed;
use crate::span::Place;

/// Most further candidates that are thought of for one reason.
const FURTHER: usize = 8;

/// One change, in one place.
pub(super) struct Change {
    /// The flags with it.
    pub flags: Flags,
    /// What then counts as met.
    pub dropped: Vec<Cause>,
    /// The edit, and where.
    pub text: String,
    pub place: Option<Place>,
    /// A certificate whose cost nobody knows.
    pub planned: bool,
}

impl Change {
    fn new(flags: Flags, text: String, place: Option<Place>) -> Self {
        Self { flags, dropped: Vec::new(), text, place, planned: false }
    }
}

/// Flags first, then what is asked for, certificates, options, further candidates, rules: from the question inwards.
pub(super) fn changes(words: &Words<'_>) -> Vec<Change> {
    let mut list: Vec<Change> = Vec::new();
    let kinds: [fn(&Words<'_>, &Reason) -> Vec<Change>; 7] =
        [flags, carriers, certificates, options, further, providers, rules];
    for kind in kinds {
        for change in words.reasons.iter().flat_map(|reason| kind(words, reason)) {
            if !list.iter().any(|known| known.text == change.text) {
                list.push(change);
            }
        }
    }
    list
}

/// Leave a flag out.
fn flags(words: &Words<'_>, reason: &Reason) -> Vec<Change> {
    let mut flags = words.asked.flags.clone();
    let typed = match &reason.cause {
        Cause::PinFlag(slot) => {
            flags.pins.retain(|(pinned, _)| pinned != slot);
            Typed::Pin(*slot)
        }
        Cause::SetFlag(option) => {
            flags.set.retain(|(set, _)| set != option);
            Typed::Set(*option)
        }
        Cause::WithoutFlag(at) => {
            flags.without.get_mut(*at).into_iter().for_each(Vec::clear);
            Typed::Without(*at)
        }
        _ => return Vec::new(),
    };
    let found = words.asked.typed.iter().find(|(known, _)| *known == typed);
    let text = found.map(|(_, text)| text.as_str()).unwrap_or_default();
    vec![Change::new(flags, format!("leave out `{text}`"), None)]
}

/// Ask for one carrier less.
fn carriers(words: &Words<'_>, reason: &Reason) -> Vec<Change> {
    let Cause::RequestedCarrier(id, span) = &reason.cause else { return Vec::new() };
    let text = format!("take `{id}` out of `carriers.{}` in solution.toml", words.market());
    let change = Change::new(words.asked.flags.clone(), text, Some(words.place(*span)));
    vec![Change { dropped: vec![reason.cause.clone()], ..change }]
}

/// Renew a certificate that ended, or plan one for the solution.
fn certificates(words: &Words<'_>, reason: &Reason) -> Vec<Change> {
    let (Cause::Scheme(_, at) | Cause::ProductScheme(at)) = &reason.cause else { return Vec::new() };
    let Some(certification) = words.question.laid.certification.get(*at) else { return Vec::new() };
    let component_level = certification.level == crate::overlay::Level::Component;
    let mut list = if component_level { renewals(words, reason, *at) } else { Vec::new() };
    let mut flags = words.asked.flags.clone();
    flags.held.push(certification.scheme.clone());
    if let Some(certificate) = words.out_of_force(certification) {
        let number = certificate.id.as_deref().unwrap_or(&certificate.scheme);
        let place = Some(words.place(certificate.origin.span));
        list.push(Change::new(flags.clone(), format!("renew `{number}` of the solution"), place));
    }
    let entry = format!("scheme = \"{}\", planned = {{ cost = \"…\", weeks = … }}", certification.scheme);
    let place = Some(words.place(words.compiled.model.header.span));
    let change = Change::new(flags, format!("add `[[certificates]]` {entry} to solution.toml"), place);
    list.push(Change { planned: true, ..change });
    list
}

/// A component's certificate that ended, in force again: the other excluded candidates stay out.
fn renewals(words: &Words<'_>, reason: &Reason, at: usize) -> Vec<Change> {
    let Some(certification) = words.question.laid.certification.get(at) else { return Vec::new() };
    let renewal = |(id, _): &(ComponentId, crate::span::Span)| {
        let component = words.compiled.model.component(*id)?;
        let certificate = ended(component, certification, words.asked.day)?;
        let mut flags = words.asked.flags.clone();
        flags.without.push(reason.excluded.iter().map(|(other, _)| *other).filter(|other| other != id).collect());
        let number = certificate.id.as_deref().unwrap_or(&certificate.scheme);
        let text = format!("renew `{number}` of `{}`", words.component(*id));
        let change = Change::new(flags, text, Some(words.place(certificate.span)));
        Some(Change { dropped: vec![reason.cause.clone()], ..change })
    };
    reason.excluded.iter().filter_map(renewal).collect()
}

/// Another value of an option that a default or an area fixes.
fn options(words: &Words<'_>, reason: &Reason) -> Vec<Change> {
    let (option, fixed) = match &reason.cause {
        Cause::Default(option) => {
            let definition = words.compiled.model.options.get(option.index());
            (*option, definition.and_then(|one| one.default.as_ref()).map(|default| default.value))
        }
        Cause::Setting(option) => (*option, words.setting_of(*option).map(|setting| setting.value)),
        _ => return Vec::new(),
    };
    let typed = words.asked.flags.set.iter().find(|(set, _)| *set == option).map(|(_, value)| *value);
    let count = words.compiled.model.options.get(option.index()).map_or(0, |one| one.values.len());
    let values = (0..).take(count).filter(|value| Some(*value) != fixed);
    let values = values.filter(|value| typed.is_none_or(|typed| typed == *value));
    values.map(|value| option_change(words, reason, option, value)).collect()
}

fn option_change(words: &Words<'_>, reason: &Reason, option: OptionId, value: u32) -> Change {
    let mut flags = words.asked.flags.clone();
    if !flags.set.contains(&(option, value)) {
        flags.set.push((option, value));
    }
    let (wanted, market) = (assignment(words.compiled, option, value), words.market());
    let setting = words.setting_of(option).filter(|_| matches!(reason.cause, Cause::Setting(_)));
    let (text, place) = match setting {
        Some(setting) if setting.origin.area == words.asked.market => {
            let place = words.place(setting.origin.span);
            (format!("let {market} take `{wanted}` in `[set]` at {place}"), Some(place))
        }
        _ => (format!("let {market} take `{wanted}` in `[set]` of {}", words.own_file()), None),
    };
    Change { dropped: vec![Cause::Setting(option)], ..Change::new(flags, text, place) }
}

/// Components of the catalogue that provide all that a candidate of the excluding slot provides.
fn further(words: &Words<'_>, reason: &Reason) -> Vec<Change> {
    let Some(slot) = reason.cause.excluded_slot() else { return Vec::new() };
    similar(words, slot).into_iter().take(FURTHER).map(|id| addition(words, slot, id)).collect()
}

fn addition(words: &Words<'_>, slot: SlotId, id: ComponentId) -> Change {
    let mut flags = words.asked.flags.clone();
    flags.also.push((slot, id));
    let place = words.group(slot).map(|group| words.place(group.definition.choose));
    let at = place.as_ref().map(|place| format!(" at {place}")).unwrap_or_default();
    let text = format!("add `{}` to `slots.{}.choose`{at}", words.component(id), words.slot(slot));
    Change::new(flags, text, place)
}

/// The components that are no candidates of a slot and could stand there.
fn similar(words: &Words<'_>, slot: SlotId) -> Vec<ComponentId> {
    let model = &words.compiled.model;
    let Some(group) = words.group(slot) else { return Vec::new() };
    let candidates: Vec<&Component> = group.candidates.iter().filter_map(|id| model.component(*id)).collect();
    let alike = |component: &Component| {
        candidates.iter().any(|candidate| {
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
fn providers(words: &Words<'_>, reason: &Reason) -> Vec<Change> {
    let mut found: Vec<(SlotId, ComponentId)> = Vec::new();
    for need in needs(words, reason) {
        for alternative in &need.alternatives {
            let meeting = words.question.index.meeting(words.question.model, alternative);
            let places = meeting.iter().flat_map(|id| homes(words, *id).into_iter().map(|slot| (slot, *id)));
            for place in places {
                if !found.contains(&place) {
                    found.push(place);
                }
            }
        }
    }
    found.into_iter().take(FURTHER).map(|(slot, id)| addition(words, slot, id)).collect()
}

/// The needs that a reason says are unmet.
fn needs<'w>(words: &'w Words<'_>, reason: &Reason) -> Vec<&'w Need> {
    match &reason.cause {
        Cause::AreaNeed(at) => words.question.laid.needs.get(*at).map(|need| &need.need).into_iter().collect(),
        Cause::Unmeetable(..) | Cause::Need(..) => {
            let needs = reason.excluded.iter().filter_map(|(id, span)| words.need_at(*id, *span));
            needs.filter(|need| !need.is_network()).collect()
        }
        _ => Vec::new(),
    }
}

/// The slots that have another version of a component, or something of its kind that provides one of the same things.
fn homes(words: &Words<'_>, id: ComponentId) -> Vec<SlotId> {
    let model = &words.compiled.model;
    let Some(component) = model.component(id) else { return Vec::new() };
    let shares = |other: &Component| {
        let one = |provided: &crate::model::Provided| {
            component.provides.iter().any(|mine| mine.capability == provided.capability)
        };
        other.kind == component.kind && other.provides.iter().any(one)
    };
    let like =
        |other: &ComponentId| model.component(*other).is_some_and(|other| other.id == component.id || shares(other));
    let fitting = words.lowered.slots.iter().filter(|group| !group.candidates.contains(&id));
    fitting.filter(|group| group.candidates.iter().any(like)).map(|group| group.slot).collect()
}

/// Give a rule up.
fn rules(words: &Words<'_>, reason: &Reason) -> Vec<Change> {
    let Cause::Rule(at) = &reason.cause else { return Vec::new() };
    let Some(rule) = words.question.laid.rules.get(*at) else { return Vec::new() };
    let text = format!("relax rule `{}`", rule.id);
    let change = Change::new(words.asked.flags.clone(), text, Some(words.place(rule.origin.span)));
    vec![Change { dropped: vec![reason.cause.clone()], ..change }]
}
