//! Statements that require less than the wider ones that they change under the same id, or that remove one.

use super::super::matching::{component_passes, offer_passes};
use super::weaker::less;
use crate::diagnostic::Diagnostic;
use crate::model::{Alternative, AreaId, AttributeTest, Component, Layer, Model, StatementId};
use crate::name::is_below;
use crate::overlay::{CarrierDefinition, Limit, MarketView, RemovedEntry, Replacement, removed_entries};
use crate::schema::Entry;
use crate::span::FileOrigin;
use crate::terms::code::OverlayCode;

/// Reports each statement by which less is required, or by which a component or a carrier of the solution is newly
/// accepted, and each requirement that is removed.
pub(super) fn report(
    model: &Model,
    markets: &[(AreaId, &MarketView)],
    replacements: &[Replacement],
    diagnostics: &mut Vec<Diagnostic>,
) {
    for one in replacements {
        let note = match less(&one.before, &one.after) {
            Some(how) => Some(less_required(model, one, &how)),
            None => newly_accepted(model, markets, one).map(|accepted| loosened(model, one, &accepted)),
        };
        diagnostics.extend(note);
    }
    let areas: Vec<AreaId> = markets.iter().map(|(market, _)| *market).collect();
    let removed = removed_entries(model, &areas);
    let removed = removed.iter().filter(|one| less(&one.before, &one.after).is_some());
    diagnostics.extend(removed.map(|one| requirement_removed(model, one)));
}

/// What the replacement accepts and the wider statements do not.
fn newly_accepted(model: &Model, markets: &[(AreaId, &MarketView)], one: &Replacement) -> Option<String> {
    let newly = |passes: &dyn Fn(&[Entry]) -> bool| passes(&one.after) && !passes(&one.before);
    let mut components = model.components.entries();
    let component = components.find(|(_, component)| newly(&|entries| component_passes_all(model, component, entries)));
    let mut carriers = markets.iter().flat_map(|(_, view)| &view.carriers);
    let mut carrier = || carriers.find(|carrier| newly(&|entries| carrier_passes_all(model, carrier, entries)));
    match component {
        Some((id, _)) => Some(format!("`{}`", model.component_label(id))),
        None => carrier().map(|carrier| format!("carrier `{}`", carrier.id)),
    }
}

fn layer(model: &Model, id: StatementId) -> &Layer {
    &model.layers[model.statements[id].layer]
}

/// The area of a wider statement, and whose it is where two of one area could be meant.
fn whose(model: &Model, wider: StatementId) -> String {
    let layer = layer(model, wider);
    let code = model.areas.code(layer.area);
    match layer.file_origin {
        FileOrigin::BuiltIn => format!("the built-in `{code}`"),
        FileOrigin::Pack => format!("a pack's `{code}`"),
        FileOrigin::Own => format!("`{code}`"),
    }
}

fn less_required(model: &Model, one: &Replacement, how: &str) -> Diagnostic {
    let statement = &model.statements[one.statement];
    let (id, own) = (statement.name(), model.areas.code(layer(model, one.statement).area));
    let replaced = whose(model, one.wider);
    let message = format!("`{own}` loosens `{id}`, which {replaced} requires: {how}");
    let note = Diagnostic::note(OverlayCode::Loosened, statement.span, message).about(id);
    note.label("changed here").and(model.statements[one.wider].span, format!("{replaced} states this"))
}

fn requirement_removed(model: &Model, one: &RemovedEntry) -> Diagnostic {
    let (area, wider) = (model.areas.code(one.area), &model.statements[one.wider]);
    let (id, replaced) = (wider.name(), whose(model, one.wider));
    let message = format!("`{area}` removes `{id}`, which {replaced} requires");
    let note = Diagnostic::note(OverlayCode::Loosened, one.place, message).about(id);
    note.and(wider.span, format!("{replaced} states this"))
}

fn loosened(model: &Model, one: &Replacement, accepted: &str) -> Diagnostic {
    let area = |id: StatementId| model.areas.code(model.layers[model.statements[id].layer].area);
    let (statement, wider) = (&model.statements[one.statement], &model.statements[one.wider]);
    let (own, replaced) = (area(one.statement), area(one.wider));
    let id = statement.name();
    let message = format!("under the id `{id}`, `{own}` accepts {accepted}, which what `{replaced}` states does not");
    let note = Diagnostic::note(OverlayCode::Loosened, statement.span, message).about(id);
    let note = note.label(format!("`{own}` replaces tests here")).and(wider.span, format!("`{replaced}` states this"));
    note.help(
        "if both are meant to hold, give this entry another `id`, or none, and its `capability`: then they add up",
    )
}

/// Whether a component would do: it meets the need, and passes every limit.
fn component_passes_all(model: &Model, component: &Component, entries: &[Entry]) -> bool {
    let meets = |one: &Alternative| {
        let mut provided = component.provides.iter().filter(|provided| is_below(&provided.capability, &one.capability));
        !one.is_network()
            && provided.any(|provided| component_passes(&one.tests, component, &provided.attributes, &model.areas))
    };
    let passes = |limit: &Limit| {
        let mut provided = component.provides.iter().filter(|one| is_below(&one.capability, &limit.capability));
        provided.all(|one| component_passes(&limit.tests, component, &one.attributes, &model.areas))
    };
    all(entries, meets, passes)
}

/// Whether a carrier would do.
fn carrier_passes_all(model: &Model, carrier: &CarrierDefinition, entries: &[Entry]) -> bool {
    let networks = |capability: &str, tests: &[AttributeTest]| {
        let offered = carrier.networks.iter().filter(|one| is_below(&one.capability, capability));
        offered.map(|one| offer_passes(tests, &one.attributes, &model.areas)).collect::<Vec<_>>()
    };
    let meets = |one: &Alternative| networks(&one.capability, &one.tests).contains(&true);
    let passes = |limit: &Limit| !networks(&limit.capability, &limit.tests).contains(&false);
    all(entries, meets, passes)
}

fn all(entries: &[Entry], meets: impl Fn(&Alternative) -> bool, passes: impl Fn(&Limit) -> bool) -> bool {
    entries.iter().all(|entry| {
        if let Entry::AreaNeed(need) = entry {
            need.need.alternatives.iter().any(&meets)
        } else if let Entry::Limit(limit) = entry {
            passes(limit)
        } else {
            true
        }
    })
}
