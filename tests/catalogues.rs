//! Catalogues as CSV and workbooks, and the pages of `terroir help`, as their users meet them.

#![allow(clippy::print_stdout, clippy::unwrap_used)]
#![cfg(feature = "cli")]

mod common;

use common::lamp::{Lamp, run_nowhere};
use std::path::Path;

const HEADER: &str = "id,kind,price,lead_weeks,from,until,territories,certificates,attributes,provides,fields";

fn lamp_of_csv(rows: &str) -> Lamp {
    let solution = "[solution]\nname = \"lamp\"\nversion = \"1.0.0\"\nmarkets = [\"US\", \"DE\"]\ncurrency = \"USD\"\n\
                    as-of = 2026-11-22\n[volumes]\nUS = 500\nDE = 2000\n[slots.lamp]\nchoose = [\"a\", \"b\"]\n";
    let lamp = Lamp::of(solution, "");
    lamp.write("catalog/parts.csv", &format!("{HEADER}\n{rows}"));
    lamp
}

#[test]
fn what_a_cell_says_decides_answers() {
    let lamp = lamp_of_csv(
        "a,hardware,1: 3.00; 1000: 2.00,4,2020-01-01,2030-01-01,\"only = [\"\"DE\"\"]; because = \"\"licensed there\"\"\",\
         \"{ scheme = \"\"fcc\"\" }\",power_w = 2,light.led = { colour_k = 4000 },\"\"\"Bin No\"\" = \"\"B7\"\"\"\n\
         b,hardware,4.00,,,2026-01-01,,,,,\n\
         c,hardware,9.00,,,,,,,,\n",
    );
    lamp.edit("solution.toml", "[\"a\", \"b\"]", "[\"a\", \"b\", \"c\"]");
    let answer = lamp.run(&["resolve", "--format", "json"]).exits(0).json();
    let parts: Vec<&str> = answer["markets"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["lines"][0]["component"].as_str().unwrap())
        .collect();
    // `a` may be sold in DE only, and `b` ended before the day.
    assert_eq!(parts, ["c", "a"]);
    assert_eq!(answer["markets"][1]["objective"]["cost"], "2.00", "the tier at 2000 a year");
    assert_eq!(answer["markets"][1]["lines"][0]["lead_weeks"], 4);
}

#[test]
fn a_wrong_cell_has_a_help_that_works() {
    let lamp = lamp_of_csv("a,hardware,4.00,,,,,,,\"label.fcc, label.ised\",\nb,hardware,1,,,,,,,,\n");
    let run = lamp.run(&["check"]).exits(1).tells("error[bad-capability]");
    let run = run.tells("separate the entries of a cell with `;`: `label.fcc; label.ised`");
    assert!(run.stderr.contains("catalog/parts.csv:2:"), "{}", run.stderr);
    lamp.edit("catalog/parts.csv", "\"label.fcc, label.ised\"", "label.fcc; label.ised");
    lamp.run(&["check"]).exits(0);
}

#[test]
fn an_unknown_column_is_a_warning_that_can_be_denied() {
    let lamp = lamp_of_csv("a,hardware,4.00,,,,,,,,\nb,hardware,1,,,,,,,,\n");
    lamp.edit("catalog/parts.csv", "lead_weeks", "lead_week");
    let run = lamp.run(&["check"]).exits(0).tells("warning[unknown-column");
    let run = run.tells("1 column is not read: `lead_week`").tells("did you mean `lead_weeks`?");
    run.tells("`certificates`").tells("`territories`");
    lamp.run(&["check", "--deny", "unknown-column"]).exits(1);
}

#[test]
fn a_workbook_that_no_pattern_matches_is_reported() {
    let lamp = lamp_of_csv("a,hardware,4.00,,,,,,,,\nb,hardware,1,,,,,,,,\n");
    lamp.write("catalog/more.xlsx", "not read");
    let run = lamp.run(&["check"]).exits(0).tells("warning[unread-workbook");
    run.tells("`catalog/more.xlsx` is not read").tells("add `\"catalog/*.xlsx\"` to `catalog` in `[solution]`");
    lamp.edit(
        "solution.toml",
        "version = \"1.0.0\"",
        "version = \"1.0.0\"\ncatalog = [\"catalog/*.csv\", \"catalog/*.xlsx\"]",
    );
    // Now it is read, and it is no workbook.
    lamp.run(&["check"]).exits(2).tells("catalog/more.xlsx");
}

