//! What orders cost: tiers, quantities, attrition, fees, capacities; and who may be bought from.

use super::trade::{Portfolio, Texts, buy};
use crate::model::{ComponentId, OfferId};
use crate::verify::{NoPlan, Selection, Way};

const US: &[(&str, u32)] = &[("US", 240)];

/// One slot `a` with a component `a`.
fn bought(volumes: &'static [(&'static str, u32)], component: &str, offers: &str) -> Portfolio {
    let catalog = format!("[[components]]\nid = \"a\"\nkind = \"hardware\"\nmpn = \"EXAMPLE-a\"\n{component}");
    let solution = "[slots.a]\nchoose = [\"a\"]\n".to_owned();
    Texts { volumes, solution, catalog, offers: offers.to_owned(), ..Texts::default() }.read()
}

/// The terms of one offer for `a`.
fn terms(text: &str) -> String {
    format!("[[offers]]\nseller = \"s\"\ncomponent = \"a\"\n{text}\n")
}

/// Every market takes the first offer.
fn first_offer(portfolio: &Portfolio, markets: usize) -> Vec<Selection> {
    let a = portfolio.component("a");
    (0..markets).map(|market| buy(portfolio.answer(market, &["a"], &[]), a, 0, 0)).collect()
}

fn shown(used: &str, attrition: &str, quantity: &str, each: &str, rest: [&str; 2]) -> [String; 6] {
    [used, attrition, quantity, each, rest[0], rest[1]].map(str::to_owned)
}

#[test]
fn the_pieces_of_all_markets_are_one_order() {
    let price = "price = [{ from = 1, each = \"16.00\" }, { from = 3000, each = \"14.20\" }, { from = 8000, each = \"12.90\" }]";
    let portfolio = bought(&[("US", 6000), ("DE", 3000)], price, "");
    let answers = portfolio.answers(&["a"], &[]);
    assert_eq!(portfolio.costs(&answers), ["12.9", "12.9"]);
    assert_eq!(portfolio.orders(&answers), [shown("9000", "0", "9000", "12.9", ["0", "116100"])]);
    let plan = portfolio.plan(&answers).unwrap();
    assert_eq!(plan.year.to_string(), "116100");
    let paid: Vec<String> = plan.orders[0].markets.iter().map(|(at, paid)| format!("{at}: {paid}")).collect();
    assert_eq!(paid, ["0: 77400", "1: 38700"]);
}

#[test]
fn more_is_ordered_where_a_higher_tier_is_cheaper() {
    let offer = terms("price = [{ from = 1, each = \"1.00\" }, { from = 250, each = \"0.80\" }]");
    let portfolio = bought(US, "", &offer);
    let answers = first_offer(&portfolio, 1);
    assert_eq!(portfolio.costs(&answers), ["5/6"]);
    assert_eq!(portfolio.orders(&answers), [shown("240", "0", "250", "0.8", ["10", "200"])]);
}

#[test]
fn of_two_quantities_that_cost_the_same_the_smaller_is_ordered() {
    let offer = terms("price = [{ from = 1, each = \"1.00\" }, { from = 300, each = \"0.80\" }]");
    let portfolio = bought(US, "", &offer);
    assert_eq!(portfolio.orders(&first_offer(&portfolio, 1)), [shown("240", "0", "240", "1", ["0", "240"])]);
}

#[test]
fn the_minimum_comes_before_the_multiple() {
    let portfolio = bought(US, "", &terms("price = \"1.00\"\nminimum = 300\nmultiple = 250\nfee = \"20.00\""));
    let answers = first_offer(&portfolio, 1);
    assert_eq!(portfolio.costs(&answers), ["13/6"]);
    assert_eq!(portfolio.orders(&answers), [shown("240", "0", "500", "1", ["260", "520"])]);
}

#[test]
fn the_first_tier_is_the_minimum_of_an_offer_that_states_none() {
    let portfolio = bought(US, "", &terms("price = [{ from = 3000, each = \"0.10\" }]"));
    let answers = first_offer(&portfolio, 1);
    assert_eq!(portfolio.costs(&answers), ["1.25"]);
    assert_eq!(portfolio.orders(&answers), [shown("240", "0", "3000", "0.1", ["2760", "300"])]);
}

#[test]
fn a_stated_minimum_below_the_first_tier_is_at_its_price() {
    let portfolio = bought(US, "", &terms("price = [{ from = 3000, each = \"0.10\" }]\nminimum = 100"));
    assert_eq!(portfolio.orders(&first_offer(&portfolio, 1)), [shown("240", "0", "240", "0.1", ["0", "24"])]);
}

