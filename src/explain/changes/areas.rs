//! What the solution's own overlays require and could give up. What a built-in overlay states is not the user's to remove.

use super::super::wording::Wording;
use super::{Change, Kind, Step};
use crate::bom::{Edit, RemovableSection};
use crate::kernel::{Cause, Reason};
use crate::overlay::Origin;

/// A statement of an overlay that the market could do without.
struct Removable<'a> {
    kind: Kind,
    step: Step,
    section: RemovableSection,
    id: &'a str,
    origin: &'a Origin,
}

/// Give up a need or a limit of an own overlay.
pub(super) fn needs_and_limits(wording: &Wording<'_>, reason: &Reason) -> Vec<Change> {
    let view = wording.case.input.view;
    let found = if let Cause::AreaNeed(at) = &reason.cause {
        let step = Step::Drop(reason.cause.clone());
        let section = RemovableSection::Needs;
        view.needs.get(*at).map(|need| Removable {
            kind: Kind::Area,
            step,
            section,
            id: &need.id,
            origin: &need.origin,
        })
    } else if let Cause::Limit(at, _) | Cause::CarrierLimit(at, _) = &reason.cause {
        let (step, section) = (Step::DropLimit(*at), RemovableSection::Limits);
        let limit = view.limits.get(*at);
        limit.map(|limit| Removable { kind: Kind::Area, step, section, id: &limit.id, origin: &limit.origin })
    } else {
        None
    };
    found.and_then(|statement| removal(wording, statement)).into_iter().collect()
}

/// Give a rule up.
pub(super) fn rules(wording: &Wording<'_>, reason: &Reason) -> Vec<Change> {
    let Cause::Rule(at) = &reason.cause else { return Vec::new() };
    let Some(rule) = wording.case.input.view.rules.get(*at) else { return Vec::new() };
    let (step, section) = (Step::Drop(reason.cause.clone()), RemovableSection::Rules);
    let statement = Removable { kind: Kind::Rule, step, section, id: &rule.id, origin: &rule.origin };
    removal(wording, statement).into_iter().collect()
}

/// `[remove]` in the market's own overlay, or the statement itself where that overlay makes it.
fn removal(wording: &Wording<'_>, statement: Removable<'_>) -> Option<Change> {
    let Removable { kind, step, section, id, origin } = statement;
    if wording.case.compiled.files.is_built_in(origin.span.file) {
        return None;
    }
    let word = match section {
        RemovableSection::Rules => "rule",
        RemovableSection::Needs => "need",
        RemovableSection::Limits => "limit",
    };
    let (place, market) = (wording.place(origin.span), wording.market());
    let text = if origin.area == wording.case.input.market {
        format!("relax {word} `{id}` at {place}, or remove it")
    } else {
        let file = wording.own_file();
        format!("relax {word} `{id}`, or remove it for {market}: `[remove] {section} = [\"{id}\"]` in {file}")
    };
    let edit = Edit::Remove { area: market.to_owned(), section, id: id.to_owned() };
    Some(Change::new(kind, step, edit, text, Some(place)))
}
