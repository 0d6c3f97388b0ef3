//! The algebra: statements of one entry become its versions, key by key.

use crate::diagnostic::Diagnostic;
use crate::model::{Layer, Model, StatementId};
use crate::schema::common::VALUE;
use crate::schema::{self, Dates, Held, by_date};
use crate::span::{FileOrigin, Span, Spanned};
use crate::syntax::{self, Key, Node, Table};
use crate::terms::code::OverlayCode;
use std::borrow::Cow;
use std::sync::Arc;

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
pub(super) fn versions(model: &Model, statements: Vec<StatementId>) -> Vec<Version> {
    let dated = |id: StatementId| {
        let statement = &model.statements[id];
        Dates { effectivity: statement.effectivity, layer: statement.layer }
    };
    by_date(statements, dated).into_iter().map(|statements| Version { statements }).collect()
}

/// The keys of a version, each with the value that holds, in the order first stated.
pub(super) struct Merged<'m> {
    keys: Vec<MergedKey<'m>>,
}

/// A key with the value that holds.
struct MergedKey<'m> {
    name: &'m Key,
    /// As a layer states it, or made of what several state.
    value: Cow<'m, Spanned<Node>>,
    /// The strongest statement of it.
    statement: StatementId,
    /// The parts of a value that several layers make; empty where one layer states it.
    parts: Vec<Part<'m>>,
}

/// A part of a value, with who states it.
#[derive(Clone)]
pub(super) struct Part<'m> {
    pub name: Key,
    pub value: Cow<'m, Spanned<Node>>,
    pub statement: StatementId,
}

impl<'m> Merged<'m> {
    /// What holds, key by key.
    pub fn held(&self) -> Vec<(&'m Key, Held<'_>)> {
        self.keys.iter().map(|key| (key.name, Held { node: &key.value, statement: key.statement })).collect()
    }

    /// What holds, each with who states it: the parts of a value where several layers make one.
    pub fn parts(&self) -> impl Iterator<Item = (String, Held<'_>)> {
        self.keys.iter().flat_map(|key| {
            let whole = || vec![(key.name.to_string(), Held { node: &key.value, statement: key.statement })];
            let part = |one: &'_ Part<'m>| format!("{}.{}", key.name, one.name);
            let parts = || key.parts.iter().map(|one| (part(one), Held { node: &one.value, statement: one.statement }));
            if key.parts.is_empty() { whole() } else { parts().collect() }
        })
    }

    /// Every statement of which some value holds.
    pub fn statements(&self) -> impl Iterator<Item = StatementId> {
        self.keys.iter().flat_map(|key| key.parts.iter().map(|part| part.statement).chain([key.statement]))
    }
}

