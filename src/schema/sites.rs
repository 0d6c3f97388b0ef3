//! `[[sites]]` in `solution.toml`: places where articles are assembled.

use super::common::{BECAUSE, CITED, EFFECTIVITY, REASON, effectivity_of};
use super::dated::Dated;
use super::forms;
use crate::date::Effectivity;
use crate::number::Number;
use crate::span::{Span, Spanned};
use crate::syntax::Table;
use crate::syntax::field::{self, Field, List, Text};
use crate::syntax::shape::{Keys, Shape, TableShape, closed};

static ID: Field<Text> = field::name("id", "its id").required("\"shenzhen-1\"");
static PARTY: Field<Text> = field::text("party", "who runs it: a party's id, or a name");
/// Where it is.
pub static WITHIN: Field<Text> = field::name("in", "the area where it is").required("\"CN\"");
static PER_HOUR: Field<Number> = field::money("per_hour", "what an hour of labour costs, with all burdens").or("\"0\"");
static CURRENCY: Field<Text> = forms::currency("currency", "of its amounts; default: the solution's");
static SET_UP: Field<Number> =
    field::money("set-up", "what each different build of an article costs once a year").or("\"0\"");
/// What its articles are of.
pub static ORIGIN: Field<Text> =
    field::name("origin", "the code of the country that what it builds is of; not stated: a gap");

static KEYS: Keys = &[&ID.key, &PARTY.key, &WITHIN.key, &PER_HOUR.key, &CURRENCY.key, &SET_UP.key, &ORIGIN.key];
static TABLE: TableShape = closed("a site", &[KEYS, REASON, EFFECTIVITY, CITED]);
static SITE: Shape = Shape::Table(&TABLE);

/// The sites.
pub static SITES: Field<List<Table>> = field::list("sites", &SITE, "places where articles are assembled");

/// A place where articles are assembled.
#[derive(Clone, Debug)]
pub struct Site {
    /// Its id; what holds at different dates shares it.
    pub id: String,
    /// Who runs it: a party's id or a name, as written.
    pub party: Option<String>,
    /// The code of the area where it is.
    pub within: String,
    /// What an hour of labour costs.
    pub per_hour: Number,
    /// The currency of its amounts; `None`: the solution's.
    pub currency: Option<Spanned<String>>,
    /// What each different build of an article costs once a year.
    pub set_up: Number,
    /// The code of the country that what it builds is of; `None`: not known.
    pub origin: Option<String>,
    /// Why.
    #[cfg_attr(not(feature = "internals"), allow(dead_code))]
    pub because: Option<String>,
    /// When it is there.
    pub effectivity: Effectivity,
    /// The place of its id.
    pub span: Span,
}

impl Dated for Site {
    fn each_date(&self, visit: &mut dyn FnMut(Effectivity, Span)) {
        visit(self.effectivity, self.span);
    }
}

/// A site, as the file has it.
#[must_use]
pub fn site_of(table: &Table) -> Option<Site> {
    let id = table.string_at(&ID)?;
    let amount = |field| table.read(field).unwrap_or(Number::ZERO);
    Some(Site {
        id: id.value,
        party: table.string(&PARTY),
        within: table.string(&WITHIN)?,
        per_hour: amount(&PER_HOUR),
        currency: table.string_at(&CURRENCY),
        set_up: amount(&SET_UP),
        origin: table.string(&ORIGIN),
        because: table.string(&BECAUSE),
        effectivity: effectivity_of(table),
        span: id.span,
    })
}