#[cfg(feature = "xlsx")]
#[test]
fn a_workbook_has_the_same_columns_with_dates_as_dates() {
    let lamp = lamp_of_csv("c,hardware,4.00,,,,,,,,\n");
    lamp.edit(
        "solution.toml",
        "version = \"1.0.0\"",
        "version = \"1.0.0\"\ncatalog = [\"catalog/*.csv\", \"catalog/*.xlsx\"]",
    );
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, name) in (0..).zip(["id", "kind", "price", "until", "certificates"]) {
        sheet.write_string(0, column, name).unwrap();
    }
    let format = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd");
    for (row, id, year) in [(1, "a", 2026_u16), (2, "b", 2030)] {
        sheet.write_string(row, 0, id).unwrap();
        sheet.write_string(row, 1, "hardware").unwrap();
        sheet.write_number(row, 2, 2.5).unwrap();
        let day = rust_xlsxwriter::ExcelDateTime::from_ymd(year, 3, 1).unwrap();
        sheet.write_datetime_with_format(row, 3, &day, &format).unwrap();
        sheet.write_string(row, 4, "{ scheme = \"fcc\", id = \"X;1\" }").unwrap();
    }
    book.save(lamp.path("catalog/parts.xlsx")).unwrap();
    let answer = lamp.run(&["resolve", "--format", "json"]).exits(0).json();
    assert_eq!(answer["markets"][0]["lines"][0]["component"], "b", "`a` ended on 2026-03-01");
}

/// A formula that a library wrote has no result: the price would be missing in silence.
#[cfg(feature = "xlsx")]
#[test]
fn a_formula_without_a_result_is_told_with_its_row() {
    let lamp = lamp_of_csv("c,hardware,4.00,,,,,,,,\n");
    lamp.edit(
        "solution.toml",
        "version = \"1.0.0\"",
        "version = \"1.0.0\"\ncatalog = [\"catalog/*.csv\", \"catalog/*.xlsx\"]",
    );
    // Written by openpyxl (tests/corpus/import/files.py).
    std::fs::write(lamp.path("catalog/parts.xlsx"), include_bytes!("corpus/catalogue.xlsx")).unwrap();
    let run = lamp.run(&["check"]).exits(0);
    run.tells("warning[unread-formula: catalog/parts.xlsx]")
        .tells("catalog/parts.xlsx:2:")
        .tells("the formula in C2 has no stored result")
        .tells("as in 1 other cell")
        .tells("catalog/parts.xlsx:4:")
        .tells("the cell C4 shows an error");
}

#[test]
fn help_prints_pages_and_the_help_of_commands() {
    run_nowhere(&["help"]).exits(0).prints("terroir help conditions").prints("Usage: terroir");
    run_nowhere(&["help", "help"]).exits(0).prints("capabilities");
    run_nowhere(&["help", "export"]).exits(0).prints("Usage: terroir export").prints("kicad-variants");
    run_nowhere(&["help", "import", "bom"]).exits(0).prints("NAME=FILE");
    run_nowhere(&["help", "conditions"]).exits(0).prints("`carrier == att`").prints("`sum(power_w) <= 60`");
    run_nowhere(&["help", "csv"]).exits(0).prints("`certificates`").prints("tables in braces");
    run_nowhere(&["help", "gaps"]).exits(0).prints("[[waivers]]").prints("networks-complete = true");
    run_nowhere(&["help", "capabilities"]).exits(0).prints("`power.mains`");
    run_nowhere(&["help", "condition"]).exits(2).tells("did you mean `conditions`?");
}

#[test]
fn every_condition_of_the_page_is_one() {
    let page = include_str!("../src/guide/conditions.md");
    let rows = page.lines().filter(|line| line.starts_with("| `"));
    let conditions: Vec<&str> = rows.map(|line| line.split('`').nth(1).unwrap()).collect();
    assert!(conditions.len() > 20);
    let solution = |condition: &str| {
        format!(
            "[solution]\nname = \"x\"\nmarkets = [\"US\"]\ncurrency = \"USD\"\n[slots.a]\nchoose = [\"p\"]\n\
             [[rules]]\nid = \"r\"\nthen = \"{condition}\"\n"
        )
    };
    for condition in &conditions {
        let parts = "[[components]]\nid = \"p\"\nkind = \"hardware\"\n";
        let read = terroir::Solution::from_sources([
            ("solution.toml", solution(condition)),
            ("catalog/p.toml", parts.to_owned()),
        ]);
        let faults = read.err().map(|faults| faults.diagnostics).unwrap_or_default();
        // Names may be unknown here; the syntax is right.
        let wrong: Vec<_> = faults.iter().filter(|one| one.code == "condition-syntax").collect();
        assert!(wrong.is_empty(), "{condition}: {wrong:?}");
    }
    println!("{} conditions of the page are read", conditions.len());
}

#[test]
fn the_page_of_columns_is_that_of_the_schema() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/guide/csv.md");
    let page = std::fs::read_to_string(&path).unwrap();
    let (prose, table) = page.split_once("## Columns\n\n").unwrap();
    let wanted = terroir::csv_reference();
    if std::env::var_os("UPDATE_GUIDE").is_some() {
        std::fs::write(&path, format!("{prose}## Columns\n\n{wanted}")).unwrap();
        return;
    }
    assert_eq!(table, wanted, "run this test with UPDATE_GUIDE=1");
}

