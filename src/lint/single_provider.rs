//! Needs that a single component happens to meet, and lines that only the order of the file decides.

use super::messages::is_query;
use super::reachable::Domain;
use crate::bom::{Bom, Line, Outcome};
use crate::diagnostic::Diagnostic;
use crate::kernel::{MarketDay, line_cost};
use crate::model::{Component, ComponentId, Need, Objective, Price, SlotId};
use crate::name::is_below;
use crate::query::Compiled;
use crate::span::Span;
use crate::terms::ComponentKind;
use crate::terms::code::LintCode;
use std::collections::{BTreeMap, BTreeSet};

/// Hardware that alone meets a need of other lines although its slot is there for something else: no other candidate of
/// the slot provides anything of the kind, so nothing in the files says that this one must be selected.
pub(super) fn single_providers(compiled: &Compiled, domain: &Domain, diagnostics: &mut Vec<Diagnostic>) {
    let model = &compiled.model;
    let alive = domain.candidates.iter().filter(|(_, known)| known.alive).map(|(place, _)| *place);
    let alive: Vec<(SlotId, ComponentId)> = alive.collect();
    let mut found: BTreeMap<ComponentId, Vec<SingleNeed>> = BTreeMap::new();
    let needing: BTreeSet<ComponentId> = alive.iter().map(|(_, id)| *id).collect();
    for component in needing {
        for need in model.components[component].needs.iter().filter(|need| is_for_lines(compiled, need)) {
            let providers = providers(compiled, need, &alive);
            if let Some(only) = only_choice(compiled, need, &providers, &alive) {
                let capability = need.alternatives.first().map(|one| one.capability.clone()).unwrap_or_default();
                found.entry(only).or_default().push(SingleNeed { component, span: need.span, capability });
            }
        }
    }
    diagnostics.extend(found.iter().filter_map(|(only, needs)| single_provider(compiled, *only, needs)));
}

/// A need that a single component meets.
struct SingleNeed {
    component: ComponentId,
    span: Span,
    capability: String,
}

/// Whether only lines could meet a need: neither a market nor a carrier offers anything of the kind.
fn is_for_lines(compiled: &Compiled, need: &Need) -> bool {
    let offered = |capability: &str| {
        let by_market = compiled.markets.values().flat_map(|view| &view.provides).map(|one| one.capability.as_str());
        by_market.into_iter().any(|known| is_below(known, capability)) || is_below(capability, "carrier")
    };
    !need.is_network() && !need.alternatives.iter().any(|alternative| offered(&alternative.capability))
}

/// The candidates that meet a need, with their slots.
fn providers(compiled: &Compiled, need: &Need, alive: &[(SlotId, ComponentId)]) -> Vec<(SlotId, ComponentId)> {
    let meeting: BTreeSet<ComponentId> = need
        .alternatives
        .iter()
        .flat_map(|one| compiled.index.meeting(&compiled.model, one).iter().copied().collect::<Vec<_>>())
        .collect();
    alive.iter().copied().filter(|(_, id)| meeting.contains(id)).collect()
}

/// The only provider, if it is one piece of hardware in slots whose other candidates provide nothing of the kind.
fn only_choice(
    compiled: &Compiled,
    need: &Need,
    providers: &[(SlotId, ComponentId)],
    alive: &[(SlotId, ComponentId)],
) -> Option<ComponentId> {
    let component = |id: ComponentId| &compiled.model.components[id];
    let (_, only) = *providers.first()?;
    let own = component(only);
    let same = |id: ComponentId| component(id).id == own.id;
    let of_kind = |id: ComponentId| {
        let wanted = |capability: &str| need.alternatives.iter().any(|one| is_below(capability, &one.capability));
        component(id).provides.iter().any(|one| wanted(&one.capability))
    };
    let only_for_need = |slot: SlotId| {
        let mut others = alive.iter().filter(|(other, id)| *other == slot && !same(*id)).peekable();
        others.peek().is_some() && others.all(|(_, id)| !of_kind(*id))
    };
    let alone = own.kind == ComponentKind::Hardware && providers.iter().all(|(_, id)| same(*id));
    (alone && providers.iter().all(|(slot, _)| only_for_need(*slot))).then_some(only)
}

fn single_provider(compiled: &Compiled, only: ComponentId, needs: &[SingleNeed]) -> Option<Diagnostic> {
    let component = &compiled.model.components[only];
    let SingleNeed { component: first, span, capability } = needs.first()?;
    let needing = compiled.model.component_label(*first);
    let more = match needs.len() {
        1 => String::new(),
        2 => " and one more need".to_owned(),
        count => format!(" and {} more needs", count - 1),
    };
    let id = &component.id;
    let message = format!(
        "only `{id}` meets the need of `{needing}` for `{capability}`{more}, but its slot has other candidates"
    );
    let diagnostic = Diagnostic::note(LintCode::SingleProvider, component.span, message).about(id);
    Some(diagnostic.and(*span, "the need").help(format!(
        "the choice follows from this need alone: state it in a rule, or let another candidate provide `{capability}` too"
    )))
}

