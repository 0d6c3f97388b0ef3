//! Phrases that several tables and pages share.

use crate::bom::Portfolio;
use crate::number::Number;
use crate::span::Place;

/// A share as a percentage with one decimal place: `71.4 %`.
pub fn percent(share: Number) -> String {
    let hundred = share.checked_mul(Number::from(100)).unwrap_or(share);
    format!("{} %", hundred.to_fixed(1))
}

/// `1 line`, `2 lines`.
pub fn counted(count: usize, word: &str) -> String {
    if count == 1 { format!("{count} {word}") } else { format!("{count} {word}s") }
}

/// The names with commas between them; `none` for an empty list.
pub fn list_or_none(names: &[String]) -> String {
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}

/// The value, or `none`.
pub fn value_or_none(value: Option<&String>) -> &str {
    value.map_or("none", String::as_str)
}

/// `US, DE and BR`.
pub fn enumerated(names: &[String]) -> String {
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => names.join(", "),
    }
}

/// A text with its place in parentheses, unless the text names the place itself.
pub fn with_place(text: &str, place: Option<&Place>) -> String {
    let place = place.map(ToString::to_string).filter(|place| !text.contains(place));
    place.map_or_else(|| text.to_owned(), |place| format!("{text} ({place})"))
}

/// An amount with its sign: `+2.73`, `-0.10`, `0.00`.
pub fn signed(amount: Number, places: u32) -> String {
    let text = amount.to_fixed(places);
    if amount.is_negative() || amount.is_zero() { text } else { format!("+{text}") }
}

/// What the answers are about: `lamp 1.0.0, variant Lamp EU, as of 2026-11-22`.
pub fn title(portfolio: &Portfolio) -> String {
    let variant = portfolio.variant.as_ref().map(|name| format!(", variant {name}")).unwrap_or_default();
    format!("{} {}{variant}, as of {}", portfolio.solution, portfolio.version, portfolio.as_of)
}
