//! The lock: an answer frozen and a preference, never a hidden constraint.

#![allow(clippy::unwrap_used)]
#![cfg(feature = "cli")]

mod common;

use common::lamp::Lamp;

const CHEAPER: &str = r#"
[[components]]
id = "driver-new"
kind = "hardware"
price = "1.00"
needs = { "power.mains" = { voltage_v = { within = [100, 277] } } }
"#;

/// A lamp that was locked, and for which a cheaper driver was found since.
fn with_a_cheaper_driver() -> Lamp {
    let lamp = Lamp::new();
    lamp.run(&["resolve"]).exits(0);
    lamp.write("catalog/parts.toml", &(lamp.read("catalog/parts.toml") + CHEAPER));
    lamp.edit("solution.toml", "\"driver-230\"]", "\"driver-230\", \"driver-new\"]");
    lamp
}

#[test]
fn the_cheapest_answer_is_taken_unless_the_lock_is_to_be_kept() {
    let lamp = with_a_cheaper_driver();
    let before = lamp.read("terroir.lock");
    lamp.run(&["resolve", "--keep"]).exits(0).prints("driver-120").prints("driver-230").prints("changes = 0");
    assert_eq!(lamp.read("terroir.lock"), before, "the same answers leave the lock as it is");
    lamp.run(&["resolve"]).exits(0).prints("driver-new").tells("wrote `terroir.lock`");
    assert_ne!(lamp.read("terroir.lock"), before);
}

#[test]
fn what_cannot_be_kept_changes_and_the_rest_stays() {
    let lamp = with_a_cheaper_driver();
    lamp.edit("catalog/parts.toml", "id = \"driver-230\"", "id = \"driver-230\"\nlifecycle = \"eol\"");
    let run = lamp.run(&["resolve", "--keep"]).exits(0).prints("changes = 1").prints("changes = 0");
    assert!(run.stdout.contains("driver-120@1.0.0") && run.stdout.contains("driver-new@1.0.0"), "{}", run.stdout);
    let after = lamp.read("terroir.lock");
    assert!(!after.contains("changes"), "how much changed is in no lock");
    lamp.run(&["resolve", "--keep"]).exits(0).prints("changes = 0");
    assert_eq!(lamp.read("terroir.lock"), after, "keeping twice is keeping once");
}

#[test]
fn a_market_that_the_lock_does_not_hold_gets_the_cheapest_answer() {
    let lamp = with_a_cheaper_driver();
    lamp.edit("solution.toml", "[\"US\", \"DE\"]", "[\"US\", \"DE\", \"JP\"]");
    lamp.edit("solution.toml", "choose = [\"housing\"]", "choose = [\"housing\"]\noptional = true");
    lamp.run(&["resolve", "--keep", "--market", "JP"]).exits(0).prints("driver-new");
    let lock = lamp.read("terroir.lock");
    assert_eq!(lock.matches("driver-new").count(), 1, "{lock}");
    assert_eq!(lock.matches("driver-120").count(), 1, "{lock}");
}

#[test]
fn without_a_lock_there_is_nothing_to_keep() {
    Lamp::new().run(&["resolve", "--keep"]).exits(2).tells("`--keep` needs `terroir.lock`, which does not exist");
}

#[test]
fn a_kept_lock_stays_locked() {
    let lamp = with_a_cheaper_driver();
    lamp.run(&["resolve", "--locked", "--keep"]).exits(0);
    lamp.run(&["resolve", "--locked"]).exits(1).tells("error[lock-would-change]");
}

// What --locked says.

const WIDE: &str = r#"
[[components]]
id = "driver-wide"
kind = "hardware"
price = "6.00"
certificates = [{ scheme = "ce-lamp", id = "EXAMPLE-2" }]
needs = { "power.mains" = { voltage_v = { within = [100, 277] } } }
"#;

/// A lamp whose cheaper German driver holds a certificate that ends.
fn with_an_ending_certificate() -> Lamp {
    let lamp = Lamp::new();
    lamp.edit("solution.toml", "\"driver-230\"]", "\"driver-230\", \"driver-wide\"]");
    lamp.edit(
        "catalog/parts.toml",
        "price = \"4.50\"\n",
        "price = \"4.50\"\nprovides = { \"lamp.driver\" = {} }\n\
         certificates = [{ scheme = \"ce-lamp\", id = \"EXAMPLE-1\", until = 2027-05-01 }]\n",
    );
    let wide = WIDE.replace("price", "provides = { \"lamp.driver\" = {} }\nprice");
    lamp.write("catalog/parts.toml", &(lamp.read("catalog/parts.toml") + &wide));
    let german =
        "area = \"DE\"\n[[certification]]\nscheme = \"ce-lamp\"\napplies-to = \"lamp.driver\"\nlevel = \"component\"\n";
    lamp.write("regions/DE.toml", german);
    lamp.run(&["resolve"]).exits(0);
    lamp
}

#[test]
fn a_lock_that_would_change_says_which_certificate_ended() {
    let lamp = with_an_ending_certificate();
    lamp.run(&["resolve", "--locked"]).exits(0);
    lamp.run(&["resolve", "--locked", "--as-of", "2027-04-30"]).exits(0);
    let run = lamp.run(&["resolve", "--locked", "--as-of", "2027-05-01"]).exits(1);
    run.tells("error[lock-would-change]").tells(
        "DE: line 1 `driver` changed because certificate `ce-lamp` `EXAMPLE-1` of `driver-230` ends on 2027-05-01 \
         (catalog/parts.toml:",
    );
}

#[test]
fn a_lock_that_would_change_says_what_was_taken_away_or_has_become_cheaper() {
    let lamp = with_an_ending_certificate();
    lamp.edit("catalog/parts.toml", "price = \"4.50\"", "price = \"7.50\"");
    lamp.run(&["resolve", "--locked"]).exits(1).tells(
        "DE: line 1 `driver` changed because with `driver-230@1.0.0` in slot `driver` the BOM costs 1.50 USD more",
    );
    lamp.edit("catalog/parts.toml", "id = \"driver-230\"", "id = \"driver-231\"");
    lamp.edit("solution.toml", "\"driver-230\", ", "");
    lamp.run(&["resolve", "--locked"])
        .exits(1)
        .tells("DE: line 1 `driver` changed because `driver-230@1.0.0` is not in the catalogue");
}

#[test]
fn equal_hardware_has_an_equal_name_in_the_lock() {
    let lamp = Lamp::new();
    lamp.edit("solution.toml", "[\"US\", \"DE\"]", "[\"US\", \"DE\", \"FR\"]");
    lamp.run(&["resolve"]).exits(0);
    let lock = lamp.read("terroir.lock");
    let names: Vec<&str> = lock.lines().filter(|line| line.starts_with("hardware = \"hw-")).collect();
    assert_eq!(names.len(), 3, "{lock}");
    assert_ne!(names[0], names[1]);
    assert_eq!(names[1], names[2], "Germany and France take the same lamp");
}
