//! Which certificate meets what the market and its carriers require: of a line, and of the product as a whole.

use super::found::Found;
use crate::bom::{CertificateState, HeldCertificate};
use crate::model::{Alternative, Certificate, Component};
use crate::name::is_below;
use crate::overlay::{Certification, Level};
use crate::query::Case;
use crate::span::Span;

/// A certificate that is used, and the place of its statement.
pub(super) struct UsedCertificate {
    pub held: HeldCertificate,
    pub span: Span,
}

/// The component's own certificates that the market requires for a line, by label, each once. One of the solution is of the
/// product, also where it counts instead of the component's.
pub(super) fn of_line(
    case: &Case<'_>,
    found: &Found<'_>,
    required: &[&Certification],
    component: &Component,
) -> Vec<UsedCertificate> {
    let applying = required.iter().copied().filter(|one| is_required_of(one, component));
    let mut list: Vec<UsedCertificate> =
        applying.filter_map(|certification| of_component(case, found, certification, component)).collect();
    list.sort_by_cached_key(|one| one.held.label());
    list.dedup_by_key(|one| one.held.label());
    list
}

/// The certificates of the solution that the market requires of the product as a whole, or that count instead of those of
/// components, in the order of the certifications; each once.
pub(super) fn of_product(
    case: &Case<'_>,
    found: &Found<'_>,
    required: &[&Certification],
    components: &[&Component],
) -> Vec<UsedCertificate> {
    let is_of_product = |one: &&Certification| match (one.level, &one.applies_to) {
        (Level::Solution, None) => true,
        (Level::Solution, Some(_)) => components.iter().any(|component| is_required_of(one, component)),
        (Level::Component, _) => components
            .iter()
            .any(|component| is_required_of(one, component) && of_component(case, found, one, component).is_none()),
    };
    let mut list: Vec<UsedCertificate> = Vec::new();
    for used in required.iter().copied().filter(is_of_product).filter_map(|one| of_solution(case, found, one)) {
        if !list.iter().any(|known| known.held == used.held) {
            list.push(used);
        }
    }
    list
}

/// The certificate of a component that meets a certification. What is held comes first: of the component, then of the
/// solution, which is none of the component; then what the component plans.
fn of_component(
    case: &Case<'_>,
    found: &Found<'_>,
    certification: &Certification,
    component: &Component,
) -> Option<UsedCertificate> {
    if certification.level != Level::Component {
        return None;
    }
    let mut own = component
        .certificates
        .iter()
        .filter(|one| one.planned.is_none() && certification.is_met_by(&one.scheme, one.validity(), case.input.day));
    let planned = || planned(case, found, component).find(|one| certification.accepts.contains(&one.scheme));
    let is_held_by_solution =
        || of_solution(case, found, certification).is_some_and(|one| one.held.state == CertificateState::Held);
    let one = own.next().or_else(|| planned().filter(|_| !is_held_by_solution()))?;
    Some(UsedCertificate { held: held_by_component(certification, one), span: one.span })
}

/// The places of the certificates that the picked carriers require of a line.
pub(super) fn approvals_of<'a>(
    case: &'a Case<'_>,
    found: &'a Found<'_>,
    component: &'a Component,
) -> impl Iterator<Item = Span> + 'a {
    let uses = component.needs.iter().flat_map(|need| &need.alternatives).any(Alternative::is_network);
    let carriers = case.input.view.carriers.iter().zip(&found.selection.carriers);
    let picked = carriers.filter(move |(_, picked)| uses && **picked);
    let approvals = picked.flat_map(|(carrier, _)| &carrier.approvals);
    approvals.filter_map(|approval| {
        let mut held = component.certificates.iter();
        let held = held.find(|one| one.scheme == approval.value && one.is_held_on(case.input.day));
        let planned = || planned(case, found, component).find(|one| one.scheme == approval.value);
        held.or_else(planned).map(|one| one.span)
    })
}

/// The certifications that an answer needs something for.
pub(super) fn required<'a>(case: &'a Case<'_>, found: &Found<'_>) -> Vec<&'a Certification> {
    let all = case.input.view.certification.iter();
    all.filter(|one| case.requires(found.selection, one)).map(AsRef::as_ref).collect()
}

/// Whether a certification is about a component.
fn is_required_of(certification: &Certification, component: &Component) -> bool {
    let applies_to = certification.applies_to.as_deref();
    let provided = || component.provides.iter().map(|provided| &provided.capability);
    applies_to.is_some_and(|applies_to| provided().any(|capability| is_below(capability, applies_to)))
}

/// The planned certificates of a component that the answer takes.
fn planned<'a>(
    case: &'a Case<'_>,
    found: &'a Found<'_>,
    component: &'a Component,
) -> impl Iterator<Item = &'a Certificate> {
    let model = case.input.model;
    let parts = found.selection.planned_parts.iter();
    let own = parts.filter(|part| model.components[part.component].label() == component.label());
    own.filter_map(|part| component.certificates.get(part.certificate))
}

fn held_by_component(certification: &Certification, one: &Certificate) -> HeldCertificate {
    HeldCertificate {
        scheme: one.scheme.clone(),
        id: one.id.clone(),
        state: if one.planned.is_some() { CertificateState::Planned } else { CertificateState::Held },
        authority: certification.authority.clone(),
        url: one.url.clone(),
    }
}

/// The certificate of the solution that meets a certification: one that is held, else one that is planned and taken.
fn of_solution(case: &Case<'_>, found: &Found<'_>, certification: &Certification) -> Option<UsedCertificate> {
    let counts = |scheme: &String| certification.accepts.contains(scheme);
    let all = || case.input.view.certificates.iter().zip(&found.selection.planned);
    let mut held = all()
        .filter(|(one, _)| one.planned.is_none() && counts(&one.scheme) && one.effectivity.holds_on(case.input.day));
    let mut taken = all().filter(|(one, taken)| one.planned.is_some() && **taken && counts(&one.scheme));
    let (state, one) = match held.next() {
        Some((one, _)) => (CertificateState::Held, one),
        None => (CertificateState::Planned, taken.next()?.0),
    };
    let held = HeldCertificate {
        scheme: one.scheme.clone(),
        id: one.id.clone(),
        state,
        authority: certification.authority.clone(),
        url: one.url.clone(),
    };
    Some(UsedCertificate { held, span: one.origin.span })
}
