//! Limits and needs of how things are made: `made` and `made.<capability>`, which each hardware line provides for the
//! manufacturer part that it uses.

use super::cause::Cause;
use super::expression::Expression;
use super::groups::{Lowering, SlotPlace, Stated};
use super::matching::passes;
use super::supply::Having;
use crate::engine::Values;
use crate::model::{
    Alternative, Attribute, AttributeTest, Component, ComponentId, ManufacturerPart, Model, Scalar, Test,
};
use crate::name::is_below;
use crate::overlay::{Limit, MarketView};
use crate::terms::ComponentKind;
use crate::trade::{MADE, Shop, Way};
use std::collections::BTreeSet;

/// Whether a capability is `made` or below it.
pub(crate) fn is_made(capability: &str) -> bool {
    is_below(capability, MADE)
}

/// Whether a component's lines provide a capability that is `made` or below it: `made` all hardware, `made.c` what
/// provides `c`.
pub(crate) fn provides(component: &Component, capability: &str) -> bool {
    if component.kind != ComponentKind::Hardware {
        return false;
    }
    match capability.strip_prefix(MADE).and_then(|rest| rest.strip_prefix('.')) {
        None => true,
        Some(own) => component.provides.iter().any(|provided| is_below(&provided.capability, own)),
    }
}

/// Whether a manufacturer part passes all tests; a maker that is no party is on no list that anybody knows of, and passes
/// every test of `lists`.
pub(super) fn part_passes(
    shop: &Shop<'_>,
    component: &Component,
    part: &ManufacturerPart,
    tests: &[AttributeTest],
) -> bool {
    let (model, areas) = (shop.model, &shop.model.areas);
    tests.iter().all(|one| {
        let test = &one.test;
        if let Test::Version(requirement) = test {
            return requirement.matches(&component.version);
        }
        match one.attribute.as_str() {
            "by" => part.by.as_deref().is_some_and(|by| maker_passes(model, by, test, areas)),
            "origin" => part.origin.as_ref().is_some_and(|origin| {
                passes(test, Some(&Attribute::Set(vec![Scalar::Text(origin.value.clone())])), areas)
            }),
            "lists" => match lists(shop.model, shop.view, shop.day, part) {
                None => true,
                Some(lists) => {
                    passes(test, Some(&Attribute::Set(lists.into_iter().map(Scalar::Text).collect())), areas)
                }
            },
            _ => false,
        }
    })
}

/// A maker goes by its id and by its name.
fn maker_passes(model: &Model, by: &str, test: &Test, areas: &crate::model::Areas) -> bool {
    let party = model.party(by);
    let mut names: Vec<String> = vec![party.map_or_else(|| by.to_owned(), |party| party.id.clone())];
    names.extend(party.and_then(|party| party.name.clone()));
    names.push(by.to_owned());
    let each = |name: &String| passes(test, Some(&Attribute::Set(vec![Scalar::Text(name.clone())])), areas);
    match test {
        Test::NoneOf(_) => names.iter().all(each),
        Test::Equals(_)
        | Test::Within(..)
        | Test::Covers(..)
        | Test::AnyOf(_)
        | Test::AllOf(_)
        | Test::AtLeast(_)
        | Test::AtMost(_)
        | Test::In(_)
        | Test::Version(_) => names.iter().any(each),
    }
}

/// The lists in force that name a part's maker or one of its owners; `None` where the maker is no party.
fn lists(model: &Model, view: &MarketView, day: crate::date::Date, part: &ManufacturerPart) -> Option<Vec<String>> {
    let party = model.party(part.by.as_deref()?)?;
    let owners = model.owners(party);
    let in_force = view.lists.iter().filter(|list| list.effectivity.holds_on(day));
    let names = in_force.filter(|list| {
        let names_one = |text: &String| owners.iter().any(|owner| model.is_same_party(&owner.id, text));
        list.parties.iter().any(names_one)
    });
    let mut names: Vec<String> = names.map(|list| list.id.clone()).collect();
    names.sort();
    Some(names)
}

/// Whether a way of a component meets an alternative of a need.
pub(super) fn meets(shop: &Shop<'_>, component: ComponentId, way: &Way, alternative: &Alternative) -> bool {
    let definition = &shop.model.components[component];
    let part = definition.made.get(way.part as usize);
    provides(definition, &alternative.capability)
        && part.is_some_and(|part| part_passes(shop, definition, part, &alternative.tests))
}

/// "Another line is made so": whatever way it is had in.
pub(super) fn makers(lowering: &Lowering<'_>, alternative: &Alternative, own: Option<SlotPlace>) -> Vec<Expression> {
    let shop = lowering.input.shop();
    let mut seen = BTreeSet::new();
    let candidates = lowering.lowered.slots.iter().flat_map(|slot| &slot.candidates).copied();
    let each =
        candidates.filter(|id| seen.insert(*id) && provides(&shop.model.components[*id], &alternative.capability));
    let literals = each.flat_map(|id| lowering.used_so(id, &|way| meets(&shop, id, way, alternative), own));
    literals.collect()
}

/// Every line that provides the capability is had in a way that passes.
pub(super) fn limit_makers(lowering: &mut Lowering<'_>, number: usize, limit: &Limit, active: &Expression) {
    let input = lowering.input;
    let shop = input.shop();
    let place = limit.origin.span;
    let mut seen = BTreeSet::new();
    for id in lowering.lowered.slots.iter().flat_map(|slot| slot.candidates.clone()).collect::<Vec<_>>() {
        let component = &input.model.components[id];
        if !seen.insert(id) || !provides(component, &limit.capability) {
            continue;
        }
        let fails = |way: &Way| {
            let part = component.made.get(way.part as usize);
            part.is_some_and(|part| !part_passes(&shop, component, part, &limit.tests))
        };
        let spots = lowering.spots(id).to_vec();
        let candidate = component.made.first().map_or(component.span, |part| part.span);
        match lowering.having(id, &fails) {
            Having::Nothing => {}
            Having::All if *active == Expression::Constant(true) => {
                for spot in spots {
                    let cause = Cause::Limit(number, lowering.lowered.slots[spot.place].slot);
                    lowering.forbid(spot, cause, Stated { constraint: place, candidate });
                }
            }
            Having::All => {
                for spot in spots {
                    let slot = lowering.lowered.slots[spot.place].clone();
                    let label = lowering.label(Cause::Limit(number, slot.slot), Some(place));
                    lowering.note_excluded(label, id, candidate);
                    let selected = slot.holds(Values::single(spot.value));
                    lowering.require(label, Expression::or(vec![selected.negated(), active.negated()]));
                }
            }
            Having::Some(failing) => {
                let Some(spot) = spots.first() else { continue };
                let cause = Cause::Limit(number, lowering.lowered.slots[spot.place].slot);
                let label = lowering.label(cause, Some(place));
                lowering.note_excluded(label, id, candidate);
                lowering.require(label, Expression::or(vec![failing.negated(), active.negated()]));
            }
        }
    }
}
