//! The calendar where markets are solved jointly, because `regional` is an objective or because they order together: a day
//! that concerns one of them may change the answer of any.

use super::causes::is_same_answer;
use super::threats::Threats;
use super::{Answers, Calendar, Dated, dated};
use crate::bom::Outcome;
use crate::date::Date;
use crate::model::{AreaId, Objective};
use crate::query::{Compiled, Request, ResolveError, Scope};
use std::collections::{BTreeMap, BTreeSet};

/// Whether the markets of the solution are solved jointly.
pub(super) fn is_joint(compiled: &Compiled) -> bool {
    let is_regional = compiled.model.header.objective.iter().any(|one| one.value == Objective::Regional);
    is_regional || compiled.may_be_planned()
}

/// All markets from change to change.
pub(super) fn calendars(
    compiled: &Compiled,
    request: &Request,
    codes: &[String],
    from: Date,
    until: Date,
) -> Result<Vec<Calendar>, ResolveError> {
    let mut before = answers(compiled, request, codes, from)?;
    let begun = |(code, outcome): (&String, &Outcome)| Calendar::begun(compiled, code, from, outcome);
    let mut calendars: Vec<Calendar> = codes.iter().zip(&before).map(begun).collect();
    // What takes a market its bill of materials does not depend on the others.
    let first = request.clone().as_of(from);
    let cases = codes.iter().map(|code| compiled.case(&first, code)).collect::<Result<Vec<_>, _>>()?;
    let mut threats: Vec<Threats<'_, '_>> = cases.iter().map(Threats::of).collect();
    for (threats, outcome) in threats.iter_mut().zip(&before) {
        threats.add(from, outcome)?;
    }
    let all = all(compiled, request, codes)?;
    let days: BTreeSet<Date> = all.iter().flat_map(|code| compiled.change_dates(code)).collect();
    let mut since = from;
    for day in days.into_iter().filter(|day| from < *day && *day <= until) {
        let after = answers(compiled, request, codes, day)?;
        let mut trying = Trying::between(compiled, request, codes, since, day)?;
        for (at, (calendar, answers)) in calendars.iter_mut().zip(before.iter().zip(&after)).enumerate() {
            if !is_same_answer(answers.0, answers.1) {
                let through = trying.through(at, answers.0)?;
                calendar.change(day, Answers { before: answers.0, after: answers.1 }, through);
            }
        }
        for (threats, outcome) in threats.iter_mut().zip(&after) {
            threats.add(day, outcome)?;
        }
        (before, since) = (after, day);
    }
    for (calendar, threats) in calendars.iter_mut().zip(threats) {
        calendar.threats = threats.into_found();
    }
    Ok(calendars)
}

/// Why a market's answer differs from that on another day.
pub(super) fn through(
    compiled: &Compiled,
    request: &Request,
    code: &String,
    other: Date,
) -> Result<Vec<Dated>, ResolveError> {
    let codes = std::slice::from_ref(code);
    let day = request.as_of.or(compiled.model.header.as_of).ok_or_else(ResolveError::no_date)?;
    let (before, after) = (answers(compiled, request, codes, other)?, answers(compiled, request, codes, day)?);
    match before.first().zip(after.first()) {
        Some((before, after)) if !is_same_answer(before, after) => {
            Trying::between(compiled, request, codes, other, day)?.through(0, before)
        }
        _ => Ok(Vec::new()),
    }
}

/// What `resolve` answers on a day, in the order of the codes.
fn answers(compiled: &Compiled, request: &Request, codes: &[String], day: Date) -> Result<Vec<Outcome>, ResolveError> {
    let on_day = request.for_markets(codes).as_of(day);
    Ok(compiled.portfolio(&on_day)?.markets)
}

/// The markets whose facts affect the answers: the requested ones and, in the scope of the portfolio, the solution's.
fn all(compiled: &Compiled, request: &Request, codes: &[String]) -> Result<BTreeSet<String>, ResolveError> {
    let own = match request.scope {
        Scope::Portfolio => compiled.portfolio_markets(request)?,
        Scope::Requested => Vec::new(),
    };
    Ok(own.into_iter().chain(codes.iter().cloned()).collect())
}

/// What changed between two days, and the answers of all markets with some of it held back: each is solved once.
struct Trying<'a> {
    compiled: &'a Compiled,
    request: &'a Request,
    codes: &'a [String],
    day: Date,
    changes: Vec<dated::DatedChange>,
    known: BTreeMap<Vec<bool>, Vec<Outcome>>,
}

impl<'a> Trying<'a> {
    fn between(
        compiled: &'a Compiled,
        request: &'a Request,
        codes: &'a [String],
        before: Date,
        day: Date,
    ) -> Result<Self, ResolveError> {
        let areas = all(compiled, request, codes)?;
        let areas: Vec<AreaId> = areas.iter().filter_map(|code| compiled.model.areas.find(code)).collect();
        let changes = dated::changes(compiled, &areas, before, day);
        Ok(Self { compiled, request, codes, day, changes, known: BTreeMap::new() })
    }

    /// What changed the answer of a market, by its number among the codes.
    fn through(&mut self, at: usize, before: &Outcome) -> Result<Vec<Dated>, ResolveError> {
        let Self { compiled, request, codes, day, changes, known } = self;
        super::causes::through(compiled, changes, &mut |back| {
            if !known.contains_key(back) {
                let undone = dated::undone(compiled, changes, back);
                known.insert(back.to_vec(), answers(&undone, request, codes, *day)?);
            }
            Ok(known.get(back).and_then(|answers| answers.get(at)).is_some_and(|now| is_same_answer(before, now)))
        })
    }
}
