//! `terroir regions`: what is known, what is not, and what is to be looked up again.

#![allow(clippy::unwrap_used, clippy::panic)]

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

// In sentences.

/// The page of a market without its line breaks.
fn words(arguments: &[&str]) -> String {
    terroir(arguments).exits(0).stdout
}

#[test]
fn a_kind_of_facts_is_shown_in_sentences_with_page_day_and_status() {
    let power = words(&["regions", "US", "power"]);
    assert!(power.starts_with("United States (US)\n\nPower\n  Household sockets have 120 V at 60 Hz and"), "{power}");
    assert!(power.contains("plugs of type A and B.\n    agree, 20"), "{power}");
    assert!(power.contains("IEC World Plugs, 2017-10-17 <https://www.iec.ch/world-plugs>"), "{power}");
    assert!(!power.contains("Radio") && !power.contains("power.mains"), "{power}");
    let spectrum = words(&["regions", "US", "spectrum"]);
    assert_eq!(spectrum, words(&["regions", "US", "radio"]));
    let rule =
        "Wi-Fi from 5250 to 5350 MHz: up to 24 dBm e.i.r.p., channels up to 80 MHz wide, with detection of radar (DFS)";
    assert!(spectrum.contains(rule), "{spectrum}");
    // The gap beside the rules is shown with them.
    assert!(spectrum.contains("Not known\n") && spectrum.contains("`spectrum.srd`: "), "{spectrum}");
    assert!(!spectrum.contains("`network.") && !spectrum.contains("Household"), "{spectrum}");
    // Certification of radios is no rule of the spectrum.
    assert!(!spectrum.contains("fcc-15c"), "{spectrum}");
    let german = words(&["regions", "DE", "srd"]);
    assert!(
        german.contains("of `eea`") && german.contains("e.r.p.") && german.contains("on the air up to 1 % of the time"),
        "{german}"
    );
}

#[test]
fn words_for_kinds_find_entries_by_what_they_are_about() {
    for (area, word, text) in [
        ("US", "carriers", "AT&T (`att`, 310-070"),
        ("US", "certification", "`fcc-15e` (radio, FCC) is required for each component that provides `radio.wifi`"),
        ("US", "cyber", "`cyber-trust-mark` (cyber, FCC) may be held"),
        ("CN", "labels", "12 characters since 2023-12-01"),
        ("IN", "data", "DPDP Act"),
        ("BR", "roaming", "`connectivity.roaming` has `permanent = false`: ANATEL bans permanent roaming."),
        ("CN", "sensors", "`pm2_5` is reported by the index HJ 633-2026, with boundaries at 35, 60"),
        ("DE", "battery", "portable batteries must be removable by the user"),
        ("KZ", "spectrum", "read in part (tier 2)"),
        ("DE", "wifi", "class vlp"),
    ] {
        let page = words(&["regions", area, word]);
        assert!(page.contains(text), "{area} {word}: {page}");
    }
    assert!(words(&["regions", "LI", "sensors"]).contains("no overlay states anything about sensors: it is not known"));
    terroir(&["regions", "US", "specturm"]).exits(2).tells("did you mean `spectrum`?");
}

/// The values of a fact as they are found in a sentence; nothing where other words are used for them.
fn in_sentences(name: &str, value: &serde_json::Value, found: &mut Vec<String>) {
    const WORDS: [&str; 9] =
        ["technology", "role", "power_kind", "level", "mandatory", "where", "status", "as_of", "source"];
    match value {
        _ if WORDS.contains(&name) => {}
        serde_json::Value::Array(list) => list.iter().for_each(|one| in_sentences(name, one, found)),
        serde_json::Value::Object(table) => table.iter().for_each(|(name, value)| in_sentences(name, value, found)),
        serde_json::Value::String(text) => found.push(text.replace("regime.", "").replace(['.', '_'], " ")),
        serde_json::Value::Number(number) => found.push(number.to_string().replace('.', " ")),
        serde_json::Value::Bool(_) | serde_json::Value::Null => {}
    }
}

#[test]
fn no_fact_is_missing_from_the_sentences() {
    let mut compared = 0;
    for area in ["US", "CN", "DE", "BR", "IN", "GB", "JP", "KR", "TR", "SA", "KZ", "world", "eea"] {
        let answer = terroir(&["regions", area, "--format", "json"]).exits(0).json();
        let statements = answer["statements"].as_array().unwrap();
        let text = |one: &serde_json::Value, key: &str| one[key].as_str().unwrap().to_owned();
        for fact in answer["facts"].as_array().unwrap() {
            let key = text(fact, "key");
            let is_of = |one: &&serde_json::Value| {
                key.strip_prefix(&text(one, "key")).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            };
            let statement = statements.iter().filter(is_of).max_by_key(|one| text(one, "key").len());
            let statement = statement.unwrap_or_else(|| panic!("{area}: no sentence for {key}"));
            let mut values = Vec::new();
            in_sentences(key.rsplit('.').next().unwrap(), &fact["value"], &mut values);
            let sentence = text(statement, "text").replace(['.', '_'], " ");
            for value in values {
                compared += 1;
                assert!(sentence.contains(&value), "{area} {key}: `{value}` is not in `{sentence}`");
            }
            // A flag that is set is a word of its own.
            for source in fact["source"].as_array().unwrap() {
                let cited = statement["sources"].as_array().unwrap();
                assert!(
                    cited.iter().any(|one| one["id"] == *source && one["page"].is_string()),
                    "{area} {key} {source}"
                );
            }
        }
    }
    assert!(compared > 2000, "only {compared} values");
}

#[test]
fn what_an_own_overlay_states_is_marked_as_yours() {
    let lamp = Lamp::new();
    let own = "area = \"US\"\n[[needs]]\nid = \"guide\"\ncapability = \"language.en\"\nbecause = \"EXAMPLE\"\n\
               [supplies]\npower_w = 40\n";
    lamp.write("regions/US.toml", own);
    let page = lamp.run(&["regions", "US", "needs", "supplies"]).exits(0).stdout;
    assert!(page.contains("The product provides `language.en`: EXAMPLE."), "{page}");
    assert!(page.contains("regions/US.toml:") && page.contains("(own); no source"), "{page}");
    assert!(page.contains("`power_w`: 40"), "{page}");
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
