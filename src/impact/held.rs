//! Whether an answer holds a component.

use crate::bom::Outcome;
use crate::query::Compiled;
use crate::schema::ComponentId;
use std::collections::BTreeSet;

/// Whether an answer holds one of the components, in a slot or anywhere.
pub(super) fn holds(compiled: &Compiled, outcome: &Outcome, meant: &[ComponentId], slot: Option<&str>) -> bool {
    let names: BTreeSet<(String, String)> = meant
        .iter()
        .filter_map(|id| compiled.model.component(*id))
        .map(|component| (component.id.clone(), component.version.to_string()))
        .collect();
    outcome.bom().is_some_and(|bom| {
        let lines = bom.lines.iter().filter(|line| slot.is_none_or(|slot| line.slot == slot));
        lines.into_iter().any(|line| names.contains(&(line.component.clone(), line.version.clone())))
    })
}
