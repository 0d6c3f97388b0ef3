//! `terroir.diff/1`.

use crate::compare::{ComparedPart, Named, ValueChange};
use crate::diff::{Because, Diff, Differing, MarketSide, Pair, Side};
use crate::export::json_common::{CarriersJson, ChangedJson, CitedJson, LineJson, indented};
use crate::quantity::Quantity;
use serde::Serialize;

/// The differences as indented JSON with a final newline.
///
/// # Errors
/// The JSON writer's own; differences of this library cause none.
///
/// ```
/// # mod lamp { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/export/samples/lamp.rs")); }
/// # let compiled = lamp::compile()?;
/// let diff = compiled.diff(&lamp::request()?, "US", "DE")?;
/// assert!(terroir::export::diff::json(&diff)?.contains("terroir.diff/1"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn json(diff: &Diff) -> Result<String, serde_json::Error> {
    let answer = Answer {
        schema: "terroir.diff/1",
        left: side(&diff.left),
        right: side(&diff.right),
        solution: diff.solution.iter().map(named).collect(),
        markets: diff.markets.iter().map(pair).collect(),
        same: &diff.same,
    };
    indented(&answer)
}

#[derive(Serialize)]
struct Answer<'a> {
    schema: &'static str,
    left: SideJson<'a>,
    right: SideJson<'a>,
    solution: Vec<CausedJson<'a, ChangedJson<'a>>>,
    markets: Vec<PairJson<'a>>,
    same: &'a [String],
}

#[derive(Serialize)]
struct SideJson<'a> {
    name: &'a str,
    solution: &'a str,
    version: &'a str,
    as_of: String,
}

#[derive(Serialize)]
struct PairJson<'a> {
    left: AnswerJson<'a>,
    right: AnswerJson<'a>,
    lines: Vec<CausedJson<'a, LineJson<'a, HeldJson<'a>>>>,
    options: Vec<CausedJson<'a, ChangedJson<'a>>>,
    carriers: Option<CarriersJson<'a>>,
    certificates: Vec<CausedJson<'a, ChangedJson<'a>>>,
    values: Vec<CausedJson<'a, ValueJson<'a>>>,
    because: Vec<BecauseJson<'a>>,
}

#[derive(Serialize)]
struct AnswerJson<'a> {
    market: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    variant: Option<&'a str>,
    status: &'static str,
    cost: Option<&'a str>,
    currency: &'a str,
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
}

#[derive(Serialize)]
struct CausedJson<'a, T> {
    #[serde(flatten)]
    what: T,
    because: Vec<BecauseJson<'a>>,
}

/// A value that differs; of a line, with its slot.
#[derive(Serialize)]
struct ValueJson<'a> {
    name: String,
    slot: Option<&'a str>,
    key: &'a str,
    before: Option<&'a str>,
    after: Option<&'a str>,
}

#[derive(Serialize)]
struct BecauseJson<'a> {
    on: &'a str,
    #[serde(flatten)]
    cited: CitedJson<'a>,
}

fn side(side: &Side) -> SideJson<'_> {
    SideJson { name: &side.name, solution: &side.solution, version: &side.version, as_of: side.as_of.to_string() }
}

fn pair(pair: &Pair) -> PairJson<'_> {
    PairJson {
        left: answer(&pair.left),
        right: answer(&pair.right),
        lines: pair.lines.iter().map(|one| caused(LineJson::of(&one.what, held), one)).collect(),
        options: pair.options.iter().map(named).collect(),
        carriers: CarriersJson::of(pair.carriers.as_ref()),
        certificates: pair.certificates.iter().map(named).collect(),
        values: pair.values.iter().map(|one| caused(value(&one.what), one)).collect(),
        because: pair.because.iter().map(because).collect(),
    }
}

fn answer(side: &MarketSide) -> AnswerJson<'_> {
    AnswerJson {
        market: &side.market,
        variant: side.variant.as_deref(),
        status: side.status.as_str(),
        cost: side.cost.as_deref(),
        currency: &side.currency,
    }
}

fn held(held: &ComparedPart) -> HeldJson<'_> {
    let ComparedPart { component, version, quantity, unit, source, .. } = held;
    HeldJson { component, version, quantity: *quantity, unit: unit.as_deref(), source: source.as_deref() }
}

fn value(change: &ValueChange) -> ValueJson<'_> {
    ValueJson {
        name: change.topic.to_string(),
        slot: change.topic.slot(),
        key: &change.topic.key,
        before: change.before.as_deref(),
        after: change.after.as_deref(),
    }
}

fn named(one: &Differing<Named>) -> CausedJson<'_, ChangedJson<'_>> {
    caused(ChangedJson::of(&one.what), one)
}

fn caused<T, U>(what: T, one: &Differing<U>) -> CausedJson<'_, T> {
    CausedJson { what, because: one.because.iter().map(because).collect() }
}

fn because(one: &Because) -> BecauseJson<'_> {
    BecauseJson { on: &one.on, cited: CitedJson::of(&one.text, one.place.as_ref(), &one.source) }
}
