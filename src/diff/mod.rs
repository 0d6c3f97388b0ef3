//! What differs between two markets, two solutions or two locks, and which facts and rules cause it.
//!
//! Comparing alone is done by [`compare`]. What is added here is the cause of each difference: what one side holds is
//! pinned on the other, and the answer shows what forbids it there or what it would cost.
//!
//! ```
//! # fn example(compiled: &terroir::Compiled) -> Result<(), Box<dyn std::error::Error>> {
//! let request = terroir::Request::default().as_of("2026-11-22".parse()?);
//! let diff = compiled.diff(&request, "US", "CN")?;
//! for line in &diff.markets[0].lines {
//!     println!("{}: {:?}", line.what.slot, line.because.first().map(|because| &because.text));
//! }
//! # Ok(())
//! # }
//! ```

mod folders;
mod locks;
mod values;
mod why;

pub(crate) use folders::NamedSide;
pub use locks::NamedLock;
pub(crate) use values::Tried;

use crate::bom::{Bom, CertificateState, Outcome, Portfolio, Reason};
use crate::compare::{self, About, CarrierChange, LineChange, Named, NamedValue, ValueChange};
use crate::date::Date;
use crate::lock::{Lock, market_title};
use crate::number::Number;
use crate::query::{Compiled, Request, ResolveError};
use crate::span::Place;
use std::collections::BTreeMap;
use values::Compared;
use why::{Solvable, required_by, set_by, why_not};

/// What differs between two sides.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Diff {
    /// The first.
    pub left: Side,
    /// The second.
    pub right: Side,
    /// What differs between the solutions as a whole: name, version, currency, as-of date, warnings about several markets.
    pub solution: Vec<Differing<Named>>,
    /// The markets that differ, each against the same or, where two markets are compared, the other.
    pub markets: Vec<Pair>,
    /// The markets whose answers are the same.
    pub same: Vec<String>,
}

impl Diff {
    /// Whether nothing differs.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.markets.is_empty() && self.solution.is_empty()
    }
}

/// One side of a comparison.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Side {
    /// As it was given: a market's code, a file, a folder.
    pub name: String,
    /// The solution's name.
    pub solution: String,
    /// Its version.
    pub version: String,
    /// The day.
    pub as_of: Date,
}

/// Two answers that differ.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Pair {
    /// The market on the first side.
    pub left: MarketSide,
    /// The market on the second.
    pub right: MarketSide,
    /// The lines that differ.
    pub lines: Vec<Differing<LineChange>>,
    /// The options.
    pub options: Vec<Differing<Named>>,
    /// The carriers.
    pub carriers: Option<CarrierChange>,
    /// The certificates by scheme.
    pub certificates: Vec<Differing<Named>>,
    /// Everything else that differs: part numbers, makers, origins, prices, certificates, facts, warnings.
    pub values: Vec<Differing<ValueChange>>,
    /// What explains more than single lines: why there is no answer, facts and dates that changed.
    pub because: Vec<Because>,
}

/// One market on one side.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct MarketSide {
    /// The market's code.
    pub market: String,
    /// The variant; `None`: the solution.
    pub variant: Option<String>,
    /// What its answer is.
    pub status: MarketStatus,
    /// The cost as printed; `None` without a bill of materials.
    pub cost: Option<String>,
    /// The currency of the cost.
    pub currency: String,
    /// Exact amounts, where a lock shows them.
    #[serde(skip)]
    pub(crate) exact: BTreeMap<About, Number>,
}

impl MarketSide {
    /// `US`; of a variant `US (EU868)`.
    pub(crate) fn title(&self) -> String {
        market_title(&self.market, self.variant.as_deref())
    }
}

/// What the answer of a market is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum MarketStatus {
    /// A bill of materials.
    Resolved,
    /// There is none.
    Conflict,
    /// The step limit was reached.
    Undecided,
    /// The side does not have the market.
    Absent,
}

