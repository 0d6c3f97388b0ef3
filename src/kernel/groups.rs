//! The choices of one market as groups, and what all steps of lowering share.

use super::cause::{Cause, Reason};
use super::cost::quantities;
use super::expression::Expression;
use super::matching::Index;
use crate::date::Date;
use crate::engine::{GroupId, Label, Problem, Values};
use crate::model::{AreaId, ComponentId, Model, OptionId, SlotId};
use crate::number::Number;
use crate::overlay::{MarketView, SlotDefinition};
use crate::span::Span;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// The flags, with names looked up.
#[derive(Clone, Debug, Default)]
pub(crate) struct Flags {
    /// `--set`.
    pub set: Vec<OptionValue>,
    /// `--pin`.
    pub pins: Vec<PinFlag>,
    /// `--without`: each flag's component versions.
    pub without: Vec<Vec<ComponentId>>,
    /// Candidates to try beside those of `choose`: for fixes.
    pub also: Vec<ExtraCandidate>,
    /// Schemes to take as held by the solution: for fixes.
    pub held: Vec<String>,
    /// Components to take as holding a certificate of a scheme in force: for fixes.
    pub certified: Vec<Certified>,
    /// Whether "some carrier is picked" is a reason: where conditions on carriers contradict it, nothing else would be.
    pub network_needs_are_reasons: bool,
}

/// An option with the position of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct OptionValue {
    pub option: OptionId,
    pub value: u32,
}

/// A slot with what it is pinned to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PinFlag {
    pub slot: SlotId,
    pub pin: Pin,
}

/// A candidate that `choose` does not name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ExtraCandidate {
    pub slot: SlotId,
    pub component: ComponentId,
}

/// A component taken as holding a certificate of a scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Certified {
    pub component: ComponentId,
    pub scheme: String,
}

/// What a pinned slot takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Pin {
    /// Nothing.
    Empty,
    /// One of these.
    Any(Vec<ComponentId>),
}

impl Flags {
    /// Whether a component is to be taken as holding a certificate of one of these schemes.
    pub fn certifies(&self, component: ComponentId, schemes: &[String]) -> bool {
        self.certified.iter().any(|one| one.component == component && schemes.contains(&one.scheme))
    }

    /// The pin of a slot.
    pub fn pin(&self, slot: SlotId) -> Option<&Pin> {
        self.pins.iter().find(|pinned| pinned.slot == slot).map(|pinned| &pinned.pin)
    }
}

/// One market on one day with its flags: everything that lowering reads.
#[derive(Clone)]
pub(crate) struct MarketInput<'a> {
    pub model: &'a Model,
    pub view: &'a MarketView,
    pub index: &'a Index,
    pub market: AreaId,
    pub day: Date,
    pub flags: Flags,
    /// By scheme of a planned certificate, the units a year that share its cost.
    pub shared_volumes: BTreeMap<String, Number>,
}

impl MarketInput<'_> {
    /// The units a year that share the cost of a planned certificate of a scheme; zero for a scheme that no market accepts.
    pub fn shared_volume(&self, scheme: &str) -> Number {
        self.shared_volumes.get(scheme).copied().unwrap_or(Number::ZERO)
    }
}

/// A slot's group: value 0 is "empty", value n the n-th candidate.
#[derive(Clone, Debug)]
pub(crate) struct SlotGroup {
    pub slot: SlotId,
    pub group: GroupId,
    pub definition: Arc<SlotDefinition>,
    pub candidates: Vec<ComponentId>,
    /// How many in one product.
    pub quantity: u64,
}

impl SlotGroup {
    /// The component of a value; `None` for "empty".
    pub fn component(&self, value: u32) -> Option<ComponentId> {
        let at = value.checked_sub(1)?;
        self.candidates.get(at as usize).copied()
    }

    /// Number of values.
    pub fn size(&self) -> u32 {
        u32::try_from(self.candidates.len()).unwrap_or(u32::MAX).saturating_add(1)
    }

    /// The literal "filled".
    pub(super) fn filled(&self) -> Expression {
        Expression::Literal(self.group, Values::single(0).complement(self.size()), self.size())
    }

