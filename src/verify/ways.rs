//! How components are bought: one manufacturer part and one offer each, which are there and in force.

use super::answer::{Answer, Line};
use crate::model::{ComponentId, Offer, OfferId, Price};
use std::collections::BTreeMap;

/// What is written for a component.
#[derive(Clone, Copy, Default)]
struct Written {
    any: bool,
    in_force: bool,
}

pub(super) fn check(answer: &Answer<'_>, faults: &mut Vec<String>) {
    let model = answer.input.model;
    let mut written: BTreeMap<ComponentId, Written> = BTreeMap::new();
    if !model.offers.is_empty() {
        written.extend(answer.lines.iter().map(|line| (line.id, Written::default())));
        for offer in model.offers.iter() {
            for (component, _) in &offer.parts {
                let Some(found) = written.get_mut(component) else { continue };
                found.any = true;
                found.in_force |= answer.is_in_force(offer.effectivity);
            }
        }
    }
    let mut seen: BTreeMap<ComponentId, ()> = BTreeMap::new();
    for line in &answer.lines {
        // All lines of a component have one way.
        if seen.insert(line.id, ()).is_none() {
            let written = written.get(&line.id).copied().unwrap_or_default();
            check_line(answer, line, written, faults);
        }
    }
}

fn check_line(answer: &Answer<'_>, line: &Line<'_>, written: Written, faults: &mut Vec<String>) {
    let (input, label) = (answer.input, || answer.input.model.component_label(line.id));
    if input.without_parts.contains(&(line.id, line.way.part)) {
        faults.push(format!("manufacturer part {} of `{}` was excluded", line.way.part, label()));
    }
    if let Some(id) = line.way.offer {
        let Some(offer) = input.model.offers.get(id) else {
            faults.push(format!("`{}` is bought under an offer that does not exist", label()));
            return;
        };
        check_offer(answer, line, (id, offer), faults);
    } else if written.in_force {
        faults.push(format!("`{}` is bought at its own price although an offer for it is in force", label()));
    } else if written.any && line.component.price == Price::Missing {
        faults.push(format!("`{}` cannot be bought: no offer is in force, and it has no price", label()));
    }
}

fn check_offer(answer: &Answer<'_>, line: &Line<'_>, (id, offer): (OfferId, &Offer), faults: &mut Vec<String>) {
    let words = || {
        let label = answer.input.model.component_label(line.id);
        format!("the offer of `{}` for `{label}`", offer.seller)
    };
    if !offer.parts.contains(&(line.id, line.way.part)) {
        faults.push(format!("{} is for another manufacturer part", words()));
    }
    if !answer.is_in_force(offer.effectivity) {
        faults.push(format!("{} is not in force on {}", words(), answer.input.as_of));
    }
    if answer.input.without_offers.contains(&id) {
        faults.push(format!("{} was excluded", words()));
    }
}
