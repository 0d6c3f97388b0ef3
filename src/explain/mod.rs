//! Why a market has no valid bill of materials: a minimal set of reasons, and changes that were tried and help; and why
//! something stands in one, or does not.
//!
//! | what | where |
//! |---|---|
//! | finding: which reasons | `smallest` |
//! | the reasons checked again by another solver | `recheck` |
//! | wording: each in a sentence with its places | `words` and beside it |
//! | what could be changed, and whether it helps | `changes`, `fixes` |
//! | why this candidate, why not that one | `why` |

mod changes;
mod combined_needs;
mod fixes;
mod gaps;
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
use crate::engine::{Label, LimitReached, Work, minimal_unsatisfiable_subset};
use crate::kernel::{Cause, Flags, Lowered, Pin, Reason};
use crate::model::{ComponentId, SlotId};
use crate::query::{Case, Compiled};
use crate::span::{FileId, FileOrigin, Files, Span};
use minimal_sets::{Next, Smallest};

/// The conflict of a market that has no solution.
pub(crate) fn conflict(case: &Case<'_>, work: &mut Work) -> Result<Conflict, LimitReached> {
    let lowered = case.lowered();
    let core = core(case.compiled, lowered, work)?;
    if core.is_empty() && !case.input.flags.network_needs_are_reasons {
        return conflict(&louder(case), work);
    }
    let reasons = sorted(case, lowered, &core);
    let words = wording::Words { case, lowered, reasons: &reasons };
    let told = words.told();
    let context = words.context();
    let fixes = fixes::fixes(&words, work)?;
    Ok(Conflict {
        market: case.code().to_owned(),
        as_of: case.input.day,
        reasons: told,
        context,
        fixes,
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
    let reading = reading_order(case.compiled, lowered);
    let mut search = search(&case.compiled.files, lowered, &reading);
    while sets.len() < most {
        let core = match search.next(work)? {
            Next::Found(core) => core,
            Next::Complete => return Ok(ReasonSets { sets, complete: true }),
            Next::Unfinished if sets.is_empty() => minimal(lowered, &reading, work)?,
            Next::Unfinished => return Ok(ReasonSets { sets, complete: false }),
        };
        if core.is_empty() && !case.input.flags.network_needs_are_reasons {
            return reason_sets(&louder(case), most, work);
        }
        let reasons = sorted(case, lowered, &core);
        sets.push(wording::Words { case, lowered, reasons: &reasons }.told());
        if core.is_empty() {
            return Ok(ReasonSets { sets, complete: true });
        }
    }
    let complete = matches!(search.next(work)?, Next::Complete);
    Ok(ReasonSets { sets, complete })
}

/// The same with more reasons: only conditions that contradict the structure were left, such as one on the carrier that
/// the slot itself asks for.
fn louder<'a>(case: &Case<'a>) -> Case<'a> {
    case.with_flags(Flags { network_needs_are_reasons: true, ..case.input.flags.clone() })
}

/// The reasons behind some labels in words, in reading order: for conflicts that one market alone does not have.
pub(crate) fn told(case: &Case<'_>, labels: &[Label]) -> Vec<crate::bom::Reason> {
    let lowered = case.lowered();
    let reasons = sorted(case, lowered, labels);
    wording::Words { case, lowered, reasons: &reasons }.told()
}

/// The smallest set of reasons, or one that is only minimal by inclusion where that was not found in time.
fn core(compiled: &Compiled, lowered: &Lowered, work: &mut Work) -> Result<Vec<Label>, LimitReached> {
    let reading = reading_order(compiled, lowered);
    match search(&compiled.files, lowered, &reading).next(work)? {
        Next::Found(core) => Ok(core),
        Next::Complete | Next::Unfinished => minimal(lowered, &reading, work),
    }
}

fn search<'a>(files: &Files, lowered: &'a Lowered, reading: &'a [Label]) -> Smallest<'a> {
    let is_built_in = |label: Label| {
        let span = lowered.reason(label).and_then(|reason| reason.span);
        span.is_some_and(|span| files.is_built_in(span.file))
    };
    Smallest::new(&lowered.problem, reading, is_built_in)
}

