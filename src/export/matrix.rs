//! Slots by markets: what the markets share and where they differ.

use super::align::Align;
use super::grid::Grid;
use super::legend::{WIDEST, letters};
use super::table::{core_sentence, no_bom, title};
use crate::bom::{Bom, Line, Outcome, Portfolio};
use crate::diagnostic::printable;
use crate::quantity::Quantity;
use std::collections::BTreeSet;
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
    let mut chosen: Vec<Row> = slots(portfolio)
        .into_iter()
        .map(|slot| slot_row(portfolio, slot))
        .filter(|row| rows == MatrixRows::All || varies(portfolio, row))
        .collect();
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

/// All slots that are filled in some market. A slot that only later markets fill comes after its predecessor there.
fn slots(portfolio: &Portfolio) -> Vec<&str> {
    let mut out: Vec<&str> = Vec::new();
    for bom in portfolio.markets.iter().filter_map(Outcome::bom) {
        let mut next = 0;
        for line in &bom.lines {
            match out.iter().position(|slot| *slot == line.slot) {
                Some(at) => next = at + 1,
                None => {
                    out.insert(next, &line.slot);
                    next += 1;
                }
            }
        }
    }
    out
}

fn slot_row(portfolio: &Portfolio, slot: &str) -> Row {
    let sign = if portfolio.core.lines.iter().any(|line| line == slot) { "=" } else { "~" };
    let lines = || portfolio.markets.iter().filter_map(|outcome| line(outcome.bom()?, slot));
    let versions = |id: &str| {
        let of_id = lines().filter(|line| line.component == id);
        of_id.map(|line| line.version.as_str()).collect::<BTreeSet<_>>().len()
    };
    let quantities: BTreeSet<Quantity> = lines().map(|line| line.quantity).collect();
    row(portfolio, &format!("{sign} {slot}"), |bom| {
        let Some(line) = line(bom, slot) else { return "-".to_owned() };
        let version = if versions(&line.component) > 1 { format!("@{}", line.version) } else { String::new() };
        let unit = line.details.counted_in();
        let is_shown = quantities.len() > 1 || line.details.measure().is_some();
        let count = if is_shown { format!(" {}", line.quantity.after_name(unit)) } else { String::new() };
        format!("{}{version}{count}", line.component)
    })
}

fn line<'a>(bom: &'a Bom, slot: &str) -> Option<&'a Line> {
    bom.lines.iter().find(|line| line.slot == slot)
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
