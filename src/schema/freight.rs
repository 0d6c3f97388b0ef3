//! `[[freight]]` in `solution.toml`: what transport from one area to another costs.

use super::common::{CITED, EFFECTIVITY, MOST_WEEKS, REASON, effectivity_of};
use super::dated::Dated;
use super::forms;
use crate::date::Effectivity;
use crate::number::Number;
use crate::span::{Span, Spanned};
use crate::syntax::Table;
use crate::syntax::field::{self, Field, List, Text};
use crate::syntax::shape::{Form, Keys, Shape, TableShape, closed};

/// An area of a leg. Both may be the same: a list of plain names could not say so.
static AREA: Shape = Shape::Either(&[Shape::Text(Form::Name)]);
/// From where to where.
pub static LEG: Field<List<Text>> =
    field::texts("leg", &AREA, "two areas: from where, and to where; the narrowest pair decides")
        .required("[\"CN\", \"US\"]");
static PER_KG: Field<Number> = field::money("per_kg", "what a kilogram costs").or("\"0\"");
static PER_UNIT: Field<Number> = field::money("per_unit", "what one piece costs").or("\"0\"");
static PERCENT: Field<Number> = field::money("percent", "the share of the value, in percent").or("\"0\"");
static CURRENCY: Field<Text> = forms::currency("currency", "of its amounts; default: the solution's");
static WEEKS: Field<Number> = field::whole_between("weeks", (0, MOST_WEEKS), "how long it takes");

static KEYS: Keys = &[&LEG.key, &PER_KG.key, &PER_UNIT.key, &PERCENT.key, &CURRENCY.key, &WEEKS.key];
static TABLE: TableShape = closed("freight", &[KEYS, REASON, EFFECTIVITY, CITED]);
static ENTRY: Shape = Shape::Table(&TABLE);

/// The freight of all legs.
pub static FREIGHT: Field<List<Table>> =
    field::list("freight", &ENTRY, "what transport from one area to another costs; its amounts add up");

/// What transport from one area to another costs; the amounts add up.
#[derive(Clone, Debug)]
pub struct Freight {
    /// The code of the area that goods come from.
    pub from: String,
    /// The code of the area that goods go to.
    pub to: String,
    /// What a kilogram costs.
    pub per_kg: Number,
    /// What one piece costs.
    pub per_unit: Number,
    /// Percent of the value.
    pub percent: Number,
    /// The currency of its amounts; `None`: the solution's.
    pub currency: Option<Spanned<String>>,
    /// Weeks that it takes.
    pub weeks: Option<Number>,
    /// When it is in force.
    pub effectivity: Effectivity,
    /// The place of its leg.
    pub span: Span,
}

impl Dated for Freight {
    fn each_date(&self, visit: &mut dyn FnMut(Effectivity, Span)) {
        visit(self.effectivity, self.span);
    }
}

/// Freight, as the file has it, with the places of its two areas; `None` unless the leg has two.
#[must_use]
pub fn freight_of(table: &Table) -> Option<(Freight, [Spanned<String>; 2])> {
    let [from, to]: [Spanned<String>; 2] = table.list(&LEG).into_spanned().try_into().ok()?;
    let amount = |field| table.read(field).unwrap_or(Number::ZERO);
    let freight = Freight {
        from: from.value.clone(),
        to: to.value.clone(),
        per_kg: amount(&PER_KG),
        per_unit: amount(&PER_UNIT),
        percent: amount(&PERCENT),
        currency: table.string_at(&CURRENCY),
        weeks: table.read(&WEEKS),
        effectivity: effectivity_of(table),
        span: from.span,
    };
    Some((freight, [from, to]))
}
