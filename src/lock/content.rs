//! What a lock holds.

use crate::bom::OptionValue;
use crate::date::Date;
use crate::query::{LockedChoices, LockedComponent};
use crate::span::DatabaseTable;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The format that this library writes; without rows of databases 2, which is otherwise the same. It also reads the
/// earlier ones: 1 held no facts, no packs, no region version.
pub(super) const FORMAT: i64 = 3;

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
    /// The rows that were used from databases, in the order of the solution.
    pub(crate) tables: Vec<LockedTable>,
    /// One answer per market.
    pub(crate) markets: Vec<LockedMarket>,
}

/// The frozen answer of one market.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockedMarket {
    /// The market's code.
    pub market: String,
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
    /// The planned certificates that are part of the answer.
    pub one_off: Vec<LockedOneOff>,
    /// The facts of the market that any candidate reads.
    pub facts: Vec<LockedFact>,
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
    /// The slots whose candidates read it.
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
    pub quantity: u64,
}

/// A planned certificate that is part of an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockedOneOff {
    /// The scheme.
    pub scheme: String,
    /// The certificate's id, if it has one.
    pub id: Option<String>,
    /// Its cost per unit, as printed.
    pub unit_cost: String,
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
    /// The as-of date of the answers.
    #[must_use]
    pub const fn as_of(&self) -> Date {
        self.as_of
    }

    /// The codes of the markets whose answers it holds, in their order.
    pub fn markets(&self) -> impl Iterator<Item = &str> {
        self.markets.iter().map(|market| market.market.as_str())
    }

    /// The number of the line that a slot has in a market, counted from 1.
    #[must_use]
    pub fn line_of(&self, market: &str, slot: &str) -> Option<usize> {
        let found = self.markets.iter().find(|one| one.market == market)?;
        found.lines.iter().position(|line| line.slot == slot).map(|at| at + 1)
    }

    /// Whether a market had no valid bill of materials.
    #[must_use]
    pub fn has_conflict(&self) -> bool {
        self.markets.iter().any(|market| market.status == LockedStatus::Conflict)
    }

    /// This lock completed with the markets of an older one that it does not hold itself, in the given order; markets
    /// outside the order are dropped.
    ///
    /// ```
    /// # mod lamp { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/export/samples/lamp.rs")); }
    /// # let (compiled, portfolio) = lamp::solve()?;
    /// let solution = lamp::solution()?;
    /// let lock = terroir::lock::Lock::from_portfolio(&portfolio, solution.files(), "USD");
    /// let order = ["US".to_owned(), "DE".to_owned()];
    /// let renewed = lock.clone().only(&order[1..]).with_kept(&lock, &order);
    /// assert_eq!(renewed, lock);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn with_kept(self, older: &Self, order: &[String]) -> Self {
        let find = |code: &String| {
            let own = self.markets.iter().find(|market| market.market == *code);
            own.or_else(|| older.markets.iter().find(|market| market.market == *code)).cloned()
        };
        let markets = order.iter().filter_map(find).collect();
        Self { markets, ..self }
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
        let slots = |market: &LockedMarket| {
            let held = |line: &LockedLine| {
                let locked = LockedComponent { component: line.component.clone(), version: line.version.clone() };
                (line.slot.clone(), locked)
            };
            (market.market.clone(), market.lines.iter().map(held).collect())
        };
        self.markets.iter().filter(|market| market.status == LockedStatus::Resolved).map(slots).collect()
    }
}
