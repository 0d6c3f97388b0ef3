//! The purchase list for people: one table for each seller.

use super::{Nearness, SellerOrders, by_seller, capacity_used};
use crate::bom::{Order, Portfolio};
use crate::diagnostic::printable;
use crate::export::align::Align;
use crate::export::grid::Grid;
use crate::export::phrases::{counted, title};
use crate::number::Number;

/// The orders of a year by seller: what is ordered at which price, how far the next tier is, and what each market pays.
///
/// ```
/// # mod lamp { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/export/samples/lamp.rs")); }
/// # let (_, portfolio) = lamp::solve()?;
/// assert!(terroir::export::buy::table(&portfolio).contains("no orders"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn table(portfolio: &Portfolio) -> String {
    let mut out = format!("{}\n", printable(&head(portfolio)));
    for seller in by_seller(portfolio) {
        out.push('\n');
        out.push_str(&seller_head(portfolio, &seller));
        out.push_str(&grid(portfolio, &seller).to_text());
        for order in &seller.orders {
            out.push_str(&markets(portfolio, order));
        }
    }
    out
}

/// `lamp 1.0.0, as of 2026-11-22: 3 orders a year, 3478.00 USD`.
fn head(portfolio: &Portfolio) -> String {
    let title = title(portfolio);
    if portfolio.orders.is_empty() {
        return format!("{title}: no orders, because nothing that is used has an offer or price tiers");
    }
    let cost = portfolio.orders.iter().try_fold(Number::ZERO, |sum, order| sum.checked_add(order.cost));
    let cost = cost.map(|cost| format!(", {}", money(portfolio, cost))).unwrap_or_default();
    format!("{title}: {} a year{cost}", counted(portfolio.orders.len(), "order"))
}

fn seller_head(portfolio: &Portfolio, seller: &SellerOrders<'_>) -> String {
    let cost = seller.cost().map(|cost| format!(", {}", money(portfolio, cost))).unwrap_or_default();
    format!("{}: {}{cost}\n", printable(seller.title()), counted(seller.orders.len(), "order"))
}

fn money(portfolio: &Portfolio, amount: Number) -> String {
    format!("{} {}", amount.to_fixed(crate::bom::minor_unit(&portfolio.currency)), portfolio.currency)
}

fn grid(portfolio: &Portfolio, seller: &SellerOrders<'_>) -> Grid {
    let minor_unit = crate::bom::minor_unit(&portfolio.currency);
    let mut grid = Grid::new([
        ("component", Align::Left),
        ("part", Align::Left),
        ("sku", Align::Left),
        ("used", Align::Right),
        ("losses", Align::Right),
        ("order", Align::Right),
        ("excess", Align::Right),
        ("each", Align::Right),
        ("fee", Align::Right),
        ("cost", Align::Right),
        ("tier", Align::Left),
        ("next tier", Align::Left),
        ("capacity", Align::Right),
        ("weeks", Align::Right),
    ]);
    for order in &seller.orders {
        let part: Vec<&str> = order.by.iter().chain(&order.mpn).map(String::as_str).collect();
        let quantity = match order.unit.as_deref() {
            Some(unit) => format!("{} {unit}", order.quantity),
            None => order.quantity.to_string(),
        };
        grid.row([
            order.component.clone(),
            part.join(" "),
            order.sku.clone().unwrap_or_default(),
            order.used.to_string(),
            order.attrition.to_string(),
            quantity,
            order.excess.to_string(),
            order.price(minor_unit),
            order.fee.to_fixed(minor_unit),
            order.cost.to_fixed(minor_unit),
            format!("from {}", order.tier),
            next_tier(order, minor_unit).unwrap_or_default(),
            capacity_used(order).map(|share| format!("{} %", share.to_fixed(1))).unwrap_or_default(),
            order.lead_weeks.map(|weeks| weeks.to_string()).unwrap_or_default(),
        ]);
    }
    grid
}

/// `12.50 from 1000: 750 more, saves 350.00`.
pub(in crate::export) fn next_tier(order: &Order, minor_unit: u32) -> Option<String> {
    let (next, nearness) = (order.next?, Nearness::of(order)?);
    let saves = if nearness.saves.is_negative() { "costs" } else { "saves" };
    let amount = nearness.saves.to_fixed(minor_unit);
    let amount = amount.trim_start_matches('-');
    Some(format!("{} from {}: {} more, {saves} {amount}", next.price(minor_unit), next.from, nearness.more))
}

/// What each market pays, where several do.
fn markets(portfolio: &Portfolio, order: &Order) -> String {
    if order.markets.len() < 2 {
        return String::new();
    }
    let minor_unit = crate::bom::minor_unit(&portfolio.currency);
    let paid: Vec<String> =
        order.markets.iter().map(|(code, paid)| format!("{code} {}", paid.to_fixed(minor_unit))).collect();
    format!("  {} is paid by {}\n", printable(&order.component), printable(&paid.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::samples;

    #[test]
    fn a_table_shows_the_orders_of_each_seller() {
        let text = table(&samples::bought());
        let wanted = include_str!("../samples/buy.txt");
        assert_eq!(text, wanted, "{text}");
    }

    #[test]
    fn a_portfolio_without_orders_says_why() {
        let text = table(&samples::portfolio());
        assert!(text.ends_with("no orders, because nothing that is used has an offer or price tiers\n"), "{text}");
    }
}
