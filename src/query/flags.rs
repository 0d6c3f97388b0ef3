//! The flags of a request in a case: names become ids, and what was typed is kept for the reasons.

use super::case::{Case, FlagId, TypedFlag};
use super::error::{ResolveError, choices, near_or_choices};
use super::request::{self, Request, Setting};
use crate::kernel::{OptionValue, Pin, PinFlag};
use crate::model::{Component, ComponentId};
use crate::trade::Lost;

impl Case<'_> {
    /// Adds all flags of a request.
    pub(super) fn add_flags(&mut self, request: &Request) -> Result<(), ResolveError> {
        for setting in &request.set {
            self.add_setting(setting)?;
        }
        for pin in &request.pin {
            self.add_pin(pin)?;
        }
        for component in &request.without {
            let versions = self.compiled.versions(component)?;
            self.exclude(format!("--without {component}"), versions);
        }
        for origin in &request.without_origin {
            self.compiled.check_origin(origin)?;
            self.lose(format!("--without-origin {origin}"), Lost::Origin(origin.clone()));
        }
        for maker in &request.without_maker {
            self.compiled.check_maker(maker)?;
            self.lose(format!("--without-maker {maker}"), Lost::Maker(maker.clone()));
        }
        for seller in &request.without_seller {
            self.compiled.check_seller(seller)?;
            self.lose(format!("--without-seller {seller}"), Lost::Seller(seller.clone()));
        }
        Ok(())
    }

    fn add_setting(&mut self, setting: &Setting) -> Result<(), ResolveError> {
        let (id, at) = self.compiled.known_value(&setting.option, &setting.value)?;
        self.input.flags.set.push(OptionValue { option: id, value: at });
        self.typed.push(TypedFlag { flag: FlagId::Set(id), text: setting.flag() });
        Ok(())
    }

    fn add_pin(&mut self, pin: &request::Pin) -> Result<(), ResolveError> {
        let request::Pin { slot, component } = pin;
        let id = self.compiled.known_slot(slot)?;
        self.typed.push(TypedFlag { flag: FlagId::Pin(id), text: pin.flag() });
        // A slot that this market does not have is empty here, pinned or not.
        let Some(definition) = self.input.view.slots.get(id).and_then(Option::as_ref) else { return Ok(()) };
        if component.is_empty() {
            if !definition.optional {
                return Err(ResolveError::foreign_pin(format!(
                    "slot `{slot}` is not optional and cannot be left empty"
                )));
            }
            self.input.flags.pins.push(PinFlag { slot: id, pin: Pin::Empty });
            return Ok(());
        }
        let model = &self.compiled.model;
        let name = component.split_once('@').map_or(component.as_str(), |(name, _)| name);
        let candidates = || definition.candidates.iter().filter_map(|id| model.components.get(*id));
        let of_slot = |error| {
            if model.versions(name).next().is_some() {
                return error;
            }
            let hint = near_or_choices(name, candidates().map(|one| one.id.as_str()));
            ResolveError::unknown_name(format!("unknown component `{component}`{hint}"))
        };
        let mut meant = self.compiled.versions(component).map_err(of_slot)?;
        meant.retain(|version| definition.candidates.contains(version));
        if meant.is_empty() {
            let expected = choices(definition.candidates.iter().map(|id| self.compiled.model.component_label(*id)));
            let message = format!("`{component}` is not a candidate of slot `{slot}`; expected {expected}");
            return Err(ResolveError::foreign_pin(message));
        }
        self.input.flags.pins.push(PinFlag { slot: id, pin: Pin::Any(meant) });
        Ok(())
    }

    /// Ways in which components may not be bought; those of which none is left may not be used.
    fn lose(&mut self, text: String, lost: Lost) {
        let (shop, model) = (self.input.shop(), self.input.model);
        let all_lost = |component: &Component| component.made.iter().all(|part| shop.loses(&lost, part));
        let gone = model.components.entries().filter(|(_, component)| all_lost(component));
        let gone: Vec<ComponentId> = gone.map(|(id, _)| id).collect();
        self.input.flags.lost_by.push(self.input.flags.without.len());
        self.input.flags.lost.push(lost);
        self.exclude(text, gone);
    }

    /// Components that may not be used; each flag is a reason of its own.
    fn exclude(&mut self, text: String, components: Vec<ComponentId>) {
        self.typed.push(TypedFlag { flag: FlagId::Without(self.input.flags.without.len()), text });
        self.input.flags.without.push(components);
    }
}
