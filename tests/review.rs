//! What a change does to all markets, and which edits cause it.

#![allow(clippy::unwrap_used, clippy::print_stdout)]
#![cfg(feature = "cli")]

mod common;

use common::lamp::{self, Lamp, Run};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use terroir::export::review::Length;
use terroir::{Compiled, Detail, Request, Solution, export};

/// The lamp as it is, and a copy that is to be edited.
struct Folders {
    base: Lamp,
    head: Lamp,
}

impl Folders {
    fn new() -> Self {
        Self { base: Lamp::new(), head: Lamp::new() }
    }

    fn review(&self, arguments: &[&str]) -> Run {
        let (base, head) = (self.base.path(""), self.head.path(""));
        let both = ["review", base.to_str().unwrap(), head.to_str().unwrap()];
        lamp::run_nowhere(&[&both, arguments].concat())
    }

    fn json(&self) -> Value {
        self.review(&["--format", "json"]).exits(0).json()
    }
}

#[test]
fn a_price_is_one_row_with_its_edit_and_the_money_a_year() {
    let folders = Folders::new();
    folders.head.edit("catalog/parts.toml", "\"5.00\"", "\"5.50\"");
    let json = folders.json();
    assert_eq!(json["schema"], "terroir.review/1");
    assert_eq!((&json["year"], &json["same"]), (&"1000.00".into(), &0.into()));
    assert_eq!(json["changed"], serde_json::json!(["DE", "US"]));
    let line = &json["causes"][1];
    assert_eq!(
        (&line["what"], &line["before"], &line["after"]),
        (&"`housing`: cost".into(), &"5.00".into(), &"5.50".into())
    );
    assert_eq!(line["markets"], serde_json::json!(["DE", "US"]));
    assert_eq!(line["why"], "`price` of `housing` is 5.50 instead of 5.00");
    assert_eq!(line["places"], serde_json::json!([{ "file": "catalog/parts.toml", "line": 16 }]));
    folders.review(&[]).exits(0).prints("all 2: `housing`: cost 5.00 -> 5.50, +1000.00 USD a year");
}

#[test]
fn a_lost_market_comes_first_with_its_reasons() {
    let folders = Folders::new();
    folders.head.edit("solution.toml", "\"driver-120\", ", "");
    folders.head.edit("catalog/parts.toml", "\"5.00\"", "\"5.50\"");
    let json = folders.json();
    assert_eq!((&json["lost"], &json["changed"]), (&serde_json::json!(["US"]), &serde_json::json!(["DE"])));
    let first = &json["causes"][0];
    assert_eq!(
        (&first["weight"], &first["before"], &first["after"]),
        (&"market".into(), &"resolved".into(), &"conflict".into())
    );
    assert_eq!(first["why"], "`slots.driver.choose` no longer has `driver-120`");
    assert_eq!(first["places"][0]["file"], "solution.toml");
    assert!(first["reasons"][0]["text"].as_str().unwrap().contains("driver-230"), "{first}");
    assert_eq!(json["first_threat"], serde_json::json!([null, "2026-11-22"]));
    assert_eq!(json["year"], "500.00", "only markets that both sides resolve");
    folders.review(&["--exit-code"]).exits(1).prints("US: no valid BOM any more");
}

#[test]
fn two_edits_that_add_up_are_named_together() {
    let folders = Folders::new();
    folders.head.edit("catalog/parts.toml", "\"5.00\"", "\"5.50\"");
    folders.head.edit("catalog/parts.toml", "\"4.50\"", "\"4.75\"");
    folders.head.edit("solution.toml", "version = \"1.0.0\"", "version = \"1.0.1\"");
    let json = folders.json();
    let causes = json["causes"].as_array().unwrap();
    let row = |what: &str, market: &str| {
        let is_it = |one: &&Value| one["what"] == what && one["markets"].as_array().unwrap().contains(&market.into());
        causes.iter().find(is_it).unwrap()
    };
    assert_eq!(row("cost", "US")["together"], false);
    assert_eq!(row("`driver`: cost", "DE")["places"][0]["line"], 10);
    let total = row("cost", "DE");
    assert_eq!((&total["together"], &total["year"]), (&true.into(), &"750.00".into()));
    assert_eq!(total["places"].as_array().unwrap().len(), 2, "the version has no part in it: {total}");
    assert!(total["why"].as_str().unwrap().starts_with("these edits together: "), "{total}");
}

