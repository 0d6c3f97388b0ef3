//! The facts of the market that an answer rests on, and those that any answer could rest on.
//!
//! A key is called as in `terroir regions` and in conditions: what the market offers by its capability
//! (`power.mains.voltage_v`), everything else by its section (`certification.red`).

use super::found::Found;
use super::uses::Uses;
use crate::bom::FactUse;
use crate::kernel::{MarketInput, is_levied, offer_passes};
use crate::model::{Alternative, AttributeTest, Attributes, Check, Component, Formula, Test};
use crate::name::is_below;
use crate::overlay::{CarrierDefinition, Certification, Level, MarketProvides};
use crate::query::Case;
use crate::span::Files;
use serde_json::{Value, json};
use std::sync::Arc;

/// What selected components take from the market, what the market asks of them, and the carriers picked; sorted, each once.
pub(super) fn of_answer(case: &Case<'_>, found: &Found<'_>) -> Vec<FactUse> {
    let (question, files) = (&case.input, &case.compiled.files);
    let slots = case.lowered().slots.iter();
    let filled = slots.filter_map(|slot| {
        let component = question.model.component(slot.component(found.value(slot.group))?)?;
        Some((question.model.slot_name(slot.slot), component))
    });
    let carriers = question.view.carriers.iter().zip(&found.selection.carriers);
    let picked = carriers.filter(|(_, picked)| **picked).map(|(carrier, _)| carrier);
    Asking { question, lines: filled.collect(), carriers: picked.collect(), scope: Scope::Answer }.facts(files)
}

/// Everything of the market that some candidate of some slot asks for, whether it is met or not.
pub(super) fn of_candidates(case: &Case<'_>) -> Vec<FactUse> {
    let (question, files) = (&case.input, &case.compiled.files);
    let slots = question.view.slots.iter().flatten();
    let lines = slots.flat_map(|slot| {
        let components = slot.candidates.iter().filter_map(|id| question.model.component(*id));
        components.map(|component| (question.model.slot_name(slot.slot), component))
    });
    let carriers = question.view.carriers.iter().collect();
    Asking { question, lines: lines.collect(), carriers, scope: Scope::Candidates }.facts(files)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    /// Only what meets a need.
    Answer,
    /// Also what fails to meet it.
    Candidates,
}

/// Who asks: components in their slots, with the carriers that serve them.
struct Asking<'a> {
    question: &'a MarketInput<'a>,
    lines: Vec<(&'a str, &'a Component)>,
    carriers: Vec<&'a Arc<CarrierDefinition>>,
    scope: Scope,
}

impl<'a> Asking<'a> {
    fn facts(&self, files: &Files) -> Vec<FactUse> {
        let mut uses = Uses::new(self.question.model, files);
        for (slot, component) in &self.lines {
            for need in component.needs.iter().filter(|need| need.effectivity.holds_on(self.question.day)) {
                need.when.iter().for_each(|when| self.condition(when, &[slot], &mut uses));
                need.alternatives.iter().for_each(|one| self.alternative(one, slot, &mut uses));
            }
        }
        self.certification(&mut uses);
        self.limits(&mut uses);
        self.needs(&mut uses);
        self.carriers(&mut uses);
        self.amounts(&mut uses);
        self.conditions(&mut uses);
        for setting in &self.question.view.settings {
            let Some(option) = self.question.model.options.get(setting.option) else { continue };
            let value = option.values.get(setting.value as usize).map_or(Value::Null, |value| json!(value));
            uses.entry(format!("set.{}", option.name), &setting.origin, value, &[]);
        }
        uses.into_list()
    }

