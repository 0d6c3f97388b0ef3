//! Solver calls of the lint: each has a limit of its own, and what it does not prove stays open.

use crate::engine::{GroupId, Label, LimitReached, Pick, Solver, Verdict, Work};
use crate::kernel::ON;

/// Solver steps for one call: a hard one must not spend what is left for the others.
const CALL_LIMIT: u64 = 20_000_000;

/// What a call has found.
pub(super) enum Finding {
    /// A solution.
    Possible(crate::engine::Assignment),
    /// There is no solution.
    Impossible(Blamed),
    /// Neither, within the limit of the call.
    Unproved,
}

/// What leaves no solution, not always minimal.
pub(super) struct Blamed {
    /// Enabled labels.
    pub labels: Vec<Label>,
    /// Values that had to be taken.
    pub picks: Vec<Pick>,
}

/// Solves once; fails only where the work of the whole lint is used up.
pub(super) fn find(
    solver: &mut Solver,
    enabled: &[Label],
    picks: &[Pick],
    work: &mut Work,
) -> Result<Finding, LimitReached> {
    let mut portion = work.portion(CALL_LIMIT);
    let verdict = solver.solve(enabled, picks, &mut portion);
    work.spend(portion.spent())?;
    Ok(match verdict {
        Ok(Verdict::Satisfiable(values)) => Finding::Possible(values),
        Ok(Verdict::Unsatisfiable { labels, picks }) => Finding::Impossible(Blamed { labels, picks }),
        Err(LimitReached) => Finding::Unproved,
    })
}

/// A switch of a probe turned on.
pub(super) fn on(switch: GroupId) -> Pick {
    Pick { group: switch, value: ON }
}
