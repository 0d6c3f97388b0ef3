//! The algebra: statements of one entry become its versions, key by key.

use crate::date::Effectivity;
use crate::diagnostic::Diagnostic;
use crate::model::{Layer, Model, StatementId};
use crate::schema::Held;
use crate::schema::common::VALUE;
use crate::span::FileOrigin;
use crate::syntax::{Key, Node};
use crate::terms::code::OverlayCode;

/// One version of an entry in one market.
#[derive(Clone, Debug)]
pub(super) struct Version {
    /// The statements that make it, from weak to strong.
    pub statements: Vec<StatementId>,
}

/// What merging needs to know, and where its faults go.
pub(super) struct Merging<'m, 'd> {
    pub model: &'m Model,
    pub diagnostics: &'d mut Vec<Diagnostic>,
}

/// Splits an entry's statements (from weak to strong) into versions by date.
///
/// Dated statements that overlap a version join it, others begin a new one; undated ones join every version.
pub(super) fn versions(model: &Model, statements: Vec<StatementId>) -> Vec<Version> {
    let effectivity = |id: &StatementId| model.statements[*id].effectivity;
    if statements.iter().all(|id| effectivity(id).is_open()) {
        return vec![Version { statements }];
    }
    let (open, dated): (Vec<StatementId>, Vec<StatementId>) =
        statements.into_iter().partition(|id| effectivity(id).is_open());
    let mut versions: Vec<(Effectivity, Vec<StatementId>)> = Vec::new();
    for id in dated {
        let dates = effectivity(&id);
        let mut joined = false;
        for (span, members) in versions.iter_mut().filter(|(span, _)| span.overlaps(dates)) {
            let same_layer = members.iter().any(|member| model.statements[*member].layer == model.statements[id].layer);
            if !same_layer {
                *span = narrowed(*span, dates);
                members.push(id);
                joined = true;
            }
        }
        if !joined {
            versions.push((dates, vec![id]));
        }
    }
    let merged = versions.into_iter().map(|(_, members)| {
        let mut all: Vec<StatementId> = open.iter().copied().chain(members).collect();
        all.sort_unstable();
        Version { statements: all }
    });
    merged.collect()
}

/// The stronger statement's dates where it gives them.
fn narrowed(weak: Effectivity, strong: Effectivity) -> Effectivity {
    Effectivity { from: strong.from.or(weak.from), until: strong.until.or(weak.until) }
}

impl<'m> Merging<'m, '_> {
    /// Every key of a version with its winning value, in the order first stated.
    pub fn keys(&mut self, version: &Version) -> Vec<(&'m Key, Held<'m>)> {
        let model = self.model;
        if let [only] = version.statements.as_slice() {
            let keys = model.statements[*only].keys();
            return keys.map(|(name, node)| (name, Held { node, statement: *only })).collect();
        }
        let mut keys: Vec<(&'m Key, Vec<Held<'m>>)> = Vec::new();
        for id in &version.statements {
            for (name, node) in model.statements[*id].keys() {
                let held = Held { node, statement: *id };
                match keys.iter_mut().find(|(known, _)| *known == name) {
                    Some((_, all)) => all.push(held),
                    None => keys.push((name, vec![held])),
                }
            }
        }
        keys.into_iter().filter_map(|(name, all)| self.winner(name, &all).map(|held| (name, held))).collect()
    }

    /// The strongest of several statements of one key; statements of equal strength must agree.
    fn winner(&mut self, name: &str, all: &[Held<'m>]) -> Option<Held<'m>> {
        let strongest: Vec<&Held<'m>> = all
            .iter()
            .filter(|held| !all.iter().any(|other| beats(self.model, other.statement, held.statement)))
            .collect();
        let first = **strongest.first()?;
        let united = self.model.statements[first.statement].section.shape().unites(name);
        for other in strongest.iter().skip(1) {
            if !united && !same(&first.node.value, &other.node.value) {
                self.report_clash(name, first, **other);
            }
        }
        Some(first)
    }

    /// Files of packs are not always the user's to change: the solution decides between them.
    fn alternative_edit(&self, held: Held<'m>) -> &'static str {
        let layer = &self.model.layers[self.model.statements[held.statement].layer];
        if layer.file_origin == FileOrigin::Pack { ", or state it in an overlay of the solution" } else { "" }
    }

    fn report_clash(&mut self, name: &str, one: Held<'m>, other: Held<'m>) {
        let model = self.model;
        let statement = &model.statements[one.statement];
        let what = match (statement.section.key(), statement.id.as_str()) {
            (section, id) if name == VALUE.name() => format!("{section}.{id}"),
            (section, "") => format!("{section}.{name}"),
            (section, id) => format!("{section}.{id}.{name}"),
        };
        let area = |held: Held<'m>| model.areas.code(model.layers[model.statements[held.statement].layer].area);
        let (left, right) = (area(one), area(other));
        let help = if left == right {
            format!("keep one of the two files' values for `{left}`{}", self.alternative_edit(one))
        } else {
            format!("neither of `{left}` and `{right}` contains the other: state it in an overlay of the narrower area")
        };
        let message = format!("`{what}` is stated twice with different values");
        let fault =
            Diagnostic::error(OverlayCode::Clash, one.node.span, message).label(format!("`{left}` states this"));
        self.diagnostics.push(fault.and(other.node.span, format!("`{right}` states this")).help(help));
    }
}

/// Whether one statement is stronger: its area lies strictly inside the other's, or it is about the same area and is
/// the solution's own against a pack's or a built-in one, or a pack's against a built-in one.
pub(super) fn beats(model: &Model, strong: StatementId, weak: StatementId) -> bool {
    let layer = |id: StatementId| &model.layers[model.statements[id].layer];
    layer_beats(model, layer(strong), layer(weak))
}

/// Whether one layer is stronger than another.
pub(super) fn layer_beats(model: &Model, strong: &Layer, weak: &Layer) -> bool {
    if strong.area == weak.area {
        return strong.file_origin > weak.file_origin;
    }
    model.areas.lies_in(strong.area, weak.area)
}

/// Whether two values are the same; the order of an array of single values means nothing.
pub(super) fn same(left: &Node, right: &Node) -> bool {
    match (left, right) {
        (Node::Array(left), Node::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| same(&left.value, &right.value))
                || left.len() == right.len()
                    && left.iter().all(|one| right.iter().any(|other| same(&one.value, &other.value)))
        }
        (Node::Table(left), Node::Table(right)) => {
            left.entries.len() == right.entries.len()
                && left
                    .entries
                    .iter()
                    .all(|(key, value)| right.get(&key.value).is_some_and(|other| same(&value.value, &other.value)))
        }
        (Node::Condition(left), Node::Condition(right)) => left.to_string() == right.to_string(),
        (left, right) => left == right,
    }
}
