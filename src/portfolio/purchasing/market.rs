//! One market with its problem, once for each way of building its articles.

use crate::engine::{GroupId, OpenValues, Optimiser, Values, Work, open_values, satisfy};
use crate::kernel::{CostTerms, Lowered, Weights, add_planned, cost_terms, levels, preference};
use crate::keyed_vec::KeyedVec;
use crate::model::{ArticleId, ComponentId, Objective, Price, SiteId};
use crate::number::Number;
use crate::overlay::{Duty, MarketView};
use crate::query::{Case, Compiled, ResolveError};
use crate::trade::{Rates, Route, Structure, Way};
use std::sync::Arc;

/// Most ways of building the articles of one market that are compared.
const MOST_ROUTES: usize = 4096;

/// What is minimised at one step.
#[derive(Clone)]
pub(super) enum Level {
    /// What the plan costs, over all markets.
    Cost,
    /// Weights that no plan changes.
    Exact(Weights),
}

/// A market and its ways of building.
pub(super) struct Market<'a> {
    /// Units a year.
    pub volume: Number,
    pub built: Vec<Built<'a>>,
}

/// A market's problem where each article is built at a certain site.
pub(super) struct Built<'a> {
    pub case: Case<'a>,
    pub route: Route,
    /// The position of each article's site in its `build`, from 1; 0 where it is not built.
    pub place_of_sites: Vec<u32>,
    /// The problem, with what its objectives count by.
    pub lowered: Lowered,
    /// First the preference for a variant, then the objectives.
    pub levels: Vec<Level>,
    pub terms: CostTerms,
    /// What planned certificates cost.
    pub planned: Weights,
    pub structure: Structure,
    pub open: OpenValues,
    /// Whether a set-up is paid anywhere on this way.
    pub has_set_up: bool,
}

/// Whether the answers of these cases depend on each other, or on more than prices and duties line by line.
pub(in crate::portfolio) fn is_needed(cases: &[Case<'_>]) -> bool {
    let Some(first) = cases.first() else { return false };
    if first.input.index.supply.is_used() || cases.iter().any(|case| states_borders(case.input.view)) {
        return true;
    }
    let model = first.input.model;
    let has_tiers = model.components.iter().any(|one| matches!(&one.price, Price::Tiers(tiers) if tiers.len() > 1));
    let has_ways = |case: &Case<'_>| !case.lowered().supplies.is_empty();
    has_tiers || (first.input.index.supply.has_several() && cases.iter().any(has_ways))
}

/// Whether the answers of some markets may depend on each other, or on more than prices and duties line by line.
pub(in crate::portfolio) fn may_be_needed(compiled: &Compiled) -> bool {
    orders_together(compiled) || compiled.index.supply.has_several()
}

/// Whether what a market pays may depend on what other markets take, or on borders that its parts cross.
pub(in crate::portfolio) fn orders_together(compiled: &Compiled) -> bool {
    let components = &compiled.model.components;
    let has_tiers = components.iter().any(|one| matches!(&one.price, Price::Tiers(tiers) if tiers.len() > 1));
    let states_borders = compiled.markets.values().any(|view| states_borders(view));
    compiled.index.supply.is_used() || has_tiers || states_borders
}

/// Whether a market states rules of content, or duties that are more than a percentage of a line.
fn states_borders(view: &MarketView) -> bool {
    let is_plain = |duty: &Duty| {
        let has_amounts = !duty.per_unit.is_zero() || !duty.per_kg.is_zero() || duty.of_content.is_some();
        let has_bounds = duty.at_least.is_some() || duty.at_most.is_some();
        let is_switched = !duty.instead_of.is_empty() || duty.not_if.is_some() || duty.hs.is_empty();
        !has_amounts && !has_bounds && !is_switched
    };
    !view.content.is_empty() || view.duties.iter().any(|duty| !is_plain(duty))
}

impl<'a> Market<'a> {
    /// A case with all its ways of building; `None` where it has no answer whatever is paid.
    pub fn of(case: &Case<'a>, work: &mut Work) -> Result<Option<Self>, ResolveError> {
        let volume = case.volume();
        let mut built = Vec::new();
        let routes = routes(case);
        for route in routes {
            let rates = Rates { route: route.clone(), ..Rates::default() };
            let case = case.with_rates(Arc::new(rates));
            built.extend(Built::of(case, route, work)?);
        }
        Ok((!built.is_empty()).then_some(Self { volume, built }))
    }
}

impl Market<'_> {
    /// Whether the market takes nothing that does not meet a rule of content.
    pub fn requires_content(&self) -> bool {
        let rules = self.built.iter().flat_map(|built| &built.case.input.view.content);
        rules.into_iter().any(|rule| rule.require)
    }

    /// Whether no price depends on how many pieces other markets take.
    pub fn has_constant_prices(&self) -> bool {
        let Some(built) = self.built.first() else { return true };
        let input = &built.case.input;
        let is_constant = |id: &ComponentId| {
            let ways = built.lowered.supplies.all(*id);
            let constant = |way: &Way| input.index.supply.terms(input.model, way.order(*id)).constant().is_some();
            input.model.components[*id].attrition.is_none() && ways.iter().all(constant)
        };
        !self.built.iter().any(|one| one.has_set_up)
            && built.lowered.slots.iter().flat_map(|slot| &slot.candidates).all(is_constant)
    }
}

