//! `[[licenses]]` in `solution.toml` and in catalogues: who may sell or operate components where they otherwise may not be.

use super::common::{CITED, EFFECTIVITY, NAME, REASON, REFERENCE, effectivity_of};
use super::dated::Dated;
use super::forms;
use super::ids::ComponentId;
use crate::date::Effectivity;
use crate::number::Number;
use crate::span::{Span, Spanned};
use crate::syntax::Table;
use crate::syntax::field::{self, Field, List, Text};
use crate::syntax::shape::{Keys, Shape, TableShape, closed};

/// What is licensed.
pub static COMPONENTS: Field<List<Text>> =
    Field::new("components", Shape::Filled(&REFERENCE), "the components that are licensed")
        .required("[\"fleet-intl\"]");
static OWNER: Field<Text> = field::text("owner", "who gives the licence: a party's id, or a name");
static TO: Field<Text> =
    field::text("to", "who takes it, and must act in the answer: a maker, a site's party or a carrier")
        .required("\"cn-partner\"");
/// Where it holds.
pub static AREAS: Field<List<Text>> =
    Field::new("in", Shape::Filled(&NAME), "the areas where it holds").required("[\"CN\"]");
static EACH: Field<Number> = field::money("each", "what it costs a unit").or("\"0\"");
static PER_MONTH: Field<Number> =
    field::money("per_month", "what it costs a unit and month, for `term_months`").or("\"0\"");
static PERCENT: Field<Number> =
    field::money("percent", "the share of the line's cost before duty, in percent").or("\"0\"");
static ONCE: Field<Number> =
    field::money("once", "what it costs a year, shared by the units of the markets that take it").or("\"0\"");
static CURRENCY: Field<Text> = forms::currency("currency", "of its amounts; default: the solution's");

static KEYS: Keys = &[
    &COMPONENTS.key,
    &OWNER.key,
    &TO.key,
    &AREAS.key,
    &EACH.key,
    &PER_MONTH.key,
    &PERCENT.key,
    &ONCE.key,
    &CURRENCY.key,
];
static TABLE: TableShape = closed("a licence", &[KEYS, REASON, EFFECTIVITY, CITED]);
static LICENSE: Shape = Shape::Table(&TABLE);

/// The licences.
pub static LICENSES: Field<List<Table>> =
    field::list("licenses", &LICENSE, "licences for components where their `territories` do not reach");

/// A licence for components in areas that their territories exclude.
#[derive(Clone, Debug)]
pub struct License {
    /// What is licensed.
    pub components: Vec<ComponentId>,
    /// Who gives it: a party's id or a name, as written.
    pub owner: Option<String>,
    /// Who takes it: a party's id, a name or a carrier, as written.
    pub to: String,
    /// The codes of the areas where it holds.
    pub areas: Vec<String>,
    /// What it costs a unit.
    pub each: Number,
    /// What it costs a unit and month.
    pub per_month: Number,
    /// Percent of the line's cost before duty.
    pub percent: Number,
    /// What it costs a year.
    pub once: Number,
    /// The currency of its amounts; `None`: the solution's.
    pub currency: Option<Spanned<String>>,
    /// When it is in force.
    pub effectivity: Effectivity,
    /// Where it is written.
    pub span: Span,
}

impl Dated for License {
    fn each_date(&self, visit: &mut dyn FnMut(Effectivity, Span)) {
        visit(self.effectivity, self.span);
    }
}

/// Everything of a licence but its components, which are looked up once all are known.
#[must_use]
pub fn license_of(table: &Table) -> Option<License> {
    let amount = |field| table.read(field).unwrap_or(Number::ZERO);
    Some(License {
        components: Vec::new(),
        owner: table.string(&OWNER),
        to: table.string(&TO)?,
        areas: table.list(&AREAS).into_strings(),
        each: amount(&EACH),
        per_month: amount(&PER_MONTH),
        percent: amount(&PERCENT),
        once: amount(&ONCE),
        currency: table.string_at(&CURRENCY),
        effectivity: effectivity_of(table),
        span: table.header,
    })
}
