//! The text that explains why a market has no bill of materials.

use super::wording::plural;
use std::fmt::Write as _;
use terroir::Code;
use terroir::Place;
use terroir::bom::{Conflict, Reason, ReasonLabel};
use terroir::printable;
use terroir::{Outcome, Solution};

/// Why a market has no bill of materials; `None` where it has one.
pub fn no_bom(solution: &Solution, outcome: &Outcome) -> Option<String> {
    match outcome {
        Outcome::Resolved(_) => None,
        Outcome::Conflict(found) => Some(conflict(solution, found)),
        Outcome::Undecided(undecided) => Some(format!(
            "error[{}]: {undecided}\nhelp: raise `--limit`, or reduce the number of free options or candidates\n",
            Code::UNDECIDED
        )),
    }
}

/// A conflict as people read it: the headline, the numbered reasons with their places, the context, the fixes.
fn conflict(solution: &Solution, conflict: &Conflict) -> String {
    let headline = headline(solution, conflict);
    let mut out = format!("error[{}]: {headline}\n{}", Code::NO_VALID_BOM, reasons(solution, &conflict.reasons));
    for line in &conflict.context {
        let _ = writeln!(out, "{}", printable(line));
    }
    for (at, fix) in conflict.fixes.iter().enumerate() {
        let or = if at == 0 { "" } else { "or " };
        let _ = writeln!(out, "help: {or}{}", placed(&fix.text, fix.place.as_ref()));
    }
    out
}

/// Reasons, numbered, each followed by what it names.
pub fn reasons(solution: &Solution, reasons: &[Reason]) -> String {
    let mut out = String::new();
    for (at, reason) in reasons.iter().enumerate() {
        let _ = writeln!(out, "({}) {}{}", at + 1, printable(&reason.text), cited(solution, reason));
        for ReasonLabel { text, place, .. } in &reason.labels {
            let _ = writeln!(out, "      {}", placed(text, place.as_ref()));
        }
    }
    out
}

/// The first sentence about a conflict.
pub fn headline(solution: &Solution, conflict: &Conflict) -> String {
    let (market, name, day) = (&conflict.market, solution.name(), conflict.as_of);
    format!("market `{market}` has no valid bill of materials for `{name}` on {day}")
}

/// Place and sources of a reason in parentheses: ` (regions/BR.toml:6, IEC World Plugs, 2017-10)`; without those that
/// its text or its labels name. Of several sources the first is named; JSON has all.
fn cited(solution: &Solution, reason: &Reason) -> String {
    let named_below = |place: &Place| reason.labels.iter().any(|label| label.place.as_ref() == Some(place));
    let place = reason.place.as_ref().filter(|place| !named_below(place)).map(Place::to_string);
    let place = place.filter(|place| !reason.text.contains(place));
    // A text that names the place of a fact names its source beside it.
    let cites = reason.text.contains(".toml:");
    let first = reason.source.first().filter(|_| !cites).map(|id| citation(solution, id));
    let further = reason.source.len().saturating_sub(1);
    let more = first.as_ref().filter(|_| further > 0).map(|_| format!("and {}", plural(further, "more source")));
    let words: Vec<String> = place.into_iter().chain(first).chain(more).collect();
    if words.is_empty() { String::new() } else { format!(" ({})", printable(&words.join(", "))) }
}

/// A text followed by its place, unless it names the place itself.
fn placed(text: &str, place: Option<&Place>) -> String {
    let place = place.map(Place::to_string).filter(|place| !text.contains(place));
    let place = place.map(|place| format!(" ({place})")).unwrap_or_default();
    format!("{}{place}", printable(text))
}

/// A source as people cite it: title and date, or its id if nothing more is known.
pub fn citation(solution: &Solution, id: &str) -> String {
    match solution.citation(id) {
        Some(source) => match source.date.or(source.version) {
            Some(date) => format!("{}, {date}", source.title),
            None => source.title,
        },
        None => id.to_owned(),
    }
}
