//! `[[lists]]`: parties that rules of an area name, such as those whose equipment may not be sold there.

use super::Entry;
use super::cited::Origin;
use super::common::{CITED, EFFECTIVITY, REASON, TEXT};
use super::dated::Dated;
use super::entry::EntryReader;
use super::layout::{Identity, Layout};
use super::section::SectionShape;
use crate::date::Effectivity;
use crate::span::Span;
use crate::syntax::Table;
use crate::syntax::field::{self, Field, List, Text};
use crate::syntax::shape::{Keys, Shape, TableShape, closed};

static ID: Field<Text> = field::name("id", "its id").required("\"fcc-covered\"");
static PARTIES: Field<List<Text>> =
    field::texts("parties", &TEXT, "ids or names of parties, which need not make anything here");

static KEYS: Keys = &[&ID.key, &PARTIES.key];
static TABLE: TableShape = closed("a list of parties", &[KEYS, REASON, EFFECTIVITY, CITED]);
static ENTRY: Shape = Shape::Table(&TABLE);

/// The section.
pub static SECTION: SectionShape = SectionShape {
    needed: &[&[&PARTIES.key]],
    ..SectionShape::new(
        field::list::<Table>("lists", &ENTRY, "lists of parties that limits name: `made` has the attribute `lists`")
            .key,
        Layout::Tables(Identity::Written),
        |entry| Entry::list(lower(entry)),
    )
};

/// A list of parties of an area.
#[derive(Clone, Debug)]
pub struct PartyList {
    /// Its id.
    pub id: String,
    /// Ids or names of parties, as written.
    pub parties: Vec<String>,
    /// When it is in force.
    pub effectivity: Effectivity,
    /// Where it comes from.
    pub origin: Origin,
}

impl Dated for PartyList {
    fn each_date(&self, visit: &mut dyn FnMut(Effectivity, Span)) {
        visit(self.effectivity, self.origin.span);
    }
}

fn lower(entry: &EntryReader<'_, '_>) -> Option<PartyList> {
    Some(PartyList {
        id: entry.id.to_owned(),
        parties: entry.list(&PARTIES).into_strings(),
        effectivity: entry.effectivity(),
        origin: entry.origin()?,
    })
}
