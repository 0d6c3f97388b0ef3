//! Own entries that nothing in the solution matches, mostly because of a slip: requirements of certificates, limits,
//! carriers that only widen one that is known.

use super::makers;
use crate::diagnostic::Diagnostic;
use crate::kernel::made::is_made;
use crate::model::{AreaId, Model, Section, Statement};
use crate::name::{is_below, nearest};
use crate::overlay::{CarrierDefinition, MarketView};
use crate::schema::{carriers, certification, limits};
use crate::span::{FileOrigin, Spanned};
use crate::terms::code::{OverlayCode, SimilarCode};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Reports own entries whose capability no component and no carrier provides.
pub(super) fn report_entries(model: &Model, markets: &[(AreaId, &MarketView)], diagnostics: &mut Vec<Diagnostic>) {
    let provided = provided(model, markets.iter().flat_map(|(_, view)| &view.carriers));
    for statement in own(model) {
        let Some((capability, what)) = matched(statement) else { continue };
        if provided.iter().any(|known| is_below(known, capability.value))
            || makers::is_provided(model, capability.value)
        {
            continue;
        }
        let message = format!("no component provides `{}`, so {what}", capability.value);
        let warning = Diagnostic::warning(OverlayCode::MatchesNothing, capability.span, message);
        let makers = if is_made(capability.value) { makers::known(model) } else { BTreeSet::new() };
        let known: Vec<&str> = provided.iter().chain(&makers).map(String::as_str).collect();
        let near = near_capability(capability.value, &known);
        diagnostics.push(warning.about(capability.value).did_you_mean(near.as_deref()));
    }
}

/// What components and carriers of the solution provide.
pub(crate) fn provided<'a>(
    model: &Model,
    carriers: impl Iterator<Item = &'a Arc<CarrierDefinition>>,
) -> BTreeSet<String> {
    let components = model.components.iter().flat_map(|component| &component.provides);
    let mut all: BTreeSet<String> = components.map(|provided| provided.capability.clone()).collect();
    for carrier in carriers {
        all.insert(format!("carrier.{}", carrier.id));
        all.extend(carrier.networks.iter().map(|network| network.capability.clone()));
    }
    all
}

/// The capability that a statement is matched by, and what comes of nothing matching it.
fn matched(statement: &Statement) -> Option<(Spanned<&str>, String)> {
    let name = statement.name();
    match statement.section {
        Section::Certification => {
            let capability = certification::applies_to(&statement.table)?;
            Some((capability, format!("certification `{name}` is required of nothing")))
        }
        Section::Limits => {
            let capability = statement.table.read_at(&limits::CAPABILITY)?;
            Some((capability, format!("limit `{name}` tests nothing")))
        }
        Section::Identity
        | Section::Power
        | Section::Radio
        | Section::Carriers
        | Section::Certificates
        | Section::Sensors
        | Section::Needs
        | Section::Provides
        | Section::Supplies
        | Section::Duties
        | Section::Customs
        | Section::Content
        | Section::Lists
        | Section::Set
        | Section::Slots
        | Section::Rules
        | Section::Gaps
        | Section::Complete
        | Section::Waivers => None,
    }
}

fn own(model: &Model) -> impl Iterator<Item = &Statement> {
    let is_own = |statement: &&Statement| model.layers[statement.layer].file_origin == FileOrigin::Own;
    model.statements.iter().filter(is_own)
}

/// The known capability that was probably meant: a slip, a code that lacks a letter (`label.fc`), or the same parts in
/// another order (`ble.radio`).
pub(crate) fn near_capability(wanted: &str, known: &[&str]) -> Option<String> {
    let parts = |name: &str| name.split('.').map(str::to_owned).collect::<Vec<_>>();
    let written = parts(wanted);
    let lacks_letters = |other: &str| {
        let other = parts(other);
        let differing: Vec<(&String, &String)> =
            written.iter().zip(&other).filter(|(one, other)| one != other).collect();
        other.len() == written.len()
            && matches!(differing.as_slice(), [(one, other)] if one.len() > 1 && is_prefix(one, other))
    };
    let is_turned = |other: &str| {
        let (mut one, mut other) = (written.clone(), parts(other));
        one.sort();
        other.sort();
        one == other
    };
    let near = nearest(wanted, known.iter().copied());
    let near = near.or_else(|| known.iter().copied().find(|other| lacks_letters(other)));
    near.or_else(|| known.iter().copied().find(|other| is_turned(other))).map(str::to_owned)
}

fn is_prefix(one: &str, other: &str) -> bool {
    one.starts_with(other) || other.starts_with(one)
}

/// Own carriers that state only networks under an id that no other layer knows, while a similar one is known: their
/// networks are those of a new operator.
pub(super) fn report_carriers(model: &Model, markets: &[(AreaId, &MarketView)], diagnostics: &mut Vec<Diagnostic>) {
    for statement in own(model).filter(|one| one.section == Section::Carriers && carriers::only_widens(&one.table)) {
        let area = model.layers[statement.layer].area;
        let here = markets.iter().filter(|(market, _)| model.areas.lies_in(*market, area));
        let known: BTreeSet<&str> = here.flat_map(|(_, view)| &view.carriers).map(|one| one.id.as_str()).collect();
        let is_stated_elsewhere = |id: &str| {
            let stating = model.entries.get(&(Section::Carriers, id.to_owned()));
            let mut stating = stating.into_iter().flatten().map(|id| &model.statements[*id]);
            stating.any(|one| model.layers[one.layer].file_origin != FileOrigin::Own)
        };
        if is_stated_elsewhere(&statement.id) {
            continue;
        }
        let others: Vec<&str> = known.into_iter().filter(|id| is_stated_elsewhere(id)).collect();
        let id = statement.id.as_str();
        let begins = |other: &&str| id.len() > 1 && is_prefix(id, other);
        let near = nearest(id, others.iter().copied()).or_else(|| others.iter().copied().find(begins));
        if let Some(near) = near {
            let code = model.areas.code(area);
            let message = format!("carrier `{id}` is a new one in `{code}`, where `{near}` is known");
            let warning = Diagnostic::warning(SimilarCode::Carrier, statement.span, message).about(id);
            diagnostics.push(
                warning.help(format!("write `id = \"{near}\"`, or add `name = \"…\"` if `{id}` is another operator")),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::near_capability;

    #[test]
    fn a_capability_that_was_meant_is_found() {
        let known = ["label.fcc", "charger.mains", "radio.ble", "language.en"];
        let near = |wanted: &str| near_capability(wanted, &known);
        assert_eq!(near("label.fc").as_deref(), Some("label.fcc"));
        assert_eq!(near("charger.main").as_deref(), Some("charger.mains"));
        assert_eq!(near("ble.radio").as_deref(), Some("radio.ble"));
        assert_eq!(near("language.fr"), None);
        assert_eq!(near("power.dali"), None);
    }
}
