//! The facts of the market that an answer rests on.

use super::found::Found;
use crate::bom::FactUse;
use crate::kernel::{Question, offer_passes};
use crate::model::{Alternative, Component, Need};
use crate::name::is_below;
use crate::overlay::Origin;
use std::collections::BTreeSet;

/// What selected components take from the market, what the market asks of them, and the carriers picked; sorted, each once.
pub(super) fn facts(question: &Question<'_>, found: &Found<'_>) -> Vec<FactUse> {
    let mut facts = BTreeSet::new();
    let slots = found.lowered.slots.iter();
    let selected: Vec<&Component> =
        slots.filter_map(|slot| question.model.component(slot.component(found.value(slot.group))?)).collect();
    for component in &selected {
        for need in component.needs.iter().filter(|need| need.effectivity.holds_on(question.day)) {
            met_by_market(question, need, &mut facts);
        }
    }
    let provides = |capability: &str| {
        selected.iter().flat_map(|component| &component.provides).any(|one| is_below(&one.capability, capability))
    };
    for certification in question.laid.certification.iter().filter(|one| one.effectivity.holds_on(question.day)) {
        if certification.applies_to.as_deref().is_none_or(provides) {
            facts.insert(fact(question, format!("certification.{}", certification.id), &certification.origin));
        }
    }
    for limit in question.laid.limits.iter().filter(|one| one.effectivity.holds_on(question.day)) {
        if provides(&limit.capability) {
            facts.insert(fact(question, format!("limits.{}", limit.id), &limit.origin));
        }
    }
    for need in question.laid.needs.iter().filter(|one| one.need.effectivity.holds_on(question.day)) {
        facts.insert(fact(question, format!("needs.{}", need.id), &need.origin));
    }
    for (carrier, picked) in question.laid.carriers.iter().zip(&found.selection.carriers) {
        if *picked {
            facts.insert(fact(question, format!("carriers.{}", carrier.id), &carrier.origin));
        }
    }
    for setting in &question.laid.settings {
        let name = question.model.options.get(setting.option.index()).map(|option| option.name.as_str());
        facts.insert(fact(question, format!("set.{}", name.unwrap_or_default()), &setting.origin));
    }
    facts.into_iter().collect()
}

/// The market's offers that meet a need, by tested attribute.
fn met_by_market(question: &Question<'_>, need: &Need, facts: &mut BTreeSet<FactUse>) {
    for alternative in &need.alternatives {
        let offers = question.laid.provides.iter().filter(|offer| {
            offer.effectivity.holds_on(question.day) && is_below(&offer.capability, &alternative.capability)
        });
        for offer in offers.filter(|offer| helps(question, alternative, offer)) {
            let tested = alternative.tests.iter().map(|one| one.attribute.as_str());
            let stated: Vec<&str> = tested.filter(|name| offer.attributes.get(name).is_some()).collect();
            if stated.is_empty() {
                facts.insert(fact(question, offer.capability.clone(), &offer.origin));
            }
            for name in stated {
                facts.insert(fact(question, format!("{}.{name}", offer.capability), &offer.origin));
            }
        }
    }
}

/// Radio ranges help together: `covers` is not asked of one alone.
fn helps(question: &Question<'_>, alternative: &Alternative, offer: &crate::overlay::MarketProvides) -> bool {
    let covers = |one: &&crate::model::AttributeTest| !matches!(one.test, crate::model::Test::Covers(..));
    let alone: Vec<crate::model::AttributeTest> = if is_below(&offer.capability, "spectrum") {
        alternative.tests.iter().filter(covers).cloned().collect()
    } else {
        alternative.tests.clone()
    };
    offer_passes(&alone, &offer.attributes, &question.model.areas)
}

/// The attribute that a key ends in.
fn attribute_of(key: &str) -> &str {
    key.rsplit_once('.').map_or(key, |(_, name)| name)
}

fn fact(question: &Question<'_>, key: String, origin: &Origin) -> FactUse {
    FactUse {
        layer: question.model.areas.code(origin.area).to_owned(),
        source: origin.cited.source.iter().map(|id| id.value.clone()).collect(),
        status: origin.cited.status_of(attribute_of(&key)).map(str::to_owned),
        key,
    }
}
