//! Answers as JSON: `terroir.resolve/1`, the form that other programs rely on.
//!
//! Amounts are strings, rounded once; shares are numbers of three places; the order of keys is fixed.

use super::explanation::{Explanation, explanation};
use super::json_common::{OrderedMap, WarningJson, decimal, indented, number, warnings};
use crate::bom::{Bom, Core, FactUse, Line, OneOff, OptionValue, Outcome, Portfolio, RegionalBounds};
use crate::number::Number;
use serde::Serialize;

/// The answers as indented JSON (`terroir.resolve/1`) with a final newline.
///
/// # Errors
/// The JSON writer's own; answers of this library cause none.
///
/// ```
/// # let solution = terroir::Solution::from_sources([("solution.toml".to_owned(),
/// #     "[solution]\nname = \"lamp\"\nversion = \"1.0.0\"\nmarkets = [\"DE\"]\ncurrency = \"EUR\"\n".to_owned())])?;
/// let compiled = solution.compile()?;
/// let portfolio = compiled.portfolio(&terroir::Request::default().as_of("2026-11-22".parse()?))?;
/// assert!(terroir::export::json(&portfolio)?.starts_with("{\n  \"schema\": \"terroir.resolve/1\""));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn json(portfolio: &Portfolio) -> Result<String, serde_json::Error> {
    let answer = Answer {
        schema: "terroir.resolve/1",
        solution: &portfolio.solution,
        version: &portfolio.version,
        as_of: portfolio.as_of.to_string(),
        markets: portfolio.markets.iter().map(market).collect(),
        core: core(&portfolio.core),
        warnings: warnings(&portfolio.warnings),
    };
    indented(&answer)
}

#[derive(Serialize)]
struct Answer<'a> {
    schema: &'static str,
    solution: &'a str,
    version: &'a str,
    as_of: String,
    markets: Vec<MarketJson<'a>>,
    core: CoreJson<'a>,
    warnings: Vec<WarningJson<'a>>,
}

#[derive(Serialize)]
#[serde(tag = "status", rename_all = "lowercase")]
enum State<'a> {
    Resolved(Box<ResolvedJson<'a>>),
    Conflict {
        explanation: Explanation<'a>,
        warnings: Vec<WarningJson<'a>>,
    },
    Undecided {
        steps: u64,
        /// Only where the markets are solved jointly.
        #[serde(skip_serializing_if = "Option::is_none")]
        regional: Option<RegionalJson>,
    },
}

/// What is proved of the lines outside the shared core.
#[derive(Serialize)]
struct RegionalJson {
    at_least: usize,
    at_most: Option<usize>,
}

#[derive(Serialize)]
struct MarketJson<'a> {
    market: &'a str,
    #[serde(flatten)]
    state: State<'a>,
}

#[derive(Serialize)]
struct ResolvedJson<'a> {
    objective: OrderedMap<'a, String>,
    currency: &'a str,
    options: OrderedMap<'a, &'a OptionValue>,
    carriers: &'a [String],
    lines: Vec<LineJson<'a>>,
    one_off: Vec<OneOffJson<'a>>,
    warnings: Vec<WarningJson<'a>>,
    facts: Vec<FactJson<'a>>,
}

#[derive(Serialize)]
struct LineJson<'a> {
    slot: &'a str,
    part_of: Option<&'a str>,
    component: &'a str,
    version: &'a str,
    kind: &'static str,
    name: &'a str,
    quantity: u64,
    refdes: &'a [String],
    manufacturer: Option<&'a str>,
    mpn: Option<&'a str>,
    origin: Option<&'a str>,
    lead_weeks: Option<serde_json::Value>,
    unit_cost: String,
    duty: String,
    cost: String,
    core: bool,
    certificates: &'a [String],
    alternates: &'a [String],
}

#[derive(Serialize)]
struct OneOffJson<'a> {
    scheme: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    unit_cost: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    weeks: Option<serde_json::Value>,
}

#[derive(Serialize)]
struct FactJson<'a> {
    key: &'a str,
    value: serde_json::Value,
    layer: &'a str,
    source: &'a [String],
    status: Option<&'a str>,
    file: Option<&'a str>,
    line: Option<u32>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    slots: &'a [String],
}

