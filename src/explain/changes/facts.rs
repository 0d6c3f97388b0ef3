//! Facts that nobody has stated, as they would help: whether they do is for the user to find out.

use super::super::wording::Wording;
use super::{Change, Kind, Step};
use crate::bom::Fix;

/// A statement of each fact that a reason lacks, with which that reason counts as met.
pub(in crate::explain) fn statements(wording: &Wording<'_>) -> Vec<Change> {
    let all = wording.open_requests().into_iter().filter_map(|requested| {
        let is_it = |reason: &&crate::kernel::Reason| {
            wording.requested_by(reason).iter().any(|one| one.unknown.key == requested.unknown.key)
        };
        let steps = wording.reasons.iter().filter(is_it).map(|reason| Step::Drop(reason.cause.clone())).collect();
        let Fix { text, edits, place, .. } = wording.statement_of(&requested)?;
        Some(Change { kind: Kind::Fact, steps, edits, text, place, planned: false, fact: Some(requested) })
    });
    all.collect()
}
