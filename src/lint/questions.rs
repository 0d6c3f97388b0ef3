//! Solver calls of the lint: each has a limit of its own, and what it does not prove stays open.

use crate::engine::{GroupId, Label, LimitReached, Pick, Solver, Verdict, Work};
use crate::kernel::{ON, Probe};

/// Solver steps for one call: a hard one must not spend what is left for the others.
const CALL_LIMIT: u64 = 20_000_000;

/// What a call has found.
pub(super) enum Finding {
    /// A solution.
    Possible(crate::engine::Assignment),
    /// There is no solution.
    Impossible,
    /// Neither, within the limit of the call.
    Unproved,
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
        Ok(Verdict::Unsatisfiable { .. }) => Finding::Impossible,
        Err(LimitReached) => Finding::Unproved,
    })
}

/// A switch of a probe turned on.
pub(super) fn on(switch: GroupId) -> Pick {
    Pick { group: switch, value: ON }
}

/// All switches of the probes turned off: the question is not about the rules.
pub(super) fn all_off(probes: &[Probe]) -> Vec<Pick> {
    let off = |group: GroupId| Pick { group, value: 1 - ON };
    probes.iter().flat_map(|probe| [off(probe.broken), off(probe.reached)]).collect()
}
