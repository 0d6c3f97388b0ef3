//! The calendar of a portfolio as a table, as Markdown, as JSON (`terroir.horizon/1`) and as an iCalendar file.

mod ics;
mod json;
mod table;

pub use ics::ics;
pub use json::json;
pub use table::{markdown, table};

use crate::compare::LineChange;
use crate::horizon::{Calendar, Dated, Event, Kind};
use crate::number::Number;

/// The first sentence of an event: what changes, and where that is known until when.
fn headline(calendar: &Calendar, event: &Event) -> String {
    let costs = cost_change(calendar, event);
    match event.kind {
        Kind::Absent | Kind::Lost => match end_of_hole(calendar, event) {
            Some(until) => format!("no valid BOM until {until}"),
            None => "no valid BOM".to_owned(),
        },
        Kind::Regained => format!("a valid BOM again{costs}"),
        Kind::Changed => format!("another BOM{costs}"),
        Kind::Cost => format!("the same BOM{costs}"),
        Kind::Undecided => "undecided, for the work limit was reached".to_owned(),
    }
}

/// The day on which a market that lost its bill of materials has one again.
fn end_of_hole(calendar: &Calendar, event: &Event) -> Option<crate::date::Date> {
    calendar.holes().find(|hole| hole.from == event.day).and_then(|hole| hole.until)
}

/// `, 241.30 -> 260.10 USD`.
fn cost_change(calendar: &Calendar, event: &Event) -> String {
    let fixed = |cost: Number| cost.to_fixed(calendar.minor_unit);
    match event.cost {
        (Some(before), Some(after)) if before != after => {
            format!(", {} -> {} {}", fixed(before), fixed(after), calendar.currency)
        }
        (_, Some(after)) => format!(", {} {}", fixed(after), calendar.currency),
        _ => String::new(),
    }
}

/// What stands elsewhere than before: lines, options, carriers, certificates, one a text.
fn exchanged(event: &Event) -> Vec<String> {
    let Some(difference) = &event.difference else { return Vec::new() };
    let line = |line: &LineChange| {
        let (before, after) = line.names();
        format!("{}: {before} -> {after}", line.slot)
    };
    let or_none = |value: &Option<String>| value.clone().unwrap_or_else(|| "none".to_owned());
    let named = |what: &str, one: &crate::compare::Named| {
        format!("{what} {}: {} -> {}", one.name, or_none(&one.before), or_none(&one.after))
    };
    let listed = |list: &[String]| if list.is_empty() { "none".to_owned() } else { list.join(", ") };
    let carriers = difference.carriers.iter();
    let mut all: Vec<String> = difference.exchanged().map(line).collect();
    all.extend(difference.options.iter().map(|one| named("option", one)));
    all.extend(carriers.map(|(before, after)| format!("carriers: {} -> {}", listed(before), listed(after))));
    all.extend(difference.one_off.iter().map(|one| named("certificate", one)));
    all
}

/// A dated thing with its place and source in parentheses.
fn dated(one: &Dated) -> String {
    let cited = one.citation.as_ref().map(|source| format!(", {source}")).unwrap_or_default();
    format!("{} ({}{cited})", one.text, one.place)
}