#[test]
fn a_part_and_the_slot_that_takes_it_are_one_cause() {
    let folders = Folders::new();
    let parts = folders.head.read("catalog/parts.toml");
    let part = "[[components]]\nid = \"case\"\nkind = \"hardware\"\nprice = \"3.00\"\n";
    folders.head.write("catalog/more.toml", part);
    folders.head.write("catalog/parts.toml", &parts);
    folders.head.edit("solution.toml", "[\"housing\"]", "[\"housing\", \"case\"]");
    let run = folders.review(&[]).exits(0);
    run.prints("`housing`: component housing -> case")
        .prints("because `slots.housing.choose` also has `case` (solution.toml:12)");
}

#[test]
fn nothing_is_printed_where_nothing_changed_and_that_is_wanted() {
    let folders = Folders::new();
    folders.head.write("solution.toml", &format!("# ours\n{}", folders.head.read("solution.toml")));
    folders.review(&["--exit-code"]).exits(0).prints("nothing differs");
    let run = folders.review(&["--if-changed", "--format", "markdown"]).exits(0);
    assert_eq!(run.stdout, "");
    folders.head.edit("catalog/parts.toml", "\"5.00\"", "\"5.01\"");
    let small = ["--if-changed", "--exit-code", "--cost-threshold", "1%"];
    assert_eq!(folders.review(&small).exits(0).stdout, "");
    folders.review(&["--exit-code", "--cost-threshold", "0.01"]).exits(1).prints("5.00 -> 5.01");
    folders.review(&["--cost-threshold", "much"]).exits(2).tells("expected a percentage");
}

#[test]
fn what_is_not_a_folder_is_reported() {
    let folders = Folders::new();
    let head = folders.head.path("");
    lamp::run_nowhere(&["review", "none", head.to_str().unwrap()]).exits(2).tells("`none`");
    folders.head.edit("solution.toml", "[\"housing\"]", "[\"housin\"]");
    folders.review(&[]).exits(1).tells("unknown component `housin`");
}

#[test]
fn variants_are_reviewed_beside_the_markets() {
    let folders = Folders::new();
    let more = "[options.big]\nvalues = [false, true]\ndefault = false\n[slots.shade]\nchoose = [\"shade\"]\nwhen = \"big\"\n\
        [[variants]]\nname = \"Big\"\nset = { big = true }\n";
    let part = "[[components]]\nid = \"shade\"\nkind = \"hardware\"\nprice = \"1.00\"\n";
    for side in [&folders.base, &folders.head] {
        side.write("solution.toml", &(side.read("solution.toml") + more));
        side.write("catalog/shade.toml", part);
    }
    folders.head.edit("catalog/shade.toml", "1.00", "2.00");
    let json = folders.json();
    assert_eq!(json["changed"], serde_json::json!(["DE (Big)", "US (Big)"]));
    assert_eq!((&json["same"], &json["year"]), (&2.into(), &"0.00".into()), "a variant is no further sale");
    assert_eq!(json["causes"][0]["places"][0]["file"], "catalog/shade.toml");
}

#[test]
fn the_version_of_the_solution_is_a_difference_too() {
    let folders = Folders::new();
    folders.head.edit("solution.toml", "version = \"1.0.0\"", "version = \"1.1.0\"");
    folders.review(&["--exit-code"]).exits(1).prints("lamp 1.0.0 -> 1.1.0").prints("version 1.0.0 -> 1.1.0");
}