#[derive(Serialize)]
struct CoreJson<'a> {
    share: serde_json::Value,
    hardware_share: serde_json::Value,
    markets: usize,
    /// Only where some market of the portfolio has no answer.
    #[serde(rename = "asked", skip_serializing_if = "Option::is_none")]
    requested: Option<usize>,
    lines: &'a [String],
}

fn market(outcome: &Outcome) -> MarketJson<'_> {
    let state = match outcome {
        Outcome::Resolved(bom) => State::Resolved(Box::new(resolved(bom))),
        Outcome::Conflict(conflict) => {
            State::Conflict { explanation: explanation(conflict), warnings: warnings(&conflict.warnings) }
        }
        Outcome::Undecided(undecided) => {
            let bounds =
                undecided.regional.map(|RegionalBounds { at_least, at_most }| RegionalJson { at_least, at_most });
            State::Undecided { steps: undecided.steps, regional: bounds }
        }
    };
    MarketJson { market: outcome.market(), state }
}

fn resolved(bom: &Bom) -> ResolvedJson<'_> {
    let printed = |name: &str, value: Number| match name {
        "cost" => value.to_fixed(bom.minor_unit),
        _ => value.to_string(),
    };
    let objective = bom.objective.iter().map(|one| (one.name.as_str(), printed(&one.name, one.value)));
    ResolvedJson {
        objective: OrderedMap(objective.collect()),
        currency: &bom.currency,
        options: OrderedMap(bom.options.iter().map(|one| (one.name.as_str(), &one.value)).collect()),
        carriers: &bom.carriers,
        lines: bom.lines.iter().map(|one| line(one, bom.minor_unit)).collect(),
        one_off: bom.one_off.iter().map(|taken| one_off(taken, bom.minor_unit)).collect(),
        warnings: warnings(&bom.warnings),
        facts: bom.facts.iter().map(fact).collect(),
    }
}

fn line(line: &Line, minor_unit: u32) -> LineJson<'_> {
    LineJson {
        slot: &line.slot,
        part_of: line.part_of.as_deref(),
        component: &line.component,
        version: &line.version,
        kind: line.kind.as_str(),
        name: &line.name,
        quantity: line.quantity,
        refdes: &line.refdes,
        manufacturer: line.manufacturer.as_deref(),
        mpn: line.mpn.as_deref(),
        origin: line.origin.as_deref(),
        lead_weeks: line.lead_weeks.map(number),
        unit_cost: line.unit_cost.to_fixed(minor_unit),
        duty: line.duty.to_fixed(minor_unit),
        cost: line.cost.to_fixed(minor_unit),
        core: line.core,
        certificates: &line.certificates,
        alternates: &line.alternates,
    }
}

fn one_off(taken: &OneOff, minor_unit: u32) -> OneOffJson<'_> {
    OneOffJson {
        scheme: &taken.scheme,
        id: taken.id.as_deref(),
        unit_cost: taken.unit_cost.to_fixed(minor_unit),
        weeks: taken.weeks.map(number),
    }
}

fn fact(fact: &FactUse) -> FactJson<'_> {
    FactJson {
        key: &fact.key,
        value: serde_json::from_str(&fact.value).unwrap_or_default(),
        layer: &fact.layer,
        source: &fact.source,
        status: fact.status.as_deref(),
        file: fact.place.as_ref().map(|place| place.file.as_str()),
        line: fact.place.as_ref().map(|place| place.line),
        slots: &fact.slots,
    }
}

fn core(core: &Core) -> CoreJson<'_> {
    CoreJson {
        share: decimal(&core.share.to_fixed(3)),
        hardware_share: decimal(&core.hardware_share.to_fixed(3)),
        markets: core.markets,
        requested: (core.requested != core.markets).then_some(core.requested),
        lines: &core.lines,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::export::samples;

    #[test]
    fn an_answer_has_the_keys_of_the_contract_in_their_order() {
        let text = json(&samples::portfolio()).unwrap();
        let wanted = samples::JSON;
        assert_eq!(text, wanted, "{text}");
    }

    #[test]
    fn an_undecided_market_says_so() {
        let mut portfolio = samples::portfolio();
        portfolio.markets = vec![samples::undecided("JP")];
        let value: serde_json::Value = serde_json::from_str(&json(&portfolio).unwrap()).unwrap();
        assert_eq!(value["markets"][0]["status"], "undecided");
        assert_eq!(value["markets"][0]["market"], "JP");
    }
}
