//! What could be changed so that a conflict goes away; `fixes` tries whether it does.

mod areas;
mod candidates;
mod certificates;
mod dates;
mod facts;

pub(super) use dates::{Around, days, placing};
pub(super) use facts::statements;

use super::ground::{FixedBy, Ground};
use super::requested::Requested;
use super::wording::{Wording, assignment};
use crate::bom::Edit;
use crate::date::Date;
use crate::kernel::{Cause, Certified, ExtraCandidate, Flags, OptionValue, Reason};
use crate::model::{ComponentId, OptionId, SlotId};
use crate::query::FlagId;
use crate::span::Place;

/// One change, in one place: its wording, the same as data, and what it does to the question.
#[derive(Clone)]
pub(super) struct Change {
    pub kind: Kind,
    pub steps: Vec<Step>,
    pub edits: Vec<Edit>,
    pub text: String,
    pub place: Option<Place>,
    /// A certificate whose cost nobody knows.
    pub planned: bool,
    /// A fact that nobody has stated, on which it relies.
    pub fact: Option<Requested>,
}

/// What a change touches, from the request inwards: changes of an earlier kind are offered first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Kind {
    /// A flag: no file is touched.
    Flag,
    /// The carriers that solution.toml requests.
    Carrier,
    /// A certificate or an approval.
    Certificate,
    /// An option's value.
    Option,
    /// One more candidate of a slot.
    Candidate,
    /// A fact that nobody has stated.
    Fact,
    /// What an own overlay requires.
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

/// What a change does to the case.
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
        Self { kind, steps: vec![step], edits: vec![edit], text, place, planned: false, fact: None }
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
            fact: self.fact.clone().or_else(|| other.fact.clone()),
        }
    }

    /// Whether another change makes the same edits, in whatever order.
    pub fn has_same_edits(&self, other: &Self) -> bool {
        self.edits.len() == other.edits.len() && self.edits.iter().all(|edit| other.edits.contains(edit))
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
        self.steps.iter().any(|step| match step {
            Step::Drop(dropped) => dropped == cause,
            Step::DropLimit(dropped) => {
                matches!(cause, Cause::Limit(at, _) | Cause::CarrierLimit(at, _) if at == dropped)
            }
            Step::Set(option, _) => matches!(cause, Cause::Setting(set) if set == option),
            Step::Unpin(_)
            | Step::Unset(_)
            | Step::Allow(_)
            | Step::Hold(_)
            | Step::Certify(..)
            | Step::Also(..)
            | Step::On(_) => false,
        })
    }

    /// Which causes have constraints that the change could make hold; `None` where it adds choices or changes the day.
    pub fn touches<'c>(&'c self, wording: &'c Wording<'_>) -> Option<impl Fn(&Cause) -> bool + 'c> {
        let adds = |step: &Step| matches!(step, Step::Also(..) | Step::On(_));
        if self.steps.iter().any(adds) {
            return None;
        }
        let accepts = |cause: &Cause, scheme: &String| {
            let (Cause::Scheme(_, at) | Cause::ProductScheme(at)) = cause else { return false };
            wording.case.input.view.certification.get(*at).is_some_and(|one| one.accepts.contains(scheme))
        };
        Some(move |cause: &Cause| {
            self.meets(cause)
                || self.steps.iter().any(|step| match step {
                    Step::Unpin(slot) => matches!(cause, Cause::PinFlag(pinned) if pinned == slot),
                    Step::Unset(option) => matches!(cause, Cause::SetFlag(set) if set == option),
                    Step::Allow(at) => matches!(cause, Cause::WithoutFlag(flag) if flag == at),
                    Step::Set(option, _) => {
                        matches!(cause, Cause::Default(set) | Cause::SetFlag(set) if set == option)
                    }
                    Step::Hold(scheme) => accepts(cause, scheme),
                    Step::Certify(_, scheme) => {
                        accepts(cause, scheme) || matches!(cause, Cause::Approval(_, _, wanted) if wanted == scheme)
                    }
                    Step::Drop(_) | Step::DropLimit(_) | Step::Also(..) | Step::On(_) => false,
                })
        })
    }

    /// The day with the change.
    pub fn day(&self, before: Date) -> Date {
        let day = |step: &Step| if let Step::On(day) = step { Some(*day) } else { None };
        self.steps.iter().find_map(day).unwrap_or(before)
    }
}

