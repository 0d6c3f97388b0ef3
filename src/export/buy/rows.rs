//! The purchase list in rows: as CSV, and as sheets of a workbook, one for each seller.

use super::{Nearness, by_seller, capacity_used};
use crate::bom::{Order, Portfolio};
use crate::export::sheet::{Cell, Dialect, Sheet};
use crate::number::Number;

/// The columns before what each market pays.
const COLUMNS: [&str; 23] = [
    "Seller",
    "SKU",
    "Component",
    "Manufacturer",
    "MPN",
    "Unit",
    "Used",
    "Attrition",
    "Order Quantity",
    "Excess",
    "Unit Price",
    "Fee",
    "Cost",
    "Currency",
    "Tier From",
    "Next Tier From",
    "Next Tier Price",
    "Next Tier Saves",
    "Minimum",
    "Multiple",
    "Capacity",
    "Capacity Used (%)",
    "Lead Time (weeks)",
];

/// All orders as CSV with a header, seller by seller; a column for each market shows what it pays a year.
///
/// ```
/// # mod lamp { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/export/samples/lamp.rs")); }
/// # use terroir::export::Dialect;
/// # let (_, portfolio) = lamp::solve()?;
/// assert!(terroir::export::buy::csv(&portfolio, Dialect::Plain).starts_with("Seller,SKU,Component,"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn csv(portfolio: &Portfolio, dialect: Dialect) -> String {
    let markets = markets(portfolio);
    let orders = by_seller(portfolio).into_iter().flat_map(|one| one.orders);
    let rows = orders.map(|order| row(portfolio, order, &markets)).collect();
    sheet("Orders", &markets, rows).csv(dialect)
}

/// The orders as sheets of a workbook, one for each seller; one without rows where nothing is ordered.
#[must_use]
pub fn sheets(portfolio: &Portfolio) -> Vec<Sheet> {
    let markets = markets(portfolio);
    let of_sellers = by_seller(portfolio).into_iter().map(|one| {
        let rows = one.orders.iter().map(|order| row(portfolio, order, &markets)).collect();
        sheet(one.title(), &markets, rows)
    });
    let mut sheets: Vec<Sheet> = of_sellers.collect();
    if sheets.is_empty() {
        sheets.push(sheet("Orders", &markets, Vec::new()));
    }
    sheets
}

/// The markets that pay for some order, in the order in which they first appear.
fn markets(portfolio: &Portfolio) -> Vec<&str> {
    let mut markets: Vec<&str> = Vec::new();
    for (code, _) in portfolio.orders.iter().flat_map(|order| &order.markets) {
        if !markets.contains(&code.as_str()) {
            markets.push(code);
        }
    }
    markets
}

fn sheet(name: &str, markets: &[&str], rows: Vec<Vec<Cell>>) -> Sheet {
    let pays = markets.iter().map(|code| format!("Paid by {code}"));
    let header = COLUMNS.iter().map(|title| (*title).to_owned()).chain(pays).collect();
    Sheet { name: name.to_owned(), board: None, header, rows, footer: Vec::new() }
}

fn row(portfolio: &Portfolio, order: &Order, markets: &[&str]) -> Vec<Cell> {
    let minor_unit = crate::bom::minor_unit(&portfolio.currency);
    let text = |text: &str| Cell::Text(text.to_owned());
    let optional = |text: &Option<String>| Cell::Text(text.clone().unwrap_or_default());
    let number = |number: Number| Cell::Number(number.to_string());
    let known = |number: Option<Number>| Cell::Number(number.map(|one| one.to_string()).unwrap_or_default());
    let money = |amount: Number| Cell::Number(amount.to_fixed(minor_unit));
    let next_price = order.next.map(|next| next.price(minor_unit)).unwrap_or_default();
    let saves = Nearness::of(order).map(|one| one.saves.to_fixed(minor_unit)).unwrap_or_default();
    let share = capacity_used(order).map(|share| share.to_fixed(1)).unwrap_or_default();
    let own = [
        optional(&order.seller),
        optional(&order.sku),
        text(&order.component),
        optional(&order.by),
        optional(&order.mpn),
        text(order.counted_in()),
        number(order.used),
        number(order.attrition),
        number(order.quantity),
        number(order.excess),
        Cell::Number(order.price(minor_unit)),
        money(order.fee),
        money(order.cost),
        text(&portfolio.currency),
        number(order.tier),
        known(order.next.map(|next| next.from)),
        Cell::Number(next_price),
        Cell::Number(saves),
        known(order.minimum),
        known(order.multiple),
        known(order.capacity),
        Cell::Number(share),
        known(order.lead_weeks),
    ];
    let paid = markets.iter().map(|code| {
        let paid = order.markets.iter().find(|(market, _)| market == code);
        Cell::Number(paid.map(|(_, paid)| paid.to_fixed(minor_unit)).unwrap_or_default())
    });
    own.into_iter().chain(paid).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::samples;

    #[test]
    fn an_order_is_a_row_and_a_market_a_column() {
        let text = csv(&samples::bought(), Dialect::Plain);
        let rows: Vec<&str> = text.lines().collect();
        assert!(rows[0].ends_with("Capacity Used (%),Lead Time (weeks),Paid by US,Paid by DE"), "{}", rows[0]);
        assert_eq!(
            rows[1],
            "digikey,EXAMPLE-1866-ND,driver-120,inventronics,EXAMPLE-EUM-75,pcs,240,5,250,5,13.90,3.00,3478.00,USD,250,\
             1000,12.50,350.00,50,50,40000,0.6,12,2318.67,1159.33"
        );
        assert_eq!(rows[2], ",,wire,,,m,2.5,0,2.5,0,0.0008,0.00,0.00,USD,1,,,,,,,,,0.00,");
    }

    #[test]
    fn a_workbook_has_a_sheet_for_each_seller() {
        let sheets = sheets(&samples::bought());
        assert_eq!(sheets.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["digikey", "without a seller"]);
        assert_eq!(super::sheets(&samples::portfolio()).len(), 1, "a workbook needs a sheet");
    }
}
