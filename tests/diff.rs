//! What differs between two markets, two solutions and two locks, and what causes it.

#![allow(clippy::unwrap_used)]
#![cfg(feature = "cli")]

mod common;

use common::lamp::{self, Lamp};
use std::fs;

const MORE: &str = r#"
[options.air-quality]
values = [false, true]
default = false

[slots.sensor]
choose = ["sensor"]
when = "air-quality"

[slots.box]
choose = ["box-a", "box-b"]
"#;

const PARTS: &str = r#"
[[components]]
id = "sensor"
kind = "hardware"
price = "2.00"

[[components]]
id = "box-a"
kind = "hardware"
price = "1.00"

[[components]]
id = "box-b"
kind = "hardware"
price = "1.50"
provides = { "box.strong" = {} }
"#;

/// A lamp with a sensor in Germany, where boxes must be strong.
fn lamp() -> Lamp {
    let lamp = Lamp::new();
    lamp.write("solution.toml", &(lamp.read("solution.toml") + MORE));
    lamp.write("catalog/parts.toml", &(lamp.read("catalog/parts.toml") + PARTS));
    let german = "area = \"DE\"\n[set]\nair-quality = true\n[[needs]]\ncapability = \"box.strong\"\n";
    lamp.write("regions/DE.toml", german);
    lamp
}

#[test]
fn two_markets_differ_through_what_each_of_them_says() {
    let run = lamp().run(&["diff", "US", "DE"]).exits(0);
    run.prints("US -> DE, lamp 1.0.0, as of 2026-11-22")
        .prints("US -> DE  10.00 USD -> 13.00 USD")
        .prints("driver: driver-120 -> driver-230 (changed)")
        .prints("in DE: `driver-120` in slot `driver` does not take the mains of DE")
        .prints("in US: `driver-230` in slot `driver` does not take the mains of US")
        .prints("sensor: empty -> sensor (fitted)")
        .prints("in US: slot `sensor` is empty because `air-quality` is false (solution.toml:20)")
        .prints("in DE: slot `sensor` must be filled when `air-quality`")
        .prints("box: box-a -> box-b (alternate)")
        .prints("in US: with `box-b@1.0.0` in slot `box` the BOM costs 0.50 USD more")
        .prints("option air-quality: false -> true\n")
        .prints("      DE sets option `air-quality` (regions/DE.toml:3)");
}

#[test]
fn what_forbids_the_other_sides_part_is_told_with_its_place() {
    let json = lamp().run(&["diff", "US", "DE", "--format", "json"]).exits(0).json();
    assert_eq!(json["schema"], "terroir.diff/1");
    let pair = &json["markets"][0];
    assert_eq!((&pair["left"]["market"], &pair["right"]["cost"]), (&"US".into(), &"13.00".into()));
    let lines = pair["lines"].as_array().unwrap();
    let line = |slot: &str| lines.iter().find(|line| line["slot"] == slot).unwrap();
    let strong = &line("box")["because"][0];
    assert_eq!((&strong["on"], &strong["file"]), (&"DE".into(), &"regions/DE.toml".into()));
    assert_eq!(line("box")["before"]["component"], "box-a");
    assert_eq!(line("sensor")["before"], serde_json::Value::Null);
    for line in lines {
        assert!(!line["because"].as_array().unwrap().is_empty(), "every difference has a cause: {line}");
    }
}

#[test]
fn equal_markets_do_not_differ() {
    let lamp = Lamp::new();
    lamp.run(&["diff", "DE", "DE"]).exits(0).prints("nothing differs");
    lamp.run(&["diff", "DE", "FR", "--exit-code"]).exits(0).prints("nothing differs");
    lamp.run(&["diff", "DE", "US", "--exit-code"]).exits(1);
    lamp.run(&["diff", "DE", "Atlantis"]).exits(2).tells("unknown market `Atlantis`");
    lamp.run(&["diff", "DE", "gone.lock"]).exits(2).tells("are not two files or two folders");
    lamp.run(&["diff", "DE"]).exits(2);
}

#[test]
fn a_market_without_a_bill_says_why() {
    let lamp = lamp();
    lamp.edit("solution.toml", "\"driver-120\", ", "");
    let run = lamp.run(&["diff", "DE", "US"]).exits(0);
    run.prints("DE -> US  13.00 USD -> no valid BOM").prints("because in US: `driver-230` in slot `driver`");
}

#[test]
fn two_solutions_differ_through_what_was_changed() {
    let (old, new) = (lamp(), lamp());
    new.edit("catalog/parts.toml", "id = \"housing\"", "id = \"housing-2\"");
    new.edit("solution.toml", "choose = [\"housing\"]", "choose = [\"housing-2\"]");
    new.edit("solution.toml", "[\"US\", \"DE\"]", "[\"US\", \"DE\", \"JP\"]");
    new.edit("solution.toml", "[\"box-a\", \"box-b\"]", "[\"box-b\"]");
    let (one, two) = (old.path(""), new.path(""));
    let run = old.run(&["diff", one.to_str().unwrap(), two.to_str().unwrap()]).exits(0);
    run.prints("housing: housing -> housing-2 (changed)")
        .prints("`housing@1.0.0` is not in the catalogue")
        .prints("`housing-2@1.0.0` is not in the catalogue")
        .prints("`box-a@1.0.0` is not a candidate of slot `box` (solution.toml:")
        .prints("JP  not a market -> ");
    let run = old.run(&["diff", one.to_str().unwrap(), one.to_str().unwrap()]).exits(0);
    run.prints("nothing differs");
}

