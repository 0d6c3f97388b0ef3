//! Needs and limits without an `id`: each holds beside all others, under an identity of its own.
//!
//! `<capability>@<area>`, with `#2`, `#3` … where an area states several of one capability. The numbers follow what the
//! statements say, not the files that they are in: moving one to another file of the area changes no name.

use super::area::Areas;
use super::layer::Layer;
use crate::schema::common::is_citing;
use crate::schema::{ALONE, AreaId, Section, Statement};
use crate::span::Span;
use crate::syntax::{Node, Table};
use std::collections::BTreeMap;

/// What statements of one kind have in common: section, area, capability.
type Subject = (Section, AreaId, String);

/// A statement by what it says, then by its place, and its position.
type Alone = (String, Span, usize);

/// Gives every statement without an `id` one of its own.
pub(super) fn name_alone(statements: &mut [Statement], layers: &[Layer], areas: &Areas) {
    let mut all: BTreeMap<Subject, Vec<Alone>> = BTreeMap::new();
    for (at, statement) in statements.iter().enumerate().filter(|(_, statement)| statement.is_alone()) {
        let Some(layer) = layers.get(statement.layer.index()) else { continue };
        let key = (statement.section, layer.area, statement.id.clone());
        all.entry(key).or_default().push((in_order(&statement.table), statement.span, at));
    }
    for ((_, area, about), mut same) in all {
        same.sort();
        for (number, (_, _, at)) in (1_usize..).zip(same) {
            let Some(statement) = statements.get_mut(at) else { continue };
            let count = if number == 1 { String::new() } else { format!("#{number}") };
            statement.id = format!("{about}{ALONE}{}{count}", areas.code(area));
        }
    }
}

/// What a table states, whatever the order of its keys.
fn in_order(table: &Table) -> String {
    let stating = table.entries.iter().filter(|(key, _)| !is_citing(&key.value));
    let mut keys: Vec<String> = stating.map(|(key, node)| format!("{} = {}", key.value, value(&node.value))).collect();
    keys.sort();
    keys.join(", ")
}

fn value(node: &Node) -> String {
    match node {
        Node::Boolean(value) => value.to_string(),
        Node::Number(number) => number.to_string(),
        Node::Text(text) => format!("{text:?}"),
        Node::Date(date) => date.to_string(),
        Node::Condition(condition) => condition.to_string(),
        Node::Array(elements) => elements.iter().map(|one| value(&one.value)).collect::<Vec<_>>().join(", "),
        Node::Table(table) => format!("{{ {} }}", in_order(table)),
    }
}
