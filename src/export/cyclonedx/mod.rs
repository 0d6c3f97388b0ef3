//! CycloneDX: one market's bill of materials for tools that track vulnerabilities, licences and conformity.
//!
//! The document lists everything in a device: hardware (`device`), firmware, applications, documents and services. The
//! properties of `cdx:device` are those of the registered taxonomy
//! (<https://github.com/CycloneDX/cyclonedx-property-taxonomy/blob/main/cdx/device.md>); what has no name there is under
//! `terroir:`. The dependency graph has an edge from each part to its own parts and to the lines that meet its needs.
//!
//! Nothing depends on the clock: the same answer gives the same bytes, and the serial number is derived from the
//! answer's digest.

mod document;

use super::json_common::indented;
use super::release::{MarketRelease, Release, ReleaseLine, RequiredCertificate};
use super::uuid;
use crate::terms::{ComponentKind, Lifecycle};
use document::{Component, Dependency, Document, Organization, Property, Reference, Service, Tool, Tools, property};

/// A version of the CycloneDX specification.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum SpecVersion {
    /// 1.6 (ECMA-424).
    #[default]
    V1_6,
    /// 1.7.
    V1_7,
}

impl SpecVersion {
    /// The version as text.
    ///
    /// ```
    /// assert_eq!(terroir::export::SpecVersion::V1_7.as_str(), "1.7");
    /// ```
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::V1_6 => "1.6",
            Self::V1_7 => "1.7",
        }
    }
}

/// One market's bill of materials as a CycloneDX document: indented JSON with a final newline. The digest is that of the
/// answer in the lock ([`Lock::digest_of`](crate::lock::Lock::digest_of)).
///
/// # Errors
/// The JSON writer's own; answers of this library cause none.
///
/// ```
/// # mod lamp { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/export/samples/lamp.rs")); }
/// # let (compiled, portfolio) = lamp::solve()?;
/// use terroir::export::{Release, SpecVersion, cyclonedx};
/// let release = Release::of(&compiled, &portfolio)?;
/// let text = cyclonedx(&release, &release.markets[0], "sha256:0", SpecVersion::V1_6)?;
/// assert!(text.contains("\"bomFormat\": \"CycloneDX\""));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn cyclonedx(
    release: &Release,
    market: &MarketRelease,
    digest: &str,
    version: SpecVersion,
) -> Result<String, serde_json::Error> {
    let root = format!("{}@{}+{}", release.solution, release.version, market.bom.market);
    let product = Component {
        properties: product_properties(market, digest),
        ..Component::new("device", root.clone(), &release.solution, &release.version)
    };
    let document = Document {
        schema: format!("http://cyclonedx.org/schema/bom-{}.schema.json", version.as_str()),
        bom_format: "CycloneDX",
        spec_version: version.as_str(),
        serial_number: uuid::urn(&format!("{root} {digest}")),
        version: 1,
        metadata: document::Metadata {
            tools: Tools { components: [Tool::terroir()] },
            component: product,
            properties: [property("cdx:reproducible", "true")],
        },
        components: market.rows.iter().filter(|row| !is_service(row)).map(|row| component(market, row)).collect(),
        services: market.rows.iter().filter(|row| is_service(row)).map(|row| service(market, row)).collect(),
        dependencies: dependencies(&root, market),
    };
    indented(&document)
}

fn is_service(row: &ReleaseLine) -> bool {
    row.line.kind == ComponentKind::Service
}

/// A unique reference. The slot alone would be enough; the component is there for people.
fn reference(row: &ReleaseLine) -> String {
    format!("{}/{}@{}", row.line.slot, row.line.component, row.line.version)
}

fn product_properties(market: &MarketRelease, digest: &str) -> Vec<Property> {
    let bom = &market.bom;
    let mut list = vec![
        property("terroir:market", &bom.market),
        property("terroir:as-of", &bom.as_of.to_string()),
        property("terroir:lock:digest", digest),
    ];
    list.extend(
        bom.options.iter().map(|one| property(&format!("terroir:option:{}", one.name), &one.value.to_string())),
    );
    list.extend(bom.carriers.iter().map(|carrier| property("terroir:carrier", carrier)));
    for held in &market.certificates {
        list.extend(certificate(held));
        list.extend(registered_certificate(market, held));
    }
    list.extend(bom.one_off.iter().map(|taken| property("terroir:planned-certificate", &taken.scheme)));
    list
}

fn component(market: &MarketRelease, row: &ReleaseLine) -> Component {
    let line = &row.line;
    let kind = match line.kind {
        ComponentKind::Hardware => "device",
        ComponentKind::Firmware => "firmware",
        ComponentKind::Software | ComponentKind::Service => "application",
        ComponentKind::Document => "file",
    };
    // Other tools search by the manufacturer part number.
    let name = line.mpn.as_deref().unwrap_or(&line.component);
    Component {
        manufacturer: line.manufacturer.as_deref().map(|name| Organization { name: name.to_owned() }),
        description: Some(line.name.clone()),
        scope: Some("required"),
        external_references: references(row),
        properties: properties(market, row),
        ..Component::new(kind, reference(row), name, &line.version)
    }
}

