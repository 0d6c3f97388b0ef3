//! What the searches find.

/// A slot with the value that it takes, by their numbers in the problem or in the component.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Pick {
    pub slot: u32,
    pub value: u32,
}

/// A solution of an instance with its cost.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub cost: i128,
    pub picks: Vec<Pick>,
}

impl Found {
    /// Joined with slots that were settled around it.
    pub fn beside(mut self, base: i128, fixed: &[Pick]) -> Self {
        self.cost += base;
        self.picks.extend_from_slice(fixed);
        self
    }
}
