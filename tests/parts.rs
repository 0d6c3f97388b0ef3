//! However the work is divided, among threads or among machines, the bytes are the same.

#![allow(clippy::unwrap_used)]
#![cfg(feature = "cli")]

mod common;
#[path = "../benches/generated/mod.rs"]
#[allow(dead_code)]
mod generated;

use common::lamp;
use generated::Size;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// Small enough for a test, with more markets than threads.
const SMALL: Size = Size { slots: 40, candidates: 5, rules: 120, budgets: 2, demands: 0, markets: 13 };

/// A generated solution in a folder.
fn generated_solution() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in generated::solution(SMALL) {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// The street light, without its lock.
fn street_light() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    lamp::run(folder.path(), &["new", "light", "--template", "street-light"]).exits(0);
    let _ = fs::remove_file(folder.path().join("light/terroir.lock"));
    folder
}

/// stdout, stderr and the lock of a run that finds none.
fn resolved(folder: &Path, flags: &[&str]) -> (String, String, String) {
    let lock = folder.join("terroir.lock");
    let _ = fs::remove_file(&lock);
    let mut arguments = vec!["resolve", "--as-of", "2026-11-22"];
    arguments.extend(flags);
    let run = lamp::run(folder, &arguments);
    (run.stdout, run.stderr, fs::read_to_string(lock).unwrap())
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    let (light, generated) = (street_light(), generated_solution());
    for folder in [light.path().join("light"), generated.path().to_owned()] {
        for format in ["json", "table"] {
            let one = resolved(&folder, &["--format", format, "--jobs", "1"]);
            assert!(one.0.len() > 1000, "{}", one.0);
            for jobs in ["2", "3", "8", "64"] {
                assert_eq!(resolved(&folder, &["--format", format, "--jobs", jobs]), one, "{jobs} threads");
            }
        }
    }
}

#[test]
fn no_threads_at_all_is_wrong_usage() {
    let folder = tempfile::tempdir().unwrap();
    lamp::run(folder.path(), &["resolve", "--jobs", "0"]).exits(2).tells("--jobs");
}

// Parts for several machines.

/// Resolves every part of `of` and gives the names of their files.
fn parts(folder: &Path, of: usize) -> Vec<String> {
    let part = |index: usize| {
        let name = format!("{index}-of-{of}.part");
        let partition = format!("hash:{index}/{of}");
        lamp::run(folder, &["resolve", "-q", "--as-of", "2026-11-22", "--partition", &partition, "-o", &name]);
        name
    };
    (1..=of).map(part).collect()
}

fn merge(folder: &Path, parts: &[String]) -> lamp::Run {
    let mut arguments = vec!["merge", "-o", "merged.lock"];
    arguments.extend(parts.iter().map(String::as_str));
    lamp::run(folder, &arguments)
}

/// Writes the first price of each component in the place of its tiers: what markets order together has no parts.
fn without_tiers(folder: &Path) {
    for entry in fs::read_dir(folder.join("catalog")).unwrap() {
        let path = entry.unwrap().path();
        let plain = |line: &str| match line.strip_prefix("price = [{ from = 1, each = ") {
            Some(rest) => format!("price = {}\n", rest.split(' ').next().unwrap()),
            None => format!("{line}\n"),
        };
        let text: String = fs::read_to_string(&path).unwrap().lines().map(plain).collect();
        fs::write(path, text).unwrap();
    }
}

#[test]
fn any_number_of_parts_joins_into_the_bytes_of_one_run() {
    let (light, generated) = (street_light(), generated_solution());
    without_tiers(&light.path().join("light"));
    without_tiers(generated.path());
    for folder in [light.path().join("light"), generated.path().to_owned()] {
        let (table, _, whole) = resolved(&folder, &[]);
        fs::remove_file(folder.join("terroir.lock")).unwrap();
        for of in 1..=5 {
            let mut names = parts(&folder, of);
            assert!(!folder.join("terroir.lock").exists(), "a part writes no lock");
            names.reverse();
            let run = merge(&folder, &names);
            assert_eq!(fs::read_to_string(folder.join("merged.lock")).unwrap(), whole, "{of} parts\n{}", run.stderr);
            let core = table.lines().find(|line| line.starts_with("shared core:")).unwrap();
            // Parts do not hold what lines cost.
            let (shares, rest) = core.split_once(", cost ").unwrap();
            run.prints(shares).prints(rest.split_once(')').unwrap().1);
            fs::remove_file(folder.join("merged.lock")).unwrap();
        }
    }
}

#[test]
fn warnings_of_several_markets_are_told_of_the_joined_answers() {
    let lamp = lamp::Lamp::new();
    lamp.edit("solution.toml", "currency = \"USD\"", "currency = \"USD\"\ncore-target = 0.9");
    lamp.write("solution.toml", &(lamp.read("solution.toml") + "[options.colour]\nvalues = [\"warm\", \"cold\"]\n"));
    lamp.write("regions/US.toml", "area = \"US\"\n[[rules]]\nid = \"cold\"\nthen = \"colour == cold\"\n");
    let whole = lamp.run(&["resolve"]).exits(0).tells("warning[core-share]").tells("note[free-option");
    let (folder, lock) = (lamp.path(""), lamp.read("terroir.lock"));
    fs::remove_file(lamp.path("terroir.lock")).unwrap();
    // Whether two markets fall into one part or not.
    for of in [1, 2, 3] {
        let names = parts(&folder, of);
        let run = merge(&folder, &names).exits(0);
        for code in ["core-share", "free-option"] {
            let line = |text: &str| text.lines().find(|line| line.contains(code)).map(str::to_owned);
            assert_eq!(line(&run.stderr), line(&whole.stderr), "{of} parts");
        }
        assert_eq!(lamp.read("merged.lock"), lock);
    }
    let names = parts(&folder, 2);
    let mut denied = vec!["merge", "--deny", "core-share"];
    denied.extend(names.iter().map(String::as_str));
    lamp.run(&denied).exits(1).tells("error[core-share]");
    assert_eq!(lamp.read("terroir.lock"), lock, "without --output it is the solution's own lock");
}

