//! Evidence: the facts of the market that an answer uses, those that any answer could use, and how reliable they are.
//!
//! A key is named as in `terroir regions` and in conditions: what the market offers by its capability
//! (`power.mains.voltage_v`), everything else by its section (`certification.red`).
//!
//! | what | where |
//! |---|---|
//! | which facts are used | here |
//! | facts used several times become one, with one value and place | `collect` |
//! | warnings about facts with few or disputed sources | `reliability` |

mod collect;
mod reliability;

pub(crate) use reliability::warnings;

use crate::bom::FactUse;
use crate::kernel::{MarketInput, is_levied, offer_passes};
use crate::model::{Alternative, AttributeTest, Attributes, Check, Component, Formula, Test};
use crate::name::is_below;
use crate::overlay::{CarrierDefinition, Certification, Level, MarketProvides};
use crate::query::Case;
use crate::verify::Selection;
use collect::{Collector, NetworkUser, Stated, Written};
use serde_json::{Value, json};
use std::sync::Arc;

/// What the selected components use of the market, what the market requires of them, and the carriers picked; sorted,
/// each once.
pub(crate) fn of_answer(case: &Case<'_>, selection: &Selection) -> Vec<FactUse> {
    let input = &case.input;
    let filled = case.lowered().slots.iter().filter_map(|slot| {
        let id = selection.slots[slot.slot]?;
        Some(Line { slot: input.model.slot_name(slot.slot), component: input.model.component(id)? })
    });
    let carriers = input.view.carriers.iter().zip(&selection.carriers);
    let picked = carriers.filter(|(_, picked)| **picked).map(|(carrier, _)| carrier);
    let scope = Scope::Answer(selection);
    Users { input, lines: filled.collect(), carriers: picked.collect(), scope }.facts(case)
}

/// Everything of the market that some candidate of some slot needs, whether it is met or not.
pub(crate) fn of_candidates(case: &Case<'_>) -> Vec<FactUse> {
    let input = &case.input;
    let slots = input.view.slots.iter().flatten();
    let lines = slots.flat_map(|slot| {
        let components = slot.candidates.iter().filter_map(|id| input.model.component(*id));
        components.map(|component| Line { slot: input.model.slot_name(slot.slot), component })
    });
    let carriers = input.view.carriers.iter().collect();
    Users { input, lines: lines.collect(), carriers, scope: Scope::Candidates }.facts(case)
}

#[derive(Clone, Copy)]
enum Scope<'a> {
    /// Only what meets a need.
    Answer(&'a Selection),
    /// Also what fails to meet it.
    Candidates,
}

/// A component in its slot.
struct Line<'a> {
    slot: &'a str,
    component: &'a Component,
}

/// What uses facts: components in their slots, with the carriers that serve them.
struct Users<'a> {
    input: &'a MarketInput<'a>,
    lines: Vec<Line<'a>>,
    carriers: Vec<&'a Arc<CarrierDefinition>>,
    scope: Scope<'a>,
}

impl<'a> Users<'a> {
    fn facts(&self, case: &Case<'_>) -> Vec<FactUse> {
        let mut facts = Collector::new(self.input.model, &case.compiled.files);
        for Line { slot, component } in &self.lines {
            for need in component.needs.iter().filter(|need| need.effectivity.holds_on(self.input.day)) {
                need.when.iter().for_each(|when| self.condition(when, &[slot], &mut facts));
                need.alternatives.iter().for_each(|one| self.alternative(one, slot, &mut facts));
            }
        }
        self.certification(case, &mut facts);
        self.limits(&mut facts);
        self.needs(&mut facts);
        self.carriers(&mut facts);
        self.amounts(&mut facts);
        self.conditions(&mut facts);
        for setting in &self.input.view.settings {
            let Some(option) = self.input.model.options.get(setting.option) else { continue };
            let value = option.values.get(setting.value as usize).map_or(Value::Null, |value| json!(value));
            facts.entry(format!("set.{}", option.name), &setting.origin, value, &[]);
        }
        facts.into_list()
    }

