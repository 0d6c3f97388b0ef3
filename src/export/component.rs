//! From a line of an answer back to the component of the model.

use crate::bom::Line;
use crate::model::{Component, Model};

/// The component version that a line names.
pub fn component<'a>(model: &'a Model, line: &Line) -> Option<&'a Component> {
    model.find_version(&line.component, &line.version).map(|(_, component)| component)
}
