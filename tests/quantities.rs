//! Decimal quantities through the whole product: what is measured is exact in money, sums, locks and exports.

#![allow(clippy::unwrap_used)]

mod common;

use common::lamp::Lamp;
use proptest::prelude::*;
use serde_json::{Value, json};
use terroir::{Number, Quantity, Request, Solution};

const SOLUTION: &str = r#"[solution]
name = "heater"
version = "1.0.0"
markets = ["US", "DE"]
currency = "USD"
objective = ["cost", "sum(mass_g)"]
as-of = 2026-11-22

[volumes]
US = 1000
DE = 3000

[slots.body]
choose = ["body"]
quantity = 2

[slots.cable]
choose = ["cable"]
quantity = "0.35"
part-of = "body"
refdes = ["W1", "W2", "W3"]

[slots.grease]
choose = ["grease", "paste"]
quantity = "1.5"

[purchasing]
pool = "market"
"#;

const PARTS: &str = r#"[[components]]
id = "body"
kind = "hardware"
price = "3.00"
attributes = { mass_g = 100 }
supplies = { length_mm = 350 }

[[components]]
id = "cable"
kind = "hardware"
unit = "m"
price = [{ from = 1, each = "1.20" }, { from = 2100, each = "0.80" }]
attributes = { mass_g = 60 }
uses = { length_mm = 1000 }

[[components]]
id = "grease"
kind = "hardware"
unit = "g"
price = [{ from = 1, each = "0.031" }, { from = 4500, each = "0.0211" }]
attributes = { mass_g = 1 }

[[components]]
id = "paste"
kind = "hardware"
unit = "g"
price = "0.05"
attributes = { mass_g = 1 }
"#;

fn heater() -> Lamp {
    Lamp::of(SOLUTION, PARTS)
}

/// The solution with another quantity of cable.
fn with(quantity: &str) -> Lamp {
    let lamp = heater();
    lamp.edit("solution.toml", "quantity = \"0.35\"", &format!("quantity = {quantity}"));
    lamp
}

#[test]
fn a_decimal_quantity_multiplies_up_the_chain_and_reaches_its_tier_exactly() {
    let answer = heater().run(&["resolve", "--format", "json"]).exits(0).json();
    // 0.35 m in each of 2 bodies are 0.7 m: 700 m a year in US, and in DE exactly the 2100 m of the next tier.
    let expected = [("US", "1.20", "0.84", "0.031", "0.05", "6.89"), ("DE", "0.80", "0.56", "0.0211", "0.03", "6.59")];
    for (market, (code, cable, cables, grease, greases, cost)) in
        answer["markets"].as_array().unwrap().iter().zip(expected)
    {
        assert_eq!(market["market"], code);
        assert_eq!(market["objective"], json!({ "cost": cost, "sum(mass_g)": "243.5" }));
        let line = |at: usize| {
            let line = &market["lines"][at];
            ["quantity", "unit", "unit_cost", "cost"].map(|key| line[key].clone())
        };
        assert_eq!(line(0), [json!(2), json!("pcs"), json!("3.00"), json!("6.00")]);
        assert_eq!(line(1), [json!("0.7"), json!("m"), json!(cable), json!(cables)]);
        assert_eq!(line(2), [json!("1.5"), json!("g"), json!(grease), json!(greases)]);
    }
}

#[test]
fn a_resource_and_a_sum_are_limited_exactly() {
    let lamp = heater();
    // 2 bodies supply 700 mm, and 0.7 m use 700 mm.
    lamp.run(&["check", "-q"]).exits(0);
    lamp.edit("solution.toml", "\"0.35\"", "\"0.350001\"");
    lamp.run(&["explain", "--market", "US"]).exits(1).prints("700.002 used").prints("× 0.700002 m");
    let lamp = heater();
    let rule = |most: &str| {
        format!("\n[[rules]]\nid = \"light\"\nthen = \"sum(mass_g) <= {most}\"\nmessage = \"too heavy\"\n")
    };
    lamp.write("solution.toml", &format!("{SOLUTION}{}", rule("243.5")));
    lamp.run(&["check", "-q"]).exits(0);
    lamp.write("solution.toml", &format!("{SOLUTION}{}", rule("243.499")));
    lamp.run(&["check", "-q"]).exits(1).tells("too heavy");
}

