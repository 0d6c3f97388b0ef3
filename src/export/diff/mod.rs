//! What differs, as a table, as Markdown and as JSON (`terroir.diff/1`).

mod json;
mod table;

pub use json::json;
pub use table::{causes, markdown, table};

use crate::diff::{Because, Diff, Pair};

/// What two sides are called: `US -> CN`, `old.lock -> new.lock`.
fn title(diff: &Diff) -> String {
    let (left, right) = (&diff.left, &diff.right);
    let of = |side: &crate::diff::Side| format!("{} {}, as of {}", side.solution, side.version, side.as_of);
    let (one, two) = (of(left), of(right));
    if one == two {
        format!("{} -> {}, {one}", left.name, right.name)
    } else {
        format!("{} ({one}) -> {} ({two})", left.name, right.name)
    }
}

/// What a pair is called.
fn name(pair: &Pair) -> String {
    if pair.left == pair.right { pair.left.clone() } else { format!("{} -> {}", pair.left, pair.right) }
}

/// Status and cost of both sides.
fn costs(pair: &Pair) -> String {
    let of = |status: &str, cost: &Option<String>, currency: &str| match (status, cost) {
        (_, Some(cost)) => format!("{cost} {currency}"),
        ("conflict", None) => "no valid BOM".to_owned(),
        ("absent", None) => "no market".to_owned(),
        (other, None) => other.to_owned(),
    };
    let (before, after) =
        (of(pair.status.0, &pair.cost.0, &pair.currency.0), of(pair.status.1, &pair.cost.1, &pair.currency.1));
    if before == after { before } else { format!("{before} -> {after}") }
}

/// A cause with its side and place: `in CN: … (regions/CN.toml:9)`.
fn because(one: &Because) -> String {
    let place = one.place.as_ref().map(ToString::to_string).filter(|place| !one.text.contains(place));
    let place = place.map(|place| format!(" ({place})")).unwrap_or_default();
    format!("in {}: {}{place}", one.on, one.text)
}

fn listed(list: &[String]) -> String {
    if list.is_empty() { "none".to_owned() } else { list.join(", ") }
}

fn or_none(value: &Option<String>) -> &str {
    value.as_deref().unwrap_or("none")
}
