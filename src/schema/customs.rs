//! `[customs]`: what the customs value contains, and where there is no border.

use super::Entry;
use super::cited::Origin;
use super::common::{CITED, EFFECTIVITY};
use super::dated::Dated;
use super::entry::EntryReader;
use super::layout::Layout;
use super::section::SectionShape;
use crate::date::{Date, Effectivity};
use crate::span::Span;
use crate::syntax::field::{self, Field, Text};
use crate::syntax::shape::{Keys, TableShape, closed};
use crate::terms::Basis;

static BASIS: Field<Basis> =
    field::term("basis", "`fob`: the customs value is the price; `cif`: with freight and insurance").or("\"fob\"");
/// One customs area.
pub static AREA: Field<Text> =
    field::name("area", "the customs area, which has no border inside; default: the country");

static KEYS: Keys = &[&BASIS.key, &AREA.key];
static TABLE: TableShape = closed("`[customs]`", &[KEYS, EFFECTIVITY, CITED]);

/// The section.
pub static SECTION: SectionShape = SectionShape::new(
    field::table("customs", &TABLE, "the customs value and the customs area").key,
    Layout::Table,
    |entry| Entry::list(lower(entry)),
);

/// What the customs value contains, and where there is no border.
#[derive(Clone, Debug)]
pub struct Customs {
    /// What the customs value contains.
    pub basis: Basis,
    /// The code of the customs area; `None`: the country.
    pub area: Option<String>,
    /// When it is so.
    pub effectivity: Effectivity,
    /// Where it comes from.
    pub origin: Origin,
}

impl Dated for Customs {
    fn each_date(&self, visit: &mut dyn FnMut(Effectivity, Span)) {
        visit(self.effectivity, self.origin.span);
    }
}

impl super::MarketView {
    /// The customs of a day: statements at different dates are different entries.
    #[must_use]
    pub fn customs_on(&self, day: Date) -> Option<&Customs> {
        self.customs.iter().map(AsRef::as_ref).find(|one| one.effectivity.holds_on(day))
    }
}

fn lower(entry: &EntryReader<'_, '_>) -> Option<Customs> {
    Some(Customs {
        basis: entry.read(&BASIS).unwrap_or(Basis::Fob),
        area: entry.string(&AREA),
        effectivity: entry.effectivity(),
        origin: entry.origin()?,
    })
}
