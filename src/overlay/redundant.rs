//! Own overlays that say only what wider ones say already: nothing changes in any market without them.

use super::merge::{beats, same};
use crate::diagnostic::Diagnostic;
use crate::model::{Layer, LayerId, Model, Section, Statement, StatementId};
use crate::span::{Files, Span};
use crate::terms::code::OverlayCode;
use std::collections::BTreeSet;

/// Tells every own overlay of a built-in area, heard by some market, whose every key is what would hold without it.
pub(crate) fn report_idle(model: &Model, files: &Files, diagnostics: &mut Vec<Diagnostic>) {
    for (at, layer) in model.layers.iter().enumerate() {
        let markets = model.header.markets.iter();
        let heard = markets.into_iter().any(|market| model.areas.lies_in(market.value, layer.area));
        let own = !layer.built_in && files.name(layer.file) != "solution.toml";
        if own && heard && is_idle(model, LayerId::at(at), layer) {
            let code = model.areas.code(layer.area);
            let message = format!("everything that this overlay of `{code}` says holds without it, in every market");
            let told = Diagnostic::note(OverlayCode::UnusedOverlay, Span::start_of(layer.file), message);
            diagnostics.push(
                told.help("delete the file, or what it repeats; keep it if it is to stay so whatever else changes"),
            );
        }
    }
}

/// Whether a layer takes nothing away, defines no area, and repeats what weaker layers say.
fn is_idle(model: &Model, id: LayerId, layer: &Layer) -> bool {
    let own: Vec<(StatementId, &Statement)> = model
        .statements
        .iter()
        .enumerate()
        .filter(|(_, statement)| statement.layer == id)
        .map(|(at, statement)| (StatementId::at(at), statement))
        .collect();
    let said: BTreeSet<Section> = own.iter().map(|(_, statement)| statement.section).collect();
    let defines = !model.areas.get(layer.area).is_some_and(|area| area.built_in);
    // A section that is stated empty closes a gap.
    let closes = layer.stated.iter().any(|section| !said.contains(section));
    !own.is_empty()
        && layer.removals.is_empty()
        && !defines
        && !closes
        && own.iter().all(|(id, statement)| repeats(model, *id, statement))
}

/// Whether the weaker statements of the same entry say every key alike, with the same dates.
fn repeats(model: &Model, id: StatementId, statement: &Statement) -> bool {
    let entry = (statement.section, statement.id.clone());
    let all = model.entries.get(&entry).map(Vec::as_slice).unwrap_or_default();
    let weaker: Vec<&Statement> =
        all.iter().filter(|other| beats(model, id, **other)).filter_map(|other| model.statement(*other)).collect();
    let same_dates = weaker.iter().all(|other| other.effectivity == statement.effectivity);
    let key = |name: &str, node: &crate::syntax::Node| {
        let values: Vec<_> = weaker.iter().flat_map(|other| other.keys()).filter(|(known, _)| *known == name).collect();
        !values.is_empty() && values.iter().all(|(_, value)| same(&value.value, node))
    };
    let appended = |name: &str| name == "also" || name == "networks";
    !weaker.is_empty() && same_dates && statement.keys().all(|(name, node)| !appended(name) && key(name, &node.value))
}
