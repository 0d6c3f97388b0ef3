//! Counted work: the only limit that the engine knows. A limit of time would make answers depend on the machine.

use std::fmt;

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
}

impl Work {
    /// A meter that allows `limit` steps.
    pub fn new(limit: u64) -> Self {
        Self { spent: 0, limit }
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
        Self::new(steps.min(self.limit.saturating_sub(self.spent)))
    }

    /// Adds `steps`; fails once the limit is passed.
    pub(crate) fn spend(&mut self, steps: u64) -> Result<(), LimitReached> {
        self.spent = self.spent.saturating_add(steps);
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
