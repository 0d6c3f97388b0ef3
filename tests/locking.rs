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
    assert_eq!(lock.matches("component = \"driver-new\"").count(), 1, "{lock}");
    assert_eq!(lock.matches("component = \"driver-120\"").count(), 1, "{lock}");
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

// The age of a lock.

/// The text of a lock as edition 1 wrote it: no values of lines, no dates, no warnings, nothing of the files.
fn of_edition_1(text: &str) -> String {
    let is_of_today = |line: &str| {
        ["holds_until", "sellable_from", "warnings = [", "  { code ="].iter().any(|start| line.starts_with(start))
    };
    let text = text.split("\n[[stated]]").next().unwrap().replace("version = 4\n", "version = 2\n");
    let mut out = String::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if is_of_today(line) {
            line.starts_with("warnings").then(|| lines.find(|line| *line == "]"));
            continue;
        }
        out += line.split(", kind = ").next().unwrap();
        out += if line.contains(", kind = ") { " },\n" } else { "\n" };
    }
    let fact = "  { key = \"carriers.tampnet\", value = \"\\\"Tampnet\\\"\", layer = \"US\", file = \"regions/US.toml\", \
        slots = [\"driver\"] },\n";
    out.replacen("facts = [\n", &format!("facts = [\n{fact}"), 1)
}

#[test]
fn a_lock_of_edition_1_is_compared_by_what_it_holds_and_written_anew() {
    let lamp = Lamp::new();
    lamp.run(&["resolve"]).exits(0);
    let new = lamp.read("terroir.lock");
    let old = of_edition_1(&new);
    assert!(!old.contains("unit_cost") && old.contains("housing") && old.contains("tampnet"), "{old}");
    lamp.write("terroir.lock", &old);
    lamp.run(&["resolve", "--locked"]).exits(0).tells("has an earlier format").tells("so they are not compared");
    lamp.edit("catalog/parts.toml", "id = \"housing\"", "id = \"housing\"\nversion = \"1.1.0\"");
    let run = lamp.run(&["resolve", "--locked"]).exits(1);
    run.tells("US, DE: slot `housing`: housing@1.0.0 x1 -> housing@1.1.0 x1");
    lamp.edit("catalog/parts.toml", "version = \"1.1.0\"\n", "");
    lamp.run(&["resolve"]).exits(0).tells("wrote `terroir.lock`");
    assert_eq!(lamp.read("terroir.lock"), new);
}

#[test]
fn a_locked_run_names_its_day_and_a_lock_that_no_longer_holds() {
    let lamp = Lamp::new();
    lamp.edit("solution.toml", "as-of = 2026-11-22\n", "");
    lamp.edit("catalog/parts.toml", "price = \"5.00\"\n", "price = \"5.00\"\nuntil = 2020-05-01\n");
    lamp.run(&["resolve", "--as-of", "2020-01-01"]).exits(0);
    let run = lamp.run(&["resolve", "--locked"]).exits(0).prints("as of 2020-01-01");
    let run = run.tells("note: using the date of terroir.lock, 2020-01-01");
    run.tells("hold until 2020-05-01, which has passed").tells("run `terroir resolve --as-of ");
}

#[test]
fn a_market_that_the_date_closes_is_not_blamed_on_an_edit() {
    let lamp = Lamp::new();
    lamp.edit("catalog/parts.toml", "price = \"5.00\"\n", "price = \"5.00\"\nuntil = 2027-05-01\n");
    lamp.run(&["resolve"]).exits(0);
    lamp.edit("catalog/parts.toml", "price = \"4.50\"\n", "price = \"4.50\"\nmpn = \"X\"\n");
    let run = lamp.run(&["resolve", "--locked", "--as-of", "2027-05-01"]).exits(1);
    let run = run.tells("  US, DE: resolved -> conflict, because the date is 2027-05-01 (was 2026-11-22)\n");
    assert!(!run.stderr.contains("mpn"), "{}", run.stderr);
    lamp.edit("catalog/parts.toml", "until = 2027-05-01", "until = 2026-05-01");
    let run = lamp.run(&["resolve", "--locked"]).exits(1);
    run.tells(
        "  US, DE: resolved -> conflict, because `until` of `housing` is now `2026-05-01`, catalog/parts.toml:18\n",
    );
}

