//! `[[duties]]`: customs duties on imported goods.

use super::Entry;
use super::cited::Origin;
use super::common::{CITED, EFFECTIVITY, NAME, REASON};
use super::dated::Dated;
use super::entry::EntryReader;
use super::forms;
use super::ids::AreaId;
use super::layout::{Identity, Layout};
use super::section::SectionShape;
use crate::date::Effectivity;
use crate::name::{LONGEST_NAME, is_name};
use crate::number::Number;
use crate::span::{Span, Spanned};
use crate::syntax::Table;
use crate::syntax::field::{self, Field, List, Text};
use crate::syntax::shape::{Choice, Form, Keys, Rest, Shape, TableShape, TextForm, closed};
use crate::terms::code::SchemaCode;

static TARIFF: Shape = Shape::Text(forms::TARIFF);

static ID: Field<Text> = field::name("id", "its id").required("\"duty-8504\"");
static HS: Field<List<Text>> = field::texts("hs", &TARIFF, "beginnings of tariff numbers, digits only; absent: all");
static ORIGIN: Field<Text> = field::name("origin", "the area it comes from; absent: all");
static PERCENT: Field<Number> = field::money("percent", "the duty in percent, in quotes");
static PER_UNIT: Field<Number> = field::money("per_unit", "the duty on one piece");
static PER_KG: Field<Number> = field::money("per_kg", "the duty on a kilogram");
static OF: Field<Text> = field::formed(
    "of",
    CONTENT_OF,
    "what the percentage is of: `content.steel` is the value of the steel; default: the customs value",
);
/// The duties that are not owed beside it.
pub static INSTEAD_OF: Field<List<Text>> = field::texts(
    "instead-of",
    &NAME,
    "ids of duties that are not owed where this one is; with `of`, not on that content",
);
/// The claim of origin that frees from it.
pub static NOT_IF: Field<Text> = field::name("not-if", "the id of a content rule: not owed where it holds");
static AT_LEAST: Field<Table> = field::table("at-least", &BOUND_TABLE, "the least that is owed");
static AT_MOST: Field<Table> = field::table("at-most", &BOUND_TABLE, "the most that is owed");
/// The currency of its amounts.
pub static CURRENCY: Field<Text> = forms::currency("currency", "of its amounts; default: the solution's");

static BOUND_UNIT: Field<Number> = field::money("per_unit", "an amount for one piece");
static BOUND_KG: Field<Number> = field::money("per_kg", "an amount for a kilogram");
static BOUND_KEYS: Keys = &[&BOUND_UNIT.key, &BOUND_KG.key];
static BOUND_TABLE: TableShape = TableShape {
    what: "a bound of a duty",
    groups: &[BOUND_KEYS],
    rest: Rest::Closed,
    choices: &[Choice::Exactly(BOUND_KEYS, "per_unit = \"0.30\"")],
};

/// A part of the value that a duty is levied on.
const CONTENT_OF: Form = Form::Described(&TextForm {
    expected: "`content.` and the name of a material, such as `content.steel`",
    code: SchemaCode::BadValue,
    longest: Some(LONGEST_NAME),
    pattern: "^content\\.[A-Za-z0-9][A-Za-z0-9_-]*$",
    matches: |text| text.strip_prefix(CONTENT).is_some_and(is_name),
    edit: |text| if is_name(text) { format!("{CONTENT}{text}") } else { text.to_owned() },
    unquoted: None,
});
const CONTENT: &str = "content.";

static KEYS: Keys = &[
    &ID.key,
    &HS.key,
    &ORIGIN.key,
    &PERCENT.key,
    &PER_UNIT.key,
    &PER_KG.key,
    &OF.key,
    &INSTEAD_OF.key,
    &NOT_IF.key,
    &AT_LEAST.key,
    &AT_MOST.key,
    &CURRENCY.key,
];
static TABLE: TableShape = closed("a duty", &[KEYS, REASON, EFFECTIVITY, CITED]);
static ENTRY: Shape = Shape::Table(&TABLE);

/// The section.
pub static SECTION: SectionShape = SectionShape {
    needed: &[&[&PERCENT.key, &PER_UNIT.key, &PER_KG.key]],
    ..SectionShape::new(
        field::list::<Table>("duties", &ENTRY, "customs duties").key,
        Layout::Tables(Identity::Written),
        |entry| Entry::list(lower(entry)),
    )
};

/// A duty on imported lines.
#[derive(Clone, Debug)]
pub struct Duty {
    /// Its id.
    pub id: String,
    /// Prefixes of tariff codes; none: all codes.
    pub hs: Vec<String>,
    /// The origin that it is levied on; `None`: every one.
    pub origin_area: Option<String>,
    /// Percent of the value.
    pub percent: Number,
    /// The amount on one piece.
    pub per_unit: Number,
    /// The amount on a kilogram.
    pub per_kg: Number,
    /// The material whose value the percentage is of; `None`: the customs value.
    pub of_content: Option<String>,
    /// Ids of the duties that are not owed where this one is.
    pub instead_of: Vec<String>,
    /// The id of the content rule that frees from it.
    pub not_if: Option<String>,
    /// The least that is owed.
    pub at_least: Option<Bound>,
    /// The most that is owed.
    pub at_most: Option<Bound>,
    /// The currency of its amounts; `None`: the solution's.
    pub currency: Option<Spanned<String>>,
    /// The area that states it: what is made inside it pays none.
    pub stated_in: AreaId,
    /// When it is levied.
    pub effectivity: Effectivity,
    /// Where it comes from.
    pub origin: Origin,
}

/// The least or the most that a duty is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// An amount for one piece.
    PerUnit(Number),
    /// An amount for a kilogram.
    PerKg(Number),
}

impl Duty {
    /// Whether it is levied on a tariff code.
    #[must_use]
    pub fn is_on(&self, code: &str) -> bool {
        self.hs.is_empty() || self.hs.iter().any(|prefix| code.starts_with(prefix.as_str()))
    }
}

impl Dated for Duty {
    fn each_date(&self, visit: &mut dyn FnMut(Effectivity, Span)) {
        visit(self.effectivity, self.origin.span);
    }
}

fn lower(entry: &EntryReader<'_, '_>) -> Option<Duty> {
    let rates = [&PERCENT, &PER_UNIT, &PER_KG];
    let stated_in = rates.into_iter().find_map(|field| entry.origin_of(field))?.area;
    let amount = |field| entry.read(field).unwrap_or(Number::ZERO);
    let bound = |field: &Field<Table>| entry.read(field).and_then(bound_of);
    let currency = entry
        .held(&CURRENCY)
        .and_then(|held| Some(Spanned::new(held.node.value.as_text()?.to_owned(), held.node.span)));
    Some(Duty {
        id: entry.id.to_owned(),
        hs: entry.list(&HS).into_strings(),
        origin_area: entry.string(&ORIGIN),
        percent: amount(&PERCENT),
        per_unit: amount(&PER_UNIT),
        per_kg: amount(&PER_KG),
        of_content: entry.read(&OF).and_then(|text| Some(text.strip_prefix(CONTENT)?.to_owned())),
        instead_of: entry.list(&INSTEAD_OF).into_strings(),
        not_if: entry.string(&NOT_IF),
        at_least: bound(&AT_LEAST),
        at_most: bound(&AT_MOST),
        currency,
        stated_in,
        effectivity: entry.effectivity(),
        origin: entry.origin()?,
    })
}

fn bound_of(table: &Table) -> Option<Bound> {
    table.read(&BOUND_UNIT).map(Bound::PerUnit).or_else(|| table.read(&BOUND_KG).map(Bound::PerKg))
}
