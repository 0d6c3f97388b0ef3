//! Exact amounts over their whole range, portfolios whose sums no fixed width holds, and counting arguments.
//!
//! `PROPERTY_CASES=20000 cargo test --test exact -- --nocapture` tries more random solutions and prints what they were.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, missing_docs)]

#[path = "../common/parallel.rs"]
mod parallel;

mod amounts;
mod counting;
mod generator;
mod oracle;
mod portfolios;

use terroir::{Bom, Outcome, Request, Solution};

/// A solution of two files, solved for the market US.
fn solve(solution: &str, catalog: &str) -> Outcome {
    let header = "[solution]\nname = \"lamp\"\nversion = \"1.0.0\"\nmarkets = [\"US\"]\ncurrency = \"USD\"\n";
    let files = [("solution.toml", format!("{header}{solution}")), ("catalog/a.toml", catalog.to_owned())];
    let read = Solution::from_sources(files).unwrap_or_else(|faults| panic!("{faults}"));
    read.compile().unwrap().resolve(&request()).unwrap()
}

fn request() -> Request {
    Request::market("US").as_of("2026-11-30".parse().unwrap())
}

/// "a: b, p: q": what stands in the slots.
fn filled(outcome: &Outcome) -> String {
    let line =
        |bom: &Bom| bom.lines.iter().map(|line| format!("{}: {}", line.slot, line.component)).collect::<Vec<_>>();
    match outcome {
        Outcome::Resolved(bom) => line(bom).join(", "),
        Outcome::Conflict(conflict) => {
            let reasons: Vec<&str> = conflict.reasons.iter().map(|reason| &*reason.text).collect();
            format!("conflict: {}", reasons.join("; "))
        }
        Outcome::Undecided(undecided) => format!("{undecided}"),
    }
}
