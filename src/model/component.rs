//! Components: what a catalogue says of one version of a thing.

use super::attribute::Attributes;
use super::need::{Need, effectivity_of};
use crate::date::Effectivity;
use crate::number::Number;
use crate::span::{Span, Spanned};
use crate::syntax::{Entry, Table};
use crate::terms::{ComponentKind, Lifecycle};
use semver::Version;

/// One version of a component, as the catalogue has it.
#[derive(Clone, Debug)]
pub struct Component {
    /// The id; versions share it.
    pub id: String,
    /// The version.
    pub version: Version,
    /// What it is.
    pub kind: ComponentKind,
    /// Its name; the id where none is given.
    pub name: String,
    /// Who makes it.
    pub manufacturer: Option<String>,
    /// The maker's part number.
    pub mpn: Option<String>,
    /// Approved manufacturer parts, interchangeable everywhere.
    pub approved: Vec<ApprovedPart>,
    /// What it costs.
    pub price: Price,
    /// The currency of the price; `None`: the solution's.
    pub currency: Option<Spanned<String>>,
    /// The code of the country it is made in.
    pub origin: Option<Spanned<String>>,
    /// Customs tariff code.
    pub hs: Option<String>,
    /// Weeks from order to delivery.
    pub lead_weeks: Option<Number>,
    /// Where it stands in its life.
    pub lifecycle: Lifecycle,
    /// When it can be had.
    pub effectivity: Effectivity,
    /// What it offers, sorted by capability.
    pub provides: Vec<Provided>,
    /// What it asks for.
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

impl Component {
    /// `id@version`.
    #[must_use]
    pub fn label(&self) -> String {
        format!("{}@{}", self.id, self.version)
    }
}

/// A manufacturer's part that may stand for a component everywhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApprovedPart {
    /// Who makes it.
    pub manufacturer: Option<String>,
    /// The maker's part number.
    pub mpn: String,
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
    /// Tiers by line quantity a year: from that many, each costs this; sorted.
    Tiers(Vec<(Number, Number)>),
    /// A service paid by the month.
    PerMonth(Number),
}

/// A dated proof of conformity.
#[derive(Clone, Debug)]
pub struct Certificate {
    /// The scheme.
    pub scheme: String,
    /// Its number.
    pub id: Option<String>,
    /// Where it can be seen.
    pub url: Option<String>,
    /// When it holds.
    pub effectivity: Effectivity,
    /// Where it is written.
    pub span: Span,
}

/// The areas where a component may, or may not, be sold or operated.
#[derive(Clone, Debug)]
pub struct Territories {
    /// Whether the list says where it may (`only`) or where it may not (`not`).
    pub only: bool,
    /// The areas.
    pub areas: Vec<Spanned<String>>,
    /// Why.
    pub because: Option<String>,
    /// Where it is written.
    pub span: Span,
}

/// Everything of a component but its needs, whose conditions are looked up once all names are known.
pub(super) fn component_of(table: &Table) -> Option<Component> {
    let id = table.text("id")?;
    // A wrong kind was told when the file was read; the component is still there, or every slot that names it would be
    // told as well.
    let paid_monthly = table.get("per_month").is_some();
    let usual = if paid_monthly { ComponentKind::Service } else { ComponentKind::Hardware };
    let kind = table.text("kind").and_then(|kind| ComponentKind::from_word(kind.value)).unwrap_or(usual);
    let own = |key: &str| table.text(key).map(|text| text.value.to_owned());
    let spanned = |key: &str| table.text(key).map(|text| Spanned::new(text.value.to_owned(), text.span));
    let lifecycle = table.text("lifecycle").and_then(|text| Lifecycle::from_word(text.value));
    Some(Component {
        id: id.value.to_owned(),
        version: table
            .text("version")
            .and_then(|text| Version::parse(text.value).ok())
            .unwrap_or(Version::new(1, 0, 0)),
        kind,
        name: own("name").unwrap_or_else(|| id.value.to_owned()),
        manufacturer: own("manufacturer"),
        mpn: own("mpn"),
        approved: approved_of(table),
        price: price_of(table),
        currency: spanned("currency"),
        origin: spanned("origin"),
        hs: own("hs"),
        lead_weeks: table.number("lead_weeks").map(|number| number.value),
        lifecycle: lifecycle.unwrap_or(Lifecycle::Active),
        effectivity: effectivity_of(table),
        provides: provides_of(table.table("provides")),
        needs: Vec::new(),
        uses: amounts_of(table.table("uses")),
        supplies: amounts_of(table.table("supplies")),
        attributes: table.table("attributes").map(Attributes::of).unwrap_or_default(),
        certificates: certificates_of(table),
        territories: table.table("territories").and_then(territories_of),
        span: id.span,
    })
}

fn price_of(table: &Table) -> Price {
    if let Some(each) = table.number("per_month") {
        return Price::PerMonth(each.value);
    }
    if let Some(each) = table.number("price") {
        return Price::Tiers(vec![(Number::ONE, each.value)]);
    }
    let tier = |tier: &Table| Some((tier.number("from")?.value, tier.number("each")?.value));
    let mut tiers: Vec<(Number, Number)> = table.tables("price").filter_map(tier).collect();
    tiers.sort();
    if tiers.is_empty() { Price::Missing } else { Price::Tiers(tiers) }
}

fn approved_of(table: &Table) -> Vec<ApprovedPart> {
    let part = |entry: &Table| {
        let manufacturer = entry.text("manufacturer").map(|text| text.value.to_owned());
        Some(ApprovedPart { manufacturer, mpn: entry.text("mpn")?.value.to_owned() })
    };
    table.tables("approved").filter_map(part).collect()
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

/// The amounts of a table of resources.
pub(super) fn amounts_of(table: Option<&Table>) -> Vec<Amount> {
    let entries = table.map(|table| table.entries.as_slice()).unwrap_or_default();
    let amount = |(resource, node): &Entry| {
        let amount = node.value.as_number()?;
        Some(Amount { resource: resource.value.to_string(), amount, span: resource.span })
    };
    entries.iter().filter_map(amount).collect()
}

fn certificates_of(table: &Table) -> Vec<Certificate> {
    let certificate = |entry: &Table| {
        let scheme = entry.text("scheme")?;
        Some(Certificate {
            scheme: scheme.value.to_owned(),
            id: entry.text("id").map(|id| id.value.to_owned()),
            url: entry.text("url").map(|url| url.value.to_owned()),
            effectivity: effectivity_of(entry),
            span: scheme.span,
        })
    };
    table.tables("certificates").filter_map(certificate).collect()
}

fn territories_of(table: &Table) -> Option<Territories> {
    let only = table.get("only").is_some();
    let span = table.key_span(if only { "only" } else { "not" })?;
    let areas = table.texts(if only { "only" } else { "not" });
    Some(Territories {
        only,
        areas: areas.map(|area| Spanned::new(area.value.to_owned(), area.span)).collect(),
        because: table.text("because").map(|text| text.value.to_owned()),
        span,
    })
}
