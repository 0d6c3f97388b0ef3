//! Questions about several markets together.
//!
//! | question | where |
//! |---|---|
//! | the answers of all markets | `answers`, on several threads by `parallel` |
//! | what all of them share | `shared_core` |
//! | the objective `regional`: the markets solved jointly, and the price of fewer regional lines | `regional` |
//! | what keeps slots out of the shared core | `commonality` |
//! | the fewest hardware SKUs, and which markets each serves | `skus` |
//! | two portfolios side by side | `what_if` |

mod answers;
mod commonality;
pub(crate) mod parallel;
mod purchasing;
mod regional;
mod shared_core;
mod skus;
mod what_if;

pub(crate) use shared_core::shared;
pub use skus::{SkuDepth, SkuProgress};

use crate::bom::{Commonality, FactUse, Outcome, Portfolio};
use crate::date::Date;
use crate::engine::Optimiser;
use crate::evidence;
use crate::model::Objective;
use crate::query::{Compiled, Request, ResolveError};
use crate::resolve::solve;

impl Compiled {
    /// The answer for the first market of the request. Where `regional` is an objective, it is that market's answer in
    /// the whole portfolio.
    ///
    /// ```
    /// # let solution = terroir::Solution::from_sources([("solution.toml", "
    /// #     [solution]\nname = 'lamp'\nmarkets = ['US']\ncurrency = 'USD'\n[slots.driver]\nchoose = ['driver-120']
    /// # "), ("catalog/c.toml", "[[components]]\nid = 'driver-120'\nkind = 'hardware'\nprice = '7.10'")])?;
    /// let request = terroir::Request::market("US").as_of("2026-11-22".parse()?);
    /// let answer = solution.compile()?.resolve(&request)?;
    /// assert_eq!(answer.bom().unwrap().lines[0].component, "driver-120");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`ResolveError`] for unknown names in the request and for amounts past 128 bits. That there is no valid bill of
    /// materials is an [`Outcome`].
    pub fn resolve(&self, request: &Request) -> Result<Outcome, ResolveError> {
        let Some(code) = request.markets.first() else { return Err(ResolveError::no_market()) };
        let is_regional = self.model.header.objective.iter().any(|objective| objective.value == Objective::Regional);
        if is_regional || purchasing::may_be_needed(self) {
            let one = request.for_markets([code]);
            return self.portfolio(&one)?.markets.into_iter().next().ok_or_else(ResolveError::no_market);
        }
        self.with_case(request, |case| solve(case, &mut Optimiser::new()))
    }

    /// Whether its markets may have to be planned together, because they share orders, set-ups or licences.
    pub(crate) fn may_be_planned(&self) -> bool {
        purchasing::may_be_needed(self)
    }

    /// Whether what a market pays may depend on what other markets take, or on borders that its parts cross.
    pub(crate) fn orders_together(&self) -> bool {
        purchasing::orders_together(self)
    }

    /// Every fact of a market that an answer on a date could use: what any candidate of any slot needs from the market,
    /// and what the market requires. A state of the files with the same stated facts differs in other things.
    ///
    /// # Errors
    /// [`ResolveErrorKind::UnknownName`](crate::ResolveErrorKind::UnknownName), and faults of overlays that only this market uses.
    pub fn stated(&self, market: &str, day: Date) -> Result<Vec<FactUse>, ResolveError> {
        self.with_case(&Request::market(market).as_of(day), |case| Ok(evidence::of_candidates(&case)))
    }

    /// The answers for all markets of the request, or of the solution where it names none, with their shared core.
    ///
    /// ```
    /// # let solution = terroir::Solution::from_sources([("solution.toml", "
    /// #     [solution]\nname = 'lamp'\nmarkets = ['US', 'DE']\ncurrency = 'USD'\n[slots.driver]\nchoose = ['driver']
    /// # "), ("catalog/c.toml", "[[components]]\nid = 'driver'\nkind = 'hardware'\nprice = '7.10'")])?;
    /// let request = terroir::Request::default().as_of("2026-11-22".parse()?);
    /// let portfolio = solution.compile()?.portfolio(&request)?;
    /// assert_eq!((portfolio.markets.len(), portfolio.core.lines), (2, vec!["driver".to_owned()]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`Compiled::resolve`].
    pub fn portfolio(&self, request: &Request) -> Result<Portfolio, ResolveError> {
        self.portfolio_watched(request, &|_, _| {})
    }

    /// The same; `watch` is called after every market with the number of finished markets and of all.
    ///
    /// # Errors
    /// As [`Compiled::resolve`].
    pub fn portfolio_watched(
        &self,
        request: &Request,
        watch: &(dyn Fn(usize, usize) + Sync),
    ) -> Result<Portfolio, ResolveError> {
        let codes = self.answered_markets(request)?;
        answers::portfolio(&*self.for_markets(&codes)?, request, &codes, watch)
    }

    /// The price of commonality: what the markets of the solution pay together for fewer and fewer lines outside the
    /// shared core, whatever the solution's objectives are.
    ///
    /// # Errors
    /// As [`Compiled::resolve`].
    pub fn commonality(&self, request: &Request) -> Result<Commonality, ResolveError> {
        match regional::commonality(self, &self.cases(request, &self.portfolio_markets(request)?)?) {
            Ok(found) => Ok(found),
            Err(regional::Stop::TooLarge) => Err(ResolveError::too_large()),
            Err(regional::Stop::Limit(_)) => {
                Ok(Commonality { markets: Vec::new(), points: Vec::new(), complete: false })
            }
        }
    }
}
