//! Requirements of built-in overlays and of packs that no component matches, reported once a capability.

use crate::bom::Outcome;
use crate::date::Date;
use crate::diagnostic::Diagnostic;
use crate::kernel::provided;
use crate::overlay::Certification;
use crate::query::Compiled;
use crate::terms::ComponentKind;
use crate::terms::code::OverlayCode;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Reports each capability that certificates in force are required for in some market of the solution, and that no
/// component provides: a note, for most solutions lack most things.
pub(super) fn unmatched(compiled: &Compiled, answers: &[Outcome], diagnostics: &mut Vec<Diagnostic>) {
    let model = &compiled.model;
    let day = answers.first().map(day_of).or(model.header.as_of);
    let markets = || model.header.markets.iter().filter_map(|market| compiled.markets.get(&market.value));
    let provided = provided(model, markets().flat_map(|view| &view.carriers));
    let (mut unmatched, mut required): (BTreeMap<&str, usize>, BTreeMap<&str, usize>) = Default::default();
    for view in markets() {
        let in_force = view.certification.iter().filter(|one| counts(compiled, one, day));
        for capability in in_force.filter_map(|one| one.applies_to.as_deref()) {
            *required.entry(capability).or_default() += 1;
            if !provided.iter().any(|known| crate::name::is_below(known, capability)) {
                *unmatched.entry(capability).or_default() += 1;
            }
        }
    }
    for (capability, count) in unmatched {
        let message = format!("no component provides `{capability}`: {} required of nothing", schemes(count));
        let note = Diagnostic::note(OverlayCode::MatchesNothing, model.header.span, message).about(capability);
        diagnostics.push(note.help(format!("if a component is one, add `\"{capability}\" = {{}}` to its `provides`")));
    }
    turned(compiled, &required, diagnostics);
}

/// Hardware that provides `ble.radio` where certificates are required of every `radio`: what is below comes after.
fn turned(compiled: &Compiled, required: &BTreeMap<&str, usize>, diagnostics: &mut Vec<Diagnostic>) {
    let hardware = compiled.model.components.iter().filter(|component| component.kind == ComponentKind::Hardware);
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for provided in hardware.flat_map(|component| &component.provides) {
        let Some((first, last)) = provided.capability.rsplit_once('.') else { continue };
        let Some(count) = required.get(last).filter(|_| seen.insert(&provided.capability)) else { continue };
        let name = &provided.capability;
        let message = format!("`{name}` is not below `{last}`, of which {} required", schemes(*count));
        let note = Diagnostic::note(OverlayCode::MatchesNothing, provided.span, message).about(name);
        diagnostics.push(note.help(format!("write `{last}.{first}`, if that is meant")));
    }
}

fn schemes(count: usize) -> String {
    if count == 1 { "1 scheme is".to_owned() } else { format!("{count} schemes are") }
}

fn day_of(outcome: &Outcome) -> Date {
    match outcome {
        Outcome::Resolved(bom) => bom.as_of,
        Outcome::Conflict(conflict) => conflict.as_of,
        Outcome::Undecided(undecided) => undecided.as_of,
    }
}

/// Own requirements are warned about where they are written.
fn counts(compiled: &Compiled, one: &Arc<Certification>, day: Option<Date>) -> bool {
    let file = compiled.files.get(one.origin.span.file);
    let is_own = file.is_none_or(|file| !file.built_in && file.pack.is_none());
    !is_own && day.is_none_or(|day| one.effectivity.holds_on(day))
}
