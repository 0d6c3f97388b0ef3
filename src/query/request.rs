//! A caller's request, in names.

use crate::date::Date;
use crate::engine::Watch;
use crate::number::Number;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A question about one market or several.
///
/// Made by [`Request::market`], [`Request::markets`] or, for all markets of the solution, by [`Request::default`]; each
/// method adds one thing. Names are looked up when the request is answered.
///
/// ```
/// use terroir::Request;
///
/// let request = Request::market("CN").as_of("2026-11-22".parse()?).set("uplink", "lorawan").without_maker("Quectel");
/// assert_eq!(request.what_if_flags(), ["--set uplink=lorawan", "--without-maker Quectel"]);
/// # Ok::<(), terroir::DateError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
#[non_exhaustive]
pub struct Request {
    /// Codes of markets; none: all of the solution.
    pub markets: Vec<String>,
    /// The variant that is requested: what it sets is fixed, and its markets are the portfolio; `None`: the solution.
    pub variant: Option<String>,
    /// The day the product is placed on the market; `None`: the solution's.
    pub as_of: Option<Date>,
    /// Options to set.
    pub set: Vec<Setting>,
    /// Slots to pin.
    pub pin: Vec<Pin>,
    /// Components to exclude: `ID[@REQ]`.
    pub without: Vec<String>,
    /// Areas whose components to exclude: those whose `origin` is one of them or lies in it.
    pub without_origin: Vec<String>,
    /// Manufacturers whose components to exclude, compared without regard to case.
    pub without_maker: Vec<String>,
    /// Sellers whose offers to exclude, compared without regard to case.
    pub without_seller: Vec<String>,
    /// Solver steps allowed for each market; `None`: 500,000,000.
    pub limit: Option<u64>,
    /// Percent of the yearly cost by which a plan may exceed the proved lower bound where the limit is reached; `None`: no
    /// such plan is accepted.
    pub accept_gap: Option<Number>,
    /// What a lock holds, for the objective `changes`.
    pub locked: Option<LockedChoices>,
    /// What is minimised first.
    pub priority: Priority,
    /// Which markets are solved, and whose shared core is counted.
    pub scope: Scope,
    /// How much is worked out beside the lines.
    pub detail: Detail,
    /// Threads to use where the feature `parallel` is on; 0 and 1: the calling one alone. The answers are the same.
    pub jobs: usize,
    /// Who watches the work of a session; no part of the question.
    #[serde(skip)]
    pub(crate) watch: Unasked<Option<Watch>>,
}

/// Something beside a question: two questions are the same whatever it is.
#[derive(Clone, Debug, Default)]
pub(crate) struct Unasked<T>(pub T);

impl<T> PartialEq for Unasked<T> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl<T> Eq for Unasked<T> {}

/// An option set to a value, as `--set` does.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Setting {
    /// The option's name.
    pub option: String,
    /// The value as the files write it.
    pub value: String,
}

/// A slot pinned to a component, as `--pin` does.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Pin {
    /// The slot's name.
    pub slot: String,
    /// `ID[@REQ]`; an empty text leaves an optional slot empty.
    pub component: String,
}

/// What a lock holds: market → slot → component.
pub type LockedChoices = BTreeMap<String, BTreeMap<String, LockedComponent>>;

/// A component version that a lock holds in a slot.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct LockedComponent {
    /// The component's id.
    pub component: String,
    /// Its version.
    pub version: String,
}

/// What is minimised first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Priority {
    /// The solution's objectives, in their order.
    #[default]
    Objectives,
    /// Changes against [`Request::locked`], then the solution's objectives.
    FewestChanges,
}

/// Which markets are solved, and whose shared core is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Scope {
    /// All markets of the solution; the answers are those of the requested ones.
    #[default]
    Portfolio,
    /// The requested markets and no others, even if there are none.
    Requested,
}

/// How much is worked out beside the lines of an answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Detail {
    /// Alternates of the lines, and why a market has no bill of materials.
    #[default]
    Full,
    /// Nothing: a conflict has no reasons and no gaps, and no line has alternates. What is left is the same.
    Lines,
}

