//! terroir keeps one component graph for an IoT product, lays regional overlays on it, and resolves the valid bill of
//! materials of every market, or says why there is none.

pub mod bom;
pub mod date;
pub mod diagnostic;
pub mod engine;
mod explain;
pub mod export;
mod kernel;
#[cfg(feature = "fs")]
pub mod load;
pub mod lock;
pub mod model;
pub mod name;
pub mod number;
pub mod overlay;
pub mod read;
mod regions;
pub mod resolve;
mod solution;
pub mod span;
pub mod verify;

pub use bom::{Bom, Conflict, Outcome, Portfolio};
pub use date::{Date, DateError};
pub use diagnostic::{Diagnostic, Severity};
pub use model::Citation;
pub use name::is_name;
pub use number::{Number, NumberError};
pub use overlay::Fact;
pub use resolve::{Compiled, Kept, Request, ResolveError};
pub use solution::{AreaSummary, Faults, Solution};
