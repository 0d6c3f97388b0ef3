//! Which provider meets which need: decided once, before the engine, which never sees a voltage or a version. The engine
//! would have to search over values that never change, and an explanation could not name the two places that disagree.

use super::layout::Layouts;
use crate::date::Date;
use crate::keyed_vec::KeyedVec;
use crate::model::{
    Alternative, Areas, Attribute, AttributeTest, Attributes, Component, ComponentId, Model, Scalar, Test,
};
use crate::name::is_below;
use crate::number::Number;
use crate::overlay::{MarketProvides, MarketView};
use crate::trade::Supply;
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, OnceLock};

/// Whether an attribute passes a test; a missing attribute fails, for unknown is not yes.
pub(crate) fn passes(test: &Test, attribute: Option<&Attribute>, areas: &Areas) -> bool {
    let Some(attribute) = attribute else { return false };
    match (test, attribute) {
        (Test::Equals(wanted), found) => wanted == found,
        (Test::Within(low, high), Attribute::Range(from, to)) => low <= from && to <= high,
        (Test::Within(low, high), Attribute::Set(values)) => numbers(values, |value| *low <= value && value <= *high),
        (Test::Covers(low, high), Attribute::Range(from, to)) => from <= low && high <= to,
        (Test::AnyOf(wanted), Attribute::Set(values)) => wanted.iter().any(|value| values.contains(value)),
        (Test::AllOf(wanted), Attribute::Set(values)) => wanted.iter().all(|value| values.contains(value)),
        (Test::NoneOf(wanted), Attribute::Set(values)) => !wanted.iter().any(|value| values.contains(value)),
        (Test::AtLeast(least), Attribute::Set(values)) => numbers(values, |value| value >= *least),
        (Test::AtMost(most), Attribute::Set(values)) => numbers(values, |value| value <= *most),
        (Test::In(area), Attribute::Set(values)) => values.iter().all(|value| match value {
            Scalar::Text(code) => areas.code_lies_in(code, area),
            Scalar::Number(_) | Scalar::Boolean(_) => false,
        }),
        // A range is no set of values, and a set is no range.
        (Test::Covers(..), Attribute::Set(_)) => false,
        (
            Test::AnyOf(_) | Test::AllOf(_) | Test::NoneOf(_) | Test::AtLeast(_) | Test::AtMost(_) | Test::In(_),
            Attribute::Range(..),
        ) => false,
        // The version is of the component, not of an attribute.
        (Test::Version(_), Attribute::Set(_) | Attribute::Range(..)) => false,
    }
}

fn numbers(values: &[Scalar], holds: impl Fn(Number) -> bool) -> bool {
    values.iter().all(|value| match value {
        Scalar::Number(number) => holds(*number),
        Scalar::Text(_) | Scalar::Boolean(_) => false,
    })
}

/// Whether a component's capability passes all tests; `version` is tested on the component itself.
pub(crate) fn component_passes(
    tests: &[AttributeTest],
    component: &Component,
    attributes: &Attributes,
    areas: &Areas,
) -> bool {
    tests.iter().all(|one| {
        if let Test::Version(requirement) = &one.test {
            requirement.matches(&component.version)
        } else {
            passes(&one.test, attributes.get(&one.attribute).map(|found| &found.value), areas)
        }
    })
}

/// Whether what a market or carrier offers passes all tests; `version` is never met by them.
pub(crate) fn offer_passes(tests: &[AttributeTest], attributes: &Attributes, areas: &Areas) -> bool {
    tests.iter().all(|one| passes(&one.test, attributes.get(&one.attribute).map(|found| &found.value), areas))
}

