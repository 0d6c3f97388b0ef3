//! What the markets buy, build and license, as JSON: keys that only an answer with price tiers, offers, articles or
//! licences has.

use super::json_common::{OrderedMap, number};
use crate::bom::{ArticleLine, Bom, ContentShare, LicenseUse, Line, Order, Portfolio};
use crate::number::Number;
use crate::quantity::Quantity;
use serde::Serialize;

/// Whether the keys of purchasing are part of a document.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum PurchaseKeys {
    Shown,
    Left,
}

impl PurchaseKeys {
    /// They are shown where the portfolio has a plan.
    pub(super) fn of(portfolio: &Portfolio) -> Self {
        if portfolio.year_cost.is_some() { Self::Shown } else { Self::Left }
    }

    fn some<T>(self, value: impl FnOnce() -> T) -> Option<T> {
        match self {
            Self::Shown => Some(value()),
            Self::Left => None,
        }
    }
}

/// The keys of a whole document.
#[derive(Serialize)]
pub(super) struct PlanJson<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    year_cost: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bounds: Option<[String; 2]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    orders: Option<Vec<OrderJson<'a>>>,
}

/// The totals without the orders.
pub(super) fn totals(portfolio: &Portfolio) -> PlanJson<'_> {
    PlanJson { orders: None, ..plan(portfolio) }
}

pub(super) fn plan(portfolio: &Portfolio) -> PlanJson<'_> {
    let minor_unit = crate::bom::minor_unit(&portfolio.currency);
    let fixed = |value: Number| value.to_fixed(minor_unit);
    PlanJson {
        year_cost: portfolio.year_cost.map(fixed),
        bounds: portfolio.bounds.map(|(lower, upper)| [fixed(lower), fixed(upper)]),
        orders: PurchaseKeys::of(portfolio)
            .some(|| portfolio.orders.iter().map(|one| order(one, minor_unit)).collect()),
    }
}

/// An order.
#[derive(Serialize)]
pub(super) struct OrderJson<'a> {
    component: &'a str,
    by: Option<&'a str>,
    mpn: Option<&'a str>,
    seller: Option<&'a str>,
    sku: Option<&'a str>,
    used: serde_json::Value,
    attrition: serde_json::Value,
    quantity: serde_json::Value,
    excess: serde_json::Value,
    each: String,
    fee: String,
    cost: String,
    markets: OrderedMap<'a, String>,
}

pub(super) fn order(order: &Order, minor_unit: u32) -> OrderJson<'_> {
    OrderJson {
        component: &order.component,
        by: order.by.as_deref(),
        mpn: order.mpn.as_deref(),
        seller: order.seller.as_deref(),
        sku: order.sku.as_deref(),
        used: count(order.used),
        attrition: count(order.attrition),
        quantity: count(order.quantity),
        excess: count(order.excess),
        each: order.price(minor_unit),
        fee: order.fee.to_fixed(minor_unit),
        cost: order.cost.to_fixed(minor_unit),
        markets: OrderedMap(
            order.markets.iter().map(|(code, paid)| (code.as_str(), paid.to_fixed(minor_unit))).collect(),
        ),
    }
}

/// How many, as the quantity of a line is written: a whole number, else a decimal string.
pub(super) fn count(value: Number) -> serde_json::Value {
    if value.to_integer().is_some() { number(value) } else { value.to_string().into() }
}

/// The keys of a market.
#[derive(Serialize)]
pub(super) struct LandedJson<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    articles: Option<Vec<ArticleJson<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    content: Option<Vec<ContentJson<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    licenses: Option<Vec<LicenseJson<'a>>>,
}

pub(super) fn landed(bom: &Bom, keys: PurchaseKeys) -> LandedJson<'_> {
    LandedJson {
        articles: keys.some(|| bom.articles.iter().map(|one| article(one, bom.minor_unit)).collect()),
        content: keys.some(|| bom.content.iter().map(content).collect()),
        licenses: keys.some(|| bom.licenses.iter().map(|one| license(one, bom.minor_unit)).collect()),
    }
}

/// An article that goes to a market.
#[derive(Serialize)]
struct ArticleJson<'a> {
    slot: Option<&'a str>,
    site: &'a str,
    origin: Option<&'a str>,
    quantity: Quantity,
    value: String,
    labour: String,
    set_up: String,
    freight: String,
    duty: String,
    duties: &'a [String],
    cost: String,
}

