//! `[[radio]]`: spectrum of a market, the capabilities `spectrum.<technology>`.

use super::Entry;
use super::attribute_keys;
use super::attributes::{Attribute, Attributes, Scalar};
use super::common::{CITED, EFFECTIVITY, FROM, REASON, UNTIL};
use super::entry::EntryReader;
use super::forms;
use super::layout::{Identity, Layout};
use super::provides::MarketProvides;
use super::radio_power;
use super::section::{Absence, SectionShape};
use crate::span::{Span, Spanned};
use crate::syntax::Table;
use crate::syntax::field::{self, Field, List, Range, Text};
use crate::syntax::shape::{Choice, Keys, Rest, Shape, TableShape};
use crate::terms::{PowerKind, RadioClass, RadioRole};

static ID: Field<Text> = field::identifier("id", "its id; default `<technology>-<lo>-<hi>` or `<technology>-<plan>`");
/// What the spectrum is for.
pub static TECHNOLOGY: Field<Text> = forms::capability("technology", "provides `spectrum.<technology>`");
static RANGE: Field<Range> = field::range("range_mhz", "the frequencies, ends included");
static PLAN: Field<Text> = field::text("plan", "the channel plan");
static DFS: Field<bool> = field::flag("dfs", "whether radar must be avoided").or("false");
static INDOOR: Field<bool> = field::flag("indoor", "whether only indoor use is allowed").or("false");
static NO_IR: Field<bool> = field::flag("no-ir", "whether a device may not start to send").or("false");
static POWER_KIND: Field<PowerKind> = field::term(
    radio_power::KIND,
    "what `power_dbm` is: erp, eirp or conducted; `erp_dbm`, `eirp_dbm` and `conducted_dbm` follow from it",
);
static CLASS: Field<RadioClass> = field::term("class", "at 6 GHz: lpi, vlp, gvp or standard");
static ROLE: Field<RadioRole> = field::term("role", "who sends: access-point or client; both where it is not written");

static KEYS: Keys = &[&ID.key, &TECHNOLOGY.key];
/// The keys that are attributes of spectrum.
pub static ATTRIBUTES: Keys =
    &[&RANGE.key, &PLAN.key, &DFS.key, &INDOOR.key, &NO_IR.key, &POWER_KIND.key, &CLASS.key, &ROLE.key];
static TABLE: TableShape = TableShape {
    what: "a `[[radio]]` entry",
    groups: &[KEYS, ATTRIBUTES, REASON, EFFECTIVITY, CITED],
    rest: Rest::Free(&attribute_keys::VALUES),
    choices: &[Choice::Any(&[&TECHNOLOGY.key, &ID.key], "technology = \"wifi\"")],
};
static ENTRY: Shape = Shape::Table(&TABLE);

/// The section.
pub static SECTION: SectionShape = SectionShape {
    absence: Absence::Gap,
    needed: &[&[&TECHNOLOGY.key]],
    ..SectionShape::new(
        field::list::<Table>("radio", &ENTRY, "spectrum: provides `spectrum.<technology>`").key,
        Layout::Tables(Identity::WrittenOr(implied_id)),
        |entry| Entry::list(lower(entry)),
    )
};

/// Its key in `[remove]`.
pub static REMOVE: Field<List<Text>> = field::texts("radio", &super::common::IDENTIFIER, "ids of spectrum");

fn implied_id(table: &Table) -> Option<String> {
    let technology = table.read(&TECHNOLOGY)?;
    if let Some(plan) = table.read(&PLAN) {
        return Some(format!("{technology}-{plan}"));
    }
    Some(match table.read(&RANGE) {
        Some([low, high]) => format!("{technology}-{low}-{high}"),
        None => technology.to_owned(),
    })
}

/// The capability of a technology.
#[must_use]
pub fn capability_of(technology: &str) -> String {
    format!("spectrum.{technology}")
}

fn lower(entry: &EntryReader<'_, '_>) -> Option<MarketProvides> {
    let origin = entry.origin()?;
    Some(MarketProvides {
        capability: capability_of(entry.read(&TECHNOLOGY)?),
        attributes: attributes_of(entry, origin.span),
        effectivity: entry.effectivity(),
        origin,
    })
}

/// A restriction that is not written does not apply; what else is not written is unknown.
fn attributes_of(entry: &EntryReader<'_, '_>, header: Span) -> Attributes {
    let mut attributes = entry.attributes_without(&[TECHNOLOGY.name(), FROM.name(), UNTIL.name()]);
    for restriction in [&DFS, &INDOOR, &NO_IR] {
        let none = Attribute::Set(vec![Scalar::Boolean(false)]);
        attributes.add_missing(restriction.name(), Spanned::new(none, header));
    }
    radio_power::derive(&mut attributes);
    attributes
}
