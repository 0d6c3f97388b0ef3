//! The answers of all markets and what they share, as plain data.

use super::{Order, Outcome, Warning};
use crate::date::Date;
use crate::number::Number;

/// The answers of all markets, and the core that they share.
///
/// Made by [`Compiled::portfolio`](crate::Compiled::portfolio).
///
/// ```
#[doc = include_str!("example.txt")]
/// let portfolio = compiled.portfolio(&request)?;
/// assert_eq!((portfolio.solution.as_str(), portfolio.markets.len()), ("lamp", 3));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Portfolio {
    /// The solution's name.
    pub solution: String,
    /// Its version.
    pub version: String,
    /// The day the product is placed on the market.
    pub as_of: Date,
    /// The variant that was requested; `None`: the solution.
    pub variant: Option<String>,
    /// One answer for each market, in the order of the request.
    pub markets: Vec<Outcome>,
    /// The currency of all amounts (ISO 4217).
    pub currency: String,
    /// What a year costs, over the markets that are resolved; `None` where the solution states no price tiers, offers or
    /// anything else that markets pay for together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year_cost: Option<Number>,
    /// What is proved of the least `year_cost` where the plan is not proved to be the best: lower and upper bound.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bounds: Option<(Number, Number)>,
    /// The year's orders: by component, then as the offers are written.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub orders: Vec<Order>,
    /// The shared core.
    pub core: Core,
    /// Warnings about several markets at once: `core-share`, `free-option`.
    pub warnings: Vec<Warning>,
}

/// The shared core: slots that hold the same component version in the same quantity in every resolved market.
///
/// ```
#[doc = include_str!("example.txt")]
/// let core = compiled.portfolio(&request)?.core;
/// assert_eq!((core.markets, core.requested), (2, 3), "Brazil has no BOM");
/// assert!(core.lines.is_empty(), "the only slot holds different drivers");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Core {
    /// Core lines × markets ÷ all lines of all markets; 0 where nothing resolved.
    pub share: Number,
    /// The same, of hardware lines only.
    pub hardware_share: Number,
    /// The same, of what the lines cost: the core's share of the cost of one unit in each market.
    pub cost_share: Number,
    /// How many markets were resolved.
    pub markets: usize,
    /// How many markets the portfolio has.
    pub requested: usize,
    /// The slots of the core.
    pub lines: Vec<String>,
    /// The slots that are not in it, with what fills them where.
    pub regional: Vec<RegionalSlot>,
}

/// A slot outside the core, with what fills it where: `driver-120` in the US, `driver-230` in Germany.
///
/// ```
#[doc = include_str!("example.txt")]
/// let core = compiled.portfolio(&request)?.core;
/// assert_eq!((core.regional[0].slot.as_str(), core.regional[0].fillings.len()), ("driver", 2));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct RegionalSlot {
    /// The slot.
    pub slot: String,
    /// What fills it, in the order of the first market of each.
    pub fillings: Vec<RegionalFilling>,
}

/// The markets where one component fills a slot outside the core.
///
/// ```
#[doc = include_str!("example.txt")]
/// let core = compiled.portfolio(&request)?.core;
/// let filling = &core.regional[0].fillings[0];
/// assert_eq!(filling.component.as_deref(), Some("driver-120"));
/// assert_eq!(filling.markets, ["US"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct RegionalFilling {
    /// The component's id, with its version and its quantity where the markets differ in them; `None` where the slot is
    /// empty.
    pub component: Option<String>,
    /// The markets, in the order of the request.
    pub markets: Vec<String>,
}
