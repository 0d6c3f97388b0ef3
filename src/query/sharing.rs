//! Which markets share the cost of planned certificates: those of the portfolio that have a valid bill of materials.
//!
//! Whether a market has one does not depend on costs, so it is decided first, once for each market, day and set of flags,
//! with steps of its own: it changes nothing in the steps that an answer takes.

use super::compiled::Compiled;
use super::request::Request;
use super::validity::{Question, Sharing};
use crate::date::Date;
use crate::engine::{LimitReached, Work, satisfy};
use crate::kernel::is_accepted;
use crate::model::AreaId;
use crate::number::Number;
use crate::overlay::{MarketView, change_points};
use std::collections::{BTreeMap, BTreeSet};

impl Compiled {
    /// The schemes for which a market's answer could rely on a planned certificate.
    pub(crate) fn planned_schemes(&self, view: &MarketView) -> BTreeSet<String> {
        let own = view.certificates.iter().filter(|one| one.planned.is_some()).map(|one| one.scheme.clone());
        own.chain(self.index.planned_schemes().iter().cloned()).collect()
    }

    /// Who shares the cost of a market's planned certificates on a day, with the flags of a request: the market itself, as
    /// if it had a valid bill of materials, and the other markets of the portfolio that have one.
    pub(super) fn sharing(&self, request: &Request, market: AreaId, day: Date) -> Sharing {
        let mut sharing = Sharing { markets: vec![market], is_undecided: false };
        let Some(view) = self.markets.get(&market) else { return sharing };
        let schemes = self.planned_schemes(view);
        let is_concerned = |view: &MarketView| schemes.iter().any(|scheme| is_accepted(view, scheme, day));
        if schemes.is_empty() || !is_concerned(view) {
            return sharing;
        }
        let variant = request.variant.as_deref().and_then(|name| self.model.find_variant(name));
        // The portfolio is the variant's markets, else those of the solution and those that are named besides.
        let portfolio = variant.map(|_| self.model.markets_of(variant));
        let is_member = |area: &AreaId| portfolio.as_ref().is_none_or(|areas| areas.contains(area));
        for (other, view) in self.markets.iter().filter(|(other, _)| **other != market && is_member(other)) {
            if is_concerned(view) {
                match self.has_valid_bom(request, *other, day) {
                    Some(true) => sharing.markets.push(*other),
                    Some(false) => {}
                    None => sharing.is_undecided = true,
                }
            }
        }
        sharing.markets.sort_unstable();
        sharing
    }

    /// The units a year that share the cost of planned certificates, by scheme.
    pub(super) fn shared_volumes(&self, sharing: &Sharing, view: &MarketView, day: Date) -> BTreeMap<String, Number> {
        let volume = |scheme: String| {
            let accepts = |area: &&AreaId| self.markets.get(area).is_some_and(|view| is_accepted(view, &scheme, day));
            let volumes = sharing.markets.iter().filter(accepts).map(|area| self.model.header.volume(*area));
            // Volumes have 64 bits: nothing is lost.
            let units = volumes.fold(Number::ZERO, |sum, volume| sum.checked_add(volume).unwrap_or(sum));
            (scheme, units)
        };
        self.planned_schemes(view).into_iter().map(volume).collect()
    }

    /// Whether a market has a valid bill of materials; `None` where the work limit was reached first.
    fn has_valid_bom(&self, request: &Request, market: AreaId, day: Date) -> Option<bool> {
        let question = Question {
            market,
            since: self.last_change(market, day),
            flags: request.what_if_flags().into_iter().chain(request.variant.clone()).collect(),
            limit: request.limit,
        };
        if let Some(known) = self.validity.known(&question) {
            return known;
        }
        // A flag that does not fit the market leaves it without an answer.
        let found = match self.bare_case(request, market, day) {
            Ok(case) => match satisfy(&case.lowered().problem, &mut Work::new(case.limit)) {
                Ok(found) => Some(found.is_some()),
                Err(LimitReached) => None,
            },
            Err(_) => Some(false),
        };
        self.validity.keep(question, found);
        found
    }

    fn last_change(&self, market: AreaId, day: Date) -> Option<Date> {
        let days = || {
            let view = self.markets.get(&market);
            let points = view.map(|view| change_points(&self.model, view)).unwrap_or_default();
            points.into_iter().map(|point| point.day).collect()
        };
        self.validity.last_change(market, day, days)
    }
}
