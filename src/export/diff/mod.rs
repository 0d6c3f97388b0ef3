//! Differences as a table, as Markdown and as JSON (`terroir.diff/1`).

mod json;
mod phrases;
mod table;

pub use json::json;
pub use phrases::causes;
pub use table::{markdown, table};