#[test]
fn a_multiple_may_skip_a_tier() {
    // 250 would do, but only reels of 400 are sold: 400 at 0.50.
    let price =
        "price = [{ from = 1, each = \"1.00\" }, { from = 250, each = \"0.80\" }, { from = 400, each = \"0.50\" }]";
    let portfolio = bought(US, "", &terms(&format!("{price}\nmultiple = 400")));
    assert_eq!(portfolio.orders(&first_offer(&portfolio, 1)), [shown("240", "0", "400", "0.5", ["160", "200"])]);
}

#[test]
fn attrition_reaches_a_tier() {
    let offer = terms("price = [{ from = 1, each = \"1.00\" }, { from = 1000, each = \"0.90\" }]");
    let portfolio = bought(&[("US", 990)], "attrition = { percent = \"2\" }", &offer);
    let answers = first_offer(&portfolio, 1);
    assert_eq!(portfolio.costs(&answers), ["101/110"]);
    assert_eq!(portfolio.orders(&answers), [shown("990", "20", "1010", "0.9", ["0", "909"])]);
}

#[test]
fn the_greater_of_share_and_least_number_is_lost() {
    for (attrition, lost) in [
        ("{ percent = \"2\", at-least = 10 }", "10"),
        ("{ percent = \"5\", at-least = 10 }", "12"),
        ("{ percent = \"5.1\", at-least = 10 }", "13"),
        ("{ at-least = 10 }", "10"),
    ] {
        let portfolio = bought(US, &format!("attrition = {attrition}\nprice = \"1\""), "");
        let orders = portfolio.orders(&portfolio.answers(&["a"], &[]));
        assert_eq!(orders[0][1], lost, "{attrition}");
    }
}

#[test]
fn attrition_is_added_once_for_all_markets() {
    let portfolio = bought(&[("US", 100), ("DE", 100)], "attrition = { at-least = 10 }\nprice = \"1\"", "");
    let answers = portfolio.answers(&["a"], &[]);
    assert_eq!(portfolio.orders(&answers), [shown("200", "10", "210", "1", ["0", "210"])]);
    assert_eq!(portfolio.costs(&answers), ["1.05", "1.05"]);
}

#[test]
fn what_is_measured_is_lost_in_parts() {
    let portfolio = bought(&[("US", 10)], "unit = \"m\"\nattrition = { percent = \"2.5\" }\nprice = \"1\"", "");
    assert_eq!(portfolio.orders(&portfolio.answers(&["a"], &[]))[0], shown("10", "0.25", "10.25", "1", ["0", "10.25"]));
}

#[test]
fn a_fee_is_shared_by_pieces() {
    let offers = terms("price = \"0.90\"\nfee = \"150.00\"");
    let portfolio = bought(&[("US", 2000), ("DE", 200)], "", &offers);
    assert_eq!(portfolio.costs(&first_offer(&portfolio, 2)), ["213/220", "213/220"]);
}

#[test]
fn a_capacity_may_not_be_exceeded() {
    let offers = format!("{}{}", terms("price = \"1.00\"\ncapacity = 3000"), terms("price = \"1.20\"\nsku = \"y\""));
    let portfolio = bought(&[("US", 3000), ("DE", 2000)], "", &offers);
    let a = portfolio.component("a");
    let split = [buy(portfolio.answer(0, &["a"], &[]), a, 0, 0), buy(portfolio.answer(1, &["a"], &[]), a, 0, 1)];
    assert_eq!(portfolio.costs(&split), ["1", "1.2"]);
    assert_eq!(portfolio.plan(&split).unwrap().year.to_string(), "5400");
    let faults = portfolio.faults(&first_offer(&portfolio, 2));
    assert_eq!(faults, ["the offer of `s` for `a` has no quantity for the 5000 that are used"]);
    assert_eq!(portfolio.plan(&first_offer(&portfolio, 2)), Err(NoPlan::Invalid(faults)));
}

#[test]
fn a_capacity_below_a_multiple_is_nothing() {
    let portfolio = bought(US, "", &terms("price = \"1.00\"\ncapacity = 245\nmultiple = 250"));
    assert_eq!(portfolio.faults(&first_offer(&portfolio, 1)).len(), 1);
    let portfolio = bought(US, "", &terms("price = \"1.00\"\ncapacity = 250\nmultiple = 250"));
    assert_eq!(portfolio.costs(&first_offer(&portfolio, 1)), ["25/24"]);
}

