//! Variants as their users meet them: products with a name, their options and their markets.

#![allow(clippy::unwrap_used)]
#![cfg(feature = "cli")]

mod common;

use common::lamp::Lamp;
use serde_json::Value;
use terroir::{Outcome, Request, ResolveErrorKind, Solution};

const SOLUTION: &str = r#"[solution]
name = "sensor"
version = "1.0.0"
markets = ["US", "DE", "JP"]
currency = "USD"
as-of = 2026-11-22

[options.radio-plan]
values = ["US915", "EU868", "AS923"]
[options.gnss]
values = [false, true]

[slots.radio]
choose = ["radio-us", "radio-eu", "radio-as"]
[slots.gnss]
choose = ["l76"]
when = "gnss"

[[rules]]
id = "us"
if = "radio-plan == US915"
then = "slot.radio == radio-us"
[[rules]]
id = "eu"
if = "radio-plan == EU868"
then = "slot.radio == radio-eu"

[[variants]]
name = "US915"
markets = ["US"]
set = { radio-plan = "US915", gnss = true }
[[variants]]
name = "EU868 with GNSS"
markets = ["DE"]
set = { radio-plan = "EU868", gnss = true }
[[variants]]
name = "EU868"
markets = ["DE"]
set = { radio-plan = "EU868", gnss = false }
"#;

const PARTS: &str = r#"[[components]]
id = "radio-us"
kind = "hardware"
price = "6.00"
[[components]]
id = "radio-eu"
kind = "hardware"
price = "7.00"
[[components]]
id = "radio-as"
kind = "hardware"
price = "5.00"
[[components]]
id = "l76"
kind = "hardware"
price = "3.00"
"#;

fn sensor() -> Lamp {
    Lamp::of(SOLUTION, PARTS)
}

fn costs(answer: &Value) -> Vec<(String, String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let markets = answer["markets"].as_array().unwrap().iter();
    markets.map(|one| (text(&one["variant"]), text(&one["market"]), text(&one["objective"]["cost"]))).collect()
}

#[test]
fn a_market_prefers_the_cheapest_of_its_own_variants_to_a_cheaper_product() {
    let answer = sensor().run(&["resolve", "--format", "json"]).exits(0);
    let answer = answer.tells("note[unpublished]: no variant has `radio-plan = AS923`, `gnss = false` (JP)");
    let found: Vec<String> =
        costs(&answer.json()).into_iter().map(|(_, market, cost)| format!("{market} {cost}")).collect();
    // Without variants each market would take the radio of 5.00.
    assert_eq!(found, ["US 9.00", "DE 7.00", "JP 5.00"]);
}

#[test]
fn a_variant_is_answered_in_its_markets_and_named_beside_them() {
    let answer = sensor().run(&["resolve", "--variants", "--format", "json"]).exits(0).json();
    let found: Vec<String> =
        costs(&answer).into_iter().map(|(variant, market, cost)| format!("{variant}: {market} {cost}")).collect();
    assert_eq!(found, ["US915: US 9.00", "EU868 with GNSS: DE 10.00", "EU868: DE 7.00"]);
    assert_eq!(answer["variants"].as_array().map(Vec::len), Some(3), "each has its shared core");
    let csv = sensor().run(&["resolve", "--variant", "EU868", "--variant", "US915", "--format", "csv"]).exits(0);
    let rows: Vec<&str> = csv.stdout.lines().map(|line| line.split(',').next().unwrap()).collect();
    assert_eq!(rows, ["variant", "EU868", "US915", "US915"]);
}

#[test]
fn a_market_limits_variants_and_none_left_is_wrong_usage() {
    let sensor = sensor();
    let answer = sensor.run(&["resolve", "--variants", "--market", "DE", "--format", "json"]).exits(0).json();
    assert_eq!(costs(&answer).len(), 2);
    sensor.run(&["resolve", "--variants", "--market", "JP"]).exits(2).tells("error: no variant is sold in JP");
    let run = sensor.run(&["check", "--variant", "EU868", "--market", "US"]).exits(2);
    run.tells("error: variant `EU868` is not sold in US\nhelp: its markets are DE");
    let run = sensor.run(&["check", "--variant", "EU868", "--variant", "US915", "--market", "US"]).exits(0);
    run.tells("note: variant `EU868` is not sold in US and is left out");
    sensor.run(&["check", "--variant", "EU86"]).exits(2).tells("help: did you mean `EU868`?");
    Lamp::new().run(&["check", "--variants"]).exits(2).tells("error: `lamp` has no variants");
    sensor.run(&["explain", "--market", "DE", "--variants"]).exits(2).tells("answers one variant at a time");
}

