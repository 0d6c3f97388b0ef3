//! What a caller asks for, in names.

use crate::date::Date;
use std::collections::BTreeMap;

/// What the lock held: market → slot → component and version.
pub type Kept = BTreeMap<String, BTreeMap<String, (String, String)>>;

/// A question about one market or several.
///
/// ```
/// let day = "2026-11-22".parse().ok();
/// let request = terroir::Request { as_of: day, ..terroir::Request::market("CN") }.set("uplink", "lorawan");
/// assert_eq!(request.markets, ["CN"]);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// Codes of markets; none: all of the solution.
    pub markets: Vec<String>,
    /// The day the product is placed on the market; else the solution's.
    pub as_of: Option<Date>,
    /// Options with their values.
    pub set: Vec<(String, String)>,
    /// Slots with `ID[@REQ]`; an empty text empties an optional slot.
    pub pin: Vec<(String, String)>,
    /// Components that may not be used.
    pub without: Vec<String>,
    /// Areas whose components may not be used: those whose `origin` is one of them or lies in it.
    pub without_origin: Vec<String>,
    /// Manufacturers whose components may not be used, compared without regard to case.
    pub without_supplier: Vec<String>,
    /// Steps of reasoning allowed for each market.
    pub limit: Option<u64>,
    /// What the lock held, for the objective `changes`.
    pub kept: Option<Kept>,
    /// Whether fewest changes against `kept` come before the solution's objectives.
    pub keep: bool,
    /// Whether nothing but the asked markets is solved, be there none; the shared core is then that of the asked ones and
    /// not the portfolio's.
    pub alone: bool,
    /// Threads that may be used where the feature `parallel` is on; none or one: the calling one alone. The answers are
    /// the same.
    pub jobs: usize,
}

impl Request {
    /// A question about one market.
    #[must_use]
    pub fn market(code: impl Into<String>) -> Self {
        Self { markets: vec![code.into()], ..Self::default() }
    }

    /// On this day.
    #[must_use]
    pub fn as_of(mut self, day: Date) -> Self {
        self.as_of = Some(day);
        self
    }

    /// With an option set.
    #[must_use]
    pub fn set(mut self, option: impl Into<String>, value: impl Into<String>) -> Self {
        self.set.push((option.into(), value.into()));
        self
    }

    /// With a slot pinned to `ID[@REQ]`.
    #[must_use]
    pub fn pin(mut self, slot: impl Into<String>, component: impl Into<String>) -> Self {
        self.pin.push((slot.into(), component.into()));
        self
    }

    /// Without a component.
    #[must_use]
    pub fn without(mut self, component: impl Into<String>) -> Self {
        self.without.push(component.into());
        self
    }

    /// Without anything made in an area.
    #[must_use]
    pub fn without_origin(mut self, area: impl Into<String>) -> Self {
        self.without_origin.push(area.into());
        self
    }

    /// Without anything of a manufacturer.
    #[must_use]
    pub fn without_supplier(mut self, manufacturer: impl Into<String>) -> Self {
        self.without_supplier.push(manufacturer.into());
        self
    }

    /// What is supposed, as typed on the command line: `--without bg95-m3`.
    #[must_use]
    pub fn typed(&self) -> Vec<String> {
        let pairs = |flag: &'static str, list: &[(String, String)]| -> Vec<String> {
            list.iter().map(|(name, value)| format!("{flag} {name}={value}")).collect()
        };
        let names = |flag: &'static str, list: &[String]| -> Vec<String> {
            list.iter().map(|name| format!("{flag} {name}")).collect()
        };
        [
            pairs("--set", &self.set),
            pairs("--pin", &self.pin),
            names("--without", &self.without),
            names("--without-origin", &self.without_origin),
            names("--without-supplier", &self.without_supplier),
        ]
        .concat()
    }

    /// The same markets without any what-if: no `set`, no `pin`, nothing done without. The day and the rest stay.
    #[must_use]
    pub fn as_written(&self) -> Self {
        Self {
            set: Vec::new(),
            pin: Vec::new(),
            without: Vec::new(),
            without_origin: Vec::new(),
            without_supplier: Vec::new(),
            ..self.clone()
        }
    }
}
