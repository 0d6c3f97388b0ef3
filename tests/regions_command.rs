//! `terroir regions`: what is known, what is not, and what is to be looked up again.

#![allow(clippy::unwrap_used)]

mod common;

use common::lamp::{Lamp, run_nowhere as terroir};
use std::collections::BTreeSet;
use terroir::model::is_country_code;

#[test]
fn the_facts_of_an_area_have_the_keys_of_the_contract() {
    let answer = terroir(&["regions", "DE", "--format", "json"]).exits(0).json();
    assert_eq!(answer["area"], "DE");
    let facts = answer["facts"].as_array().unwrap();
    let volts = facts.iter().find(|fact| fact["key"] == "power.mains.voltage_v").unwrap();
    assert_eq!(volts["value"], serde_json::json!([230]));
    for fact in facts.iter().filter(|fact| !fact["key"].as_str().unwrap().starts_with("gaps.")) {
        for key in ["key", "value", "layer", "source", "as_of", "status"] {
            assert!(!fact[key].is_null(), "{key} of {fact}");
        }
    }
}

#[test]
fn gaps_are_told_for_every_market_and_agree_with_the_answers() {
    let list = terroir(&["regions", "--gaps", "--format", "json"]).exits(0).json();
    let list = list.as_array().unwrap();
    let areas: BTreeSet<&str> = list.iter().map(|one| one["area"].as_str().unwrap()).collect();
    let listed = terroir(&["regions", "--format", "json"]).exits(0).json();
    let codes = listed.as_array().unwrap().iter().map(|one| one["area"].as_str().unwrap());
    let countries: BTreeSet<&str> = codes.filter(|code| is_country_code(code)).collect();
    assert!(areas.is_superset(&countries) && !areas.contains("world") && !areas.contains("eea"), "{areas:?}");
    for one in list {
        for gap in one["gaps"].as_array().unwrap() {
            assert!(!gap["text"].as_str().unwrap().is_empty(), "{one}");
        }
    }
    // The table says the same.
    let table = terroir(&["regions", "--gaps"]).exits(0).prints("market").prints("certification");
    let missing = list.iter().filter(|one| {
        one["gaps"].as_array().unwrap().iter().any(|gap| gap["key"].as_str().unwrap().starts_with("certification."))
    });
    table.prints(&format!("certification {}", missing.count()));
}

#[test]
fn the_gaps_of_one_area_have_their_words_and_place() {
    let lamp = Lamp::new();
    lamp.write("regions/DE.toml", "area = \"DE\"\n[gaps]\n\"environment.ambient\" = \"nobody measured\"\n");
    lamp.run(&["regions", "DE", "--gaps"])
        .exits(0)
        .prints("environment.ambient")
        .prints("nobody measured")
        .prints("regions/DE.toml:3");
    lamp.run(&["regions", "XX", "--gaps"]).exits(2).tells("unknown area `XX`");
    lamp.run(&["regions", "DE", "--gaps", "--toml"]).exits(2);
    // What the own overlay states is missing no more.
    lamp.write("regions/DE.toml", "area = \"DE\"\n");
    lamp.write(
        "regions/new.toml",
        "area = \"new\"\nname = \"New\"\nwithin = [\"world\"]\npower = { voltage_v = [1] }\n",
    );
    let run = lamp.run(&["regions", "new", "--gaps"]).exits(0).prints("radio").prints("no overlay states it");
    assert!(!run.stdout.contains("power"), "{}", run.stdout);
}

