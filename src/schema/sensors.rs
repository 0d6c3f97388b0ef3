//! `[[sensors]]`: what a market measures and by which convention. Sugar for a need and a limit.

use super::Entry;
use super::attribute_keys::WHERE;
use super::attributes::{Attribute, AttributeTest, Scalar, Test};
use super::common::{CITED, EFFECTIVITY, NUMBER, REASON};
use super::entry::EntryReader;
use super::forms;
use super::layout::{Identity, Layout};
use super::limits::Limit;
use super::needs::{Alternative, AreaNeed, Need};
use super::section::{SectionShape, TestMerging};
use crate::syntax::Table;
use crate::syntax::field::{self, Field, Text};
use crate::syntax::shape::{Choice, Keys, Rest, Shape, TableShape};
use std::sync::Arc;

/// The capability that a limit on a convention tests.
const INDEX_CAPABILITY: &str = "index.air-quality";
/// The attribute of it that names the convention.
const INDEX_ATTRIBUTE: &str = "standard";

static ID: Field<Text> = field::identifier("id", "its id; where it is not written, the measure");
static MEASURE: Field<Text> = forms::capability("measure", "what is measured: `sense.<measure>`");
static REQUIRED: Field<bool> = field::flag("required", "whether it is needed").or("false");
static TESTS: Field<Table> = field::table("where", &WHERE, "tests that a provider must pass");
static INDEX: Field<Text> = field::text("index", "the convention by which the index is computed");
static BREAKPOINTS: Shape = Shape::List(&NUMBER);

static KEYS: Keys = &[&ID.key, &MEASURE.key, &REQUIRED.key, &TESTS.key, &INDEX.key];
static TABLE: TableShape = TableShape {
    what: "a `[[sensors]]` entry",
    groups: &[KEYS, REASON, EFFECTIVITY, CITED],
    rest: Rest::Prefix("breakpoints_", &BREAKPOINTS),
    choices: &[Choice::Any(&[&MEASURE.key, &ID.key], "measure = \"pm2_5\"")],
};
static ENTRY: Shape = Shape::Table(&TABLE);

/// The section.
pub static SECTION: SectionShape = SectionShape {
    tests: Some(TestMerging { tests: &TESTS, subject: &[&MEASURE.key] }),
    needed: &[&[&MEASURE.key]],
    ..SectionShape::new(
        field::list::<Table>("sensors", &ENTRY, "what is measured here and by which convention").key,
        Layout::Tables(Identity::WrittenOr(|table| table.string(&MEASURE))),
        lower,
    )
};

/// `required` makes a need of `sense.<measure>`, `index` a limit on the convention.
fn lower(entry: &mut EntryReader<'_, '_>) -> Vec<Entry> {
    let need = needed(entry).map(|need| Entry::AreaNeed(Arc::new(need)));
    let limit = limited(entry).map(|limit| Entry::Limit(Arc::new(limit)));
    need.into_iter().chain(limit).collect()
}

fn needed(entry: &mut EntryReader<'_, '_>) -> Option<AreaNeed> {
    let (measure, origin) = (entry.read(&MEASURE)?, entry.origin()?);
    if entry.read(&REQUIRED) != Some(true) {
        return None;
    }
    let capability = format!("sense.{measure}");
    let stated = entry.stated(&TESTS, entry.held(&REQUIRED));
    let origin = stated.last().map_or(origin, |one| one.origin.clone());
    let tests = stated.iter().flat_map(|one| one.tests.clone()).collect();
    let need = Need {
        id: Some(capability.clone()),
        alternatives: vec![Alternative { capability: capability.clone(), tests, span: origin.span }],
        when: None,
        because: stated.last().and_then(|one| one.because.clone()),
        effectivity: entry.effectivity(),
        span: origin.span,
    };
    Some(AreaNeed { id: capability, need, stated, origin })
}

fn limited(entry: &EntryReader<'_, '_>) -> Option<Limit> {
    let (measure, index) = (entry.read(&MEASURE)?, entry.string(&INDEX)?);
    let origin = entry.origin_of(&INDEX)?;
    let test = Test::Equals(Attribute::Set(vec![Scalar::Text(index)]));
    Some(Limit {
        id: format!("index.{measure}"),
        capability: INDEX_CAPABILITY.to_owned(),
        tests: vec![AttributeTest { attribute: INDEX_ATTRIBUTE.to_owned(), test, span: origin.span }],
        when: None,
        because: entry.because(entry.held(&INDEX)?.statement),
        effectivity: entry.effectivity(),
        origin,
    })
}
