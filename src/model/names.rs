//! Every name that a condition may use.

use super::SlotName;
use super::area::Areas;
use super::matching_versions::matching_versions;
use crate::diagnostic::Diagnostic;
use crate::name::{is_below, nearest};
use crate::schema::{Component, ComponentId, OptionDefinition, OptionId, OptionValue, SlotId};
use crate::span::Span;
use crate::syntax::condition::ComponentReference;
use crate::terms::code::NameCode;
use semver::Version;
use std::collections::{BTreeMap, BTreeSet};

/// Names by kind.
pub struct Names<'a> {
    pub(super) areas: &'a Areas,
    options: &'a [OptionDefinition],
    slots: BTreeMap<String, SlotId>,
    versions: BTreeMap<String, Vec<(Version, ComponentId)>>,
    pub(super) carriers: BTreeSet<String>,
    /// Capabilities that conditions of built-in overlays and packs name: a solution need not have them.
    pub(super) vocabulary: BTreeSet<String>,
    capabilities: BTreeSet<String>,
    attributes: BTreeSet<String>,
    /// Ids of carriers that built-in overlays name which this solution does not load.
    elsewhere: &'a dyn Fn(&str) -> bool,
}

type Fallible<T> = Result<T, Box<Diagnostic>>;

impl<'a> Names<'a> {
    pub(super) fn new(
        areas: &'a Areas,
        options: &'a [OptionDefinition],
        slots: &[SlotName],
        components: &[Component],
        elsewhere: &'a dyn Fn(&str) -> bool,
    ) -> Self {
        let mut versions: BTreeMap<String, Vec<(Version, ComponentId)>> = BTreeMap::new();
        for (at, component) in components.iter().enumerate() {
            let entry = (component.version.clone(), ComponentId::at(at));
            versions.entry(component.id.clone()).or_default().push(entry);
        }
        let provided = components.iter().flat_map(|component| &component.provides);
        let named = components.iter().flat_map(|component| &component.attributes.0);
        Self {
            areas,
            options,
            slots: slots.iter().enumerate().map(|(at, slot)| (slot.name.clone(), SlotId::at(at))).collect(),
            versions,
            carriers: BTreeSet::new(),
            vocabulary: BTreeSet::new(),
            capabilities: provided.map(|provided| provided.capability.clone()).collect(),
            attributes: named.map(|(name, _)| name.to_string()).collect(),
            elsewhere,
        }
    }

    pub(super) fn option(&self, name: &str) -> Option<(OptionId, &'a [OptionValue])> {
        let at = self.options.iter().position(|option| option.name == name)?;
        self.options.get(at).map(|option| (OptionId::at(at), option.values.as_slice()))
    }

    pub(super) fn option_names(&self) -> impl Iterator<Item = &'a str> {
        self.options.iter().map(|option| option.name.as_str())
    }

    pub(super) fn slot(&self, name: &str) -> Option<SlotId> {
        self.slots.get(name).copied()
    }

    pub(super) fn has_slot(&self, name: &str) -> bool {
        self.slots.contains_key(name)
    }

    pub(super) fn slot_names(&self) -> impl Iterator<Item = &str> {
        self.slots.keys().map(String::as_str)
    }

    pub(super) fn has_carrier(&self, id: &str) -> bool {
        self.carriers.contains(id) || (self.elsewhere)(id)
    }

    /// The components that a `choose` means, in catalogue order: without a requirement no pre-releases.
    pub(super) fn candidates(&self, reference: &ComponentReference, span: Span) -> Fallible<Vec<ComponentId>> {
        match self.versions.get(&reference.id) {
            Some(versions) => matching_versions(reference, versions, span),
            None => {
                let message = format!("unknown component `{}`", reference.id);
                let near = nearest(&reference.id, self.versions.keys().map(String::as_str));
                Err(Box::new(Diagnostic::error(NameCode::UnknownComponent, span, message).did_you_mean(near)))
            }
        }
    }

    /// The components that a condition means, in catalogue order: without a requirement any version.
    pub(super) fn components(&self, reference: &ComponentReference, span: Span) -> Fallible<Vec<ComponentId>> {
        match self.versions.get(&reference.id) {
            Some(versions) if reference.requirement.is_none() => Ok(versions.iter().map(|(_, id)| *id).collect()),
            Some(_) | None => self.candidates(reference, span),
        }
    }

    pub(super) fn provided(&self, capability: &str, span: Span) -> Fallible<String> {
        if self.vocabulary.contains(capability) || self.capabilities.iter().any(|known| is_below(known, capability)) {
            return Ok(capability.to_owned());
        }
        let message = format!("no component provides `{capability}`");
        let near = nearest(capability, self.capabilities.iter().map(String::as_str));
        Err(Box::new(Diagnostic::error(NameCode::UnknownCapability, span, message).did_you_mean(near)))
    }

    pub(super) fn summed(&self, attribute: &str, span: Span) -> Fallible<String> {
        if self.attributes.contains(attribute) {
            return Ok(attribute.to_owned());
        }
        let message = format!("no component has the attribute `{attribute}`");
        let near = nearest(attribute, self.attributes.iter().map(String::as_str));
        Err(Box::new(Diagnostic::error(NameCode::UnknownAttribute, span, message).did_you_mean(near)))
    }
}
