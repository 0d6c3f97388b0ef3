//! A product for eight markets with sums that were worked out by hand, where the folder of field cases is beside the
//! project.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod common;
#[allow(dead_code)]
mod edits;

use common::lamp::run;
use edits::tried::{Counts, Question};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use terroir::{Outcome, Request, Solution};

/// The tracker, copied, for a run may write beside the files; `None` where it is not there.
fn tracker() -> Option<tempfile::TempDir> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).parent()?.join("shared/cases/tracker");
    let folder = tempfile::tempdir().unwrap();
    for name in ["solution.toml", "catalog", "regions"] {
        copy(&source.join(name), &folder.path().join(name))?;
    }
    for (name, from, to) in common::TRACKER_CERTIFICATES {
        let path = folder.path().join(name);
        fs::write(&path, fs::read_to_string(&path).ok()?.replacen(from, to, 1)).ok()?;
    }
    Some(folder)
}

fn copy(from: &Path, to: &PathBuf) -> Option<()> {
    if from.is_dir() {
        fs::create_dir_all(to).ok()?;
        for entry in fs::read_dir(from).ok()?.flatten() {
            copy(&entry.path(), &to.join(entry.file_name()))?;
        }
        return Some(());
    }
    fs::write(to, fs::read(from).ok()?).ok()
}

/// An amount in hundredths.
fn cents(amount: &Value) -> i64 {
    let text = amount.as_str().unwrap_or_else(|| panic!("{amount} is no amount"));
    let (whole, places) = text.split_once('.').unwrap_or((text, "00"));
    format!("{whole}{places:0<2}").parse().unwrap()
}

#[test]
fn the_sums_are_those_worked_out_by_hand() {
    let Some(folder) = tracker() else { return println!("skipped: the folder of cases is not there") };
    let answer = run(folder.path(), &["resolve", "--as-of", "2026-11-30", "--format", "json"]).exits(0).json();
    let market = |code: &str| {
        let mut markets = answer["markets"].as_array().unwrap().iter();
        markets.find(|market| market["market"] == code).unwrap().clone()
    };
    let mut compared = 0;
    // All markets order together: 20,900 boards at 12.90 and batteries at 7.50, 11,300 chargers at 6.60, 10,500 modems at 4.90.
    // GB takes the dearer modem, for its 1,500 bring the 8,900 of the others to the tier of 10,000 at 9.80.
    for (code, cost) in [("US", 8322), ("DE", 7862), ("GB", 7785), ("JP", 10702), ("CN", 7438)] {
        assert_eq!(cents(&market(code)["objective"]["cost"]), cost, "{code}");
        compared += 1;
    }
    for (code, wanted) in [("BR", 6206), ("IN", 5880)] {
        let market = market(code);
        let lines = market["lines"].as_array().unwrap().iter();
        let hardware: i64 = lines.filter(|line| line["kind"] == "hardware").map(|line| cents(&line["cost"])).sum();
        assert_eq!(hardware, wanted, "hardware of {code}");
        compared += 1;
    }
    let once = market("DE");
    let red = once["one_off"].as_array().unwrap().iter().find(|one| one["scheme"] == "red").unwrap();
    assert_eq!(cents(&red["unit_cost"]), 200, "9000 / (3000 + 1500)");
    println!("{} sums compared", compared + 1);
}

#[test]
fn a_duty_is_levied_on_what_comes_from_where_it_says() {
    let Some(folder) = tracker() else { return println!("skipped: the folder of cases is not there") };
    let path = folder.path().join("regions/IN.toml");
    let duty = "\n[[duties]]\nid = \"radio\"\nhs = [\"8517\"]\norigin = \"CN\"\npercent = \"20\"\n";
    fs::write(&path, fs::read_to_string(&path).unwrap() + duty).unwrap();
    let arguments = ["resolve", "--market", "IN", "--as-of", "2026-11-30", "--format", "json"];
    let answer = run(folder.path(), &arguments).exits(0).json();
    let lines = answer["markets"][0]["lines"].as_array().unwrap();
    let modem = lines.iter().find(|line| line["slot"] == "modem").unwrap();
    assert_eq!((modem["unit_cost"].as_str(), cents(&modem["duty"])), (Some("4.90"), 98), "20 % of 4.90");
}

