//! One market of a session: its choices as groups of the engine, and their witnesses.

use super::commitment::{ChoiceKind, Commitment, Picked, Target};
use super::domain::{Domain, DomainValue, Verdict};
use crate::date::Date;
use crate::engine::{GroupId, Label, LimitReached, Pick, Restriction, ValueState, Values, Watch, Witnesses, Work};
use crate::kernel::{Cause, Flags, Lowered, Pin, PinFlag, SlotGroup, TAKEN};
use crate::model::{AreaId, ComponentId, OptionId, SlotId};
use crate::query::{Case, Compiled, Request, ResolveError, USUAL_LIMIT};
use crate::terms::Lifecycle;
use std::collections::BTreeMap;

/// A choice as the engine has it.
pub(super) struct Point {
    /// What it is about.
    pub subject: Subject,
    /// Its group; `None`: a carrier that cannot be picked.
    pub group: Option<GroupId>,
}

/// What a choice is about, in ids.
pub(super) enum Subject {
    Slot(SlotGroup),
    Option(OptionId),
    Carrier(String),
}

/// One market.
pub(super) struct MarketSession {
    code: String,
    area: AreaId,
    day: Date,
    witnesses: Witnesses,
    points: Vec<Point>,
    domains: Vec<Domain>,
    /// The flags of the request.
    flags: Flags,
    /// The values that an option without any flag has.
    defaults: BTreeMap<OptionId, Values>,
    /// The candidates of each slot that are at the end of their life.
    ended: BTreeMap<SlotId, Values>,
    /// Exact component references, by the label that the domains show.
    exact: BTreeMap<String, String>,
}

impl MarketSession {
    pub fn new(compiled: &Compiled, request: &Request, code: &str) -> Result<Self, ResolveError> {
        let area = compiled.model.areas.find(code).ok_or_else(ResolveError::no_market)?;
        let day = request.as_of.or(compiled.model.header.as_of).ok_or_else(ResolveError::no_date)?;
        let case = compiled.bare_case(&request.for_markets([code]), area, day)?;
        let flags = case.input.flags.clone();
        let open = case.with_flags(opened(&case));
        let lowered = open.lowered();
        let points = points(&open);
        let mut problem = lowered.problem.clone();
        problem.leave_out(&labels_of_defaults(lowered));
        let domains = points.iter().map(|point| domain(&case, point)).collect();
        let exact = exact_references(compiled, &points);
        let mut session = Self {
            code: code.to_owned(),
            area,
            day,
            witnesses: Witnesses::new(&problem, &switches(lowered)),
            domains,
            defaults: defaults(&case),
            ended: ended(compiled, &points),
            points,
            flags,
            exact,
        };
        (0..session.points.len()).for_each(|at| session.restrict_point(at, None));
        Ok(session)
    }

    pub fn code(&self) -> &str {
        &self.code
    }

    pub fn area(&self) -> AreaId {
        self.area
    }

    pub fn day(&self) -> Date {
        self.day
    }

    pub fn domains(&self) -> &[Domain] {
        &self.domains
    }

    pub fn has_carrier(&self, id: &str) -> bool {
        self.points.iter().any(|point| matches!(&point.subject, Subject::Carrier(own) if own == id))
    }

    /// A request with a commitment as a flag in place of what it says of the same slot or option.
    pub fn with_flag(&self, mut request: Request, commitment: &Commitment) -> Request {
        let name = &commitment.name;
        match commitment.kind {
            ChoiceKind::Option => {
                request.set.retain(|set| set.option != *name);
                request.set(name, commitment.value.clone().unwrap_or_default())
            }
            ChoiceKind::Slot => {
                request.pin.retain(|pin| pin.slot != *name);
                let value = commitment.value.clone().unwrap_or_default();
                let exact = self.exact.get(&value).cloned().unwrap_or(value);
                request.pin(name, exact)
            }
            ChoiceKind::Carrier => request,
        }
    }

    /// The group and value of a carrier that is committed; `None` where this market lacks it.
    pub fn carrier(&self, id: &str, picked: Picked) -> Option<Pick> {
        let point = self.points.iter().find(|point| matches!(&point.subject, Subject::Carrier(own) if own == id))?;
        Some(Pick { group: point.group?, value: carrier_value(picked) })
    }

    /// The choice of a name.
    pub fn point(&self, kind: ChoiceKind, name: &str) -> Option<(&Point, &Domain)> {
        let at = self.domains.iter().position(|domain| domain.kind == kind && domain.name == name)?;
        Some((self.points.get(at)?, self.domains.get(at)?))
    }

