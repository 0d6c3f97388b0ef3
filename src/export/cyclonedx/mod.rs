//! CycloneDX: one market's bill of materials for tools that track vulnerabilities, licences and conformity.
//!
//! The document lists everything in a device: hardware (`device`), firmware, applications, documents and services. The
//! properties of `cdx:device` are those of the registered taxonomy
//! (<https://github.com/CycloneDX/cyclonedx-property-taxonomy/blob/main/cdx/device.md>); what has no name there is under
//! `terroir:`. What is part of something is written within it; the dependency graph has an edge from the product to what is
//! not part of anything else, and from each line to the lines that meet its needs.
//!
//! Nothing depends on the clock: the same answer gives the same bytes, the time stamp is the as-of date, and the serial
//! number is derived from the answer's digest.

mod document;
mod forms;
mod graph;
mod line;

use super::json_common::indented;
use super::release::{MarketRelease, Release, ReleaseLine};
use super::uuid;
use document::{Component, Document, Metadata, Organization, Phase, Property, Tool, Tools, property};
use graph::Lines;
use line::{certificate, malformed, registered_certificate, reports};
use std::collections::BTreeSet;

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
/// It has the NTIA minimum elements: the supplier of each component (`supplier`, else `manufacturer`), its name, version and
/// reference, also `purl` and `cpe`, the dependencies, the author of the data (`author` of `[solution]`, else terroir) and
/// the as-of date as the time stamp. Parts of an assembly are `components` of it. `dependencies` has an edge from the product
/// to what is not part of anything else, and from each line to the lines that meet its needs; being part of something is no
/// edge. It has no circle: where lines need each other, directly or by way of others, the need that would close the circle
/// is the property `terroir:mutual-need` of the line, and `compositions` states that its edges are `incomplete`.
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
    let variant = market.bom.variant.as_ref();
    let root = format!("{}@{}+{}", release.solution, release.version, market.bom.market);
    let root = variant.map_or(root.clone(), |name| format!("{root}+{name}"));
    let name = variant.map_or(release.solution.clone(), |name| format!("{} {name}", release.solution));
    let product = Component {
        properties: product_properties(market, digest),
        supplier: release.supplier.as_deref().map(Organization::named),
        external_references: reports(&market.bom.certificates),
        ..Component::new("device", root.clone(), &name, &release.version)
    };
    let lines = Lines::of(market);
    let document = Document {
        schema: format!("http://cyclonedx.org/schema/bom-{}.schema.json", version.as_str()),
        bom_format: "CycloneDX",
        spec_version: version.as_str(),
        serial_number: uuid::urn(&format!("{root} {digest}")),
        version: 1,
        metadata: metadata(release, market, product),
        components: lines.components(),
        services: lines.services(),
        dependencies: lines.dependencies(&root),
        compositions: lines.compositions(),
    };
    indented(&document)
}

/// A text of a component that a CycloneDX document cannot have in its place, because it is not of the form required there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Misplaced {
    /// The component.
    pub component: String,
    /// Its key: `purl`, `cpe`, `license`, `datasheet` or `sbom`.
    pub key: &'static str,
    /// The text.
    pub text: String,
}

/// What the document of a market cannot have in its place, each once: a `purl`, `cpe`, data sheet or SBOM that is none is a
/// property under `terroir:`, and a licence that is not an SPDX expression is written as a name.
///
/// ```
/// # mod lamp { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/export/samples/lamp.rs")); }
/// # let (compiled, portfolio) = lamp::solve()?;
/// use terroir::export::{Release, cyclonedx_misplaced};
/// assert!(cyclonedx_misplaced(&Release::of(&compiled, &portfolio)?.markets[0]).is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn cyclonedx_misplaced(market: &MarketRelease) -> Vec<Misplaced> {
    let of = |row: &ReleaseLine| {
        let component = row.line.component.clone();
        malformed(row).into_iter().map(move |(key, text)| Misplaced { component: component.clone(), key, text })
    };
    let all: BTreeSet<Misplaced> = market.rows.iter().flat_map(of).collect();
    all.into_iter().collect()
}

/// Who made the document, when, with what, and of what. A bill of materials that is solved is a design: what is built need
/// not have been bought yet.
fn metadata(release: &Release, market: &MarketRelease, product: Component) -> Metadata {
    let author = release.author.as_deref().map_or_else(|| Organization::named("terroir"), Organization::named);
    Metadata {
        timestamp: format!("{}T00:00:00Z", market.bom.as_of),
        lifecycles: [Phase { phase: "design" }],
        tools: Tools { components: [Tool::terroir()] },
        authors: [author],
        component: product,
        supplier: release.supplier.as_deref().map(Organization::named),
        properties: [property("cdx:reproducible", "true")],
    }
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
    for held in &bom.certificates {
        list.extend(certificate(held));
        list.extend(registered_certificate(market, held));
    }
    list.extend(bom.one_off.iter().map(|taken| property("terroir:planned-certificate", &taken.scheme)));
    list
}
