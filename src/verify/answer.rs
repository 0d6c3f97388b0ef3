//! The answer with the market that it is for: which lines there are, how many pieces each has, which carriers are picked.

use super::{CheckInput, Selection};
use crate::date::Effectivity;
use crate::model::{Component, ComponentId, Formula, SlotId};
use crate::number::Number;
use crate::overlay::CarrierDefinition;
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
        let mut lines = Vec::new();
        for (slot, id) in selection.slots.entries() {
            let Some(id) = *id else { continue };
            let Some(component) = model.component(id) else {
                faults.push(format!("`{}` holds a component that is not in the catalogue", model.slot_name(slot)));
                continue;
            };
            let pieces = pieces(input, slot).unwrap_or_else(|| {
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

/// The slot's quantity multiplied up the chain of `part-of`; `None` past 128 bits and in a circle.
fn pieces(input: &CheckInput<'_>, slot: SlotId) -> Option<Number> {
    let view = input.view;
    let mut product = Number::ONE;
    let mut next = Some(slot);
    for _ in 0..=view.slots.len() {
        let Some(slot) = next else { return Some(product) };
        let definition = view.slot(slot);
        let quantity = definition.map_or(Number::ONE, |definition| Number::from(definition.quantity));
        product = product.checked_mul(quantity)?;
        next = definition.and_then(|definition| definition.part_of);
    }
    None
}
