//! Conditions as Boolean expressions over groups: what is static in a market is decided here, the rest becomes clauses.

use super::linear::Linear;
use crate::engine::{GroupId, Values};

/// A two-valued expression without negation over literals "group takes one of these values".
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Expression {
    /// Always or never.
    Constant(bool),
    /// The group takes one of the values; with the group's size, so that it can be negated.
    Literal(GroupId, Values, u32),
    /// A sum over groups is at most a cap.
    AtMost(Box<Linear>),
    /// All hold.
    And(Vec<Expression>),
    /// Any holds.
    Or(Vec<Expression>),
}

/// How parts make a whole.
#[derive(Clone, Copy)]
enum Join {
    All,
    Any,
}

impl Join {
    /// The constant that settles the whole.
    fn deciding(self) -> bool {
        match self {
            Self::All => false,
            Self::Any => true,
        }
    }
}

impl Expression {
    /// All of these, constants taken out.
    pub fn and(parts: Vec<Self>) -> Self {
        Self::joined(parts, Join::All)
    }

    /// Any of these, constants taken out.
    pub fn or(parts: Vec<Self>) -> Self {
        Self::joined(parts, Join::Any)
    }

    /// What holds together: the parts of an `and`, or the one expression.
    pub fn into_parts(self) -> Vec<Self> {
        match self {
            Self::And(parts) => parts,
            Self::Constant(_) | Self::Literal(..) | Self::AtMost(_) | Self::Or(_) => vec![self],
        }
    }

    fn joined(parts: Vec<Self>, join: Join) -> Self {
        let deciding = join.deciding();
        let mut kept = Vec::with_capacity(parts.len());
        for part in parts {
            match (part, join) {
                (Self::Constant(value), _) if value == deciding => return Self::Constant(deciding),
                (Self::Constant(_), _) => {}
                (Self::And(inner), Join::All) | (Self::Or(inner), Join::Any) => kept.extend(inner),
                (other, _) => kept.push(other),
            }
        }
        match kept.len() {
            0 => Self::Constant(!deciding),
            1 => kept.pop().unwrap_or(Self::Constant(!deciding)),
            _ => match join {
                Join::All => Self::And(kept),
                Join::Any => Self::Or(kept),
            },
        }
    }

    /// The negation.
    pub fn negated(&self) -> Self {
        match self {
            Self::Constant(value) => Self::Constant(!value),
            Self::Literal(group, values, size) => Self::Literal(*group, values.complement(*size), *size),
            Self::AtMost(linear) => Self::AtMost(Box::new(linear.complement())),
            Self::And(parts) => Self::or(parts.iter().map(Self::negated).collect()),
            Self::Or(parts) => Self::and(parts.iter().map(Self::negated).collect()),
        }
    }
}
