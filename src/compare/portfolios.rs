//! The answers of all markets side by side: today's and those of a what-if.

use super::{Difference, boms};
use crate::bom::{Outcome, Portfolio};
use crate::date::Date;
use crate::number::Number;

/// Two portfolios side by side.
///
/// Made by [`Compiled::what_if`](crate::Compiled::what_if).
///
/// ```
#[doc = include_str!("../bom/example.txt")]
/// let comparison = compiled.what_if(&request, &request.clone().without("driver-120"))?;
/// assert_eq!(comparison.flags, ["--without driver-120"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Comparison {
    /// The solution's name.
    pub solution: String,
    /// Its version.
    pub version: String,
    /// The currency of all amounts.
    pub currency: String,
    /// Places after the point that the currency has.
    pub minor_unit: u32,
    /// The what-if flags as typed.
    pub flags: Vec<String>,
    /// The day of the first answers.
    pub before: Date,
    /// The day of the second.
    pub after: Date,
    /// One entry for each market of the first, in its order.
    pub markets: Vec<MarketChange>,
}

/// The two answers of one market.
///
/// ```
#[doc = include_str!("../bom/example.txt")]
/// let comparison = compiled.what_if(&request, &request.clone().without("driver-120"))?;
/// assert!(comparison.markets[0].is_lost(), "nothing else takes the mains of the US");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct MarketChange {
    /// The market's code.
    pub market: String,
    /// Units a year.
    pub volume: Number,
    /// The first answer.
    pub before: Outcome,
    /// The second.
    pub after: Outcome,
    /// What differs, where both are resolved.
    pub difference: Option<Difference>,
}

/// All markets together.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Totals {
    /// Markets with a bill of materials in the first.
    pub resolved_before: usize,
    /// Markets with one in the second.
    pub resolved_after: usize,
    /// Markets that have one only in the first.
    pub lost: Vec<String>,
    /// Markets that have one only in the second.
    pub won: Vec<String>,
    /// Markets with two different bills of materials.
    pub changed: Vec<String>,
    /// Cost of a year at the markets' volumes, over the markets resolved in both: first and second.
    pub yearly: YearlyCost,
    /// How many markets the yearly cost counts.
    pub counted: usize,
}

/// The cost of a year in two portfolios.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct YearlyCost {
    /// In the first, exact.
    pub before: Number,
    /// In the second, exact.
    pub after: Number,
}

impl MarketChange {
    /// Whether a bill of materials was lost.
    #[must_use]
    pub fn is_lost(&self) -> bool {
        self.before.bom().is_some() && self.after.bom().is_none()
    }

    /// Whether nothing differs: neither the status nor a line nor the cost.
    ///
    /// ```
    #[doc = include_str!("../bom/example.txt")]
    /// let comparison = compiled.what_if(&request, &request.clone().without("driver-120"))?;
    /// assert!(comparison.markets[1].is_same());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn is_same(&self) -> bool {
        match &self.difference {
            Some(difference) => difference.is_same_bom() && difference.cost == Some(Number::ZERO),
            None => std::mem::discriminant(&self.before) == std::mem::discriminant(&self.after),
        }
    }
}

impl Comparison {
    /// All markets together; amounts past 128 bits are left out of the sums.
    #[must_use]
    pub(crate) fn totals(&self) -> Totals {
        let mut totals = Totals {
            resolved_before: 0,
            resolved_after: 0,
            lost: Vec::new(),
            won: Vec::new(),
            changed: Vec::new(),
            yearly: YearlyCost { before: Number::ZERO, after: Number::ZERO },
            counted: 0,
        };
        for one in &self.markets {
            let (before, after) = (one.before.bom(), one.after.bom());
            totals.resolved_before += usize::from(before.is_some());
            totals.resolved_after += usize::from(after.is_some());
            match (before, after) {
                (Some(before), Some(after)) => {
                    let yearly = |cost: Number, sum: Number| cost.checked_mul(one.volume)?.checked_add(sum);
                    let sums = (yearly(before.cost(), totals.yearly.before), yearly(after.cost(), totals.yearly.after));
                    if let (Some(first), Some(second)) = sums {
                        totals.yearly = YearlyCost { before: first, after: second };
                        totals.counted += 1;
                    }
                    if !one.is_same() {
                        totals.changed.push(one.market.clone());
                    }
                }
                (Some(_), None) => totals.lost.push(one.market.clone()),
                (None, Some(_)) => totals.won.push(one.market.clone()),
                (None, None) => {}
            }
        }
        totals
    }
}

/// Pairs the answers of the same markets; a market that only one side has is left out.
///
/// `volume`: units a year of a market, for the totals.
#[must_use]
pub fn portfolios(
    before: &Portfolio,
    after: &Portfolio,
    currency: &str,
    volume: &dyn Fn(&str) -> Number,
) -> Comparison {
    let pair = |first: &Outcome| {
        let second = after.markets.iter().find(|other| other.market() == first.market())?;
        Some(MarketChange {
            market: first.market().to_owned(),
            volume: volume(first.market()),
            before: first.clone(),
            after: second.clone(),
            difference: first.bom().zip(second.bom()).map(|(first, second)| boms(first, second)),
        })
    };
    Comparison {
        solution: before.solution.clone(),
        version: before.version.clone(),
        currency: currency.to_owned(),
        minor_unit: crate::bom::minor_unit(currency),
        flags: Vec::new(),
        before: before.as_of,
        after: after.as_of,
        markets: before.markets.iter().filter_map(pair).collect(),
    }
}
