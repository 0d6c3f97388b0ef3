//! The days on which anything changes in a market: between two of them every answer stays as it is.

use super::MarketView;
use crate::date::{Date, Effectivity};
use crate::model::Model;
use crate::span::Span;
use std::collections::BTreeSet;

/// Something begins or ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ChangePoint {
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
pub fn change_points(model: &Model, view: &MarketView) -> Vec<ChangePoint> {
    let mut all: BTreeSet<ChangePoint> = BTreeSet::new();
    let mut add = |dates: Effectivity, span: Span| {
        all.extend(dates.from.map(|day| ChangePoint { day, begins: true, span }));
        all.extend(dates.until.map(|day| ChangePoint { day, begins: false, span }));
    };
    view.rules.iter().for_each(|one| add(one.effectivity, one.origin.span));
    view.needs.iter().for_each(|one| add(one.need.effectivity, one.origin.span));
    view.limits.iter().for_each(|one| add(one.effectivity, one.origin.span));
    view.provides.iter().for_each(|one| add(one.effectivity, one.origin.span));
    view.certification.iter().for_each(|one| add(one.effectivity, one.origin.span));
    view.duties.iter().for_each(|one| add(one.effectivity, one.origin.span));
    view.certificates.iter().for_each(|one| add(one.effectivity, one.origin.span));
    for carrier in &view.carriers {
        add(carrier.effectivity, carrier.origin.span);
        carrier.networks.iter().for_each(|network| add(network.effectivity, network.span));
    }
    let candidates: BTreeSet<_> = view.slots.iter().flatten().flat_map(|slot| &slot.candidates).collect();
    for component in candidates.into_iter().filter_map(|id| model.component(*id)) {
        add(component.effectivity, component.span);
        component.needs.iter().for_each(|need| add(need.effectivity, need.span));
        component.certificates.iter().for_each(|one| add(one.effectivity, one.span));
    }
    all.into_iter().collect()
}
