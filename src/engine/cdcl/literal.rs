//! Literals, and why one is true.

use std::ops::Not;

/// A variable or its negation: 2·variable, plus one when negated.
#[derive(Copy, Clone, Eq, PartialEq, Ord, PartialOrd, Hash, Debug)]
pub(crate) struct Lit(u32);

impl Lit {
    pub fn positive(variable: u32) -> Self {
        Self(variable << 1)
    }

    pub fn negative(variable: u32) -> Self {
        Self(variable << 1 | 1)
    }

    pub fn from_code(code: u32) -> Self {
        Self(code)
    }

    pub fn code(self) -> u32 {
        self.0
    }

    pub fn index(self) -> usize {
        self.0 as usize
    }

    pub fn variable(self) -> usize {
        (self.0 >> 1) as usize
    }

    pub fn is_negative(self) -> bool {
        self.0 & 1 == 1
    }
}

impl Not for Lit {
    type Output = Self;

    fn not(self) -> Self {
        Self(self.0 ^ 1)
    }
}

/// Why a literal is true.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub(crate) enum Reason {
    /// It was decided or assumed.
    Decision,
    /// All other literals of the clause are false.
    Clause(u32),
    /// Another value of its group is taken.
    Sibling(Lit),
    /// Its negation weighs more than the budget has left.
    Budget(u32),
}
