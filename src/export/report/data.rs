//! What the page draws: names once, cells by number, so that 200 markets by 500 slots stay a few megabytes.

use super::super::graph::{Graph, graph};
use super::{CalendarRow, Extras, SkuRow, WhyRow, amounts};
use crate::bom::{Bom, Conflict, FactUse, Line, Outcome, Portfolio, Reason};
use crate::model::Component;
use crate::number::Number;
use crate::query::Compiled;
use crate::span::Place;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Data<'a> {
    solution: &'a str,
    version: &'a str,
    as_of: String,
    currency: &'a str,
    core: CoreData,
    markets: Vec<Market<'a>>,
    parts: Vec<Part<'a>>,
    slots: Vec<SlotRow<'a>>,
    areas: Vec<AreaBox>,
    sources: BTreeMap<&'a str, String>,
    graph: Graph,
    calendar: &'a [CalendarRow],
    until: Option<&'a str>,
    skus: &'a [SkuRow],
    sku_proof: &'a str,
    why: &'a [WhyRow],
    warnings: Vec<String>,
}

#[derive(Serialize)]
struct CoreData {
    share: String,
    hardware: String,
    lines: usize,
    markets: usize,
    asked: usize,
}

#[derive(Serialize)]
struct Market<'a> {
    code: &'a str,
    name: String,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    cost: Option<String>,
    /// Lines of the shared core, in tenths of a percent of the market's lines.
    core: usize,
    lines: usize,
    /// Days until the first certificate the answer rests on ends, and which.
    #[serde(skip_serializing_if = "Option::is_none")]
    ends: Option<(i64, String)>,
    options: Vec<(&'a str, String)>,
    carriers: &'a [String],
    kinds: Vec<(&'static str, String)>,
    warnings: Vec<&'a str>,
    facts: Vec<FactRow<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    conflict: Option<ConflictRow<'a>>,
}

#[derive(Serialize)]
struct FactRow<'a> {
    key: &'a str,
    value: &'a str,
    place: String,
    slots: &'a [String],
    layer: &'a str,
    source: &'a [String],
    status: Option<&'a str>,
}

#[derive(Serialize)]
struct ConflictRow<'a> {
    reasons: Vec<ReasonRow<'a>>,
    context: &'a [String],
    fixes: Vec<(&'a str, String)>,
}

#[derive(Serialize)]
struct ReasonRow<'a> {
    text: &'a str,
    place: String,
    labels: Vec<(&'a str, String)>,
    source: &'a [String],
}

/// A component version as lines have it.
#[derive(Serialize)]
struct Part<'a> {
    id: &'a str,
    version: &'a str,
    kind: &'static str,
    name: &'a str,
    maker: &'a str,
    mpn: &'a str,
    /// What it needs, in words.
    needs: Vec<String>,
}

#[derive(Serialize)]
struct SlotRow<'a> {
    name: &'a str,
    part_of: Option<&'a str>,
    core: bool,
    varies: bool,
    /// Different lines; cells name them by number.
    lines: Vec<LineRow<'a>>,
    /// One a market; −1 for an empty slot.
    cells: Vec<i64>,
}

#[derive(PartialEq, Eq, Hash, Clone, Serialize)]
struct LineRow<'a> {
    part: usize,
    quantity: u64,
    cost: String,
    unit: String,
    duty: String,
    lead: Option<String>,
    refdes: &'a [String],
    certificates: &'a [String],
    alternates: &'a [String],
}

#[derive(Serialize)]
struct AreaBox {
    code: String,
    name: String,
    within: Vec<String>,
}

pub(super) fn data<'a>(compiled: &'a Compiled, portfolio: &'a Portfolio, extras: &'a Extras) -> Data<'a> {
    let mut parts = Parts { compiled, numbers: HashMap::new(), list: Vec::new() };
    let slots = slots(compiled, portfolio, &mut parts);
    let markets: Vec<Market<'_>> = portfolio.markets.iter().map(|outcome| market(compiled, outcome)).collect();
    let share = |share: Number| share.checked_mul(Number::from(100)).unwrap_or(Number::ZERO).to_fixed(1);
    Data {
        solution: &portfolio.solution,
        version: &portfolio.version,
        as_of: portfolio.as_of.to_string(),
        currency: compiled.solution.currency(),
        core: CoreData {
            share: share(portfolio.core.share),
            hardware: share(portfolio.core.hardware_share),
            lines: portfolio.core.lines.len(),
            markets: portfolio.core.markets,
            asked: portfolio.core.asked,
        },
        areas: areas(compiled, portfolio),
        sources: sources(compiled, &markets),
        graph: graph(&compiled.model, portfolio),
        calendar: &extras.calendar,
        until: extras.until.as_deref(),
        skus: &extras.skus,
        sku_proof: &extras.sku_proof,
        why: &extras.why,
        warnings: portfolio.warnings.iter().map(|one| one.message.clone()).collect(),
        markets,
        parts: parts.list,
        slots,
    }
}