/// Whether the market meets an alternative on a day. Radio ranges that pass the other tests are united before `covers`.
pub(crate) fn market_meets(alternative: &Alternative, view: &MarketView, day: Date, areas: &Areas) -> bool {
    let offers = view
        .provides
        .iter()
        .filter(|offer| offer.effectivity.holds_on(day) && is_below(&offer.capability, &alternative.capability));
    let (spectrum, others): (Vec<&Arc<MarketProvides>>, Vec<_>) =
        offers.partition(|offer| is_below(&offer.capability, "spectrum"));
    others.iter().any(|offer| offer_passes(&alternative.tests, &offer.attributes, areas))
        || spectrum_meets(&alternative.tests, &spectrum, areas)
}

/// The offers of each technology are united by themselves: a radio uses one.
fn spectrum_meets(tests: &[AttributeTest], offers: &[&Arc<MarketProvides>], areas: &Areas) -> bool {
    let covering = |one: &&AttributeTest| matches!(one.test, Test::Covers(..));
    let (covers, others): (Vec<&AttributeTest>, Vec<&AttributeTest>) = tests.iter().partition(covering);
    let plain: Vec<AttributeTest> = others.into_iter().cloned().collect();
    let passing: Vec<&&Arc<MarketProvides>> =
        offers.iter().filter(|offer| offer_passes(&plain, &offer.attributes, areas)).collect();
    if covers.is_empty() {
        return !passing.is_empty();
    }
    let mut technologies: Vec<&str> = passing.iter().map(|offer| offer.capability.as_str()).collect();
    technologies.sort_unstable();
    technologies.dedup();
    technologies.into_iter().any(|technology| {
        covers.iter().all(|one| {
            let Test::Covers(low, high) = &one.test else { return false };
            let ranges =
                passing.iter().filter(|offer| offer.capability == technology).filter_map(|offer| {
                    match offer.attributes.get(&one.attribute).map(|found| &found.value) {
                        Some(Attribute::Range(from, to)) => Some((*from, *to)),
                        Some(Attribute::Set(_)) | None => None,
                    }
                });
            united_cover(ranges.collect(), *low, *high)
        })
    })
}

/// Whether ranges whose ends may touch cover `low` to `high` together.
pub(crate) fn united_cover(mut ranges: Vec<(Number, Number)>, low: Number, high: Number) -> bool {
    ranges.sort();
    let mut reached: Option<Number> = None;
    for (from, to) in ranges {
        match reached {
            None if from <= low && low <= to => reached = Some(to),
            Some(end) if from <= end => reached = Some(end.max(to)),
            _ => {}
        }
    }
    reached.is_some_and(|end| high <= end)
}

/// A component that provides a capability.
#[derive(Clone, Copy, Debug)]
struct Provider {
    component: ComponentId,
    /// The position in its `provides`.
    place: usize,
}

/// Which components provide what, and which of them meet which alternative; the same in all markets, built once.
#[derive(Debug, Default)]
pub(crate) struct Index {
    /// By capability and by every prefix of one.
    providers: HashMap<String, Vec<Provider>>,
    /// Content of an alternative → the components that meet it.
    meeting: HashMap<String, Arc<Vec<ComponentId>>>,
    /// What markets with the same slots share.
    pub(super) layouts: Layouts,
    /// How components are called, each from the first time that an answer names it.
    words: KeyedVec<ComponentId, OnceLock<Words>>,
    /// The schemes of which some component plans a certificate.
    planned_schemes: BTreeSet<String>,
    /// In which ways components can be bought.
    pub supply: Supply,
}

/// How a component is called.
#[derive(Debug)]
pub(crate) struct Words {
    /// As [`Model::component_label`] has it.
    pub label: String,
    /// Its version.
    pub version: String,
}

