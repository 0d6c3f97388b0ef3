//! Questions: a solution that is ready for them, a request in names, and one market's question with its lowered problem.
//!
//! | what | where |
//! |---|---|
//! | the solution with every market's overlays composed | `compiled` |
//! | a caller's request, in names, and what may be wrong with it | `request`, `error` |
//! | names become ids | `names` |
//! | one market's question: the inputs of the kernel and of the checker, the lowered problem | `case` |
//! | the best answer with its ties broken | `search` |
//!
//! Every answer about one market is made from a [`Case`]: the bill of materials (`resolve`), the
//! explanation of a conflict, and what several markets have in common.

mod case;
mod compiled;
mod error;
mod names;
mod request;
mod search;

pub(crate) use case::{Case, FlagId, Valid};
pub use compiled::Compiled;
pub use error::{ResolveError, ResolveErrorKind};
pub use request::{LockedChoices, LockedComponent, Pin, Priority, Request, Scope, Setting};
pub(crate) use search::best;
