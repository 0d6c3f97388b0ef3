//! Where a component is used and what depends on it, for people and for programs (`terroir.impact/1`).

use super::align::Align;
use super::grid::Grid;
use super::json_common::indented;
use super::phrases::list_or_none;
use super::what_if::{WithoutJson, what_if_table};
use crate::diagnostic::printable;
use crate::impact::{CertificateUse, Impact};
use serde::Serialize;
use std::fmt::Write as _;

/// Where a component is used, which components need it, which certificates depend on it, and the answers without it.
///
/// ```
/// # mod lamp { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/export/samples/lamp.rs")); }
/// # let compiled = lamp::compile()?;
/// let impact = compiled.impact("driver-230", &lamp::request()?)?;
/// assert!(terroir::export::impact_table(&impact).starts_with("driver-230 1.0.0\n"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn impact_table(impact: &Impact) -> String {
    let mut out = format!("{} {}\n", printable(&impact.component), impact.versions.join(", "));
    let left = |heads: &[&'static str]| Grid::new(heads.iter().map(|head| (*head, Align::Left)).collect::<Vec<_>>());
    let mut slots = left(&["slot", "chosen in", "candidate in"]);
    for one in &impact.slots {
        slots.row([one.slot.clone(), list_or_none(&one.chosen_in), list_or_none(&one.candidate_in)]);
    }
    section(&mut out, &slots, "not a candidate for any slot");
    let mut skus = left(&["hardware", "markets"]);
    for one in &impact.skus {
        skus.row([one.id.clone(), list_or_none(&one.markets)]);
    }
    section(&mut out, &skus, "not used in any market today");
    let mut needed = left(&["needed by", "capability", "provided by", "without it"]);
    for one in &impact.needed_by {
        let then = if one.is_lost { "nothing else provides it" } else { "others provide it" };
        needed.row([&one.component, &one.capability, &one.provider, then]);
    }
    section(&mut out, &needed, "no other candidate needs what it provides");
    let mut certificates = left(&["certificate", "until", "used in", "without it"]);
    for (list, then) in
        [(&impact.certificates, "its replacement needs its own"), (&impact.renewals, "renew it or test again")]
    {
        for one in list.iter().filter(|one| !one.markets.is_empty()) {
            let until = one.until.map(|day| day.to_string()).unwrap_or_default();
            certificates.row([name(one), until, list_or_none(&one.markets), then.to_owned()]);
        }
    }
    section(&mut out, &certificates, "no market depends on its certificates");
    let _ = write!(out, "\n{}", what_if_table(&impact.without));
    out
}

/// The same as [`impact_table`] for programs: indented JSON (`terroir.impact/1`) with a final newline.
///
/// # Errors
/// The JSON writer's own; answers of this library cause none.
///
/// ```
/// # mod lamp { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/export/samples/lamp.rs")); }
/// # let compiled = lamp::compile()?;
/// let impact = compiled.impact("driver-230", &lamp::request()?)?;
/// assert!(terroir::export::impact_json(&impact)?.contains("terroir.impact/1"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn impact_json(impact: &Impact) -> Result<String, serde_json::Error> {
    let certificate = |one: &CertificateUse| CertificateJson {
        scheme: one.scheme.clone(),
        id: one.id.clone(),
        until: one.until.map(|day| day.to_string()),
        markets: one.markets.clone(),
    };
    let answer = ImpactJson {
        schema: "terroir.impact/1",
        component: &impact.component,
        versions: &impact.versions,
        slots: impact
            .slots
            .iter()
            .map(|one| SlotJson { slot: &one.slot, candidate_in: &one.candidate_in, chosen_in: &one.chosen_in })
            .collect(),
        skus: impact.skus.iter().map(|one| SkuJson { id: &one.id, markets: &one.markets }).collect(),
        needed_by: impact
            .needed_by
            .iter()
            .map(|one| DependentJson {
                component: &one.component,
                capability: &one.capability,
                provider: &one.provider,
                lost: one.is_lost,
            })
            .collect(),
        certificates: impact.certificates.iter().map(certificate).collect(),
        renewals: impact.renewals.iter().map(certificate).collect(),
        without: WithoutJson::of(&impact.without),
    };
    indented(&answer)
}

/// Adds a table, or a sentence if it has no rows.
fn section(out: &mut String, grid: &Grid, none: &str) {
    let _ = if grid.is_empty() { write!(out, "\n{none}\n") } else { write!(out, "\n{}", grid.to_text()) };
}

fn name(one: &CertificateUse) -> String {
    one.id.as_ref().map_or_else(|| one.scheme.clone(), |id| format!("{}:{id}", one.scheme))
}

#[derive(Serialize)]
struct ImpactJson<'a> {
    schema: &'static str,
    component: &'a str,
    versions: &'a [String],
    slots: Vec<SlotJson<'a>>,
    skus: Vec<SkuJson<'a>>,
    needed_by: Vec<DependentJson<'a>>,
    certificates: Vec<CertificateJson>,
    renewals: Vec<CertificateJson>,
    without: WithoutJson<'a>,
}

#[derive(Serialize)]
struct SlotJson<'a> {
    slot: &'a str,
    candidate_in: &'a [String],
    chosen_in: &'a [String],
}

#[derive(Serialize)]
struct SkuJson<'a> {
    id: &'a str,
    markets: &'a [String],
}

#[derive(Serialize)]
struct DependentJson<'a> {
    component: &'a str,
    capability: &'a str,
    provider: &'a str,
    lost: bool,
}

#[derive(Serialize)]
struct CertificateJson {
    scheme: String,
    id: Option<String>,
    until: Option<String>,
    markets: Vec<String>,
}