// What a lock says after `resolve`.

/// A lamp without a day of its own, with dated parts.
fn without_a_day() -> Lamp {
    let lamp = Lamp::new();
    lamp.edit("solution.toml", "as-of = 2026-11-22\n", "");
    lamp.edit("solution.toml", "\"driver-230\"]", "\"driver-230\", \"driver-old\"]");
    let old = "[[components]]\nid = \"driver-old\"\nkind = \"hardware\"\nprice = \"9.00\"\nuntil = 2027-12-31\n";
    lamp.write("catalog/parts.toml", &(lamp.read("catalog/parts.toml") + old));
    lamp.edit("catalog/parts.toml", "price = \"4.50\"\n", "price = \"4.50\"\nuntil = 2027-06-01\n");
    lamp
}

#[test]
fn answers_of_one_market_on_another_day_do_not_make_the_lock_false() {
    let lamp = without_a_day();
    lamp.run(&["resolve", "--as-of", "2026-11-22"]).exits(0);
    let lock = lamp.read("terroir.lock");
    let run = lamp.run(&["resolve", "--market", "DE", "--as-of", "2027-07-01"]).exits(0);
    run.tells("note: `terroir.lock` was not updated: it is as of 2026-11-22, these answers as of 2027-07-01")
        .tells("help: run `terroir resolve --as-of 2027-07-01` without `--market` to update all markets");
    assert_eq!(lamp.read("terroir.lock"), lock);
    lamp.run(&["resolve", "--locked"]).exits(0);
    // A lock of another day that has these answers is renewed.
    lamp.write("terroir.lock", &lock.replace("as_of = 2026-11-22", "as_of = 2028-06-01"));
    lamp.run(&["resolve", "--locked"]).exits(1);
    lamp.run(&["resolve", "--as-of", "2026-11-23"]).exits(0).tells("wrote `terroir.lock`");
    lamp.run(&["resolve", "--locked"]).exits(0);
}

#[test]
fn after_resolve_the_lock_is_clean_whatever_was_done_before() {
    let lamp = without_a_day();
    let parts = lamp.read("catalog/parts.toml");
    let days = ["2026-11-22", "2027-05-31", "2027-06-01", "2027-12-30"];
    let edits = [
        ("price = \"4.50\"", "price = \"4.75\""),
        ("until = 2027-06-01", "until = 2027-05-31"),
        ("until = 2027-06-01", "through = 2027-12-30"),
        ("price = \"9.00\"\n", "price = \"3.00\"\nfrom = 2027-06-01\n"),
        ("price = \"9.00\"\n", "price = \"3.00\"\nfrom = 2026-01-01\n"),
        ("price = \"5.00\"", "price = \"5.00\"\nmpn = \"H-1\""),
    ];
    let mut seed = 7_usize;
    let mut below = |limit: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % limit
    };
    let mut cleaned = 0;
    for step in 0..40 {
        let day = days[below(days.len())];
        match below(4) {
            0 => {
                let (from, to) = edits[below(edits.len())];
                lamp.write("catalog/parts.toml", &parts.replacen(from, to, 1));
            }
            1 => drop(lamp.run(&["resolve", "--market", ["US", "DE"][below(2)], "--as-of", day])),
            2 => drop(lamp.run(&["resolve", "--pin", "housing=housing", "--as-of", day])),
            _ => {
                let run = lamp.run(&["resolve", "--as-of", day]);
                if run.stderr.contains("error") {
                    continue;
                }
                cleaned += 1;
                let locked = lamp.run(&["resolve", "--locked"]);
                assert!(!locked.stderr.contains("error"), "step {step}, {day}: {}\n{}", run.stderr, locked.stderr);
            }
        }
    }
    assert!(cleaned > 5, "{cleaned}");
}

