//! Planned certificates as choices: taken or not.

use crate::date::Date;
use crate::engine::{GroupId, Problem};
use crate::model::{Certificate, ComponentId, Model};
use crate::overlay::{CertificateDefinition, MarketView, Planned};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A certificate that a component plans.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PlannedPart {
    pub component: ComponentId,
    /// Its position among the component's certificates.
    pub at: usize,
    /// Taken or not.
    pub group: GroupId,
}

impl PlannedPart {
    /// The scheme, the cost and the weeks.
    pub fn certificate<'m>(&self, model: &'m Model) -> Option<(&'m Certificate, &'m Planned)> {
        let certificate = model.components[self.component].certificates.get(self.at)?;
        Some((certificate, certificate.planned.as_ref()?))
    }
}

/// A group for each certificate that the solution plans, where a certification in force accepts it.
pub(super) fn of_solution(view: &MarketView, day: Date, problem: &mut Problem) -> Vec<Option<GroupId>> {
    let required = |scheme: &String| {
        let mut in_force = view.certification.iter().filter(|one| one.effectivity.holds_on(day));
        in_force.any(|one| one.accepts.contains(scheme))
    };
    let group = |certificate: &Arc<CertificateDefinition>| {
        (certificate.planned.is_some() && required(&certificate.scheme)).then(|| problem.add_group(2))
    };
    view.certificates.iter().map(group).collect()
}

/// A group for each certificate that a candidate plans, where a certification in force or a carrier accepts it.
pub(super) fn of_parts(
    model: &Model,
    view: &MarketView,
    day: Date,
    candidates: impl Iterator<Item = ComponentId>,
    problem: &mut Problem,
) -> Vec<PlannedPart> {
    let plans = |id: &ComponentId| model.components[*id].certificates.iter().any(|one| one.planned.is_some());
    let candidates: BTreeSet<ComponentId> = candidates.filter(plans).collect();
    let mut parts = Vec::new();
    for component in candidates {
        for (at, certificate) in model.components[component].certificates.iter().enumerate() {
            if certificate.planned.is_some() && is_accepted(view, &certificate.scheme, day) {
                parts.push(PlannedPart { component, at, group: problem.add_group(2) });
            }
        }
    }
    parts
}

/// Whether a certification in force, or the approval of a carrier, accepts a scheme in a market.
pub(crate) fn is_accepted(view: &MarketView, scheme: &str, day: Date) -> bool {
    let mut in_force = view.certification.iter().filter(|one| one.effectivity.holds_on(day));
    let mut carriers = view.carriers.iter().filter(|carrier| carrier.effectivity.holds_on(day));
    in_force.any(|one| one.accepts.iter().any(|accepted| accepted == scheme))
        || carriers.any(|carrier| carrier.approvals.iter().any(|approval| approval.value == scheme))
}
