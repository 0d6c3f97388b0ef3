//! What keeps the markets of a portfolio apart, and what it costs to bring them together: plain data.

use super::Reason;
use crate::number::Number;

/// The price of commonality: from the cheapest answers, each market for itself, to the fewest lines outside the core.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commonality {
    /// The resolved markets, in the order of `markets`.
    pub markets: Vec<String>,
    /// The least total cost for ever fewer regional lines; each is proved.
    pub points: Vec<Point>,
    /// Whether no point is missing: the work limit was not reached.
    pub complete: bool,
}

/// The least that the markets pay together with so many lines outside the core.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// Lines outside the core, of all markets.
    pub regional: usize,
    /// Cost of a year: each market's cost a unit times its volume, exact.
    pub total: Number,
    /// Each market's cost a unit, exact.
    pub costs: Vec<Number>,
}

/// A slot outside the core, and what splits the markets there.
#[derive(Clone, Debug, PartialEq, Eq)]
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filling {
    /// Its id, with the version where the id has several.
    pub component: String,
    /// Where it stands.
    pub markets: Vec<String>,
    /// The others.
    pub elsewhere: Vec<Elsewhere>,
}

/// Why a component does not stand in a market.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elsewhere {
    /// The market.
    pub market: String,
    /// Why.
    pub verdict: PartVerdict,
}

/// What happens if a component is put into a slot of a market.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PartVerdict {
    /// There is no valid bill of materials then, for these reasons.
    Barred(Vec<Reason>),
    /// It could stand there; a unit then costs so much more (or less, if other objectives come first).
    Costs(Number),
    /// The market has no such candidate in this slot.
    NoCandidate,
    /// The work limit was reached.
    Undecided,
}

/// A part that would serve in every market where the slot is filled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OneForAll {
    /// Its id, with the version where the id has several.
    pub component: String,
    /// Whether every market lists it; else it is in the catalogue only.
    pub is_candidate: bool,
    /// What a unit costs more, by market, exact.
    pub more: Vec<(String, Number)>,
}

/// What a part for all markets would have to take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// `power.mains`.
    pub capability: String,
    /// `voltage_v`.
    pub attribute: String,
    /// `100 to 240`; or the values.
    pub values: String,
}
