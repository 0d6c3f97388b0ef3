//! `[[provides]]`: what else a market offers.

use super::Entry;
use super::attribute_keys::ATTRIBUTES;
use super::attributes::Attributes;
use super::cited::Origin;
use super::common::{CITED, EFFECTIVITY, IDENTIFIER, REASON};
use super::dated::Dated;
use super::entry::EntryReader;
use super::forms;
use super::layout::{Identity, Layout};
use super::section::SectionShape;
use crate::date::Effectivity;
use crate::span::Span;
use crate::syntax::Table;
use crate::syntax::field::{self, Field, List, Text};
use crate::syntax::shape::{Choice, Keys, Rest, Shape, TableShape};

static ID: Field<Text> = field::identifier("id", "its id; where it is not written, the capability");
/// What is offered.
pub static CAPABILITY: Field<Text> = forms::capability("capability", "what the area offers");
/// Its attributes.
pub static ITS_ATTRIBUTES: Field<Table> = field::table("attributes", &ATTRIBUTES, "its attributes");

static KEYS: Keys = &[&ID.key, &CAPABILITY.key, &ITS_ATTRIBUTES.key];
static TABLE: TableShape = TableShape {
    what: "a `[[provides]]` entry",
    groups: &[KEYS, REASON, EFFECTIVITY, CITED],
    rest: Rest::Closed,
    choices: &[Choice::Any(&[&CAPABILITY.key, &ID.key], "capability = \"environment.ambient\"")],
};
static ENTRY: Shape = Shape::Table(&TABLE);

/// The section.
pub static SECTION: SectionShape = SectionShape {
    needed: &[&[&CAPABILITY.key]],
    ..SectionShape::new(
        field::list::<Table>("provides", &ENTRY, "what else the area offers").key,
        Layout::Tables(Identity::WrittenOr(|table| table.string(&CAPABILITY))),
        |entry| Entry::list(lower(entry)),
    )
};

/// Its key in `[remove]`.
pub static REMOVE: Field<List<Text>> = field::texts("provides", &IDENTIFIER, "ids of what is provided");

/// What the market offers.
#[derive(Clone, Debug)]
pub struct MarketProvides {
    /// The capability.
    pub capability: String,
    /// Its attributes.
    pub attributes: Attributes,
    /// When.
    pub effectivity: Effectivity,
    /// Where it comes from.
    pub origin: Origin,
}

impl Dated for MarketProvides {
    fn each_date(&self, visit: &mut dyn FnMut(Effectivity, Span)) {
        visit(self.effectivity, self.origin.span);
    }
}

fn lower(entry: &EntryReader<'_, '_>) -> Option<MarketProvides> {
    Some(MarketProvides {
        capability: entry.string(&CAPABILITY)?,
        attributes: entry.read(&ITS_ATTRIBUTES).map(Attributes::of).unwrap_or_default(),
        effectivity: entry.effectivity(),
        origin: entry.origin()?,
    })
}
