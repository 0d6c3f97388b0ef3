//! Packs: folders of overlays that several solutions share, named on the command line or by the library.

#![allow(clippy::unwrap_used)]

mod common;

use common::lamp::{self, Lamp};
use std::fs;
use terroir::{Pack, Request, Solution};

const MOON: &str = "area = \"moon\"\nname = \"Moon\"\nwithin = [\"world\"]\n[power]\nvoltage_v = [220]\nfrequency_hz = [50]\n\
                    source = [\"base-manual\"]\nas_of = 2026-01-01\nstatus = \"unverified\"\n";
const SOURCES: &str = "[[sources]]\nid = \"base-manual\"\ntitle = \"EXAMPLE manual of the base\"\ndate = 2025-12-01\n";

/// A lamp beside a pack that defines the market `moon`.
fn lamp_and_pack() -> Lamp {
    let lamp = Lamp::new();
    fs::create_dir(lamp.path("packs")).unwrap();
    fs::create_dir(lamp.path("packs/ours")).unwrap();
    lamp.write("packs/ours/moon.toml", MOON);
    lamp.write("packs/ours/sources.toml", SOURCES);
    lamp.edit("solution.toml", "markets = [\"US\", \"DE\"]", "markets = [\"US\", \"moon\"]");
    lamp
}

#[test]
fn a_pack_defines_a_market() {
    let lamp = lamp_and_pack();
    lamp.run(&["resolve"]).exits(1).tells("unknown area `moon`");
    lamp.run(&["resolve", "--overlays", "packs/ours"]).exits(0).prints("driver-230").tells("warning[unverified]");
    lamp.run(&["--overlays", "packs/ours", "explain", "--market", "moon"])
        .exits(0)
        .prints("power.mains.voltage_v")
        .prints("EXAMPLE manual of the base, 2025-12-01");
    lamp.run(&["regions", "moon", "--overlays", "packs/ours/"]).exits(0).prints("(pack)");
    let table = ["regions", "moon", "--overlays", "packs/ours/", "--format", "table"];
    lamp.run(&table).exits(0).prints("moon (pack)");
    lamp.run(&["regions", "--overlays", "packs/ours"]).exits(0).prints("pack");
    lamp.run(&["regions", "moon", "--toml", "--overlays", "packs/ours"]).exits(2).tells("has no built-in overlay");
    lamp.run(&["check", "--deny", "unverified", "--overlays", "packs/ours"]).exits(1).tells("error[unverified]");
}

#[test]
fn areas_of_a_pack_are_known_outside_a_solution() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("ours")).unwrap();
    fs::write(folder.path().join("ours/moon.toml"), MOON).unwrap();
    lamp::run(folder.path(), &["regions", "moon"]).exits(2).tells("unknown area `moon`");
    let run = lamp::run(folder.path(), &["regions", "moon", "--overlays", "ours", "--format", "json"]).exits(0);
    let json = run.json();
    let volts = json["facts"].as_array().unwrap().iter().find(|fact| fact["key"] == "power.mains.voltage_v").unwrap();
    assert_eq!(
        (&volts["value"], &volts["whose"], &volts["file"]),
        (&serde_json::json!([220]), &"pack".into(), &"ours/moon.toml".into())
    );
}

/// The mains of `US`, as somebody states them.
fn mains(volts: u32) -> String {
    format!("area = \"US\"\n[power]\nvoltage_v = [{volts}]\n")
}

fn rover(overlays: &[(&str, String)], packs: Vec<Pack>) -> Solution {
    let text = "[solution]\nname = 'rover'\nversion = '1.0.0'\nmarkets = ['US']\ncurrency = 'USD'\n".to_owned();
    let own = overlays.iter().map(|(name, text)| ((*name).to_owned(), text.clone()));
    let sources = [("solution.toml".to_owned(), text)].into_iter().chain(own);
    Solution::from_sources_and_packs(sources, packs).unwrap()
}

