//! What the engine found, before it is written down.

use crate::engine::{Assignment, GroupId};
use crate::kernel::Lowered;
use crate::verify::Selection;

/// What the engine found.
pub(crate) struct Found<'a> {
    pub lowered: &'a Lowered,
    pub values: &'a Assignment,
    pub selection: &'a Selection,
    /// How many clauses and budgets say what is valid; those behind say what is best.
    pub constraints: (usize, usize),
}

impl Found<'_> {
    /// The value of a group.
    pub fn value(&self, group: GroupId) -> u32 {
        self.values[group]
    }
}