    /// The slots whose component provides a capability.
    fn providing(&self, capability: &str) -> Vec<&'a str> {
        let provides =
            |component: &Component| component.provides.iter().any(|one| is_below(&one.capability, capability));
        self.lines.iter().filter(|(_, component)| provides(component)).map(|(slot, _)| *slot).collect()
    }

    /// What the market or its carriers offer to an alternative of a need, by tested attribute.
    fn alternative(&self, alternative: &Alternative, slot: &str, uses: &mut Uses<'_>) {
        let offers = self.question.view.provides.iter();
        let in_force = offers.filter(|offer| offer.effectivity.holds_on(self.question.day));
        for offer in in_force.filter(|offer| is_below(&offer.capability, &alternative.capability)) {
            if self.scope == Scope::Candidates || helps(self.question, alternative, offer) {
                let stated = tested(alternative, &offer.attributes);
                uses.offer(&offer.capability, (&offer.attributes, &stated), &offer.origin, &[slot]);
            }
        }
        for carrier in &self.carriers {
            let networks = carrier.networks.iter().filter(|one| one.effectivity.holds_on(self.question.day));
            for network in networks.filter(|one| is_below(&one.capability, &alternative.capability)) {
                let passes = offer_passes(&alternative.tests, &network.attributes, &self.question.model.areas);
                if self.scope == Scope::Candidates || passes {
                    let technology = network.capability.trim_start_matches("network.");
                    let key = format!("carriers.{}.networks.{technology}", carrier.id);
                    uses.network(&key, network, &tested(alternative, &network.attributes), (&carrier.origin, slot));
                }
            }
        }
    }

    fn certification(&self, uses: &mut Uses<'_>) {
        let view = &self.question.view.certification;
        for one in view.iter().filter(|one| one.effectivity.holds_on(self.question.day)) {
            let slots = one.applies_to.as_deref().map(|capability| self.providing(capability));
            if slots.as_ref().is_none_or(|slots| !slots.is_empty()) {
                let key = format!("certification.{}", one.id);
                uses.entry(key, &one.origin, certification(one), &slots.unwrap_or_default());
            }
        }
    }

    fn limits(&self, uses: &mut Uses<'_>) {
        for limit in self.question.view.limits.iter().filter(|one| one.effectivity.holds_on(self.question.day)) {
            let slots = self.providing(&limit.capability);
            if !slots.is_empty() {
                limit.when.iter().for_each(|when| self.condition(when, &slots, uses));
                uses.entry(
                    format!("limits.{}", limit.id),
                    &limit.origin,
                    tests(&limit.capability, &limit.tests),
                    &slots,
                );
            }
        }
    }

    fn needs(&self, uses: &mut Uses<'_>) {
        let view = &self.question.view.needs;
        for asked in view.iter().filter(|one| one.need.effectivity.holds_on(self.question.day)) {
            let alternatives = &asked.need.alternatives;
            let slots: Vec<&str> = alternatives.iter().flat_map(|one| self.providing(&one.capability)).collect();
            asked.need.when.iter().for_each(|when| self.condition(when, &slots, uses));
            let value = alternatives.iter().map(|one| tests(&one.capability, &one.tests)).collect();
            uses.entry(format!("needs.{}", asked.id), &asked.origin, value, &slots);
        }
    }

    fn carriers(&self, uses: &mut Uses<'_>) {
        let served = |component: &Component| {
            component.needs.iter().flat_map(|need| &need.alternatives).any(Alternative::is_network)
        };
        let slots: Vec<&str> =
            self.lines.iter().filter(|(_, component)| served(component)).map(|(slot, _)| *slot).collect();
        if slots.is_empty() && self.scope == Scope::Candidates {
            return;
        }
        for carrier in &self.carriers {
            uses.entry(format!("carriers.{}", carrier.id), &carrier.origin, json!(carrier.name), &slots);
            if let Some(first) = carrier.approvals.first() {
                let schemes: Value = carrier.approvals.iter().map(|scheme| json!(scheme.value)).collect();
                let key = format!("carriers.{}.approvals", carrier.id);
                uses.at(key, (first.span, &carrier.origin), schemes, &slots);
            }
        }
    }

    /// Duties that are levied on lines, and resources of the market that lines use.
    fn amounts(&self, uses: &mut Uses<'_>) {
        let (model, view) = (self.question.model, self.question.view);
        for duty in view.duties.iter().filter(|duty| duty.effectivity.holds_on(self.question.day)) {
            let lines = self.lines.iter().filter(|(_, component)| is_levied(model, duty, component));
            let slots: Vec<&str> = lines.map(|(slot, _)| *slot).collect();
            if !slots.is_empty() {
                uses.entry(format!("duties.{}", duty.id), &duty.origin, json!(duty.percent.to_string()), &slots);
            }
        }
        for supply in &view.supplies {
            let uses_it = |component: &Component| component.uses.iter().any(|one| one.resource == supply.resource);
            let lines = self.lines.iter().filter(|(_, component)| uses_it(component));
            let slots: Vec<&str> = lines.map(|(slot, _)| *slot).collect();
            if !slots.is_empty() {
                let amount = json!(supply.amount.to_string());
                uses.entry(format!("supplies.{}", supply.resource), &supply.origin, amount, &slots);
            }
        }
    }

    /// The facts that rules and conditions of slots look at.
    fn conditions(&self, uses: &mut Uses<'_>) {
        let view = self.question.view;
        for slot in view.slots.iter().flatten() {
            let name = self.question.model.slot_name(slot.slot);
            slot.when.iter().for_each(|when| self.condition(&when.value, &[name], uses));
        }
        for rule in view.rules.iter().filter(|rule| rule.effectivity.holds_on(self.question.day)) {
            let parts: Vec<&Formula> = rule.condition.iter().chain([&rule.then]).map(|part| &**part).collect();
            let slots: Vec<&str> = parts.iter().flat_map(|part| self.slots_of(part)).collect();
            parts.iter().for_each(|part| self.condition(part, &slots, uses));
        }
    }

    /// The slots that a condition asks about.
    fn slots_of(&self, formula: &Formula) -> Vec<&'a str> {
        let mut slots = Vec::new();
        formula.each_check(&mut |check| match check {
            Check::Filled(slot) | Check::Holds(slot, _) => slots.push(self.question.model.slot_name(*slot)),
            _ => {}
        });
        slots
    }

    fn condition(&self, formula: &Formula, slots: &[&str], uses: &mut Uses<'_>) {
        formula.each_check(&mut |check| {
            let path = match check {
                Check::Fact(fact) => &fact.path,
                Check::Known(path) => path,
                _ => return,
            };
            let offers = self.question.view.provides.iter();
            let in_force = offers.filter(|offer| offer.effectivity.holds_on(self.question.day));
            let stating = |offer: &&Arc<MarketProvides>| {
                offer.capability == path.capability && offer.attributes.get(&path.attribute).is_some()
            };
            for offer in in_force.filter(stating) {
                uses.offer(&offer.capability, (&offer.attributes, &[path.attribute.as_str()]), &offer.origin, slots);
            }
        });
    }
}

