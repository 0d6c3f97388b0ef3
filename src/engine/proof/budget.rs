//! Budgets over groups, and why a proof is not found.

/// A budget over groups, of which each takes exactly one of its values.
pub(super) struct Budget {
    /// Its name in the proof.
    pub name: String,
    pub terms: Vec<Term>,
    pub cap: i128,
}

/// A group's part in a budget.
pub(super) struct Term {
    /// The number of "at least one value" in the proof.
    pub at_least_one: usize,
    /// The number of "at most one value".
    pub at_most_one: usize,
    /// Each value that is open at the start: its variable and its weight.
    pub values: Vec<(u32, i128)>,
}

/// Why there is no proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unproved {
    /// The search, or its text, would be too long.
    Limit,
    /// Numbers too large for sums of 128 bits.
    TooLarge,
    /// A cheaper answer was found, or one where there should be none.
    Contradicted,
}
