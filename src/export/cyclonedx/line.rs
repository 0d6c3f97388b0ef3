//! A line as a component or a service, with all that is known about it.

use super::document::{Component, Organization, Property, Reference, Service, property};
use super::forms;
use crate::bom::{CertificateState, HeldCertificate};
use crate::export::release::{MarketRelease, ReleaseLine};
use crate::terms::ComponentKind;

pub(super) fn is_service(row: &ReleaseLine) -> bool {
    row.line.kind == ComponentKind::Service
}

/// A unique reference. The slot alone would be enough; the component is there for people.
pub(super) fn reference(row: &ReleaseLine) -> String {
    format!("{}/{}@{}", row.line.slot, row.line.component, row.line.version)
}

pub(super) fn component(market: &MarketRelease, row: &ReleaseLine) -> Component {
    let (line, details) = (&row.line, &row.line.details);
    let kind = match line.kind {
        ComponentKind::Hardware => "device",
        ComponentKind::Firmware => "firmware",
        ComponentKind::Software | ComponentKind::Service => "application",
        ComponentKind::Document => "file",
    };
    // Other tools search by the manufacturer part number.
    let name = line.mpn.as_deref().unwrap_or(&line.component);
    Component {
        supplier: details.supplier.as_ref().or(line.manufacturer.as_ref()).map(|name| Organization::named(name)),
        manufacturer: line.manufacturer.as_deref().map(Organization::named),
        description: Some(details.description.clone().unwrap_or_else(|| line.name.clone())),
        licenses: details.license.iter().map(|one| forms::license(one)).collect(),
        cpe: details.cpe.clone().filter(|cpe| forms::is_cpe(cpe)),
        purl: details.purl.clone().filter(|purl| forms::is_purl(purl)),
        scope: Some("required"),
        external_references: references(row),
        properties: properties(market, row),
        ..Component::new(kind, reference(row), name, &line.version)
    }
}

pub(super) fn service(market: &MarketRelease, row: &ReleaseLine) -> Service {
    let line = &row.line;
    let provider = line.details.supplier.as_ref().or(line.manufacturer.as_ref());
    Service {
        bom_ref: reference(row),
        provider: provider.map(|name| Organization::named(name)),
        name: line.component.clone(),
        version: line.version.clone(),
        description: line.name.clone(),
        licenses: line.details.license.iter().map(|one| forms::license(one)).collect(),
        external_references: references(row),
        properties: properties(market, row),
    }
}

/// The data sheet, the component's own SBOM, and where certificates are published; only valid addresses, because the schema
/// requires one.
fn references(row: &ReleaseLine) -> Vec<Reference> {
    let sheets = row.line.details.datasheet.iter().map(|url| ("documentation", url.as_str()));
    let pages = sheets.filter(|(_, url)| forms::is_address(url));
    let sboms =
        row.line.details.sbom.iter().map(|url| ("bom", url.as_str())).filter(|(_, url)| forms::is_reference(url));
    let all = pages.map(|(kind, url)| Reference { kind, url: url.to_owned() }).chain(reports(&row.line.held));
    all.chain(sboms.map(|(kind, url)| Reference { kind, url: url.to_owned() })).collect()
}

/// Where certificates are published.
pub(super) fn reports(held: &[HeldCertificate]) -> Vec<Reference> {
    let held = held.iter().filter(|one| one.state == CertificateState::Held);
    let urls = held.filter_map(|one| one.url.as_deref()).filter(|url| forms::is_address(url));
    urls.map(|url| Reference { kind: "certification-report", url: url.to_owned() }).collect()
}

/// What is stated of a line and has no place of its own in the document, or not in this form.
fn misplaced(row: &ReleaseLine) -> impl Iterator<Item = (&'static str, &str)> {
    let details = &row.line.details;
    let is_component = !is_service(row);
    let all = [
        ("terroir:cpe", &details.cpe, is_component && details.cpe.as_deref().is_some_and(forms::is_cpe)),
        ("terroir:purl", &details.purl, is_component && details.purl.as_deref().is_some_and(forms::is_purl)),
        ("terroir:datasheet", &details.datasheet, details.datasheet.as_deref().is_some_and(forms::is_address)),
        ("terroir:sbom", &details.sbom, details.sbom.as_deref().is_some_and(forms::is_reference)),
    ];
    all.into_iter().filter(|(_, _, is_placed)| !is_placed).filter_map(|(name, text, _)| Some((name, text.as_deref()?)))
}

