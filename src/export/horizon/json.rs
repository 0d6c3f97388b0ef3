//! `terroir.horizon/1`. Amounts are strings, rounded once; `until` is the first day on which a time is over, null where
//! it lasts beyond the last day.

use crate::compare::{Held, LineChange, Named};
use crate::horizon::{Calendar, Dated, Event, Horizon, State, Stretch};
use crate::number::Number;
use crate::span::Place;
use serde::Serialize;

/// The calendar as indented JSON with a line end.
///
/// # Errors
/// None that a calendar of this library leads to; they are handed on from the JSON writer.
pub fn json(horizon: &Horizon) -> Result<String, serde_json::Error> {
    let answer = Answer {
        schema: "terroir.horizon/1",
        solution: &horizon.solution,
        version: &horizon.version,
        from: horizon.from.to_string(),
        until: horizon.until.to_string(),
        markets: horizon.markets.iter().map(calendar).collect(),
    };
    let mut text = serde_json::to_string_pretty(&answer)?;
    text.push('\n');
    Ok(text)
}

#[derive(Serialize)]
struct Answer<'a> {
    schema: &'static str,
    solution: &'a str,
    version: &'a str,
    from: String,
    until: String,
    markets: Vec<CalendarJson<'a>>,
}

#[derive(Serialize)]
struct CalendarJson<'a> {
    market: &'a str,
    currency: &'a str,
    stretches: Vec<StretchJson<'a>>,
    events: Vec<EventJson<'a>>,
    holes: Vec<HoleJson>,
}

#[derive(Serialize)]
struct StretchJson<'a> {
    from: String,
    until: Option<String>,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    cost: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hardware: Option<&'a str>,
}

#[derive(Serialize)]
struct HoleJson {
    from: String,
    until: Option<String>,
}

#[derive(Serialize)]
struct EventJson<'a> {
    date: String,
    change: &'static str,
    cost_before: Option<String>,
    cost_after: Option<String>,
    lines: Vec<LineJson<'a>>,
    options: Vec<NamedJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    carriers: Option<CarriersJson<'a>>,
    one_off: Vec<NamedJson<'a>>,
    through: Vec<ThroughJson<'a>>,
    reasons: Vec<PlacedJson<'a>>,
    way_out: Option<PlacedJson<'a>>,
}

#[derive(Serialize)]
struct LineJson<'a> {
    slot: &'a str,
    change: &'static str,
    before: Option<String>,
    after: Option<String>,
}

#[derive(Serialize)]
struct NamedJson<'a> {
    name: &'a str,
    before: Option<&'a str>,
    after: Option<&'a str>,
}

#[derive(Serialize)]
struct CarriersJson<'a> {
    before: &'a [String],
    after: &'a [String],
}

#[derive(Serialize)]
struct ThroughJson<'a> {
    date: String,
    text: &'a str,
    file: &'a str,
    line: u32,
    column: u32,
    source: &'a [String],
}

#[derive(Serialize)]
struct PlacedJson<'a> {
    text: &'a str,
    file: Option<&'a str>,
    line: Option<u32>,
    column: Option<u32>,
}

fn calendar(calendar: &Calendar) -> CalendarJson<'_> {
    let hole = |hole: &Stretch| HoleJson { from: hole.from.to_string(), until: hole.until.map(|day| day.to_string()) };
    CalendarJson {
        market: &calendar.market,
        currency: &calendar.currency,
        stretches: calendar.stretches.iter().map(|one| stretch(one, calendar.minor_unit)).collect(),
        events: calendar.events.iter().map(|one| event(one, calendar.minor_unit)).collect(),
        holes: calendar.holes().map(hole).collect(),
    }
}

fn stretch(stretch: &Stretch, minor_unit: u32) -> StretchJson<'_> {
    let (status, cost, hardware) = match &stretch.state {
        State::Resolved { cost, hardware } => ("resolved", Some(cost.to_fixed(minor_unit)), Some(hardware.as_str())),
        State::Conflict => ("conflict", None, None),
        State::Undecided => ("undecided", None, None),
    };
    let until = stretch.until.map(|day| day.to_string());
    StretchJson { from: stretch.from.to_string(), until, status, cost, hardware }
}

fn event(event: &Event, minor_unit: u32) -> EventJson<'_> {
    let fixed = |cost: Option<Number>| cost.map(|cost| cost.to_fixed(minor_unit));
    let difference = event.difference.as_ref();
    let carriers = difference.and_then(|difference| difference.carriers.as_ref());
    EventJson {
        date: event.day.to_string(),
        change: event.kind.word(),
        cost_before: fixed(event.cost.0),
        cost_after: fixed(event.cost.1),
        lines: difference.map(|difference| difference.lines.iter().map(line).collect()).unwrap_or_default(),
        options: difference.map_or_else(Vec::new, |difference| difference.options.iter().map(named).collect()),
        carriers: carriers.map(|(before, after)| CarriersJson { before, after }),
        one_off: difference.map_or_else(Vec::new, |difference| difference.one_off.iter().map(named).collect()),
        through: event.through.iter().map(through).collect(),
        reasons: event.reasons.iter().map(|reason| placed(&reason.text, reason.place.as_ref())).collect(),
        way_out: event.way_out.as_ref().map(|fix| placed(&fix.text, fix.place.as_ref())),
    }
}

fn line(line: &LineChange) -> LineJson<'_> {
    let held = |held: &Held| format!("{}@{}", held.component, held.version);
    LineJson {
        slot: &line.slot,
        change: line.change.word(),
        before: line.before.as_ref().map(held),
        after: line.after.as_ref().map(held),
    }
}

fn named(one: &Named) -> NamedJson<'_> {
    NamedJson { name: &one.name, before: one.before.as_deref(), after: one.after.as_deref() }
}

fn through(one: &Dated) -> ThroughJson<'_> {
    let Place { file, line, column } = &one.place;
    ThroughJson { date: one.day.to_string(), text: &one.text, file, line: *line, column: *column, source: &one.source }
}

fn placed<'a>(text: &'a str, place: Option<&'a Place>) -> PlacedJson<'a> {
    PlacedJson {
        text,
        file: place.map(|place| place.file.as_str()),
        line: place.map(|place| place.line),
        column: place.map(|place| place.column),
    }
}
