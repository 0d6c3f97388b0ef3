//! The answer in words and amounts.

use super::alternates::Exchange;
use super::found::Found;
use super::paid::Paid;
use super::{dependencies, holds_until, makers, origins, proofs, volumes};
use crate::bom::{
    ArticleLine, Bom, ContentShare, FactUse, LicenseUse, Line, ObjectiveValue, OneOff, OptionSetting, Warning,
};
use crate::date::Date;
use crate::evidence;
use crate::explain::gaps_of_answer;
use crate::kernel::{MarketDay, SlotGroup, line_cost, planned_cost};
use crate::model::{Attribute, Component, ComponentId, Objective, OptionId, Price, Scalar};
use crate::number::Number;
use crate::query::{Case, Detail, ResolveError};
use crate::terms::ComponentKind;
use crate::terms::Lifecycle;
use crate::terms::code::{AnswerCode, CostCode};
use std::collections::BTreeSet;

/// The bill of materials of what was found.
pub(super) fn bom(case: &Case<'_>, found: &Found<'_>) -> Result<Bom, ResolveError> {
    let (model, view) = (case.input.model, case.input.view);
    let exchange = (case.detail == Detail::Full).then(|| Exchange::of(case, found));
    let (mut lines, mut components) = (Vec::new(), Vec::new());
    let mut used = BTreeSet::new();
    let required = proofs::required(case, found);
    let mut warnings = gaps_of_answer(case, found.selection);
    for slot in &case.lowered().slots {
        let Some(id) = slot.component(found.value(slot.group)) else { continue };
        let Some(component) = model.component(id) else { continue };
        let mut line = line(case, slot, id)?;
        if let Some(paid) = found.paid {
            pay(case, paid, slot, &mut line)?;
        }
        let alternates = exchange.iter().flat_map(|exchange| exchange.alternates(slot));
        let label = |value| Some(case.input.index.words(model, slot.component(value)?).label.clone());
        line.alternates = alternates.filter_map(label).collect();
        let certificates = proofs::of_line(case, found, &required, component);
        used.extend(certificates.iter().map(|one| one.span).chain(proofs::approvals_of(case, found, component)));
        line.certificates = certificates.iter().map(|one| one.held.label()).collect();
        line.held = certificates.into_iter().map(|one| one.held).collect();
        lines.push(line);
        components.push(component);
        warnings.extend(of_component(case, found, slot, id));
    }
    meet(&mut lines, dependencies::of_lines(&components, case.input.day, &model.areas));
    let product = proofs::of_product(case, found, &required, &components);
    used.extend(product.iter().map(|one| one.span));
    let facts = evidence::of_answer(case, found.selection);
    let one_off = one_off(case, found)?;
    warnings.extend(of_answer(case, found, &components, (&facts, &one_off)));
    warnings.sort();
    warnings.dedup();
    let carriers = view.carriers.iter().zip(&found.selection.carriers).filter(|(_, picked)| **picked);
    let Beside { articles, content, licenses } = beside(case, found)?;
    let costs = articles.iter().map(|one| one.cost).chain(licenses.iter().map(|one| one.cost)).collect::<Vec<_>>();
    let objective = objective(case, found, &lines, &one_off, &costs)?;
    let sellable_from = sellable_from(case.input.day, &one_off);
    Ok(Bom {
        market: case.code().to_owned(),
        variant: case.variant_name(),
        as_of: case.input.day,
        currency: model.header.currency.clone(),
        minor_unit: crate::bom::minor_unit(&model.header.currency),
        objective,
        options: options(case, found),
        carriers: carriers.map(|(carrier, _)| carrier.id.clone()).collect(),
        facts,
        lines,
        articles,
        content,
        licenses,
        one_off,
        sellable_from,
        warnings: case.waived(warnings),
        certificates: product.into_iter().map(|one| one.held).collect(),
        holds_until: holds_until::of_answer(case, found, &components, &used),
    })
}