impl<'m> Merging<'m, '_> {
    /// Every key of a version with the value that holds.
    pub fn merged(&mut self, version: &Version) -> Merged<'m> {
        let model = self.model;
        if let [only] = version.statements.as_slice() {
            let one =
                |(name, node)| MergedKey { name, value: Cow::Borrowed(node), statement: *only, parts: Vec::new() };
            return Merged { keys: model.statements[*only].keys().map(one).collect() };
        }
        let superseded = self.superseded(version);
        let mut keys: Vec<(&'m Key, Vec<Held<'m>>)> = Vec::new();
        for id in &version.statements {
            for (name, node) in model.statements[*id].keys() {
                if superseded.iter().any(|(statement, key)| statement == id && key.name == *name) {
                    continue;
                }
                let held = Held { node, statement: *id };
                match keys.iter_mut().find(|(known, _)| *known == name) {
                    Some((_, all)) => all.push(held),
                    None => keys.push((name, vec![held])),
                }
            }
        }
        Merged { keys: keys.into_iter().filter_map(|(name, all)| self.key(name, &all, version)).collect() }
    }

    /// The keys that weaker statements lose because a stronger one is about something else: what is tested, and the tests.
    fn superseded(&self, version: &Version) -> Vec<(StatementId, &'static syntax::shape::Key)> {
        let model = self.model;
        let Some(merging) = version.statements.first().and_then(|id| model.statements[*id].section.shape().tests)
        else {
            return Vec::new();
        };
        let subject = |id: StatementId| {
            let table = &model.statements[id].table;
            merging.subject.iter().find_map(|key| Some((key.name, table.get(key.name)?)))
        };
        let mut lost = Vec::new();
        for strong in version.statements.iter().copied() {
            let Some((key, value)) = subject(strong) else { continue };
            let weaker: Vec<StatementId> =
                version.statements.iter().copied().filter(|weak| beats(model, strong, *weak)).collect();
            let before = weaker.iter().rev().find_map(|weak| subject(*weak));
            let is_other = before.is_some_and(|(other, stated)| other != key || !same(&stated.value, &value.value));
            if is_other {
                let keys = merging.subject.iter().copied().chain([&merging.tests.key]);
                lost.extend(keys.flat_map(|key| weaker.iter().map(move |weak| (*weak, key))));
            }
        }
        lost
    }

    /// One key: its strongest value, or the tests of all layers attribute by attribute.
    fn key(&mut self, name: &'m Key, all: &[Held<'m>], version: &Version) -> Option<MergedKey<'m>> {
        let shape = self.model.statements[all.first()?.statement].section.shape();
        if shape.tests.is_some_and(|merging| merging.tests.name() == name) && all.len() > 1 {
            return self.tests(name, all);
        }
        let held = self.winner(name, all)?;
        let parts = match shape.united_parts {
            Some(parts) if shape.unites(name) && all.len() > 1 => parts(self.model, &version.statements),
            Some(_) | None => Vec::new(),
        };
        let part =
            |one: schema::UnitedPart| Part { name: one.name, value: Cow::Owned(one.value), statement: one.statement };
        let parts = parts.into_iter().map(part).collect();
        Some(MergedKey { name, value: Cow::Borrowed(held.node), statement: held.statement, parts })
    }

    /// Tables of tests as one: each attribute as the strongest layer tests it.
    fn tests(&mut self, name: &'m Key, all: &[Held<'m>]) -> Option<MergedKey<'m>> {
        let mut attributes: Vec<(&'m Spanned<Key>, Vec<Held<'m>>)> = Vec::new();
        for held in all {
            for (key, node) in held.node.value.as_table().into_iter().flat_map(|table| &table.entries) {
                let one = Held { node, statement: held.statement };
                match attributes.iter_mut().find(|(known, _)| known.value == key.value) {
                    Some((_, list)) => list.push(one),
                    None => attributes.push((key, vec![one])),
                }
            }
        }
        let strongest = self.strongest(all)?;
        let header = strongest.node.value.as_table()?.header;
        let (mut entries, mut parts) = (Vec::new(), Vec::new());
        for (key, stated) in attributes {
            let Some(held) = self.winner(&format!("{name}.{}", key.value), &stated) else { continue };
            let place = self.key_of(&key.value, held).unwrap_or(key.span);
            entries.push((Spanned::new(key.value.clone(), place), held.node.clone()));
            parts.push(Part { name: key.value.clone(), value: Cow::Borrowed(held.node), statement: held.statement });
        }
        let value = Spanned::new(Node::Table(Arc::new(Table { entries, header })), strongest.node.span);
        Some(MergedKey { name, value: Cow::Owned(value), statement: strongest.statement, parts })
    }

    /// The place of the name of a tested attribute in the statement that tests it.
    fn key_of(&self, name: &Key, held: Held<'m>) -> Option<Span> {
        let statement = &self.model.statements[held.statement];
        let table = statement.table.read(statement.section.shape().tests?.tests)?;
        table.key_span(name)
    }

    fn strongest(&self, all: &[Held<'m>]) -> Option<Held<'m>> {
        let beaten = |held: &&Held<'m>| !all.iter().any(|other| beats(self.model, other.statement, held.statement));
        all.iter().find(beaten).copied()
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
