//! Carriers: picked if and only if something uses a network; each picked one serves everything that does.

use super::cause::Cause;
use super::expression::Expression;
use super::groups::{Lowering, SlotGroup, TAKEN};
use super::needs::carrier_meets;
use crate::engine::{GroupId, Label, Values};
use crate::model::{ComponentId, Need};

/// A candidate that uses a network: its slot, value, need, and "it stands and the need is active".
struct User {
    at: usize,
    value: u32,
    id: ComponentId,
    uses: Expression,
}

fn picked(group: GroupId) -> Expression {
    Expression::Literal(group, Values::single(TAKEN), 2)
}

/// Adds every constraint that speaks of carriers.
pub(super) fn add(lowering: &mut Lowering<'_>) {
    let mut users: Vec<User> = Vec::new();
    for at in 0..lowering.lowered.slots.len() {
        let Some(slot) = lowering.lowered.slots.get(at).cloned() else { continue };
        for (value, id) in (1..).zip(&slot.candidates) {
            let needs = lowering.question.model.component(*id).map(|component| component.needs.as_slice());
            let networked = needs.unwrap_or_default().iter().filter(|need| need.is_network());
            let in_force: Vec<&Need> =
                networked.filter(|need| need.effectivity.holds_on(lowering.question.day)).collect();
            for need in in_force {
                users.extend(add_need(lowering, &slot, (at, value, *id), need));
            }
        }
    }
    add_use(lowering, &users);
    add_approvals(lowering, &users);
    add_requested(lowering);
}

/// A network need: some carrier is picked, and no picked one fails it.
fn add_need(
    lowering: &mut Lowering<'_>,
    slot: &SlotGroup,
    place: (usize, u32, ComponentId),
    need: &Need,
) -> Option<User> {
    let (at, value, id) = place;
    let question = lowering.question;
    let stands = slot.holds(Values::single(value));
    if let Some(formula) = &need.when {
        let cause = Cause::UnknownCondition(need.span);
        lowering.require_known(formula, cause, need.span, Some(stands.clone()));
    }
    let active = need.when.as_ref().map_or(Expression::Constant(true), |formula| lowering.truth(formula, true));
    let uses = Expression::and(vec![stands, active]);
    if uses == Expression::Constant(false) {
        return None;
    }
    let capability = need.alternatives.first().map(|one| one.capability.clone()).unwrap_or_default();
    let groups = lowering.lowered.carriers.clone();
    let carriers: Vec<(usize, GroupId, bool)> = groups
        .iter()
        .enumerate()
        .filter_map(|(number, group)| {
            let carrier = question.view.carriers.get(number)?;
            let meets = need.alternatives.iter().any(|alternative| carrier_meets(lowering, carrier, alternative));
            Some((number, (*group)?, meets))
        })
        .collect();
    if !carriers.iter().any(|(.., meets)| *meets) {
        let cause = Cause::Unmeetable(slot.slot, capability);
        if let Expression::Literal(..) = uses {
            lowering.forbid(at, value, cause, (need.span, need.span));
        } else {
            let label = lowering.label(cause, Some(need.span));
            lowering.speak_of(label, id, need.span);
            lowering.require(label, uses.negated());
        }
        return Some(User { at, value, id, uses });
    }
    let some: Vec<Expression> = carriers.iter().map(|(_, group, _)| picked(*group)).collect();
    // That some carrier is picked is no reason by itself: some carrier would do, so what forbids each of them is. A need
    // that only holds under a condition may contradict itself, and then it is one.
    let label = match need.when {
        None if !question.flags.network_needs_are_reasons => Label::STRUCTURE,
        _ => lowering.label(Cause::Need(slot.slot, need.span), Some(need.span)),
    };
    if label != Label::STRUCTURE {
        lowering.speak_of(label, id, need.span);
    }
    lowering.require(label, Expression::or([vec![uses.negated()], some].concat()));
    for (number, group, _) in carriers.into_iter().filter(|(.., meets)| !meets) {
        let cause = Cause::CarrierLacks(slot.slot, number, capability.clone());
        let label = lowering.label(cause, Some(need.span));
        lowering.speak_of(label, id, need.span);
        lowering.require(label, Expression::or(vec![uses.negated(), picked(group).negated()]));
    }
    Some(User { at, value, id, uses })
}

/// No carrier is picked unless something uses a network.
fn add_use(lowering: &mut Lowering<'_>, users: &[User]) {
    let groups: Vec<GroupId> = lowering.lowered.carriers.iter().flatten().copied().collect();
    if groups.is_empty() {
        return;
    }
    let any = lowering.helper();
    let mut parts = vec![any.negated()];
    parts.extend(users.iter().map(|user| user.uses.clone()));
    lowering.require(Label::STRUCTURE, Expression::or(parts));
    for group in groups {
        lowering.require(Label::STRUCTURE, Expression::or(vec![picked(group).negated(), any.clone()]));
    }
}

/// A component that uses a network holds every approval of every picked carrier.
fn add_approvals(lowering: &mut Lowering<'_>, users: &[User]) {
    let question = lowering.question;
    for (number, carrier) in question.view.carriers.iter().enumerate() {
        let Some(Some(group)) = lowering.lowered.carriers.get(number).copied() else { continue };
        for approval in &carrier.approvals {
            for user in users {
                let Some(component) = question.model.component(user.id) else { continue };
                let holds = component.certificates.iter().any(|certificate| {
                    certificate.scheme == approval.value && certificate.effectivity.holds_on(question.day)
                });
                let holds = holds || question.flags.certifies(user.id, std::slice::from_ref(&approval.value));
                let slot = lowering.lowered.slots.get(user.at).map(|slot| slot.slot);
                let (false, Some(slot)) = (holds, slot) else { continue };
                let cause = Cause::Approval(slot, number, approval.value.clone());
                let label = lowering.label(cause, Some(approval.span));
                lowering.speak_of(label, user.id, component.span);
                let _ = user.value;
                let parts = vec![user.uses.negated(), picked(group).negated()];
                lowering.require(label, Expression::or(parts));
            }
        }
    }
}

/// Carriers that solution.toml asks for are picked wherever one is.
fn add_requested(lowering: &mut Lowering<'_>) {
    let question = lowering.question;
    let requested = question.model.header.carriers.iter().filter(|(area, _)| *area == question.market);
    let ids: Vec<_> = requested.flat_map(|(_, ids)| ids).collect();
    for id in ids {
        let label = lowering.label(Cause::RequestedCarrier(id.value.clone(), id.span), Some(id.span));
        let known = question.view.carriers.iter().zip(&lowering.lowered.carriers);
        let group = known.filter(|(carrier, _)| carrier.id == id.value).find_map(|(_, group)| *group);
        let served = group.map_or(Expression::Constant(false), picked);
        for other in lowering.lowered.carriers.clone().into_iter().flatten().filter(|other| Some(*other) != group) {
            lowering.require(label, Expression::or(vec![picked(other).negated(), served.clone()]));
        }
    }
}
