//! `terroir explain` on the street light: why this, why not that, in words and as JSON.

#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod common;

use common::{lamp, project};

fn terroir(arguments: &[&str]) -> lamp::Run {
    lamp::run(&project("examples/street-light"), &[arguments, &["--as-of", "2026-11-22", "-q"]].concat())
}

/// What is printed, its lines joined: sentences are folded at 80 columns.
fn text(arguments: &[&str], status: i32) -> String {
    let printed = terroir(arguments).exits(status).stdout;
    assert!(printed.lines().all(|line| line.chars().count() <= 80), "{printed}");
    printed.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn json(arguments: &[&str], status: i32) -> serde_json::Value {
    let all = [arguments, &["--format", "json"]].concat();
    let value = terroir(&all).exits(status).json();
    assert_eq!(value["schema"], "terroir.explain/1");
    value["markets"][0].clone()
}

/// The explanation that README.md begins with is the one that is printed.
#[test]
fn the_explanation_in_the_readme_is_what_is_printed() {
    let readme = std::fs::read_to_string(project("README.md")).unwrap();
    let (_, block) = readme.split_once("$ terroir explain --market BR --as-of 2026-11-22\n").unwrap();
    let block = block.split("```").next().unwrap();
    let made = lamp::Lamp::template("street-light");
    made.edit("solution.toml", "choose = [\"driver-230\", \"driver-universal\"]", "choose = [\"driver-230\"]");
    let run = made.run(&["explain", "--market", "BR", "--as-of", "2026-11-22", "-q"]).exits(1);
    assert!(run.stdout.starts_with(block), "{}", run.stdout);
}

#[test]
fn a_component_that_nothing_can_replace_is_forced_by_reasons() {
    let told = text(&["explain", "--market", "CN", "--component", "host-cn"], 0);
    assert!(told.contains("CN: `host-cn` fills slot `hosting`"), "{told}");
    assert!(told.contains("nothing else can fill it, because of (1)"), "{told}");
    let why = &json(&["explain", "--market", "CN", "--component", "host-cn"], 0)["why"][0];
    assert_eq!(why["slot"], "hosting");
    assert_eq!(why["taken"], "host-cn");
    assert!(why["forced"].as_array().is_some_and(|reasons| !reasons.is_empty()), "{why}");
}

#[test]
fn a_component_that_is_dearer_says_by_how_much_and_what_else_changes() {
    let told = text(&["explain", "--market", "DE", "--component", "controller-4u"], 0);
    assert!(told.contains("is not in slot `controller`, which holds `controller-2u`; with it the BOM costs"), "{told}");
    assert!(told.contains("(+"), "{told}");
    let choice = &json(&["explain", "--market", "DE", "--component", "controller-4u"], 0)["why"][0]["choices"][0];
    assert_eq!(choice["verdict"], "possible");
    assert!(choice["difference"].as_str().is_some_and(|more| !more.starts_with('-')), "{choice}");
}

#[test]
fn a_component_that_cannot_stand_there_says_why() {
    let told = text(&["explain", "--market", "CN", "--component", "host-us"], 0);
    assert!(told.contains("with it there is no valid BOM: (1)"), "{told}");
    assert!(told.contains("EXAMPLE-CLOUD runs no service for China"), "{told}");
    assert!(!told.contains("--pin"), "{told}");
}

#[test]
fn a_slot_shows_every_other_candidate_with_its_verdict() {
    let why = &json(&["explain", "--market", "BR", "--slot", "driver"], 0)["why"][0];
    let choices: Vec<&str> =
        why["choices"].as_array().unwrap().iter().map(|one| one["choice"].as_str().unwrap()).collect();
    assert!(!choices.is_empty(), "{why}");
    assert!(choices.contains(&"driver-230"), "{why}");
}

#[test]
fn an_option_shows_what_fixes_it_and_what_another_value_costs() {
    let told = text(&["explain", "--market", "DE", "--option", "uplink"], 0);
    assert!(told.contains("option `uplink` in DE: cellular"), "{told}");
    assert!(
        told.contains(
            "its default gives it this value; `--set` or `[set]` changes it (1) `uplink = cellular` is the default"
        ),
        "{told}"
    );
    let why = &json(&["explain", "--market", "DE", "--option", "uplink"], 0)["why"][0];
    assert_eq!(why["choices"][0]["choice"], "lorawan");
    assert_eq!(why["choices"][0]["verdict"], "possible");
}

#[test]
fn further_sets_of_reasons_are_listed_on_demand() {
    let flags = ["explain", "--market", "CN", "--set", "uplink=lorawan", "--set", "air-quality=false", "--all", "4"];
    let told = text(&flags, 1);
    assert!(told.contains(" set 1 of 4; each set alone is enough (1) ") && told.contains(" set 2 of 4 (1) "), "{told}");
    let all = &json(&flags, 1)["all"];
    assert_eq!(all["complete"], true, "{all}");
    let sets = all["sets"].as_array().unwrap();
    assert!(sets.len() > 1 && sets.iter().all(|set| set[0]["key"].is_string()), "{all}");
}

#[test]
fn a_fix_is_data_with_its_cost_and_lead_time() {
    let market = json(&["explain", "--market", "CN", "--set", "uplink=lorawan"], 1);
    let fix = &market["explanation"]["fixes"][0];
    assert_eq!(fix["tried"], true, "{fix}");
    assert_eq!(fix["edits"][0]["edit"], "drop-flag");
    assert_eq!(fix["edits"][0]["flag"], "--set uplink=lorawan");
    assert!(fix["cost"].is_string() && fix["lead_weeks"].is_number(), "{fix}");
}

#[test]
fn a_limit_that_is_reached_is_said_and_ends_with_2() {
    for command in ["resolve", "explain"] {
        let run = terroir(&[command, "--market", "DE", "--limit", "1"]).exits(2);
        let told = run.stdout + &run.stderr;
        assert!(told.contains("undecided"), "{told}");
    }
}

#[test]
fn wrong_names_are_told_with_the_nearest() {
    for (flag, name, near) in
        [("--slot", "drvier", "driver"), ("--option", "uplnk", "uplink"), ("--component", "host-cm", "host-cn")]
    {
        let told = format!("did you mean `{near}`?");
        terroir(&["explain", "--market", "DE", flag, name]).exits(2).tells(&told);
    }
}
