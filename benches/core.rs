//! How long the markets of a large portfolio take to be solved together, with the fewest lines outside the shared core.
//!
//! `cargo bench --bench core`

#![allow(clippy::unwrap_used)]

// The other benchmark has more sizes.
#[allow(dead_code)]
mod generated;

use divan::Bencher;
use generated::{M, S, Size};
use terroir::{Request, Solution};

fn main() {
    divan::main();
}

/// A solution's files with other objectives, and with slots that no two of the voltages share.
fn files(size: Size, objective: &str, split: usize) -> Vec<(String, String)> {
    let mut files = generated::solution(size);
    for (name, text) in &mut files {
        if name == "solution.toml" {
            *text = text.replacen("markets =", &format!("objective = [{objective}]\nmarkets ="), 1);
        }
        // Without its universal candidate a slot takes either of two voltages.
        if name == "catalog/parts.toml" {
            *text = text.replacen("within = [90, 305]", "within = [198, 264]", split);
        }
    }
    files
}

#[divan::bench(args = [
    Named("S regional, cost", S, "\"regional\", \"cost\"", 0),
    Named("S regional, cost; 5 slots split", S, "\"regional\", \"cost\"", 10),
    Named("S cost, regional", S, "\"cost\", \"regional\"", 0),
    Named("M regional, cost", M, "\"regional\", \"cost\"", 0),
    Named("M regional, cost; 10 slots split", M, "\"regional\", \"cost\"", 20),
    Named("M cost, regional", M, "\"cost\", \"regional\"", 0),
], sample_count = 1, sample_size = 1)]
fn joint_core(bencher: Bencher, named: &Named) {
    let compiled = Solution::from_sources(files(named.1, named.2, named.3)).unwrap().compile().unwrap();
    let request = Request::default().as_of("2026-11-22".parse().unwrap());
    bencher.bench(|| {
        let portfolio = compiled.portfolio(&request).unwrap();
        assert!(portfolio.markets.iter().all(|outcome| outcome.bom().is_some()), "undecided");
        portfolio
    });
}

/// A size with its name in the output, its objectives and how many candidates lose their wide range.
struct Named(&'static str, Size, &'static str, usize);

impl std::fmt::Display for Named {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.0)
    }
}