impl Request {
    /// A request for one market.
    ///
    /// ```
    /// assert_eq!(terroir::Request::market("CN").markets, ["CN"]);
    /// ```
    #[must_use]
    pub fn market(code: impl Into<String>) -> Self {
        Self::markets([code])
    }

    /// A request for several markets, answered in this order.
    ///
    /// ```
    /// assert_eq!(terroir::Request::markets(["US", "CN"]).markets, ["US", "CN"]);
    /// ```
    #[must_use]
    pub fn markets(codes: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { markets: codes.into_iter().map(Into::into).collect(), ..Self::default() }
    }

    /// The same request for other markets.
    ///
    /// ```
    /// let request = terroir::Request::market("US").set("uplink", "lorawan");
    /// assert_eq!(request.for_markets(["CN"]).markets, ["CN"]);
    /// ```
    #[must_use]
    pub fn for_markets(&self, codes: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { markets: codes.into_iter().map(Into::into).collect(), ..self.clone() }
    }

    /// Requests a variant: `[[variants]]` in solution.toml.
    ///
    /// ```
    /// assert_eq!(terroir::Request::default().variant("EU868").variant.as_deref(), Some("EU868"));
    /// ```
    #[must_use]
    pub fn variant(mut self, name: impl Into<String>) -> Self {
        self.variant = Some(name.into());
        self
    }

    /// Sets the day on which the product is placed on the market.
    #[must_use]
    pub fn as_of(mut self, day: Date) -> Self {
        self.as_of = Some(day);
        self
    }

    /// Sets an option.
    #[must_use]
    pub fn set(mut self, option: impl Into<String>, value: impl Into<String>) -> Self {
        self.set.push(Setting { option: option.into(), value: value.into() });
        self
    }

    /// Pins a slot to a component, `ID[@REQ]`; an empty text leaves an optional slot empty.
    #[must_use]
    pub fn pin(mut self, slot: impl Into<String>, component: impl Into<String>) -> Self {
        self.pin.push(Pin { slot: slot.into(), component: component.into() });
        self
    }

    /// Excludes a component, `ID[@REQ]`.
    #[must_use]
    pub fn without(mut self, component: impl Into<String>) -> Self {
        self.without.push(component.into());
        self
    }

    /// Excludes everything made in an area.
    #[must_use]
    pub fn without_origin(mut self, area: impl Into<String>) -> Self {
        self.without_origin.push(area.into());
        self
    }

    /// Excludes everything from a manufacturer.
    #[must_use]
    pub fn without_maker(mut self, manufacturer: impl Into<String>) -> Self {
        self.without_maker.push(manufacturer.into());
        self
    }

    /// Excludes all offers of a seller.
    ///
    /// ```
    /// let request = terroir::Request::default().without_seller("Example Parts");
    /// assert_eq!(request.what_if_flags(), ["--without-seller Example Parts"]);
    /// ```
    #[must_use]
    pub fn without_seller(mut self, seller: impl Into<String>) -> Self {
        self.without_seller.push(seller.into());
        self
    }

