//! `[[components]]` of a catalogue: one version of a component each.

use super::attribute_keys::ATTRIBUTES;
use super::attributes::Attributes;
use super::common::{BECAUSE, CITED, EFFECTIVITY, MOST_WEEKS, REASON, RESOURCES, effectivity_of};
use super::dated::Dated;
use super::details::{self, APPROVED, ApprovedPart, Details};
use super::forms;
use super::held_certificates::{CERTIFICATE, Certificate, certificate_of};
use super::licenses::LICENSES;
use super::made::{ATTRITION, Attrition, CONTENT, MADE, MASS, Makers, ManufacturerPart, attrition_of, content_of};
use super::needs::Need;
pub use super::needs::OF_COMPONENT as NEEDS;
use super::parties::PARTIES;
use super::prices::{self, PriceTier, TIER_PRICE, prices_of};
use crate::date::Effectivity;
use crate::number::Number;
use crate::span::{Span, Spanned};
use crate::syntax::field::{self, Field, List, Text};
use crate::syntax::shape::{Choice, Keys, Rest, Shape, TableShape, closed, map};
use crate::syntax::{Entry, Node, Table};
use crate::terms::{ComponentKind, Lifecycle};
use semver::Version;

static ONLY: Field<List<Text>> =
    field::texts("only", &super::common::NAME, "the areas where it may be sold or operated");
static NOT: Field<List<Text>> = field::texts("not", &super::common::NAME, "the areas where it may not");
static TERRITORY_KEYS: Keys = &[&ONLY.key, &NOT.key];
static TERRITORY_TABLE: TableShape = TableShape {
    what: "a table of territories",
    groups: &[TERRITORY_KEYS, REASON, CITED],
    rest: Rest::Closed,
    choices: &[Choice::Exactly(&[&ONLY.key, &NOT.key], "only = [\"eea\"]")],
};

/// The id.
pub static ID: Field<Text> = field::name("id", "the component's id").required("\"bg95-m3\"");
/// The version.
pub static VERSION: Field<Text> =
    field::text("version", "semantic version; required for firmware and software").or("\"1.0.0\"");
/// The kind.
pub static KIND: Field<ComponentKind> =
    field::term("kind", "hardware, firmware, software, service or document").required("\"hardware\"");
pub(super) static THE_NAME: Field<Text> = field::text("name", "the name for people");
pub(super) static MANUFACTURER: Field<Text> = field::text("manufacturer", "who makes it");
pub(super) static MPN: Field<Text> = field::text("mpn", "the manufacturer's part number");
static IDENTITY: Keys =
    &[&ID.key, &VERSION.key, &KIND.key, &THE_NAME.key, &MANUFACTURER.key, &MPN.key, &APPROVED.key, &MADE.key];

pub(super) static PRICE: Field<Node> = field::node(prices::PRICE, TIER_PRICE, "the price of one, or tiers by quantity");
pub(super) static PER_MONTH: Field<Number> = field::money("per_month", "what a service costs a month");
pub(super) static CURRENCY: Field<Text> = forms::currency("currency", "default: the solution's");
pub(super) static ORIGIN: Field<Text> = field::name("origin", "the code of the country it comes from");
pub(super) static HS: Field<Text> = field::formed("hs", forms::TARIFF, "the customs tariff number, digits only");
pub(super) static LEAD_WEEKS: Field<Number> =
    field::whole_between("lead_weeks", (0, MOST_WEEKS), "how long delivery takes");
pub(super) static LIFECYCLE: Field<Lifecycle> =
    field::term("lifecycle", "active, nrnd (not for new designs) or eol (end of life)").or("\"active\"");
static COMMERCE: Keys = &[
    &PRICE.key,
    &PER_MONTH.key,
    &CURRENCY.key,
    &ORIGIN.key,
    &HS.key,
    &MASS.key,
    &CONTENT.key,
    &LEAD_WEEKS.key,
    &ATTRITION.key,
    &LIFECYCLE.key,
];

static ATTRIBUTE_TABLE: Shape = Shape::Table(&ATTRIBUTES);
static PROVIDES_TABLE: TableShape = map("a table of capabilities", forms::CAPABILITY, &ATTRIBUTE_TABLE);
pub(super) static PROVIDES: Field<Table> =
    field::table("provides", &PROVIDES_TABLE, "capabilities it offers, with attributes");
pub(super) static USES: Field<Table> = field::table("uses", &RESOURCES, "resources it takes");
pub(super) static SUPPLIES: Field<Table> = field::table("supplies", &RESOURCES, "resources it gives");
pub(super) static ITS_ATTRIBUTES: Field<Table> =
    field::table("attributes", &ATTRIBUTES, "its own attributes, for `sum(…)`");
pub(super) static CERTIFICATES: Field<List<Table>> =
    field::list("certificates", &CERTIFICATE, "certificates it holds or plans");