    /// The literal "holds one of these values".
    pub(super) fn holds(&self, values: Values) -> Expression {
        Expression::Literal(self.group, values, self.size())
    }
}

/// The value of a carrier's and a planned certificate's group that means "picked", "taken": preferred in ties.
pub(crate) const TAKEN: u32 = 0;

/// The problem with the meaning of its groups and labels.
#[derive(Clone)]
pub(crate) struct Lowered {
    pub problem: Problem,
    /// Slots of this market, in the order of preference.
    pub slots: Vec<SlotGroup>,
    /// Options in their order.
    pub options: Vec<GroupId>,
    /// The group of each carrier of the market; `None` where it cannot matter.
    pub carriers: Vec<Option<GroupId>>,
    /// The group of each of the market's certificates; `None` unless it is planned and could be taken.
    pub planned: Vec<Option<GroupId>>,
    /// Groups that only help: everything from here on.
    pub helpers: u32,
    /// The reasons; label n is reason n − 1.
    pub reasons: Vec<Reason>,
}

impl Lowered {
    /// The reason behind a label.
    pub fn reason(&self, label: Label) -> Option<&Reason> {
        self.reasons.get((label.0 as usize).checked_sub(1)?)
    }
}

/// The work of lowering: the problem so far and what is known about it.
pub(super) struct Lowering<'a> {
    pub question: &'a MarketInput<'a>,
    pub lowered: Lowered,
    /// Where each component may stand: (position among the slots, value).
    pub occurrences: HashMap<ComponentId, Vec<(usize, u32)>>,
    /// Slot number → position among the slots of this market.
    position: Vec<Option<usize>>,
    labels: HashMap<Cause, Label>,
    /// Values that a reason forbids in a slot.
    forbidden: BTreeMap<(usize, Label), Vec<u32>>,
    /// Helpers "somebody provides this", by the alternatives' content.
    pub somebody: HashMap<String, GroupId>,
}

impl<'a> Lowering<'a> {
    pub fn new(question: &'a MarketInput<'a>) -> Self {
        let mut problem = Problem::new();
        let slots = slot_groups(question, &mut problem);
        let sizes = question.model.options.iter().map(|option| u32::try_from(option.values.len()).unwrap_or(u32::MAX));
        let options: Vec<GroupId> = sizes.map(|size| problem.add_group(size)).collect();
        let mut position = vec![None; question.model.slots.len()];
        let mut occurrences: HashMap<ComponentId, Vec<(usize, u32)>> = HashMap::new();
        for (at, slot) in slots.iter().enumerate() {
            if let Some(place) = position.get_mut(slot.slot.index()) {
                *place = Some(at);
            }
            for (value, component) in (1..).zip(&slot.candidates) {
                occurrences.entry(*component).or_default().push((at, value));
            }
        }
        let carriers = carrier_groups(question, &slots, &mut problem);
        let planned = planned_groups(question, &mut problem);
        let helpers = u32::try_from(problem.groups()).unwrap_or(u32::MAX);
        let lowered = Lowered { problem, slots, options, carriers, planned, helpers, reasons: Vec::new() };
        Self {
            question,
            lowered,
            occurrences,
            position,
            labels: HashMap::new(),
            forbidden: BTreeMap::new(),
            somebody: HashMap::new(),
        }
    }

    /// The label of a cause; the place is kept from the first time.
    pub fn label(&mut self, cause: Cause, span: Option<Span>) -> Label {
        if let Some(known) = self.labels.get(&cause) {
            return *known;
        }
        let label = Label(u32::try_from(self.lowered.reasons.len() + 1).unwrap_or(u32::MAX));
        self.lowered.reasons.push(Reason { cause: cause.clone(), span, excluded: Vec::new() });
        self.labels.insert(cause, label);
        label
    }

    /// Notes that a reason speaks of a candidate, at a place.
    pub fn speak_of(&mut self, label: Label, component: ComponentId, span: Span) {
        let at = (label.0 as usize).saturating_sub(1);
        if let Some(reason) = self.lowered.reasons.get_mut(at) {
            let known = reason.excluded.iter().any(|(other, _)| *other == component);
            if !known {
                reason.excluded.push((component, span));
            }
        }
    }

