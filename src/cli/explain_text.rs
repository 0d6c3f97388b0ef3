//! The text that explains the choice of a slot, an option or a component.

use super::conflict_text;
use super::wording;
use std::fmt::Write as _;
use terroir::Solution;
use terroir::bom::{Choice, ChoiceChange, ChoiceVerdict, Decision, DecisionKind, Reason, Why};
use terroir::export::{Align, Grid};
use terroir::printable;

/// How many changes one line lists at most.
const CHANGES: usize = 4;

/// A slot or an option: its choice, the reasons for it, and what every other choice leads to.
pub fn places(solution: &Solution, why: &Why) -> String {
    let mut out = String::new();
    for place in &why.decisions {
        let (what, market) = (named(place), &why.market);
        let _ = match &place.taken {
            Some(taken) if place.kind == DecisionKind::Option => writeln!(out, "{what} in {market}: {taken}"),
            Some(taken) => writeln!(out, "{what} in {market}: {}", printable(taken)),
            None => writeln!(out, "{what} in {market} is empty"),
        };
        out.push_str(&forced(solution, place));
        if place.choices.is_empty() {
            let others = if place.kind == DecisionKind::Option { "value" } else { "candidate" };
            let _ = writeln!(out, "there is no other {others}");
            continue;
        }
        let mut grid = Grid::new(["alternative", "result", "other changes"].map(|head| (head, Align::Left)));
        for choice in &place.choices {
            let (then, changes) = row(why, choice);
            grid.row([choice.choice.as_deref().unwrap_or("nothing"), &then, &changes]);
        }
        let _ = write!(out, "\n{}", grid.to_text());
    }
    out
}

/// What every other choice leads to, a sentence each.
pub fn choices(why: &Why) -> Vec<String> {
    let sentence = |choice: &Choice| {
        let (then, changes) = row(why, choice);
        let name = choice.choice.as_deref().unwrap_or("nothing");
        if changes.is_empty() { format!("{name}: {then}") } else { format!("{name}: {then}; {changes}") }
    };
    why.decisions.iter().flat_map(|place| &place.choices).map(sentence).collect()
}

/// A component: one explanation for each slot that could hold it.
pub fn component(solution: &Solution, why: &Why) -> String {
    let mut out = String::new();
    let market = &why.market;
    for place in &why.decisions {
        let what = named(place);
        if place.is_requested {
            let _ = writeln!(out, "{market}: `{}` fills {what}", place.taken.as_deref().unwrap_or_default());
            out.push_str(&forced(solution, place));
        }
        for choice in &place.choices {
            out.push_str(&not_selected(solution, why, place, choice));
        }
    }
    out
}

/// Why a component does not fill a slot.
fn not_selected(solution: &Solution, why: &Why, place: &Decision, choice: &Choice) -> String {
    let name = choice.choice.as_deref().unwrap_or("nothing");
    let here = match &place.taken {
        Some(taken) => format!("which holds `{taken}`"),
        None => "which is empty".to_owned(),
    };
    let head = format!("{}: `{name}` is not in {}, {here}", why.market, named(place));
    match &choice.verdict {
        ChoiceVerdict::Possible { .. } => {
            let (then, changes) = row(why, choice);
            let changes = if changes.is_empty() { "nothing else changes".to_owned() } else { changes };
            format!("{head}; with it the BOM costs {then}\n      {changes}\n")
        }
        ChoiceVerdict::Impossible(reasons) if reasons.is_empty() => {
            format!("{head}; with it there is no valid BOM: slots and their conditions do not allow it\n")
        }
        ChoiceVerdict::Impossible(reasons) => {
            format!("{head}; with it there is no valid BOM:\n{}", conflict_text::reasons(solution, reasons))
        }
        ChoiceVerdict::Undecided => format!("{head}; whether it could be is undecided: the step limit was reached\n"),
    }
}

/// The reasons why nothing else can fill a place.
fn forced(solution: &Solution, place: &Decision) -> String {
    let nothing_else = match (place.kind, &place.taken) {
        (DecisionKind::Slot, Some(_)) => "nothing else can fill it",
        (DecisionKind::Slot, None) => "nothing can fill it",
        (DecisionKind::Option, _) => "it can have no other value",
    };
    match &place.forced {
        None => String::new(),
        Some(reasons) if reasons.is_empty() => {
            format!("{nothing_else}: the slots, their candidates and conditions leave no other choice\n")
        }
        Some(reasons) if is_free(place) => {
            format!("{}\n{}", set_by(reasons), conflict_text::reasons(solution, reasons))
        }
        Some(reasons) => format!("{nothing_else}, because of\n{}", conflict_text::reasons(solution, reasons)),
    }
}

/// Whether an option could have another value in a valid BOM: only a setting or the default fixes it.
fn is_free(place: &Decision) -> bool {
    let is_possible = |choice: &Choice| matches!(choice.verdict, ChoiceVerdict::Possible { .. });
    place.kind == DecisionKind::Option && place.choices.iter().any(is_possible)
}

fn set_by(reasons: &[Reason]) -> &'static str {
    if reasons.iter().any(|reason| reason.text.ends_with("is the default")) {
        "its default gives it this value; `--set` or `[set]` changes it"
    } else {
        "another value is possible, but it is set to this one by"
    }
}

fn named(place: &Decision) -> String {
    match place.kind {
        DecisionKind::Slot => format!("slot `{}`", place.name),
        DecisionKind::Option => format!("option `{}`", place.name),
    }
}

/// What a choice leads to and what changes with it, in a few words each.
fn row(why: &Why, choice: &Choice) -> (String, String) {
    match &choice.verdict {
        ChoiceVerdict::Possible { cost, difference, changes } => {
            let sign = if difference.is_negative() { "" } else { "+" };
            let (places, currency) = (why.minor_unit, &why.currency);
            let then = format!("{} {currency} ({sign}{})", cost.to_fixed(places), difference.to_fixed(places));
            let shown = |held: &Option<String>| held.clone().unwrap_or_else(|| "nothing".to_owned());
            let change = |one: &ChoiceChange| format!("{}: {} → {}", one.name, shown(&one.before), shown(&one.after));
            let mut words: Vec<String> = changes.iter().take(CHANGES).map(change).collect();
            let more = changes.len().saturating_sub(CHANGES);
            words.extend((more > 0).then(|| format!("and {more} more")));
            (then, words.join(", "))
        }
        ChoiceVerdict::Impossible(reasons) => (format!("no valid BOM: {}", first_of(reasons)), String::new()),
        ChoiceVerdict::Undecided => ("undecided".to_owned(), String::new()),
    }
}

/// The first reason that is not a flag, and how many others there are.
fn first_of(reasons: &[Reason]) -> String {
    let first = reasons.iter().find(|reason| reason.place.is_some()).or(reasons.first());
    let more = match reasons.len() {
        0 | 1 => String::new(),
        count => format!(" and {}", wording::plural(count - 1, "more reason")),
    };
    match first {
        Some(reason) => format!("{}{more}", reason.text),
        None => "slots and their conditions do not allow it".to_owned(),
    }
}
