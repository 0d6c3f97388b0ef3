//! How long a "no" takes: the smallest set of reasons and three fixes, each tried.
//!
//! `cargo bench --bench explain`

#![allow(clippy::unwrap_used)]

// It has sizes that only the other benchmark measures.
#[allow(dead_code)]
mod generated;

use divan::Bencher;
use generated::{M, Size};
use std::fmt::Write as _;
use terroir::{Compiled, Outcome, Request, Solution};

fn main() {
    divan::main();
}

/// 5,000 slots and 10,000 rules; two markets, for one is asked.
const L: Size = Size { slots: 5_000, rules: 10_000, markets: 2, ..M };

fn request() -> Request {
    Request::market("M0").as_of("2026-11-22".parse().unwrap())
}

/// A generated solution with more rules in solution.toml.
fn with_rules(size: Size, rules: &str) -> Compiled {
    let mut files = generated::solution(size);
    files[0].1.push_str(rules);
    Solution::from_sources(files).unwrap().compile().unwrap()
}

fn rule(text: &mut String, id: &str, then: &str) {
    let _ = writeln!(text, "[[rules]]\nid = \"{id}\"\nthen = \"{then}\"");
}

/// Four rules in a chain that contradict each other.
fn one_conflict() -> Compiled {
    let mut rules = String::new();
    rule(&mut rules, "x1", "slot.s1 == c1-0");
    rule(&mut rules, "x2", "slot.s1 == c1-0 => slot.s2 == c2-0");
    rule(&mut rules, "x3", "slot.s2 == c2-0 => slot.s3 == c3-0");
    rule(&mut rules, "x4", "not slot.s3 == c3-0");
    with_rules(M, &rules)
}

/// Two thousand overlapping conflicts of three rules each.
fn over_constrained() -> Compiled {
    let mut rules = String::new();
    for at in 0..2_000 {
        rule(&mut rules, &format!("a{at}"), &format!("slot.s{at} == c{at}-0"));
        let next = at + 1;
        rule(&mut rules, &format!("b{at}"), &format!("slot.s{at} == c{at}-0 => slot.s{next} == c{next}-1"));
    }
    with_rules(L, &rules)
}

fn explained(compiled: &Compiled) -> usize {
    match compiled.resolve(&request()).unwrap() {
        Outcome::Conflict(conflict) => conflict.reasons.len() + conflict.fixes.len(),
        _ => 0,
    }
}

#[divan::bench(sample_count = 10)]
fn one_conflict_of_500_slots(bencher: Bencher) {
    let compiled = one_conflict();
    assert!(explained(&compiled) > 0);
    bencher.bench(|| explained(&compiled));
}

#[divan::bench(sample_count = 3)]
fn over_constrained_5000_slots(bencher: Bencher) {
    let compiled = over_constrained();
    assert!(explained(&compiled) > 0);
    bencher.bench(|| explained(&compiled));
}
