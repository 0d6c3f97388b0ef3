//! Certificates: what the market asks for, what is held, what is planned.

use super::cause::Cause;
use super::expression::Expression;
use super::groups::{Lowering, TAKEN};
use crate::engine::{Label, Values};
use crate::model::ComponentId;
use crate::overlay::{Certification, Level};

/// Adds what every certification in force asks.
pub(super) fn add(lowering: &mut Lowering<'_>) {
    let question = lowering.question;
    for (number, certification) in question.view.certification.iter().enumerate() {
        if certification.effectivity.holds_on(question.day) && !held_by_solution(lowering, certification) {
            add_certification(lowering, number, certification);
        }
    }
}

/// Whether the solution holds an accepted certificate in force.
fn held_by_solution(lowering: &Lowering<'_>, certification: &Certification) -> bool {
    let question = lowering.question;
    if question.flags.held.iter().any(|scheme| certification.accepts.contains(scheme)) {
        return true;
    }
    question.view.certificates.iter().any(|certificate| {
        certificate.planned.is_none()
            && certificate.effectivity.holds_on(question.day)
            && certification.accepts.contains(&certificate.scheme)
    })
}

fn add_certification(lowering: &mut Lowering<'_>, number: usize, certification: &Certification) {
    let question = lowering.question;
    let planned: Vec<Expression> = question
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
    for id in asked(lowering, certification, applies_to) {
        let spot = question.model.component(id).map_or(place, |component| component.span);
        for (at, value) in lowering.occurrences.get(&id).cloned().unwrap_or_default() {
            let Some(slot) = lowering.lowered.slots.get(at).cloned() else { continue };
            let cause = Cause::Scheme(slot.slot, number);
            if planned.is_empty() {
                lowering.forbid(at, value, cause, (place, spot));
                continue;
            }
            let label: Label = lowering.label(cause, Some(place));
            lowering.speak_of(label, id, spot);
            let stands = slot.holds(Values::single(value));
            lowering.require(label, Expression::or([vec![stands.negated()], planned.clone()].concat()));
        }
    }
}

/// The components of which a certificate is asked that they do not hold themselves.
fn asked(lowering: &Lowering<'_>, certification: &Certification, applies_to: &str) -> Vec<ComponentId> {
    let question = lowering.question;
    let mut list: Vec<ComponentId> = question.index.providing(question.model, applies_to).map(|(id, ..)| id).collect();
    list.dedup();
    list.retain(|id| {
        let Some(component) = question.model.component(*id) else { return false };
        let holds = component.certificates.iter().any(|certificate| {
            certificate.effectivity.holds_on(question.day) && certification.accepts.contains(&certificate.scheme)
        });
        let holds = holds || question.flags.certifies(*id, &certification.accepts);
        certification.level == Level::Solution || !holds
    });
    list
}
