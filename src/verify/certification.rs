//! Certification: every required scheme is held, by a component or by the solution, or is planned and taken.

use super::answer::{Answer, Line};
use crate::name::is_below;
use crate::overlay::{CertificateDefinition, Certification, Level};

pub(super) fn check(answer: &Answer<'_>, faults: &mut Vec<String>) {
    let in_force = answer.input.view.certification.iter().filter(|required| answer.is_in_force(required.effectivity));
    let open: Vec<&Certification> = in_force.map(AsRef::as_ref).filter(|required| is_open(answer, required)).collect();
    let taken: Vec<&CertificateDefinition> = taken(answer).collect();
    for required in &open {
        if !taken.iter().any(|planned| required.accepts.contains(&planned.scheme)) {
            faults.push(format!("`{}` is required, and no certificate in force satisfies it", required.scheme));
        }
    }
    for planned in taken {
        let scheme = &planned.scheme;
        if planned.planned.is_none() {
            faults.push(format!("the certificate of `{scheme}` is held and cannot be taken as planned"));
        } else if !open.iter().any(|required| required.accepts.contains(scheme)) {
            faults.push(format!("the planned certificate of `{scheme}` is taken, and nothing requires it"));
        }
    }
}

/// The certificates that the answer takes.
pub(super) fn taken<'v>(answer: &Answer<'v>) -> impl Iterator<Item = &'v CertificateDefinition> {
    let all = answer.input.view.certificates.iter().zip(&answer.selection.planned);
    all.filter(|(_, taken)| **taken).map(|(certificate, _)| certificate.as_ref())
}

/// Whether a scheme is required and nothing held satisfies it.
fn is_open(answer: &Answer<'_>, required: &Certification) -> bool {
    let matching = |line: &&Line<'_>| {
        let provides = &line.component.provides;
        let applies = |wanted: &str| provides.iter().any(|provided| is_below(&provided.capability, wanted));
        required.applies_to.as_deref().is_none_or(applies)
    };
    let held = answer.input.view.certificates.iter().any(|certificate| {
        certificate.planned.is_none()
            && required.accepts.contains(&certificate.scheme)
            && answer.is_in_force(certificate.effectivity)
    });
    if held {
        return false;
    }
    match required.level {
        Level::Component => answer.lines.iter().filter(matching).any(|line| !line_holds(answer, line, required)),
        Level::Solution => required.applies_to.is_none() || answer.lines.iter().any(|line| matching(&line)),
    }
}

fn line_holds(answer: &Answer<'_>, line: &Line<'_>, required: &Certification) -> bool {
    line.component.certificates.iter().any(|certificate| {
        required.accepts.contains(&certificate.scheme) && answer.is_in_force(certificate.effectivity)
    })
}
