//! What the engine found, before it is written down.

use super::paid::Paid;
use crate::engine::{Assignment, GroupId};
use crate::query::Valid;
use crate::verify::Selection;

/// What the engine found.
pub(crate) struct Found<'a> {
    pub values: &'a Assignment,
    pub selection: &'a Selection,
    /// Which constraints say what is valid.
    pub valid: Valid,
    /// What a plan of all markets makes it cost; `None`: each line is looked at alone.
    pub paid: Option<&'a Paid<'a>>,
}

impl Found<'_> {
    /// The value of a group.
    pub fn value(&self, group: GroupId) -> u32 {
        self.values[group]
    }
}
