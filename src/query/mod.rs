//! Questions: a solution that is ready for them, a request in names, and one market's question with its lowered problem.
//!
//! | what | where |
//! |---|---|
//! | the solution with every market's overlays composed | `compiled` |
//! | a caller's request, in names, and what may be wrong with it | `request`, `error` |
//! | names become ids | `names` |
//! | the markets of a request: those of its variant, or of the solution | `portfolio_markets` |
//! | the flags of a request in a case | `flags` |
//! | one market's question: the inputs of the kernel and of the checker, the lowered problem | `case` |
//! | who shares the cost of planned certificates | `sharing`, `validity` |
//! | what no line says of the product, so that schemes are not required | `undeclared` |
//! | findings that the solution accepts, and waivers that accept nothing | `waivers` |
//! | the best answer with its ties broken | `search` |
//!
//! Every answer about one market is made from a [`Case`]: the bill of materials (`resolve`), the
//! explanation of a conflict, and what several markets have in common.

mod case;
mod checked;
mod compiled;
mod error;
mod flags;
mod names;
mod portfolio_markets;
mod request;
mod search;
mod sharing;
mod undeclared;
mod validity;
mod waivers;

pub(crate) use case::{Case, FlagId, USUAL_LIMIT, Valid};
pub(crate) use checked::{ServedAnswer, plan_costs};
pub use compiled::Compiled;
pub use error::{ResolveError, ResolveErrorKind};
pub(crate) use request::Unasked;
pub use request::{Detail, LockedChoices, LockedComponent, Pin, Priority, Request, Scope, Setting};
pub(crate) use search::best;
