//! What could be changed so that a conflict goes away; whether it does is tried elsewhere.

mod areas;
mod candidates;
mod certificates;
mod dates;

pub(super) use dates::days;

use super::wording::{Words, assignment};
use crate::bom::Edit;
use crate::date::Date;
use crate::kernel::{Cause, Certified, ExtraCandidate, Flags, OptionValue, Reason};
use crate::model::{ComponentId, OptionId, SlotId};
use crate::query::FlagId;
use crate::span::Place;

/// One change, in one place: its words, the same as data, and what it does to the question.
#[derive(Clone)]
pub(super) struct Change {
    pub kind: Kind,
    pub steps: Vec<Step>,
    pub edits: Vec<Edit>,
    pub text: String,
    pub place: Option<Place>,
    /// A certificate whose cost nobody knows.
    pub planned: bool,
}

/// What a change touches, from the question inwards: changes of an earlier kind are offered first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Kind {
    /// A flag: no file is touched.
    Flag,
    /// What solution.toml asks of carriers.
    Carrier,
    /// A certificate or an approval.
    Certificate,
    /// An option's value.
    Option,
    /// One more candidate of a slot.
    Candidate,
    /// What an own overlay asks for.
    Area,
    /// A rule.
    Rule,
    /// Another day.
    Day,
}

impl Kind {
    /// How many files a change of this kind touches.
    pub fn files(self) -> usize {
        usize::from(!matches!(self, Self::Flag | Self::Day))
    }
}

/// What a change does to the question.
#[derive(Clone)]
pub(super) enum Step {
    /// Leave a flag out.
    Unpin(SlotId),
    Unset(OptionId),
    Allow(usize),
    /// Take the constraints of a cause as met.
    Drop(Cause),
    /// Take those of a limit as met, whoever fails it.
    DropLimit(usize),
    /// The solution holds a certificate of a scheme.
    Hold(String),
    /// A component does.
    Certify(ComponentId, String),
    /// An option has this value here, whatever its default and the areas say.
    Set(OptionId, u32),
    /// One more candidate.
    Also(SlotId, ComponentId),
    /// Another day.
    On(Date),
}

impl Change {
    fn new(kind: Kind, step: Step, edit: Edit, text: String, place: Option<Place>) -> Self {
        Self { kind, steps: vec![step], edits: vec![edit], text, place, planned: false }
    }

    /// Both changes at once.
    pub fn and(&self, other: &Self) -> Self {
        Self {
            kind: self.kind.max(other.kind),
            steps: [self.steps.as_slice(), other.steps.as_slice()].concat(),
            edits: [self.edits.as_slice(), other.edits.as_slice()].concat(),
            text: format!("{}, and {}", self.text, other.text),
            place: self.place.clone().or_else(|| other.place.clone()),
            planned: self.planned || other.planned,
        }
    }

    /// The flags with the change.
    pub fn flags(&self, before: &Flags) -> Flags {
        let mut flags = before.clone();
        for step in &self.steps {
            match step {
                Step::Unpin(slot) => flags.pins.retain(|pinned| pinned.slot != *slot),
                Step::Unset(option) => flags.set.retain(|set| set.option != *option),
                Step::Allow(at) => flags.without.get_mut(*at).into_iter().for_each(Vec::clear),
                Step::Hold(scheme) => flags.held.push(scheme.clone()),
                Step::Certify(component, scheme) => {
                    flags.certified.push(Certified { component: *component, scheme: scheme.clone() })
                }
                Step::Set(option, value) if !flags.set.contains(&OptionValue { option: *option, value: *value }) => {
                    flags.set.push(OptionValue { option: *option, value: *value });
                }
                Step::Also(slot, component) => flags.also.push(ExtraCandidate { slot: *slot, component: *component }),
                Step::Set(..) | Step::Drop(_) | Step::DropLimit(_) | Step::On(_) => {}
            }
        }
        flags
    }

    /// Whether the constraints of a cause count as met with the change.
    pub fn meets(&self, cause: &Cause) -> bool {
        self.steps.iter().any(|step| match (step, cause) {
            (Step::Drop(dropped), cause) => dropped == cause,
            (Step::DropLimit(dropped), Cause::Limit(at, _) | Cause::CarrierLimit(at, _)) => dropped == at,
            (Step::Set(option, _), Cause::Setting(set)) => option == set,
            _ => false,
        })
    }

