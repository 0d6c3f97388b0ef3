//! `[[carriers]]`: network operators of a market. Networks of all layers unite by technology.

use super::Entry;
use super::attribute_keys;
use super::attributes::Attributes;
use super::cited::Origin;
use super::common::{CITED, EFFECTIVITY, FROM, NAME, REASON, TEXT, UNTIL, effectivity_of, is_citing};
use super::dated::Dated;
use super::entry::{EntryReader, Lookup, Strength};
use super::forms;
use super::ids::StatementId;
use super::layout::{Identity, Layout};
use super::section::{Absence, SectionShape, UnitedPart};
use super::versions::{Dates, by_date};
use crate::date::Effectivity;
use crate::diagnostic::Diagnostic;
use crate::span::{Span, Spanned};
use crate::syntax;
use crate::syntax::field::{self, Field, List, Text};
use crate::syntax::shape::{Keys, Rest, Shape, TableShape, closed};
use crate::syntax::{Node, Table};
use crate::terms::code::OverlayCode;
use std::sync::Arc;

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
static COMPLETE: Field<bool> =
    field::flag("networks-complete", "whether it operates no other networks; else what is not listed is unknown")
        .or("false");
static APPROVALS: Field<List<Text>> = field::texts("approvals", &NAME, "schemes whose certificates it requires");

static KEYS: Keys = &[&ID.key, &THE_NAME.key, &PLMN.key, &NETWORKS.key, &COMPLETE.key, &APPROVALS.key];
static TABLE: TableShape = closed("a carrier", &[KEYS, REASON, EFFECTIVITY, CITED]);
static ENTRY: Shape = Shape::Table(&TABLE);

/// The section.
pub static SECTION: SectionShape = SectionShape {
    absence: Absence::Gap,
    united: &[&NETWORKS.key],
    united_parts: Some(parts),
    ..SectionShape::new(
        field::list::<Table>("carriers", &ENTRY, "network operators").key,
        Layout::Tables(Identity::Written),
        |entry| Entry::list(lower(entry)),
    )
};

/// Its key in `[remove]`.
pub static REMOVE: Field<List<Text>> = field::texts("carriers", &NAME, "ids of carriers");

/// Whether a statement says nothing of a carrier but what widens one that is known: a new one has a name or a code.
pub(crate) fn only_widens(table: &Table) -> bool {
    !table.has(&THE_NAME) && !table.has(&PLMN)
}

/// A network operator.
#[derive(Clone, Debug)]
pub struct CarrierDefinition {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its networks.
    pub networks: Vec<Network>,
    /// Whether it operates no others; else what is not listed is unknown.
    pub networks_complete: bool,
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

fn lower(entry: &mut EntryReader<'_, '_>) -> Option<CarrierDefinition> {
    let origin = entry.origin()?;
    let strength = entry.lookup.strength(entry.strongest()?);
    Some(CarrierDefinition {
        id: entry.id.to_owned(),
        name: entry.string(&THE_NAME).unwrap_or_else(|| entry.id.to_owned()),
        networks: networks_of(entry),
        networks_complete: entry.read(&COMPLETE).unwrap_or(false),
        approvals: entry.list(&APPROVALS).into_spanned(),
        effectivity: entry.effectivity(),
        rank: CarrierRank { strength, start: origin.span.start },
        origin,
    })
}

/// A network as one layer states it, by its place among all statements of the carrier's networks.
#[derive(Clone, Copy)]
struct NetworkTable<'m> {
    technology: &'m str,
    table: &'m Table,
    statement: StatementId,
}

/// One network on some dates: what the layers together state of it.
struct United {
    technology: String,
    merged: Table,
    /// What the strongest table cites.
    cited: Vec<syntax::Entry>,
    strongest: StatementId,
    /// Keys that two layers of equal strength state differently.
    clashes: Vec<Clash>,
}

struct Clash {
    key: String,
    one: Attributed,
    other: Attributed,
}

/// A place with the statement that it is in.
#[derive(Clone, Copy)]
struct Attributed {
    statement: StatementId,
    place: Span,
}

fn networks_of(entry: &mut EntryReader<'_, '_>) -> Vec<Network> {
    let united = united(entry.lookup, entry.statements);
    for network in &united {
        for clash in &network.clashes {
            let what = format!("carriers.{}.networks.{}.{}", entry.id, network.technology, clash.key);
            let area = |one: Attributed| entry.lookup.area(one.statement).to_owned();
            let (left, right) = (area(clash.one), area(clash.other));
            let message = format!("`{what}` is stated twice with different values");
            let fault = Diagnostic::error(OverlayCode::Clash, clash.one.place, message);
            let fault = fault.label(format!("`{left}` states this"));
            let help = format!(
                "keep one of the two values, or state it in an overlay of an area in both `{left}` and `{right}`"
            );
            let help = if left == right { format!("keep one of the two files' values for `{left}`") } else { help };
            entry.diagnostics.push(fault.and(clash.other.place, format!("`{right}` states this")).help(help));
        }
    }
    united.into_iter().map(network_of).collect()
}