    /// Forbids a candidate in a slot.
    pub fn forbid(&mut self, at: usize, value: u32, cause: Cause, spans: (Span, Span)) {
        let (place, label_span) = spans;
        let label = self.label(cause, Some(place));
        let component = self.lowered.slots.get(at).and_then(|slot| slot.component(value));
        if let Some(component) = component {
            self.speak_of(label, component, label_span);
        }
        self.forbidden.entry((at, label)).or_default().push(value);
    }

    /// The slots of this market by number.
    pub fn slot(&self, slot: SlotId) -> Option<&SlotGroup> {
        let at = self.position.get(slot.index()).copied().flatten()?;
        self.lowered.slots.get(at)
    }

    /// "Some slot holds one of these components", as literals by slot; slots in `but` are left out.
    pub fn selected(&self, components: &[ComponentId], but: Option<usize>) -> Vec<Expression> {
        let mut by_slot: BTreeMap<usize, Values> = BTreeMap::new();
        for component in components {
            for (at, value) in self.occurrences.get(component).map(Vec::as_slice).unwrap_or_default() {
                if Some(*at) != but {
                    by_slot.entry(*at).or_default().insert(*value);
                }
            }
        }
        let literal = |(at, values): (usize, Values)| Some(self.lowered.slots.get(at)?.holds(values));
        by_slot.into_iter().filter_map(literal).collect()
    }

    /// A new helper that is true or false: the literal "true".
    pub fn helper(&mut self) -> Expression {
        let group = self.lowered.problem.add_group(2);
        Expression::Literal(group, Values::single(1), 2)
    }

    /// Writes the collected exclusions and hands the problem over.
    pub fn finish(mut self) -> Lowered {
        for ((at, label), values) in std::mem::take(&mut self.forbidden) {
            if let Some(slot) = self.lowered.slots.get(at) {
                let allowed = values.into_iter().collect::<Values>().complement(slot.size());
                self.lowered.problem.add_clause(label, vec![(slot.group, allowed)]);
            }
        }
        self.lowered
    }
}

fn slot_groups(question: &MarketInput<'_>, problem: &mut Problem) -> Vec<SlotGroup> {
    let quantities = quantities(question.view);
    let definitions = question.view.slots.iter().flatten();
    definitions
        .map(|definition| {
            let mut candidates = definition.candidates.clone();
            let more = question.flags.also.iter().filter(|one| one.slot == definition.slot);
            candidates.extend(more.map(|one| one.component));
            let size = u32::try_from(candidates.len()).unwrap_or(u32::MAX).saturating_add(1);
            let group = problem.add_group(size);
            let quantity = quantities.get(definition.slot.index()).copied().unwrap_or(1);
            SlotGroup { slot: definition.slot, group, definition: definition.clone(), candidates, quantity }
        })
        .collect()
}

/// A group for each carrier that operates on the day, where any candidate uses a network at all.
fn carrier_groups(question: &MarketInput<'_>, slots: &[SlotGroup], problem: &mut Problem) -> Vec<Option<GroupId>> {
    let networked = |id: &ComponentId| {
        question
            .model
            .component(*id)
            .is_some_and(|component| component.needs.iter().any(crate::model::Need::is_network))
    };
    let used = slots.iter().flat_map(|slot| &slot.candidates).any(networked);
    let group = |carrier: &Arc<crate::overlay::CarrierDefinition>| {
        (used && carrier.effectivity.holds_on(question.day)).then(|| problem.add_group(2))
    };
    question.view.carriers.iter().map(group).collect()
}

/// A group for each planned certificate that some certification in force accepts.
fn planned_groups(question: &MarketInput<'_>, problem: &mut Problem) -> Vec<Option<GroupId>> {
    let asked = |scheme: &String| {
        let mut in_force = question.view.certification.iter().filter(|one| one.effectivity.holds_on(question.day));
        in_force.any(|one| one.accepts.contains(scheme))
    };
    let group = |certificate: &Arc<crate::overlay::CertificateDefinition>| {
        (certificate.planned.is_some() && asked(&certificate.scheme)).then(|| problem.add_group(2))
    };
    question.view.certificates.iter().map(group).collect()
}
