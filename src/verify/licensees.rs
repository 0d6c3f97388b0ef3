//! Where components may be sold or operated, and the licences under which they are where they otherwise may not.

use super::answer::{Answer, Line};
use super::makers::is_same;
use super::sites::built;
use crate::model::{ComponentId, License, TerritoryKind};

/// Whether the territories of a line's component exclude the market.
pub(super) fn is_barred(answer: &Answer<'_>, line: &Line<'_>) -> bool {
    let Some(territories) = &line.component.territories else { return false };
    let areas = &answer.input.model.areas;
    let market = areas.code(answer.input.market);
    let inside = territories.areas.iter().any(|area| areas.code_lies_in(market, &area.value));
    inside != (territories.kind == TerritoryKind::Only)
}

/// Whether a licence that is taken and counts is for a component.
pub(super) fn is_licensed(answer: &Answer<'_>, component: ComponentId) -> bool {
    taken(answer).any(|license| license.components.contains(&component) && counts(answer, license))
}

/// The licences that the answer takes.
pub(super) fn taken<'a>(answer: &Answer<'a>) -> impl Iterator<Item = &'a License> {
    let all = &answer.input.model.licenses;
    answer.selection.licenses.iter().filter_map(|at| all.get(*at))
}

/// Whether a licence is for this market and in force, and its licensee acts in the answer.
fn counts(answer: &Answer<'_>, license: &License) -> bool {
    is_for_market(answer, license) && answer.is_in_force(license.effectivity) && acts(answer, &license.to)
}

fn is_for_market(answer: &Answer<'_>, license: &License) -> bool {
    let areas = &answer.input.model.areas;
    let market = areas.code(answer.input.market);
    license.areas.is_empty() || license.areas.iter().any(|area| areas.code_lies_in(market, area))
}

/// Whether a party makes a line of any kind, runs a site where something is built, or is a picked carrier.
fn acts(answer: &Answer<'_>, party: &str) -> bool {
    let makes = answer.lines.iter().filter_map(Line::maker).any(|maker| is_same(answer, maker, party));
    let carries = || answer.picked.iter().any(|carrier| carrier.id == party);
    let builds = || {
        let sites = built(answer).into_iter().filter_map(|one| one.site?.1.party.as_deref());
        sites.into_iter().any(|site| is_same(answer, site, party))
    };
    makes || carries() || builds()
}

pub(super) fn check(answer: &Answer<'_>, faults: &mut Vec<String>) {
    let selection = answer.selection;
    for (place, at) in selection.licenses.iter().enumerate() {
        let Some(license) = answer.input.model.licenses.get(*at) else {
            faults.push("the answer takes a licence that does not exist".to_owned());
            continue;
        };
        let words = || format!("the licence to `{}`", license.to);
        if selection.licenses.iter().take(place).any(|other| other == at) {
            faults.push(format!("{} is taken twice", words()));
        }
        if !is_for_market(answer, license) {
            let market = answer.input.model.areas.code(answer.input.market);
            faults.push(format!("{} does not cover `{market}`", words()));
        }
        if !answer.is_in_force(license.effectivity) {
            faults.push(format!("{} is not in force on {}", words(), answer.input.as_of));
        }
        if !acts(answer, &license.to) {
            faults.push(format!("{} is taken, but `{}` does not act in the answer", words(), license.to));
        }
        let needed = |line: &Line<'_>| license.components.contains(&line.id) && is_barred(answer, line);
        if !answer.lines.iter().any(needed) {
            faults.push(format!("{} is taken, and nothing requires it", words()));
        }
    }
}