#[test]
fn the_unit_is_beside_the_quantity_wherever_it_is_printed() {
    let lamp = heater();
    lamp.run(&["resolve"]).exits(0).prints("0.7 m").prints("1.5 g");
    let csv = lamp.run(&["resolve", "--format", "csv"]).exits(0);
    csv.prints("name,quantity,unit,refdes,").prints("US,cable,body,cable,1.0.0,hardware,cable,0.7,m,");
    let release = lamp.run(&["export", "--format", "release", "--market", "US"]).exits(0);
    release.prints("Quantity,Unit,").prints(",0.7,m,");
    let sbom = lamp.run(&["export", "--format", "cyclonedx", "--market", "US"]).exits(0).json().to_string();
    assert!(sbom.contains(r#"{"name":"cdx:device:quantity","value":"0.7"}"#), "{sbom}");
    assert!(sbom.contains(r#"{"name":"terroir:unit","value":"m"}"#), "{sbom}");
    let matrix = lamp.run(&["matrix", "--format", "json"]).exits(0).json();
    let held = &matrix["markets"][0]["slots"];
    assert_eq!((&held["cable"]["quantity"], &held["cable"]["unit"]), (&json!("0.7"), &json!("m")));
    assert_eq!((&held["body"]["quantity"], &held["body"]["unit"]), (&json!(2), &Value::Null));
    let sku = lamp.run(&["skus", "--format", "json"]).exits(0).json()["skus"][0].clone();
    assert_eq!(sku["quantities"], json!({ "body": 2, "cable": "0.7", "grease": "1.5" }));
    assert_eq!(sku["units"], json!({ "cable": "m", "grease": "g" }));
}

#[test]
fn a_lock_holds_decimals_and_a_change_of_one_is_told_with_its_money() {
    let lamp = heater();
    lamp.run(&["resolve"]).exits(0);
    assert!(lamp.read("terroir.lock").contains(r#"quantity = "0.7", part_of = "body""#));
    assert!(lamp.read("terroir.lock").contains("quantity = 2,"));
    lamp.run(&["resolve", "--locked"]).exits(0);
    lamp.edit("solution.toml", "\"0.35\"", "\"0.40\"");
    lamp.edit("catalog/parts.toml", "length_mm = 350", "length_mm = 400");
    lamp.run(&["resolve", "--locked"]).exits(1).tells("cable@1.0.0 0.7 m -> cable@1.0.0 0.8 m").tells("6.89 -> 7.01");
    let old = heater();
    let folders = [old.path("").display().to_string(), lamp.path("").display().to_string()];
    let diff = lamp.run(&["diff", &folders[0], &folders[1]]).exits(0);
    diff.prints("US 6.89 USD -> 7.01 USD").prints("cable 0.7 m -> cable 0.8 m").prints("is 0.40 instead of 0.35");
    let review = lamp.run(&["review", &folders[0], &folders[1]]).exits(0);
    review.prints("quantity 0.7 m -> 0.8 m").prints("+360.00 USD a year");
    // What is written with a zero more is the same.
    lamp.run(&["resolve"]).exits(0);
    lamp.edit("solution.toml", "\"0.40\"", "\"0.400\"");
    lamp.run(&["resolve", "--locked"]).exits(0);
}

#[test]
fn a_market_may_take_another_length() {
    let lamp = heater();
    lamp.write("regions/DE.toml", "area = \"DE\"\n[slots.cable]\nquantity = \"0.25\"\n");
    let answer = lamp.run(&["resolve", "--format", "json"]).exits(0).json();
    let cable = |market: usize| {
        let line = &answer["markets"][market]["lines"][1];
        (line["quantity"].clone(), line["cost"].clone(), line["refdes"].as_array().map(Vec::len), line["core"].clone())
    };
    assert_eq!(cable(0), (json!("0.7"), json!("0.84"), Some(3), json!(false)));
    // 2,100 m cost less than the 1,500 that are needed.
    assert_eq!(cable(1), (json!("0.5"), json!("0.56"), Some(3), json!(false)));
    lamp.run(&["matrix"]).exits(0).prints("cable 0.7 m").prints("cable 0.5 m");
    lamp.write("regions/DE.toml", "area = \"DE\"\n[slots.cable]\nquantity = \"none\"\n");
    lamp.run(&["check"]).exits(1).tells("regions/DE.toml:3:12").tells("must be a decimal number like `0.35`");
}

#[test]
fn what_is_no_quantity_is_refused_with_its_place_and_an_edit() {
    for (quantity, message) in [
        ("0", "must be at least 1, found `0`"),
        ("-1", "must be at least 1, found `-1`"),
        ("\"0\"", "must be above 0, found `0`"),
        ("\"0.000\"", "must be above 0"),
        ("\"-0.35\"", "must be above 0"),
        ("\"abc\"", "must be a decimal number like `0.35`, found `abc`"),
        ("\"\"", "must be a decimal number like `0.35`"),
        ("\"1e3\"", "must be a decimal number like `0.35`, found `1e3`"),
        ("\"+0.35\"", "must be a decimal number like `0.35`"),
        ("\"0.1234567\"", "must have at most 9 digits before and 6 after the point"),
        ("\"1234567890\"", "must have at most 9 digits before and 6 after the point"),
        ("true", "must be a whole number or a decimal in quotes, found a Boolean"),
    ] {
        with(quantity).run(&["check"]).exits(1).tells(message).tells("solution.toml:19:12");
    }
    for (quantity, edit) in [
        ("\"0,35\"", "write `\"0.35\"`"),
        ("\".5\"", "write `\"0.5\"`"),
        ("\"0.3500000\"", "write `\"0.35\"`"),
        ("\"0.35 m\"", "write `\"0.35\"`, and `m` where its unit is stated"),
        ("0.35", "write `\"0.35\"`"),
    ] {
        with(quantity).run(&["check"]).exits(1).tells(&format!("help: {edit}"));
    }
    let lamp = with("\"999999999.999999\"");
    lamp.edit("catalog/parts.toml", "uses = { length_mm = 1000 }\n", "");
    lamp.run(&["resolve"]).exits(0).prints("1999999999.999998 m");
}

#[test]
fn pieces_and_what_has_parts_are_whole() {
    let lamp = heater();
    lamp.edit("solution.toml", "quantity = 2", "quantity = \"2.5\"");
    let told = lamp.run(&["check"]).exits(1).tells("error[decimal-quantity: body]");
    told.tells("solution.toml:15:12")
        .tells("slot `body` takes 2.5 of `body`, which counts in pcs")
        .tells("catalog/parts.toml:2:6");
    lamp.edit("solution.toml", "quantity = \"2.5\"", "quantity = \"2\"");
    lamp.run(&["check"]).exits(1).tells("help: write `quantity = 2`");
    lamp.edit("solution.toml", "quantity = \"2\"", "quantity = \"2.5\"");
    lamp.edit("catalog/parts.toml", "id = \"body\"", "id = \"body\"\nunit = \"kg\"");
    lamp.run(&["check"]).exits(1).tells("slot `body` takes 2.5, and slot `cable` is a part of it");
    lamp.edit("solution.toml", "part-of = \"body\"\n", "");
    lamp.edit("catalog/parts.toml", "length_mm = 350", "length_mm = 1000");
    lamp.run(&["check", "-q"]).exits(0);
    // One candidate that counts in pieces is enough.
    lamp.edit(
        "catalog/parts.toml",
        "id = \"paste\"\nkind = \"hardware\"\nunit = \"g\"",
        "id = \"paste\"\nkind = \"hardware\"",
    );
    lamp.run(&["check"]).exits(1).tells("slot `grease` takes 1.5 of `paste`, which counts in pcs");
}

#[test]
fn candidates_of_one_slot_count_one_thing() {
    let lamp = heater();
    lamp.edit(
        "catalog/parts.toml",
        "id = \"paste\"\nkind = \"hardware\"\nunit = \"g\"",
        "id = \"paste\"\nkind = \"hardware\"\nunit = \"ml\"",
    );
    lamp.run(&["check"])
        .exits(1)
        .tells("error[decimal-quantity: grease]: 1.5 of slot `grease` is in g here and in ml there");
    lamp.edit("solution.toml", "quantity = \"1.5\"", "quantity = 3");
    let warned = lamp.run(&["check"]).exits(0).tells("warning[mixed-units: grease]");
    warned.tells("slot `grease` takes 3 g of `grease` or 3 ml of `paste`");
    let waiver = "\n[[waivers]]\ncode = \"mixed-units\"\nkey = \"grease\"\nbecause = \"1 g of paste is 1 ml\"\n";
    lamp.write("solution.toml", &format!("{}{waiver}", lamp.read("solution.toml")));
    assert!(!lamp.run(&["check"]).exits(0).stderr.contains("warning[mixed-units"));
}

#[test]
fn designators_are_counted_against_pieces_only() {
    let told = heater().run(&["check"]).exits(0).stderr;
    assert!(!told.contains("refdes-count"), "{told}");
    let lamp = heater();
    lamp.edit("solution.toml", "quantity = 2", "quantity = 2\nrefdes = [\"H1\"]");
    lamp.run(&["check"]).exits(0).tells("refdes-count").tells("1 reference designators and quantity 2");
}

#[test]
fn too_little_for_the_first_tier_is_told_in_its_unit() {
    let lamp = heater();
    lamp.edit("catalog/parts.toml", "from = 1, each = \"1.20\"", "from = 701, each = \"1.20\"");
    lamp.run(&["resolve"])
        .exits(0)
        .tells("700 m of `cable` a year are less than the 701 m of its first price, which is used");
}

const ONE_MARKET: &str = "area = \"north\"\nname = \"North\"\nwithin = [\"world\"]\n";

/// A decimal with the point so many digits from the end.
fn decimal(digits: u32, places: usize) -> String {
    let text = format!("{digits:0>width$}", width = places + 1);
    let (whole, fraction) = text.split_at(text.len() - places);
    format!("{whole}.{fraction}")
}

/// The cost of one slot of cable in a number of bodies that cost nothing.
fn cost(bodies: u32, quantity: &str, prices: [&str; 2], tier: u32, volume: u32) -> Number {
    let solution = format!(
        "[solution]\nname = \"x\"\nversion = \"1.0.0\"\nmarkets = [\"north\"]\ncurrency = \"EUR\"\n[volumes]\nnorth = {volume}\n\
         [slots.body]\nchoose = [\"body\"]\nquantity = {bodies}\n\
         [slots.cable]\nchoose = [\"cable\"]\npart-of = \"body\"\nquantity = \"{quantity}\"\n"
    );
    let parts = format!(
        "[[components]]\nid = \"body\"\nkind = \"hardware\"\nprice = \"0\"\n[[components]]\nid = \"cable\"\nkind = \"hardware\"\n\
         unit = \"m\"\nprice = [{{ from = 1, each = \"{}\" }}, {{ from = {tier}, each = \"{}\" }}]\n",
        prices[0], prices[1]
    );
    let files =
        [("solution.toml", solution), ("catalog/parts.toml", parts), ("regions/north.toml", ONE_MARKET.to_owned())];
    let solution = Solution::from_sources(files.map(|(name, text)| (name.to_owned(), text))).unwrap();
    let compiled = solution.compile().unwrap();
    let answer = compiled.resolve(&Request::market("north").as_of("2026-11-22".parse().unwrap())).unwrap();
    let bom = answer.bom().unwrap();
    assert_eq!(bom.lines[1].quantity.to_string().parse::<Quantity>().unwrap(), bom.lines[1].quantity);
    bom.cost()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_cost_with_decimals_is_that_of_whole_numbers(
        bodies in 1_u32..40, quantity in 1_u32..400_000_000, places in 1_usize..=6, dear in 1_u32..90_000_000,
        cheap in 1_u32..90_000_000, tier in 2_u32..5_000, volume in 1_u32..3_000,
    ) {
        let scale = 10_i128.pow(u32::try_from(places).unwrap());
        let each = i128::from(bodies) * i128::from(quantity);
        let is_reached = each * i128::from(volume) >= i128::from(tier) * scale;
        let price = if is_reached { cheap } else { dear };
        let expected = Number::from(each * i128::from(price)).checked_div(Number::from(scale * 100_000)).unwrap();
        let prices = [decimal(dear, 5), decimal(cheap, 5)];
        let found = cost(bodies, &decimal(quantity, places), [&prices[0], &prices[1]], tier, volume);
        prop_assert_eq!(found, expected);
    }
}