    /// The slots whose component provides a capability.
    fn providing(&self, capability: &str) -> Vec<&'a str> {
        let provides =
            |component: &Component| component.provides.iter().any(|one| is_below(&one.capability, capability));
        self.lines.iter().filter(|line| provides(line.component)).map(|line| line.slot).collect()
    }

    /// What the market or its carriers offer to an alternative of a need, by tested attribute.
    fn alternative(&self, alternative: &Alternative, slot: &str, facts: &mut Collector<'_>) {
        let offers = self.input.view.provides.iter();
        let in_force = offers.filter(|offer| offer.effectivity.holds_on(self.input.day));
        for offer in in_force.filter(|offer| is_below(&offer.capability, &alternative.capability)) {
            if matches!(self.scope, Scope::Candidates) || helps(self.input, alternative, offer) {
                let stated = tested(alternative, &offer.attributes);
                let stated = Stated { attributes: &offer.attributes, names: &stated };
                facts.offer(&offer.capability, stated, &offer.origin, &[slot]);
            }
        }
        for carrier in &self.carriers {
            let networks = carrier.networks.iter().filter(|one| one.effectivity.holds_on(self.input.day));
            for network in networks.filter(|one| is_below(&one.capability, &alternative.capability)) {
                let passes = offer_passes(&alternative.tests, &network.attributes, &self.input.model.areas);
                if matches!(self.scope, Scope::Candidates) || passes {
                    let technology = network.capability.trim_start_matches("network.");
                    let key = format!("carriers.{}.networks.{technology}", carrier.id);
                    let names = tested(alternative, &network.attributes);
                    facts.network(&key, network, &names, NetworkUser { origin: &carrier.origin, slot });
                }
            }
        }
    }

    fn certification(&self, case: &Case<'_>, facts: &mut Collector<'_>) {
        let view = &self.input.view.certification;
        for one in view.iter().filter(|one| one.effectivity.holds_on(self.input.day)) {
            let slots = one.applies_to.as_deref().map(|capability| self.providing(capability));
            if slots.as_ref().is_none_or(|slots| !slots.is_empty()) {
                one.when.iter().for_each(|when| self.condition(when, slots.as_deref().unwrap_or_default(), facts));
                if let Scope::Answer(selection) = self.scope
                    && !case.requires(selection, one)
                {
                    continue;
                }
                let key = format!("certification.{}", one.id);
                facts.entry(key, &one.origin, certification(one), &slots.unwrap_or_default());
            }
        }
    }

    fn limits(&self, facts: &mut Collector<'_>) {
        for limit in self.input.view.limits.iter().filter(|one| one.effectivity.holds_on(self.input.day)) {
            let slots = self.providing(&limit.capability);
            if !slots.is_empty() {
                limit.when.iter().for_each(|when| self.condition(when, &slots, facts));
                facts.entry(
                    format!("limits.{}", limit.id),
                    &limit.origin,
                    tests(&limit.capability, &limit.tests),
                    &slots,
                );
            }
        }
    }

    fn needs(&self, facts: &mut Collector<'_>) {
        let view = &self.input.view.needs;
        for required in view.iter().filter(|one| one.need.effectivity.holds_on(self.input.day)) {
            let alternatives = &required.need.alternatives;
            let slots: Vec<&str> = alternatives.iter().flat_map(|one| self.providing(&one.capability)).collect();
            required.need.when.iter().for_each(|when| self.condition(when, &slots, facts));
            let value = alternatives.iter().map(|one| tests(&one.capability, &one.tests)).collect();
            facts.entry(format!("needs.{}", required.id), &required.origin, value, &slots);
        }
    }

    fn carriers(&self, facts: &mut Collector<'_>) {
        let served =
            |component: &Component| component.needs.iter().any(|need| need.is_network() || need.names_carriers());
        let slots: Vec<&str> = self.lines.iter().filter(|line| served(line.component)).map(|line| line.slot).collect();
        if slots.is_empty() && matches!(self.scope, Scope::Candidates) {
            return;
        }
        for carrier in &self.carriers {
            facts.entry(format!("carriers.{}", carrier.id), &carrier.origin, json!(carrier.name), &slots);
            if let Some(first) = carrier.approvals.first() {
                let schemes: Value = carrier.approvals.iter().map(|scheme| json!(scheme.value)).collect();
                let key = format!("carriers.{}.approvals", carrier.id);
                facts.value(key, Written { span: first.span, origin: &carrier.origin }, schemes, &slots);
            }
        }
    }

    /// Duties that are levied on lines, and resources of the market that lines use.
    fn amounts(&self, facts: &mut Collector<'_>) {
        let (model, view) = (self.input.model, self.input.view);
        for duty in view.duties.iter().filter(|duty| duty.effectivity.holds_on(self.input.day)) {
            let lines = self.lines.iter().filter(|line| is_levied(model, duty, line.component));
            let slots: Vec<&str> = lines.map(|line| line.slot).collect();
            if !slots.is_empty() {
                facts.entry(format!("duties.{}", duty.id), &duty.origin, json!(duty.percent.to_string()), &slots);
            }
        }
        for supply in &view.supplies {
            let uses_it = |component: &Component| component.uses.iter().any(|one| one.resource == supply.resource);
            let lines = self.lines.iter().filter(|line| uses_it(line.component));
            let slots: Vec<&str> = lines.map(|line| line.slot).collect();
            if !slots.is_empty() {
                let amount = json!(supply.amount.to_string());
                facts.entry(format!("supplies.{}", supply.resource), &supply.origin, amount, &slots);
            }
        }
    }

    /// The facts that rules and conditions of slots look at.
    fn conditions(&self, facts: &mut Collector<'_>) {
        let view = self.input.view;
        for slot in view.slots.iter().flatten() {
            let name = self.input.model.slot_name(slot.slot);
            slot.when.iter().for_each(|when| self.condition(&when.value, &[name], facts));
        }
        for rule in view.rules.iter().filter(|rule| rule.effectivity.holds_on(self.input.day)) {
            let parts: Vec<&Formula> = rule.condition.iter().chain([&rule.then]).map(|part| &**part).collect();
            if !parts.iter().any(|part| reads_facts(part)) {
                continue;
            }
            let slots: Vec<&str> = parts.iter().flat_map(|part| self.slots_of(part)).collect();
            parts.iter().for_each(|part| self.condition(part, &slots, facts));
        }
    }

    /// The slots that a condition looks at.
    fn slots_of(&self, formula: &Formula) -> Vec<&'a str> {
        let mut slots = Vec::new();
        formula.each_check(&mut |check| match check {
            Check::Filled(slot) | Check::Holds(slot, _) => slots.push(self.input.model.slot_name(*slot)),
            Check::Option(..)
            | Check::Selected(_)
            | Check::Provides(_)
            | Check::MarketIs(_)
            | Check::MarketIn(_)
            | Check::Carrier(_)
            | Check::Fact(_)
            | Check::Known(_)
            | Check::Count(..)
            | Check::Sum(..) => {}
        });
        slots
    }

    fn condition(&self, formula: &Formula, slots: &[&str], facts: &mut Collector<'_>) {
        formula.each_check(&mut |check| {
            let Some(path) = check.fact_path() else { return };
            let offers = self.input.view.provides.iter();
            let in_force = offers.filter(|offer| offer.effectivity.holds_on(self.input.day));
            let stating = |offer: &&Arc<MarketProvides>| {
                offer.capability == path.capability && offer.attributes.get(&path.attribute).is_some()
            };
            for offer in in_force.filter(stating) {
                let stated = Stated { attributes: &offer.attributes, names: &[path.attribute.as_str()] };
                facts.offer(&offer.capability, stated, &offer.origin, slots);
            }
        });
    }
}

