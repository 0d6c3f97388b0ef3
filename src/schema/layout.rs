//! How the entries of a section are written, and how each gets its id.

use super::common::ID;
use crate::syntax::Table;

/// How the entries of a section are written.
#[derive(Clone, Copy)]
pub enum Layout {
    /// One table that is one entry: `[power]`.
    Table,
    /// An array of tables: `[[rules]]`.
    Tables(Identity),
    /// A table of named tables: `[slots.NAME]`.
    NamedTables,
    /// A table of named values, which are choices of the solution or texts: `[set]`, `[gaps]`.
    NamedValues,
    /// A table of named values that cites sources for all of them: `[supplies]`.
    CitedValues,
}

/// How an entry of an array of tables gets its id.
#[derive(Clone, Copy)]
pub enum Identity {
    /// Its key `id`.
    Written,
    /// Its key `id`, else what its other keys imply.
    WrittenOr(fn(&Table) -> Option<String>),
    /// Its key `id`. Where it is not written, the entry holds beside all others and is never merged with one; what it
    /// is about (a capability) names it, with its area.
    WrittenOrAlone(fn(&Table) -> Option<String>),
    /// What its keys imply; `id` is a value like any other.
    Implied(fn(&Table) -> Option<String>),
}

impl Identity {
    /// The id of an entry; of one without, what it is about.
    #[must_use]
    pub fn of(self, table: &Table) -> Option<String> {
        match self {
            Self::Written => table.string(&ID),
            Self::WrittenOr(implied) | Self::WrittenOrAlone(implied) => table.string(&ID).or_else(|| implied(table)),
            Self::Implied(implied) => implied(table),
        }
    }
}
