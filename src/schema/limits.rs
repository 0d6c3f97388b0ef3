//! `[[limits]]`: what every selected provider of a capability must pass.

use super::Entry;
use super::attribute_keys::WHERE;
use super::attributes::AttributeTest;
use super::cited::Origin;
use super::common::{CITED, EFFECTIVITY, IDENTIFIER, REASON, SWITCH, WHEN};
use super::dated::Dated;
use super::entry::EntryReader;
use super::forms;
use super::formula::Formula;
use super::layout::{Identity, Layout};
use super::section::{SectionShape, Switch, TestMerging};
use super::statement::name_of;
use crate::date::Effectivity;
use crate::span::Span;
use crate::syntax::Table;
use crate::syntax::field::{self, Field, List, Text};
use crate::syntax::shape::{Choice, Keys, Rest, Shape, TableShape};
use std::sync::Arc;

static ID: Field<Text> = field::identifier(
    "id",
    "its id: layers that write the same one change one entry; without it, the limit holds beside all others",
);
/// What the limit is about.
pub static CAPABILITY: Field<Text> = forms::capability("capability", "whatever provides it must pass");
static TESTS: Field<Table> = field::table("where", &WHERE, "the tests that every selected provider passes");

static KEYS: Keys = &[&ID.key, &CAPABILITY.key, &TESTS.key];
static TABLE: TableShape = TableShape {
    what: "a limit",
    groups: &[KEYS, SWITCH, REASON, EFFECTIVITY, CITED],
    rest: Rest::Closed,
    choices: &[Choice::Any(&[&CAPABILITY.key, &ID.key], "capability = \"data.store\"")],
};
static ENTRY: Shape = Shape::Table(&TABLE);

/// The section.
pub static SECTION: SectionShape = SectionShape {
    switch: Some(Switch { what: "limit", condition: &WHEN }),
    tests: Some(TestMerging { tests: &TESTS, subject: &[&CAPABILITY.key] }),
    needed: &[&[&CAPABILITY.key]],
    ..SectionShape::new(
        field::list::<Table>("limits", &ENTRY, "what every selected provider of a capability must pass").key,
        Layout::Tables(Identity::WrittenOrAlone(|table| table.string(&CAPABILITY))),
        lower,
    )
};

/// Its key in `[remove]`.
pub static REMOVE: Field<List<Text>> = field::texts("limits", &IDENTIFIER, "ids of limits");

/// Every selected component or picked carrier that provides the capability passes the tests.
///
/// A limit whose tests several layers state under one `id` is one for each of them, all with this id: who fails it fails
/// the tests of one layer, for the reason that this layer gives.
#[derive(Clone, Debug)]
pub struct Limit {
    /// Its id.
    pub id: String,
    /// The capability; what is below it counts too.
    pub capability: String,
    /// All must pass.
    pub tests: Vec<AttributeTest>,
    /// It counts only while this holds.
    pub when: Option<Arc<Formula>>,
    /// Why, in the user's words.
    pub because: Option<String>,
    /// When it is in force.
    pub effectivity: Effectivity,
    /// Where it comes from.
    pub origin: Origin,
}

impl Dated for Limit {
    fn each_date(&self, visit: &mut dyn FnMut(Effectivity, Span)) {
        visit(self.effectivity, self.origin.span);
    }
}

impl Limit {
    /// What messages call it.
    #[must_use]
    pub fn name(&self) -> &str {
        name_of(&self.id)
    }
}

fn lower(entry: &mut EntryReader<'_, '_>) -> Vec<Entry> {
    let Some(capability) = entry.string(&CAPABILITY) else { return Vec::new() };
    let (when, effectivity) = (entry.formula(&WHEN), entry.effectivity());
    let stated = entry.stated(&TESTS, entry.held(&CAPABILITY));
    let limits = stated.into_iter().map(|one| {
        Entry::Limit(Arc::new(Limit {
            id: entry.id.to_owned(),
            capability: capability.clone(),
            tests: one.tests,
            when: when.clone(),
            because: one.because,
            effectivity,
            origin: one.origin,
        }))
    });
    limits.collect()
}
