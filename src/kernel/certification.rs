//! Certificates: those that the market requires, those that are held and those that are planned.

use super::cause::Cause;
use super::expression::Expression;
use super::groups::{Lowering, Stated, TAKEN};
use crate::engine::{Label, Values};
use crate::model::{Certificate, ComponentId};
use crate::overlay::{Certification, Level};
use crate::trade::Way;

/// Adds what every certification in force requires.
pub(super) fn add(lowering: &mut Lowering<'_>) {
    let input = lowering.input;
    for (number, certification) in input.view.certification.iter().enumerate() {
        if !certification.effectivity.holds_on(input.day) {
            continue;
        }
        if let Some(formula) = &certification.when {
            let place = certification.origin.span;
            lowering.require_known(formula, Cause::UnknownCondition(place), place, None);
        }
        if !held_by_solution(lowering, certification) {
            add_certification(lowering, number, certification);
        }
    }
}

impl Lowering<'_> {
    /// "One of the certificates that a component plans is taken", of those of some schemes.
    pub fn planned_for(&self, component: ComponentId, schemes: &[String]) -> Vec<Expression> {
        let parts = self.lowered.planned_parts.iter().filter(|part| part.component == component);
        let counting = parts.filter(|part| {
            part.certificate(self.input.model).is_some_and(|(certificate, _)| schemes.contains(&certificate.scheme))
        });
        counting.map(|part| Expression::Literal(part.group, Values::single(TAKEN), 2)).collect()
    }
}

impl Lowering<'_> {
    /// "The component is used as a manufacturer part that holds such a certificate of its own".
    pub fn parts_holding(&self, component: ComponentId, is_wanted: &dyn Fn(&Certificate) -> bool) -> Vec<Expression> {
        if self.input.model.components[component].made.iter().all(|part| part.certificates.is_empty()) {
            return Vec::new();
        }
        let holds =
            |way: &Way| self.part_of_way(component, way).is_some_and(|part| part.certificates.iter().any(is_wanted));
        self.used_so(component, &holds, None)
    }
}

/// Whether the solution holds an accepted certificate in force.
fn held_by_solution(lowering: &Lowering<'_>, certification: &Certification) -> bool {
    let input = lowering.input;
    if input.flags.held.iter().any(|scheme| certification.accepts.contains(scheme)) {
        return true;
    }
    input.view.certificates.iter().any(|certificate| {
        certificate.planned.is_none() && certification.is_met_by(&certificate.scheme, certificate.validity(), input.day)
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
    let when = certification.when.as_ref().map_or(Expression::Constant(true), |formula| lowering.holds(formula));
    let inactive = when.negated();
    let Some(applies_to) = &certification.applies_to else {
        if certification.level == Level::Solution {
            let label = lowering.label(Cause::ProductScheme(number), Some(place));
            lowering.require(label, Expression::or([vec![inactive], planned].concat()));
        }
        return;
    };
    for id in lacking(lowering, certification, applies_to) {
        let candidate = input.model.components[id].span;
        let own = match certification.level {
            Level::Component => lowering.planned_for(id, &certification.accepts),
            Level::Solution => Vec::new(),
        };
        // A manufacturer part may hold what its component does not.
        let by_part = match certification.level {
            Level::Component => lowering.parts_holding(id, &|one| {
                let is_accepted = certification.is_met_by(&one.scheme, one.validity(), input.day);
                one.planned.is_none() && is_accepted
            }),
            Level::Solution => Vec::new(),
        };
        let planned = [planned.clone(), own, by_part].concat();
        for spot in lowering.spots(id).to_vec() {
            let slot = lowering.lowered.slots[spot.place].clone();
            let cause = Cause::Scheme(slot.slot, number);
            if planned.is_empty() && certification.when.is_none() {
                lowering.forbid(spot, cause, Stated { constraint: place, candidate });
                continue;
            }
            let label: Label = lowering.label(cause, Some(place));
            lowering.note_excluded(label, id, candidate);
            let selected = slot.holds(Values::single(spot.value));
            let unless = vec![selected.negated(), inactive.clone()];
            lowering.require(label, Expression::or([unless, planned.clone()].concat()));
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
        let own = component.certificates.iter().filter(|certificate| certificate.planned.is_none());
        let holds = own
            .into_iter()
            .any(|certificate| certification.is_met_by(&certificate.scheme, certificate.validity(), input.day));
        let holds = holds || input.flags.certifies(*id, &certification.accepts);
        certification.level == Level::Solution || !holds
    });
    list
}
