//! Which reasons: the smallest set of constraints that leaves no solution, in reading order.

use super::minimal_sets::{Next, SmallestSets};
use crate::bom::Conflict;
use crate::engine::{Label, LimitReached, Solver, Verdict, Work, minimal_unsatisfiable_subset};
use crate::kernel::{Cause, Flags, Lowered, Pin, Reason};
use crate::model::{ComponentId, SlotId};
use crate::query::{Case, Compiled};
use crate::span::{FileId, FileOrigin, Files, Span};

/// The smallest set of labels that leaves no solution, or one that is only minimal by inclusion where the smallest was
/// not found in time.
pub(super) fn smallest(compiled: &Compiled, lowered: &Lowered, work: &mut Work) -> Result<Vec<Label>, LimitReached> {
    let order = reading_order(compiled, lowered);
    match smallest_sets(&compiled.files, lowered, &order).next(work)? {
        Next::Found(labels) => Ok(labels),
        Next::Complete | Next::Unfinished => minimal_by_inclusion(lowered, &order, work),
    }
}

/// The labels in reading order without those of a set: the minimal sets among them share no reason with it.
pub(super) fn without(order: &[Label], set: &[Label]) -> Vec<Label> {
    order.iter().copied().filter(|label| !set.contains(label)).collect()
}

/// How many minimal sets share no reason with the one shown, up to [`Conflict::COUNTED`]; where the search for them was
/// not finished, those that were found, and one at least where there is one.
pub(super) fn further(
    compiled: &Compiled,
    lowered: &Lowered,
    shown: &[Label],
    work: &mut Work,
) -> Result<usize, LimitReached> {
    if shown.is_empty() {
        // The structure alone is the only cause.
        return Ok(0);
    }
    let others = without(&reading_order(compiled, lowered), shown);
    let mut solver = Solver::new(&lowered.problem);
    if let Verdict::Satisfiable(_) = solver.solve(&others, &[], work)? {
        return Ok(0);
    }
    let mut search = smallest_sets(&compiled.files, lowered, &others);
    let mut found = 0;
    while found < Conflict::COUNTED {
        match search.next(work)? {
            Next::Found(_) => found += 1,
            Next::Complete => return Ok(found),
            Next::Unfinished => return Ok(found.max(1)),
        }
    }
    Ok(found)
}

/// A search for the smallest sets, one after the other.
pub(super) fn smallest_sets<'a>(files: &Files, lowered: &'a Lowered, order: &'a [Label]) -> SmallestSets<'a> {
    let is_built_in = |label: Label| {
        let span = lowered.reason(label).and_then(|reason| reason.span);
        span.is_some_and(|span| files.is_built_in(span.file))
    };
    SmallestSets::new(&lowered.problem, order, is_built_in)
}

/// A set of which no label can be dropped, found by dropping one after the other: the last in reading order first, so
/// that the first ones remain.
pub(super) fn minimal_by_inclusion(
    lowered: &Lowered,
    order: &[Label],
    work: &mut Work,
) -> Result<Vec<Label>, LimitReached> {
    let last_first: Vec<Label> = order.iter().rev().copied().collect();
    // The caller found no solution, so there is such a set.
    Ok(minimal_unsatisfiable_subset(&lowered.problem, &last_first, work)?.unwrap_or_default())
}

/// The same case with the conditions on networks as reasons too: for a conflict in which they contradict the structure
/// alone, such as a condition on the carrier that the slot itself requires.
pub(super) fn with_network_reasons<'a>(case: &Case<'a>) -> Case<'a> {
    case.with_flags(Flags { network_needs_are_reasons: true, ..case.input.flags.clone() })
}

/// The reasons of some labels in reading order. Candidates that a flag among them excludes are left out of the others.
pub(super) fn reasons_of(case: &Case<'_>, lowered: &Lowered, labels: &[Label]) -> Vec<Reason> {
    let mut reasons: Vec<Reason> = labels.iter().filter_map(|label| lowered.reason(*label)).cloned().collect();
    reasons.sort_by_cached_key(|reason| reading_place(case.compiled, reason.span));
    let causes: Vec<Cause> = reasons.iter().map(|reason| reason.cause.clone()).collect();
    let is_out = |slot: SlotId, id: ComponentId| causes.iter().any(|cause| flag_excludes(case, cause, slot, id));
    for reason in &mut reasons {
        let Some(slot) = reason.cause.excluded_slot() else { continue };
        if reason.excluded.iter().any(|(id, _)| !is_out(slot, *id)) {
            reason.excluded.retain(|(id, _)| !is_out(slot, *id));
        }
    }
    reasons
}

/// Whether a cause is a flag that keeps a component out of a slot.
pub(super) fn flag_excludes(case: &Case<'_>, cause: &Cause, slot: SlotId, id: ComponentId) -> bool {
    let flags = &case.input.flags;
    if let Cause::PinFlag(pinned) = cause {
        return *pinned == slot && matches!(flags.pin(slot), Some(Pin::Any(kept)) if !kept.contains(&id));
    }
    let Cause::WithoutFlag(at) = cause else { return false };
    flags.without.get(*at).is_some_and(|ids| ids.contains(&id))
}

/// All labels in reading order.
pub(super) fn reading_order(compiled: &Compiled, lowered: &Lowered) -> Vec<Label> {
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