#[test]
fn the_end_of_what_an_answer_uses_is_a_difference() {
    let lamp = with_an_ending_certificate();
    lamp.edit("catalog/parts.toml", "until = 2027-05-01", "through = 2027-04-01");
    let run = lamp.run(&["resolve", "--locked"]).exits(1);
    run.tells("`certificates[ce-lamp].through` of `driver-230` is now `2027-04-01`, catalog/parts.toml:");
    lamp.run(&["resolve"]).exits(0).tells("wrote `terroir.lock`");
    lamp.run(&["resolve", "--locked"]).exits(0);
    // The end of what no answer uses is none.
    let wide = lamp.read("catalog/parts.toml").replace("price = \"6.00\"", "price = \"6.00\"\nuntil = 2040-01-01");
    lamp.write("catalog/parts.toml", &wide);
    lamp.run(&["resolve", "--locked"]).exits(0);
}

// Which edits are named.

/// Edits that bear on different things: the American driver ends, the German one costs more, a part that no answer holds
/// costs less, more units are sold in the US, and its own file says that a kind is complete.
fn with_edits(lamp: &Lamp) {
    lamp.edit("catalog/parts.toml", "price = \"4.00\"\n", "price = \"4.00\"\nuntil = 2026-11-01\n");
    lamp.edit("catalog/parts.toml", "price = \"4.50\"", "price = \"4.75\"");
    lamp.edit("catalog/parts.toml", "price = \"9.00\"", "price = \"8.00\"");
    lamp.edit("solution.toml", "US = 500", "US = 700");
    lamp.write("regions/US.toml", "area = \"US\"\n[complete]\ncertification = [\"battery\"]\n");
}

fn with_a_spare_part() -> Lamp {
    let lamp = Lamp::new();
    lamp.edit("solution.toml", "[slots.driver]", "[volumes]\nUS = 500\n\n[slots.driver]");
    let spare = "\n[[components]]\nid = \"spare\"\nkind = \"hardware\"\nprice = \"9.00\"\n";
    lamp.write("catalog/parts.toml", &(lamp.read("catalog/parts.toml") + spare));
    lamp
}

#[test]
fn edits_that_cannot_bear_on_a_difference_are_not_named() {
    let lamp = with_a_spare_part();
    lamp.run(&["resolve"]).exits(0);
    with_edits(&lamp);
    let run = lamp.run(&["resolve", "--locked"]).exits(1);
    let line = |start: &str| run.stderr.lines().find(|line| line.trim().starts_with(start)).unwrap().to_owned();
    let us = line("US: resolved -> conflict");
    assert!(us.contains("`until` of `driver-120` is now `2026-11-01`"), "{us}");
    assert!(!us.contains("costs") && !us.contains("volumes"), "{us}");
    let de = line("DE: cost: ");
    assert!(de.contains("because `driver-230` costs 4.75 instead of 4.50"), "{de}");
    assert!(!de.contains("US") && !de.contains("spare") && !de.contains("driver-120"), "{de}");
}

#[test]
fn a_certificate_is_named_only_where_its_scheme_is_accepted() {
    let lamp = Lamp::new();
    for (area, scheme) in [("US", "moon-us"), ("DE", "moon-de")] {
        let required = format!("area = \"{area}\"\n[[certification]]\nscheme = \"{scheme}\"\nlevel = \"solution\"\n");
        lamp.write(&format!("regions/{area}.toml"), &required);
    }
    let held = "\n[[certificates]]\nscheme = \"moon-us\"\nid = \"EXAMPLE-1\"\n\n[[certificates]]\nscheme = \"moon-de\"\nid = \"EXAMPLE-3\"\n";
    lamp.write("solution.toml", &(lamp.read("solution.toml") + held));
    lamp.run(&["resolve"]).exits(0);
    lamp.edit("solution.toml", "EXAMPLE-1", "EXAMPLE-2");
    lamp.edit("solution.toml", "\n[[certificates]]\nscheme = \"moon-de\"\nid = \"EXAMPLE-3\"\n", "");
    let run = lamp.run(&["resolve", "--locked"]).exits(1);
    let of = |market: &str| {
        let lines: Vec<&str> = run.stderr.lines().filter(|line| line.trim().starts_with(market)).collect();
        assert!(!lines.is_empty(), "{}", run.stderr);
        lines.join("\n")
    };
    assert!(of("DE: ").contains("`moon-de`") && !of("DE: ").contains("moon-us"), "{}", run.stderr);
    assert!(of("US: ").contains("EXAMPLE-2") && !of("US: ").contains("moon-de"), "{}", run.stderr);
}

