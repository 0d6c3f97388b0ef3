//! Bills of materials as CSV after RFC 4180, with `\n` as the line end.
//!
//! A market without a bill of materials has no row. Spreadsheets run cells that begin with `=` and the like as
//! formulas: such a text gets a leading apostrophe, as in spreadsheets themselves. Numbers stay numbers.

use super::sheet::text;
use crate::bom::{Bom, Line, Portfolio};

const HEADER: &str = "market,slot,part_of,component,version,kind,name,quantity,refdes,manufacturer,mpn,origin,\
                      unit_cost,duty,cost,currency,core\n";

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
    let mut out = String::from(HEADER);
    for bom in portfolio.markets.iter().filter_map(|outcome| outcome.bom()) {
        for line in &bom.lines {
            out.push_str(&row(bom, line).join(","));
            out.push('\n');
        }
    }
    out
}

fn row(bom: &Bom, line: &Line) -> Vec<String> {
    let optional = |value: &Option<String>| text(value.as_deref().unwrap_or(""));
    vec![
        text(&bom.market),
        text(&line.slot),
        optional(&line.part_of),
        text(&line.component),
        text(&line.version),
        text(line.kind.as_str()),
        text(&line.name),
        line.quantity.to_string(),
        text(&line.refdes.join(",")),
        optional(&line.manufacturer),
        optional(&line.mpn),
        optional(&line.origin),
        line.unit_cost.to_fixed(bom.minor_unit),
        line.duty.to_fixed(bom.minor_unit),
        line.cost.to_fixed(bom.minor_unit),
        text(&bom.currency),
        line.core.to_string(),
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
            "US,driver,head,driver-120,1.0.0,hardware,\"Driver, \"\"slim\"\"\",2,\"U1,U2\",'=HYPERLINK(),,CN,7.10,0.50,14.70,USD,false"
        );
        assert_eq!(rows.len(), 1 + 3 + 3, "a market without a bill of materials has no row");
    }
}
