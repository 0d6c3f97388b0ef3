//! What differs between two markets, two solutions or two locks, and which facts and rules cause it.
//!
//! Comparing alone is [`compare`]'s. What is added here is the cause of each difference: what stands on
//! one side is asked for on the other, and the answer says what forbids it there or what it would cost.
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

mod locks;
mod why;

use crate::bom::{Bom, Outcome, Reason};
use crate::compare::{self, CarrierChange, LineChange, Named, NamedValue};
use crate::date::Date;
use crate::query::{Compiled, Request, ResolveError};
use crate::span::Place;
use why::{Asking, why_asked, why_not, why_set};

/// What differs between two sides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diff {
    /// The first.
    pub left: Side,
    /// The second.
    pub right: Side,
    /// The markets that differ, each against the same or, where two markets are compared, the other.
    pub markets: Vec<Pair>,
    /// The markets whose answers are the same.
    pub same: Vec<String>,
}

impl Diff {
    /// Whether nothing differs.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.markets.is_empty()
    }
}

/// One side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Side {
    /// As it was asked for: a market's code, a file, a folder.
    pub name: String,
    /// The solution's name.
    pub solution: String,
    /// Its version.
    pub version: String,
    /// The day.
    pub as_of: Date,
}

/// Two answers that differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The market on the first side.
    pub left: String,
    /// The market on the second.
    pub right: String,
    /// `resolved`, `conflict`, `undecided`, or `absent` where a side does not have the market.
    pub status: (&'static str, &'static str),
    /// Costs as printed.
    pub cost: (Option<String>, Option<String>),
    /// The currencies of the costs.
    pub currency: (String, String),
    /// The lines that differ.
    pub lines: Vec<Differing<LineChange>>,
    /// The options.
    pub options: Vec<Differing<Named>>,
    /// The carriers.
    pub carriers: Option<CarrierChange>,
    /// The certificates by scheme.
    pub certificates: Vec<Differing<Named>>,
    /// What stands behind no line alone: why there is no answer, facts and dates that changed.
    pub because: Vec<Because>,
}

/// A difference with its causes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Differing<T> {
    /// What differs.
    pub what: T,
    /// Why.
    pub because: Vec<Because>,
}

/// A cause: a failed constraint, a fact, a price.
#[derive(Clone, Debug, PartialEq, Eq)]
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
        // A reason that speaks of one candidate only says more of it below.
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
        let sides = [left, right].map(|code| Asking { compiled, request, name: code, market: code });
        let answers = (sides[0].answer()?, sides[1].answer()?);
        let pair = pair((&sides[0], &answers.0), (&sides[1], &answers.1))?;
        Ok(Diff {
            left: side(compiled, request, left)?,
            right: side(compiled, request, right)?,
            markets: pair.into_iter().collect(),
            same: Vec::new(),
        })
    }

    /// What differs between this solution and another one, market by market; each is asked under its own name.
    ///
    /// # Errors
    /// As [`Compiled::resolve`](crate::Compiled::resolve).
    pub fn diff_from(&self, request: &Request, names: (&str, &str), other: &Self) -> Result<Diff, ResolveError> {
        let (own, theirs) = (self.solution.markets(), other.solution.markets());
        let both = own.iter().chain(theirs.iter().filter(|code| !own.contains(code)));
        let asked = both.filter(|code| request.markets.is_empty() || request.markets.contains(code));
        let (mut markets, mut same) = (Vec::new(), Vec::new());
        for code in asked {
            let left = Asking { compiled: self, request, name: names.0, market: code };
            let right = Asking { compiled: other, request, name: names.1, market: code };
            let answer = |has: bool, side: &Asking<'_>| if has { side.answer().map(Some) } else { Ok(None) };
            let answers = (answer(own.contains(code), &left)?, answer(theirs.contains(code), &right)?);
            let found = match (&answers.0, &answers.1) {
                (Some(before), Some(after)) => pair((&left, before), (&right, after))?,
                (before, after) => Some(half(code, self.solution.currency(), (before.as_ref(), after.as_ref()))),
            };
            match found {
                Some(pair) => markets.push(pair),
                None => same.push(code.clone()),
            }
        }
        Ok(Diff { left: side(self, request, names.0)?, right: side(other, request, names.1)?, markets, same })
    }
}

