//! The second tier: markets of which Wi-Fi, mains and LTE codes are known and little else. Every value of the file that they
//! are written from is found again, everything else is a gap, and every answer says so.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod common;

use common::lamp::{Lamp, run_nowhere as terroir};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use terroir::{Fact, Solution};

type Row = BTreeMap<String, String>;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn rows(path: &Path) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    reader.deserialize().map(|row| row.unwrap()).collect()
}

fn markets() -> Vec<String> {
    let areas = Solution::world().unwrap().areas();
    areas.into_iter().filter(|area| area.tier == 2).map(|area| area.code).collect()
}

#[test]
fn the_overlays_are_what_the_script_writes() {
    let python = Command::new("python3").args(["-c", "import tomllib"]).output();
    if !python.is_ok_and(|output| output.status.success()) {
        println!("skipped: no python3 that has `tomllib`");
        return;
    }
    let output =
        Command::new("python3").arg(root().join("tests/facts/second_tier.py")).arg("--check").output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}

#[test]
fn the_values_are_those_of_the_reading_for_every_market_that_has_enough_of_them() {
    let reading = root().join("../shared/facts/reach-2026-11.csv");
    if !reading.is_file() {
        println!("skipped: the reading is not here");
        return;
    }
    let mut all: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    for row in rows(&reading) {
        all.entry(row["area"].clone()).or_default().push(row);
    }
    let has_enough = |rows: &[Row]| {
        let is_lte = |row: &Row| row["key"].starts_with("carriers.") && row["value"].contains("LTE");
        rows.iter().any(|row| row["key"] == "power")
            && rows.iter().any(|row| row["key"].starts_with("radio.wifi-"))
            && rows.iter().any(|row| is_lte(row) && row["confidence"].starts_with("2 families"))
    };
    let expected: Vec<Row> = all.into_values().filter(|rows| has_enough(rows)).flatten().collect();
    assert_eq!(rows(&root().join("tests/facts/second-tier/reach.csv")), expected);
    let chosen: BTreeSet<String> = expected.iter().map(|row| row["area"].clone()).collect();
    assert_eq!(chosen.into_iter().collect::<Vec<_>>(), markets());
}

/// The facts of a market by their key.
fn facts(world: &Solution, market: &str) -> BTreeMap<String, Fact> {
    world.facts(market).unwrap().into_iter().map(|fact| (fact.key.clone(), fact)).collect()
}

/// `width_mhz=40; eirp_dbm=20; dfs indoor` as keys and values.
fn assignments(text: &str) -> BTreeMap<String, Value> {
    let mut found = BTreeMap::new();
    for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
        match part.split_once('=') {
            Some((key, value)) => {
                found.insert(key.to_owned(), serde_json::from_str(&value.replace('\'', "\"")).unwrap());
            }
            None => found.extend(part.split(' ').map(|flag| (flag.to_owned(), Value::Bool(true)))),
        }
    }
    found
}

/// Numbers are equal whether or not they have a decimal point.
fn same(left: &Value, right: &Value) -> bool {
    match (left.as_f64(), right.as_f64()) {
        (Some(left), Some(right)) => (left - right).abs() < 1e-9,
        _ => left == right,
    }
}

