//! What is provided, and the tests that needs and limits make of it.

use super::answer::{Answer, Line};
use crate::model::{Alternative, Areas, Attribute, AttributeTest, Attributes, Scalar, Test};
use crate::name::is_below;
use crate::number::Number;
use crate::overlay::{CarrierDefinition, MarketProvides, Network};
use semver::Version;

/// A capability as somebody offers it.
pub(super) struct Offer<'a> {
    /// The capability.
    pub capability: &'a str,
    /// Its attributes; `None`: it has none.
    pub attributes: Option<&'a Attributes>,
    /// The version of the component that provides it; markets and carriers have none.
    pub version: Option<&'a Version>,
}

impl<'a> Offer<'a> {
    /// Everything that a line provides.
    pub fn of_line(line: &Line<'a>) -> impl Iterator<Item = Offer<'a>> + use<'a> {
        let component = line.component;
        component.provides.iter().map(move |provided| Offer {
            capability: &provided.capability,
            attributes: Some(&provided.attributes),
            version: Some(&component.version),
        })
    }

    /// A network of a carrier.
    pub fn of_network(network: &'a Network) -> Self {
        Offer { capability: &network.capability, attributes: Some(&network.attributes), version: None }
    }

    /// Whether it meets an alternative of a need.
    pub fn meets(&self, alternative: &Alternative, areas: &Areas) -> bool {
        is_below(self.capability, &alternative.capability) && self.passes(&alternative.tests, areas)
    }

    /// Whether it passes every test.
    pub fn passes<'t>(&self, tests: impl IntoIterator<Item = &'t AttributeTest>, areas: &Areas) -> bool {
        tests.into_iter().all(|test| {
            if let Test::Version(requirement) = &test.test {
                return self.version.is_some_and(|version| requirement.matches(version));
            }
            let found = self.attributes.and_then(|attributes| attributes.get(&test.attribute));
            found.is_some_and(|found| attribute_passes(&found.value, &test.test, areas))
        })
    }
}

pub(super) fn attribute_passes(attribute: &Attribute, test: &Test, areas: &Areas) -> bool {
    match attribute {
        Attribute::Set(values) => set_passes(values, test, areas),
        Attribute::Range(low, high) => match test {
            Test::Equals(wanted) => attribute == wanted,
            Test::Within(least, most) => least <= low && high <= most,
            Test::Covers(from, to) => low <= from && to <= high,
            // A range is no set of values, and a version belongs to a component.
            Test::AnyOf(_) | Test::AllOf(_) | Test::NoneOf(_) => false,
            Test::AtLeast(_) | Test::AtMost(_) | Test::In(_) | Test::Version(_) => false,
        },
    }
}

fn set_passes(values: &[Scalar], test: &Test, areas: &Areas) -> bool {
    let each_number = |fits: &dyn Fn(Number) -> bool| {
        values.iter().all(|value| matches!(value, Scalar::Number(number) if fits(*number)))
    };
    match test {
        Test::Equals(Attribute::Set(wanted)) => {
            wanted.iter().all(|one| values.contains(one)) && values.iter().all(|one| wanted.contains(one))
        }
        Test::Within(least, most) => each_number(&|number| *least <= number && number <= *most),
        Test::AtLeast(least) => each_number(&|number| *least <= number),
        Test::AtMost(most) => each_number(&|number| number <= *most),
        Test::AnyOf(wanted) => wanted.iter().any(|one| values.contains(one)),
        Test::AllOf(wanted) => wanted.iter().all(|one| values.contains(one)),
        Test::NoneOf(wanted) => !wanted.iter().any(|one| values.contains(one)),
        Test::In(area) => {
            values.iter().all(|value| matches!(value, Scalar::Text(code) if areas.code_lies_in(code, area)))
        }
        Test::Equals(Attribute::Range(..)) | Test::Covers(..) | Test::Version(_) => false,
    }
}

impl Answer<'_> {
    /// Whether the market itself meets an alternative of a component's need.
    pub fn market_meets(&self, alternative: &Alternative) -> bool {
        let in_force = |entry: &&MarketProvides| {
            self.is_in_force(entry.effectivity) && is_below(&entry.capability, &alternative.capability)
        };
        let entries: Vec<&MarketProvides> =
            self.input.view.provides.iter().map(AsRef::as_ref).filter(in_force).collect();
        let (spectrum, other): (Vec<&MarketProvides>, Vec<&MarketProvides>) =
            entries.into_iter().partition(|entry| is_below(&entry.capability, "spectrum"));
        let areas = &self.input.model.areas;
        other.iter().any(|entry| offer_of(entry).passes(&alternative.tests, areas))
            || spectrum.iter().any(|entry| self.spectrum_meets(&entry.capability, &spectrum, &alternative.tests))
    }

    /// Ranges of one technology are united over the entries that pass the other tests; then each `covers` is tested.
    fn spectrum_meets(&self, capability: &str, entries: &[&MarketProvides], tests: &[AttributeTest]) -> bool {
        let areas = &self.input.model.areas;
        let (covers, other): (Vec<_>, Vec<_>) = tests.iter().partition(|test| matches!(test.test, Test::Covers(..)));
        let same = entries.iter().filter(|entry| entry.capability == capability);
        let passing: Vec<Offer<'_>> =
            same.map(|entry| offer_of(entry)).filter(|offer| offer.passes(other.iter().copied(), areas)).collect();
        let covered = |test: &AttributeTest| {
            let found = passing.iter().filter_map(|offer| offer.attributes?.get(&test.attribute));
            let ranges = found.filter_map(|found| match found.value {
                Attribute::Range(low, high) => Some((low, high)),
                Attribute::Set(_) => None,
            });
            let united = unite(ranges.collect());
            let Test::Covers(from, to) = test.test else { return false };
            united.iter().any(|(low, high)| *low <= from && to <= *high)
        };
        !passing.is_empty() && covers.into_iter().all(covered)
    }

    /// Everything that a carrier provides while it is picked: itself, and the networks that are on the air.
    pub fn carrier_meets(&self, carrier: &CarrierDefinition, alternative: &Alternative) -> bool {
        let areas = &self.input.model.areas;
        let own = format!("carrier.{}", carrier.id);
        let itself = Offer { capability: &own, attributes: None, version: None };
        itself.meets(alternative, areas) || self.networks(carrier).any(|offer| offer.meets(alternative, areas))
    }

    /// The networks of a carrier that are on the air.
    pub fn networks<'c>(&self, carrier: &'c CarrierDefinition) -> impl Iterator<Item = Offer<'c>> {
        carrier.networks.iter().filter(|network| self.is_in_force(network.effectivity)).map(Offer::of_network)
    }
}

fn offer_of(entry: &MarketProvides) -> Offer<'_> {
    Offer { capability: &entry.capability, attributes: Some(&entry.attributes), version: None }
}

/// Ranges joined where they overlap or touch.
fn unite(mut ranges: Vec<(Number, Number)>) -> Vec<(Number, Number)> {
    ranges.sort_unstable();
    let mut united: Vec<(Number, Number)> = Vec::new();
    for (low, high) in ranges {
        match united.last_mut() {
            Some((_, end)) if low <= *end => *end = high.max(*end),
            _ => united.push((low, high)),
        }
    }
    united
}