    /// Restricts what a target is about to what is committed of it.
    pub fn restrict(&mut self, about: &Target, committed: Option<&Target>) {
        let is_meant = |point: &Point| match (&point.subject, about) {
            (Subject::Slot(slot), Target::Slot(about, _)) => slot.slot == *about,
            (Subject::Option(option), Target::Option(about, _)) => option == about,
            (Subject::Carrier(own), Target::Carrier(about, _)) => own == about,
            (Subject::Slot(_) | Subject::Option(_) | Subject::Carrier(_), _) => false,
        };
        if let Some(at) = self.points.iter().position(is_meant) {
            self.restrict_point(at, committed);
        }
    }

    fn restrict_point(&mut self, at: usize, committed: Option<&Target>) {
        let (Some(point), Some(domain)) = (self.points.get(at), self.domains.get_mut(at)) else { return };
        domain.is_committed = committed.is_some();
        let restriction = match (&point.subject, committed) {
            (Subject::Slot(slot), Some(Target::Slot(_, pin))) => Some(pinned(slot, pin)),
            (Subject::Slot(slot), _) => match self.flags.pin(slot.slot) {
                Some(pin) => Some(pinned(slot, pin)),
                None => self.ended.get(&slot.slot).map(|ended| open(ended.complement(slot.size()))),
            },
            (Subject::Option(_), Some(Target::Option(_, value))) => Some(open(Values::single(*value))),
            (Subject::Option(option), _) => {
                let sets = self.flags.set.iter().filter(|set| set.option == *option);
                let both = |all: Values, one: Values| all.intersection(&one);
                let set = sets.map(|set| Values::single(set.value)).reduce(both);
                set.or_else(|| self.defaults.get(option).cloned()).map(open)
            }
            (Subject::Carrier(_), Some(Target::Carrier(_, picked))) => {
                Some(open(Values::single(carrier_value(*picked))))
            }
            (Subject::Carrier(_), _) => None,
        };
        if let Some(group) = point.group {
            self.witnesses.restrict(group, restriction);
        }
    }

    /// Brings the domains up to date. A limit leaves the rest undecided; the only failure is that the work was ended.
    pub fn update(&mut self, limit: Option<u64>, watch: Option<&Watch>) -> Result<(), LimitReached> {
        let mut work = Work::new(limit.unwrap_or(USUAL_LIMIT)).watched(watch.cloned());
        let has_answer = self.witnesses.solution(&mut work).map(|solution| solution.is_some());
        if watch.is_some_and(Watch::is_stopped) {
            return Err(LimitReached);
        }
        for (point, domain) in self.points.iter().zip(&mut self.domains) {
            let Some(group) = point.group else {
                never_picked(domain, has_answer.ok());
                continue;
            };
            let mut possible = 0;
            let mut last = None;
            for (value, entry) in (0..).zip(&mut domain.values) {
                entry.verdict = match self.witnesses.state_of(Pick { group, value }, &mut work) {
                    Ok(ValueState::Possible) => Verdict::Possible,
                    Ok(ValueState::Forbidden) => Verdict::Forbidden,
                    Err(LimitReached) if watch.is_some_and(Watch::is_stopped) => return Err(LimitReached),
                    Err(LimitReached) => Verdict::Undecided,
                };
                if entry.verdict != Verdict::Forbidden {
                    possible += 1;
                    last = Some(entry);
                }
            }
            if let (1, Some(only)) = (possible, last)
                && only.verdict == Verdict::Possible
            {
                only.verdict = Verdict::Forced;
            }
        }
        Ok(())
    }
}

/// A carrier that cannot be picked is not picked by any answer.
fn never_picked(domain: &mut Domain, has_answer: Option<bool>) {
    for value in &mut domain.values {
        value.verdict = match (has_answer, &value.value) {
            (Some(true), None) => Verdict::Forced,
            (Some(false), None) | (Some(_), Some(_)) => Verdict::Forbidden,
            (None, _) => Verdict::Undecided,
        };
    }
}

fn open(values: Values) -> Restriction {
    Restriction { values, is_switched_on: false }
}

fn carrier_value(picked: Picked) -> u32 {
    match picked {
        Picked::Yes => TAKEN,
        Picked::No => 1 - TAKEN,
    }
}

/// What a pin leaves of a slot: one of its components, or nothing while the slot's condition is false.
fn pinned(slot: &SlotGroup, pin: &Pin) -> Restriction {
    let held = |ids: &[ComponentId]| {
        let candidates = (1..).zip(&slot.candidates).filter(|(_, id)| ids.contains(id));
        candidates.map(|(value, _)| value).chain([0]).collect()
    };
    match pin {
        Pin::Empty => open(Values::single(0)),
        Pin::Any(ids) => Restriction { values: held(ids), is_switched_on: true },
    }
}

