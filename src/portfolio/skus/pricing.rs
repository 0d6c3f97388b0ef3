//! What costs mean in the joint problem, and why a search for the cheapest stops.

use crate::kernel::Weights;
use crate::number::Number;
use crate::query::ResolveError;

/// What is needed to price and to write down splits.
pub(super) struct Priced {
    pub weights: Vec<Weights>,
    pub scale: Scale,
    /// By market, what it pays a year whatever it chooses; no part of the weights.
    pub decided: Vec<Number>,
}

impl Priced {
    /// What some markets pay a year whatever they choose.
    pub fn decided<'a>(&self, markets: impl IntoIterator<Item = &'a usize>) -> Result<Number, ResolveError> {
        let each = markets.into_iter().filter_map(|market| self.decided.get(*market));
        each.copied().try_fold(Number::ZERO, Number::checked_add).ok_or_else(ResolveError::too_large)
    }
}

/// What numbers of the joint costs mean.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    /// How many of them are one unit of money.
    pub money: i128,
    /// A change against the lock costs this.
    pub change: i128,
    /// Money is multiplied by this.
    pub factor: i128,
}

impl Scale {
    /// The money in a joint cost, rounded down where changes come first.
    pub fn money_of(self, cost: i128) -> Option<Number> {
        let money = if self.change > 1 { cost.rem_euclid(self.change) } else { cost.div_euclid(self.factor) };
        Number::from(money).checked_div(Number::from(self.money))
    }
}

/// Why an answer was not finished.
#[derive(Debug)]
pub(super) enum Stopped {
    /// The limit of work.
    Limit,
    /// It cannot be given at all.
    Error(ResolveError),
}

impl From<crate::engine::LimitReached> for Stopped {
    fn from(_: crate::engine::LimitReached) -> Self {
        Self::Limit
    }
}

impl From<ResolveError> for Stopped {
    fn from(error: ResolveError) -> Self {
        Self::Error(error)
    }
}

/// What was found; nothing where the limit came first.
pub(super) fn unless_limited<T>(found: Result<T, Stopped>) -> Result<Option<T>, ResolveError> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(Stopped::Limit) => Ok(None),
        Err(Stopped::Error(error)) => Err(error),
    }
}
