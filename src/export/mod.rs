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
//! | [`review`] | what a change does to all markets |
//! | [`horizon`] | the calendar of coming changes, also as iCalendar |
//! | [`impact_table`], [`impact_json`] | where a component is used and what depends on it |
//! | [`what_if_table`], [`what_if_markdown`], [`what_if_json`] | two portfolios side by side |
//! | [`buy`] | the year's purchase list by seller (`terroir.buy/1`), also in the columns of shops |
//! | [`skus_table`], [`skus_json`], [`skus_markdown`] | the fewest hardware SKUs |
//! | [`count_table`], [`count_json`] | how many valid variants markets have |
//! | [`html`] | one self-contained page |
//! | [`dot`], [`mermaid`] | the [`graph()`] of slots, parts and needs |
//! | [`Profile::sheets`] | the columns that another program expects, as [`Sheet`]s |
//! | [`kicad_variants`] | what each market fits on a board, as a [`Sheet`] |
//! | [`kicad_project`] | the same in the files of a KiCad project |
//! | [`placement`] | what a machine places on a board, and where, as a [`Placement`] |
//! | [`cyclonedx()`] | one market's CycloneDX document |
#![cfg_attr(feature = "xlsx", doc = "| [`workbook`] | an Excel workbook |")]
//!
//! The last six are written from a [`Release`]: the answers with what the catalogue knows about each line. The others are
//! pure functions from an answer to a text that ends with a newline. Text from the user's files cannot leave its cell,
//! neither as a terminal control sequence nor, in workbooks and in CSV for Excel, as a formula.

mod align;
pub mod buy;
mod calendar;
mod component;
mod count;
mod cross_market;
mod csv;
mod cyclonedx;
pub mod diff;
mod excel_text;
mod explanation;
mod graph;
mod grid;
pub mod horizon;
mod impact;
mod json;
mod json_common;
mod json_purchase;
mod kicad;
mod legend;
mod locked;
mod markdown;
mod matrix;
mod matrix_json;
mod own_number;
mod phrases;
mod placement;
mod places;
mod profile;
mod release;
mod report;
pub mod review;
mod sheet;
mod skus;
mod slot_order;
mod splits;
mod substitute;
mod table;
mod table_purchase;
mod uuid;
mod what_if;
#[cfg(feature = "xlsx")]
mod xlsx;

pub use align::Align;
pub use count::{count_json, count_table};
pub use cross_market::kicad_variants;
pub use csv::{csv, csv_of};
pub use cyclonedx::{Misplaced, SpecVersion, cyclonedx, cyclonedx_misplaced};
pub use explanation::{ExplainDetails, explain_json};
pub use graph::{Graph, dot, graph, mermaid};
pub use grid::Grid;
pub use impact::{impact_json, impact_table};
pub use json::{json, json_of};
pub use kicad::{KicadError, KicadFile, KicadProject, KicadVariant, kicad_project};
pub use locked::lock_table;
pub use matrix::{MatrixRows, matrix};
pub use matrix_json::matrix_json;
pub use placement::{Placed, Placement, placement};
pub use profile::{BuiltInProfile, LeftOut, LeftOutDetail, Profile, TwoOrderNumbers};
pub use release::{MarketRelease, Release, SharedDesignator};
pub use report::{Extras, WhyRow, html};
pub use sheet::{Dialect, Sheet};
pub use skus::{skus_json, skus_markdown, skus_table};
pub use splits::{commonality, splits};
pub use table::{core_sentence, table, totals};
pub use what_if::{what_if_json, what_if_markdown, what_if_table};
#[cfg(feature = "xlsx")]
pub use xlsx::{WorkbookError, buy_workbook, workbook};

#[cfg(test)]
#[allow(clippy::unwrap_used)]
pub(crate) mod samples;