#[test]
fn every_value_of_the_file_is_found_again_with_its_day() {
    let world = Solution::world().unwrap();
    let mut held: BTreeMap<String, BTreeMap<String, Fact>> = BTreeMap::new();
    let (mut compared, mut only_named) = (0, 0);
    for row in rows(&root().join("tests/facts/second-tier/reach.csv")) {
        let facts = held.entry(row["area"].clone()).or_insert_with(|| facts(&world, &row["area"]));
        let (key, value) = (row["key"].as_str(), row["value"].as_str());
        let place = format!("{} {key} {value}", row["area"]);
        let stated = |key: &str| facts.get(key).unwrap_or_else(|| panic!("{place}: no {key}"));
        let expect = |key: &str, value: &Value| {
            assert!(same(&stated(key).value, value), "{place}: {} in {key}", stated(key).value);
        };
        compared += 1;
        if let Some(key) = key.strip_prefix("identity.") {
            let value = match key {
                "languages" | "time_zones" => json!(value.split(' ').collect::<Vec<_>>()),
                "minor_unit" => serde_json::from_str(value).unwrap(),
                _ => json!(value),
            };
            expect(&format!("identity.{key}"), &value);
        } else if key == "power" {
            assignments(value).iter().for_each(|(name, value)| expect(&format!("power.mains.{name}"), value));
        } else if key.starts_with("radio.wifi-") {
            assignments(value).iter().for_each(|(name, value)| expect(&format!("{key}.{name}"), value));
            assert_eq!(stated(&format!("{key}.eirp_dbm")).as_of.unwrap().to_string(), row["source_date"]);
        } else if key == "radio.lora.plan" && value.starts_with('?') {
            assert!(facts["gaps.spectrum.lora"].value.is_string(), "{place}");
        } else if key == "radio.lora.plan" {
            expect(&format!("radio.lora-{value}.plan"), &json!(value));
        } else {
            let (code, _) = value.split_once(' ').unwrap();
            let lists =
                |fact: &&Fact| fact.key.ends_with(".plmn") && fact.value.to_string().contains(&format!("\"{code}\""));
            let carrier = facts.values().find(lists);
            if row["confidence"].starts_with("2 families") {
                assert_eq!(carrier.unwrap_or_else(|| panic!("{place}")).status.unwrap().to_string(), "agree");
            } else {
                only_named += 1;
                assert!(carrier.is_none() && facts["gaps.carrier"].value.to_string().contains(code), "{place}");
            }
        }
    }
    println!("{compared} values of {} markets, {only_named} of them codes that one family has", held.len());
    assert!(compared > 700 && held.len() == 60, "{compared} of {}", held.len());
}

#[test]
fn what_a_list_says_of_networks_is_what_the_carrier_has_and_no_more() {
    let world = Solution::world().unwrap();
    let words = [("GSM", "gsm"), ("UMTS", "umts"), ("LTE", "lte"), ("5G", "nr")];
    let mut expected: BTreeMap<(String, String), BTreeSet<String>> = BTreeMap::new();
    for row in rows(&root().join("tests/facts/second-tier/reach.csv")) {
        let two = row["confidence"].starts_with("2 families");
        let Some(name) = row["key"].strip_prefix("carriers.").and_then(|rest| rest.strip_suffix(".plmn")) else {
            continue;
        };
        let found = words.iter().filter(|(word, _)| row["value"].contains(word)).map(|(_, ours)| (*ours).to_owned());
        if two {
            expected.entry((row["area"].clone(), name.to_owned())).or_default().extend(found);
        }
    }
    for market in markets() {
        let facts = facts(&world, &market);
        for (key, fact) in facts.iter().filter(|(key, _)| key.ends_with(".networks")) {
            let name = facts[&key.replace(".networks", ".name")].value.as_str().unwrap().to_owned();
            let members = fact.value.as_array().unwrap();
            let technology = |one: &'_ Value| one["technology"].as_str().unwrap().to_owned();
            // A map of the GSMA names those of LTE-M and NB-IoT.
            let listed =
                members.iter().map(technology).filter(|one| !["lte-m", "nb-iot"].contains(&one.as_str())).collect();
            assert_eq!(expected.remove(&(market.clone(), name.clone())), Some(listed), "{market} {name}");
            // A frequency in megahertz is no band.
            assert!(members.iter().all(|one| one["bands"].is_null()), "{market} {name}");
        }
    }
    assert!(expected.is_empty(), "{expected:?}");
}

#[test]
fn low_power_networks_are_those_of_the_map() {
    let world = Solution::world().unwrap();
    let row = |row: Row| ["market", "carrier", "technology"].map(|column| row[column].clone());
    let mut expected: BTreeSet<_> =
        rows(&root().join("tests/facts/second-tier/low_power.csv")).into_iter().map(row).collect();
    for market in markets() {
        let facts = facts(&world, &market);
        for (key, fact) in facts.iter().filter(|(key, _)| key.ends_with(".networks")) {
            let name = facts[&key.replace(".networks", ".name")].value.as_str().unwrap();
            for one in fact.value.as_array().unwrap() {
                let technology = one["technology"].as_str().unwrap();
                if ["lte-m", "nb-iot"].contains(&technology) {
                    let found = [market.as_str(), name, technology].map(str::to_owned);
                    assert!(expected.remove(&found), "{found:?}");
                }
            }
        }
    }
    assert!(expected.is_empty(), "{expected:?}");
}

