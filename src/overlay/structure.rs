//! What must not run in a circle: `part-of` of slots, `instead-of` of duties.

use crate::diagnostic::Diagnostic;
use crate::model::{Model, SlotId};
use crate::schema::MarketView;
use crate::terms::code::{ModelCode, PurchaseCode};
use petgraph::graphmap::DiGraphMap;
use std::sync::Arc;

/// Reports every circle of `part-of` with the slots on it, and cuts it so that quantities stay finite.
pub(super) fn part_of_circles(model: &Model, view: &mut MarketView, diagnostics: &mut Vec<Diagnostic>) {
    let mut graph: DiGraphMap<u32, ()> = DiGraphMap::new();
    let parts = view.slots.iter().flatten().filter_map(|slot| Some((slot.slot, slot.part_of?)));
    for (child, parent) in parts {
        graph.add_edge(child.0, parent.0, ());
    }
    for circle in petgraph::algo::tarjan_scc(&graph) {
        let alone = circle.len() == 1 && circle.first().is_some_and(|one| !graph.contains_edge(*one, *one));
        if alone {
            continue;
        }
        let path = circle_path(&graph, &circle);
        let Some(slot) = path.first().and_then(|id| view.slot(*id)) else {
            continue;
        };
        let names: Vec<String> = path.iter().chain(path.first()).map(|id| model.slot_name(*id).to_owned()).collect();
        let message = format!("slots are parts of each other: `{}`", names.join("` → `"));
        let fault = Diagnostic::error(ModelCode::PartOfCircle, slot.origin.span, message);
        diagnostics.push(fault.help(format!(
            "remove `part-of` from one of them, such as `slots.{}`",
            names.first().map(String::as_str).unwrap_or_default()
        )));
        for id in circle {
            if let Some(slot) = &mut view.slots[SlotId(id)] {
                Arc::make_mut(slot).part_of = None;
            }
        }
    }
}

/// Reports every circle of duties that displace each other on one day.
pub(super) fn duty_circles(view: &MarketView, diagnostics: &mut Vec<Diagnostic>) {
    if view.duties.iter().all(|duty| duty.instead_of.is_empty()) {
        return;
    }
    let numbered = || view.duties.iter().zip(0_u32..);
    let mut graph: DiGraphMap<u32, ()> = DiGraphMap::new();
    for (duty, at) in numbered() {
        let displaced = numbered().filter(|(other, _)| duty.instead_of.contains(&other.id));
        for (_, other) in displaced.filter(|(other, _)| other.effectivity.overlaps(duty.effectivity)) {
            graph.add_edge(at, other, ());
        }
    }
    for mut circle in petgraph::algo::tarjan_scc(&graph) {
        circle.sort_unstable();
        let members: Vec<_> = circle.iter().filter_map(|at| view.duties.get(*at as usize)).collect();
        let Some((first, at)) = members.first().zip(circle.first()) else { continue };
        let message = match members.len() {
            1 if !graph.contains_edge(*at, *at) => continue,
            1 => format!("duty `{}` displaces itself", first.id),
            _ => {
                let names: Vec<&str> = members.iter().map(|duty| duty.id.as_str()).collect();
                format!("duties displace each other: `{}`", names.join("`, `"))
            }
        };
        let fault = Diagnostic::error(PurchaseCode::DutyCircle, first.origin.span, message);
        diagnostics.push(fault.help("remove one of them from `instead-of`"));
    }
}

/// The circle in its own order, from its earliest slot: a slot has one parent, so there is one path.
fn circle_path(graph: &DiGraphMap<u32, ()>, circle: &[u32]) -> Vec<SlotId> {
    let Some(start) = circle.iter().copied().min() else { return Vec::new() };
    let mut path = vec![SlotId(start)];
    let mut at = start;
    while let Some(next) = graph.neighbors(at).find(|next| circle.contains(next)) {
        if next == start || path.len() > circle.len() {
            break;
        }
        path.push(SlotId(next));
        at = next;
    }
    path
}
