//! A review for people: the figures, then the rows with their causes below them.

use super::phrases::{because, before_after, codes, figures, further, market_lists, sides, title, what, year};
use crate::diagnostic::printable;
use crate::export::align::Align;
use crate::export::grid::Grid;
use crate::export::phrases::{signed, with_place};
use crate::review::{Review, Row, Weight};
use std::fmt::Write as _;

/// The most places that a row names.
const PLACES: usize = 6;

/// One line for each row, its causes below it.
///
/// ```
/// # mod lamp { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/export/samples/lamp.rs")); }
/// # let compiled = lamp::compile()?;
/// let review = compiled.review_from(&lamp::request()?, "main", &compiled, "mine")?;
/// assert!(terroir::export::review::table(&review).ends_with("nothing differs\n"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn table(review: &Review) -> String {
    let mut out = format!("{}, {}\n", printable(&title(review)), printable(&sides(review)));
    if review.is_empty() {
        out.push_str("\nnothing differs\n");
    } else {
        let mut grid = Grid::new([("", Align::Left), ("before", Align::Right), ("after", Align::Right)]);
        let figures = figures(review);
        let is_known = !figures.is_empty();
        figures.into_iter().for_each(|figure| grid.row(figure));
        if is_known {
            let _ = write!(out, "\n{}", grid.to_text());
        }
        if let Some(year) = year(review) {
            let _ = write!(out, "\n{}\n", printable(&year));
        }
        let _ = write!(out, "\n{}\n", printable(&market_lists(review).join("; ")));
    }
    for rows in review.rows.chunk_by(|one, two| (&one.why, &one.edits) == (&two.why, &two.edits)) {
        out.push('\n');
        rows.iter().for_each(|row| written(review, row, &mut out));
        // Rows with one cause name it once.
        if let Some(row) = rows.first() {
            let _ = writeln!(out, "    because {}", printable(&because(row, PLACES)));
        }
    }
    for note in &review.notes {
        let _ = writeln!(out, "\nnote: {}", printable(note));
    }
    out
}

fn written(review: &Review, row: &Row, out: &mut String) {
    let _ = writeln!(out, "{}", printable(&headline(review, row)));
    let further: Vec<String> = row.values.iter().skip(1).map(|value| further(review, value)).collect();
    if !further.is_empty() {
        let _ = writeln!(out, "    also {}", printable(&further.join("; ")));
    }
    for reason in &row.reasons {
        let _ = writeln!(out, "    - {}", printable(&with_place(&reason.text, reason.place.as_ref())));
    }
}

/// ``US, CA: `modem`: cost 12.50 -> 13.50, +40000.00 USD a year``.
fn headline(review: &Review, row: &Row) -> String {
    let markets = if row.markets.is_empty() { String::new() } else { format!("{}: ", codes(review, &row.markets)) };
    if row.weight == Weight::Market && row.markets.iter().all(|market| review.lost.contains(market)) {
        return format!("{markets}no valid BOM any more");
    }
    let changed = row.values.first().map_or(String::new(), |value| {
        let [before, after] = before_after(review, value);
        if before.is_empty() { after } else { format!("{before} -> {after}") }
    });
    let year = row.year.filter(|year| !year.is_zero());
    let year = year.map(|year| format!(", {} {} a year", signed(year, review.minor_unit), review.currency));
    format!("{markets}{} {changed}{}", what(row), year.unwrap_or_default())
}
