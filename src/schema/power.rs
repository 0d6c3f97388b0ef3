//! `[power]`: the mains of a market, the capability `power.mains`.

use super::Entry;
use super::attribute_keys;
use super::attributes::Attributes;
use super::common::{CITED, NUMBER, TEXT};
use super::entry::EntryReader;
use super::layout::Layout;
use super::provides::MarketProvides;
use super::section::{Absence, SectionShape, Subject};
use crate::number::Number;
use crate::syntax::field::{self, Field, List, Text};
use crate::syntax::shape::{Keys, Rest, TableShape};

/// What the mains are, as a capability.
pub const CAPABILITY: &str = "power.mains";

static VOLTAGE: Field<List<Number>> = field::list("voltage_v", &NUMBER, "the mains voltages");
static FREQUENCY: Field<List<Number>> = field::list("frequency_hz", &NUMBER, "the mains frequencies");
static PLUGS: Field<List<Text>> = field::texts("plugs", &TEXT, "the types of plugs");

/// The attributes that mains have by their nature.
pub static KEYS: Keys = &[&VOLTAGE.key, &FREQUENCY.key, &PLUGS.key];
static TABLE: TableShape =
    TableShape { what: "`[power]`", groups: &[KEYS, CITED], rest: Rest::Free(&attribute_keys::VALUES), choices: &[] };

/// The section.
pub static SECTION: SectionShape = SectionShape {
    subject: Subject::Capability(CAPABILITY),
    absence: Absence::Gap,
    ..SectionShape::new(
        field::table("power", &TABLE, "the mains: provides `power.mains`").key,
        Layout::Table,
        |entry| Entry::list(lower(entry)),
    )
};

fn lower(entry: &EntryReader<'_, '_>) -> Option<MarketProvides> {
    let attributes: Attributes = entry.attributes_without(&[]);
    let (effectivity, origin) = (entry.effectivity(), entry.origin()?);
    Some(MarketProvides { capability: CAPABILITY.to_owned(), attributes, effectivity, origin })
}
