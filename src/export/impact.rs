//! What hangs on a component, for people and for programs (`terroir.impact/1`).

use super::grid::{Align, Grid, harmless};
use super::json_common::indented;
use super::what_if::what_if_table;
use super::what_if_json::WithoutJson;
use crate::impact::{CertificateUse, Impact};
use serde::Serialize;
use std::fmt::Write as _;

/// Where it is used, who needs it, which certificates rest on it, and the answers without it.
#[must_use]
pub fn impact_table(impact: &Impact) -> String {
    let mut out = format!("{} {}\n", harmless(&impact.component), impact.versions.join(", "));
    let left = |heads: &[&'static str]| Grid::new(heads.iter().map(|head| (*head, Align::Left)).collect::<Vec<_>>());
    let mut slots = left(&["slot", "chosen in", "a candidate in"]);
    for one in &impact.slots {
        slots.row([one.slot.clone(), listed(&one.chosen_in), listed(&one.candidate_in)]);
    }
    section(&mut out, impact.slots.is_empty(), "it is a candidate of no slot", &slots);
    let mut skus = left(&["hardware", "of the markets"]);
    for one in &impact.skus {
        skus.row([one.id.clone(), listed(&one.markets)]);
    }
    section(&mut out, impact.skus.is_empty(), "no answer holds it today", &skus);
    let mut needed = left(&["needed by", "for", "from", "without it"]);
    for one in &impact.needed_by {
        let then = if one.is_lost { "nothing else meets it" } else { "others meet it" };
        needed.row([&one.component, &one.capability, &one.provider, then]);
    }
    section(&mut out, impact.needed_by.is_empty(), "no other candidate needs what it provides", &needed);
    let mut proofs = left(&["certificate", "until", "the answers of", "without it"]);
    for (list, then) in
        [(&impact.certificates, "the other part needs its own"), (&impact.renewals, "renew or test again")]
    {
        for one in list.iter().filter(|one| !one.markets.is_empty()) {
            let until = one.until.map(|day| day.to_string()).unwrap_or_default();
            proofs.row([name(one), until, listed(&one.markets), then.to_owned()]);
        }
    }
    let used = |list: &[CertificateUse]| list.iter().any(|one| !one.markets.is_empty());
    let none = !used(&impact.certificates) && !used(&impact.renewals);
    section(&mut out, none, "no answer rests on a certificate of it", &proofs);
    let _ = write!(out, "\n{}", what_if_table(&impact.without));
    out
}

/// The same for programs: `terroir.impact/1`.
///
/// # Errors
/// None that an answer of this library leads to; they are handed on from the JSON writer.
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

fn section(out: &mut String, is_empty: bool, none: &str, grid: &Grid) {
    let _ = if is_empty { write!(out, "\n{none}\n") } else { write!(out, "\n{}", grid.to_text()) };
}

fn listed(markets: &[String]) -> String {
    if markets.is_empty() { "none".to_owned() } else { markets.join(", ") }
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
