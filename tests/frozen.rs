//! Answers repeated from a lock that holds the rows of a database; no database is needed for that.

#![allow(clippy::unwrap_used)]
#![cfg(feature = "cli")]

mod common;

use common::lamp::Lamp;
use terroir::lock::Lock;
use terroir::{Portfolio, Request, Solution};

const ENTRY: &str = "[[databases]]\nfile = \"parts.sqlite\"\ntable = \"Drivers\"\n\n[slots.driver]";
const HOUSING: &str = "[[components]]\nid = \"housing\"\nkind = \"hardware\"\nprice = \"5.00\"\n";
/// Line ends and quotes as a user may write them, a row over two lines, one that nothing asks for.
const ROWS: &str = "id,price,needs,name\r\n\
    driver-120,4.00,\"power.mains = { voltage_v = { within = [100, 130] } }\",\"one \"\"small\"\" driver\"\r\n\
    driver-230,4.50,\"power.mains = { voltage_v = { within = [198, 264] } }\",\"a driver\nof two lines\"\r\n\
    other,1.00,,";

fn lamp() -> Lamp {
    let lamp = Lamp::new();
    lamp.write("catalog/parts.toml", HOUSING);
    lamp.edit("solution.toml", "[slots.driver]", ENTRY);
    lamp
}

/// The solution in the lamp's folder with rows that its database is said to hold.
fn solution(lamp: &Lamp, rows: &str) -> Solution {
    let files = ["solution.toml", "catalog/parts.toml"].map(|name| (name.to_owned(), lamp.read(name)));
    let rows = ("parts.sqlite/Drivers.csv".to_owned(), rows.to_owned());
    Solution::from_sources(files.into_iter().chain([rows])).unwrap()
}

fn portfolio(solution: &Solution) -> Portfolio {
    let request = Request::default().as_of("2026-11-22".parse().unwrap());
    solution.compile().unwrap().portfolio(&request).unwrap()
}

fn lock(solution: &Solution) -> Lock {
    let lock = Lock::from_portfolio(&portfolio(solution), solution.files(), solution.currency());
    lock.with_tables(solution).unwrap()
}

/// The tables that a lock holds, as programs read them.
fn tables(lock: &Lock) -> serde_json::Value {
    serde_json::to_value(lock).unwrap()["tables"].take()
}

/// The rows of its only table.
fn rows(lock: &Lock) -> Vec<String> {
    serde_json::from_value(tables(lock)[0]["rows"].take()).unwrap()
}

#[test]
fn a_lock_holds_the_rows_that_slots_may_take_and_reads_back_equal() {
    let lock = lock(&solution(&lamp(), ROWS));
    let tables = tables(&lock);
    assert_eq!(tables.as_array().unwrap().len(), 1);
    assert_eq!(tables[0]["table"], serde_json::json!({ "file": "parts.sqlite", "table": "Drivers" }));
    assert_eq!(rows(&lock).len(), 2);
    assert!(rows(&lock)[1].ends_with("\"a driver\nof two lines\""), "{tables}");
    let text = lock.to_text();
    assert!(text.contains("version = 4\n"));
    assert_eq!(Lock::parse(&text).unwrap(), lock);
}

#[test]
fn the_rows_of_a_lock_give_the_same_answer_and_the_same_lock() {
    let lamp = lamp();
    let whole = solution(&lamp, ROWS);
    let first = lock(&whole);
    let narrow =
        solution(&lamp, &format!("{}\n{}\n", tables(&first)[0]["columns"].as_str().unwrap(), rows(&first).join("\n")));
    assert_eq!(lock(&narrow), first);
    assert_eq!(portfolio(&narrow), portfolio(&whole));
}

