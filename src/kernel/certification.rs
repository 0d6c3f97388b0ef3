//! Certificates: those that the market requires, those that are held and those that are planned.

use super::cause::Cause;
use super::expression::Expression;
use super::groups::{Lowering, Stated, TAKEN};
use crate::engine::{Label, Values};
use crate::model::ComponentId;
use crate::overlay::{Certification, Level};

/// Adds what every certification in force requires.
pub(super) fn add(lowering: &mut Lowering<'_>) {
    let input = lowering.input;
    for (number, certification) in input.view.certification.iter().enumerate() {
        if certification.effectivity.holds_on(input.day) && !held_by_solution(lowering, certification) {
            add_certification(lowering, number, certification);
        }
    }
}

/// Whether the solution holds an accepted certificate in force.
fn held_by_solution(lowering: &Lowering<'_>, certification: &Certification) -> bool {
    let input = lowering.input;
    if input.flags.held.iter().any(|scheme| certification.accepts.contains(scheme)) {
        return true;
    }
    input.view.certificates.iter().any(|certificate| {
        certificate.planned.is_none()
            && certificate.effectivity.holds_on(input.day)
            && certification.accepts.contains(&certificate.scheme)
    })
}

fn add_certification(lowering: &mut Lowering<'_>, number: usize, certification: &Certification) {
    let input = lowering.input;
    let planned: Vec<Expression> = input
        .view
        .certificates
        .iter()
        .zip(&lowering.lowered.planned)
        .filter(|(certificate, _)| certification.accepts.contains(&certificate.scheme))
        .filter_map(|(_, group)| group.map(|group| Expression::Literal(group, Values::single(TAKEN), 2)))
        .collect();
    let place = certification.origin.span;
    let Some(applies_to) = &certification.applies_to else {
        if certification.level == Level::Solution {
            let label = lowering.label(Cause::ProductScheme(number), Some(place));
            lowering.require(label, Expression::or(planned));
        }
        return;
    };
    for id in lacking(lowering, certification, applies_to) {
        let candidate = input.model.components[id].span;
        for spot in lowering.spots(id).to_vec() {
            let slot = lowering.lowered.slots[spot.place].clone();
            let cause = Cause::Scheme(slot.slot, number);
            if planned.is_empty() {
                lowering.forbid(spot, cause, Stated { constraint: place, candidate });
                continue;
            }
            let label: Label = lowering.label(cause, Some(place));
            lowering.note_excluded(label, id, candidate);
            let selected = slot.holds(Values::single(spot.value));
            lowering.require(label, Expression::or([vec![selected.negated()], planned.clone()].concat()));
        }
    }
}

/// The components that must have a certificate and do not hold one themselves.
fn lacking(lowering: &Lowering<'_>, certification: &Certification, applies_to: &str) -> Vec<ComponentId> {
    let input = lowering.input;
    let mut list: Vec<ComponentId> = input.index.providing(input.model, applies_to).map(|(id, ..)| id).collect();
    list.dedup();
    list.retain(|id| {
        let component = &input.model.components[*id];
        let holds = component.certificates.iter().any(|certificate| {
            certificate.effectivity.holds_on(input.day) && certification.accepts.contains(&certificate.scheme)
        });
        let holds = holds || input.flags.certifies(*id, &certification.accepts);
        certification.level == Level::Solution || !holds
    });
    list
}
