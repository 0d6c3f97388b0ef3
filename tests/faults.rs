//! Faults that attacks found, each with the siblings of its kind: what a command may overwrite, what happens when several
//! run at once, when a stream is full, when no thread can be started.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]
#![cfg(feature = "cli")]

mod common;

use common::lamp::Lamp;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

/// The contents of all files below a folder.
fn contents(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            found.extend(contents(&path));
        } else {
            found.push((path.to_string_lossy().into_owned(), fs::read(&path).unwrap()));
        }
    }
    found.sort();
    found
}

/// Every command that writes an answer to a file, without `-o`.
fn writers() -> Vec<Vec<&'static str>> {
    let export = |rest: &[&'static str]| [&["export", "--market", "US"], rest].concat();
    let horizon = |rest: &[&'static str]| [&["horizon", "--until", "2027-01-01"], rest].concat();
    let mut all = vec![
        horizon(&[]),
        horizon(&["--format", "json"]),
        horizon(&["--format", "markdown"]),
        horizon(&["--format", "ics"]),
        vec!["resolve", "--partition", "hash:1/2"],
        vec!["report"],
        vec!["demo"],
        vec!["schema", "solution"],
        vec!["merge", "1.part", "2.part"],
        export(&["--format", "release"]),
        export(&["--format", "jlcpcb"]),
        export(&["--format", "cyclonedx"]),
        export(&["--format", "kicad-variants"]),
        export(&["--format", "cpl", "--positions", "board.csv"]),
    ];
    if cfg!(feature = "xlsx") {
        all.push(export(&["--format", "xlsx"]));
    }
    all
}

/// A lamp with a board, positions of its parts, and both parts of its answers.
fn board() -> Lamp {
    let lamp = Lamp::new();
    lamp.edit("solution.toml", "choose = [\"housing\"]\n", "choose = [\"housing\"]\nrefdes = [\"U1\"]\n");
    lamp.write("board.csv", "Designator,Val,Package,Mid X,Mid Y,Rotation,Layer\nU1,x,y,1.0,2.0,0,top\n");
    lamp.run(&["resolve", "--partition", "hash:1/2", "-o", "1.part"]).exits(0);
    lamp.run(&["resolve", "--partition", "hash:2/2", "-o", "2.part"]).exits(0);
    lamp.run(&["resolve"]).exits(0);
    lamp
}

#[test]
fn no_command_overwrites_an_input_even_by_force() {
    let lamp = board();
    fs::create_dir(lamp.path("out")).unwrap();
    let links = cfg!(unix);
    #[cfg(unix)]
    std::os::unix::fs::symlink("../solution.toml", lamp.path("out/link")).unwrap();
    let before = contents(&lamp.path(""));
    let mut inputs = vec!["solution.toml", "catalog/parts.toml", "terroir.lock", "catalog/new.toml", "regions/XX.toml"];
    if links {
        inputs.push("out/link");
    }
    let mut count = 0;
    for command in writers() {
        for input in &inputs {
            // `merge` is what writes the lock.
            if command[0] == "merge" && *input == "terroir.lock" {
                continue;
            }
            for force in [&[][..], &["--force"]] {
                let run = lamp.run(&[&command[..], &["-o", input], force].concat());
                assert_eq!(run.status, Some(2), "{command:?} -o {input}\n{}{}", run.stdout, run.stderr);
                let is_told = ["of the solution", "is a folder"].iter().any(|told| run.stderr.contains(told));
                assert!(is_told, "{command:?} -o {input}: {}", run.stderr);
                count += 1;
            }
        }
    }
    assert_eq!(contents(&lamp.path("")), before);
    assert!(count > 100, "{count} runs");
}

#[test]
fn a_file_that_a_command_reads_is_no_output() {
    let lamp = board();
    let cpl = ["export", "--market", "US", "--format", "cpl", "--positions", "board.csv", "-o", "board.csv", "--force"];
    lamp.run(&cpl).exits(2).tells("`board.csv` is a file that this command reads");
    lamp.run(&["merge", "1.part", "2.part", "-o", "1.part", "--force"])
        .exits(2)
        .tells("is a file that this command reads");
    // A pack outside of the solution is read too.
    let pack = tempfile::tempdir().unwrap();
    fs::write(pack.path().join("XA.toml"), "area = \"XA\"\nname = \"X\"\nwithin = [\"world\"]\n").unwrap();
    let folder = pack.path().to_str().unwrap();
    for name in ["XA.toml", "XB.toml"] {
        let file = pack.path().join(name);
        let run = lamp.run(&[
            "horizon",
            "--until",
            "2027-01-01",
            "--overlays",
            folder,
            "--force",
            "-o",
            file.to_str().unwrap(),
        ]);
        run.exits(2).tells("of the solution");
    }
    assert_eq!(fs::read_dir(pack.path()).unwrap().count(), 1);
}

#[test]
fn what_terroir_wrote_is_replaced_and_what_it_did_not_write_only_by_force() {
    let lamp = board();
    for command in writers() {
        let run = |rest: &[&str]| lamp.run(&[&command[..], &["-o", "out.x"], rest].concat());
        let _ = fs::remove_file(lamp.path("out.x"));
        assert!(matches!(run(&[]).status, Some(0 | 1)), "{command:?}: {}", run(&[]).stderr);
        let first = fs::read(lamp.path("out.x")).unwrap();
        assert!(!first.is_empty(), "{command:?}");
        // Its own file, the same and with other content after the start.
        assert!(matches!(run(&[]).status, Some(0 | 1)), "{command:?}: {}", run(&[]).stderr);
        if !command.contains(&"xlsx") {
            fs::write(lamp.path("out.x"), [&first[..], b"\n"].concat()).unwrap();
        }
        assert!(matches!(run(&[]).status, Some(0 | 1)), "{command:?}: {}", run(&[]).stderr);
        assert_eq!(fs::read(lamp.path("out.x")).unwrap(), first, "{command:?}");
        // A file of somebody else, also one that only quotes what ours contain.
        let quoting = "# Notes\n\n`<meta name=\"generator\" content=\"terroir\">`, `PRODID:-//terroir//`, \
                       \"name\": \"terroir\", \"schema\": \"terroir.horizon/1\", .TH terroir, written by `terroir schema`";
        for foreign in ["my notes\n", quoting, "{}", "Comment,Value\n1,2\n"] {
            lamp.write("out.x", foreign);
            run(&[]).exits(2).tells("terroir did not write it").tells("--force");
            assert_eq!(lamp.read("out.x"), foreign, "{command:?}");
        }
        assert!(matches!(run(&["--force"]).status, Some(0 | 1)), "{command:?}");
        assert_eq!(fs::read(lamp.path("out.x")).unwrap(), first, "{command:?}");
        // An empty file, as `mktemp` makes one, is nobody's.
        lamp.write("out.x", "");
        assert!(matches!(run(&[]).status, Some(0 | 1)), "{command:?}");
    }
    let left = fs::read_dir(lamp.path("")).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let left: Vec<String> = left.filter(|name| name.starts_with(".terroir")).collect();
    assert_eq!(left, Vec::<String>::new());
}

#[test]
fn pages_of_the_manual_are_replaced_and_other_pages_are_not() {
    let lamp = Lamp::new();
    lamp.run(&["man", "-o", "man"]).exits(0);
    lamp.run(&["man", "-o", "man"]).exits(0);
    lamp.write("man/terroir-check.1", ".TH other 1\n");
    lamp.run(&["man", "-o", "man"]).exits(2).tells("terroir did not write it");
    lamp.run(&["man", "-o", "man", "--force"]).exits(0);
    lamp.run(&["man", "-o", "catalog/parts.toml"]).exits(2);
}

#[cfg(unix)]
#[test]
fn what_is_no_plain_file_is_refused_and_named() {
    let lamp = board();
    fs::create_dir(lamp.path("folder")).unwrap();
    assert!(Command::new("mkfifo").arg(lamp.path("pipe")).status().unwrap().success());
    let link = |to: &str, name: &str| std::os::unix::fs::symlink(to, lamp.path(name)).unwrap();
    link("nowhere", "dangling");
    link("round", "round");
    link("pipe", "to-pipe");
    link("/dev/null", "to-null");
    let cases = [
        ("/dev/null", "is a device or a pipe"),
        ("/dev/stdout", "is a device or a stream"),
        ("/proc/self/fd/1", "is a device or a stream"),
        ("-", "is not the name of a file"),
        ("pipe", "is a device or a pipe"),
        ("to-pipe", "is a link to a device or a pipe"),
        ("to-null", "is a link to a device or a pipe"),
        ("dangling", "is a link that leads to no file"),
        ("round", "is a link that leads to no file"),
    ];
    for command in [
        &["horizon", "--until", "2027-01-01"][..],
        &["report"],
        &["resolve", "--partition", "hash:1/2"],
        &["export", "--market", "US", "--format", "release"],
        &["schema", "solution"],
    ] {
        for (path, told) in cases {
            let run = lamp.run(&[command, &["-o", path, "--force"]].concat());
            run.exits(2).tells(told);
        }
    }
    for command in [&["horizon", "--until", "2027-01-01"][..], &["report"], &["schema", "solution"]] {
        lamp.run(&[command, &["-o", "folder"]].concat()).exits(2).tells("is a folder, not a file");
    }
    // A link to a file that terroir wrote stays a link.
    lamp.run(&["report", "-o", "page.html"]).exits(0);
    link("page.html", "latest.html");
    lamp.run(&["report", "--market", "US", "-o", "latest.html"]).exits(0);
    assert!(fs::symlink_metadata(lamp.path("latest.html")).unwrap().is_symlink());
    assert_eq!(lamp.read("latest.html"), lamp.read("page.html"));
    let lost = lamp.run(&["report", "-o", "no/such/../../page.html"]);
    assert_eq!(lost.status, Some(0), "{}", lost.stderr);
}

/// Runs commands at once: the status of each with what it wrote to stderr.
fn at_once(lamp: &Lamp, commands: &[Vec<String>]) -> Vec<(Option<i32>, String)> {
    let start = |command: &Vec<String>| {
        let words: Vec<&str> = command.iter().map(String::as_str).collect();
        lamp.command(&words).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
    };
    let running: Vec<_> = commands.iter().map(start).collect();
    let ended = running.into_iter().map(|child| child.wait_with_output().unwrap());
    ended.map(|output| (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())).collect()
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

/// Areas that a market can be added for.
const CODES: [&str; 40] = [
    "AT", "AU", "BE", "BG", "BR", "CA", "CH", "CN", "CY", "CZ", "DK", "EE", "ES", "FI", "FR", "GB", "GR", "HR", "HU",
    "IE", "IN", "IT", "JP", "KR", "LT", "LU", "LV", "MT", "MX", "NL", "NO", "NZ", "PL", "PT", "RO", "SE", "SG", "SI",
    "SK", "ZA",
];

fn markets_of(lamp: &Lamp) -> BTreeSet<String> {
    let text = lamp.read("solution.toml");
    let line = text.lines().find(|line| line.starts_with("markets = ")).unwrap();
    line.split('"').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn of_many_markets_added_at_once_none_is_lost() {
    for count in [10, 40] {
        let lamp = Lamp::new();
        let commands: Vec<_> = CODES.iter().take(count).map(|code| words(&format!("add market {code}"))).collect();
        let ended = at_once(&lamp, &commands);
        let markets = markets_of(&lamp);
        for (code, (status, told)) in CODES.iter().zip(&ended) {
            assert_eq!(markets.contains(*code), *status == Some(0), "{code}: {status:?} {told}");
        }
        let kept = ended.iter().filter(|(status, _)| *status == Some(0)).count();
        assert_eq!(kept, count, "{ended:?}");
        assert_eq!(markets.len(), count + 2);
        let left = fs::read_dir(lamp.path("")).unwrap().map(|entry| entry.unwrap().file_name());
        assert!(left.into_iter().all(|name| !name.to_string_lossy().starts_with(".terroir")));
    }
}

#[test]
fn of_many_markets_resolved_at_once_none_is_lost_from_the_lock() {
    for count in [10, 40] {
        let lamp = Lamp::new();
        let list: Vec<String> = CODES.iter().take(count).map(|code| format!("\"{code}\"")).collect();
        lamp.edit("solution.toml", "[\"US\", \"DE\"]", &format!("[{}]", list.join(", ")));
        let commands: Vec<_> =
            CODES.iter().take(count).map(|code| words(&format!("resolve --jobs 1 --market {code}"))).collect();
        let ended = at_once(&lamp, &commands);
        let lock = lamp.read("terroir.lock");
        for (code, (status, told)) in CODES.iter().zip(&ended) {
            let is_held = lock.contains(&format!("market = \"{code}\""));
            assert_eq!(is_held, matches!(status, Some(0 | 1)), "{code}: {status:?} {told}\n{lock}");
        }
        let kept = ended.iter().filter(|(status, _)| matches!(status, Some(0 | 1))).count();
        assert_eq!(kept, count, "{ended:?}");
        // What the parts put together is what one run gives.
        let together = lamp.read("terroir.lock");
        lamp.run(&["resolve"]);
        assert_eq!(lamp.read("terroir.lock"), together);
    }
}

#[test]
fn of_whole_runs_at_once_one_lock_wins_and_is_whole() {
    let lamp = Lamp::new();
    let ended = at_once(&lamp, &vec![words("resolve --jobs 1"); 10]);
    assert!(ended.iter().all(|(status, _)| *status == Some(0)), "{ended:?}");
    lamp.run(&["resolve", "--locked"]).exits(0);
}

#[test]
fn pages_written_at_once_are_whole() {
    let lamp = Lamp::new();
    let ended = at_once(&lamp, &vec![words("report -o page.html"); 10]);
    assert!(ended.iter().all(|(status, _)| *status == Some(0)), "{ended:?}");
    assert!(lamp.read("page.html").ends_with("</html>\n"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_stdout_is_named_whatever_is_printed() {
    let lamp = Lamp::new();
    for command in [
        &["--help"][..],
        &["--version"],
        &["resolve", "--help"],
        &["help", "conditions"],
        &["resolve"],
        &["matrix"],
        &["man"],
        &["completions", "bash"],
        &["schema", "solution"],
        &["explain", "--code", "no-price"],
    ] {
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        let output = lamp.command(command).stdout(full).output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{command:?}: {told}");
        assert!(told.contains("cannot write to stdout"), "{command:?}: {told}");
    }
}

#[test]
fn a_part_without_markets_is_written_and_named() {
    let lamp = Lamp::new();
    let run = lamp.run(&["resolve", "--partition", "hash:1/4294967295", "-o", "1.part"]);
    run.exits(0).tells("part hash:1/4294967295 has none of the 2 markets");
    assert!(lamp.path("1.part").exists());
}

#[cfg(all(target_os = "linux", feature = "xlsx"))]
#[test]
fn where_no_thread_can_be_started_the_answer_or_the_reason_is_given() {
    let works = Command::new("strace").args(["-qq", "-o", "/dev/null", "true"]).output();
    if !works.is_ok_and(|output| output.status.success()) {
        println!("skipped: strace is not here, or may not trace");
        return;
    }
    let lamp = Lamp::new();
    let traced = |when: &str, arguments: &[&str]| {
        let inject = format!("inject=clone3,clone:error=EAGAIN:when={when}");
        let mut command = Command::new("strace");
        command.args(["-f", "-qq", "-o", "/dev/null", "-e", "trace=clone3,clone", "-e", &inject]);
        let output =
            command.arg(env!("CARGO_BIN_EXE_terroir")).args(arguments).current_dir(lamp.path("")).output().unwrap();
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    // Markets are solved on the first thread alone.
    let (status, told) = traced("1+", &["resolve", "--jobs", "4"]);
    assert_eq!(status, Some(0), "{told}");
    let (status, told) = traced("1+", &["export", "--format", "xlsx", "-o", "z.xlsx"]);
    assert_eq!(status, Some(2), "{told}");
    assert!(told.contains("the system starts none"), "{told}");
    // Where the first threads can be started and a later one cannot, the crate gives up.
    let mut caught = 0;
    for first in 1..8 {
        let (status, told) =
            traced(&format!("{first}+"), &["export", "--jobs", "1", "--format", "xlsx", "-o", "z.xlsx"]);
        assert!(matches!(status, Some(0 | 2)), "{status:?}: {told}");
        assert!(status == Some(0) || told.starts_with("error: ") || told.contains("\nerror: "), "{told}");
        caught += usize::from(told.contains("internal fault") && told.contains("please report it"));
        assert_eq!(status == Some(0), lamp.path("z.xlsx").exists(), "{told}");
        let _ = fs::remove_file(lamp.path("z.xlsx"));
    }
    assert!(caught > 0, "no panic was caught");
}

#[test]
fn a_version_is_a_semantic_one() {
    for version in ["/*DATA*/", "<!--TITLE-->", "1.0", "v1.0.0", "", "1.0.0 \\u0007", "/*SCRIPT*/"] {
        let lamp = Lamp::new();
        lamp.edit("solution.toml", "version = \"1.0.0\"", &format!("version = \"{version}\""));
        lamp.run(&["report"]).exits(1).tells("error[bad-version]");
        assert!(!lamp.path("report.html").exists());
    }
}
