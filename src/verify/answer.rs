//! The answer with the market that it is for: which lines there are, how many pieces each has, which carriers are picked.

use super::{CheckInput, Selection, Way};
use crate::date::Effectivity;
use crate::model::{Component, ComponentId, Formula, ManufacturerPart, SlotId};
use crate::name::is_below;
use crate::number::Number;
use crate::overlay::CarrierDefinition;
use crate::terms::ComponentKind;
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
    /// Which of its manufacturer parts is used, and under which offer.
    pub way: Way,
    /// The manufacturer part; `None`: the answer names one that is not there, which is a fault.
    pub part: Option<&'a ManufacturerPart>,
}

/// What every hardware line provides for its manufacturer part, and the beginning of `made.radio`.
pub(super) const MADE: &str = "made";

impl<'a> Line<'a> {
    /// Whether it is a part, a module, a housing.
    pub fn is_hardware(&self) -> bool {
        self.component.kind == ComponentKind::Hardware
    }

    /// Who makes it, as written.
    pub fn maker(&self) -> Option<&'a str> {
        self.part?.by.as_deref()
    }

    /// The code of the country where it is made.
    pub fn origin(&self) -> Option<&'a str> {
        self.part?.origin.as_ref().map(|origin| origin.value.as_str())
    }

    /// Its customs tariff number.
    pub fn hs(&self) -> Option<&'a str> {
        self.part?.hs.as_deref()
    }

    /// Whether it provides a capability.
    pub fn provides(&self, wanted: &str) -> bool {
        let mut provided = self.component.provides.iter();
        provided.any(|one| is_below(&one.capability, wanted))
            || (self.is_hardware() && is_below(wanted, MADE) && self.made().any(|name| is_below(&name, wanted)))
    }

    /// What it provides for its manufacturer part: `made`, and `made.c` beside every capability `c`.
    pub fn made(&self) -> impl Iterator<Item = String> + use<'a> {
        let beside = self.component.provides.iter().map(|one| format!("{MADE}.{}", one.capability));
        std::iter::once(MADE.to_owned()).chain(beside)
    }
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
            let way = selection.ways.get(&id).copied().unwrap_or_default();
            let part = component.made.get(way.part as usize);
            if part.is_none() {
                let label = model.component_label(id);
                faults
                    .push(format!("the answer uses manufacturer part {} of `{label}`, which has none such", way.part));
            }
            lines.push(Line { slot, id, component, pieces, way, part });
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