fn volts(solution: &Solution) -> (String, String) {
    let facts = solution.facts("US").unwrap();
    let fact = facts.into_iter().find(|fact| fact.key == "power.mains.voltage_v").unwrap();
    (fact.value.to_string(), fact.place.file)
}

#[test]
fn a_pack_stands_over_the_built_in_value_and_under_the_solutions_own() {
    let pack = || Pack::from_sources("p", [("US.toml", mains(200))]);
    assert_eq!(volts(&rover(&[], vec![])).1, "regions/US.toml");
    assert_eq!(volts(&rover(&[], vec![pack()])), ("[200]".to_owned(), "p/US.toml".to_owned()));
    let own = rover(&[("regions/mine.toml", mains(300))], vec![pack()]);
    assert_eq!(volts(&own), ("[300]".to_owned(), "regions/mine.toml".to_owned()));
    // The narrower area still wins, whoever states the wider one.
    let wide = Pack::from_sources("p", [("world.toml", mains(99).replace("US", "world"))]);
    assert_eq!(volts(&rover(&[], vec![wide])).1, "regions/US.toml");
}

#[test]
fn two_packs_that_differ_clash_whichever_is_named_first() {
    let pack = |folder: &str, volts| Pack::from_sources(folder, [("US.toml", mains(volts))]);
    let told = |packs: Vec<Pack>| rover(&[], packs).compile().unwrap_err().to_string();
    let one = told(vec![pack("a", 100), pack("b", 200)]);
    assert!(one.contains("error[clash]") && one.contains("a/US.toml:3") && one.contains("b/US.toml:3"), "{one}");
    assert_eq!(one, told(vec![pack("b", 200), pack("a", 100)]));
    rover(&[], vec![pack("a", 100), pack("b", 100)]).compile().unwrap();
    // The solution decides.
    rover(&[("regions/US.toml", mains(120))], vec![pack("a", 100), pack("b", 200)]).compile().unwrap();
}

#[test]
fn a_source_that_two_lists_describe_otherwise_is_told() {
    let pack = |title: &str| {
        let text = format!("[[sources]]\nid = \"iec-world-plugs\"\ntitle = \"{title}\"\n");
        Pack::from_sources("ours", [("sources.toml", text), ("US.toml", mains(120))])
    };
    let text = "[solution]\nname = 'rover'\nversion = '1.0.0'\nmarkets = ['US']\ncurrency = 'USD'\n";
    let told = Solution::from_sources_and_packs([("solution.toml", text)], [pack("EXAMPLE")]).unwrap_err().to_string();
    assert!(told.contains("`iec-world-plugs` is described twice") && told.contains("ours/sources.toml:2"), "{told}");
}

#[test]
fn a_pack_is_read_as_carefully_as_a_solution() {
    let lamp = lamp_and_pack();
    let run = |folder: &str| lamp.run(&["check", "--overlays", folder]);
    run("nowhere").exits(2).tells("`nowhere` cannot be read");
    run("solution.toml").exits(2).tells("is a regular file, not a folder of overlays");
    run(".").exits(2).tells("is a solution, not a pack");
    run("catalog/..").exits(2).tells("is a solution, not a pack");
    fs::create_dir(lamp.path("empty")).unwrap();
    run("empty").exits(2).tells("contains no overlay");
    lamp.write("packs/ours/mars.toml", "area = \"mars\"\nwithin = [\"moom\"]\nvoltage = 3\n");
    run("packs/ours")
        .exits(1)
        .tells("packs/ours/mars.toml:2")
        .tells("packs/ours/mars.toml:3")
        .tells("did you mean `moon`?");
    fs::write(lamp.path("packs/ours/mars.toml"), b"area = \"mars\xff\"\n").unwrap();
    run("./packs/ours").exits(1).tells("./packs/ours/mars.toml:1").tells("is not UTF-8");
    fs::remove_file(lamp.path("packs/ours/mars.toml")).unwrap();
    fs::create_dir(lamp.path("packs/ours/mars.toml")).unwrap();
    run("packs/ours").exits(2).tells("`packs/ours/mars.toml` is a folder, not a regular file");
}

