//! The facts that an answer relies on, as a table.

use super::conflict_text;
use super::value_words;
use std::collections::BTreeMap;
use terroir::Solution;
use terroir::bom::FactUse;
use terroir::export::{Align, Grid};

/// Every fact with its value, layer, status and source; those that most need review first. Empty if there are none.
pub fn table(solution: &Solution, facts: &[FactUse]) -> String {
    if facts.is_empty() {
        return String::new();
    }
    let columns = ["relies on fact", "value", "layer", "status", "source"].map(|head| (head, Align::Left));
    let mut grid = Grid::new(columns);
    let mut by_reliability: BTreeMap<usize, Vec<&FactUse>> = BTreeMap::new();
    for fact in facts {
        by_reliability.entry(reliability(fact.status.as_deref())).or_default().push(fact);
    }
    for fact in by_reliability.into_values().flatten() {
        let value = serde_json::from_str(&fact.value).map(|value| value_words::short(&value)).unwrap_or_default();
        let sources: Vec<String> = fact.source.iter().map(|id| conflict_text::citation(solution, id)).collect();
        let status = fact.status.clone().unwrap_or_default();
        grid.row([fact.key.clone(), value, fact.layer.clone(), status, sources.join("; ")]);
    }
    format!("\n{}", grid.to_text())
}

fn reliability(status: Option<&str>) -> usize {
    let order = ["unverified", "disputed", "single", "agree"];
    order.iter().position(|known| Some(*known) == status).unwrap_or(order.len())
}
