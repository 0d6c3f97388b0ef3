//! Random cases tried on all processors, with their counts added up.

use std::collections::BTreeMap;

/// How many cases are tried: so many, unless `PROPERTY_CASES` says otherwise.
pub fn wanted_cases(usual: u64) -> u64 {
    std::env::var("PROPERTY_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

/// Tries the cases from 1 on; each counts what it saw.
pub fn counted<K: Ord + Send>(cases: u64, case: impl Fn(u64, &mut BTreeMap<K, u64>) + Sync) -> BTreeMap<K, u64> {
    let workers = std::thread::available_parallelism().map_or(1, |count| count.get() as u64);
    let case = &case;
    let work = move |worker: u64| {
        let mut counts = BTreeMap::new();
        (1..=cases).filter(|seed| seed % workers == worker).for_each(|seed| case(seed, &mut counts));
        counts
    };
    std::thread::scope(|scope| {
        let running: Vec<_> = (0..workers).map(|worker| scope.spawn(move || work(worker))).collect();
        let mut all = BTreeMap::new();
        for worker in running {
            let counts = worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            counts.into_iter().for_each(|(kind, count)| *all.entry(kind).or_default() += count);
        }
        all
    })
}
