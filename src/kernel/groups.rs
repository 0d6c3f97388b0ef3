//! The choices of one market as groups, and what all steps of lowering share.

use super::cause::{Cause, Met, Reason};
use super::expression::Expression;
pub(crate) use super::layout::SlotPlace;
pub(super) use super::layout::Spot;
use super::layout::{Found, Layout, Tables};
use super::matching::Index;
use super::planned::{self, PlannedPart};
use super::supplies::{self, Supplies};
use crate::date::Date;
use crate::engine::{GroupId, Label, Problem, Values};
use crate::keyed_vec::{Key, KeyedVec};
use crate::model::{AreaId, ComponentId, Model, OptionId, SlotId, VariantId};
use crate::number::Number;
use crate::overlay::{MarketView, SlotDefinition};
use crate::quantity::Quantity;
use crate::span::Span;
use crate::trade::{Lost, Places, Rates};
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
    /// `--variant`: what it sets is fixed.
    pub variant: Option<VariantId>,
    /// `--without-maker`, `--without-origin`, `--without-seller`: the ways that they take away.
    pub lost: Vec<Lost>,
    /// The flag of each of them, by position among `without`.
    pub lost_by: Vec<usize>,
    /// Candidates to try beside those of `choose`: for fixes.
    pub also: Vec<ExtraCandidate>,
    /// Schemes to take as held by the solution: for fixes.
    pub held: Vec<String>,
    /// Components to take as holding a certificate of a scheme in force: for fixes.
    pub certified: Vec<Certified>,
    /// Constraints to take as met: for threats, which come after them.
    pub met: Vec<Met>,
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
    /// The views of all places that goods enter.
    pub places: &'a Places,
    /// What orders cost in a plan of all markets; `None`: each line is looked at alone.
    pub rates: Option<Arc<Rates>>,
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
    pub quantity: Quantity,
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
    pub slots: KeyedVec<SlotPlace, SlotGroup>,
    /// The group of each option.
    pub options: KeyedVec<OptionId, GroupId>,
    /// The group of each carrier of the market; `None` where it cannot matter.
    pub carriers: Vec<Option<GroupId>>,
    /// The group of each of the market's certificates; `None` unless it is planned and could be taken.
    pub planned: Vec<Option<GroupId>>,
    /// Certificates that candidates plan and that the market or a carrier accepts.
    pub planned_parts: Vec<PlannedPart>,
    /// Groups that only help: everything from here on.
    pub helpers: u32,
    /// In which ways candidates can be bought.
    pub supplies: Supplies,
    /// The reasons; label n is reason n − 1.
    pub reasons: Vec<Reason>,
    /// An amount passed even what exact numbers hold, so the problem is not the whole question and must not be answered.
    pub is_too_large: bool,
}

impl Lowered {
    /// A slot's group; `None` where this market does not have the slot.
    pub fn slot(&self, slot: SlotId) -> Option<&SlotGroup> {
        let at = self.slots.as_slice().binary_search_by_key(&slot, |group| group.slot).ok()?;
        Some(&self.slots[SlotPlace::at(at)])
    }

    /// The label of a cause; `None` where nothing follows from it.
    pub fn label_of(&self, cause: &Cause) -> Option<Label> {
        let at = self.reasons.iter().position(|reason| reason.cause == *cause)?;
        u32::try_from(at + 1).ok().map(Label)
    }

    /// The reason of a label; `None` for the structure, which is no reason.
    pub fn reason(&self, label: Label) -> Option<&Reason> {
        self.reasons.get((label.0 as usize).checked_sub(1)?)
    }
}

/// Where a constraint is stated, and where what it says of a candidate is.
#[derive(Clone, Copy)]
pub(super) struct Stated {
    pub constraint: Span,
    pub candidate: Span,
}

impl Stated {
    /// Both in one place.
    pub fn at(span: Span) -> Self {
        Self { constraint: span, candidate: span }
    }
}

/// The work of lowering: the problem so far and what is known about it.
pub(super) struct Lowering<'a> {
    pub input: &'a MarketInput<'a>,
    pub lowered: Lowered,
    /// Where each slot and each candidate is.
    tables: Arc<Tables>,
    /// What is known of these slots from other markets.
    pub layout: Option<Arc<Layout>>,
    labels: HashMap<Cause, Label>,
    /// Values that a reason forbids in a slot.
    forbidden: BTreeMap<(SlotPlace, Label), Values>,
    /// Helpers "some line provides this", by the alternatives' content.
    pub shared_providers: HashMap<String, GroupId>,
}

