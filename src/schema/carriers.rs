//! `[[carriers]]`: network operators of a market. Networks of all layers unite by technology.

use super::Entry;
use super::attribute_keys;
use super::attributes::Attributes;
use super::cited::Origin;
use super::common::{CITED, EFFECTIVITY, FROM, NAME, REASON, TEXT, UNTIL, effectivity_of, is_citing};
use super::dated::Dated;
use super::entry::{EntryReader, Strength};
use super::forms;
use super::layout::{Identity, Layout};
use super::section::{Absence, SectionShape};
use crate::date::Effectivity;
use crate::span::{Span, Spanned};
use crate::syntax::Table;
use crate::syntax::field::{self, Field, List, Text};
use crate::syntax::shape::{Keys, Rest, Shape, TableShape, closed};

/// What a network is.
pub static TECHNOLOGY: Field<Text> =
    forms::capability("technology", "provides `network.<technology>`").required("\"lte-m\"");
static NETWORK_KEYS: Keys = &[&TECHNOLOGY.key];
static NETWORK_TABLE: TableShape = TableShape {
    what: "a network",
    groups: &[NETWORK_KEYS, EFFECTIVITY, CITED],
    rest: Rest::Free(&attribute_keys::VALUES),
    choices: &[],
};
static NETWORK: Shape = Shape::Table(&NETWORK_TABLE);

static ID: Field<Text> = field::name("id", "its id in this market").required("\"att\"");
static THE_NAME: Field<Text> = field::text("name", "the name for people");
static PLMN: Field<List<Text>> = field::texts("plmn", &TEXT, "its network codes, MCC-MNC");
/// What a carrier operates.
pub static NETWORKS: Field<List<Table>> = field::list("networks", &NETWORK, "what it operates");
static APPROVALS: Field<List<Text>> = field::texts("approvals", &NAME, "schemes whose certificates it requires");

static KEYS: Keys = &[&ID.key, &THE_NAME.key, &PLMN.key, &NETWORKS.key, &APPROVALS.key];
static TABLE: TableShape = closed("a carrier", &[KEYS, REASON, EFFECTIVITY, CITED]);
static ENTRY: Shape = Shape::Table(&TABLE);

/// The section.
pub static SECTION: SectionShape = SectionShape {
    absence: Absence::Gap,
    united: &[&NETWORKS.key],
    ..SectionShape::new(
        field::list::<Table>("carriers", &ENTRY, "network operators").key,
        Layout::Tables(Identity::Written),
        |entry| Entry::list(lower(entry)),
    )
};

/// Its key in `[remove]`.
pub static REMOVE: Field<List<Text>> = field::texts("carriers", &NAME, "ids of carriers");

/// A network operator.
#[derive(Clone, Debug)]
pub struct CarrierDefinition {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its networks.
    pub networks: Vec<Network>,
    /// Schemes that it requires of a component that uses its networks.
    pub approvals: Vec<Spanned<String>>,
    /// When it operates.
    pub effectivity: Effectivity,
    /// The strongest file that states it, and its place there: the tie-break among carriers.
    pub rank: CarrierRank,
    /// Where it comes from.
    pub origin: Origin,
}

/// The order of preference among carriers: the stronger file first, then the order in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CarrierRank {
    /// The strongest file that states the carrier.
    pub strength: Strength,
    /// Where in that file.
    pub start: u32,
}

/// A network of a carrier.
#[derive(Clone, Debug)]
pub struct Network {
    /// `network.<technology>`.
    pub capability: String,
    /// Bands and whatever else is stated.
    pub attributes: Attributes,
    /// When it is on the air.
    pub effectivity: Effectivity,
    /// Where it is written.
    pub span: Span,
}

impl Dated for CarrierDefinition {
    fn each_date(&self, visit: &mut dyn FnMut(Effectivity, Span)) {
        visit(self.effectivity, self.origin.span);
        self.networks.iter().for_each(|network| visit(network.effectivity, network.span));
    }
}

fn lower(entry: &EntryReader<'_, '_>) -> Option<CarrierDefinition> {
    let origin = entry.origin()?;
    let strength = entry.lookup.strength(entry.strongest()?);
    Some(CarrierDefinition {
        id: entry.id.to_owned(),
        name: entry.string(&THE_NAME).unwrap_or_else(|| entry.id.to_owned()),
        networks: networks_of(entry),
        approvals: entry.list(&APPROVALS).into_spanned(),
        effectivity: entry.effectivity(),
        rank: CarrierRank { strength, start: origin.span.start },
        origin,
    })
}

/// The tables that state one network, from weak to strong.
struct United<'m> {
    technology: &'m str,
    tables: Vec<&'m Table>,
}

fn networks_of(entry: &EntryReader<'_, '_>) -> Vec<Network> {
    let mut united: Vec<United<'_>> = Vec::new();
    for id in entry.statements {
        for table in entry.lookup.statement(*id).table.list(&NETWORKS) {
            unite(&mut united, table.value);
        }
    }
    united.iter().filter_map(network_of).collect()
}

fn unite<'m>(united: &mut Vec<United<'m>>, table: &'m Table) {
    let Some(technology) = table.read(&TECHNOLOGY) else { return };
    let dates = effectivity_of(table);
    let same = |known: &&mut United<'_>| {
        known.technology == technology && known.tables.iter().any(|other| effectivity_of(other).overlaps(dates))
    };
    match united.iter_mut().find(same) {
        Some(known) => known.tables.push(table),
        None => united.push(United { technology, tables: vec![table] }),
    }
}

/// One network: for each key the strongest table that has it.
fn network_of(united: &United<'_>) -> Option<Network> {
    let strongest = united.tables.last()?;
    let mut merged = Table { entries: Vec::new(), header: strongest.header };
    for (key, node) in united.tables.iter().flat_map(|table| &table.entries) {
        if key.value == TECHNOLOGY.name() || is_citing(&key.value) {
            continue;
        }
        match merged.entries.iter_mut().find(|(known, _)| known.value == key.value) {
            Some(entry) => entry.1 = node.clone(),
            None => merged.entries.push((key.clone(), node.clone())),
        }
    }
    let effectivity = effectivity_of(&merged);
    merged.entries.retain(|(key, _)| key.value != FROM.name() && key.value != UNTIL.name());
    Some(Network {
        capability: format!("network.{}", united.technology),
        attributes: Attributes::of(&merged),
        effectivity,
        span: strongest.header,
    })
}
