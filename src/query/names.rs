//! The names of a request become ids.

use super::compiled::Compiled;
use super::error::{ResolveError, choices, did_you_mean, near_or_choices};
use crate::model::{Component, ComponentId, OptionId, SlotId, is_country_code};
use crate::name::nearest;

impl Compiled {
    /// The option of a name.
    pub(crate) fn known_option(&self, option: &str) -> Result<OptionId, ResolveError> {
        let known = || self.model.options.iter().map(|option| option.name.as_str());
        let unknown = || {
            let hint = near_or_choices(option, known());
            ResolveError::unknown_name(format!("unknown option `{option}`{hint}"))
        };
        self.model.find_option(option).ok_or_else(unknown)
    }

    /// The option of a name with the position of one of its values.
    pub(super) fn known_value(&self, option: &str, value: &str) -> Result<(OptionId, u32), ResolveError> {
        let id = self.known_option(option)?;
        let values = self.model.options.get(id).map(|option| option.values.as_slice()).unwrap_or_default();
        let at = values.iter().position(|known| known.to_string() == value);
        let Some(at) = at.and_then(|at| u32::try_from(at).ok()) else {
            let expected = choices(values);
            let message = format!("option `{option}` has no value `{value}`; expected {expected}");
            return Err(ResolveError::unknown_name(message));
        };
        Ok((id, at))
    }

    /// The slot of a name.
    pub(crate) fn known_slot(&self, slot: &str) -> Result<SlotId, ResolveError> {
        let names = || self.model.slots.iter().map(|slot| slot.name.as_str());
        let unknown = || {
            let hint = near_or_choices(slot, names());
            ResolveError::unknown_name(format!("unknown slot `{slot}`{hint}"))
        };
        self.model.find_slot(slot).ok_or_else(unknown)
    }

    /// The versions that `ID[@REQ]` means.
    pub(crate) fn versions(&self, text: &str) -> Result<Vec<ComponentId>, ResolveError> {
        let (id, requirement) = text.split_once('@').map_or((text, None), |(id, req)| (id, Some(req)));
        let requirement = requirement.map(semver::VersionReq::parse);
        let fits = |version: &semver::Version| match &requirement {
            None => true,
            Some(Ok(requirement)) => requirement.matches(version),
            Some(Err(_)) => false,
        };
        let all = self.model.versions(id).filter(|(_, component)| fits(&component.version));
        let found: Vec<ComponentId> = all.map(|(id, _)| id).collect();
        if found.is_empty() {
            let known = self.model.components.iter().map(|component| component.id.as_str());
            let versions = self.model.versions(id).map(|(_, component)| &component.version);
            let hint = match choices(versions) {
                none if none.is_empty() => near_or_choices(id, known),
                versions => format!("; its versions are {versions}"),
            };
            return Err(ResolveError::unknown_name(format!("unknown component `{text}`{hint}")));
        }
        Ok(found)
    }

    /// The components whose origin is an area or lies in it; perhaps none.
    pub(super) fn made_in(&self, code: &str) -> Result<Vec<ComponentId>, ResolveError> {
        let areas = &self.model.areas;
        let origins = || self.model.components.iter().filter_map(|component| component.origin.as_ref());
        let is_known = areas.find(code).is_some() || is_country_code(code) || origins().any(|one| one.value == code);
        if !is_known {
            let near = areas.nearest(code).or_else(|| nearest(code, origins().map(|one| one.value.as_str())));
            let hint = did_you_mean(near);
            let message = format!("`{code}` is neither a known area nor the origin of a component{hint}");
            return Err(ResolveError::unknown_name(message));
        }
        let inside = |component: &Component| {
            component.origin.as_ref().is_some_and(|origin| areas.code_lies_in(&origin.value, code))
        };
        Ok(self.components_where(inside))
    }

    /// The components of a manufacturer, compared without regard to case.
    pub(super) fn made_by(&self, name: &str) -> Result<Vec<ComponentId>, ResolveError> {
        let wanted = name.to_lowercase();
        let maker = |component: &Component| component.manufacturer.as_ref().map(|maker| maker.to_lowercase());
        let found = self.components_where(|component| maker(component).as_ref() == Some(&wanted));
        if found.is_empty() {
            let makers = self.model.components.iter().filter_map(|component| component.manufacturer.as_deref());
            // Names of firms are compared in lower case here too: `quectl` is near `Quectel`.
            let lower: Vec<(String, &str)> = makers.map(|maker| (maker.to_lowercase(), maker)).collect();
            let near = nearest(&wanted, lower.iter().map(|(lower, _)| lower.as_str()));
            let near = near.and_then(|near| lower.iter().find(|(lower, _)| lower == near)).map(|(_, maker)| *maker);
            let message = format!("no component has the manufacturer `{name}`{}", did_you_mean(near));
            return Err(ResolveError::unknown_name(message));
        }
        Ok(found)
    }

    fn components_where(&self, wanted: impl Fn(&Component) -> bool) -> Vec<ComponentId> {
        let all = self.model.components.iter().enumerate();
        all.filter(|(_, component)| wanted(component)).map(|(at, _)| ComponentId::at(at)).collect()
    }
}
