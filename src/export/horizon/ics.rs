//! The calendar as a file that a calendar program subscribes to (RFC 5545): one all-day event a change.

use super::super::calendar::{Lines, compact, uid};
use super::{dated, end_of_hole, exchanged, headline};
use crate::horizon::{Calendar, Event, Horizon};

/// An iCalendar file. What stays the same keeps its identity from run to run, and every time stamp is the first day's:
/// the same calendar has the same bytes.
///
/// Its last event is the last day that was looked at, so that a team that subscribes knows when to look again.
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
        calendar.events.iter().for_each(|event| happening(&mut lines, horizon, calendar, event));
    }
    last_day(&mut lines, horizon);
    lines.plain("END", "VCALENDAR");
    lines.into_text()
}

fn happening(lines: &mut Lines, horizon: &Horizon, calendar: &Calendar, event: &Event) {
    let day = event.day.to_string();
    begin(lines, horizon, &[&horizon.solution, &calendar.market, &day, event.kind.word()]);
    lines.day("DTSTART", event.day);
    if let Some(until) = end_of_hole(calendar, event) {
        lines.day("DTEND", until);
    }
    lines.text("SUMMARY", &format!("{}: {} ({})", calendar.market, headline(calendar, event), horizon.solution));
    let mut told = exchanged(event);
    told.extend(event.through.iter().map(|one| format!("through: {}", dated(one))));
    told.extend(event.reasons.iter().map(|reason| format!("because: {}", reason.text)));
    told.extend(event.way_out.iter().map(|fix| format!("way out: {}", fix.text)));
    if !told.is_empty() {
        lines.text("DESCRIPTION", &told.join("\n"));
    }
    lines.plain("CATEGORIES", event.kind.word());
    end(lines);
}

fn last_day(lines: &mut Lines, horizon: &Horizon) {
    begin(lines, horizon, &[&horizon.solution, "last day"]);
    lines.day("DTSTART", horizon.until);
    lines.text("SUMMARY", &format!("{}: what was looked at ends here", horizon.solution));
    lines.text("DESCRIPTION", &format!("looked at on {}; `terroir horizon --until` looks further", horizon.from));
    end(lines);
}

fn begin(lines: &mut Lines, horizon: &Horizon, identity: &[&str]) {
    lines.plain("BEGIN", "VEVENT");
    lines.plain("UID", &uid(identity));
    lines.plain("DTSTAMP", &format!("{}T000000Z", compact(horizon.from)));
}

fn end(lines: &mut Lines) {
    lines.plain("TRANSP", "TRANSPARENT");
    lines.plain("END", "VEVENT");
}
