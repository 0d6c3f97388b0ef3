//! What a profile does not show of the answers: lines that it does not list, and what it has no column for.

use super::column::Source;
use super::layout::{Layout, description, stated};
use super::{Profile, fields};
use crate::bom::{Bom, OneOff};
use crate::export::own_number::ipn;
use crate::export::release::{Release, ReleaseLine};
use crate::schema::CustomField;
use crate::terms::{Column, ComponentKind};
use std::collections::{BTreeMap, BTreeSet};

/// What a profile does not show of the answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct LeftOut {
    /// The slots of lines without reference designators, where the profile is for boards.
    pub not_on_boards: Vec<String>,
    /// The slots of lines of kinds that the profile does not list.
    pub other_kinds: Vec<String>,
    /// What the profile has no column for.
    pub details: Vec<LeftOutDetail>,
    /// What a column is there for and rows do not have.
    pub gaps: Vec<LeftOutDetail>,
    /// Parts with two order numbers, of which the file has one in its column.
    pub two_orders: Vec<TwoOrderNumbers>,
    /// What is paid once and has no row, though the rows say what they cost: `red: 9.00 USD a product (DE)`.
    pub paid_once: Vec<String>,
}

/// A part with two order numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TwoOrderNumbers {
    /// The component.
    pub component: String,
    /// Title and number that the column shows.
    pub shown: [String; 2],
    /// Title and number of the other field.
    pub other: [String; 2],
}

/// Something that a profile has no column for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LeftOutDetail {
    /// What it is: `approved parts`.
    pub what: String,
    /// How many of the listed parts have some; of a gap, how many have none.
    pub parts: usize,
    /// The first designators, or else the components, of a gap's parts; with the markets, where only some have the part: `L1
    /// (DE, FR)`.
    pub names: Vec<String>,
}

/// What a part may have, and the words for it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Detail {
    Approved,
    Order,
    Ipn,
    Manufacturer,
    Mpn,
    Value,
    Footprint,
    Designators,
    Description,
    Datasheet,
    Unit,
    UnitPrice,
    PriceTiers,
    License,
    Purl,
    Cpe,
    Supplier,
    Sbom,
}

use Detail::{
    Approved, Cpe, Datasheet, Description, Designators, Footprint, Ipn, License, Manufacturer, Mpn, Order, PriceTiers,
    Purl, Sbom, Supplier, Unit, UnitPrice, Value,
};

const DETAILS: [(Detail, &str); 18] = [
    (Approved, "approved parts"),
    (Order, "order numbers"),
    (Ipn, "internal part numbers"),
    (Manufacturer, "manufacturers"),
    (Mpn, "manufacturer part numbers"),
    (Value, "values"),
    (Footprint, "footprints"),
    (Designators, "reference designators"),
    (Description, "descriptions"),
    (Datasheet, "data sheets"),
    (Unit, "units"),
    (UnitPrice, "unit prices"),
    (PriceTiers, "prices from other numbers of pieces on"),
    (License, "licences"),
    (Purl, "package URLs"),
    (Cpe, "CPE names"),
    (Supplier, "suppliers"),
    (Sbom, "SBOMs"),
];