fn options(case: &Case<'_>, found: &Found<'_>) -> Vec<OptionSetting> {
    let values = case.input.model.options.iter().zip(&found.selection.options);
    let setting = values.filter_map(|(option, at)| {
        let value = option.values.get(*at as usize)?.clone();
        Some(OptionSetting { name: option.name.clone(), value })
    });
    setting.collect()
}

/// Names in each line the slots of the lines that meet its needs.
fn meet(lines: &mut [Line], meeting: Vec<Vec<usize>>) {
    let slots: Vec<String> = lines.iter().map(|line| line.slot.clone()).collect();
    for (line, meeting) in lines.iter_mut().zip(meeting) {
        line.needs = meeting.into_iter().filter_map(|at| slots.get(at).cloned()).collect();
    }
}

/// A line without what other lines and the certificates of the answer add to it.
fn line(case: &Case<'_>, slot: &SlotGroup, component: ComponentId) -> Result<Line, ResolveError> {
    let version = &case.input.index.words(case.input.model, component).version;
    let component = &case.input.model.components[component];
    let at = MarketDay { market: case.input.market, day: case.input.day };
    let cost = line_cost(case.input.model, case.input.view, at, component, slot.quantity)
        .ok_or_else(ResolveError::too_large)?;
    let id = case.input.model.slot_name(slot.slot);
    Ok(Line {
        part_of: slot.definition.part_of.map(|parent| case.input.model.slot_name(parent).to_owned()),
        kind: component.kind,
        name: component.name.clone(),
        quantity: slot.quantity,
        refdes: slot.definition.refdes.clone(),
        manufacturer: component.manufacturer.clone(),
        mpn: component.mpn.clone(),
        origin: component.origin.as_ref().map(|origin| origin.value.clone()),
        hs: component.hs.clone(),
        lead_weeks: component.lead_weeks,
        lifecycle: component.lifecycle,
        approved: component.approved.clone(),
        details: component.details.clone(),
        unit_cost: cost.unit,
        price_places: cost.price.map_or(0, |place| case.compiled.files.decimal_places(place)),
        duty: cost.duty,
        cost: cost.total,
        ..Line::bare(id, &component.id, version)
    })
}

/// What an answer pays beside its lines.
struct Beside {
    articles: Vec<ArticleLine>,
    content: Vec<ContentShare>,
    licenses: Vec<LicenseUse>,
}

fn beside(case: &Case<'_>, found: &Found<'_>) -> Result<Beside, ResolveError> {
    let Some(paid) = found.paid else {
        return Ok(Beside { articles: Vec::new(), content: Vec::new(), licenses: Vec::new() });
    };
    let articles = paid.articles(case).ok_or_else(ResolveError::too_large)?;
    Ok(Beside { articles, content: paid.content(), licenses: paid.licenses(case) })
}

/// Warnings about an answer as a whole.
fn of_answer(
    case: &Case<'_>,
    found: &Found<'_>,
    components: &[&Component],
    (facts, one_off): (&[FactUse], &[OneOff]),
) -> Vec<Warning> {
    let mut warnings = Vec::new();
    warnings.extend(evidence::warnings(case, facts));
    warnings.extend(unpublished(case, found));
    warnings.extend(volumes::assumed(case, components, one_off));
    warnings.extend(case.unread());
    warnings.extend(case.undeclared(found.selection));
    warnings.extend(makers::unknown(case, found.selection));
    warnings.extend(found.paid.iter().flat_map(|paid| paid.warnings(case)));
    warnings
}

/// Warnings about one component of an answer.
fn of_component(case: &Case<'_>, found: &Found<'_>, slot: &SlotGroup, id: ComponentId) -> Vec<Warning> {
    let component = &case.input.model.components[id];
    let way = found.selection.ways.get(&id).copied().unwrap_or_default();
    let own = warning(component).filter(|one| way.offer.is_none() || one.code != CostCode::NoPrice);
    let alone = || volumes::below_first_tier(case, component, slot.quantity);
    let below = if found.paid.is_none() { alone() } else { None };
    let part = component.made.get(way.part as usize);
    own.into_iter().chain(below).chain(part.and_then(|part| origins::unknown(case, component, part))).collect()
}

