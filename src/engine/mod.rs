//! Reasoning about exactly-one groups, clauses and budgets over them, and costs.
//!
//! The engine knows no product word: its callers turn slots and options into groups, rules into clauses, resources into
//! budgets and prices into costs. That keeps it small enough to test alone, against truth tables and another solver.
//!
//! | question | answer | method |
//! |---|---|---|
//! | is there any assignment | [`satisfy`] | conflict-driven clause learning |
//! | the same, many times | [`Solver`] | assumptions on one solver |
//! | the cheapest, earliest one | [`Optimiser`] | dominance, dual bound, branch and bound |
//! | which values can be taken, after each of many decisions | `Witnesses` | delta witnesses, then assumptions |
//! | how many solutions there are | `count_solutions` | component caching |
//! | is there too little room for all groups | sums of budgets | matching, before any search |
//! | why there is none: a minimal unsatisfiable subset | [`minimal_unsatisfiable_subset`] | deletion over assumptions |
//! | a proof for others that there is none, or none cheaper | `proof` | cutting planes and reverse unit propagation |
//!
//! Every answer is unique and depends on the question only, but for two: the assignment of [`satisfy`] and [`Solver`] is
//! any solution, and the labels of [`Verdict::Unsatisfiable`] are any unsat core. Work is counted ([`Work`]), never
//! timed; there is no clock, randomness, thread, float or hash order.

mod big_budget;
mod cdcl;
mod counting;
mod encoding;
mod open;
mod optimum;
mod presolve;
mod problem;
mod proof;
mod solution_count;
mod solver;
mod union_find;
mod unsat_core;
mod values;
mod witness;
mod work;

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod differential_tests;
#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests;

pub use self::unsat_core::minimal_unsatisfiable_subset;
pub(crate) use counting::counted;
pub use encoding::satisfy;
pub(crate) use open::{OpenValues, close_failing, open_values, parts};
pub use optimum::{Optimiser, Optimum};
pub(crate) use presolve::keep_optima;
pub(crate) use problem::Costs;
pub use problem::{Assignment, GroupId, Label, Pick, Problem};
pub(crate) use proof::{Numbering, Unproved, prove_optimal, prove_unsatisfiable};
pub(crate) use solution_count::{Classes, SolutionCount, count_solutions};
pub use solver::{Solver, Verdict};
pub(crate) use union_find::UnionFind;
pub use values::Values;
pub(crate) use witness::{Restriction, ValueState, Witnesses};
pub(crate) use work::Watch;
pub use work::{LimitReached, Work};