#[test]
fn a_capacity_limits_what_is_bought_up() {
    let offer = terms("price = [{ from = 1, each = \"1.00\" }, { from = 250, each = \"0.80\" }]\ncapacity = 249");
    let portfolio = bought(US, "", &offer);
    assert_eq!(portfolio.orders(&first_offer(&portfolio, 1)), [shown("240", "0", "240", "1", ["0", "240"])]);
}

#[test]
fn attrition_counts_against_the_capacity() {
    let offer = terms("price = \"1.00\"\ncapacity = 245");
    assert_eq!(bought(US, "", &offer).costs(&first_offer(&bought(US, "", &offer), 1)), ["1"]);
    let portfolio = bought(US, "attrition = { at-least = 10 }", &offer);
    assert_eq!(portfolio.faults(&first_offer(&portfolio, 1)).len(), 1);
}

#[test]
fn two_slots_of_one_component_are_one_order() {
    let solution = "[slots.a]\nchoose = [\"c\"]\n[slots.b]\nchoose = [\"c\"]\n".to_owned();
    let catalog = "[[components]]\nid = \"c\"\nkind = \"hardware\"\nprice = [{ from = 1, each = \"10.00\" }, { from = 1000, each = \"6.00\" }]\n";
    let portfolio = Texts { volumes: &[("US", 600)], solution, catalog: catalog.to_owned(), ..Texts::default() }.read();
    let answers = portfolio.answers(&["c", "c"], &[]);
    assert_eq!(portfolio.costs(&answers), ["12"]);
    assert_eq!(portfolio.orders(&answers), [shown("1200", "0", "1200", "6", ["0", "7200"])]);
}

#[test]
fn one_offer_for_two_components_is_one_order() {
    let solution = "[slots.a]\nchoose = [\"a\"]\n[slots.b]\nchoose = [\"b\"]\nquantity = 2\n".to_owned();
    let part = |id: &str| {
        format!(
            "[[components]]\nid = \"{id}\"\nkind = \"hardware\"\nmpn = \"EXAMPLE-1\"\nattrition = {{ at-least = 5 }}\n"
        )
    };
    let offers = "[[offers]]\nmpn = \"EXAMPLE-1\"\nseller = \"s\"\nprice = [{ from = 1, each = \"2\" }, { from = 300, each = \"1\" }]\n";
    let catalog = format!("{}{}", part("a"), part("b"));
    let portfolio =
        Texts { volumes: &[("US", 100)], solution, catalog, offers: offers.to_owned(), ..Texts::default() }.read();
    let (a, b) = (portfolio.component("a"), portfolio.component("b"));
    let answers = [buy(buy(portfolio.answer(0, &["a", "b"], &[]), a, 0, 0), b, 0, 0)];
    // 300 are used and each of both components loses 5: 310 at 1.00, borne by 300.
    assert_eq!(portfolio.orders(&answers), [shown("300", "10", "310", "1", ["0", "310"])]);
    assert_eq!(portfolio.costs(&answers), ["3.1"]);
}

#[test]
fn prices_and_fees_are_exchanged() {
    let offers = "[[offers]]\nseller = \"s\"\ncomponent = \"a\"\nprice = \"10\"\nfee = \"240\"\ncurrency = \"CNY\"\n";
    let catalog = "[[components]]\nid = \"a\"\nkind = \"hardware\"\n".to_owned();
    let solution = "[exchange]\nCNY = \"0.15\"\n[slots.a]\nchoose = [\"a\"]\n".to_owned();
    let portfolio = Texts { volumes: US, solution, catalog, offers: offers.to_owned(), ..Texts::default() }.read();
    assert_eq!(portfolio.costs(&first_offer(&portfolio, 1)), ["1.65"]);
    assert_eq!(portfolio.orders(&first_offer(&portfolio, 1))[0][5], "396");
}

#[test]
fn each_market_may_order_for_itself() {
    let price = "price = [{ from = 1, each = \"16.00\" }, { from = 8000, each = \"12.90\" }]";
    let catalog = format!("[[components]]\nid = \"a\"\nkind = \"hardware\"\n{price}");
    let solution = "[purchasing]\npool = \"market\"\n[slots.a]\nchoose = [\"a\"]\n".to_owned();
    let portfolio = Texts { volumes: &[("US", 6000), ("DE", 3000)], solution, catalog, ..Texts::default() }.read();
    let answers = portfolio.answers(&["a"], &[]);
    assert_eq!(portfolio.costs(&answers), ["16", "16"]);
    let plan = portfolio.plan(&answers).unwrap();
    let places: Vec<usize> = plan.orders.iter().map(|order| order.markets[0].0).collect();
    assert_eq!(places, [0, 1]);
    assert_eq!(plan.year.to_string(), "144000");
}

