//! What a part owes that travels alone, and what its freight costs.

use super::trade::{Portfolio, Texts};
use crate::verify::{LineCosts, Selection};

/// One part `a` that travels alone to the US.
fn part(component: &str, solution: &str, duties: &str) -> Portfolio {
    let catalog = format!("[[components]]\nid = \"a\"\nkind = \"hardware\"\nprice = \"10.00\"\n{component}\n");
    let solution = format!("[slots.a]\nchoose = [\"a\"]\n{solution}");
    Texts { volumes: &[("US", 1000)], solution, catalog, regions: vec![("US", duties.to_owned())], ..Texts::default() }
        .read()
}

fn line(portfolio: &Portfolio, selection: Selection) -> LineCosts {
    portfolio.plan(&[selection]).unwrap().markets[0].lines[0].clone()
}

/// The duty on the part `a`, and the duties that are owed.
fn duty(portfolio: &Portfolio) -> (String, String) {
    let line = line(portfolio, portfolio.answer(0, &["a"], &[]));
    (line.duty.to_string(), line.owed.join(" "))
}

fn pair(duty: &str, owed: &str) -> (String, String) {
    (duty.to_owned(), owed.to_owned())
}

#[test]
fn what_has_no_known_place_comes_from_outside() {
    let duties = "[[duties]]\nid = \"all\"\nhs = [\"85\"]\npercent = \"10\"\n[[duties]]\nid = \"cn\"\nhs = [\"85\"]\norigin = \"CN\"\npercent = \"25\"\n";
    assert_eq!(duty(&part("hs = \"8504\"", "", duties)), pair("1", "all"));
    assert_eq!(duty(&part("hs = \"8504\"\norigin = \"CN\"", "", duties)), pair("3.5", "all cn"));
    assert_eq!(duty(&part("origin = \"CN\"", "", duties)), pair("0", ""), "no code, no duty");
    assert_eq!(duty(&part("hs = \"8504\"\norigin = \"US\"", "", duties)), pair("0", ""));
}

#[test]
fn percent_and_amounts_a_piece_and_a_kilogram_add_up() {
    let duties = "[[duties]]\nid = \"d\"\nhs = [\"85\"]\npercent = \"10\"\nper_unit = \"0.50\"\nper_kg = \"2\"\n";
    let goods = "hs = \"8504\"\norigin = \"CN\"\nmass_g = 1200";
    assert_eq!(duty(&part(goods, "", duties)), pair("3.9", "d"));
    assert_eq!(duty(&part(goods, "quantity = 2\n", duties)), pair("7.8", "d"), "each piece pays");
    let rate = "[exchange]\nEUR = \"2\"\n";
    let in_euro = format!("{duties}currency = \"EUR\"\n");
    assert_eq!(duty(&part(goods, rate, &in_euro)), pair("6.8", "d"), "the percentage has no currency");
    let unknown = "hs = \"8504\"\norigin = \"CN\"";
    assert_eq!(duty(&part(unknown, "", duties)), pair("1.5", "d"), "without a mass no amount a kilogram");
}

#[test]
fn a_duty_has_a_floor_and_a_cap() {
    let goods = "hs = \"8504\"\norigin = \"CN\"\nmass_g = 500";
    for (bound, owed) in [
        ("at-least = { per_unit = \"1.20\" }", "1.2"),
        ("at-least = { per_unit = \"0.90\" }", "1"),
        ("at-most = { per_unit = \"0.30\" }", "0.3"),
        ("at-most = { per_unit = \"1.30\" }", "1"),
        ("at-least = { per_kg = \"3\" }", "1.5"),
        ("at-most = { per_kg = \"1\" }", "0.5"),
        ("at-least = { per_unit = \"2\" }\nat-most = { per_kg = \"3\" }", "1.5"),
    ] {
        let duties = format!("[[duties]]\nid = \"d\"\nhs = [\"85\"]\npercent = \"10\"\n{bound}\n");
        assert_eq!(duty(&part(goods, "", &duties)), pair(owed, "d"), "{bound}");
    }
}

#[test]
fn a_duty_may_be_for_all_codes_and_has_its_dates() {
    let goods = "hs = \"8504\"\norigin = \"CN\"";
    assert_eq!(duty(&part(goods, "", "[[duties]]\nid = \"d\"\npercent = \"10\"\n")), pair("1", "d"));
    let ended = "[[duties]]\nid = \"d\"\npercent = \"10\"\nuntil = 2026-11-30\n";
    assert_eq!(duty(&part(goods, "", ended)), pair("0", ""));
    let last = "[[duties]]\nid = \"d\"\npercent = \"10\"\nthrough = 2026-11-30\n";
    assert_eq!(duty(&part(goods, "", last)), pair("1", "d"));
}

#[test]
fn what_is_owed_displaces_others_and_what_is_displaced_displaces_nothing() {
    let goods = "hs = \"8504\"\norigin = \"CN\"";
    let duty_of = |id: &str, rest: &str| format!("[[duties]]\nid = \"{id}\"\n{rest}\n");
    let a = duty_of("a", "hs = [\"85\"]\npercent = \"0\"\ninstead-of = [\"b\"]");
    let b = duty_of("b", "percent = \"10\"\ninstead-of = [\"c\"]");
    let c = duty_of("c", "percent = \"20\"");
    assert_eq!(duty(&part(goods, "", &format!("{b}{c}"))), pair("1", "b"));
    assert_eq!(duty(&part(goods, "", &format!("{a}{b}{c}"))), pair("2", "a c"), "0 % is owed, too");
    let elsewhere = a.replace("\"85\"", "\"94\"");
    assert_eq!(duty(&part(goods, "", &format!("{elsewhere}{b}{c}"))), pair("1", "b"));
}

#[test]
fn the_narrowest_leg_decides() {
    let legs = [("world", "world", "4"), ("world", "US", "3"), ("CN", "world", "2"), ("CN", "US", "1")];
    let text = |count: usize| {
        let some = legs.iter().take(count);
        let entry = |(from, to, each): &(&str, &str, &str)| {
            format!("[[freight]]\nleg = [\"{from}\", \"{to}\"]\nper_unit = \"{each}\"\n")
        };
        some.map(entry).collect::<String>()
    };
    for (count, freight) in [(0, "0"), (1, "4"), (2, "3"), (3, "2"), (4, "1")] {
        let portfolio = part("origin = \"CN\"", &text(count), "");
        let line = line(&portfolio, portfolio.answer(0, &["a"], &[]));
        assert_eq!(line.freight.to_string(), freight, "{count} legs");
    }
}

#[test]
fn freight_adds_up_and_is_exchanged() {
    let leg = "quantity = 2\n[exchange]\nCNY = \"0.5\"\n[[freight]]\nleg = [\"CN\", \"US\"]\nper_kg = \"2\"\nper_unit = \"1\"\npercent = \"3\"\ncurrency = \"CNY\"\n";
    let portfolio = part("origin = \"CN\"\nmass_g = 250", leg, "");
    let answer = portfolio.answer(0, &["a"], &[]);
    // 0.5 kg at 2 and 2 pieces at 1 are 3 CNY; 3 % of 20.00 are 0.60.
    assert_eq!(line(&portfolio, answer.clone()).freight.to_string(), "2.1");
    assert_eq!(portfolio.costs(&[answer]), ["22.1"]);
}
