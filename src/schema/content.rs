//! `[[content]]`: how much of an article must come from an area, or claims to.

use super::Entry;
use super::cited::Origin;
use super::common::{CITED, EFFECTIVITY, NAME, REASON, SWITCH, WHEN, texts_of};
use super::dated::Dated;
use super::entry::EntryReader;
use super::formula::Formula;
use super::layout::{Identity, Layout};
use super::section::{SectionShape, Switch};
use crate::date::Effectivity;
use crate::number::Number;
use crate::span::Span;
use crate::syntax::field::{self, Field, Text};
use crate::syntax::shape::{Choice, Form, Keys, Rest, Shape, TableShape};
use crate::syntax::{Node, Table};
use crate::terms::Counts;
use std::sync::Arc;

/// An area, or a list of them.
const AREAS: Shape = Shape::Either(&[Shape::Text(Form::Name), Shape::Filled(&NAME)]);

static ID: Field<Text> = field::name("id", "its id").required("\"baba\"");
/// Where the content is from.
pub static OF: Field<Node> = Field::new("of", AREAS, "the area that counts, or a list of areas");
static MORE_THAN: Field<Number> = field::money("more-than-percent", "the share must be above this");
static AT_LEAST: Field<Number> = field::money("at-least-percent", "the share must be this or above");
static COUNTS: Field<Counts> =
    field::term("counts", "`components`: the parts; `value`: with labour and set-up").or("\"components\"");
/// Where it must be built.
pub static BUILT_IN: Field<Node> = Field::new("built-in", AREAS, "the area where it must be built, or a list of areas");
static REQUIRE: Field<bool> =
    field::flag("require", "`true`: no BOM of the market without it; `false`: a claim where it is met").or("false");

static KEYS: Keys = &[&ID.key, &OF.key, &MORE_THAN.key, &AT_LEAST.key, &COUNTS.key, &BUILT_IN.key, &REQUIRE.key];
static TABLE: TableShape = TableShape {
    what: "a content rule",
    groups: &[KEYS, SWITCH, REASON, EFFECTIVITY, CITED],
    rest: Rest::Closed,
    choices: &[Choice::Exclusive(&[&MORE_THAN.key, &AT_LEAST.key])],
};
static ENTRY: Shape = Shape::Table(&TABLE);

/// The section.
pub static SECTION: SectionShape = SectionShape {
    switch: Some(Switch { what: "content rule", condition: &WHEN }),
    needed: &[&[&OF.key], &[&MORE_THAN.key, &AT_LEAST.key]],
    ..SectionShape::new(
        field::list::<Table>("content", &ENTRY, "local content that is required, and claims of origin").key,
        Layout::Tables(Identity::Written),
        |entry| Entry::list(lower(entry)),
    )
};

/// The least share of a content rule, in percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContentBound {
    /// The share must be above this.
    MoreThan(Number),
    /// The share must be this or above.
    AtLeast(Number),
}

impl ContentBound {
    /// Whether a share in percent is enough.
    #[must_use]
    pub fn holds(self, percent: Number) -> bool {
        match self {
            Self::MoreThan(bound) => percent > bound,
            Self::AtLeast(bound) => percent >= bound,
        }
    }
}

/// How much of an article must come from an area, or claims to.
#[derive(Clone, Debug)]
pub struct ContentRule {
    /// Its id.
    pub id: String,
    /// The codes of the areas that count.
    pub of: Vec<String>,
    /// The least share.
    pub bound: ContentBound,
    /// What is counted.
    pub counts: Counts,
    /// The codes of the areas where it must be built; `None`: anywhere.
    pub built_in: Option<Vec<String>>,
    /// Whether the market has no BOM without it; otherwise it is a claim.
    pub require: bool,
    /// While it counts; `None`: always.
    pub when: Option<Arc<Formula>>,
    /// When it is in force.
    pub effectivity: Effectivity,
    /// Where it comes from.
    pub origin: Origin,
}

impl Dated for ContentRule {
    fn each_date(&self, visit: &mut dyn FnMut(Effectivity, Span)) {
        visit(self.effectivity, self.origin.span);
    }
}

fn lower(entry: &EntryReader<'_, '_>) -> Option<ContentRule> {
    let areas = |field: &Field<Node>| -> Option<Vec<String>> {
        let held = entry.held(field)?;
        Some(texts_of(Some(held.node)).into_iter().map(|area| area.value).collect())
    };
    Some(ContentRule {
        id: entry.id.to_owned(),
        of: areas(&OF)?,
        bound: bound(entry)?,
        counts: entry.read(&COUNTS).unwrap_or(Counts::Components),
        built_in: areas(&BUILT_IN),
        require: entry.read(&REQUIRE).unwrap_or(false),
        when: entry.formula(&WHEN),
        effectivity: entry.effectivity(),
        origin: entry.origin()?,
    })
}

/// The bound of the stronger statement, where one layer states one and another layer the other.
fn bound(entry: &EntryReader<'_, '_>) -> Option<ContentBound> {
    let of = |field: &Field<Number>| Some((entry.held(field)?.statement, entry.read(field)?));
    match (of(&MORE_THAN), of(&AT_LEAST)) {
        (Some((_, bound)), None) => Some(ContentBound::MoreThan(bound)),
        (None, Some((_, bound))) => Some(ContentBound::AtLeast(bound)),
        (Some((one, more)), Some((other, least))) => Some(match entry.lookup.beats(other, one) {
            true => ContentBound::AtLeast(least),
            false => ContentBound::MoreThan(more),
        }),
        (None, None) => None,
    }
}
