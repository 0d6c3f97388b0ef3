//! The tests that needs and limits make of an attribute.

super::terms! {
    /// A test of one attribute of a provider: `{ voltage_v = { within = [100, 130] } }`.
    ///
    /// A new operator is a line here, with what it takes and what it is for; its meaning is in
    /// [`Test`](crate::schema::Test), in the kernel and, written independently, in [`verify`](crate::verify).
    "an operator"
    pub enum Operator {
        /// The same value: all of a set, both ends of a range.
        Equals = "equals",
        /// Every value lies inside `[lo, hi]`, ends included.
        Within = "within",
        /// The range contains all of `[lo, hi]`.
        Covers = "covers",
        /// The set shares one with these.
        AnyOf = "any-of",
        /// The set has all of these.
        AllOf = "all-of",
        /// The set has none of these.
        NoneOf = "none-of",
        /// Every value is at least this.
        AtLeast = "at-least",
        /// Every value is at most this.
        AtMost = "at-most",
        /// Every value is the code of an area that is, or lies in, this one.
        In = "in",
    }
}

/// What an operator takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operand {
    /// What the attribute itself may hold.
    Attribute,
    /// `[lo, hi]`.
    Range,
    /// A set of strings or numbers.
    Set,
    /// A number.
    Number,
    /// The code of an area.
    Area,
}

/// What attributes an operator can test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tested {
    /// Sets and ranges.
    Any,
    /// Sets; one value is a set of one.
    Sets,
    /// Ranges: keys such as `range_mhz`.
    Ranges,
}

impl Operator {
    /// What it takes.
    ///
    /// ```
    /// use terroir::terms::{Operand, Operator};
    /// assert_eq!(Operator::Covers.operand(), Operand::Range);
    /// ```
    #[must_use]
    pub const fn operand(self) -> Operand {
        match self {
            Self::Equals => Operand::Attribute,
            Self::Within | Self::Covers => Operand::Range,
            Self::AnyOf | Self::AllOf | Self::NoneOf => Operand::Set,
            Self::AtLeast | Self::AtMost => Operand::Number,
            Self::In => Operand::Area,
        }
    }

    /// What attributes it can test.
    #[must_use]
    pub const fn tested(self) -> Tested {
        match self {
            Self::Equals | Self::Within => Tested::Any,
            Self::Covers => Tested::Ranges,
            Self::AnyOf | Self::AllOf | Self::NoneOf | Self::AtLeast | Self::AtMost | Self::In => Tested::Sets,
        }
    }
}
