//! The main question: the bill of materials of a market, or the conflict that forbids one.
//!
//! | step | where |
//! |---|---|
//! | names of the request become ids, the market's problem is solved | `question` |
//! | the answer is re-checked by [`verify`](crate::verify) and written down | `solve`, `assemble` |
//! | lines that could be exchanged, facts it rests on | `alternates`, `rests`, `uses` |
//! | how far its facts can be relied on | `standing` |
//! | all markets together, the shared core | `portfolio`, on several threads by `parallel` |
//! | two portfolios side by side | `what_if` |
//! | the objective `regional`: the markets solved jointly | `jointly` |

mod alternates;
mod assemble;
mod found;
mod jointly;
pub(crate) mod parallel;
mod portfolio;
mod rests;
mod solve;
mod standing;
mod uses;
mod what_if;

pub(crate) use portfolio::shared;
pub(crate) use solve::{Choice, solve, solve_as};

pub use crate::query::{Compiled, Request, ResolveError, Scope};

use crate::bom::{Commonality, FactUse, Outcome, Portfolio};
use crate::engine::Optimiser;
use crate::model::Objective;

impl Compiled {
    /// The answer for the first market of the request. Where `regional` is an objective, it is that of the market in the
    /// whole portfolio.
    ///
    /// # Errors
    /// [`ResolveError`] for unknown names in the request and for amounts past 128 bits. That there is no valid bill of
    /// materials is an [`Outcome`].
    pub fn resolve(&self, request: &Request) -> Result<Outcome, ResolveError> {
        let Some(code) = request.markets.first() else { return Err(ResolveError::NoMarket) };
        if self.model.header.objective.iter().any(|objective| objective.value == Objective::Regional) {
            let one = request.for_markets([code]);
            return self.portfolio(&one)?.markets.into_iter().next().ok_or(ResolveError::NoMarket);
        }
        self.with_case(request, |case| solve(case, &mut Optimiser::new()))
    }

    /// Every fact of a market that some answer could rest on, on a day: what any candidate of any slot asks the market
    /// for, and what the market asks. Two states of the files whose stated facts are equal differ in other things.
    ///
    /// # Errors
    /// [`ResolveError::UnknownMarket`], and faults of overlays that only this market uses.
    pub fn stated(&self, market: &str, day: crate::date::Date) -> Result<Vec<FactUse>, ResolveError> {
        self.with_case(&Request::market(market).as_of(day), |case| Ok(rests::of_candidates(&case)))
    }

    /// The answers for all markets of the request, or of the solution where it names none, with the shared core.
    ///
    /// # Errors
    /// As [`Compiled::resolve`].
    pub fn portfolio(&self, request: &Request) -> Result<Portfolio, ResolveError> {
        self.portfolio_watched(request, &|_, _| {})
    }

    /// The same, telling after every market how many are done, of how many.
    ///
    /// # Errors
    /// As [`Compiled::resolve`].
    pub fn portfolio_watched(
        &self,
        request: &Request,
        watch: &(dyn Fn(usize, usize) + Sync),
    ) -> Result<Portfolio, ResolveError> {
        let own = self.solution.markets();
        let whole = request.markets.is_empty() && request.scope == Scope::Portfolio;
        let codes = if whole { &own } else { &request.markets };
        portfolio::portfolio(&*self.for_markets(&request.markets)?, request, codes, watch)
    }

    /// What the markets of the solution pay together for ever fewer lines outside the shared core, whatever the
    /// solution's objectives are.
    ///
    /// # Errors
    /// As [`Compiled::resolve`].
    pub fn commonality(&self, request: &Request) -> Result<Commonality, ResolveError> {
        let codes = self.solution.markets();
        match jointly::commonality(self, &self.cases(request, &codes)?) {
            Ok(found) => Ok(found),
            Err(jointly::Stop::TooLarge) => Err(ResolveError::TooLarge),
            Err(jointly::Stop::Limit(_)) => {
                Ok(Commonality { markets: Vec::new(), points: Vec::new(), complete: false })
            }
        }
    }
}
