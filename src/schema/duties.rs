//! `[[duties]]`: customs duties on imported lines.

use super::Entry;
use super::cited::Origin;
use super::common::{CITED, EFFECTIVITY, REASON};
use super::dated::Dated;
use super::entry::EntryReader;
use super::forms;
use super::ids::AreaId;
use super::layout::{Identity, Layout};
use super::section::SectionShape;
use crate::date::Effectivity;
use crate::number::Number;
use crate::span::Span;
use crate::syntax::Table;
use crate::syntax::field::{self, Field, List, Text};
use crate::syntax::shape::{Keys, Shape, TableShape, closed};

static TARIFF: Shape = Shape::Text(forms::TARIFF);

static ID: Field<Text> = field::name("id", "its id").required("\"duty-8504\"");
static HS: Field<List<Text>> = field::texts("hs", &TARIFF, "beginnings of tariff numbers, digits only");
static ORIGIN: Field<Text> = field::name("origin", "the area it comes from; absent: all");
static PERCENT: Field<Number> = field::money("percent", "the duty in percent, in quotes");

static KEYS: Keys = &[&ID.key, &HS.key, &ORIGIN.key, &PERCENT.key];
static TABLE: TableShape = closed("a duty", &[KEYS, REASON, EFFECTIVITY, CITED]);
static ENTRY: Shape = Shape::Table(&TABLE);

/// The section.
pub static SECTION: SectionShape = SectionShape {
    needed: &[&[&HS.key], &[&PERCENT.key]],
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
    /// Prefixes of tariff codes.
    pub hs: Vec<String>,
    /// The origin that it is levied on; `None`: every one.
    pub origin_area: Option<String>,
    /// Percent of the value.
    pub percent: Number,
    /// The area that states it: what is made inside it pays none.
    pub stated_in: AreaId,
    /// When it is levied.
    pub effectivity: Effectivity,
    /// Where it comes from.
    pub origin: Origin,
}

impl Dated for Duty {
    fn each_date(&self, visit: &mut dyn FnMut(Effectivity, Span)) {
        visit(self.effectivity, self.origin.span);
    }
}

fn lower(entry: &EntryReader<'_, '_>) -> Option<Duty> {
    Some(Duty {
        id: entry.id.to_owned(),
        hs: entry.list(&HS).into_strings(),
        origin_area: entry.string(&ORIGIN),
        percent: entry.read(&PERCENT)?,
        stated_in: entry.origin_of(&PERCENT)?.area,
        effectivity: entry.effectivity(),
        origin: entry.origin()?,
    })
}