#[test]
fn of_several_edits_that_may_close_a_market_none_is_said_to_be_the_one() {
    let lamp = Lamp::new();
    lamp.run(&["resolve"]).exits(0);
    lamp.edit("catalog/parts.toml", "id = \"driver-120\"", "id = \"driver-120\"\nlifecycle = \"eol\"");
    lamp.edit("catalog/parts.toml", "id = \"housing\"", "id = \"housing\"\nlifecycle = \"nrnd\"");
    let run = lamp.run(&["resolve", "--locked"]).exits(1);
    let us = run.stderr.lines().find(|line| line.trim().starts_with("US: resolved -> conflict")).unwrap().to_owned();
    assert!(us.contains("`driver-120`") && us.contains(" or ") && !us.contains(" and "), "{us}");
}

#[test]
fn an_answer_holds_past_requirements_for_what_nothing_provides() {
    let lamp = Lamp::new();
    let required = |applies: &str| {
        let dated = "level = \"component\"\nfrom = 2027-01-01\n";
        format!("area = \"DE\"\n[[certification]]\nscheme = \"moon\"\napplies-to = \"{applies}\"\n{dated}")
    };
    let until = || {
        let answer = lamp.run(&["resolve", "--format", "json", "--market", "DE"]).exits(0);
        let answer: serde_json::Value = serde_json::from_str(&answer.stdout).unwrap();
        answer["markets"][0]["holds_until"].as_str().map(str::to_owned)
    };
    lamp.write("regions/DE.toml", &required("lamp.driver"));
    assert_ne!(until().as_deref(), Some("2027-01-01"));
    lamp.edit("catalog/parts.toml", "price = \"4.00\"", "price = \"4.00\"\nprovides = { \"lamp.driver\" = {} }");
    assert_eq!(until().as_deref(), Some("2027-01-01"), "a candidate provides it");
}

#[test]
fn folders_name_the_edits_without_which_a_difference_is_gone() {
    let (base, head) = (with_a_spare_part(), with_a_spare_part());
    with_edits(&head);
    head.edit("catalog/parts.toml", "price = \"5.00\"\n", "price = \"5.00\"\nmpn = \"H-1\"\n");
    let (base, path) = (base.path(""), head.path(""));
    let run = head.run(&["diff", base.to_str().unwrap(), path.to_str().unwrap()]).exits(0);
    let (_, us) = run.stdout.split_once("\nUS ").unwrap();
    let us = us.split("\nDE ").next().unwrap();
    assert!(us.contains("`until` of `driver-120`") && !us.contains("spare") && !us.contains("mpn"), "{us}");
    assert!(!run.stdout.contains("spare") && !run.stdout.contains("US = 700"), "{}", run.stdout);
    run.prints("`price` of `driver-230` is 4.75 instead of 4.50").prints("`mpn` of `housing` is new: H-1");
}

#[test]
fn units_and_rates_are_named_only_where_a_price_depends_on_them() {
    let lamp = with_a_spare_part();
    lamp.edit("solution.toml", "[volumes]\n", "[purchasing]\npool = \"market\"\n\n[volumes]\n");
    let tiers = "price = [{ from = 1, each = \"5.00\" }, { from = 600, each = \"4.00\" }]";
    lamp.edit("catalog/parts.toml", "price = \"5.00\"", tiers);
    lamp.run(&["resolve"]).exits(0);
    lamp.edit("solution.toml", "US = 500", "US = 700");
    lamp.edit("catalog/parts.toml", "price = \"4.00\"", "price = \"4.25\"");
    let run = lamp.run(&["resolve", "--locked"]).exits(1);
    let line = |start: &str| run.stderr.lines().find(|line| line.trim().starts_with(start)).unwrap().to_owned();
    let (driver, housing) = (line("US: `driver`: unit cost"), line("US: `housing`: unit cost"));
    assert!(!driver.contains("volumes"), "{driver}");
    assert!(housing.contains("`US` of `volumes` is now `700`") && !housing.contains("driver"), "{housing}");
}