pub(super) static TERRITORIES: Field<Table> =
    field::table("territories", &TERRITORY_TABLE, "where it may be sold or operated");
static GRAPH: Keys =
    &[&PROVIDES.key, &NEEDS.key, &USES.key, &SUPPLIES.key, &ITS_ATTRIBUTES.key, &CERTIFICATES.key, &TERRITORIES.key];

/// A component.
pub static TABLE: TableShape = TableShape {
    what: "a component",
    groups: &[IDENTITY, COMMERCE, details::KEYS, GRAPH, EFFECTIVITY, REASON, CITED],
    rest: Rest::Closed,
    choices: &[
        Choice::Exclusive(&[&PRICE.key, &PER_MONTH.key]),
        Choice::Exclusive(&[&MADE.key, &MANUFACTURER.key]),
        Choice::Exclusive(&[&MADE.key, &MPN.key]),
        Choice::Exclusive(&[&MADE.key, &APPROVED.key]),
    ],
};
static COMPONENT: Shape = Shape::Table(&TABLE);

/// The components of a catalogue.
pub static COMPONENTS: Field<List<Table>> = field::list("components", &COMPONENT, "the components of the catalogue");
static ROOT_KEYS: Keys = &[&COMPONENTS.key, &PARTIES.key, &LICENSES.key];

/// A catalogue.
pub static ROOT: TableShape = closed("a catalogue", &[ROOT_KEYS]);

/// One version of a component, as the catalogue has it.
#[derive(Clone, Debug)]
pub struct Component {
    /// The id; versions share it.
    pub id: String,
    /// The version.
    pub version: Version,
    /// Whether the catalogue states it.
    pub states_version: bool,
    /// What it is.
    pub kind: ComponentKind,
    /// Its name; the id where none is given.
    pub name: String,
    /// The manufacturer of the nominal part.
    pub manufacturer: Option<String>,
    /// The part number of the nominal part.
    pub mpn: Option<String>,
    /// The manufacturer parts but the nominal one, interchangeable everywhere.
    pub approved: Vec<ApprovedPart>,
    /// The component as each maker makes it, the nominal part first; never empty.
    pub made: Vec<ManufacturerPart>,
    /// Whether `made` is written, instead of `manufacturer`, `mpn` and `approved`.
    pub states_made: bool,
    /// What a board's BOM and an SBOM print of it.
    pub details: Details,
    /// What it costs.
    pub price: Price,
    /// The currency of the price; `None`: the solution's.
    pub currency: Option<Spanned<String>>,
    /// The code of the country it is made in.
    pub origin: Option<Spanned<String>>,
    /// Customs tariff code.
    pub hs: Option<String>,
    /// The mass of one, in grams.
    #[cfg_attr(not(feature = "internals"), allow(dead_code))]
    pub mass_g: Option<Number>,
    /// The value of what it contains, by material, in the currency of its price; `None`: not stated.
    pub content: Option<Vec<(String, Number)>>,
    /// Weeks from order to delivery.
    pub lead_weeks: Option<Number>,
    /// What is lost of it in assembly.
    pub attrition: Option<Attrition>,
    /// Its lifecycle.
    pub lifecycle: Lifecycle,
    /// When it is available.
    pub effectivity: Effectivity,
    /// What it offers, sorted by capability.
    pub provides: Vec<Provided>,
    /// What it needs.
    pub needs: Vec<Need>,
    /// Resources it uses: name, amount, place.
    pub uses: Vec<Amount>,
    /// Resources it supplies.
    pub supplies: Vec<Amount>,
    /// Its own attributes, for `sum`.
    pub attributes: Attributes,
    /// Certificates it holds.
    pub certificates: Vec<Certificate>,
    /// Where it may be sold or operated; `None`: everywhere.
    pub territories: Option<Territories>,
    /// The place of its id.
    pub span: Span,
}

impl Dated for Component {
    fn each_date(&self, visit: &mut dyn FnMut(Effectivity, Span)) {
        visit(self.effectivity, self.span);
        self.needs.iter().for_each(|need| visit(need.effectivity, need.span));
        self.certificates.iter().for_each(|one| visit(one.effectivity, one.span));
        self.made.iter().for_each(|part| part.each_date(visit));
    }
}

impl Component {
    /// `id@version`.
    #[must_use]
    pub fn label(&self) -> String {
        format!("{}@{}", self.id, self.version)
    }
}

/// A capability offered, with its attributes.
#[derive(Clone, Debug)]
pub struct Provided {
    /// The capability.
    pub capability: String,
    /// Its attributes.
    pub attributes: Attributes,
    /// Where it is written.
    pub span: Span,
}

/// An amount of a resource.
#[derive(Clone, Debug)]
pub struct Amount {
    /// The resource.
    pub resource: String,
    /// How much.
    pub amount: Number,
    /// Where it is written.
    pub span: Span,
}

