//! How long the fewest hardware SKUs take on generated solutions: the number with its proof, and the whole plan.
//!
//! `cargo bench --bench skus`

#![allow(clippy::unwrap_used, clippy::print_stderr)]

#[allow(dead_code)]
mod generated;

use divan::Bencher;
use generated::{K60, K200, Size};
use terroir::{Compiled, Request, SkuDepth, Solution};

fn main() {
    for (name, size) in [("60 markets", K60), ("200 markets", K200)] {
        let compiled = compiled(size);
        let found = compiled.fewest_skus(&all()).unwrap();
        let (least, most) = (found.at_least, found.at_most);
        eprintln!("{name}: between {least} and {most} SKUs, {} steps", found.steps);
    }
    divan::main();
}

fn all() -> Request {
    Request::default().as_of("2026-11-22".parse().unwrap())
}

fn compiled(size: Size) -> Compiled {
    Solution::from_sources(generated::solution(size)).unwrap().compile().unwrap()
}

#[divan::bench(args = [60, 200], sample_count = 5)]
fn least_number_with_proof(bencher: Bencher, markets: usize) {
    let compiled = compiled(Size { markets, ..generated::K60 });
    bencher.bench(|| compiled.fewest_skus(&all()).unwrap());
}

#[divan::bench(args = [60], sample_count = 1)]
fn plan_with_costs(bencher: Bencher, markets: usize) {
    let compiled = compiled(Size { markets, ..generated::K60 });
    bencher.bench(|| compiled.skus(&all(), SkuDepth::Plan, &mut |_| {}).unwrap());
}
