//! The difference of two folders with the causes of a review: the edits without which a difference is gone.

use super::answers::{Answers, Wanted};
use super::attribution::Cause;
use super::changes::{Change, changes};
use super::edits::{EditSide, Edits, FileEdit};
use crate::diff::{Because, Diff, NamedSide, Tried};
use crate::query::{Compiled, Request, ResolveError};

impl Compiled {
    /// What differs between this solution, called `left`, and another one, called `right`, as
    /// [`diff_from`](Self::diff_from), with the edits as causes without which, taken back alone, a difference is gone.
    ///
    /// # Errors
    /// As [`Compiled::resolve`](crate::Compiled::resolve).
    pub fn diff_by_edits(
        &self,
        request: &Request,
        left: &str,
        other: &Self,
        right: &str,
    ) -> Result<Diff, ResolveError> {
        let day = request.as_of.or(other.model.header.as_of).ok_or_else(ResolveError::no_date)?;
        let request = &request.clone().as_of(day);
        let wanted = Wanted { skus: false, threats: Vec::new(), until: day };
        let (before, after) = (Answers::of(self, request, &wanted)?, Answers::of(other, request, &wanted)?);
        let changes = changes(&before, &after);
        let edits = Edits::between(self.solution.sources(), other.solution.sources());
        let attribution = other.attributed(request, &edits, &changes, &wanted)?;
        let because = |edit: &FileEdit| Because {
            on: if edit.side == EditSide::Head { right } else { left }.to_owned(),
            text: edit.text.clone(),
            place: edit.place.clone(),
            source: Vec::new(),
        };
        let mut tried = Tried::new();
        for (change, cause) in changes.iter().zip(&attribution.causes) {
            let Change { market: Some(market), topic, .. } = change else { continue };
            let (Cause::Each(numbers) | Cause::Together(numbers) | Cause::Found(numbers)) = cause;
            let edits = numbers.iter().filter_map(|number| edits.list.get(*number));
            tried.insert((market.clone(), topic.clone()), edits.map(because).collect());
        }
        self.diff_tried(request, left, NamedSide { name: right, compiled: other }, &tried)
    }
}
