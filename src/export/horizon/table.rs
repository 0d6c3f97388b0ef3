//! The calendar for people: what changes on which day.

use super::phrases::{Costs, dated, exchanged, headline};
use crate::diagnostic::printable;
use crate::export::align::Align;
use crate::export::grid::Grid;
use crate::export::markdown::Markdown;
use crate::export::phrases::with_place;
use crate::horizon::{Calendar, Event, Horizon, Kind, Threat};
use std::fmt::Write as _;

/// The headline of what comes after an earlier loss.
const FURTHER: &str = "further threats, which would leave no valid BOM even without the losses above (their fixes help once \
                       those are repaired):";

/// All events by day, each with its cause and the first fix; then the markets without a change and the gaps.
///
/// ```
/// # mod lamp { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/export/samples/lamp.rs")); }
/// # let compiled = lamp::compile()?;
/// let horizon = compiled.horizon(&lamp::request()?, "2027-11-22".parse()?)?;
/// assert!(terroir::export::horizon::table(&horizon).starts_with("lamp 1.0.0, from 2026-11-22 to 2027-11-22"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn table(horizon: &Horizon) -> String {
    let mut out = format!("{}\n\n", printable(&title(horizon)));
    for (calendar, event) in by_day(horizon) {
        let _ =
            writeln!(out, "{}  {}  {}", event.day, printable(&calendar.market), headline(calendar, event, Costs::With));
        for (name, text) in details(event) {
            let _ = writeln!(out, "    {name}: {}", printable(&text));
        }
    }
    for (at, (calendar, threat)) in threats_behind(horizon).into_iter().enumerate() {
        if at == 0 {
            let _ = writeln!(out, "\n{FURTHER}");
        }
        let _ = writeln!(out, "{}  {}", threat.day, printable(&calendar.market));
        for (name, text) in threat_details(threat) {
            let _ = writeln!(out, "    {name}: {}", printable(&text));
        }
    }
    for line in closing(horizon) {
        let _ = writeln!(out, "{}", printable(&line));
    }
    out
}

/// The same as Markdown.
///
/// ```
/// # mod lamp { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/export/samples/lamp.rs")); }
/// # let compiled = lamp::compile()?;
/// let horizon = compiled.horizon(&lamp::request()?, "2027-11-22".parse()?)?;
/// assert!(terroir::export::horizon::markdown(&horizon).starts_with("# lamp 1.0.0"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn markdown(horizon: &Horizon) -> String {
    let mut page = Markdown::default();
    page.heading(1, title(horizon));
    page.blank();
    let columns = ["date", "market", "what happens", "cause", "fix"].map(|head| (head, Align::Left));
    let mut grid = Grid::new(columns);
    for (calendar, event) in by_day(horizon) {
        let of = |wanted: &[&str]| {
            let chosen = details(event).into_iter().filter(|(name, _)| wanted.contains(name));
            chosen.map(|(_, text)| text).collect::<Vec<_>>().join("; ")
        };
        let changes = of(&["change"]);
        let what = headline(calendar, event, Costs::With) + if changes.is_empty() { "" } else { ": " } + &changes;
        let cause = of(if event.through.is_empty() { &["because"] } else { &["cause"] });
        grid.row([event.day.to_string(), calendar.market.clone(), what, cause, of(&["fix"])]);
    }
    for (calendar, threat) in threats_behind(horizon) {
        let of = |wanted: &str| {
            let chosen = threat_details(threat).into_iter().filter(|(name, _)| *name == wanted);
            chosen.map(|(_, text)| text).collect::<Vec<_>>().join("; ")
        };
        let what = "a further threat, even without the losses above".to_owned();
        grid.row([threat.day.to_string(), calendar.market.clone(), what, of("because"), of("fix")]);
    }
    if !by_day(horizon).is_empty() {
        grid.write_to(&mut page);
    }
    for line in closing(horizon) {
        if line.is_empty() { page.blank() } else { page.line(line) }
    }
    page.into_text()
}

fn title(horizon: &Horizon) -> String {
    format!("{} {}, from {} to {}", horizon.solution, horizon.version, horizon.from, horizon.until)
}

/// All events by day; events of one day in the order of the markets.
fn by_day(horizon: &Horizon) -> Vec<(&Calendar, &Event)> {
    let events = |calendar: &'_ Calendar| calendar.events.len();
    let mut all: Vec<(&Calendar, &Event)> = Vec::with_capacity(horizon.markets.iter().map(events).sum());
    for calendar in &horizon.markets {
        all.extend(calendar.events.iter().map(|event| (calendar, event)));
    }
    all.sort_by_key(|(_, event)| event.day);
    all
}

/// Threats to markets that have no valid bill of materials already, by day.
fn threats_behind(horizon: &Horizon) -> Vec<(&Calendar, &Threat)> {
    let of = |calendar: &'_ Calendar| calendar.threats.len();
    let mut all: Vec<(&Calendar, &Threat)> = Vec::with_capacity(horizon.markets.iter().map(of).sum());
    for calendar in &horizon.markets {
        all.extend(calendar.threats.iter().filter(|threat| threat.is_behind).map(|threat| (calendar, threat)));
    }
    all.sort_by_key(|(_, threat)| threat.day);
    all
}

/// The lines below a threat: its reasons and every way out.
fn threat_details(threat: &Threat) -> Vec<(&'static str, String)> {
    let reasons = threat.reasons.iter().map(|reason| ("because", reason.text.clone()));
    let fixes = threat.ways_out.iter().map(|fix| ("fix", with_place(&fix.text, fix.place.as_ref())));
    reasons.chain(fixes).collect()
}

/// The lines below an event: what is exchanged, its causes, its reasons, and the first fix.
fn details(event: &Event) -> Vec<(&'static str, String)> {
    let mut all: Vec<(&str, String)> = exchanged(event).into_iter().map(|text| ("change", text)).collect();
    all.extend(event.through.iter().map(|one| ("cause", dated(one))));
    all.extend(event.reasons.iter().map(|reason| ("because", reason.text.clone())));
    all.extend(event.way_out.iter().map(|fix| ("fix", with_place(&fix.text, fix.place.as_ref()))));
    all
}

/// The markets in which nothing changes, and the times without a valid bill of materials: lines, empty ones between them.
fn closing(horizon: &Horizon) -> Vec<String> {
    let quiet = horizon.markets.iter().filter(|calendar| calendar.events.is_empty());
    let quiet: Vec<&str> = quiet.map(|calendar| calendar.market.as_str()).collect();
    let mut lines = Vec::new();
    if !quiet.is_empty() {
        lines.extend([String::new(), format!("nothing changes in {}", quiet.join(", "))]);
    }
    let holes = horizon.markets.iter().flat_map(|calendar| calendar.holes().map(move |hole| (calendar, hole)));
    for (at, (calendar, hole)) in holes.enumerate() {
        let end = hole.until.map_or_else(|| "onwards".to_owned(), |until| format!("until {until}"));
        if at == 0 {
            lines.push(String::new());
        }
        lines.push(format!("no valid BOM for {} from {} {end}", calendar.market, hole.from));
    }
    let undecided = |calendar: &&Calendar| calendar.events.iter().any(|event| event.kind == Kind::Undecided);
    for calendar in horizon.markets.iter().filter(undecided) {
        lines.extend([String::new(), format!("{} is undecided on some days", calendar.market)]);
    }
    lines
}
