//! Counted work: the only limit that the engine knows. A limit of time would make answers depend on the machine.

use std::fmt;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Steps between two looks at whether the work is still wanted: a few milliseconds.
const LOOKED_AFTER: u64 = 1 << 20;

/// A caller's function of the counted steps, which may end the work.
type Callback = dyn Fn(u64) -> ControlFlow<()> + Send + Sync;

/// Whoever watches the work: called with the number of steps every few milliseconds of work, and free to end it.
#[derive(Clone)]
pub(crate) struct Watch(Arc<Watched>);

struct Watched {
    callback: Box<Callback>,
    steps: AtomicU64,
    is_stopped: AtomicBool,
}

impl Watch {
    pub fn new(callback: impl Fn(u64) -> ControlFlow<()> + Send + Sync + 'static) -> Self {
        let (steps, is_stopped) = (AtomicU64::new(0), AtomicBool::new(false));
        Self(Arc::new(Watched { callback: Box::new(callback), steps, is_stopped }))
    }

    /// Begins to count for another question.
    pub fn restart(&self) {
        self.0.steps.store(0, Ordering::Relaxed);
        self.0.is_stopped.store(false, Ordering::Relaxed);
    }

    /// Whether the caller ended the work.
    pub fn is_stopped(&self) -> bool {
        self.0.is_stopped.load(Ordering::Relaxed)
    }

    fn look(&self, steps: u64) {
        let steps = self.0.steps.fetch_add(steps, Ordering::Relaxed) + steps;
        if !self.is_stopped() && (self.0.callback)(steps).is_break() {
            self.0.is_stopped.store(true, Ordering::Relaxed);
        }
    }
}

impl fmt::Debug for Watch {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Watch").field("steps", &self.0.steps).finish_non_exhaustive()
    }
}

/// A meter of counted steps with an upper limit.
///
/// A step is a small, fixed amount of reasoning (a literal propagated, a cell of a rule visited). Steps depend
/// on the question only, never on the clock or the machine, so a limit is reached at the same place every time.
///
/// ```
/// use terroir::engine::{Problem, Work, satisfy};
///
/// let mut problem = Problem::new();
/// problem.add_group(3);
/// let mut work = Work::new(1_000);
/// assert!(satisfy(&problem, &mut work)?.is_some());
/// assert!(work.spent() > 0);
/// assert!(satisfy(&problem, &mut Work::new(0)).is_err());
/// # Ok::<(), terroir::engine::LimitReached>(())
/// ```
#[derive(Clone, Debug)]
pub struct Work {
    spent: u64,
    limit: u64,
    watch: Option<Watch>,
    /// How many steps were spent when the watch was last called.
    reported: u64,
}

impl Work {
    /// A meter that allows `limit` steps.
    pub fn new(limit: u64) -> Self {
        Self { spent: 0, limit, watch: None, reported: 0 }
    }

    /// The same with someone who watches it.
    pub(crate) fn watched(self, watch: Option<Watch>) -> Self {
        Self { watch, ..self }
    }

    /// A meter that never stops the work.
    pub fn unlimited() -> Self {
        Self::new(u64::MAX)
    }

    /// The steps spent so far; may exceed the limit by the size of the last piece of work.
    pub fn spent(&self) -> u64 {
        self.spent
    }

    /// A meter for at most `steps` of what is left here.
    pub(crate) fn portion(&self, steps: u64) -> Self {
        Self::new(steps.min(self.limit.saturating_sub(self.spent))).watched(self.watch.clone())
    }

    /// Adds `steps`; fails once the limit is passed.
    pub(crate) fn spend(&mut self, steps: u64) -> Result<(), LimitReached> {
        self.spent = self.spent.saturating_add(steps);
        if let Some(watch) = &self.watch {
            if self.spent - self.reported >= LOOKED_AFTER {
                watch.look(self.spent - self.reported);
                self.reported = self.spent;
            }
            if watch.is_stopped() {
                return Err(LimitReached);
            }
        }
        if self.spent > self.limit {
            return Err(LimitReached);
        }
        Ok(())
    }
}

/// The work limit was reached (or the costs do not fit the arithmetic), so there is no answer.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub struct LimitReached;

impl fmt::Display for LimitReached {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the work limit was reached before an answer was found")
    }
}

impl std::error::Error for LimitReached {}