impl<'a> Lowering<'a> {
    pub fn new(input: &'a MarketInput<'a>) -> Self {
        let mut problem = Problem::new();
        let Found { tables, layout } = layout_of(input);
        let slots = slot_groups(input, &tables, &mut problem);
        let sizes = input.model.options.iter().map(|option| u32::try_from(option.values.len()).unwrap_or(u32::MAX));
        let options: KeyedVec<OptionId, GroupId> = sizes.map(|size| problem.add_group(size)).collect();
        let carriers = carrier_groups(input, &slots, &mut problem);
        let planned = planned::of_solution(input.view, input.day, &mut problem);
        let candidates = slots.iter().flat_map(|slot| &slot.candidates).copied();
        let planned_parts = planned::of_parts(input.model, input.view, input.day, candidates, &mut problem);
        let helpers = u32::try_from(problem.groups()).unwrap_or(u32::MAX);
        let is_too_large = slots.iter().any(|slot| slot.quantity == Quantity::too_many());
        let spots = |component| tables.spots(component).to_vec();
        let candidates = slots.iter().flat_map(|slot| &slot.candidates).copied();
        let supplies = supplies::groups(&input.shop(), candidates, &spots, &mut problem);
        let lowered = Lowered {
            problem,
            slots,
            options,
            carriers,
            planned,
            planned_parts,
            helpers,
            supplies,
            reasons: Vec::new(),
            is_too_large,
        };
        Self {
            input,
            lowered,
            tables,
            layout,
            labels: HashMap::new(),
            forbidden: BTreeMap::new(),
            shared_providers: HashMap::new(),
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

    /// Notes that a reason excludes a candidate, and where that is stated.
    pub fn note_excluded(&mut self, label: Label, component: ComponentId, span: Span) {
        let Some(at) = (label.0 as usize).checked_sub(1) else { return };
        let excluded = &mut self.lowered.reasons[at].excluded;
        if !excluded.iter().any(|(other, _)| *other == component) {
            excluded.push((component, span));
        }
    }

    /// Forbids a candidate in a slot.
    pub fn forbid(&mut self, spot: Spot, cause: Cause, stated: Stated) {
        let label = self.label(cause, Some(stated.constraint));
        if let Some(component) = self.lowered.slots[spot.place].component(spot.value) {
            self.note_excluded(label, component, stated.candidate);
        }
        self.forbidden.entry((spot.place, label)).or_default().insert(spot.value);
    }

    /// The slots of which a component is a candidate.
    pub fn spots(&self, component: ComponentId) -> &[Spot] {
        self.tables.spots(component)
    }

    /// A slot; `None` where this market does not have it.
    pub fn slot(&self, slot: SlotId) -> Option<&SlotGroup> {
        self.tables.places[slot].map(|place| &self.lowered.slots[place])
    }

    /// "Some slot holds one of these components", as literals by slot; slots in `but` are left out.
    pub fn selected(&self, components: &[ComponentId], but: Option<SlotPlace>) -> Vec<Expression> {
        let mut by_slot: BTreeMap<SlotPlace, Values> = BTreeMap::new();
        let spots = components.iter().flat_map(|component| self.spots(*component));
        for spot in spots.filter(|spot| Some(spot.place) != but) {
            by_slot.entry(spot.place).or_default().insert(spot.value);
        }
        by_slot.into_iter().map(|(place, values)| self.lowered.slots[place].holds(values)).collect()
    }

    /// A new helper that is true or false: the literal "true".
    pub fn helper(&mut self) -> Expression {
        let group = self.lowered.problem.add_group(2);
        Expression::Literal(group, Values::single(1), 2)
    }

    /// Writes the collected exclusions and hands the problem over.
    pub fn finish(mut self) -> Lowered {
        // One clause for all candidates that a reason forbids in a slot: fewer clauses, and one label each anyway.
        for ((place, label), values) in std::mem::take(&mut self.forbidden) {
            let slot = &self.lowered.slots[place];
            self.lowered.problem.add_clause(label, vec![(slot.group, values.complement(slot.size()))]);
        }
        self.lowered
    }
}

/// What follows from the slots of a market, shared with the markets that have the same.
fn layout_of(input: &MarketInput<'_>) -> Found {
    if input.flags.also.is_empty() {
        return input.index.layouts.find(input.model, input.view);
    }
    let candidates: Vec<(SlotId, Vec<ComponentId>)> =
        input.view.slots.iter().flatten().map(|slot| (slot.slot, candidates(input, slot))).collect();
    let slots = candidates.iter().map(|(slot, candidates)| (*slot, candidates.as_slice()));
    Found { tables: Arc::new(Tables::of(input.model, input.view, slots)), layout: None }
}

/// The candidates of a slot with those to try beside them.
fn candidates(input: &MarketInput<'_>, definition: &SlotDefinition) -> Vec<ComponentId> {
    let more = input.flags.also.iter().filter(|one| one.slot == definition.slot).map(|one| one.component);
    definition.candidates.iter().copied().chain(more).collect()
}

fn slot_groups(input: &MarketInput<'_>, tables: &Tables, problem: &mut Problem) -> KeyedVec<SlotPlace, SlotGroup> {
    let group = |definition: &Arc<SlotDefinition>| {
        let candidates = candidates(input, definition);
        let size = u32::try_from(candidates.len()).unwrap_or(u32::MAX).saturating_add(1);
        let group = problem.add_group(size);
        let quantity = tables.quantities[definition.slot.index()];
        SlotGroup { slot: definition.slot, group, definition: definition.clone(), candidates, quantity }
    };
    input.view.slots.iter().flatten().map(group).collect()
}

/// A group for each carrier that operates on the day, where any candidate uses a network at all.
fn carrier_groups(
    input: &MarketInput<'_>,
    slots: &KeyedVec<SlotPlace, SlotGroup>,
    problem: &mut Problem,
) -> Vec<Option<GroupId>> {
    let uses = |need: &crate::model::Need| need.is_network() || need.names_carriers();
    let networked = |id: &ComponentId| input.model.components[*id].needs.iter().any(uses);
    let used = slots.iter().flat_map(|slot| &slot.candidates).any(networked);
    let group = |carrier: &Arc<crate::overlay::CarrierDefinition>| {
        (used && carrier.effectivity.holds_on(input.day)).then(|| problem.add_group(2))
    };
    input.view.carriers.iter().map(group).collect()
}
