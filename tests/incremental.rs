//! A solution with one file changed is the solution that a fresh reading gives, and what is remembered between questions
//! changes no answer.
//!
//! `TERROIR_EDITS=2000 cargo test --release --test incremental` tries more sequences of edits.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeMap;
use terroir::export::json;
use terroir::{Compiled, Faults, Request, Scope, Solution};

/// Numbers in an order that only a seed decides (Marsaglia 2003).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }

    fn of<'t>(&mut self, words: &[&'t str]) -> &'t str {
        words[usize::try_from(self.below(words.len() as u64)).unwrap()]
    }
}

fn manifest(random: &mut Random) -> String {
    let markets = random.of(&["['US', 'DE', 'X1', 'X2']", "['DE', 'X1', 'X2', 'X3']", "['US', 'CN', 'X2']", "['X1']"]);
    let objective = random.of(&["['cost']", "['parts', 'cost']", "['lead-time', 'cost']", "['regional', 'cost']"]);
    let condition =
        random.of(&["", "when = 'option.radio == on'\n", "optional = true\n", "part-of = 'board'\nquantity = 3\n"]);
    format!(
        "[solution]\nname = 'random'\nmarkets = {markets}\ncurrency = 'USD'\nobjective = {objective}\nas-of = 2026-11-22\n\
         [options.radio]\nvalues = ['on', 'off']\n\
         [slots.board]\nchoose = ['board-a', 'board-b']\n[slots.driver]\nchoose = ['driver-a', 'driver-b', 'driver-c']\n\
         [slots.sensor]\nchoose = ['sensor-a', 'sensor-b']\n{condition}\
         [[rules]]\nid = 'fits'\nif = 'slot.board == board-a'\nthen = 'slot.driver in (driver-a, driver-b)'\n\
         [[rules]]\nid = 'goes'\nthen = 'not slot.sensor == {}'\n",
        random.of(&["sensor-a", "sensor-b"])
    )
}

fn catalogue(random: &mut Random) -> String {
    let mut text = String::new();
    for id in ["board-a", "board-b", "driver-a", "driver-b", "driver-c", "sensor-a", "sensor-b"] {
        let (whole, cents, lead) = (random.below(4), random.below(100), random.below(9));
        let more = random.of(&[
            "",
            "",
            "uses = { current = 2.5 }\n",
            "needs = { 'power.mains' = { voltage_v = { within = [198, 264] } } }\n",
            "hs = '8541.41'\norigin = 'CN'\n",
            "from = 2026-12-01\n",
            "lifecycle = 'nrnd'\n",
            "territories = { not = ['X1'] }\n",
        ]);
        text += &format!(
            "[[components]]\nid = '{id}'\nkind = 'hardware'\nprice = '{whole}.{cents:02}'\nlead_weeks = {lead}\n{more}"
        );
    }
    text + random.of(&["", "", "", "", "", "[[components]]\nid = 'board-a'\nkind = 'nonsense'\n", "[[components]\n"])
}

fn overlay(random: &mut Random, code: &str) -> String {
    let more = random.of(&[
        "",
        "[supplies]\ncurrent = 2\n",
        "[supplies]\ncurrent = 9\n",
        "[[duties]]\nid = 'led'\nhs = ['8541']\npercent = '7.5'\n",
        "[[rules]]\nid = 'own'\nthen = 'slot.driver == driver-c'\n",
        "[[rules]]\nid = 'fits'\nthen = 'slot.board == board-b'\n",
        "[slots.driver]\nalso = ['sensor-b']\n",
        "[slots.own]\nchoose = ['sensor-a']\n",
        "[set]\nradio = 'off'\n",
    ]);
    let volts = random.of(&["230", "120", "127, 220"]);
    format!(
        "area = '{code}'\nname = 'Area {code}'\nwithin = ['world']\n[power]\nvoltage_v = [{volts}]\nfrequency_hz = [50]\n{more}"
    )
}

