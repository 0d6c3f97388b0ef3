//! Carriers: picked if and only if something uses a network; each picked one must serve everything that does.

use super::cause::Cause;
use super::expression::Expression;
use super::groups::{Lowering, SlotGroup, Spot, Stated, TAKEN};
use super::needs::{carrier_meets, first_capability};
use crate::engine::{GroupId, Label, Values};
use crate::model::{Certificate, ComponentId, Need, SlotId};

/// A candidate that uses a network.
struct User {
    slot: SlotId,
    id: ComponentId,
    /// It is selected and its need is active.
    uses: Expression,
}

fn picked(group: GroupId) -> Expression {
    Expression::Literal(group, Values::single(TAKEN), 2)
}

/// Adds every constraint on carriers.
pub(super) fn add(lowering: &mut Lowering<'_>) {
    let mut users: Vec<User> = Vec::new();
    let input = lowering.input;
    for place in lowering.lowered.slots.keys() {
        let is_networked = |id: &ComponentId| input.model.components[*id].needs.iter().any(Need::is_network);
        if !lowering.lowered.slots[place].candidates.iter().any(is_networked) {
            continue;
        }
        let slot = lowering.lowered.slots[place].clone();
        for (value, id) in (1..).zip(&slot.candidates) {
            let networked = input.model.components[*id].needs.iter().filter(|need| need.is_network());
            for need in networked.filter(|need| need.effectivity.holds_on(input.day)) {
                users.extend(add_need(lowering, &slot, Spot { place, value }, need));
            }
        }
    }
    add_use(lowering, &users);
    add_approvals(lowering, &users);
    add_requested(lowering);
}

/// A carrier that operates, and whether it meets a need.
struct Serving {
    /// Its position among the carriers of the market.
    number: usize,
    group: GroupId,
    meets: bool,
}

/// A network need: some carrier is picked, and no picked one fails it.
fn add_need(lowering: &mut Lowering<'_>, slot: &SlotGroup, spot: Spot, need: &Need) -> Option<User> {
    let input = lowering.input;
    let id = slot.component(spot.value)?;
    let selected = slot.holds(Values::single(spot.value));
    if let Some(formula) = &need.when {
        let cause = Cause::UnknownCondition(need.span);
        lowering.require_known(formula, cause, need.span, Some(selected.clone()));
    }
    let active = need.when.as_ref().map_or(Expression::Constant(true), |formula| lowering.holds(formula));
    let uses = Expression::and(vec![selected, active]);
    if uses == Expression::Constant(false) {
        return None;
    }
    let capability = first_capability(need);
    let known = input.view.carriers.iter().zip(&lowering.lowered.carriers).enumerate();
    let carriers: Vec<Serving> = known
        .filter_map(|(number, (carrier, group))| {
            let meets = need.alternatives.iter().any(|alternative| carrier_meets(lowering, carrier, alternative));
            Some(Serving { number, group: (*group)?, meets })
        })
        .collect();
    if !carriers.iter().any(|carrier| carrier.meets) {
        let cause = Cause::Unmeetable(slot.slot, capability);
        if let Expression::Literal(..) = uses {
            lowering.forbid(spot, cause, Stated::at(need.span));
        } else {
            let label = lowering.label(cause, Some(need.span));
            lowering.note_excluded(label, id, need.span);
            lowering.require(label, uses.negated());
        }
        return Some(User { slot: slot.slot, id, uses });
    }
    let some: Vec<Expression> = carriers.iter().map(|carrier| picked(carrier.group)).collect();
    // That some carrier is picked is not a reason by itself: any carrier would do, so the reasons are what forbids each of
    // them. A need that holds under a condition only may contradict itself, and then it is a reason.
    let label = match &need.when {
        None if !input.flags.network_needs_are_reasons => Label::STRUCTURE,
        None | Some(_) => lowering.label(Cause::Need(slot.slot, need.span), Some(need.span)),
    };
    if label != Label::STRUCTURE {
        lowering.note_excluded(label, id, need.span);
    }
    lowering.require(label, Expression::or([vec![uses.negated()], some].concat()));
    for carrier in carriers.into_iter().filter(|carrier| !carrier.meets) {
        let cause = Cause::CarrierLacks(slot.slot, carrier.number, capability.clone());
        let label = lowering.label(cause, Some(need.span));
        lowering.note_excluded(label, id, need.span);
        lowering.require(label, Expression::or(vec![uses.negated(), picked(carrier.group).negated()]));
    }
    Some(User { slot: slot.slot, id, uses })
}

