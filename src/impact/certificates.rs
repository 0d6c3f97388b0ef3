//! Certificates that the answers use because they hold a component.

use super::CertificateUse;
use super::held::holds;
use crate::bom::Outcome;
use crate::model::ComponentId;
use crate::name::is_below;
use crate::query::Compiled;

/// The component's own certificates that an answer names in its line.
pub(super) fn own(compiled: &Compiled, meant: &[ComponentId], today: &[&Outcome]) -> Vec<CertificateUse> {
    let mut list: Vec<CertificateUse> = Vec::new();
    for component in meant.iter().filter_map(|id| compiled.model.component(*id)) {
        for certificate in &component.certificates {
            let proof = match &certificate.id {
                Some(id) => format!("{}:{id}", certificate.scheme),
                None => format!("{}:planned", certificate.scheme),
            };
            let version = component.version.to_string();
            let uses_it = |outcome: &&&Outcome| {
                outcome.bom().is_some_and(|bom| {
                    let mut lines = bom.lines.iter();
                    let own = |line: &&crate::bom::Line| line.component == component.id && line.version == version;
                    lines.any(|line| own(&line) && line.certificates.contains(&proof))
                })
            };
            let used = CertificateUse {
                scheme: certificate.scheme.clone(),
                id: certificate.id.clone(),
                until: certificate.effectivity.until,
                markets: today.iter().filter(uses_it).map(|outcome| outcome.market().to_owned()).collect(),
            };
            if !list.contains(&used) {
                list.push(used);
            }
        }
    }
    list
}

/// The solution's certificates of schemes that a market requires for what the component provides, where an answer holds it.
pub(super) fn renewals(compiled: &Compiled, meant: &[ComponentId], today: &[&Outcome]) -> Vec<CertificateUse> {
    let mut list: Vec<CertificateUse> = Vec::new();
    for outcome in today.iter().filter(|outcome| holds(compiled, outcome, meant, None)) {
        let Some(bom) = outcome.bom() else { continue };
        let view = compiled.model.areas.find(&bom.market).and_then(|area| compiled.markets.get(&area));
        let Some(view) = view else { continue };
        let in_force = view.certification.iter().filter(|one| one.effectivity.holds_on(bom.as_of));
        let covering = in_force
            .filter(|one| one.applies_to.as_ref().is_some_and(|capability| provides(compiled, meant, capability)));
        let accepted: Vec<&String> = covering.flat_map(|one| &one.accepts).collect();
        let in_force = view.certificates.iter().filter(|one| one.effectivity.holds_on(bom.as_of));
        for certificate in in_force.filter(|one| accepted.contains(&&one.scheme)) {
            let same = |known: &&mut CertificateUse| known.scheme == certificate.scheme && known.id == certificate.id;
            match list.iter_mut().find(same) {
                Some(known) => known.markets.push(bom.market.clone()),
                None => list.push(CertificateUse {
                    scheme: certificate.scheme.clone(),
                    id: certificate.id.clone(),
                    until: certificate.effectivity.until,
                    markets: vec![bom.market.clone()],
                }),
            }
        }
    }
    list
}

/// Whether one of the components provides a capability or something below it.
fn provides(compiled: &Compiled, meant: &[ComponentId], capability: &str) -> bool {
    let mut components = meant.iter().filter_map(|id| compiled.model.component(*id));
    components.any(|component| component.provides.iter().any(|one| is_below(&one.capability, capability)))
}
