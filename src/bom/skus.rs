//! The fewest hardware SKUs, as plain data.

use super::{Conflict, OptionSetting, Reason, Warning};
use crate::date::Date;
use crate::number::Number;
use crate::quantity::Quantity;

/// The least number of hardware sets that serve a portfolio, and which set serves which market.
///
/// A SKU is an assignment of hardware lines: slot → component version and quantity. It serves a market that has a valid
/// bill of materials with exactly these hardware lines. Made by [`Compiled::skus`](crate::Compiled::skus).
///
/// ```
#[doc = include_str!("example.txt")]
/// let found = compiled.skus(&request, terroir::SkuDepth::Number, &mut |_| {})?;
/// assert_eq!(found.skus.len(), 2);
/// assert_eq!(found.unservable[0].market, "BR");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Skus {
    /// The solution's name.
    pub solution: String,
    /// Its version.
    pub version: String,
    /// The day the product is placed on the market.
    pub as_of: Date,
    /// The currency of all amounts (ISO 4217).
    pub currency: String,
    /// Places after the point that the currency has.
    pub minor_unit: u32,
    /// What keeping one SKU costs, once.
    pub sku_cost: Number,
    /// The SKUs, in the order of the first market that each serves.
    pub skus: Vec<Sku>,
    /// What is known of the least number.
    pub minimum: Minimum,
    /// What this plan costs at a year's units, with `sku_cost` for each SKU; `None` where it was not requested or the work
    /// limit was reached first.
    pub cost: Option<CostBounds>,
    /// What other numbers of SKUs serve and cost, by number.
    pub curve: Vec<CurvePoint>,
    /// The plan in which each market has its own cheapest bill of materials, and SKUs are shared only by chance.
    pub apart: Option<CurvePoint>,
    /// Markets that no hardware serves.
    pub unservable: Vec<Conflict>,
    /// Markets of which the work limit left open whether any hardware serves them.
    pub undecided: Vec<String>,
    /// What concerns the plan as a whole: `cost-not-proved`.
    pub warnings: Vec<Warning>,
}

impl Skus {
    /// Whether it is proved that these SKUs are the fewest: the bounds meet, and no market is left undecided.
    ///
    /// ```
    #[doc = include_str!("example.txt")]
    /// let found = compiled.skus(&request, terroir::SkuDepth::Number, &mut |_| {})?;
    /// assert!(found.is_minimum_proved());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn is_minimum_proved(&self) -> bool {
        self.minimum.is_proved() && self.undecided.is_empty()
    }
}

/// One set of hardware, and the markets that it serves.
///
/// ```
#[doc = include_str!("example.txt")]
/// let found = compiled.skus(&request, terroir::SkuDepth::Number, &mut |_| {})?;
/// assert_eq!(found.skus[0].id, "A");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Sku {
    /// A, B, C …
    pub id: String,
    /// The id of the hardware: a digest of its slots and parts; `None` where the work limit was reached first.
    pub hardware_id: Option<String>,
    /// The markets that it serves, in the order of the request.
    pub markets: Vec<Served>,
    /// What it consists of, in the order of slots; empty where the work limit was reached first.
    pub hardware: Vec<Fitted>,
}

/// What fills a slot.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[non_exhaustive]
pub struct Fitted {
    /// The slot.
    pub slot: String,
    /// The component's id.
    pub component: String,
    /// Its version.
    pub version: String,
    /// How many or how much of it is in one product.
    pub quantity: Quantity,
    /// What the quantity counts; `None`: pieces.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
}

/// A market with what it adds to its SKU.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Served {
    /// The market's code.
    pub market: String,
    /// Units a year.
    pub volume: Number,
    /// The exact cost of one product there; `None` where the work limit was reached first.
    pub unit_cost: Option<Number>,
    /// Every option's value.
    pub options: Vec<OptionSetting>,
    /// The carriers picked.
    pub carriers: Vec<String>,
    /// Firmware, software, services, documents.
    pub others: Vec<Fitted>,
    /// What is not known of the market: gaps.
    pub warnings: Vec<Warning>,
}

/// Bounds on the least number of SKUs, and why there are no fewer.
///
/// ```
#[doc = include_str!("example.txt")]
/// let found = compiled.skus(&request, terroir::SkuDepth::Number, &mut |_| {})?;
/// assert_eq!((found.minimum.at_least, found.minimum.at_most), (2, 2));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Minimum {
    /// Fewer are not enough.
    pub at_least: usize,
    /// This number does.
    pub at_most: usize,
    /// Why fewer than `at_least` are not enough.
    pub proof: Proof,
    /// Solver steps spent on the proof.
    pub steps: u64,
}

impl Minimum {
    /// Whether the number is proved: the bounds meet.
    ///
    /// ```
    #[doc = include_str!("example.txt")]
    /// assert!(compiled.fewest_skus(&request)?.is_proved());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn is_proved(&self) -> bool {
        self.at_least == self.at_most
    }
}

/// Why a number of SKUs cannot be lower.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Proof {
    /// There are no markets, or one SKU serves them all.
    Trivial,
    /// No two of these markets can share.
    PairwiseApart {
        /// The markets.
        markets: Vec<String>,
        /// Why, pair by pair; pairs that the work limit left out are missing.
        pairs: Vec<Apart>,
    },
    /// All ways to split the markets into fewer SKUs were ruled out.
    Exhaustive {
        /// The largest set of markets found of which no two can share.
        markets: Vec<String>,
        /// Why, pair by pair.
        pairs: Vec<Apart>,
    },
}

/// Why two markets cannot share a SKU.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Apart {
    /// One market.
    pub one: String,
    /// The other.
    pub two: String,
    /// The slots in which they would have to hold the same.
    pub slots: Vec<String>,
    /// What keeps them from it: with the slots, a minimal set.
    pub reasons: Vec<ApartReason>,
}

/// A reason of one of two markets.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct ApartReason {
    /// The market's code.
    pub market: String,
    /// The reason.
    pub reason: Reason,
}

/// A cost with what is known of the least one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct CostBounds {
    /// What the plan costs.
    pub cost: Number,
    /// No plan with as many SKUs costs less.
    pub at_least: Number,
}

impl CostBounds {
    /// Whether the cost is the least.
    #[must_use]
    pub fn is_proved(&self) -> bool {
        self.cost == self.at_least
    }
}

/// What a number of SKUs can do.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct CurvePoint {
    /// How many SKUs at most.
    pub skus: usize,
    /// The markets that they serve: the most that can be, then the most units a year.
    pub served: Vec<String>,
    /// Whether it is known that more markets cannot be served.
    pub served_proved: bool,
    /// What serving them costs a year with the SKUs; `None` where the work limit was reached first.
    pub cost: Option<CostBounds>,
}
