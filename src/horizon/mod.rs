//! The calendar of a portfolio: on which days markets lose, regain or change their bill of materials, and why.
//!
//! An answer changes only on a day on which something dated begins or ends ([`Compiled::change_dates`]), so only those
//! days are solved. Why it changed is found by trying: the dated things without which the answer would have stayed as
//! it was. Where `regional` is an objective the markets are solved jointly, so every market is solved on the days of all
//! of them, and what begins in one may change the answer of another.
//!
//! ```
//! # fn example(compiled: &terroir::Compiled) -> Result<(), Box<dyn std::error::Error>> {
//! let request = terroir::Request::market("BR").as_of("2026-11-22".parse()?);
//! let horizon = compiled.horizon(&request, "2036-11-22".parse()?)?;
//! for hole in horizon.markets[0].holes() {
//!     println!("no valid BOM from {} on", hole.from);
//! }
//! # Ok(())
//! # }
//! ```

mod causes;
mod dated;
mod joint;
mod threats;

pub use dated::Dated;
pub use threats::Threat;

use crate::bom::{Fix, Outcome, Reason};
use crate::compare::{self, Difference};
use crate::date::Date;
use crate::engine::Optimiser;
use crate::number::Number;
use crate::portfolio::parallel;
use crate::query::{Case, Compiled, Request, ResolveError};
use crate::resolve::solve;
use threats::Threats;

/// What changes in every market between two days.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Horizon {
    /// The solution's name.
    pub solution: String,
    /// Its version.
    pub version: String,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub until: Date,
    /// One calendar for each market, in the order of the request.
    pub markets: Vec<Calendar>,
}

/// What changes in one market.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Calendar {
    /// The market's code.
    pub market: String,
    /// The currency of all amounts.
    pub currency: String,
    /// Places after the point that it has.
    pub minor_unit: u32,
    /// Periods with one answer, without a gap between them, from the first day on.
    pub stretches: Vec<Stretch>,
    /// What happens between them, by day; on the first day only that there is no answer.
    pub events: Vec<Event>,
    /// Everything that takes the market's bill of materials, by day: also what comes after an earlier loss.
    pub threats: Vec<Threat>,
}

impl Calendar {
    /// The periods without a valid bill of materials.
    pub fn holes(&self) -> impl Iterator<Item = &Stretch> {
        self.stretches.iter().filter(|stretch| stretch.state == State::Conflict)
    }

    /// A market's calendar with its answer on the first day.
    fn begun(compiled: &Compiled, code: &str, from: Date, outcome: &Outcome) -> Self {
        let currency = compiled.solution.currency();
        Self {
            market: code.to_owned(),
            currency: currency.to_owned(),
            minor_unit: crate::bom::minor_unit(currency),
            stretches: vec![Stretch { from, until: None, state: state(outcome) }],
            events: first_event(outcome, from).into_iter().collect(),
            threats: Vec::new(),
        }
    }

    /// From this day on there is another answer.
    fn change(&mut self, day: Date, answers: Answers<'_>, through: Vec<Dated>) {
        let after = answers.after;
        self.events.push(event(answers, day, through));
        if let Some(last) = self.stretches.last_mut() {
            last.until = Some(day);
        }
        self.stretches.push(Stretch { from: day, until: None, state: state(after) });
    }
}

/// The answers on both sides of a day.
#[derive(Clone, Copy)]
struct Answers<'a> {
    before: &'a Outcome,
    after: &'a Outcome,
}

/// A period with one answer.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Stretch {
    /// The first day.
    pub from: Date,
    /// The day after the last; `None` where it lasts beyond the last day that was looked at.
    pub until: Option<Date>,
    /// The answer.
    pub state: State,
}

/// The answer of a period.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(tag = "status", rename_all = "kebab-case")]
pub enum State {
    /// A valid bill of materials, of this exact cost and with the hardware of this name.
    Resolved {
        /// Exact.
        cost: Number,
        /// The id of the hardware: a digest of its slots and parts.
        hardware: String,
    },
    /// None.
    Conflict,
    /// The work limit was reached.
    Undecided,
}

/// How an answer changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Kind {
    /// There is no valid bill of materials on the first day already.
    Absent,
    /// From here on there is none.
    Lost,
    /// From here on there is one again.
    Regained,
    /// Other lines, options, carriers or certificates.
    Changed,
    /// The same at another cost.
    Cost,
    /// The work limit was reached, so nothing is known from here on.
    Undecided,
}

impl Kind {
    /// The word in output.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Absent => "absent",
            Self::Lost => "lost",
            Self::Regained => "regained",
            Self::Changed => "changed",
            Self::Cost => "cost",
            Self::Undecided => "undecided",
        }
    }
}

/// A day on which an answer changes.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Event {
    /// The first day of the new answer.
    pub day: Date,
    /// How it changes.
    pub kind: Kind,
    /// The exact cost before, where there was a bill of materials.
    pub cost_before: Option<Number>,
    /// The exact cost after, where there is one.
    pub cost_after: Option<Number>,
    /// What differs, where there is one before and after.
    pub difference: Option<Difference>,
    /// The dated things without which the answer would have stayed.
    pub through: Vec<Dated>,
    /// Why there is none any more.
    pub reasons: Vec<Reason>,
    /// The first change that makes the market valid, as known today, with what the bill of materials then costs.
    pub way_out: Option<Fix>,
}