#[test]
fn a_price_by_the_month_is_not_an_order() {
    let catalog = "[[components]]\nid = \"a\"\nkind = \"service\"\nper_month = \"0.60\"\n".to_owned();
    let solution = "[slots.a]\nchoose = [\"a\"]\n".to_owned();
    let portfolio = Texts { volumes: US, header: "term_months = 60", solution, catalog, ..Texts::default() }.read();
    let answers = portfolio.answers(&["a"], &[]);
    assert_eq!(portfolio.costs(&answers), ["36"]);
    assert!(portfolio.plan(&answers).unwrap().orders.is_empty());
}

#[test]
fn what_has_no_price_costs_nothing() {
    let portfolio = bought(US, "", "");
    assert_eq!(portfolio.costs(&portfolio.answers(&["a"], &[])), ["0"]);
}

#[test]
fn an_offer_in_force_takes_the_place_of_the_price() {
    let portfolio = bought(US, "price = \"2.20\"", &terms("price = \"2.00\""));
    let faults = portfolio.faults(&portfolio.answers(&["a"], &[]));
    assert_eq!(faults, ["`a` is bought at its own price although an offer for it is in force"]);
    assert_eq!(portfolio.costs(&first_offer(&portfolio, 1)), ["2"]);
}

#[test]
fn the_price_returns_when_all_offers_have_ended() {
    let ended = terms("price = \"2.00\"\nuntil = 2026-11-01");
    let portfolio = bought(US, "price = \"2.20\"", &ended);
    assert_eq!(portfolio.costs(&portfolio.answers(&["a"], &[])), ["2.2"]);
    assert_eq!(
        portfolio.faults(&first_offer(&portfolio, 1)),
        ["the offer of `s` for `a` is not in force on 2026-11-30"]
    );
    let portfolio = bought(US, "", &ended);
    assert_eq!(
        portfolio.faults(&portfolio.answers(&["a"], &[])),
        ["`a` cannot be bought: no offer is in force, and it has no price"]
    );
}

#[test]
fn an_offer_is_for_its_manufacturer_part() {
    let made = "[[components.made]]\nby = \"one\"\nmpn = \"EXAMPLE-1\"\n[[components.made]]\nby = \"two\"\nmpn = \"EXAMPLE-2\"\n";
    let catalog = format!("[[components]]\nid = \"a\"\nkind = \"hardware\"\n{made}");
    let offers = "[[offers]]\nmpn = \"EXAMPLE-2\"\nseller = \"s\"\nprice = \"3\"\n".to_owned();
    let solution = "[slots.a]\nchoose = [\"a\"]\n".to_owned();
    let portfolio = Texts { volumes: US, solution, catalog, offers, ..Texts::default() }.read();
    let a = portfolio.component("a");
    let by = |part| [buy(portfolio.answer(0, &["a"], &[]), a, part, 0)];
    assert_eq!(portfolio.costs(&by(1)), ["3"]);
    assert_eq!(portfolio.faults(&by(0)), ["the offer of `s` for `a` is for another manufacturer part"]);
    let none = "the answer uses manufacturer part 2 of `a`, which has none such";
    assert_eq!(portfolio.faults(&by(2))[0], none);
    let mut nothing = portfolio.answer(0, &["a"], &[]);
    nothing.ways.insert(a, Way { part: 0, offer: Some(OfferId(7)) });
    assert_eq!(portfolio.faults(&[nothing]), ["`a` is bought under an offer that does not exist"]);
}

#[test]
fn flags_exclude_parts_and_offers() {
    let portfolio = bought(US, "", &terms("price = \"2.00\""));
    let selection = first_offer(&portfolio, 1);
    let a = portfolio.component("a");
    let excluding =
        |parts: &[(ComponentId, u32)], offers: &[OfferId]| portfolio.faults_with(&selection[0], parts, offers);
    assert_eq!(excluding(&[(a, 0)], &[]), ["manufacturer part 0 of `a` was excluded"]);
    assert_eq!(excluding(&[], &[OfferId(0)]), ["the offer of `s` for `a` was excluded"]);
    assert!(excluding(&[(a, 1)], &[OfferId(1)]).is_empty());
}
