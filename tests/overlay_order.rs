//! Overlays compose: whatever the files are called and in whichever order they are read and written, the answers and
//! the faults are the same. Only carriers and slots of one area have an order of their own, so they stand in one file.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use terroir::{Diagnostic, Outcome, Request, Solution};

const CASES: u64 = 600;

const SOLUTION: &str = r#"[solution]
name = "lamp"
version = "1.0.0"
markets = ["north", "both", "south"]
currency = "EUR"
objective = ["cost", "parts"]
[options.mode]
values = ["plain", "rich"]
[slots.driver]
choose = ["driver-low", "driver-high", "driver-any"]
[slots.radio]
choose = ["radio", "radio-approved"]
[slots.extra]
choose = ["extra-a", "extra-b"]
optional = true
[slots.modem]
choose = ["modem"]
when = "mode == rich"
[[rules]]
id = "rich"
if = "mode == rich"
then = "slot.extra"
[[certificates]]
scheme = "red"
planned = { cost = "1000", weeks = 3 }
"#;

const PARTS: &str = r#"
[[components]]
id = "driver-low"
kind = "hardware"
price = "2.00"
origin = "south"
hs = "850440"
needs = { "power.mains" = { voltage_v = { within = [100, 130] } } }
[[components]]
id = "driver-high"
kind = "hardware"
price = "3.00"
uses = { socket_ma = 150 }
needs = { "power.mains" = { voltage_v = { within = [198, 264] } } }
[[components]]
id = "driver-any"
kind = "hardware"
price = "9.00"
[[components]]
id = "radio"
kind = "hardware"
price = "4.00"
lead_weeks = 2
provides = { "radio.wifi" = {}, "heat" = { power_w = 7 } }
[[components]]
id = "radio-approved"
kind = "hardware"
price = "6.00"
provides = { "radio.wifi" = {}, "heat" = { power_w = 3 } }
needs = { "spectrum.wifi" = { range_mhz = { covers = [5150, 5250] } } }
certificates = [{ scheme = "fcc", id = "EXAMPLE-1" }]
[[components]]
id = "extra-a"
kind = "hardware"
price = "1.00"
provides = { "leaflet.a" = {} }
[[components]]
id = "extra-b"
kind = "hardware"
price = "1.50"
provides = { "leaflet.b" = {} }
[[components]]
id = "modem"
kind = "hardware"
price = "5.00"
needs = { "network.lte" = { bands = { any-of = [1, 3] } } }
"#;

/// Areas with their parents.
const AREAS: [(&str, &str); 6] = [
    ("union", "\"world\""),
    ("grid", "\"world\""),
    ("league", "\"union\""),
    ("north", "\"league\""),
    ("both", "\"union\", \"grid\""),
    ("south", "\"grid\""),
];

/// Numbers that look random and are the same on every machine (SplitMix64).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, count: usize) -> usize {
        (self.next() % count as u64) as usize
    }

    /// True once in `count` times.
    fn once_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }

    fn of<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }

    fn shuffle<T>(&mut self, list: &mut [T]) {
        for at in (1..list.len()).rev() {
            list.swap(at, self.below(at + 1));
        }
    }
}

/// A file before it is text: its head and its tables, which may stand in any order.
#[derive(Clone)]
struct Draft {
    head: String,
    tables: Vec<String>,
}

/// Every other case says little, so that few statements clash.
fn drafts(random: &mut Random, rarity: usize) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for (area, parents) in AREAS {
        for part in 0..3 {
            let head = if part == 0 {
                format!("area = \"{area}\"\nname = \"{area}\"\nwithin = [{parents}]\n")
            } else if random.once_in(2) {
                format!("area = \"{area}\"\n")
            } else {
                continue;
            };
            let mut tables = if part == 0 { ordered(random) } else { Vec::new() };
            tables.extend(unordered(random, rarity));
            drafts.push(Draft { head, tables });
        }
    }
    drafts
}