/// The flags with which everything can still be committed: no option is set, and every slot is pinned to all its candidates,
/// so that those at the end of their life are not excluded.
fn opened(case: &Case<'_>) -> Flags {
    let slots = case.input.view.slots.iter().flatten();
    let pins = slots.map(|slot| PinFlag { slot: slot.slot, pin: Pin::Any(slot.candidates.clone()) });
    Flags { set: Vec::new(), pins: pins.collect(), ..case.input.flags.clone() }
}

fn labels_of_defaults(lowered: &Lowered) -> Vec<Label> {
    let numbered = (1..).zip(&lowered.reasons).filter(|(_, reason)| matches!(reason.cause, Cause::Default(_)));
    numbered.map(|(label, _)| Label(label)).collect()
}

/// The labels of constraints that hold only where a slot is pinned, with the slot's group.
fn switches(lowered: &Lowered) -> BTreeMap<Label, GroupId> {
    let numbered = (1..).zip(&lowered.reasons).filter_map(|(label, reason)| {
        let Cause::PinFlag(slot) = &reason.cause else { return None };
        Some((Label(label), lowered.slot(*slot)?.group))
    });
    numbered.collect()
}

/// Slots, options, carriers.
fn points(case: &Case<'_>) -> Vec<Point> {
    let lowered = case.lowered();
    let slots = lowered.slots.iter();
    let slots = slots.map(|slot| Point { subject: Subject::Slot(slot.clone()), group: Some(slot.group) });
    let options = lowered.options.entries();
    let options = options.map(|(id, group)| Point { subject: Subject::Option(id), group: Some(*group) });
    let carriers = case.input.view.carriers.iter().zip(&lowered.carriers);
    let carriers =
        carriers.map(|(carrier, group)| Point { subject: Subject::Carrier(carrier.id.clone()), group: *group });
    slots.chain(options).chain(carriers).collect()
}

fn domain(case: &Case<'_>, point: &Point) -> Domain {
    let model = case.input.model;
    let label = |id: &ComponentId| Some(model.component_label(*id));
    let (kind, name, values) = match &point.subject {
        Subject::Slot(slot) => {
            let values = std::iter::once(None).chain(slot.candidates.iter().map(label)).collect();
            (ChoiceKind::Slot, model.slot_name(slot.slot).to_owned(), values)
        }
        Subject::Option(id) => {
            let option = &model.options[*id];
            let values = option.values.iter().map(|value| Some(value.to_string())).collect();
            (ChoiceKind::Option, option.name.clone(), values)
        }
        Subject::Carrier(id) => {
            let values: Vec<Option<String>> = vec![Some(Commitment::PICKED.to_owned()), None];
            (ChoiceKind::Carrier, id.clone(), values)
        }
    };
    let values = values.into_iter().map(|value| DomainValue { verdict: Verdict::Undecided, value }).collect();
    Domain { kind, name, is_committed: false, values }
}

/// The default of each option that nothing but a flag could set.
fn defaults(case: &Case<'_>) -> BTreeMap<OptionId, Values> {
    let input = &case.input;
    let options = input.model.options.entries().filter_map(|(id, option)| {
        let variant = input.flags.variant.and_then(|variant| input.model.variants[variant].setting(id));
        let is_set = variant.is_some() || input.view.settings.iter().any(|setting| setting.option == id);
        let default = option.default.as_ref().filter(|_| !is_set)?;
        Some((id, Values::single(default.value)))
    });
    options.collect()
}

fn ended(compiled: &Compiled, points: &[Point]) -> BTreeMap<SlotId, Values> {
    let is_ended = |id: &ComponentId| compiled.model.components[*id].lifecycle == Lifecycle::Eol;
    let slots = points.iter().filter_map(|point| match &point.subject {
        Subject::Slot(slot) => Some(slot),
        Subject::Option(_) | Subject::Carrier(_) => None,
    });
    let ended = slots.map(|slot| {
        let candidates = (1..).zip(&slot.candidates).filter(|(_, id)| is_ended(id));
        (slot.slot, candidates.map(|(value, _)| value).collect::<Values>())
    });
    ended.filter(|(_, values)| !values.is_empty()).collect()
}

/// `fw@1.2.0`, as the domains write it, means this version; as a flag that is `fw@=1.2.0`.
fn exact_references(compiled: &Compiled, points: &[Point]) -> BTreeMap<String, String> {
    let candidates = points.iter().flat_map(|point| match &point.subject {
        Subject::Slot(slot) => slot.candidates.as_slice(),
        Subject::Option(_) | Subject::Carrier(_) => &[],
    });
    let reference = |id: &ComponentId| {
        let component = &compiled.model.components[*id];
        let label = compiled.model.component_label(*id);
        (label != component.id).then(|| (label, format!("{}@={}", component.id, component.version)))
    };
    candidates.filter_map(reference).collect()
}
