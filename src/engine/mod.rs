//! Reasoning about exactly-one groups, clauses and budgets over them, and costs.
//!
//! The engine knows no word of the product: whoever asks change_points slots and options into groups, rules into
//! clauses, resources into budgets and prices into costs.
//!
//! | question | answer | method |
//! |---|---|---|
//! | is there any assignment | [`satisfy`] | conflict-driven clause learning |
//! | the same, many times | [`Solver`] | assumptions on one solver |
//! | the cheapest, earliest one | [`Optimiser`] | dominance, dual bound, branch and bound |
//! | why there is none | [`minimal_core`] | deletion over assumptions |
//!
//! Every answer but the assignment of [`satisfy`] and [`Solver`] (any solution) and the blame of a [`Solver`]
//! (any core) is *the* answer: a law tells it apart, so it depends on nothing but the question. Work is counted
//! ([`Work`]), never timed; there is no clock, randomness, thread, float or hash order.

use crate::keyed_vec::KeyedVec;

mod cdcl;
mod encoding;
mod optimum;
mod presolve;
mod problem;
mod solver;
mod union;
mod unsat_core;
mod values;
mod work;

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod differential_tests;
#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests;

pub use self::unsat_core::minimal_core;
pub use encoding::satisfy;
pub use optimum::{Optimiser, Optimum};
pub(crate) use presolve::{OpenValues, keep_optima, open_values};
pub use problem::{GroupId, Label, Problem};
pub use solver::{Solver, Verdict};
pub(crate) use union::Union;
pub use values::Values;
pub use work::{LimitReached, Work};

/// The value of each group, by [`GroupId`].
pub type Assignment = KeyedVec<GroupId, u32>;
