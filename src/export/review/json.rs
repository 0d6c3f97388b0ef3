//! `terroir.review/1`.

use crate::diff::Side;
use crate::export::json_common::{CitedJson, OrderedMap, decimal, indented};
use crate::number::Number;
use crate::review::{About, EditSide, FileEdit, Review, Row, RowValue, Weight};
use serde::Serialize;

/// The review as indented JSON with a final newline.
///
/// # Errors
/// The JSON writer's own; reviews of this library cause none.
///
/// ```
/// # mod lamp { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/export/samples/lamp.rs")); }
/// # let compiled = lamp::compile()?;
/// let review = compiled.review_from(&lamp::request()?, "main", &compiled, "mine")?;
/// assert!(terroir::export::review::json(&review)?.contains("terroir.review/1"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn json(review: &Review) -> Result<String, serde_json::Error> {
    let amount = |value: Number| value.to_fixed(review.minor_unit);
    let core = |share: Option<Number>| share.map(|share| decimal(&share.to_fixed(3)));
    indented(&Answer {
        schema: "terroir.review/1",
        base: side(&review.base),
        head: side(&review.head),
        currency: &review.currency,
        lost: &review.lost,
        gained: &review.gained,
        changed: &review.changed,
        same: review.same.len(),
        causes: review.rows.iter().map(|row| cause(row, review)).collect(),
        year: review.year.map(amount),
        skus: [review.skus.before, review.skus.after],
        core: [core(review.core.before), core(review.core.after)],
        first_threat: [review.first_threat.before, review.first_threat.after].map(|day| day.map(|day| day.to_string())),
        edits: review.edits,
        notes: &review.notes,
    })
}

#[derive(Serialize)]
struct Answer<'a> {
    schema: &'static str,
    base: SideJson<'a>,
    head: SideJson<'a>,
    currency: &'a str,
    lost: &'a [String],
    gained: &'a [String],
    changed: &'a [String],
    same: usize,
    causes: Vec<CauseJson<'a>>,
    year: Option<String>,
    skus: [Option<usize>; 2],
    core: [Option<serde_json::Value>; 2],
    first_threat: [Option<String>; 2],
    edits: usize,
    notes: &'a [String],
}

#[derive(Serialize)]
struct SideJson<'a> {
    name: &'a str,
    solution: &'a str,
    version: &'a str,
    as_of: String,
}

#[derive(Serialize)]
struct CauseJson<'a> {
    weight: Weight,
    #[serde(flatten)]
    value: ValueJson<'a>,
    markets: &'a [String],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    also: Vec<ValueJson<'a>>,
    year: Option<String>,
    why: &'a str,
    together: bool,
    places: Vec<PlaceJson<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    reasons: Vec<CitedJson<'a>>,
}

#[derive(Serialize)]
struct ValueJson<'a> {
    what: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    slot: Option<&'a str>,
    key: &'a str,
    before: Option<&'a str>,
    after: Option<&'a str>,
    /// Where the amounts differ from market to market.
    #[serde(skip_serializing_if = "Option::is_none")]
    each: Option<OrderedMap<'a, [Option<&'a str>; 2]>>,
}

#[derive(Serialize)]
struct PlaceJson<'a> {
    file: &'a str,
    line: u32,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    built_in: bool,
    /// Only where the line is in the old file.
    #[serde(skip_serializing_if = "Option::is_none")]
    side: Option<EditSide>,
}

fn side(side: &Side) -> SideJson<'_> {
    SideJson { name: &side.name, solution: &side.solution, version: &side.version, as_of: side.as_of.to_string() }
}

fn cause<'a>(row: &'a Row, review: &'a Review) -> CauseJson<'a> {
    let mut values = row.values.iter().map(value);
    CauseJson {
        weight: row.weight,
        value: values.next().unwrap_or_else(nothing),
        markets: &row.markets,
        also: values.collect(),
        year: row.year.map(|year| year.to_fixed(review.minor_unit)),
        why: &row.why,
        together: row.together,
        places: row.edits.iter().filter_map(place).collect(),
        reasons: row.reasons.iter().map(CitedJson::reason).collect(),
    }
}

fn nothing<'a>() -> ValueJson<'a> {
    ValueJson { what: String::new(), slot: None, key: "", before: None, after: None, each: None }
}

fn value(value: &RowValue) -> ValueJson<'_> {
    let (before, after, each) = match value.sides.as_slice() {
        [one] => (one.before.as_deref(), one.after.as_deref(), None),
        sides => {
            let named = sides
                .iter()
                .filter_map(|one| Some((one.market.as_deref()?, [one.before.as_deref(), one.after.as_deref()])));
            (None, None, Some(OrderedMap(named.collect())))
        }
    };
    let slot = if let About::Line(slot) = &value.topic.about { Some(slot.as_str()) } else { None };
    ValueJson { what: value.topic.to_string(), slot, key: &value.topic.key, before, after, each }
}

fn place(edit: &FileEdit) -> Option<PlaceJson<'_>> {
    let place = edit.place.as_ref()?;
    let side = (edit.side == EditSide::Base).then_some(edit.side);
    Some(PlaceJson { file: &place.file, line: place.line, built_in: place.is_built_in(), side })
}
