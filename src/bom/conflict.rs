//! Why a market has no valid bill of materials, as plain data.

use super::{Fix, Warning};
use crate::date::Date;
use crate::span::Place;

/// Why a market has no valid bill of materials, and what would help.
///
/// ```
#[doc = include_str!("example.txt")]
/// let terroir::Outcome::Conflict(conflict) = compiled.resolve(&request.for_markets(["BR"]))? else { panic!() };
/// // The mains of Brazil are 127 V and 220 V, and neither driver takes both.
/// assert_eq!(conflict.reasons.len(), 1);
/// assert!(conflict.context[0].starts_with("slot `driver` must be filled"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Conflict {
    /// The market's code.
    pub market: String,
    /// The variant that was requested; `None`: the solution.
    pub variant: Option<String>,
    /// The day the product is placed on the market.
    pub as_of: Date,
    /// Reasons that together leave no solution; without any one of them there is one.
    pub reasons: Vec<Reason>,
    /// How many further minimal sets of reasons share none with these: each of them alone leaves no solution either.
    /// Counted up to [`Conflict::COUNTED`], which means that many or more.
    pub further: usize,
    /// What joins the reasons: the slots that must be filled, and the only slot that could meet a need.
    pub context: Vec<String>,
    /// Changes that were tried and help; first of all facts that are not known and could be stated.
    pub fixes: Vec<Fix>,
    /// Warnings: gaps above all.
    pub warnings: Vec<Warning>,
}

impl Conflict {
    /// Where [`further`](Conflict::further) stops counting.
    ///
    /// ```
    #[doc = include_str!("example.txt")]
    /// let terroir::Outcome::Conflict(conflict) = compiled.resolve(&request.for_markets(["BR"]))? else { panic!() };
    /// assert!(conflict.further < terroir::bom::Conflict::COUNTED, "all of them are counted");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub const COUNTED: usize = 9;
}

/// One failed constraint of a conflict, with its place and the facts that it follows from.
///
/// ```
#[doc = include_str!("example.txt")]
/// let terroir::Outcome::Conflict(conflict) = compiled.resolve(&request.for_markets(["BR"]))? else { panic!() };
/// let reason = &conflict.reasons[0];
/// assert_eq!(reason.key, "unmeetable:driver:power.mains");
/// assert!(reason.text.starts_with("no candidate of slot `driver` takes the mains of BR: voltage 127 and 220 V"));
/// assert_eq!(reason.labels.len(), 2, "what each of the two drivers needs");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Reason {
    /// What kind of constraint it is, and which: `rule:power-budget`, `pin:modem`. The same text for the same
    /// constraint, whatever the request.
    pub key: String,
    /// What fails, in a sentence.
    pub text: String,
    /// The constraint's own place; `None` for a flag.
    pub place: Option<Place>,
    /// Further lines: a candidate, a fact, each with its place.
    pub labels: Vec<ReasonLabel>,
    /// Ids of the sources of the facts that it cites.
    pub source: Vec<String>,
}

/// A line below a reason: a candidate that fails, or a fact that the reason cites.
///
/// ```
#[doc = include_str!("example.txt")]
/// let terroir::Outcome::Conflict(conflict) = compiled.resolve(&request.for_markets(["BR"]))? else { panic!() };
/// let label = &conflict.reasons[0].labels[0];
/// assert_eq!(label.text, "`driver-120` needs voltage within 100 to 130 V");
/// assert_eq!(label.place.as_ref().map(ToString::to_string), Some("catalog/drivers.toml:6".to_owned()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct ReasonLabel {
    /// The line.
    pub text: String,
    /// Where it is written; `None` where the line counts what is left out.
    pub place: Option<Place>,
}
