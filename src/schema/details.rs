//! What a board's BOM and an SBOM print of a component, and the further manufacturer parts that may replace it.

use super::common::CITED;
use crate::quantity::{PIECES, counts_pieces};
use crate::span::Spanned;
use crate::syntax::field::{self, Field, List, Text};
use crate::syntax::shape::{Form, Keys, Shape, TableShape, closed, map};
use crate::syntax::{Entry, Table};

static PART_MANUFACTURER: Field<Text> = field::text("manufacturer", "who makes it");
static PART_MPN: Field<Text> = field::text("mpn", "the manufacturer's part number").required("\"BG95-M3\"");
static PART_ORIGIN: Field<Text> =
    field::name("origin", "the code of the country it comes from; default: the component's");
static APPROVED_KEYS: Keys = &[&PART_MANUFACTURER.key, &PART_MPN.key, &PART_ORIGIN.key];
static APPROVED_TABLE: TableShape = closed("an approved part", &[APPROVED_KEYS, CITED]);
static APPROVED_PART: Shape = Shape::Table(&APPROVED_TABLE);

/// Further manufacturer parts.
pub static APPROVED: Field<List<Table>> =
    field::list("approved", &APPROVED_PART, "approved manufacturer parts, interchangeable everywhere");

pub(super) static UNIT: Field<Text> = field::text("unit", "what its quantities count: pcs, m, g, ml").or("\"pcs\"");
pub(super) static VALUE: Field<Text> = field::text("value", "the value that a board's BOM prints: 100nF");
pub(super) static FOOTPRINT: Field<Text> = field::text("footprint", "the land pattern that a board's BOM prints");
pub(super) static DESCRIPTION: Field<Text> = field::text("description", "what it is, for people");
pub(super) static DATASHEET: Field<Text> = field::text("datasheet", "where its data sheet can be read");
pub(super) static LICENSE: Field<Text> = field::text("license", "its licence as an SPDX expression");
pub(super) static PURL: Field<Text> = field::text("purl", "its package URL");
pub(super) static CPE: Field<Text> = field::text("cpe", "its CPE name");
pub(super) static SUPPLIER: Field<Text> =
    field::text("supplier", "who supplies it; default in an SBOM: the manufacturer");
pub(super) static SBOM: Field<Text> =
    field::text("sbom", "where its own SBOM is: an address or a BOM-Link (`urn:cdx:…`)");
static CELL: Shape = Shape::Text(Form::Any);
static FIELDS_TABLE: TableShape = map("a table of fields", Form::Any, &CELL);
pub(super) static FIELDS: Field<Table> =
    field::table("fields", &FIELDS_TABLE, "further columns of its line in exports, by their title");

/// The keys of what is printed of a component.
pub static KEYS: Keys = &[
    &UNIT.key,
    &VALUE.key,
    &FOOTPRINT.key,
    &DESCRIPTION.key,
    &DATASHEET.key,
    &LICENSE.key,
    &PURL.key,
    &CPE.key,
    &SUPPLIER.key,
    &SBOM.key,
    &FIELDS.key,
];

/// A manufacturer's part that may replace a component everywhere.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ApprovedPart {
    /// The manufacturer.
    pub manufacturer: Option<String>,
    /// The manufacturer's part number.
    pub mpn: String,
    /// The code of the country where it is made; `None`: that of the component.
    pub origin: Option<String>,
}

/// A further column of a component's line, with its text.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct CustomField {
    /// The title of the column: `JLCPCB Part #`.
    pub name: String,
    /// What the line has there.
    pub value: String,
}

/// What a board's BOM and an SBOM print of a component beside its maker and price.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Details {
    /// What its quantities count where they are not pieces: `m`, `g`.
    pub unit: Option<String>,
    /// The value: `100nF`.
    pub value: Option<String>,
    /// The land pattern: `0402`.
    pub footprint: Option<String>,
    /// What it is, for people.
    pub description: Option<String>,
    /// Where its data sheet can be read.
    pub datasheet: Option<String>,
    /// Its licence as an SPDX expression: `Apache-2.0`.
    pub license: Option<String>,
    /// Its package URL.
    pub purl: Option<String>,
    /// Its CPE name.
    pub cpe: Option<String>,
    /// Who supplies it, where that is not the manufacturer.
    pub supplier: Option<String>,
    /// Where its own SBOM is: an address or a BOM-Link.
    pub sbom: Option<String>,
    /// Further columns, in the order of the catalogue.
    pub fields: Vec<CustomField>,
}

impl Details {
    /// What a component's table states.
    pub(super) fn of(table: &Table) -> Self {
        Self {
            unit: table.string(&UNIT),
            value: table.string(&VALUE),
            footprint: table.string(&FOOTPRINT),
            description: table.string(&DESCRIPTION),
            datasheet: table.string(&DATASHEET),
            license: table.string(&LICENSE),
            purl: table.string(&PURL),
            cpe: table.string(&CPE),
            supplier: table.string(&SUPPLIER),
            sbom: table.string(&SBOM),
            fields: fields_of(table.read(&FIELDS)),
        }
    }

    /// What quantities of the component count, where that is not pieces.
    #[must_use]
    pub fn measure(&self) -> Option<&str> {
        self.unit.as_deref().filter(|unit| !counts_pieces(unit))
    }

    /// What quantities of the component count: `pcs` where nothing else is stated.
    #[must_use]
    pub fn counted_in(&self) -> &str {
        self.unit.as_deref().unwrap_or(PIECES)
    }
}

fn fields_of(table: Option<&Table>) -> Vec<CustomField> {
    let entries = table.map(|table| table.entries.as_slice()).unwrap_or_default();
    let field = |(name, node): &Entry| {
        Some(CustomField { name: name.value.to_string(), value: node.value.as_text()?.to_owned() })
    };
    entries.iter().filter_map(field).collect()
}

/// The tables of the approved parts of a component's table.
pub(super) fn approved_parts(table: &Table) -> impl Iterator<Item = Spanned<&Table>> {
    table.list(&APPROVED)
}

/// Where an approved part is made, where it says so.
pub(super) fn approved_origin(part: &Table) -> Option<Spanned<String>> {
    part.string_at(&PART_ORIGIN)
}

/// An approved part.
pub(super) fn approved_part(part: &Table) -> Option<ApprovedPart> {
    Some(ApprovedPart {
        manufacturer: part.string(&PART_MANUFACTURER),
        mpn: part.string(&PART_MPN)?,
        origin: part.string(&PART_ORIGIN),
    })
}

/// The approved parts of a component's table.
pub(super) fn approved_of(table: &Table) -> Vec<ApprovedPart> {
    approved_parts(table).filter_map(|one| approved_part(one.value)).collect()
}
