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
    let command = format!("terroir explain --market {} ", printable(outcome.market()));
    explained(solution, outcome, Some(&command))
}

/// The same; `command` is what to type before `--all` to see further causes, which are not mentioned without it.
pub fn explained(solution: &Solution, outcome: &Outcome, command: Option<&str>) -> Option<String> {
    match outcome {
        Outcome::Resolved(_) => None,
        Outcome::Conflict(found) => {
            let further = command.map(|command| further(found, command)).unwrap_or_default();
            Some(conflict(solution, found) + &further)
        }
        Outcome::Undecided(undecided) => Some(format!(
            "error[{}]: {undecided}\nhelp: the step limit was reached: allow more with `--limit {}`, or reduce the number of \
             free options or candidates\n",
            Code::UNDECIDED,
            more_steps(undecided.steps)
        )),
    }
}

/// A limit worth trying after one that was not enough: about ten times as much, a round number.
fn more_steps(steps: u64) -> u64 {
    let digits = steps.max(1).ilog10();
    10_u64.saturating_pow(digits + 1).saturating_mul(if steps / 10_u64.pow(digits) >= 4 { 5 } else { 1 })
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
        let _ = match fix.block() {
            Some(block) => writeln!(out, "help: {or}{}:\n{}", printable(&fix.text), block.lines()),
            None => writeln!(out, "help: {or}{}", placed(&fix.text, fix.place.as_ref())),
        };
    }
    out
}

/// "2 further independent causes: `--all 3`"; empty where there are none.
fn further(conflict: &Conflict, command: &str) -> String {
    let (count, all) = (conflict.further, conflict.further + 1);
    let causes = match count {
        0 => return String::new(),
        1 => "1 further independent cause".to_owned(),
        Conflict::COUNTED.. => format!("{count} or more further independent causes"),
        _ => format!("{count} further independent causes"),
    };
    format!("{causes}: `{command}--all {all}`\n")
}

/// Reasons, numbered, each followed by what it names.
pub fn reasons(solution: &Solution, reasons: &[Reason]) -> String {
    let mut out = String::new();
    for (at, reason) in reasons.iter().enumerate() {
        let _ = writeln!(out, "({}) {}{}", at + 1, printable(&reason.text), cited(solution, reason));
        for line in label_lines(&reason.labels) {
            let _ = writeln!(out, "      {line}");
        }
    }
    out
}

/// One line for all labels that say the same of different components: the first in full, the others by name.
fn label_lines(labels: &[ReasonLabel]) -> Vec<String> {
    let mut lines: Vec<(&str, String)> = Vec::new();
    for ReasonLabel { text, place, .. } in labels {
        let (name, rest) = text.strip_prefix('`').and_then(|text| text.split_once('`')).unwrap_or(("", text));
        match lines.iter_mut().find(|(known, _)| *known == rest && !name.is_empty()) {
            Some((_, line)) => {
                let likewise = if line.contains("; likewise ") { ", " } else { "; likewise " };
                let _ = write!(line, "{likewise}{}", placed(&format!("`{name}`"), place.as_ref()));
            }
            None => lines.push((rest, placed(text, place.as_ref()))),
        }
    }
    lines.into_iter().map(|(_, line)| line).collect()
}

/// The first sentence about a conflict.
pub fn headline(solution: &Solution, conflict: &Conflict) -> String {
    let (market, name, day) = (&conflict.market, solution.name(), conflict.as_of);
    let of = conflict.variant.as_ref().map(|variant| format!("variant `{variant}` of ")).unwrap_or_default();
    format!("market `{market}` has no valid bill of materials for {of}`{name}` on {day}")
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
