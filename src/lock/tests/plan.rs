//! Locks of markets that order together.

use super::{bom, conflict, files, lock, portfolio};
use crate::bom::{ArticleLine, ContentShare, LicenseUse, Order, Outcome};
use crate::lock::content::Lock;
use crate::number::Number;

/// Answers with an offer, an article, a content share, a licence and an order.
fn planned(each: &str, percent: &str) -> Lock {
    let mut answer = bom("US", "driver-120");
    let Outcome::Resolved(bom) = &mut answer else { unreachable!() };
    let text = |text: &str| Some(text.to_owned());
    let driver = &mut bom.lines[0];
    (driver.by, driver.seller, driver.sku) = (text("inventronics"), text("digikey"), text("EXAMPLE-1866-ND"));
    driver.freight = "0.25".parse().unwrap();
    bom.articles = vec![ArticleLine { duties: vec!["all".to_owned()], ..ArticleLine::bare(None, "sz") }];
    bom.content = vec![ContentShare { id: "baba".to_owned(), percent: percent.parse().unwrap(), holds: true }];
    let to = "cn-partner".to_owned();
    bom.licenses = vec![LicenseUse { component: "fleet".to_owned(), owner: None, to, cost: Number::ONE }];
    let mut portfolio = portfolio(vec![answer, conflict("BR")]);
    let order = Order {
        seller: text("digikey"),
        used: Number::from(240),
        quantity: Number::from(250),
        each: each.parse().unwrap(),
        price_places: 2,
        markets: vec![("US".to_owned(), Number::from(200))],
        ..Order::bare("driver-120")
    };
    (portfolio.year_cost, portfolio.orders) = (Some(Number::from(348_250)), vec![order]);
    Lock::from_portfolio(&portfolio, &files(), "USD")
}

#[test]
fn a_plan_reads_back_equal() {
    let lock = planned("0.80", "52.374");
    let text = lock.to_text();
    assert_eq!(Lock::parse(&text).unwrap(), lock, "{text}");
    assert_eq!(serde_json::from_str::<Lock>(&serde_json::to_string(&lock).unwrap()).unwrap(), lock);
    for line in [
        "version = 5",
        "year_cost = \"348250.00\"",
        "  { component = \"driver-120\", seller = \"digikey\", used = \"240\", attrition = \"0\", quantity = \"250\", \
         excess = \"0\", each = \"0.80\", fee = \"0.00\", cost = \"0.00\", markets = { US = \"200.00\" } },",
        "  { id = \"baba\", percent = \"52.37\", holds = \"true\" },",
        "  { component = \"fleet\", to = \"cn-partner\", cost = \"1.00\" },",
    ] {
        assert!(text.lines().any(|one| one == line), "{line}\n{text}");
    }
}

#[test]
fn a_lock_without_a_plan_has_the_format_that_earlier_programs_read() {
    assert!(lock(vec![bom("US", "driver-120")]).to_text().contains("\nversion = 4\n"));
}

#[test]
fn every_difference_of_a_plan_is_named() {
    let (old, new) = (planned("0.80", "52.374"), planned("0.75", "60"));
    assert_eq!(
        old.differences(&new, &[]),
        ["order `driver-120 from digikey`: each: 0.80 -> 0.75", "US: content rule `baba`: percent: 52.37 -> 60.00"]
    );
    let mut gone = new.clone();
    gone.plans[0].orders.clear();
    gone.markets[0].articles.clear();
    assert_eq!(
        new.differences(&gone, &[]),
        ["order `driver-120 from digikey`: quantity: 250 -> none", "US: article `product`: site: sz -> none"]
    );
    gone.plans.clear();
    assert_eq!(new.differences(&gone, &[])[0], "orders: 348250.00 a year -> none");
}
