//! What may not be used: components by id, by the country they are made in, by their manufacturer.

use super::Compiled;
use super::request::{Asked, Request, ResolveError, Typed, hint};
use crate::model::{Component, ComponentId, is_country_code};
use crate::name::nearest;

impl Compiled {
    /// Looks up every flag of this kind; each is a reason of its own, with its text as typed.
    pub(super) fn ask_without(&self, asked: &mut Asked, request: &Request) -> Result<(), ResolveError> {
        for component in &request.without {
            let versions = self.versions(component)?;
            add(asked, format!("--without {component}"), versions);
        }
        for origin in &request.without_origin {
            let made_there = self.made_in(origin)?;
            add(asked, format!("--without-origin {origin}"), made_there);
        }
        for supplier in &request.without_supplier {
            let made_by = self.made_by(supplier)?;
            add(asked, format!("--without-supplier {supplier}"), made_by);
        }
        Ok(())
    }

    /// The components whose origin is an area or lies in it; perhaps none.
    fn made_in(&self, code: &str) -> Result<Vec<ComponentId>, ResolveError> {
        let areas = &self.model.areas;
        let origins = || self.model.components.iter().filter_map(|component| component.origin.as_ref());
        let is_known = areas.find(code).is_some() || is_country_code(code) || origins().any(|one| one.value == code);
        if !is_known {
            let known = areas.iter().map(|(_, area)| area.code.as_str());
            let near = nearest(code, known.chain(origins().map(|one| one.value.as_str())));
            return Err(ResolveError::UnknownOrigin { origin: code.to_owned(), hint: hint(near) });
        }
        let inside = |component: &Component| {
            component.origin.as_ref().is_some_and(|origin| areas.code_lies_in(&origin.value, code))
        };
        Ok(self.components_where(inside))
    }

    /// The components of a manufacturer, compared without regard to case.
    fn made_by(&self, name: &str) -> Result<Vec<ComponentId>, ResolveError> {
        let wanted = name.to_lowercase();
        let maker = |component: &Component| component.manufacturer.as_ref().map(|maker| maker.to_lowercase());
        let found = self.components_where(|component| maker(component).as_ref() == Some(&wanted));
        if found.is_empty() {
            let makers = self.model.components.iter().filter_map(|component| component.manufacturer.as_deref());
            // Names of firms are compared in lower case here too: `quectl` is near `Quectel`.
            let lower: Vec<(String, &str)> = makers.map(|maker| (maker.to_lowercase(), maker)).collect();
            let near = nearest(&wanted, lower.iter().map(|(lower, _)| lower.as_str()));
            let near = near.and_then(|near| lower.iter().find(|(lower, _)| lower == near)).map(|(_, maker)| *maker);
            return Err(ResolveError::UnknownSupplier { supplier: name.to_owned(), hint: hint(near) });
        }
        Ok(found)
    }

    fn components_where(&self, wanted: impl Fn(&Component) -> bool) -> Vec<ComponentId> {
        let all = self.model.components.iter().enumerate();
        all.filter(|(_, component)| wanted(component)).map(|(at, _)| ComponentId::at(at)).collect()
    }
}

fn add(asked: &mut Asked, typed: String, components: Vec<ComponentId>) {
    asked.typed.push((Typed::Without(asked.flags.without.len()), typed));
    asked.flags.without.push(components);
}