fn article(article: &ArticleLine, minor_unit: u32) -> ArticleJson<'_> {
    ArticleJson {
        slot: article.slot.as_deref(),
        site: &article.site,
        origin: article.origin.as_deref(),
        quantity: article.quantity,
        value: article.value.to_fixed(minor_unit),
        labour: article.labour.to_fixed(minor_unit),
        set_up: article.set_up.to_fixed(minor_unit),
        freight: article.freight.to_fixed(minor_unit),
        duty: article.duty.to_fixed(minor_unit),
        duties: &article.duties,
        cost: article.cost.to_fixed(minor_unit),
    }
}

/// The share that a content rule counts.
#[derive(Serialize)]
struct ContentJson<'a> {
    id: &'a str,
    percent: String,
    holds: bool,
}

fn content(share: &ContentShare) -> ContentJson<'_> {
    ContentJson { id: &share.id, percent: share.percent.to_fixed(2), holds: share.holds }
}

/// A licence that an answer takes.
#[derive(Serialize)]
struct LicenseJson<'a> {
    component: &'a str,
    owner: Option<&'a str>,
    to: &'a str,
    cost: String,
}

fn license(license: &LicenseUse, minor_unit: u32) -> LicenseJson<'_> {
    LicenseJson {
        component: &license.component,
        owner: license.owner.as_deref(),
        to: &license.to,
        cost: license.cost.to_fixed(minor_unit),
    }
}

/// The keys of a line beside its part number.
#[derive(Serialize)]
pub(super) struct OfferJson<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<Option<&'a str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    seller: Option<Option<&'a str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sku: Option<Option<&'a str>>,
}

pub(super) fn offer(line: &Line, keys: PurchaseKeys) -> OfferJson<'_> {
    OfferJson {
        by: keys.some(|| line.by.as_deref()),
        seller: keys.some(|| line.seller.as_deref()),
        sku: keys.some(|| line.sku.as_deref()),
    }
}

/// The freight of a line.
pub(super) fn freight(line: &Line, minor_unit: u32, keys: PurchaseKeys) -> Option<String> {
    keys.some(|| line.freight.to_fixed(minor_unit))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use crate::export::{json, samples};
    use serde_json::{Value, json};

    #[test]
    fn the_keys_of_purchasing_appear_where_there_is_a_plan() {
        let value: Value = serde_json::from_str(&json(&samples::bought()).unwrap()).unwrap();
        let order = json!({
            "component": "driver-120", "by": "inventronics", "mpn": "EXAMPLE-EUM-75", "seller": "digikey",
            "sku": "EXAMPLE-1866-ND", "used": 240, "attrition": 5, "quantity": 250, "excess": 5, "each": "13.90",
            "fee": "3.00", "cost": "3478.00", "markets": { "US": "2318.67", "DE": "1159.33" }
        });
        assert_eq!((&value["year_cost"], &value["orders"][0]), (&json!("348250.50"), &order));
        assert_eq!((&value["orders"][1]["used"], &value["orders"][1]["each"]), (&json!("2.5"), &json!("0.0008")));
        let market = &value["markets"][0];
        let article = json!([{
            "slot": "head", "site": "sz", "origin": "CN", "quantity": 1, "value": "41.00", "labour": "6.00",
            "set_up": "0.00", "freight": "0.00", "duty": "14.35", "duties": ["all", "d301"], "cost": "20.35"
        }]);
        assert_eq!(market["articles"], article);
        assert_eq!(market["content"], json!([{ "id": "baba", "percent": "52.38", "holds": false }]));
        let license = json!([{ "component": "云服务", "owner": null, "to": "cn-partner", "cost": "1.20" }]);
        assert_eq!(market["licenses"], license);
        let driver = &market["lines"][1];
        assert_eq!((&driver["seller"], &driver["freight"]), (&json!("digikey"), &json!("0.25")));
        assert_eq!(market["lines"][0]["seller"], Value::Null);
        assert!(value.get("bounds").is_none());
    }

    #[test]
    fn an_accepted_plan_has_its_bounds() {
        let mut portfolio = samples::bought();
        portfolio.bounds = Some(("348000".parse().unwrap(), "348250.5".parse().unwrap()));
        let value: Value = serde_json::from_str(&json(&portfolio).unwrap()).unwrap();
        assert_eq!(value["bounds"], json!(["348000.00", "348250.50"]));
    }

    #[test]
    fn without_a_plan_no_key_of_purchasing_appears() {
        let text = json(&samples::portfolio()).unwrap();
        for key in ["year_cost", "orders", "articles", "content", "licenses", "seller", "sku", "freight", "by"] {
            assert!(!text.contains(&format!("\"{key}\"")), "{key}");
        }
    }
}