    /// Accepts a plan for a year whose cost is above the proved lower bound by at most this percentage of itself, where the
    /// limit of steps is reached before a best plan is proved.
    ///
    /// ```
    /// let request = terroir::Request::default().accept_gap("0.5".parse()?);
    /// assert_eq!(request.accept_gap.map(|percent| percent.to_string()), Some("0.5".to_owned()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn accept_gap(mut self, percent: Number) -> Self {
        self.accept_gap = Some(percent);
        self
    }

    /// Limits the solver steps of each market; a market that exceeds the limit is undecided.
    ///
    /// ```
    /// assert_eq!(terroir::Request::default().limit(1_000_000).limit, Some(1_000_000));
    /// ```
    #[must_use]
    pub fn limit(mut self, steps: u64) -> Self {
        self.limit = Some(steps);
        self
    }

    /// Counts changes against what a lock holds; see [`Lock::choices`](crate::lock::Lock::choices).
    #[must_use]
    pub fn locked(mut self, choices: LockedChoices) -> Self {
        self.locked = Some(choices);
        self
    }

    /// Sets what is minimised first.
    ///
    /// ```
    /// use terroir::{Priority, Request};
    /// assert_eq!(Request::default().priority(Priority::FewestChanges).priority, Priority::FewestChanges);
    /// ```
    #[must_use]
    pub fn priority(mut self, priority: Priority) -> Self {
        self.priority = priority;
        self
    }

    /// Sets which markets are solved.
    ///
    /// ```
    /// use terroir::{Request, Scope};
    /// assert_eq!(Request::market("US").scope(Scope::Requested).scope, Scope::Requested);
    /// ```
    #[must_use]
    pub fn scope(mut self, scope: Scope) -> Self {
        self.scope = scope;
        self
    }

    /// Sets how much is worked out beside the lines.
    ///
    /// ```
    /// use terroir::{Detail, Request};
    /// assert_eq!(Request::default().detail(Detail::Lines).detail, Detail::Lines);
    /// ```
    #[must_use]
    pub fn detail(mut self, detail: Detail) -> Self {
        self.detail = detail;
        self
    }

    /// Sets the number of threads.
    ///
    /// ```
    /// assert_eq!(terroir::Request::default().jobs(4).jobs, 4);
    /// ```
    #[must_use]
    pub fn jobs(mut self, threads: usize) -> Self {
        self.jobs = threads;
        self
    }

    /// The what-if flags of this request, as on the command line: `--without bg95-m3`.
    ///
    /// ```
    /// let request = terroir::Request::market("US").pin("modem", "bg95-m3@^1.2");
    /// assert_eq!(request.what_if_flags(), ["--pin modem=bg95-m3@^1.2"]);
    /// ```
    #[must_use]
    pub fn what_if_flags(&self) -> Vec<String> {
        let names = |flag: &'static str, list: &[String]| -> Vec<String> {
            list.iter().map(|name| format!("{flag} {name}")).collect()
        };
        [
            self.set.iter().map(Setting::flag).collect(),
            self.pin.iter().map(Pin::flag).collect(),
            names("--without", &self.without),
            names("--without-origin", &self.without_origin),
            names("--without-maker", &self.without_maker),
            names("--without-seller", &self.without_seller),
        ]
        .concat()
    }

    /// What of this request decides whether a market has a valid bill of materials, the market and the day aside.
    pub(super) fn flags_alone(&self) -> Self {
        let Self { variant, set, pin, without, without_origin, without_maker, without_seller, .. } = self;
        Self {
            variant: variant.clone(),
            set: set.clone(),
            pin: pin.clone(),
            without: without.clone(),
            without_origin: without_origin.clone(),
            without_maker: without_maker.clone(),
            without_seller: without_seller.clone(),
            limit: self.limit,
            ..Self::default()
        }
    }

    /// The same request without its what-if flags; the markets, the day and the rest stay.
    ///
    /// ```
    /// let request = terroir::Request::market("US").without("bg95-m3");
    /// assert_eq!(request.baseline(), terroir::Request::market("US"));
    /// ```
    #[must_use]
    pub fn baseline(&self) -> Self {
        Self {
            set: Vec::new(),
            pin: Vec::new(),
            without: Vec::new(),
            without_origin: Vec::new(),
            without_maker: Vec::new(),
            without_seller: Vec::new(),
            ..self.clone()
        }
    }
}

impl Setting {
    /// `--set uplink=lorawan`.
    pub(super) fn flag(&self) -> String {
        format!("--set {}={}", self.option, self.value)
    }
}

impl Pin {
    /// `--pin modem=bg95-m3`.
    pub(super) fn flag(&self) -> String {
        format!("--pin {}={}", self.slot, self.component)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_request_reads_back_from_json() {
        let request = Request::market("US").as_of("2026-11-22".parse().unwrap()).pin("modem", "bg95-m3").jobs(2);
        let request = request.accept_gap("0.5".parse().unwrap());
        let text = serde_json::to_string(&request.scope(Scope::Requested)).unwrap();
        assert!(text.contains(r#""as-of":"2026-11-22""#) && text.contains(r#""scope":"requested""#), "{text}");
        assert_eq!(serde_json::to_string(&serde_json::from_str::<Request>(&text).unwrap()).unwrap(), text);
        assert_eq!(serde_json::from_str::<Request>("{}").unwrap(), Request::default());
    }
}
