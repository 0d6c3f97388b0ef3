//! The days on which anything changes in a market: between two of them every answer stays as it is.

use super::Laid;
use crate::date::{Date, Effectivity};
use crate::model::Model;
use crate::span::Span;
use std::collections::BTreeSet;

/// Something begins or ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Turn {
    /// The first day on which it holds (`from`), or no longer holds (`until`).
    pub day: Date,
    /// Whether it begins.
    pub begins: bool,
    /// The place of what begins or ends.
    pub span: Span,
}

/// Everything that begins or ends in a market, by day and place: what its overlays say, its candidates, their needs and
/// certificates. Every dated thing that an answer may rest on is among them; no other is.
#[must_use]
pub fn turns(model: &Model, laid: &Laid) -> Vec<Turn> {
    let mut all: BTreeSet<Turn> = BTreeSet::new();
    let mut add = |dates: Effectivity, span: Span| {
        all.extend(dates.from.map(|day| Turn { day, begins: true, span }));
        all.extend(dates.until.map(|day| Turn { day, begins: false, span }));
    };
    laid.rules.iter().for_each(|one| add(one.effectivity, one.origin.span));
    laid.needs.iter().for_each(|one| add(one.need.effectivity, one.origin.span));
    laid.limits.iter().for_each(|one| add(one.effectivity, one.origin.span));
    laid.provides.iter().for_each(|one| add(one.effectivity, one.origin.span));
    laid.certification.iter().for_each(|one| add(one.effectivity, one.origin.span));
    laid.duties.iter().for_each(|one| add(one.effectivity, one.origin.span));
    laid.certificates.iter().for_each(|one| add(one.effectivity, one.origin.span));
    for carrier in &laid.carriers {
        add(carrier.effectivity, carrier.origin.span);
        carrier.networks.iter().for_each(|network| add(network.effectivity, network.span));
    }
    let candidates: BTreeSet<_> = laid.slots.iter().flatten().flat_map(|slot| &slot.candidates).collect();
    for component in candidates.into_iter().filter_map(|id| model.component(*id)) {
        add(component.effectivity, component.span);
        component.needs.iter().for_each(|need| add(need.effectivity, need.span));
        component.certificates.iter().for_each(|one| add(one.effectivity, one.span));
    }
    all.into_iter().collect()
}
