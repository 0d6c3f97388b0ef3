//! What keeps the markets of a portfolio apart, and what it costs to bring them together: plain data.

use super::Reason;
use crate::number::Number;

/// The price of commonality: from the cheapest answers, each market for itself, to the fewest lines outside the core.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Commonality {
    /// The resolved markets, in the order of `markets`.
    pub markets: Vec<String>,
    /// The least total cost for ever fewer regional lines.
    pub points: Vec<Point>,
    /// Whether no point is missing and each is proved: the work limit was not reached.
    pub complete: bool,
}

/// The lowest total cost of all markets with this number of lines outside the core.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Point {
    /// Lines outside the core, of all markets.
    pub regional: usize,
    /// Cost of a year: each market's cost a unit times its volume, exact.
    pub total: Number,
    /// Each market's cost a unit, exact.
    pub costs: Vec<Number>,
    /// Whether nothing with so few lines is cheaper; else it is the best that was found within the work limit.
    pub proved: bool,
}

/// What is proved of the least number of lines outside the shared core, of all markets together.
///
/// It prints as `between 120 and 131 regional lines`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct RegionalBounds {
    /// No answer has fewer.
    pub at_least: usize,
    /// The fewest with which valid bills of materials were found; `None` where the work limit came first.
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
    /// Without one: a part that would serve in every market with more certificates, tried by solving.
    pub certified_for_all: Option<CertifiedForAll>,
    /// Without either: what a part for all markets would have to take.
    pub wanted: Vec<Wanted>,
}

/// A component that fills the slot in some markets.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Filling {
    /// Its id, with the version where the id has several.
    pub component: String,
    /// The markets in which it fills the slot.
    pub markets: Vec<String>,
    /// The others.
    pub elsewhere: Vec<Elsewhere>,
}

/// Why a component is not used in a market.
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
    /// There is no valid bill of materials then, for these reasons.
    Barred(Vec<Reason>),
    /// It could be used; a unit then costs this much more (or less, if other objectives come first).
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
    /// Whether every market lists it; else it is in the catalogue only.
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

/// A part that only lacks certificates to serve in every market where the slot is filled.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct CertifiedForAll {
    /// Its id, with the version where the id has several.
    pub component: String,
    /// The certificates that it lacks.
    pub missing: Vec<MissingCertificate>,
}

/// A certificate that a part lacks.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct MissingCertificate {
    /// Its scheme.
    pub scheme: String,
    /// The markets that require it.
    pub markets: Vec<String>,
}

/// What a part for all markets would have to take.
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

#[cfg(test)]
mod tests {
    use super::RegionalBounds;

    #[test]
    fn bounds_are_printed_as_a_range_of_lines() {
        let text = |at_least, at_most| RegionalBounds { at_least, at_most }.to_string();
        assert_eq!(text(120, Some(131)), "between 120 and 131 regional lines");
        assert_eq!(text(1, Some(1)), "1 regional line");
        assert_eq!(text(120, None), "at least 120 regional lines");
    }
}
