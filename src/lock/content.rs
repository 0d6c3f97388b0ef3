//! What a lock holds.

use super::item::{LockedItem, LockedPlan, LockedValue};
use crate::bom::OptionValue;
use crate::compare::{NamedText, RecordValue};
use crate::date::Date;
use crate::quantity::{Quantity, counts_pieces};
use crate::query::{LockedChoices, LockedComponent};
use crate::solution::Solution;
use crate::span::DatabaseTable;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The format that this library writes. It also reads the earlier ones: 1 held no facts, no packs, no region version; 3
/// added rows of databases; up to 3, lines had a component, a version and a quantity only; 5 added purchasing plans.
pub(super) const FORMAT: i64 = 5;

/// The format of a lock without a purchasing plan: what earlier programs read.
pub(super) const PLAIN_FORMAT: i64 = 4;

/// The objective that is measured against a lock, and is therefore not part of one.
pub(super) const CHANGES: &str = "changes";

/// The content of a lock.
///
/// Made from answers by [`Lock::from_portfolio`], or from a file's text by [`Lock::parse`]. serde writes and reads all
/// that it holds, for programs; the file itself has a format of its own ([`Lock::to_text`]).
///
/// ```
/// # mod lamp { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/export/samples/lamp.rs")); }
/// # let (compiled, portfolio) = lamp::solve()?;
/// let solution = lamp::solution()?;
/// let lock = terroir::lock::Lock::from_portfolio(&portfolio, solution.files(), "USD");
/// assert_eq!(lock.markets().collect::<Vec<_>>(), ["US", "DE"]);
/// assert_eq!(lock.choices()["DE"]["driver"].component, "driver-230");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lock {
    /// The solution's name.
    pub(crate) solution: String,
    /// Its version.
    pub(crate) version: String,
    /// The currency of all amounts.
    pub(crate) currency: String,
    /// The as-of date of the answers.
    pub(crate) as_of: Date,
    /// Digest of the solution's own files.
    pub(crate) inputs: String,
    /// Digest of the built-in overlays that were read.
    pub(crate) regions: String,
    /// The version of the built-in overlays; empty in a lock of format 1.
    pub(crate) region_version: String,
    /// The packs that were read, sorted.
    pub(crate) packs: Vec<LockedPack>,
    /// The warnings about several markets at once, by code and key.
    pub(crate) warnings: Vec<LockedWarning>,
    /// Fingerprints of what the solution's own files state: what was edited since is named by them.
    pub(crate) stated: Vec<LockedEntry>,
    /// The rows that were used from databases, in the order of the solution.
    pub(crate) tables: Vec<LockedTable>,
    /// The purchasing plan of the solution and of its variants, where there are any.
    #[serde(default)]
    pub(crate) plans: Vec<LockedPlan>,
    /// One answer per market.
    pub(crate) markets: Vec<LockedMarket>,
}

/// The frozen answer of one market.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockedMarket {
    /// The market's code.
    pub market: String,
    /// The variant; `None`: the solution.
    #[serde(default)]
    pub variant: Option<String>,
    /// Whether there was a valid bill of materials.
    pub status: LockedStatus,
    /// The id of its hardware: equal in markets that can use the same device; empty without a bill of materials, and in a
    /// lock of format 1.
    pub hardware: String,
    /// The values of the objectives, as printed.
    pub objective: BTreeMap<String, String>,
    /// Every option's value.
    pub options: BTreeMap<String, OptionValue>,
    /// The chosen carriers.
    pub carriers: Vec<String>,
    /// The lines.
    pub lines: Vec<LockedLine>,
    /// What is built where and crosses a border as one thing.
    #[serde(default)]
    pub articles: Vec<LockedItem>,
    /// The share that each content rule counts.
    #[serde(default)]
    pub content: Vec<LockedItem>,
    /// The licences that the answer takes.
    #[serde(default)]
    pub licenses: Vec<LockedItem>,
    /// The planned certificates that are part of the answer.
    pub one_off: Vec<LockedOneOff>,
    /// The certificates of the product as a whole, with who requires them.
    pub certificates: Vec<NamedText>,
    /// The first day on which it can be sold, where that depends on planned certificates.
    pub sellable_from: Option<Date>,
    /// The first day on which the answer may change.
    pub holds_until: Option<Date>,
    /// Its warnings, by code and key.
    pub warnings: Vec<LockedWarning>,
    /// The facts that the answer depends on; up to format 3, all that any candidate reads.
    pub facts: Vec<LockedFact>,
}

impl LockedMarket {
    /// Whether another answer is about the same market and variant.
    pub(crate) fn is_about(&self, other: &Self) -> bool {
        (&self.market, &self.variant) == (&other.market, &other.variant)
    }