#[test]
fn what_a_variant_sets_is_a_reason_and_not_an_override() {
    let run = sensor().run(&["resolve", "--variant", "EU868", "--set", "gnss=true"]).exits(1);
    let run = run.tells("market `DE` has no valid bill of materials for variant `EU868` of `sensor`");
    let run = run.tells("(1) --set gnss=true\n(2) variant `EU868` sets `gnss = false` (solution.toml:");
    // With another value it would be another product.
    let run = run.tells("help: leave out `--set gnss=true`; the BOM then costs 7.00 USD");
    assert!(!run.stderr.contains("in variant `EU868` at"), "{}", run.stderr);
    let with_area = sensor();
    with_area.write("regions/DE.toml", "area = \"DE\"\n[set]\nradio-plan = \"US915\"\n");
    let run = with_area.run(&["check", "--variants"]).exits(1);
    run.tells("variant `EU868` sets `radio-plan = EU868`").tells("`radio-plan = US915` is fixed for `DE`");
}

#[test]
fn check_proves_every_variant_and_junit_has_a_case_for_each() {
    let run = sensor().run(&["check", "--variants"]).exits(0);
    run.prints("sensor 1.0.0, variant `EU868 with GNSS`: 1 of 1 market with a valid BOM on 2026-11-22");
    let broken = sensor();
    broken.edit(
        "solution.toml",
        "[[variants]]",
        "[[rules]]\nid = \"no-gnss\"\nthen = \"not slot.gnss\"\n\n[[variants]]",
    );
    let junit = broken.run(&["check", "--variants", "--format", "junit"]).exits(1).stdout;
    let cases: Vec<&str> = junit.lines().filter(|line| line.contains("<testcase")).collect();
    assert_eq!(cases.len(), 4, "{junit}");
    assert!(junit.contains("testcase name=\"EU868, DE\" classname=\"sensor\" time=\"0\"/>"), "{junit}");
    assert!(junit.contains("testcase name=\"EU868 with GNSS, DE\" classname=\"sensor\" time=\"0\">"), "{junit}");
    broken.run(&["resolve", "-q"]).exits(0);
    broken.run(&["resolve"]).exits(0).tells("note: variant `US915` has no valid BOM in US");
}

#[test]
fn the_lock_holds_every_variant_in_each_of_its_markets() {
    let sensor = sensor();
    sensor.run(&["resolve"]).exits(0);
    sensor.run(&["resolve", "--locked"]).exits(0);
    // The dearer variant of DE is not the market's own answer: only the lock of the variant sees it.
    sensor.edit("catalog/parts.toml", "price = \"3.00\"", "price = \"3.50\"");
    let run = sensor.run(&["resolve", "--locked"]).exits(1);
    let run = run.tells("DE (EU868 with GNSS)");
    assert!(!run.stderr.contains("DE (EU868): "), "{}", run.stderr);
    sensor.run(&["resolve", "--variant", "EU868"]).exits(0);
    sensor.run(&["resolve", "--locked"]).exits(1);
    sensor.run(&["resolve", "--market", "DE"]).exits(0);
    let run = sensor.run(&["resolve", "--locked"]).exits(1);
    assert!(!run.stderr.contains("DE (EU868 with GNSS)") && run.stderr.contains("US (US915)"), "{}", run.stderr);
    sensor.run(&["resolve"]).exits(0);
    sensor.run(&["resolve", "--locked"]).exits(0);
    for part in ["1/2", "2/2"] {
        sensor.run(&["resolve", "--partition", &format!("hash:{part}"), "-o", &part.replace('/', "-")]).exits(0);
    }
    let whole = sensor.read("terroir.lock");
    std::fs::remove_file(sensor.path("terroir.lock")).unwrap();
    sensor.run(&["merge", "2-2", "1-2"]).exits(0);
    assert_eq!(sensor.read("terroir.lock"), whole);
}