    /// Which causes have constraints that the change could make hold; `None` where it adds choices or changes the day.
    pub fn touches<'c>(&'c self, words: &'c Words<'_>) -> Option<impl Fn(&Cause) -> bool + 'c> {
        let adds = |step: &Step| matches!(step, Step::Also(..) | Step::On(_));
        if self.steps.iter().any(adds) {
            return None;
        }
        let accepts = |at: &usize, scheme: &String| {
            words.case.input.view.certification.get(*at).is_some_and(|one| one.accepts.contains(scheme))
        };
        Some(move |cause: &Cause| {
            self.meets(cause)
                || self.steps.iter().any(|step| match (step, cause) {
                    (Step::Unpin(slot), Cause::PinFlag(pinned)) => slot == pinned,
                    (Step::Unset(option), Cause::SetFlag(set)) => option == set,
                    (Step::Allow(at), Cause::WithoutFlag(flag)) => at == flag,
                    (Step::Set(option, _), Cause::Default(set) | Cause::SetFlag(set)) => option == set,
                    (
                        Step::Hold(scheme) | Step::Certify(_, scheme),
                        Cause::Scheme(_, at) | Cause::ProductScheme(at),
                    ) => accepts(at, scheme),
                    (Step::Certify(_, scheme), Cause::Approval(_, _, wanted)) => scheme == wanted,
                    _ => false,
                })
        })
    }

    /// The day with the change.
    pub fn day(&self, before: Date) -> Date {
        let day = |step: &Step| match step {
            Step::On(day) => Some(*day),
            _ => None,
        };
        self.steps.iter().find_map(day).unwrap_or(before)
    }
}

/// All changes but those of the day: by kind, then by reason; from the question inwards.
pub(super) fn changes(words: &Words<'_>) -> Vec<Change> {
    let mut list: Vec<Change> = Vec::new();
    let kinds: [fn(&Words<'_>, &Reason) -> Vec<Change>; 9] = [
        flags,
        carriers,
        certificates::certificates,
        certificates::approvals,
        options,
        candidates::further,
        candidates::providers,
        areas::needs_and_limits,
        areas::rules,
    ];
    for kind in kinds {
        for change in words.reasons.iter().flat_map(|reason| kind(words, reason)) {
            if !list.iter().any(|known| known.edits == change.edits) {
                list.push(change);
            }
        }
    }
    list
}

/// Leave a flag out.
fn flags(words: &Words<'_>, reason: &Reason) -> Vec<Change> {
    let (step, typed) = match &reason.cause {
        Cause::PinFlag(slot) => (Step::Unpin(*slot), FlagId::Pin(*slot)),
        Cause::SetFlag(option) => (Step::Unset(*option), FlagId::Set(*option)),
        Cause::WithoutFlag(at) => (Step::Allow(*at), FlagId::Without(*at)),
        _ => return Vec::new(),
    };
    let texts = words.case.typed(typed);
    let edits = texts.iter().map(|flag| Edit::DropFlag { flag: (*flag).to_owned() }).collect();
    let text = format!("leave out `{}`", texts.join(" "));
    vec![Change { kind: Kind::Flag, steps: vec![step], edits, text, place: None, planned: false }]
}

/// Ask for one carrier less.
fn carriers(words: &Words<'_>, reason: &Reason) -> Vec<Change> {
    let Cause::RequestedCarrier(id, span) = &reason.cause else { return Vec::new() };
    let text = format!("remove `{id}` from `carriers.{}` in solution.toml", words.market());
    let edit = Edit::DropCarrier { area: words.market().to_owned(), carrier: id.clone() };
    let step = Step::Drop(reason.cause.clone());
    vec![Change::new(Kind::Carrier, step, edit, text, Some(words.place(*span)))]
}

/// Another value of an option that a default or an area fixes.
fn options(words: &Words<'_>, reason: &Reason) -> Vec<Change> {
    let (option, fixed) = match &reason.cause {
        Cause::Default(option) => {
            let definition = words.case.compiled.model.options.get(*option);
            (*option, definition.and_then(|one| one.default.as_ref()).map(|default| default.value))
        }
        Cause::Setting(option) => (*option, words.setting_of(*option).map(|setting| setting.value)),
        _ => return Vec::new(),
    };
    let typed = words.case.input.flags.set.iter().find(|set| set.option == option).map(|set| set.value);
    let count = words.case.compiled.model.options.get(option).map_or(0, |one| one.values.len());
    let values = (0..).take(count).filter(|value| Some(*value) != fixed);
    let values = values.filter(|value| typed.is_none_or(|typed| typed == *value));
    values.filter_map(|value| option_change(words, reason, option, value)).collect()
}

fn option_change(words: &Words<'_>, reason: &Reason, option: OptionId, value: u32) -> Option<Change> {
    let (wanted, market) = (assignment(words.case.compiled, option, value), words.market());
    let definition = words.case.compiled.model.options.get(option)?;
    let edit = Edit::SetOption {
        area: market.to_owned(),
        option: definition.name.clone(),
        value: definition.values.get(value as usize)?.clone(),
    };
    let setting = words.setting_of(option).filter(|_| matches!(reason.cause, Cause::Setting(_)));
    let (text, place) = match setting {
        Some(setting) if setting.origin.area == words.case.input.market => {
            let place = words.place(setting.origin.span);
            (format!("set `{wanted}` for {market} in `[set]` at {place}"), Some(place))
        }
        _ => (format!("set `{wanted}` for {market} in `[set]` of {}", words.own_file()), None),
    };
    Some(Change::new(Kind::Option, Step::Set(option, value), edit, text, place))
}

/// How a component stands in an edit: this version and no other.
fn exactly(words: &Words<'_>, id: ComponentId) -> String {
    let component = words.case.compiled.model.component(id);
    component.map(|component| format!("{}@={}", component.id, component.version)).unwrap_or_default()
}