    /// `US`; of a variant `US (EU868)`.
    pub(crate) fn title(&self) -> String {
        market_title(&self.market, self.variant.as_deref())
    }
}

/// `US`; of a variant `US (EU868)`.
pub(crate) fn market_title(market: &str, variant: Option<&str>) -> String {
    variant.map_or_else(|| market.to_owned(), |variant| format!("{market} ({variant})"))
}

/// A warning of an answer; its message is not part of the lock.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct LockedWarning {
    /// Its code.
    pub code: String,
    /// What it is about; empty where the code says it all.
    pub key: String,
    /// Whether a waiver accepts it.
    pub waived: bool,
}

/// Fingerprints of the values of one entry of the solution's files.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct LockedEntry {
    /// The entry: `components/bg95-m3@1.0.0`.
    pub entry: String,
    /// Its keys with the fingerprint of each value.
    pub values: Vec<NamedText>,
}

/// A folder of overlays outside the solution, given on the command line.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct LockedPack {
    /// The folder's own name.
    pub name: String,
    /// Digest of its files.
    pub digest: String,
}

/// A fact of a market.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct LockedFact {
    /// Its key: `power.mains.voltage_v`.
    pub key: String,
    /// The value as JSON, or its digest if it is long.
    pub value: String,
    /// The area whose overlay states it.
    pub layer: String,
    /// The file; for one of a pack, relative to the folder that holds the pack.
    pub file: String,
    /// `agree`, `single`, `disputed` or `unverified`; `None` if the overlay states none.
    pub status: Option<String>,
    /// Ids of its sources; empty up to format 3.
    pub source: Vec<String>,
    /// The slots that it is used for.
    pub slots: Vec<String>,
}

/// Whether a market had a bill of materials.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LockedStatus {
    /// It had one.
    Resolved,
    /// It had none.
    Conflict,
}

impl LockedMarket {
    /// Whether its lines hold a component, a version and a quantity only, as up to format 3.
    pub(crate) fn is_bare(&self) -> bool {
        !self.lines.is_empty() && self.lines.iter().all(|line| line.values.is_empty())
    }
}

impl LockedStatus {
    /// The word in the file.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Resolved => "resolved",
            Self::Conflict => "conflict",
        }
    }
}

/// The component that fills a slot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockedLine {
    /// The slot.
    pub slot: String,
    /// The component's id.
    pub component: String,
    /// Its version.
    pub version: String,
    /// The quantity in one product.
    pub quantity: Quantity,
    /// Everything else that the line holds; nothing up to format 3.
    pub values: Vec<LockedValue>,
}

impl LockedLine {
    /// What its quantity counts, where that is not pieces.
    pub(crate) fn unit(&self) -> Option<&str> {
        self.text("unit").filter(|unit| !counts_pieces(unit))
    }

    /// The text under a key.
    pub(crate) fn text(&self, key: &str) -> Option<&str> {
        match &self.values.iter().find(|one| one.key == key)?.value {
            RecordValue::Text(text) => Some(text),
            RecordValue::List(_) | RecordValue::Fields(_) => None,
        }
    }
}

/// A planned certificate that is part of an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockedOneOff {
    /// The scheme.
    pub scheme: String,
    /// The component that it is planned for; `None`: the solution.
    pub component: Option<String>,
    /// The certificate's id, if it has one.
    pub id: Option<String>,
    /// Its cost per unit, as printed.
    pub unit_cost: String,
    /// Weeks until it is granted.
    pub weeks: Option<String>,
}

/// The rows that were used from one table of a database.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct LockedTable {
    /// The database and the table.
    pub table: DatabaseTable,
    /// The first line: the columns, as CSV.
    pub columns: String,
    /// The rows, as CSV.
    pub rows: Vec<String>,
}

impl Lock {
    /// Whether some of its answers come from an earlier format, which holds components and quantities only.
    #[must_use]
    pub fn is_of_earlier_format(&self) -> bool {
        self.markets.iter().any(LockedMarket::is_bare)
    }

    /// The first day on which one of its answers may change; `None` where no dated statement is left.
    #[must_use]
    pub fn holds_until(&self) -> Option<Date> {
        self.markets.iter().filter_map(|market| market.holds_until).min()
    }

    /// Whether another lock is made from the same files on a day until which these answers hold.
    #[must_use]
    pub fn holds_on_day_of(&self, other: &Self) -> bool {
        let is_within = self.as_of <= other.as_of && self.holds_until().is_none_or(|day| other.as_of < day);
        let made_from = |lock: &Self| (lock.inputs.clone(), lock.regions.clone(), lock.packs.clone());
        is_within && made_from(self) == made_from(other)
    }

