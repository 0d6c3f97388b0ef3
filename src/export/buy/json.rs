//! `terroir.buy/1`: the orders as in `terroir.resolve/1`, with the tiers around each, and a total for each seller. Amounts are
//! strings, rounded once; the order of keys is fixed.

use super::{Nearness, by_seller};
use crate::bom::{Order, Portfolio};
use crate::export::json_common::{indented, number};
use crate::export::json_purchase::{OrderJson, PlanJson, count, order as order_json, totals};
use serde::Serialize;

/// The purchase list as indented JSON (`terroir.buy/1`) with a final newline.
///
/// # Errors
/// The JSON writer's own; answers of this library cause none.
///
/// ```
/// # mod lamp { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/export/samples/lamp.rs")); }
/// # let (_, portfolio) = lamp::solve()?;
/// assert!(terroir::export::buy::json(&portfolio)?.contains("terroir.buy/1"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn json(portfolio: &Portfolio) -> Result<String, serde_json::Error> {
    let minor_unit = crate::bom::minor_unit(&portfolio.currency);
    let sellers = by_seller(portfolio).into_iter().map(|one| SellerJson {
        seller: one.seller,
        orders: one.orders.len(),
        cost: one.cost().map(|cost| cost.to_fixed(minor_unit)),
    });
    indented(&BuyJson {
        schema: "terroir.buy/1",
        solution: &portfolio.solution,
        version: &portfolio.version,
        variant: portfolio.variant.as_deref(),
        as_of: portfolio.as_of.to_string(),
        currency: &portfolio.currency,
        totals: totals(portfolio),
        orders: portfolio.orders.iter().map(|one| order(one, minor_unit)).collect(),
        sellers: sellers.collect(),
    })
}

#[derive(Serialize)]
struct BuyJson<'a> {
    schema: &'static str,
    solution: &'a str,
    version: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    variant: Option<&'a str>,
    as_of: String,
    currency: &'a str,
    #[serde(flatten)]
    totals: PlanJson<'a>,
    orders: Vec<BuyOrderJson<'a>>,
    sellers: Vec<SellerJson<'a>>,
}

#[derive(Serialize)]
struct SellerJson<'a> {
    seller: Option<&'a str>,
    orders: usize,
    cost: Option<String>,
}

/// An order with what a buyer wants to know about it.
#[derive(Serialize)]
struct BuyOrderJson<'a> {
    #[serde(flatten)]
    order: OrderJson<'a>,
    unit: &'a str,
    tier: serde_json::Value,
    next: Option<NextJson>,
    minimum: Option<serde_json::Value>,
    multiple: Option<serde_json::Value>,
    capacity: Option<serde_json::Value>,
    lead_weeks: Option<serde_json::Value>,
}

/// The next price tier.
#[derive(Serialize)]
struct NextJson {
    from: serde_json::Value,
    each: String,
    more: serde_json::Value,
    saves: String,
}

fn order(order: &Order, minor_unit: u32) -> BuyOrderJson<'_> {
    let next = order.next.zip(Nearness::of(order)).map(|(next, nearness)| NextJson {
        from: count(next.from),
        each: next.price(minor_unit),
        more: count(nearness.more),
        saves: nearness.saves.to_fixed(minor_unit),
    });
    BuyOrderJson {
        order: order_json(order, minor_unit),
        unit: order.counted_in(),
        tier: count(order.tier),
        next,
        minimum: order.minimum.map(count),
        multiple: order.multiple.map(count),
        capacity: order.capacity.map(count),
        lead_weeks: order.lead_weeks.map(number),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use crate::export::samples;
    use serde_json::{Value, json};

    #[test]
    fn an_order_has_the_tiers_around_it_and_a_seller_its_total() {
        let text = super::json(&samples::bought()).unwrap();
        let value: Value = serde_json::from_str(&text).unwrap();
        assert_eq!((&value["schema"], &value["year_cost"]), (&json!("terroir.buy/1"), &json!("348250.50")));
        let order = &value["orders"][0];
        assert_eq!(order["next"], json!({ "from": 1000, "each": "12.50", "more": 750, "saves": "350.00" }));
        assert_eq!((&order["tier"], &order["capacity"]), (&json!(250), &json!(40000)));
        assert_eq!((&order["unit"], &value["orders"][1]["unit"]), (&json!("pcs"), &json!("m")));
        let sellers = json!([
            { "seller": "digikey", "orders": 1, "cost": "3478.00" },
            { "seller": null, "orders": 1, "cost": "0.00" }
        ]);
        assert_eq!(value["sellers"], sellers);
    }
}