/// Components by number, each once.
struct Parts<'a> {
    compiled: &'a Compiled,
    numbers: HashMap<(&'a str, &'a str), usize>,
    list: Vec<Part<'a>>,
}

impl<'a> Parts<'a> {
    fn number(&mut self, line: &'a Line) -> usize {
        let next = self.list.len();
        let number = *self.numbers.entry((&line.component, &line.version)).or_insert(next);
        if number == next {
            let part = component(self.compiled, line);
            self.list.push(Part {
                id: &line.component,
                version: &line.version,
                kind: line.kind.as_str(),
                name: &line.name,
                maker: line.manufacturer.as_deref().unwrap_or_default(),
                mpn: line.mpn.as_deref().unwrap_or_default(),
                needs: part.map(|part| part.needs.iter().map(crate::model::Need::phrase).collect()).unwrap_or_default(),
            });
        }
        number
    }
}

pub(super) fn component<'a>(compiled: &'a Compiled, line: &Line) -> Option<&'a Component> {
    compiled.model.components.iter().find(|one| one.id == line.component && one.version.to_string() == line.version)
}

fn slots<'a>(compiled: &'a Compiled, portfolio: &'a Portfolio, parts: &mut Parts<'a>) -> Vec<SlotRow<'a>> {
    let by_slot = |outcome: &'a Outcome| -> HashMap<&'a str, (&'a Line, &'a Bom)> {
        let bom = outcome.bom();
        bom.into_iter().flat_map(|bom| bom.lines.iter().map(move |line| (line.slot.as_str(), (line, bom)))).collect()
    };
    let boms: Vec<HashMap<&str, (&Line, &Bom)>> = portfolio.markets.iter().map(by_slot).collect();
    let mut rows = Vec::new();
    for slot in &compiled.model.slots {
        let mut row = SlotRow {
            name: &slot.name,
            part_of: None,
            core: false,
            varies: false,
            lines: Vec::new(),
            cells: Vec::new(),
        };
        let mut numbers: HashMap<LineRow<'a>, i64> = HashMap::new();
        for lines in &boms {
            let Some((line, bom)) = lines.get(slot.name.as_str()) else {
                row.cells.push(-1);
                continue;
            };
            row.part_of = row.part_of.or(line.part_of.as_deref());
            row.core |= line.core;
            let shown = line_row(line, bom, parts);
            let next = i64::try_from(row.lines.len()).unwrap_or(-1);
            let number = *numbers.entry(shown.clone()).or_insert(next);
            if number == next {
                row.lines.push(shown);
            }
            row.cells.push(number);
        }
        let filled: BTreeSet<Option<(usize, u64)>> = resolved(portfolio, &row).collect();
        row.varies = filled.len() > 1;
        if !row.lines.is_empty() {
            rows.push(row);
        }
    }
    rows
}

/// What resolved markets have in a slot: part and quantity, or nothing.
fn resolved<'a>(portfolio: &'a Portfolio, row: &'a SlotRow<'a>) -> impl Iterator<Item = Option<(usize, u64)>> + 'a {
    let cells = portfolio.markets.iter().zip(&row.cells).filter(|(outcome, _)| outcome.bom().is_some());
    cells.map(|(_, cell)| {
        let line = usize::try_from(*cell).ok().and_then(|at| row.lines.get(at));
        line.map(|line| (line.part, line.quantity))
    })
}

fn line_row<'a>(line: &'a Line, bom: &Bom, parts: &mut Parts<'a>) -> LineRow<'a> {
    let money = |amount: Number| amount.to_fixed(bom.minor_unit);
    LineRow {
        part: parts.number(line),
        quantity: line.quantity,
        cost: money(line.cost),
        unit: money(line.unit_cost),
        duty: money(line.duty),
        lead: line.lead_weeks.map(|weeks| weeks.to_string()),
        refdes: &line.refdes,
        certificates: &line.certificates,
        alternates: &line.alternates,
    }
}

