//! The algebra: statements of one entry become its versions, key by key.

use super::Origin;
use crate::date::Effectivity;
use crate::diagnostic::Diagnostic;
use crate::model::{Model, Statement, StatementId};
use crate::span::{FileOrigin, Spanned};
use crate::syntax::{Key, Node};
use crate::terms::code::OverlayCode;

/// A winning value and the statement it comes from.
#[derive(Clone, Copy, Debug)]
pub struct Held<'m> {
    /// The value.
    pub node: &'m Spanned<Node>,
    /// Who says it.
    pub statement: StatementId,
}

/// One version of an entry in one market.
#[derive(Clone, Debug)]
pub(super) struct Version {
    /// The statements that make it, from weak to strong.
    pub statements: Vec<StatementId>,
}

/// What merging needs to know, and where it tells what it finds.
pub(super) struct Merging<'m, 'd> {
    pub model: &'m Model,
    pub diagnostics: &'d mut Vec<Diagnostic>,
}

/// Splits an entry's statements (from weak to strong) into versions by date.
///
/// Dated statements that overlap a version join it, others begin a new one; undated ones join every version.
pub(super) fn versions(model: &Model, statements: Vec<StatementId>) -> Vec<Version> {
    let effectivity = |id: &StatementId| model.statement(*id).map(|one| one.effectivity).unwrap_or_default();
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
            let same_layer = members.iter().any(|member| {
                model.statement(*member).map(|one| one.layer) == model.statement(id).map(|one| one.layer)
            });
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
    /// Every key of a version with its winning value, in the order first said.
    pub fn keys(&mut self, version: &Version) -> Vec<(&'m Key, Held<'m>)> {
        let model = self.model;
        if let [only] = version.statements.as_slice() {
            let keys = model.statement(*only).into_iter().flat_map(Statement::keys);
            return keys.map(|(name, node)| (name, Held { node, statement: *only })).collect();
        }
        let mut keys: Vec<(&'m Key, Vec<Held<'m>>)> = Vec::new();
        for id in &version.statements {
            let Some(statement) = model.statement(*id) else { continue };
            for (name, node) in statement.keys() {
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
        for other in strongest.iter().skip(1) {
            let appended = name == "also" || name == "networks";
            if !appended && !same(&first.node.value, &other.node.value) {
                self.report_clash(name, first, **other);
            }
        }
        Some(first)
    }

    /// Files of packs are not always the user's to change: the solution decides between them.
    fn way_out(&self, held: Held<'m>) -> &'static str {
        let layer = self.model.statement(held.statement).and_then(|one| self.model.layer(one.layer));
        let packed = layer.is_some_and(|layer| layer.file_origin == FileOrigin::Pack);
        if packed { ", or state it in an overlay of the solution" } else { "" }
    }

    fn report_clash(&mut self, name: &str, one: Held<'m>, other: Held<'m>) {
        let Some(statement) = self.model.statement(one.statement) else { return };
        let what = match (statement.section.key(), statement.id.as_str(), name) {
            (section, id, "value") => format!("{section}.{id}"),
            (section, "", key) => format!("{section}.{key}"),
            (section, id, key) => format!("{section}.{id}.{key}"),
        };
        let area = |held: Held<'m>| {
            let layer = self.model.statement(held.statement).and_then(|one| self.model.layer(one.layer));
            layer.map(|layer| self.model.areas.code(layer.area)).unwrap_or_default()
        };
        let (left, right) = (area(one), area(other));
        let help = if left == right {
            format!("keep one of the two files' values for `{left}`{}", self.way_out(one))
        } else {
            format!("neither of `{left}` and `{right}` contains the other: state it in an overlay of the narrower area")
        };
        let message = format!("`{what}` is stated twice with different values");
        let told = Diagnostic::error(OverlayCode::Clash, one.node.span, message).label(format!("`{left}` says this"));
        self.diagnostics.push(told.and(other.node.span, format!("`{right}` says this")).help(help));
    }
}

/// Whether one statement is stronger: its area lies strictly inside the other's, or it speaks of the same area and is
/// the solution's own against a pack's or a built-in one, or a pack's against a built-in one.
pub(super) fn beats(model: &Model, strong: StatementId, weak: StatementId) -> bool {
    let layer = |id: StatementId| model.statement(id).and_then(|statement| model.layer(statement.layer));
    let (Some(strong), Some(weak)) = (layer(strong), layer(weak)) else { return false };
    if strong.area == weak.area {
        return strong.file_origin > weak.file_origin;
    }
    model.areas.lies_in(strong.area, weak.area)
}

/// Whether two values say the same; the order of an array of single values means nothing.
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

/// Where a statement comes from, with the place of one of its values.
pub(super) fn origin_of(model: &Model, statement: &Statement, span: crate::span::Span) -> Option<Origin> {
    let layer = model.layer(statement.layer)?;
    Some(Origin { span, area: layer.area, cited: statement.cited.clone() })
}
