//! Answers as files for other programs and as text for people. Each form has its own module and its own structs:
//!
//! | function | form |
//! |---|---|
//! | [`json()`] | `terroir.resolve/1`: the answers, for programs |
//! | [`explain_json`] | `terroir.explain/1`: reasons, fixes and choices, for programs |
//! | [`csv()`] | one row per line of a bill of materials (RFC 4180), for spreadsheets |
//! | [`table()`], [`totals`] | one aligned table per market; one row per market |
//! | [`matrix()`], [`matrix_json`] | slots by markets, for people and for programs (`terroir.matrix/1`) |
//! | [`splits()`], [`commonality`] | what splits the markets, and what it costs to bring them together |
//! | [`diff`] | differences between two markets, locks or solutions |
//! | [`horizon`] | the calendar of coming changes, also as iCalendar |
//! | [`impact_table`], [`impact_json`] | where a component is used and what depends on it |
//! | [`what_if_table`], [`what_if_markdown`], [`what_if_json`] | two portfolios side by side |
//! | [`skus_table`], [`skus_json`], [`skus_markdown`] | the fewest hardware SKUs |
//! | [`html`] | one self-contained page |
//! | [`dot`], [`mermaid`] | the [`graph()`] of slots, parts and needs |
//! | [`Profile::sheet`] | the columns that another program expects, as a [`Sheet`] |
//! | [`kicad_variants`] | what each market fits on a board, as a [`Sheet`] |
//! | [`cyclonedx()`] | one market's CycloneDX document |
#![cfg_attr(feature = "xlsx", doc = "| [`workbook`] | an Excel workbook |")]
//!
//! The last four are written from a [`Release`]: the answers with what the catalogue knows about each line. The others are
//! pure functions from an answer to a text that ends with a newline. Text from the user's files cannot leave its cell,
//! neither as a formula nor as a terminal control sequence.

mod calendar;
mod component;
mod cross_market;
mod csv;
mod cyclonedx;
pub mod diff;
mod explanation;
mod graph;
mod grid;
pub mod horizon;
mod impact;
mod json;
mod json_common;
mod legend;
mod locked;
mod matrix;
mod matrix_json;
mod phrases;
mod profile;
mod release;
mod report;
mod sheet;
mod skus;
mod splits;
mod table;
mod uuid;
mod what_if;
#[cfg(feature = "xlsx")]
mod xlsx;

pub use cross_market::kicad_variants;
pub use csv::csv;
pub use cyclonedx::{SpecVersion, cyclonedx};
pub use explanation::{ExplainDetails, explain_json};
pub use graph::{Graph, dot, graph, mermaid};
pub use grid::{Align, Grid};
pub use impact::{impact_json, impact_table};
pub use json::json;
pub use locked::lock_table;
pub use matrix::{MatrixRows, matrix};
pub use matrix_json::matrix_json;
pub use profile::{BuiltInProfile, Profile};
pub use release::{MarketRelease, Release};
pub use report::{Extras, WhyRow, html};
pub use sheet::{Dialect, Sheet};
pub use skus::{skus_json, skus_markdown, skus_table};
pub use splits::{commonality, splits};
pub use table::{core_sentence, table, totals};
pub use what_if::{what_if_json, what_if_markdown, what_if_table};
#[cfg(feature = "xlsx")]
pub use xlsx::{WorkbookError, workbook};

#[cfg(test)]
#[allow(clippy::unwrap_used)]
pub(crate) mod samples;
