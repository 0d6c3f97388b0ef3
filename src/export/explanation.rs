//! Explanations as JSON: the part of `terroir.resolve/1` that a conflict fills, and `terroir.explain/1`.

use super::json_common::{FactJson, PlacedJson, fact, indented, number};
use crate::bom::{
    Block, Bom, Choice, ChoiceVerdict, Conflict, Decision, DecisionKind, Edit, Fix, OptionValue, Outcome, Portfolio,
    Reason, ReasonSets, Why,
};
use serde::Serialize;

/// What else was requested for one market, beside its answer.
#[derive(Clone, Copy, Debug, Default)]
pub struct ExplainDetails<'a> {
    /// All minimal sets of reasons, where they were requested.
    pub sets: Option<&'a ReasonSets>,
    /// Why slots, options and components are as they are.
    pub why: &'a [Why],
}

/// Explanations as JSON (`terroir.explain/1`), one per market in the order of the portfolio; details by position, none
/// where the list is shorter.
///
/// # Errors
/// The JSON writer's own; answers of this library cause none.
///
/// ```
/// # mod lamp { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/export/samples/lamp.rs")); }
/// # let (_, portfolio) = lamp::solve()?;
/// let text = terroir::export::explain_json(&portfolio, &[])?;
/// assert!(text.contains("terroir.explain/1"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn explain_json(portfolio: &Portfolio, details: &[ExplainDetails<'_>]) -> Result<String, serde_json::Error> {
    let markets = portfolio.markets.iter().enumerate();
    let document = Document {
        schema: "terroir.explain/1",
        solution: &portfolio.solution,
        version: &portfolio.version,
        as_of: portfolio.as_of.to_string(),
        markets: markets.map(|(at, outcome)| market(outcome, details.get(at).copied().unwrap_or_default())).collect(),
    };
    indented(&document)
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    solution: &'a str,
    version: &'a str,
    as_of: String,
    markets: Vec<MarketJson<'a>>,
}

#[derive(Serialize)]
struct MarketJson<'a> {
    market: &'a str,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    explanation: Option<Explanation<'a>>,
    /// All minimal sets that were requested, the explanation's own first.
    #[serde(skip_serializing_if = "Option::is_none")]
    all: Option<AllJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    steps: Option<u64>,
    /// What the market's BOM consists of, and the facts that it relies on.
    #[serde(flatten)]
    resolved: Option<ResolvedJson<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    why: Vec<WhyJson<'a>>,
}

#[derive(Serialize)]
struct ResolvedJson<'a> {
    cost: String,
    currency: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    sellable_from: Option<String>,
    lines: Vec<LineJson<'a>>,
    facts: Vec<FactJson<'a>>,
}

#[derive(Serialize)]
struct LineJson<'a> {
    slot: &'a str,
    component: &'a str,
    version: &'a str,
    certificates: &'a [String],
    alternates: &'a [String],
}

#[derive(Serialize)]
struct AllJson<'a> {
    sets: Vec<Vec<ReasonJson<'a>>>,
    complete: bool,
}

#[derive(Serialize)]
struct WhyJson<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    slot: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    option: Option<&'a str>,
    taken: Option<&'a str>,
    /// Null where another choice is possible.
    forced: Option<Vec<ReasonJson<'a>>>,
    choices: Vec<ChoiceJson<'a>>,
}

#[derive(Serialize)]
struct ChoiceJson<'a> {
    choice: Option<&'a str>,
    #[serde(flatten)]
    verdict: VerdictJson<'a>,
}

#[derive(Serialize)]
#[serde(tag = "verdict", rename_all = "lowercase")]
enum VerdictJson<'a> {
    Possible { cost: String, difference: String, changes: Vec<ChangeJson<'a>> },
    Impossible { reasons: Vec<ReasonJson<'a>> },
    Undecided,
}

#[derive(Serialize)]
struct ChangeJson<'a> {
    place: &'a str,
    now: Option<&'a str>,
    then: Option<&'a str>,
}

fn market<'a>(outcome: &'a Outcome, details: ExplainDetails<'a>) -> MarketJson<'a> {
    let (status, explained, steps) = match outcome {
        Outcome::Resolved(_) => ("resolved", None, None),
        Outcome::Conflict(conflict) => ("conflict", Some(explanation(conflict)), None),
        Outcome::Undecided(undecided) => ("undecided", None, Some(undecided.steps)),
    };
    let all = details.sets.map(|found| AllJson {
        sets: found.sets.iter().map(|set| set.iter().map(reason).collect()).collect(),
        complete: found.complete,
    });
    let why = details.why.iter().flat_map(|one| one.decisions.iter().map(|place| place_why(place, one.minor_unit)));
    let resolved = outcome.bom().map(resolved);
    MarketJson { market: outcome.market(), status, explanation: explained, all, steps, resolved, why: why.collect() }
}

fn resolved(bom: &Bom) -> ResolvedJson<'_> {
    ResolvedJson {
        cost: bom.cost().to_fixed(bom.minor_unit),
        currency: &bom.currency,
        sellable_from: bom.sellable_from.map(|day| day.to_string()),
        lines: bom
            .lines
            .iter()
            .map(|line| LineJson {
                slot: &line.slot,
                component: &line.component,
                version: &line.version,
                certificates: &line.certificates,
                alternates: &line.alternates,
            })
            .collect(),
        facts: bom.facts.iter().map(fact).collect(),
    }
}

