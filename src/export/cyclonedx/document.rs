//! The parts of a CycloneDX document that terroir writes, in the order of the file.

use serde::Serialize;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Document {
    #[serde(rename = "$schema")]
    pub schema: String,
    pub bom_format: &'static str,
    pub spec_version: &'static str,
    pub serial_number: String,
    pub version: u32,
    pub metadata: Metadata,
    pub components: Vec<Component>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<Service>,
    pub dependencies: Vec<Dependency>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub compositions: Vec<Composition>,
}

#[derive(Serialize)]
pub(super) struct Metadata {
    pub timestamp: String,
    pub lifecycles: [Phase; 1],
    pub tools: Tools,
    pub authors: [Organization; 1],
    pub component: Component,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supplier: Option<Organization>,
    pub properties: [Property; 1],
}

/// When in the life of the product the data was gathered.
#[derive(Serialize)]
pub(super) struct Phase {
    pub phase: &'static str,
}

#[derive(Serialize)]
pub(super) struct Tools {
    pub components: [Tool; 1],
}

#[derive(Serialize)]
pub(super) struct Tool {
    #[serde(rename = "type")]
    kind: &'static str,
    name: &'static str,
    version: &'static str,
}

impl Tool {
    pub fn terroir() -> Self {
        Self { kind: "application", name: "terroir", version: env!("CARGO_PKG_VERSION") }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Component {
    #[serde(rename = "type")]
    pub kind: &'static str,
    #[serde(rename = "bom-ref")]
    pub bom_ref: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supplier: Option<Organization>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub manufacturer: Option<Organization>,
    pub name: String,
    pub version: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub licenses: Vec<LicenseChoice>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cpe: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub purl: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub external_references: Vec<Reference>,
    /// What is built into it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub components: Vec<Component>,
    pub properties: Vec<Property>,
}

impl Component {
    pub fn new(kind: &'static str, bom_ref: String, name: &str, version: &str) -> Self {
        Self {
            kind,
            bom_ref,
            supplier: None,
            manufacturer: None,
            name: name.to_owned(),
            version: version.to_owned(),
            description: None,
            scope: None,
            licenses: Vec::new(),
            cpe: None,
            purl: None,
            external_references: Vec::new(),
            components: Vec::new(),
            properties: Vec::new(),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Service {
    #[serde(rename = "bom-ref")]
    pub bom_ref: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<Organization>,
    pub name: String,
    pub version: String,
    pub description: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub licenses: Vec<LicenseChoice>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub external_references: Vec<Reference>,
    pub properties: Vec<Property>,
}

/// A licence as an SPDX expression, or the name of one that SPDX does not know.
#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum LicenseChoice {
    Expression(String),
    License(NamedLicense),
}

#[derive(Serialize)]
pub(super) struct NamedLicense {
    pub name: String,
}

/// An organisation or a person.
#[derive(Serialize)]
pub(super) struct Organization {
    pub name: String,
}

impl Organization {
    pub fn named(name: &str) -> Self {
        Self { name: name.to_owned() }
    }
}

#[derive(Serialize)]
pub(super) struct Reference {
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub url: String,
}

#[derive(Serialize)]
pub(super) struct Property {
    name: String,
    value: String,
}

pub(super) fn property(name: &str, value: &str) -> Property {
    Property { name: name.to_owned(), value: value.to_owned() }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Dependency {
    #[serde(rename = "ref")]
    pub reference: String,
    pub depends_on: Vec<String>,
}

/// How complete the edges of these are; of all others the document states nothing.
#[derive(Serialize)]
pub(super) struct Composition {
    pub aggregate: &'static str,
    pub dependencies: Vec<String>,
}
