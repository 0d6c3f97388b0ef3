//! What holds for every import: each list comes back exactly, or it is reported what does not. Lists are written at random from
//! a truth that is known; `TERROIR_CASES=5000` for a long run, `TERROIR_FIRST=10000` for other seeds: with `TERROIR_CASES=1`
//! a single one.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)]

#[allow(dead_code)]
mod corpus;
mod laws;

use laws::{check, sheet, truth};
use std::sync::atomic::{AtomicU64, Ordering};

fn set_to(variable: &str, usual: u64) -> u64 {
    std::env::var(variable).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

/// The seeds that fail, worked on by all processors.
fn failing(first: u64, count: u64) -> Vec<u64> {
    let next = AtomicU64::new(first);
    let work = || {
        let mut failing = Vec::new();
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= first + count {
                return failing;
            }
            if !check::faults(&truth::set(seed)).is_empty() {
                failing.push(seed);
            }
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let mut failing: Vec<u64> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    failing.sort_unstable();
    failing
}

#[test]
fn each_list_comes_back_exactly_or_what_does_not_is_reported() {
    let (first, count) = (set_to("TERROIR_FIRST", 0), set_to("TERROIR_CASES", 60));
    let failing = failing(first, count);
    println!(
        "{} of {count} sets of lists from seed {first} on right; failing seeds: {failing:?}",
        count - failing.len() as u64
    );
    for seed in failing.iter().take(3) {
        println!("seed {seed}: {}", check::faults(&truth::set(*seed)).join("\n  "));
        let set = check::smallest(truth::set(*seed), 40);
        println!("smaller: {}", check::faults(&set).join("\n  "));
        for list in &set.lists {
            let written = sheet::write(&set, list);
            println!(
                "--- {:?} {:?} {:?}\n{}",
                list.name,
                list.damage,
                list.layout,
                String::from_utf8_lossy(&written.bytes)
            );
        }
    }
    assert!(failing.is_empty());
}

/// The generator writes what the laws are about: damaged and clean sets, small and large ones, all delimiters.
#[test]
fn the_sets_are_of_all_kinds() {
    let sets: Vec<truth::Set> = (0..2000).map(truth::set).collect();
    let clean = sets.iter().filter(|set| set.lists.iter().all(|list| list.damage.is_empty())).count();
    assert!((400..1400).contains(&clean), "{clean} of 2000 without damage");
    assert!(sets.iter().any(|set| set.lists.len() == 24));
    let mut kinds: Vec<String> = Vec::new();
    for damage in sets.iter().flat_map(|set| &set.lists).flat_map(|list| &list.damage) {
        kinds.push(format!("{:?}", damage.kind));
    }
    kinds.sort();
    kinds.dedup();
    assert_eq!(kinds.len(), 17, "{kinds:?}");
}
