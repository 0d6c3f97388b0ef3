//! Needs of components and of the market, limits, resources.

use super::cause::Cause;
use super::expression::Expression;
use super::formula::market_meets;
use super::groups::{Lowering, SlotGroup, SlotPlace, Spot, Stated, TAKEN};
use super::linear::{Weighed, scaled};
use super::made::{is_made, limit_makers, makers};
use super::matching::{component_passes, content, offer_passes};
use crate::engine::{Label, Values};
use crate::model::{Alternative, ComponentId, Need};
use crate::name::is_below;
use crate::number::Number;
use crate::overlay::Limit;
use std::collections::HashMap;

/// From this number of providers on, "some line provides it" is one helper, shared by all candidates that need it: needs ×
/// providers literals would be most of the problem.
const SHARED_FROM: usize = 12;

/// Needs of components, needs of the market, limits.
pub(super) fn add(lowering: &mut Lowering<'_>) {
    let input = lowering.input;
    let has_needs = |id: &ComponentId| !input.model.components[*id].needs.is_empty();
    for place in lowering.lowered.slots.keys() {
        if !lowering.lowered.slots[place].candidates.iter().any(has_needs) {
            continue;
        }
        let slot = lowering.lowered.slots[place].clone();
        for (value, id) in (1..).zip(&slot.candidates) {
            let needs = input.model.components[*id].needs.iter();
            for need in needs.filter(|need| !need.is_network() && need.effectivity.holds_on(input.day)) {
                add_component_need(lowering, &slot, Spot { place, value }, need);
            }
        }
    }
    add_area_needs(lowering);
    add_limits(lowering);
}

fn add_component_need(lowering: &mut Lowering<'_>, slot: &SlotGroup, spot: Spot, need: &Need) {
    let Some(id) = slot.component(spot.value) else { return };
    let selected = slot.holds(Values::single(spot.value));
    let when = need.when.as_ref();
    if let Some(formula) = when {
        let cause = Cause::UnknownCondition(need.span);
        lowering.require_known(formula, cause, need.span, Some(selected.clone()));
    }
    if need.alternatives.iter().any(|alternative| market_meets(lowering, alternative)) {
        return;
    }
    let active = when.map_or(Expression::Constant(true), |formula| lowering.holds(formula));
    if active == Expression::Constant(false) {
        return;
    }
    let providers: Vec<Expression> =
        need.alternatives.iter().flat_map(|alternative| providers(lowering, alternative, spot.place)).collect();
    let by_carrier = need.alternatives.iter().flat_map(|alternative| carriers_meeting(lowering, alternative));
    let providers: Vec<Expression> = providers.into_iter().chain(by_carrier.collect::<Vec<_>>()).collect();
    if providers.is_empty() && active == Expression::Constant(true) {
        lowering.forbid(spot, Cause::Unmeetable(slot.slot, first_capability(need)), Stated::at(need.span));
        return;
    }
    let label = if providers.is_empty() {
        lowering.label(Cause::Unmeetable(slot.slot, first_capability(need)), Some(need.span))
    } else {
        lowering.label(Cause::Need(slot.slot, need.span), Some(need.span))
    };
    lowering.note_excluded(label, id, need.span);
    let mut parts = vec![selected.negated(), active.negated()];
    parts.extend(providers);
    lowering.require(label, Expression::or(parts));
}

/// The capability by which a need is named: that of its first alternative.
pub(super) fn first_capability(need: &Need) -> String {
    need.alternatives.first().map(|one| one.capability.clone()).unwrap_or_default()
}

/// "Another line meets the alternative". A slot's own candidates do not count.
fn providers(lowering: &mut Lowering<'_>, alternative: &Alternative, own: SlotPlace) -> Vec<Expression> {
    let input = lowering.input;
    if is_made(&alternative.capability) {
        return makers(lowering, alternative, Some(own));
    }
    let meeting = input.index.meeting(input.model, alternative);
    let in_own = |id: &ComponentId| lowering.spots(*id).iter().any(|spot| spot.place == own);
    if meeting.len() < SHARED_FROM || meeting.iter().any(in_own) {
        return lowering.selected(&meeting, Some(own));
    }
    let key = content(alternative);
    if let Some(group) = lowering.shared_providers.get(&key) {
        return vec![Expression::Literal(*group, Values::single(1), 2)];
    }
    let literals = lowering.selected(&meeting, None);
    if literals.is_empty() {
        return literals;
    }
    let helper = lowering.helper();
    if let Expression::Literal(group, ..) = helper {
        lowering.shared_providers.insert(key, group);
    }
    let mut parts = vec![helper.negated()];
    parts.extend(literals);
    lowering.require(Label::STRUCTURE, Expression::or(parts));
    vec![helper]
}

