//! What keeps the markets of a portfolio apart, and what it costs to bring them together: plain data.

use super::Reason;
use crate::number::Number;

/// The cost of commonality: from the cheapest answers, each market for itself, to the fewest lines outside the core.
///
/// Made by [`Compiled::commonality`](crate::Compiled::commonality).
///
/// ```
#[doc = include_str!("example.txt")]
/// let found = compiled.commonality(&request)?;
/// assert_eq!(found.markets, ["US", "DE"]);
/// assert!(found.complete && found.points.iter().all(|point| point.proved));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Commonality {
    /// The resolved markets, in the order of `markets`.
    pub markets: Vec<String>,
    /// The least total cost for each number of regional lines, most lines first.
    pub points: Vec<Point>,
    /// Whether no point is missing and each is proved: the work limit was not reached.
    pub complete: bool,
}

/// The least cost of all markets together with a given number of lines outside the core.
///
/// ```
#[doc = include_str!("example.txt")]
/// let found = compiled.commonality(&request)?;
/// let point = &found.points[0];
/// assert_eq!((point.regional, point.total.to_string()), (2, "14000".to_owned()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Point {
    /// Lines outside the core, of all markets.
    pub regional: usize,
    /// Cost of a year: each market's cost a unit times its volume, exact.
    pub total: Number,
    /// Each market's cost a unit, exact.
    pub costs: Vec<Number>,
    /// Whether nothing with this number of lines is cheaper; otherwise it is the best found within the work limit.
    pub proved: bool,
}

/// What is proved of the least number of lines outside the shared core, of all markets together.
///
/// ```
/// use terroir::bom::RegionalBounds;
///
/// let text = |at_least, at_most| RegionalBounds { at_least, at_most }.to_string();
/// assert_eq!(text(120, Some(131)), "between 120 and 131 regional lines");
/// assert_eq!(text(1, Some(1)), "1 regional line");
/// assert_eq!(text(120, None), "at least 120 regional lines");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct RegionalBounds {
    /// No answer has fewer.
    pub at_least: usize,
    /// Valid bills of materials with this number were found; `None` where the work limit was reached first.
    pub at_most: Option<usize>,
}

impl std::fmt::Display for RegionalBounds {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let lines = |count: usize| if count == 1 { "regional line" } else { "regional lines" };
        match (self.at_least, self.at_most) {
            (least, None) => write!(formatter, "at least {least} {}", lines(least)),
            (least, Some(most)) if least == most => write!(formatter, "{least} {}", lines(least)),
            (least, Some(most)) => write!(formatter, "between {least} and {most} {}", lines(most)),
        }
    }
}

/// A slot outside the core, and what splits the markets there.
///
/// Made by [`Compiled::splits`](crate::Compiled::splits).
///
/// ```
#[doc = include_str!("example.txt")]
/// let portfolio = compiled.portfolio(&request)?;
/// let splits = compiled.splits(&request, &portfolio)?;
/// assert_eq!((splits[0].slot.as_str(), splits[0].fillings.len()), ("driver", 2));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Split {
    /// The slot.
    pub slot: String,
    /// The components that fill it, each with the markets where it does not.
    pub fillings: Vec<Filling>,
    /// The markets that leave the slot empty.
    pub empty: Vec<String>,
    /// A part that would serve in every market, tried by solving.
    pub one_for_all: Option<OneForAll>,
    /// Without one: what a part for all markets would have to take.
    pub wanted: Vec<Wanted>,
}

/// A component that fills the slot in some markets.
///
/// ```
#[doc = include_str!("example.txt")]
/// let portfolio = compiled.portfolio(&request)?;
/// let splits = compiled.splits(&request, &portfolio)?;
/// let filling = &splits[0].fillings[0];
/// assert_eq!((filling.component.as_str(), filling.markets[0].as_str()), ("driver-120", "US"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Filling {
    /// Its id, with the version where the id has several.
    pub component: String,
    /// Where it fills the slot.
    pub markets: Vec<String>,
    /// The other resolved markets, each with the reason.
    pub elsewhere: Vec<Elsewhere>,
}

/// Why a component does not fill the slot in a market.
///
/// ```
#[doc = include_str!("example.txt")]
/// let portfolio = compiled.portfolio(&request)?;
/// let splits = compiled.splits(&request, &portfolio)?;
/// let elsewhere = &splits[0].fillings[0].elsewhere[0];
/// assert_eq!(elsewhere.market, "DE");
/// assert!(matches!(elsewhere.verdict, terroir::bom::PartVerdict::Barred(_)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Elsewhere {
    /// The market.
    pub market: String,
    /// Why.
    pub verdict: PartVerdict,
}

/// What happens if a component is put into a slot of a market.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PartVerdict {
    /// There is no valid bill of materials with it, for these reasons.
    Barred(Vec<Reason>),
    /// It could fill the slot; a unit then costs this much more (or less, if other objectives come first).
    Costs(Number),
    /// The market has no such candidate in this slot.
    NoCandidate,
    /// The work limit was reached.
    Undecided,
}

/// A part that would serve in every market where the slot is filled.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct OneForAll {
    /// Its id, with the version where the id has several.
    pub component: String,
    /// Whether every market lists it; otherwise it is in the catalogue only.
    pub is_candidate: bool,
    /// What a unit costs more, by market, exact.
    pub more: Vec<ExtraCost>,
}

/// What a unit costs more in one market.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct ExtraCost {
    /// The market.
    pub market: String,
    /// The difference, exact; below zero where it costs less.
    pub amount: Number,
}

/// An attribute that a part for all markets would have to have.
///
/// ```
#[doc = include_str!("example.txt")]
/// let portfolio = compiled.portfolio(&request)?;
/// let splits = compiled.splits(&request, &portfolio)?;
/// let wanted = &splits[0].wanted[0];
/// assert_eq!((wanted.capability.as_str(), wanted.attribute.as_str()), ("power.mains", "voltage_v"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Wanted {
    /// `power.mains`.
    pub capability: String,
    /// `voltage_v`.
    pub attribute: String,
    /// `100 to 240`; or the values.
    pub values: String,
}
