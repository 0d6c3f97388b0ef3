//! Own overlays that repeat only what wider ones state: nothing changes in any market without them.

use super::merge::{beats, same};
use crate::diagnostic::Diagnostic;
use crate::model::{Layer, LayerId, Model, Section, Statement, StatementId};
use crate::span::{Files, Span};
use crate::terms::code::OverlayCode;
use std::collections::BTreeSet;

/// Reports every own overlay of a built-in area, applying to some market, whose every key would hold without it.
pub(crate) fn report_idle(model: &Model, files: &Files, diagnostics: &mut Vec<Diagnostic>) {
    for (id, layer) in model.layers.entries() {
        let applies = model.header.markets.iter().any(|market| model.areas.lies_in(market.value, layer.area));
        let own = !layer.built_in && files.name(layer.file) != "solution.toml";
        if own && applies && is_idle(model, id, layer) {
            let code = model.areas.code(layer.area);
            let message = format!("everything that this overlay of `{code}` states holds without it, in every market");
            let idle = Diagnostic::note(OverlayCode::UnusedOverlay, Span::start_of(layer.file), message);
            diagnostics.push(
                idle.about(code)
                    .help("delete the file, or what it repeats; keep it to fix these values whatever else changes"),
            );
        }
    }
}

/// Whether a layer removes nothing, defines no area, and repeats what weaker layers state.
fn is_idle(model: &Model, id: LayerId, layer: &Layer) -> bool {
    let own: Vec<(StatementId, &Statement)> =
        model.statements.entries().filter(|(_, statement)| statement.layer == id).collect();
    let sections: BTreeSet<Section> = own.iter().map(|(_, statement)| statement.section).collect();
    let defines = !model.areas.get(layer.area).is_some_and(|area| area.built_in);
    // A section that is stated empty closes a gap.
    let closes = layer.stated.iter().any(|section| !sections.contains(section));
    !own.is_empty()
        && layer.removals.is_empty()
        && !defines
        && !closes
        && own.iter().all(|(id, statement)| repeats(model, *id, statement))
}

/// Whether the weaker statements of the same entry state every key alike, with the same dates.
fn repeats(model: &Model, id: StatementId, statement: &Statement) -> bool {
    if statement.is_alone() {
        return is_stated_twice(model, id, statement);
    }
    let entry = (statement.section, statement.id.clone());
    let all = model.entries.get(&entry).map(Vec::as_slice).unwrap_or_default();
    let weaker: Vec<&Statement> =
        all.iter().filter(|other| beats(model, id, **other)).map(|other| &model.statements[*other]).collect();
    let same_dates = weaker.iter().all(|other| other.effectivity == statement.effectivity);
    let key = |name: &str, node: &crate::syntax::Node| {
        let values: Vec<_> = weaker.iter().flat_map(|other| other.keys()).filter(|(known, _)| *known == name).collect();
        !values.is_empty() && values.iter().all(|(_, value)| same(&value.value, node))
    };
    let shape = statement.section.shape();
    !weaker.is_empty()
        && same_dates
        && statement.keys().all(|(name, node)| !shape.unites(name) && key(name, &node.value))
}

/// Whether a wider layer makes the same statement: two without an `id` hold side by side, and one would do.
fn is_stated_twice(model: &Model, id: StatementId, statement: &Statement) -> bool {
    let states_all = |one: &Statement, other: &Statement| {
        one.keys().all(|(name, node)| other.table.get(name).is_some_and(|value| same(&value.value, &node.value)))
    };
    let same_section = |other: &Statement| other.section == statement.section && other.is_alone();
    let mut others = model.statements.entries().filter(|(_, other)| same_section(other));
    others.any(|(other, wider)| beats(model, id, other) && states_all(statement, wider) && states_all(wider, statement))
}