fn market<'a>(compiled: &'a Compiled, outcome: &'a Outcome) -> Market<'a> {
    let code = outcome.market();
    let areas = &compiled.model.areas;
    let name = areas.find(code).and_then(|area| areas.get(area)).map(|area| area.name.clone()).unwrap_or_default();
    let warnings = outcome.warnings().iter().map(|one| one.message.as_str()).collect();
    let mut market = Market {
        code,
        name,
        status: "undecided",
        cost: None,
        core: 0,
        lines: 0,
        ends: None,
        options: Vec::new(),
        carriers: &[],
        kinds: Vec::new(),
        warnings,
        facts: Vec::new(),
        conflict: None,
    };
    match outcome {
        Outcome::Resolved(bom) => {
            market.status = "resolved";
            market.cost = Some(bom.cost().to_fixed(bom.minor_unit));
            market.lines = bom.lines.len();
            let core = bom.lines.iter().filter(|line| line.core).count();
            market.core = (core * 1000).checked_div(market.lines).unwrap_or_default();
            market.ends = amounts::first_end(compiled, bom);
            market.options = bom.options.iter().map(|(name, value)| (name.as_str(), value.to_string())).collect();
            market.carriers = &bom.carriers;
            market.kinds = amounts::kinds(bom);
            market.facts = bom.facts.iter().map(fact).collect();
        }
        Outcome::Conflict(conflict) => {
            market.status = "conflict";
            market.conflict = Some(conflict_row(conflict));
        }
        Outcome::Undecided(_) => {}
    }
    market
}

fn fact(fact: &FactUse) -> FactRow<'_> {
    FactRow {
        key: &fact.key,
        value: &fact.value,
        place: place(fact.place.as_ref()),
        slots: &fact.slots,
        layer: &fact.layer,
        source: &fact.source,
        status: fact.status.as_deref(),
    }
}

fn place(place: Option<&Place>) -> String {
    place.map(|place| format!("{}:{}", place.file, place.line)).unwrap_or_default()
}

fn conflict_row(conflict: &Conflict) -> ConflictRow<'_> {
    let reason = |reason: &'_ Reason| -> (String, Vec<(usize, String)>) {
        (
            place(reason.place.as_ref()),
            reason.labels.iter().enumerate().map(|(at, (_, one))| (at, place(one.as_ref()))).collect(),
        )
    };
    let rows = conflict.reasons.iter().map(|one| {
        let (at, labels) = reason(one);
        let labels = one.labels.iter().zip(labels).map(|((text, _), (_, place))| (text.as_str(), place)).collect();
        ReasonRow { text: &one.text, place: at, labels, source: &one.source }
    });
    ConflictRow {
        reasons: rows.collect(),
        context: &conflict.context,
        fixes: conflict.fixes.iter().map(|fix| (fix.text.as_str(), place(fix.place.as_ref()))).collect(),
    }
}

/// The areas that the markets lie in, widest first.
fn areas(compiled: &Compiled, portfolio: &Portfolio) -> Vec<AreaBox> {
    let areas = &compiled.model.areas;
    let markets = portfolio.markets.iter().filter_map(|outcome| areas.find(outcome.market()));
    let held: BTreeSet<_> = markets.flat_map(|area| areas.ancestors(area).iter().copied().chain([area])).collect();
    let boxed = |id: &crate::model::AreaId| {
        let area = areas.get(*id)?;
        let within = area.parents.iter().map(|parent| areas.code(*parent).to_owned()).collect();
        Some(AreaBox { code: area.code.clone(), name: area.name.clone(), within })
    };
    held.iter().filter_map(boxed).collect()
}

fn sources<'a>(compiled: &'a Compiled, markets: &[Market<'a>]) -> BTreeMap<&'a str, String> {
    let facts = markets.iter().flat_map(|market| &market.facts).flat_map(|fact| fact.source);
    let reasons = markets.iter().filter_map(|market| market.conflict.as_ref()).flat_map(|one| &one.reasons);
    let ids = facts.chain(reasons.flat_map(|one| one.source));
    let titled = |id: &'a String| {
        let citation = compiled.model.citations.get(id)?;
        let parts = [Some(citation.title.as_str()), citation.version.as_deref(), citation.date.as_deref()];
        Some((id.as_str(), parts.into_iter().flatten().collect::<Vec<_>>().join(", ")))
    };
    ids.filter_map(titled).collect()
}