impl MarketStatus {
    /// The word in output.
    ///
    /// ```
    /// assert_eq!(terroir::diff::MarketStatus::Absent.as_str(), "absent");
    /// ```
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Resolved => "resolved",
            Self::Conflict => "conflict",
            Self::Undecided => "undecided",
            Self::Absent => "absent",
        }
    }

    fn of(outcome: Option<&Outcome>) -> Self {
        match outcome {
            None => Self::Absent,
            Some(Outcome::Resolved(_)) => Self::Resolved,
            Some(Outcome::Conflict(_)) => Self::Conflict,
            Some(Outcome::Undecided(_)) => Self::Undecided,
        }
    }
}

/// A difference with its causes.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Differing<T> {
    /// What differs.
    pub what: T,
    /// Why.
    pub because: Vec<Because>,
}

/// A cause: a failed constraint, a fact, a price.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Because {
    /// On which side it holds: the market, or the file or folder.
    pub on: String,
    /// In a phrase.
    pub text: String,
    /// Where it is written, where it is.
    pub place: Option<Place>,
    /// Ids of sources.
    pub source: Vec<String>,
}

impl Because {
    fn of(on: &str, reason: &Reason) -> Self {
        // A reason about a single candidate has its details in the label.
        let (text, place) = match reason.labels.as_slice() {
            [label] => (format!("{}; {}", reason.text, label.text), label.place.clone()),
            _ => (reason.text.clone(), None),
        };
        Self { on: on.to_owned(), text, place: place.or(reason.place.clone()), source: reason.source.clone() }
    }
}

impl Compiled {
    /// What differs between two markets on the as-of date of the request, with its flags.
    ///
    /// # Errors
    /// As [`Compiled::resolve`](crate::Compiled::resolve).
    pub fn diff(&self, request: &Request, left: &str, right: &str) -> Result<Diff, ResolveError> {
        let compiled = &*self.for_markets(&[left.to_owned(), right.to_owned()])?;
        let sides = [left, right].map(|code| Solvable { compiled, request, name: code, market: code });
        let [one, two] = &sides;
        let (before, after) = (one.answer()?, two.answer()?);
        let mut pair = pair(one, &before, two, &after)?;
        let lock = |outcome: &Outcome| frozen(compiled, request, vec![outcome.clone()]);
        let (old, new) = (lock(&before)?, lock(&after)?);
        let compared = Compared { left: &old, right: &new, edits: &[], tried: &BTreeMap::new() };
        compared.complete(&mut pair, right, old.markets.first(), new.markets.first());
        // What two markets state differs in any case; what it leads to is compared.
        pair.values.retain(|one| !matches!(one.what.topic.about, About::Fact(_) | About::Warning(_)));
        Ok(Diff {
            left: side(compiled, request, left)?,
            right: side(compiled, request, right)?,
            solution: Vec::new(),
            markets: Some(pair).filter(|pair| !pair.is_nothing()).into_iter().collect(),
            same: Vec::new(),
        })
    }
}

/// Answers as a lock.
fn frozen(compiled: &Compiled, request: &Request, markets: Vec<Outcome>) -> Result<Lock, ResolveError> {
    let as_of = request.as_of.or(compiled.model.header.as_of).ok_or_else(ResolveError::no_date)?;
    let (core, warnings) = crate::portfolio::shared(compiled, compiled.variant_of(request)?, &markets);
    let (solution, version) = (compiled.solution.name().to_owned(), compiled.solution.version().to_owned());
    let (variant, currency) = (request.variant.clone(), compiled.solution.currency().to_owned());
    let (year_cost, bounds, orders) = (None, None, Vec::new());
    let portfolio =
        Portfolio { solution, version, as_of, variant, markets, currency, year_cost, bounds, orders, core, warnings };
    Ok(Lock::from_portfolio(&portfolio, &compiled.files, compiled.solution.currency()))
}

