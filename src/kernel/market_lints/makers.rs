//! Needs and limits of how things are made: `made` and what is below it, which no catalogue writes among what it provides.

use crate::diagnostic::Diagnostic;
use crate::kernel::made::{is_made, provides};
use crate::model::{AttributeKind, AttributeTest, Model, Test};
use crate::name::{listed, nearest};
use crate::span::Span;
use crate::terms::ComponentKind;
use crate::terms::code::{ModelCode, NameCode};
use crate::trade::MADE;
use std::collections::BTreeSet;

/// A capability that something needs or limits, with the tests of its attributes.
pub(super) struct Uses<'a> {
    pub capability: &'a str,
    pub tests: &'a [AttributeTest],
    pub span: Span,
    pub what: Use,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// It must be met.
    Need,
    /// One that nothing matches is reported where it is written.
    Limit,
}

/// What is known of a manufacturer part: who makes it, where, and which lists name its maker.
const ATTRIBUTES: [&str; 3] = ["by", "lists", "origin"];

/// Whether a component has a part that is made so.
pub(super) fn is_provided(model: &Model, capability: &str) -> bool {
    is_made(capability) && model.components.iter().any(|component| provides(component, capability))
}

/// The capabilities of this kind that a solution has.
pub(super) fn known(model: &Model) -> BTreeSet<String> {
    let hardware = model.components.iter().filter(|component| component.kind == ComponentKind::Hardware);
    let below = hardware.flat_map(|component| &component.provides);
    let below = below.map(|provided| format!("{MADE}.{}", provided.capability));
    std::iter::once(MADE.to_owned()).chain(below).collect()
}

/// Reports what is wrong with a need or a limit of how things are made; whether it is one.
pub(super) fn report(model: &Model, uses: &Uses<'_>, diagnostics: &mut Vec<Diagnostic>) -> bool {
    let Uses { capability, tests, span, what } = *uses;
    if !is_made(capability) {
        return false;
    }
    if !is_provided(model, capability) {
        if what == Use::Need {
            let known = known(model);
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            let near = nearest(capability, known.iter().copied());
            let message = format!("nothing provides `{capability}`");
            let warning = Diagnostic::warning(NameCode::Unprovided, span, message).about(capability);
            diagnostics.push(warning.did_you_mean(near));
        }
        return true;
    }
    for one in tests.iter().filter(|one| !matches!(one.test, Test::Version(_))) {
        let name = one.attribute.as_str();
        if !ATTRIBUTES.contains(&name) {
            let message = format!("no provider of `{capability}` has the attribute `{name}`");
            let fault = Diagnostic::error(NameCode::UnknownAttribute, one.span, message);
            diagnostics.push(match nearest(name, ATTRIBUTES) {
                None => fault.help(format!("its providers have {}", listed(&ATTRIBUTES))),
                near => fault.did_you_mean(near),
            });
        } else if let Some(compared) = one.test.kind().filter(|kind| *kind != AttributeKind::Text) {
            let (is, wanted) = (AttributeKind::Text.word(), compared.word());
            let message = format!("`{name}` of `{capability}` is {is}, but the test expects {wanted}");
            let fault = Diagnostic::error(ModelCode::AttributeKind, one.span, message);
            diagnostics.push(fault.help("test it with a value of the same kind"));
        }
    }
    true
}