impl Index {
    /// Indexes all components, and answers every component's needs once.
    pub fn build(model: &Model) -> Self {
        let words = model.components.iter().map(|_| OnceLock::new()).collect();
        let mut index = Self { words, supply: Supply::of(model), ..Self::default() };
        for (id, component) in model.components.entries() {
            for (place, provided) in component.provides.iter().enumerate() {
                let entry = Provider { component: id, place };
                for prefix in prefixes(&provided.capability) {
                    index.providers.entry(prefix.to_owned()).or_default().push(entry);
                }
            }
        }
        let certificates = model.components.iter().flat_map(|component| &component.certificates);
        let planned = certificates.filter(|one| one.planned.is_some());
        index.planned_schemes = planned.map(|one| one.scheme.clone()).collect();
        for need in model.components.iter().flat_map(|component| &component.needs) {
            for alternative in need.alternatives.iter().filter(|alternative| !alternative.is_network()) {
                let key = content(alternative);
                if !index.meeting.contains_key(&key) {
                    let met = Arc::new(index.search(model, alternative));
                    index.meeting.insert(key, met);
                }
            }
        }
        index
    }

    /// How a component is called.
    pub fn words(&self, model: &Model, id: ComponentId) -> &Words {
        let words = || Words {
            label: model.component_label(id),
            version: model.component(id).map_or_else(String::new, |component| component.version.to_string()),
        };
        self.words[id].get_or_init(words)
    }

    /// The schemes of which some component plans a certificate.
    pub fn planned_schemes(&self) -> &BTreeSet<String> {
        &self.planned_schemes
    }

    /// The components that meet an alternative, in catalogue order.
    pub fn meeting(&self, model: &Model, alternative: &Alternative) -> Arc<Vec<ComponentId>> {
        match self.meeting.get(&content(alternative)) {
            Some(known) => known.clone(),
            None => Arc::new(self.search(model, alternative)),
        }
    }

    fn search(&self, model: &Model, alternative: &Alternative) -> Vec<ComponentId> {
        let mut found: Vec<ComponentId> = self
            .providing(model, &alternative.capability)
            .filter(|(_, component, attributes)| {
                component_passes(&alternative.tests, component, attributes, &model.areas)
            })
            .map(|(id, ..)| id)
            .collect();
        found.dedup();
        found
    }

    /// Every component's capability that is the wanted one or below it, in catalogue order.
    pub fn providing<'a>(
        &'a self,
        model: &'a Model,
        capability: &str,
    ) -> impl Iterator<Item = (ComponentId, &'a Component, &'a Attributes)> {
        let list = self.providers.get(capability).map(Vec::as_slice).unwrap_or_default();
        list.iter().map(|provider| {
            let component = &model.components[provider.component];
            (provider.component, component, &component.provides[provider.place].attributes)
        })
    }
}

/// An alternative without its places: equal for equal questions, different for different ones.
pub(super) fn content(alternative: &Alternative) -> String {
    let mut key = format!("{:?}", alternative.capability);
    for one in &alternative.tests {
        key.push_str(&format!(" {:?} {:?}", one.attribute, one.test));
    }
    key
}

/// `a.b.c` → `a`, `a.b`, `a.b.c`.
fn prefixes(capability: &str) -> impl Iterator<Item = &str> {
    let ends = capability.match_indices('.').map(|(at, _)| at).chain(std::iter::once(capability.len()));
    ends.filter_map(|end| capability.get(..end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(low: i32, high: i32) -> (Number, Number) {
        (Number::from(low), Number::from(high))
    }

    #[test]
    fn two_adjoining_ranges_cover_together_what_neither_covers_alone() {
        let (low, high) = range(5150, 5350);
        assert!(united_cover(vec![range(5250, 5350), range(5150, 5250)], low, high));
        assert!(!united_cover(vec![range(5150, 5250), range(5260, 5350)], low, high));
        assert!(!united_cover(vec![range(5150, 5250)], low, high));
        assert!(!united_cover(vec![], low, high));
    }

    #[test]
    fn every_value_of_a_set_must_lie_within() {
        let areas = Areas::default();
        let set =
            |values: &[i32]| Attribute::Set(values.iter().map(|one| Scalar::Number(Number::from(*one))).collect());
        let within = Test::Within(Number::from(100), Number::from(130));
        assert!(passes(&within, Some(&set(&[120])), &areas));
        assert!(!passes(&within, Some(&set(&[127, 220])), &areas));
        assert!(!passes(&within, None, &areas));
    }
}
