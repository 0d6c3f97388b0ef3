//! Answers as files and as text for people. Each form has its own module and its own structs:
//!
//! | function | form |
//! |---|---|
//! | [`json`] | the contract of `terroir.resolve/1`, for programs |
//! | [`explain_json`] | `terroir.explain/1`: reasons, fixes, why this and not that, for programs |
//! | [`csv`] | one row a line of a bill of materials (RFC 4180), for spreadsheets |
//! | [`table`] | one aligned table a market, for people |
//! | [`matrix`] | slots by markets, for people |
//! | [`impact_table`], [`impact_json`] | what hangs on a component |
//! | [`what_if_table`], [`what_if_markdown`], [`what_if_json`] | two portfolios side by side |
//! | [`matrix_json`] | the same for programs, with what splits the markets: `terroir.matrix/1` |
//! | [`splits`], [`commonality`] | what keeps the markets apart, and what it costs to bring them together, for people |
//! | [`Profile::sheet`] | the columns that another program asks for, as a [`Sheet`] |
//! | [`cyclonedx`] | one market's CycloneDX document |
//! | [`kicad_variants`] | what each market fits on a board, as a [`Sheet`] |
#![cfg_attr(feature = "xlsx", doc = "| [`workbook`] | a workbook of Excel |")]
//! | [`skus_table`], [`skus_json`], [`skus_markdown`] | the fewest hardware SKUs |
//! | [`html`] | one page to look at, self-contained |
//! | [`dot`], [`mermaid`] | the [`graph`] of slots, parts and needs |
//!
//! Those that other programs read are written from a [`Release`]: the answers with what the catalogue knows of each
//! line. The others are pure functions from an answer to text that ends with a line end. Text out of the user's files cannot leave its cell: not as a formula, not as a control sequence of a terminal.

mod calendar;
mod cross_market;
mod csv;
mod cyclonedx;
pub mod diff;
mod enriched;
mod explanation;
mod graph;
mod grid;
pub mod horizon;
mod impact;
mod json;
mod json_common;
mod legend;
mod matrix;
mod matrix_json;
mod profile;
mod report;
mod sheet;
mod skus;
mod splits;
mod table;
mod uuid;
mod what_if;
mod what_if_json;
#[cfg(feature = "xlsx")]
mod xlsx;

pub use cross_market::{kicad_variants, matrix_sheet};
pub use csv::csv;
pub use cyclonedx::{SpecVersion, cyclonedx};
pub use enriched::{MarketRelease, Proof, Release, Row, Substitute};
pub use explanation::{Told, explain_json};
pub use graph::{Edge, Graph, Node, Relation, dot, graph, mermaid};
pub use grid::{Align, Grid};
pub use impact::{impact_json, impact_table};
pub use json::json;
pub use matrix::{Rows, matrix};
pub use matrix_json::matrix_json;
pub use profile::{BuiltInProfile, Profile};
pub use report::{CalendarRow, Extras, SkuRow, WhyRow, html};
pub use sheet::{Cell, Dialect, Sheet};
pub use skus::{skus_json, skus_markdown, skus_table};
pub use splits::{commonality, splits};
pub use table::{core_in_a_sentence, core_sentence, table, totals};
pub use what_if::{what_if_json, what_if_markdown, what_if_table};
#[cfg(feature = "xlsx")]
pub use xlsx::{WorkbookError, workbook};

use crate::bom::Portfolio;
use crate::number::Number;

/// A share as a percentage with one place after the point: `71.4 %`.
fn percent(share: Number) -> String {
    let hundred = share.checked_mul(Number::from(100)).unwrap_or(share);
    format!("{} %", hundred.to_fixed(1))
}

/// `1 line`, `2 lines`.
fn counted(count: usize, word: &str) -> String {
    if count == 1 { format!("{count} {word}") } else { format!("{count} {word}s") }
}

/// Whether a slot is part of the shared core.
fn is_core(portfolio: &Portfolio, slot: &str) -> bool {
    portfolio.core.lines.iter().any(|line| line == slot)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
pub(crate) mod samples;
