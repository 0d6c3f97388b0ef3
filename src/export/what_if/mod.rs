//! A what-if: today's answers beside the changed ones, as a table, as Markdown and as JSON (`terroir.what-if/1`).

mod json;
mod text;

pub use json::what_if_json;
pub use text::{what_if_markdown, what_if_table};

pub(super) use json::WithoutJson;
