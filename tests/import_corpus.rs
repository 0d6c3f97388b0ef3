//! Part lists of all kinds that teams have, each with its right result, worked out by hand (tests/corpus/import).

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)]

mod corpus;

use corpus::case::{self, Case, KINDS};
use corpus::observe::{Observed, observe};
use corpus::{compare, mutants, samples};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/import")
}

fn beside() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/cases/import")
}

/// All cases with what the import makes of them, once for all tests.
fn observed() -> &'static [(Case, Observed)] {
    static OBSERVED: OnceLock<Vec<(Case, Observed)>> = OnceLock::new();
    OBSERVED.get_or_init(|| run(case::read(&folder())))
}

/// Observes cases on all processors.
fn run(cases: Vec<Case>) -> Vec<(Case, Observed)> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
            done.push((case.clone(), observe(case)));
        }
        done
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    })
}

/// Cases that are known to fail: one id a line in `open.txt`, to be emptied.
fn open() -> BTreeSet<String> {
    let text = std::fs::read_to_string(folder().join("open.txt")).unwrap_or_default();
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).map(str::to_owned).collect()
}

/// Prints what differs, and gives the ids of the failing cases.
fn failing(found: &[(Case, Observed)]) -> BTreeSet<String> {
    let mut failing: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (case, observed) in found {
        let faults = compare::faults(case, observed);
        if !faults.is_empty() {
            failing.insert(&case.id, faults);
        }
    }
    for (id, faults) in &failing {
        println!("{id}: {}", faults.join("\n    "));
    }
    println!("{} of {} cases right", found.len() - failing.len(), found.len());
    failing.into_keys().map(str::to_owned).collect()
}

#[test]
fn every_case_is_right() {
    let failing = failing(observed());
    let open = open();
    let right: Vec<&String> = open.difference(&failing).collect();
    println!("open: {}; right by now, to be taken out of open.txt: {right:?}", open.len());
    let wrong: Vec<&String> = failing.difference(&open).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_samples_beside_the_repository_are_right() {
    let cases = samples::read(&beside());
    if cases.is_empty() {
        println!("skipped: {} is not there", beside().display());
        return;
    }
    let failing = failing(&run(cases));
    let open = open();
    let wrong: Vec<&String> = failing.difference(&open).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn there_are_cases_of_every_kind() {
    let cases = case::read(&folder());
    let ids: BTreeSet<&str> = cases.iter().map(|case| case.id.as_str()).collect();
    assert_eq!(ids.len(), cases.len(), "an id is used twice");
    assert!(cases.len() >= 150, "{}", cases.len());
    for kind in KINDS {
        let count = cases.iter().filter(|case| case.kind == kind).count();
        assert!(count >= 8, "{kind}: {count}");
    }
    let used: BTreeSet<&str> = cases.iter().flat_map(|case| &case.variants).map(|one| one.file.as_str()).collect();
    for entry in std::fs::read_dir(folder().join("files")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(used.contains(name.as_str()), "{name} is in no case");
    }
}

/// No case is right whatever the import does: each fails as soon as one of its expectations is another.
#[test]
fn a_changed_expectation_fails() {
    let mut changed = 0;
    for (case, observed) in observed().iter().filter(|(case, seen)| compare::faults(case, seen).is_empty()) {
        for (what, mutant) in mutants::mutants(case, observed) {
            changed += 1;
            assert!(!compare::faults(&mutant, observed).is_empty(), "{}: {what} changed, and still right", case.id);
        }
    }
    println!("changed expectations that fail: {changed}");
}

#[test]
#[should_panic(expected = "unknown keys")]
fn a_key_that_is_not_known_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let text = "[[case]]\nid = \"x\"\nkind = \"rows\"\nlist = \"a\"\nplace = { r = \"R1\" }\nsays = [\"x\"]\n";
    std::fs::write(folder.path().join("x.toml"), text).unwrap();
    case::read(folder.path());
}
