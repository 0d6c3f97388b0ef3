//! The calendar of a portfolio as a table, as Markdown, as JSON (`terroir.horizon/1`) and as an iCalendar file.

mod ics;
mod json;
mod phrases;
mod table;

pub use ics::ics;
pub use json::json;
pub(super) use phrases::{Costs, exchanged, headline};
pub use table::{markdown, table};
