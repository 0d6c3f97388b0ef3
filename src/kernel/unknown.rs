//! What a market leaves unknown of what is needed of it. What nobody stated is not the same as what is stated to be absent:
//! a carrier that does not list a technology may well operate it, unless its list is complete.

use super::groups::MarketInput;
use super::matching::{market_meets, offer_passes};
use crate::model::{Alternative, Attribute, AttributeTest, Attributes, Test};
use crate::name::is_below;
use crate::overlay::{CarrierDefinition, Gap, MarketProvides, Network};
use crate::syntax::condition::FactPath;

/// Something that is needed of a market and that nobody stated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unknown {
    /// What: `network.lte-m`, `power.mains.frequency_hz`.
    pub key: String,
    /// The capability that is needed.
    pub capability: String,
    /// What would have to be stated of it.
    pub lacking: Lacking,
}

/// What would have to be stated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Lacking {
    /// The capability itself.
    Capability,
    /// Attributes of what the market states already.
    Attributes(Vec<String>),
    /// A network: no carrier is known at all.
    Carriers,
    /// Which of these carriers, by position, operate the network.
    Network(Vec<usize>),
    /// Attributes of the network of these carriers, by position.
    Bands(Vec<usize>, Vec<String>),
}

impl Lacking {
    /// Whether carriers lack it.
    pub fn is_of_carriers(&self) -> bool {
        match self {
            Self::Carriers | Self::Network(_) | Self::Bands(..) => true,
            Self::Capability | Self::Attributes(_) => false,
        }
    }

    /// Adds what somebody else lacks of the same.
    pub fn join(&mut self, other: Self) {
        let add = |own: &mut Vec<usize>, more: Vec<usize>| {
            own.extend(more);
            own.sort_unstable();
            own.dedup();
        };
        let add_names = |own: &mut Vec<String>, more: Vec<String>| {
            own.extend(more);
            own.sort();
            own.dedup();
        };
        match (self, other) {
            (Self::Network(own), Self::Network(more)) => add(own, more),
            (Self::Bands(own, names), Self::Bands(more, others)) => {
                add(own, more);
                add_names(names, others);
            }
            (Self::Attributes(names), Self::Attributes(others)) => add_names(names, others),
            _ => {}
        }
    }
}

