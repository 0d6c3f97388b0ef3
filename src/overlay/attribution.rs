//! Where a value comes from: the area, the sources and the status of one value, not of its whole entry.

use crate::model::{Cited, LayerId, Model, Statement};
use crate::schema::Origin;
use crate::schema::common::{AS_OF, SOURCE, STATUS};
use crate::span::{Span, Spanned};
use crate::syntax::{Node, Table};
use std::sync::Arc;

/// Where the value at a place of an overlay comes from, and the value, as written; `None` where no statement of the model
/// holds it.
///
/// An entry is merged of statements of several layers, so that its values may come from different files; and a value
/// inside a table may cite sources of its own, as networks of carriers do.
#[must_use]
pub fn attribution_of(model: &Model, place: Span) -> Option<(Origin, Option<&Node>)> {
    let at = model.layers.iter().position(|layer| layer.file == place.file)?;
    let statement = statements(model, LayerId::at(at))
        .iter()
        .find(|one| one.span == place || one.keys().any(|(_, node)| holds(node, place)))?;
    let key = statement.keys().map(|(_, node)| node).find(|node| holds(node, place));
    let cited = key.and_then(|node| citing(node, place)).map_or_else(|| statement.cited.clone(), Arc::new);
    let area = model.layers[LayerId::at(at)].area;
    Some((Origin { span: place, area, cited }, key.and_then(|node| written(node, place))))
}

/// The value at a place inside another.
fn written(node: &Spanned<Node>, place: Span) -> Option<&Node> {
    if node.span == place {
        return Some(&node.value);
    }
    match &node.value {
        Node::Array(elements) => elements.iter().find_map(|element| written(element, place)),
        Node::Table(table) => table.entries.iter().find_map(|(_, node)| written(node, place)),
        Node::Boolean(_) | Node::Number(_) | Node::Text(_) | Node::Date(_) | Node::Condition(_) => None,
    }
}

/// The statements of one layer, which are together in the list.
fn statements(model: &Model, layer: LayerId) -> &[Statement] {
    let start = model.statements.as_slice().partition_point(|one| one.layer.index() < layer.index());
    let end = model.statements.as_slice().partition_point(|one| one.layer.index() <= layer.index());
    model.statements.as_slice().get(start..end).unwrap_or_default()
}

/// Whether a value is, or has inside, the value at a place.
fn holds(node: &Spanned<Node>, place: Span) -> bool {
    if node.span == place {
        return true;
    }
    match &node.value {
        Node::Array(elements) => elements.iter().any(|element| holds(element, place)),
        Node::Table(table) => table.header == place || table.entries.iter().any(|(_, node)| holds(node, place)),
        Node::Boolean(_) | Node::Number(_) | Node::Text(_) | Node::Date(_) | Node::Condition(_) => false,
    }
}

/// What the innermost table around a place cites.
fn citing(node: &Spanned<Node>, place: Span) -> Option<Cited> {
    match &node.value {
        Node::Array(elements) => {
            elements.iter().find(|element| holds(element, place)).and_then(|one| citing(one, place))
        }
        Node::Table(table) => {
            let inner = table.entries.iter().find(|(_, node)| holds(node, place));
            inner.and_then(|(_, node)| citing(node, place)).or_else(|| cites(table).then(|| Cited::of(table)))
        }
        Node::Boolean(_) | Node::Number(_) | Node::Text(_) | Node::Date(_) | Node::Condition(_) => None,
    }
}

fn cites(table: &Table) -> bool {
    table.has(&SOURCE) || table.has(&AS_OF) || table.has(&STATUS)
}
