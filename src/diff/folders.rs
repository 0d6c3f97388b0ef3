//! Two solutions: what differs between their answers, market by market, also as variants.

use super::values::{self, Compared, Tried};
use super::why::Solvable;
use super::{Diff, Differing, Pair, frozen, pair, side};
use crate::bom::Outcome;
use crate::compare::Named;
use crate::lock::{Lock, LockedMarket, StatedEdit, market_title};
use crate::query::{Compiled, Request, ResolveError};

/// A solution with its name in the comparison.
#[derive(Clone, Copy)]
pub(crate) struct NamedSide<'a> {
    pub name: &'a str,
    pub compiled: &'a Compiled,
}

impl Compiled {
    /// What differs between this solution, called `left`, and another one, called `right`, market by market.
    ///
    /// # Errors
    /// As [`Compiled::resolve`](crate::Compiled::resolve).
    pub fn diff_from(&self, request: &Request, left: &str, other: &Self, right: &str) -> Result<Diff, ResolveError> {
        self.diff_tried(request, left, NamedSide { name: right, compiled: other }, &Tried::new())
    }

    /// The same with causes that are known already.
    pub(crate) fn diff_tried(
        &self,
        request: &Request,
        left: &str,
        other: NamedSide<'_>,
        tried: &Tried,
    ) -> Result<Diff, ResolveError> {
        let NamedSide { name: right, compiled: other } = other;
        let (before, after) = (self.all_answers(request)?, other.all_answers(request)?);
        let edits = other.edits_since(&before.lock);
        let compared = Compared { left: &before.lock, right: &after.lock, edits: &edits, tried };
        let (mut markets, mut same) = (Vec::new(), Vec::new());
        for View { market, variant } in both(&before, &after) {
            if !request.markets.is_empty() && !request.markets.iter().any(|code| code == market) {
                continue;
            }
            let request = &Request { variant: variant.map(str::to_owned), ..request.clone() };
            let one = Solvable { compiled: self, request, name: left, market };
            let two = Solvable { compiled: other, request, name: right, market };
            let view = View { market, variant };
            let mut pair = match (before.find(view), after.find(view)) {
                (Some(before), Some(after)) => pair(&one, before, &two, after)?,
                (before, after) => Pair::new(one.side(before), two.side(after)),
            };
            compared.complete(&mut pair, right, before.locked(view), after.locked(view));
            if pair.is_nothing() {
                same.push(market_title(market, variant));
            } else {
                markets.push(pair);
            }
        }
        let (left, right) = (side(self, request, left)?, side(other, request, right)?);
        let diff = Diff { left, right, solution: Vec::new(), markets, same };
        Ok(diff.with_solution(&compared).with_own_day(self, other, &edits))
    }

    /// The answers of all markets of the solution and of all its variants; of one variant, where the request names it.
    fn all_answers(&self, request: &Request) -> Result<Answers, ResolveError> {
        let request = Request { markets: Vec::new(), ..request.clone() };
        let has_markets = !self.solution.markets().is_empty();
        let portfolio = has_markets.then(|| self.portfolio(&request)).transpose()?;
        let mut outcomes = portfolio.as_ref().map(|portfolio| portfolio.markets.clone()).unwrap_or_default();
        let mut lock = frozen(self, &request, outcomes.clone())?.with_stated(&self.solution);
        if let Some(portfolio) = &portfolio {
            lock = lock.with_plan_of(portfolio);
        }
        let variants = self.model.variants.iter().filter(|_| request.variant.is_none());
        for variant in variants {
            let portfolio = self.portfolio(&request.clone().variant(&variant.name))?;
            lock = lock.with_variants([&portfolio], &self.files);
            outcomes.extend(portfolio.markets);
        }
        Ok(Answers { outcomes, lock })
    }
}

/// A market of the solution or of a variant.
#[derive(Clone, Copy, PartialEq, Eq)]
struct View<'a> {
    market: &'a str,
    variant: Option<&'a str>,
}

impl<'a> View<'a> {
    fn of(outcome: &'a Outcome) -> Self {
        Self { market: outcome.market(), variant: outcome.variant() }
    }
}

/// What either side answers, in the order of the first.
fn both<'a>(before: &'a Answers, after: &'a Answers) -> Vec<View<'a>> {
    let mut views: Vec<View<'a>> = before.outcomes.iter().map(View::of).collect();
    let added: Vec<View<'a>> = after.outcomes.iter().map(View::of).filter(|view| !views.contains(view)).collect();
    views.extend(added);
    views
}

/// The answers of one side, also as a lock.
struct Answers {
    outcomes: Vec<Outcome>,
    lock: Lock,
}

impl Answers {
    fn find(&self, view: View<'_>) -> Option<&Outcome> {
        self.outcomes.iter().find(|outcome| View::of(outcome) == view)
    }

    fn locked(&self, view: View<'_>) -> Option<&LockedMarket> {
        let is_it = |market: &&LockedMarket| market.market == view.market && market.variant.as_deref() == view.variant;
        self.lock.markets.iter().find(is_it)
    }
}

impl Diff {
    /// Adds the as-of dates that the solutions fix, where they differ: both are answered on one day.
    fn with_own_day(mut self, left: &Compiled, right: &Compiled, edits: &[StatedEdit]) -> Self {
        let day = |compiled: &Compiled| compiled.solution.as_of().map(|day| day.to_string());
        let (before, after) = (day(left), day(right));
        if before != after {
            let of_day = edits.iter().filter(|edit| edit.entry == "solution" && edit.path == "as-of");
            let because = of_day.map(|edit| values::caused_by(edit, &self.right.name)).collect();
            self.solution.push(Differing { what: Named { name: "as-of".to_owned(), before, after }, because });
        }
        self
    }
}
