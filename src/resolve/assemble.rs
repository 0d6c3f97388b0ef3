//! The answer in words and amounts.

use super::alternates::Exchange;
use super::found::Found;
use crate::bom::{Bom, Line, ObjectiveValue, OneOff, OptionSetting, Warning};
use crate::evidence;
use crate::kernel::{MarketDay, SlotGroup, line_cost, planned_cost};
use crate::model::{Attribute, Component, ComponentId, Objective, Price, Scalar};
use crate::number::Number;
use crate::overlay::Level;
use crate::query::{Case, ResolveError};
use crate::terms::ComponentKind;
use crate::terms::Lifecycle;
use crate::terms::code::AnswerCode;

/// The bill of materials of what was found.
pub(super) fn bom(case: &Case<'_>, found: &Found<'_>) -> Result<Bom, ResolveError> {
    let (model, view) = (case.input.model, case.input.view);
    let exchange = Exchange::of(case, found);
    let mut lines = Vec::new();
    let mut warnings = case.gaps();
    for slot in &case.lowered().slots {
        let Some(id) = slot.component(found.value(slot.group)) else { continue };
        let Some(component) = model.component(id) else { continue };
        let alternates = exchange.alternates(slot);
        let names = alternates.into_iter().filter_map(|value| Some(model.component_label(slot.component(value)?)));
        lines.push(line(case, found, slot, component, names.collect())?);
        warnings.extend(warning(component));
    }
    let facts = evidence::of_answer(case, found.selection);
    warnings.extend(evidence::warnings(&facts));
    warnings.sort();
    warnings.dedup();
    let one_off = one_off(case, found)?;
    let values = model.options.iter().zip(&found.selection.options);
    let options = values.filter_map(|(option, at)| {
        let value = option.values.get(*at as usize)?.clone();
        Some(OptionSetting { name: option.name.clone(), value })
    });
    let carriers = view.carriers.iter().zip(&found.selection.carriers).filter(|(_, picked)| **picked);
    let objective = objective(case, found, &lines, &one_off)?;
    Ok(Bom {
        market: case.code().to_owned(),
        as_of: case.input.day,
        currency: model.header.currency.clone(),
        minor_unit: crate::bom::minor_unit(&model.header.currency),
        objective,
        options: options.collect(),
        carriers: carriers.map(|(carrier, _)| carrier.id.clone()).collect(),
        facts,
        lines,
        one_off,
        warnings,
    })
}

fn line(
    case: &Case<'_>,
    found: &Found<'_>,
    slot: &SlotGroup,
    component: &Component,
    alternates: Vec<String>,
) -> Result<Line, ResolveError> {
    let at = MarketDay { market: case.input.market, day: case.input.day };
    let cost = line_cost(case.input.model, case.input.view, at, component, slot.quantity)
        .ok_or_else(ResolveError::too_large)?;
    Ok(Line {
        slot: case.input.model.slot_name(slot.slot).to_owned(),
        part_of: slot.definition.part_of.map(|parent| case.input.model.slot_name(parent).to_owned()),
        component: component.id.clone(),
        version: component.version.to_string(),
        kind: component.kind,
        name: component.name.clone(),
        quantity: slot.quantity,
        refdes: slot.definition.refdes.clone(),
        manufacturer: component.manufacturer.clone(),
        mpn: component.mpn.clone(),
        origin: component.origin.as_ref().map(|origin| origin.value.clone()),
        hs: component.hs.clone(),
        lead_weeks: component.lead_weeks,
        unit_cost: cost.unit,
        duty: cost.duty,
        cost: cost.total,
        core: false,
        certificates: certificates(case, found, component),
        alternates,
    })
}

/// The certificates that this market requires for a line, held or planned: `scheme:id`.
fn certificates(case: &Case<'_>, found: &Found<'_>, component: &Component) -> Vec<String> {
    let in_force = case.input.view.certification.iter().filter(|one| one.effectivity.holds_on(case.input.day));
    let mut list = Vec::new();
    for certification in in_force {
        let Some(applies_to) = &certification.applies_to else { continue };
        let mut provided = component.provides.iter().map(|provided| provided.capability.as_str());
        if !provided.any(|capability| crate::name::is_below(capability, applies_to)) {
            continue;
        }
        let counts = |scheme: &String| certification.accepts.contains(scheme);
        let own = component.certificates.iter().filter(|one| {
            certification.level == Level::Component && counts(&one.scheme) && one.effectivity.holds_on(case.input.day)
        });
        let held = case
            .input
            .view
            .certificates
            .iter()
            .filter(|one| one.planned.is_none() && counts(&one.scheme) && one.effectivity.holds_on(case.input.day));
        let planned = case.input.view.certificates.iter().zip(&found.selection.planned);
        let taken = planned.filter(|(one, taken)| **taken && counts(&one.scheme)).map(|(one, _)| (&one.scheme, None));
        let proofs = own.map(|one| (&one.scheme, one.id.clone())).chain(held.map(|one| (&one.scheme, one.id.clone())));
        if let Some((scheme, id)) = proofs.chain(taken).next() {
            list.push(format!("{scheme}:{}", id.unwrap_or_else(|| "planned".to_owned())));
        }
    }
    list.sort();
    list.dedup();
    list
}