fn side(compiled: &Compiled, request: &Request, name: &str) -> Result<Side, ResolveError> {
    Ok(Side {
        name: name.to_owned(),
        solution: compiled.solution.name().to_owned(),
        version: compiled.solution.version().to_owned(),
        as_of: request.as_of.or(compiled.model.header.as_of).ok_or(ResolveError::NoDate)?,
    })
}

fn status(outcome: Option<&Outcome>) -> &'static str {
    match outcome {
        None => "absent",
        Some(Outcome::Resolved(_)) => "resolved",
        Some(Outcome::Conflict(_)) => "conflict",
        Some(Outcome::Undecided(_)) => "undecided",
    }
}

fn printed_cost(outcome: Option<&Outcome>) -> Option<String> {
    outcome.and_then(Outcome::bom).map(|bom| bom.cost().to_fixed(bom.minor_unit))
}

/// A market that only one side has.
fn half(code: &str, currency: &str, (before, after): (Option<&Outcome>, Option<&Outcome>)) -> Pair {
    Pair {
        left: code.to_owned(),
        right: code.to_owned(),
        status: (status(before), status(after)),
        cost: (printed_cost(before), printed_cost(after)),
        currency: (currency.to_owned(), currency.to_owned()),
        lines: Vec::new(),
        options: Vec::new(),
        carriers: None,
        certificates: Vec::new(),
        because: Vec::new(),
    }
}

/// Compares two answers; `None` where they are the same.
fn pair(
    (left, before): (&Asking<'_>, &Outcome),
    (right, after): (&Asking<'_>, &Outcome),
) -> Result<Option<Pair>, ResolveError> {
    let currencies = (left.compiled.solution.currency(), right.compiled.solution.currency());
    let mut pair = half(left.market, currencies.0, (Some(before), Some(after)));
    (pair.right, pair.currency.1) = (right.market.to_owned(), currencies.1.to_owned());
    for (asking, outcome) in [(left, before), (right, after)] {
        if let Outcome::Conflict(conflict) = outcome {
            pair.because.extend(conflict.reasons.iter().map(|reason| Because::of(asking.name, reason)));
        }
    }
    let (Outcome::Resolved(before), Outcome::Resolved(after)) = (before, after) else {
        return Ok((pair.status.0 != pair.status.1).then_some(pair));
    };
    let difference = compare::boms(before, after);
    for what in difference.lines {
        let because = if what.change == compare::Change::Cost {
            Vec::new()
        } else {
            let mut because = why_not(right, after, &what.slot, what.before.as_ref())?;
            because.extend(why_not(left, before, &what.slot, what.after.as_ref())?);
            because
        };
        pair.lines.push(Differing { what, because });
    }
    for what in difference.options {
        let because = [why_set(left, &what.name), why_set(right, &what.name)].into_iter().flatten().collect();
        pair.options.push(Differing { what, because });
    }
    pair.carriers = difference.carriers;
    for what in compare::named(&certificates(before), &certificates(after)) {
        let on = if what.before.is_none() { right } else { left };
        let because = why_asked(on, &what.name);
        pair.certificates.push(Differing { what, because });
    }
    Ok((!pair.is_nothing()).then_some(pair))
}

impl Pair {
    /// Whether both sides are the same in everything that is compared.
    fn is_nothing(&self) -> bool {
        self.lines.is_empty()
            && self.options.is_empty()
            && self.carriers.is_none()
            && self.certificates.is_empty()
            && self.cost.0 == self.cost.1
            && self.status.0 == self.status.1
    }
}

/// The certificates that a bill of materials rests on, by scheme: numbers, and what planned ones cost a unit.
fn certificates(bom: &Bom) -> Vec<NamedValue> {
    let mut all: Vec<(String, Vec<String>)> = Vec::new();
    let held = bom.lines.iter().flat_map(|line| &line.certificates);
    let held = held.filter_map(|text| text.split_once(':')).map(|(scheme, id)| (scheme, id.to_owned()));
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