fn side(compiled: &Compiled, request: &Request, name: &str) -> Result<Side, ResolveError> {
    Ok(Side {
        name: name.to_owned(),
        solution: compiled.solution.name().to_owned(),
        version: compiled.solution.version().to_owned(),
        as_of: request.as_of.or(compiled.model.header.as_of).ok_or_else(ResolveError::no_date)?,
    })
}

/// Compares two answers.
fn pair(left: &Solvable<'_>, before: &Outcome, right: &Solvable<'_>, after: &Outcome) -> Result<Pair, ResolveError> {
    let mut pair = Pair::new(left.side(Some(before)), right.side(Some(after)));
    for (side, outcome) in [(left, before), (right, after)] {
        if let Outcome::Conflict(conflict) = outcome {
            pair.because.extend(conflict.reasons.iter().map(|reason| Because::of(side.name, reason)));
        }
    }
    let (Outcome::Resolved(before), Outcome::Resolved(after)) = (before, after) else {
        return Ok(pair);
    };
    let difference = compare::boms(before, after);
    for what in difference.lines {
        let because = if matches!(what.change, compare::Change::Cost | compare::Change::Source) {
            Vec::new()
        } else {
            let mut because = why_not(right, after, &what.slot, what.before.as_ref())?;
            because.extend(why_not(left, before, &what.slot, what.after.as_ref())?);
            because
        };
        pair.lines.push(Differing { what, because });
    }
    for what in difference.options {
        let because = [set_by(left, &what.name), set_by(right, &what.name)].into_iter().flatten().collect();
        pair.options.push(Differing { what, because });
    }
    pair.carriers = difference.carriers;
    for what in compare::named(&certificates(before), &certificates(after)) {
        let on = if what.before.is_none() { right } else { left };
        let because = required_by(on, &what.name);
        pair.certificates.push(Differing { what, because });
    }
    Ok(pair)
}

impl Pair {
    /// Two sides without a difference so far.
    fn new(left: MarketSide, right: MarketSide) -> Self {
        Self {
            left,
            right,
            lines: Vec::new(),
            options: Vec::new(),
            carriers: None,
            certificates: Vec::new(),
            values: Vec::new(),
            because: Vec::new(),
        }
    }

    /// Whether both sides are the same in everything that is compared.
    fn is_nothing(&self) -> bool {
        self.lines.is_empty()
            && self.options.is_empty()
            && self.carriers.is_none()
            && self.certificates.is_empty()
            && self.values.is_empty()
            && self.left.cost == self.right.cost
            && self.left.status == self.right.status
    }
}

/// The certificates that a bill of materials uses, by scheme: numbers, and what planned ones cost a unit.
fn certificates(bom: &Bom) -> Vec<NamedValue> {
    let mut all: Vec<(String, Vec<String>)> = Vec::new();
    let held = bom.lines.iter().flat_map(|line| &line.held).chain(&bom.certificates);
    let held = held.map(|one| match (one.state, &one.id) {
        (CertificateState::Planned, _) => (one.scheme.as_str(), "planned".to_owned()),
        (CertificateState::Held, Some(id)) => (one.scheme.as_str(), id.clone()),
        (CertificateState::Held, None) => (one.scheme.as_str(), "held".to_owned()),
    });
    let planned = bom.one_off.iter().map(|one| {
        let cost = one.unit_cost.to_fixed(bom.minor_unit);
        (one.scheme.as_str(), format!("planned at {cost} {} a unit", bom.currency))
    });
    for (scheme, text) in held.chain(planned) {
        match all.iter_mut().find(|(known, _)| known == scheme) {
            Some((_, texts)) if texts.contains(&text) => {}
            Some((_, texts)) => texts.push(text),
            None => all.push((scheme.to_owned(), vec![text])),
        }
    }
    all.into_iter().map(|(name, texts)| NamedValue { name, value: texts.join(", ") }).collect()
}
