//! Slots by markets: what the markets share and where they differ.

use super::align::Align;
use super::grid::Grid;
use super::legend::{WIDEST, letters};
use super::phrases::title;
use super::slot_order::slot_order;
use super::table::{core_sentence, no_bom};
use crate::bom::{Bom, Line, Outcome, Portfolio};
use crate::diagnostic::printable;
use crate::quantity::Quantity;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::fmt::Write as _;

/// Which rows a [`matrix`] shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MatrixRows {
    /// Slots, options and carriers that differ between markets.
    Varying,
    /// Every slot and option.
    All,
}

/// One row: its name and one cell per market.
struct Row {
    name: String,
    cells: Vec<String>,
}

/// Slots by markets with the costs, then the markets without a BOM and the shared core.
///
/// A table wider than 100 columns shows letters with a legend per row.
///
/// ```
/// # mod lamp { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/export/samples/lamp.rs")); }
/// # let (_, portfolio) = lamp::solve()?;
/// use terroir::export::{MatrixRows, matrix};
/// assert!(matrix(&portfolio, MatrixRows::Varying).contains("~ driver  driver-120  driver-230"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn matrix(portfolio: &Portfolio, rows: MatrixRows) -> String {
    let lines = Lines::of(portfolio);
    let mut chosen: Vec<Row> = lines.rows().filter(|row| rows == MatrixRows::All || varies(portfolio, row)).collect();
    chosen.extend(option_rows(portfolio).filter(|row| rows == MatrixRows::All || varies(portfolio, row)));
    let carriers = row(portfolio, "carriers", |bom| match bom.carriers.as_slice() {
        [] => "-".to_owned(),
        carriers => carriers.join(", "),
    });
    chosen.extend(varies(portfolio, &carriers).then_some(carriers));
    let full = grid(portfolio, &chosen);
    let mut out = printable(&title(portfolio));
    out.push_str("\n\n");
    out.push_str(&if full.width() <= WIDEST { full.to_text() } else { lettered(portfolio, &chosen) });
    let without = portfolio.markets.iter().filter(|outcome| outcome.bom().is_none());
    for outcome in without {
        let _ = writeln!(out, "\n! {}: {}", printable(outcome.market()), no_bom(outcome));
    }
    out.push('\n');
    out.push_str(&core_sentence(&portfolio.core));
    out
}

/// The lines of each slot: one a market, `None` where the market has no bill of materials or leaves the slot empty.
struct Lines<'a> {
    portfolio: &'a Portfolio,
    /// In the order of the slots.
    of_slots: Vec<(&'a str, Vec<Option<&'a Line>>)>,
}

impl<'a> Lines<'a> {
    fn of(portfolio: &'a Portfolio) -> Self {
        let boms = portfolio.markets.iter().filter_map(Outcome::bom);
        let slots = slot_order(boms.map(|bom| bom.lines.iter().map(|line| line.slot.as_str())));
        let places: HashMap<&str, usize> = slots.iter().copied().zip(0..).collect();
        let none = vec![None; portfolio.markets.len()];
        let mut of_slots: Vec<(&str, Vec<Option<&Line>>)> =
            slots.into_iter().map(|slot| (slot, none.clone())).collect();
        for (market, bom) in portfolio.markets.iter().map(Outcome::bom).enumerate() {
            // Of several lines of a slot the first one counts.
            for line in bom.into_iter().flat_map(|bom| bom.lines.iter().rev()) {
                if let Some(at) = places.get(line.slot.as_str()) {
                    of_slots[*at].1[market] = Some(line);
                }
            }
        }
        Self { portfolio, of_slots }
    }

    fn rows(&self) -> impl Iterator<Item = Row> + '_ {
        let core: HashSet<&str> = self.portfolio.core.lines.iter().map(String::as_str).collect();
        self.of_slots.iter().map(move |(slot, lines)| {
            let sign = if core.contains(slot) { "=" } else { "~" };
            self.row(format!("{sign} {slot}"), lines)
        })
    }

    fn row(&self, name: String, lines: &[Option<&Line>]) -> Row {
        let mut versions: HashMap<&str, BTreeSet<&str>> = HashMap::new();
        for line in lines.iter().flatten() {
            versions.entry(&line.component).or_default().insert(&line.version);
        }
        let quantities: BTreeSet<Quantity> = lines.iter().flatten().map(|line| line.quantity).collect();
        let filled = |line: &Line| {
            let several = versions.get(line.component.as_str()).is_some_and(|versions| versions.len() > 1);
            let version = if several { format!("@{}", line.version) } else { String::new() };
            let unit = line.details.counted_in();
            let is_shown = quantities.len() > 1 || line.details.measure().is_some();
            let count = if is_shown { format!(" {}", line.quantity.after_name(unit)) } else { String::new() };
            format!("{}{version}{count}", line.component)
        };
        let cell = |(outcome, line): (&Outcome, &Option<&Line>)| match (outcome.bom(), line) {
            (None, _) => "!".to_owned(),
            (Some(_), None) => "-".to_owned(),
            (Some(_), Some(line)) => filled(line),
        };
        Row { name, cells: self.portfolio.markets.iter().zip(lines).map(cell).collect() }
    }
}