#[test]
fn rows_that_keep_a_question_from_being_an_error_are_held_too() {
    let lamp = lamp();
    // `driver-230` lacks the attribute; that it is known at all is known from a part that no slot may take.
    let needs = "needs = { \"power.dc\" = { ripple_mv = { at-most = 50 } } }\n";
    lamp.write("catalog/parts.toml", &format!("{HOUSING}{needs}"));
    let own = "id,price,provides\ndriver-120,4.00,power.dc = { ripple_mv = 20 }\ndriver-230,4.50,power.dc\n\
                other,1.00,power.dc = { ripple_mv = 10 }\n";
    assert_eq!(rows(&lock(&solution(&lamp, own))).len(), 2, "what is left knows the attribute itself");
    let more = own.replacen("ripple_mv = 20", "voltage_v = 24", 1);
    assert_eq!(rows(&lock(&solution(&lamp, &more))).len(), 3);
}

#[test]
fn a_frozen_answer_needs_no_database() {
    let lamp = lamp();
    let whole = solution(&lamp, ROWS);
    let lock = lock(&whole).to_text();
    lamp.write("terroir.lock", &lock);
    lamp.run(&["resolve", "--frozen"]).exits(0).prints("driver-120").prints("driver-230");
    lamp.run(&["resolve", "--frozen", "--set", "x=y"]).exits(2).tells("unknown option `x`");
    lamp.run(&["check", "--frozen"]).exits(0).prints("2 of 2 markets");
    lamp.run(&["export", "--frozen", "--format", "csv"]).exits(2);
    assert_eq!(lamp.read("terroir.lock"), lock);
    // What the lock does not hold cannot be repeated.
    lamp.write("terroir.lock", &lock.replace("table = \"Drivers\"", "table = \"Others\""));
    lamp.run(&["resolve", "--frozen"])
        .exits(1)
        .tells("error[missing-table]: `terroir.lock` has no rows of table `Drivers` of `parts.sqlite`")
        .tells("solution.toml:10:9");
    lamp.write("terroir.lock", &lock.replace("4.00,", "3.00,"));
    lamp.run(&["resolve", "--frozen"]).exits(1).tells("US: cost: 9.00 -> 8.00");
    std::fs::remove_file(lamp.path("terroir.lock")).unwrap();
    lamp.run(&["resolve", "--frozen"]).exits(1).tells("there is no");
}

#[cfg(not(feature = "sqlite"))]
#[test]
fn without_the_feature_a_database_is_told_and_not_read() {
    let lamp = lamp();
    lamp.run(&["resolve"]).exits(1).tells("there is no file `parts.sqlite`");
    lamp.write("parts.sqlite", "SQLite format 3\0");
    lamp.run(&["resolve"]).exits(2).tells("was built without the feature `sqlite`").tells("--frozen");
}

#[test]
fn a_table_stands_once_in_a_solution() {
    let lamp = lamp();
    lamp.edit("solution.toml", "[slots.driver]", ENTRY);
    let files = [("solution.toml", lamp.read("solution.toml")), ("parts.sqlite/Drivers.csv", ROWS.to_owned())];
    let told = Solution::from_sources(files).unwrap_err().to_string();
    assert!(told.contains("table `Drivers` of `parts.sqlite` is listed twice"), "{told}");
    let told = Solution::from_sources([("solution.toml", lamp.read("solution.toml"))]).unwrap_err().to_string();
    assert!(told.contains("error[missing-table]: no rows of table `Drivers` of `parts.sqlite` were read"), "{told}");
}

#[test]
fn a_fault_of_a_row_stands_where_the_table_is_named() {
    let lamp = lamp();
    let whole = solution(&lamp, ROWS);
    let text = lock(&whole).to_text().replace("driver-230,4.50", "driver-230,4.5.0");
    lamp.write("terroir.lock", &text);
    let run = lamp.run(&["check", "--frozen", "--format", "github"]).exits(1);
    assert!(run.stdout.contains("::error file=solution.toml,line=10,col=9"), "{}", run.stdout);
    assert!(run.stdout.contains("4.5.0"), "{}", run.stdout);
}
