//! Text → documents: TOML, CSV and conditions. Reading never fails; it keeps every place and reports every error.
//!
//! | step | module |
//! |---|---|
//! | text → raw tree, whatever its shape | `toml_reader` (`toml_fast` is its fast path, `nesting` finds text that is too deep), `csv_reader` |
//! | raw tree → checked tree | `check`, by the shapes of `schema` |
//! | a string → a condition | [`condition`] |
//! | text → a tree of what is written, and back | [`written`] |
//! | the same shapes → JSON Schema | [`json_schema`] |
//!
//! A key whose value does not fit is reported and left out; a table that lacks a required key is reported and kept, so
//! that one mistake is one error.

mod cell_values;
pub mod check;
pub mod condition;
pub mod context;
mod csv_cell;
pub mod csv_reader;
pub mod field;
mod inline_cell;
pub mod json_schema;
mod nesting;
pub mod node;
pub mod raw;
pub mod shape;
mod toml_errors;
pub mod toml_fast;
pub mod toml_reader;
mod toml_string;
pub mod written;

pub use check::is_range_key;
#[cfg(feature = "internals")]
pub use condition::parse_condition;
pub use field::{Elements, Field};
pub use node::{Entry, Key, Node, Table};
pub use toml_string::toml_string;
