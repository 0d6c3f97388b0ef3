//! The fewest SKUs: as a table for people, as JSON (`terroir.skus/1`) for programs, as Markdown for a page.

mod json;
mod text;

pub use json::skus_json;
pub use text::{skus_markdown, skus_table};
