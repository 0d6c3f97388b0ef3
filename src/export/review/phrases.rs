//! Phrases that all forms of a review share.

use crate::export::phrases::{percent, signed};
use crate::number::Number;
use crate::review::{BeforeAfter, EditSide, FileEdit, Review, Row, RowValue, Sides};
use std::collections::BTreeSet;

/// `street-light 1.0.0 -> 1.1.0`, `street-light 1.0.0`.
pub(super) fn title(review: &Review) -> String {
    let (base, head) = (&review.base, &review.head);
    let versions = if base.version == head.version { String::new() } else { format!("{} -> ", base.version) };
    format!("{} {versions}{}", head.solution, head.version)
}

/// `main -> pull request, as of 2026-11-30`.
pub(super) fn sides(review: &Review) -> String {
    let (base, head) = (&review.base, &review.head);
    if base.as_of == head.as_of {
        return format!("{} -> {}, as of {}", base.name, head.name, head.as_of);
    }
    format!("{} as of {} -> {} as of {}", base.name, base.as_of, head.name, head.as_of)
}

/// The figures of all markets together that both forms begin with: what, before, after.
pub(super) fn figures(review: &Review) -> Vec<[String; 3]> {
    let mut all: Vec<[String; 3]> = Vec::new();
    all.extend(figure("markets with a BOM", &review.served, ToString::to_string));
    all.extend(figure("SKUs", &review.skus, ToString::to_string));
    all.extend(figure("shared core", &review.core, |share| percent(*share)));
    let threat = &review.first_threat;
    if threat.before.is_some() || threat.after.is_some() {
        let shown =
            |day: Option<crate::date::Date>| day.map_or_else(|| "none in five years".to_owned(), |day| day.to_string());
        all.push(["first day without a BOM in a market".to_owned(), shown(threat.before), shown(threat.after)]);
    }
    all
}

/// What all markets together cost more or less a year: `cost a year: +40000.00 USD`.
pub(super) fn year(review: &Review) -> Option<String> {
    Some(format!("cost a year: {} {}", signed(review.year?, review.minor_unit), review.currency))
}

fn figure<T>(what: &str, both: &BeforeAfter<T>, shown: impl Fn(&T) -> String) -> Option<[String; 3]> {
    let text = |value: &Option<T>| value.as_ref().map_or_else(|| "unknown".to_owned(), &shown);
    (both.before.is_some() || both.after.is_some()).then(|| [what.to_owned(), text(&both.before), text(&both.after)])
}

/// What happens to which markets: `lost: CN`, `changed: US, CA`.
pub(super) fn market_lists(review: &Review) -> Vec<String> {
    let lists = [("lost", &review.lost), ("gained", &review.gained), ("changed", &review.changed)];
    let shown =
        |(word, list): (&str, &Vec<String>)| (!list.is_empty()).then(|| format!("{word}: {}", codes(review, list)));
    let mut all: Vec<String> = lists.into_iter().filter_map(shown).collect();
    if !review.same.is_empty() {
        all.push(format!("the same: {}", review.same.len()));
    }
    all
}

/// Codes of markets: `US, CA`, `all 72`, `all but US, CA`.
pub(super) fn codes(review: &Review, list: &[String]) -> String {
    /// The most markets that a complement names.
    const SHORT: usize = 8;
    let every = [&review.lost, &review.gained, &review.changed, &review.same];
    let others: Vec<&str> =
        every.into_iter().flatten().filter(|market| !list.contains(market)).map(String::as_str).collect();
    let count = others.len() + list.len();
    match others.as_slice() {
        [] if count > 1 => format!("all {count}"),
        others if !others.is_empty() && others.len() <= SHORT && others.len() < list.len() => {
            format!("all but {}", others.join(", "))
        }
        _ => list.join(", "),
    }
}

/// What a row is about.
pub(super) fn what(row: &Row) -> String {
    row.values.first().map_or(String::new(), |value| value.topic.to_string())
}

/// A value on both sides; where it differs from market to market, how much more an amount is, and how many values others
/// have.
pub(super) fn before_after(review: &Review, value: &RowValue) -> [String; 2] {
    let shown = |text: &Option<String>| text.clone().unwrap_or_else(|| "none".to_owned());
    match value.sides.as_slice() {
        [Sides { before, after, .. }] => [shown(before), shown(after)],
        sides => {
            let more: Vec<Number> = sides.iter().filter(|_| value.topic.is_money()).filter_map(more).collect();
            let range = more.iter().min().zip(more.iter().max()).map(|(least, most)| {
                let (least, most) = (signed(*least, review.minor_unit), signed(*most, review.minor_unit));
                if least == most { least } else { format!("{least} to {most}") }
            });
            let values = |of: fn(&Sides) -> &Option<String>| {
                let all: BTreeSet<&Option<String>> = sides.iter().map(of).collect();
                match all.first().filter(|_| all.len() == 1) {
                    Some(only) => shown(only),
                    None => format!("{} values", all.len()),
                }
            };
            range.map_or_else(|| [values(|one| &one.before), values(|one| &one.after)], |range| [String::new(), range])
        }
    }
}

/// How much an amount changed.
fn more(sides: &Sides) -> Option<Number> {
    let amount = |text: &Option<String>| text.as_ref().map_or(Some(Number::ZERO), |text| text.parse::<Number>().ok());
    amount(&sides.after)?.checked_sub(amount(&sides.before)?)
}

/// A further value of a row: `mpn A -> B`.
pub(super) fn further(review: &Review, value: &RowValue) -> String {
    let [before, after] = before_after(review, value);
    let key = value.topic.key.replace('_', " ");
    if before.is_empty() { format!("{key} {after}") } else { format!("{key} {before} -> {after}") }
}

/// The places of edits, each once: `catalog/radio.toml:9`; those of the old files say so.
pub(super) fn places(edits: &[FileEdit]) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for edit in edits {
        let Some(place) = &edit.place else { continue };
        let place = match edit.side {
            EditSide::Head => place.to_string(),
            EditSide::Base => format!("{place} before"),
        };
        if !all.contains(&place) {
            all.push(place);
        }
    }
    all
}

/// Why, with the places: of many, the first.
pub(super) fn because(row: &Row, most: usize) -> String {
    let all = places(&row.edits);
    let rest = all.len().saturating_sub(most);
    let mut shown: Vec<String> = all.into_iter().take(most).collect();
    if rest > 0 {
        shown.push(format!("and {rest} more places"));
    }
    if shown.is_empty() { row.why.clone() } else { format!("{} ({})", row.why, shown.join(", ")) }
}