#[test]
fn edits_of_which_each_would_do_are_named_together() {
    let folders = Folders::new();
    // Either edit alone leaves the US without a driver; the third has no part in it.
    folders.head.edit("solution.toml", "\"driver-120\", ", "");
    folders.head.edit("catalog/parts.toml", "[100, 130]", "[100, 110]");
    folders.head.edit("catalog/parts.toml", "\"5.00\"", "\"5.50\"");
    let json = folders.json();
    let lost = &json["causes"][0];
    assert_eq!((&lost["weight"], &lost["together"]), (&"market".into(), &true.into()));
    let lines: Vec<&Value> = lost["places"].as_array().unwrap().iter().map(|place| &place["line"]).collect();
    assert_eq!(lines, [5, 9], "{lost}");
}

/// What a lock review lists: what, before, after, why.
fn listed(run: &Run) -> Vec<[String; 4]> {
    let json = run.json();
    let shown = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let row = |cause: &Value| ["what", "before", "after", "why"].map(|key| shown(&cause[key]));
    json["causes"].as_array().unwrap().iter().map(row).collect()
}

#[test]
fn locks_are_reviewed_with_each_other_and_with_the_files() {
    let lamp = Lamp::new();
    lamp.run(&["-q", "resolve"]).exits(0);
    fs::copy(lamp.path("terroir.lock"), lamp.path("old.lock")).unwrap();
    lamp.run(&["review", "old.lock", ".", "--exit-code"]).exits(0).prints("nothing differs");
    lamp.edit("catalog/parts.toml", "\"4.00\"", "\"9.00\"");
    lamp.edit("solution.toml", "\"driver-230\"]", "\"driver-230\", \"driver-new\"]");
    let new = "[[components]]\nid = \"driver-new\"\nkind = \"hardware\"\nprice = \"6.00\"\n\
        needs = { \"power.mains\" = { voltage_v = { within = [100, 130] } } }\n";
    lamp.write("catalog/new.toml", new);
    let run = lamp.run(&["review", "old.lock", ".", "--format", "json", "--exit-code"]).exits(1);
    let json = run.json();
    assert_eq!((&json["year"], &json["changed"]), (&"2000.00".into(), &serde_json::json!(["US"])));
    assert_eq!(
        (&json["skus"], &json["first_threat"]),
        (&serde_json::json!([null, null]), &serde_json::json!([null, null]))
    );
    let driver = listed(&run).into_iter().find(|row| row[0] == "`driver`: component").unwrap();
    assert_eq!(driver[..3], ["`driver`: component", "driver-120", "driver-new"].map(str::to_owned));
    lamp.run(&["-q", "resolve"]).exits(0);
    let run = lamp.run(&["review", "old.lock", "terroir.lock", "--format", "json"]).exits(0);
    assert_eq!(run.json()["year"], Value::Null, "a lock does not hold the units a year");
    assert!(
        listed(&run).iter().any(|row| row[0] == "cost" && row[1] == "9.00" && row[2] == "11.00"),
        "{:?}",
        listed(&run)
    );
    lamp.run(&["review", "old.lock", "terroir.lock"]).exits(0).prints("`driver`: component driver-120 -> driver-new");
    lamp.run(&["review", "old.lock", "none.lock"]).exits(2);
}

/// A change that an answer in JSON shows: market, what, before, after.
type Shown = (String, String, Option<String>, Option<String>);

/// Keys of lines and markets that are only shown: their texts may differ without a change of the answer.
const ONLY_SHOWN: [&str; 5] = ["name", "description", "datasheet", "alternates", "slot"];

fn text(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        Value::Array(list) if list.is_empty() => None,
        Value::Array(list) => Some(list.iter().map(|one| text(one).unwrap_or_default()).collect::<Vec<_>>().join(", ")),
        Value::Object(_) | Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
    }
}

/// Approved parts as a review shows them: `EXAMPLE-MAKER: EXAMPLE-MPN (CN)`.
fn approved(parts: &Value) -> Value {
    let shown = |part: &Value| {
        let maker = part["manufacturer"].as_str().map(|maker| format!("{maker}: ")).unwrap_or_default();
        let origin = part["origin"].as_str().map(|origin| format!(" ({origin})")).unwrap_or_default();
        Value::String(format!("{maker}{}{origin}", part["mpn"].as_str().unwrap()))
    };
    Value::Array(parts.as_array().unwrap().iter().map(shown).collect())
}

