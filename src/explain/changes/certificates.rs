//! Certificates that could be renewed or planned, approvals that could be got.

use super::super::market_requirements::ended;
use super::super::wording::Wording;
use super::{Change, Kind, Step};
use crate::bom::Edit;
use crate::kernel::{Cause, Reason};
use crate::model::{Certificate, ComponentId};
use crate::overlay::{CertificateDefinition, Certification, Level};
use crate::schema::Validity;
use crate::span::Span;

/// Most components that could be certified for one reason.
const CERTIFIED: usize = 4;

/// Renew a certificate that ended, or plan one for the solution.
pub(super) fn certificates(wording: &Wording<'_>, reason: &Reason) -> Vec<Change> {
    let (Cause::Scheme(_, at) | Cause::ProductScheme(at)) = &reason.cause else { return Vec::new() };
    let Some(certification) = wording.case.input.view.certification.get(*at) else { return Vec::new() };
    let mut list = Vec::new();
    if certification.level == Level::Component {
        list.extend(reason.excluded.iter().filter_map(|(id, _)| renewal(wording, certification, *id)));
    }
    let ended = wording.out_of_force(certification);
    let is_over = |one: &&CertificateDefinition| has_ended(certification, one.validity(), wording);
    if let Some(certificate) = ended.filter(is_over) {
        let number = certificate.id.as_deref().unwrap_or(&certificate.scheme);
        let (scheme, id) = (certificate.scheme.clone(), certificate.id.clone());
        let edit = Edit::RenewCertificate { scheme: scheme.clone(), id, component: None };
        let (text, place) = (format!("renew `{number}` of the solution"), Some(wording.place(certificate.origin.span)));
        list.push(Change::new(Kind::Certificate, Step::Hold(scheme), edit, text, place));
    }
    // A second entry without an id would be the same entry as the one that ended.
    if ended.is_none_or(|one| one.id.is_some()) {
        list.push(planning(wording, &certification.scheme));
    }
    list
}

fn planning(wording: &Wording<'_>, scheme: &str) -> Change {
    let entry = format!("scheme = \"{scheme}\", planned = {{ cost = \"…\", weeks = … }}");
    let text = format!("add `[[certificates]]` {entry} to solution.toml");
    let place = Some(wording.place(wording.case.compiled.model.header.span));
    let edit = Edit::PlanCertificate { scheme: scheme.to_owned() };
    let change = Change::new(Kind::Certificate, Step::Hold(scheme.to_owned()), edit, text, place);
    Change { planned: true, ..change }
}

/// A component's certificate that ended, in force again.
fn renewal(wording: &Wording<'_>, certification: &Certification, id: ComponentId) -> Option<Change> {
    let component = wording.case.compiled.model.component(id)?;
    let certificate = ended(component, certification, wording.case.input.day)?;
    has_ended(certification, certificate.validity(), wording).then(|| renewed(wording, id, certificate))
}

/// Whether a certificate counted until some day before.
fn has_ended(certification: &Certification, validity: Validity, wording: &Wording<'_>) -> bool {
    certification.dates_of(validity).until.is_some_and(|until| until <= wording.case.input.day)
}

fn renewed(wording: &Wording<'_>, id: ComponentId, certificate: &Certificate) -> Change {
    let number = certificate.id.as_deref().unwrap_or(&certificate.scheme);
    let text = format!("renew `{number}` of `{}`", wording.component(id));
    let scheme = certificate.scheme.clone();
    let component = Some(wording.exact_component(id));
    let edit = Edit::RenewCertificate { scheme: scheme.clone(), id: certificate.id.clone(), component };
    let place = Some(wording.place(certificate.span));
    Change::new(Kind::Certificate, Step::Certify(id, scheme), edit, text, place)
}

/// The approval of a carrier, for one of the components that lack it.
pub(super) fn approvals(wording: &Wording<'_>, reason: &Reason) -> Vec<Change> {
    let Cause::Approval(_, _, scheme) = &reason.cause else { return Vec::new() };
    let change = |(id, span): &(ComponentId, Span)| {
        let component = wording.case.compiled.model.component(*id)?;
        let ended = component.certificates.iter().find(|one| {
            one.scheme == *scheme
                && one.planned.is_none()
                && one.effectivity.until.is_some_and(|until| until <= wording.case.input.day)
        });
        if let Some(certificate) = ended {
            return Some(renewed(wording, *id, certificate));
        }
        let text = format!(
            "obtain the approval `{scheme}` for `{}` and add `{{ scheme = \"{scheme}\" }}` to its `certificates`",
            wording.component(*id)
        );
        let edit = Edit::Certify { component: wording.exact_component(*id), scheme: scheme.clone() };
        let step = Step::Certify(*id, scheme.clone());
        Some(Change::new(Kind::Certificate, step, edit, text, Some(wording.place(*span))))
    };
    reason.excluded.iter().filter_map(change).take(CERTIFIED).collect()
}
