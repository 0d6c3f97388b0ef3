//! `[solution]` and its companions with ids in place of the codes of areas.

use super::area::Areas;
use super::semantic_version::report_bad_version;
use crate::date::Date;
use crate::diagnostic::Diagnostic;
use crate::number::Number;
use crate::schema::solution::{
    AS_OF, AUTHOR, CARRIERS, CORE_TARGET, CURRENCY, MARKETS, SKU_COST, SOLUTION, SUPPLIER, TERM_MONTHS, THE_NAME,
    VERSION, objectives_of,
};
use crate::schema::volumes::VOLUMES;
use crate::schema::{AreaId, ProfileDefinition, exchange, overlay_patterns, profile, purchasing};
use crate::span::{Span, Spanned};
use crate::syntax::{Entry, Field, Table};
use crate::terms::{Objective, Pool};
use std::collections::BTreeMap;

/// The solution as a whole.
#[derive(Clone, Debug)]
pub struct Header {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Who sells it.
    pub supplier: Option<String>,
    /// Who answers for its SBOM.
    pub author: Option<String>,
    /// The markets of the portfolio in their order.
    pub markets: Vec<Spanned<AreaId>>,
    /// The currency of all answers (ISO 4217).
    pub currency: String,
    /// The wanted core share.
    pub core_target: Option<Spanned<Number>>,
    /// What is minimised, in order.
    pub objective: Vec<Spanned<Objective>>,
    /// The as-of date, where the file fixes one.
    pub as_of: Option<Date>,
    /// Months that services are paid for.
    pub term_months: Option<Number>,
    /// What an order of parts sums up.
    pub pool: Pool,
    /// What keeping one more hardware SKU costs, once; 0 where not stated.
    pub sku_cost: Number,
    /// Carriers that must be served where a carrier is picked at all.
    pub carriers: Vec<ServedCarriers>,
    /// Units a year, where stated.
    pub volumes: BTreeMap<AreaId, Number>,
    /// One unit of a currency in the solution's.
    pub exchange: BTreeMap<String, Spanned<Number>>,
    /// The patterns of the solution's own overlays, in their order.
    pub overlays: Vec<String>,
    /// The solution's own profiles of exports, in the order of the file.
    pub profiles: Vec<ProfileDefinition>,
    /// The header `[solution]`: the place of defaults.
    pub span: Span,
}

impl Header {
    /// Units a year in a market; 1000 where not stated.
    #[must_use]
    pub fn volume(&self, market: AreaId) -> Number {
        self.volumes.get(&market).copied().unwrap_or(Number::from(1000_u32))
    }
}

/// Carriers that must be served in a market.
#[derive(Clone, Debug)]
pub struct ServedCarriers {
    /// The market.
    pub market: AreaId,
    /// The carriers' ids.
    pub carriers: Vec<Spanned<String>>,
}

/// `[solution]`, `[volumes]`, `[exchange]` and `[profile]` of solution.toml.
pub(super) fn header_of(root: &Table, areas: &Areas, diagnostics: &mut Vec<Diagnostic>) -> Option<Header> {
    let table = root.read(&SOLUTION)?;
    if let Some(version) = table.read_at(&VERSION) {
        report_bad_version(version, diagnostics);
    }
    Some(Header {
        name: table.string(&THE_NAME).unwrap_or_default(),
        version: table.string(&VERSION).unwrap_or_else(|| "1.0.0".to_owned()),
        supplier: table.string(&SUPPLIER),
        author: table.string(&AUTHOR),
        markets: known_areas(table.list(&MARKETS), areas, diagnostics),
        currency: table.string(&CURRENCY).unwrap_or_else(|| "USD".to_owned()),
        core_target: table.read_at(&CORE_TARGET),
        objective: objectives_of(table),
        as_of: table.read(&AS_OF),
        term_months: table.read(&TERM_MONTHS),
        pool: purchasing::pool_of(root),
        sku_cost: table.read(&SKU_COST).unwrap_or(Number::ZERO),
        carriers: carriers_of(table, areas, diagnostics),
        volumes: volumes_of(root, areas, diagnostics),
        exchange: exchange::rates_of(root),
        overlays: overlay_patterns(root).into_iter().map(|pattern| pattern.text).collect(),
        profiles: profile::profiles_of(root),
        span: table.header,
    })
}

fn carriers_of(table: &Table, areas: &Areas, diagnostics: &mut Vec<Diagnostic>) -> Vec<ServedCarriers> {
    let mut list = Vec::new();
    for (code, node) in entries(table, &CARRIERS) {
        let ids = node.value.elements().iter();
        let ids = ids.filter_map(|id| Some(Spanned::new(id.value.as_text()?.to_owned(), id.span)));
        match areas.find(&code.value) {
            Some(market) => list.push(ServedCarriers { market, carriers: ids.collect() }),
            None => diagnostics.push(areas.unknown(code)),
        }
    }
    list
}

fn volumes_of(root: &Table, areas: &Areas, diagnostics: &mut Vec<Diagnostic>) -> BTreeMap<AreaId, Number> {
    let mut volumes = BTreeMap::new();
    for (code, node) in entries(root, &VOLUMES) {
        match areas.find(&code.value) {
            Some(area) => volumes.extend(node.value.as_number().map(|volume| (area, volume))),
            None => diagnostics.push(areas.unknown(code)),
        }
    }
    volumes
}

fn entries<'t>(table: &'t Table, field: &Field<Table>) -> &'t [Entry] {
    table.read(field).map(|found| found.entries.as_slice()).unwrap_or_default()
}

fn known_areas<'a>(
    codes: impl Iterator<Item = Spanned<&'a str>>,
    areas: &Areas,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Spanned<AreaId>> {
    let mut list: Vec<Spanned<AreaId>> = Vec::new();
    for code in codes {
        match areas.find(code.value) {
            Some(area) => list.push(Spanned::new(area, code.span)),
            None => diagnostics.push(areas.unknown(&code)),
        }
    }
    list
}
