//! From a line of an answer back to the component of the model.

use crate::bom::Line;
use crate::model::{Component, Model};

/// The component version that a line names.
pub fn component<'a>(model: &'a Model, line: &Line) -> Option<&'a Component> {
    model.components.iter().find(|one| one.id == line.component && one.version.to_string() == line.version)
}
