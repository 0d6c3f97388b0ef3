//! Bills of materials as CSV after RFC 4180, with `\n` as the line end.
//!
//! A market without a bill of materials has no row. Texts are as they are, for programs; `export --dialect excel` writes
//! for spreadsheets.

use super::sheet::{Cell, Csv, Dialect};
use crate::bom::{Bom, Line, Portfolio};

const HEADER: [&str; 17] = [
    "market",
    "slot",
    "part_of",
    "component",
    "version",
    "kind",
    "name",
    "quantity",
    "refdes",
    "manufacturer",
    "mpn",
    "origin",
    "unit_cost",
    "duty",
    "cost",
    "currency",
    "core",
];
/// The position of the column `unit`, which is there if some line does not count pieces: after `quantity`.
const UNIT: usize = 8;

/// The lines of all markets as CSV, with a header.
///
/// ```
/// # mod lamp { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/export/samples/lamp.rs")); }
/// # let (_, portfolio) = lamp::solve()?;
/// let text = terroir::export::csv(&portfolio);
/// assert!(text.lines().any(|line| line.starts_with("DE,driver,,driver-230,1.0.0,hardware")));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn csv(portfolio: &Portfolio) -> String {
    csv_of(std::slice::from_ref(portfolio))
}

/// The lines of several portfolios as CSV; answers of variants have their variant in a first column, and a column
/// `unit` follows `quantity` if some line does not count pieces.
///
/// ```
/// # mod lamp { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/export/samples/lamp.rs")); }
/// # let (_, portfolio) = lamp::solve()?;
/// assert_eq!(terroir::export::csv_of(&[portfolio.clone()]), terroir::export::csv(&portfolio));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn csv_of(portfolios: &[Portfolio]) -> String {
    let has_variants = portfolios.iter().any(|portfolio| portfolio.variant.is_some());
    let boms = || portfolios.iter().flat_map(|portfolio| &portfolio.markets).filter_map(|outcome| outcome.bom());
    let has_units = boms().flat_map(|bom| &bom.lines).any(|line| line.details.measure().is_some());
    let mut header = HEADER.to_vec();
    if has_units {
        header.insert(UNIT, "unit");
    }
    let mut csv = Csv::new(Dialect::Plain);
    csv.header(has_variants.then_some("variant").into_iter().chain(header));
    for bom in boms() {
        let variant = bom.variant.as_deref().map(text).filter(|_| has_variants);
        for line in &bom.lines {
            let mut row = row(bom, line);
            if has_units {
                row.insert(UNIT, text(line.details.counted_in()));
            }
            let cells: Vec<Cell> = variant.iter().cloned().chain(row).collect();
            csv.row(&cells);
        }
    }
    csv.into_text()
}

fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

fn row(bom: &Bom, line: &Line) -> Vec<Cell> {
    let optional = |value: &Option<String>| text(value.as_deref().unwrap_or(""));
    vec![
        text(&bom.market),
        text(&line.slot),
        optional(&line.part_of),
        text(&line.component),
        text(&line.version),
        text(line.kind.as_str()),
        text(&line.name),
        Cell::Number(line.quantity.to_string()),
        text(&line.refdes.join(",")),
        optional(&line.manufacturer),
        optional(&line.mpn),
        optional(&line.origin),
        Cell::Number(line.unit_price(bom.minor_unit)),
        Cell::Number(line.duty.to_fixed(bom.minor_unit)),
        Cell::Number(line.cost.to_fixed(bom.minor_unit)),
        text(&bom.currency),
        text(if line.core { "true" } else { "false" }),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::samples;

    #[test]
    fn a_line_is_a_row() {
        let text = csv(&samples::portfolio());
        let rows: Vec<&str> = text.lines().collect();
        assert_eq!(
            rows[0],
            "market,slot,part_of,component,version,kind,name,quantity,refdes,manufacturer,mpn,origin,unit_cost,duty,cost,currency,core"
        );
        assert_eq!(
            rows[2],
            "US,driver,head,driver-120,1.0.0,hardware,\"Driver, \"\"slim\"\"\",2,\"U1,U2\",=HYPERLINK(),,CN,7.10,0.50,14.70,USD,false"
        );
        assert_eq!(rows.len(), 1 + 3 + 3, "a market without a bill of materials has no row");
    }
}
