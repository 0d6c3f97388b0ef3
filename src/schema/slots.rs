//! `[slots.NAME]`: places that candidates fill.

use super::Entry;
use super::cited::Origin;
use super::common::{CITED, NAME, REASON, REFERENCE, SWITCH, TEXT, WHEN};
use super::dated::Dated;
use super::entry::EntryReader;
use super::forms;
use super::formula::Formula;
use super::ids::{ComponentId, SlotId};
use super::layout::Layout;
use super::section::{SectionShape, Subject, Switch};
use crate::date::Effectivity;
use crate::diagnostic::Diagnostic;
use crate::quantity::Quantity;
use crate::span::{Span, Spanned};
use crate::syntax::Node;
use crate::syntax::field::{self, Field, List, Text};
use crate::syntax::shape::{Form, Keys, Shape, TableShape, closed, map};
use crate::terms::ComponentKind;
use crate::terms::code::OverlayCode;
use std::sync::Arc;

/// Only components of this kind.
pub static QUERY_KIND: Field<ComponentKind> = field::term("kind", "only components of this kind");
/// Only components that provide this.
pub static QUERY_PROVIDES: Field<Text> = forms::capability("provides", "only components that provide it");
/// Only ids that match.
pub static QUERY_ID: Field<List<Text>> = field::texts("id", &TEXT, "only ids that match one of these patterns");
/// No ids that match.
pub static QUERY_NOT: Field<List<Text>> = field::texts("not", &TEXT, "no ids that match one of these patterns");
static QUERY_KEYS: Keys = &[&QUERY_KIND.key, &QUERY_PROVIDES.key, &QUERY_ID.key, &QUERY_NOT.key];
static QUERY: TableShape = closed("a query", &[QUERY_KEYS]);

/// The candidates.
pub static CHOOSE: Field<Node> = field::node(
    "choose",
    Shape::Either(&[Shape::Filled(&REFERENCE), Shape::Table(&QUERY)]),
    "its candidates in order of preference: ids, or a query",
);
/// More candidates.
pub static ALSO: Field<List<Text>> =
    field::texts("also", &REFERENCE, "more candidates, appended to those of wider areas");
static QUANTITY: Field<Quantity> =
    field::quantity("quantity", "how many, for one of `part-of`; in quotes how much: \"0.35\"").or("1");
/// The slot above.
pub static PART_OF: Field<Text> = field::name("part-of", "the slot it is a part of");
static OPTIONAL: Field<bool> =
    field::flag("optional", "whether it may stay empty although its condition holds").or("false");
static REFDES: Field<List<Text>> = field::texts("refdes", &TEXT, "reference designators");
static THE_NAME: Field<Text> = field::text("name", "the name for people");

static KEYS: Keys = &[&CHOOSE.key, &ALSO.key, &QUANTITY.key, &PART_OF.key, &OPTIONAL.key, &REFDES.key, &THE_NAME.key];
static TABLE: TableShape = closed("a slot", &[KEYS, SWITCH, REASON, CITED]);
static SLOT: Shape = Shape::Table(&TABLE);
static SLOTS: TableShape = map("`[slots]`", Form::Name, &SLOT);

/// The section.
pub static SECTION: SectionShape = SectionShape {
    switch: Some(Switch { what: "slot", condition: &WHEN }),
    subject: Subject::Product,
    united: &[&ALSO.key],
    ..SectionShape::new(
        field::table("slots", &SLOTS, "places that candidates fill").key,
        Layout::NamedTables,
        |entry| lower(entry).map(|slot| Entry::Slot(Arc::new(slot))).into_iter().collect(),
    )
};

/// Its key in `[remove]`.
pub static REMOVE: Field<List<Text>> = field::texts("slots", &NAME, "names of slots");

/// A slot as a market has it.
#[derive(Clone, Debug)]
pub struct SlotDefinition {
    /// Which slot.
    pub slot: SlotId,
    /// Its candidates, in order of preference; end-of-life parts included.
    pub candidates: Vec<ComponentId>,
    /// The place of `choose`.
    pub choose: Span,
    /// It is filled only while this holds.
    pub when: Option<Spanned<Arc<Formula>>>,
    /// How many or how much in one of `part-of`.
    pub quantity: Quantity,
    /// The place of `quantity`; `None` where it is not written.
    pub quantity_place: Option<Span>,
    /// The slot it is a part of.
    pub part_of: Option<SlotId>,
    /// Whether it may stay empty.
    pub optional: bool,
    /// Reference designators.
    pub refdes: Vec<String>,
    /// Where it comes from.
    pub origin: Origin,
}

impl Dated for SlotDefinition {
    fn each_date(&self, _: &mut dyn FnMut(Effectivity, Span)) {}
}

fn lower(entry: &mut EntryReader<'_, '_>) -> Option<SlotDefinition> {
    let slot = entry.lookup.slot(entry.id)?;
    let origin = entry.origin()?;
    let Some(choose) = entry.held(&CHOOSE) else {
        let message = format!("slot `{}` has no `choose`", entry.id);
        let fault = Diagnostic::error(OverlayCode::MissingChoose, origin.span, message);
        entry.diagnostics.push(fault.help("add `choose = [\"…\"]` with its candidates"));
        return None;
    };
    let when = entry.held(&WHEN).and_then(|held| {
        let place = held.node.span;
        Some(Spanned::new(entry.lookup.formula(place)?, place))
    });
    Some(SlotDefinition {
        slot,
        candidates: candidates_of(entry, choose),
        choose: choose.node.span,
        when,
        quantity: entry.read(&QUANTITY).unwrap_or(Quantity::ONE),
        quantity_place: entry.held(&QUANTITY).map(|held| held.node.span),
        part_of: entry.read(&PART_OF).and_then(|name| entry.lookup.slot(name)),
        optional: entry.read(&OPTIONAL) == Some(true),
        refdes: entry.list(&REFDES).into_strings(),
        origin,
    })
}

/// `choose` of the winner, then `also` of every layer that is not wider, wider first.
fn candidates_of(entry: &EntryReader<'_, '_>, choose: super::entry::Held<'_>) -> Vec<ComponentId> {
    let mut list = entry.lookup.candidates(choose.node.span).to_vec();
    for id in entry.statements {
        if entry.lookup.beats(choose.statement, *id) {
            continue;
        }
        let Some(also) = entry.lookup.statement(*id).table.get(ALSO.name()) else { continue };
        for component in entry.lookup.candidates(also.span) {
            if !list.contains(component) {
                list.push(*component);
            }
        }
    }
    list
}