/// A line that only the order of the file decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Tie {
    slot: SlotId,
    taken: ComponentId,
    /// The candidate that would cost the same.
    other: ComponentId,
}

/// Lines of hardware that another piece of hardware could replace at the same cost.
pub(super) fn ambiguous(compiled: &Compiled, answers: &[Outcome], diagnostics: &mut Vec<Diagnostic>) {
    let objective = &compiled.model.header.objective;
    if !objective.iter().all(|one| compares_lines(&one.value)) {
        return;
    }
    let mut ties: BTreeMap<Tie, Vec<&str>> = BTreeMap::new();
    for bom in answers.iter().filter_map(Outcome::bom) {
        for line in bom.lines.iter().filter(|line| line.kind == ComponentKind::Hardware) {
            for tie in ties_of(compiled, bom, line) {
                ties.entry(tie).or_default().push(&bom.market);
            }
        }
    }
    diagnostics.extend(ties.iter().filter_map(|(tie, markets)| tied(compiled, *tie, markets)));
}

/// Whether an objective can be compared line by line. What the number of parts, the number of changes or the lines outside
/// the core decide depends on other lines and markets, so one line alone does not show what decided.
const fn compares_lines(objective: &Objective) -> bool {
    match objective {
        Objective::Cost | Objective::LeadTime | Objective::Sum(_) => true,
        Objective::Parts | Objective::Changes | Objective::Regional => false,
    }
}

fn ties_of(compiled: &Compiled, bom: &Bom, line: &Line) -> Vec<Tie> {
    let model = &compiled.model;
    let own = model.find_version(&line.component, &line.version);
    let (Some(slot), Some((own, component))) = (model.find_slot(&line.slot), own) else { return Vec::new() };
    let cost = |other: &Component| {
        let market = model.areas.find(&bom.market)?;
        let view = compiled.markets.get(&market)?;
        let at = MarketDay { market, day: bom.as_of };
        line_cost(model, view, at, other, line.quantity).map(|cost| cost.total)
    };
    let named = |id: &ComponentId| line.alternates.contains(&model.component_label(*id));
    let candidates = model.areas.find(&bom.market).and_then(|market| compiled.markets.get(&market));
    let candidates = candidates.and_then(|view| view.slot(slot));
    let candidates = candidates.map(|definition| definition.candidates.as_slice()).unwrap_or_default();
    let is_tie = |id: &ComponentId| {
        let other = &model.components[*id];
        other.id != component.id
            && other.kind == ComponentKind::Hardware
            && other.price != Price::Missing
            && cost(other) == Some(line.cost)
            && is_equal_otherwise(compiled, component, other)
    };
    candidates
        .iter()
        .copied()
        .filter(|id| named(id) && is_tie(id))
        .map(|other| Tie { slot, taken: own, other })
        .collect()
}

/// Whether two parts are equal in every objective but cost.
fn is_equal_otherwise(compiled: &Compiled, one: &Component, other: &Component) -> bool {
    compiled.model.header.objective.iter().all(|objective| match &objective.value {
        Objective::LeadTime => one.lead_weeks == other.lead_weeks,
        Objective::Sum(name) => {
            let value = |component: &Component| component.attributes.get(name).map(|found| found.value.clone());
            value(one) == value(other)
        }
        // The cost is compared with duties and quantity by the caller; with the others there is no tie at all.
        Objective::Cost | Objective::Parts | Objective::Changes | Objective::Regional => true,
    })
}

fn tied(compiled: &Compiled, Tie { slot, taken, other }: Tie, markets: &[&str]) -> Option<Diagnostic> {
    let model = &compiled.model;
    let market = model.areas.find(markets.first()?)?;
    let definition = compiled.markets.get(&market)?.slot(slot)?;
    let (name, taken, other) = (model.slot_name(slot), model.component_label(taken), model.component_label(other));
    let markets = markets.join(", ");
    let message = format!(
        "only the order of the file chooses `{taken}` over `{other}` for slot `{name}` ({markets}): they cost the same"
    );
    let diagnostic = Diagnostic::note(LintCode::AmbiguousPreference, definition.choose, message).about(name);
    Some(diagnostic.help(match is_query(compiled, definition.choose) {
        true => {
            format!("write `choose` as a list that begins with the one you want, such as `[\"{taken}\", \"{other}\"]`")
        }
        false => {
            "if it matters, state which is better: by a further objective such as `lead-time`, or by a rule".to_owned()
        }
    }))
}
