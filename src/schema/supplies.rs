//! `[supplies]`: resources that a market supplies, one entry a resource.

use super::Entry;
use super::cited::Origin;
use super::common::{AMOUNT, CITED, VALUE};
use super::dated::Dated;
use super::entry::EntryReader;
use super::layout::Layout;
use super::section::SectionShape;
use crate::date::Effectivity;
use crate::number::Number;
use crate::span::Span;
use crate::syntax::field;
use crate::syntax::shape::{Form, Rest, TableShape};

static TABLE: TableShape =
    TableShape { what: "a table of resources", groups: &[CITED], rest: Rest::Map(Form::Name, &AMOUNT), choices: &[] };

/// The section.
pub static SECTION: SectionShape = SectionShape::new(
    field::table("supplies", &TABLE, "resources the market supplies").key,
    Layout::CitedValues,
    |entry| Entry::list(lower(entry)),
);

/// A resource that the market supplies.
#[derive(Clone, Debug)]
pub struct Supply {
    /// The resource.
    pub resource: String,
    /// How much.
    pub amount: Number,
    /// Where it comes from.
    pub origin: Origin,
}

impl Dated for Supply {
    fn each_date(&self, _: &mut dyn FnMut(Effectivity, Span)) {}
}

fn lower(entry: &EntryReader<'_, '_>) -> Option<Supply> {
    let amount = entry.read(&VALUE)?.as_number()?;
    Some(Supply { resource: entry.id.to_owned(), amount, origin: entry.origin_of(&VALUE)? })
}
