//! The names of a request become ids.

use super::compiled::Compiled;
use super::error::{ResolveError, choices, did_you_mean, near_or_choices};
use crate::model::{ComponentId, OptionId, SlotId, is_country_code};
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

    /// Whether a code is that of an area, or the origin of a manufacturer part.
    pub(super) fn check_origin(&self, code: &str) -> Result<(), ResolveError> {
        let areas = &self.model.areas;
        let made = || self.model.components.iter().flat_map(|component| &component.made);
        let origins = || made().filter_map(|part| part.origin.as_ref());
        let is_known = areas.find(code).is_some() || is_country_code(code) || origins().any(|one| one.value == code);
        if is_known {
            return Ok(());
        }
        let near = areas.nearest(code).or_else(|| nearest(code, origins().map(|one| one.value.as_str())));
        let hint = did_you_mean(near);
        let message = format!("`{code}` is neither a known area nor the origin of a component{hint}");
        Err(ResolveError::unknown_name(message))
    }

    /// Whether a name is that of a maker, compared without regard to case, or the id of one.
    pub(super) fn check_maker(&self, name: &str) -> Result<(), ResolveError> {
        let made = self.model.components.iter().flat_map(|component| &component.made);
        let makers: Vec<&str> = made.filter_map(|part| part.by.as_deref()).collect();
        if makers.iter().any(|maker| self.model.is_same_party(maker, name)) {
            return Ok(());
        }
        let parties = self.model.parties.iter().flat_map(|party| [Some(party.id.as_str()), party.name.as_deref()]);
        let near = near_in_any_case(name, makers.into_iter().chain(parties.flatten()));
        Err(ResolveError::unknown_name(format!("no component has the manufacturer `{name}`{near}")))
    }

    /// Whether a name is that of a seller of some offer, compared without regard to case.
    pub(super) fn check_seller(&self, name: &str) -> Result<(), ResolveError> {
        let sellers = || self.model.offers.iter().map(|offer| offer.seller.as_str());
        if sellers().any(|seller| seller.eq_ignore_ascii_case(name)) {
            return Ok(());
        }
        let near = near_in_any_case(name, sellers());
        Err(ResolveError::unknown_name(format!("no offer is from the seller `{name}`{near}")))
    }
}

/// Names of firms are compared in lower case: `quectl` is near `Quectel`.
fn near_in_any_case<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> String {
    let lower: Vec<(String, &str)> = known.map(|known| (known.to_lowercase(), known)).collect();
    let wanted = name.to_lowercase();
    let near = nearest(&wanted, lower.iter().map(|(lower, _)| lower.as_str()));
    did_you_mean(near.and_then(|near| lower.iter().find(|(lower, _)| lower == near)).map(|(_, known)| *known))
}
