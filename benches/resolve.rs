//! How long the road takes: reading, compiling, resolving, on the street light and on generated solutions.
//!
//! `cargo bench --bench resolve`

#![allow(clippy::unwrap_used)]

#[allow(dead_code)]
mod generated;

use divan::Bencher;
use generated::{M, MD, MPB, S, Size};
use std::path::Path;
use terroir::{Date, Request, Solution};

fn main() {
    divan::main();
}

fn day() -> Date {
    "2026-11-22".parse().unwrap()
}

fn all() -> Request {
    Request::default().as_of(day())
}

#[divan::bench(args = [("S", S), ("M", M), ("Md", MD), ("Mpb", MPB)].map(|(name, size)| Named(name, size)), sample_count = 10)]
fn load(bencher: Bencher, named: &Named) {
    let files = generated::solution(named.1);
    bencher.bench(|| Solution::from_sources(files.clone()).unwrap());
}

#[divan::bench(args = [("S", S), ("M", M), ("Md", MD), ("Mpb", MPB)].map(|(name, size)| Named(name, size)), sample_count = 10)]
fn compile(bencher: Bencher, named: &Named) {
    let solution = Solution::from_sources(generated::solution(named.1)).unwrap();
    bencher.bench(|| solution.compile().unwrap());
}

#[divan::bench(args = [("S", S), ("M", M), ("Md", MD), ("Mpb", MPB)].map(|(name, size)| Named(name, size)), sample_count = 5)]
fn resolve_all_markets(bencher: Bencher, named: &Named) {
    let compiled = Solution::from_sources(generated::solution(named.1)).unwrap().compile().unwrap();
    bencher.bench(|| compiled.portfolio(&all()).unwrap());
}

#[divan::bench(args = [("S", S), ("M", M), ("Md", MD), ("Mpb", MPB)].map(|(name, size)| Named(name, size)), sample_count = 3)]
fn lint_all_markets(bencher: Bencher, named: &Named) {
    let compiled = Solution::from_sources(generated::solution(named.1)).unwrap().compile().unwrap();
    let answers = compiled.portfolio(&all()).unwrap().markets;
    bencher.bench(|| compiled.lint(&answers, None));
}

#[divan::bench(sample_count = 20)]
fn street_light_ten_markets(bencher: Bencher) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/street-light");
    bencher.bench(|| terroir::load::load(&folder).unwrap().compile().unwrap().portfolio(&all()).unwrap());
}

/// A size with its name in the output.
struct Named(&'static str, Size);

impl std::fmt::Display for Named {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.0)
    }
}
