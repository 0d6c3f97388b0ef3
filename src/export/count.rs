//! How many valid variants markets have, for people and for programs (`terroir.count/1`).

use super::align::Align;
use super::grid::Grid;
use super::json_common::indented;
use crate::count::{Counted, VariantCounts};
use serde::Serialize;

/// Digits that a table shows in full; longer numbers are shown as a power of ten.
const SHOWN: usize = 24;

/// One row per market: all valid variants, and those that differ in hardware.
///
/// ```
/// # mod lamp { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/export/samples/lamp.rs")); }
/// # let compiled = lamp::compile()?;
/// let counts = compiled.count(&lamp::request()?)?;
/// assert!(terroir::export::count_table(&counts).starts_with("market"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn count_table(counts: &VariantCounts) -> String {
    let mut grid =
        Grid::new([("market", Align::Left), ("valid variants", Align::Right), ("different hardware", Align::Right)]);
    for one in &counts.markets {
        grid.row([one.market.clone(), shown(&one.all), shown(&one.hardware)]);
    }
    grid.to_text()
}

/// `57`, `at least 57`, `about 1.234 × 10^59`.
fn shown(counted: &Counted) -> String {
    let digits = &counted.number;
    let least = if counted.is_exact { "" } else { "at least " };
    match (digits.get(..1), digits.get(1..4)) {
        (Some(first), Some(next)) if digits.len() > SHOWN => {
            let about = if counted.is_exact { "about " } else { least };
            format!("{about}{first}.{next} × 10^{}", digits.len() - 1)
        }
        _ => format!("{least}{digits}"),
    }
}

/// The same as [`count_table`] for programs: indented JSON (`terroir.count/1`) with a final newline. Numbers are strings of
/// decimal digits, of any length.
///
/// # Errors
/// The JSON writer's own; answers of this library cause none.
///
/// ```
/// # mod lamp { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/export/samples/lamp.rs")); }
/// # let compiled = lamp::compile()?;
/// let counts = compiled.count(&lamp::request()?)?;
/// assert!(terroir::export::count_json(&counts)?.contains("terroir.count/1"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn count_json(counts: &VariantCounts) -> Result<String, serde_json::Error> {
    let markets = counts.markets.iter().map(|one| MarketJson {
        market: &one.market,
        all: CountedJson::of(&one.all),
        hardware: CountedJson::of(&one.hardware),
        steps: one.steps,
    });
    indented(&CountJson {
        schema: "terroir.count/1",
        solution: &counts.solution,
        version: &counts.version,
        as_of: counts.as_of.to_string(),
        variant: counts.variant.as_deref(),
        markets: markets.collect(),
    })
}

#[derive(Serialize)]
struct CountJson<'a> {
    schema: &'static str,
    solution: &'a str,
    version: &'a str,
    as_of: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    variant: Option<&'a str>,
    markets: Vec<MarketJson<'a>>,
}

#[derive(Serialize)]
struct MarketJson<'a> {
    market: &'a str,
    all: CountedJson<'a>,
    hardware: CountedJson<'a>,
    steps: u64,
}

/// `{ "number": "57", "exact": true }`; not exact: at least as many.
#[derive(Serialize)]
struct CountedJson<'a> {
    number: &'a str,
    exact: bool,
}

impl<'a> CountedJson<'a> {
    fn of(counted: &'a Counted) -> Self {
        Self { number: &counted.number, exact: counted.is_exact }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_numbers_are_shown_as_powers_of_ten_that_are_not_rounded_up() {
        let counted = |number: &str, is_exact| Counted { number: number.to_owned(), is_exact };
        assert_eq!(shown(&counted("57", true)), "57");
        assert_eq!(shown(&counted("57", false)), "at least 57");
        assert_eq!(shown(&counted(&"9".repeat(30), true)), "about 9.999 × 10^29");
        assert_eq!(shown(&counted(&"9".repeat(30), false)), "at least 9.999 × 10^29");
    }
}
