//! Answers as JSON: `terroir.resolve/1`, the form that other programs rely on.
//!
//! Amounts are strings, rounded once; shares are numbers of three places; the order of keys is fixed.

use super::explanation::{Explanation, explanation};
use super::json_common::{FactJson, OrderedMap, WarningJson, decimal, fact, indented, number, warnings};
use super::json_purchase::{LandedJson, OfferJson, PlanJson, PurchaseKeys, freight, landed, offer, plan};
use crate::bom::{
    ApprovedPart, Bom, Core, HeldCertificate, Line, OneOff, OptionValue, Outcome, Portfolio, RegionalBounds,
};
use crate::number::Number;
use crate::quantity::Quantity;
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
    json_of(std::slice::from_ref(portfolio))
}

/// The answers of several variants as one document: all markets with their variants, and for each variant what its
/// markets share. One portfolio gives what [`json()`] gives.
///
/// # Errors
/// The JSON writer's own; answers of this library cause none.
///
/// ```
/// # mod lamp { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/export/samples/lamp.rs")); }
/// # let (_, portfolio) = lamp::solve()?;
/// assert_eq!(terroir::export::json_of(&[portfolio.clone()])?, terroir::export::json(&portfolio)?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn json_of(portfolios: &[Portfolio]) -> Result<String, serde_json::Error> {
    let (first, only) = (portfolios.first(), <&[Portfolio; 1]>::try_from(portfolios).ok().map(|[only]| only));
    let variants = portfolios.iter().filter(|_| only.is_none()).map(|portfolio| VariantJson {
        variant: portfolio.variant.as_deref(),
        core: core(&portfolio.core),
        plan: plan(portfolio),
        warnings: warnings(&portfolio.warnings),
    });
    let answer = Answer {
        schema: "terroir.resolve/1",
        solution: first.map_or("", |portfolio| &portfolio.solution),
        version: first.map_or("", |portfolio| &portfolio.version),
        as_of: first.map(|portfolio| portfolio.as_of.to_string()).unwrap_or_default(),
        markets: portfolios.iter().flat_map(markets).collect(),
        variants: variants.collect(),
        plan: only.map(plan),
        core: only.map(|portfolio| core(&portfolio.core)),
        warnings: only.map(|portfolio| warnings(&portfolio.warnings)),
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
    /// Only of several portfolios.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    variants: Vec<VariantJson<'a>>,
    #[serde(flatten)]
    plan: Option<PlanJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    core: Option<CoreJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    warnings: Option<Vec<WarningJson<'a>>>,
}

/// What the markets of a variant share.
#[derive(Serialize)]
struct VariantJson<'a> {
    variant: Option<&'a str>,
    core: CoreJson<'a>,
    #[serde(flatten)]
    plan: PlanJson<'a>,
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
    /// Only of a variant.
    #[serde(skip_serializing_if = "Option::is_none")]
    variant: Option<&'a str>,
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
    #[serde(flatten)]
    landed: LandedJson<'a>,
    one_off: Vec<OneOffJson<'a>>,
    /// The first day on which it can be sold; absent where it relies on no planned certificate.
    #[serde(skip_serializing_if = "Option::is_none")]
    sellable_from: Option<String>,
    certificates: Vec<String>,
    holds_until: Option<String>,
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
    quantity: Quantity,
    refdes: &'a [String],
    manufacturer: Option<&'a str>,
    mpn: Option<&'a str>,
    #[serde(flatten)]
    offer: OfferJson<'a>,
    origin: Option<&'a str>,
    hs: Option<&'a str>,
    lead_weeks: Option<serde_json::Value>,
    lifecycle: &'static str,
    approved: &'a [ApprovedPart],
    unit: &'a str,
    value: Option<&'a str>,
    footprint: Option<&'a str>,
    description: Option<&'a str>,
    datasheet: Option<&'a str>,
    license: Option<&'a str>,
    purl: Option<&'a str>,
    cpe: Option<&'a str>,
    supplier: Option<&'a str>,
    sbom: Option<&'a str>,
    fields: OrderedMap<'a, &'a str>,
    unit_cost: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    freight: Option<String>,
    duty: String,
    cost: String,
    core: bool,
    certificates: &'a [String],
    needs: &'a [String],
    alternates: &'a [String],
}