impl MarketInput<'_> {
    /// What is not known of an alternative of a need; `None` where the market or a carrier meets it, and where it is known
    /// that none does.
    pub fn unknown(&self, alternative: &Alternative) -> Option<Unknown> {
        // Markets and carriers have no version.
        if alternative.tests.iter().any(|one| matches!(one.test, Test::Version(_))) || self.is_met(alternative) {
            return None;
        }
        let capability = alternative.capability.as_str();
        if alternative.is_network() {
            return self.unknown_network(capability, &alternative.tests);
        }
        let open = self.open_attributes(alternative);
        if let Some(first) = open.first() {
            let key = format!("{capability}.{first}");
            return Some(Unknown { key, capability: capability.to_owned(), lacking: Lacking::Attributes(open) });
        }
        self.is_hidden(capability).then(|| Unknown {
            key: capability.to_owned(),
            capability: capability.to_owned(),
            lacking: Lacking::Capability,
        })
    }

    /// What is not known of a fact that a condition reads.
    pub fn unknown_fact(&self, path: &FactPath) -> Option<Unknown> {
        let offers = || self.view.provides.iter().filter(|offer| offer.capability == path.capability);
        let mut in_force = offers().filter(|offer| offer.effectivity.holds_on(self.day));
        let is_stated = in_force.any(|offer| offer.attributes.get(&path.attribute).is_some());
        if is_stated || (offers().next().is_none() && self.is_complete(&path.capability)) {
            return None;
        }
        Some(Unknown {
            key: format!("{}.{}", path.capability, path.attribute),
            capability: path.capability.clone(),
            lacking: Lacking::Attributes(vec![path.attribute.clone()]),
        })
    }

    /// The statement of an overlay that something is not known, or that no overlay has the section.
    pub fn declared_gap(&self, capability: &str) -> Option<&Gap> {
        let section = section_of(capability);
        let hides = |gap: &Gap| {
            Some(gap.key.as_str()) == section || is_below(capability, &gap.key) || is_below(&gap.key, capability)
        };
        self.view.gaps.iter().map(|gap| &**gap).find(|gap| hides(gap))
    }

    /// Whether a network could serve, as far as it is stated, and which tested attributes it leaves open.
    pub fn open_bands(&self, network: &Network, tests: &[AttributeTest]) -> Vec<String> {
        if network.effectivity.holds_on(self.day) { self.open(tests, &network.attributes) } else { Vec::new() }
    }

    /// What is not known of one carrier, by position, that does not meet an alternative.
    pub fn unknown_by(&self, at: usize, alternative: &Alternative) -> Option<Unknown> {
        let carrier = self.view.carriers.get(at)?;
        let capability = alternative.capability.as_str();
        let listed = || carrier.networks.iter().filter(|network| is_below(&network.capability, capability));
        let open: Vec<String> = listed().flat_map(|network| self.open_bands(network, &alternative.tests)).collect();
        let lacking = match open.first() {
            Some(_) => Lacking::Bands(vec![at], open.clone()),
            None if carrier.networks_complete || listed().next().is_some() => return None,
            None => Lacking::Network(vec![at]),
        };
        let key = open.first().map_or_else(|| capability.to_owned(), |first| format!("{capability}.{first}"));
        Some(Unknown { key, capability: capability.to_owned(), lacking })
    }

    /// A carrier that nobody stated, in a market whose carriers are not known.
    pub fn unknown_carrier(&self, id: &str) -> Option<Unknown> {
        let capability = format!("carrier.{id}");
        let is_known = self.view.carriers.iter().any(|carrier| carrier.id == id);
        let is_hidden = !is_known && self.is_hidden(&capability);
        is_hidden.then(|| Unknown { key: capability.clone(), capability, lacking: Lacking::Capability })
    }

    fn is_met(&self, alternative: &Alternative) -> bool {
        market_meets(alternative, self.view, self.day, &self.model.areas)
            || self.carriers_in_force().any(|(_, carrier)| self.carrier_meets(carrier, alternative))
    }

    /// Whether a carrier, or one of its networks, meets an alternative.
    pub fn carrier_meets(&self, carrier: &CarrierDefinition, alternative: &Alternative) -> bool {
        let by_network = |network: &Network| {
            network.effectivity.holds_on(self.day)
                && is_below(&network.capability, &alternative.capability)
                && offer_passes(&alternative.tests, &network.attributes, &self.model.areas)
        };
        let itself = is_below(&format!("carrier.{}", carrier.id), &alternative.capability);
        (itself && alternative.tests.is_empty()) || carrier.networks.iter().any(by_network)
    }

    /// The carriers that operate, by position.
    pub fn carriers_in_force(&self) -> impl Iterator<Item = (usize, &CarrierDefinition)> {
        let carriers = self.view.carriers.iter().map(|carrier| &**carrier).enumerate();
        carriers.filter(|(_, carrier)| carrier.effectivity.holds_on(self.day))
    }

    /// A network that no carrier is known to operate as needed.
    fn unknown_network(&self, capability: &str, tests: &[AttributeTest]) -> Option<Unknown> {
        let unknown = |key: String, lacking| Some(Unknown { key, capability: capability.to_owned(), lacking });
        if self.carriers_in_force().next().is_none() {
            let none = self.is_complete("carrier");
            return if none { None } else { unknown(capability.to_owned(), Lacking::Carriers) };
        }
        let (mut unlisted, mut unstated, mut attributes) = (Vec::new(), Vec::new(), Vec::new());
        for (at, carrier) in self.carriers_in_force() {
            let listed = || carrier.networks.iter().filter(|network| is_below(&network.capability, capability));
            let open: Vec<String> = listed().flat_map(|network| self.open_bands(network, tests)).collect();
            if !open.is_empty() {
                unstated.push(at);
                attributes.extend(open);
            } else if !carrier.networks_complete && listed().next().is_none() {
                unlisted.push(at);
            }
        }
        attributes.sort();
        attributes.dedup();
        match (attributes.first(), unlisted.is_empty()) {
            (Some(first), _) => unknown(format!("{capability}.{first}"), Lacking::Bands(unstated, attributes)),
            (None, false) => unknown(capability.to_owned(), Lacking::Network(unlisted)),
            (None, true) => None,
        }
    }

    /// Tested attributes that an offer of the market leaves open, though it would serve as far as it is stated.
    pub fn open_attributes(&self, alternative: &Alternative) -> Vec<String> {
        let offers = self.view.provides.iter().filter(|offer| {
            is_below(&offer.capability, &alternative.capability) && offer.effectivity.holds_on(self.day)
        });
        let open = |offer: &MarketProvides| self.open(&alternative.tests, &offer.attributes);
        let mut names: Vec<String> = offers.flat_map(|offer| open(offer)).collect();
        names.sort();
        names.dedup();
        names
    }

    /// The tested attributes that are not stated, where those that are pass; a range need only touch what is to be covered.
    fn open(&self, tests: &[AttributeTest], attributes: &Attributes) -> Vec<String> {
        let may_pass = |one: &AttributeTest| match (&one.test, attributes.get(&one.attribute).map(|found| &found.value))
        {
            (_, None) => true,
            (Test::Covers(low, high), Some(Attribute::Range(from, to))) => from <= high && low <= to,
            _ => offer_passes(std::slice::from_ref(one), attributes, &self.model.areas),
        };
        if !tests.iter().all(may_pass) {
            return Vec::new();
        }
        let open = tests.iter().filter(|one| attributes.get(&one.attribute).is_none());
        open.map(|one| one.attribute.clone()).collect()
    }

    /// Whether nobody stated anything of a capability, and nobody stated that there is none.
    fn is_hidden(&self, capability: &str) -> bool {
        if self.is_complete(capability) {
            return false;
        }
        let is_stated = self.view.provides.iter().any(|offer| is_below(&offer.capability, capability));
        let by_part = is_below(capability, "spectrum") && !is_stated;
        by_part || self.declared_gap(capability).is_some()
    }

    /// Whether `[complete]` says that what is stated of a capability is all there is.
    fn is_complete(&self, capability: &str) -> bool {
        let part = capability.strip_prefix("spectrum.");
        let Some(section) = section_of(capability) else { return false };
        self.view.complete.iter().any(|one| one.covers(section, part))
    }
}

/// The section whose absence from all overlays means that the capability is not known.
fn section_of(capability: &str) -> Option<&'static str> {
    let sections = [("power", "power"), ("spectrum", "radio"), ("network", "carriers"), ("carrier", "carriers")];
    sections.into_iter().find(|(above, _)| is_below(capability, above)).map(|(_, section)| section)
}