#[test]
fn every_market_names_what_was_never_read() {
    let world = Solution::world().unwrap();
    for market in markets() {
        let keys: BTreeSet<String> = world.gaps(&market).unwrap().into_iter().map(|gap| gap.key).collect();
        for key in ["certification.radio", "certification.safety", "spectrum.srd", "data.store", "connectivity.roaming"]
        {
            assert!(keys.contains(key), "{market} has no gap {key}: {keys:?}");
        }
        let lacks_plan = !facts(&world, &market).keys().any(|key| key.starts_with("radio.lora-"));
        assert_eq!(keys.contains("spectrum.lora"), lacks_plan, "{market}");
    }
}

/// The lamp, sold in Kazakhstan.
fn kazakh() -> Lamp {
    let lamp = Lamp::new();
    lamp.edit("solution.toml", "markets = [\"US\", \"DE\"]", "markets = [\"KZ\"]");
    lamp
}

fn unread(lamp: &Lamp) -> Vec<String> {
    let answer = lamp.run(&["resolve", "--format", "json"]).json();
    let warnings = answer["markets"][0]["warnings"].as_array().unwrap().clone();
    let of_code = warnings.iter().filter(|one| one["code"] == "unread" && one["waived"] != true);
    of_code.map(|one| one["key"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn every_answer_says_once_what_was_never_read() {
    let lamp = kazakh();
    let run = lamp.run(&["resolve"]).exits(0);
    assert_eq!(run.stderr.matches("warning[unread]").count(), 1, "{}", run.stderr);
    let run = run.tells("certification of these kinds is not known").tells("(tier 2), neither are");
    for key in ["carrier", "connectivity.roaming", "data.store", "index.air-quality", "spectrum.lora", "spectrum.srd"] {
        assert!(run.stderr.contains(key), "{key}: {}", run.stderr);
        assert_eq!(unread(&lamp).iter().filter(|one| *one == key).count(), 1, "{key}");
    }
    lamp.run(&["resolve", "--deny", "unread"]).exits(1);
}

#[test]
fn what_an_own_overlay_states_or_a_waiver_accepts_is_no_longer_listed() {
    let lamp = kazakh();
    let own = "area = \"KZ\"\n[[radio]]\ntechnology = \"srd\"\nrange_mhz = [433.05, 434.79]\n\
               [[limits]]\ncapability = \"data.store\"\nwhere = { country = { in = \"KZ\" } }\nbecause = \"EXAMPLE\"\n\
               [[waivers]]\ncode = \"unread\"\nkey = \"connectivity.roaming\"\nbecause = \"EXAMPLE: no SIM\"\n";
    lamp.write("regions/KZ.toml", own);
    let open = unread(&lamp);
    for key in ["spectrum.srd", "data.store", "connectivity.roaming"] {
        assert!(!open.iter().any(|one| one == key), "{key}: {open:?}");
    }
    assert!(open.iter().any(|one| one == "spectrum.lora"), "{open:?}");
    // Whoever read it all says so.
    lamp.write("regions/KZ.toml", "area = \"KZ\"\ntier = 1\n");
    assert!(unread(&lamp).iter().all(|key| key.starts_with("certification.")));
    lamp.write("regions/KZ.toml", "area = \"KZ\"\ntier = 3\n");
    lamp.run(&["resolve"]).exits(1).tells("`tier` must be from 1 to 2");
}

#[test]
fn a_market_of_the_first_tier_has_only_its_kinds_of_certification_there() {
    let lamp = Lamp::new();
    assert!(unread(&lamp).iter().all(|key| key.starts_with("certification.")));
}

#[test]
fn regions_lists_the_tiers() {
    let list = terroir(&["regions", "--format", "json"]).exits(0).json();
    let tier = |code: &str| list.as_array().unwrap().iter().find(|one| one["area"] == code).unwrap()["tier"].clone();
    assert_eq!((tier("DE"), tier("KZ"), tier("world")), (json!(1), json!(2), json!(1)));
    terroir(&["regions"]).exits(0).prints("tier").prints("read in part");
}