#[cfg(unix)]
#[test]
fn links_and_pipes_in_a_pack_are_told_and_not_followed() {
    let lamp = lamp_and_pack();
    std::os::unix::fs::symlink("/etc/hostname", lamp.path("packs/ours/link.toml")).unwrap();
    let made = std::process::Command::new("mkfifo").arg(lamp.path("packs/ours/pipe.toml")).status();
    assert!(made.unwrap().success());
    lamp.run(&["check", "--overlays", "packs/ours"])
        .exits(2)
        .tells("`packs/ours/link.toml` is a symbolic link")
        .tells("`packs/ours/pipe.toml` is a pipe or device");
    // The folder itself is the user's to name.
    let again = lamp_and_pack();
    std::os::unix::fs::symlink(again.path("packs/ours"), again.path("ours")).unwrap();
    again.run(&["check", "--overlays", "ours", "--overlays", "packs/ours"]).exits(0);
}

#[test]
fn a_lock_knows_its_packs() {
    let lamp = lamp_and_pack();
    lamp.run(&["resolve", "--overlays", "packs/ours"]).exits(0);
    let lock = lamp.read("terroir.lock");
    assert!(lock.contains("version = 4") && lock.contains("region_version = \"20") && lock.contains("name = \"ours\""));
    lamp.run(&["resolve", "--locked", "--overlays", "packs/ours"]).exits(0);
    let elsewhere = lamp.path("elsewhere/ours");
    fs::create_dir_all(&elsewhere).unwrap();
    for name in ["moon.toml", "sources.toml"] {
        fs::copy(lamp.path("packs/ours").join(name), elsewhere.join(name)).unwrap();
    }
    lamp.run(&["resolve", "--locked", "--overlays", elsewhere.to_str().unwrap()]).exits(0);
    fs::write(elsewhere.join("moon.toml"), MOON.replace("[50]", "[60]")).unwrap();
    lamp.run(&["resolve", "--locked", "--overlays", elsewhere.to_str().unwrap()])
        .exits(1)
        .tells("pack `ours`: its files have changed");
    lamp.edit("solution.toml", "[\"US\", \"moon\"]", "[\"US\"]");
    lamp.run(&["resolve", "--locked"]).exits(1).tells("pack `ours`: not given; add `--overlays DIR` with its folder");
}

#[test]
fn an_answer_that_changes_because_a_fact_changed_says_which() {
    let lamp = lamp_and_pack();
    lamp.run(&["resolve", "--overlays", "packs/ours"]).exits(0);
    lamp.write("packs/ours/moon.toml", &MOON.replace("[220]", "[120]"));
    let because = "moon: slot `driver`: driver-230@1.0.0 x1 -> driver-120@1.0.0 x1, because power.mains.voltage_v is now \
                   [120] (was [220]; ours/moon.toml)";
    lamp.run(&["resolve", "--locked", "--overlays", "packs/ours"]).exits(1).tells(because);
    lamp.run(&["resolve", "--overlays", "packs/ours"]).exits(0).tells(because);
    // A market that loses its answer says which fact it lost it by.
    lamp.write("packs/ours/moon.toml", &MOON.replace("[220]", "[12]"));
    lamp.run(&["resolve", "--locked", "--overlays", "packs/ours"])
        .exits(1)
        .tells("moon: resolved -> conflict")
        .tells("because `voltage_v` of `power` of moon is now `12`, packs/ours/moon.toml:5");
    lamp.run(&["resolve", "--overlays", "packs/ours"]).exits(1);
    lamp.write("packs/ours/moon.toml", MOON);
    lamp.run(&["resolve", "--overlays", "packs/ours"])
        .exits(0)
        .tells("moon: conflict -> resolved")
        .tells("because `voltage_v` of `power` of moon is now `220`, packs/ours/moon.toml:5");
}

