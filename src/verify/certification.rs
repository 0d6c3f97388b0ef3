//! Certification: every scheme asked for is held, by a component or by the solution, or is planned and taken.

use super::answer::{Answer, Line};
use crate::name::is_below;
use crate::overlay::{CertificateDefinition, Certification, Level};

pub(super) fn check(answer: &Answer<'_>, faults: &mut Vec<String>) {
    let in_force = answer.question.view.certification.iter().filter(|asked| answer.is_in_force(asked.effectivity));
    let open: Vec<&Certification> = in_force.map(AsRef::as_ref).filter(|asked| is_open(answer, asked)).collect();
    let taken: Vec<&CertificateDefinition> = taken(answer).collect();
    for asked in &open {
        if !taken.iter().any(|planned| asked.accepts.contains(&planned.scheme)) {
            faults.push(format!("`{}` is asked for, and no certificate in force satisfies it", asked.scheme));
        }
    }
    for planned in taken {
        let scheme = &planned.scheme;
        if planned.planned.is_none() {
            faults.push(format!("the certificate of `{scheme}` is held and cannot be taken as planned"));
        } else if !open.iter().any(|asked| asked.accepts.contains(scheme)) {
            faults.push(format!("the planned certificate of `{scheme}` is taken, and nothing requires it"));
        }
    }
}

/// The certificates that the answer takes.
pub(super) fn taken<'v>(answer: &Answer<'v>) -> impl Iterator<Item = &'v CertificateDefinition> {
    let all = answer.question.view.certificates.iter().zip(&answer.selection.planned);
    all.filter(|(_, taken)| **taken).map(|(certificate, _)| certificate.as_ref())
}

/// Whether a scheme is asked for and nothing held satisfies it.
fn is_open(answer: &Answer<'_>, asked: &Certification) -> bool {
    let matching = |line: &&Line<'_>| {
        let provides = &line.component.provides;
        let applies = |wanted: &str| provides.iter().any(|provided| is_below(&provided.capability, wanted));
        asked.applies_to.as_deref().is_none_or(applies)
    };
    let held = answer.question.view.certificates.iter().any(|certificate| {
        certificate.planned.is_none()
            && asked.accepts.contains(&certificate.scheme)
            && answer.is_in_force(certificate.effectivity)
    });
    if held {
        return false;
    }
    match asked.level {
        Level::Component => answer.lines.iter().filter(matching).any(|line| !line_holds(answer, line, asked)),
        Level::Solution => asked.applies_to.is_none() || answer.lines.iter().any(|line| matching(&line)),
    }
}

fn line_holds(answer: &Answer<'_>, line: &Line<'_>, asked: &Certification) -> bool {
    line.component
        .certificates
        .iter()
        .any(|certificate| asked.accepts.contains(&certificate.scheme) && answer.is_in_force(certificate.effectivity))
}
