//! Phrases that the table, the Markdown and the iCalendar file of a horizon share.

use crate::compare::{LineChange, Named, SideNames};
use crate::date::Date;
use crate::export::phrases::{list_or_none, value_or_none};
use crate::horizon::{Calendar, Dated, Event, Kind};
use crate::number::Number;

/// Whether a headline says what the change costs.
#[derive(Clone, Copy)]
pub(in crate::export) enum Costs {
    With,
    Without,
}

/// The first sentence of an event: what changes and, where that is known, until when.
pub(in crate::export) fn headline(calendar: &Calendar, event: &Event, costs: Costs) -> String {
    let costs = match costs {
        Costs::With => cost_change(calendar, event),
        Costs::Without => String::new(),
    };
    match event.kind {
        Kind::Absent | Kind::Lost => match end_of_gap(calendar, event) {
            Some(until) => format!("no valid BOM until {until}"),
            None => "no valid BOM".to_owned(),
        },
        Kind::Regained => format!("a valid BOM again{costs}"),
        Kind::Changed => format!("a different BOM{costs}"),
        Kind::Cost => format!("the same BOM{costs}"),
        Kind::Undecided => "undecided: the step limit was reached".to_owned(),
    }
}

/// The day on which a market that lost its bill of materials has one again.
pub(super) fn end_of_gap(calendar: &Calendar, event: &Event) -> Option<Date> {
    calendar.holes().find(|hole| hole.from == event.day).and_then(|hole| hole.until)
}

/// `, 241.30 -> 260.10 USD`.
fn cost_change(calendar: &Calendar, event: &Event) -> String {
    let fixed = |cost: Number| cost.to_fixed(calendar.minor_unit);
    match (event.cost_before, event.cost_after) {
        (Some(before), Some(after)) if before != after => {
            format!(", {} -> {} {}", fixed(before), fixed(after), calendar.currency)
        }
        (_, Some(after)) => format!(", {} {}", fixed(after), calendar.currency),
        _ => String::new(),
    }
}

/// What is exchanged: lines, options, carriers, certificates, one text each.
pub(in crate::export) fn exchanged(event: &Event) -> Vec<String> {
    let Some(difference) = &event.difference else { return Vec::new() };
    let line = |line: &LineChange| {
        let SideNames { before, after } = line.names();
        format!("{}: {before} -> {after}", line.slot)
    };
    let named = |what: &str, one: &Named| {
        let (before, after) = (value_or_none(one.before.as_ref()), value_or_none(one.after.as_ref()));
        format!("{what} {}: {before} -> {after}", one.name)
    };
    let carriers = difference.carriers.iter();
    let mut all: Vec<String> = difference.exchanged().map(line).collect();
    all.extend(difference.options.iter().map(|one| named("option", one)));
    all.extend(carriers.map(|one| format!("carriers: {} -> {}", list_or_none(&one.before), list_or_none(&one.after))));
    all.extend(difference.one_off.iter().map(|one| named("certificate", one)));
    all
}

/// A dated statement with its place and source in parentheses.
pub(super) fn dated(one: &Dated) -> String {
    let cited = one.citation.as_ref().map(|source| format!(", {source}")).unwrap_or_default();
    format!("{} ({}{cited})", one.text, one.place)
}
