//! What a table of answers shows of purchasing: the articles of a market, where its money goes, and the orders of the year.

use super::align::Align;
use super::buy;
use super::grid::Grid;
use super::phrases::counted;
use crate::bom::{Bom, Line, Order, Portfolio};
use crate::diagnostic::printable;
use crate::number::Number;

/// Orders are named that lack at most this percentage of themselves to the next tier.
const NEAR: u32 = 20;

/// The maker's part that a line uses: `quectel BG95M3LA-64-SGNS`.
pub(super) fn part(line: &Line) -> String {
    let maker = line.by.as_ref().or(line.manufacturer.as_ref());
    let words: Vec<&str> = maker.into_iter().chain(&line.mpn).map(String::as_str).collect();
    words.join(" ")
}

/// The articles of a market, with what building and shipping them adds; empty where there are none.
pub(super) fn articles(bom: &Bom) -> String {
    if bom.articles.is_empty() {
        return String::new();
    }
    let cost = format!("cost {}", bom.currency);
    let mut grid = Grid::new([
        ("article", Align::Left),
        ("site", Align::Left),
        ("origin", Align::Left),
        ("qty", Align::Right),
        ("value", Align::Right),
        ("labour", Align::Right),
        ("set-up", Align::Right),
        ("freight", Align::Right),
        ("duty", Align::Right),
        (&cost, Align::Right),
        ("duties", Align::Left),
    ]);
    let fixed = |amount: Number| amount.to_fixed(bom.minor_unit);
    for one in &bom.articles {
        let amounts = [one.value, one.labour, one.set_up, one.freight, one.duty, one.cost].map(fixed);
        let names = [
            one.title().to_owned(),
            one.site.clone(),
            one.origin.clone().unwrap_or_default(),
            one.quantity.to_string(),
        ];
        grid.row(names.into_iter().chain(amounts).chain([one.duties.join(", ")]));
    }
    format!("\n{}", grid.to_text())
}

/// Where the money of one product goes, what content rules count, and the licences that are taken: names with texts.
pub(super) fn summary(bom: &Bom) -> [(&'static str, String); 3] {
    let money = |amount: Number| format!("{} {}", amount.to_fixed(bom.minor_unit), bom.currency);
    let parts = bom.landed_cost().unwrap_or_default();
    let parts: Vec<String> = parts.into_iter().map(|(name, amount)| format!("{name} {}", money(amount))).collect();
    let content = bom.content.iter().map(|one| {
        let holds = if one.holds { "holds" } else { "does not hold" };
        format!("{} {} % ({holds})", one.id, one.percent.to_fixed(2))
    });
    let licenses = bom.licenses.iter().map(|one| {
        let owner = one.owner.as_ref().map(|owner| format!(" from {owner}")).unwrap_or_default();
        format!("{}{owner} to {} {}", one.component, one.to, money(one.cost))
    });
    [
        ("landed cost", parts.join(", ")),
        ("content", content.collect::<Vec<_>>().join(", ")),
        ("licences", licenses.collect::<Vec<_>>().join(", ")),
    ]
}

/// What all markets pay in a year, and the orders that are near their next price tier.
pub(super) fn year(portfolio: &Portfolio) -> String {
    let Some(year) = portfolio.year_cost else { return String::new() };
    let minor_unit = crate::bom::minor_unit(&portfolio.currency);
    let money = |amount: Number| format!("{} {}", amount.to_fixed(minor_unit), portfolio.currency);
    let bounds = portfolio.bounds.map(|(lower, _)| format!(", at least {}", money(lower))).unwrap_or_default();
    let orders = match portfolio.orders.len() {
        0 => String::new(),
        count => format!(", {} (`terroir buy`)", counted(count, "order")),
    };
    let mut out = format!("cost of a year: {}{bounds}{orders}\n", money(year));
    for order in portfolio.orders.iter().filter(|order| is_near(order)) {
        if let Some(next) = buy::next_tier(order, minor_unit) {
            let component = printable(&order.component);
            out.push_str(&format!("near a price tier: {component}, {} each: {next}\n", order.price(minor_unit)));
        }
    }
    out
}

/// Whether an order lacks little to its next price tier.
fn is_near(order: &Order) -> bool {
    let more = order.next.and_then(|next| next.from.checked_sub(order.quantity));
    let most = order.quantity.checked_mul(Number::from(NEAR)).and_then(|most| most.checked_div(Number::from(100)));
    more.zip(most).is_some_and(|(more, most)| more <= most)
}