#[test]
fn a_conflict_in_a_part_is_one_of_the_whole() {
    let lamp = lamp::Lamp::new();
    lamp.edit("solution.toml", "\"driver-120\", ", "");
    let names = parts(&lamp.path(""), 2);
    merge(&lamp.path(""), &names).exits(1).prints("US      no valid BOM").prints("1 of 2 markets");
}

#[test]
fn parts_that_cannot_be_merged_are_named() {
    let lamp = lamp::Lamp::new();
    let folder = lamp.path("");
    let names = parts(&folder, 3);
    let refused = |given: &[&str], message: &str| {
        let given: Vec<String> = given.iter().map(|name| (*name).to_owned()).collect();
        merge(&folder, &given).exits(1).tells(message);
        assert!(!lamp.path("merged.lock").exists(), "{given:?}");
    };
    let [one, two, three] = [0, 1, 2].map(|at| names[at].as_str());
    refused(&[one, three], "parts are missing: hash:2/3");
    refused(&[one], "parts are missing: hash:2/3, hash:3/3");
    refused(&[one, two, three, two], "`2-of-3.part` and `2-of-3.part` are both part hash:2/3");
    let other = parts(&folder, 2);
    refused(&[one, &other[1], three], "`2-of-2.part` is not from the same run as `1-of-3.part`");
    let edit = |name: &str, from: &str, to: &str| {
        let text = lamp.read(name);
        assert!(text.contains(from), "{text}");
        lamp.write("edited.part", &text.replacen(from, to, 1));
    };
    edit(two, "as_of = 2026-11-22", "as_of = 2026-11-23");
    refused(&[one, "edited.part", three], "it is as of 2026-11-23, not 2026-11-22");
    edit(two, "inputs = \"sha256:", "inputs = \"sha256:0");
    refused(&[one, "edited.part", three], "it was made from other files");
    edit(two, "name = \"lamp\"", "name = \"lump\"");
    refused(&[one, "edited.part", three], "its solution is `lump`, not `lamp`");
    let full = names.iter().find(|name| lamp.read(name).contains("market = ")).unwrap();
    edit(full, "market = \"", "market = \"X");
    let others: Vec<&str> = names.iter().filter(|name| *name != full).map(String::as_str).collect();
    refused(&["edited.part", others[0], others[1]], "is damaged: market");
    edit(one, "hash:1/3", "hash:4/3");
    refused(&["edited.part", two, three], "`edited.part` is not a part: line 2: expected `hash:M/N`");
    edit(full, "[[markets]]", "[[markets]]\nwhat = 1");
    let line = lamp.read("edited.part").lines().position(|line| line == "what = 1").unwrap() + 1;
    refused(&["edited.part"], &format!("line {line}: unknown key `what`"));
    lamp.write("edited.part", &lamp.read("catalog/parts.toml"));
    refused(&["edited.part"], "`edited.part` is not a part");
    // The files were changed after the parts were made.
    lamp.edit("catalog/parts.toml", "4.50", "4.60");
    refused(&[one, two, three], "not made from the current files of `lamp`");
    lamp.run(&["merge", "nowhere.part"]).exits(2).tells("nowhere.part");
    lamp.run(&["merge"]).exits(2);
}

#[test]
fn a_partition_is_a_class_of_a_stable_hash() {
    let lamp = lamp::Lamp::new();
    for wrong in ["hash:0/2", "hash:3/2", "hash:1", "count:1/2", "hash:+1/2", "hash:1/4294967296"] {
        lamp.run(&["resolve", "--partition", wrong]).exits(2).tells("hash:M/N");
    }
    lamp.run(&["resolve", "--partition", "hash:1/2", "--market", "US"]).exits(2).tells("cannot be used with");
    lamp.run(&["resolve", "--output", "a"]).exits(2).tells("--partition");
    let run = lamp.run(&["resolve", "--partition", "hash:1/1"]).exits(0).prints("portfolio = [\"US\", \"DE\"]");
    assert!(run.stdout.starts_with("# A part of the answers"), "{}", run.stdout);
    // The classes are promised: machines of one build may run different releases.
    let class = |code: &str| {
        (1..=4).find(|index| format!("hash:{index}/4").parse::<terroir::lock::Partition>().unwrap().holds(code))
    };
    let classes: Vec<u32> = ["US", "CN", "DE", "JP", "BR", "IN"].into_iter().filter_map(class).collect();
    assert_eq!(classes.len(), 6);
    assert_eq!(class("US"), Some(fnv("US") % 4 + 1).map(|class| u32::try_from(class).unwrap()));
}

/// FNV-1a of 64 bits, written down once more.
fn fnv(text: &str) -> u64 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in text.bytes() {
        hash ^= u64::from(byte);
        hash = hash.wrapping_mul(0x100_0000_01b3);
    }
    hash
}
