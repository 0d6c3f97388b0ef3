//! The lock: a file that freezes the answers, so that a product's bill of materials changes only when somebody decides so.
//!
//! Its contract:
//!
//! - Same answers, same bytes. Markets are in the order of the solution, lines in the order of slots, maps by name.
//! - It holds answers, not reasons: a market without a bill of materials is there with its status alone.
//! - It is rewritten only when an answer changes. A later as-of date, other bytes in a file or newer built-in facts that
//!   lead to the same answers leave it unchanged; [`Lock::differences`] is empty then. So `as_of`, `inputs` and `regions`
//!   record when and from what these answers were first given.
//! - Packs are given on the command line, where they are easily forgotten: a different set of packs is a difference.
//! - Each market's facts are recorded with its answer: all that any candidate reads, not only those that the answer
//!   depends on. So a fact that was never stated differs from one that was not needed, and a difference names the facts
//!   that caused it.
//! - Of a database it holds the rows that were used. So an answer can be repeated after the database has changed or when
//!   it is not available (`load::load_frozen`); rows alone are not a difference.
//! - One line of the file is one fact, so that a review sees each change in its place.
//!
//! ```
//! use terroir::lock::Lock;
//! let text = "version = 1\n\n[solution]\nname = \"lamp\"\nversion = \"1.0.0\"\ncurrency = \"USD\"\nas_of = 2026-11-22\n";
//! let lock = Lock::parse(text)?;
//! assert_eq!(lock.markets().count(), 0);
//! assert_eq!(Lock::parse("version = 1\nwhat").unwrap_err().line, 2);
//! # Ok::<(), terroir::lock::LockError>(())
//! ```

mod because;
mod cause;
mod content;
mod difference;
mod digest;
mod freeze;
mod item;
mod parse;
mod part;
mod phrase;
mod plan;
mod record;
mod rows;
mod shared_core;
mod stated;
mod values;
mod write;

pub use content::Lock;
#[cfg(feature = "fs")]
pub(crate) use content::LockedTable;
pub(crate) use content::{LockedLine, LockedMarket, LockedOneOff, LockedStatus, market_title};
pub(crate) use difference::CausedChange;
pub(crate) use item::LockedItem;
pub use parse::LockError;
pub use part::{MergeError, NamedPart, Part, Partition, PartitionError};
pub use rows::TooManyRows;
pub use shared_core::LockedCore;
pub use stated::{EditKind, StatedEdit};

/// The name of the file in a solution's folder.
pub const FILE_NAME: &str = "terroir.lock";

#[cfg(test)]
mod tests;
