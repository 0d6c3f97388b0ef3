//! Carriers: picked exactly where something needs a network, and each serves all of it.

use super::view::{Line, View};
use crate::model::Need;
use crate::overlay::CarrierDefinition;

pub(super) fn check(view: &View<'_>, told: &mut Vec<String>) {
    let mut asking: Vec<(&Line<'_>, &Need)> = Vec::new();
    for line in &view.lines {
        let networks = line.component.needs.iter().filter(|need| need.is_network());
        let active = networks.filter(|need| view.is_active(need.effectivity, need.when.as_ref()) == Some(true));
        asking.extend(active.map(|need| (line, need)));
    }
    if view.picked.is_empty() {
        for (line, need) in asking {
            told.push(format!("{} needs {}, and no carrier is picked", view.phrase(line), need.phrase()));
        }
        return;
    }
    if asking.is_empty() {
        told.push("carriers are picked, and nothing needs a network".to_owned());
    }
    for carrier in &view.picked {
        check_carrier(view, carrier, &asking, told);
    }
    check_requested(view, told);
}

/// A picked carrier operates, meets every need of a network, and approves every component that has one.
fn check_carrier(view: &View<'_>, carrier: &CarrierDefinition, asking: &[(&Line<'_>, &Need)], told: &mut Vec<String>) {
    let id = &carrier.id;
    if !view.is_in_force(carrier.effectivity) {
        told.push(format!("carrier `{id}` does not operate on {}", view.question.as_of));
    }
    for (line, need) in asking {
        let areas = &view.question.model.areas;
        let met = need
            .alternatives
            .iter()
            .any(|alternative| view.networks(carrier).any(|network| network.meets(alternative, areas)));
        if !met {
            told.push(format!("carrier `{id}` does not serve {}, which needs {}", view.phrase(line), need.phrase()));
        }
        for approval in &carrier.approvals {
            let holds =
                line.component.certificates.iter().any(|certificate| {
                    certificate.scheme == approval.value && view.is_in_force(certificate.effectivity)
                });
            if !holds {
                told.push(format!("{} has no `{}` that carrier `{id}` asks for", view.phrase(line), approval.value));
            }
        }
    }
}

/// The carriers that the solution asks to be served in this market are all picked.
fn check_requested(view: &View<'_>, told: &mut Vec<String>) {
    let question = view.question;
    let requested = question.model.header.carriers.iter().filter(|(area, _)| *area == question.market);
    for wanted in requested.flat_map(|(_, ids)| ids) {
        if !view.picked.iter().any(|carrier| carrier.id == wanted.value) {
            told.push(format!("carrier `{}` has to be served and is not picked", wanted.value));
        }
    }
}
