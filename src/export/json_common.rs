//! What several answers in JSON have in common: how they are written, texts with a place, and what stood there before.

use crate::bom::{Outcome, Reason};
use crate::compare::{Held, LineChange, Named};
use crate::span::Place;
use serde::Serialize;

/// Indented JSON with a line end.
pub fn indented(answer: &impl Serialize) -> Result<String, serde_json::Error> {
    let mut text = serde_json::to_string_pretty(answer)?;
    text.push('\n');
    Ok(text)
}

/// How a market came out, in a word.
pub fn status(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Resolved(_) => "resolved",
        Outcome::Conflict(_) => "conflict",
        Outcome::Undecided(_) => "undecided",
    }
}

/// A text with its place; the place of a flag is null.
#[derive(Serialize)]
pub struct Placed<'a> {
    text: &'a str,
    file: Option<&'a str>,
    line: Option<u32>,
    column: Option<u32>,
}

impl<'a> Placed<'a> {
    /// A text at a place.
    pub fn of(text: &'a str, place: Option<&'a Place>) -> Self {
        Self {
            text,
            file: place.map(|place| place.file.as_str()),
            line: place.map(|place| place.line),
            column: place.map(|place| place.column),
        }
    }
}

/// A placed text with the ids of the sources that it rests on.
#[derive(Serialize)]
pub struct Cited<'a> {
    #[serde(flatten)]
    placed: Placed<'a>,
    source: &'a [String],
}

impl<'a> Cited<'a> {
    /// A text at a place, with its sources.
    pub fn of(text: &'a str, place: Option<&'a Place>, source: &'a [String]) -> Self {
        Self { placed: Placed::of(text, place), source }
    }

    /// A reason.
    pub fn reason(reason: &'a Reason) -> Self {
        Self::of(&reason.text, reason.place.as_ref(), &reason.source)
    }
}

/// A line that changes, with what each answer says of the component that stands there.
#[derive(Serialize)]
pub struct Line<'a, T> {
    slot: &'a str,
    change: &'static str,
    before: Option<T>,
    after: Option<T>,
}

impl<'a, T> Line<'a, T> {
    /// A changed line.
    pub fn of(line: &'a LineChange, held: impl Fn(&'a Held) -> T) -> Self {
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
pub struct Changed<'a> {
    name: &'a str,
    before: Option<&'a str>,
    after: Option<&'a str>,
}

impl<'a> Changed<'a> {
    /// A changed value.
    pub fn of(one: &'a Named) -> Self {
        Self { name: &one.name, before: one.before.as_deref(), after: one.after.as_deref() }
    }
}

/// The carriers of both answers.
#[derive(Serialize)]
pub struct Carriers<'a> {
    before: &'a [String],
    after: &'a [String],
}

impl<'a> Carriers<'a> {
    /// The carriers of both answers, where they differ.
    pub fn of(carriers: Option<&'a (Vec<String>, Vec<String>)>) -> Option<Self> {
        carriers.map(|(before, after)| Self { before, after })
    }
}
