//! The command as its users meet it: files in, text and exit status out.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod common;

use common::lamp::{self, Lamp, run_nowhere as terroir};
use std::fs;
use std::io::Read;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

// What every command has.

#[test]
fn help_is_an_answer_and_wrong_usage_is_not() {
    terroir(&["--help"]).exits(0).prints("terroir demo");
    terroir(&["--version"]).exits(0).prints("terroir ");
    for command in ["demo", "new", "add", "check", "resolve", "explain", "matrix", "skus", "regions", "schema"] {
        terroir(&[command, "--help"]).exits(0).prints("Usage: terroir");
    }
    terroir(&[]).exits(2);
    terroir(&["resovle"]).exits(2).tells("resolve");
    terroir(&["resolve", "--format", "xml"]).exits(2).tells("[possible values: table, json, csv]");
    terroir(&["resolve", "--as-of", "2026-02-30"]).exits(2).tells("YYYY-MM-DD");
    terroir(&["resolve", "--set", "uplink"]).exits(2).tells("expected `OPTION=VALUE`");
    terroir(&["resolve", "--locked", "--set", "a=b"]).exits(2).tells("cannot be used with");
}

#[test]
fn an_empty_folder_is_told_what_to_do() {
    for command in ["check", "resolve", "matrix"] {
        terroir(&[command]).exits(2).tells("has no `solution.toml`").tells("terroir new DIR");
    }
    terroir(&["resolve", "--manifest-path", "/nowhere/at/all"]).exits(2).tells("has no `solution.toml`");
}

#[test]
fn a_solution_is_found_from_a_folder_inside_it() {
    let lamp = Lamp::new();
    lamp::run(&lamp.path("catalog"), &["check"]).exits(0).prints("2 of 2 markets");
    let manifest = lamp.path("solution.toml");
    terroir(&["check", "--manifest-path", manifest.to_str().unwrap()]).exits(0).prints("2 of 2 markets");
}

