//! Candidates in a sentence: versions of one component of which the same is true are one, "`app` 1.0.0 to 1.19.0".

use super::wording::{LabelText, Wording};
use crate::bom::ReasonLabel;
use crate::kernel::Reason;
use crate::model::ComponentId;
use crate::span::Span;
use std::collections::BTreeMap;

/// Where the name goes in a text that is not finished: no text of a file has it.
const NAME: &str = "\0";

/// Versions of one component of which the same is true.
struct Run {
    versions: Vec<ComponentId>,
    text: String,
    span: Span,
}

impl Wording<'_> {
    /// One label a candidate, or a range of versions, with what `words` says of it; `words` gets the name in backticks.
    pub(super) fn labels(
        &self,
        reason: &Reason,
        words: impl Fn(ComponentId, Span, &str) -> LabelText,
    ) -> Vec<ReasonLabel> {
        let runs = self.runs(reason, |id, span| words(id, span, NAME));
        let label = |run: &Run| self.label(run.span, run.text.replace(NAME, &self.run_name(run)));
        runs.iter().map(label).collect()
    }

    /// The names of the candidates that a reason excludes, ranges of versions together.
    pub(super) fn run_names(&self, reason: &Reason) -> Vec<String> {
        let runs = self.runs(reason, |_, span| LabelText { span, text: String::new() });
        runs.iter().map(|run| self.run_name(run)).collect()
    }

    /// "`a`", "`app` 1.0.0 and 1.1.0", "`app` 1.0.0 to 1.19.0".
    fn run_name(&self, run: &Run) -> String {
        let version = |id: &ComponentId| self.case.compiled.model.components[*id].version.to_string();
        match run.versions.as_slice() {
            [first, .., last] => {
                let between = if run.versions.len() == 2 { "and" } else { "to" };
                let id = &self.case.compiled.model.components[*first].id;
                format!("`{id}` {} {between} {}", version(first), version(last))
            }
            [only] => format!("`{}`", self.component(*only)),
            [] => String::new(),
        }
    }

    /// The excluded candidates in their order; a component's versions that no other candidate lies between, and of which
    /// the same is true, together.
    fn runs(&self, reason: &Reason, words: impl Fn(ComponentId, Span) -> LabelText) -> Vec<Run> {
        let model = &self.case.compiled.model;
        let mut by_component: BTreeMap<&str, Vec<(ComponentId, LabelText)>> = BTreeMap::new();
        let mut order: Vec<&str> = Vec::new();
        for (id, span) in &reason.excluded {
            let name = model.components[*id].id.as_str();
            if !order.contains(&name) {
                order.push(name);
            }
            by_component.entry(name).or_default().push((*id, words(*id, *span)));
        }
        let mut runs: Vec<Run> = Vec::new();
        for name in order {
            let mut versions = by_component.remove(name).unwrap_or_default();
            versions.sort_by(|left, right| model.components[left.0].version.cmp(&model.components[right.0].version));
            for (id, words) in versions {
                let last = runs.last_mut().filter(|run| {
                    run.text == words.text && run.versions.last().is_some_and(|last| self.is_next(reason, *last, id))
                });
                match last {
                    Some(run) => run.versions.push(id),
                    None => runs.push(Run { versions: vec![id], text: words.text, span: words.span }),
                }
            }
        }
        runs
    }

    /// Whether a version follows another one of the same component, with no candidate of the slot between them.
    fn is_next(&self, reason: &Reason, before: ComponentId, after: ComponentId) -> bool {
        let component = |id: ComponentId| &self.case.compiled.model.components[id];
        let (one, two) = (component(before), component(after));
        let group = reason.cause.excluded_slot().and_then(|slot| self.group(slot));
        let mut others = group.into_iter().flat_map(|group| &group.candidates).map(|id| component(*id));
        let is_between = |other: &crate::model::Component| {
            other.id == one.id && one.version < other.version && other.version < two.version
        };
        one.id == two.id && !others.any(is_between)
    }
}
