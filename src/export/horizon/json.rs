//! `terroir.horizon/1`. Amounts are strings, rounded once; `until` is the first day after a period, null where the
//! period lasts beyond the horizon.

use crate::bom::Fix;
use crate::compare::ComparedPart;
use crate::export::json_common::{CarriersJson, ChangedJson, CitedJson, LineJson, PlacedJson, indented};
use crate::horizon::{Calendar, Dated, Event, Horizon, State, Stretch, Threat};
use crate::number::Number;
use serde::Serialize;

/// The calendar as indented JSON with a final newline.
///
/// # Errors
/// The JSON writer's own; calendars of this library cause none.
///
/// ```
/// # mod lamp { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/export/samples/lamp.rs")); }
/// # let compiled = lamp::compile()?;
/// let horizon = compiled.horizon(&lamp::request()?, "2027-11-22".parse()?)?;
/// assert!(terroir::export::horizon::json(&horizon)?.contains("terroir.horizon/1"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn json(horizon: &Horizon) -> Result<String, serde_json::Error> {
    let answer = Answer {
        schema: "terroir.horizon/1",
        solution: &horizon.solution,
        version: &horizon.version,
        from: horizon.from.to_string(),
        until: horizon.until.to_string(),
        markets: horizon.markets.iter().map(calendar).collect(),
    };
    indented(&answer)
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
    /// Everything that takes the market's bill of materials, also where it has none already.
    threats: Vec<ThreatJson<'a>>,
}

#[derive(Serialize)]
struct ThreatJson<'a> {
    date: String,
    /// Whether the market has no valid bill of materials for another reason already.
    behind: bool,
    reasons: Vec<PlacedJson<'a>>,
    ways_out: Vec<WayOutJson<'a>>,
}

#[derive(Serialize)]
struct WayOutJson<'a> {
    #[serde(flatten)]
    placed: PlacedJson<'a>,
    /// What one product then costs; null where it could not be tried.
    cost: Option<String>,
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
    lines: Vec<LineJson<'a, String>>,
    options: Vec<ChangedJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    carriers: Option<CarriersJson<'a>>,
    one_off: Vec<ChangedJson<'a>>,
    through: Vec<ThroughJson<'a>>,
    reasons: Vec<PlacedJson<'a>>,
    way_out: Option<PlacedJson<'a>>,
}

#[derive(Serialize)]
struct ThroughJson<'a> {
    date: String,
    #[serde(flatten)]
    cited: CitedJson<'a>,
}

fn calendar(calendar: &Calendar) -> CalendarJson<'_> {
    let hole = |hole: &Stretch| HoleJson { from: hole.from.to_string(), until: hole.until.map(|day| day.to_string()) };
    CalendarJson {
        market: &calendar.market,
        currency: &calendar.currency,
        stretches: calendar.stretches.iter().map(|one| stretch(one, calendar.minor_unit)).collect(),
        events: calendar.events.iter().map(|one| event(one, calendar.minor_unit)).collect(),
        holes: calendar.holes().map(hole).collect(),
        threats: calendar.threats.iter().map(threat).collect(),
    }
}

fn threat(threat: &Threat) -> ThreatJson<'_> {
    let way_out = |fix: &'_ Fix| fix.cost.map(|cost| cost.to_fixed(fix.minor_unit));
    ThreatJson {
        date: threat.day.to_string(),
        behind: threat.is_behind,
        reasons: threat.reasons.iter().map(|reason| PlacedJson::of(&reason.text, reason.place.as_ref())).collect(),
        ways_out: threat
            .ways_out
            .iter()
            .map(|fix| WayOutJson { placed: PlacedJson::of(&fix.text, fix.place.as_ref()), cost: way_out(fix) })
            .collect(),
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
        cost_before: fixed(event.cost_before),
        cost_after: fixed(event.cost_after),
        lines: difference
            .map(|difference| difference.lines.iter().map(|one| LineJson::of(one, held)).collect())
            .unwrap_or_default(),
        options: difference
            .map_or_else(Vec::new, |difference| difference.options.iter().map(ChangedJson::of).collect()),
        carriers: CarriersJson::of(carriers),
        one_off: difference
            .map_or_else(Vec::new, |difference| difference.one_off.iter().map(ChangedJson::of).collect()),
        through: event.through.iter().map(through).collect(),
        reasons: event.reasons.iter().map(|reason| PlacedJson::of(&reason.text, reason.place.as_ref())).collect(),
        way_out: event.way_out.as_ref().map(|fix| PlacedJson::of(&fix.text, fix.place.as_ref())),
    }
}

fn held(held: &ComparedPart) -> String {
    format!("{}@{}", held.component, held.version)
}

fn through(one: &Dated) -> ThroughJson<'_> {
    ThroughJson { date: one.day.to_string(), cited: CitedJson::of(&one.text, Some(&one.place), &one.source) }
}
