//! Requirements of built-in overlays and of packs that no component matches, reported once a capability.

use crate::bom::Outcome;
use crate::date::Date;
use crate::diagnostic::Diagnostic;
use crate::kernel::provided;
use crate::overlay::Certification;
use crate::query::Compiled;
use crate::span::Span;
use crate::terms::ComponentKind;
use crate::terms::code::OverlayCode;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The schemes that are required of what provides a capability, one for each entry.
type Required<'a> = BTreeMap<&'a str, Vec<&'a str>>;

/// Reports each capability that certificates in force are required for in some market of the solution, and that no
/// component provides: a note, for most solutions lack most things.
pub(super) fn unmatched(compiled: &Compiled, answers: &[Outcome], diagnostics: &mut Vec<Diagnostic>) {
    let model = &compiled.model;
    let day = answers.first().map(day_of).or(model.header.as_of);
    let markets = || model.header.markets.iter().filter_map(|market| compiled.markets.get(&market.value));
    let provided = provided(model, markets().flat_map(|view| &view.carriers));
    let (mut unmatched, mut required): (Required<'_>, Required<'_>) = Default::default();
    for view in markets() {
        for one in view.certification.iter().filter(|one| counts(compiled, one, day)) {
            let Some(capability) = one.applies_to.as_deref() else { continue };
            required.entry(capability).or_default().push(&one.scheme);
            if !provided.iter().any(|known| crate::name::is_below(known, capability)) {
                unmatched.entry(capability).or_default().push(&one.scheme);
            }
        }
    }
    // What is below a capability that nothing provides is not provided either, and one note is enough; what is below one
    // that something provides is one note, too, for a product is one thing and not the others.
    for (capability, own) in &unmatched {
        if required.keys().any(|above| is_part(capability, above)) {
            continue;
        }
        let below = parts_of(capability, &unmatched).flat_map(|(_, list)| list);
        let all: Vec<&str> = own.iter().chain(below).copied().collect();
        let message = format!("no component provides `{capability}`: {} required of nothing", schemes(&all));
        let note = Diagnostic::note(OverlayCode::MatchesNothing, model.header.span, message).about(*capability);
        diagnostics.push(note.help(format!("if a component is one, add `\"{capability}\" = {{}}` to its `provides`")));
    }
    for capability in required.keys().filter(|capability| !unmatched.contains_key(*capability)) {
        let below: Vec<(&str, &Vec<&str>)> = parts_of(capability, &unmatched).collect();
        if !below.is_empty() && !required.keys().any(|above| is_part(capability, above)) {
            diagnostics.push(parts_without(model.header.span, capability, &below));
        }
    }
    turned(compiled, &required, diagnostics);
}

fn is_part(capability: &str, above: &str) -> bool {
    capability != above && crate::name::is_below(capability, above)
}

fn parts_of<'a>(above: &'a str, unmatched: &'a Required<'a>) -> impl Iterator<Item = (&'a str, &'a Vec<&'a str>)> {
    unmatched.iter().filter(move |(capability, _)| is_part(capability, above)).map(|(name, list)| (*name, list))
}

/// A component is `equipment`, and none says that it is a lamp or connected to the mains.
fn parts_without(place: Span, capability: &str, below: &[(&str, &Vec<&str>)]) -> Diagnostic {
    let names: Vec<String> = below.iter().map(|(name, _)| format!("`{name}`")).collect();
    let all: Vec<&str> = below.iter().flat_map(|(_, list)| list.iter()).copied().collect();
    let (listed, schemes) = (names.join(", "), schemes(&all));
    let message = format!("of `{capability}`, no component provides {listed}: {schemes} required of nothing");
    let note = Diagnostic::note(OverlayCode::MatchesNothing, place, message).about(capability);
    note.help("if a component is one of these, add it to its `provides`")
}

/// Hardware that provides `ble.radio` where certificates are required of every `radio`: what is below comes after.
fn turned(compiled: &Compiled, required: &Required<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let hardware = compiled.model.components.iter().filter(|component| component.kind == ComponentKind::Hardware);
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for (component, provided) in hardware.flat_map(|one| one.provides.iter().map(move |provided| (one, provided))) {
        let Some((first, last)) = provided.capability.rsplit_once('.') else { continue };
        let is_meant = component.provides.iter().any(|other| crate::name::is_below(&other.capability, last));
        let Some(schemes_of) = required.get(last).filter(|_| !is_meant && seen.insert(&provided.capability)) else {
            continue;
        };
        let name = &provided.capability;
        let message = format!("`{name}` is not below `{last}`, of which {} required", schemes(schemes_of));
        let note = Diagnostic::note(OverlayCode::MatchesNothing, provided.span, message).about(name);
        diagnostics.push(note.help(format!("write `{last}.{first}`, if that is meant")));
    }
}

/// "2 schemes (`ccc`, `srrc`) are": each name once, however many markets require it.
fn schemes(all: &[&str]) -> String {
    let names: BTreeSet<&str> = all.iter().copied().collect();
    let (count, names) = (names.len(), crate::name::listed(&names.into_iter().collect::<Vec<_>>()));
    if count == 1 { format!("1 scheme ({names}) is") } else { format!("{count} schemes ({names}) are") }
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
