//! What other numbers of SKUs would do: whom fewer could serve, what more would save.

use super::cover::Cover;
use super::coverage;
use super::markets::Markets;
use super::oracle::Oracle;
use super::partition::{Prices, Search, Split};
use super::pricing::{Priced, unless_limited};
use super::sets::Set;
use super::{SkuDepth, SkuProgress};
use crate::bom::CurvePoint;
use crate::engine::Work;
use crate::query::ResolveError;
use std::collections::BTreeSet;

/// How many numbers past the least one are tried unless the depth says more.
const FURTHER: usize = 5;

/// What a curve is drawn from, and how far.
pub(super) struct Curve<'a, 'b> {
    pub markets: &'a Markets<'b>,
    pub servable: &'a [usize],
    pub priced: &'a Priced,
    /// The least number of SKUs.
    pub cover: &'a Cover,
    pub depth: SkuDepth,
    pub limit: u64,
}

/// Whom a number of SKUs serves.
#[derive(Clone, Copy)]
struct Serving<'a> {
    skus: usize,
    markets: &'a [usize],
    /// No other markets would be more.
    is_proved: bool,
}

type Points = (Vec<CurvePoint>, Option<CurvePoint>);

impl Curve<'_, '_> {
    /// The points by number, and the one where no market shares for its own sake.
    pub fn points(
        &self,
        oracle: &mut Oracle,
        prices: &mut Prices<'_>,
        plan: Option<&Split>,
        report: &mut dyn FnMut(SkuProgress),
    ) -> Result<Points, ResolveError> {
        let least = self.cover.groups.len();
        let Some(plan) = plan.filter(|_| self.depth != SkuDepth::Plan && least > 0) else {
            return Ok((Vec::new(), None));
        };
        let mut work = Work::new(self.limit);
        let alone = self.alone(prices, &mut work)?;
        let last = match self.depth {
            SkuDepth::UpTo(last) => last,
            SkuDepth::Number | SkuDepth::Plan | SkuDepth::Usual => least + FURTHER,
        };
        let last = last.min(self.servable.len());
        let mut points = Vec::new();
        for count in 1..least.min(last + 1) {
            report(SkuProgress::costs(count));
            points.push(self.fewer(oracle, prices, count, &mut work)?);
        }
        let mut split = plan.clone();
        for count in least..=last {
            report(SkuProgress::costs(count));
            if count > least {
                let mut search = Search {
                    prices: &mut *prices,
                    oracle: &mut *oracle,
                    work: &mut work,
                    markets: self.servable,
                    count,
                };
                let Some(better) = unless_limited(search.cheapest(&split.groups))? else { break };
                let saves = better.cost < split.cost;
                split = better;
                // One more saves nothing, and so does any further one.
                if !saves && self.depth == SkuDepth::Usual && split.at_least == split.cost {
                    break;
                }
            }
            points.push(self.point(self.all_served(count), Some(&split))?);
        }
        Ok((points, alone))
    }

    /// Every market with its own cheapest hardware.
    fn alone(&self, prices: &mut Prices<'_>, work: &mut Work) -> Result<Option<CurvePoint>, ResolveError> {
        let mut hardware: BTreeSet<Vec<u32>> = BTreeSet::new();
        let mut cost = 0;
        for market in self.servable {
            let Some(Some((own, meanings))) = unless_limited(prices.optimum(&[*market], work))? else {
                return Ok(None);
            };
            cost += own;
            hardware.insert(meanings.into_iter().take(self.markets.choices.len()).collect());
        }
        let split = Split { groups: Vec::new(), cost, at_least: cost };
        self.point(self.all_served(hardware.len()), Some(&split)).map(Some)
    }

    /// Whom fewer than the least number can serve.
    fn fewer(
        &self,
        oracle: &mut Oracle,
        prices: &mut Prices<'_>,
        count: usize,
        work: &mut Work,
    ) -> Result<CurvePoint, ResolveError> {
        let features: Vec<Set> = self.servable.iter().map(|market| prices.features()[*market].clone()).collect();
        let units = |market: &usize| self.markets.volume(*market).to_integer().unwrap_or(0);
        let units: Vec<i128> = self.servable.iter().map(units).collect();
        let found = unless_limited(coverage::most(oracle, &features, &units, count, work))?;
        let is_proved = found.is_some();
        let of_servable = |group: &Vec<usize>| group.iter().map(|member| self.servable[*member]).collect();
        let groups: Vec<Vec<usize>> = match found {
            Some(groups) => groups.iter().map(of_servable).collect(),
            None => coverage::largest(&self.cover.groups, count),
        };
        let mut served: Vec<usize> = groups.iter().flatten().copied().collect();
        served.sort_unstable();
        let mut search = Search { prices, oracle, work, markets: &served, count };
        let split = unless_limited(search.cheapest(&groups))?;
        self.point(Serving { skus: count, markets: &served, is_proved }, split.as_ref())
    }

    fn all_served(&self, skus: usize) -> Serving<'_> {
        Serving { skus, markets: self.servable, is_proved: true }
    }

    fn point(&self, serving: Serving<'_>, split: Option<&Split>) -> Result<CurvePoint, ResolveError> {
        let decided = self.priced.decided(serving.markets)?;
        let keeping = self.markets.keeping(serving.skus)?.checked_add(decided).ok_or_else(ResolveError::too_large)?;
        Ok(CurvePoint {
            skus: serving.skus,
            served: serving.markets.iter().map(|market| self.markets.code(*market).to_owned()).collect(),
            served_proved: serving.is_proved,
            cost: split.map(|split| split.bounds(self.priced.scale, keeping)).transpose()?,
        })
    }
}