#[test]
fn an_export_writes_a_file_for_each_variant_and_market() {
    let sensor = sensor();
    sensor.edit("solution.toml", "name = \"EU868\"", "name = \"eu868/WITH gnss\"");
    sensor.run(&["export", "--format", "release", "--variants"]).exits(2).tells("3 variants and markets give 3 files");
    sensor.run(&["export", "--format", "release", "--variants", "-o", "out/"]).exits(0);
    let mut names: Vec<String> = std::fs::read_dir(sensor.path("out"))
        .unwrap()
        .map(|one| one.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    let expected = [
        "sensor-EU868-with-GNSS-DE-release.csv",
        "sensor-US915-US-release.csv",
        "sensor-eu868-WITH-gnss-2-DE-release.csv",
    ];
    assert_eq!(names, expected);
    let sbom = sensor.run(&["export", "--format", "cyclonedx", "--variant", "US915"]).exits(0).json();
    assert_eq!(sbom["metadata"]["component"]["name"], "sensor US915");
}

#[test]
fn matrix_and_report_answer_several_variants() {
    let sensor = sensor();
    let run = sensor.run(&["matrix", "--variants"]).exits(0);
    run.prints("sensor 1.0.0, variant EU868 with GNSS, as of").prints("sensor 1.0.0, variant US915, as of");
    let matrix = sensor.run(&["matrix", "--variants", "--format", "json"]).exits(0).json();
    assert_eq!(matrix["variants"][1]["variant"], "EU868 with GNSS");
    sensor.run(&["report", "--variants"]).exits(0).prints("wrote report-EU868-with-GNSS.html");
    let then = sensor.run(&["what-if", "--variant", "EU868", "--without", "radio-eu"]).exits(1);
    then.prints("DE");
    sensor.run(&["horizon", "--variant", "EU868", "--until", "2027-01-01"]).exits(0).prints("DE");
    sensor.run(&["skus", "--variant", "EU868"]).exits(0).prints("DE");
}

#[test]
fn the_price_of_a_planned_certificate_is_shared_by_the_markets_of_the_variant() {
    let solution = SOLUTION.to_owned()
        + "\n[[certificates]]\nscheme = \"ours\"\nplanned = { cost = \"3000\", weeks = 4 }\n\
           [[certification]]\nid = \"ours\"\nscheme = \"ours\"\nlevel = \"solution\"\n\
           [volumes]\nUS = 1000\nDE = 1000\nJP = 1000\n";
    let sensor = Lamp::of(&solution, PARTS);
    let whole = costs(&sensor.run(&["resolve", "--market", "DE", "--format", "json"]).exits(0).json());
    assert_eq!(whole[0].2, "8.00", "shared by three markets");
    let alone = costs(&sensor.run(&["resolve", "--variant", "EU868", "--format", "json"]).exits(0).json());
    assert_eq!(alone[0].2, "10.00", "paid by one");
}

#[test]
fn wrong_variants_are_faults_at_their_places() {
    for (from, to, message) in [
        ("name = \"US915\"", "name = \"EU868\"", "error[duplicate-entry]: variant `EU868` is defined twice"),
        ("markets = [\"US\"]", "markets = [\"FR\"]", "error[variant-market]: variant `US915` has the market `FR`"),
        ("markets = [\"US\"]", "markets = [\"UK\"]", "error[unknown-area]: unknown area `UK`"),
        ("markets = [\"US\"]", "markets = []", "solution.toml"),
        ("gnss = true }", "gps = true }", "error[unknown-option]: unknown option `gps`"),
        ("\"US915\", gnss = true", "\"US916\", gnss = true", "did you mean `US915`?"),
        ("name = \"US915\"", "nme = \"US915\"", "error[unknown-key]"),
        ("name = \"US915\"", "name = \" US915\"", "write `\"US915\"`"),
    ] {
        let sensor = sensor();
        sensor.edit("solution.toml", from, to);
        sensor.run(&["check"]).exits(1).tells(message);
    }
}

#[test]
fn the_library_answers_a_variant() {
    let solution = Solution::from_sources([("solution.toml", SOLUTION), ("catalog/parts.toml", PARTS)]).unwrap();
    let names: Vec<String> = solution.variants().into_iter().map(|variant| variant.name).collect();
    assert_eq!(names, ["US915", "EU868 with GNSS", "EU868"]);
    let compiled = solution.compile().unwrap();
    let answer = compiled.resolve(&Request::market("DE").variant("EU868 with GNSS")).unwrap();
    assert_eq!(answer.variant(), Some("EU868 with GNSS"));
    assert_eq!(answer.bom().unwrap().lines.len(), 2);
    let portfolio = compiled.portfolio(&Request::default().variant("EU868")).unwrap();
    assert_eq!(portfolio.markets.iter().map(Outcome::market).collect::<Vec<_>>(), ["DE"]);
    let kind = |request: Request| compiled.portfolio(&request).unwrap_err().kind();
    assert_eq!(kind(Request::market("US").variant("EU868")), ResolveErrorKind::NotSold);
    assert_eq!(kind(Request::default().variant("EU")), ResolveErrorKind::UnknownName);
}

#[test]
fn a_run_of_variants_says_that_the_lock_stays() {
    let lamp = sensor();
    lamp.run(&["resolve", "--variants"]).exits(0).tells("note: `terroir.lock` is not written where only variants");
    assert!(!lamp.path("terroir.lock").exists());
    lamp.run(&["resolve", "--variants", "--locked"]).exits(2).tells("cannot be limited to variants");
}

#[test]
fn folders_are_compared_in_all_variants_as_locks_are() {
    let (base, head) = (sensor(), sensor());
    head.edit("solution.toml", "radio-plan = \"US915\", gnss = true", "radio-plan = \"US915\", gnss = false");
    let (base_path, head_path) = (base.path(""), head.path(""));
    let (one, two) = (base_path.to_str().unwrap(), head_path.to_str().unwrap());
    let run = head.run(&["diff", one, two, "--exit-code"]).exits(1);
    run.prints("US (US915)").prints("9.00 USD -> 6.00 USD").prints("l76");
    head.run(&["diff", one, two, "--variants", "--exit-code"]).exits(1).prints("US (US915)");
    head.run(&["diff", one, two, "--market", "DE"]).exits(0).prints("the same in DE, DE (EU868 with GNSS), DE (EU868)");
    head.edit("solution.toml", "name = \"EU868\"\nmarkets = [\"DE\"]", "name = \"EU868\"\nmarkets = [\"JP\"]");
    base.run(&["resolve"]).exits(0);
    std::fs::copy(base.path("terroir.lock"), head.path("terroir.lock")).unwrap();
    let run = head.run(&["resolve", "--locked"]).exits(1);
    run.tells("DE (EU868): resolved -> no market of the variant any more");
}
