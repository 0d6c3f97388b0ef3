//! What the page says of purchasing: where the money of each market goes, its articles, and the orders of the year. It is
//! part of the page only where the portfolio has a plan.

use crate::bom::{ArticleLine, Bom, Line, Order, Portfolio};
use crate::export::buy;
use crate::number::Number;
use serde::Serialize;

/// The data of the section.
#[derive(Serialize)]
pub(super) struct MoneyData<'a> {
    /// What all markets pay in a year.
    year: String,
    /// What is proved of the least, where the plan is not proved to be the best.
    #[serde(skip_serializing_if = "Option::is_none")]
    least: Option<String>,
    markets: Vec<MarketMoney<'a>>,
    orders: Vec<OrderRow<'a>>,
}

/// One market.
#[derive(Serialize)]
struct MarketMoney<'a> {
    code: &'a str,
    /// What each part of the landed cost is.
    goes: Vec<(&'static str, String)>,
    articles: Vec<[String; 10]>,
    content: Vec<String>,
    licenses: Vec<String>,
    /// The lines that come from a seller: slot, maker's part, seller, number, price, freight, duty.
    bought: Vec<[String; 7]>,
}

/// An order: seller, component, part, how many, excess, price, cost, next tier, weeks, what each market pays.
#[derive(Serialize)]
struct OrderRow<'a> {
    seller: &'a str,
    component: &'a str,
    part: String,
    quantity: String,
    excess: String,
    each: String,
    cost: String,
    next: String,
    weeks: String,
    paid: String,
}

/// The data of a portfolio with a plan.
pub(super) fn money(portfolio: &Portfolio) -> Option<MoneyData<'_>> {
    let minor_unit = crate::bom::minor_unit(&portfolio.currency);
    Some(MoneyData {
        year: portfolio.year_cost?.to_fixed(minor_unit),
        least: portfolio.bounds.map(|(lower, _)| lower.to_fixed(minor_unit)),
        markets: portfolio.markets.iter().filter_map(|outcome| outcome.bom()).map(market).collect(),
        orders: portfolio.orders.iter().map(|one| order(one, minor_unit)).collect(),
    })
}

fn market(bom: &Bom) -> MarketMoney<'_> {
    let fixed = |amount: Number| amount.to_fixed(bom.minor_unit);
    let landed = bom.landed_cost().unwrap_or_default();
    let content = bom.content.iter().map(|one| {
        let holds = if one.holds { "holds" } else { "does not hold" };
        format!("`{}`: {} %, {holds}", one.id, one.percent.to_fixed(2))
    });
    let licenses = bom.licenses.iter().map(|one| {
        let owner = one.owner.as_ref().map(|owner| format!(" from `{owner}`")).unwrap_or_default();
        format!("`{}`{owner} to `{}`: {}", one.component, one.to, fixed(one.cost))
    });
    MarketMoney {
        code: &bom.market,
        goes: landed.into_iter().map(|(name, amount)| (name, fixed(amount))).collect(),
        articles: bom.articles.iter().map(|one| article(one, bom.minor_unit)).collect(),
        content: content.collect(),
        licenses: licenses.collect(),
        bought: bom
            .lines
            .iter()
            .filter(|line| line.seller.is_some())
            .map(|line| bought(line, bom.minor_unit))
            .collect(),
    }
}

fn article(one: &ArticleLine, minor_unit: u32) -> [String; 10] {
    let [value, labour, set_up, freight, duty, cost] =
        [one.value, one.labour, one.set_up, one.freight, one.duty, one.cost].map(|amount| amount.to_fixed(minor_unit));
    let duties = one.duties.join(", ");
    let origin = one.origin.clone().unwrap_or_default();
    [one.title().to_owned(), one.site.clone(), origin, value, labour, set_up, freight, duty, duties, cost]
}

fn bought(line: &Line, minor_unit: u32) -> [String; 7] {
    let maker = line.by.as_ref().or(line.manufacturer.as_ref());
    let part: Vec<&str> = maker.into_iter().chain(&line.mpn).map(String::as_str).collect();
    let own = |text: &Option<String>| text.clone().unwrap_or_default();
    let (freight, duty) = (line.freight.to_fixed(minor_unit), line.duty.to_fixed(minor_unit));
    [line.slot.clone(), part.join(" "), own(&line.seller), own(&line.sku), line.unit_price(minor_unit), freight, duty]
}

fn order(order: &Order, minor_unit: u32) -> OrderRow<'_> {
    let part: Vec<&str> = order.by.iter().chain(&order.mpn).chain(&order.sku).map(String::as_str).collect();
    let paid = order.markets.iter().map(|(code, paid)| format!("{code} {}", paid.to_fixed(minor_unit)));
    let unit = order.unit.as_ref().map(|unit| format!(" {unit}")).unwrap_or_default();
    OrderRow {
        seller: order.seller.as_deref().unwrap_or_default(),
        component: &order.component,
        part: part.join(" "),
        quantity: format!("{}{unit}", order.quantity),
        excess: order.excess.to_string(),
        each: order.price(minor_unit),
        cost: order.cost.to_fixed(minor_unit),
        next: buy::next_tier(order, minor_unit).unwrap_or_default(),
        weeks: order.lead_weeks.map(|weeks| weeks.to_string()).unwrap_or_default(),
        paid: paid.collect::<Vec<_>>().join(", "),
    }
}
