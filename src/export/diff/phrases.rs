//! Phrases that the table and the Markdown of a difference share.

use crate::compare::Change;
use crate::diff::{Because, Diff, MarketSide, MarketStatus, Pair, Side};
use crate::export::phrases::with_place;

/// The names of both sides: `US -> CN`, `old.lock -> new.lock`.
pub(super) fn title(diff: &Diff) -> String {
    let (left, right) = (&diff.left, &diff.right);
    let dated = |side: &Side| format!("{} {}, as of {}", side.solution, side.version, side.as_of);
    let (one, two) = (dated(left), dated(right));
    if one == two {
        format!("{} -> {}, {one}", left.name, right.name)
    } else {
        format!("{} ({one}) -> {} ({two})", left.name, right.name)
    }
}

/// The name of a pair of markets.
pub(super) fn name(pair: &Pair) -> String {
    let (left, right) = (pair.left.title(), pair.right.title());
    if left == right { left } else { format!("{left} -> {right}") }
}

/// Status and cost of both sides.
pub(super) fn costs(pair: &Pair) -> String {
    let side = |side: &MarketSide| match (side.status, &side.cost) {
        (_, Some(cost)) => format!("{cost} {}", side.currency),
        (MarketStatus::Conflict, None) => "no valid BOM".to_owned(),
        (MarketStatus::Absent, None) => "not a market".to_owned(),
        (status @ (MarketStatus::Resolved | MarketStatus::Undecided), None) => status.as_str().to_owned(),
    };
    let (before, after) = (side(&pair.left), side(&pair.right));
    if before == after { before } else { format!("{before} -> {after}") }
}

/// A cause with its side and place: `in CN: … (regions/CN.toml:9)`.
pub(super) fn because(one: &Because) -> String {
    let text = cause(one);
    let names_it = text.strip_prefix(one.on.as_str()).is_some_and(|rest| rest.starts_with(' '));
    if names_it { text } else { format!("in {}: {text}", one.on) }
}

/// The causes of changed lines, one text each, as `--locked` reports them: ``BR: line 7 `modem` changed because …``.
///
/// `line_number` gives the number of a slot's line, counted from 1, where the reader has numbered lines.
#[must_use]
pub fn causes(pair: &Pair, line_number: impl Fn(&str) -> Option<usize>) -> Vec<String> {
    let mut all = Vec::new();
    for line in pair.lines.iter().filter(|line| !line.because.is_empty()) {
        let slot = &line.what.slot;
        let number = line_number(slot).map(|number| format!("line {number} ")).unwrap_or_default();
        let texts: Vec<String> = line.because.iter().map(cause).collect();
        let verb = if line.what.change == Change::Fitted { "is new" } else { "changed" };
        all.push(format!("{}: {number}`{slot}` {verb} because {}", pair.right.title(), texts.join("; ")));
    }
    all.extend(pair.because.iter().map(|one| format!("{}: because {}", pair.right.title(), cause(one))));
    all
}

fn cause(one: &Because) -> String {
    with_place(&one.text, one.place.as_ref())
}
