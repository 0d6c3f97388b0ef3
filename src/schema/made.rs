//! `[[components.made]]`: a component as each of its makers makes it; and what is lost and contained of a component.

use super::common::{CITED, MOST_WEEKS};
use super::details::{self, ApprovedPart};
use super::forms;
use super::held_certificates::{CERTIFICATE, Certificate, certificate_of};
use crate::date::{Date, Effectivity};
use crate::number::Number;
use crate::span::{Span, Spanned};
use crate::syntax::field::{self, Field, List, Text};
use crate::syntax::shape::{Form, Keys, Shape, TableShape, closed, map};
use crate::syntax::{Entry, Table};

/// The mass of one.
pub static MASS: Field<Number> = field::Field::new("mass_g", Shape::Amount, "the mass of one, in grams");

static BY: Field<Text> = field::text("by", "who makes it: the id or the name of a party, or any name");
static PART_NUMBER: Field<Text> = field::text("mpn", "the maker's part number");
static PART_ORIGIN: Field<Text> =
    field::name("origin", "the code of the country where it is made; default: the component's");
static PART_HS: Field<Text> =
    field::formed("hs", forms::TARIFF, "the customs tariff number, digits only; default: the component's");
static PART_MASS: Field<Number> =
    Field::new("mass_g", Shape::Amount, "the mass of one, in grams; default: the component's");
static PART_WEEKS: Field<Number> =
    field::whole_between("lead_weeks", (0, MOST_WEEKS), "how long delivery takes; default: the component's");
static LAST_BUY: Field<Date> = field::date("last-buy", "the last day on which the maker takes orders");
static LAST_SHIP: Field<Date> = field::date("last-ship", "the last day on which the maker ships");
static CERTIFICATES: Field<List<Table>> =
    field::list("certificates", &CERTIFICATE, "certificates of this maker's part alone");
static PART_KEYS: Keys = &[
    &BY.key,
    &PART_NUMBER.key,
    &PART_ORIGIN.key,
    &PART_HS.key,
    &PART_MASS.key,
    &PART_WEEKS.key,
    &LAST_BUY.key,
    &LAST_SHIP.key,
    &CERTIFICATES.key,
];
static PART_TABLE: TableShape = closed("a manufacturer part", &[PART_KEYS, CITED]);
static PART: Shape = Shape::Table(&PART_TABLE);

/// The manufacturer parts of a component.
pub static MADE: Field<List<Table>> = Field::new(
    "made",
    Shape::Filled(&PART),
    "the component as each maker makes it, the nominal one first; instead of `manufacturer`, `mpn` and `approved`",
);

static PERCENT: Field<Number> = field::money("percent", "the lost share of the used pieces, in percent").or("\"0\"");
static AT_LEAST: Field<Number> =
    Field::new("at-least", Shape::Either(forms::FROM_NOTHING), "the least that is lost of an order").or("0");
static ATTRITION_KEYS: Keys = &[&PERCENT.key, &AT_LEAST.key];
static ATTRITION_TABLE: TableShape = closed("a table of attrition", &[ATTRITION_KEYS]);

/// What is lost of a component while it is assembled.
pub static ATTRITION: Field<Table> =
    field::table("attrition", &ATTRITION_TABLE, "what is lost in assembly, once an order: the greater of the two");

static CONTENT_VALUE: Shape = Shape::Money;
static CONTENT_TABLE: TableShape = map("a table of contents", Form::Name, &CONTENT_VALUE);

/// What one piece contains, by material.
pub static CONTENT: Field<Table> = field::table(
    "content",
    &CONTENT_TABLE,
    "the value of the materials that a duty is levied on, in the currency beside it; what it does not name, it has not",
);

/// A component as one maker makes it.
///
/// Made from `[[components.made]]`, or from `manufacturer`, `mpn` and `approved`. What is not stated of it is filled in from
/// the component.
#[derive(Clone, Debug)]
pub struct ManufacturerPart {
    /// The maker: a party's id or a name, as written.
    pub by: Option<String>,
    /// The maker's part number.
    pub mpn: Option<String>,
    /// The code of the country where it is made.
    pub origin: Option<Spanned<String>>,
    /// Customs tariff number.
    pub hs: Option<String>,
    /// The mass of one, in grams.
    pub mass_g: Option<Number>,
    /// Weeks from order to delivery.
    pub lead_weeks: Option<Number>,
    /// The last day on which the maker takes orders.
    pub last_buy: Option<Date>,
    /// The last day on which the maker ships.
    pub last_ship: Option<Date>,
    /// Certificates of this maker's part alone, beside those of the component.
    pub certificates: Vec<Certificate>,
    /// Where it is written.
    pub span: Span,
}

