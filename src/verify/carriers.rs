//! Carriers: picked exactly where something needs a network, and each serves all of it.

use super::answer::{Answer, Line};
use super::certification::{holds, plans};
use crate::model::Need;
use crate::name::is_below;
use crate::overlay::CarrierDefinition;

pub(super) fn check(answer: &Answer<'_>, faults: &mut Vec<String>) {
    let mut networked: Vec<(&Line<'_>, &Need)> = Vec::new();
    for line in &answer.lines {
        let networks = line.component.needs.iter().filter(|need| need.is_network());
        let active = networks.filter(|need| answer.is_active(need.effectivity, need.when.as_ref()) == Some(true));
        networked.extend(active.map(|need| (line, need)));
    }
    if answer.picked.is_empty() {
        for (line, need) in networked {
            faults.push(format!("{} needs {}, and no carrier is picked", answer.phrase(line), need.phrase()));
        }
        return;
    }
    let mut all = answer.lines.iter().flat_map(|line| &line.component.needs);
    let is_named = all.any(|need| {
        let carrier = need.alternatives.iter().any(|one| is_below(&one.capability, "carrier"));
        carrier && answer.is_active(need.effectivity, need.when.as_ref()) == Some(true)
    });
    if networked.is_empty() && !is_named {
        faults.push("carriers are picked, and nothing needs a network or a carrier".to_owned());
    }
    for carrier in &answer.picked {
        check_carrier(answer, carrier, &networked, faults);
    }
    check_requested(answer, faults);
}

/// A picked carrier operates, meets every need of a network, and approves every component that has one.
fn check_carrier(
    answer: &Answer<'_>,
    carrier: &CarrierDefinition,
    networked: &[(&Line<'_>, &Need)],
    faults: &mut Vec<String>,
) {
    let id = &carrier.id;
    if !answer.is_in_force(carrier.effectivity) {
        faults.push(format!("carrier `{id}` does not operate on {}", answer.input.as_of));
    }
    for (line, need) in networked {
        let areas = &answer.input.model.areas;
        let met = need
            .alternatives
            .iter()
            .any(|alternative| answer.networks(carrier).any(|network| network.meets(alternative, areas)));
        if !met {
            faults.push(format!(
                "carrier `{id}` does not serve {}, which needs {}",
                answer.phrase(line),
                need.phrase()
            ));
        }
        for approval in &carrier.approvals {
            let schemes = std::slice::from_ref(&approval.value);
            if !holds(answer, line, schemes) && !plans(answer, line, schemes) {
                faults.push(format!(
                    "{} does not hold `{}`, which carrier `{id}` requires",
                    answer.phrase(line),
                    approval.value
                ));
            }
        }
    }
}

/// The carriers that the solution requires in this market are all picked.
fn check_requested(answer: &Answer<'_>, faults: &mut Vec<String>) {
    let input = answer.input;
    let requested = input.model.header.carriers.iter().filter(|served| served.market == input.market);
    for wanted in requested.flat_map(|served| &served.carriers) {
        if !answer.picked.iter().any(|carrier| carrier.id == wanted.value) {
            faults.push(format!("carrier `{}` has to be served and is not picked", wanted.value));
        }
    }
}
