//! From the answers to the data of the page.

use super::amounts::{first_end, kind_costs};
use super::data::{
    AreaBox, ConflictRow, CoreData, Data, FactRow, LineRow, Market, OptionRow, Part, PlacedText, ReasonRow, SlotRow,
};
use super::extras::Extras;
use super::money::money;
use super::outlook::{calendar_rows, sku_proof, sku_rows};
use super::sentences::sentence;
use crate::bom::{Bom, Conflict, FactUse, Line, Outcome, Portfolio, Reason};
use crate::export::component::component;
use crate::export::graph::graph;
use crate::model::{AreaId, Need};
use crate::number::Number;
use crate::quantity::Quantity;
use crate::query::Compiled;
use crate::span::Place;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Collects the data of the page.
pub(super) fn collect<'a>(compiled: &'a Compiled, portfolio: &'a Portfolio, extras: &Extras<'a>) -> Data<'a> {
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
            requested: portfolio.core.requested,
        },
        areas: areas(compiled, portfolio),
        sources: sources(compiled, &markets),
        graph: graph(compiled, portfolio),
        calendar: extras.horizon.map(calendar_rows).unwrap_or_default(),
        until: extras.horizon.map(|horizon| horizon.until.to_string()),
        skus: extras.skus.map(sku_rows).unwrap_or_default(),
        sku_proof: extras.skus.map(sku_proof).unwrap_or_default(),
        why: extras.why,
        warnings: portfolio.warnings.iter().map(|one| one.message.as_str()).collect(),
        money: money(portfolio),
        markets,
        parts: parts.list,
        slots,
    }
}

/// The component versions of all lines, each once.
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
            let part = component(&self.compiled.model, line);
            self.list.push(Part {
                id: &line.component,
                version: &line.version,
                kind: line.kind.as_str(),
                name: &line.name,
                maker: line.manufacturer.as_deref().unwrap_or_default(),
                mpn: line.mpn.as_deref().unwrap_or_default(),
                needs: part.map(|part| part.needs.iter().map(Need::phrase).collect()).unwrap_or_default(),
            });
        }
        number
    }
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
        let filled: BTreeSet<Option<(usize, Quantity)>> = resolved(portfolio, &row).collect();
        row.varies = filled.len() > 1;
        if !row.lines.is_empty() {
            rows.push(row);
        }
    }
    rows
}

/// What each resolved market has in a slot: part and quantity, or nothing.
fn resolved<'a>(
    portfolio: &'a Portfolio,
    row: &'a SlotRow<'a>,
) -> impl Iterator<Item = Option<(usize, Quantity)>> + 'a {
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
        measured: line.details.measure().map(|unit| line.quantity.with_unit(unit)),
        cost: money(line.cost),
        unit: line.unit_price(bom.minor_unit),
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
            market.ends = first_end(compiled, bom);
            market.options =
                bom.options.iter().map(|one| OptionRow { name: &one.name, value: one.value.to_string() }).collect();
            market.carriers = &bom.carriers;
            market.kinds = kind_costs(bom);
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
        text: sentence(fact),
        place: place(fact.place.as_ref()),
        slots: &fact.slots,
        layer: &fact.layer,
        source: &fact.source,
        status: fact.status.as_deref(),
    }
}

fn place(place: Option<&Place>) -> String {
    place.map(ToString::to_string).unwrap_or_default()
}

fn conflict_row(conflict: &Conflict) -> ConflictRow<'_> {
    ConflictRow {
        reasons: conflict.reasons.iter().map(reason_row).collect(),
        context: &conflict.context,
        fixes: conflict.fixes.iter().map(|fix| placed(&fix.text, fix.place.as_ref())).collect(),
    }
}

fn reason_row(reason: &Reason) -> ReasonRow<'_> {
    ReasonRow {
        text: &reason.text,
        place: place(reason.place.as_ref()),
        labels: reason.labels.iter().map(|label| placed(&label.text, label.place.as_ref())).collect(),
        source: &reason.source,
    }
}

fn placed<'a>(text: &'a str, at: Option<&Place>) -> PlacedText<'a> {
    PlacedText { text, place: place(at) }
}

/// The areas that contain the markets, widest first.
fn areas(compiled: &Compiled, portfolio: &Portfolio) -> Vec<AreaBox> {
    let areas = &compiled.model.areas;
    let markets = portfolio.markets.iter().filter_map(|outcome| areas.find(outcome.market()));
    let held: BTreeSet<_> = markets.flat_map(|area| areas.ancestors(area).iter().copied().chain([area])).collect();
    let boxed = |id: &AreaId| {
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