/// Picked carriers that meet an alternative: `carrier.<id>` and `network.<technology>`.
pub(super) fn carriers_meeting(lowering: &Lowering<'_>, alternative: &Alternative) -> Vec<Expression> {
    let input = lowering.input;
    let mut picked = Vec::new();
    for (carrier, group) in input.view.carriers.iter().zip(&lowering.lowered.carriers) {
        let Some(group) = group else { continue };
        let itself =
            is_below(&format!("carrier.{}", carrier.id), &alternative.capability) && alternative.tests.is_empty();
        if itself || carrier_meets(lowering, carrier, alternative) {
            picked.push(Expression::Literal(*group, Values::single(TAKEN), 2));
        }
    }
    picked
}

/// Whether one of a carrier's networks on the air passes.
pub(super) fn carrier_meets(
    lowering: &Lowering<'_>,
    carrier: &crate::overlay::CarrierDefinition,
    alternative: &Alternative,
) -> bool {
    let input = lowering.input;
    carrier.networks.iter().any(|network| {
        network.effectivity.holds_on(input.day)
            && is_below(&network.capability, &alternative.capability)
            && offer_passes(&alternative.tests, &network.attributes, &input.model.areas)
    })
}

fn add_area_needs(lowering: &mut Lowering<'_>) {
    let input = lowering.input;
    for (number, area_need) in input.view.needs.iter().enumerate() {
        let need = &area_need.need;
        if !need.effectivity.holds_on(input.day) {
            continue;
        }
        let place = area_need.origin.span;
        if let Some(formula) = &need.when {
            lowering.require_known(formula, Cause::UnknownCondition(place), place, None);
        }
        let mut parts = vec![match &need.when {
            None => Expression::Constant(false),
            Some(formula) => lowering.holds(formula).negated(),
        }];
        for alternative in &need.alternatives {
            // `network.*` is met by carriers only, whatever a line may claim to provide.
            if is_made(&alternative.capability) {
                parts.extend(makers(lowering, alternative, None));
            } else if !alternative.is_network() {
                let meeting = input.index.meeting(input.model, alternative);
                parts.extend(lowering.selected(&meeting, None));
            }
            parts.extend(carriers_meeting(lowering, alternative));
        }
        let label = lowering.label(Cause::AreaNeed(number), Some(place));
        lowering.require(label, Expression::or(parts));
    }
}

fn add_limits(lowering: &mut Lowering<'_>) {
    let input = lowering.input;
    for (number, limit) in input.view.limits.iter().enumerate() {
        if !limit.effectivity.holds_on(input.day) {
            continue;
        }
        let place = limit.origin.span;
        if let Some(formula) = &limit.when {
            lowering.require_known(formula, Cause::UnknownCondition(place), place, None);
        }
        let active = limit.when.as_ref().map_or(Expression::Constant(true), |formula| lowering.holds(formula));
        limit_components(lowering, number, limit, &active);
        limit_carriers(lowering, number, limit, &active);
    }
}

fn limit_components(lowering: &mut Lowering<'_>, number: usize, limit: &Limit, active: &Expression) {
    if is_made(&limit.capability) {
        return limit_makers(lowering, number, limit, active);
    }
    let input = lowering.input;
    let place = limit.origin.span;
    let mut failing: Vec<ComponentId> = input
        .index
        .providing(input.model, &limit.capability)
        .filter(|(_, component, attributes)| !component_passes(&limit.tests, component, attributes, &input.model.areas))
        .map(|(id, ..)| id)
        .collect();
    failing.dedup();
    for id in failing {
        let mut provided = input.model.components[id].provides.iter();
        let provided = provided.find(|provided| is_below(&provided.capability, &limit.capability));
        let candidate = provided.map_or(place, |provided| provided.span);
        for spot in lowering.spots(id).to_vec() {
            let slot = lowering.lowered.slots[spot.place].clone();
            let cause = Cause::Limit(number, slot.slot);
            if *active == Expression::Constant(true) {
                lowering.forbid(spot, cause, Stated { constraint: place, candidate });
            } else {
                let label = lowering.label(cause, Some(place));
                lowering.note_excluded(label, id, candidate);
                let selected = slot.holds(Values::single(spot.value));
                lowering.require(label, Expression::or(vec![selected.negated(), active.negated()]));
            }
        }
    }
}

