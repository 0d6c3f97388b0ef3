//! The answer: the bill of materials of one market, or the conflict that forbids one, as plain data.

mod currency;
mod fix;
mod hardware;
mod shared;
mod skus;
mod why;

pub use crate::schema::OptionValue;
pub use crate::terms::Column;
pub use currency::minor_unit;
pub use fix::{Edit, Fix, RemovableSection};
pub use hardware::{HardwarePart, hardware_id};
pub use shared::{
    Commonality, Elsewhere, ExtraCost, Filling, OneForAll, PartVerdict, Point, RegionalBounds, Split, Wanted,
};
pub use skus::{Apart, ApartReason, CostBounds, CurvePoint, Fitted, Minimum, Proof, Served, Sku, Skus};
pub use why::{Choice, ChoiceChange, ChoiceVerdict, Decision, DecisionKind, ReasonSets, Recheck, Why};

use crate::date::Date;
use crate::number::Number;
use crate::span::Place;
use crate::terms::{Code, ComponentKind};

/// The answer for one market: resolved, in conflict or undecided.
///
/// The contract knows no fourth, so a program may match all three without a wildcard.
///
/// ```
/// # let solution = terroir::Solution::from_sources([("solution.toml", "
/// #     [solution]\nname = 'lamp'\nmarkets = ['US']\ncurrency = 'USD'\n[slots.bulb]\nchoose = ['bulb']
/// # "), ("catalog/c.toml", "[[components]]\nid = 'bulb'\nkind = 'hardware'\nprice = '2.50'")])?;
/// use terroir::{Outcome, Request};
///
/// let request = Request::market("US").as_of("2026-11-22".parse()?);
/// match solution.compile()?.resolve(&request)? {
///     Outcome::Resolved(bom) => assert_eq!(bom.cost().to_string(), "2.5"),
///     Outcome::Conflict(conflict) => panic!("{}", conflict.reasons[0].text),
///     Outcome::Undecided(undecided) => panic!("{undecided}"),
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(tag = "status", rename_all = "kebab-case")]
pub enum Outcome {
    /// There is a valid bill of materials, and this is the one that the contract defines.
    Resolved(Box<Bom>),
    /// There is none, for these reasons.
    Conflict(Box<Conflict>),
    /// The work limit was reached before either was proved.
    Undecided(Box<Undecided>),
}

impl Outcome {
    /// The market's code.
    #[must_use]
    pub fn market(&self) -> &str {
        match self {
            Self::Resolved(bom) => &bom.market,
            Self::Conflict(conflict) => &conflict.market,
            Self::Undecided(undecided) => &undecided.market,
        }
    }

    /// The bill of materials, if there is one.
    #[must_use]
    pub fn bom(&self) -> Option<&Bom> {
        match self {
            Self::Resolved(bom) => Some(bom),
            _ => None,
        }
    }

    /// What is worth knowing about the answer.
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        match self {
            Self::Resolved(bom) => &bom.warnings,
            Self::Conflict(conflict) => &conflict.warnings,
            Self::Undecided(_) => &[],
        }
    }
}

/// The bill of materials of one market (100% BOM).
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Bom {
    /// The market's code.
    pub market: String,
    /// The day the product is placed on the market.
    pub as_of: Date,
    /// The currency of all amounts (ISO 4217).
    pub currency: String,
    /// Places after the point that the currency has.
    pub minor_unit: u32,
    /// The listed objectives with their values, exact; `cost` is always there.
    pub objective: Vec<ObjectiveValue>,
    /// Every option's value, in the order of the file.
    pub options: Vec<OptionSetting>,
    /// The carriers picked, in order of preference.
    pub carriers: Vec<String>,
    /// One line a filled slot, in the order of the slots.
    pub lines: Vec<Line>,
    /// Planned certificates that are taken.
    pub one_off: Vec<OneOff>,
    /// What is worth knowing.
    pub warnings: Vec<Warning>,
    /// The market's facts that the answer rests on.
    pub facts: Vec<FactUse>,
}

impl Bom {
    /// The exact cost: lines and one-off costs.
    #[must_use]
    pub fn cost(&self) -> Number {
        self.objective.iter().find(|one| one.name == "cost").map_or(Number::ZERO, |one| one.value)
    }
}

/// A listed objective and its value in an answer: `cost`, 41.37.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct ObjectiveValue {
    /// The objective as solution.toml writes it: `cost`, `parts`, `sum(power_w)`.
    pub name: String,
    /// Its exact value: `cost` in the solution's currency, `lead-time` in weeks, the others are counts or sums.
    pub value: Number,
}

/// An option and the value it has in an answer: `uplink`, `cellular`.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct OptionSetting {
    /// The option.
    pub name: String,
    /// Its value.
    pub value: OptionValue,
}

