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

/// The certificates that the market requires for a line, by label, each once.
pub(super) fn of_line(case: &Case<'_>, found: &Found<'_>, component: &Component) -> Vec<UsedCertificate> {
    let mut list = Vec::new();
    for certification in required(case, found) {
        let Some(applies_to) = &certification.applies_to else { continue };
        if !provides(component, applies_to) {
            continue;
        }
        let own = component.certificates.iter().filter(|one| {
            certification.level == Level::Component
                && one.planned.is_none()
                && certification.is_met_by(&one.scheme, one.validity(), case.input.day)
        });
        let planned = planned(case, found, component)
            .filter(|one| certification.level == Level::Component && certification.accepts.contains(&one.scheme));
        let used = |one: &Certificate| UsedCertificate { held: of_component(certification, one), span: one.span };
        let (own, planned) = (own.map(used).next(), planned.map(used).next());
        // What is held comes first: of the component, then of the solution; then what the component plans.
        let of_solution = || of_solution(case, found, certification);
        let held = own.or_else(|| of_solution().filter(|one| one.held.state == CertificateState::Held));
        list.extend(held.or(planned).or_else(of_solution));
    }
    list.sort_by_cached_key(|one| one.held.label());
    list.dedup_by_key(|one| one.held.label());
    list
}

/// The certificates that the market requires of the product as a whole, in the order of the certifications.
pub(super) fn of_product(case: &Case<'_>, found: &Found<'_>, components: &[&Component]) -> Vec<UsedCertificate> {
    let of_product = required(case, found).filter(|one| {
        let applies = one
            .applies_to
            .as_deref()
            .is_none_or(|applies_to| components.iter().any(|component| provides(component, applies_to)));
        one.level == Level::Solution && applies
    });
    of_product.filter_map(|one| of_solution(case, found, one)).collect()
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

fn required<'a>(case: &'a Case<'_>, found: &'a Found<'_>) -> impl Iterator<Item = &'a Certification> {
    let all = case.input.view.certification.iter();
    all.filter(|one| case.requires(found.selection, one)).map(AsRef::as_ref)
}

fn provides(component: &Component, applies_to: &str) -> bool {
    component.provides.iter().any(|provided| is_below(&provided.capability, applies_to))
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

fn of_component(certification: &Certification, one: &Certificate) -> HeldCertificate {
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
