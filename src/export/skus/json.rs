//! `terroir.skus/1`: amounts are strings, rounded once; the order of keys is fixed.

use crate::bom::{Apart, Conflict, CostBounds, CurvePoint, Fitted, OptionSetting, Proof, Reason, Served, Sku, Skus};
use crate::export::json_common::{CitedJson, WarningJson, indented, warnings};
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;

/// The answer as indented JSON with a final newline.
///
/// # Errors
/// The JSON writer's own; answers of this library cause none.
///
/// ```
/// # mod lamp { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/export/samples/lamp.rs")); }
/// # let compiled = lamp::compile()?;
/// let skus = compiled.skus(&lamp::request()?, terroir::SkuDepth::Plan, &mut |_| {})?;
/// assert!(terroir::export::skus_json(&skus)?.contains("terroir.skus/1"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn skus_json(skus: &Skus) -> Result<String, serde_json::Error> {
    let digits = skus.minor_unit;
    let answer = Answer {
        schema: "terroir.skus/1",
        solution: &skus.solution,
        version: &skus.version,
        as_of: skus.as_of.to_string(),
        currency: &skus.currency,
        sku_cost: skus.sku_cost.to_fixed(digits),
        skus: skus.skus.iter().map(|sku| sku_json(sku, digits)).collect(),
        minimum_proved: skus.is_minimum_proved(),
        at_least: skus.minimum.at_least,
        at_most: skus.minimum.at_most,
        proof: proof(&skus.minimum.proof),
        cost: skus.cost.as_ref().map(|bounds| cost(bounds, digits)),
        curve: skus.curve.iter().map(|point| point_json(point, digits)).collect(),
        apart: skus.apart.as_ref().map(|point| point_json(point, digits)),
        unservable: skus.unservable.iter().map(unservable).collect(),
        undecided: &skus.undecided,
        warnings: warnings(&skus.warnings),
    };
    indented(&answer)
}

#[derive(Serialize)]
struct Answer<'a> {
    schema: &'static str,
    solution: &'a str,
    version: &'a str,
    as_of: String,
    currency: &'a str,
    sku_cost: String,
    skus: Vec<SkuJson<'a>>,
    minimum_proved: bool,
    at_least: usize,
    at_most: usize,
    proof: ProofJson<'a>,
    cost: Option<CostJson>,
    curve: Vec<PointJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    apart: Option<PointJson<'a>>,
    unservable: Vec<UnservableJson<'a>>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    undecided: &'a [String],
    warnings: Vec<WarningJson<'a>>,
}

#[derive(Serialize)]
struct SkuJson<'a> {
    id: &'a str,
    hardware_id: Option<&'a str>,
    markets: Vec<&'a str>,
    hardware: Fittings<'a>,
    quantities: Quantities<'a>,
    /// Slot → what its quantity counts, where that is not pieces.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    units: BTreeMap<&'a str, &'a str>,
    served: Vec<ServedJson<'a>>,
}

#[derive(Serialize)]
struct ServedJson<'a> {
    market: &'a str,
    volume: String,
    unit_cost: Option<String>,
    options: Options<'a>,
    carriers: &'a [String],
    others: Fittings<'a>,
    warnings: Vec<WarningJson<'a>>,
}

/// Slot → component and version, in the order of slots.
struct Fittings<'a>(&'a [Fitted]);

impl Serialize for Fittings<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|one| (&one.slot, format!("{}@{}", one.component, one.version))))
    }
}

/// Slot → pieces, where there is more than one.
struct Quantities<'a>(&'a [Fitted]);

impl Serialize for Quantities<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().filter(|one| one.quantity != 1).map(|one| (&one.slot, one.quantity)))
    }
}

struct Options<'a>(&'a [OptionSetting]);

impl Serialize for Options<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|one| (&one.name, &one.value)))
    }
}

#[derive(Serialize)]
struct ProofJson<'a> {
    kind: &'static str,
    markets: &'a [String],
    pairs: Vec<PairJson<'a>>,
}

#[derive(Serialize)]
struct PairJson<'a> {
    markets: [&'a str; 2],
    slots: &'a [String],
    reasons: Vec<ReasonJson<'a>>,
}

#[derive(Serialize)]
struct ReasonJson<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    market: Option<&'a str>,
    #[serde(flatten)]
    cited: CitedJson<'a>,
}

#[derive(Serialize)]
struct CostJson {
    amount: String,
    proved: bool,
    at_least: String,
}

#[derive(Serialize)]
struct PointJson<'a> {
    skus: usize,
    served: &'a [String],
    served_proved: bool,
    cost: Option<CostJson>,
}

#[derive(Serialize)]
struct UnservableJson<'a> {
    market: &'a str,
    reasons: Vec<ReasonJson<'a>>,
}

fn sku_json(sku: &Sku, digits: u32) -> SkuJson<'_> {
    SkuJson {
        id: &sku.id,
        hardware_id: sku.hardware_id.as_deref(),
        markets: sku.markets.iter().map(|one| one.market.as_str()).collect(),
        hardware: Fittings(&sku.hardware),
        quantities: Quantities(&sku.hardware),
        units: sku.hardware.iter().filter_map(|one| Some((one.slot.as_str(), one.unit.as_deref()?))).collect(),
        served: sku.markets.iter().map(|one| served(one, digits)).collect(),
    }
}

fn served(one: &Served, digits: u32) -> ServedJson<'_> {
    ServedJson {
        market: &one.market,
        volume: one.volume.to_string(),
        unit_cost: one.unit_cost.map(|cost| cost.to_fixed(digits)),
        options: Options(&one.options),
        carriers: &one.carriers,
        others: Fittings(&one.others),
        warnings: warnings(&one.warnings),
    }
}

fn proof(proof: &Proof) -> ProofJson<'_> {
    let (kind, markets, pairs): (_, &[String], &[Apart]) = match proof {
        Proof::Trivial => ("trivial", &[], &[]),
        Proof::PairwiseApart { markets, pairs } => ("pairwise-apart", markets, pairs),
        Proof::Exhaustive { markets, pairs } => ("exhaustive", markets, pairs),
    };
    ProofJson { kind, markets, pairs: pairs.iter().map(pair).collect() }
}

fn pair(pair: &Apart) -> PairJson<'_> {
    let reasons = pair.reasons.iter().map(|one| reason_json(Some(&one.market), &one.reason)).collect();
    PairJson { markets: [&pair.one, &pair.two], slots: &pair.slots, reasons }
}

fn reason_json<'a>(market: Option<&'a str>, reason: &'a Reason) -> ReasonJson<'a> {
    ReasonJson { market, cited: CitedJson::reason(reason) }
}

fn cost(bounds: &CostBounds, digits: u32) -> CostJson {
    CostJson {
        amount: bounds.cost.to_fixed(digits),
        proved: bounds.is_proved(),
        at_least: bounds.at_least.to_fixed(digits),
    }
}

fn point_json(point: &CurvePoint, digits: u32) -> PointJson<'_> {
    PointJson {
        skus: point.skus,
        served: &point.served,
        served_proved: point.served_proved,
        cost: point.cost.as_ref().map(|bounds| cost(bounds, digits)),
    }
}

fn unservable(conflict: &Conflict) -> UnservableJson<'_> {
    let reasons = conflict.reasons.iter().map(|reason| reason_json(None, reason)).collect();
    UnservableJson { market: &conflict.market, reasons }
}