/// The manufacturer part that a plan uses, and what the line pays in it.
fn pay(case: &Case<'_>, paid: &Paid<'_>, slot: &SlotGroup, line: &mut Line) -> Result<(), ResolveError> {
    let Some((part, money)) = paid.line(slot.slot) else { return Ok(()) };
    let model = case.input.model;
    let component = &model.components[part.component];
    let goods = part.unit.checked_mul(part.pieces).ok_or_else(ResolveError::too_large)?;
    line.unit_cost = part.unit;
    line.freight = money.freight;
    line.duty = money.duty;
    line.cost = Number::sum([goods, money.freight, money.duty].into_iter()).ok_or_else(ResolveError::too_large)?;
    let order = paid.orders.get(&part.way.order(part.component));
    line.price_places =
        order.and_then(|order| order.price).map_or(0, |place| case.compiled.files.decimal_places(place));
    if let Some(made) = component.made.get(part.way.part as usize) {
        let is_nominal = part.way.part == 0;
        line.by = made.by.clone();
        if !is_nominal {
            let name = made
                .by
                .as_deref()
                .map(|by| model.party(by).and_then(|party| party.name.clone()).unwrap_or(by.to_owned()));
            line.manufacturer = name;
            line.mpn = made.mpn.clone();
            line.origin = made.origin.as_ref().map(|origin| origin.value.clone());
            line.hs = made.hs.clone();
            line.lead_weeks = made.lead_weeks;
            line.approved = others(case, component, part.way.part);
        }
    }
    if let Some(offer) = part.way.offer.map(|offer| &model.offers[offer]) {
        line.seller = Some(offer.seller.clone());
        line.sku = offer.sku.clone();
        line.lead_weeks = offer.lead_weeks.or(line.lead_weeks);
    }
    Ok(())
}

/// The manufacturer parts that a line could have instead of the one that it has.
fn others(case: &Case<'_>, component: &Component, used: u32) -> Vec<crate::bom::ApprovedPart> {
    let model = case.input.model;
    let name = |by: &String| model.party(by).and_then(|party| party.name.clone()).unwrap_or_else(|| by.clone());
    let rest = (0..).zip(&component.made).filter(|(at, _)| *at != used);
    let part = |part: &crate::model::ManufacturerPart| crate::bom::ApprovedPart {
        manufacturer: part.by.as_ref().map(name),
        mpn: part.mpn.clone().unwrap_or_default(),
        origin: part.origin.as_ref().map(|origin| origin.value.clone()),
    };
    rest.map(|(_, one)| part(one)).collect()
}

fn one_off(case: &Case<'_>, found: &Found<'_>) -> Result<Vec<OneOff>, ResolveError> {
    let mut list = Vec::new();
    for (certificate, taken) in case.input.view.certificates.iter().zip(&found.selection.planned) {
        let (Some(planned), true) = (&certificate.planned, *taken) else { continue };
        let volume = case.input.shared_volume(&certificate.scheme);
        list.push(OneOff {
            scheme: certificate.scheme.clone(),
            component: None,
            id: certificate.id.clone(),
            unit_cost: planned_cost(planned, volume).ok_or_else(ResolveError::too_large)?,
            weeks: planned.weeks,
        });
    }
    for part in &found.selection.planned_parts {
        let component = &case.input.model.components[part.component];
        let certificate = component.certificates.get(part.certificate);
        let Some((certificate, planned)) = certificate.and_then(|one| Some((one, one.planned.as_ref()?))) else {
            continue;
        };
        let volume = case.input.shared_volume(&certificate.scheme);
        list.push(OneOff {
            scheme: certificate.scheme.clone(),
            component: Some(case.input.model.component_label(part.component)),
            id: None,
            unit_cost: planned_cost(planned, volume).ok_or_else(ResolveError::too_large)?,
            weeks: planned.weeks,
        });
    }
    Ok(list)
}