fn one_off(case: &Case<'_>, found: &Found<'_>) -> Result<Vec<OneOff>, ResolveError> {
    let mut list = Vec::new();
    for (certificate, taken) in case.input.view.certificates.iter().zip(&found.selection.planned) {
        let (Some(planned), true) = (&certificate.planned, *taken) else { continue };
        let volume = case.input.shared_volume(&certificate.scheme);
        list.push(OneOff {
            scheme: certificate.scheme.clone(),
            id: certificate.id.clone(),
            unit_cost: planned_cost(planned, volume).ok_or_else(ResolveError::too_large)?,
            weeks: planned.weeks,
        });
    }
    Ok(list)
}

/// Every listed objective with its value, and always `cost`.
fn objective(
    case: &Case<'_>,
    found: &Found<'_>,
    lines: &[Line],
    one_off: &[OneOff],
) -> Result<Vec<ObjectiveValue>, ResolveError> {
    let sum = |amounts: &mut dyn Iterator<Item = Number>| -> Result<Number, ResolveError> {
        let mut added = Number::ZERO;
        for amount in amounts {
            added = added.checked_add(amount).ok_or_else(ResolveError::too_large)?;
        }
        Ok(added)
    };
    let mut listed = case.objectives.clone();
    if !listed.contains(&Objective::Cost) {
        listed.push(Objective::Cost);
    }
    let mut list = Vec::new();
    for objective in listed {
        let value = match &objective {
            Objective::Cost => {
                let all = lines.iter().map(|line| line.cost).chain(one_off.iter().map(|one| one.unit_cost));
                sum(&mut all.into_iter())?
            }
            Objective::Parts => {
                let mut parts: Vec<(&str, &str)> =
                    lines.iter().map(|line| (line.component.as_str(), line.version.as_str())).collect();
                parts.sort_unstable();
                parts.dedup();
                Number::from(i128::try_from(parts.len()).unwrap_or(i128::MAX))
            }
            Objective::LeadTime => {
                let weeks = lines.iter().filter_map(|line| line.lead_weeks);
                weeks.chain(one_off.iter().filter_map(|one| one.weeks)).max().unwrap_or(Number::ZERO)
            }
            Objective::Changes => changes(case, found),
            Objective::Sum(attribute) => {
                let mut amounts = case.lowered().slots.iter().map(|slot| summed(case, found, slot, attribute));
                sum(&mut amounts)?
            }
            // Counted when all markets are known.
            Objective::Regional => Number::ZERO,
        };
        list.push(ObjectiveValue { name: objective.text(), value });
    }
    Ok(list)
}

fn changes(case: &Case<'_>, found: &Found<'_>) -> Number {
    let changed = case.lowered().slots.iter().filter(|slot| {
        let held = case.locked.get(&slot.slot).copied().flatten();
        !case.locked.is_empty() && slot.component(found.value(slot.group)) != held
    });
    Number::from(i128::try_from(changed.count()).unwrap_or(i128::MAX))
}

fn summed(case: &Case<'_>, found: &Found<'_>, slot: &SlotGroup, attribute: &str) -> Number {
    let id: Option<ComponentId> = slot.component(found.value(slot.group));
    let component = id.and_then(|id| case.input.model.component(id));
    let value = component.and_then(|component| component.attributes.get(attribute)).map(|found| &found.value);
    match value {
        Some(Attribute::Set(values)) => match values.as_slice() {
            [Scalar::Number(number)] => number.checked_mul(Number::from(slot.quantity)).unwrap_or(Number::ZERO),
            _ => Number::ZERO,
        },
        _ => Number::ZERO,
    }
}

fn warning(component: &Component) -> Option<Warning> {
    if component.lifecycle == Lifecycle::Nrnd {
        let message = format!("`{}` is not recommended for new designs", component.label());
        return Some(Warning { code: AnswerCode::NotForNewDesigns.into(), message });
    }
    if component.price == Price::Missing && component.kind != ComponentKind::Firmware {
        let message = format!("`{}` has no price and counts as 0", component.label());
        return Some(Warning { code: AnswerCode::NoPrice.into(), message });
    }
    None
}