/// The keys whose texts are not of the form that the document requires, with these texts.
pub(super) fn malformed(row: &ReleaseLine) -> Vec<(&'static str, String)> {
    let keys = ["cpe", "purl", "datasheet", "sbom"];
    // A service has no place for a CPE name or a package URL.
    let is_placed = |key: &str| !is_service(row) || !matches!(key, "cpe" | "purl");
    let named = misplaced(row).filter_map(|(name, text)| {
        let key = keys.into_iter().find(|key| name.strip_prefix("terroir:") == Some(key))?;
        is_placed(key).then(|| (key, text.to_owned()))
    });
    let license = row.line.details.license.iter().filter(|text| forms::is_named(text));
    named.chain(license.map(|text| ("license", text.clone()))).collect()
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
    for held in &row.line.held {
        list.extend(certificate(held));
        list.extend(is_device.then(|| registered_certificate(market, held)).into_iter().flatten());
    }
    list.push(property("terroir:slot", &line.slot));
    list.extend(line.part_of.iter().map(|parent| property("terroir:part-of", parent)));
    list.push(property("terroir:component", &line.component));
    // The document needs a version also of hardware whose catalogue has none.
    list.extend((!row.has_version).then(|| property("terroir:version", "not stated")));
    list.push(property("terroir:kind", line.kind.as_str()));
    list.push(property("terroir:layer", if line.core { "core" } else { "regional" }));
    let details = &line.details;
    let known = [
        ("terroir:unit", details.unit.clone().unwrap_or_default()),
        ("terroir:value", details.value.clone().unwrap_or_default()),
        ("terroir:footprint", details.footprint.clone().unwrap_or_default()),
        ("terroir:lifecycle", line.lifecycle.as_str().to_owned()),
        ("terroir:origin", line.origin.clone().unwrap_or_default()),
        ("terroir:hs", line.hs.clone().unwrap_or_default()),
        ("terroir:made-by", line.by.clone().unwrap_or_default()),
        ("terroir:seller", line.seller.clone().unwrap_or_default()),
        ("terroir:sku", line.sku.clone().unwrap_or_default()),
        ("terroir:lead-weeks", line.lead_weeks.map(|weeks| weeks.to_string()).unwrap_or_default()),
    ];
    list.extend(known.iter().filter(|(_, text)| !text.is_empty()).map(|(name, text)| property(name, text)));
    list.extend(misplaced(row).map(|(name, text)| property(name, text)));
    list.extend(details.fields.iter().map(|one| property(&format!("terroir:field:{}", one.name), &one.value)));
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
pub(super) fn certificate(held: &HeldCertificate) -> [Property; 1] {
    [property(&format!("terroir:certificate:{}", held.scheme), number(held))]
}

/// The number of a certificate, or that it is planned, or held without a number.
fn number(held: &HeldCertificate) -> &str {
    match held.state {
        CertificateState::Planned => "planned",
        CertificateState::Held => held.id.as_deref().unwrap_or("held"),
    }
}

/// A certificate of a device under the registered names, which have the country and the abbreviation of the authority; none if
/// the market is not in a country, if no authority is stated (a scheme is none), or if there is no certificate yet. The
/// taxonomy allows no other characters in a name.
pub(super) fn registered_certificate(market: &MarketRelease, held: &HeldCertificate) -> Vec<Property> {
    let Some(country) = market.country.as_deref().filter(|_| held.state == CertificateState::Held) else {
        return Vec::new();
    };
    let is_letter = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_');
    let Some(authority) = held.authority.as_deref().filter(|name| name.chars().all(is_letter)) else {
        return Vec::new();
    };
    let names = format!("cdx:device:certifications:{country}:{authority}");
    let id = held.id.as_deref().map(|id| property(&format!("{names}:id"), id));
    let url = held.url.as_deref().map(|url| property(&format!("{names}:url"), url));
    id.into_iter().chain(url).collect()
}
