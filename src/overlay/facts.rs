//! All facts of one area as people look them up: key, value, layer, source, date, status.

use super::merge::{Merging, layer_beats, versions};
use crate::date::Date;
use crate::model::{AreaId, Contender, Layer, Model, Section, StatementId};
use crate::schema::common::VALUE;
use crate::schema::{Cited, Held, Subject};
use crate::span::{FileOrigin, Files, Place, Spanned};
use crate::syntax::Node;
use crate::terms::FactStatus;

/// One value that an area's overlays state.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// `power.mains.voltage_v`, `radio.wifi-5150-5250.eirp_dbm`.
    pub key: String,
    /// The value as JSON; exact numbers.
    pub value: serde_json::Value,
    /// The area whose overlay states it.
    pub layer: String,
    /// Whether that overlay is built in.
    pub built_in: bool,
    /// FileOrigin overlay it is.
    pub file_origin: FileOrigin,
    /// Ids of sources.
    pub source: Vec<String>,
    /// The day for which the sources are valid.
    pub as_of: Option<Date>,
    /// How far the sources agree.
    pub status: Option<FactStatus>,
    /// What other sources state instead, or besides where the value is an array.
    pub contenders: Vec<Contender>,
    /// Where it is written.
    pub place: Place,
}

/// Every value in force in an area with its winning statement, sorted by key.
#[must_use]
pub fn facts(model: &Model, files: &Files, area: AreaId) -> Vec<Fact> {
    let ancestors = model.areas.ancestors(area);
    let applies = |id: &StatementId| ancestors.contains(&model.layers[model.statements[*id].layer].area);
    let layers = || model.layers.iter().filter(|layer| ancestors.contains(&layer.area));
    let is_removed = |section: Section, id: &str, statement: StatementId| {
        let stated = &model.layers[model.statements[statement].layer];
        let removes = |layer: &Layer| layer.removals.iter().any(|one| one.section == section && one.id.value == id);
        layers().any(|layer| removes(layer) && layer_beats(model, layer, stated))
    };
    let mut list = Vec::new();
    let mut ignored = Vec::new();
    for ((section, id), statements) in &model.entries {
        if section.shape().subject == Subject::Product {
            continue;
        }
        let applying: Vec<StatementId> =
            statements.iter().copied().filter(applies).filter(|one| !is_removed(*section, id, *one)).collect();
        for version in versions(model, applying) {
            let merged = Merging { model, diagnostics: &mut ignored }.merged(&version);
            list.extend(merged.parts().map(|(name, held)| fact(model, files, &name, held)));
        }
    }
    list.sort_by(|left, right| (&left.key, &left.place).cmp(&(&right.key, &right.place)));
    list
}

fn fact(model: &Model, files: &Files, name: &str, held: Held<'_>) -> Fact {
    let statement = &model.statements[held.statement];
    let layer = &model.layers[statement.layer];
    let key = name.split('.').next().unwrap_or(name);
    let members = if statement.section.shape().unites(key) { members_of(held.node) } else { Vec::new() };
    if !members.is_empty() {
        return fact_of_members(model, files, name, held, &members);
    }
    Fact {
        key: fact_key(statement.section, &statement.id, name),
        value: json(&held.node.value),
        layer: model.areas.code(layer.area).to_owned(),
        built_in: layer.built_in,
        file_origin: layer.file_origin,
        source: statement.cited.source.iter().map(|id| id.value.clone()).collect(),
        as_of: statement.cited.as_of,
        status: statement.cited.status_of(name),
        contenders: statement.cited.contenders_of(name).cloned().collect(),
        place: files.place(held.node.span),
    }
}

/// What the members of a value cite, or the value itself where it is one member; nothing unless all cite for themselves.
fn members_of(node: &Spanned<Node>) -> Vec<Cited> {
    let of = |node: &Node| node.as_table().map(Cited::of).filter(|cited| cited.status.is_some());
    if node.value.as_table().is_some() {
        return of(&node.value).into_iter().collect();
    }
    let members: Option<Vec<Cited>> = node.value.elements().iter().map(|element| of(&element.value)).collect();
    members.unwrap_or_default()
}

/// A list whose members cite for themselves: all their sources, the earliest day, the weakest status.
fn fact_of_members(model: &Model, files: &Files, name: &str, held: Held<'_>, members: &[Cited]) -> Fact {
    let statement = &model.statements[held.statement];
    let layer = &model.layers[statement.layer];
    let mut source: Vec<String> = members.iter().flat_map(|one| &one.source).map(|id| id.value.clone()).collect();
    source.sort();
    source.dedup();
    Fact {
        key: fact_key(statement.section, &statement.id, name),
        value: json(&held.node.value),
        layer: model.areas.code(layer.area).to_owned(),
        built_in: layer.built_in,
        file_origin: layer.file_origin,
        source,
        as_of: members.iter().filter_map(|one| one.as_of).min(),
        status: FactStatus::ALL
            .iter()
            .rev()
            .copied()
            .find(|status| members.iter().any(|one| one.status == Some(*status))),
        contenders: members.iter().flat_map(|one| one.contenders.iter().cloned()).collect(),
        place: files.place(held.node.span),
    }
}

/// The key by which a fact is looked up: its capability or its section and entry, then its own key.
fn fact_key(section: Section, id: &str, name: &str) -> String {
    let section = match section.shape().subject {
        Subject::Capability(capability) => capability,
        Subject::Facts | Subject::Unknown | Subject::Product => section.key(),
    };
    match id {
        "" => format!("{section}.{name}"),
        id if name == VALUE.name() => format!("{section}.{id}"),
        id => format!("{section}.{id}.{name}"),
    }
}

/// A value as JSON; numbers stay exact.
#[must_use]
pub fn json(node: &Node) -> serde_json::Value {
    match node {
        Node::Boolean(value) => serde_json::Value::Bool(*value),
        Node::Number(number) => {
            let text = number.to_string();
            serde_json::from_str(&text).unwrap_or(serde_json::Value::String(text))
        }
        Node::Text(text) => serde_json::Value::String(text.clone()),
        Node::Date(date) => serde_json::Value::String(date.to_string()),
        Node::Condition(condition) => serde_json::Value::String(condition.to_string()),
        Node::Array(elements) => elements.iter().map(|element| json(&element.value)).collect(),
        Node::Table(table) => {
            let entries = table.entries.iter().map(|(key, value)| (key.value.to_string(), json(&value.value)));
            serde_json::Value::Object(entries.collect())
        }
    }
}