/// Every conflict of the tracker that one flag, one day or one certificate less makes.
#[test]
fn every_fix_of_its_conflicts_works() {
    let Some(folder) = tracker() else { return println!("skipped: the folder of cases is not there") };
    let files = common::files(folder.path());
    let mut counts = Counts::new();
    let mut requests: Vec<Request> = Vec::new();
    let base = Request::default().as_of("2026-11-30".parse().unwrap());
    let solution = Solution::from_sources(files.clone()).unwrap();
    let compiled = solution.compile().unwrap();
    let answers = compiled.portfolio(&base).unwrap();
    let (mut parts, mut origins, mut makers) = (Vec::new(), Vec::new(), Vec::new());
    for line in answers.markets.iter().filter_map(Outcome::bom).flat_map(|bom| &bom.lines) {
        parts.push(line.component.clone());
        origins.extend(line.origin.clone());
        makers.extend(line.manufacturer.clone());
    }
    for list in [&mut parts, &mut origins, &mut makers] {
        list.sort();
        list.dedup();
    }
    requests.extend(parts.into_iter().map(|one| base.clone().without(one)));
    requests.extend(origins.into_iter().map(|one| base.clone().without_origin(one)));
    requests.extend(makers.into_iter().map(|one| base.clone().without_maker(one)));
    for (option, value) in [("uplink", "lorawan"), ("probes", "2"), ("door-sensor", "true")] {
        requests.push(base.clone().set(option, value));
    }
    for market in solution.markets() {
        let days = compiled.change_dates(&market).into_iter().filter(|day| *day > base.as_of.unwrap());
        requests.extend(days.map(|day| Request::market(&*market).as_of(day)));
    }
    let mut ask = |files: &edits::Files, request: &Request| {
        let compiled = Solution::from_sources(files.clone()).unwrap().compile().unwrap();
        for outcome in compiled.portfolio(request).unwrap().markets {
            if let Outcome::Conflict(conflict) = outcome {
                *counts.entry("conflicts".to_owned()).or_default() += 1;
                Question { files, packs: &[], request }.check_fixes(&conflict, &mut counts);
            }
        }
    };
    requests.iter().for_each(|request| ask(&files, request));
    let is_whole = |line: &str| line.starts_with("certificates = [") && line.ends_with("]");
    for (at, (name, text)) in files.iter().enumerate() {
        for (line, _) in text.lines().enumerate().filter(|(_, line)| is_whole(line)) {
            assert!(name.starts_with("catalog/"));
            let others = text.lines().enumerate().filter(|(other, _)| *other != line);
            let mut less = files.clone();
            less[at].1 = others.map(|(_, text)| format!("{text}\n")).collect();
            ask(&less, &base);
        }
    }
    println!("{counts:?}");
    assert!(counts["conflicts"] > 100, "{counts:?}");
}

#[test]
fn a_charger_that_only_lacks_certificates_serves_everywhere_with_them() {
    let Some(folder) = tracker() else { return println!("skipped: the folder of cases is not there") };
    let arguments = ["matrix", "--as-of", "2026-11-30", "--format", "json"];
    let charger = || {
        let matrix = run(folder.path(), &arguments).exits(0).json();
        matrix["splits"].as_array().unwrap().iter().find(|split| split["slot"] == "charger").unwrap().clone()
    };
    let before = charger();
    assert_eq!((&before["one_for_all"], &before["certified_for_all"]["component"]), (&Value::Null, &"psu-ge12".into()));
    let missing = before["certified_for_all"]["missing"].as_array().unwrap();
    let schemes: Vec<&str> = missing.iter().map(|one| one["scheme"].as_str().unwrap()).collect();
    assert_eq!(schemes, ["pse", "ccc", "anatel", "bis-crs"]);
    let path = folder.path().join("catalog/power.toml");
    let held: Vec<String> = schemes.iter().map(|scheme| format!("{{ scheme = \"{scheme}\" }}, ")).collect();
    let text = fs::read_to_string(&path).unwrap();
    let (head, rest) = text.split_once("certificates = [").unwrap();
    assert_eq!(head.matches("[[components]]").count(), 1, "the charger comes first");
    fs::write(&path, format!("{head}certificates = [{}{rest}", held.concat())).unwrap();
    assert_eq!(charger()["one_for_all"]["component"], "psu-ge12");
}