/// Tables whose place breaks ties: one text, so that they stay in their order.
fn ordered(random: &mut Random) -> Vec<String> {
    let mut text = String::new();
    for carrier in ["one", "two"] {
        if random.once_in(4) {
            let bands = random.of(&["[1]", "[3]", "[5]", "[1, 5]"]);
            let until = random.of(&["", "", ", until = 2026-01-01", ", from = 2026-01-01"]);
            let _ = write!(
                text,
                "[[carriers]]\nid = \"{carrier}\"\nnetworks = [{{ technology = \"lte\", bands = {bands}{until} }}]\n"
            );
        }
    }
    if random.once_in(6) {
        let key = random.of(&["also = [\"extra-b\"]", "choose = [\"extra-b\"]", "optional = false", "quantity = 2"]);
        let _ = write!(text, "[slots.extra]\n{key}\n");
    }
    if text.is_empty() { Vec::new() } else { vec![text] }
}

fn unordered(random: &mut Random, rarity: usize) -> Vec<String> {
    let mut tables = Vec::new();
    let mut push = |random: &mut Random, often: usize, text: String| {
        if random.once_in(often * rarity) {
            tables.push(text);
        }
    };
    let voltage = random.of(&["voltage_v = [120]", "voltage_v = [230]", "voltage_v = [230]", "voltage_v = [120, 230]"]);
    let more = random.of(&["", "frequency_hz = [50]\n", "plugs = [\"A\"]\n"]);
    push(random, 4, format!("[power]\n{voltage}\n{more}"));
    let range = random.of(&["[5150, 5200]", "[5200, 5250]", "[5150, 5250]"]);
    let eirp = random.of(&["", "eirp_dbm = 20\n", "eirp_dbm = 23\n", "dfs = true\n"]);
    push(random, 3, format!("[[radio]]\ntechnology = \"wifi\"\nrange_mhz = {range}\n{eirp}"));
    let dates = random.of(&["", "", "from = 2026-06-01\n", "until = 2026-06-01\n", "from = 2027-01-01\n"]);
    let scheme = random.of(&["red", "fcc"]);
    let level = random.of(&["solution", "component"]);
    let accepts = random.of(&["", "accepts = [\"fcc\", \"red\"]\n", "accepts = [\"red\"]\n"]);
    let certification = format!("scheme = \"{scheme}\"\napplies-to = \"radio\"\nlevel = \"{level}\"\n{accepts}{dates}");
    push(random, 5, format!("[[certification]]\n{certification}"));
    let leaflet = random.of(&["leaflet.a", "leaflet.b", "leaflet"]);
    let dates = random.of(&["", "", "from = 2026-01-01\n", "until = 2026-12-01\n"]);
    let id = random.of(&["id = \"leaflet\"\n", "id = \"leaflet\"\n", ""]);
    push(random, 6, format!("[[needs]]\n{id}capability = \"{leaflet}\"\n{dates}"));
    let most = random.of(&["5", "9"]);
    let capability = random.of(&["capability = \"heat\"\n", "capability = \"heat\"\nbecause = \"hot\"\n"]);
    let id = random.of(&["id = \"cool\"\n", "id = \"cool\"\n", ""]);
    push(random, 5, format!("[[limits]]\n{id}{capability}where = {{ power_w = {{ at-most = {most} }} }}\n"));
    let then = random.of(&["not slot.extra", "slot.extra == extra-a", "slot.driver != driver-any"]);
    push(random, 6, format!("[[rules]]\nid = \"local\"\nthen = \"{then}\"\n"));
    let mode = random.of(&["plain", "rich"]);
    push(random, 5, format!("[set]\nmode = \"{mode}\"\n"));
    let current = random.of(&["100", "200"]);
    push(random, 4, format!("[supplies]\nsocket_ma = {current}\n"));
    let percent = random.of(&["3", "10"]);
    let origin = random.of(&["", "origin = \"grid\"\n"]);
    push(random, 5, format!("[[duties]]\nid = \"all\"\nhs = [\"85\"]\npercent = \"{percent}\"\n{origin}"));
    let removed =
        random.of(&["rules = [\"rich\"]", "limits = [\"cool\"]", "needs = [\"leaflet\"]", "slots = [\"extra\"]"]);
    push(random, 8, format!("[remove]\n{removed}\n"));
    push(random, 8, "[gaps]\ncarriers = \"no source read\"\n".to_owned());
    push(random, 8, "[[certificates]]\nscheme = \"red\"\nid = \"EXAMPLE-2\"\n".to_owned());
    tables
}

