//! The days on which anything changes in a market: between two of them every answer stays as it is.

use crate::date::{Date, Effectivity};
use crate::model::{ComponentId, License, Model, Offer};
use crate::schema::{Dated, MarketView, periods};
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

/// Everything that begins or ends in a market, by day and place: what its overlays state, its candidates, their needs and
/// certificates. Every dated thing that an answer may depend on is among them, because each type that overlays lower to
/// visits its own dates.
#[must_use]
pub fn change_points(model: &Model, view: &MarketView) -> Vec<ChangePoint> {
    let mut all: BTreeSet<ChangePoint> = BTreeSet::new();
    let mut add = |dates: Effectivity, span: Span| {
        all.extend(dates.from.map(|day| ChangePoint { day, begins: true, span }));
        all.extend(dates.until.map(|day| ChangePoint { day, begins: false, span }));
    };
    view.each_date(&mut add);
    for one in &view.certificates {
        let all = periods(&one.scheme, one.validity(), view.certification.iter());
        all.into_iter().for_each(|dates| add(dates, one.origin.span));
    }
    // A candidate of two slots adds the same points twice, which the set keeps once.
    for component in view.slots.iter().flatten().flat_map(|slot| &slot.candidates).map(|id| &model.components[*id]) {
        component.each_date(&mut add);
        let of_parts = component.made.iter().flat_map(|part| &part.certificates);
        for one in component.certificates.iter().chain(of_parts) {
            let all = periods(&one.scheme, one.validity(), view.certification.iter());
            all.into_iter().for_each(|dates| add(dates, one.span));
        }
    }
    trade_dates(model, view, &mut add);
    all.into_iter().collect()
}

/// The dates of offers and licences for candidates of a market, and of what carries the product over borders.
fn trade_dates(model: &Model, view: &MarketView, add: &mut dyn FnMut(Effectivity, Span)) {
    if !model.offers.is_empty() || !model.licenses.is_empty() {
        let slots = view.slots.iter().flatten();
        let candidates: BTreeSet<ComponentId> = slots.flat_map(|slot| &slot.candidates).copied().collect();
        let is_for = |offer: &&Offer| offer.parts.iter().any(|(component, _)| candidates.contains(component));
        model.offers.iter().filter(is_for).for_each(|offer| offer.each_date(add));
        let is_on = |license: &&License| license.components.iter().any(|component| candidates.contains(component));
        model.licenses.iter().filter(is_on).for_each(|license| license.each_date(add));
    }
    model.articles.iter().for_each(|article| article.each_date(add));
    model.sites.iter().for_each(|site| site.each_date(add));
    model.freight.iter().for_each(|freight| freight.each_date(add));
}
