//! Conflict-driven clause learning (CDCL) with native exactly-one groups and pseudo-Boolean budgets.
//!
//! The method of GRASP (Marques-Silva & Sakallah 1999) and MiniSat (Eén & Sörensson 2003): decide, propagate, learn the
//! first unique implication point of a conflict, jump back. What is done differently here, and why:
//!
//! - *groups*: choosing a value excludes its siblings without any clause. Pairwise clauses would be quadratic in the
//!   number of candidates and would fill the watch lists, which are what propagation spends its time on. "At least
//!   one value" is an ordinary clause.
//! - *budgets*: Σ weight·literal ≤ cap over positive weights propagates natively, and its reasons are built only when a
//!   conflict needs them. Solvers that need budgets encoded as clauses were about
//!   a hundred times slower with twenty of them.
//! - *assumptions* are the first decisions, and stay on the trail for the next call as far as the two calls agree; a
//!   refuted call names the assumptions that were to blame. So one solver, with all that it has learned, serves many
//!   questions about one problem.
//!
//! | step | file |
//! |---|---|
//! | the assignment, the constraints, adding and backtracking | `state` |
//! | propagation of groups and clauses | `propagate` |
//! | propagation and explanation of budgets | `budgets` |
//! | conflict analysis | `analyse` |
//! | decisions, restarts, deletion of learned clauses | `search` |

mod analyse;
mod arena;
mod budgets;
mod literal;
mod propagate;
mod queue;
mod search;
mod state;

pub(crate) use literal::{Literal, Variable};
pub(crate) use state::{Branching, BudgetId, CdclSolver, Weighted};