/// All values of a market's answer in JSON, by the name that a review gives them.
fn values(market: &Value) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    let mut put = |name: String, value: &Value| text(value).map(|text| all.insert(name, text));
    let spaced = |key: &str| key.replace('_', " ");
    for (key, value) in market.as_object().unwrap() {
        match key.as_str() {
            "market" | "explanation" => {}
            "objective" => value.as_object().unwrap().iter().for_each(|(name, value)| {
                put(spaced(name), value);
            }),
            "options" => value.as_object().unwrap().iter().for_each(|(name, value)| {
                put(format!("option `{name}`"), value);
            }),
            "lines" => value.as_array().unwrap().iter().for_each(|line| {
                let slot = line["slot"].as_str().unwrap();
                let kept = line.as_object().unwrap().iter().filter(|(key, _)| !ONLY_SHOWN.contains(&key.as_str()));
                kept.filter(|(_, value)| **value != "pcs" && **value != serde_json::json!({})).for_each(
                    |(key, value)| {
                        let is_approved = key == "approved" && value.is_array();
                        let value = if is_approved { approved(value) } else { value.clone() };
                        put(format!("`{slot}`: {}", spaced(key)), &value);
                    },
                );
            }),
            "one_off" => value.as_array().unwrap().iter().for_each(|one| {
                let part = |key: &str, before: &str| {
                    one[key].as_str().map(|text| format!("{before}{text}")).unwrap_or_default()
                };
                let name = [part("scheme", ""), part("id", ":"), part("component", " of ")].concat();
                put(format!("planned certificate `{name}`: unit cost"), &one["unit_cost"]);
                put(format!("planned certificate `{name}`: weeks"), &one["weeks"]);
            }),
            "warnings" => value.as_array().unwrap().iter().for_each(|one| {
                let key = one["key"].as_str().filter(|key| !key.is_empty());
                let name = key.map_or(String::new(), |key| format!(" {key}"));
                let state = if one["waived"] == true { "waived" } else { "given" };
                put(format!("warning `{}{name}`", one["code"].as_str().unwrap()), &state.into());
            }),
            "facts" => value.as_array().unwrap().iter().for_each(|one| {
                let layer = one["layer"].as_str().unwrap();
                let layer = if market["market"] == layer { "the market" } else { layer };
                let name = format!("fact `{} of {layer}`", one["key"].as_str().unwrap());
                put(format!("{name}: value"), &one["value"].to_string().into());
                for key in ["source", "status", "slots"] {
                    put(format!("{name}: {key}"), &one[key]);
                }
            }),
            "certificates" => value.as_array().unwrap().iter().for_each(|one| {
                put(format!("certificate `{}`: authority", one.as_str().unwrap()), &"held".into());
            }),
            other => {
                put(spaced(other), value);
            }
        }
    }
    all
}

/// Everything that differs between two answers in JSON, market by market.
fn brute_force(before: &Value, after: &Value) -> BTreeSet<Shown> {
    let by_code = |answer: &Value| -> BTreeMap<String, Value> {
        let markets = answer["markets"].as_array().unwrap().iter();
        markets.map(|market| (market["market"].as_str().unwrap().to_owned(), market.clone())).collect()
    };
    let (old, new) = (by_code(before), by_code(after));
    let mut all = BTreeSet::new();
    for market in old.keys().chain(new.keys()) {
        let side = |answers: &BTreeMap<String, Value>| {
            answers.get(market).map_or_else(|| BTreeMap::from([("status".to_owned(), "absent".to_owned())]), values)
        };
        let (mut one, mut two) = (side(&old), side(&new));
        if one["status"] != "resolved" || two["status"] != "resolved" {
            one.retain(|name, _| name == "status");
            two.retain(|name, _| name == "status");
        }
        for name in one.keys().chain(two.keys()).collect::<BTreeSet<_>>() {
            let (before, after) = (one.get(name).cloned(), two.get(name).cloned());
            if before != after {
                all.insert((market.clone(), name.clone(), before, after));
            }
        }
    }
    all
}