impl Compiled {
    /// What changes in the markets of the request (or of the solution) from its as-of date to another day, both
    /// included.
    ///
    /// # Errors
    /// As [`Compiled::resolve`](crate::Compiled::resolve).
    pub fn horizon(&self, request: &Request, until: Date) -> Result<Horizon, ResolveError> {
        let codes = &self.answered_markets(request)?;
        let compiled = &*self.for_markets(codes)?;
        let from = request.as_of.or(compiled.model.header.as_of).ok_or_else(ResolveError::no_date)?;
        let markets = if joint::is_joint(compiled) {
            joint::calendars(compiled, request, codes, from, until)?
        } else {
            let first = request.clone().as_of(from);
            let calendar =
                |optimiser: &mut Optimiser, code: &String| calendar(&compiled.case(&first, code)?, until, optimiser);
            let markets = parallel::map(codes.iter().collect(), request.jobs, &|_, _| {}, calendar);
            markets.into_iter().collect::<Result<_, _>>()?
        };
        Ok(Horizon {
            solution: compiled.solution.name().to_owned(),
            version: compiled.solution.version().to_owned(),
            from,
            until,
            markets,
        })
    }

    /// The dated things because of which the first market's answer on the as-of date of `request` differs from that on
    /// another day, earlier or later; empty where both answers are the same.
    ///
    /// # Errors
    /// As [`Compiled::resolve`](crate::Compiled::resolve).
    pub fn through(&self, request: &Request, other: Date) -> Result<Vec<Dated>, ResolveError> {
        let code = request.markets.first().ok_or_else(ResolveError::no_market)?;
        self.with_case(request, |case| {
            if joint::is_joint(case.compiled) {
                return joint::through(case.compiled, request, code, other);
            }
            let mut optimiser = Optimiser::new();
            let (then, now) = (case.on_day(other)?, case.on_day(case.input.day)?);
            let (before, after) = (solve(then, &mut optimiser)?, solve(now, &mut optimiser)?);
            if causes::is_same_answer(&before, &after) {
                return Ok(Vec::new());
            }
            through(&case, &before, other, &mut optimiser)
        })
    }
}

/// One market from change to change, beginning on the day of the case.
fn calendar(case: &Case<'_>, until: Date, optimiser: &mut Optimiser) -> Result<Calendar, ResolveError> {
    let (code, from) = (case.code(), case.input.day);
    let (mut before, mut since) = (solve(case.on_day(from)?, optimiser)?, from);
    let mut calendar = Calendar::begun(case.compiled, code, from, &before);
    let mut threats = Threats::of(case);
    threats.add(from, &before)?;
    let days = case.compiled.change_dates(code).into_iter().filter(|day| from < *day && *day <= until);
    for day in days {
        let after = solve(case.on_day(day)?, optimiser)?;
        threats.add(day, &after)?;
        if !causes::is_same_answer(&before, &after) {
            let through = through(&case.on_day(day)?, &before, since, optimiser)?;
            calendar.change(day, Answers { before: &before, after: &after }, through);
        }
        (before, since) = (after, day);
    }
    calendar.threats = threats.into_found();
    Ok(calendar)
}

/// Why a market that is solved alone has another answer than on the day before.
fn through(
    case: &Case<'_>,
    before: &Outcome,
    day: Date,
    optimiser: &mut Optimiser,
) -> Result<Vec<Dated>, ResolveError> {
    let changes = dated::changes(case.compiled, &[case.input.market], day, case.input.day);
    causes::through(case.compiled, &changes, &mut |back| {
        let undone = dated::undone(case.compiled, &changes, back);
        Ok(causes::is_same_answer(before, &solve(case.within(&undone)?, optimiser)?))
    })
}

fn state(outcome: &Outcome) -> State {
    match outcome {
        Outcome::Resolved(bom) => State::Resolved { cost: bom.cost(), hardware: bom.hardware_id() },
        Outcome::Conflict(_) => State::Conflict,
        Outcome::Undecided(_) => State::Undecided,
    }
}

/// A market without an answer on the first day has an event too.
fn first_event(outcome: &Outcome, day: Date) -> Option<Event> {
    let kind = match outcome {
        Outcome::Resolved(_) => return None,
        Outcome::Conflict(_) => Kind::Absent,
        Outcome::Undecided(_) => Kind::Undecided,
    };
    Some(Event { kind, ..event(Answers { before: outcome, after: outcome }, day, Vec::new()) })
}

fn event(answers: Answers<'_>, day: Date, through: Vec<Dated>) -> Event {
    let Answers { before, after } = answers;
    let difference = before.bom().zip(after.bom()).map(|(before, after)| compare::boms(before, after));
    let kind = match (before, after) {
        (_, Outcome::Undecided(_)) => Kind::Undecided,
        (_, Outcome::Conflict(_)) => Kind::Lost,
        (Outcome::Resolved(_), Outcome::Resolved(_)) if difference.as_ref().is_some_and(Difference::is_same_bom) => {
            Kind::Cost
        }
        (Outcome::Resolved(_), Outcome::Resolved(_)) => Kind::Changed,
        (Outcome::Conflict(_) | Outcome::Undecided(_), Outcome::Resolved(_)) => Kind::Regained,
    };
    let (reasons, way_out) = match after {
        Outcome::Conflict(conflict) => (conflict.reasons.clone(), conflict.fixes.first().cloned()),
        Outcome::Resolved(_) | Outcome::Undecided(_) => (Vec::new(), None),
    };
    let cost = |outcome: &Outcome| outcome.bom().map(crate::bom::Bom::cost);
    Event { day, kind, cost_before: cost(before), cost_after: cost(after), difference, through, reasons, way_out }
}