fn option_rows(portfolio: &Portfolio) -> impl Iterator<Item = Row> {
    let first = portfolio.markets.iter().find_map(Outcome::bom);
    let names = first.map(|bom| bom.options.iter().map(|one| &one.name).collect::<Vec<_>>()).unwrap_or_default();
    names.into_iter().map(|name| {
        row(portfolio, &format!("option {name}"), |bom| {
            let value = bom.options.iter().find(|option| option.name == *name);
            value.map_or_else(|| "-".to_owned(), |option| option.value.to_string())
        })
    })
}

fn row(portfolio: &Portfolio, name: &str, cell: impl Fn(&Bom) -> String) -> Row {
    let cells = portfolio.markets.iter().map(|outcome| outcome.bom().map_or_else(|| "!".to_owned(), &cell));
    Row { name: name.to_owned(), cells: cells.collect() }
}

fn varies(portfolio: &Portfolio, row: &Row) -> bool {
    let answered = row.cells.iter().zip(&portfolio.markets).filter(|(_, outcome)| outcome.bom().is_some());
    answered.map(|(cell, _)| cell).collect::<BTreeSet<_>>().len() > 1
}

fn costs(portfolio: &Portfolio) -> Vec<String> {
    let cost = |outcome: &Outcome| match outcome {
        Outcome::Resolved(bom) => bom.cost().to_fixed(bom.minor_unit),
        Outcome::Conflict(_) | Outcome::Undecided(_) => no_bom(outcome).to_owned(),
    };
    portfolio.markets.iter().map(cost).collect()
}

fn cost_name(portfolio: &Portfolio) -> String {
    let currency = portfolio.markets.iter().find_map(Outcome::bom).map_or("", |bom| &bom.currency);
    format!("cost {currency}")
}

fn grid(portfolio: &Portfolio, rows: &[Row]) -> Grid {
    let markets = portfolio.markets.iter().map(|outcome| (outcome.market(), Align::Left));
    let mut grid = Grid::new(std::iter::once(("slot", Align::Left)).chain(markets));
    for row in rows {
        grid.row(std::iter::once(&row.name).chain(&row.cells));
    }
    grid.row(std::iter::once(cost_name(portfolio)).chain(costs(portfolio)));
    grid
}

/// The letters of a wide matrix, and the costs below it.
fn lettered(portfolio: &Portfolio, rows: &[Row]) -> String {
    let markets: Vec<&str> = portfolio.markets.iter().map(Outcome::market).collect();
    let rows = rows.iter().map(|row| (row.name.as_str(), row.cells.as_slice()));
    let mut out = letters("slot", &markets, rows).to_text();
    out.push('\n');
    let mut totals = Grid::new([("market", Align::Left), (&cost_name(portfolio), Align::Right)]);
    for (outcome, cost) in portfolio.markets.iter().zip(costs(portfolio)) {
        totals.row([outcome.market(), &cost]);
    }
    out.push_str(&totals.to_text());
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::samples;

    #[test]
    fn a_matrix_shows_what_varies() {
        let text = matrix(&samples::portfolio(), MatrixRows::Varying);
        assert_eq!(text, samples::MATRIX, "{text}");
    }

    #[test]
    fn all_rows_are_shown_on_request() {
        let text = matrix(&samples::portfolio(), MatrixRows::All);
        assert!(text.contains("= head"), "{text}");
        assert!(text.contains("option air-quality"), "{text}");
    }

    #[test]
    fn a_wide_matrix_has_letters_and_a_legend() {
        let portfolio = samples::wide_portfolio();
        let text = matrix(&portfolio, MatrixRows::Varying);
        assert!(text.lines().all(|line| line.chars().count() <= 200), "{text}");
        assert!(text.contains("a driver-120, b driver-230"), "{text}");
    }
}