/// While a component needs one of the carriers themselves: it is selected and the need is active.
fn naming_carriers(lowering: &Lowering<'_>) -> Vec<Expression> {
    let input = lowering.input;
    let mut found = Vec::new();
    for slot in lowering.lowered.slots.iter() {
        for (value, id) in (1..).zip(&slot.candidates) {
            let needs = input.model.components[*id].needs.iter().filter(|need| need.names_carriers());
            for need in needs.filter(|need| need.effectivity.holds_on(input.day)) {
                let active = need.when.as_ref().map_or(Expression::Constant(true), |formula| lowering.holds(formula));
                found.push(Expression::and(vec![slot.holds(Values::single(value)), active]));
            }
        }
    }
    found
}

/// No carrier is picked unless something uses a network or needs a carrier itself.
fn add_use(lowering: &mut Lowering<'_>, users: &[User]) {
    let groups: Vec<GroupId> = lowering.lowered.carriers.iter().flatten().copied().collect();
    if groups.is_empty() {
        return;
    }
    let naming = naming_carriers(lowering);
    let any = lowering.helper();
    let mut parts = vec![any.negated()];
    parts.extend(users.iter().map(|user| user.uses.clone()).chain(naming));
    lowering.require(Label::STRUCTURE, Expression::or(parts));
    for group in groups {
        lowering.require(Label::STRUCTURE, Expression::or(vec![picked(group).negated(), any.clone()]));
    }
}

/// A component that uses a network holds every approval of every picked carrier.
fn add_approvals(lowering: &mut Lowering<'_>, users: &[User]) {
    let input = lowering.input;
    for (number, carrier) in input.view.carriers.iter().enumerate() {
        let Some(Some(group)) = lowering.lowered.carriers.get(number).copied() else { continue };
        for approval in &carrier.approvals {
            for user in users {
                let component = &input.model.components[user.id];
                let holds = component
                    .certificates
                    .iter()
                    .any(|certificate| certificate.scheme == approval.value && certificate.is_held_on(input.day));
                let holds = holds || input.flags.certifies(user.id, std::slice::from_ref(&approval.value));
                if holds {
                    continue;
                }
                let cause = Cause::Approval(user.slot, number, approval.value.clone());
                let label = lowering.label(cause, Some(approval.span));
                lowering.note_excluded(label, user.id, component.span);
                let planned = lowering.planned_for(user.id, std::slice::from_ref(&approval.value));
                let is_approval = |one: &Certificate| one.scheme == approval.value && one.is_held_on(input.day);
                let by_part = lowering.parts_holding(user.id, &is_approval);
                let parts = [vec![user.uses.negated(), picked(group).negated()], planned, by_part].concat();
                lowering.require(label, Expression::or(parts));
            }
        }
    }
}

/// Carriers that solution.toml requires are picked wherever one is.
fn add_requested(lowering: &mut Lowering<'_>) {
    let input = lowering.input;
    let requested = input.model.header.carriers.iter().filter(|served| served.market == input.market);
    let ids: Vec<_> = requested.flat_map(|served| &served.carriers).collect();
    for id in ids {
        let label = lowering.label(Cause::RequestedCarrier(id.value.clone(), id.span), Some(id.span));
        let known = input.view.carriers.iter().zip(&lowering.lowered.carriers);
        let group = known.filter(|(carrier, _)| carrier.id == id.value).find_map(|(_, group)| *group);
        let served = group.map_or(Expression::Constant(false), picked);
        for other in lowering.lowered.carriers.clone().into_iter().flatten().filter(|other| Some(*other) != group) {
            lowering.require(label, Expression::or(vec![picked(other).negated(), served.clone()]));
        }
    }
}
