//! The matrix as JSON: `terroir.matrix/1`. The order of keys is fixed.

use super::json_common::{OrderedMap, PlacedJson, decimal, indented, status};
use crate::bom::{
    Bom, CertifiedForAll, Commonality, ExtraCost, Filling, Line, OptionValue, Outcome, PartVerdict, Point, Portfolio,
    Split, minor_unit,
};
use crate::quantity::Quantity;
use serde::Serialize;

/// Slots by markets with the core, what splits the markets and, where given, the cost of commonality.
///
/// # Errors
/// The JSON writer's own; answers of this library cause none.
///
/// ```
/// # mod lamp { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/export/samples/lamp.rs")); }
/// # let (_, portfolio) = lamp::solve()?;
/// let text = terroir::export::matrix_json(&portfolio, &[], None)?;
/// assert!(text.contains("terroir.matrix/1"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn matrix_json(
    portfolio: &Portfolio,
    splits: &[Split],
    commonality: Option<&Commonality>,
) -> Result<String, serde_json::Error> {
    let core = &portfolio.core;
    let currency = portfolio.markets.iter().find_map(Outcome::bom).map_or("", |bom| bom.currency.as_str());
    let places = minor_unit(currency);
    let answer = MatrixJson {
        schema: "terroir.matrix/1",
        solution: &portfolio.solution,
        version: &portfolio.version,
        variant: portfolio.variant.as_deref(),
        as_of: portfolio.as_of.to_string(),
        currency,
        markets: portfolio.markets.iter().map(market).collect(),
        core: CoreJson {
            share: decimal(&core.share.to_fixed(3)),
            hardware_share: decimal(&core.hardware_share.to_fixed(3)),
            cost_share: decimal(&core.cost_share.to_fixed(3)),
            markets: core.markets,
            requested: core.requested,
            lines: &core.lines,
        },
        splits: splits.iter().map(|one| split(one, places)).collect(),
        commonality: commonality.map(|found| price(found, places)),
    };
    indented(&answer)
}

#[derive(Serialize)]
struct MatrixJson<'a> {
    schema: &'static str,
    solution: &'a str,
    version: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    variant: Option<&'a str>,
    as_of: String,
    currency: &'a str,
    markets: Vec<MarketJson<'a>>,
    core: CoreJson<'a>,
    splits: Vec<SplitJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    commonality: Option<PriceJson<'a>>,
}

#[derive(Serialize)]
struct MarketJson<'a> {
    market: &'a str,
    status: &'static str,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    held: Option<HeldJson<'a>>,
}

#[derive(Serialize)]
struct HeldJson<'a> {
    cost: String,
    slots: OrderedMap<'a, LineJson<'a>>,
    options: OrderedMap<'a, &'a OptionValue>,
    carriers: &'a [String],
}

#[derive(Serialize)]
struct LineJson<'a> {
    component: &'a str,
    version: &'a str,
    quantity: Quantity,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<&'a str>,
    core: bool,
}

#[derive(Serialize)]
struct CoreJson<'a> {
    share: serde_json::Value,
    hardware_share: serde_json::Value,
    cost_share: serde_json::Value,
    markets: usize,
    #[serde(rename = "asked")]
    requested: usize,
    lines: &'a [String],
}

#[derive(Serialize)]
struct SplitJson<'a> {
    slot: &'a str,
    components: Vec<FillingJson<'a>>,
    empty: &'a [String],
    one_for_all: Option<OneForAllJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    certified_for_all: Option<&'a CertifiedForAll>,
    wanted: Vec<WantedJson<'a>>,
}

#[derive(Serialize)]
struct FillingJson<'a> {
    component: &'a str,
    markets: &'a [String],
    elsewhere: Vec<ElsewhereJson<'a>>,
}

#[derive(Serialize)]
struct ElsewhereJson<'a> {
    market: &'a str,
    verdict: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    more: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reasons: Option<Vec<PlacedJson<'a>>>,
}

#[derive(Serialize)]
struct OneForAllJson<'a> {
    component: &'a str,
    candidate: bool,
    more: OrderedMap<'a, String>,
}

#[derive(Serialize)]
struct WantedJson<'a> {
    capability: &'a str,
    attribute: &'a str,
    values: &'a str,
}

#[derive(Serialize)]
struct PriceJson<'a> {
    points: Vec<PointJson<'a>>,
    complete: bool,
}

#[derive(Serialize)]
struct PointJson<'a> {
    regional: usize,
    total: String,
    costs: OrderedMap<'a, String>,
    proved: bool,
}

fn market(outcome: &Outcome) -> MarketJson<'_> {
    MarketJson { market: outcome.market(), status: status(outcome), held: outcome.bom().map(held) }
}

fn held(bom: &Bom) -> HeldJson<'_> {
    let lines = bom.lines.iter().map(|line| {
        let Line { component, version, quantity, core, .. } = line;
        let unit = line.details.measure();
        (line.slot.as_str(), LineJson { component, version, quantity: *quantity, unit, core: *core })
    });
    HeldJson {
        cost: bom.cost().to_fixed(bom.minor_unit),
        slots: OrderedMap(lines.collect()),
        options: OrderedMap(bom.options.iter().map(|one| (one.name.as_str(), &one.value)).collect()),
        carriers: &bom.carriers,
    }
}

fn amounts(list: &[ExtraCost], places: u32) -> OrderedMap<'_, String> {
    OrderedMap(list.iter().map(|one| (one.market.as_str(), one.amount.to_fixed(places))).collect())
}

fn split(split: &Split, places: u32) -> SplitJson<'_> {
    SplitJson {
        slot: &split.slot,
        components: split.fillings.iter().map(|one| filling(one, places)).collect(),
        empty: &split.empty,
        one_for_all: split.one_for_all.as_ref().map(|part| OneForAllJson {
            component: &part.component,
            candidate: part.is_candidate,
            more: amounts(&part.more, places),
        }),
        certified_for_all: split.certified_for_all.as_ref(),
        wanted: split
            .wanted
            .iter()
            .map(|one| WantedJson { capability: &one.capability, attribute: &one.attribute, values: &one.values })
            .collect(),
    }
}

fn filling(filling: &Filling, places: u32) -> FillingJson<'_> {
    let elsewhere = filling.elsewhere.iter().map(|one| {
        let (verdict, more, reasons) = match &one.verdict {
            PartVerdict::Barred(reasons) => {
                let placed = reasons.iter().map(|reason| PlacedJson::of(&reason.text, reason.place.as_ref()));
                ("barred", None, Some(placed.collect()))
            }
            PartVerdict::Costs(more) => ("possible", Some(more.to_fixed(places)), None),
            PartVerdict::NoCandidate => ("no-candidate", None, None),
            PartVerdict::Undecided => ("undecided", None, None),
        };
        ElsewhereJson { market: &one.market, verdict, more, reasons }
    });
    FillingJson { component: &filling.component, markets: &filling.markets, elsewhere: elsewhere.collect() }
}

fn price(found: &Commonality, places: u32) -> PriceJson<'_> {
    let point = |point: &Point| PointJson {
        regional: point.regional,
        total: point.total.to_fixed(places),
        costs: OrderedMap(
            found
                .markets
                .iter()
                .zip(&point.costs)
                .map(|(market, cost)| (market.as_str(), cost.to_fixed(places)))
                .collect(),
        ),
        proved: point.proved,
    };
    PriceJson { points: found.points.iter().map(point).collect(), complete: found.complete }
}
