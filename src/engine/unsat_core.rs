//! Why a problem has no solution: a minimal set of labels.

use std::collections::BTreeSet;

use super::problem::{Label, Problem};
use super::solver::{Solver, Verdict};
use super::work::{LimitReached, Work};

/// For a problem without solution a set of labels, minimal by inclusion, whose constraints (with those of
/// [`Label::STRUCTURE`]) have no solution together; `None` if the problem has a solution.
///
/// Labels are dropped in the order of `drop_first`, the least wanted first, then the others ascending: a label
/// stays iff without it the labels still there have a solution. That law makes the answer unique, whatever the
/// solver does. The labels come ascending.
///
/// The answer is a minimal unsatisfiable subset (MUS), found by deletion (Bakker et al. 1993; Marques-Silva 2010) with
/// core refinement: a label outside the last unsat core goes without a call. That saves most calls, as an unsat core is
/// small from the start. The labels to keep are assumed first, so that contradictions are found among them and the next
/// core is smaller still. QuickXplain (Junker 2004) needs fewer calls only where the subset is tiny and cores are large.
///
/// # Errors
///
/// [`LimitReached`] where `work` ends the search.
///
/// ```
/// use terroir::engine::{Label, Problem, Values, Work, minimal_unsatisfiable_subset};
///
/// let mut problem = Problem::new();
/// let group = problem.add_group(3);
/// for (label, values) in [(1, [0, 1]), (2, [1, 2]), (3, [2, 0]), (4, [0, 1])] {
///     problem.add_clause(Label(label), vec![(group, values.into_iter().collect())]);
/// }
/// let subset = minimal_unsatisfiable_subset(&problem, &[Label(1)], &mut Work::unlimited())?;
/// assert_eq!(subset, Some(vec![Label(2), Label(3), Label(4)]));
/// # Ok::<(), terroir::engine::LimitReached>(())
/// ```
pub fn minimal_unsatisfiable_subset(
    problem: &Problem,
    drop_first: &[Label],
    work: &mut Work,
) -> Result<Option<Vec<Label>>, LimitReached> {
    let order = order_of_dropping(problem, drop_first);
    let mut solver = Solver::new(problem);
    let everything: Vec<Label> = order.iter().rev().copied().collect();
    let Some(mut core) = refute(&mut solver, &everything, work)? else { return Ok(None) };
    let mut kept = BTreeSet::new();
    for (index, &label) in order.iter().enumerate() {
        if !core.contains(&label) {
            continue;
        }
        let mut enabled: Vec<Label> = kept.iter().copied().collect();
        enabled.extend(order[index + 1..].iter().rev());
        match refute(&mut solver, &enabled, work)? {
            Some(smaller) => core = smaller,
            None => {
                kept.insert(label);
            }
        }
        // Every label of the core is known to be needed: nothing is left to drop.
        if core.len() == kept.len() {
            break;
        }
    }
    Ok(Some(core.into_iter().collect()))
}

fn order_of_dropping(problem: &Problem, drop_first: &[Label]) -> Vec<Label> {
    let mut left: BTreeSet<Label> = problem.labels().into_iter().collect();
    let mut order: Vec<Label> = Vec::with_capacity(left.len());
    order.extend(drop_first.iter().filter(|label| left.remove(*label)));
    order.extend(left);
    order
}

/// An unsat core of the `enabled` labels; `None` if they have a solution.
fn refute(solver: &mut Solver, enabled: &[Label], work: &mut Work) -> Result<Option<BTreeSet<Label>>, LimitReached> {
    Ok(match solver.solve(enabled, &[], work)? {
        Verdict::Satisfiable(_) => None,
        Verdict::Unsatisfiable { labels, .. } => Some(labels.into_iter().collect()),
    })
}