/// All changes but those of the day: by kind, then by reason; from the request inwards.
pub(super) fn changes(wording: &Wording<'_>) -> Vec<Change> {
    let mut list: Vec<Change> = Vec::new();
    let kinds: [fn(&Wording<'_>, &Reason) -> Vec<Change>; 10] = [
        flags,
        carriers,
        certificates::certificates,
        certificates::approvals,
        options,
        candidates::further,
        candidates::providers,
        candidates::suppliers,
        areas::needs_and_limits,
        areas::rules,
    ];
    for kind in kinds {
        for change in wording.reasons.iter().flat_map(|reason| kind(wording, reason)) {
            if !list.iter().any(|known| known.edits == change.edits) {
                list.push(change);
            }
        }
    }
    list
}

/// Leave a flag out.
fn flags(wording: &Wording<'_>, reason: &Reason) -> Vec<Change> {
    let Ground::Flag(typed) = Ground::from(&reason.cause) else { return Vec::new() };
    let step = match typed {
        FlagId::Pin(slot) => Step::Unpin(slot),
        FlagId::Set(option) => Step::Unset(option),
        FlagId::Without(at) => Step::Allow(at),
    };
    let texts = wording.case.typed(typed);
    let edits = texts.iter().map(|flag| Edit::DropFlag { flag: (*flag).to_owned() }).collect();
    let text = format!("leave out `{}`", texts.join(" "));
    vec![Change { kind: Kind::Flag, steps: vec![step], edits, text, place: None, planned: false, fact: None }]
}

/// Request one carrier less.
fn carriers(wording: &Wording<'_>, reason: &Reason) -> Vec<Change> {
    let Cause::RequestedCarrier(id, span) = &reason.cause else { return Vec::new() };
    let text = format!("remove `{id}` from `carriers.{}` in solution.toml", wording.market());
    let edit = Edit::DropCarrier { area: wording.market().to_owned(), carrier: id.clone() };
    let step = Step::Drop(reason.cause.clone());
    vec![Change::new(Kind::Carrier, step, edit, text, Some(wording.place(*span)))]
}

/// Another value of an option that a default or an area fixes. What a variant sets makes it that variant, so it stays.
fn options(wording: &Wording<'_>, reason: &Reason) -> Vec<Change> {
    let Ground::Value(option, by) = Ground::from(&reason.cause) else { return Vec::new() };
    let fixed = wording.value_by(option, by);
    let typed = wording.case.input.flags.set.iter().find(|set| set.option == option).map(|set| set.value);
    let count = wording.case.compiled.model.options.get(option).map_or(0, |one| one.values.len());
    let values = (0..).take(count).filter(|value| Some(*value) != fixed);
    let values = values.filter(|value| typed.is_none_or(|typed| typed == *value));
    match by {
        FixedBy::Variant => Vec::new(),
        FixedBy::Area | FixedBy::Default => {
            values.filter_map(|value| option_change(wording, reason, option, value)).collect()
        }
    }
}

fn option_change(wording: &Wording<'_>, reason: &Reason, option: OptionId, value: u32) -> Option<Change> {
    let (wanted, market) = (assignment(wording.case.compiled, option, value), wording.market());
    let definition = wording.case.compiled.model.options.get(option)?;
    let edit = Edit::SetOption {
        area: market.to_owned(),
        option: definition.name.clone(),
        value: definition.values.get(value as usize)?.clone(),
    };
    let setting = wording.setting_of(option).filter(|_| matches!(reason.cause, Cause::Setting(_)));
    let (text, place) = match setting {
        Some(setting) if setting.origin.area == wording.case.input.market => {
            let place = wording.place(setting.origin.span);
            (format!("set `{wanted}` for {market} in `[set]` at {place}"), Some(place))
        }
        _ => (format!("set `{wanted}` for {market} in `[set]` of {}", wording.own_file()), None),
    };
    Some(Change::new(Kind::Option, Step::Set(option, value), edit, text, place))
}
