//! How long the domains of one market take after each commitment, without price differences.
//!
//! `cargo bench --bench session`

#![allow(clippy::unwrap_used, clippy::print_stdout)]

// It has sizes that only other benchmarks measure.
#[allow(dead_code)]
mod generated;

use generated::{M, MD, MPB, S, Size};
use std::time::{Duration, Instant};
use terroir::session::{ChoiceKind, Commitment, Session, Verdict};
use terroir::{Request, Solution};

/// 5,000 slots and 10,000 rules; two markets, for one is asked.
const L: Size = Size { slots: 5_000, rules: 10_000, markets: 2, ..M };

/// Commitments that are made, and then taken back.
const COMMITMENTS: usize = 40;

fn main() {
    println!("{:<28}{:>10}{:>10}{:>10}{:>10}{:>10}", "ms", "first", "median", "95 %", "most", "undo");
    for (name, size) in [
        ("S: 50 slots", S),
        ("M: 500 slots", M),
        ("Md: 500 slots, 4,000 rules", MD),
        ("Mpb: 500 slots, 20 budgets", MPB),
        ("L: 5,000 slots", L),
    ] {
        measure(name, size);
    }
}

/// Commits slots over the whole solution to possible values, and takes all of it back.
fn measure(name: &str, size: Size) {
    let compiled = Solution::from_sources(generated::solution(size)).unwrap().compile().unwrap();
    let request = Request::market("M0").as_of("2026-11-22".parse().unwrap());
    let begun = Instant::now();
    let mut session = Session::new(&compiled, &request).unwrap();
    session.domains("M0").unwrap();
    let first = begun.elapsed();
    let mut times = Vec::new();
    for at in 0..COMMITMENTS {
        let slot = at * size.slots / COMMITMENTS;
        let Some(one) = possible(&mut session, slot, at) else { continue };
        let begun = Instant::now();
        session.commit(one).unwrap();
        session.domains("M0").unwrap();
        times.push(begun.elapsed());
    }
    let mut undone = Vec::new();
    loop {
        let begun = Instant::now();
        if session.undo().is_none() {
            break;
        }
        session.domains("M0").unwrap();
        undone.push(begun.elapsed());
    }
    times.sort();
    undone.sort();
    let at = |times: &[Duration], percent: usize| times[(times.len() - 1) * percent / 100].as_secs_f64() * 1e3;
    let first = first.as_secs_f64() * 1e3;
    let (median, late, most, undo) = (at(&times, 50), at(&times, 95), at(&times, 100), at(&undone, 50));
    println!("{name:<28}{first:>10.3}{median:>10.3}{late:>10.3}{most:>10.3}{undo:>10.3}");
}

/// A possible value of a slot, not always the first.
fn possible(session: &mut Session, slot: usize, at: usize) -> Option<Commitment> {
    let domain = session.domains("M0").unwrap().get(slot).filter(|domain| domain.kind == ChoiceKind::Slot)?;
    let possible = domain.values.iter().filter(|value| value.verdict == Verdict::Possible && value.value.is_some());
    let values: Vec<&str> = possible.filter_map(|value| value.value.as_deref()).collect();
    let value = values.get(at % values.len().max(1))?;
    Some(Commitment::slot(&domain.name, *value))
}
