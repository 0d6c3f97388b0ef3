//! How long the built-in overlays take: all of the first tier read and laid, and what a solution pays that asks for one
//! market, of either tier.
//!
//! `cargo bench --bench regions`; the first lines are the best of several processes that have read nothing before: each
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

/// What a process takes the time of: its name, its name for people, and the work.
type Task = (&'static str, &'static str, fn() -> usize);

/// What such a process takes the time of.
const TASKS: [Task; 3] = [
    ("all", "all areas of the first tier read and laid", load_and_lay_all),
    ("DE", "a solution for one market of the first tier read", || load_one("DE")),
    ("KZ", "a solution for one market of the second tier read", || load_one("KZ")),
];

fn main() -> std::io::Result<()> {
    let mut out = std::io::stdout();
    if let Some(wanted) = std::env::var_os(FRESH) {
        let task = TASKS.iter().find(|(name, _, _)| wanted == *name).unwrap().2;
        let begun = Instant::now();
        task();
        return write!(out, "{}", begun.elapsed().as_nanos());
    }
    for (name, text, task) in TASKS {
        let mut taken = (0..PROCESSES).map(|_| in_a_fresh_process(name)).collect::<std::io::Result<Vec<Duration>>>()?;
        taken.sort_unstable();
        let (best, median, count) = (taken[0], taken[PROCESSES / 2], task());
        writeln!(
            out,
            "{text} in {best:.1?}, the best of {PROCESSES} fresh processes (median {median:.1?}); {count} areas"
        )?;
    }
    divan::main();
    Ok(())
}

/// What this program takes where nothing was read before.
fn in_a_fresh_process(task: &str) -> std::io::Result<Duration> {
    let told = Command::new(std::env::current_exe()?).env(FRESH, task).output()?.stdout;
    Ok(Duration::from_nanos(String::from_utf8(told).unwrap().parse().unwrap()))
}

/// Reads every overlay of the first tier and lays every area's; how many areas are known.
fn load_and_lay_all() -> usize {
    let world = Solution::world().unwrap();
    let mut composer = Composer::new(world.model());
    let mut told = Vec::new();
    let areas = world.model().areas.iter();
    let offers: usize = areas.map(|(id, _)| composer.compose(id, &mut told).provides.len()).sum();
    assert!(told.is_empty() && offers > 500, "{offers} offers, {told:?}");
    world.areas().len()
}

/// Reads a solution for a market; how many areas are known.
fn load_one(market: &str) -> usize {
    let text = format!("[solution]\nname = \"lamp\"\nmarkets = [\"{market}\"]\ncurrency = \"EUR\"\n");
    Solution::from_sources([("solution.toml", text)]).unwrap().areas().len()
}

/// What every process pays once is paid before: the files stay read.
#[divan::bench(sample_count = 50)]
fn all_areas_once_read(bencher: Bencher) {
    bencher.bench(load_and_lay_all);
}

#[divan::bench(args = ["DE", "KZ"], sample_count = 50)]
fn a_solution_for_one_market(bencher: Bencher, market: &str) {
    bencher.bench(|| load_one(market));
}

#[divan::bench(sample_count = 50)]
fn the_facts_of_one_area(bencher: Bencher) {
    let world = Solution::world().unwrap();
    bencher.bench(|| world.facts("DE").unwrap());
}
