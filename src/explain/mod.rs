//! Why a market has no valid bill of materials: a minimal set of reasons, and changes that were tried and help; and why
//! a bill of materials contains one component and not another.
//!
//! Finding and wording are kept apart: `finding` returns constraints, `wording` turns them into sentences.
//!
//! | step | where |
//! |---|---|
//! | find the reasons | `finding`, `minimal_sets` |
//! | check them again with another solver | `recheck` |
//! | put each into a sentence with its places | `wording`; by subject `needs`, `market_requirements`, `resources`, `rules`, `gaps`, `combined_needs`, `units` |
//! | give each a stable key | `keys` |
//! | list what could be changed, and try it | `changes`, `fixes` |
//! | compare other choices for a slot or an option | `why` |
//! | the methods of [`Compiled`](crate::Compiled) | `queries` |

mod changes;
mod combined_needs;
mod finding;
mod fixes;
mod gaps;
mod ground;
mod keys;
mod market_requirements;
mod minimal_sets;
mod needs;
mod queries;
mod recheck;
mod resources;
mod rules;
mod units;
mod why;
mod wording;

use crate::bom::{self, Conflict, ReasonSets};
use crate::engine::{Label, LimitReached, Work};
use crate::query::Case;
use finding::with_network_reasons;
use minimal_sets::Next;
use wording::Wording;

/// The conflict of a market that has no solution.
pub(crate) fn conflict(case: &Case<'_>, work: &mut Work) -> Result<Conflict, LimitReached> {
    let lowered = case.lowered();
    let labels = finding::smallest(case.compiled, lowered, work)?;
    if labels.is_empty() && !case.input.flags.network_needs_are_reasons {
        return conflict(&with_network_reasons(case), work);
    }
    let reasons = finding::reasons_of(case, lowered, &labels);
    let wording = Wording { case, lowered, reasons: &reasons };
    Ok(Conflict {
        market: case.code().to_owned(),
        as_of: case.input.day,
        reasons: wording.all_reasons(),
        context: wording.context(),
        fixes: fixes::fixes(&wording, work)?,
        warnings: case.gaps(),
    })
}

/// Up to `most` minimal sets of reasons in the order of the contract; none where there is a solution.
pub(crate) fn reason_sets(case: &Case<'_>, most: usize, work: &mut Work) -> Result<ReasonSets, LimitReached> {
    let lowered = case.lowered();
    let mut sets = Vec::new();
    if crate::engine::satisfy(&lowered.problem, work)?.is_some() {
        return Ok(ReasonSets { sets, complete: true });
    }
    let order = finding::reading_order(case.compiled, lowered);
    let mut search = finding::smallest_sets(&case.compiled.files, lowered, &order);
    while sets.len() < most {
        let labels = match search.next(work)? {
            Next::Found(labels) => labels,
            Next::Complete => return Ok(ReasonSets { sets, complete: true }),
            Next::Unfinished if sets.is_empty() => finding::minimal_by_inclusion(lowered, &order, work)?,
            Next::Unfinished => return Ok(ReasonSets { sets, complete: false }),
        };
        if labels.is_empty() && !case.input.flags.network_needs_are_reasons {
            return reason_sets(&with_network_reasons(case), most, work);
        }
        sets.push(reasons(case, &labels));
        if labels.is_empty() {
            return Ok(ReasonSets { sets, complete: true });
        }
    }
    let complete = matches!(search.next(work)?, Next::Complete);
    Ok(ReasonSets { sets, complete })
}

/// The reasons of some labels in words, in reading order: for conflicts that one market alone does not have.
pub(crate) fn reasons(case: &Case<'_>, labels: &[Label]) -> Vec<bom::Reason> {
    let lowered = case.lowered();
    let reasons = finding::reasons_of(case, lowered, labels);
    Wording { case, lowered, reasons: &reasons }.all_reasons()
}