/// One file with another text.
fn edit(random: &mut Random) -> (&'static str, String) {
    match random.below(6) {
        0 => ("solution.toml", manifest(random)),
        1 | 2 => ("catalog/parts.toml", catalogue(random)),
        3 => ("regions/X1.toml", overlay(random, "X1")),
        4 => ("regions/X2.toml", overlay(random, "X2")),
        _ => ("regions/X3.toml", overlay(random, "X3")),
    }
}

/// Everything that a solution says: what was found in it, and its answers; or its faults.
fn said(solution: &Result<Solution, Faults>) -> String {
    let solution = match solution {
        Ok(solution) => solution,
        Err(faults) => return faults.to_string(),
    };
    let found = |compiled: &Compiled| {
        let all = solution.diagnostics().iter().chain(compiled.diagnostics());
        all.map(|one| one.render(solution.files())).collect::<String>()
    };
    match solution.compile() {
        Ok(compiled) => {
            let answers = compiled.portfolio(&Request::default()).unwrap();
            let facts: Vec<_> = solution.markets().iter().map(|market| solution.facts(market)).collect();
            format!("{}{}{facts:?}", found(&compiled), json(&answers).unwrap())
        }
        Err(faults) => faults.to_string(),
    }
}

fn sequences() -> u64 {
    std::env::var("TERROIR_EDITS").ok().and_then(|count| count.parse().ok()).unwrap_or(40)
}

#[test]
fn a_changed_file_gives_what_a_fresh_reading_gives() {
    let (mut resolved, mut refused) = (0, 0);
    for seed in 1..=sequences() {
        let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let mut texts: BTreeMap<&str, String> = BTreeMap::new();
        texts.insert("solution.toml", manifest(&mut Random(7)));
        texts.insert("catalog/parts.toml", catalogue(&mut Random(11)));
        for code in ["X1", "X2", "X3"] {
            let name = format!("regions/{code}.toml").leak();
            texts.insert(name, overlay(&mut Random(5), code));
        }
        let mut known = Solution::from_sources(texts.clone()).unwrap();
        for _ in 0..6 {
            let (name, text) = edit(&mut random);
            let changed = known.with_file(name, text.clone());
            let mut edited = texts.clone();
            edited.insert(name, text);
            let fresh = said(&Solution::from_sources(edited.clone()));
            assert_eq!(said(&changed), fresh, "seed {seed}, {name}");
            match changed {
                // The next edit is one of what is sound.
                Ok(changed) => (known, texts, resolved) = (changed, edited, resolved + 1),
                Err(_) => refused += 1,
            }
        }
    }
    assert!(resolved > refused && refused > 0, "{resolved} sound, {refused} not");
}

#[test]
fn what_is_remembered_changes_no_answer() {
    for seed in 1..=sequences() {
        let mut random = Random(seed.wrapping_mul(0x2545_f491_4f6c_dd1d));
        let sources = [
            ("solution.toml", manifest(&mut random)),
            ("catalog/parts.toml", catalogue(&mut random)),
            ("regions/X1.toml", overlay(&mut random, "X1")),
            ("regions/X2.toml", overlay(&mut random, "X2")),
            ("regions/X3.toml", overlay(&mut random, "X3")),
        ];
        let Ok(solution) = Solution::from_sources(sources) else { continue };
        let Ok(compiled) = solution.compile() else { continue };
        let all = Request::default();
        let first = json(&compiled.portfolio(&all).unwrap()).unwrap();
        assert_eq!(json(&compiled.portfolio(&all).unwrap()).unwrap(), first, "seed {seed}, asked again");
        assert_eq!(json(&compiled.portfolio(&all.clone().jobs(3)).unwrap()).unwrap(), first, "seed {seed}, three jobs");
        let mut backwards = solution.markets();
        backwards.reverse();
        let asked = Request::markets(backwards.clone()).scope(Scope::Requested);
        let alone = json(&solution.compile().unwrap().portfolio(&asked).unwrap()).unwrap();
        assert_eq!(json(&compiled.portfolio(&asked).unwrap()).unwrap(), alone, "seed {seed}, backwards");
    }
}
