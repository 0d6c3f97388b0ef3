//! `terroir.what-if/1`: the form that programs rely on. Amounts are strings, rounded once.

use crate::bom::Outcome;
use crate::compare::{ComparedPart, Comparison, Difference, LineChange, MarketChange, Named, YearlyCost};
use crate::export::json_common::{CitedJson, indented, status};
use crate::quantity::Quantity;
use serde::Serialize;

/// The comparison as indented JSON (`terroir.what-if/1`) with a final newline.
///
/// # Errors
/// The JSON writer's own; answers of this library cause none.
///
/// ```
/// # mod lamp { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/export/samples/lamp.rs")); }
/// # let (compiled, _) = lamp::solve()?;
/// let request = lamp::request()?;
/// let comparison = compiled.what_if(&request, &request.clone().without("driver-230"))?;
/// assert!(terroir::export::what_if_json(&comparison)?.contains("terroir.what-if/1"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn what_if_json(comparison: &Comparison) -> Result<String, serde_json::Error> {
    let answer = Answer {
        schema: "terroir.what-if/1",
        solution: &comparison.solution,
        version: &comparison.version,
        without: WithoutJson::of(comparison),
    };
    indented(&answer)
}

impl<'a> WithoutJson<'a> {
    /// The comparison without schema, name and version.
    pub fn of(comparison: &'a Comparison) -> Self {
        let places = comparison.minor_unit;
        Self {
            currency: &comparison.currency,
            what_if: &comparison.flags,
            today: comparison.before.to_string(),
            then: comparison.after.to_string(),
            markets: comparison.markets.iter().map(|one| market(one, places)).collect(),
            totals: totals(comparison),
        }
    }
}

fn totals(comparison: &Comparison) -> TotalsJson {
    let (totals, places) = (comparison.totals(), comparison.minor_unit);
    let YearlyCost { before: today, after: then } = totals.yearly;
    TotalsJson {
        resolved_today: totals.resolved_before,
        resolved_then: totals.resolved_after,
        lost: totals.lost,
        won: totals.won,
        changed: totals.changed,
        markets_in_cost: totals.counted,
        cost_a_year_today: today.to_fixed(places),
        cost_a_year_then: then.to_fixed(places),
        difference_a_year: then.checked_sub(today).map(|delta| delta.to_fixed(places)),
    }
}

#[derive(Serialize)]
struct Answer<'a> {
    schema: &'static str,
    solution: &'a str,
    version: &'a str,
    #[serde(flatten)]
    without: WithoutJson<'a>,
}

/// Two portfolios side by side: a whole answer, or part of another.
#[derive(Serialize)]
pub struct WithoutJson<'a> {
    currency: &'a str,
    what_if: &'a [String],
    today: String,
    then: String,
    markets: Vec<MarketJson<'a>>,
    totals: TotalsJson,
}

#[derive(Serialize)]
struct TotalsJson {
    resolved_today: usize,
    resolved_then: usize,
    lost: Vec<String>,
    won: Vec<String>,
    changed: Vec<String>,
    markets_in_cost: usize,
    cost_a_year_today: String,
    cost_a_year_then: String,
    difference_a_year: Option<String>,
}

#[derive(Serialize)]
struct MarketJson<'a> {
    market: &'a str,
    volume: String,
    status_today: &'static str,
    status_then: &'static str,
    cost_today: Option<String>,
    cost_then: Option<String>,
    difference: Option<String>,
    lines: Vec<LineJson<'a>>,
    options: Vec<NamedJson<'a>>,
    one_off: Vec<NamedJson<'a>>,
    /// The sites of articles.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    articles: Vec<NamedJson<'a>>,
    carriers: Option<Sides<'a, [String]>>,
    /// Why there is no bill of materials then; empty if there is one.
    reasons: Vec<CitedJson<'a>>,
}

#[derive(Serialize)]
struct Sides<'a, T: ?Sized> {
    today: &'a T,
    then: &'a T,
}

#[derive(Serialize)]
struct LineJson<'a> {
    slot: &'a str,
    change: &'static str,
    today: Option<HeldJson<'a>>,
    then: Option<HeldJson<'a>>,
}

#[derive(Serialize)]
struct HeldJson<'a> {
    component: &'a str,
    version: &'a str,
    quantity: Quantity,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a str>,
    cost: Option<String>,
}

#[derive(Serialize)]
struct NamedJson<'a> {
    name: &'a str,
    today: Option<&'a str>,
    then: Option<&'a str>,
}

fn market(one: &MarketChange, places: u32) -> MarketJson<'_> {
    let cost = |outcome: &Outcome| outcome.bom().map(|bom| bom.cost().to_fixed(places));
    let difference = one.difference.as_ref();
    let named =
        |pick: fn(&Difference) -> &[Named]| difference.map(pick).unwrap_or_default().iter().map(named).collect();
    let lines = difference.map(|difference| difference.lines.as_slice()).unwrap_or_default();
    let carriers = difference.and_then(|difference| difference.carriers.as_ref());
    MarketJson {
        market: &one.market,
        volume: one.volume.to_string(),
        status_today: status(&one.before),
        status_then: status(&one.after),
        cost_today: cost(&one.before),
        cost_then: cost(&one.after),
        difference: difference.and_then(|difference| difference.cost).map(|cost| cost.to_fixed(places)),
        lines: lines.iter().map(|change| line(change, places)).collect(),
        options: named(|difference| &difference.options),
        one_off: named(|difference| &difference.one_off),
        articles: named(|difference| &difference.articles),
        carriers: carriers.map(|one| Sides { today: one.before.as_slice(), then: one.after.as_slice() }),
        reasons: match &one.after {
            Outcome::Conflict(conflict) => conflict.reasons.iter().map(CitedJson::reason).collect(),
            Outcome::Resolved(_) | Outcome::Undecided(_) => Vec::new(),
        },
    }
}

fn line(change: &LineChange, places: u32) -> LineJson<'_> {
    let LineChange { slot, change, before, after } = change;
    let (today, then) = (before.as_ref(), after.as_ref());
    LineJson {
        slot,
        change: change.word(),
        today: today.map(|one| held(one, places)),
        then: then.map(|one| held(one, places)),
    }
}

fn held(held: &ComparedPart, places: u32) -> HeldJson<'_> {
    HeldJson {
        component: &held.component,
        version: &held.version,
        quantity: held.quantity,
        unit: held.unit.as_deref(),
        source: held.source.as_deref(),
        cost: held.cost.map(|cost| cost.to_fixed(places)),
    }
}

fn named(named: &Named) -> NamedJson<'_> {
    NamedJson { name: &named.name, today: named.before.as_deref(), then: named.after.as_deref() }
}