impl Profile {
    /// What this profile does not show of the answers: so that nothing is left out in silence.
    ///
    /// The columns of a solution's own profile were chosen, so of what they leave out only `fields` are listed, which other
    /// profiles have in further columns.
    ///
    /// ```
    /// # mod lamp { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/export/samples/lamp.rs")); }
    /// # use terroir::export::{Profile, Release};
    /// # let ((compiled, portfolio), solution) = (lamp::solve()?, lamp::solution()?);
    /// let release = Release::of(&compiled, &portfolio)?;
    /// let odoo = Profile::find(&solution, "odoo").ok_or("no profile")?;
    /// assert!(odoo.left_out(&release).details.iter().any(|one| one.what == "unit prices"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn left_out(&self, release: &Release) -> LeftOut {
        let mut left_out = LeftOut::default();
        let mut listed: Vec<&ReleaseLine> = Vec::new();
        for row in release.markets.iter().flat_map(|market| &market.rows) {
            let list = if self.has(row) {
                listed.push(row);
                continue;
            } else if self.is_of_kind(row) {
                &mut left_out.not_on_boards
            } else {
                &mut left_out.other_kinds
            };
            if !list.contains(&row.line.slot) {
                list.push(row.line.slot.clone());
            }
        }
        let layout = Layout::of(&self.columns, release, &listed);
        if self.is_own {
            left_out.details = layout.further.iter().map(|title| of_field(title, &listed)).collect();
        } else {
            left_out.details = details(&layout, &listed);
            left_out.details.extend(covered(&layout, release, |row| self.has(row)));
        }
        left_out.gaps = self.gaps(release);
        if self.shows(Source::Order) {
            left_out.two_orders = two_orders(&listed);
        }
        if self.shows(Source::Of(Column::Cost)) {
            left_out.paid_once = paid_once(release);
        }
        left_out
    }

    fn shows(&self, source: Source) -> bool {
        self.columns.iter().any(|column| column.source == source)
    }

    /// What the columns of orders and prices lack; that a list of parts lacks a footprint matters to a board only.
    fn gaps(&self, release: &Release) -> Vec<LeftOutDetail> {
        let is_order = self.shows(Source::Order);
        let has_footprints = self.is_for_boards() && self.shows(Source::Of(Column::Footprint));
        let has_prices = [Column::UnitCost, Column::Cost].into_iter().any(|column| self.shows(Source::Of(column)));
        let wanted: [(bool, &str, Has); 3] = [
            (is_order, "order number", |row| fields::order(row).is_some()),
            (has_footprints, "footprint", |row| row.line.details.footprint.is_some()),
            (has_prices, "price", |row| row.has_price || row.line.kind == ComponentKind::Firmware),
        ];
        let gap = |(is_wanted, what, has): (bool, &str, Has)| {
            let without = self.without(release, |row| is_wanted && !has(row));
            let all = release.markets.len();
            let names: Vec<String> = without.into_iter().map(|one| one.shown(all)).collect();
            (!names.is_empty()).then(|| LeftOutDetail { what: what.to_owned(), parts: names.len(), names })
        };
        wanted.into_iter().filter_map(gap).collect()
    }

    /// The listed parts that lack something, each with the markets that have it.
    fn without<'a>(&self, release: &'a Release, lacks: impl Fn(&ReleaseLine) -> bool) -> Vec<Without<'a>> {
        let mut found: Vec<Without<'a>> = Vec::new();
        for market in &release.markets {
            for row in market.rows.iter().filter(|row| self.has(row) && lacks(row)) {
                let place = row.line.refdes.first().unwrap_or(&row.line.component);
                let code = market.bom.market.as_str();
                match found.iter_mut().find(|one| one.part == part(row)) {
                    Some(known) if known.markets.contains(&code) => {}
                    Some(known) => known.markets.push(code),
                    None => found.push(Without { part: part(row), place, markets: vec![code] }),
                }
            }
        }
        found
    }
}

/// A part that lacks something.
struct Without<'a> {
    part: (&'a str, &'a str),
    place: &'a str,
    markets: Vec<&'a str>,
}

impl Without<'_> {
    /// Its place; with the markets, where another part or none is there in the others.
    fn shown(&self, all: usize) -> String {
        match self.markets.len() {
            count if count == all => self.place.to_owned(),
            _ => format!("{} ({})", self.place, self.markets.join(", ")),
        }
    }
}

/// Whether a line has something.
type Has = fn(&ReleaseLine) -> bool;

fn details(layout: &Layout<'_>, listed: &[&ReleaseLine]) -> Vec<LeftOutDetail> {
    let mut all = Vec::new();
    for (detail, what) in DETAILS {
        let lost = listed.iter().filter(|row| has(detail, row) && !is_shown(detail, layout, row));
        let parts = lost.map(|row| part(row)).collect::<BTreeSet<_>>().len();
        if parts > 0 {
            all.push(LeftOutDetail { what: what.to_owned(), parts, names: Vec::new() });
        }
    }
    all
}

fn part(row: &ReleaseLine) -> (&str, &str) {
    (&row.line.component, &row.line.version)
}

/// Whether a part has something to show.
fn has(detail: Detail, row: &ReleaseLine) -> bool {
    let line = &row.line;
    let is_stated = |column: Column| !stated(column, row).is_empty();
    match detail {
        Approved => !line.approved.is_empty(),
        Order => fields::order(row).is_some(),
        Ipn => ipn(&line.details.fields).is_some(),
        Manufacturer => line.manufacturer.is_some(),
        Mpn => line.mpn.is_some(),
        Value => is_stated(Column::Value),
        Footprint => line.details.footprint.is_some(),
        Designators => !line.refdes.is_empty(),
        Description => !description(row).is_empty(),
        Datasheet => is_stated(Column::Datasheet),
        Unit => line.details.measure().is_some(),
        UnitPrice => row.has_price,
        PriceTiers => row.has_price_tiers,
        License => is_stated(Column::License),
        Purl => is_stated(Column::Purl),
        Cpe => is_stated(Column::Cpe),
        Supplier => is_stated(Column::Supplier),
        Sbom => is_stated(Column::Sbom),
    }
}