#[test]
fn the_page_of_offers_has_the_keys_of_the_schema() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/guide/offers.md");
    let page = std::fs::read_to_string(&path).unwrap();
    let (prose, tables) = page.split_once("## Keys\n\n").unwrap();
    let (keys, columns) = (terroir::key_reference(terroir::FileKind::Offers), terroir::offers_csv_reference());
    let wanted = format!("{}\n\n## Columns\n\n{columns}", keys.trim_end());
    if std::env::var_os("UPDATE_GUIDE").is_some() {
        std::fs::write(&path, format!("{prose}## Keys\n\n{wanted}")).unwrap();
        return;
    }
    assert_eq!(tables, wanted, "run this test with UPDATE_GUIDE=1");
}

#[test]
fn a_carrier_in_a_condition_has_a_help_that_works() {
    let lamp = lamp_of_csv("a,hardware,4.00,,,,,,,,\nb,hardware,1,,,,,,,,\n");
    let text = lamp.read("solution.toml");
    lamp.write("solution.toml", &format!("{text}[[rules]]\nid = \"r\"\nthen = \"carrier.att or slot.lamp\"\n"));
    lamp.run(&["check"]).exits(1).tells("write `carrier == att`");
    lamp.edit("solution.toml", "carrier.att", "carrier == att");
    lamp.run(&["check"]).exits(0);
}

#[test]
fn areas_are_meant_by_names_and_longer_codes_too() {
    for (word, code) in [("germany", "DE"), ("DEU", "DE"), ("de", "DE"), ("Chna", "CN"), ("CHN", "CN")] {
        run_nowhere(&["regions", word]).exits(2).tells(&format!("did you mean `{code}`?"));
    }
    let lamp = Lamp::new();
    lamp.run(&["resolve", "--market", "Germany"]).exits(2).tells("did you mean `DE`?");
    lamp.run(&["resolve", "--without-origin", "China"]).exits(2).tells("did you mean `CN`?");
    lamp.edit("solution.toml", "\"DE\"]", "\"Germany\"]");
    lamp.run(&["check"]).exits(1).tells("did you mean `DE`?");
}

#[test]
fn facts_of_a_part_are_shown_alone_and_in_full() {
    let power = run_nowhere(&["regions", "US", "power", "--format", "table"]).exits(0).stdout;
    assert!(power.contains("power.mains.voltage_v"), "{power}");
    assert!(!power.contains("carriers."), "{power}");
    let only = ["regions", "US", "--only", "power", "--only", "radio", "--format", "table"];
    let both = run_nowhere(&only).exits(0).stdout;
    assert!(both.len() > power.len() && both.contains("radio."), "{both}");
    run_nowhere(&["regions", "US", "pwer"]).exits(2).tells("did you mean `power`?");
    let whole = run_nowhere(&["regions", "US"]).exits(0).stdout;
    assert!(!whole.lines().any(|line| line.contains(" …")), "a text is cut");
    let json = run_nowhere(&["regions", "US", "power", "--format", "json"]).exits(0).json();
    assert_eq!(json["schema"], "terroir.regions/1");
}

#[test]
fn an_export_is_never_written_where_it_would_be_read() {
    let lamp = Lamp::new();
    for output in ["catalog/x.csv", "./catalog/../catalog/x.csv", "catalog/"] {
        let run = lamp.run(&["export", "--format", "release", "--market", "DE", "-o", output]).exits(2);
        run.tells("would be read as a file of the solution").tells("as in `-o out/`");
    }
    lamp.run(&["export", "--format", "release", "--market", "DE", "-o", "out/x.csv"]).exits(0);
    lamp.run(&["export", "--format", "release", "--market", "DE", "-o", "catalog/x.txt"]).exits(0);
    lamp.run(&["check"]).exits(0);
}

#[test]
fn a_matrix_of_two_markets_splits_these_two() {
    let lamp = Lamp::template("street-light");
    let whole = lamp.run(&["matrix", "--format", "json"]).json();
    let two = lamp.run(&["matrix", "--market", "US", "--market", "DE", "--format", "json"]).json();
    let slots = |matrix: &serde_json::Value| matrix["splits"].as_array().unwrap().len();
    assert!(slots(&two) < slots(&whole), "{} of {}", slots(&two), slots(&whole));
    let named = two["splits"].to_string();
    assert!(!named.contains("\"BR\"") && !named.contains("\"CN\""), "{named}");
}

#[test]
fn today_is_the_local_day() {
    let lamp = Lamp::new();
    lamp.edit("solution.toml", "as-of = 2026-11-22\n", "");
    let today = |zone: &str| {
        let run = lamp.run_with(&["resolve", "--market", "US"], &[("TZ", zone)]).exits(0);
        let (_, rest) = run.stderr.split_once("using today's date, ").unwrap();
        rest.get(..10).unwrap().to_owned()
    };
    // 26 hours apart: never the same day.
    assert_ne!(today("<+14>-14"), today("<-12>12"));
}

#[test]
fn quiet_silences_what_a_command_without_an_answer_did() {
    let folder = tempfile::tempdir().unwrap();
    let run = common::lamp::run(folder.path(), &["new", "x", "-q"]).exits(0);
    assert_eq!((run.stdout.as_str(), run.stderr.as_str()), ("", ""));
    let lamp = Lamp::new();
    assert_eq!(lamp.run(&["add", "market", "FR", "-q"]).exits(0).stdout, "");
}
