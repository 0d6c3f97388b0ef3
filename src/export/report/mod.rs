//! One page to look at: a self-contained HTML file with the matrix, the why of every cell, areas, conflicts, the graph,
//! costs, the calendar and SKUs.
//!
//! The page holds its data as JSON and draws it with a script of its own; it loads nothing. Every name is put into the
//! page as text, so that none can become markup, and a content security policy forbids everything but the page itself.

mod amounts;
mod data;

use crate::bom::Portfolio;
use crate::query::Compiled;
use serde::Serialize;

/// A change on a day, as a calendar has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CalendarRow {
    /// The day, `YYYY-MM-DD`.
    pub date: String,
    /// The market.
    pub market: String,
    /// `changed`, `lost`, `regained`.
    pub what: String,
    /// Through what, in a sentence.
    pub text: String,
    /// The cheapest way out; empty where none is needed.
    pub help: String,
}

/// A hardware SKU.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SkuRow {
    /// Its letter.
    pub id: String,
    /// The markets it serves.
    pub markets: Vec<String>,
    /// What tells it from the others: slot and component.
    pub hardware: Vec<(String, String)>,
}

/// A slot's other candidates in a market: why they are not there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WhyRow {
    /// The market.
    pub market: String,
    /// The slot.
    pub slot: String,
    /// Sentences, one a candidate.
    pub text: Vec<String>,
}

/// What other questions add to the page; each part is left out where it is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extras {
    /// What changes on which day.
    pub calendar: Vec<CalendarRow>,
    /// The day up to which the calendar looks.
    pub until: Option<String>,
    /// The fewest hardware SKUs.
    pub skus: Vec<SkuRow>,
    /// Whether no fewer are possible, in a sentence.
    pub sku_proof: String,
    /// Why other candidates are not taken.
    pub why: Vec<WhyRow>,
}

/// The page.
///
/// # Errors
/// None that an answer of this library leads to; they are handed on from the JSON writer.
pub fn html(compiled: &Compiled, portfolio: &Portfolio, extras: &Extras) -> Result<String, serde_json::Error> {
    let json = serde_json::to_string(&data::data(compiled, portfolio, extras))?;
    // Inside a script element only `<` could end it, or begin a comment.
    let json = json.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029");
    let title = escaped(&format!("{} {}", portfolio.solution, portfolio.version));
    let page = include_str!("page.html");
    let filled = page.replace("/*STYLE*/", include_str!("page.css")).replace("/*SCRIPT*/", include_str!("page.js"));
    Ok(filled.replacen("<!--TITLE-->", &title, 1).replacen("/*DATA*/", &json, 1))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