#[test]
fn a_market_of_a_pack_can_be_added_and_new_areas_made() {
    let lamp = Lamp::new();
    lamp.run(&["new", "--area", "moon", "packs/ours"]).exits(0).prints("created `packs/ours/moon.toml`");
    lamp.run(&["new", "--area", "moon", "packs/ours"]).exits(2).tells("already exists");
    lamp.run(&["add", "market", "moon", "--overlays", "packs/ours"]).exits(0);
    lamp.run(&["check", "--overlays", "packs/ours"]).exits(1).tells("`power.mains` of `moon` is not known");
    lamp.run(&["new", "--area", "mars"]).exits(0).prints("created `regions/mars.toml`");
    lamp.run(&["regions", "mars", "--overlays", "packs/ours"]).exits(0);
    lamp.run(&["regions", "mars"]).exits(1).tells("unknown area `moon`");
    for (code, told) in [
        ("../x", "is not a valid area code"),
        ("de", "did you mean `DE`?"),
        ("sources", "is not a valid area code"),
        ("", "is not a valid area code"),
    ] {
        lamp.run(&["new", "--area", code]).exits(2).tells(told);
    }
    lamp.run(&["new"]).exits(2).tells("<DIR>");
    lamp.run(&["new", "--area", "x", "--template", "starter"]).exits(2).tells("cannot be used with");
    lamp.run(&["new", "--area", "DE", "solution.toml"]).exits(2).tells("cannot write");
}

#[test]
fn every_command_that_opens_a_solution_takes_packs() {
    let lamp = lamp_and_pack();
    for arguments in [&["check"][..], &["resolve"], &["matrix"], &["explain", "--market", "moon"], &["regions", "moon"]]
    {
        let all: Vec<&str> = arguments.iter().copied().chain(["--overlays", "packs/ours"]).collect();
        lamp.run(&all).exits(0);
        let all: Vec<&str> = arguments.iter().copied().chain(["--overlays", "nowhere"]).collect();
        lamp.run(&all).exits(2).tells("`nowhere` cannot be read");
    }
    lamp.run(&["demo", "--overlays", "nowhere"]).exits(2);
    // Not one of them is dropped.
    lamp.run(&["--overlays", "nowhere", "check", "--overlays", "packs/ours"])
        .exits(2)
        .tells("after the command's name");
    lamp.run(&["--regions=packs/ours", "check"]).exits(0);
}

#[test]
fn facts_of_an_answer_name_the_layer_that_wrote_the_value() {
    // The own overlay states the plugs alone: the voltage stays the built-in one's, with its source.
    let overlay = "area = \"US\"\n[power]\nplugs = [\"EXAMPLE\"]\n".to_owned();
    let part = "[[components]]\nid = 'd'\nkind = 'hardware'\nprice = '1'\n\
                needs = { 'power.mains' = { voltage_v = { within = [100, 130] }, plugs = 'EXAMPLE' } }\n";
    let slot =
        "[solution]\nname = 'a'\nversion = '1.0.0'\nmarkets = ['US']\ncurrency = 'USD'\n[slots.d]\nchoose = ['d']\n";
    let solution = Solution::from_sources([
        ("solution.toml", slot.to_owned()),
        ("catalog/a.toml", part.to_owned()),
        ("regions/US.toml", overlay),
    ])
    .unwrap();
    let request = Request::market("US").as_of("2026-11-22".parse().unwrap());
    let answer = solution.compile().unwrap().resolve(&request).unwrap();
    let facts = &answer.bom().unwrap().facts;
    let of = |key: &str| facts.iter().find(|fact| fact.key == key).unwrap();
    assert_eq!(of("power.mains.plugs").value, "[\"EXAMPLE\"]");
    assert_eq!(of("power.mains.plugs").status, None);
    let volts = of("power.mains.voltage_v");
    assert!(volts.status.is_some() && !volts.source.is_empty() && volts.slots == ["d"], "{volts:?}");
}