/// What a component costs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Price {
    /// Nothing is stated.
    Missing,
    /// Tiers by line quantity a year, sorted.
    Tiers(Vec<PriceTier>),
    /// A service paid by the month.
    PerMonth(Number),
}

/// How to read the areas of [`Territories`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TerritoryKind {
    /// It may be sold or operated in these areas only.
    Only,
    /// It may not be sold or operated in these areas.
    Not,
}

/// The areas where a component may, or may not, be sold or operated.
#[derive(Clone, Debug)]
pub struct Territories {
    /// Whether the areas are those where it may, or where it may not.
    pub kind: TerritoryKind,
    /// The areas.
    pub areas: Vec<Spanned<String>>,
    /// Why.
    pub because: Option<String>,
    /// Where it is written.
    pub span: Span,
}

/// Everything of a component but its needs, whose conditions are looked up once all names are known.
#[must_use]
pub fn component_of(table: &Table) -> Option<Component> {
    let id = table.read_at(&ID)?;
    // A wrong kind was reported when the file was read; the component is still there, or every slot that names it would
    // be reported as well.
    let usual = if table.has(&PER_MONTH) { ComponentKind::Service } else { ComponentKind::Hardware };
    let version = table.read(&VERSION).and_then(|text| Version::parse(text).ok());
    let Makers { parts, approved, long } = makers_of(table, id.span);
    let nominal = parts.first()?;
    Some(Component {
        id: id.value.to_owned(),
        states_version: version.is_some(),
        version: version.unwrap_or(Version::new(1, 0, 0)),
        kind: table.read(&KIND).unwrap_or(usual),
        name: table.string(&THE_NAME).unwrap_or_else(|| id.value.to_owned()),
        manufacturer: nominal.by.clone(),
        mpn: nominal.mpn.clone(),
        approved,
        details: Details::of(table),
        price: price_of(table),
        currency: table.string_at(&CURRENCY),
        origin: nominal.origin.clone(),
        hs: nominal.hs.clone(),
        mass_g: nominal.mass_g,
        content: content_of(table),
        lead_weeks: nominal.lead_weeks,
        attrition: attrition_of(table),
        lifecycle: table.read(&LIFECYCLE).unwrap_or(Lifecycle::Active),
        effectivity: effectivity_of(table),
        provides: provides_of(table.read(&PROVIDES)),
        needs: Vec::new(),
        uses: amounts_of(table.read(&USES)),
        supplies: amounts_of(table.read(&SUPPLIES)),
        attributes: table.read(&ITS_ATTRIBUTES).map(Attributes::of).unwrap_or_default(),
        certificates: table.list(&CERTIFICATES).filter_map(|one| certificate_of(one.value)).collect(),
        territories: table.read(&TERRITORIES).and_then(territories_of),
        span: id.span,
        made: parts,
        states_made: long,
    })
}

/// The manufacturer parts of a component whose id is at a place.
fn makers_of(table: &Table, place: Span) -> Makers {
    let nominal = ManufacturerPart {
        by: table.string(&MANUFACTURER),
        mpn: table.string(&MPN),
        origin: table.string_at(&ORIGIN),
        hs: table.string(&HS),
        mass_g: table.read(&MASS),
        lead_weeks: table.read(&LEAD_WEEKS),
        last_buy: None,
        last_ship: None,
        certificates: Vec::new(),
        span: place,
    };
    Makers::of(table, nominal)
}

fn price_of(table: &Table) -> Price {
    if let Some(each) = table.read(&PER_MONTH) {
        return Price::PerMonth(each);
    }
    let tiers = prices_of(table, &PRICE);
    if tiers.is_empty() { Price::Missing } else { Price::Tiers(tiers) }
}

fn provides_of(table: Option<&Table>) -> Vec<Provided> {
    let entries = table.map(|table| table.entries.as_slice()).unwrap_or_default();
    let mut list: Vec<Provided> = entries
        .iter()
        .map(|(capability, node)| Provided {
            capability: capability.value.to_string(),
            attributes: node.value.as_table().map(Attributes::of).unwrap_or_default(),
            span: capability.span,
        })
        .collect();
    list.sort_by(|left, right| left.capability.cmp(&right.capability));
    list
}

fn amounts_of(table: Option<&Table>) -> Vec<Amount> {
    let entries = table.map(|table| table.entries.as_slice()).unwrap_or_default();
    let amount = |(resource, node): &Entry| {
        let amount = node.value.as_number()?;
        Some(Amount { resource: resource.value.to_string(), amount, span: resource.span })
    };
    entries.iter().filter_map(amount).collect()
}

fn territories_of(table: &Table) -> Option<Territories> {
    let (kind, field) = if table.has(&ONLY) { (TerritoryKind::Only, &ONLY) } else { (TerritoryKind::Not, &NOT) };
    Some(Territories {
        kind,
        areas: table.list(field).into_spanned(),
        because: table.string(&BECAUSE),
        span: table.place_of(field)?,
    })
}
