//! What several answers in JSON have in common: how they are written, numbers, texts with a place, changed values.

use crate::bom::{Block, FactUse, Outcome, Reason, Warning};
use crate::compare::{CarrierChange, ComparedPart, LineChange, Named};
use crate::number::Number;
use crate::span::Place;
use crate::terms::Code;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

/// Indented JSON with a line end.
pub fn indented(answer: &impl Serialize) -> Result<String, serde_json::Error> {
    let mut text = serde_json::to_string_pretty(answer)?;
    text.push('\n');
    Ok(text)
}

/// Whether a market has an answer, in a word.
pub fn status(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Resolved(_) => "resolved",
        Outcome::Conflict(_) => "conflict",
        Outcome::Undecided(_) => "undecided",
    }
}

/// A measure as a JSON number; a whole one without a decimal point.
pub fn number(value: Number) -> serde_json::Value {
    match value.to_integer().and_then(|whole| i64::try_from(whole).ok()) {
        Some(whole) => whole.into(),
        None => decimal(&value.to_string()),
    }
}

/// A decimal text as a JSON number: the shortest text of the same value is printed, so up to 15 digits pass unchanged.
/// A text that is not a number stays a text.
pub fn decimal(text: &str) -> serde_json::Value {
    match text.parse::<serde_json::Number>() {
        Ok(number) => number.into(),
        Err(_) => text.into(),
    }
}

/// A JSON object whose keys keep their order.
pub struct OrderedMap<'a, T>(pub Vec<(&'a str, T)>);

impl<T: Serialize> Serialize for OrderedMap<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, value) in &self.0 {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

/// A warning.
#[derive(Serialize)]
pub struct WarningJson<'a> {
    code: Code,
    key: &'a str,
    message: &'a str,
    waived: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    because: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    block: Option<&'a Block>,
}

impl<'a> WarningJson<'a> {
    fn of(warning: &'a Warning) -> Self {
        Self {
            code: warning.code,
            key: &warning.key,
            message: &warning.message,
            waived: warning.waived,
            because: warning.because.as_deref(),
            block: warning.block.as_ref(),
        }
    }
}

/// The warnings of an answer.
pub fn warnings(warnings: &[Warning]) -> Vec<WarningJson<'_>> {
    warnings.iter().map(WarningJson::of).collect()
}

/// A text with its place; the place of a flag is null.
#[derive(Serialize)]
pub struct PlacedJson<'a> {
    text: &'a str,
    file: Option<&'a str>,
    line: Option<u32>,
    column: Option<u32>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    built_in: bool,
}

impl<'a> PlacedJson<'a> {
    /// A text at a place.
    pub fn of(text: &'a str, place: Option<&'a Place>) -> Self {
        Self {
            text,
            file: place.map(|place| place.file.as_str()),
            line: place.map(|place| place.line),
            column: place.map(|place| place.column),
            built_in: place.is_some_and(Place::is_built_in),
        }
    }
}

/// A placed text with the ids of its sources.
#[derive(Serialize)]
pub struct CitedJson<'a> {
    #[serde(flatten)]
    placed: PlacedJson<'a>,
    source: &'a [String],
}

impl<'a> CitedJson<'a> {
    /// A text at a place, with its sources.
    pub fn of(text: &'a str, place: Option<&'a Place>, source: &'a [String]) -> Self {
        Self { placed: PlacedJson::of(text, place), source }
    }

    /// A reason.
    pub fn reason(reason: &'a Reason) -> Self {
        Self::of(&reason.text, reason.place.as_ref(), &reason.source)
    }
}

/// A line that changes, with what each answer says about its component.
#[derive(Serialize)]
pub struct LineJson<'a, T> {
    slot: &'a str,
    change: &'static str,
    before: Option<T>,
    after: Option<T>,
}

impl<'a, T> LineJson<'a, T> {
    /// A changed line.
    pub fn of(line: &'a LineChange, held: impl Fn(&'a ComparedPart) -> T) -> Self {
        Self {
            slot: &line.slot,
            change: line.change.word(),
            before: line.before.as_ref().map(&held),
            after: line.after.as_ref().map(&held),
        }
    }
}

/// Something with a name that changes.
#[derive(Serialize)]
pub struct ChangedJson<'a> {
    name: &'a str,
    before: Option<&'a str>,
    after: Option<&'a str>,
}

impl<'a> ChangedJson<'a> {
    /// A changed value.
    pub fn of(one: &'a Named) -> Self {
        Self { name: &one.name, before: one.before.as_deref(), after: one.after.as_deref() }
    }
}

/// The carriers of both answers.
#[derive(Serialize)]
pub struct CarriersJson<'a> {
    before: &'a [String],
    after: &'a [String],
}

impl<'a> CarriersJson<'a> {
    /// The carriers of both answers, where they differ.
    pub fn of(carriers: Option<&'a CarrierChange>) -> Option<Self> {
        carriers.map(|one| Self { before: &one.before, after: &one.after })
    }
}

/// A fact that an answer relies on.
#[derive(Serialize)]
pub(super) struct FactJson<'a> {
    key: &'a str,
    value: serde_json::Value,
    layer: &'a str,
    source: &'a [String],
    status: Option<&'a str>,
    file: Option<&'a str>,
    line: Option<u32>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    built_in: bool,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    slots: &'a [String],
}

pub(super) fn fact(fact: &FactUse) -> FactJson<'_> {
    FactJson {
        key: &fact.key,
        value: serde_json::from_str(&fact.value).unwrap_or_default(),
        layer: &fact.layer,
        source: &fact.source,
        status: fact.status.as_deref(),
        file: fact.place.as_ref().map(|place| place.file.as_str()),
        line: fact.place.as_ref().map(|place| place.line),
        built_in: fact.place.as_ref().is_some_and(Place::is_built_in),
        slots: &fact.slots,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_printed_as_they_were_written() {
        for (text, printed) in [("8", "8"), ("0.714", "0.714"), ("2.5", "2.5"), ("1/3", "\"1/3\"")] {
            let value = text.parse::<Number>().map_or_else(|_| decimal(text), number);
            assert_eq!(value.to_string(), printed);
        }
    }
}
