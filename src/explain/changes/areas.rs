//! What the solution's own overlays ask for and could give up. What a built-in overlay states is not the user's to drop.

use super::super::wording::Words;
use super::{Change, Kind, Step};
use crate::bom::{Edit, RemovableSection};
use crate::kernel::{Cause, Reason};
use crate::overlay::Origin;

/// Give up a need or a limit of an own overlay.
pub(super) fn needs_and_limits(words: &Words<'_>, reason: &Reason) -> Vec<Change> {
    let view = words.case.input.view;
    let found = match &reason.cause {
        Cause::AreaNeed(at) => view.needs.get(*at).map(|need| {
            let step = Step::Drop(reason.cause.clone());
            (step, RemovableSection::Needs, "need", &need.id, &need.origin)
        }),
        Cause::Limit(at, _) | Cause::CarrierLimit(at, _) => view
            .limits
            .get(*at)
            .map(|limit| (Step::DropLimit(*at), RemovableSection::Limits, "limit", &limit.id, &limit.origin)),
        _ => None,
    };
    let Some((step, section, word, id, origin)) = found else { return Vec::new() };
    removal(words, Kind::Area, step, (section, word, id), origin).into_iter().collect()
}

/// Give a rule up.
pub(super) fn rules(words: &Words<'_>, reason: &Reason) -> Vec<Change> {
    let Cause::Rule(at) = &reason.cause else { return Vec::new() };
    let Some(rule) = words.case.input.view.rules.get(*at) else { return Vec::new() };
    let step = Step::Drop(reason.cause.clone());
    removal(words, Kind::Rule, step, (RemovableSection::Rules, "rule", &rule.id), &rule.origin).into_iter().collect()
}

/// `[remove]` in the market's own overlay, or the statement itself where it stands there.
fn removal(
    words: &Words<'_>,
    kind: Kind,
    step: Step,
    (section, word, id): (RemovableSection, &str, &String),
    origin: &Origin,
) -> Option<Change> {
    if words.case.compiled.files.is_built_in(origin.span.file) {
        return None;
    }
    let (place, market) = (words.place(origin.span), words.market());
    let text = if origin.area == words.case.input.market {
        format!("relax {word} `{id}` at {place}, or remove it")
    } else {
        let file = words.own_file();
        format!("relax {word} `{id}`, or remove it for {market}: `[remove] {section} = [\"{id}\"]` in {file}")
    };
    let edit = Edit::Remove { area: market.to_owned(), section, id: id.clone() };
    Some(Change::new(kind, step, edit, text, Some(place)))
}