/// A value as the JSON of an answer has it: who requires a certificate is not in it, and a fact is JSON itself.
fn comparable(what: &str, value: Option<String>) -> Option<String> {
    let value = value?;
    if what.starts_with("certificate `") {
        return Some("held".to_owned());
    }
    let is_fact = what.starts_with("fact `") && what.ends_with(": value");
    let fact = is_fact.then(|| serde_json::from_str::<Value>(&value).unwrap().to_string());
    Some(fact.unwrap_or(value))
}

/// The rows of a review, expanded to single values of single markets.
fn expanded(review: &Value) -> BTreeSet<Shown> {
    let mut all = BTreeSet::new();
    let of_all = ["skus", "threat"];
    let causes = review["causes"].as_array().unwrap();
    for cause in causes.iter().filter(|cause| !of_all.contains(&cause["weight"].as_str().unwrap())) {
        for value in std::iter::once(cause).chain(cause["also"].as_array().into_iter().flatten()) {
            for market in cause["markets"].as_array().unwrap() {
                let market = market.as_str().unwrap();
                let side = |at: usize, key: &str| match value.get("each") {
                    Some(each) => text(&each[market][at]),
                    None => text(&value[key]),
                };
                let what = value["what"].as_str().unwrap().to_owned();
                let (before, after) = (comparable(&what, side(0, "before")), comparable(&what, side(1, "after")));
                if before != after && !what.ends_with(": authorities") {
                    assert!(all.insert((market.to_owned(), what, before, after)), "{cause} is listed twice");
                }
            }
        }
    }
    all
}

/// A template for more markets than it has.
fn template(name: &str, markets: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name);
    let mut files = Vec::new();
    for (below, prefix) in [("", ""), ("catalog", "catalog/"), ("regions", "regions/")] {
        let Ok(entries) = fs::read_dir(folder.join(below)) else { continue };
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        for name in names.filter(|name| name.ends_with(".toml") || name.ends_with(".csv")) {
            let text = fs::read_to_string(folder.join(below).join(&name)).unwrap();
            let is_markets = |line: &str| line.starts_with("markets = ");
            let line = |line: &str| if is_markets(line) { markets.to_owned() } else { line.to_owned() };
            files.push((format!("{prefix}{name}"), text.lines().map(line).collect::<Vec<_>>().join("\n")));
        }
    }
    files.sort();
    files
}

/// 72 markets: those for which the templates have parts, and what else is built in.
fn markets() -> String {
    let mut codes: Vec<String> = ["US", "CA", "DE", "JP", "BR", "IN", "GB", "CN"].map(str::to_owned).to_vec();
    let world = Solution::world().unwrap();
    let areas = world.areas().into_iter().filter(|area| area.tier == 1).map(|area| area.code);
    let countries = areas.filter(|code| code.len() == 2 && code != "eu");
    codes.extend(countries.filter(|code| !codes.contains(code)).collect::<Vec<_>>());
    codes.truncate(72);
    let quoted: Vec<String> = codes.iter().map(|code| format!("\"{code}\"")).collect();
    format!("markets = [{}]", quoted.join(", "))
}

/// Where a line was edited.
#[derive(Debug)]
struct Edited {
    file: String,
    line: usize,
}

/// Edits one line of a random file: its value, or away with it.
fn edit(files: &mut [(String, String)], random: &mut Random) -> Option<Edited> {
    let mut lines: Vec<(usize, usize, String)> = Vec::new();
    for (at, (_, text)) in files.iter().enumerate() {
        let keys = text.lines().enumerate().filter(|(_, line)| {
            let value = line.split_once(" = ").map_or("", |(_, value)| value);
            !line.starts_with(['#', ' ']) && !value.is_empty() && !value.starts_with("[\n") && value != "["
        });
        lines.extend(keys.map(|(number, line)| (at, number, line.to_owned())));
    }
    let (at, number, line) = lines.get(random.below(lines.len()))?.clone();
    let key = line.split_once(" = ")?.0.to_owned();
    let same_key: Vec<&String> = lines
        .iter()
        .map(|(_, _, other)| other)
        .filter(|other| other.starts_with(&format!("{key} = ")) && **other != line)
        .collect();
    let edited = match random.below(4) {
        0 => None,
        1 | 2 if !same_key.is_empty() => Some(same_key[random.below(same_key.len())].clone()),
        _ => {
            let digit = line.find(|letter: char| letter.is_ascii_digit())?;
            Some(format!("{}{}{}", &line[..digit], random.below(9) + 1, &line[digit + 1..]))
        }
    };
    if edited.as_ref() == Some(&line) {
        return None;
    }
    let text = files[at].1.lines().enumerate();
    let kept = text.filter_map(|(here, line)| if here == number { edited.clone() } else { Some(line.to_owned()) });
    files[at].1 = kept.collect::<Vec<_>>().join("\n");
    Some(Edited { file: files[at].0.clone(), line: number + 1 })
}

