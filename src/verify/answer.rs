//! The answer with the market that it is for: which lines there are, how many pieces each has, which carriers are picked.

use super::{CheckInput, Selection};
use crate::date::Effectivity;
use crate::model::{Component, ComponentId, Formula, SlotId};
use crate::number::Number;
use crate::overlay::CarrierDefinition;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A filled slot.
#[derive(Clone, Copy)]
pub(super) struct Line<'a> {
    /// The slot.
    pub slot: SlotId,
    /// Its component.
    pub id: ComponentId,
    /// The component in the catalogue.
    pub component: &'a Component,
    /// How many in one product: the slot's quantity times those of all slots that it is a part of.
    pub pieces: Number,
}

/// The answer and what it is checked against.
pub(super) struct Answer<'a> {
    pub input: &'a CheckInput<'a>,
    pub selection: &'a Selection,
    /// The filled slots, in order.
    pub lines: Vec<Line<'a>>,
    /// The picked carriers, in order.
    pub picked: Vec<&'a CarrierDefinition>,
}

impl<'a> Answer<'a> {
    /// Looks up what the answer names; ids of nothing and wrong lengths are faults.
    pub fn of(input: &'a CheckInput<'a>, selection: &'a Selection, faults: &mut Vec<String>) -> Self {
        let (model, view) = (input.model, input.view);
        for (what, is, wanted) in [
            ("slots", selection.slots.len(), model.slots.len()),
            ("options", selection.options.len(), model.options.len()),
            ("carriers", selection.carriers.len(), view.carriers.len()),
            ("certificates", selection.planned.len(), view.certificates.len()),
        ] {
            if is != wanted {
                faults.push(format!("the answer has {is} {what}; expected {wanted}"));
            }
        }
        let (mut lines, all_pieces) = (Vec::new(), all_pieces(input));
        for (slot, id) in selection.slots.entries() {
            let Some(id) = *id else { continue };
            let Some(component) = model.component(id) else {
                faults.push(format!("`{}` holds a component that is not in the catalogue", model.slot_name(slot)));
                continue;
            };
            let pieces = all_pieces.get(&slot).copied().flatten().unwrap_or_else(|| {
                faults.push(format!("the quantity of `{}` cannot be counted", model.slot_name(slot)));
                Number::ZERO
            });
            lines.push(Line { slot, id, component, pieces });
        }
        let carriers = view.carriers.iter().zip(&selection.carriers);
        let picked = carriers.filter(|(_, picked)| **picked).map(|(carrier, _)| carrier.as_ref()).collect();
        Self { input, selection, lines, picked }
    }

    /// Whether something is in force on the day of the answer.
    pub fn is_in_force(&self, effectivity: Effectivity) -> bool {
        effectivity.holds_on(self.input.as_of)
    }

    /// Whether something counts: it is in force and its `when` holds; `None` where that is unknown.
    pub fn is_active(&self, effectivity: Effectivity, when: Option<&Arc<Formula>>) -> Option<bool> {
        if !self.is_in_force(effectivity) {
            return Some(false);
        }
        when.map_or(Some(true), |condition| self.holds(condition))
    }

    /// The component in a slot.
    pub fn held(&self, slot: SlotId) -> Option<ComponentId> {
        self.selection.slots.get(slot).copied().flatten()
    }

    /// A line in words.
    pub fn phrase(&self, line: &Line<'_>) -> String {
        let model = self.input.model;
        format!("`{}` in `{}`", model.component_label(line.id), model.slot_name(line.slot))
    }
}

/// By slot its quantity multiplied up the chain of `part-of`; `None` past 128 bits, nothing for those of a circle.
///
/// From the slots that are part of nothing downwards, so that a chain of thousands of slots is gone through once.
fn all_pieces(input: &CheckInput<'_>) -> BTreeMap<SlotId, Option<Number>> {
    let mut parts: BTreeMap<Option<SlotId>, Vec<(SlotId, Number)>> = BTreeMap::new();
    for (slot, definition) in input.view.slots.entries() {
        let quantity = definition.as_ref().map_or(Number::ONE, |definition| Number::from(definition.quantity));
        let whole = definition.as_ref().and_then(|definition| definition.part_of);
        parts.entry(whole).or_default().push((slot, quantity));
    }
    let mut pieces = BTreeMap::new();
    let mut open = vec![(None, Some(Number::ONE))];
    while let Some((whole, above)) = open.pop() {
        for (slot, quantity) in parts.remove(&whole).unwrap_or_default() {
            let product = above.and_then(|above: Number| above.checked_mul(quantity));
            pieces.insert(slot, product);
            open.push((Some(slot), product));
        }
    }
    pieces
}