/// The tested attributes that an offer states.
fn tested<'t>(alternative: &'t Alternative, attributes: &Attributes) -> Vec<&'t str> {
    let names = alternative.tests.iter().map(|one| one.attribute.as_str());
    names.filter(|name| attributes.get(name).is_some()).collect()
}

/// Radio ranges help together: `covers` is not asked of one alone.
fn helps(question: &MarketInput<'_>, alternative: &Alternative, offer: &MarketProvides) -> bool {
    let covers = |one: &&AttributeTest| !matches!(one.test, Test::Covers(..));
    let alone: Vec<AttributeTest> = if is_below(&offer.capability, "spectrum") {
        alternative.tests.iter().filter(covers).cloned().collect()
    } else {
        alternative.tests.clone()
    };
    offer_passes(&alone, &offer.attributes, &question.model.areas)
}

/// What a scheme asks, as a value.
fn certification(one: &Certification) -> Value {
    let level = if one.level == Level::Component { "component" } else { "solution" };
    let mut value = json!({ "accepts": one.accepts, "level": level });
    if let (Some(capability), Some(entries)) = (&one.applies_to, value.as_object_mut()) {
        entries.insert("applies-to".to_owned(), json!(capability));
    }
    value
}

/// What a need or limit asks, as a value.
fn tests(capability: &str, tests: &[AttributeTest]) -> Value {
    let each: Vec<String> = tests.iter().map(ToString::to_string).collect();
    if each.is_empty() { json!(capability) } else { json!({ "capability": capability, "where": each }) }
}
