//! Edits of a text: bytes replaced at places, all others unchanged.

use std::ops::Range;

/// New bytes in the place of some; an insertion where the range is empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Splice {
    /// The bytes that are replaced.
    pub range: Range<usize>,
    /// What is there afterwards.
    pub text: String,
}

/// The text with its edits, which must not overlap.
pub(super) fn spliced(text: &str, mut edits: Vec<Splice>) -> String {
    edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
    let mut out = String::with_capacity(text.len() + edits.iter().map(|edit| edit.text.len()).sum::<usize>());
    let mut at = 0;
    for edit in &edits {
        out.push_str(text.get(at..edit.range.start).unwrap_or_default());
        out.push_str(&edit.text);
        at = edit.range.end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}
