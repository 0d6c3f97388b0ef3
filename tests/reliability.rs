//! RELIABILITY.md claims nothing that no result in `tests/reliability` shows, and every result names a command that is there.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use toml::de::{DeTable, DeValue};

fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// A result: its values as they are written, by key.
type Record = BTreeMap<String, String>;

fn record_of(table: &DeTable<'_>) -> Record {
    let text = |value: &DeValue<'_>| match value {
        DeValue::String(text) => text.to_string(),
        DeValue::Integer(number) => number.as_str().to_owned(),
        DeValue::Datetime(date) => date.to_string(),
        other => panic!("not a text, number or date: {other:?}"),
    };
    table.iter().map(|(key, value)| (key.get_ref().to_string(), text(value.get_ref()))).collect()
}

fn results() -> Vec<Record> {
    let folder = fs::read_dir(project("tests/reliability/results")).unwrap();
    let mut paths: Vec<PathBuf> = folder.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let of = |path: &PathBuf| {
        let text = fs::read_to_string(path).unwrap();
        let table = DeTable::parse(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        record_of(table.get_ref())
    };
    paths.iter().map(of).collect()
}

/// The cells of the rows of the table, without the head.
fn rows(page: &str) -> Vec<Vec<String>> {
    let table =
        page.lines().skip_while(|line| !line.starts_with("|---")).skip(1).take_while(|line| line.starts_with('|'));
    let cells = |line: &str| {
        let line = line.replace("\\|", "\u{0}");
        let cells = line.trim_matches('|').split('|');
        cells.map(|cell| cell.trim().trim_matches('`').replace('\u{0}', "|")).collect()
    };
    table.map(cells).collect()
}

#[test]
fn the_page_claims_what_results_show() {
    let page = fs::read_to_string(project("RELIABILITY.md")).unwrap();
    let results = results();
    let (mut number, mut shown) = (String::new(), 0);
    for row in rows(&page) {
        assert_eq!(row.len(), 7, "{row:?}");
        if !row[0].is_empty() {
            number.clone_from(&row[0]);
        }
        if row[3] == "nothing yet" {
            assert!(!results.iter().any(|result| result["promise"] == number), "promise {number} has a result");
            assert!(page.contains(&format!("\n- {number}: no result")), "promise {number} is not among the gaps");
            continue;
        }
        let claimed = [&number, &row[3], &row[4], &row[5], &row[6]];
        let is_shown = |result: &Record| {
            ["promise", "figure", "command", "date", "commit"]
                .iter()
                .zip(claimed)
                .all(|(key, claim)| result[*key] == *claim)
        };
        assert!(results.iter().any(is_shown), "no result shows {row:?}; run `python3 .ci/reliability.py`");
        shown += 1;
    }
    assert_eq!(shown, results.len(), "results that the page leaves out; run `python3 .ci/reliability.py`");
    println!("{shown} figures, each with its result");
}

#[test]
fn results_name_commands_that_are_there() {
    for result in results() {
        let command = &result["command"];
        let words: Vec<&str> = command.split(' ').collect();
        let test = words.iter().position(|word| *word == "--test").map(|at| format!("tests/{}.rs", words[at + 1]));
        let script =
            words.iter().find(|word| word.contains('/') && !word.starts_with('-')).map(|word| (*word).to_owned());
        let path = test.or(script).unwrap_or_else(|| panic!("`{command}` names neither a test nor a script"));
        let is_folder = path.strip_suffix(".rs").is_some_and(|name| project(&format!("{name}/main.rs")).exists());
        assert!(project(&path).exists() || is_folder, "`{command}`: there is no {path}");
        assert!(
            result["figure"].contains(|letter: char| letter.is_ascii_digit()),
            "a figure without a number: {result:?}"
        );
        let commit = &result["commit"];
        assert!(commit.len() == 12 && commit.bytes().all(|byte| byte.is_ascii_hexdigit()), "{commit}");
    }
}