fn limit_carriers(lowering: &mut Lowering<'_>, number: usize, limit: &Limit, active: &Expression) {
    let input = lowering.input;
    for (at, carrier) in input.view.carriers.iter().enumerate() {
        let Some(Some(group)) = lowering.lowered.carriers.get(at).copied() else { continue };
        let areas = &input.model.areas;
        let fails = carrier.networks.iter().any(|network| {
            network.effectivity.holds_on(input.day)
                && is_below(&network.capability, &limit.capability)
                && !offer_passes(&limit.tests, &network.attributes, areas)
        });
        let itself = is_below(&format!("carrier.{}", carrier.id), &limit.capability) && !limit.tests.is_empty();
        if fails || itself {
            let label = lowering.label(Cause::CarrierLimit(number, at), Some(limit.origin.span));
            let not = Expression::Literal(group, Values::single(TAKEN).complement(2), 2);
            lowering.require(label, Expression::or(vec![not, active.negated()]));
        }
    }
}

/// Σ (uses − supplies) · quantity ≤ what the market supplies, for every resource that anything uses.
pub(super) fn add_resources(lowering: &mut Lowering<'_>) {
    let input = lowering.input;
    let mut resources = Resources::default();
    let mut is_too_large = false;
    for slot in &lowering.lowered.slots {
        for (value, id) in (1_usize..).zip(&slot.candidates) {
            let component = &input.model.components[*id];
            let uses = component.uses.iter().map(|amount| (amount, false));
            let supplies = component.supplies.iter().map(|amount| (amount, true));
            for (at, (amount, supplied)) in uses.chain(supplies).enumerate() {
                let resource = resources.of(&amount.resource, at);
                resource.is_used |= !supplied;
                let Some(weight) = resource.weights(slot).get_mut(value) else { continue };
                let sum = if supplied { weight.checked_sub(amount.amount) } else { weight.checked_add(amount.amount) };
                match sum {
                    Some(sum) => *weight = sum,
                    None => is_too_large = true,
                }
            }
        }
    }
    lowering.lowered.is_too_large |= is_too_large;
    let mut used: Vec<ResourceUse<'_>> = resources.list.into_iter().filter(|one| one.is_used).collect();
    used.sort_by_key(|one| one.name);
    for resource in used {
        add_resource(lowering, resource.name, resource.terms);
    }
}

/// What uses and supplies a resource.
struct ResourceUse<'m> {
    name: &'m str,
    /// By slot, in order.
    terms: Vec<Weighed>,
    is_used: bool,
}

impl ResourceUse<'_> {
    /// The weights of a slot, which is the last so far or comes after it.
    fn weights(&mut self, slot: &SlotGroup) -> &mut [Number] {
        if self.terms.last().is_none_or(|last| last.group != slot.group) {
            let each = vec![Number::ZERO; slot.candidates.len() + 1];
            self.terms.push(Weighed { group: slot.group, times: Number::from(slot.quantity), each });
        }
        self.terms.last_mut().map(|last| last.each.as_mut_slice()).unwrap_or_default()
    }
}

/// The resources met so far.
#[derive(Default)]
struct Resources<'m> {
    list: Vec<ResourceUse<'m>>,
    places: HashMap<&'m str, usize>,
}

impl<'m> Resources<'m> {
    /// A resource by name. Components name resources in much the same order, so it is looked for where the last one that
    /// had as many before it was.
    fn of(&mut self, name: &'m str, guess: usize) -> &mut ResourceUse<'m> {
        let is_there = self.list.get(guess).is_some_and(|one| one.name == name);
        let at = if is_there { guess } else { *self.places.entry(name).or_insert(self.list.len()) };
        if at == self.list.len() {
            self.list.push(ResourceUse { name, terms: Vec::new(), is_used: false });
        }
        &mut self.list[at]
    }
}

fn add_resource(lowering: &mut Lowering<'_>, resource: &str, terms: Vec<Weighed>) {
    let input = lowering.input;
    let mut supplied = input.view.supplies.iter().filter(|supply| supply.resource == resource);
    let Some(cap) = supplied.try_fold(Number::ZERO, |sum, supply| sum.checked_add(supply.amount)) else {
        lowering.lowered.is_too_large = true;
        return;
    };
    let place = resource_place(lowering, resource);
    let label = lowering.label(Cause::Resource(resource.to_owned()), place);
    lowering.require_sum(label, scaled(&terms, cap).at_most);
}

/// The first place, in reading order, that uses the resource.
fn resource_place(lowering: &Lowering<'_>, resource: &str) -> Option<crate::span::Span> {
    let mut places: Vec<crate::span::Span> = Vec::new();
    for id in lowering.lowered.slots.iter().flat_map(|slot| &slot.candidates) {
        places.extend(
            lowering.input.model.components[*id]
                .uses
                .iter()
                .filter(|amount| amount.resource == resource)
                .map(|amount| amount.span),
        );
    }
    places.into_iter().min()
}
