//! `terroir.diff/1`.

use crate::compare::{Held, LineChange, Named};
use crate::diff::{Because, Diff, Differing, Pair, Side};
use serde::Serialize;

/// What differs as indented JSON with a line end.
///
/// # Errors
/// None that a difference of this library leads to; they are handed on from the JSON writer.
pub fn json(diff: &Diff) -> Result<String, serde_json::Error> {
    let answer = Answer {
        schema: "terroir.diff/1",
        left: side(&diff.left),
        right: side(&diff.right),
        markets: diff.markets.iter().map(pair).collect(),
        same: &diff.same,
    };
    let mut text = serde_json::to_string_pretty(&answer)?;
    text.push('\n');
    Ok(text)
}

#[derive(Serialize)]
struct Answer<'a> {
    schema: &'static str,
    left: SideJson<'a>,
    right: SideJson<'a>,
    markets: Vec<PairJson<'a>>,
    same: &'a [String],
}

#[derive(Serialize)]
struct SideJson<'a> {
    name: &'a str,
    solution: &'a str,
    version: &'a str,
    as_of: String,
}

#[derive(Serialize)]
struct PairJson<'a> {
    left: AnswerJson<'a>,
    right: AnswerJson<'a>,
    lines: Vec<LineJson<'a>>,
    options: Vec<NamedJson<'a>>,
    carriers: Option<CarriersJson<'a>>,
    certificates: Vec<NamedJson<'a>>,
    because: Vec<BecauseJson<'a>>,
}

#[derive(Serialize)]
struct AnswerJson<'a> {
    market: &'a str,
    status: &'static str,
    cost: Option<&'a str>,
    currency: &'a str,
}

#[derive(Serialize)]
struct LineJson<'a> {
    slot: &'a str,
    change: &'static str,
    before: Option<HeldJson<'a>>,
    after: Option<HeldJson<'a>>,
    because: Vec<BecauseJson<'a>>,
}

#[derive(Serialize)]
struct HeldJson<'a> {
    component: &'a str,
    version: &'a str,
    quantity: u64,
}

#[derive(Serialize)]
struct NamedJson<'a> {
    name: &'a str,
    before: Option<&'a str>,
    after: Option<&'a str>,
    because: Vec<BecauseJson<'a>>,
}

#[derive(Serialize)]
struct CarriersJson<'a> {
    before: &'a [String],
    after: &'a [String],
}

#[derive(Serialize)]
struct BecauseJson<'a> {
    on: &'a str,
    text: &'a str,
    file: Option<&'a str>,
    line: Option<u32>,
    column: Option<u32>,
    source: &'a [String],
}

fn side(side: &Side) -> SideJson<'_> {
    SideJson { name: &side.name, solution: &side.solution, version: &side.version, as_of: side.as_of.to_string() }
}

fn pair(pair: &Pair) -> PairJson<'_> {
    let answer = |market, status, cost, currency| AnswerJson { market, status, cost, currency };
    PairJson {
        left: answer(&pair.left, pair.status.0, pair.cost.0.as_deref(), &pair.currency.0),
        right: answer(&pair.right, pair.status.1, pair.cost.1.as_deref(), &pair.currency.1),
        lines: pair.lines.iter().map(line).collect(),
        options: pair.options.iter().map(named).collect(),
        carriers: pair.carriers.as_ref().map(|(before, after)| CarriersJson { before, after }),
        certificates: pair.certificates.iter().map(named).collect(),
        because: pair.because.iter().map(because).collect(),
    }
}

fn line(line: &Differing<LineChange>) -> LineJson<'_> {
    LineJson {
        slot: &line.what.slot,
        change: line.what.change.word(),
        before: line.what.before.as_ref().map(held),
        after: line.what.after.as_ref().map(held),
        because: line.because.iter().map(because).collect(),
    }
}

fn held(held: &Held) -> HeldJson<'_> {
    HeldJson { component: &held.component, version: &held.version, quantity: held.quantity }
}

fn named(one: &Differing<Named>) -> NamedJson<'_> {
    NamedJson {
        name: &one.what.name,
        before: one.what.before.as_deref(),
        after: one.what.after.as_deref(),
        because: one.because.iter().map(because).collect(),
    }
}

fn because(one: &Because) -> BecauseJson<'_> {
    BecauseJson {
        on: &one.on,
        text: &one.text,
        file: one.place.as_ref().map(|place| place.file.as_str()),
        line: one.place.as_ref().map(|place| place.line),
        column: one.place.as_ref().map(|place| place.column),
        source: &one.source,
    }
}