/// One line of a bill of materials.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Line {
    /// The slot.
    pub slot: String,
    /// The slot it is a part of.
    pub part_of: Option<String>,
    /// The component's id.
    pub component: String,
    /// Its version.
    pub version: String,
    /// What it is.
    pub kind: ComponentKind,
    /// Its name; the id where none is given.
    pub name: String,
    /// How many in one product: multiplied up the chain of `part-of`.
    pub quantity: u64,
    /// Reference designators.
    pub refdes: Vec<String>,
    /// Who makes it.
    pub manufacturer: Option<String>,
    /// The maker's part number.
    pub mpn: Option<String>,
    /// Where it is made: a country's code.
    pub origin: Option<String>,
    /// Customs tariff code (Harmonized System).
    pub hs: Option<String>,
    /// Weeks from order to delivery.
    pub lead_weeks: Option<Number>,
    /// Price of one (services: of the whole term), exact, in the solution's currency.
    pub unit_cost: Number,
    /// Duties on the whole line, exact.
    pub duty: Number,
    /// `unit_cost` × `quantity` + `duty`, exact.
    pub cost: Number,
    /// Whether the line is part of the shared core of the portfolio.
    pub core: bool,
    /// Certificates that this market asks of it, as `scheme:id`.
    pub certificates: Vec<String>,
    /// Other candidates that could stand here with nothing else changed: `id`, or `id@version` where an id has several.
    pub alternates: Vec<String>,
}

/// A planned certificate that the market's answer takes.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct OneOff {
    /// The scheme.
    pub scheme: String,
    /// The planned certificate's id, where it has one.
    pub id: Option<String>,
    /// Its cost a unit, exact.
    pub unit_cost: Number,
    /// Weeks until it is there.
    pub weeks: Option<Number>,
}

/// Something worth knowing about an answer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[non_exhaustive]
pub struct Warning {
    /// What kind of warning it is: `gap`, `no-price`, `not-for-new-designs`, `single-source`, `disputed`, `unverified`.
    pub code: Code,
    /// A lower-case phrase.
    pub message: String,
}

/// A fact of the market that an answer rests on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[non_exhaustive]
pub struct FactUse {
    /// `power.mains.voltage_v`.
    pub key: String,
    /// The area whose overlay states it.
    pub layer: String,
    /// Ids of sources.
    pub source: Vec<String>,
    /// `agree`, `single`, `disputed`, `unverified`; `None` where the solution's own overlay gives none.
    pub status: Option<String>,
    /// The value as JSON: `[127, 220]`, `"EU868"`. Of several entries of one capability: the array of their values.
    pub value: String,
    /// Where it is written; of several entries, the first.
    pub place: Option<Place>,
    /// The slots whose filling it bears on, sorted; none where it bears on the answer as a whole.
    pub slots: Vec<String>,
}

/// Why a market has no valid bill of materials.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Conflict {
    /// The market's code.
    pub market: String,
    /// The day asked about.
    pub as_of: Date,
    /// Reasons that together leave no solution; without any one of them there is one.
    pub reasons: Vec<Reason>,
    /// Structure that joins the reasons: the slots that must be filled.
    pub context: Vec<String>,
    /// Changes that were tried and help.
    pub fixes: Vec<Fix>,
    /// What is worth knowing: gaps above all.
    pub warnings: Vec<Warning>,
}

/// One failed constraint.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Reason {
    /// What kind of constraint it is, and which: `rule:power-budget`, `pin:modem`. The same text for the same
    /// constraint, whatever is asked.
    pub key: String,
    /// What fails, in a sentence.
    pub text: String,
    /// The constraint's own place; `None` for a flag.
    pub place: Option<Place>,
    /// Further lines: a candidate, a fact, each with its place.
    pub labels: Vec<ReasonLabel>,
    /// Ids of the sources of the facts it rests on.
    pub source: Vec<String>,
}

/// A line below a reason: a candidate that fails, or a fact that the reason cites.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct ReasonLabel {
    /// The line.
    pub text: String,
    /// Where it is written; `None` where the line counts what is left out.
    pub place: Option<Place>,
}

/// A work limit was reached.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Undecided {
    /// The market's code.
    pub market: String,
    /// The day asked about.
    pub as_of: Date,
    /// Steps done.
    pub steps: u64,
    /// Where the markets are solved jointly: what is known of the lines outside the shared core, of all markets.
    pub regional: Option<RegionalBounds>,
}

impl std::fmt::Display for Undecided {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            formatter,
            "market `{}` is undecided after {} steps of work on {}",
            self.market, self.steps, self.as_of
        )?;
        match self.regional {
            Some(bounds) => write!(formatter, "; all markets together have {bounds}"),
            None => Ok(()),
        }
    }
}

/// The answers of a whole portfolio.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Portfolio {
    /// The solution's name.
    pub solution: String,
    /// Its version.
    pub version: String,
    /// The day asked about.
    pub as_of: Date,
    /// One answer a market, in the order asked.
    pub markets: Vec<Outcome>,
    /// The shared core.
    pub core: Core,
    /// What concerns several markets at once: `core-share`, `free-option`.
    pub warnings: Vec<Warning>,
}

/// The shared core: slots that hold the same component version in the same quantity in every resolved market.
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
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct RegionalSlot {
    /// The slot.
    pub slot: String,
    /// What fills it, in the order of the first market of each.
    pub fillings: Vec<RegionalFilling>,
}

/// The markets where one component fills a slot outside the core.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct RegionalFilling {
    /// The component's id, with its version and its quantity where the markets differ in them; `None` where the slot is
    /// empty.
    pub component: Option<String>,
    /// The markets, in the order requested.
    pub markets: Vec<String>,
}
