//! Catalogues in SQLite databases: `cargo test --features sqlite --test databases`.

#![allow(clippy::unwrap_used)]

mod common;

use common::lamp::Lamp;
use proptest::prelude::*;
use rusqlite::Connection;
use std::fs;
use terroir::load::load;
use terroir::{Request, Solution};

const MAPPED: &str = "\n[[databases]]\nfile = \"parts.sqlite\"\ntable = \"Drivers\"\n\
    columns = { id = \"Part ID\", mpn = \"MPN\", price = \"Unit price\" }\nvalues = { kind = \"hardware\", origin = \"CN\" }\n";

const DRIVERS: &str =
    "CREATE TABLE Drivers (\"Part ID\" TEXT PRIMARY KEY, MPN TEXT, \"Unit price\" REAL, needs TEXT, Picture BLOB);
    INSERT INTO Drivers VALUES
    ('driver-230', 'EXAMPLE-D230', 4.5, 'power.mains = { voltage_v = { within = [198, 264] } }', x'00ff'),
    ('driver-120', 'EXAMPLE-D120', 4, 'power.mains = { voltage_v = { within = [100, 130] } }', NULL),
    ('unused', NULL, 9.99, NULL, NULL);";

/// The lamp whose drivers stand in a database.
fn lamp_of(sql: &str, entry: &str) -> Lamp {
    let lamp = Lamp::new();
    lamp.write("catalog/parts.toml", "[[components]]\nid = \"housing\"\nkind = \"hardware\"\nprice = \"5.00\"\n");
    lamp.edit("solution.toml", "[slots.driver]", &format!("{entry}\n[slots.driver]"));
    run_sql(&lamp, sql);
    lamp
}

fn run_sql(lamp: &Lamp, sql: &str) {
    let database = Connection::open(lamp.path("parts.sqlite")).unwrap();
    database.execute_batch(sql).unwrap();
    database.close().unwrap();
}

#[test]
fn the_rows_of_a_table_are_components() {
    let lamp = lamp_of(DRIVERS, MAPPED);
    let before = fs::read(lamp.path("parts.sqlite")).unwrap();
    let run = lamp.run(&["resolve", "--format", "json"]).exits(0);
    let json = run.json();
    let line = |market: usize| json["markets"][market]["lines"][0].clone();
    assert_eq!(line(0)["component"], "driver-120");
    assert_eq!(line(0)["unit_cost"], "4.00");
    assert_eq!((line(1)["mpn"].as_str(), line(1)["unit_cost"].as_str()), (Some("EXAMPLE-D230"), Some("4.50")));
    assert_eq!(line(1)["origin"], "CN");
    lamp.run(&["resolve", "--locked"]).exits(0);
    assert_eq!(fs::read(lamp.path("parts.sqlite")).unwrap(), before, "the database is only read");
    let mut names: Vec<_> =
        fs::read_dir(lamp.path("")).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names, ["catalog", "parts.sqlite", "regions", "solution.toml", "terroir.lock"]);
}

#[test]
fn an_answer_is_repeated_when_the_database_has_moved_on() {
    let lamp = lamp_of(DRIVERS, MAPPED);
    let first = lamp.run(&["resolve"]).exits(0).stdout;
    let lock = lamp.read("terroir.lock");
    assert!(lock.contains("EXAMPLE-D120") && !lock.contains("unused"), "{lock}");

    // Another part decides nothing, so the lock stands.
    run_sql(&lamp, "UPDATE Drivers SET \"Unit price\" = 1 WHERE \"Part ID\" = 'unused'");
    lamp.run(&["resolve", "--locked"]).exits(0);

    run_sql(&lamp, "UPDATE Drivers SET \"Unit price\" = 4.25 WHERE \"Part ID\" = 'driver-120'");
    lamp.run(&["resolve", "--locked"])
        .exits(1)
        .tells("US: cost: 9.00 -> 9.25")
        .tells("table `Drivers` of `parts.sqlite`: driver-120 changed");
    let again = lamp.run(&["resolve", "--frozen"]).exits(0);
    assert_eq!(again.stdout, first);

    run_sql(&lamp, "DROP TABLE Drivers");
    lamp.run(&["resolve"]).exits(1).tells("error[missing-table]: there is no table `Drivers` in `parts.sqlite`");
    assert_eq!(lamp.run(&["resolve", "--frozen"]).exits(0).stdout, first);
    fs::remove_file(lamp.path("parts.sqlite")).unwrap();
    lamp.run(&["resolve"]).exits(1).tells("error[missing-file]: there is no file `parts.sqlite`").tells("--frozen");
    assert_eq!(lamp.run(&["resolve", "--frozen"]).exits(0).stdout, first);
    for command in ["check", "matrix", "skus"] {
        lamp.run(&["--frozen", command]).exits(0);
    }
    assert_eq!(lamp.read("terroir.lock"), lock);
}