#[test]
fn output_that_nobody_reads_is_no_panic() {
    let lamp = Lamp::new();
    let mut child = lamp.command(&["regions", "CN"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let mut told = String::new();
    child.stderr.take().unwrap().read_to_string(&mut told).unwrap();
    let status = child.wait().unwrap();
    assert!(matches!(status.code(), Some(0 | 2)), "{status} {told}");
    assert!(!told.contains("panicked"), "{told}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_under_stdout_is_told() {
    let lamp = Lamp::new();
    let full = || fs::File::options().write(true).open("/dev/full").unwrap();
    for arguments in
        [&["matrix"][..], &["resolve", "--format", "json"], &["regions"], &["schema", "solution"], &["--help"]]
    {
        let output = lamp.command(arguments).stdout(full()).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    }
    let output = lamp.command(&["matrix"]).stdout(full()).output().unwrap();
    assert!(String::from_utf8_lossy(&output.stderr).contains("cannot write to stdout"));
    assert!(!lamp.path("terroir.lock").exists(), "an answer that nobody got is not locked");
    let output = lamp.command(&["resolve"]).stdout(Stdio::null()).stderr(full()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn quiet_leaves_the_answer_and_colours_are_on_demand() {
    let lamp = Lamp::new();
    let run = lamp.run(&["resolve", "--quiet"]).exits(0).prints("driver-230");
    assert_eq!(run.stderr, "");
    lamp.run(&["resolve", "--color", "always", "--pin", "driver=driver-120", "--market", "DE"])
        .exits(1)
        .tells("\u{1b}[1;31merror[no-valid-bom]\u{1b}[0m");
    let plain = lamp.run(&["resolve", "--color", "never", "--pin", "driver=driver-120", "--market", "DE"]).exits(1);
    assert!(!plain.stderr.contains('\u{1b}'));
}

#[cfg(target_os = "linux")]
#[test]
fn a_table_fits_the_terminal_and_is_whole_elsewhere() {
    let lamp = Lamp::new();
    let program = env!("CARGO_BIN_EXE_terroir");
    let run = |columns: &str| {
        let mut command = Command::new("script");
        command.args(["-qec", &format!("{program} -q --manifest-path {:?} resolve", lamp.path("."))]).arg("/dev/null");
        command.env("COLUMNS", columns).env("SHELL", "/bin/sh").stdin(Stdio::null()).output()
    };
    let Ok(narrow) = run("68") else { return };
    let text = String::from_utf8(narrow.stdout).unwrap().replace('\r', "");
    assert!(text.lines().all(|line| line.chars().count() <= 68) && text.contains("driver-120@ "), "{text}");
    let whole = lamp.run(&["-q", "resolve"]).exits(0).stdout;
    assert!(whole.lines().any(|line| line.len() > 68), "{whole}");
    assert_eq!(String::from_utf8(run("200").unwrap().stdout).unwrap().replace('\r', ""), whole);
}

// demo, new, add.

#[test]
fn the_demo_resolves_ten_markets() {
    let run = terroir(&["demo"]).exits(0).prints("US").prints("BR").prints("shared core:");
    assert_eq!(run.stdout.matches("no valid BOM").count(), 0, "{}", run.stdout);
}

#[test]
fn every_template_resolves_as_it_stands() {
    for template in ["starter", "street-light", "health-monitor", "soil-station"] {
        let folder = tempfile::tempdir().unwrap();
        lamp::run(folder.path(), &["new", "my-thing", "--template", template]).exits(0).prints("terroir resolve");
        let made = folder.path().join("my-thing");
        lamp::run(&made, &["resolve"]).exits(0).prints("  my-thing ");
        lamp::run(&made, &["resolve", "--locked"]).exits(0);
        let left: Vec<_> = fs::read_dir(folder.path()).unwrap().collect();
        assert_eq!(left.len(), 1, "nothing is left beside it");
    }
}

#[test]
fn new_refuses_a_folder_that_is_used() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("notes.txt"), "mine").unwrap();
    lamp::run(folder.path(), &["new", "."]).exits(2).tells("is not empty");
    lamp::run(folder.path(), &["new", "notes.txt"]).exits(2).tells("is not a folder");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    fs::create_dir(folder.path().join("empty")).unwrap();
    lamp::run(folder.path(), &["new", "empty"]).exits(0);
    assert!(folder.path().join("empty/solution.toml").exists());
    lamp::run(folder.path(), &["new", "deep/er"]).exits(0);
    lamp::run(folder.path(), &["new", "my board"]).exits(0).prints("cd 'my board'\n");
    lamp::run(folder.path(), &["new", "x", "--template", "street-ligth"])
        .exits(2)
        .tells("did you mean `street-light`?");
}

#[test]
fn a_page_goes_into_a_folder_that_is_not_there_yet() {
    let lamp = Lamp::new();
    lamp.run(&["report", "-o", "deep/er/page.html"]).exits(0).prints("wrote deep/er/page.html");
    assert!(lamp.read("deep/er/page.html").contains("</html>"));
}

#[cfg(target_os = "linux")]
#[test]
fn what_cannot_be_written_is_told_by_its_own_name() {
    let lamp = Lamp::new();
    for arguments in [&["schema", "catalog", "-o", "/proc/x"][..], &["new", "/proc/x"]] {
        let run = lamp.run(arguments).exits(2).tells("cannot write `/proc/x`: ");
        assert!(!run.stderr.contains(".terroir-"), "{}", run.stderr);
    }
}

#[test]
fn a_market_is_added_once_and_nothing_is_overwritten() {
    let lamp = Lamp::new();
    lamp.run(&["add", "market", "AU"]).exits(0).prints("regions/AU.toml");
    assert!(lamp.read("solution.toml").contains("markets = [\"US\", \"DE\", \"AU\"]  # where it is sold"));
    assert!(lamp.read("regions/AU.toml").contains("# voltage_v = "));
    lamp.run(&["resolve", "--market", "AU"]).exits(0).prints("driver-230");
    let before = (lamp.read("solution.toml"), lamp.read("regions/AU.toml"));
    lamp.run(&["add", "market", "AU"]).exits(2).tells("`AU` is already a market");
    assert_eq!((lamp.read("solution.toml"), lamp.read("regions/AU.toml")), before);
    lamp.write("regions/JP.toml", "# mine\narea = \"JP\"\n");
    lamp.run(&["add", "market", "JP"]).exits(0).prints("kept");
    assert_eq!(lamp.read("regions/JP.toml"), "# mine\narea = \"JP\"\n");
    lamp.write("solution.toml", &(lamp.read("solution.toml") + "\n[volumes]\nUS = 2000\nJP = 500\n"));
    lamp.run(&["add", "market", "GB"]).exits(0).prints("[volumes] GB = …");
    lamp.run(&["add", "market", "Atlantis"]).exits(2).tells("unknown area `Atlantis`");
}

// Files that are wrong.

#[test]
fn every_fault_of_every_file_is_told_with_its_place() {
    let lamp = Lamp::new();
    lamp.edit("solution.toml", "name = \"lamp\"", "name = \"lamp\"\nmarket = [\"US\"]");
    lamp.edit("catalog/parts.toml", "price = \"5.00\"", "price = \"5,00\"");
    let run = lamp.run(&["check"]).exits(1);
    let run =
        run.tells("unknown-key").tells("did you mean `markets`?").tells("solution.toml:3").tells("catalog/parts.toml:");
    run.tells("\"5,00\"").tells("2 errors");
    let json = lamp.run(&["check", "--format", "json"]).exits(1);
    let lines: Vec<serde_json::Value> = json.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 2, "{}", json.stdout);
    assert_eq!((&lines[0]["file"], &lines[0]["severity"]), (&"catalog/parts.toml".into(), &"error".into()));
    assert!(json.stdout.starts_with("{\"code\":"), "{}", json.stdout);
}

#[test]
fn line_ends_and_byte_order_marks_change_nothing() {
    let lamp = Lamp::new();
    let plain = lamp.run(&["resolve", "--format", "json"]).exits(0).stdout;
    for file in ["solution.toml", "catalog/parts.toml"] {
        let text = lamp.read(file).replace('\n', "\r\n");
        lamp.write(file, &format!("\u{feff}{text}"));
    }
    assert_eq!(lamp.run(&["resolve", "--format", "json"]).exits(0).stdout, plain);
}

#[test]
fn a_file_that_is_not_utf_8_does_not_hide_the_faults_of_another() {
    let lamp = Lamp::new();
    lamp.edit("catalog/parts.toml", "price = \"5.00\"", "price = \"5,00\"");
    fs::write(lamp.path("catalog/latin.toml"), b"# a\n# \xe4\n").unwrap();
    lamp.run(&["check"]).exits(1).tells("catalog/latin.toml:2").tells("not UTF-8").tells("\"5,00\"");
    let wide: Vec<u8> = [0xfeff_u16].into_iter().chain("a".encode_utf16()).flat_map(u16::to_le_bytes).collect();
    fs::write(lamp.path("catalog/latin.toml"), wide).unwrap();
    lamp.run(&["check"]).exits(1).tells("UTF-16");
}

#[test]
fn what_is_no_regular_file_is_told_and_not_opened() {
    let lamp = Lamp::new();
    fs::create_dir(lamp.path("catalog/folder.toml")).unwrap();
    lamp.run(&["check"]).exits(2).tells("folder.toml` is a folder");
    fs::remove_dir(lamp.path("catalog/folder.toml")).unwrap();
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("/etc/passwd", lamp.path("catalog/link.toml")).unwrap();
        lamp.run(&["check"]).exits(2).tells("link.toml` is a symbolic link");
        fs::remove_file(lamp.path("catalog/link.toml")).unwrap();
        let made = Command::new("mkfifo").arg(lamp.path("catalog/pipe.toml")).status();
        if made.is_ok_and(|status| status.success()) {
            lamp.run(&["check"]).exits(2).tells("pipe.toml` is a pipe or device");
            fs::remove_file(lamp.path("catalog/pipe.toml")).unwrap();
        }
    }
    lamp.edit("solution.toml", "currency", "catalog = [\"../*.toml\", \"catalog/none.toml\"]\ncurrency");
    lamp.run(&["check"]).exits(1).tells("bad-pattern").tells("missing-file");
    fs::remove_file(lamp.path("solution.toml")).unwrap();
    fs::create_dir(lamp.path("solution.toml")).unwrap();
    lamp.run(&["check"]).exits(2).tells("is a folder");
}

#[test]
fn five_megabytes_of_brackets_end_with_a_message() {
    let lamp = Lamp::new();
    lamp.write("catalog/brackets.toml", &"[".repeat(5_000_000));
    let run = lamp.run(&["check"]).exits(2).tells("`catalog/brackets.toml` has too many values");
    assert!(run.stderr.len() < 100_000, "{} bytes", run.stderr.len());
    lamp.write("catalog/brackets.toml", "");
    lamp.write("terroir.lock", &"[".repeat(5_000_000));
    lamp.run(&["resolve"]).exits(1).tells("is not a valid lock");
    lamp.write("terroir.lock", &"a".repeat(9 << 20));
    lamp.run(&["resolve"]).exits(1).tells("one market or table takes more than 4 MiB");
}

// check, resolve, matrix, explain.

#[test]
fn check_ends_with_what_is_not_known_and_can_refuse_it() {
    let lamp = Lamp::new();
    lamp.write("regions/DE.toml", "area = \"DE\"\n[gaps]\n\"pole.type\" = \"nobody asked the towns\"\n");
    // Nothing asks for it, and the lamp has no radio.
    let run = lamp.run(&["check", "--deny", "gap"]).exits(0).prints("lamp 1.0.0: 2 of 2 markets");
    assert!(!run.stderr.contains("[gap"), "{}", run.stderr);
    let needs = "[[components.needs]]\none-of = [{ capability = \"pole.type\" }, { capability = \"power.mains\" }]\n";
    lamp.write(
        "catalog/poles.toml",
        &format!("[[components]]\nid = \"clamp\"\nkind = \"hardware\"\nprice = \"1\"\n{needs}"),
    );
    let solution = std::fs::read_to_string(lamp.path("solution.toml")).unwrap();
    lamp.write("solution.toml", &format!("{solution}\n[slots.clamp]\nchoose = [\"clamp\"]\n"));
    lamp.run(&["check"]).exits(0).tells("warning[gap: pole.type]").tells("for DE, add to the end of regions/DE.toml:");
    lamp.run(&["check", "--deny", "gap"]).exits(1).tells("error[gap: pole.type]");
    let json = lamp.run(&["check", "--format", "json"]).exits(0).stdout;
    let last: serde_json::Value = serde_json::from_str(json.lines().last().unwrap()).unwrap();
    assert_eq!((&last["code"], &last["waived"]), (&"unread".into(), &false.into()));
    assert!(!lamp.path("terroir.lock").exists());
}

#[test]
fn unknown_names_in_flags_are_usage() {
    let lamp = Lamp::new();
    for arguments in [
        &["--market", "USA1"][..],
        &["--set", "uplnk=cellular"],
        &["--pin", "drvier=driver-120"],
        &["--pin", "driver=driver-121"],
        &["--without", "driver-12"],
    ] {
        let run = lamp.run(&[&["resolve"][..], arguments].concat()).exits(2);
        assert!(run.stderr.starts_with("error: ") || run.stderr.contains("\nerror: "), "{}", run.stderr);
        assert!(!lamp.path("terroir.lock").exists());
    }
}

#[test]
fn resolve_prints_three_forms() {
    let lamp = Lamp::new();
    lamp.run(&["resolve"]).exits(0).prints("US  lamp 1.0.0, as of 2026-11-22").prints("driver-120@1.0.0").prints("USD");
    let json = lamp.run(&["resolve", "--format", "json"]).exits(0).json();
    assert_eq!(json["schema"], "terroir.resolve/1");
    assert_eq!(json["markets"][1]["market"], "DE");
    assert_eq!(json["markets"][1]["lines"][0]["component"], "driver-230");
    assert_eq!(json["markets"][0]["objective"]["cost"], "9.00");
    let csv = lamp.run(&["resolve", "--format", "csv"]).exits(0).stdout;
    assert!(csv.starts_with("market,slot,part_of,component,version,"), "{csv}");
    assert!(csv.contains("\nDE,driver,,driver-230,1.0.0,hardware,"), "{csv}");
}

/// The shortest of three runs that resolve a solution of 3,000 slots.
fn time_of_many(price: &str) -> Duration {
    let slots: String = (0..3000).map(|at| format!("[slots.s{at}]\nchoose = [\"c{at}\"]\n")).collect();
    let header = "[solution]\nname = \"many\"\nversion = \"1.0.0\"\nmarkets = [\"US\", \"DE\"]\ncurrency = \"USD\"\n\
                  as-of = 2026-11-22\n";
    let parts: String =
        (0..3000).map(|at| format!("[[components]]\nid = \"c{at}\"\nkind = \"hardware\"\n{price}")).collect();
    let lamp = Lamp::of(&format!("{header}{slots}"), &parts);
    let run = || {
        let begun = Instant::now();
        lamp.run(&["resolve", "-q"]).exits(0);
        begun.elapsed()
    };
    (0..3).map(|_| run()).min().unwrap()
}

#[test]
fn parts_without_a_price_take_no_longer_than_others() {
    let (with, without) = (time_of_many("price = \"1.00\"\n"), time_of_many(""));
    println!("3,000 slots: {with:?} with prices, {without:?} without");
    assert!(without < with * 5, "{with:?} with prices, {without:?} without");
}

#[test]
fn a_conflict_is_a_finding_with_its_reasons() {
    let lamp = Lamp::new();
    lamp.edit("solution.toml", "\"driver-120\", \"driver-230\"", "\"driver-120\"");
    let told = lamp.run(&["resolve"]).exits(1).tells("error[no-valid-bom]: market `DE` has no valid bill of materials");
    let told =
        told.tells("for `lamp` on\n2026-11-22").tells("(1) ").prints("DE  lamp 1.0.0, as of 2026-11-22: no valid BOM");
    assert!(!told.stdout.contains("error["));
    assert!(lamp.read("terroir.lock").contains("status = \"conflict\""));
    lamp.run(&["check"]).exits(1).tells("error[no-valid-bom]").prints("1 of 2 markets");
    lamp.run(&["check", "--format", "json"]).exits(1).prints("\"code\":\"no-valid-bom\"");
    lamp.run(&["explain", "--market", "DE"]).exits(1).prints("error[no-valid-bom]");
    lamp.run(&["matrix"]).exits(1).prints("! DE: no valid BOM").prints("1 of 2 markets");
}

#[test]
fn explain_tells_what_else_could_stand_there() {
    let lamp = Lamp::new();
    lamp.run(&["explain", "--market", "US"]).exits(0).prints("US has a valid BOM").prints("driver-120@1.0.0");
    lamp.run(&["explain", "--market", "US", "--slot", "driver"]).exits(0).prints("driver-230").prints("no valid BOM");
    lamp.run(&["explain", "--market", "US", "--slot", "housing"]).exits(0).prints("there is no other candidate");
    lamp.run(&["explain", "--market", "DE", "--component", "driver-120"]).exits(0).prints("not in slot `driver`");
    lamp.run(&["explain", "--market", "DE", "--component", "driver-230"]).exits(0).prints("fills slot `driver`");
    lamp.run(&["explain", "--market", "DE", "--slot", "drvier"]).exits(2).tells("drvier");
    lamp.run(&["explain"]).exits(0).prints("US has a valid BOM").prints("DE has a valid BOM");
    lamp.run(&["explain", "--slot", "driver"]).exits(0).prints("slot `driver` in US").prints("slot `driver` in DE");
    lamp.run(&["explain", "--slot", "drvier"]).exits(2).tells("drvier");
    lamp.run(&["explain", "--help"]).exits(0).prints("explain every market");
    lamp.run(&["impact", "foo"])
        .exits(2)
        .tells("unknown component `foo`; expected `driver-120`, `driver-230`, `housing`");
    lamp.run(&["resolve", "--pin", "foo=housing"]).exits(2).tells("unknown slot `foo`; expected `driver`, `housing`");
    lamp.run(&["resolve", "--market", "Atlantis"]).exits(2).tells("unknown market `Atlantis`; expected `US`, `DE`");
    lamp.run(&["resolve", "--pin", "housing=foo"]).exits(2).tells("unknown component `foo`; expected `housing`");
    lamp.run(&["resolve", "--limit", "0"]).exits(2).tells("must be at least 1");
    lamp.run(&["resolve", "--jobs", "0"]).exits(2).tells("must be at least 1");
    terroir(&["explain", "--code", "gap"]).exits(0).prints("gap");
    terroir(&["explain", "--code"]).exits(0).prints("no-valid-bom");
    terroir(&["explain", "--code", "gpa"]).exits(2).tells("did you mean `gap`?");
}

#[test]
fn the_matrix_shows_what_varies_or_all() {
    let lamp = Lamp::new();
    let varying = lamp.run(&["matrix"]).exits(0).prints("~ driver").prints("shared core: 50.0 % of all lines").stdout;
    assert!(!varying.contains("housing"), "{varying}");
    lamp.run(&["matrix", "--all"]).exits(0).prints("= housing");
    let one = lamp.run(&["matrix", "--all", "--market", "DE"]).exits(0).prints("~ driver");
    one.prints("shared core: 50.0 % of all lines (hardware 50.0 %, cost 54.1 %), 2 markets");
}

// The lock.

#[test]
fn a_lock_is_written_once_and_kept() {
    let lamp = Lamp::new();
    lamp.run(&["resolve"]).exits(0).tells("wrote `terroir.lock`");
    let lock = lamp.read("terroir.lock");
    assert!(
        lock.contains("{ slot = \"driver\", component = \"driver-230\", version = \"1.0.0\", quantity = 1, kind ="),
        "{lock}"
    );
    lamp.run(&["resolve", "--as-of", "2027-01-01"]).exits(0);
    assert_eq!(lamp.read("terroir.lock"), lock, "the date alone renews nothing");
    lamp.run(&["resolve", "--locked"]).exits(0).prints("as of 2026-11-22");
    lamp.run(&["resolve", "--locked", "--market", "US"]).exits(0);
    let only: Vec<_> = fs::read_dir(lamp.path(".")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(!only.iter().any(|name| name.to_string_lossy().starts_with(".terroir-")), "{only:?}");
}

#[test]
fn a_locked_run_fails_when_an_answer_would_change() {
    let lamp = Lamp::new();
    lamp.run(&["resolve", "--locked"]).exits(1).tells("there is no `terroir.lock`");
    lamp.run(&["resolve"]).exits(0);
    let lock = lamp.read("terroir.lock");
    lamp.edit("catalog/parts.toml", "id = \"housing\"", "id = \"housing\"\nversion = \"1.1.0\"");
    lamp.run(&["resolve", "--locked"])
        .exits(1)
        .tells("error[lock-would-change]")
        .tells("  US, DE: slot `housing`: housing@1.0.0 x1 -> housing@1.1.0 x1, catalog/parts.toml:15\n");
    assert_eq!(lamp.read("terroir.lock"), lock);
    lamp.run(&["resolve", "--market", "DE"]).exits(0).tells("1 change");
    let renewed = lamp.read("terroir.lock");
    assert_eq!(
        (renewed.matches("version = \"1.1.0\"").count(), renewed.matches("[[markets]]").count()),
        (1, 2),
        "{renewed}"
    );
    lamp.run(&["resolve", "--locked", "--market", "DE"]).exits(0);
    lamp.run(&["resolve", "--locked"]).exits(1);
}

#[test]
fn a_what_if_writes_no_lock() {
    let lamp = Lamp::new();
    lamp.run(&["resolve", "--pin", "driver=driver-120", "--market", "US"]).exits(0);
    lamp.run(&["resolve", "--without", "driver-120"]).exits(1);
    assert!(!lamp.path("terroir.lock").exists());
}

#[test]
fn a_lock_that_is_broken_is_told_and_kept() {
    let lamp = Lamp::new();
    let broken = "<<<<<<< HEAD\nversion = 1\n";
    lamp.write("terroir.lock", broken);
    for arguments in [&["resolve"][..], &["resolve", "--locked"]] {
        lamp.run(arguments).exits(1).tells("is not a valid lock: line 1").tells("restore it from version control");
        assert_eq!(lamp.read("terroir.lock"), broken);
    }
}

#[test]
fn forty_runs_at_once_leave_one_whole_lock() {
    let lamp = Lamp::new();
    let start = |_| lamp.command(&["resolve"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let children: Vec<_> = (0..40).map(start).collect();
    for mut child in children {
        assert_eq!(child.wait().unwrap().code(), Some(0));
    }
    lamp.run(&["resolve", "--locked"]).exits(0);
    assert_eq!(fs::read_dir(lamp.path(".")).unwrap().count(), 4, "solution.toml, catalog, regions, terroir.lock");
}

// regions, schema.

#[test]
fn regions_show_every_fact_with_its_source() {
    terroir(&["regions"]).exits(0).prints("United States").prints("eea");
    terroir(&["regions", "BR"]).exits(0).prints("127 and 220 V at 60 Hz").prints("<https://www.iec.ch/world-plugs>");
    let table = terroir(&["regions", "BR", "--format", "table"]).exits(0);
    table.prints("power.mains.voltage_v").prints("127, 220").prints("iec-world-plugs");
    let json = terroir(&["regions", "DE", "--format", "json"]).exits(0).json();
    assert_eq!(json["area"], "DE");
    let mains = json["facts"].as_array().unwrap().iter().find(|fact| fact["key"] == "power.mains.voltage_v").unwrap();
    assert_eq!(mains["value"], serde_json::json!([230]));
    terroir(&["regions", "BR", "--toml"]).exits(0).prints("[power]\nvoltage_v = [127, 220]");
    terroir(&["regions", "Brasil"]).exits(2).tells("unknown area `Brasil`");
    let lamp = Lamp::new();
    lamp.write("regions/BR.toml", &terroir(&["regions", "BR", "--toml"]).stdout);
    lamp.run(&["regions", "BR"]).exits(0).prints("regions/BR.toml:").prints("(own)");
    lamp.run(&["regions", "BR", "--format", "table"]).exits(0).prints("BR (own)");
}

#[test]
fn every_kind_of_file_has_a_schema() {
    for kind in ["solution", "catalog", "overlay", "sources"] {
        let schema = terroir(&["schema", kind]).exits(0).json();
        assert!(schema["properties"].is_object(), "{kind}");
    }
    terroir(&["schema", "lock"]).exits(2);
}
