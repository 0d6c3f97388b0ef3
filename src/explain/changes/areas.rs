//! What the solution requires and could give up: rules, and what its own `world` needs and limits. What an area requires is
//! never offered to be given up, for it may be the law there; nor are certifications and territories.

use super::super::wording::Wording;
use super::{Change, Kind, Step};
use crate::bom::{Edit, RemovableSection};
use crate::kernel::{Cause, Reason};
use crate::overlay::Origin;
use crate::schema::{ALONE, name_of};

/// The area of the solution itself.
const WORLD: &str = "world";

/// A statement of an overlay that the market could do without.
struct Removable<'a> {
    kind: Kind,
    step: Step,
    section: RemovableSection,
    id: &'a str,
    origin: &'a Origin,
}

/// Give up a need or a limit that the solution states for the whole world.
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
    // What an area requires may be its law; what the solution requires of all markets is its own to give up.
    let is_own = |origin: &Origin| wording.case.compiled.model.areas.code(origin.area) == WORLD;
    let found = found.filter(|statement| is_own(statement.origin));
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
    if id.contains(ALONE) {
        // No `[remove]` can name it, so it is the statement itself that goes, for all of its area.
        let area = wording.case.compiled.model.areas.code(origin.area).to_owned();
        let text = format!("relax the {word} of `{}` at {place}, or remove it", name_of(id));
        let edit = Edit::Remove { area, section, id: id.to_owned() };
        return Some(Change::new(kind, step, edit, text, Some(place)));
    }
    let text = if origin.area == wording.case.input.market {
        format!("relax {word} `{id}` at {place}, or remove it")
    } else {
        let file = wording.own_file();
        format!("relax {word} `{id}`, or remove it for {market}: `[remove] {section} = [\"{id}\"]` in {file}")
    };
    let edit = Edit::Remove { area: market.to_owned(), section, id: id.to_owned() };
    Some(Change::new(kind, step, edit, text, Some(place)))
}