/// Whether some column shows it.
fn is_shown(detail: Detail, layout: &Layout<'_>, row: &ReleaseLine) -> bool {
    let is_field = |title: &String| layout.further.contains(&title.as_str());
    let by_order = detail == Order && fields::order(row).is_some_and(|field| is_field(&field.name));
    let by_ipn = detail == Ipn && ipn(&row.line.details.fields).is_some_and(|field| is_field(&field.name));
    by_order || by_ipn || layout.columns.iter().any(|column| shows(column.source, detail, row))
}

fn shows(source: Source, detail: Detail, row: &ReleaseLine) -> bool {
    let (value, mpn) = (&row.line.details.value, &row.line.mpn);
    match source {
        Source::Of(column) | Source::Stated(column) | Source::IfAny(column) => SHOWN.contains(&(column, detail)),
        Source::Order => detail == Order,
        Source::Comment => {
            let is_described = value.is_none() && mpn.is_none();
            detail == Value || (detail == Mpn && value.is_none()) || (detail == Description && is_described)
        }
        Source::Description | Source::DescriptionIfAny => detail == Description,
        Source::DescriptionOrValue => detail == Description || (detail == Value && description(row).is_empty()),
        Source::Unit(_) | Source::UnitIfAny(_) => detail == Unit,
        Source::Substitutes | Source::Approved => detail == Approved,
        Source::Once(_)
        | Source::OnceText(_)
        | Source::OnceProduct
        | Source::VariantIfAny
        | Source::BoardIfAny
        | Source::Text(_)
        | Source::Field => false,
    }
}

/// The details of a part that fields of the line show.
const SHOWN: [(Column, Detail); 18] = [
    (Column::Ipn, Ipn),
    (Column::Component, Ipn),
    (Column::Description, Description),
    (Column::Name, Description),
    (Column::Value, Value),
    (Column::Footprint, Footprint),
    (Column::Datasheet, Datasheet),
    (Column::License, License),
    (Column::Purl, Purl),
    (Column::Cpe, Cpe),
    (Column::Supplier, Supplier),
    (Column::Sbom, Sbom),
    (Column::Unit, Unit),
    (Column::Refdes, Designators),
    (Column::Manufacturer, Manufacturer),
    (Column::Mpn, Mpn),
    (Column::Approved, Approved),
    (Column::UnitCost, UnitPrice),
];

/// The parts that have a field.
fn of_field(title: &str, listed: &[&ReleaseLine]) -> LeftOutDetail {
    let with = listed.iter().filter(|row| row.field(title).is_some()).map(|row| part(row));
    let parts = with.collect::<BTreeSet<_>>().len();
    LeftOutDetail { what: format!("fields named `{title}`"), parts, names: Vec::new() }
}

fn two_orders(listed: &[&ReleaseLine]) -> Vec<TwoOrderNumbers> {
    let mut all: Vec<TwoOrderNumbers> = Vec::new();
    for row in listed {
        if let Some((shown, other)) = fields::other_order(row)
            && !all.iter().any(|known| known.component == row.line.component)
        {
            let named = |field: &CustomField| [field.name.clone(), field.value.clone()];
            let component = row.line.component.clone();
            all.push(TwoOrderNumbers { component, shown: named(shown), other: named(other) });
        }
    }
    all
}

fn paid_once(release: &Release) -> Vec<String> {
    let of = |bom: &Bom| -> Vec<String> {
        let text = |one: &OneOff| {
            let amount = one.unit_cost.to_fixed(bom.minor_unit);
            format!("{}: {amount} {} a product ({})", one.scheme, bom.currency, bom.market)
        };
        bom.one_off.iter().map(text).collect()
    };
    release.markets.iter().flat_map(|market| of(&market.bom)).collect()
}

/// The fields of parts whose column shows something else.
fn covered(layout: &Layout<'_>, release: &Release, has: impl Fn(&ReleaseLine) -> bool) -> Vec<LeftOutDetail> {
    let mut parts: BTreeMap<String, BTreeSet<(&str, &str)>> = BTreeMap::new();
    for market in &release.markets {
        for row in market.rows.iter().filter(|row| has(row)) {
            for title in layout.covered(release, market, row) {
                parts.entry(title).or_default().insert(part(row));
            }
        }
    }
    let detail = |(title, parts): (String, BTreeSet<_>)| LeftOutDetail {
        what: format!("fields named `{title}`"),
        parts: parts.len(),
        names: Vec::new(),
    };
    parts.into_iter().map(detail).collect()
}
