//! What the markets that are served together cost: their orders, articles, borders, content and licences, counted anew from
//! what the files mean.
//!
//! Amounts are exact, in the solution's currency; those of a line, an article or a licence are for one product.

mod articles;
mod borders;
mod content;
mod duties;
mod freight;
mod licenses;
mod line;
mod market;
mod money;
mod ordered;
mod orders;

#[cfg(feature = "internals")]
pub use articles::ArticleCosts;
#[cfg(feature = "internals")]
pub use content::ContentCosts;
#[cfg(feature = "internals")]
pub use licenses::LicenseCosts;
#[cfg(feature = "internals")]
pub use line::LineCosts;
pub use market::MarketCosts;
pub use orders::OrderCosts;

use super::answer::Answer;
use super::{CheckInput, Selection, sites, ways};
use crate::model::{AreaId, Model};
use crate::number::Number;
use crate::overlay::{Composer, MarketView};
use crate::terms::Pool;
use std::collections::BTreeMap;

/// A market that is served together with others.
#[derive(Clone, Copy)]
pub struct Served<'a> {
    /// The market and the day.
    pub input: CheckInput<'a>,
    /// Its answer.
    pub selection: &'a Selection,
    /// Units a year.
    pub volume: Number,
}

/// What holds in the areas that sites lie in: goods enter them, too.
#[derive(Clone, Debug, Default)]
pub struct Places(BTreeMap<AreaId, MarketView>);

impl Places {
    /// Composes the overlays of the areas of all sites.
    #[must_use]
    pub fn of(model: &Model) -> Self {
        let mut areas: Vec<AreaId> = model.sites.iter().filter_map(|site| model.areas.find(&site.within)).collect();
        areas.sort_unstable();
        areas.dedup();
        let mut composer = Composer::new(model);
        // Faults of overlays are reported where the solution is read.
        Self(areas.into_iter().map(|area| (area, composer.compose(area, &mut Vec::new()))).collect())
    }

    /// What holds in an area; `None`: nothing is known of it.
    #[must_use]
    pub fn view(&self, area: AreaId) -> Option<&MarketView> {
        self.0.get(&area)
    }
}

/// Why markets have no costs together.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoPlan {
    /// What is wrong with it, in words.
    #[error("{}", .0.join("; "))]
    Invalid(Vec<String>),
    /// An amount has thousands of digits, or a rate or the term of services is missing.
    #[error("an amount cannot be counted")]
    Uncountable,
}

/// What markets that are served together cost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanCosts {
    /// All orders, by component, then as offers are written; where each market orders for itself, market by market.
    pub orders: Vec<OrderCosts>,
    /// Each market, in the given order.
    pub markets: Vec<MarketCosts>,
    /// All units of a year.
    pub year: Number,
}

/// The markets that share orders, set-ups and licences.
pub(super) struct Group<'a> {
    /// Where each market is in the given list.
    pub places: Vec<usize>,
    /// Their answers.
    pub answers: Vec<Answer<'a>>,
    /// Their units a year.
    pub volumes: Vec<Number>,
}

/// What markets that are served together cost. With `[purchasing] pool = "market"` nothing is shared between them.
///
/// # Errors
///
/// [`NoPlan::Invalid`] where something cannot be bought or built as the answers say, where a capacity is exceeded, or where
/// required content is not met; [`NoPlan::Uncountable`] where an amount is past all bounds.
pub fn plan(markets: &[Served<'_>], places: &Places) -> Result<PlanCosts, NoPlan> {
    let mut faults = Vec::new();
    let mut answers: Vec<Answer<'_>> = Vec::with_capacity(markets.len());
    for market in markets {
        let answer = Answer::of(&market.input, market.selection, &mut faults);
        ways::check(&answer, &mut faults);
        sites::check(&answer, &mut faults);
        answers.push(answer);
    }
    if !faults.is_empty() {
        return Err(NoPlan::Invalid(faults));
    }
    let mut costs = PlanCosts { orders: Vec::new(), markets: Vec::new(), year: Number::ZERO };
    for group in groups(markets, answers) {
        let orders = orders::place(&group, &mut faults).ok_or(NoPlan::Uncountable)?;
        let Some(orders) = orders else { continue };
        let counted = market::count(&group, &orders, places, &mut faults).ok_or(NoPlan::Uncountable)?;
        costs.orders.extend(orders.list);
        for (one, volume) in counted.iter().zip(&group.volumes) {
            let year = one.total.checked_mul(*volume).and_then(|year| costs.year.checked_add(year));
            costs.year = year.ok_or(NoPlan::Uncountable)?;
        }
        costs.markets.extend(counted);
    }
    if faults.is_empty() { Ok(costs) } else { Err(NoPlan::Invalid(faults)) }
}

fn groups<'a>(markets: &'a [Served<'a>], answers: Vec<Answer<'a>>) -> Vec<Group<'a>> {
    let pool = markets.first().map(|market| market.input.model.header.pool);
    let all = || markets.iter().map(|market| market.volume);
    match pool {
        None => Vec::new(),
        Some(Pool::Portfolio) => {
            vec![Group { places: (0..markets.len()).collect(), answers, volumes: all().collect() }]
        }
        Some(Pool::Market) => {
            let alone = answers.into_iter().zip(all()).enumerate();
            alone
                .map(|(at, (answer, volume))| Group { places: vec![at], answers: vec![answer], volumes: vec![volume] })
                .collect()
        }
    }
}
