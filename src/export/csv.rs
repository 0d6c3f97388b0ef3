//! Bills of materials as CSV after RFC 4180, with `\n` as the line end.
//!
//! A market without a bill of materials has no row. Texts are as they are, for programs; `export --dialect excel` writes
//! for spreadsheets.

use super::sheet::{Cell, Csv, Dialect};
use crate::bom::{ArticleLine, Bom, LicenseUse, Line, Portfolio};
use crate::number::Number;

const HEADER: [&str; 23] = [
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
    "by",
    "seller",
    "sku",
    "origin",
    "unit_cost",
    "labour",
    "set_up",
    "freight",
    "duty",
    "cost",
    "currency",
    "core",
];

/// The columns that are there only where markets buy together: what is bought from whom, and the other parts of the landed
/// cost.
const OF_PLANS: [&str; 6] = ["by", "seller", "sku", "labour", "set_up", "freight"];

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
    let has_plan = portfolios.iter().any(|portfolio| portfolio.year_cost.is_some());
    let mut header: Vec<&str> = HEADER.into_iter().filter(|title| has_plan || !OF_PLANS.contains(title)).collect();
    if has_units {
        header.insert(UNIT, "unit");
    }
    let mut csv = Csv::new(Dialect::Plain);
    csv.header(has_variants.then_some("variant").into_iter().chain(header.iter().copied()));
    for bom in boms() {
        let variant = bom.variant.as_deref().map(text).filter(|_| has_variants);
        let articles = bom.articles.iter().map(Row::Article).filter(|_| has_plan);
        let licenses = bom.licenses.iter().map(Row::License).filter(|_| has_plan);
        for row in bom.lines.iter().map(Row::Line).chain(articles).chain(licenses) {
            let cells = header.iter().map(|title| row.cell(bom, title));
            let cells: Vec<Cell> = variant.iter().cloned().chain(cells).collect();
            csv.row(&cells);
        }
    }
    csv.into_text()
}

fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

fn optional(value: Option<&String>) -> Cell {
    text(value.map_or("", String::as_str))
}

fn money(bom: &Bom, amount: Number) -> Cell {
    Cell::Number(amount.to_fixed(bom.minor_unit))
}

/// A row of a market.
enum Row<'a> {
    Line(&'a Line),
    /// What is built at a site; what its parts cost is in their own rows.
    Article(&'a ArticleLine),
    License(&'a LicenseUse),
}

impl Row<'_> {
    /// The cell in a column.
    fn cell(&self, bom: &Bom, title: &str) -> Cell {
        match (title, self) {
            ("market", _) => text(&bom.market),
            ("currency", _) => text(&bom.currency),
            (_, Row::Line(line)) => line_cell(bom, line, title),
            (_, Row::Article(article)) => article_cell(bom, article, title),
            (_, Row::License(license)) => license_cell(bom, license, title),
        }
    }
}

fn line_cell(bom: &Bom, line: &Line, title: &str) -> Cell {
    match title {
        "slot" => text(&line.slot),
        "part_of" => optional(line.part_of.as_ref()),
        "component" => text(&line.component),
        "version" => text(&line.version),
        "kind" => text(line.kind.as_str()),
        "name" => text(&line.name),
        "quantity" => Cell::Number(line.quantity.to_string()),
        "unit" => text(line.details.counted_in()),
        "refdes" => text(&line.refdes.join(",")),
        "manufacturer" => optional(line.manufacturer.as_ref()),
        "mpn" => optional(line.mpn.as_ref()),
        "by" => optional(line.by.as_ref()),
        "seller" => optional(line.seller.as_ref()),
        "sku" => optional(line.sku.as_ref()),
        "origin" => optional(line.origin.as_ref()),
        "unit_cost" => Cell::Number(line.unit_price(bom.minor_unit)),
        "freight" => money(bom, line.freight),
        "duty" => money(bom, line.duty),
        "cost" => money(bom, line.cost),
        "core" => text(if line.core { "true" } else { "false" }),
        _ => text(""),
    }
}

fn article_cell(bom: &Bom, article: &ArticleLine, title: &str) -> Cell {
    match title {
        "slot" => optional(article.slot.as_ref()),
        "component" => text(&article.site),
        "kind" => text("article"),
        "name" => text(&format!("{} built at {}", article.title(), article.site)),
        "quantity" => Cell::Number(article.quantity.to_string()),
        "unit" => text("pcs"),
        "origin" => optional(article.origin.as_ref()),
        "labour" => money(bom, article.labour),
        "set_up" => money(bom, article.set_up),
        "freight" => money(bom, article.freight),
        "duty" => money(bom, article.duty),
        "cost" => money(bom, article.cost),
        _ => text(""),
    }
}

fn license_cell(bom: &Bom, license: &LicenseUse, title: &str) -> Cell {
    match title {
        "component" => text(&license.component),
        "kind" => text("licence"),
        "name" => text(&format!("licence to {}", license.to)),
        "by" => optional(license.owner.as_ref()),
        "cost" => money(bom, license.cost),
        _ => text(""),
    }
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

    #[test]
    fn articles_and_licences_of_a_plan_are_rows() {
        let text = csv(&samples::bought());
        let rows: Vec<&str> = text.lines().collect();
        assert!(
            rows[2].contains(",EXAMPLE-EUM-75,inventronics,digikey,EXAMPLE-1866-ND,CN,7.10,,,0.25,0.50,14.95,USD,")
        );
        assert_eq!(rows[4], "US,head,,sz,,article,head built at sz,1,,,,,,,CN,,6.00,0.00,0.00,14.35,20.35,USD,");
        assert_eq!(rows[5], "US,,,云服务,,licence,licence to cn-partner,,,,,,,,,,,,,,1.20,USD,");
    }
}