#[test]
fn a_fact_is_stale_a_year_after_its_day_or_when_it_has_ended() {
    let lamp = Lamp::new();
    lamp.write(
        "regions/new.toml",
        "area = \"new\"\nname = \"New\"\nwithin = [\"world\"]\n[power]\nvoltage_v = [1]\nas_of = 2020-03-01\n\
         [[radio]]\ntechnology = \"wifi\"\nrange_mhz = [1, 2]\nuntil = 2021-01-01\n\
         [[carriers]]\nid = \"c\"\nas_of = 2020-05-01\nnetworks = [\n  { technology = \"umts\", until = 2020-06-01 },\n  \
         { technology = \"gsm\", until = 2019-06-01 },\n  { technology = \"lte\", as_of = 2019-01-01 },\n]\n[[limits]]\ncapability = \"x\"\nwhere = { a = 1 }\n",
    );
    let stale = |day: &str, more: &[&str]| {
        let mut arguments = vec!["regions", "new", "--format", "json", "--stale", day];
        arguments.extend(more);
        let run = lamp.run(&arguments);
        let keys = run
            .json()
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["key"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>();
        run.exits(i32::from(!keys.is_empty()));
        keys
    };
    // The end of the network of 2G was known on the day of the data.
    assert_eq!(stale("2020-01-01", &[]), Vec::<String>::new());
    assert_eq!(stale("2020-01-02", &[]), ["carriers.c.networks.lte"]);
    assert_eq!(stale("2020-06-01", &[]), ["carriers.c.networks.umts", "carriers.c.networks.lte"]);
    // 2020-03-01 and 365 days are 2021-03-01.
    assert!(!stale("2021-03-01", &[]).contains(&"power".to_owned()));
    assert_eq!(
        stale("2021-03-02", &[]),
        ["power", "radio.wifi-1-2", "carriers.c.networks.umts", "carriers.c.networks.lte"]
    );
    assert!(stale("2020-03-03", &["--review-days", "1"]).contains(&"power".to_owned()));
    lamp.run(&["regions", "new", "--stale", "2021-01-01"])
        .exits(1)
        .prints("regions/new.toml:")
        .prints("due for review");
    lamp.run(&["regions", "new", "--stale", "2019-06-01"]).exits(0).prints("no fact is due for review");
    lamp.run(&["regions", "--stale", "tomorrow"]).exits(2).tells("YYYY-MM-DD");
    lamp.run(&["regions", "--review-days", "3"]).exits(2).tells("--stale");
}

#[test]
fn built_in_facts_grow_old() {
    let run = terroir(&["regions", "--stale", "2040-01-01"]).exits(1);
    assert!(run.stdout.lines().count() > 100, "{}", run.stdout);
    let version = terroir::regions::version().replace('.', "-");
    let run = terroir(&["regions", "--stale", &version, "--format", "json"]);
    // On the day of the data itself only what has ended is listed, and what was read from old sources.
    for one in run.json().as_array().unwrap() {
        assert!(one["until"].as_str().is_some() || one["as_of"].as_str().unwrap() < version.as_str(), "{one}");
    }
}

// What an answer uses.

#[test]
fn facts_of_weak_standing_are_told_grouped_over_markets() {
    let lamp = Lamp::new();
    for (area, volts) in [("US", 120), ("DE", 230)] {
        let text = format!("area = \"{area}\"\n[power]\nvoltage_v = [{volts}]\nstatus = \"single\"\n");
        lamp.write(&format!("regions/{area}.toml"), &text);
    }
    // The same words are one message; other words are one line all the same.
    lamp.run(&["resolve"])
        .exits(0)
        .tells("warning[single-source]: the answer uses 1 fact with a single source: `power.mains.voltage_v` (US, DE)");
    lamp.run(&["resolve", "--deny", "unverified"]).exits(0);
    lamp.run(&["resolve", "--deny", "single"]).exits(2).tells("`terroir explain --code` lists all codes");
    lamp.run(&["resolve", "--deny", "single-sources"]).exits(2).tells("did you mean `single-source`?");
    lamp.run(&["resolve", "--deny", "single-source"]).exits(1).tells("error[single-source]");
    let answer = lamp.run(&["resolve", "--format", "json"]).exits(0).json();
    for market in answer["markets"].as_array().unwrap() {
        let codes: Vec<&str> =
            market["warnings"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect();
        assert!(codes.contains(&"single-source"), "{codes:?}");
        let mut facts = market["facts"].as_array().unwrap().iter();
        let fact = facts.find(|one| one["key"] == "power.mains.voltage_v").unwrap();
        assert_eq!(fact["slots"][0], "driver");
        assert!(fact["value"].is_array() && fact["file"].is_string() && fact["line"].is_u64(), "{fact}");
    }
    lamp.write("regions/US.toml", "area = \"US\"\n[power]\nvoltage_v = [120]\nstatus = \"disputed\"\n");
    lamp.run(&["resolve", "--deny", "disputed"]).exits(1).tells("error[disputed]").tells("warning[single-source]");
    lamp.run(&["explain", "--market", "US"]).exits(0).prints("disputed").prints("120");
}

#[test]
fn many_markets_with_other_facts_each_are_one_line() {
    let run = terroir(&["demo"]).exits(0);
    assert_eq!(run.stderr.matches("warning[single-source]").count(), 1, "{}", run.stderr);
    assert!(run.stderr.contains("`terroir explain --market"), "{}", run.stderr);
}
