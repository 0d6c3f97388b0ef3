//! Quantities of slots against what their candidates count in: pieces are whole, and all candidates count one thing.

use crate::diagnostic::Diagnostic;
use crate::model::{Component, Model};
use crate::overlay::{MarketView, SlotDefinition};
use crate::quantity::{PIECES, counts_pieces};
use crate::span::{Files, Span};
use crate::terms::code::QuantityCode;

/// The slots of one market.
pub(super) struct Quantities<'a> {
    pub model: &'a Model,
    pub files: &'a Files,
    pub view: &'a MarketView,
}

/// Reports decimals where there are pieces or parts of one, candidates in several units, and designators that are not
/// as many as the pieces.
pub(super) fn report(quantities: &Quantities<'_>, diagnostics: &mut Vec<Diagnostic>) {
    for slot in quantities.view.slots.iter().flatten() {
        match slot.quantity_place.filter(|place| !slot.quantity.is_whole() || quantities.is_quoted(*place)) {
            Some(place) => diagnostics.extend(quantities.decimal(slot, place)),
            None => diagnostics.extend(quantities.mixed_units(slot)),
        }
        diagnostics.extend(quantities.refdes(slot));
    }
}

impl Quantities<'_> {
    fn candidates(&self, slot: &SlotDefinition) -> impl Iterator<Item = &Component> {
        slot.candidates.iter().filter_map(|id| self.model.component(*id))
    }

    /// Whether the value at a place is a string.
    fn is_quoted(&self, place: Span) -> bool {
        let text = self.files.get(place.file).map(|file| &file.text);
        text.and_then(|text| text.get(place.start as usize..)).is_some_and(|rest| rest.starts_with(['"', '\'']))
    }

    /// A decimal quantity of something that is counted, that has parts, or that is measured in several units.
    fn decimal(&self, slot: &SlotDefinition, place: Span) -> Option<Diagnostic> {
        let (name, quantity) = (self.model.slot_name(slot.slot), slot.quantity);
        let fault = |message: String| Diagnostic::error(QuantityCode::DecimalQuantity, place, message).about(name);
        if let Some(piece) = self.candidates(slot).find(|one| counts_pieces(one.details.counted_in())) {
            let (id, unit) = (&piece.id, piece.details.counted_in());
            let (message, help) = if quantity.is_whole() {
                let message =
                    format!("slot `{name}` takes `{id}`, which counts in {unit}, but the number is in quotes");
                (message, format!("write `quantity = {quantity}`"))
            } else {
                let message = format!("slot `{name}` takes {quantity} of `{id}`, which counts in {unit}");
                (message, format!("write a whole number, or state what `{id}` is measured in, as in `unit = \"m\"`"))
            };
            return Some(fault(message).and(piece.span, format!("`{id}`")).help(help));
        }
        let parts = || self.view.slots.iter().flatten().filter(|other| other.part_of == Some(slot.slot));
        if let Some(part) = parts().next().filter(|_| !quantity.is_whole()) {
            let part_name = self.model.slot_name(part.slot);
            let message = format!("slot `{name}` takes {quantity}, and slot `{part_name}` is a part of it");
            let help = format!("write a whole number, or leave `part-of` out of `{part_name}`");
            return Some(fault(message).and(part.origin.span, format!("`{part_name}`")).help(help));
        }
        let (first, other) = self.two_units(slot)?;
        let message = format!("{quantity} of slot `{name}` is in {} here and in {} there", unit(first), unit(other));
        let labels = fault(message).and(first.span, unit(first)).and(other.span, unit(other));
        Some(labels.help("choose candidates of one unit, or make a slot for each unit"))
    }

    /// Two candidates whose units differ.
    fn two_units(&self, slot: &SlotDefinition) -> Option<(&Component, &Component)> {
        let first = self.candidates(slot).next()?;
        let other = self.candidates(slot).find(|other| unit(other) != unit(first))?;
        Some((first, other))
    }

    /// A whole quantity that means one thing with one candidate and another thing with another.
    fn mixed_units(&self, slot: &SlotDefinition) -> Option<Diagnostic> {
        let (first, other) = self.two_units(slot)?;
        let (name, quantity) = (self.model.slot_name(slot.slot), slot.quantity);
        let message = format!(
            "slot `{name}` takes {quantity} {} of `{}` or {quantity} {} of `{}`",
            unit(first),
            first.id,
            unit(other),
            other.id
        );
        let place = slot.quantity_place.unwrap_or(slot.choose);
        let warning = Diagnostic::warning(QuantityCode::MixedUnits, place, message).about(name);
        let warning = warning.and(first.span, unit(first)).and(other.span, unit(other));
        Some(warning.help("choose candidates of one unit, or make a slot for each unit"))
    }

    /// Reference designators that are not as many as the pieces.
    fn refdes(&self, slot: &SlotDefinition) -> Option<Diagnostic> {
        let count = u64::try_from(slot.refdes.len()).ok().filter(|count| *count > 0 && slot.quantity != *count)?;
        let is_piece = |one: &Component| counts_pieces(one.details.counted_in());
        if !self.candidates(slot).any(is_piece) && self.candidates(slot).next().is_some() {
            return None;
        }
        let name = self.model.slot_name(slot.slot);
        let message = format!("slot `{name}` has {count} reference designators and quantity {}", slot.quantity);
        let diagnostic = Diagnostic::warning(QuantityCode::RefdesCount, slot.origin.span, message).about(name);
        Some(diagnostic.help(format!("write `quantity = {count}`, or list {}", slot.quantity)))
    }
}

/// What a component counts in.
fn unit(component: &Component) -> &str {
    let unit = component.details.counted_in();
    if counts_pieces(unit) { PIECES } else { unit.trim() }
}