    /// The as-of date of the answers.
    #[must_use]
    pub const fn as_of(&self) -> Date {
        self.as_of
    }

    /// The codes of the markets whose answers it holds, in their order; those of variants are not counted again.
    pub fn markets(&self) -> impl Iterator<Item = &str> {
        self.of_variant(None).map(|market| market.market.as_str())
    }

    /// The answers of a variant; `None`: of the solution.
    fn of_variant(&self, variant: Option<&str>) -> impl Iterator<Item = &LockedMarket> {
        self.markets.iter().filter(move |market| market.variant.as_deref() == variant)
    }

    /// The number of the line that a slot has in a market, of a variant or of the solution, counted from 1.
    #[must_use]
    pub fn line_of(&self, market: &str, variant: Option<&str>, slot: &str) -> Option<usize> {
        let found = self.of_variant(variant).find(|one| one.market == market)?;
        found.lines.iter().position(|line| line.slot == slot).map(|at| at + 1)
    }

    /// Whether a market had no valid bill of materials.
    #[must_use]
    pub fn has_conflict(&self) -> bool {
        self.markets.iter().any(|market| market.status == LockedStatus::Conflict)
    }

    /// This lock completed with the markets and variants of an older one that it does not hold itself, in the order of the
    /// solution; what the solution does not have is dropped.
    ///
    /// ```
    /// # mod lamp { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/export/samples/lamp.rs")); }
    /// # let (compiled, portfolio) = lamp::solve()?;
    /// let solution = lamp::solution()?;
    /// let lock = terroir::lock::Lock::from_portfolio(&portfolio, solution.files(), "USD");
    /// let renewed = lock.clone().only(&["DE".to_owned()]).with_kept(&lock, &solution);
    /// assert_eq!(renewed, lock);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn with_kept(self, older: &Self, solution: &Solution) -> Self {
        let find = |variant: Option<&str>, code: &String| {
            let own = self.of_variant(variant).find(|market| market.market == *code);
            own.or_else(|| older.of_variant(variant).find(|market| market.market == *code)).cloned()
        };
        let mut markets: Vec<LockedMarket> = solution.markets().iter().filter_map(|code| find(None, code)).collect();
        for variant in solution.variants() {
            markets.extend(variant.markets.iter().filter_map(|code| find(Some(&variant.name), code)));
        }
        let is_renewed = |plan: &LockedPlan| self.of_variant(plan.variant.as_deref()).next().is_some();
        let is_left = |variant: &Option<String>| {
            variant.as_ref().is_none_or(|name| solution.variants().iter().any(|one| one.name == *name))
        };
        let kept = older.plans.iter().filter(|plan| !is_renewed(plan) && is_left(&plan.variant)).cloned();
        let plans = self.plans.iter().cloned().chain(kept).collect();
        Self { markets, plans, ..self }
    }

    /// This lock with only some of its markets.
    ///
    /// ```
    /// # mod lamp { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/export/samples/lamp.rs")); }
    /// # let (compiled, portfolio) = lamp::solve()?;
    /// let solution = lamp::solution()?;
    /// let lock = terroir::lock::Lock::from_portfolio(&portfolio, solution.files(), "USD");
    /// assert_eq!(lock.only(&["DE".to_owned()]).markets().count(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn only(mut self, codes: &[String]) -> Self {
        self.markets.retain(|market| codes.contains(&market.market));
        self
    }

    /// The component of each slot in each market that has an answer: the objective `changes` is measured against them.
    ///
    /// ```
    /// # mod lamp { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/export/samples/lamp.rs")); }
    /// # let (compiled, portfolio) = lamp::solve()?;
    /// let solution = lamp::solution()?;
    /// let lock = terroir::lock::Lock::from_portfolio(&portfolio, solution.files(), "USD");
    /// assert!(lock.choices().contains_key("DE"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn choices(&self) -> LockedChoices {
        self.choices_of(None)
    }

    /// The same of a variant; `None`: of the solution.
    #[must_use]
    pub fn choices_of(&self, variant: Option<&str>) -> LockedChoices {
        let slots = |market: &LockedMarket| {
            let held = |line: &LockedLine| {
                let locked = LockedComponent { component: line.component.clone(), version: line.version.clone() };
                (line.slot.clone(), locked)
            };
            (market.market.clone(), market.lines.iter().map(held).collect())
        };
        self.of_variant(variant).filter(|market| market.status == LockedStatus::Resolved).map(slots).collect()
    }
}