/// The networks of all layers: by technology, and by dates like other entries.
fn united(lookup: &dyn Lookup, statements: &[StatementId]) -> Vec<United> {
    let mut tables: Vec<NetworkTable<'_>> = Vec::new();
    for id in statements {
        for table in lookup.statement(*id).table.list(&NETWORKS) {
            let Some(technology) = table.value.read(&TECHNOLOGY) else { continue };
            tables.push(NetworkTable { technology, table: table.value, statement: *id });
        }
    }
    let mut technologies: Vec<&str> = Vec::new();
    for one in &tables {
        if !technologies.contains(&one.technology) {
            technologies.push(one.technology);
        }
    }
    let mut all = Vec::new();
    for technology in technologies {
        let same: Vec<usize> = (0..tables.len()).filter(|at| tables[*at].technology == technology).collect();
        let dates = |at: usize| Dates {
            effectivity: effectivity_of(tables[at].table),
            layer: lookup.statement(tables[at].statement).layer,
        };
        all.extend(network_versions(same, dates).into_iter().filter_map(|version| {
            let stating: Vec<NetworkTable<'_>> = version.into_iter().map(|at| tables[at]).collect();
            united_network(lookup, &stating)
        }));
    }
    all
}

/// The versions of one network by date. In one list an undated element beside a dated one is a network of its own: band 1
/// until 2020, and band 4 still.
fn network_versions(all: Vec<usize>, dates: impl Fn(usize) -> Dates) -> Vec<Vec<usize>> {
    let is_open = |at: usize| dates(at).effectivity.is_open();
    let is_beside =
        |at: usize| is_open(at) && all.iter().any(|other| !is_open(*other) && dates(*other).layer == dates(at).layer);
    let (beside, others): (Vec<usize>, Vec<usize>) = all.iter().copied().partition(|at| is_beside(*at));
    let mut apart: Vec<usize> =
        others.iter().copied().filter(|at| is_open(*at)).chain(beside.iter().copied()).collect();
    apart.sort_unstable();
    let mut versions = by_date(others, &dates);
    if !beside.is_empty() {
        versions.push(apart);
    }
    versions
}

/// One network: for each key the strongest table that has it.
fn united_network(lookup: &dyn Lookup, stating: &[NetworkTable<'_>]) -> Option<United> {
    let strongest = stating.last()?;
    let mut merged = Table { entries: Vec::new(), header: strongest.table.header };
    let (mut holding, mut clashes): (Vec<StatementId>, Vec<Clash>) = (Vec::new(), Vec::new());
    for one in stating {
        for (key, node) in one.table.entries.iter().filter(|(key, _)| !is_citing(&key.value)) {
            let Some(at) = merged.entries.iter().position(|(known, _)| known.value == key.value) else {
                merged.entries.push((key.clone(), node.clone()));
                holding.push(one.statement);
                continue;
            };
            let (Some(entry), Some(holder)) = (merged.entries.get_mut(at), holding.get_mut(at)) else { continue };
            if !lookup.beats(one.statement, *holder)
                && !lookup.beats(*holder, one.statement)
                && entry.1.value != node.value
            {
                let attributed = |statement, place| Attributed { statement, place };
                let (one, other) = (attributed(*holder, entry.1.span), attributed(one.statement, node.span));
                clashes.push(Clash { key: key.value.to_string(), one, other });
            }
            *entry = (key.clone(), node.clone());
            *holder = one.statement;
        }
    }
    let technology = strongest.technology.to_owned();
    let cited = strongest.table.entries.iter().filter(|(key, _)| is_citing(&key.value)).cloned().collect();
    Some(United { technology, merged, cited, strongest: strongest.statement, clashes })
}

fn network_of(united: United) -> Network {
    let United { technology, mut merged, .. } = united;
    let effectivity = effectivity_of(&merged);
    let own = [TECHNOLOGY.name(), FROM.name(), UNTIL.name()];
    merged.entries.retain(|(key, _)| !own.contains(&key.value.as_ref()));
    let capability = format!("network.{technology}");
    Network { capability, attributes: Attributes::of(&merged), effectivity, span: merged.header }
}

/// Each network as all layers together state it.
fn parts(lookup: &dyn Lookup, statements: &[StatementId]) -> Vec<UnitedPart> {
    let part = |mut united: United| {
        united.merged.entries.append(&mut united.cited);
        let place = united.merged.header;
        let value = Spanned::new(Node::Table(Arc::new(united.merged)), place);
        UnitedPart { name: united.technology.into(), value, statement: united.strongest }
    };
    united(lookup, statements).into_iter().map(part).collect()
}