#[derive(Serialize)]
struct OneOffJson<'a> {
    scheme: &'a str,
    /// The component that it is planned for; null: the solution.
    component: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    unit_cost: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    weeks: Option<serde_json::Value>,
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

fn markets(portfolio: &Portfolio) -> impl Iterator<Item = MarketJson<'_>> {
    let keys = PurchaseKeys::of(portfolio);
    portfolio.markets.iter().map(move |outcome| market(outcome, keys))
}

fn market(outcome: &Outcome, keys: PurchaseKeys) -> MarketJson<'_> {
    let state = match outcome {
        Outcome::Resolved(bom) => State::Resolved(Box::new(resolved(bom, keys))),
        Outcome::Conflict(conflict) => {
            State::Conflict { explanation: explanation(conflict), warnings: warnings(&conflict.warnings) }
        }
        Outcome::Undecided(undecided) => {
            let bounds =
                undecided.regional.map(|RegionalBounds { at_least, at_most }| RegionalJson { at_least, at_most });
            State::Undecided { steps: undecided.steps, regional: bounds }
        }
    };
    MarketJson { market: outcome.market(), variant: outcome.variant(), state }
}

fn resolved(bom: &Bom, keys: PurchaseKeys) -> ResolvedJson<'_> {
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
        lines: bom.lines.iter().map(|one| line(one, bom.minor_unit, keys)).collect(),
        landed: landed(bom, keys),
        one_off: bom.one_off.iter().map(|taken| one_off(taken, bom.minor_unit)).collect(),
        sellable_from: bom.sellable_from.map(|day| day.to_string()),
        certificates: bom.certificates.iter().map(HeldCertificate::label).collect(),
        holds_until: bom.holds_until.map(|day| day.to_string()),
        warnings: warnings(&bom.warnings),
        facts: bom.facts.iter().map(fact).collect(),
    }
}

fn line(line: &Line, minor_unit: u32, keys: PurchaseKeys) -> LineJson<'_> {
    let details = &line.details;
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
        offer: offer(line, keys),
        origin: line.origin.as_deref(),
        hs: line.hs.as_deref(),
        lead_weeks: line.lead_weeks.map(number),
        lifecycle: line.lifecycle.as_str(),
        approved: &line.approved,
        unit: details.counted_in(),
        value: details.value.as_deref(),
        footprint: details.footprint.as_deref(),
        description: details.description.as_deref(),
        datasheet: details.datasheet.as_deref(),
        license: details.license.as_deref(),
        purl: details.purl.as_deref(),
        cpe: details.cpe.as_deref(),
        supplier: details.supplier.as_deref(),
        sbom: details.sbom.as_deref(),
        fields: OrderedMap(details.fields.iter().map(|one| (one.name.as_str(), one.value.as_str())).collect()),
        unit_cost: line.unit_price(minor_unit),
        freight: freight(line, minor_unit, keys),
        duty: line.duty.to_fixed(minor_unit),
        cost: line.cost.to_fixed(minor_unit),
        core: line.core,
        certificates: &line.certificates,
        needs: &line.needs,
        alternates: &line.alternates,
    }
}

fn one_off(taken: &OneOff, minor_unit: u32) -> OneOffJson<'_> {
    OneOffJson {
        scheme: &taken.scheme,
        component: taken.component.as_deref(),
        id: taken.id.as_deref(),
        unit_cost: taken.unit_cost.to_fixed(minor_unit),
        weeks: taken.weeks.map(number),
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
