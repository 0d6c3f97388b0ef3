//! The same work for many markets, on several threads where the feature `parallel` is on; results keep their order.

use crate::engine::Optimiser;

/// Called after every finished market: how many are done, of how many.
pub(crate) type Watch<'a> = &'a (dyn Fn(usize, usize) + Sync);

/// Does the work of every item and gives the results in the order of the items, whatever the number of threads.
///
/// Each thread has an optimiser of its own. What an optimiser remembers changes neither an answer nor the steps that it
/// counts, so neither does the division of the items among threads. An item is given away to its work, so that what it
/// grows, such as a lowered problem, lives no longer than that.
pub(crate) fn map<T: Send, R: Send>(
    items: Vec<T>,
    jobs: usize,
    watch: Watch<'_>,
    work: impl Fn(&mut Optimiser, T) -> R + Sync,
) -> Vec<R> {
    #[cfg(feature = "parallel")]
    if jobs > 1 && items.len() > 1 {
        return threads::map(items, jobs, watch, &work);
    }
    // The library alone starts no thread.
    let _ = jobs;
    let mut optimiser = Optimiser::new();
    let all = items.len();
    let done = |(at, item)| {
        let result = work(&mut optimiser, item);
        watch(at, all);
        result
    };
    (1..).zip(items).map(done).collect()
}

#[cfg(feature = "parallel")]
mod threads {
    use super::Watch;
    use crate::engine::Optimiser;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::{Mutex, PoisonError};
    use std::thread;

    /// The stack of a main thread: what is solved there is solved here.
    const STACK: usize = 8 << 20;

    /// Threads take the next item as soon as they are free, for markets differ in how long they take.
    pub(super) fn map<T: Send, R: Send>(
        items: Vec<T>,
        jobs: usize,
        watch: Watch<'_>,
        work: &(impl Fn(&mut Optimiser, T) -> R + Sync),
    ) -> Vec<R> {
        let (all, done) = (items.len(), AtomicUsize::new(0));
        let queue = Mutex::new(items.into_iter().enumerate());
        let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).next();
        let take = || {
            let mut optimiser = Optimiser::new();
            let mut results = Vec::new();
            while let Some((at, item)) = next() {
                results.push((at, work(&mut optimiser, item)));
                watch(done.fetch_add(1, Ordering::Relaxed) + 1, all);
            }
            results
        };
        let mut results = thread::scope(|scope| {
            // A thread that the system refuses is not needed: the calling one takes what is left.
            let spawn = |_| thread::Builder::new().stack_size(STACK).spawn_scoped(scope, take).ok();
            let helpers: Vec<_> = (1..jobs.min(all)).filter_map(spawn).collect();
            let mut results = take();
            for helper in helpers {
                match helper.join() {
                    Ok(mut more) => results.append(&mut more),
                    Err(fault) => std::panic::resume_unwind(fault),
                }
            }
            results
        });
        results.sort_by_key(|(at, _)| *at);
        results.into_iter().map(|(_, result)| result).collect()
    }
}
