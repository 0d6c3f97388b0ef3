//! The calendar as a file that calendar programs subscribe to (RFC 5545): one all-day event per change.

use super::phrases::{Costs, dated, end_of_gap, exchanged, headline};
use crate::export::calendar::Lines;
use crate::horizon::{Calendar, Event, Horizon, Threat};

/// The calendar as an iCalendar file. An event that stays the same keeps its UID from run to run, and every time stamp is
/// the first day's: the same calendar gives the same bytes.
///
/// The last event marks the end of the horizon, so that a team that subscribes knows when to run it again.
///
/// ```
/// # mod lamp { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/export/samples/lamp.rs")); }
/// # let compiled = lamp::compile()?;
/// let horizon = compiled.horizon(&lamp::request()?, "2027-11-22".parse()?)?;
/// assert!(terroir::export::horizon::ics(&horizon).starts_with("BEGIN:VCALENDAR\r\n"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn ics(horizon: &Horizon) -> String {
    let mut lines = Lines::default();
    lines.plain("BEGIN", "VCALENDAR");
    lines.plain("VERSION", "2.0");
    lines.plain("PRODID", "-//terroir//horizon 1//EN");
    lines.plain("CALSCALE", "GREGORIAN");
    lines.plain("METHOD", "PUBLISH");
    lines.text("X-WR-CALNAME", &format!("{} by market", horizon.solution));
    for calendar in &horizon.markets {
        calendar.events.iter().for_each(|event| write_event(&mut lines, horizon, calendar, event));
        let behind = calendar.threats.iter().filter(|threat| threat.is_behind);
        behind.for_each(|threat| write_threat(&mut lines, horizon, calendar, threat));
    }
    last_day(&mut lines, horizon);
    lines.plain("END", "VCALENDAR");
    lines.into_text()
}

fn write_event(lines: &mut Lines, horizon: &Horizon, calendar: &Calendar, event: &Event) {
    let day = event.day.to_string();
    begin(lines, horizon, &[&horizon.solution, &calendar.market, &day, event.kind.word()]);
    lines.day("DTSTART", event.day);
    if let Some(until) = end_of_gap(calendar, event) {
        lines.day("DTEND", until);
    }
    lines.text(
        "SUMMARY",
        &format!("{}: {} ({})", calendar.market, headline(calendar, event, Costs::With), horizon.solution),
    );
    let mut details = exchanged(event);
    details.extend(event.through.iter().map(|one| format!("cause: {}", dated(one))));
    details.extend(event.reasons.iter().map(|reason| format!("because: {}", reason.text)));
    details.extend(event.way_out.iter().map(|fix| format!("fix: {}", fix.text)));
    if !details.is_empty() {
        lines.text("DESCRIPTION", &details.join("\n"));
    }
    lines.plain("CATEGORIES", event.kind.word());
    end(lines);
}

/// A threat to a market that has no valid bill of materials already; the others are events.
fn write_threat(lines: &mut Lines, horizon: &Horizon, calendar: &Calendar, threat: &Threat) {
    let keys: Vec<&str> = threat.reasons.iter().map(|reason| reason.key.as_str()).collect();
    let day = threat.day.to_string();
    begin(lines, horizon, &[&horizon.solution, &calendar.market, &day, "threat", &keys.join(" ")]);
    lines.day("DTSTART", threat.day);
    let summary = format!("{}: a further threat to its BOM ({})", calendar.market, horizon.solution);
    lines.text("SUMMARY", &summary);
    let reasons = threat.reasons.iter().map(|reason| format!("because: {}", reason.text));
    let details: Vec<String> = reasons.chain(threat.ways_out.iter().map(|fix| format!("fix: {}", fix.text))).collect();
    if !details.is_empty() {
        lines.text("DESCRIPTION", &details.join("\n"));
    }
    lines.plain("CATEGORIES", "threat");
    end(lines);
}

fn last_day(lines: &mut Lines, horizon: &Horizon) {
    begin(lines, horizon, &[&horizon.solution, "last day"]);
    lines.day("DTSTART", horizon.until);
    lines.text("SUMMARY", &format!("{}: the horizon ends here", horizon.solution));
    lines.text(
        "DESCRIPTION",
        &format!("computed as of {}; run `terroir horizon --until DATE` to look further", horizon.from),
    );
    end(lines);
}

fn begin(lines: &mut Lines, horizon: &Horizon, identity: &[&str]) {
    lines.plain("BEGIN", "VEVENT");
    lines.uid(identity);
    lines.first_of_day("DTSTAMP", horizon.from);
}

fn end(lines: &mut Lines) {
    lines.plain("TRANSP", "TRANSPARENT");
    lines.plain("END", "VEVENT");
}