#[test]
fn two_locks_differ_with_the_solution_and_without_it() {
    let lamp = lamp();
    lamp.run(&["resolve"]).exits(0);
    fs::rename(lamp.path("terroir.lock"), lamp.path("old.lock")).unwrap();
    lamp.edit("regions/DE.toml", "air-quality = true", "air-quality = false");
    lamp.edit("catalog/parts.toml", "id = \"box-b\"", "id = \"box-b\"\nuntil = 2026-01-01");
    lamp.edit("regions/DE.toml", "[[needs]]\ncapability = \"box.strong\"\n", "");
    lamp.run(&["resolve"]).exits(0);
    let arguments = ["diff", "old.lock", "terroir.lock"];
    let run = lamp.run(&arguments).exits(0);
    run.prints("DE  13.00 USD -> 10.50 USD")
        .prints("sensor: sensor -> empty (not-fitted)")
        .prints("slot `sensor` is empty because `air-quality` is false")
        .prints("box: box-b -> box-a (changed)")
        .prints("`box-b` in slot `box` is not available on 2026-11-22; `box-b` is available only before 2026-01-01")
        .prints("the same in US");
    let elsewhere = tempfile::tempdir().unwrap();
    for name in ["old.lock", "terroir.lock"] {
        fs::copy(lamp.path(name), elsewhere.path().join(name)).unwrap();
    }
    let alone = lamp::run(elsewhere.path(), &arguments).exits(0).prints("box: box-b -> box-a (changed)");
    assert!(!alone.stdout.contains("ended on"), "{}", alone.stdout);
    fs::write(elsewhere.path().join("old.lock"), "no lock").unwrap();
    lamp::run(elsewhere.path(), &arguments).exits(1).tells("`old.lock` is not a valid lock");
}

#[test]
fn markdown_holds_no_markup_of_the_users_words() {
    let lamp = lamp();
    lamp.write("regions/DE.toml", &(lamp.read("regions/DE.toml") + "because = \"<b>|[x](y)\"\n"));
    let run = lamp.run(&["diff", "US", "DE", "--format", "markdown"]).exits(0);
    run.prints("| what | change | before | after | because |").prints("\\<b>\\|\\[x\\](y)");
}

#[test]
fn ten_markets_differ_for_a_reason() {
    let folder = tempfile::tempdir().unwrap();
    lamp::run(folder.path(), &["new", "light", "--template", "street-light"]).exits(0);
    let light = folder.path().join("light");
    for (left, right) in [("US", "CN"), ("DE", "BR"), ("JP", "IN")] {
        let json = lamp::run(&light, &["diff", left, right, "--format", "json"]).exits(0).json();
        let lines = json["markets"][0]["lines"].as_array().unwrap();
        assert!(lines.len() > 3, "{left} {right}");
        for line in lines.iter().filter(|line| line["change"] != "cost") {
            assert!(!line["because"].as_array().unwrap().is_empty(), "{left} {right}: {line}");
        }
    }
}

#[test]
fn a_quantity_names_the_slot_whose_quantity_was_edited() {
    let lamp = Lamp::new();
    let nested = "\n[slots.tray]\nchoose = [\"box-a\"]\nquantity = 2\n\n[slots.clip]\nchoose = [\"box-b\"]\npart-of = \"tray\"\nquantity = 4\n";
    lamp.write("solution.toml", &(lamp.read("solution.toml") + nested));
    lamp.write("catalog/parts.toml", &(lamp.read("catalog/parts.toml") + PARTS));
    fs::create_dir_all(lamp.path("old/catalog")).unwrap();
    lamp.write("old/solution.toml", &lamp.read("solution.toml"));
    lamp.write("old/catalog/parts.toml", &lamp.read("catalog/parts.toml"));
    lamp.edit("solution.toml", "quantity = 2", "quantity = 3");
    let run = lamp.run(&["diff", "old", ".", "--market", "DE"]).exits(0);
    let run = run.prints("clip: box-b x8 -> box-b x12").prints("slot `clip` takes 4 in each of 3 `tray`");
    let run = run.prints("slot `clip` takes 4 in each of 2 `tray`").prints("slot `tray` takes 3 (solution.toml:");
    assert!(!run.stdout.contains("takes another quantity"), "{}", run.stdout);
    assert_eq!(run.stdout.matches("`slots.tray.quantity` is 3 instead of 2").count(), 2, "{}", run.stdout);
}
