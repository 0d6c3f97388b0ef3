//! Certification: every required scheme is held, by a component or by the solution, or is planned and taken.

use super::answer::{Answer, Line};
use crate::date::{Date, Effectivity};
use crate::model::{Certificate, ComponentId};
use crate::overlay::{CertificateDefinition, Certification, Level};

/// A certificate of a component that the answer takes as planned.
pub(super) struct TakenPart<'v> {
    pub component: ComponentId,
    pub certificate: &'v Certificate,
}

pub(super) fn check(answer: &Answer<'_>, faults: &mut Vec<String>) {
    let in_force = answer.input.view.certification.iter().filter(|required| answer.is_in_force(required.effectivity));
    let mut open: Vec<&Certification> = Vec::new();
    for required in in_force.map(AsRef::as_ref) {
        match required.when.as_ref().map_or(Some(true), |when| answer.holds(when)) {
            None => {
                faults.push(format!("whether `{}` is required depends on a fact that is not stated", required.scheme))
            }
            Some(true) if is_open(answer, required) => open.push(required),
            Some(true | false) => {}
        }
    }
    let taken: Vec<&CertificateDefinition> = taken(answer).collect();
    for required in &open {
        let by_solution = taken.iter().any(|planned| required.accepts.contains(&planned.scheme));
        let by_parts = required.level == Level::Component
            && lacking(answer, required).all(|line| plans(answer, line, &required.accepts));
        if !by_solution && (!by_parts || required.applies_to.is_none()) {
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
    check_parts(answer, &open, faults);
}

/// What components plan is taken only for a line that lacks it.
fn check_parts(answer: &Answer<'_>, open: &[&Certification], faults: &mut Vec<String>) {
    for part in taken_parts(answer) {
        let scheme = &part.certificate.scheme;
        let name = answer.input.model.component_label(part.component);
        if part.certificate.planned.is_none() {
            faults.push(format!("the certificate of `{scheme}` of `{name}` is held and cannot be taken as planned"));
            continue;
        }
        let of_component = |required: &&&Certification| {
            required.level == Level::Component
                && required.accepts.contains(scheme)
                && lacking(answer, required).any(|line| line.id == part.component)
        };
        let lines = || answer.lines.iter().filter(|line| line.id == part.component);
        let wanted = answer.picked.iter().any(|carrier| carrier.approvals.iter().any(|one| one.value == *scheme));
        let by_carrier = wanted && lines().any(|line| !holds(answer, line, std::slice::from_ref(scheme)));
        if !open.iter().any(|required| of_component(&required)) && !by_carrier {
            faults.push(format!("the planned certificate of `{scheme}` of `{name}` is taken, and nothing requires it"));
        }
    }
}

/// The certificates of the solution that the answer takes.
pub(super) fn taken<'v>(answer: &Answer<'v>) -> impl Iterator<Item = &'v CertificateDefinition> {
    let all = answer.input.view.certificates.iter().zip(&answer.selection.planned);
    all.filter(|(_, taken)| **taken).map(|(certificate, _)| certificate.as_ref())
}

/// Those of components.
pub(super) fn taken_parts<'v>(answer: &Answer<'v>) -> impl Iterator<Item = TakenPart<'v>> {
    let model = answer.input.model;
    answer.selection.planned_parts.iter().filter_map(|part| {
        let certificate = model.component(part.component)?.certificates.get(part.certificate)?;
        Some(TakenPart { component: part.component, certificate })
    })
}

/// Whether a line's component has a planned certificate of one of these schemes that the answer takes.
pub(super) fn plans(answer: &Answer<'_>, line: &Line<'_>, schemes: &[String]) -> bool {
    taken_parts(answer).any(|part| {
        part.component == line.id && part.certificate.planned.is_some() && schemes.contains(&part.certificate.scheme)
    })
}

/// Whether a scheme is required and nothing held satisfies it.
fn is_open(answer: &Answer<'_>, required: &Certification) -> bool {
    let held = answer.input.view.certificates.iter().any(|certificate| {
        certificate.planned.is_none()
            && required.accepts.contains(&certificate.scheme)
            && answer.is_in_force(counting(required, certificate.effectivity, certificate.issued))
    });
    if held {
        return false;
    }
    match required.level {
        Level::Component => lacking(answer, required).next().is_some(),
        Level::Solution => required.applies_to.is_none() || answer.lines.iter().any(|line| is_matching(line, required)),
    }
}

/// The lines that a scheme is required of and that do not hold it themselves.
fn lacking<'l>(answer: &'l Answer<'_>, required: &'l Certification) -> impl Iterator<Item = &'l Line<'l>> {
    let matching = answer.lines.iter().filter(|line| is_matching(line, required));
    matching.filter(|line| !line_holds(answer, line, required))
}

/// What a line holds: its component, whoever makes it, and its manufacturer part alone.
fn certificates<'a>(line: &Line<'a>) -> impl Iterator<Item = &'a Certificate> + use<'a> {
    let of_part = line.part.into_iter().flat_map(|part| &part.certificates);
    line.component.certificates.iter().chain(of_part)
}

fn line_holds(answer: &Answer<'_>, line: &Line<'_>, required: &Certification) -> bool {
    certificates(line).any(|certificate| {
        let dates = counting(required, certificate.effectivity, certificate.issued);
        certificate.planned.is_none() && required.accepts.contains(&certificate.scheme) && answer.is_in_force(dates)
    })
}

/// The dates on which a certificate counts: without an end of its own, for as many months as the requirement accepts it.
fn counting(required: &Certification, stated: Effectivity, issued: Option<Date>) -> Effectivity {
    let limited = issued.and_then(|issued| issued.plus_months(required.valid_months?));
    match stated.until {
        Some(_) => stated,
        None => Effectivity { until: limited, ..stated },
    }
}

fn is_matching(line: &Line<'_>, required: &Certification) -> bool {
    required.applies_to.as_deref().is_none_or(|wanted| line.provides(wanted))
}

/// Whether a line's component holds the approval of a carrier, of one of these schemes.
pub(super) fn holds(answer: &Answer<'_>, line: &Line<'_>, schemes: &[String]) -> bool {
    certificates(line).any(|certificate| {
        certificate.planned.is_none()
            && schemes.contains(&certificate.scheme)
            && answer.is_in_force(certificate.effectivity)
    })
}
