//! What if, and what hangs on a part: as their users meet them.

#![allow(clippy::unwrap_used)]

mod common;

use common::lamp::Lamp;

const PARTS: &str = r#"[[components]]
id = "driver-120"
kind = "hardware"
manufacturer = "Example Power"
origin = "CN"
price = "4.00"
provides = { "power.dc" = {} }
needs = { "power.mains" = { voltage_v = { within = [100, 130] } } }

[[components]]
id = "driver-230"
kind = "hardware"
manufacturer = "Example Power"
origin = "DE"
price = "4.50"
provides = { "power.dc" = {} }
needs = { "power.mains" = { voltage_v = { within = [198, 264] } } }
certificates = [{ scheme = "red", id = "EXAMPLE-1", until = 2029-01-01 }]

[[components]]
id = "driver-any"
kind = "hardware"
manufacturer = "Other Makers"
price = "7.00"
provides = { "power.dc" = {} }

[[components]]
id = "housing"
kind = "hardware"
origin = "CN"
price = "5.00"
needs = { "power.dc" = {} }

[[components]]
id = "housing-eu"
kind = "hardware"
origin = "FR"
price = "6.25"
needs = { "power.dc" = {} }
"#;

fn lamp() -> Lamp {
    let lamp = Lamp::new();
    lamp.write("catalog/parts.toml", PARTS);
    lamp.edit("solution.toml", r#"["driver-120", "driver-230"]"#, r#"["driver-120", "driver-230", "driver-any"]"#);
    lamp.edit("solution.toml", r#"choose = ["housing"]"#, r#"choose = ["housing", "housing-eu"]"#);
    lamp
}

#[test]
fn an_origin_takes_everything_that_is_made_there_or_in_an_area_of_it() {
    let run = lamp().run(&["what-if", "--without-origin", "CN"]).exits(0);
    let run = run.prints("driver: driver-120 → driver-any (+3.00)").prints("housing: housing → housing-eu (+1.25)");
    run.prints("2 of 2 markets with a valid BOM, today 2; changed: US, DE");
    // Germany and France lie in the EEA.
    let run = lamp().run(&["what-if", "--without-origin", "eea", "--market", "DE"]).exits(0);
    run.prints("driver: driver-230 → driver-any (+2.50)");
}

#[test]
fn a_maker_is_compared_without_regard_to_case_and_a_wrong_one_gets_the_nearest() {
    lamp().run(&["what-if", "--without-maker", "EXAMPLE power"]).exits(0).prints("changed: US, DE");
    let run = lamp().run(&["what-if", "--without-maker", "Exampel Power"]).exits(2);
    run.tells("no component has the manufacturer `Exampel Power`").tells("did you mean `Example Power`?");
    lamp()
        .run(&["resolve", "--without-origin", "EA"])
        .exits(2)
        .tells("`EA` is neither a known area nor the origin of a component");
    lamp().run(&["what-if", "--without", "driver-12"]).exits(2).tells("did you mean `driver-120`?");
    lamp().run(&["what-if"]).exits(2).tells("nothing to compare: give at least one what-if flag");
    // A country from which nothing comes changes nothing.
    lamp().run(&["what-if", "--without-origin", "BR"]).exits(0).prints("(0.00)");
}

#[test]
fn a_flag_is_a_reason_as_typed_and_writes_no_lock() {
    let lamp = lamp();
    let arguments = ["resolve", "--format", "json", "--without-origin", "CN", "--without-maker", "Other Makers"];
    let run = lamp.run(&arguments).exits(1);
    let json = run.json();
    let reasons = json["markets"][0]["explanation"]["reasons"].as_array().unwrap();
    let flag = |start: &str| {
        reasons.iter().any(|one| one["file"].is_null() && one["text"].as_str().unwrap().starts_with(start))
    };
    assert!(flag("--without-origin CN") && flag("--without-maker Other Makers"), "{reasons:?}");
    assert!(!lamp.path("terroir.lock").exists());
}

#[test]
fn what_is_lost_is_told_with_its_reasons_and_totals_count_what_is_resolved_both_times() {
    let lamp = lamp();
    let flags = ["--without", "driver-any", "--without-origin", "DE"];
    let run = lamp.run(&[&["what-if"], flags.as_slice()].concat()).exits(1);
    let run = run.prints("DE       9.50  no BOM        lost").prints("--without-origin DE");
    run.prints("1 of 2 markets with a valid BOM, today 2; lost: DE").prints("of the 1 market resolved in both");
    let json = lamp.run(&[&["what-if", "--format", "json"], flags.as_slice()].concat()).exits(1).stdout;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["schema"], "terroir.what-if/1");
    assert_eq!(json["totals"]["lost"][0], "DE");
    assert_eq!(json["markets"][1]["status_then"], "conflict");
    assert!(!json["markets"][1]["reasons"].as_array().unwrap().is_empty());
    let markdown = lamp.run(&[&["what-if", "--format", "md"], flags.as_slice()].concat()).exits(1);
    markdown.prints("| market | today | then | difference | lines |").prints("| DE | 9.50 | no BOM | lost |  |");
}

#[test]
fn another_day_is_laid_beside_the_solutions_own() {
    let lamp = lamp();
    lamp.edit("catalog/parts.toml", "price = \"4.50\"", "price = \"4.50\"\nuntil = 2027-03-01");
    let run = lamp.run(&["what-if", "--as-of", "2027-03-01"]).exits(0);
    run.prints("on 2026-11-22: what if --as-of 2027-03-01").prints("driver: driver-230 → driver-any (+2.50)");
}

#[test]
fn the_impact_of_a_part_names_where_it_is_used_who_needs_it_and_what_replaces_it() {
    let lamp = lamp();
    let run = lamp.run(&["impact", "driver-120"]).exits(0);
    let run = run.prints("driver  US         US, DE").prints("others provide it");
    run.prints("driver: driver-120 → driver-any (+3.00)");
    let json = lamp.run(&["impact", "driver-120", "--format", "json"]).exits(0).stdout;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["schema"], "terroir.impact/1");
    assert_eq!(json["slots"][0]["chosen_in"], serde_json::json!(["US"]));
    assert_eq!(json["skus"][0]["markets"], serde_json::json!(["US"]));
    assert!(json["skus"][0]["id"].as_str().unwrap().starts_with("hw-"), "{json}");
    assert_eq!(json["needed_by"][0]["lost"], false);
    assert_eq!(json["without"]["totals"]["changed"], serde_json::json!(["US"]));
    lamp.run(&["impact", "driver-12"]).exits(2).tells("did you mean `driver-120`?");
    lamp.run(&["impact", "housing@^9"]).exits(2).tells("unknown component `housing@^9`; its versions are");
}