/// The first day on which all planned certificates that an answer takes are there, as far as their weeks are stated.
fn sellable_from(day: Date, one_off: &[OneOff]) -> Option<Date> {
    let weeks = one_off.iter().filter_map(|one| one.weeks).max()?;
    // Weeks are whole: the schema takes no others.
    day.after_weeks(u64::try_from(weeks.to_integer()?).ok()?)
}

/// Every listed objective with its value, and always `cost`.
fn objective(
    case: &Case<'_>,
    found: &Found<'_>,
    lines: &[Line],
    one_off: &[OneOff],
    beside: &[Number],
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
                let all = all.chain(beside.iter().copied());
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
                let legs =
                    |line: &Line| found.paid.and_then(|paid| paid.weeks_of(case, &line.slot)).unwrap_or(Number::ZERO);
                let weeks = lines.iter().filter_map(|line| match (line.lead_weeks, legs(line)) {
                    (own, legs) if legs.is_zero() => own,
                    (own, legs) => own.unwrap_or(Number::ZERO).checked_add(legs),
                });
                weeks.chain(one_off.iter().filter_map(|one| one.weeks)).max().unwrap_or(Number::ZERO)
            }
            Objective::Changes => changes(case, found),
            Objective::Sum(attribute) => {
                let amounts = case.lowered().slots.iter().map(|slot| summed(case, found, slot, attribute));
                let amounts = amounts.collect::<Result<Vec<_>, _>>()?;
                sum(&mut amounts.into_iter())?
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

fn summed(case: &Case<'_>, found: &Found<'_>, slot: &SlotGroup, attribute: &str) -> Result<Number, ResolveError> {
    let id: Option<ComponentId> = slot.component(found.value(slot.group));
    let component = id.and_then(|id| case.input.model.component(id));
    let value = component.and_then(|component| component.attributes.get(attribute)).map(|found| &found.value);
    match value {
        Some(Attribute::Set(values)) => match values.as_slice() {
            [Scalar::Number(number)] => {
                number.checked_mul(Number::from(slot.quantity)).ok_or_else(ResolveError::too_large)
            }
            [] | [Scalar::Boolean(_) | Scalar::Text(_)] | [_, _, ..] => Ok(Number::ZERO),
        },
        Some(Attribute::Range(..)) | None => Ok(Number::ZERO),
    }
}

/// That the answer is that of no variant, with the options that variants set.
fn unpublished(case: &Case<'_>, found: &Found<'_>) -> Option<Warning> {
    if case.is_published(found.selection) {
        return None;
    }
    let model = case.input.model;
    let is_set = |id: OptionId| model.variants.iter().any(|variant| variant.setting(id).is_some());
    let taken = found.selection.options.entries().filter(|(id, _)| is_set(*id));
    let words: Vec<String> = taken
        .map(|(id, value)| {
            let option = &model.options[id];
            let value = option.values.get(*value as usize).map(ToString::to_string).unwrap_or_default();
            format!("`{} = {value}`", option.name)
        })
        .collect();
    let message = format!("no variant has {}", words.join(", "));
    Some(Warning::new(AnswerCode::Unpublished, "", message))
}

fn warning(component: &Component) -> Option<Warning> {
    if component.lifecycle == Lifecycle::Nrnd {
        let message = format!("`{}` is not recommended for new designs", component.label());
        return Some(Warning::new(AnswerCode::NotForNewDesigns, &component.id, message));
    }
    if component.price == Price::Missing && component.kind != ComponentKind::Firmware {
        let message = format!("`{}` has no price and counts as 0", component.label());
        return Some(Warning::new(CostCode::NoPrice, &component.id, message));
    }
    None
}