/// The files under names in a random order, their tables in a random order, the list of files in a random order.
fn shuffled(drafts: &[Draft], random: &mut Random) -> Vec<(String, String)> {
    let mut numbers: Vec<usize> = (10..10 + drafts.len()).collect();
    random.shuffle(&mut numbers);
    let mut files =
        vec![("solution.toml".to_owned(), SOLUTION.to_owned()), ("catalog/parts.toml".to_owned(), PARTS.to_owned())];
    for (draft, number) in drafts.iter().zip(numbers) {
        let mut tables = draft.tables.clone();
        random.shuffle(&mut tables);
        files.push((format!("regions/{number}.toml"), format!("{}{}", draft.head, tables.concat())));
    }
    random.shuffle(&mut files);
    files
}

/// What is told, without places: they follow the files' names.
fn told(diagnostics: &[Diagnostic]) -> BTreeSet<String> {
    diagnostics.iter().map(|one| format!("{}[{}]: {}", one.severity.word(), one.code, one.message)).collect()
}

/// What must not depend on the order.
#[derive(Debug, PartialEq, Eq)]
struct Answer {
    told: BTreeSet<String>,
    /// Market → its whole answer; of a conflict only that it is one, for reasons come in reading order.
    markets: BTreeMap<String, String>,
}

fn answer(files: Vec<(String, String)>) -> Answer {
    let refused = |list: &[Diagnostic]| Answer { told: told(list), markets: BTreeMap::new() };
    let solution = match Solution::from_sources(files) {
        Ok(solution) => solution,
        Err(faults) => return refused(&faults.diagnostics),
    };
    let compiled = match solution.compile() {
        Ok(compiled) => compiled,
        Err(faults) => return refused(&faults.diagnostics),
    };
    let mut all = told(solution.diagnostics());
    all.extend(told(compiled.diagnostics()));
    let request = Request::default().as_of("2026-11-22".parse().unwrap());
    let portfolio = compiled.portfolio(&request).unwrap();
    let json = terroir::export::json(&portfolio).unwrap();
    let mut json: serde_json::Value = serde_json::from_str(&json).unwrap();
    // The places of facts follow the files' names.
    let markets = json["markets"].as_array_mut().unwrap().iter_mut();
    let facts = markets.filter_map(|market| market.get_mut("facts")?.as_array_mut()).flatten();
    facts
        .filter_map(serde_json::Value::as_object_mut)
        .for_each(|fact| fact.retain(|key, _| key != "file" && key != "line"));
    let texts = json["markets"].as_array().unwrap().iter().map(ToString::to_string);
    let markets = portfolio.markets.iter().zip(texts).map(|(outcome, text)| {
        let text = if matches!(outcome, Outcome::Conflict(_)) { "conflict".to_owned() } else { text };
        (outcome.market().to_owned(), text)
    });
    Answer { told: all, markets: markets.collect() }
}

#[test]
fn the_order_and_the_names_of_files_change_nothing() {
    let (mut resolved, mut conflicts, mut clashes) = (0, 0, 0);
    for case in 0..CASES {
        let mut random = Random(case);
        let drafts = drafts(&mut random, 1 + case as usize % 6);
        let first_files = shuffled(&drafts, &mut random);
        let first = answer(first_files.clone());
        for _ in 0..2 {
            let files = shuffled(&drafts, &mut random);
            let other = answer(files.clone());
            if first != other {
                let text = |files: &[(String, String)]| {
                    let regions = files.iter().filter(|(name, _)| name.starts_with("regions/"));
                    let mut all: Vec<String> = regions.map(|(name, text)| format!("# {name}\n{text}")).collect();
                    all.sort();
                    all.join("\n")
                };
                panic!(
                    "case {case}\n{first:#?}\n{other:#?}\n=== one\n{}\n=== other\n{}",
                    text(&first_files),
                    text(&files)
                );
            }
        }
        let conflicted = first.markets.values().filter(|text| *text == "conflict").count();
        conflicts += conflicted;
        resolved += first.markets.len() - conflicted;
        clashes += usize::from(first.told.iter().any(|one| one.starts_with("error[clash]")));
    }
    let seen = [resolved, conflicts, clashes];
    assert!(seen.iter().all(|count| *count > 50), "resolved, conflicts, clashes: {seen:?}");
}
