//! The rows under the lines of a workbook's sheet: costs that are paid once, and the total.

use super::layout::Layout;
use crate::bom::OneOff;
use crate::export::release::{MarketRelease, ReleaseLine};
use crate::export::sheet::Cell;
use crate::number::Number;
use crate::terms::Column;

/// The rows under the lines, where a profile shows what lines cost: so that a reader who adds up the column gets the cost of
/// the product, also where the profile does not list all lines.
pub(super) fn of(layout: &Layout<'_>, market: &MarketRelease, listed: &[ReleaseLine]) -> Vec<Vec<Cell>> {
    let Some(layout) = Places::of(layout) else { return Vec::new() };
    let places = market.bom.minor_unit;
    let mut rows = vec![Vec::new()];
    let is_listed = |row: &&ReleaseLine| listed.iter().any(|one| one.line.slot == row.line.slot);
    let unlisted = market.rows.iter().filter(|row| !is_listed(row)).map(|row| row.line.cost);
    let unlisted = sum(unlisted, places).filter(|amount| *amount != Number::ZERO);
    rows.extend(unlisted.map(|amount| layout.row("Lines that are not listed here", amount.to_fixed(places))));
    let articles = market.bom.articles.iter().map(|one| {
        let label = format!("Article {} built at {}: labour, set-up, freight, duty", one.title(), one.site);
        layout.row(&label, one.cost.to_fixed(places))
    });
    rows.extend(articles);
    let licenses = market
        .bom
        .licenses
        .iter()
        .map(|one| layout.row(&format!("Licence of {} to {}", one.component, one.to), one.cost.to_fixed(places)));
    rows.extend(licenses);
    let once = market.bom.one_off.iter().map(|one| layout.row(&label(one), one.unit_cost.to_fixed(places)));
    rows.extend(once);
    let total = market.bom.cost().to_fixed(places);
    rows.extend(rounding(market, &total).map(|difference| layout.row("Rounding", difference)));
    rows.push(layout.row(&format!("Total, {}", market.bom.currency), total));
    rows
}

fn label(one: &OneOff) -> String {
    format!("Planned certificate {}, share of one product", one.scheme)
}

/// Each line is rounded for itself and the total is rounded once: what lies between them.
fn rounding(market: &MarketRelease, total: &str) -> Option<String> {
    let places = market.bom.minor_unit;
    let lines = market.rows.iter().map(|row| row.line.cost);
    let articles = market.bom.articles.iter().map(|one| one.cost);
    let further = articles.chain(market.bom.licenses.iter().map(|one| one.cost));
    let amounts = lines.chain(further).chain(market.bom.one_off.iter().map(|one| one.unit_cost));
    let difference = total.parse::<Number>().ok()?.checked_sub(sum(amounts, places)?)?;
    (difference != Number::ZERO).then(|| difference.to_fixed(places))
}

/// The sum of amounts that are rounded each.
fn sum(amounts: impl Iterator<Item = Number>, places: u32) -> Option<Number> {
    let mut sum = Number::ZERO;
    for amount in amounts {
        sum = sum.checked_add(amount.to_fixed(places).parse().ok()?)?;
    }
    Some(sum)
}

/// Where the words and the amounts of the footer go.
struct Places {
    label: usize,
    amount: usize,
}

impl Places {
    fn of(layout: &Layout<'_>) -> Option<Self> {
        let amount = layout.position(Column::Cost)?;
        let label = layout.position(Column::Name).unwrap_or(0);
        (label != amount).then_some(Self { label, amount })
    }

    fn row(&self, label: &str, amount: String) -> Vec<Cell> {
        let mut cells = vec![Cell::Text(String::new()); self.label.max(self.amount) + 1];
        for (at, cell) in [(self.label, Cell::Text(label.to_owned())), (self.amount, Cell::Number(amount))] {
            if let Some(place) = cells.get_mut(at) {
                *place = cell;
            }
        }
        cells
    }
}
