//! The calendar and the SKUs as rows of the page.

use super::data::{CalendarRow, Fitting, SkuMarket, SkuRow};
use crate::bom::{Fitted, Proof, Served, Skus};
use crate::export::horizon::{Costs, exchanged, headline};
use crate::export::phrases::enumerated;
use crate::horizon::{Calendar, Event, Horizon, Threat};
use crate::number::Number;

/// All changes by day and market; what happens in several markets alike is one row.
pub(super) fn calendar_rows(horizon: &Horizon) -> Vec<CalendarRow<'_>> {
    let mut rows: Vec<CalendarRow<'_>> = Vec::new();
    for calendar in &horizon.markets {
        let behind = calendar.threats.iter().filter(|threat| threat.is_behind);
        let threats = behind.map(|threat| threat_row(calendar, threat));
        for row in calendar.events.iter().map(|event| calendar_row(calendar, event)).chain(threats) {
            match rows.iter_mut().find(|known| is_alike(known, &row)) {
                Some(known) => {
                    known.markets.extend(row.markets);
                    known.costs.extend(row.costs);
                }
                None => rows.push(row),
            }
        }
    }
    rows.sort_by(|left, right| (&left.date, &left.markets).cmp(&(&right.date, &right.markets)));
    rows
}

fn calendar_row<'a>(calendar: &'a Calendar, event: &'a Event) -> CalendarRow<'a> {
    let mut change = exchanged(event);
    change.insert(0, headline(calendar, event, Costs::Without));
    CalendarRow {
        date: event.day.to_string(),
        markets: vec![&calendar.market],
        what: event.kind.word(),
        change: change.join("; "),
        costs: costs(calendar, event).into_iter().collect(),
        text: causes(event),
        help: event.way_out.as_ref().map_or("", |fix| fix.text.as_str()),
    }
}

/// What threatens a market that has no bill of materials already.
fn threat_row<'a>(calendar: &'a Calendar, threat: &'a Threat) -> CalendarRow<'a> {
    let reasons: Vec<&str> = threat.reasons.iter().map(|reason| reason.text.as_str()).collect();
    CalendarRow {
        date: threat.day.to_string(),
        markets: vec![&calendar.market],
        what: "threat",
        change: "a further threat, even without the losses before".to_owned(),
        costs: Vec::new(),
        text: reasons.join("; "),
        help: threat.ways_out.first().map_or("", |fix| fix.text.as_str()),
    }
}

/// What one product costs before and after, where either is known.
fn costs(calendar: &Calendar, event: &Event) -> Option<String> {
    let fixed = |cost: Number| cost.to_fixed(calendar.minor_unit);
    let (market, currency) = (&calendar.market, &calendar.currency);
    match (event.cost_before.map(fixed), event.cost_after.map(fixed)) {
        (Some(before), Some(after)) => Some(format!("{market} {before} → {after} {currency}")),
        (None, Some(after)) => Some(format!("{market} {after} {currency}")),
        (_, None) => None,
    }
}

fn is_alike(one: &CalendarRow<'_>, other: &CalendarRow<'_>) -> bool {
    (&one.date, one.what, &one.change) == (&other.date, other.what, &other.change)
        && (&one.text, one.help) == (&other.text, other.help)
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
            markets: sku.markets.iter().map(|served| served_market(skus, served)).collect(),
            hardware: own.map(|line| Fitting { slot: &line.slot, component: &line.component }).collect(),
        });
    }
    rows
}

fn served_market<'a>(skus: &Skus, served: &'a Served) -> SkuMarket<'a> {
    SkuMarket {
        code: &served.market,
        units: served.volume.to_string(),
        cost: served.unit_cost.map(|cost| cost.to_fixed(skus.minor_unit)),
    }
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
