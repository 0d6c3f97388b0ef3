//! Why a market has no valid bill of materials: a minimal set of reasons, and changes that were tried and help; and why
//! a bill of materials contains one component and not another.
//!
//! Finding and wording are kept apart: `finding` returns constraints, `wording` turns them into sentences.
//!
//! | step | where |
//! |---|---|
//! | find the reasons | `finding`, `minimal_sets` |
//! | check them again with another solver | `recheck` |
//! | put each into a sentence with its places | `wording`; by subject `needs`, `market_requirements`, `resources`, `rules`, `gaps`, `combined_needs`, `units`, `version_ranges` |
//! | give each a stable key | `keys` |
//! | list what could be changed, and try it | `changes`, `fixes` |
//! | compare other choices for a slot or an option | `why` |
//! | the methods of [`Compiled`](crate::Compiled) | `queries` |

mod answer_gaps;
mod blocks;
mod carriers;
mod changes;
mod combined_needs;
mod entries;
mod finding;
mod fixes;
mod gaps;
mod ground;
mod keys;
mod market_requirements;
mod minimal_sets;
mod needs;
mod one_carrier;
mod queries;
mod recheck;
mod requested;
mod resources;
mod rules;
mod units;
mod version_ranges;
mod why;
mod wording;

pub(crate) use answer_gaps::gaps_of_answer;

use crate::bom::{self, Conflict, ReasonSets, Warning};
use crate::engine::{Label, LimitReached, Work};
use crate::kernel::{Cause, Lowered};
use crate::query::{Case, Compiled};
use crate::terms::code::FactCode;
use finding::with_network_reasons;
use minimal_sets::Next;
use requested::Requested;
pub(crate) use units::name_and_unit;
use wording::Wording;

/// The conflict of a market that has no solution.
pub(crate) fn conflict(case: &Case<'_>, work: &mut Work) -> Result<Conflict, LimitReached> {
    Ok(found_conflict(case, work)?.conflict)
}

/// A conflict with the causes of its reasons.
pub(crate) struct FoundConflict {
    pub conflict: Conflict,
    /// The reasons' own, in the same order.
    pub causes: Vec<Cause>,
    /// Whether needs of networks are reasons in it, which they usually are not.
    pub network_needs_are_reasons: bool,
}

/// The same with the causes.
pub(crate) fn found_conflict(case: &Case<'_>, work: &mut Work) -> Result<FoundConflict, LimitReached> {
    let lowered = case.lowered();
    let labels = finding::smallest(case.compiled, lowered, work)?;
    let network_needs_are_reasons = case.input.flags.network_needs_are_reasons;
    if labels.is_empty() && !network_needs_are_reasons {
        return found_conflict(&with_network_reasons(case), work);
    }
    let further = finding::further(case.compiled, lowered, &labels, work)?;
    let reasons = finding::reasons_of(case, lowered, &labels);
    let wording = Wording { case, lowered, reasons: &reasons };
    let (fixes, requested) = fixes::fixes(&wording, work)?;
    let conflict = Conflict {
        market: case.code().to_owned(),
        variant: case.variant_name(),
        as_of: case.input.day,
        reasons: wording.all_reasons(),
        further,
        context: wording.context(),
        fixes,
        warnings: warnings(case, requested),
    };
    let causes = reasons.iter().map(|reason| reason.cause.clone()).collect();
    Ok(FoundConflict { conflict, causes, network_needs_are_reasons })
}

/// What is not known. A waiver accepts a finding; it takes no reason away.
fn warnings(case: &Case<'_>, requested: Vec<Requested>) -> Vec<Warning> {
    let mut list = case.waived([answer_gaps::warnings(case, requested), case.unread()].concat());
    for gap in list.iter_mut().filter(|one| one.waived && one.code == FactCode::Gap) {
        gap.message = format!("{}; a bill of materials needs it stated, also with this waiver", gap.message);
    }
    list
}

/// Up to `most` minimal sets of reasons; none where there is a solution. First the one that the conflict shows, then those
/// that share no reason with it, then the others; each in the order of the contract.
pub(crate) fn reason_sets(case: &Case<'_>, most: usize, work: &mut Work) -> Result<ReasonSets, LimitReached> {
    let lowered = case.lowered();
    if most == 0 || crate::engine::satisfy(&lowered.problem, work)?.is_some() {
        return Ok(ReasonSets { sets: Vec::new(), complete: most > 0 });
    }
    let order = finding::reading_order(case.compiled, lowered);
    let mut all = finding::smallest_sets(&case.compiled.files, lowered, &order);
    let first = match all.next(work)? {
        Next::Found(labels) => labels,
        Next::Complete | Next::Unfinished => finding::minimal_by_inclusion(lowered, &order, work)?,
    };
    if first.is_empty() {
        if case.input.flags.network_needs_are_reasons {
            return Ok(ReasonSets { sets: vec![Vec::new()], complete: true });
        }
        return reason_sets(&with_network_reasons(case), most, work);
    }
    let others = finding::without(&order, &first);
    let mut independent = finding::smallest_sets(&case.compiled.files, lowered, &others);
    let mut found = vec![first];
    while found.len() < most
        && let Next::Found(labels) = independent.next(work)?
        // The structure alone is no further cause.
        && !labels.is_empty()
    {
        found.push(labels);
    }
    let mut complete = None;
    while complete.is_none() {
        match all.next(work)? {
            Next::Found(labels) if found.contains(&labels) => {}
            Next::Found(labels) if found.len() < most => found.push(labels),
            Next::Found(_) | Next::Unfinished => complete = Some(false),
            Next::Complete => complete = Some(true),
        }
    }
    let sets = found.iter().map(|labels| reasons(case, labels)).collect();
    Ok(ReasonSets { sets, complete: complete == Some(true) })
}

/// The causes of a conflict alone: what nobody reads is not put into words.
pub(crate) fn causes(case: &Case<'_>, work: &mut Work) -> Result<Vec<Cause>, LimitReached> {
    let lowered = case.lowered();
    let labels = finding::smallest(case.compiled, lowered, work)?;
    let reasons = labels.iter().filter_map(|label| lowered.reason(*label));
    Ok(reasons.map(|reason| reason.cause.clone()).collect())
}

/// Takes the reasons of one conflict after the other as met until there is a solution; whether there is one then.
pub(crate) fn take_reasons_as_met(
    compiled: &Compiled,
    lowered: &mut Lowered,
    work: &mut Work,
) -> Result<bool, LimitReached> {
    while crate::engine::satisfy(&lowered.problem, work)?.is_none() {
        let labels = finding::smallest(compiled, lowered, work)?;
        if labels.is_empty() {
            return Ok(false);
        }
        lowered.problem.leave_out(&labels);
    }
    Ok(true)
}

/// The reasons of some labels in words, in reading order: for conflicts that one market alone does not have.
pub(crate) fn reasons(case: &Case<'_>, labels: &[Label]) -> Vec<bom::Reason> {
    let lowered = case.lowered();
    let reasons = finding::reasons_of(case, lowered, labels);
    Wording { case, lowered, reasons: &reasons }.all_reasons()
}

/// A smallest set of reasons why a problem of a case has no solution, in words.
pub(crate) fn smallest_reasons(
    case: &Case<'_>,
    lowered: &Lowered,
    work: &mut Work,
) -> Result<Vec<bom::Reason>, LimitReached> {
    let labels = finding::smallest(case.compiled, lowered, work)?;
    let reasons = finding::reasons_of(case, lowered, &labels);
    Ok(Wording { case, lowered, reasons: &reasons }.all_reasons())
}