fn minimal(lowered: &Lowered, reading: &[Label], work: &mut Work) -> Result<Vec<Label>, LimitReached> {
    let last_first: Vec<Label> = reading.iter().rev().copied().collect();
    Ok(minimal_unsatisfiable_subset(&lowered.problem, &last_first, work)?.unwrap_or_default())
}

/// The reasons behind labels in reading order. What a flag among them rules out already, the others do not speak of.
fn sorted(case: &Case<'_>, lowered: &Lowered, core: &[Label]) -> Vec<Reason> {
    let mut reasons: Vec<Reason> = core.iter().filter_map(|label| lowered.reason(*label)).cloned().collect();
    reasons.sort_by_cached_key(|reason| reading_place(case.compiled, reason.span));
    let causes: Vec<Cause> = reasons.iter().map(|reason| reason.cause.clone()).collect();
    let is_out = |slot: SlotId, id: ComponentId| {
        causes.iter().any(|cause| match cause {
            Cause::PinFlag(pinned) if *pinned == slot => {
                matches!(case.input.flags.pin(slot), Some(Pin::Any(kept)) if !kept.contains(&id))
            }
            Cause::WithoutFlag(at) => case.input.flags.without.get(*at).is_some_and(|ids| ids.contains(&id)),
            _ => false,
        })
    };
    for reason in &mut reasons {
        let Some(slot) = reason.cause.excluded_slot() else { continue };
        if reason.excluded.iter().any(|(id, _)| !is_out(slot, *id)) {
            reason.excluded.retain(|(id, _)| !is_out(slot, *id));
        }
    }
    reasons
}

impl wording::Words<'_> {
    /// All reasons in words.
    fn told(&self) -> Vec<bom::Reason> {
        self.reasons.iter().map(|reason| self.reason(reason)).collect()
    }
}

/// All labels in reading order.
fn reading_order(compiled: &Compiled, lowered: &Lowered) -> Vec<Label> {
    let places = lowered.reasons.iter().map(|reason| reading_place(compiled, reason.span));
    let mut labels: Vec<(ReadingPlace<'_>, Label)> =
        places.zip(1..).map(|(place, number)| (place, Label(number))).collect();
    labels.sort();
    labels.into_iter().map(|(_, label)| label).collect()
}

/// Where a constraint comes in the reading order: by source, then by file, then by its place in the file.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct ReadingPlace<'a> {
    source: SourceRank,
    /// Overlays go by name; empty for other files.
    name: &'a str,
    /// Catalogue files go by number: they were added in the order of their patterns.
    file: Option<FileId>,
    start: u32,
}

/// What a constraint is stated in, in reading order: what the user can change most easily comes first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum SourceRank {
    Flag,
    Solution,
    Catalogue,
    OwnOverlay,
    Pack,
    BuiltIn,
}

fn reading_place(compiled: &Compiled, span: Option<Span>) -> ReadingPlace<'_> {
    let Some(span) = span else { return ReadingPlace { source: SourceRank::Flag, name: "", file: None, start: 0 } };
    let source = source_rank(compiled, span.file);
    let name = match source {
        SourceRank::OwnOverlay | SourceRank::Pack | SourceRank::BuiltIn => compiled.files.name(span.file),
        SourceRank::Flag | SourceRank::Solution | SourceRank::Catalogue => "",
    };
    ReadingPlace { source, name, file: Some(span.file), start: span.start }
}

fn source_rank(compiled: &Compiled, file: FileId) -> SourceRank {
    let model = &compiled.model;
    match compiled.files.origin(file) {
        FileOrigin::BuiltIn => SourceRank::BuiltIn,
        FileOrigin::Pack => SourceRank::Pack,
        FileOrigin::Own if file == model.header.span.file => SourceRank::Solution,
        FileOrigin::Own if model.layers.iter().any(|layer| layer.file == file) => SourceRank::OwnOverlay,
        FileOrigin::Own => SourceRank::Catalogue,
    }
}
