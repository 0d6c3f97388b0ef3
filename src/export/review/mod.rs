//! A review as a comment in Markdown, as JSON (`terroir.review/1`) and as text for people.

mod json;
mod markdown;
mod phrases;
mod table;

pub use json::json;
pub use markdown::{Length, markdown};
pub use table::table;