/// Compares the causes of each row with the answers without each of two edits; how many values were compared.
fn causes_are_those_without_which_a_change_is_gone(json: &Value, edits: &[Edited], without: [&Value; 2]) -> usize {
    let market = |answer: &Value, code: &str| {
        let all = answer["markets"].as_array().unwrap();
        all.iter().find(|market| market["market"] == code).map(values).unwrap_or_default()
    };
    let mut count = 0;
    let of_all = ["skus", "threat"];
    for cause in
        json["causes"].as_array().unwrap().iter().filter(|one| !of_all.contains(&one["weight"].as_str().unwrap()))
    {
        let named: BTreeSet<&str> =
            cause["places"].as_array().unwrap().iter().map(|place| place["file"].as_str().unwrap()).collect();
        for code in cause["markets"].as_array().unwrap().iter().map(|code| code.as_str().unwrap()) {
            let what = cause["what"].as_str().unwrap();
            let before = match cause.get("each") {
                Some(each) => text(&each[code][0]),
                None => text(&cause["before"]),
            };
            let is_gone = |answer: &Value| {
                let all = market(answer, code);
                let is_resolved = all.get("status").is_some_and(|status| status == "resolved");
                (what == "status" || is_resolved) && all.get(what).cloned() == comparable(what, before.clone())
            };
            let gone =
                edits.iter().zip(without).filter(|(_, answer)| is_gone(answer)).map(|(edit, _)| edit.file.as_str());
            let mut expected: BTreeSet<&str> = gone.collect();
            if expected.is_empty() {
                expected = edits.iter().map(|edit| edit.file.as_str()).collect();
                assert_eq!(cause["together"], true, "{cause}");
            }
            assert_eq!(named, expected, "{edits:?}: {code}: {cause}");
            count += 1;
        }
    }
    count
}

fn compiled(files: &[(String, String)]) -> Option<Compiled> {
    Solution::from_sources(files.to_vec()).ok()?.compile().ok()
}

