//! How long the built-in overlays take: all 72 markets read and view, and what a solution pays that asks for one.
//!
//! `cargo bench --bench regions`; the first line is the best of several processes that have read nothing before: each
//! is this program again, and the others show how quiet the machine was.

#![allow(clippy::unwrap_used)]

use divan::Bencher;
use std::io::Write as _;
use std::process::Command;
use std::time::{Duration, Instant};
use terroir::Solution;
use terroir::overlay::Composer;

/// Set in the processes that only take their own time.
const FRESH: &str = "TERROIR_BENCH_FRESH";

/// How many of them there are.
const PROCESSES: usize = 20;

fn main() -> std::io::Result<()> {
    let mut out = std::io::stdout();
    if std::env::var_os(FRESH).is_some() {
        let begun = Instant::now();
        load_and_lay_all();
        return write!(out, "{}", begun.elapsed().as_nanos());
    }
    let mut taken = (0..PROCESSES).map(|_| in_a_fresh_process()).collect::<std::io::Result<Vec<Duration>>>()?;
    taken.sort_unstable();
    let (best, median) = (taken[0], taken[PROCESSES / 2]);
    let areas = load_and_lay_all();
    writeln!(
        out,
        "{areas} areas read and view in {best:.1?}, the best of {PROCESSES} fresh processes (median {median:.1?})"
    )?;
    divan::main();
    Ok(())
}

/// What this program takes where nothing was read before.
fn in_a_fresh_process() -> std::io::Result<Duration> {
    let told = Command::new(std::env::current_exe()?).env(FRESH, "1").output()?.stdout;
    Ok(Duration::from_nanos(String::from_utf8(told).unwrap().parse().unwrap()))
}

/// Reads every built-in overlay and lays every area's; how many there are.
fn load_and_lay_all() -> usize {
    let world = Solution::world().unwrap();
    let mut composer = Composer::new(world.model());
    let mut told = Vec::new();
    let areas = world.model().areas.iter();
    let offers: usize = areas.map(|(id, _)| composer.compose(id, &mut told).provides.len()).sum();
    assert!(told.is_empty() && offers > 500, "{offers} offers, {told:?}");
    world.areas().len()
}

/// What every process pays once is paid before: the files stay read.
#[divan::bench(sample_count = 50)]
fn all_areas_once_read(bencher: Bencher) {
    bencher.bench(load_and_lay_all);
}

#[divan::bench(sample_count = 50)]
fn a_solution_for_one_market(bencher: Bencher) {
    let text = "[solution]\nname = \"lamp\"\nmarkets = [\"DE\"]\ncurrency = \"EUR\"\n";
    bencher.bench(|| Solution::from_sources([("solution.toml", text)]).unwrap());
}

#[divan::bench(sample_count = 50)]
fn the_facts_of_one_area(bencher: Bencher) {
    let world = Solution::world().unwrap();
    bencher.bench(|| world.facts("DE").unwrap());
}