#[test]
fn a_lock_is_renewed_where_it_lacks_what_is_chosen_from() {
    let lamp = lamp_of(DRIVERS, MAPPED);
    lamp.run(&["resolve"]).exits(0);
    run_sql(
        &lamp,
        "INSERT INTO Drivers SELECT 'driver-9', MPN, 40, needs, NULL FROM Drivers WHERE \"Part ID\" = 'driver-120'",
    );
    lamp.edit("solution.toml", "choose = [\"driver-120\"", "choose = [\"driver-9\", \"driver-120\"");
    // The answers are the same, but nobody could repeat them from the rows of the old lock.
    lamp.run(&["resolve", "--frozen"]).exits(1).tells("unknown-component");
    lamp.run(&["resolve"]).exits(0).tells("wrote `terroir.lock`");
    lamp.run(&["resolve", "--frozen"]).exits(0);
}

#[test]
fn a_lock_of_another_catalogue_is_told_and_renewed() {
    let lamp = Lamp::new();
    lamp.run(&["resolve"]).exits(0);
    let other = lamp_of(DRIVERS, MAPPED);
    other.write("terroir.lock", &lamp.read("terroir.lock"));
    other.run(&["resolve", "--locked"]).exits(1).tells("table `Drivers` of `parts.sqlite`: not in the lock -> read");
    other.run(&["resolve", "--frozen"]).exits(1).tells("`terroir.lock` has no rows of table `Drivers`");
    other.run(&["resolve"]).exits(0);
    other.run(&["resolve", "--frozen"]).exits(0);
}

#[test]
fn what_is_wrong_with_an_entry_is_told_at_its_place() {
    let id = "columns = { id = \"Part ID\" }";
    for (table, rest, told, help) in [
        ("Driver", "", "there is no table `Driver` in `parts.sqlite`", "did you mean `Drivers`?"),
        ("x", "", "there is no table `x` in `parts.sqlite`", "it has `Drivers`, `Wrong`"),
        ("Drivers", "", "table `Drivers` has no column `id`", "columns = { id = \"Part ID\" }"),
        ("drivers", "columns = { id = \"Part Id\", mpn = \"MPM\" }", "table `drivers` has no column `MPM`", "`MPN`"),
        ("Wrong", id, "the cell with the mpn of `a` in table `Wrong` contains bytes, not text", "correct the cell"),
        ("Endless", id, "table `Endless` takes too much work to read", ""),
        ("Large", id, "table `Large` has more than 8 MiB of rows", ""),
        ("sqlite_schema", id, "there is no table `sqlite_schema`", ""),
        ("Drivers", "columns = { idd = \"a\" }", "unknown key `idd` in a map of columns", ""),
        ("Drivers", "colums = {}", "unknown key `colums`", "did you mean `columns`?"),
    ] {
        let entry = format!("[[databases]]\nfile = \"parts.sqlite\"\ntable = \"{table}\"\n{rest}\n");
        let more = "CREATE TABLE Wrong (\"Part ID\", MPN); INSERT INTO Wrong VALUES ('a', x'00');
            CREATE VIEW Endless AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n)
                SELECT max(x) AS \"Part ID\" FROM n;
            CREATE VIEW Large AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 20000)
                SELECT x AS \"Part ID\", printf('%1000d', x) AS name FROM n;";
        let lamp = lamp_of(&format!("{DRIVERS}{more}"), &entry);
        let run = lamp.run(&["resolve"]);
        let is_fault = !matches!(table, "Endless" | "Large");
        run.exits(if is_fault { 1 } else { 2 }).tells(told).tells(help);
    }
}

#[test]
fn what_is_no_database_that_can_be_read_is_told() {
    let lamp = lamp_of(DRIVERS, MAPPED);
    let whole = fs::read(lamp.path("parts.sqlite")).unwrap();
    let told = |bytes: &[u8], text: &str| {
        fs::write(lamp.path("parts.sqlite"), bytes).unwrap();
        lamp.run(&["resolve"]).exits(2).tells(text);
    };
    told(b"", "is not an SQLite database");
    told(b"SQLite format 3\0 but no more", "is not an SQLite database");
    told(&[b'x'; 5000], "is not an SQLite database");
    // Cut and torn databases are told, whatever SQLite finds first.
    told(&whole[..whole.len() / 2], "cannot be read");
    let mut torn = whole.clone();
    torn[4096..4200].fill(0xff);
    told(&torn, "cannot be read");

    fs::write(lamp.path("parts.sqlite"), &whole).unwrap();
    lamp.run(&["resolve"]).exits(0);
    lamp.write("parts.sqlite-wal", "newer");
    lamp.run(&["resolve"]).exits(2).tells("has changes that are not in its file yet");
    fs::remove_file(lamp.path("parts.sqlite-wal")).unwrap();
    lamp.write("parts.sqlite-journal", "\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}done");
    lamp.run(&["resolve"]).exits(0);
    lamp.write("parts.sqlite-journal", "in the middle");
    lamp.run(&["resolve"]).exits(2).tells("is in the middle of a change");
}