#[test]
fn what_needs_the_only_provider_is_lost_with_it() {
    let lamp = lamp();
    lamp.edit("solution.toml", r#"["driver-120", "driver-230", "driver-any"]"#, r#"["driver-any"]"#);
    let run = lamp.run(&["impact", "driver-any"]).exits(0);
    run.prints("nothing else provides it").prints("lost: US, DE");
}

#[test]
fn check_proves_parts_dead_and_says_where() {
    let lamp = lamp();
    lamp.edit("solution.toml", "markets = [\"US\", \"DE\"]", "markets = [\"US\"]");
    let run = lamp.run(&["check"]).exits(0);
    run.tells("warning[dead-component: driver-230]: no valid BOM of any market contains `driver-230`")
        .tells("catalog/parts.toml:11");
    let json = lamp.run(&["check", "--format", "json"]).exits(0).stdout;
    assert!(json.lines().any(|line| line.contains("\"code\":\"dead-component\"")), "{json}");
    assert!(!lamp.run(&["check", "-q"]).exits(0).stderr.contains("dead-component"));
}

#[test]
fn an_overlay_that_repeats_the_built_in_facts_is_noted() {
    let lamp = lamp();
    lamp.write("regions/DE.toml", "area = \"DE\"\n[power]\nfrequency_hz = [50]\n");
    lamp.run(&["check"]).exits(0).tells("note[unused-overlay: DE]").tells("regions/DE.toml:1");
    lamp.write("regions/DE.toml", "area = \"DE\"\n[power]\nfrequency_hz = [50]\nvoltage_v = [240]\n");
    assert!(!lamp.run(&["check"]).exits(0).stderr.contains("unused-overlay"));
}

#[test]
fn no_text_shows_a_replaced_control_character() {
    for template in ["starter", "street-light", "health-monitor", "soil-station"] {
        let lamp = Lamp::template(template);
        let check = |arguments: &[&str]| {
            let run = lamp.run(arguments);
            assert!(
                !run.stdout.contains('\u{fffd}') && !run.stderr.contains('\u{fffd}'),
                "{arguments:?}: {}",
                run.stdout
            );
            run.stdout
        };
        for format in ["table", "markdown"] {
            let told = check(&["what-if", "--without-origin", "US", "--as-of", "2026-11-22", "--format", format]);
            assert!(told.lines().any(|line| line.starts_with("annual cost")), "{template} {format}: {told}");
            check(&["diff", "US", "DE", "--as-of", "2026-11-22", "--format", format]);
            check(&["skus", "--number", "--as-of", "2026-11-22", "--format", format]);
        }
        check(&["matrix", "--as-of", "2026-11-22"]);
        check(&["explain", "--market", "US", "--as-of", "2026-11-22"]);
        check(&["resolve", "--as-of", "2026-11-22"]);
    }
}
