//! The gaps of a resolved answer: what it requests of the market and nobody stated.

use super::blocks::{Planned, blocks_of};
use super::requested::{Requested, Requester, facts_of, in_words, united};
use crate::bom::Warning;
use crate::kernel::{MarketInput, Unknown, component_passes};
use crate::model::{Alternative, Attribute, Check, Component, Formula, Need, Scalar, SlotId, orders};
use crate::name::is_below;
use crate::number::Number;
use crate::quantity::Quantity;
use crate::query::Case;
use crate::terms::code::FactCode;
use crate::verify::Selection;

/// A warning for each thing that an answer needs or reads and that is not known.
pub(crate) fn gaps_of_answer(case: &Case<'_>, selection: &Selection) -> Vec<Warning> {
    let answer = Answer { case, input: &case.input, selection };
    let mut list = Vec::new();
    answer.needs_of_lines(&mut list);
    answer.needs_of_areas(&mut list);
    answer.conditions(&mut list);
    warnings(case, list)
}

/// One warning a key, with all who need or read it.
pub(super) fn warnings(case: &Case<'_>, list: Vec<Requested>) -> Vec<Warning> {
    let list = united(list, &case.input);
    let blocks = blocks_of(case, &list);
    list.iter().zip(blocks).map(|(requested, planned)| warning(case, requested, planned)).collect()
}

fn warning(case: &Case<'_>, requested: &Requested, planned: Planned) -> Warning {
    let Unknown { key, capability, .. } = &requested.unknown;
    let gap = case.input.declared_gap(capability);
    let why = gap.map_or("no overlay states it", |gap| gap.text.as_str());
    let requesters = in_words(&requested.requesters);
    let message = format!("`{key}` of `{}` is not known ({why}); {requesters}", case.code());
    let mut warning = Warning::new(FactCode::Gap, key, message);
    warning.block = Some(planned.block);
    warning
}

/// A resolved answer, and what it needs and reads.
struct Answer<'a> {
    case: &'a Case<'a>,
    input: &'a MarketInput<'a>,
    selection: &'a Selection,
}

