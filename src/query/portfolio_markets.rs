//! The markets that a request is about: those of its variant, or of the solution.

use super::compiled::Compiled;
use super::error::{ResolveError, near_or_choices};
use super::request::{Request, Scope};
use crate::model::VariantId;
use crate::name::listed;

impl Compiled {
    /// The variant of a name.
    pub(crate) fn known_variant(&self, name: &str) -> Result<VariantId, ResolveError> {
        let unknown = || {
            let known = self.model.variants.iter().map(|variant| variant.name.as_str());
            let hint = match near_or_choices(name, known) {
                none if none.is_empty() => "; the solution has no `[[variants]]`".to_owned(),
                hint => hint,
            };
            ResolveError::unknown_name(format!("unknown variant `{name}`{hint}"))
        };
        self.model.find_variant(name).ok_or_else(unknown)
    }

    /// The variant that is requested; `None` for the solution.
    pub(crate) fn variant_of(&self, request: &Request) -> Result<Option<VariantId>, ResolveError> {
        request.variant.as_deref().map(|name| self.known_variant(name)).transpose()
    }

    /// The codes of the markets of the portfolio: those of the requested variant, else those of the solution.
    pub(crate) fn portfolio_markets(&self, request: &Request) -> Result<Vec<String>, ResolveError> {
        let areas = self.model.markets_of(self.variant_of(request)?);
        Ok(areas.into_iter().map(|area| self.model.areas.code(area).to_owned()).collect())
    }

    /// The codes of the markets that are answered: the requested ones, else those of the portfolio. Of a variant only its
    /// own are; that none is left is an error.
    pub(crate) fn answered_markets(&self, request: &Request) -> Result<Vec<String>, ResolveError> {
        let own = self.portfolio_markets(request)?;
        if request.markets.is_empty() {
            return Ok(match request.scope {
                Scope::Portfolio => own,
                Scope::Requested => Vec::new(),
            });
        }
        let Some(name) = &request.variant else { return Ok(request.markets.clone()) };
        let kept: Vec<String> = request.markets.iter().filter(|code| own.contains(code)).cloned().collect();
        if kept.is_empty() { Err(not_sold(name, &request.markets, &own)) } else { Ok(kept) }
    }
}

/// None of the markets is one of the variant.
pub(super) fn not_sold(variant: &str, markets: &[String], own: &[String]) -> ResolveError {
    let names = |codes: &[String]| listed(&codes.iter().map(String::as_str).collect::<Vec<_>>());
    ResolveError::not_sold(format!(
        "variant `{variant}` is not sold in {}; its markets are {}",
        names(markets),
        names(own)
    ))
}
