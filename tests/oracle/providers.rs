//! Who provides what in an assignment, and whether it passes the tests.

use super::World;
use super::{Guess, names};
use std::borrow::Cow;
use terroir::Number;
use terroir::model::{Alternative, Attribute, AttributeTest, Attributes, Component, Need, Scalar, Test};

#[derive(Clone, Copy, PartialEq)]
pub enum Who {
    Slot(usize),
    Market,
    Carrier(usize),
}

/// Somebody provides a capability.
pub struct Offer<'a> {
    pub who: Who,
    pub capability: Cow<'a, str>,
    pub attributes: Option<&'a Attributes>,
    pub component: Option<&'a Component>,
}

impl<'a> World<'a> {
    pub fn offers(&self, guess: &Guess) -> Vec<Offer<'a>> {
        let mut offers = Vec::new();
        for (slot, _, component) in self.lines(guess) {
            offers.extend(component.provides.iter().map(|provided| Offer {
                who: Who::Slot(slot),
                capability: provided.capability.as_str().into(),
                attributes: Some(&provided.attributes),
                component: Some(component),
            }));
        }
        for one in self.view.provides.iter().filter(|one| one.effectivity.holds_on(self.date)) {
            let (capability, attributes) = (one.capability.as_str().into(), Some(&one.attributes));
            offers.push(Offer { who: Who::Market, capability, attributes, component: None });
        }
        for at in &guess.carriers {
            let (carrier, who) = (&self.view.carriers[*at], Who::Carrier(*at));
            let capability = format!("carrier.{}", carrier.id).into();
            offers.push(Offer { who, capability, attributes: None, component: None });
            for network in carrier.networks.iter().filter(|network| network.effectivity.holds_on(self.date)) {
                let (capability, attributes) = (network.capability.as_str().into(), Some(&network.attributes));
                offers.push(Offer { who, capability, attributes, component: None });
            }
        }
        offers
    }

    pub fn test(&self, offer: &Offer, test: &AttributeTest) -> bool {
        if let Test::Version(requirement) = &test.test {
            return offer.component.is_some_and(|component| requirement.matches(&component.version));
        }
        let Some(found) = offer.attributes.and_then(|all| all.get(&test.attribute)) else { return false };
        let numbers = |fits: &dyn Fn(Number) -> bool| match &found.value {
            Attribute::Set(values) => values.iter().all(|value| matches!(value, Scalar::Number(one) if fits(*one))),
            Attribute::Range(low, high) => fits(*low) && fits(*high),
        };
        let set: &[Scalar] = if let Attribute::Set(values) = &found.value { values } else { &[] };
        match &test.test {
            Test::Equals(wanted) => found.value == *wanted,
            Test::Within(low, high) => numbers(&|one| (*low..=*high).contains(&one)),
            Test::AtLeast(low) => numbers(&|one| one >= *low),
            Test::AtMost(high) => numbers(&|one| one <= *high),
            Test::Covers(low, high) => matches!(found.value, Attribute::Range(from, to) if from <= *low && *high <= to),
            Test::AnyOf(wanted) => wanted.iter().any(|one| set.contains(one)),
            Test::AllOf(wanted) => wanted.iter().all(|one| set.contains(one)),
            Test::NoneOf(wanted) => wanted.iter().all(|one| !set.contains(one)),
            Test::In(area) => set.iter().all(|one| self.model.areas.code_lies_in(&one.to_string(), area)),
            Test::Version(_) => unreachable!("asked above"),
        }
    }

    pub fn meets(&self, offers: &[Offer], offer: &Offer, wanted: &Alternative) -> bool {
        let named = names(&wanted.capability, &offer.capability);
        if !named || offer.who != Who::Market || !names("spectrum", &offer.capability) {
            return named && wanted.tests.iter().all(|test| self.test(offer, test));
        }
        // Ranges of one technology that pass the other tests are united: walk from the lower end as far as they reach.
        let covers = |test: &&AttributeTest| matches!(test.test, Test::Covers(..));
        let passing = |other: &&Offer| {
            other.who == Who::Market
                && other.capability == offer.capability
                && wanted.tests.iter().filter(|test| !covers(test)).all(|test| self.test(other, test))
        };
        let passing: Vec<&Offer> = offers.iter().filter(passing).collect();
        !passing.is_empty()
            && wanted.tests.iter().filter(covers).all(|test| {
                let Test::Covers(low, high) = test.test else { return false };
                let ranges: Vec<Attribute> = passing
                    .iter()
                    .filter_map(|one| one.attributes?.get(&test.attribute).map(|found| found.value.clone()))
                    .collect();
                let reach = |from: Number| {
                    ranges
                        .iter()
                        .filter_map(|range| match range {
                            Attribute::Range(start, end) if *start <= from && from <= *end => Some(*end),
                            _ => None,
                        })
                        .max()
                };
                let mut at = low;
                while let Some(end) = reach(at) {
                    if end >= high {
                        return true;
                    }
                    if end == at {
                        return false;
                    }
                    at = end;
                }
                false
            })
    }

    pub fn is_met(&self, offers: &[Offer], need: &Need, who: impl Fn(Who) -> bool) -> bool {
        need.alternatives
            .iter()
            .any(|wanted| offers.iter().filter(|offer| who(offer.who)).any(|offer| self.meets(offers, offer, wanted)))
    }
}
