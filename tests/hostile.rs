//! Hostile files: each is refused with a message that names its place, with the exit status and the code that
//! `tests/hostile/expected.tsv` states, within a second of CPU time and 128 MB of memory.
//!
//! `HOSTILE_ACCEPT=1 cargo test --test hostile` writes the expectations anew; read `git diff` then.

#![cfg(target_os = "linux")]
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)]

mod hostile {
    pub mod archives;
    pub mod bytes;
    pub mod case;
    pub mod files;
    pub mod lines;
    pub mod locks;
}

use hostile::case::{Case, Put, Seen};
use hostile::{archives, bytes, files, lines, locks};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

fn expectations() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/hostile/expected.tsv")
}

fn cases() -> Vec<Case> {
    [lines::cases(), bytes::cases(), files::cases(), archives::cases(), locks::cases()].concat()
}

/// All cases, tried on all processors, in their order.
fn tried(cases: &[Case]) -> Vec<(&Case, Seen)> {
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let share = |worker: usize| move |(at, _): &(usize, &Case)| at % workers == worker;
    let work = |worker: usize| {
        let own = cases.iter().enumerate().filter(share(worker));
        own.map(|(at, case)| (at, case, case.run())).collect::<Vec<_>>()
    };
    let mut all: Vec<(usize, &Case, Seen)> = std::thread::scope(|scope| {
        let running: Vec<_> = (0..workers).map(|worker| scope.spawn(move || work(worker))).collect();
        running.into_iter().flat_map(|one| one.join().unwrap()).collect()
    });
    all.sort_by_key(|(at, _, _)| *at);
    all.into_iter().map(|(_, case, seen)| (case, seen)).collect()
}

#[test]
fn every_hostile_file_is_refused_with_its_place() {
    let cases = cases();
    let names: BTreeSet<String> = cases.iter().map(Case::title).collect();
    assert_eq!(names.len(), cases.len(), "two cases have one name");
    let all = tried(&cases);
    let written: String = all.iter().map(|(case, seen)| format!("{}\t{}\n", case.title(), seen.short())).collect();
    if std::env::var_os("HOSTILE_ACCEPT").is_some() {
        fs::write(expectations(), &written).unwrap();
    }
    let expected = fs::read_to_string(expectations()).unwrap();
    let expected: BTreeMap<&str, &str> = expected.lines().filter_map(|line| line.split_once('\t')).collect();
    let mut faults = Vec::new();
    let mut classes: BTreeMap<&str, usize> = BTreeMap::new();
    for (case, seen) in &all {
        *classes.entry(&case.class).or_default() += 1;
        let (title, short) = (case.title(), seen.short());
        if expected.get(title.as_str()) != Some(&short.as_str()) {
            faults.push(format!("{title}: {short}, expected {:?}", expected.get(title.as_str())));
        }
        if let Some(fault) = seen.fault(case) {
            faults.push(format!("{title}: {fault}\n{}", seen.stderr));
        }
    }
    let counts: Vec<String> = classes.iter().map(|(class, count)| format!("{class} {count}")).collect();
    println!("hostile files: {} in {} classes: {}", all.len(), classes.len(), counts.join(", "));
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
    assert_eq!(expected.len(), all.len(), "expectations of cases that are no more");
    assert!(all.len() >= 500 && classes.len() >= 20, "{} in {}", all.len(), classes.len());
}

/// Names of files that write to a terminal, hide a part of themselves or look like two lines.
const NAMES: [&str; 8] =
    ["a\x1b[2Jb", "a\x1b]0;title\x07b", "a\nerror: b", "a\rb", "a\u{202e}b", "a\x7fb", "a\u{9b}31mb", "a\u{2066}b"];

#[test]
fn a_file_name_cannot_write_to_the_terminal() {
    let is_obeyed = |letter: char| {
        (letter.is_control() && letter != '\n') || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let (mut count, broken) = (0, b"]\n".to_vec());
    for name in NAMES {
        for (file, run) in [("catalog/{}.toml", "check"), ("catalog/{}.csv", "check"), ("regions/{}.toml", "resolve")] {
            let file = file.replace("{}", name);
            for put in [
                Put::Write(file.clone(), broken.clone()),
                Put::Pipe(file.clone()),
                Put::Link(file.clone(), "/dev/zero".to_owned()),
            ] {
                let told = Case::check("names", "", vec![put], &file).running(&[run]).human();
                let obeyed: Vec<char> = told.chars().filter(|letter| is_obeyed(*letter)).collect();
                assert!(obeyed.is_empty() && told.contains("error"), "{file:?}: {obeyed:?}\n{told}");
                assert!(!told.lines().any(|line| line.starts_with("error: b")), "{file:?}: a line of its own\n{told}");
                count += 1;
            }
        }
    }
    println!("{count} hostile file names are printed without what a terminal obeys");
}

/// The limits are limits: a program past them is stopped, so that a case within them says something.
#[test]
fn the_limits_stop_what_is_past_them() {
    assert!(
        hostile::case::limited("head -c 300000000 /dev/zero | tail -c 299000000 > /dev/null")
            .is_none_or(|code| code != 0)
    );
    assert!(hostile::case::limited("while :; do :; done").is_none_or(|code| code != 0));
    assert_eq!(hostile::case::limited("true"), Some(0));
}