fn place_why(place: &Decision, minor_unit: u32) -> WhyJson<'_> {
    let of = |kind: DecisionKind| (place.kind == kind).then_some(place.name.as_str());
    WhyJson {
        slot: of(DecisionKind::Slot),
        option: of(DecisionKind::Option),
        taken: place.taken.as_deref(),
        forced: place.forced.as_ref().map(|reasons| reasons.iter().map(reason).collect()),
        choices: place.choices.iter().map(|one| choice(one, minor_unit)).collect(),
    }
}

fn choice(one: &Choice, minor_unit: u32) -> ChoiceJson<'_> {
    let verdict = match &one.verdict {
        ChoiceVerdict::Possible { cost, difference, changes } => VerdictJson::Possible {
            cost: cost.to_fixed(minor_unit),
            difference: difference.to_fixed(minor_unit),
            changes: changes
                .iter()
                .map(|one| ChangeJson { place: &one.name, now: one.before.as_deref(), then: one.after.as_deref() })
                .collect(),
        },
        ChoiceVerdict::Impossible(reasons) => VerdictJson::Impossible { reasons: reasons.iter().map(reason).collect() },
        ChoiceVerdict::Undecided => VerdictJson::Undecided,
    };
    ChoiceJson { choice: one.choice.as_deref(), verdict }
}

#[derive(Serialize)]
pub(super) struct Explanation<'a> {
    reasons: Vec<ReasonJson<'a>>,
    /// How many further minimal sets share no reason with these; 9: or more.
    further: usize,
    fixes: Vec<FixJson<'a>>,
    context: &'a [String],
}

#[derive(Serialize)]
struct ReasonJson<'a> {
    #[serde(flatten)]
    placed: PlacedJson<'a>,
    key: &'a str,
    source: &'a [String],
    labels: Vec<PlacedJson<'a>>,
}

#[derive(Serialize)]
struct FixJson<'a> {
    #[serde(flatten)]
    placed: PlacedJson<'a>,
    /// Whether the market was resolved with it; then also what it costs, and the longest lead time.
    tried: bool,
    cost: Option<String>,
    lead_weeks: Option<serde_json::Value>,
    edits: Vec<EditJson<'a>>,
}

#[derive(Serialize)]
#[serde(tag = "edit", rename_all = "kebab-case")]
enum EditJson<'a> {
    DropFlag { flag: &'a str },
    DropCarrier { area: &'a str, carrier: &'a str },
    RenewCertificate { scheme: &'a str, id: Option<&'a str>, component: Option<&'a str> },
    Certify { component: &'a str, scheme: &'a str },
    PlanCertificate { scheme: &'a str },
    SetOption { area: &'a str, option: &'a str, value: &'a OptionValue },
    AddCandidate { slot: &'a str, component: &'a str },
    Remove { area: &'a str, section: &'a str, id: &'a str },
    AsOf { date: String },
    State { area: &'a str, what: &'a str, block: &'a Block },
}

pub(super) fn explanation(conflict: &Conflict) -> Explanation<'_> {
    Explanation {
        reasons: conflict.reasons.iter().map(reason).collect(),
        further: conflict.further,
        fixes: conflict.fixes.iter().map(fix).collect(),
        context: &conflict.context,
    }
}

fn reason(reason: &Reason) -> ReasonJson<'_> {
    ReasonJson {
        placed: PlacedJson::of(&reason.text, reason.place.as_ref()),
        key: &reason.key,
        source: &reason.source,
        labels: reason.labels.iter().map(|label| PlacedJson::of(&label.text, label.place.as_ref())).collect(),
    }
}

fn fix(fix: &Fix) -> FixJson<'_> {
    FixJson {
        placed: PlacedJson::of(&fix.text, fix.place.as_ref()),
        tried: fix.is_tried(),
        cost: fix.cost.map(|cost| cost.to_fixed(fix.minor_unit)),
        lead_weeks: fix.lead_weeks.map(number),
        edits: fix.edits.iter().map(edit).collect(),
    }
}

fn edit(edit: &Edit) -> EditJson<'_> {
    match edit {
        Edit::DropFlag { flag } => EditJson::DropFlag { flag },
        Edit::DropCarrier { area, carrier } => EditJson::DropCarrier { area, carrier },
        Edit::RenewCertificate { scheme, id, component } => {
            EditJson::RenewCertificate { scheme, id: id.as_deref(), component: component.as_deref() }
        }
        Edit::Certify { component, scheme } => EditJson::Certify { component, scheme },
        Edit::PlanCertificate { scheme } => EditJson::PlanCertificate { scheme },
        Edit::SetOption { area, option, value } => EditJson::SetOption { area, option, value },
        Edit::AddCandidate { slot, component } => EditJson::AddCandidate { slot, component },
        Edit::Remove { area, section, id } => EditJson::Remove { area, section: section.as_str(), id },
        Edit::AsOf { date } => EditJson::AsOf { date: date.to_string() },
        Edit::State { area, what, block } => EditJson::State { area, what, block },
    }
}