impl<'a> Answer<'a> {
    fn lines(&self) -> impl Iterator<Item = (SlotId, &'a Component)> + '_ {
        let filled = self.selection.slots.entries();
        filled.filter_map(|(slot, id)| Some((slot, self.input.model.component((*id)?)?)))
    }

    fn needs_of_lines(&self, list: &mut Vec<Requested>) {
        for (slot, component) in self.lines() {
            for need in component.needs.iter().filter(|need| self.is_active(need)) {
                let requester = Requester::needing(&component.id);
                need.when
                    .iter()
                    .for_each(|when| self.facts(when, &Requester::reading("component", &component.id), list));
                for alternative in &need.alternatives {
                    self.alternative(alternative, Some(slot), &requester, list);
                }
            }
        }
    }

    /// A need of an area is met by lines and carriers, never by the market.
    fn needs_of_areas(&self, list: &mut Vec<Requested>) {
        for area_need in self.input.view.needs.iter().filter(|one| self.is_active(&one.need)) {
            let requester = Requester::requiring(self.input.model.areas.code(area_need.origin.area));
            let by_carriers = |one: &&Alternative| one.is_network() || is_below(&one.capability, "carrier");
            for alternative in area_need.need.alternatives.iter().filter(by_carriers) {
                self.alternative(alternative, None, &requester, list);
            }
        }
    }

    fn is_active(&self, need: &Need) -> bool {
        let when = need.when.as_ref();
        need.effectivity.holds_on(self.input.day) && when.is_none_or(|when| self.holds(when) != Some(false))
    }

    fn alternative(
        &self,
        alternative: &Alternative,
        but: Option<SlotId>,
        requester: &Requester,
        list: &mut Vec<Requested>,
    ) {
        let meets = |component: &Component| {
            component.provides.iter().any(|provided| {
                is_below(&provided.capability, &alternative.capability)
                    && component_passes(&alternative.tests, component, &provided.attributes, &self.input.model.areas)
            })
        };
        let by_line = |(slot, component): (SlotId, &Component)| Some(slot) != but && meets(component);
        if !alternative.is_network() && self.lines().any(by_line) {
            return;
        }
        let unknown = self.input.unknown(alternative);
        list.extend(unknown.map(|one| Requested::of_alternative(one, alternative, self.case, requester.clone())));
    }

    fn conditions(&self, list: &mut Vec<Requested>) {
        let (view, day) = (self.input.view, self.input.day);
        for slot in view.slots.iter().flatten() {
            let requester = Requester::reading("slot", self.input.model.slot_name(slot.slot));
            slot.when.iter().for_each(|when| self.facts(&when.value, &requester, list));
        }
        for rule in view.rules.iter().filter(|rule| rule.effectivity.holds_on(day)) {
            let requester = Requester::reading("rule", &rule.id);
            rule.condition.iter().for_each(|condition| self.facts(condition, &requester, list));
            if rule.condition.as_ref().is_none_or(|condition| self.holds(condition) != Some(false)) {
                self.facts(&rule.then, &requester, list);
            }
        }
        for need in view.needs.iter().filter(|one| one.need.effectivity.holds_on(day)) {
            let requester = Requester::reading("need", &need.id);
            need.need.when.iter().for_each(|when| self.facts(when, &requester, list));
        }
        for limit in view.limits.iter().filter(|one| one.effectivity.holds_on(day)) {
            let requester = Requester::reading("limit", &limit.id);
            limit.when.iter().for_each(|when| self.facts(when, &requester, list));
        }
        for one in view.certification.iter().filter(|one| one.effectivity.holds_on(day)) {
            let requester = Requester::reading("certification", &one.id);
            one.when.iter().for_each(|when| self.facts(when, &requester, list));
        }
    }

    /// The facts that a condition reads and that could decide it.
    fn facts(&self, condition: &Formula, requester: &Requester, list: &mut Vec<Requested>) {
        if self.holds(condition).is_none() {
            list.extend(facts_of(self.input, condition, requester));
        }
    }

    /// Whether a condition holds; `None` where a fact that is not known could decide it, also one of which it only tests
    /// whether it is known.
    fn holds(&self, formula: &Formula) -> Option<bool> {
        let all = |parts: &[Formula], deciding: bool| {
            let values: Vec<Option<bool>> = parts.iter().map(|part| self.holds(part)).collect();
            if values.contains(&Some(deciding)) {
                return Some(deciding);
            }
            (!values.contains(&None)).then_some(!deciding)
        };
        match formula {
            Formula::Not(inner) => self.holds(inner).map(|value| !value),
            Formula::And(parts) => all(parts, false),
            Formula::Or(parts) => all(parts, true),
            Formula::Check(check) => self.decides(check),
        }
    }

    fn decides(&self, check: &Check) -> Option<bool> {
        let areas = &self.input.model.areas;
        let held = |slot: &SlotId| self.selection.slots.get(*slot).copied().flatten();
        let provides = |component: &Component, capability: &str| {
            component.provides.iter().any(|provided| is_below(&provided.capability, capability))
        };
        Some(match check {
            Check::Option(option, values) => values.contains(self.selection.options.get(*option)?),
            Check::Filled(slot) => held(slot).is_some(),
            Check::Holds(slot, components) => held(slot).is_some_and(|id| components.contains(&id)),
            Check::Selected(components) => self.selection.slots.iter().flatten().any(|id| components.contains(id)),
            Check::Provides(capability) => self.lines().any(|(_, component)| provides(component, capability)),
            Check::MarketIs(list) => list.contains(&self.input.market),
            Check::MarketIn(list) => list.iter().any(|area| areas.lies_in(self.input.market, *area)),
            Check::Carrier(ids) => {
                let mut carriers = self.input.view.carriers.iter().zip(&self.selection.carriers);
                carriers.any(|(carrier, picked)| *picked && ids.contains(&carrier.id))
            }
            Check::Fact(fact) => match self.input.fact(fact) {
                Some(value) => value,
                None => return self.input.unknown_fact(&fact.path).is_none().then_some(false),
            },
            Check::Known(path) => return self.input.unknown_fact(path).is_none().then_some(true),
            Check::Count(capability, ordering) => {
                let count =
                    self.total(|component| if provides(component, capability) { Number::ONE } else { Number::ZERO })?;
                orders(count, ordering.operator, ordering.value)
            }
            Check::Sum(attribute, ordering) => {
                let sum =
                    self.total(|component| match component.attributes.get(attribute).map(|found| &found.value) {
                        Some(Attribute::Set(values)) => match values.as_slice() {
                            [Scalar::Number(number)] => *number,
                            _ => Number::ZERO,
                        },
                        Some(Attribute::Range(..)) | None => Number::ZERO,
                    })?;
                orders(sum, ordering.operator, ordering.value)
            }
        })
    }

    /// A sum over all pieces.
    fn total(&self, each: impl Fn(&Component) -> Number) -> Option<Number> {
        let slots = &self.case.lowered().slots;
        self.lines().try_fold(Number::ZERO, |sum, (slot, component)| {
            let quantity = slots.iter().find(|group| group.slot == slot).map_or(Quantity::ONE, |group| group.quantity);
            sum.checked_add(each(component).checked_mul(Number::from(quantity))?)
        })
    }
}
