//! Makers that are no party of the solution, where a limit tests on which lists they are.

use crate::bom::Warning;
use crate::kernel::{is_made, provides_made};
use crate::model::Formula;
use crate::query::Case;
use crate::terms::code::FactCode;
use crate::verify::Selection;
use std::collections::BTreeSet;

/// That a limit passes a part because nobody says who owns its maker.
pub(super) fn unknown(case: &Case<'_>, selection: &Selection) -> Option<Warning> {
    let (model, view) = (case.input.model, case.input.view);
    let is_active = |when: Option<&Formula>| when.is_none_or(|when| case.holds(selection, when) == Some(true));
    let testing = view.limits.iter().filter(|limit| {
        let tests_lists = limit.tests.iter().any(|test| test.attribute == "lists");
        is_made(&limit.capability) && tests_lists && limit.effectivity.holds_on(case.input.day)
    });
    let mut names: BTreeSet<String> = BTreeSet::new();
    for limit in testing.filter(|limit| is_active(limit.when.as_deref())) {
        for id in selection.slots.iter().flatten() {
            let component = &model.components[*id];
            let at = selection.ways.get(id).map_or(0, |way| way.part as usize);
            let by = component.made.get(at).and_then(|part| part.by.as_deref());
            if provides_made(component, &limit.capability) && by.and_then(|by| model.party(by)).is_none() {
                names.insert(by.map_or_else(|| format!("the maker of `{}`", component.id), |by| format!("`{by}`")));
            }
        }
    }
    if names.is_empty() {
        return None;
    }
    let names: Vec<String> = names.into_iter().collect();
    let message = format!(
        "nobody states who owns {}, so no list of `{}` is known to name them; add each to `[[parties]]` with `owned-by`",
        names.join(", "),
        case.code()
    );
    Some(Warning::new(FactCode::Gap, "made.by", message))
}