#[test]
fn a_review_expands_to_the_difference_of_the_answers() {
    let wanted = std::env::var("TERROIR_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(6);
    let (mut random, mut cases, mut changed, mut single, mut pairs, mut rows) = (Random(7), 0, 0, 0, 0, 0);
    let markets = markets();
    let templates = ["street-light", "health-monitor", "soil-station"].map(|name| {
        let files = template(name, &markets);
        let base = compiled(&files).unwrap();
        (files, base)
    });
    let request = Request::default().as_of("2026-11-30".parse().unwrap()).detail(Detail::Lines);
    let answer = |compiled: &Compiled| -> Value {
        serde_json::from_str(&export::json(&compiled.portfolio(&request).unwrap()).unwrap()).unwrap()
    };
    let answers: Vec<Value> = templates.iter().map(|(_, base)| answer(base)).collect();
    while cases < wanted {
        let which = random.below(templates.len());
        let (files, base) = &templates[which];
        let mut files = files.clone();
        let count = 1 + random.below(3) / 2;
        let edits: Vec<Edited> = (0..count).filter_map(|_| edit(&mut files, &mut random)).collect();
        let Some(head) = compiled(&files).filter(|_| edits.len() == count) else { continue };
        cases += 1;
        let review = head.review_from(&request, "base", base, "head").unwrap();
        let json: Value = serde_json::from_str(&export::review::json(&review).unwrap()).unwrap();
        let expected = brute_force(&answers[which], &answer(&head));
        let found = expanded(&json);
        let missing: Vec<&Shown> = expected.difference(&found).take(5).collect();
        let wrong: Vec<&Shown> = found.difference(&expected).take(5).collect();
        assert!(missing.is_empty() && wrong.is_empty(), "{edits:?}\nmissing {missing:?}\nwrong {wrong:?}");
        let markdown = export::review::markdown(&review, Length::Comment);
        assert!(markdown.chars().count() <= 60_000);
        if let ([only], false) = (edits.as_slice(), review.rows.is_empty()) {
            assert!(markdown.len() <= 4096, "{edits:?}: {} bytes\n{markdown}", markdown.len());
            for cause in json["causes"].as_array().unwrap() {
                let places = cause["places"].as_array().unwrap();
                let is_it = |place: &Value| place["file"] == only.file.as_str() && place["line"] == only.line;
                assert!(places.iter().all(is_it) && !places.is_empty(), "{only:?}: {cause}");
            }
            single += 1;
        }
        if let [one, two] = edits.as_slice()
            && one.file != two.file
        {
            let back = [one, two].map(|edit| {
                let old = &templates[which].0;
                let text = |name: &String| old.iter().find(|(known, _)| known == name).unwrap().1.clone();
                let mut taken_back = files.clone();
                taken_back.iter_mut().filter(|(name, _)| *name == edit.file).for_each(|(name, now)| *now = text(name));
                compiled(&taken_back).map(|taken| answer(&taken))
            });
            if let [Some(one), Some(two)] = &back {
                pairs += causes_are_those_without_which_a_change_is_gone(&json, &edits, [one, two]);
            }
        }
        changed += usize::from(!review.rows.is_empty());
        rows += found.len();
    }
    println!(
        "{cases} edits: {changed} change answers, {single} of them alone; {rows} values differ; {pairs} with two edits"
    );
    assert!(changed * 4 >= cases, "{changed} of {cases} edits change anything");
}

#[test]
fn small_prices_cost_what_they_cost_a_year_in_rows_and_in_all() {
    let folders = Folders::new();
    for side in [&folders.base, &folders.head] {
        side.edit("solution.toml", "markets = [\"US\", \"DE\"]", "markets = [\"US\"]");
        side.edit("solution.toml", "[slots.driver]", "[volumes]\nUS = 1000000\n\n[slots.driver]");
        side.edit("catalog/parts.toml", "price = \"5.00\"", "price = \"5.0011\"");
    }
    folders.base.run(&["resolve"]).exits(0);
    folders.head.edit("catalog/parts.toml", "price = \"5.0011\"", "price = \"5.0013\"");
    let lock = folders.base.path("terroir.lock");
    let head = folders.head.path("");
    let since = lamp::run_nowhere(&["review", lock.to_str().unwrap(), head.to_str().unwrap()]).exits(0);
    for run in [folders.review(&[]).exits(0), since] {
        let run = run.prints("cost a year: +200.00 USD").prints("changed: US\n");
        run.prints("US: `housing`: unit cost 5.0011 -> 5.0013, +200.00 USD a year");
    }
}

#[test]
fn edits_that_work_only_together_are_named_together() {
    let folders = Folders::new();
    for side in [&folders.base, &folders.head] {
        let more = "[[components]]\nid = \"box\"\nkind = \"hardware\"\nprice = \"9.00\"\n";
        side.write("catalog/parts.toml", &(side.read("catalog/parts.toml") + more));
    }
    folders.head.edit("catalog/parts.toml", "price = \"9.00\"", "price = \"3.00\"");
    folders.head.edit("solution.toml", "choose = [\"housing\"]", "choose = [\"housing\", \"box\"]");
    let run = folders.review(&[]).exits(0);
    let run = run.prints("because these edits together: ");
    assert!(!run.stdout.contains("each of"), "{}", run.stdout);
}

/// Random numbers that are the same in every run (SplitMix64).
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % (end.max(1) as u64)).unwrap()
    }
}