fn service(market: &MarketRelease, row: &ReleaseLine) -> Service {
    let line = &row.line;
    Service {
        bom_ref: reference(row),
        provider: line.manufacturer.as_deref().map(|name| Organization { name: name.to_owned() }),
        name: line.component.clone(),
        version: line.version.clone(),
        description: line.name.clone(),
        external_references: references(row),
        properties: properties(market, row),
    }
}

/// Where certificates are published; only valid addresses, because the schema requires one.
fn references(row: &ReleaseLine) -> Vec<Reference> {
    let urls = row.certificates.iter().filter_map(|held| held.url.as_deref());
    let addresses = urls.filter(|url| is_address(url));
    addresses.map(|url| Reference { kind: "certification-report", url: url.to_owned() }).collect()
}

fn is_address(url: &str) -> bool {
    let is_web = url.starts_with("https://") || url.starts_with("http://");
    is_web
        && url.chars().all(|letter| {
            letter.is_ascii_graphic() && !matches!(letter, '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}')
        })
}

fn properties(market: &MarketRelease, row: &ReleaseLine) -> Vec<Property> {
    let line = &row.line;
    let is_device = line.kind == ComponentKind::Hardware;
    let mut list = Vec::new();
    if is_device {
        list.push(property("cdx:device:quantity", &line.quantity.to_string()));
        list.push(property("cdx:device:function", &line.slot));
        list.extend((!line.refdes.is_empty()).then(|| property("cdx:device:location", &line.refdes.join(","))));
        list.push(property("cdx:device:sku", &line.component));
    } else {
        list.push(property("terroir:quantity", &line.quantity.to_string()));
    }
    for held in &row.certificates {
        list.extend(certificate(held));
        list.extend(is_device.then(|| registered_certificate(market, held)).into_iter().flatten());
    }
    list.push(property("terroir:slot", &line.slot));
    list.push(property("terroir:component", &line.component));
    list.push(property("terroir:kind", line.kind.as_str()));
    list.push(property("terroir:layer", if line.core { "core" } else { "regional" }));
    let known = [
        ("terroir:lifecycle", row.lifecycle.map_or("", Lifecycle::as_str).to_owned()),
        ("terroir:origin", line.origin.clone().unwrap_or_default()),
        ("terroir:hs", line.hs.clone().unwrap_or_default()),
        ("terroir:lead-weeks", line.lead_weeks.map(|weeks| weeks.to_string()).unwrap_or_default()),
    ];
    list.extend(known.iter().filter(|(_, text)| !text.is_empty()).map(|(name, text)| property(name, text)));
    for (number, substitute) in (1..).zip(&row.substitutes) {
        let kind = if substitute.component.is_some() { "alternate" } else { "approved" };
        let parts = [
            ("component", &substitute.component),
            ("manufacturer", &substitute.manufacturer),
            ("mpn", &substitute.mpn),
        ];
        for (what, text) in parts {
            list.extend(text.as_deref().map(|text| property(&format!("terroir:{kind}:{number}:{what}"), text)));
        }
    }
    list
}

/// A certificate under terroir's own name.
fn certificate(held: &RequiredCertificate) -> [Property; 1] {
    [property(&format!("terroir:certificate:{}", held.scheme), &held.id)]
}

/// A certificate of a device under the registered names; none if the market is not in a country.
fn registered_certificate(market: &MarketRelease, held: &RequiredCertificate) -> Vec<Property> {
    let Some(country) = market.country.as_deref() else { return Vec::new() };
    let abbreviation = held.authority.as_deref().filter(|name| !name.contains([' ', ':']));
    let authority = abbreviation.map_or_else(|| held.scheme.to_uppercase(), str::to_owned);
    let names = format!("cdx:device:certifications:{country}:{authority}");
    let id = property(&format!("{names}:id"), &held.id);
    let url = held.url.as_deref().map(|url| property(&format!("{names}:url"), url));
    std::iter::once(id).chain(url).collect()
}

/// The product depends on the lines that are not part of another; a line on its parts and on the lines that meet its
/// needs.
fn dependencies(root: &str, market: &MarketRelease) -> Vec<Dependency> {
    let by_slot = |slot: &str| market.rows.iter().find(|row| row.line.slot == slot);
    let parent = |row: &ReleaseLine| row.line.part_of.as_deref().and_then(by_slot).is_some();
    let top = market.rows.iter().filter(|row| !parent(row)).map(reference).collect();
    let mut list = vec![Dependency { reference: root.to_owned(), depends_on: top }];
    for row in &market.rows {
        let below = |other: &&ReleaseLine| {
            let is_part = other.line.part_of.as_deref() == Some(row.line.slot.as_str());
            is_part || row.needs.contains(&other.line.slot)
        };
        let depends_on = market.rows.iter().filter(below).map(reference).collect();
        list.push(Dependency { reference: reference(row), depends_on });
    }
    list
}