#[test]
fn a_database_stays_inside_the_solution() {
    let lamp = lamp_of(DRIVERS, MAPPED);
    for file in ["../parts.sqlite", "/parts.sqlite", "a/../parts.sqlite", "*.sqlite"] {
        let text = lamp.read("solution.toml");
        lamp.edit("solution.toml", "file = \"parts.sqlite\"", &format!("file = \"{file}\""));
        lamp.run(&["resolve"]).exits(1).tells("error[bad-pattern]").tells("is not a file below the solution");
        lamp.write("solution.toml", &text);
    }
    #[cfg(unix)]
    {
        fs::rename(lamp.path("parts.sqlite"), lamp.path("other")).unwrap();
        std::os::unix::fs::symlink(lamp.path("other"), lamp.path("parts.sqlite")).unwrap();
        lamp.run(&["resolve"]).exits(2).tells("is a symbolic link, not a regular file");
    }
}

#[test]
fn a_database_in_use_by_a_writer_that_keeps_a_log_is_read_once_the_log_is_empty() {
    let lamp = lamp_of(DRIVERS, MAPPED);
    let first = lamp.run(&["resolve"]).exits(0).stdout;
    run_sql(&lamp, "PRAGMA journal_mode = WAL; CREATE TABLE other (x);");
    assert_eq!(fs::read(lamp.path("parts.sqlite")).unwrap()[18..20], [2, 2], "the file says that it has a log");
    assert_eq!(lamp.run(&["resolve", "--locked"]).exits(0).stdout, first);
    let writer = Connection::open(lamp.path("parts.sqlite")).unwrap();
    writer.execute_batch("INSERT INTO other VALUES (1)").unwrap();
    lamp.run(&["resolve"]).exits(2).tells("PRAGMA wal_checkpoint(TRUNCATE)");
    writer.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    assert_eq!(lamp.run(&["resolve", "--locked"]).exits(0).stdout, first);
}

#[test]
fn an_export_never_stands_on_a_database() {
    let lamp = lamp_of(DRIVERS, MAPPED);
    lamp.run(&["export", "--format", "release", "--market", "US", "-o", "parts.sqlite"])
        .exits(2)
        .tells("is a file of the solution itself");
}

/// A part of a catalogue: id, price in cents, the mains it takes.
fn part() -> impl Strategy<Value = (u8, u32, bool, bool)> {
    (0..12_u8, 1..5000_u32, any::<bool>(), any::<bool>())
}

fn answers(solution: &Solution) -> String {
    let day = "2026-11-22".parse().unwrap();
    let portfolio = solution.compile().unwrap().portfolio(&Request::default().as_of(day)).unwrap();
    terroir::export::json(&portfolio).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_database_answers_as_the_same_rows_in_a_csv_file(mut parts in prop::collection::vec(part(), 1..12)) {
        parts.sort_by_key(|part| part.0);
        parts.dedup_by_key(|part| part.0);
        let needs = |us, de| match (us, de) {
            (true, true) => "power.mains = { voltage_v = { within = [100, 264] } }",
            (true, false) => "power.mains = { voltage_v = { within = [100, 130] } }",
            _ => "power.mains = { voltage_v = { within = [198, 264] } }",
        };
        let lamp = Lamp::new();
        lamp.write("catalog/parts.toml", "[[components]]\nid = \"housing\"\nkind = \"hardware\"\nprice = \"5.00\"\n");
        lamp.edit("solution.toml", "[\"driver-120\", \"driver-230\"]", "{ id = [\"d*\"] }");
        let mut csv = "id,needs,price\n".to_owned();
        for (id, cents, us, de) in &parts {
            csv.push_str(&format!("d{id:02},\"{}\",{}.{:02}\n", needs(*us, *de), cents / 100, cents % 100));
        }
        lamp.write("catalog/drivers.csv", &csv);
        let from_csv = answers(&load(&lamp.path("")).unwrap());
        fs::remove_file(lamp.path("catalog/drivers.csv")).unwrap();
        let entry = "[[databases]]\nfile = \"parts.sqlite\"\ntable = \"p\"\n";
        lamp.write("solution.toml", &(lamp.read("solution.toml") + entry));
        let mut sql = "CREATE TABLE p (needs, price REAL, id);".to_owned();
        // The order of rows in a database means nothing.
        for (id, cents, us, de) in parts.iter().rev() {
            let price = f64::from(*cents) / 100.0;
            sql.push_str(&format!("INSERT INTO p VALUES ('{}', {price}, 'd{id:02}');", needs(*us, *de)));
        }
        run_sql(&lamp, &sql);
        let solution = load(&lamp.path("")).unwrap();
        prop_assert_eq!(answers(&solution).replace("parts.sqlite/p.csv", "catalog/drivers.csv"), from_csv);
    }
}