/// Every combination of sites of the articles that are in force in a market.
fn routes(case: &Case<'_>) -> Vec<Route> {
    let model = case.input.model;
    let mut routes = vec![KeyedVec::filled(None, model.articles.len())];
    for (id, article) in model.articles.entries() {
        let is_there = article.slot.is_none_or(|slot| case.input.view.slot(slot).is_some());
        if !is_there || !article.effectivity.holds_on(case.input.day) {
            continue;
        }
        let in_force = |site: &SiteId| model.sites[*site].effectivity.holds_on(case.input.day);
        let sites: Vec<SiteId> = article.build.iter().copied().filter(in_force).collect();
        if sites.is_empty() || routes.len().saturating_mul(sites.len()) > MOST_ROUTES {
            continue;
        }
        let with = |route: &Route| {
            let route = route.clone();
            sites.clone().into_iter().map(move |site| {
                let mut route = route.clone();
                route[id] = Some(site);
                route
            })
        };
        routes = routes.iter().flat_map(with).collect();
    }
    routes
}

impl<'a> Built<'a> {
    fn of(case: Case<'a>, route: Route, work: &mut Work) -> Result<Option<Self>, ResolveError> {
        case.refuse_too_many()?;
        let weeks = case.input.weeks_of_legs(case.lowered(), &route).ok_or_else(ResolveError::too_large)?;
        let case = case.with_rates(Arc::new(Rates { route: route.clone(), weeks, ..Rates::default() }));
        let mut lowered = case.lowered().clone();
        if satisfy(&lowered.problem, work).map_err(|_| ResolveError::limit_reached())?.is_none() {
            return Ok(None);
        }
        let structure = case.input.structure(&lowered);
        let levels = levels_of(&case, &mut lowered)?;
        let terms = cost_terms(&case.input, &lowered)?;
        let mut planned = Weights::new();
        add_planned(&case.input, &lowered, &mut planned)?;
        let Some(open) = open_values(&lowered.problem) else { return Ok(None) };
        let model = case.input.model;
        let place = |(id, site): (ArticleId, &Option<SiteId>)| {
            let at = site.and_then(|site| model.articles[id].build.iter().position(|one| *one == site));
            at.map_or(0, |at| u32::try_from(at).unwrap_or(u32::MAX).saturating_add(1))
        };
        let place_of_sites = route.entries().map(place).collect();
        let has_set_up = route.iter().flatten().any(|site| !model.sites[*site].set_up.is_zero());
        Ok(Some(Self { case, route, place_of_sites, lowered, levels, terms, planned, structure, open, has_set_up }))
    }

    /// What is open with some groups restricted; `None`: nothing is.
    pub fn open_with(&self, restricted: &[(GroupId, Values)]) -> Option<OpenValues> {
        if restricted.is_empty() {
            return Some(self.open.clone());
        }
        let mut problem = self.lowered.problem.clone();
        for (group, values) in restricted {
            problem.add_clause(crate::engine::Label::STRUCTURE, vec![(*group, values.clone())]);
        }
        open_values(&problem)
    }
}

/// The steps of the objectives, the preference for a variant first.
fn levels_of(case: &Case<'_>, lowered: &mut Lowered) -> Result<Vec<Level>, ResolveError> {
    let preferred = preference(&case.input, lowered).map(|differs| vec![(differs, vec![Number::ZERO, Number::ONE])]);
    let mut list = vec![Level::Exact(preferred.unwrap_or_default())];
    for objective in &case.objectives {
        match objective {
            Objective::Cost => list.push(Level::Cost),
            Objective::Regional => {}
            other @ (Objective::Parts | Objective::LeadTime | Objective::Changes | Objective::Sum(_)) => {
                let weights = levels(&case.input, lowered, std::slice::from_ref(other), &case.locked)?;
                list.extend(weights.into_iter().map(Level::Exact));
            }
        }
    }
    Ok(list)
}

/// What finds the answers of markets: one for all of them, since most share most parts.
pub(super) struct Engine {
    pub optimiser: Optimiser,
    pub work: Work,
}