/// Whether a condition looks at any fact; most rules look at slots only.
fn reads_facts(formula: &Formula) -> bool {
    let mut reads = false;
    formula.each_check(&mut |check| reads |= check.fact_path().is_some());
    reads
}

/// The tested attributes that an offer states.
fn tested<'t>(alternative: &'t Alternative, attributes: &Attributes) -> Vec<&'t str> {
    let names = alternative.tests.iter().map(|one| one.attribute.as_str());
    names.filter(|name| attributes.get(name).is_some()).collect()
}

/// Radio ranges help together, so `covers` is not tested on one alone.
fn helps(input: &MarketInput<'_>, alternative: &Alternative, offer: &MarketProvides) -> bool {
    let covers = |one: &&AttributeTest| !matches!(one.test, Test::Covers(..));
    let alone: Vec<AttributeTest> = if is_below(&offer.capability, "spectrum") {
        alternative.tests.iter().filter(covers).cloned().collect()
    } else {
        alternative.tests.clone()
    };
    offer_passes(&alone, &offer.attributes, &input.model.areas)
}

/// What a certification requires, as a value.
fn certification(one: &Certification) -> Value {
    let level = if one.level == Level::Component { "component" } else { "solution" };
    let mut value = json!({ "accepts": one.accepts, "level": level });
    if let (Some(capability), Some(entries)) = (&one.applies_to, value.as_object_mut()) {
        entries.insert("applies-to".to_owned(), json!(capability));
    }
    value
}

/// What a need or a limit requires, as a value. The order of the tests in the file makes no other fact.
fn tests(capability: &str, tests: &[AttributeTest]) -> Value {
    let mut each: Vec<String> = tests.iter().map(ToString::to_string).collect();
    each.sort();
    if each.is_empty() { json!(capability) } else { json!({ "capability": capability, "where": each }) }
}
