//! The fewest hardware SKUs: the least number of hardware sets such that every market is served by one of them.
//!
//! A *SKU* is an assignment of hardware lines: slot → component version and pieces. A market is *served* by it if it has
//! a valid bill of materials whose hardware lines are exactly those; firmware, software, services, documents, options
//! left open, carriers and planned certificates are the market's own.
//!
//! Of all plans that serve every market that can be served, the answer is the one with
//!
//! 1. the fewest SKUs;
//! 2. the least cost: Σ units a year × cost of one product over the markets, and `sku-cost` for each SKU;
//! 3. the fewest hardware slots that differ from the lock, counted market by market (with `keep` this comes before cost);
//! 4. the earliest split: going through the markets in the order of the request, each joins the earliest SKU it can, where SKUs
//!    are in the order of their first market;
//! 5. the contract's preference: a SKU's slots in their order, each without hardware if it may be, else with its earliest
//!    candidate in the order of the first requested market that lists it; then each market's own rest as for its own bill of
//!    materials of least cost.
//!
//! | step | where |
//! |---|---|
//! | markets become members of one joint problem; what they require of hardware are its *features* | `markets`, `joint` |
//! | whether some markets' features fit on one hardware; minimal sets that do not are cuts for all | `oracle` |
//! | the least number: first fit from above, pairs that cannot share from below, exact colouring between | `cover`, `clique` |
//! | the cheapest split into that number | `partition` |
//! | why two markets cannot share | `pairs` |
//! | what more or fewer SKUs would do | `coverage`, `curve` |
//! | every market's answer, checked | `plan` |
//! | its costs where markets order together | `pooled` |

mod clique;
mod cover;
mod coverage;
mod curve;
mod joint;
mod markets;
mod oracle;
mod pairs;
mod partition;
mod plan;
mod pooled;
mod pricing;
mod sets;
mod study;

use crate::bom::{Minimum, Skus};
use crate::query::{Compiled, Request, ResolveError};

/// Steps of reasoning for each stage where the request does not say.
const USUAL_LIMIT: u64 = 1_000_000_000;

/// How much to work out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SkuDepth {
    /// The least number with its proof, and which markets could share.
    Number,
    /// Also the cheapest plan with that number.
    Plan,
    /// Also what other numbers of SKUs would do: from one up to where one more saves nothing, a few past the least number
    /// at most.
    #[default]
    Usual,
    /// The same from one up to this number.
    UpTo(usize),
}

/// What is known while the search goes on, as a phrase: `between 2 and 4 SKUs`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SkuProgress(Step);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// Bounds on the least number.
    Number { at_least: usize, at_most: usize },
    /// The number is known, costs of a split into that number are compared.
    Costs { skus: usize },
}

impl SkuProgress {
    const fn number(at_least: usize, at_most: usize) -> Self {
        Self(Step::Number { at_least, at_most })
    }

    const fn costs(skus: usize) -> Self {
        Self(Step::Costs { skus })
    }
}

impl std::fmt::Display for SkuProgress {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 {
            Step::Number { at_least, at_most } if at_least == at_most => write!(formatter, "{at_least} SKUs, proved"),
            Step::Number { at_least, at_most } => write!(formatter, "between {at_least} and {at_most} SKUs"),
            Step::Costs { skus: 1 } => write!(formatter, "costs of 1 SKU"),
            Step::Costs { skus } => write!(formatter, "costs of {skus} SKUs"),
        }
    }
}

impl Compiled {
    /// The fewest hardware SKUs that serve the markets of the request, or of the solution where it names none.
    ///
    /// `request.limit` bounds each stage (the number, its costs, the curve); past it the answer holds both bounds.
    ///
    /// ```
    /// # use terroir::{Request, SkuDepth, Solution};
    /// # let solution = Solution::from_sources([
    /// #     ("solution.toml", "[solution]\nname = 'lamp'\nmarkets = ['US', 'CA', 'DE']\ncurrency = 'USD'\n\
    /// #         [slots.driver]\nchoose = ['driver-120', 'driver-230']\n"),
    /// #     ("catalog/drivers.toml", "[[components]]\nid = 'driver-120'\nkind = 'hardware'\nprice = '7.10'\n\
    /// #         needs = { 'power.mains' = { voltage_v = { within = [100, 130] } } }\n\
    /// #         [[components]]\nid = 'driver-230'\nkind = 'hardware'\nprice = '6.90'\n\
    /// #         needs = { 'power.mains' = { voltage_v = { within = [198, 264] } } }\n"),
    /// # ])?;
    /// let request = Request::default().as_of("2026-11-22".parse()?);
    /// let found = solution.compile()?.skus(&request, SkuDepth::Usual, &mut |_| {})?;
    /// let served: Vec<Vec<&str>> =
    ///     found.skus.iter().map(|sku| sku.markets.iter().map(|one| one.market.as_str()).collect()).collect();
    /// assert_eq!(served, [vec!["US", "CA"], vec!["DE"]]);
    /// assert!(found.minimum.is_proved());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`Compiled::resolve`]. A market that no hardware serves is part of the answer.
    pub fn skus(
        &self,
        request: &Request,
        depth: SkuDepth,
        report: &mut dyn FnMut(SkuProgress),
    ) -> Result<Skus, ResolveError> {
        let codes = self.codes(request)?;
        let compiled = &*self.for_markets(&codes)?;
        plan::skus(compiled, request, &codes, depth, report)
    }

    /// Only the least number with the markets that prove it, pairs unexplained: what [`Compiled::skus`] begins with.
    ///
    /// # Errors
    /// As [`Compiled::skus`].
    pub fn fewest_skus(&self, request: &Request) -> Result<Minimum, ResolveError> {
        let codes = self.codes(request)?;
        let compiled = &*self.for_markets(&codes)?;
        let mut study = study::Study::of(compiled, request, &codes)?;
        let cover = study.cover(&mut |_| {});
        Ok(study.minimum(&cover))
    }

    fn codes(&self, request: &Request) -> Result<Vec<String>, ResolveError> {
        let requested = self.answered_markets(request)?;
        let mut codes: Vec<String> = Vec::with_capacity(requested.len());
        for code in requested {
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
        Ok(codes)
    }
}
