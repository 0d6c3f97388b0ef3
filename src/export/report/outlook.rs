//! The calendar and the SKUs as rows of the page.

use super::data::{CalendarRow, Fitting, SkuRow};
use crate::bom::{Fitted, Proof, Skus};
use crate::export::phrases::enumerated;
use crate::horizon::{Event, Horizon};

/// All changes by day and market.
pub(super) fn calendar_rows(horizon: &Horizon) -> Vec<CalendarRow<'_>> {
    let mut rows = Vec::new();
    for market in &horizon.markets {
        rows.extend(market.events.iter().map(|event| CalendarRow {
            date: event.day.to_string(),
            market: &market.market,
            what: event.kind.word(),
            text: causes(event),
            help: event.way_out.as_ref().map_or("", |fix| fix.text.as_str()),
        }));
    }
    rows.sort_by(|left, right| (&left.date, left.market).cmp(&(&right.date, right.market)));
    rows
}

fn causes(event: &Event) -> String {
    let causes: Vec<String> = if event.through.is_empty() {
        event.reasons.iter().map(|reason| reason.text.clone()).collect()
    } else {
        event.through.iter().map(ToString::to_string).collect()
    };
    causes.join("; ")
}

/// Each SKU with the hardware that not all SKUs have.
pub(super) fn sku_rows(skus: &Skus) -> Vec<SkuRow<'_>> {
    let is_shared = |line: &Fitted| skus.skus.iter().all(|sku| sku.hardware.contains(line));
    let mut rows = Vec::new();
    for sku in &skus.skus {
        let own = sku.hardware.iter().filter(|line| !is_shared(line));
        rows.push(SkuRow {
            id: &sku.id,
            markets: sku.markets.iter().map(|served| served.market.as_str()).collect(),
            hardware: own.map(|line| Fitting { slot: &line.slot, component: &line.component }).collect(),
        });
    }
    rows
}

/// Whether fewer SKUs are possible, in a sentence or two.
pub(super) fn sku_proof(skus: &Skus) -> String {
    let minimum = &skus.minimum;
    if !skus.is_minimum_proved() {
        let (at_least, at_most) = (minimum.at_least, minimum.at_most);
        return format!("At least {at_least} are needed and {at_most} suffice; the step limit was reached.");
    }
    let why = match &minimum.proof {
        Proof::Trivial => "One is enough.".to_owned(),
        Proof::PairwiseApart { markets, .. } => format!("No two of {} can share hardware.", enumerated(markets)),
        Proof::Exhaustive { .. } => "Every split of the markets into fewer SKUs was ruled out.".to_owned(),
    };
    format!("Fewer SKUs are proved impossible. {why}")
}