/// What is lost of a component: the greater of a share of the used pieces and a least number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attrition {
    /// Percent of what is used.
    pub percent: Number,
    /// The least that is lost of an order.
    pub at_least: Number,
}

/// The manufacturer parts of a component's table. The first is the nominal one.
#[derive(Clone, Debug)]
pub(super) struct Makers {
    /// The parts; never empty.
    pub parts: Vec<ManufacturerPart>,
    /// The same but the nominal one, as lines print them.
    pub approved: Vec<ApprovedPart>,
    /// Whether they are written in the long form.
    pub long: bool,
}

impl Makers {
    /// The parts of a component's table; the nominal one as its own keys state it.
    pub(super) fn of(table: &Table, nominal: ManufacturerPart) -> Self {
        let parts: Vec<ManufacturerPart> = table.list(&MADE).map(|one| part_of(one.value, &nominal)).collect();
        if parts.is_empty() {
            return Self::short(table, nominal);
        }
        let further = parts.iter().skip(1);
        let approved = further.filter_map(|part| {
            let origin = part.origin.as_ref().map(|origin| origin.value.clone());
            Some(ApprovedPart { manufacturer: part.by.clone(), mpn: part.mpn.clone()?, origin })
        });
        Self { approved: approved.collect(), parts, long: true }
    }

    fn short(table: &Table, nominal: ManufacturerPart) -> Self {
        let mut parts = Vec::with_capacity(1);
        let further = details::approved_parts(table).map(|Spanned { value: part, span }| {
            let origin = details::approved_origin(part).or_else(|| nominal.origin.clone());
            let ApprovedPart { manufacturer: by, mpn, .. } = details::approved_part(part)?;
            Some(ManufacturerPart { by, mpn: Some(mpn), origin, span, ..nominal.clone() })
        });
        let further: Vec<ManufacturerPart> = further.flatten().collect();
        parts.push(nominal);
        parts.extend(further);
        Self { parts, approved: details::approved_of(table), long: false }
    }
}

fn part_of(table: &Table, component: &ManufacturerPart) -> ManufacturerPart {
    ManufacturerPart {
        by: table.string(&BY),
        mpn: table.string(&PART_NUMBER),
        origin: table.string_at(&PART_ORIGIN).or_else(|| component.origin.clone()),
        hs: table.string(&PART_HS).or_else(|| component.hs.clone()),
        mass_g: table.read(&PART_MASS).or(component.mass_g),
        lead_weeks: table.read(&PART_WEEKS).or(component.lead_weeks),
        last_buy: table.read(&LAST_BUY),
        last_ship: table.read(&LAST_SHIP),
        certificates: table.list(&CERTIFICATES).filter_map(|one| certificate_of(one.value)).collect(),
        span: table.header,
    }
}

impl ManufacturerPart {
    /// Its dates: the end of its orders and shipments, and those of its certificates.
    pub(super) fn each_date(&self, visit: &mut dyn FnMut(Effectivity, Span)) {
        for last in [self.last_buy, self.last_ship].into_iter().flatten() {
            visit(Effectivity { from: None, until: last.next() }, self.span);
        }
        self.certificates.iter().for_each(|one| visit(one.effectivity, one.span));
    }
}

/// What a component's table states of attrition.
pub(super) fn attrition_of(table: &Table) -> Option<Attrition> {
    let table = table.read(&ATTRITION)?;
    let of = |field| table.read(field).unwrap_or(Number::ZERO);
    Some(Attrition { percent: of(&PERCENT), at_least: of(&AT_LEAST) })
}

/// What a table states of contents: material and value.
pub(super) fn content_of(table: &Table) -> Option<Vec<(String, Number)>> {
    let value = |(material, node): &Entry| Some((material.value.to_string(), node.value.as_number()?));
    Some(table.read(&CONTENT)?.entries.iter().filter_map(value).collect())
}
