//! Variables and literals.

use crate::keyed_vec::Key;
use std::ops::Not;

/// A Boolean variable of the solver.
#[derive(Copy, Clone, Eq, PartialEq, Ord, PartialOrd, Hash, Debug)]
pub(crate) struct Variable(pub u32);

impl Key for Variable {
    fn at(index: usize) -> Self {
        Self(index as u32)
    }

    fn index(self) -> usize {
        self.0 as usize
    }
}

/// A variable or its negation.
///
/// The code is 2·variable, plus one when negated: both literals of a variable are neighbours in memory, and negation is
/// one bit.
#[derive(Copy, Clone, Eq, PartialEq, Ord, PartialOrd, Hash, Debug)]
pub(crate) struct Literal(u32);

impl Literal {
    /// "The variable is true".
    pub fn positive(variable: Variable) -> Self {
        Self(variable.0 << 1)
    }

    /// "The variable is false".
    pub fn negative(variable: Variable) -> Self {
        Self(variable.0 << 1 | 1)
    }

    /// The literal of a code.
    pub fn from_code(code: u32) -> Self {
        Self(code)
    }

    /// The number by which clauses store it.
    pub fn code(self) -> u32 {
        self.0
    }

    /// Its variable.
    pub fn variable(self) -> Variable {
        Variable(self.0 >> 1)
    }

    /// Whether it is a negation.
    pub fn is_negative(self) -> bool {
        self.0 & 1 == 1
    }
}

impl Key for Literal {
    fn at(index: usize) -> Self {
        Self(index as u32)
    }

    fn index(self) -> usize {
        self.0 as usize
    }
}

impl Not for Literal {
    type Output = Self;

    fn not(self) -> Self {
        Self(self.0 ^ 1)
    }
}
