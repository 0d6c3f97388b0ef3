//! Carriers and their networks: networks of all layers unite by technology.

use super::lower::Reader;
use super::market_view::{CarrierDefinition, Network};
use crate::model::{Attributes, effectivity_of};
use crate::syntax::{Node, Table};

impl<'m> Reader<'_, 'm> {
    pub(super) fn carrier(&mut self) -> Option<CarrierDefinition> {
        let origin = self.origin()?;
        let statement = self.model.statement(*self.statements.last()?)?;
        let layer = self.model.layer(statement.layer)?;
        let depth = self.model.areas.ancestors(layer.area).len();
        Some(CarrierDefinition {
            id: self.id.to_owned(),
            name: self.text("name").unwrap_or_else(|| self.id.to_owned()),
            networks: self.networks(),
            approvals: self.texts("approvals"),
            effectivity: self.effectivity(),
            rank: (
                std::cmp::Reverse(depth),
                std::cmp::Reverse(layer.file_origin),
                statement.layer.index(),
                origin.span.start,
            ),
            origin,
        })
    }

    /// Networks unite by technology over all layers: the stronger layer's keys win.
    fn networks(&self) -> Vec<Network> {
        let mut united: Vec<(String, Vec<&'m Table>)> = Vec::new();
        for id in self.statements {
            let Some(statement) = self.model.statement(*id) else { continue };
            let stated = statement.keys().filter(|(key, _)| *key == "networks");
            for (_, node) in stated {
                let Node::Array(elements) = &node.value else { continue };
                for table in elements.iter().filter_map(|element| element.value.as_table()) {
                    unite(&mut united, table);
                }
            }
        }
        united.iter().filter_map(|(technology, tables)| network(technology, tables)).collect()
    }
}

fn unite<'m>(united: &mut Vec<(String, Vec<&'m Table>)>, table: &'m Table) {
    let Some(technology) = table.text("technology") else { return };
    let dates = effectivity_of(table);
    let joined = united.iter_mut().find(|(known, tables)| {
        known == technology.value && tables.iter().any(|other| effectivity_of(other).overlaps(dates))
    });
    match joined {
        Some((_, tables)) => tables.push(table),
        None => united.push((technology.value.to_owned(), vec![table])),
    }
}

/// One network of tables from weak to strong.
fn network(technology: &str, tables: &[&Table]) -> Option<Network> {
    let strongest = tables.last()?;
    let mut merged = Table { entries: Vec::new(), header: strongest.header };
    for (key, node) in tables.iter().flat_map(|table| &table.entries) {
        let citing = ["technology", "source", "as_of", "status", "contenders", "note"].contains(&&*key.value);
        if citing {
            continue;
        }
        match merged.entries.iter_mut().find(|(known, _)| known.value == key.value) {
            Some(entry) => entry.1 = node.clone(),
            None => merged.entries.push((key.clone(), node.clone())),
        }
    }
    let effectivity = effectivity_of(&merged);
    merged.entries.retain(|(key, _)| key.value != "from" && key.value != "until");
    Some(Network {
        capability: format!("network.{technology}"),
        attributes: Attributes::of(&merged),
        effectivity,
        span: strongest.header,
    })
}
