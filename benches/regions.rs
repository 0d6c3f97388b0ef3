//! How long the built-in overlays take: all 72 markets read and laid, and what a solution pays that asks for one.
//!
//! `cargo bench --bench regions`; the first line is the time of a process that has read nothing yet.

#![allow(clippy::unwrap_used)]

use divan::Bencher;
use std::io::Write as _;
use std::time::Instant;
use terroir::Solution;
use terroir::overlay::Laying;

fn main() -> std::io::Result<()> {
    let begun = Instant::now();
    let markets = load_and_lay_all();
    let taken = begun.elapsed();
    writeln!(std::io::stdout(), "{markets} areas read and laid in {taken:?}, nothing read before")?;
    divan::main();
    Ok(())
}

/// Reads every built-in overlay and lays every area's; how many there are.
fn load_and_lay_all() -> usize {
    let world = Solution::world().unwrap();
    let mut laying = Laying::new(world.model());
    let mut told = Vec::new();
    let areas = world.model().areas.iter();
    let offers: usize = areas.map(|(id, _)| laying.lay(id, &mut told).provides.len()).sum();
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
