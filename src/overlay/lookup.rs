//! What lowering looks up in the model.

use super::merge::beats;
use crate::model::{ComponentId, Formula, Model, OptionId, SlotId, Statement, StatementId};
use crate::schema::{Lookup, Origin, Strength};
use crate::span::Span;
use crate::syntax::Node;
use std::sync::Arc;

impl Lookup for Model {
    fn statement(&self, id: StatementId) -> &Statement {
        &self.statements[id]
    }

    fn origin(&self, statement: StatementId, place: Span) -> Origin {
        let statement = &self.statements[statement];
        Origin { span: place, area: self.layers[statement.layer].area, cited: statement.cited.clone() }
    }

    fn strength(&self, statement: StatementId) -> Strength {
        let id = self.statements[statement].layer;
        let layer = &self.layers[id];
        Strength::new(self.areas.ancestors(layer.area).len(), layer.file_origin, id.index())
    }

    fn area(&self, statement: StatementId) -> &str {
        self.areas.code(self.layers[self.statements[statement].layer].area)
    }

    fn beats(&self, strong: StatementId, weak: StatementId) -> bool {
        beats(self, strong, weak)
    }

    fn formula(&self, place: Span) -> Option<Arc<Formula>> {
        self.formula(place)
    }

    fn candidates(&self, place: Span) -> &[ComponentId] {
        self.choices.get(&place).map_or(&[], |list| list.as_slice())
    }

    fn slot(&self, name: &str) -> Option<SlotId> {
        self.find_slot(name)
    }

    fn choice(&self, option: &str, value: &Node) -> Option<(OptionId, u32)> {
        let id = self.find_option(option)?;
        Some((id, self.options[id].position(value)?))
    }
}
