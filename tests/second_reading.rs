//! A second reading of the files: a program in Python, written apart, says what random solutions mean, tries every plan
//! of theirs, and its answers are compared with the command's; and laws that hold between two answers of the command.
//!
//! `PROPERTY_CASES=2000 cargo test --test second_reading -- --nocapture` tries more of them.

#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs)]

mod common;

use common::parallel::wanted_cases;
use std::process::Command;

/// Runs one of the programs; what it printed. Where no Python is there that reads TOML it says so.
fn run(program: &str, cases: u64) {
    let python = Command::new("python3").args(["-c", "import tomllib"]).output();
    if !python.is_ok_and(|output| output.status.success()) {
        println!("skipped: no python3 that has `tomllib`");
        return;
    }
    let path = format!("{}/tests/evaluator/{program}.py", env!("CARGO_MANIFEST_DIR"));
    let output =
        Command::new("python3").args([&path, env!("CARGO_BIN_EXE_terroir"), &cases.to_string()]).output().unwrap();
    println!("{}", String::from_utf8_lossy(&output.stdout));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn answers_are_what_the_files_mean() {
    run("compare", wanted_cases(150));
}

#[test]
fn names_files_prices_and_what_is_not_used_change_nothing_else() {
    run("laws", wanted_cases(60));
}
